"""What Markdown must hold so that nothing is lost on the way to a page, a screen reader or the booklet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from observatoire import prose
from observatoire.problems import NBSP, plural
from observatoire.rules import Context, Finding, rule
from observatoire.schema.common import Prose, Record
from observatoire.schema.walk import Leaf

_SEPARATOR = re.compile(r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CODE = re.compile(r"(?<!\\)(`+)(?:.*?[^`])?\1(?!`)")
_HEADING = re.compile(r"<h([2-6])>(.*?)</h\1>", re.DOTALL)
_IMAGE = re.compile(r"!\[\s*\]\(")


def _markdown(context: Context, sign: str) -> Iterator[tuple[Record, Leaf]]:
    """Markdown texts that hold ``sign``: most hold none, and are not read twice."""
    for record, leaf in context.leaves:
        if isinstance(leaf.marker, Prose) and leaf.marker.markdown and sign in leaf.value:
            yield record, leaf


@rule("M61")
def tableaux_reguliers(context: Context) -> Iterator[Finding]:
    """Chaque ligne d’un tableau a autant de cases que sa première ligne : une case de trop serait perdue."""
    for record, leaf in _markdown(context, "|"):
        for offset, expected, found in _uneven_rows(leaf.value):
            message = f"{_field(leaf)}cette ligne de tableau a {plural(found, 'case')}{NBSP}; la première en a {expected}. Ajoutez ou retirez des «{NBSP}|{NBSP}»."
            yield Finding(record, leaf.path, message, offset=offset)


def _field(leaf: Leaf) -> str:
    """The name of the field that a message is about, as it begins."""
    return f"«{NBSP}{'.'.join(step for step in leaf.path if isinstance(step, str))}{NBSP}»{NBSP}: "


def _uneven_rows(text: str) -> Iterator[tuple[int, int, int]]:
    """Offset, cells expected and cells found of each row that has not those of its first one."""
    lines = text.splitlines(keepends=True)
    starts = list(accumulate(map(len, lines), initial=0))
    for n, line in enumerate(lines[:-1]):
        if "|" not in line or "|" not in lines[n + 1] or not _SEPARATOR.match(lines[n + 1].rstrip("\r\n")) or _starts_code(line):
            continue
        expected = _cells(line)
        for m in range(n + 1, len(lines)):
            if not lines[m].strip():
                break
            if _cells(lines[m]) != expected:
                yield starts[m], expected, _cells(lines[m])


def _starts_code(line: str) -> bool:
    return line.startswith(("    ", "\t"))


def _cells(row: str) -> int:
    """Cells of a row: bars that are neither escaped nor in code part them; those at both ends count for nothing."""
    bare = re.sub(r"\\\|", "", _CODE.sub("", row)).strip()
    return bare.removeprefix("|").removesuffix("|").count("|") + 1


@rule("M62")
def titres_sans_saut(context: Context) -> Iterator[Finding]:
    """Les titres d’un texte se suivent sans saut : « ## », puis « ### » ; un lecteur d’écran les parcourt dans cet ordre."""
    for record, leaf in _markdown(context, "#"):
        before = 1
        for match in _HEADING.finditer(prose.html(leaf.value, level=2)):
            level, words = int(match[1]), re.sub(r"<[^>]*>", "", match[2]).strip() or ("image" if "<img" in match[2] else "")
            if not words:
                continue
            if level > before + 1:
                message = f"{_field(leaf)}le titre «{NBSP}{words}{NBSP}» saute un niveau{NBSP}: il porte {level} «{NBSP}#{NBSP}», {before + 1} au plus sont attendus ici."
                yield Finding(record, leaf.path, message, offset=max(leaf.value.find(words.split()[0]), 0))
            before = level


@rule("M63")
def images_decrites(context: Context) -> Iterator[Finding]:
    """Une image dans un texte dit ce qu’elle montre : « ![description](images/fichier.webp) »."""
    for record, leaf in _markdown(context, "!["):
        for match in _IMAGE.finditer(leaf.value):
            message = f"{_field(leaf)}l’image n’a pas de texte de remplacement. Écrivez entre les crochets ce qu’elle montre, pour qui ne la voit pas."
            yield Finding(record, leaf.path, message, offset=match.start())
