"""Where a record is named, in all the others, and how the place is rewritten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from observatoire.schema.common import Cite, Record, Ref
from observatoire.schema.groupes import Livret
from observatoire.schema.lines import text
from observatoire.schema.walk import Leaf, leaves
from observatoire.sources import Document, Path


@dataclass(frozen=True)
class Place:
    """One value that names a record."""

    file: str
    path: Path
    value: str
    """``fph-roubaix``, or ``fph-roubaix#e1``."""


def places(records: Iterable[Record], collection: str, identifier: str) -> Iterator[Place]:
    """Every value that names a record, file by file in the order of its fields."""
    for record in records:
        for leaf in leaves(record):
            if leaf.value.partition("#")[0] == identifier and _names(record, leaf, collection):
                yield Place(record.fichier, leaf.path, leaf.value)


def _names(record: Record, leaf: Leaf, collection: str) -> bool:
    if not isinstance(leaf.marker, (Ref, Cite)) or collection not in leaf.marker.collections:
        return False
    if isinstance(record, Livret) and leaf.path[0] == "sections":  # A section holds records of the kind that its type says.
        return record.sections[int(leaf.path[1])].type.removesuffix("s") == collection
    return True


def rewritten(document: Document, values: Mapping[Path, str]) -> str:
    """The text of ``document`` with new values in these places, all else the same to the sign."""
    lines = document.text.split("\n")
    for path in sorted(values, key=lambda path: document.marks[path][:2], reverse=True):
        mark = document.marks[path]
        line = lines[mark.line]
        last = lines[mark.end_line]
        lines[mark.line : mark.end_line + 1] = [line[: mark.column] + text(values[path]) + last[mark.end_column :]]
    return "\n".join(lines)
