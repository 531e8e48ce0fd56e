"""The runs of pages of a booklet, and on which page each stands: each is measured on its own, the rest is sums and parity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import NamedTuple

from observatoire.livret.document import Inlines, Renvoi, targets
from observatoire.livret.hauteur import LIBRE, PAGE, Cadrage, hauteur
from observatoire.livret.livret import Article, Livret, Partie
from observatoire.livret.texte import mots

SOMMAIRE, COLOPHON = "livret/sommaire", "livret/colophon"
"""Targets of the contents and of the last pages."""
_EDITORIAL, _MERCIS, _MENTIONS = "livret/editorial", "livret/remerciements", "livret/mentions"


class Pose(NamedTuple):
    """An article, and how it is set."""

    article: Article
    k: float
    saut: bool


@dataclass(frozen=True)
class Onglet:
    """The tab at the edge of the pages of a part."""

    mot: str
    rang: int
    """Among those of the booklet, from 0."""
    nombre: int


@dataclass(frozen=True)
class Plage:
    """Pages that follow one another from the head of a new one; what comes before does not change how they are laid out."""

    cle: str
    genre: str
    """``couverture``, ``usage``, ``editorial``, ``sommaire``, ``ouverture`` of a part of sheets, ``suite`` of articles, ``fiche``, ``double`` page, ``colophon``, ``dos`` (the back cover)."""
    titre: Inlines = ()
    """Of its right-hand pages, that of the booklet when there is none."""
    onglet: Onglet | None = None
    partie: Partie | None = None
    """The part that it opens, or whose words fill the page before; without its articles."""
    articles: tuple[Pose, ...] = ()
    lignes: tuple[Renvoi, ...] = ()
    """For an opening, what the part holds."""
    entrees: tuple[tuple[int, Renvoi], ...] = ()
    """For the contents: levels and titles."""
    k: float = 1.0
    """By what the sizes of the contents are multiplied."""
    cote: str = ""
    """Page on which it begins: ``gauche``, ``droite``, or ``""`` for any."""
    attente: str = ""
    """What fills the page that this leaves, when it leaves one: ``briques``, ``carte`` or ``notes``."""


class Repere(NamedTuple):
    """Something that can be led to, or a heading, on its page."""

    cible: str
    """``""`` for a heading that nothing leads to."""
    page: int
    haut: float
    """Share of the height of the text, from its head: 0 at the head, 1 at the foot."""
    titre: bool


class Place(NamedTuple):
    """Where a target stands; ``haut`` as that of a mark."""

    page: int
    haut: float


@dataclass(frozen=True)
class Mesure:
    """A run of pages, once laid out."""

    pages: int
    reperes: tuple[Repere, ...]
    """In reading order; pages are counted from 1 at its first."""


@dataclass(frozen=True)
class Pagination:
    """Where everything stands."""

    reperes: tuple[Repere, ...]
    """In reading order, pages counted from 1 at the cover."""
    attentes: frozenset[str]
    """Keys of the runs before which a page is to be filled."""
    pages: int

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where each target stands first."""
        return {mark.cible: Place(mark.page, mark.haut) for mark in reversed(self.reperes) if mark.cible}

    def agrees(self, other: Pagination) -> bool:
        """Whether everything stands on the same pages; a few lines further up or down is no matter."""
        return (self.attentes, self.pages) == (other.attentes, other.pages) and all(
            (a.cible, a.page) == (b.cible, b.page) and abs(a.haut - b.haut) < _NEAR
            for a, b in zip(self.reperes, other.reperes, strict=True)
        )


_NEAR = 0.1
"""Share of a page: a link that leads there still shows what it leads to."""


def plages(livret: Livret, variante: str, cadrages: Mapping[str, Cadrage]) -> tuple[Plage, ...]:
    """The runs of pages of one variant, in order."""
    return tuple(_plages(livret, variante == "courant", cadrages))


def _plages(livret: Livret, courant: bool, cadrages: Mapping[str, Cadrage]) -> Iterator[Plage]:
    yield Plage("livret/couverture", "couverture")
    yield Plage("livret/usage", "usage")
    if livret.editorial:
        yield Plage(_EDITORIAL, "editorial")
    yield Plage(SOMMAIRE, "sommaire", entrees=tuple(_entrees(livret)), k=cadrages.get(SOMMAIRE, LIBRE).k)
    tabs = [partie.cle for partie in livret.parties if partie.onglet]
    for partie in livret.parties:
        tab = Onglet(partie.onglet, tabs.index(partie.cle), len(tabs)) if partie.onglet else None
        yield from _of_part(partie, tab, courant, cadrages)
    if livret.remerciements or livret.mentions:
        yield Plage(COLOPHON, "colophon")
    if courant:
        yield Plage("livret/dos", "dos", cote="gauche", attente="notes")


def _entrees(livret: Livret) -> Iterator[tuple[int, Renvoi]]:
    if livret.editorial:
        yield 1, Renvoi(_EDITORIAL, mots("Éditorial"))
    for partie in livret.parties:
        yield 1, Renvoi(f"partie/{partie.cle}", partie.titre)
        yield from ((2, Renvoi(article.cible, article.titre)) for article in partie.articles)
    if livret.remerciements:
        yield 1, Renvoi(_MERCIS, mots("Remerciements"))
    if livret.mentions:
        yield 1, Renvoi(_MENTIONS, mots("Mentions légales"))


def _of_part(partie: Partie, onglet: Onglet | None, courant: bool, cadrages: Mapping[str, Cadrage]) -> Iterator[Plage]:
    opening = Partie(partie.cle, partie.genre, partie.titre, (), partie.blocs, partie.figures)
    poses = [Pose(article, *cadrages.get(article.cible, LIBRE)[:2]) for article in partie.articles]
    first, *others = _groups(poses, courant)
    if courant and partie.genre in ("experience", "production") and len(poses) > 2:
        lines = tuple(Renvoi(article.cible, article.titre) for article, *_ in poses)
        fill = "carte" if partie.figures else "briques"
        yield Plage(f"partie/{partie.cle}", "ouverture", partie.titre, onglet, opening, lignes=lines, cote="droite", attente=fill)
        others = [first, *others] if first else others
    else:
        on_the_right = courant and (partie.page_impaire or partie.genre == "dispositif")
        yield Plage(
            f"partie/{partie.cle}", "suite", partie.titre, onglet, opening, first,
            cote="droite" if on_the_right else "", attente="briques" if on_the_right else "",
        )  # fmt: skip
    for group in others:
        yield _of_articles(group, partie, onglet, courant, cadrages)


def _groups(poses: Iterable[Pose], courant: bool) -> list[tuple[Pose, ...]]:
    """Articles that follow one another on the same pages; those that follow the words of the part come first, if any."""
    found: list[list[Pose]] = [[]]
    alone = False
    for n, pose in enumerate(poses):
        own_pages = courant and pose.article.genre in ("experience", "double")
        if own_pages or alone or (n and pose.article.genre in ("groupe", "production")):
            found.append([])
        found[-1].append(pose)
        alone = own_pages
    return [tuple(group) for group in found]


def _of_articles(group: tuple[Pose, ...], partie: Partie, onglet: Onglet | None, courant: bool, cadrages: Mapping[str, Cadrage]) -> Plage:
    article = group[0].article
    if not courant or article.genre not in ("experience", "double"):
        return Plage(article.cible, "suite", partie.titre, onglet, articles=group)
    if article.genre == "double":
        return Plage(article.cible, "double", partie.titre, onglet, articles=group, cote="gauche", attente="briques")
    side, fill = ("gauche", "notes") if cadrages.get(article.cible, LIBRE).en_regard else ("", "")
    opening = Partie(partie.cle, partie.genre, partie.titre, ())
    return Plage(article.cible, "fiche", article.titre, onglet, opening, group, cote=side, attente=fill)


class Foreseen(dict[str, Place]):
    """Where targets should stand; what nothing tells is on a page whose number is as long as most."""

    def __missing__(self, target: str) -> Place:
        return Place(100, 0)


def foresee(runs: Sequence[Plage]) -> Foreseen:
    """Where everything should stand before anything is laid out: page numbers are then as long as they will be."""
    return Foreseen(paginate(runs, {run.cle: _foreseen(run) for run in runs}).places)


def _foreseen(run: Plage) -> Mesure:
    marks = [_mark(run.cle, 0)]
    filled = 0.0
    if run.partie and run.genre == "suite":
        filled = hauteur(run.partie.blocs) / PAGE
        marks += (_mark(target, 0) for target in targets(run.partie.blocs))
    for pose in run.articles:
        marks += (_mark(target, filled) for target in (pose.article.cible, *targets(pose.article.blocs)))
        filled += 2 if run.cote == "gauche" else hauteur(pose.article.blocs) / PAGE
    return Mesure(max(1, ceil(filled)), tuple(marks))


def _mark(target: str, filled: float) -> Repere:
    return Repere(target, 1 + int(filled), 0, False)


def paginate(runs: Iterable[Plage], mesures: Mapping[str, Mesure]) -> Pagination:
    """Put runs one after the other, ``mesures`` by their keys."""
    marks: list[Repere] = []
    filled: set[str] = set()
    page = 1
    for run in runs:
        if run.cote and (page % 2 == 1) != (run.cote == "droite"):
            filled.add(run.cle)
            page += 1
        marks += (mark._replace(page=page + mark.page - 1) for mark in mesures[run.cle].reperes)
        page += mesures[run.cle].pages
    return Pagination(tuple(marks), frozenset(filled), page - 1)
