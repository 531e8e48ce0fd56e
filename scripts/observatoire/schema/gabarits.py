"""Records to fill: what each field asks, above the place where it is answered.

A line that begins with ``##`` helps; one that begins with ``#`` is a field asleep: without its ``# `` it is read.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from observatoire.problems import plural, typeset
from observatoire.schema import COLLECTIONS, Collection
from observatoire.schema.common import Prose, Ref, Term
from observatoire.schema.formatting import field
from observatoire.schema.guide import NIVEAUX, level, question
from observatoire.schema.lines import example
from observatoire.schema.walk import Slot, written

Mots = Mapping[str, tuple[str, ...]]
"""Words of each list, by its name."""

WIDTH = 100
"""Columns of a line of help."""
MANY = 20
"""Words beyond which a list is named rather than spelt out."""


def express(row: Collection, mots: Mots) -> str:
    """A record of the least that makes one: every field needed to exist, with an example to replace."""
    return _gabarit(row, mots, [slot for slot in written(row.model) if _level(row.model, slot) == "E"])


def complet(row: Collection, mots: Mots) -> str:
    """The same with every other field asleep, in the order of a record."""
    return _gabarit(row, mots, list(written(row.model)))


def rempli(row: Collection, mots: Mots, data: Mapping[str, Any], endormis: Mapping[str, Any] | None = None, *, tout: bool = False) -> str:
    """A record that holds ``data``. Asleep: the fields that a validated one needs, those of ``endormis`` with their value, and all with ``tout``."""
    asleep = endormis or {}
    asked = [
        slot for slot in written(row.model) if slot.name in data or slot.name in asleep or tout or _level(row.model, slot) in ("E", "C")
    ]
    parts = [_head(row)]
    for slot in asked:
        value = data[slot.name] if slot.name in data else asleep.get(slot.name, _example(row.model, slot, mots))
        is_awake = slot.name in data
        # Of what is answered, the question is enough.
        parts.append(_part(row.model, slot, mots if not is_awake else {}, value, is_awake=is_awake))
    return _joined(parts)


def _gabarit(row: Collection, mots: Mots, asked: list[Slot]) -> str:
    parts = [_part(row.model, slot, mots, _example(row.model, slot, mots), is_awake=_level(row.model, slot) == "E") for slot in asked]
    return _joined([_head(row), *parts])


def _part(model: type[BaseModel], slot: Slot, mots: Mots, value: Any, *, is_awake: bool) -> list[str]:
    lines = field(model, slot.name, value) if is_awake else asleep(model, slot.name, value)
    return [*_help(model, slot, mots), *lines]


def asleep(model: type[BaseModel], name: str, value: Any) -> list[str]:
    """The lines of a field that sleeps."""
    return [f"# {line}".rstrip() for line in field(model, name, value)]


def guided(model: type[BaseModel], name: str, value: Any, mots: Mots) -> list[str]:
    """A field that sleeps, below what it asks."""
    slot = next(slot for slot in written(model) if slot.name == name)
    return _part(model, slot, mots, value, is_awake=False)


def _joined(parts: list[list[str]]) -> str:
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(row: Collection) -> list[str]:
    told = (
        f"{row.un[:1].upper()}{row.un[1:]}. Ce fichier va dans {row.folder}/, sous un nom en minuscules, sans accent ni espace, avec des tirets, "
        "qui finit par « .yml » : ce nom fera l’adresse de la page. "
        "Une ligne qui commence par « ## » est une aide, à effacer quand vous voulez. "
        "Un champ précédé de « # » dort : retirez le dièse et l’espace de ses lignes pour qu’il soit lu."
    )
    return _remark(told)


def _remark(told: str) -> list[str]:
    return [f"## {line}" for line in textwrap.wrap(typeset(told), WIDTH, break_long_words=False, break_on_hyphens=False)]


def _help(model: type[BaseModel], slot: Slot, mots: Mots) -> list[str]:
    info = model.model_fields[slot.name]
    need = NIVEAUX[_level(model, slot)] if _level(model, slot) in ("C", "L") else ""
    told = [question(info) or f"{info.title}.", info.description or "", *_kind(slot, mots), need]
    lines = _remark(" ".join(filter(None, told)))
    for inner in written(slot.model) if slot.model else ():
        if words := list(_words(inner, mots)):
            lines += _remark(f"{inner.name} : {' '.join(words)}")
    return lines


def _kind(slot: Slot, mots: Mots) -> Iterator[str]:
    yield from _words(slot, mots)
    for marker in slot.markers:
        if isinstance(marker, Ref):
            folders = [COLLECTIONS[name].folder for name in marker.collections if name in COLLECTIONS]
            if folders and "commune" not in marker.collections:
                yield f"Le nom d’un fichier de {' ou '.join(folders)}/, sans « .yml »."
        if isinstance(marker, Prose) and slot.max_length:
            yield f"{plural(slot.max_length, 'caractère')} au plus."


def _words(slot: Slot, mots: Mots) -> Iterator[str]:
    for marker in slot.markers:
        if isinstance(marker, Term):
            words = _terms(slot, mots)
            files = " et ".join(f"content/vocabulaires/{name}.yml" for name in marker.vocabulaires)
            yield f"À choisir : {', '.join(words)}." if 0 < len(words) <= MANY else f"À choisir dans la liste {files}."


def _example(model: type[BaseModel], slot: Slot, mots: Mots) -> Any:
    """What shows the form of a field: of a group, all that it may hold; of a list of words, its first."""
    if slot.model:
        group = {inner.name: _example(slot.model, inner, mots) for inner in written(slot.model)}
        return [group] * len(example(model, slot.name)) if slot.many else group
    if not model.model_fields[slot.name].examples and (words := _terms(slot, mots)):
        return [words[0]] if slot.many else words[0]
    return example(model, slot.name)


def _terms(slot: Slot, mots: Mots) -> tuple[str, ...]:
    names = [name for marker in slot.markers if isinstance(marker, Term) for name in marker.vocabulaires]
    return tuple(word for name in names for word in mots.get(name, ()))


def _level(model: type[BaseModel], slot: Slot) -> str:
    return level(model.model_fields[slot.name])
