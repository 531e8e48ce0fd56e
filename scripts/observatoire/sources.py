"""YAML text to plain data, with the line and column of every value. Knows no domain.

Read as YAML 1.2 would, but stricter: scalars stay text except ``true``/``false``, integers without a
leading zero, decimals and ``null``; anchors, aliases, tags, several documents and duplicate keys are
refused, and so are depth and size beyond what a record needs, before anything walks the data.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import yaml

from observatoire.problems import NBSP, THIN, InvalidData, Mend, Problem, Severity

MAX_BYTES = 200_000
"""A longer file is refused unread."""
MAX_DEPTH = 12
"""Mappings and lists inside one another."""

Data: TypeAlias = Any
Path: TypeAlias = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_KEY = re.compile(r"[a-z0-9_-]+")
_BLOCK_HEADER = re.compile(r"(?:^|[\s:-])[|>][+-]?[1-9]?[+-]?\s*(?:#.*)?$")
_HIDDEN = {"\u00a0": "espace insécable", "\u202f": "espace fine insécable"}
_END = re.compile(r"\r\n|\n|\r")
_RAW_END = re.compile(rb"\r\n|\n|\r")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\ufeff\ufffe\uffff]")


class Mark(NamedTuple):
    """Where a value stands: 0-based lines and columns, its key's place, its style (``|``, ``"``, ``""``)."""

    line: int
    column: int
    end_line: int
    end_column: int
    key_line: int
    key_column: int
    style: str


@dataclass(frozen=True)
class Document:
    """One YAML file: its data, and where each value of it was written."""

    file: str
    text: str
    data: Data
    marks: Mapping[Path, Mark] = field(repr=False)

    @cached_property
    def lines(self) -> list[str]:
        """Lines without their ends."""
        return self.text.splitlines()

    def line(self, number: int) -> str:
        """Line ``number``, 1-based; ``""`` past the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def at(self, path: Path, offset: int | None = None) -> tuple[int, int]:
        """1-based line and column of the value at ``path``, or of its nearest parent.

        With ``offset``, of that character inside a text: exact in block scalars and in texts
        written on one line, else the beginning of the text.
        """
        mark = self._nearest(path)
        if mark is None:
            return (1, 1)
        if offset is not None:
            return self._inside(mark, path, offset)
        return (mark.line + 1, mark.column + 1)

    def key_at(self, path: Path) -> tuple[int, int]:
        """1-based line and column of the key that leads to ``path`` (of the value, in a list)."""
        mark = self._nearest(path)
        return (mark.key_line + 1, mark.key_column + 1) if mark else (1, 1)

    def span(self, path: Path) -> tuple[int, int]:
        """First and last line, 1-based, of what ``path`` holds, key included."""
        mark = self._nearest(path)
        if mark is None:
            return (1, 1)
        last = mark.end_line if mark.end_column else mark.end_line - 1
        first = min(mark.key_line, mark.line)
        while last > first and not self.line(last + 1).strip():
            last -= 1
        return (first + 1, max(last, first) + 1)

    def _nearest(self, path: Path) -> Mark | None:
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path)

    def _inside(self, mark: Mark, path: Path, offset: int) -> tuple[int, int]:
        value = self.data
        for step in path:
            value = value[step]
        before = value[:offset].split("\n")
        if mark.style == "|":
            number = mark.line + 1 + len(before)
            return (number, self._indent_below(mark.line) + len(before[-1]) + 1)
        if mark.end_line == mark.line:
            quotes = 1 if mark.style else 0
            return (mark.line + 1, mark.column + quotes + offset + 1)
        return (mark.line + 1, mark.column + 1)

    def _indent_below(self, line: int) -> int:
        """Spaces before the first written line of the block scalar whose header is ``line`` (0-based)."""
        written = next((text for text in self.lines[line + 1 :] if text.strip()), "")
        return len(written) - len(written.lstrip(" "))


def read(file: str, raw: bytes) -> Document:
    """The document that ``raw``, the bytes of ``file``, holds.

    Raises ``InvalidData`` with the problems of syntax (codes Y01 to Y07), every one that can be
    told at once.
    """
    text = _decode(file, raw)
    if problems := [*_forbidden_characters(file, text)]:
        raise InvalidData(problems)
    if problems := [*_hidden_spaces(file, text)]:
        raise InvalidData(problems)
    builder = _Builder(file, text)
    try:
        data = builder.build()
    except yaml.YAMLError as error:
        raise InvalidData([_syntax(file, text, error)]) from None
    if builder.problems:
        raise InvalidData(builder.problems)
    return Document(file, text, data, builder.marks)


def quoted(value: str) -> str:
    """``value`` as a YAML text between quotes, on one line."""
    for sign, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        value = value.replace(sign, written)
    return f'"{value}"'


class Comment(NamedTuple):
    """What follows a ``#`` that YAML does not read, to the end of its line."""

    line: int
    """1-based, as ``column``, which is that of the ``#``."""
    column: int
    text: str
    """From the ``#`` on, without spaces at its end."""


def comments(text: str) -> tuple[Comment, ...]:
    """Every comment of a readable ``text``, in its order: never what stands inside a value."""
    lines = text.splitlines()
    free = [[True] * len(line) for line in lines]
    for event in _events(text):
        kind = type(event)
        if kind is yaml.ScalarEvent:
            start = (event.start_mark.line + 1, 0) if event.style in ("|", ">") else (event.start_mark.line, event.start_mark.column)
            for number in range(start[0], min(event.end_mark.line + 1, len(lines))):
                first = start[1] if number == start[0] else 0
                last = event.end_mark.column if number == event.end_mark.line else len(lines[number])
                free[number][first:last] = [False] * (last - first)
    found = []
    for number, (line, outside) in enumerate(zip(lines, free, strict=True), 1):
        column = next((n for n, sign in enumerate(line) if sign == "#" and outside[n] and (n == 0 or line[n - 1] == " ")), None)
        if column is not None:
            found.append(Comment(number, column + 1, line[column:].rstrip()))
    return tuple(found)


def _error(file: str, line: int, column: int, code: str, message: str, mend: Mend | None = None) -> Problem:
    return Problem(file, line, column, code, Severity.ERREUR, message, mend)


# --- Characters (Y01, Y04) ---


def _decode(file: str, raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        message = (
            f"Le fichier pèse {len(raw) // 1000} ko. La limite est de {MAX_BYTES // 1000} ko{chr(160)}: partagez-le en plusieurs fiches."
        )
        raise InvalidData([_error(file, 1, 1, "Y07", message)])
    try:
        return unicodedata.normalize("NFC", raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InvalidData([_not_utf8(file, raw, error.start)]) from None


def _not_utf8(file: str, raw: bytes, start: int) -> Problem:
    before = _split(raw[:start].decode("utf-8-sig", "replace"))
    lines = [*map(_guess, _RAW_END.split(raw.removeprefix(codecs.BOM_UTF8)))]
    bad = [number for number, (_, is_guess) in enumerate(lines, 1) if is_guess]
    first, last = bad[0], bad[-1]
    message = (
        f"Le fichier n’est pas enregistré en UTF-8{NBSP}: un caractère est illisible ici. "
        f"Enregistrez-le avec l’encodage «{NBSP}UTF-8{NBSP}»{THIN}; ses lettres accentuées se lisent sans doute comme ci-dessous."
    )
    text = "\n".join(line for line, _ in lines[first - 1 : last])
    return _error(file, len(before), len(before[-1]) + 1, "Y01", message, Mend(first, last, text))


def _guess(line: bytes) -> tuple[str, bool]:
    """A line, and whether it had to be guessed: what is not UTF-8 most often comes from an old Windows."""
    try:
        return line.decode("utf-8"), False
    except UnicodeDecodeError:
        return _CONTROL.sub("", line.decode("cp1252", "ignore")), True


def _split(text: str) -> list[str]:
    """Lines without their ends: those that YAML and editors know, no others."""
    return _END.split(text)


def _forbidden_characters(file: str, text: str) -> Iterator[Problem]:
    if "\t" not in text and not _CONTROL.search(text):
        return
    for number, line in enumerate(_split(text), 1):
        if "\t" in line:
            message = "Une tabulation se cache ici. En YAML, on décale avec des espaces\u00a0: deux par niveau."
            yield _error(file, number, line.index("\t") + 1, "Y01", message, Mend(number, number, _clean(line), sure=True))
        if match := _CONTROL.search(line):
            message = f"Un caractère invisible (U+{ord(match[0]):04X}) se cache ici, sans doute venu d’un copier-coller. Retirez-le."
            yield _error(file, number, match.start() + 1, "Y01", message, Mend(number, number, _clean(line), sure=True))


def _clean(line: str) -> str:
    return _CONTROL.sub("", line).replace("\t", "  ")


def _structure(text: str) -> Iterator[tuple[int, str]]:
    """Numbered lines where spaces have a meaning: not those inside a text on several lines."""
    inside: int | None = None
    block = False
    quote = ""
    for number, line in enumerate(text.splitlines(), 1):
        indent = len(line) - len(line.lstrip(" "))
        if quote:
            quote = "" if _closes(line, quote) else quote
            continue
        if inside is not None and (not line.strip(" ") or (indent > inside and (block or not line.lstrip(" ").startswith("- ")))):
            continue
        inside = None
        yield number, line
        if line.lstrip().startswith("#"):
            continue
        block = bool(_BLOCK_HEADER.search(line))
        if block:
            inside = indent
        elif match := _VALUE.match(line):
            value = match["value"]
            if value[0] in "\"'" and not _closes(value[1:], value[0]):
                quote = value[0]
            elif value[0] not in "\"'[{" and (match["key"] or not _OPENS.search(value)):
                inside = indent + match["lead"].count("- ") * 2 if match["key"] else indent


_OPENS = re.compile(r":\s*(?:#.*)?$")
_VALUE = re.compile(r"^ *(?P<lead>(?:- +)*)(?P<key>[a-zA-Z0-9_-]+: +)?(?P<value>\S.*)$")


def _closes(line: str, quote: str) -> bool:
    """A text opened by ``quote`` ends on ``line``."""
    bare = line.replace("\\\\", "").replace('\\"', "") if quote == '"' else line.replace("''", "")
    return quote in bare


_HIDDEN_PLACES = re.compile(
    r"^(?P<indent> *[\u00a0\u202f][\u00a0\u202f ]*)|^ *(?:- +)*-(?P<dash> *[\u00a0\u202f][\u00a0\u202f ]*)|^ *(?:- +)*(?P<key>[^\s\"'#:\[{-][^\s\"'#:]*[ \u00a0\u202f]?)(?::(?P<colon> *[\u00a0\u202f][\u00a0\u202f ]*))"
)
_HIDDEN_KEY = re.compile(r"^ *(?:- +)*[a-z_]+(?P<hidden>[\u00a0\u202f])\s*:(?:\s|$)")

_HIDDEN_ANYWHERE = re.compile(f"{_HIDDEN_PLACES.pattern}|{_HIDDEN_KEY.pattern.replace('hidden', 'before')}", re.MULTILINE)
"""Most files have none: they are told at once."""


def _hidden_spaces(file: str, text: str) -> Iterator[Problem]:
    if not ("\u00a0" in text or "\u202f" in text) or ("\r" not in text and not _HIDDEN_ANYWHERE.search(text)):
        return
    lines = _split(text)
    for number, line in _structure(text):
        match = _HIDDEN_PLACES.match(line) or _HIDDEN_KEY.match(line)
        if not match or _is_sentence(line, lines[number] if number < len(lines) else ""):
            continue
        group = next(name for name in ("indent", "dash", "colon", "hidden") if match.groupdict().get(name))
        start = match.start(group)
        column = start + 1 + (len(match[group]) - len(match[group].lstrip(" ")))
        name = _HIDDEN[line[column - 1]]
        message = (
            f"Une {name} se cache ici\u00a0: elle ressemble à une espace, mais YAML ne la lit pas comme telle. Tapez une espace ordinaire."
        )
        yield _error(file, number, column, "Y04", message, Mend(number, number, _plain_spaces(line, match, group), sure=True))


def _is_sentence(line: str, following: str) -> bool:
    """``- apprendre : marcher`` alone in its item is a text with a colon, left to code Y03."""
    match = re.match(r"^ *(?:- +)+(?=[^\s:]+[\u00a0\u202f]:)", line)
    return match is not None and len(following) - len(following.lstrip(" ")) != match.end()


def _plain_spaces(line: str, match: re.Match[str], group: str) -> str:
    if group == "hidden":
        return line[: match.start(group)] + line[match.end(group) :].lstrip("\u00a0\u202f ")
    replaced = match[group].replace("\u00a0", " ").replace("\u202f", " ")
    fixed = line[: match.start(group)] + replaced + line[match.end(group) :]
    return re.sub(r"^( *(?:- +)*[^\s:\"']+)[\u00a0\u202f ]+:", r"\1:", fixed)


# --- Structure (Y03, Y05, Y06, Y07) ---


def _events(text: str) -> Iterator[Any]:
    """What libyaml reads of ``text``, one event after the other."""
    loader = _Loader(text)
    try:
        event = loader.get_event()
        while event is not None:
            yield event
            event = loader.get_event()
    finally:
        loader.dispose()


@dataclass
class _Frame:
    """A mapping or a list being read."""

    value: Any
    path: Path
    start: Any
    key_mark: Any
    pending: Any = None
    keys: dict[str, Any] = field(default_factory=dict)


class _Builder:
    """One pass over the events of a document: data, marks and what is refused."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.lines = text.splitlines()
        self.marks: dict[Path, Mark] = {}
        self.problems: list[Problem] = []
        self._stack: list[_Frame] = []
        self._root: Any = None

    def build(self) -> Data:
        documents = 0
        for event in _events(self.text):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._check_properties(event)
                self._scalar(event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._close(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._check_properties(event)
                if not self._open(event):
                    break
            elif kind is yaml.AliasEvent:
                self._refuse_alias(event)
                break
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._refuse_second_document(event)
                    break
        return self._root

    def _scalar(self, event: Any) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame is not None and isinstance(frame.value, dict) and frame.pending is None:
            self._key(frame, event)
            return
        self._check_lost_text(event)
        self._check_escapes(event)
        value = event.value
        if not event.style:
            value = _resolve(value)
        self._put(value, event)

    def _key(self, frame: _Frame, event: Any) -> None:
        key = event.value
        mark = event.start_mark
        in_list = bool(self._stack[-2:-1]) and isinstance(self._stack[-2].value, list) and not frame.value
        if in_list and not _KEY.fullmatch(key) and not self._has_sibling(mark):
            self._refuse_item(event)
        elif key in frame.keys:
            self._refuse_duplicate(frame, event)
        frame.keys.setdefault(key, mark)
        frame.pending = (key, mark)

    def _has_sibling(self, mark: Any) -> bool:
        """Another key stands right below: the element is made of fields, not of a sentence with a colon."""
        below = self.lines[mark.line + 1] if mark.line + 1 < len(self.lines) else ""
        return re.match(rf" {{{mark.column}}}[a-z_]+:(?:\s|$)", below) is not None

    def _put(self, value: Any, event: Any, *, container: bool = False) -> Path:
        frame = self._stack[-1] if self._stack else None
        start, end = event.start_mark, event.end_mark
        if frame is None:
            path: Path = ()
            self._root, key_mark = value, start
        elif isinstance(frame.value, dict):
            key, key_mark = frame.pending
            path = (*frame.path, key)
            if key not in frame.value:
                frame.value[key] = value
            frame.pending = None
        else:
            path, key_mark = (*frame.path, len(frame.value)), start
            frame.value.append(value)
        if container:
            self._stack.append(_Frame(value, path, start, key_mark))
        style = "" if container else (event.style or "")
        self.marks.setdefault(path, Mark(start.line, start.column, end.line, end.column, key_mark.line, key_mark.column, style))
        return path

    def _open(self, event: Any) -> bool:
        if len(self._stack) >= MAX_DEPTH:
            mark = event.start_mark
            message = f"Trop de niveaux emboîtés (plus de {MAX_DEPTH}). Une fiche n’en a jamais besoin\u00a0: vérifiez les décalages et les crochets."
            self.problems.append(_error(self.file, mark.line + 1, mark.column + 1, "Y07", message))
            return False
        if self._stack and isinstance(self._stack[-1].value, dict) and self._stack[-1].pending is None:
            mark = event.start_mark
            message = "Une clé ne peut pas être une liste ni un groupe de champs\u00a0: écrivez un mot simple, suivi de deux-points."
            self.problems.append(_error(self.file, mark.line + 1, mark.column + 1, "Y07", message, self._quote_line(mark.line)))
            return False
        self._put({} if isinstance(event, yaml.MappingStartEvent) else [], event, container=True)
        return True

    def _close(self, event: Any) -> None:
        frame = self._stack.pop()
        mark = self.marks[frame.path]
        end = event.end_mark
        self.marks[frame.path] = Mark(mark.line, mark.column, end.line, end.column, mark.key_line, mark.key_column, "")

    # What is refused

    def _check_properties(self, event: Any) -> None:
        if event.anchor is None and event.tag is None:
            return
        mark = event.start_mark
        line = self.lines[mark.line]
        column = _sign_column(line, mark.column)
        sign = "&" if event.anchor is not None else "!"
        message = f"Le texte commence par «{NBSP}{sign}{NBSP}», que YAML prend pour un ordre. "
        mend = self._quote_line(mark.line) if isinstance(event, yaml.ScalarEvent) and not event.style else None
        if mend:
            message += "Mettez-le entre guillemets."
        else:
            message += "Retirez ce mot."
            mend = Mend(mark.line + 1, mark.line + 1, (line[:column] + re.sub(r"^(?:[&!]\S*\s*)+", "", line[column:])).rstrip())
        self.problems.append(_error(self.file, mark.line + 1, column + 1, "Y07", message, mend))

    def _refuse_alias(self, event: Any) -> None:
        mark = event.start_mark
        message = "Le texte commence par «\u00a0*\u00a0», que YAML prend pour un renvoi. Mettez le texte entre guillemets."
        self.problems.append(_error(self.file, mark.line + 1, mark.column + 1, "Y07", message, self._quote_line(mark.line)))

    def _refuse_second_document(self, event: Any) -> None:
        number = event.start_mark.line + 1
        message = "«\u00a0---\u00a0» commence un second document\u00a0: un fichier ne contient qu’une fiche. Retirez cette ligne ou faites un autre fichier."
        self.problems.append(_error(self.file, number, 1, "Y07", message, Mend(number, number, "# " + self.lines[number - 1])))

    def _refuse_item(self, event: Any) -> None:
        mark = event.start_mark
        message = f"«\u00a0{event.value}\u00a0» est lu comme le nom d’un champ, à cause des deux-points. Pour écrire un texte, mettez-le entre guillemets."
        self.problems.append(_error(self.file, mark.line + 1, mark.column + 1, "Y03", message, self._quote_line(mark.line)))

    def _refuse_duplicate(self, frame: _Frame, event: Any) -> None:
        first = frame.keys[event.value]
        mark = event.start_mark
        message = f"Le champ «\u00a0{event.value}\u00a0» est écrit deux fois, lignes {first.line + 1} et {mark.line + 1}. Gardez-en un seul\u202f; rien n’est lu du second."
        last = self._end_of_block(mark.line, mark.column)
        commented = "\n".join("# " + line for line in self.lines[mark.line : last + 1])
        self.problems.append(_error(self.file, mark.line + 1, mark.column + 1, "Y05", message, Mend(mark.line + 1, last + 1, commented)))

    def _end_of_block(self, line: int, column: int) -> int:
        last = line
        for number in range(line + 1, len(self.lines)):
            text = self.lines[number]
            indent = len(text) - len(text.lstrip(" "))
            is_item = text.lstrip(" ").startswith("- ") and indent == column
            if text.strip() and indent <= column and not is_item:
                break
            if text.strip():
                last = number
        return last

    def _check_lost_text(self, event: Any) -> None:
        if event.style:
            return
        end = event.end_mark
        if end.line >= len(self.lines):
            return
        line = self.lines[end.line]
        if "#" not in line:
            return
        match = re.match(r"(\s*)(#.*)$", line[end.column :])
        # « cle: # à remplir » is a true comment; « cle: #mot » is not.
        if not match or (not event.value and not re.match(r"#[^\s#]", match[2])):
            return
        column = end.column + len(match[1]) + 1
        message = f"Le texte est coupé ici{NBSP}: «{NBSP}{match[2].strip()}{NBSP}» est pris pour un commentaire et perdu. Mettez le texte entre guillemets."
        mend = self._quote_line(end.line) if event.start_mark.line == end.line else None
        if mend is None:
            mend = Mend(end.line + 1, end.line + 1, line[: column - 1] + "n°" + NBSP + line[column:].lstrip())
        self.problems.append(_error(self.file, end.line + 1, column, "Y06", message, mend))

    def _check_escapes(self, event: Any) -> None:
        """``"\\0"`` is legal YAML, and brings in what the file itself may not hold."""
        if event.style != '"' or not (match := _CONTROL.search(event.value)):
            return
        mark = event.start_mark
        message = f"Ce texte cache un caractère invisible (U+{ord(match[0]):04X}), écrit avec une barre oblique inverse. Retirez-le."
        fixed = Mend(
            mark.line + 1,
            event.end_mark.line + 1,
            self.lines[mark.line][: mark.column]
            + quoted(_CONTROL.sub("", event.value).replace("\n", " "))
            + self.lines[event.end_mark.line][event.end_mark.column :],
        )
        self.problems.append(_error(self.file, mark.line + 1, mark.column + 1, "Y01", message, fixed))

    def _quote_line(self, line: int) -> Mend | None:
        written = self.lines[line]
        fixed = _quote_value(written)
        if not fixed:
            return None
        return Mend(line + 1, line + 1, "# " + written) if fixed == written else Mend(line + 1, line + 1, fixed, sure=True)


def _sign_column(line: str, start: int) -> int:
    """0-based column of the anchor or the tag, which libyaml may place after its text."""
    for match in re.finditer(r"(?:^|[\s\[{,])([&!])", line):
        if match.start(1) >= start:
            return match.start(1)
    before = re.search(r"(?:^|\s)([&!])", line)
    return before.start(1) if before else start


def _resolve(text: str) -> Any:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text


# --- Syntax errors (Y02), each with the repair that makes the file readable ---


_LEAD = re.compile(r"\s*(?:-\s+)*(?:[a-z0-9_-]+:\s+)?")


def _holds_whole_quotes(inner: str, quote: str) -> bool:
    """Of ``"dit "oui" à tous"`` the outer quotes go; of ``"Oui" et "non"`` they belong to the words."""
    before, found, _ = inner.partition(quote)
    return not found or not before or before.endswith(" ")


def _quote_value(line: str) -> str | None:
    """``line`` with its value between quotes; ``None`` when it has none."""
    lead = _LEAD.match(line)
    value = line[lead.end() :].rstrip() if lead else ""
    if not lead or not lead[0] or not value:
        return None
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" and _holds_whole_quotes(value[1:-1], value[0]):
        value = value[1:-1]
    value = re.sub(r'"([^"]+)"', f"«{NBSP}\\1{NBSP}»", value)
    if value[:1] in ('"', "'") and value.count(value[0]) == 1:
        value = value[1:]  # Opened, and never closed.
    return lead[0] + quoted(value)


def _candidates(lines: list[str], number: int) -> Iterator[tuple[int, str, str]]:
    """Repairs to try on line ``number`` (0-based): the line, what is said, the new line."""
    line = lines[number]
    if match := re.match(r"^(\s*(?:-\s+)*)([a-z_]+):(?=[^\s/])(.+)$", line):
        yield number, "Il manque une espace après les deux-points.", f"{match[1]}{match[2]}: {match[3]}"
    if re.match(r"^(\s*(?:-\s+)*)([a-z_]+)\s+:\s+(.*)$", line) and (
        fixed := _quote_value(re.sub(r"^(\s*(?:-\s+)*[a-z_]+)\s+:", r"\1:", line))
    ):
        yield number, "Mettez la valeur entre guillemets.", fixed
    if fixed := _quote_value(line):
        yield (
            number,
            "La valeur contient un signe que YAML prend pour un ordre (deux-points suivis d’une espace, guillemet, *, &, @, %, [, {…). Mettez-la entre guillemets.",
            fixed,
        )
    if match := re.match(r"^(\s*)-(?=[^\s-])(.+)$", line):
        yield number, "Il manque une espace après le tiret.", f"{match[1]}- {match[2]}"
    if match := re.match(r"^(\s*(?:-\s+)*)([a-z_]+)\s+(\S.*)$", line):
        yield number, f"Il manque les deux-points après «\u00a0{match[2]}\u00a0».", f"{match[1]}{match[2]}: {match[3]}"
    if re.fullmatch(r"\s*[a-z_]+", line):
        yield number, "Il manque les deux-points à la fin.", line.rstrip() + ":"
    for indent in _likely_indents(lines, number):
        yield (
            number,
            "La ligne n’est pas alignée avec ses voisines\u00a0: deux espaces par niveau, les mêmes pour tous les champs d’un groupe.",
            indent + line.strip(),
        )


def _likely_indents(lines: list[str], number: int) -> Iterator[str]:
    indent = len(lines[number]) - len(lines[number].lstrip(" "))
    seen = {indent}
    for other in [*reversed(lines[max(0, number - 8) : number]), *lines[number + 1 : number + 2]]:
        width = len(other) - len(other.lstrip(" "))
        if other.strip() and width not in seen:
            seen.add(width)
            yield " " * width


def _is_readable(text: str, until: int) -> bool:
    """Nothing stops the reading of ``text`` before line ``until`` (0-based): no need to look further."""
    depth = 0
    try:
        for event in _events(text):
            depth += isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent))
            depth -= isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent))
            if depth > MAX_DEPTH:
                return False
            if event.start_mark and event.start_mark.line > until:
                return True
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark is not None and mark.line > until
    return True


def _syntax(file: str, text: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    lines = text.splitlines() or [""]
    at = min(mark.line, len(lines) - 1) if mark else 0
    places = dict.fromkeys([at, *([min(context.line, len(lines) - 1)] if context else []), max(at - 1, 0)])
    for number in places:
        if not lines[number].strip():
            continue
        for line, said, fixed in _candidates(lines, number):
            trial = "\n".join([*lines[:line], fixed, *lines[line + 1 :]]) + "\n"
            if _is_readable(trial, at + 1):
                column = _column(lines[line], fixed, mark, line)
                message = f"Cette ligne ne se lit pas\u00a0: «\u00a0{lines[line].strip()[:80]}\u00a0». {said}"
                is_sure = _letters(fixed) == _letters(lines[line]) and fixed.strip() != lines[line].strip() and ":" in lines[line]
                return _error(file, line + 1, column, "Y02", message, Mend(line + 1, line + 1, fixed, is_sure))
    message = (
        "Le fichier ne se lit plus à partir d’ici\u00a0: un guillemet, un crochet, un décalage ou un champ manque, ici ou juste avant."
    )
    mend = next((mend for number in places if (mend := _block_commented(lines, number))), None)
    if mend:
        message += " En attendant de le trouver, ces lignes se gardent en commentaire."
    return _error(file, at + 1, mark.column + 1 if mark else 1, "Y02", message, mend)


def _letters(line: str) -> str:
    """Without quotes nor spaces: what a repair of signs leaves alone."""
    return re.sub(r"\W", "", line)


def _block_commented(lines: list[str], number: int) -> Mend | None:
    """The lines of the same group made a comment, when the file reads without them."""
    indent = len(lines[number]) - len(lines[number].lstrip(" "))
    last = number
    while last + 1 < len(lines) and lines[last + 1].startswith(" " * max(indent, 1)):
        last += 1
    commented = ["# " + line for line in lines[number : last + 1]]
    trial = "\n".join([*lines[:number], *commented, *lines[last + 1 :]]) + "\n"
    return Mend(number + 1, last + 1, "\n".join(commented)) if _is_readable(trial, last + 1) else None


_SPECIAL = re.compile(r"^\s*(?:-\s+)*(?:[a-z0-9_-]+\s*:\s+)?(?P<sign>[\"'*&!%@`\[{|>,\]}])")


def _column(line: str, fixed: str, mark: Any, number: int) -> int:
    """Where to look on a line: the sign that opens its value, else where the reading stopped, else its first word."""
    if fixed.strip() != line.strip():
        if match := _SPECIAL.match(line):
            return match.start("sign") + 1
        if mark is not None and mark.line == number and mark.column < len(line):
            return int(mark.column) + 1
    return len(line) - len(line.lstrip(" ")) + 1
