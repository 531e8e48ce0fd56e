"""Lines to paste: a value written as YAML, at a place of a document."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from annotated_types import MinLen
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from observatoire.problems import Mend
from observatoire.schema.common import Prose, Ref, SourceCall, Term
from observatoire.schema.walk import slots, written
from observatoire.sources import Document, Path, quoted

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:.*\S)?")
_BROKEN = re.compile(r":(?:\s|$)|\s#|[\t\r]")
"""Inside a text without quotes, what YAML would take for a key or a comment."""
_NOT_A_TEXT = re.compile(
    r"true|false|null|~|yes|no|on|off|y|n|[-+]?\.(?:inf|nan)|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|0x[\da-f]+|0o[0-7]+", re.IGNORECASE
)
"""A text that some reader of YAML would take for something else."""
_THOUSANDS = re.compile(r"(?<=\d)[\s.\u00a0\u202f](?=\d{3}\b)")
_FILLERS: tuple[Any, ...] = ("À compléter", "a-completer", 1, 2014, "9h30", False, "https://www.exemple.fr", 50.5)
"""What stands for a value of which the field gives no example: the first that it accepts."""


# --- Values as YAML ---


def text(value: str) -> str:
    """``value`` to the sign, as YAML on one line, between quotes only where they are needed."""
    return value if _PLAIN.fullmatch(value) and not _BROKEN.search(value) and not _NOT_A_TEXT.fullmatch(value) else quoted(value)


def scalar(value: Any) -> str:
    """``value`` as YAML on one line: a text is brought back to one line, without spaces around it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}"  # Never 1e-05, which would be read as a text.
    if not isinstance(value, str):
        return str(value)
    return text(" ".join(value.split("\n")).strip(" "))


def literal(value: str) -> list[str]:
    """``value``, a text on several lines, as the header of a block and its lines, to be indented by two spaces."""
    body = value.rstrip("\n")
    ending = len(value) - len(body)
    indent = "2" if body.startswith((" ", "\n")) or not body else ""
    chomping = "-" if not ending else "" if ending == 1 and body else "+"
    lines = body.split("\n") if body else []
    return [f"|{indent}{chomping}", *lines, *[""] * (ending - 1 if body else ending)]


def block(value: Any) -> list[str]:
    """``value`` as lines of YAML, not indented."""
    if isinstance(value, dict):
        return [line for key, item in value.items() for line in under(f"{key}:", item)]
    if isinstance(value, list):
        return [line for item in value for line in under("-", item)]
    return [scalar(value)]


def under(head: str, value: Any) -> list[str]:
    """Lines of ``head`` (a key or a dash, indented) and of its ``value``."""
    indent = " " * (len(head) - len(head.lstrip(" ")))
    if not isinstance(value, (dict, list)):
        return [f"{head} {scalar(value)}".rstrip()]
    if not value:
        return [f"{head} {'{}' if isinstance(value, dict) else '[]'}"]
    lines = block(value)
    if head.endswith("-"):
        return [f"{head} {lines[0]}", *(" " * len(head) + " " + line for line in lines[1:])]
    return [head, *(f"{indent}  {line}" for line in lines)]


def number_in(text: str) -> int | float | None:
    """The first number of ``text``, French spaces and comma understood: ``15 000 €`` → 15000."""
    found = re.search(r"\d+(?:[.,]\d+)?", _THOUSANDS.sub("", text))
    if not found:
        return None
    number = found[0].replace(",", ".")
    return float(number) if "." in number else int(number)


# --- What a field may hold ---


def accepts(model: type[BaseModel], name: str, value: Any) -> bool:
    """The shape of ``value`` is right for the field ``name`` of ``model``."""
    try:
        model.model_validate({name: value})
    except ValidationError as error:
        return all(details["loc"][0] != name for details in error.errors(include_url=False))
    return True


def example(model: type[BaseModel], name: str) -> Any:
    """A value that the field ``name`` accepts, of the kind that is expected there."""
    field = model.model_fields[name]
    slot = next(slot for slot in slots(model) if slot.name == name)
    if any(isinstance(marker, Prose) for marker in slot.markers):
        return ["À compléter"] if slot.many else "À compléter"  # An example pasted as it is would pass for a fact.
    if name in ("inconnu", "sans_objet"):
        return [next(slot.name for slot in written(model) if not model.model_fields[slot.name].is_required())]
    if field.examples:
        given = field.examples[0]
        return int(given) if isinstance(given, str) and re.fullmatch(r"\d{4}", given) else given
    if slot.model:
        item = filled(slot.model)
        return [item] * _at_least(field) if slot.many else item
    fillers = [[filler] for filler in _FILLERS] if slot.many else _FILLERS
    return next((filler for filler in fillers if accepts(model, name, filler)), fillers[0])


def _at_least(field: FieldInfo) -> int:
    """Elements that a list needs to be accepted."""
    return next((item.min_length for item in field.metadata if isinstance(item, MinLen)), 1)


def filled(model: type[BaseModel], given: Any = None) -> dict[str, Any]:
    """The least that makes a ``model``, with ``given`` in the first field that takes it."""
    required = [name for name, field in model.model_fields.items() if field.is_required()]
    held = _holding(model, required, given) if given is not None else {}
    held |= {name: example(model, name) for name in required if name not in held}
    if not held:
        name = next(iter(model.model_fields))
        held = {name: example(model, name)}
    return {slot.name: held[slot.name] for slot in slots(model) if slot.name in held}


def _holding(model: type[BaseModel], required: list[str], given: Any) -> dict[str, Any]:
    number = number_in(str(given))
    optional = [
        s.name for s in slots(model) if s.name not in required and not any(isinstance(m, (Term, Ref, SourceCall)) for m in s.markers)
    ]
    for name in [*required, *optional]:
        for value in (given, number):
            if value is not None and accepts(model, name, value):
                return {name: value}
    nested = next((slot for slot in slots(model) if slot.model and not slot.many), None)
    return {nested.name: filled(nested.model, given)} if nested and nested.model else {}


# --- Places ---


def head_of(document: Document, path: Path) -> str:
    """What stands before the value at ``path``: ``  cle:``, or ``  -`` in a list."""
    number, column = document.key_at(path)
    before = document.line(number)[: column - 1]
    return before.rstrip() if isinstance(path[-1], int) else before + f"{path[-1]}:"


def replaced(document: Document, path: Path, new: str) -> Mend | None:
    """The lines of the value at ``path``, with ``new`` in its place."""
    mark = document.marks.get(path)
    if mark is None:
        return None
    line = document.line(mark.line + 1)
    if mark.end_line == mark.line:
        return Mend(mark.line + 1, mark.line + 1, line[: mark.column] + new + line[mark.end_column :])
    return Mend(*document.span(path), line[: mark.column] + new)


def rewritten(document: Document, path: Path, value: Any) -> Mend:
    """The lines of ``path``, key included, with ``value`` in place of what it holds."""
    mark = document.marks[path]
    if mark.end_line == mark.line and not isinstance(value, (dict, list)) and (one_line := replaced(document, path, scalar(value))):
        return one_line
    return Mend(*document.span(path), "\n".join(under(head_of(document, path), value)))


def commented(document: Document, path: Path) -> Mend:
    """The lines of ``path``, key included, made a comment: nothing is lost, nothing is read."""
    first, last = document.span(path)
    lines = [document.line(number) for number in range(first, last + 1)]
    dashes = re.match(r"(?: *-)+ +", lines[0])
    siblings = _keys_at(document, path[:-1])
    if dashes and isinstance(path[-1], str) and len(siblings) > 1 and siblings[0] == path[-1]:
        # The dash opens the whole element: it stays, for the keys below.
        lines[0] = dashes[0] + "# " + lines[0][dashes.end() :]
        return Mend(first, last, "\n".join([lines[0], *("# " + line for line in lines[1:])]))
    return Mend(first, last, "\n".join("# " + line for line in lines))


def inserted(document: Document, path: Path, value: Any, order: list[str]) -> Mend:
    """``path``, which the document lacks, written after the keys that come before it in ``order``."""
    name, parent = str(path[-1]), path[:-1]
    if path in document.marks:  # The key is there, and empty.
        number, _ = document.key_at(path)
        return Mend(number, number, "\n".join(under(head_of(document, path), value)))
    siblings = _keys_at(document, parent)
    if _is_flow(document, parent):
        return _in_flow(document, parent, name, value)
    if not siblings:
        return Mend(1, 0, "\n".join(under(f"{name}:", value)))
    first_line, column = document.key_at((*parent, siblings[0]))
    lines = "\n".join(under(" " * (column - 1) + f"{name}:", value))
    before = [key for key in siblings if key in order and name in order and order.index(key) < order.index(name)]
    if not before and not parent:
        return Mend(first_line, first_line - 1, lines)
    # In an element of a list, the dash is in the way of the first place.
    last = document.span((*parent, (before or siblings[:1])[-1]))[1]
    return Mend(last + 1, last, lines)


def _keys_at(document: Document, path: Path) -> list[str]:
    value = document.data
    for step in path:
        value = value[step]
    return list(value) if isinstance(value, dict) else []


def _is_flow(document: Document, path: Path) -> bool:
    mark = document.marks[path]
    return document.line(mark.line + 1)[mark.column : mark.column + 1] == "{"


def _in_flow(document: Document, path: Path, name: str, value: Any) -> Mend:
    mark = document.marks[path]
    number = mark.line + 1
    line = document.line(number)
    flat = f"[{', '.join(map(scalar, value))}]" if isinstance(value, list) else quoted(value) if isinstance(value, str) else scalar(value)
    joint = ", " if _keys_at(document, path) else ""
    return Mend(number, number, line[: mark.column + 1] + f"{name}: {flat}{joint}" + line[mark.column + 1 :])
