"""The frame in one double page: dates, map, who was there, diversity; then the policy as its sources tell it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from observatoire.chronologie import slots_of
from observatoire.dates import PartialDate, period
from observatoire.effectifs import by_category
from observatoire.livret.document import Appel, Bloc, Cellule, Definitions, Encart, Paragraphe, Tableau, Titre
from observatoire.livret.figures import carte, frise
from observatoire.livret.livret import Article
from observatoire.livret.parties.matrice import tableau
from observatoire.livret.redaction import Entree, Redaction, liste_de_sources, row
from observatoire.livret.texte import mots, paragraphe
from observatoire.problems import plural
from observatoire.schema.common import Source
from observatoire.schema.groupes import SectionLivret
from observatoire.schema.reperes import Politique


def articles(r: Redaction, section: SectionLivret) -> Iterator[Article]:
    """The double page, then the policy when the observatory tells it."""
    yield Article("livret/dispositif", "double", mots("Le dispositif en une double page"), tuple(_double_page(r)))
    if r.observatoire.politique:
        yield Article("livret/politique", "texte", mots("La politique, d’après ses sources"), tuple(_politique(r.observatoire.politique)))


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
    """Every element under its heading; sources that several share are listed once."""
    known: dict[str, Source] = {}
    for element in politique.elements:
        for source in element.sources:
            known.setdefault(source.titre, source)
    numbers = {title: n for n, title in enumerate(known, 1)}
    for rubrique, elements in groupby(politique.elements, key=lambda element: element.rubrique):
        yield Titre(3, mots(rubrique))
        for element in elements:
            calls = (Appel(n, f"livret/politique/source-{n}") for n in sorted({numbers[source.titre] for source in element.sources}))
            yield Paragraphe((*mots(element.texte), *calls))
    yield Titre(3, mots("Sources"), role="sources")
    yield liste_de_sources("livret/politique", known.values())
