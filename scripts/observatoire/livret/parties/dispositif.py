"""The frame in one double page: dates, map, who was there, diversity; then the policy as its sources tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from observatoire.chronologie import slots_of
from observatoire.dates import PartialDate, period
from observatoire.effectifs import by_category
from observatoire.livret.document import Appel, Bloc, Cellule, Definitions, Encart, Paragraphe, Tableau, Titre
from observatoire.livret.figures import carte, frise, periodes
from observatoire.livret.hauteur import PAGE, hauteur
from observatoire.livret.livret import Article
from observatoire.livret.parties.matrice import cases_vides, tableau
from observatoire.livret.redaction import Entree, Redaction, liste_de_sources, row
from observatoire.livret.texte import mots, paragraphe, parse
from observatoire.problems import plural
from observatoire.schema.groupes import SectionLivret
from observatoire.schema.reperes import ElementPolitique, Politique

_GROUPES = "Groupes"
"""How the headings of the policy that speak of the groups begin."""


def articles(r: Redaction, section: SectionLivret) -> Iterator[Article]:
    """The wall of what was tried, the double page, then the policy when the observatory tells it."""
    politique = r.observatoire.politique
    left = (*_dates(r), *_who(r))
    planned = tuple(_cadre(politique)) if politique else ()
    has_room = hauteur((*left, *planned)) < PAGE
    count = plural(len(r.experiences), "expérience")
    yield Article("livret/mur", "page", mots(f"{count}, de la plus ancienne à la plus récente"), tuple(_mur(r, politique)))
    pages = (Encart("page", (*left, *(planned if has_room else ()))), Encart("page", tuple(_carte(r))))
    yield Article("livret/dispositif", "double", mots("Le dispositif en une double page"), pages)
    if politique:
        told = tuple(_politique(politique, without=_GROUPES if has_room else ""))
        yield Article("livret/politique", "texte", mots("La politique, d’après ses sources"), told)


def _mur(r: Redaction, politique: Politique | None) -> Iterator[Bloc]:
    yield periodes(r.observatoire, r.experiences)
    if politique and politique.methode:
        yield Titre(3, mots("Comment ces fiches ont été écrites"), role="leger")
        yield from parse(politique.methode)


def _carte(r: Redaction) -> Iterator[Bloc]:
    yield Titre(3, mots("Où, et combien"))
    yield carte(r.observatoire, r.experiences)
    yield Titre(3, mots("Des démarches diverses"))
    table = tableau(r, r.experiences, "objet_traite", "modalites_animation")
    yield table
    yield cases_vides(table)


def _dates(r: Redaction) -> Iterator[Bloc]:
    o = r.observatoire
    yield Titre(3, mots("Les dates"))
    yield Definitions(tuple(entree for _, entree in sorted(_events(r), key=lambda event: event[0])), "dates")
    for groupe in o.groupes.values():
        cases = slots_of(o, groupe)
        if cases:
            yield Titre(3, mots(f"L’année du {groupe.nom[:1].lower()}{groupe.nom[1:]}"))
            yield frise(o, cases)


def _cadre(politique: Politique) -> Iterator[Bloc]:
    """What the policy says of the groups; its sources are listed with the others of the policy."""
    numbers = _numbers(politique)
    said = [element for element in politique.elements if element.rubrique.startswith(_GROUPES)]
    if said:
        yield Titre(3, mots("Ce qui était prévu"))
        yield from (_element(element, numbers) for element in said)


def _events(r: Redaction) -> Iterator[tuple[tuple[int, int, int], Entree]]:
    o = r.observatoire
    for forum in o.forums.values():
        if forum.date:
            place = (
                ", ".join(filter(None, (forum.lieu.nom, o.commune(forum.lieu.commune).nom if forum.lieu.commune else "")))
                if forum.lieu
                else ""
            )
            yield forum.date.sort_key, row(forum.date.en_francais, mots(forum.titre + (f" ({place})" if place else "")))
    for debut, fin, names in _periods(r):
        yield debut.sort_key, row(period(debut, fin), mots(f"{' et '.join(names)}{' :' if names else ''} une journée par mois"))


def _periods(r: Redaction) -> Iterator[tuple[PartialDate, PartialDate, list[str]]]:
    """Groups of the same period together."""
    groups = sorted(r.observatoire.groupes.values(), key=lambda g: (g.debut.sort_key, g.fin.sort_key, g.id))
    for _, same in groupby(groups, key=lambda g: (g.debut.sort_key, g.fin.sort_key)):
        found = list(same)
        yield found[0].debut, found[0].fin, [g.nom for g in found]


def _who(r: Redaction) -> Iterator[Bloc]:
    o = r.observatoire
    members = [p for g in o.groupes.values() for p in o.membres(g)]
    rows = tuple((Cellule(mots(part.libelle), role="ligne"), Cellule(mots(str(part.nombre)), "droite")) for part in by_category(o, members))
    yield Titre(3, mots("Qui nous étions"))
    if rows:
        yield Tableau(
            (Cellule(mots("Qui")), Cellule(mots("Personnes"), "droite")),
            rows,
            f"{plural(len(members), 'membre')} des groupes, par catégorie",
            "etroit",
        )
    else:
        yield paragraphe("La composition des groupes n’est pas publique, et aucune source n’en garde trace.")


def _politique(politique: Politique, without: str) -> Iterator[Bloc]:
    """Every element under its heading, less those told before, then what is missing; sources that several share are listed once."""
    numbers = _numbers(politique)
    for rubrique, elements in groupby(politique.elements, key=lambda element: element.rubrique):
        if not without or not rubrique.startswith(without):
            yield Titre(3, mots(rubrique))
            yield from (_element(element, numbers) for element in elements)
    for title, text in (("À lire avec prudence", politique.prudence), ("Ce qui manque", politique.manques)):
        if text:
            yield Titre(3, mots(title))
            yield from parse(text)
    yield Titre(3, mots("Sources"), role="sources")
    known = {source.titre: source for element in reversed(politique.elements) for source in element.sources}
    yield liste_de_sources("livret/politique", (known[title] for title in numbers))


def _numbers(politique: Politique) -> Mapping[str, int]:
    """The number of each source by its title, in the order they are first called."""
    titles = dict.fromkeys(source.titre for element in politique.elements for source in element.sources)
    return {title: n for n, title in enumerate(titles, 1)}


def _element(element: ElementPolitique, numbers: Mapping[str, int]) -> Bloc:
    calls = (Appel(n, f"livret/politique/source-{n}") for n in sorted({numbers[source.titre] for source in element.sources}))
    return Paragraphe((*mots(element.texte), *calls))
