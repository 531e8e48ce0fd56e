"""The PDF of a booklet: its runs of pages measured, then the whole laid out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import typst

from observatoire.livret.donnees import Donnees, dumped
from observatoire.livret.hauteur import K_MIN, LIBRE, Cadrage, cadrer
from observatoire.livret.livret import Livret
from observatoire.livret.pagination import SOMMAIRE, Mesure, Pagination, Place, Plage, Repere, foresee, paginate, plages
from observatoire.livret.presse import STANDARDS, RefusedLayout, forget, print_with, workshop

VARIANTES: Mapping[str, str] = {"courant": "", "grand": "-grands-caracteres", "texte": "-texte-seul"}
"""What each variant adds to the name of the file."""


class Etendue(NamedTuple):
    """Where an article or a part stands."""

    premiere: int
    derniere: int
    """Its last page."""
    fin: float
    """How far down its last page it ends: 0 at the head of the text, 1 at its foot."""

    @property
    def pages(self) -> int:
        return self.derniere - self.premiere + 1


@dataclass(frozen=True)
class Composition:
    """A PDF, and where things stand in it."""

    pdf: bytes
    pages: int
    etendues: Mapping[str, Etendue]
    """By target, every article and every part."""
    reperes: tuple[Repere, ...]
    """In reading order, pages counted from the cover."""
    cadrages: Mapping[str, Cadrage]
    """How each article was set, by target."""
    mesures: Mapping[str, Mesure]
    """What each run of pages takes, by its key."""


def compose(livret: Livret, variante: str, images: Mapping[str, Path], tirage: str = "", connue: Composition | None = None) -> Composition:
    """Lay out one variant; ``images`` gives the file of each picture by the path that the records write.

    ``tirage`` says what the copies are for: ``""`` to be read, ``epreuve`` to be corrected, ``imprimeur`` to be printed and
    cut: only the last is free of the standards of accessible files, which refuse its inks. ``connue``, another run of the same
    variant, saves measuring it again. Raises ``RefusedLayout``.
    """
    with workshop("livret.typ", {}, livret.horodatage, images, variante=variante, tirage=tirage) as (root, compiler):
        layout = _Layout(livret, root / "livret.json", compiler)
        framings, measures = (connue.cadrages, connue.mesures) if connue else _settled(livret, variante, layout)
        runs = plages(livret, variante, framings)
        forget(root)
        for _ in range(_ROUNDS):
            pagination = paginate(runs, measures)
            found = layout.lay(runs, pagination)
            if paginate(runs, found).agrees(pagination):
                break
            measures = found
        else:
            raise RefusedLayout("Les numéros de pages ne se stabilisent pas.")
        pdf = print_with(compiler, livret.horodatage, [] if tirage == "imprimeur" else STANDARDS)
    return Composition(pdf, pagination.pages, _extents(livret, pagination.reperes), pagination.reperes, framings, found)


_ROUNDS = 4
"""Layouts of the whole, at most: page numbers as long as those that were foreseen take the same room, so that one is the rule."""


class _Layout:
    """What lays runs of pages out: one compiler, which does not do twice what has not changed."""

    def __init__(self, livret: Livret, path: Path, compiler: typst.Compiler) -> None:
        self._livret, self._path, self._compiler = replace(livret, parties=()), path, compiler

    def measure(self, runs: Sequence[Plage], foreseen: Mapping[str, Place]) -> dict[str, Mesure]:
        """What each of ``runs`` takes, wherever it will stand, with the page numbers that are ``foreseen``."""
        found: dict[str, Mesure] = {}
        for start in range(0, len(runs), _BATCH):
            if start:
                forget(self._path.parent)
            found |= self._lay(runs[start : start + _BATCH], foreseen, frozenset(), whole=False)
        return found

    def lay(self, runs: Sequence[Plage], pagination: Pagination) -> dict[str, Mesure]:
        """Lay out the whole booklet where ``pagination`` puts its ``runs``, and measure them again."""
        return self._lay(runs, pagination.places, pagination.attentes, whole=True)

    def _lay(self, runs: Sequence[Plage], places: Mapping[str, Place], waited: AbstractSet[str], *, whole: bool) -> dict[str, Mesure]:
        write = Donnees(self._livret.site, places)
        shown = (write(run) | {"avant": run.attente if run.cle in waited else ""} for run in runs)
        with self._path.open("w", encoding="utf-8") as file:
            file.write(f'{{"entier": {json.dumps(whole)}, "livret": {dumped(write(self._livret))}, "plages": [')
            file.writelines(", " * (n > 0) + dumped(run) for n, run in enumerate(shown))
            file.write("]}")
        return _measures([Repere(*mark) for mark in json.loads(self._compiler.eval(_MARKS))])


_BATCH = 100
"""Runs of pages that are measured together: the memory of a thick booklet is that of its last layout."""
_MARKS = """{
  let (tete, hauteur) = query(metadata).find(it => type(it.value) == array).value
  let repere(it) = {
    let place = it.location().position()
    (if it.has("label") { str(it.label) } else { "" }, place.page, calc.round((place.y - tete) / hauteur, digits: 4), it.func() == heading)
  }
  query(selector.or(heading, metadata)).map(repere)
}"""


def _measures(marks: Sequence[Repere]) -> dict[str, Mesure]:
    """What stands between the mark of a run and the next, or that of a page filled before it; the last mark ends the last page."""
    found: dict[str, Mesure] = {}
    key, first = "", 1
    held: list[Repere] = []
    *others, end = marks
    for mark in (*others, end._replace(cible="garde/", page=end.page + 1)):
        kind, _, name = mark.cible.partition("/")
        if kind in ("plage", "garde"):
            if key:
                found[key] = Mesure(mark.page - first, tuple(held))
            key, first, held = name if kind == "plage" else "", mark.page, []
        else:
            held.append(mark._replace(page=mark.page - first + 1))
    return found


def _settled(livret: Livret, variante: str, layout: _Layout) -> tuple[Mapping[str, Cadrage], Mapping[str, Mesure]]:
    """How each article is set, and what each run of pages takes, once what can be mended by slightly smaller letters is.

    A sheet that can hold on two facing pages does; an article that would leave a few lines alone on a page takes them back.
    Each has two tries, no more. Other variants than the usual one keep their sizes: they are made for them.
    """
    usual = variante == "courant"
    framings = {a.cible: cadrer(a) if a.genre == "experience" and usual else LIBRE for a in livret.articles} | {SOMMAIRE: LIBRE}
    tried: set[str] = set()
    asked = plages(livret, variante, framings)
    foreseen = foresee(asked)
    measures = layout.measure(asked, foreseen)
    while usual:
        changed: dict[str, Cadrage] = {}
        for run in asked:
            for key, extent, is_alone in _ends(run, measures[run.cle]):
                is_given_up = key in tried and framings[key] == LIBRE
                if not is_given_up and _is_bad(framings[key], extent, is_alone):
                    changed[key] = _tighter(framings[key], extent, key in tried)
        if not changed:
            break
        framings |= changed
        tried |= changed.keys()
        asked = tuple(run for run in plages(livret, variante, framings) if any(key in changed for key, *_ in _ends(run, measures[run.cle])))
        measures |= layout.measure(asked, foreseen)
    return framings, measures


def _ends(run: Plage, measure: Mesure) -> Iterator[tuple[str, Etendue, bool]]:
    """Where each article of a run stands in it, and whether nothing follows it on its last page."""
    keys = [article.cible for article, *_ in run.articles] or ([SOMMAIRE] if run.cle == SOMMAIRE else [])
    extents = _extents_of(measure.reperes)
    for key, after in zip_longest(keys, keys[1:]):
        yield key, extents[key], after is None or extents[after].premiere > extents[key].derniere


def _extents_of(marks: Iterable[Repere]) -> dict[str, Etendue]:
    """What has a first and a last mark."""
    firsts: dict[str, int] = {}
    found: dict[str, Etendue] = {}
    for mark in marks:
        target = mark.cible.removesuffix("/fin")
        if target == mark.cible:
            firsts.setdefault(target, mark.page)
        elif mark.page == firsts[target] or mark.haut > _HEAD:
            found[target] = Etendue(firsts[target], mark.page, mark.haut)
        else:  # A last mark may fall at the head of the page after.
            found[target] = Etendue(firsts[target], mark.page - 1, 1.0)
    return found


_HEAD = 0.002
"""What is not further down a page stands at its head."""
_TAIL = 0.3
"""An article that ends above this, alone on its page, leaves the page nearly empty."""


def _is_bad(framing: Cadrage, extent: Etendue, is_alone: bool) -> bool:
    if framing.en_regard:
        return extent.pages > 2
    return is_alone and extent.pages > 1 and extent.fin < _TAIL


def _tighter(framing: Cadrage, extent: Etendue, again: bool) -> Cadrage:
    """The next framing to try; ``LIBRE`` when letters would be too small."""
    if framing.k <= K_MIN:
        return LIBRE
    filled = extent.pages - 1 + extent.fin
    if again:
        k = K_MIN if framing.en_regard else max(K_MIN, framing.k - 0.05)
    elif framing.en_regard:
        k = max(K_MIN, framing.k * min(0.98, (2 / filled) ** 0.6))
    elif ((extent.pages - 1) / filled) ** 0.6 < K_MIN:
        return LIBRE
    else:
        k = max(K_MIN, framing.k * min(0.96, (extent.pages - 1) / filled))
    return Cadrage(int(k * 100) / 100, False, framing.en_regard) if k >= K_MIN else LIBRE


def _extents(livret: Livret, reperes: Iterable[Repere]) -> dict[str, Etendue]:
    """Every article and every part: a part ends where its last article does."""
    found = _extents_of(reperes)
    for partie in livret.parties:
        if partie.articles:
            target, last = f"partie/{partie.cle}", found[partie.articles[-1].cible]
            found[target] = last._replace(premiere=next(mark.page for mark in reperes if mark.cible == target))
    return found
