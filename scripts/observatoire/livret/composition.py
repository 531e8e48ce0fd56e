"""The PDF of a booklet: its data as JSON, laid out by Typst, PDF/UA-1 and PDF/A-2a enforced."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from observatoire.livret.document import Cellule, Tableau
from observatoire.livret.texte import plain


def value(thing: Any) -> Any:
    """A node or a booklet as JSON holds it: ``n`` is the name of its kind."""
    if isinstance(thing, Tableau):
        return {**_members(thing), "largeurs": _widths(thing)}
    if is_dataclass(thing):
        return _members(thing)
    return [value(item) for item in thing] if isinstance(thing, tuple | list) else thing


def _members(thing: Any) -> dict[str, Any]:
    return {"n": type(thing).__name__.lower(), **{field.name: value(getattr(thing, field.name)) for field in fields(thing)}}


def _widths(table: Tableau) -> list[float]:
    """Share of each column: as its longest text, between a word and a few lines."""
    columns: list[list[Cellule]] = [[row[n] for row in (table.tete, *table.lignes) if n < len(row)] for n in range(len(table.tete))]
    return [min(max(6, *(len(plain(cell.contenu)) for cell in column)), 40) for column in columns]
