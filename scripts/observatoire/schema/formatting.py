"""The one way to write a record: what the command, the form and the import all save.

Keys in the order of the model, lists indented by two spaces, one text a line, ``|`` for Markdown and for
texts on several lines, quotes only where YAML needs them. A record written so is a function of its data
and of its comments alone.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from observatoire.dates import PartialDate
from observatoire.schema.common import Prose, Ref, SourceCall
from observatoire.schema.lines import literal, scalar, text
from observatoire.schema.walk import Slot, slots
from observatoire.sources import Comment, Document, Path, comments, read


class MeaningChanged(Exception):
    """The text about to be written would not say what the file says: it is not written."""


def formatted(model: type[BaseModel], document: Document) -> str:
    """``document`` in its one form: same data, same comments. Raises ``MeaningChanged`` rather than lose anything."""
    remarks = _remarks(document)
    written = _written(model, document.data, remarks)
    again = read(document.file, written.encode())
    if repr(again.data) != repr(_in_order(model, canonical(model, document.data))):
        raise MeaningChanged(document.file)
    if Counter(c.text for c in comments(document.text)) != Counter(c.text for c in comments(written)):
        raise MeaningChanged(document.file)
    return written


def revised(
    model: type[BaseModel],
    document: Document,
    data: Mapping[str, Any],
    *,
    asleep: Mapping[str, list[str]] | None = None,
    below: Mapping[Path, list[str]] | None = None,
) -> str:
    """``document`` with ``data`` for its own, its comments kept.

    ``asleep`` are comments that stand where a field of that name would, ``below`` those under a key that is empty.
    """
    remarks = _remarks(document)
    remarks.asleep = dict(asleep or {})
    for path, lines in (below or {}).items():
        remarks.after[path] += lines
    return _written(model, data, remarks)


def field(model: type[BaseModel], name: str, value: Any) -> list[str]:
    """The lines of one field of a ``model``, not indented."""
    return _written(model, {name: value}, _Remarks()).splitlines()


def write(model: type[BaseModel], data: Mapping[str, Any]) -> str:
    """A new record that holds ``data``, plain values by field."""
    return _written(model, dict(data), _Remarks())


def updated(model: type[BaseModel], former: Document | None, data: Mapping[str, Any]) -> str:
    """A record that now holds ``data``, with the comments of its ``former`` document.

    A comment stays by what it stood by, wherever that now is in its list; one whose field is gone goes to the end.
    """
    if former is None or not isinstance(former.data, dict):
        return write(model, data)
    data = _with_empty(former.data, data)
    moved = _moved(_remarks(former), former.data, data)
    written = _written(model, data, moved)
    lost = Counter(c.text for c in comments(former.text)) - Counter(c.text for c in comments(written))
    return written + "".join(f"{comment}\n" for comment in lost.elements())


# --- Values ---


def canonical(model: type[BaseModel] | None, value: Any) -> Any:
    """``value`` with what the model does not tell apart written one way: a code as text, a year as a number, no space around a text."""
    if not isinstance(value, dict):
        return value
    known = _by_name(model)
    return {key: _canonical_item(known.get(key), item) for key, item in value.items()}


def _canonical_item(slot: Slot | None, value: Any) -> Any:
    if isinstance(value, str):
        value = unicodedata.normalize("NFC", value)  # As whole files are read; an escape may have hidden from it.
    if isinstance(value, list):
        return [_canonical_item(slot, item) for item in value]
    if isinstance(value, dict):
        return canonical(slot.model if slot else None, value)
    if slot is None or slot.model:
        return value
    if slot.type is PartialDate:
        return _canonical_date(value)
    if slot.type is str:
        return _canonical_text(slot, value)
    return value


def _canonical_date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    stripped = value.strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) == 4 and stripped[0] != "0" else stripped


def _canonical_text(slot: Slot, value: Any) -> Any:
    is_code = any(isinstance(marker, Ref) and "commune" in marker.collections for marker in slot.markers)
    if is_code and isinstance(value, int) and not isinstance(value, bool):
        return f"{value:05}"
    if not isinstance(value, str):
        return value
    stripped = value.strip()
    return stripped + "\n" if stripped and _is_block(slot, stripped) else stripped


def _is_block(slot: Slot | None, value: str) -> bool:
    is_markdown = slot is not None and any(isinstance(marker, Prose) and marker.markdown for marker in slot.markers)
    return (is_markdown or "\n" in value) and not {"\t", "\r"} & set(value)


def _by_name(model: type[BaseModel] | None) -> dict[str, Slot]:
    return {slot.name: slot for slot in slots(model)} if model else {}


def _in_order(model: type[BaseModel] | None, value: Any) -> Any:
    """``value`` with its keys, at every level, in the order they are written: those of the model, then the unknown ones."""
    if isinstance(value, list):
        return [_in_order(model, item) for item in value]
    if not isinstance(value, dict):
        return value
    known = _by_name(model)
    names = [name for name in known if name in value] + [name for name in value if name not in known]
    return {name: _in_order(known[name].model if name in known else None, value[name]) for name in names}


# --- Comments ---

_BLANK = "\0"
"""A blank line beside a comment: kept, where all others go."""


@dataclass
class _Remarks:
    """Comments, and the blank lines beside them, by what they stand before or at the end of."""

    head: list[str] = dataclasses.field(default_factory=list)
    before: dict[Path, list[str]] = dataclasses.field(default_factory=lambda: defaultdict(list))
    after: dict[Path, list[str]] = dataclasses.field(default_factory=lambda: defaultdict(list))
    """Last inside a group or a list, under a key that is empty."""
    asleep: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    """In the place of a field of the record."""

    def within(self, path: Path) -> list[str]:
        """All that stands inside ``path``: it goes before it, when it is written on one line."""
        inside = [line for key, found in self.before.items() if len(key) > len(path) and key[: len(path)] == path for line in found]
        inside += [line for key, found in self.after.items() if key[: len(path)] == path for line in found]
        return [line.lstrip(" ") for line in inside]


def _remarks(document: Document) -> _Remarks:
    nodes = sorted((mark.key_line, mark.key_column, len(path), path) for path, mark in document.marks.items() if path)
    order = [(line + 1, path) for line, _, _, path in nodes]
    remarks = _Remarks()
    for comment in comments(document.text):
        is_alone = not document.line(comment.line)[: comment.column - 1].strip("- ")
        lines = _with_blanks(document, comment) if is_alone else [comment.text]
        place, path, more = _attached(document, order, comment, is_alone=is_alone)
        getattr(remarks, place)[path].extend(line if line == _BLANK else " " * more + line for line in lines)
    return _with_head(remarks, order[0][1] if order else ())


def _with_blanks(document: Document, comment: Comment) -> list[str]:
    lines = [comment.text]
    if comment.line > 1 and not document.line(comment.line - 1).strip():
        lines.insert(0, _BLANK)
    if comment.line < len(document.lines) and not document.line(comment.line + 1).strip():
        lines.append(_BLANK)
    return lines


def _attached(document: Document, order: list[tuple[int, Path]], comment: Comment, *, is_alone: bool) -> tuple[str, Path, int]:
    """``before`` what, or ``after`` all that what holds; then, how much further to the right than its fields."""
    at = bisect_left(order, (comment.line, ()))
    if not is_alone:
        on_its_line = at < len(order) and order[at][0] == comment.line
        return "before", order[at if on_its_line else at - 1][1], 0
    following = order[at][1] if at < len(order) else None
    here = comment.column - 1
    low = _column(document, following) if following else -1
    previous = order[at - 1][1] if at else ()
    for depth in range(len(previous), 0, -1):
        if low < (column := _column(document, previous[:depth])) <= here:
            return "after", previous[: depth - 1], here - column
    return ("before", following, 0) if following else ("after", (), 0)


def _column(document: Document, path: Path) -> int:
    """0-based column of a key, or of the dash of an element."""
    line, column = document.key_at(path)
    if isinstance(path[-1], str):
        return column - 1
    dash = document.line(line)[: column - 1].rfind("-")
    return dash if dash >= 0 else max(column - 3, 0)


def _with_head(remarks: _Remarks, first: Path) -> _Remarks:
    """What opens the file and ends with a blank line speaks of the whole file: it stays at its head."""
    opening = remarks.before.get(first, [])
    if _BLANK in opening:
        cut = len(opening) - opening[::-1].index(_BLANK)
        remarks.head, remarks.before[first] = opening[:cut], opening[cut:]
    return remarks


def _with_empty(former: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """``data``, and what the former record left empty on purpose and that nobody filled since: ``inconnu: []``."""
    empty = {key: value for key, value in former.items() if key not in data and value in (None, [], {}, "")}
    inside = {
        key: _with_empty(former[key], value) for key, value in data.items() if isinstance(value, dict) and isinstance(former.get(key), dict)
    }
    return {**data, **inside, **empty}


def _moved(remarks: _Remarks, former: Any, data: Any) -> _Remarks:
    """The same comments, by the places that what they speak of now has."""
    found = _Remarks(head=remarks.head)
    for place in ("before", "after"):
        for path, lines in getattr(remarks, place).items():
            getattr(found, place)[_new_place(path, former, data)].extend(lines)
    return found


def _new_place(path: Path, former: Any, data: Any) -> Path:
    """Where the value at ``path`` of ``former`` is in ``data``: elements of lists are told by what they hold."""
    if not path:
        return ()
    step = path[0]
    if isinstance(step, int) and isinstance(former, list) and isinstance(data, list):
        at = _twin(former, step, data)
        return (at, *_new_place(path[1:], former[step], data[at] if at < len(data) else None))
    inside = data.get(step) if isinstance(data, dict) else None
    return (step, *_new_place(path[1:], former[step], inside))


def _twin(former: list[Any], step: int, data: list[Any]) -> int:
    """Place in ``data`` of the element ``step`` of ``former``: the same one, else the one of its key, else of its place."""
    item = former[step]
    if item in data:
        return data.index(item)
    key = item.get("cle") if isinstance(item, dict) else None
    return next((n for n, other in enumerate(data) if key and isinstance(other, dict) and other.get("cle") == key), step)


# --- Lines ---


def _written(model: type[BaseModel], data: Any, remarks: _Remarks) -> str:
    lines = [*remarks.head, *_mapping(model, canonical(model, data), (), remarks)]
    kept: list[str] = []
    for line in lines:
        if line != _BLANK:
            kept.append(line)
        elif kept and kept[-1]:
            kept.append("")
    while kept and not kept[-1] and lines[-1] == _BLANK:
        kept.pop()
    return "\n".join(kept) + "\n"


def _mapping(model: type[BaseModel] | None, data: dict[str, Any], path: Path, remarks: _Remarks) -> list[str]:
    known = _by_name(model)
    lines: list[str] = []
    names = list(_in_order(model, data))
    if not path and remarks.asleep:
        names = [name for name in known if name in data or name in remarks.asleep] + [name for name in names if name not in known]
    for key in names:
        if key not in data:
            lines += [_BLANK, *remarks.asleep[key], _BLANK]
            continue
        lines += remarks.before[*path, key]
        lines += _entry(f"{text(key)}:", known.get(key), data[key], (*path, key), remarks)
    return lines + remarks.after[path]


def _entry(head: str, slot: Slot | None, value: Any, path: Path, remarks: _Remarks) -> list[str]:
    if isinstance(value, dict) and value:
        return [head, *_indented(_mapping(slot.model if slot else None, value, path, remarks))]
    if isinstance(value, list) and value and not _is_on_one_line(slot, value):
        return [head, *_indented(_items(slot, value, path, remarks))]
    if value is None:
        return [head, *_indented(remarks.after[path])]
    first, *rest = _value(slot, value)
    return [*remarks.within(path), f"{head} {first}".rstrip(), *_indented(rest)]


def _items(slot: Slot | None, values: list[Any], path: Path, remarks: _Remarks) -> list[str]:
    lines: list[str] = []
    for n, item in enumerate(values):
        here = (*path, n)
        if isinstance(item, dict) and item:
            inside = _mapping(slot.model if slot else None, item, here, remarks)
        elif isinstance(item, list) and item:
            inside = _items(slot, item, here, remarks)
        else:
            inside = [*remarks.within(here), *_value(slot, item)]
        lines += remarks.before[here] + _dashed(inside)
    return lines + remarks.after[path]


def _dashed(lines: list[str]) -> list[str]:
    """An element of a list; comments that open it stand above its dash."""
    first = next(n for n, line in enumerate(lines) if line != _BLANK and not line.startswith("#"))
    return [*lines[:first], f"- {lines[first]}".rstrip(), *_indented(lines[first + 1 :])]


def _value(slot: Slot | None, value: Any) -> list[str]:
    """A value without lines of its own, or the block of a long text."""
    if isinstance(value, (dict, list)):
        return ["{}" if isinstance(value, dict) else f"[{', '.join(value)}]"]
    if not isinstance(value, str):
        return [scalar(value)]
    is_block = _is_block(slot, value) and value.strip("\n ")
    return literal(value) if is_block else [text(value)]


def _is_on_one_line(slot: Slot | None, value: list[Any]) -> bool:
    """Calls to sources stand in a row: ``[s1, s2]``."""
    is_row = slot is not None and any(isinstance(marker, SourceCall) for marker in slot.markers)
    return is_row and all(isinstance(item, str) and _CALL.fullmatch(item) and text(item) == item for item in value)


_CALL = re.compile(r"[a-z][a-z0-9-]*")


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" if line and line != _BLANK else line for line in lines]
