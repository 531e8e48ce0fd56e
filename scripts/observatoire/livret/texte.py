"""Texts of the records to nodes of the document tree: plain ones, and Markdown in the dialect of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

from observatoire import prose
from observatoire.livret.document import (
    Appel,
    Bloc,
    Blocs,
    Cellule,
    Citation,
    Code,
    Definitions,
    Encart,
    Figure,
    Filet,
    Image,
    Inline,
    Inlines,
    Lien,
    Liste,
    Paragraphe,
    Renvoi,
    Retour,
    Style,
    Tableau,
    Texte,
    Titre,
    inside,
)  # fmt: skip
from observatoire.livret.typographie import french


def mots(text: str) -> Inlines:
    """A plain text of a record, typeset."""
    return french(text)


def paragraphe(text: str, role: str = "", *suite: Inline) -> Paragraphe:
    """A plain text as a paragraph, ``suite`` after its words."""
    return Paragraphe((*mots(text), *suite), role)


def parse(markdown: str, numbers: Mapping[str, int] | None = None, *, base: str = "", level: int = 4) -> Blocs:
    """The blocks of a Markdown text.

    ``numbers`` gives the number of each source by its key; ``base`` is the target of the article, to which the calls
    lead; ``level`` is that of the first headings.
    """
    builder = _Builder()
    builder.feed(str(prose.html(markdown, numbers, level=level)))
    builder.close()
    return tuple(_Reader(base).blocks(builder.root.children))


def plain(nodes: Iterable[Inline | Bloc]) -> str:
    """The words of nodes alone, on one line; a picture gives its alternative text, a call nothing."""
    return re.sub(r"[ \n]+", " ", "".join(_words(nodes))).strip()


def _words(nodes: Iterable[Inline | Bloc]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Texte(texte) | Code(texte):
                yield texte
            case Image(_, alt, legende):
                yield f"{alt} {legende}"
            case Figure():
                yield f" {node.alt} {node.legende} "
            case Retour() | Filet():
                yield " "
            case _:
                yield from _inner_words(node)


def _inner_words(node: Inline | Bloc) -> Iterator[str]:
    for contents in inside(node):
        yield from _words(contents)
        yield " " if not isinstance(node, Style | Lien | Renvoi) else ""


# --- Reading the HTML of the dialect ---


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str]
    children: list[_Element | str] = field(default_factory=list)

    def elements(self, tag: str) -> Iterator[_Element]:
        return (child for child in self.children if isinstance(child, _Element) and child.tag == tag)


_VOID = {"br", "hr", "img"}
_BLOCKS = {"p", "div", "ul", "ol", "dl", "blockquote", "pre", "table", "hr", "h2", "h3", "h4", "h5", "h6", "details"}
_STYLES = {
    "strong": "gras", "b": "gras", "em": "italique", "i": "italique", "cite": "italique", "code": "code", "sup": "exposant", "sub": "indice",
    "del": "barre",
}  # fmt: skip


class _Builder(HTMLParser):
    """Cleaned HTML, always well formed, to a tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("body", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, {key: value or "" for key, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


@dataclass(frozen=True)
class _Reader:
    base: str

    def blocks(self, children: Iterable[_Element | str]) -> Iterator[Bloc]:
        """Blocks of a flow; words that stand outside of any block become paragraphs."""
        loose: list[_Element | str] = []
        for child in children:
            if isinstance(child, _Element) and child.tag in _BLOCKS:
                yield from self._paragraph(loose)
                loose = []
                yield from self._block(child)
            else:
                loose.append(child)
        yield from self._paragraph(loose)

    def _block(self, element: _Element) -> Iterator[Bloc]:
        match element.tag:
            case "p":
                yield from self._paragraph(element.children, "titre" if "admonition-title" in element.attributes.get("class", "") else "")
            case "h2" | "h3" | "h4" | "h5" | "h6":
                if words := self.inlines(element.children):
                    yield Titre(int(element.tag[1]), words)
            case "ul" | "ol":
                items = tuple(tuple(self.blocks(item.children)) for item in element.elements("li"))
                yield Liste(items, element.tag == "ol", int(element.attributes.get("start") or 1))
            case "dl":
                yield Definitions(tuple(self._definitions(element)))
            case "blockquote":
                yield Citation(tuple(self.blocks(element.children)))
            case "pre":
                yield Code("".join(_raw(element)).strip("\n"))
            case "table":
                yield self._table(element)
            case "hr":
                yield Filet()
            case "div" if "admonition" in element.attributes.get("class", ""):
                yield Encart("remarque", tuple(self.blocks(element.children)))
            case _:
                yield from self.blocks(element.children)

    def _paragraph(self, children: Iterable[_Element | str], role: str = "") -> Iterator[Bloc]:
        """A paragraph; a picture that stands alone in it is a block, for it has its place and its caption."""
        words = self.inlines(children)
        if len(words) == 1 and isinstance(words[0], Image):
            yield words[0]
        elif words:
            yield Paragraphe(words, role)

    def _definitions(self, element: _Element) -> Iterator[tuple[Inlines, Blocs]]:
        words: list[Inline] = []
        for child in element.children:
            if isinstance(child, str):
                continue
            if child.tag == "dt":
                words += ([Retour()] if words else []) + list(self.inlines(child.children))
            else:
                yield tuple(words), tuple(self.blocks(child.children))
                words = []
        if words:
            yield tuple(words), ()

    def _table(self, element: _Element) -> Tableau:
        rows = [
            tuple(self._cell(cell) for cell in row.children if isinstance(cell, _Element))
            for part in element.children if isinstance(part, _Element) and part.tag in ("thead", "tbody")
            for row in part.elements("tr")
        ]  # fmt: skip
        return Tableau(rows[0], tuple(rows[1:]))

    def _cell(self, element: _Element) -> Cellule:
        return Cellule(self.inlines(element.children), element.attributes.get("class", ""))

    def inlines(self, children: Iterable[_Element | str]) -> Inlines:
        return _trimmed([node for child in children for node in self._inline(child)])

    def _inline(self, child: _Element | str) -> Iterator[Inline]:
        if isinstance(child, str):
            yield from french(re.sub(r"[ \t\r\n]+", " ", child))
            return
        match child.tag:
            case "a" if "appel" in child.attributes.get("class", ""):
                number = int("".join(text for text in child.children if isinstance(text, str)))
                yield Appel(number, f"{self.base}/source-{number}")
            case "a":
                yield Lien(child.attributes.get("href", ""), self.inlines(child.children))
            case "img":
                yield Image(
                    child.attributes.get("src", ""),
                    plain(french(child.attributes.get("alt", ""))),
                    plain(french(child.attributes.get("title", ""))),
                )
            case "br":
                yield Retour()
            case "code":
                if words := re.sub(r"\s*\n\s*", " ", "".join(_raw(child))):
                    yield Style("code", (Texte(words),))
            case tag if tag in _STYLES:
                yield Style(_STYLES[tag], tuple(node for inner in child.children for node in self._inline(inner)))
            case _:
                for inner in child.children:
                    yield from self._inline(inner)


def _raw(element: _Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _raw(child)


def _trimmed(nodes: list[Inline]) -> Inlines:
    """Without the spaces at both ends and at the head of a new line, nor empty texts."""
    for n, (before, node) in enumerate(pairwise(nodes), 1):
        if isinstance(before, Retour) and isinstance(node, Texte):
            nodes[n] = Texte(node.texte.lstrip(" "))
    while nodes and (isinstance(nodes[0], Retour) or (isinstance(nodes[0], Texte) and not nodes[0].texte.strip(" "))):
        nodes.pop(0)
    while nodes and (isinstance(nodes[-1], Retour) or (isinstance(nodes[-1], Texte) and not nodes[-1].texte.strip(" "))):
        nodes.pop()
    if nodes and isinstance(nodes[0], Texte):
        nodes[0] = Texte(nodes[0].texte.lstrip(" "))
    if nodes and isinstance(nodes[-1], Texte):
        nodes[-1] = Texte(nodes[-1].texte.rstrip(" "))
    return tuple(nodes)
