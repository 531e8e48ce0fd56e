"""Rows of a spreadsheet to records: valid ones written, the others refused with the cell to mend. Nothing is overwritten."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from observatoire import loading
from observatoire.dates import PartialDate, propose_date
from observatoire.editing.changes import Changes
from observatoire.editing.correspondance import Correspondance, needs_word, paths, resolve, split, titles_of
from observatoire.editing.tableur import Feuille, column, is_error, is_formula
from observatoire.model import Observatoire
from observatoire.problems import NBSP, THIN, Problem, Severity, plural
from observatoire.schema import Collection
from observatoire.schema.common import Acteur
from observatoire.schema.formatting import write
from observatoire.schema.lines import number_in
from observatoire.schema.shape import slug
from observatoire.schema.walk import Slot, slot_at
from observatoire.sources import read as read_yaml


@dataclass(frozen=True)
class Refus:
    """Why a row gives no record."""

    cellule: str
    """``B14``, or ``14`` when the whole row is to blame."""
    titre: str
    """Of the column; ``""`` for the whole row."""
    message: str

    def __str__(self) -> str:
        return f"{self.cellule}{f', «{NBSP}{self.titre}{NBSP}»' if self.titre else ''}{NBSP}: {self.message}"


@dataclass
class Ligne:
    """One row on its way to a record."""

    numero: int
    """From 1, as the spreadsheet shows it."""
    fiche: dict[str, Any] = field(default_factory=dict)
    origines: dict[tuple[str, ...], int] = field(default_factory=dict)
    """Column, from 0, by path of field."""
    refus: list[Refus] = field(default_factory=list)
    fichier: str = ""
    laisses: list[str] = field(default_factory=list)
    """Words that the mapping leaves aside."""
    avertissements: list[str] = field(default_factory=list)
    """What the checker says and does not forbid."""


@dataclass(frozen=True)
class Import:
    """What a spreadsheet gave."""

    changes: Changes
    """The new files."""
    lignes: tuple[Ligne, ...]
    """Every row that is not empty, in order."""
    vides: int
    laissees: Mapping[str, int]
    """Filled cells left aside, by title of column."""

    @property
    def ecrites(self) -> list[Ligne]:
        return [ligne for ligne in self.lignes if not ligne.refus]

    @property
    def refusees(self) -> list[Ligne]:
        return [ligne for ligne in self.lignes if ligne.refus]


def importer(root: Path, o: Observatoire, row: Collection, feuille: Feuille, c: Correspondance) -> Import:
    """Records of the sheet, checked together with those of ``root``. Nothing is written."""
    titles = titles_of(feuille, c.titres)
    lines, empty, left = [], 0, Counter[str]()
    for number, cells in enumerate(feuille.rangs[c.titres :], c.titres + 1):
        if not any(cells):
            empty += 1
            continue
        lines.append(_line(o, row, c, number, titles, cells))
        left.update(title for title, cell in zip(titles, cells, strict=True) if cell and not c.colonnes.get(title))
    _name(root, row, lines)
    _check(root, row, titles, lines)
    texts = {ligne.fichier: write(row.model, ligne.fiche) for ligne in lines if not ligne.refus}
    return Import(Changes(texts), tuple(lines), empty, dict(left))


# --- A row ---


def _line(o: Observatoire, row: Collection, c: Correspondance, number: int, titles: list[str], cells: tuple[str, ...]) -> Ligne:
    ligne = Ligne(number)
    every = paths(row)
    for index, (title, cell) in enumerate(zip(titles, cells, strict=True)):
        path = c.colonnes.get(title, "")
        if not cell or not path:
            continue
        place = f"{column(index)}{number}"
        if is_error(cell) or is_formula(cell):
            told = "le calcul de cette cellule a échoué" if is_error(cell) else "cette cellule contient une formule, pas un texte"
            ligne.refus.append(Refus(place, title, f"{told} ({cell}). Écrivez-y la valeur."))
            continue
        try:
            value = _value(o, every[path], cell, c.mots.get(path, {}))
        except ValueError as error:
            ligne.refus.append(Refus(place, title, str(error)))
            continue
        ligne.laisses += [
            f"{place}{NBSP}: «{NBSP}{word}{NBSP}» est laissé de côté." for word in _left_aside(o, every[path], cell, c.mots.get(path, {}))
        ]
        steps = tuple(path.split("."))
        _put(row, ligne.fiche, steps, value)
        ligne.origines.setdefault(steps, index)
    for path, value in c.constantes.items():
        steps = tuple(path.split("."))
        if steps not in ligne.origines:
            _put(row, ligne.fiche, steps, value)
    return ligne


def _value(o: Observatoire, slot: Slot, cell: str, words: Mapping[str, str]) -> Any:
    """What a cell says for a field. Raises ``ValueError``, in French, when it cannot be told."""
    if cell.startswith(("[", "{")) and slot.model:
        try:
            return json.loads(cell)
        except json.JSONDecodeError:
            raise ValueError(f"ce texte commence comme une donnée JSON et n’en est pas une{NBSP}: {cell[:60]}") from None
    if slot.model is Acteur:
        return [_actor(o, part, words) for part in split(o, Slot(slot.name, True, None, ()), cell.replace(";", "\n"))]
    if slot.model:
        raise ValueError("cette colonne mène à un groupe de champs. Choisissez l’un de ses champs dans la correspondance.")
    if needs_word(slot):
        found = [word for part in split(o, slot, cell) if (word := _word(o, slot, part, words))]
        return found if slot.many else found[0] if found else None
    values = [_plain(slot, part) for part in split(o, slot, cell)]
    return values if slot.many else values[0]


def _left_aside(o: Observatoire, slot: Slot, cell: str, words: Mapping[str, str]) -> list[str]:
    return [word for word in split(o, slot, cell) if words.get(word) == ""] if needs_word(slot) else []


def _word(o: Observatoire, slot: Slot, word: str, words: Mapping[str, str]) -> str:
    if word in words:
        return words[word]
    return resolve(o, slot, word) or word  # What is no word of the list is told by the checker, with the nearest ones.


def _actor(o: Observatoire, name: str, words: Mapping[str, str]) -> dict[str, str]:
    structure = slot_at(Acteur, ("structure",))
    assert structure is not None
    known = words.get(name) or resolve(o, structure, name)
    return {"structure": known} if known else {"nom": name}


def _plain(slot: Slot, cell: str) -> Any:
    if slot.type in (int, float):
        number = number_in(cell)
        return cell if number is None else number
    if slot.type is PartialDate:
        return propose_date(cell) or cell
    if slot.type is bool:
        return {"oui": True, "vrai": True, "true": True, "x": True, "non": False, "faux": False, "false": False}.get(cell.casefold(), cell)
    return cell


def _put(row: Collection, fiche: dict[str, Any], steps: tuple[str, ...], value: Any) -> None:
    """Set the field at ``steps``; a list met twice grows, a list of groups gets one group a row."""
    if value is None or value == []:
        return
    target: Any = fiche
    for depth, step in enumerate(steps[:-1], 1):
        slot = slot_at(row.model, steps[:depth])
        empty: Any = [{}] if slot and slot.many else {}
        target = target.setdefault(step, empty)
        target = target[0] if isinstance(target, list) else target
    former = target.get(steps[-1])
    target[steps[-1]] = [*former, *value] if isinstance(former, list) and isinstance(value, list) else value


# --- All of them ---


def _name(root: Path, row: Collection, lines: list[Ligne]) -> None:
    """Give each row its file, and refuse what would take the place of another."""
    taken = {path.stem: path.name for path in (root / row.folder).glob("*.yml")}
    by_title: dict[str, int] = {}
    for ligne in lines:
        given = ligne.fiche.pop("id", None)
        title = str(ligne.fiche.get(row.model.titre_champ, ""))
        stem = slug(str(given or (f"{ligne.fiche.get('date', '')} {title}" if row.nom == "rencontre" else title)))[:80].rstrip("-")
        if not stem:
            told = str(row.model.model_fields[row.model.titre_champ].title).lower()
            ligne.refus.append(Refus(str(ligne.numero), "", f"il manque le {told}, qui donne son nom au fichier."))
            continue
        if stem in taken:
            ligne.refus.append(
                Refus(str(ligne.numero), "", f"la fiche «{NBSP}{taken[stem]}{NBSP}» existe déjà{THIN}; elle n’est pas touchée.")
            )
        elif stem in by_title:
            ligne.refus.append(Refus(str(ligne.numero), "", f"même titre que la ligne {by_title[stem]}."))
        by_title.setdefault(stem, ligne.numero)
        ligne.fichier = f"{row.folder}/{stem}.yml"


def _check(root: Path, row: Collection, titles: list[str], lines: list[Ligne]) -> None:
    """What the checker says of the new records, told by cell. Rows refused are set aside until those that remain are sound."""
    with tempfile.TemporaryDirectory(prefix="import-") as temporary:
        folder = Path(temporary)
        for name in loading.FOLDERS:
            if (root / name).is_dir():
                shutil.copytree(root / name, folder / name, symlinks=True)
        (folder / row.folder).mkdir(parents=True, exist_ok=True)
        sound = {ligne.fichier: ligne for ligne in lines if not ligne.refus}
        for name, ligne in sound.items():
            (folder / name).write_text(write(row.model, ligne.fiche), encoding="utf-8", newline="")
        while wrong := {p.file for p in _told(folder, sound, titles) if p.severity is Severity.ERREUR}:
            for name in wrong:
                (folder / name).unlink()
                del sound[name]


def _told(folder: Path, sound: Mapping[str, Ligne], titles: list[str]) -> Iterator[Problem]:
    """Problems of the rows not yet refused, noted on their rows."""
    examination = loading.examine(folder)
    for ligne in sound.values():
        ligne.avertissements.clear()
    for problem in examination.problems:
        if problem.file not in sound or problem.severity in (Severity.CONSEIL, Severity.INFO):
            continue
        ligne = sound[problem.file]
        refus = _placed(folder, problem, ligne, titles)
        if problem.severity is Severity.ERREUR:
            ligne.refus.append(refus)
        else:
            ligne.avertissements.append(str(refus))
        yield problem


def _placed(folder: Path, problem: Problem, ligne: Ligne, titles: list[str]) -> Refus:
    """A problem of the file, at the cell that the value comes from."""
    document = read_yaml(problem.file, (folder / problem.file).read_bytes())
    started = [
        (min(mark.key_line, mark.line), len(path), path) for path, mark in document.marks.items() if path and mark.key_line < problem.line
    ]
    here = max(started, default=(0, 0, ()))[2]  # What begins last at or above the line.
    name = tuple(str(step) for step in here if not isinstance(step, int))
    near = [(steps, index) for steps, index in ligne.origines.items() if steps == name[: len(steps)]]
    message = " ".join(problem.message.split())
    if not near or problem.code == "T19":  # What is missing stands in no cell.
        return Refus(str(ligne.numero), "", message)
    index = max(near, key=lambda found: len(found[0]))[1]
    return Refus(f"{column(index)}{ligne.numero}", titles[index], message)


# --- What to say ---


def report(found: Import, feuille: str) -> str:
    """What was read, written, refused, left aside: one paragraph each, in French."""
    count = len(found.lignes)
    written, refused = (
        plural(len(found.ecrites), "fiche écrite", "fiches écrites"),
        plural(len(found.refusees), "ligne refusée", "lignes refusées"),
    )
    parts = [
        f"Feuille «{NBSP}{feuille}{NBSP}»{NBSP}: {plural(count, 'ligne lue', 'lignes lues')}, {written}, {refused}, {plural(found.vides, 'ligne vide', 'lignes vides')}."
    ]
    for ligne in found.refusees:
        parts.append("\n".join([f"Ligne {ligne.numero}, non écrite{NBSP}:", *(f"  {refus}" for refus in ligne.refus)]))
    for ligne in found.ecrites:
        if told := [*ligne.laisses, *ligne.avertissements]:
            parts.append("\n".join([f"Ligne {ligne.numero}, écrite, à regarder{NBSP}:", *(f"  {text}" for text in told)]))
    if found.laissees:
        left = (f"«{NBSP}{title}{NBSP}» ({plural(n, 'cellule remplie', 'cellules remplies')})" for title, n in found.laissees.items())
        parts.append(f"Colonnes laissées de côté{NBSP}: {', '.join(left)}.")
    return "\n\n".join(parts) + "\n"
