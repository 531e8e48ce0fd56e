"""The frame in one double page: dates, map, who was there, diversity; then the policy as its sources tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from observatoire.chronologie import slots_of
from observatoire.dates import PartialDate, period
from observatoire.effectifs import by_category
from observatoire.livret.document import Appel, Bloc, Cellule, Definitions, Encart, Paragraphe, Tableau, Titre
from observatoire.livret.figures import carte, frise, periodes
from observatoire.livret.livret import Article
from observatoire.livret.parties.matrice import tableau
from observatoire.livret.redaction import Entree, Redaction, liste_de_sources, row
from observatoire.livret.texte import mots, paragraphe, parse
from observatoire.problems import plural
from observatoire.schema.groupes import SectionLivret
from observatoire.schema.reperes import ElementPolitique, Politique

_GROUPES = "Groupes"
"""How the headings of the policy that speak of the groups begin."""


def articles(r: Redaction, section: SectionLivret) -> Iterator[Article]:
    """The wall of what was tried, the double page, then the policy when the observatory tells it."""
    count = plural(len(r.experiences), "expérience")
    politique = r.observatoire.politique
    method = (
        (Titre(3, mots("Comment ces fiches ont été écrites"), role="leger"), *parse(politique.methode))
        if politique and politique.methode
        else ()
    )
    yield Article(
        "livret/mur", "page", mots(f"{count}, de la plus ancienne à la plus récente"), (periodes(r.observatoire, r.experiences), *method)
    )
    yield Article("livret/dispositif", "double", mots("Le dispositif en une double page"), tuple(_double_page(r)))
    if politique:
        yield Article("livret/politique", "texte", mots("La politique, d’après ses sources"), tuple(_politique(politique)))


def _double_page(r: Redaction) -> Iterator[Bloc]:
    o = r.observatoire
    yield Encart("page", tuple(_dates(r)))
    yield Encart(
        "page",
        (
            Titre(3, mots("Où, et combien")), carte(o, r.experiences),
            Titre(3, mots("Des démarches diverses")), tableau(r, r.experiences, "objet_traite", "modalites_animation"),
        ),
    )  # fmt: skip


def _dates(r: Redaction) -> Iterator[Bloc]:
    o = r.observatoire
    yield Titre(3, mots("Les dates"))
    yield Definitions(tuple(entree for _, entree in sorted(_events(r), key=lambda event: event[0])), "dates")
    for groupe in o.groupes.values():
        cases = slots_of(o, groupe)
        if cases:
            yield Titre(3, mots(f"L’année du {groupe.nom[:1].lower()}{groupe.nom[1:]}"))
            yield frise(o, cases)
    yield from _who(r)
    if o.politique:
        yield from _cadre(o.politique)


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


def _politique(politique: Politique) -> Iterator[Bloc]:
    """Every other element under its heading, then what is missing; sources that several share are listed once."""
    numbers = _numbers(politique)
    for rubrique, elements in groupby(politique.elements, key=lambda element: element.rubrique):
        if not rubrique.startswith(_GROUPES):
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
