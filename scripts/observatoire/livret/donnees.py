"""What templates read: a booklet, or any value made of nodes, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from io import BytesIO
from typing import Any

import segno

from observatoire.livret.document import Appel, Cellule, Index, Renvoi, Tableau
from observatoire.livret.livret import Article, Livret
from observatoire.livret.pagination import Place
from observatoire.livret.presse import RefusedLayout
from observatoire.livret.texte import plain


def as_json(thing: Any, site: str = "") -> str:
    """Any value made of nodes, as its template reads it; ``site`` is the address that codes to photograph lead to."""
    return dumped(Donnees(site)(thing))


def dumped(value: Any) -> str:
    """As JSON, in the letters of the texts."""
    return json.dumps(value, ensure_ascii=False)


class Donnees:
    """A node, or a value made of nodes, as JSON holds it: ``n`` is the name of its kind.

    ``places`` says where targets stand, in a booklet: what leads there gets its page and how far down, as a share of the text.
    """

    def __init__(self, site: str, places: Mapping[str, Place] | None = None) -> None:
        self._site, self._places = site, places

    def __call__(self, thing: Any) -> Any:
        if isinstance(thing, tuple):
            return [self(item) for item in thing]
        names = _names(thing.__class__)
        if names is None:
            return thing
        members = {"n": type(thing).__name__.lower(), **{name: self(getattr(thing, name)) for name in names}}
        match thing:
            case Tableau():
                members["largeurs"] = _widths(thing)
            case Article():
                coded = self._site and thing.adresse and (self._places is None or thing.genre in _CODED)
                members["qr"] = qr(f"{self._site}/{thing.adresse}") if coded else ""
            case Livret():
                members["qr"] = qr(f"{self._site}/") if self._site else ""
            case Renvoi() | Appel():
                members |= self._place(thing.cible)
            case Index():
                members["entrees"] = [[self(name), self._folios(targets)] for name, targets in thing.entrees]
        return members

    def _place(self, target: str) -> dict[str, Any]:
        if self._places is None:
            return {}
        try:
            return self._places[target]._asdict()
        except KeyError:
            raise RefusedLayout(f"{target} is led to, and stands nowhere.") from None

    def _folios(self, targets: Iterable[str]) -> list[dict[str, Any]]:
        """Pages of several targets, each once, in order."""
        found = [self._place(target) for target in targets]
        return list({place["page"]: place for place in sorted(found, key=lambda place: (place["page"], -place["haut"]))}.values())


_CODED = ("experience", "production")
"""Articles of a booklet that have a code of their own; a piece on its own always has one."""


@cache
def _names(kind: Any) -> tuple[str, ...] | None:
    """Fields of a kind of node; ``None`` for what is no node."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


def _widths(table: Tableau) -> list[float]:
    """Share of each column: as its longest text, up to a few lines.

    0 for one that never needs a second line, a date or a number: it is as wide as what it holds, when the others are left enough.
    """
    columns: list[list[Cellule]] = [[row[n] for row in (table.tete, *table.lignes) if n < len(row)] for n in range(len(table.tete))]
    longest = [max(len(plain(cell.contenu)) for cell in column) for column in columns]
    short = [length <= _DATE for length in longest]
    if not all(short) and sum(length for length in longest if length <= _DATE) <= 2.5 * _DATE:
        return [0 if is_short else min(length, 40) for is_short, length in zip(short, longest, strict=True)]
    return [min(max(6, length), 40) for length in longest]


_DATE = 17
"""Letters of the longest date: « 30 septembre 2014 »."""


@cache
def qr(address: str) -> str:
    """The address as a code to photograph: SVG. Any mask can be read; to try the eight of them takes four times longer."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False, mask=3).save(drawn, kind="svg", border=0, dark="#000", xmldecl=False, nl=False)
    return drawn.getvalue().decode()
