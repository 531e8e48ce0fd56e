"""Walk a record along its fields: every value that carries a marker (term, reference, prose…)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from observatoire.schema.common import Cite, Fiche, FreeText, Prose, Record, Ref, SourceCall, Term

Marker = Term | Ref | Cite | Prose | SourceCall | FreeText
_MARKERS = (Term, Ref, Cite, Prose, SourceCall, FreeText)


@dataclass(frozen=True)
class Leaf:
    """A text of a record, where it stands, and what kind it is."""

    path: tuple[str | int, ...]
    value: str
    marker: Marker


@dataclass(frozen=True)
class Slot:
    """What a field holds, once options and lists are unwrapped."""

    name: str
    many: bool
    model: type[BaseModel] | None
    markers: tuple[Marker, ...]
    type: Any = str
    """What one value is: ``str``, ``int``, ``PartialDate``…"""
    max_length: int | None = None
    """Characters of one text at most."""


@cache
def slots(model: type[BaseModel]) -> tuple[Slot, ...]:
    """Fields of ``model``, in the order a record is written: its own, then those that every record has."""
    own_first = sorted(model.model_fields.items(), key=lambda item: issubclass(model, Fiche) and item[0] in Fiche.model_fields)
    return tuple(_slot(name, field) for name, field in own_first)


def written(model: type[BaseModel]) -> tuple[Slot, ...]:
    """Fields of ``model`` that stand in its files: not those that come from the name of the file."""
    return tuple(slot for slot in slots(model) if not (issubclass(model, Record) and slot.name in Record.model_fields))


def _slot(name: str, field: FieldInfo) -> Slot:
    many, inner, metadata = _unwrap(field.annotation, [*field.metadata])
    model = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None
    markers = tuple(m for m in metadata if isinstance(m, _MARKERS))
    return Slot(name, many, model, markers, inner, None if many and inner is not str else _limit(metadata, many))


def _limit(metadata: list[Any], many: bool) -> int | None:
    """Greatest length of a text; of a list, its own length is not the texts'."""
    found = [
        length for item in metadata for part in (item, *getattr(item, "metadata", ())) if (length := getattr(part, "max_length", None))
    ]
    return None if not found else max(found) if many else found[0]


def _unwrap(annotation: Any, markers: list[Any]) -> tuple[bool, Any, list[Any]]:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *extra = get_args(annotation)
        return _unwrap(inner, [*markers, *extra])
    if origin in (Union, UnionType):
        (inner,) = (arg for arg in get_args(annotation) if arg is not type(None))
        return _unwrap(inner, markers)
    if origin is tuple:
        _, inner, markers = _unwrap(get_args(annotation)[0], markers)
        return True, inner, markers
    return False, annotation, markers


def leaves(part: BaseModel, path: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    """Every marked text of ``part``, in the order of its fields."""
    for slot in slots(type(part)):
        value = getattr(part, slot.name)
        if value is None or not (slot.model or slot.markers):
            continue
        items = enumerate(value) if slot.many else [(None, value)]
        for index, item in items:
            here = (*path, slot.name) if index is None else (*path, slot.name, index)
            if slot.model:
                yield from leaves(item, here)
            else:
                yield from (Leaf(here, item, marker) for marker in slot.markers)


def slot_at(model: type[BaseModel], path: tuple[str | int, ...]) -> Slot | None:
    """The field that ``path`` leads to, list positions included; ``None`` when there is none."""
    slot = None
    current: type[BaseModel] | None = model
    for step in path:
        if isinstance(step, int):
            continue
        slot = next((s for s in slots(current) if s.name == step), None) if current else None
        current = slot.model if slot else None
    return slot


def vocabularies_of(model: type[BaseModel]) -> Iterator[str]:
    """Names of the lists that the fields of ``model`` ask for, those of its parts included."""
    for slot in slots(model):
        if slot.model:
            yield from vocabularies_of(slot.model)
        for marker in slot.markers:
            if isinstance(marker, Term):
                yield from marker.vocabulaires
