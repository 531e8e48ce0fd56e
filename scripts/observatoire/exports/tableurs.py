"""Spreadsheets to fill in, one a collection: a column a field, drop-down lists for the words of closed lists.

``observatoire importer`` reads them back: its titles are those of the fields, a field that takes several
values has a column for each.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import xlsxwriter
from pydantic import BaseModel

from observatoire.exports.export import Export
from observatoire.model import Observatoire
from observatoire.problems import NBSP
from observatoire.schema import COLLECTIONS, EN_TABLEAU, Collection
from observatoire.schema.common import Acteur, Fiche, Prose, Ref, Term
from observatoire.schema.guide import level
from observatoire.schema.walk import Slot, written

_ROWS = 300
"""Rows that have the drop-down lists."""
_SEVERAL = 3
"""Columns of a field that takes any number of words."""
_EPOCH = datetime(2014, 1, 1, tzinfo=UTC)
"""Written in the file as its date: the same data, the same bytes."""
_LEFT_OUT = ("sans_objet", "inconnu", "anciens_identifiants", "relecture", "licence", "medias")
_PARTS = ("recueil", "horaires", "lieu", "niveau_constate", "lien_decision", "participants", "periode_validite", "taille", "recit")
"""Groups of fields that fit in a row, one column a field."""


class Colonne(NamedTuple):
    """A column to fill in."""

    titre: str
    slot: Slot
    aide: str
    obligatoire: bool


def render(observatoire: Observatoire) -> tuple[Export, ...]:
    """The spreadsheets, by path."""
    rows = sorted((COLLECTIONS[name] for name in EN_TABLEAU), key=lambda row: row.nom)
    return tuple(
        Export(f"contribuer/modeles/{row.nom}.xlsx", _workbook(observatoire, row), row.pluriel, row.nom, "Excel", 0) for row in rows
    )


def columns(model: type[BaseModel]) -> tuple[Colonne, ...]:
    """Columns of a collection: what is needed first, then the rest in the order of the record; the titles are unique."""
    found = [*_columns(model, "")]
    return tuple(sorted(found, key=lambda c: not c.obligatoire))


def _columns(model: type[BaseModel], above: str) -> Iterator[Colonne]:
    for slot in written(model):
        field = model.model_fields[slot.name]
        title = f"{above} {(field.title or slot.name).lower()}".strip() if above else str(field.title or slot.name)
        if slot.name in _LEFT_OUT:
            continue
        if slot.model and slot.model is not Acteur:
            if slot.name in _PARTS and not slot.many:
                yield from _columns(slot.model, title)
            continue
        needed = level(field) == "E" and not above
        count = _count(slot, field.metadata) if slot.many and _is_listed(slot) else 1
        for n in range(1, count + 1):
            yield Colonne(f"{title} {n}" if count > 1 else title, slot, field.description or "", needed and n == 1)


def _count(slot: Slot, metadata: list[object]) -> int:
    return next((limit for item in metadata if (limit := getattr(item, "max_length", None))), _SEVERAL)


def _is_listed(slot: Slot) -> bool:
    return any(isinstance(marker, (Term, Ref)) for marker in slot.markers)


def _workbook(o: Observatoire, row: Collection) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": f"Modèle{NBSP}: {row.pluriel}", "author": "", "created": _EPOCH})
        sheet, lists, help_ = book.add_worksheet(row.pluriel.capitalize()), book.add_worksheet("Listes"), book.add_worksheet("Aide")
        needed = book.add_format(
            {"bold": True, "bg_color": "#97331f", "font_color": "#fff8ee", "text_wrap": True, "valign": "top", "border": 1}
        )
        optional = book.add_format({"bold": True, "bg_color": "#cfe4ec", "text_wrap": True, "valign": "top", "border": 1})
        body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        known: dict[tuple[str, ...], str] = {}
        for index, column in enumerate(columns(row.model)):
            sheet.write_string(0, index, column.titre, needed if column.obligatoire else optional)
            sheet.set_column(index, index, 44 if _is_long(column.slot) else 24, body)
            help_.write_row(index + 1, 0, [column.titre, "oui" if column.obligatoire else "non", column.aide, _expected(column.slot)])
            if choices := _choices(o, column.slot):
                source = known.setdefault(choices, f"=Listes!${_letter(len(known))}$2:${_letter(len(known))}${len(choices) + 1}")
                message = "Choisissez dans la liste. Un autre mot sera à confirmer à l’import."
                sheet.data_validation(1, index, _ROWS, index, {"validate": "list", "source": source, "error_type": "warning", "error_title": "Hors liste", "error_message": message})  # fmt: skip
        for index, choices in enumerate(known):
            lists.write_column(1, index, choices)
        help_.write_row(0, 0, ["Colonne", "Nécessaire", "Ce qu’on y met", "Forme"], optional)
        help_.set_column(0, 3, 42, body)
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, 34)
        lists.hide()
    return out.getvalue()


def _letter(index: int) -> str:
    return str(xlsxwriter.utility.xl_col_to_name(index))


def _is_long(slot: Slot) -> bool:
    return any(isinstance(marker, Prose) for marker in slot.markers) and (slot.max_length or 999) > 100


def _choices(o: Observatoire, slot: Slot) -> tuple[str, ...]:
    """Labels of the terms, or names of the records, in their order; ``()`` where anything may be written."""
    terms = [
        t.libelle for m in slot.markers if isinstance(m, Term) for name in m.vocabulaires for t in o.vocabulaires[name].termes.values()
    ]
    names = [
        r.libelle
        for m in slot.markers
        if isinstance(m, Ref)
        for c in m.collections
        if c not in ("commune", "territoire")
        for r in _named(o, c)
    ]
    return tuple(dict.fromkeys(terms or sorted(names)))


def _named(o: Observatoire, collection: str) -> Iterator[Fiche]:
    """Records that may be named in a file that anyone downloads: never persons."""
    if collection != "personne":
        yield from (r for r in o.records.get(collection, {}).values() if isinstance(r, Fiche))


def _expected(slot: Slot) -> str:
    if any(isinstance(marker, Term) for marker in slot.markers):
        return "un mot de la liste"
    if any(isinstance(marker, Ref) and "commune" in marker.collections for marker in slot.markers):
        return "un nom de commune ou un code INSEE"
    if any(isinstance(marker, Ref) for marker in slot.markers):
        return "le nom d’une fiche"
    kind = {int: "un nombre", float: "un nombre", bool: "oui ou non"}.get(slot.type, "")
    return kind or ("une date : 2013, 2013-05 ou 2013-05-17" if slot.type is not str else f"un texte de {slot.max_length} caractères au plus" if slot.max_length else "un texte")  # fmt: skip
