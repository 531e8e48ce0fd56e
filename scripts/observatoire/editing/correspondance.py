"""How the columns and the words of a spreadsheet answer to fields and terms: proposed, then confirmed in a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rapidfuzz import fuzz, process

from observatoire.editing.tableur import Feuille, Illisible, column
from observatoire.model import Observatoire
from observatoire.problems import NBSP
from observatoire.schema import Collection
from observatoire.schema.common import Record, Ref, Term
from observatoire.schema.lines import scalar
from observatoire.schema.shape import slug
from observatoire.schema.walk import Slot, slot_at, written
from observatoire.sources import read as read_yaml

_NEAR_TITLE = 82
_NEAR_WORD = 75
"""Likeness, out of 100, from which a title or a word is proposed; a person confirms it."""


class Correspondance(BaseModel):
    """The file that a person reads again: ``<tableau>.correspondance.yml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    collection: str
    feuille: str
    titres: int = Field(ge=1)
    """Row of the titles, from 1."""
    colonnes: Mapping[str, str]
    """Path of a field by title of column; ``""`` for a column left aside."""
    mots: Mapping[str, Mapping[str, str]] = {}
    """By field, then by what is written in a cell: the term or the identifier it means; ``""`` when nothing does."""
    constantes: Mapping[str, Any] = {}
    """What every record says, by path of field."""


@dataclass(frozen=True)
class Proposition:
    """A first correspondance, and what in it is only a guess."""

    correspondance: Correspondance
    a_confirmer: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    """Columns ``("colonnes", title)`` and words ``(field, word)`` that are guessed, or that nothing answers to."""

    @property
    def sure(self) -> bool:
        """Nothing was guessed: no one needs to confirm."""
        return not self.a_confirmer


def paths(row: Collection) -> dict[str, Slot]:
    """Fields that a column may fill, by path: ``titre``, ``lien_decision.type``, ``recit.lieu.texte``, ``sources.url``; ``id`` names the file."""
    return {"id": Slot("id", False, None, ()), **dict(_paths(row.model, ""))}


def _paths(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, Slot]]:
    for slot in written(model):
        yield prefix + slot.name, slot
        if slot.model and prefix.count(".") < 3:
            yield from _paths(slot.model, f"{prefix}{slot.name}.")


def propose(o: Observatoire, row: Collection, feuille: Feuille) -> Proposition:
    """What the titles and the words most likely mean. Raises ``Illisible`` for an empty sheet."""
    number = feuille.titres()
    titles = titles_of(feuille, number)
    columns: dict[str, str] = {}
    doubtful: set[tuple[str, str]] = set()
    taken: set[str] = set()
    known = _titles(row.model)
    for title in titles:
        path, is_sure = _field(title, known, taken, paths(row))
        columns[title] = path
        taken.add(path)
        if not is_sure:
            doubtful.add(("colonnes", title))
    words: dict[str, dict[str, str]] = {}
    for name, word in _words(o, row, feuille, number, titles, columns):
        slot = slot_at(row.model, tuple(name.split(".")))
        guess = _guess(o, slot, word)
        if not guess and slot and _is_place(slot):
            continue  # The checker says more of a commune: its namesakes, its former name, its postal code.
        words.setdefault(name, {})[word] = guess
        doubtful.add((name, word))
    found = Correspondance(
        collection=row.nom, feuille=feuille.nom, titres=number, colonnes=columns, mots=words, constantes=_constants(row, columns)
    )
    return Proposition(found, frozenset(doubtful))


def titles_of(feuille: Feuille, number: int) -> list[str]:
    """Titles of the columns, in order, each told apart: an empty one is named by its letter, a repeated one gets a number."""
    found: list[str] = []
    for index, cell in enumerate(feuille.rangs[number - 1]):
        title = " ".join(cell.split()) or f"(colonne {column(index)})"
        same = sum(t == title or t.startswith(f"{title} (") for t in found)
        found.append(f"{title} ({same + 1})" if same else title)
    return found


def _constants(row: Collection, columns: Mapping[str, str]) -> dict[str, Any]:
    return {"statut": "brouillon"} if "statut" in {slot.name for slot in written(row.model)} and "statut" not in columns.values() else {}


@cache
def _titles(model: type[Record]) -> dict[str, str]:
    """Path of field by every name that a title may give it, folded."""
    found = {"id": "id", "identifiant": "id"}
    for path, _ in _paths(model, ""):
        for name in (path, path.replace(".", " "), _full_title(model, path)):
            found.setdefault(_folded(name), path)
    for path, slot in _paths(model, ""):  # « Commune » means the first field that names one.
        for name in (c for marker in slot.markers if isinstance(marker, Ref) for c in marker.collections):
            found.setdefault(name, path)
    return found


def _full_title(model: type[BaseModel], path: str) -> str:
    """French names of a field and of the groups it stands in: ``Récit le lieu texte``."""
    current: type[BaseModel] | None = model
    found = []
    for name in path.split("."):
        assert current is not None
        found.append(current.model_fields[name].title or name)
        slot = slot_at(current, (name,))
        current = slot.model if slot else None
    return " ".join(found)


def _folded(text: str) -> str:
    return slug(text).replace("-", " ")


def _field(title: str, known: Mapping[str, str], taken: set[str], every: Mapping[str, Slot]) -> tuple[str, bool]:
    """Path of the field that a title means, ``""`` when none does, and whether that is sure."""
    if title in every:
        return title, True
    name = _folded(title)
    base = name.rstrip("0123456789 ")  # « Objet traité 2 » adds to « Objet traité ».
    path = known.get(name) or known.get(base)
    if path and (path not in taken or every[path].many):
        return path, True
    free = {key: value for key, value in known.items() if value not in taken}
    best = process.extractOne(name, list(free), scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR_TITLE) if len(name) > 3 else None
    return (free[best[0]], False) if best else ("", False)


# --- Words of closed lists, names of records ---


def _words(
    o: Observatoire, row: Collection, feuille: Feuille, number: int, titles: list[str], columns: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Field and word, each once, for what is neither a term, nor its label, nor a record's identifier or name."""
    seen: set[tuple[str, str]] = set()
    for cells in feuille.rangs[number:]:
        for title, cell in zip(titles, cells, strict=True):
            path = columns[title]
            slot = slot_at(row.model, tuple(path.split("."))) if path else None
            if slot is None or not cell or not needs_word(slot) or cell.startswith(("[", "{")):
                continue
            for word in split(o, slot, cell):
                if (path, word) not in seen and resolve(o, slot, word) is None:
                    seen.add((path, word))
                    yield path, word


def needs_word(slot: Slot) -> bool:
    """The field holds terms of a list, or identifiers of records."""
    return any(isinstance(marker, (Term, Ref)) for marker in slot.markers)


def split(o: Observatoire, slot: Slot, cell: str) -> list[str]:
    """Values that a cell holds: whole when it is one value, else cut at `` | ``, ``;`` and line ends, then at commas for words of a list."""
    if not slot.many or (needs_word(slot) and resolve(o, slot, cell) is not None):
        return [cell]
    if not needs_word(slot):
        return [part.strip() for part in cell.replace(" | ", "\n").split("\n") if part.strip()]
    parts = [part.strip() for part in cell.replace("|", "\n").replace(";", "\n").split("\n") if part.strip()]
    return [word for part in parts for word in ([part] if resolve(o, slot, part) is not None else _at_commas(part))]


def _at_commas(part: str) -> list[str]:
    return [word.strip() for word in part.replace("/", ",").split(",") if word.strip()]


def resolve(o: Observatoire, slot: Slot, word: str) -> str | None:
    """The term or the identifier that ``word`` is without a doubt, ``None`` otherwise. A commune is left to the checker.

    An identifier wins over a label or a name, and these over a synonym; a synonym of two terms is a doubt.
    """
    folded = _folded(word)
    for names in _names(o, slot):
        found = {key for key, name in names if _folded(name) == folded}
        if len(found) == 1:
            return found.pop()
        if found:
            return None
    return word if _is_place(slot) and o.territory.find(word).commune is not None else None


def _is_place(slot: Slot) -> bool:
    return any(isinstance(marker, Ref) and "commune" in marker.collections for marker in slot.markers)


def _names(o: Observatoire, slot: Slot) -> Iterator[list[tuple[str, str]]]:
    """Key and name: identifiers, then labels and names, then synonyms and acronyms."""
    terms = [item for m in slot.markers if isinstance(m, Term) for name in m.vocabulaires for item in o.vocabulaires[name].termes.items()]
    records = [r for m in slot.markers if isinstance(m, Ref) for name in m.collections for r in o.records.get(name, {}).values()]
    yield [*((key, key) for key, _ in terms), *((r.id, r.id) for r in records)]
    yield [*((key, terme.libelle) for key, terme in terms), *((r.id, r.libelle) for r in records)]
    yield [
        *((key, s) for key, terme in terms for s in terme.synonymes),
        *((r.id, sigle) for r in records if (sigle := getattr(r, "sigle", None))),
    ]


def _guess(o: Observatoire, slot: Slot | None, word: str) -> str:
    """What ``word`` most likely means, ``""`` when nothing is near."""
    for marker in slot.markers if slot else ():
        if isinstance(marker, Term):
            found = [term for name in marker.vocabulaires for term in o.vocabulaires[name].nearest(word, 1)]
            if found:
                return found[0]
        if isinstance(marker, Ref):
            names = {key: r.libelle for c in marker.collections if c != "commune" for key, r in o.records.get(c, {}).items()}
            best = process.extractOne(word, names, scorer=fuzz.token_set_ratio, score_cutoff=_NEAR_WORD)
            if best:
                return str(best[2])
    return ""


# --- The file ---


def to_yaml(proposition: Proposition, row: Collection) -> str:
    """The file to read again, with what is only a guess marked « à confirmer »."""
    c = proposition.correspondance
    lines = [
        "# Ce que veulent dire les colonnes et les mots du tableau, d’après leurs titres.",
        '# Relisez surtout les lignes « à confirmer ». Une colonne ou un mot suivi de "" est laissé de côté.',
        f"# Les champs d’{row.un.removeprefix('une ').removeprefix('un ')} sont expliqués sur le site, à la page « Contribuer ».",
        f"collection: {c.collection}",
        f"feuille: {scalar(c.feuille)}",
        f"titres: {c.titres}",
        "colonnes:",
        *(_line(title, path, ("colonnes", title) in proposition.a_confirmer) for title, path in c.colonnes.items()),
    ]
    if c.mots:
        lines.append("mots:")
        for name, words in c.mots.items():
            lines += [f"  {name}:", *("  " + _line(word, term, True) for word, term in words.items())]
    if c.constantes:
        lines += ["constantes:", *(f"  {path}: {scalar(value)}" for path, value in c.constantes.items())]
    return "\n".join(lines) + "\n"


def _line(key: str, value: str, doubtful: bool) -> str:
    return f"  {_key(key)}: {value or chr(34) * 2}{'  # à confirmer' if doubtful else ''}"


def _key(text: str) -> str:
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def from_yaml(name: str, raw: bytes, row: Collection) -> Correspondance:
    """The file once read again. Raises ``InvalidData`` for its YAML, ``Illisible`` for what it says."""
    data = read_yaml(name, raw).data
    try:
        found = Correspondance.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or name
        raise Illisible(
            f"{name}{NBSP}: «{NBSP}{place}{NBSP}» n’a pas la forme attendue. Supprimez ce fichier et relancez la commande pour qu’elle en propose un autre."
        ) from None
    every = paths(row)
    for title, path in found.colonnes.items():
        if path and path not in every:
            near = process.extractOne(path, list(every), scorer=fuzz.WRatio)
            hint = f" Vouliez-vous dire «{NBSP}{near[0]}{NBSP}»\u202f?" if near else ""
            raise Illisible(f"{name}{NBSP}: la colonne «{NBSP}{title}{NBSP}» mène au champ «{NBSP}{path}{NBSP}», qui n’existe pas.{hint}")
    if found.collection != row.nom:
        raise Illisible(
            f"{name}{NBSP}: cette correspondance est faite pour «{NBSP}{found.collection}{NBSP}», pas pour «{NBSP}{row.nom}{NBSP}»."
        )
    return found
