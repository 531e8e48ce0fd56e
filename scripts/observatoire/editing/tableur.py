"""Spreadsheets as people send them (.csv, .ods, .xlsx, .xls) to plain texts, cell by cell."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from observatoire.problems import NBSP

SUFFIXES = (".csv", ".tsv", ".txt", ".ods", ".xlsx", ".xlsm", ".xls")
_ERRORS = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#NOM?", "#VALEUR!")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SEARCHED = 15
"""Rows among which the titles of the columns are looked for."""


class Illisible(Exception):
    """The spreadsheet cannot be read; the message is French."""


@dataclass(frozen=True)
class Feuille:
    """One sheet of texts."""

    nom: str
    rangs: tuple[tuple[str, ...], ...]
    """Every row, all as long as the longest; ``""`` for an empty cell. What is merged stands in each cell it covers."""

    def titres(self) -> int:
        """Number of the row that holds the titles, from 1: the fullest of the first rows, the first of them when several are.

        What stands above (a name, a date, a logo's caption) is thus left aside. Raises ``Illisible`` for an empty sheet.
        """
        counts = [len({cell for cell in row if cell}) for row in self.rangs[:_SEARCHED]]  # A merged title is one cell.
        if not any(counts):
            raise Illisible(f"La feuille «{NBSP}{self.nom}{NBSP}» est vide.")
        wide = max(counts)
        return next(n for n, count in enumerate(counts, 1) if count >= max(2, wide * 0.6) or count == wide)


def read(path: Path) -> tuple[Feuille, ...]:
    """Sheets of the file, in their order, trailing empty rows left out. Raises ``Illisible``."""
    if path.suffix.lower() not in SUFFIXES:
        raise Illisible(f"«{NBSP}{path.name}{NBSP}» n’est pas un tableau que l’on sait lire. Formats{NBSP}: {', '.join(SUFFIXES)}.")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Illisible(f"«{NBSP}{path.name}{NBSP}» ne s’ouvre pas ({error.strerror}).") from None
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return (_from_text(path.stem, raw),)
    return _from_workbook(path.name, raw)


def column(index: int) -> str:
    """Letters of a column, from 0: ``A``, ``Z``, ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_error(cell: str) -> bool:
    """The cell shows the failure of a formula."""
    return cell.upper() in _ERRORS


def is_formula(cell: str) -> bool:
    """The cell of a text file would run as a formula in a spreadsheet."""
    return cell.startswith(("=", "@", "\t=")) or (cell[:1] in "+-" and cell[1:2].isalpha())


def _from_text(name: str, raw: bytes) -> Feuille:
    text = _decoded(raw)
    head = "\n".join(text.splitlines()[:_SEARCHED])
    try:
        dialect: Any = csv.Sniffer().sniff(head, delimiters=";,\t|")
    except csv.Error:
        dialect = csv.excel
    dialect.doublequote = True
    return _sheet(name, list(csv.reader(io.StringIO(text, newline=""), dialect)))


def _decoded(raw: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with its mark, else the Windows page of western Europe, which refuses next to nothing."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _from_workbook(name: str, raw: bytes) -> tuple[Feuille, ...]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        failures = _failures(raw) if raw.startswith(b"PK") else {}
        return tuple(_from_sheet(book.get_sheet_by_name(sheet), failures.get(sheet, {})) for sheet in book.sheet_names)
    except (CalamineError, ValueError, OSError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise Illisible(
            f"«{NBSP}{name}{NBSP}» ne se lit pas comme un tableau{NBSP}: le fichier est abîmé, protégé ou d’un autre format."
        ) from error


def _from_sheet(sheet: Any, failures: dict[tuple[int, int], str]) -> Feuille:
    rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (r, c), text in failures.items():
        rows += [[] for _ in range(r + 1 - len(rows))]
        rows[r] += [""] * (c + 1 - len(rows[r]))
        rows[r][c] = text
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for r in range(top, min(bottom, len(rows) - 1) + 1):
            for c in range(left, min(right, len(rows[r]) - 1) + 1):
                rows[r][c] = rows[top][left]
    return _sheet(sheet.name, rows)


def _failures(raw: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Cells of a workbook whose formula failed, by sheet then place: the library reads them as empty, and a loss must be told."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return {}
        links = {r.get("Id"): r.get("Target", "") for r in _tree(archive.read("xl/_rels/workbook.xml.rels"))}
        found = {}
        for sheet in _tree(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
            target = links.get(sheet.get(_LINK), "").removeprefix("/xl/")
            if f"xl/{target}" in archive.namelist():
                found[sheet.get("name", "")] = _failed_cells(archive.read(f"xl/{target}"))
    return found


def _tree(xml: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(xml)  # noqa: S314 (expat bounds the growth of entities since 2.4, and fetches nothing)


def _failed_cells(sheet: bytes) -> dict[tuple[int, int], str]:
    failed = (cell for cell in _tree(sheet).iter(f"{_MAIN}c") if cell.get("t") == "e")
    return {_place(cell.get("r", "A1")): cell.findtext(f"{_MAIN}v") or "#N/A" for cell in failed}


def _place(reference: str) -> tuple[int, int]:
    """``B14`` → row 13, column 1, from 0."""
    letters = reference.rstrip("0123456789")
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return int(reference[len(letters) :]) - 1, index - 1


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else f"{value.date().isoformat()} {value.hour}h{value.minute:02}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return f"{value.hour}h{value.minute:02}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return "" if value is None else str(value)


def _sheet(name: str, rows: list[list[str]]) -> Feuille:
    width = max(map(len, rows), default=0)
    cleaned = [tuple(cell.replace("\r\n", "\n").strip() for cell in [*row, *[""] * (width - len(row))]) for row in rows]
    while cleaned and not any(cleaned[-1]):
        cleaned.pop()
    return Feuille(name, tuple(cleaned))
