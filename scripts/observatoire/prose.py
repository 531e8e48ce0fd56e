"""Contributed Markdown to safe HTML: one dialect for every text of the records.

Limited on purpose: no raw HTML, no attribute lists. What remains is cleaned again with nh3, so that
a template may place it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

TAGS = {
    "a", "abbr", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "h2", "h3", "h4", "h5", "h6",
    "hr", "img", "li", "ol", "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul", "span", "details", "summary",
}  # fmt: skip
"""What contributed text may hold once turned into HTML."""
SCHEMES = {"http", "https", "mailto"}
"""Addresses that survive; mailto only for service addresses, which the checker sees to."""
_CLASSES = {"appel", "droite", "centre", "defile", "admonition", "admonition-title", "hors-ecran"}
_ATTRIBUTES = {
    "a": {"href", "title", "class"}, "img": {"src", "alt", "width", "height", "loading"}, "th": {"scope", "class"}, "td": {"class"},
    "div": {"class", "role", "tabindex", "aria-label"}, "p": {"class"}, "span": {"class"}, "ol": {"start"}, "abbr": {"title"}, "details": {"open"},
}  # fmt: skip


def clean(html: str) -> str:
    """``html`` without anything that could run, load from elsewhere or leave the page's style."""
    return nh3.clean(html, tags=TAGS, attributes=_ATTRIBUTES, url_schemes=SCHEMES, link_rel=None, attribute_filter=_filter)


def _filter(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        kept = " ".join(word for word in value.split() if word in _CLASSES)
        return kept or None
    if name == "role":
        return value if value == "group" else None
    if name == "tabindex":
        return value if value == "0" else None
    if tag == "img" and name == "src":
        return value if not re.match(r"(?i)[a-z][a-z0-9+.-]*:|//", value) else None
    return value


class _SourceCall(InlineProcessor):
    """``[^s1]`` becomes the number of the source, linked to the list of sources."""

    numbers: Mapping[str, int] = {}

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Any, int, int]:  # type: ignore[override]  # noqa: N802
        number = self.numbers.get(match[1])
        if number is None:  # Outside its record, a call leads nowhere.
            return "", match.start(0), match.end(0)
        link = Element("a", {"href": f"#source-{number}", "class": "appel"})
        hidden = Element("span", {"class": "hors-ecran"})
        hidden.text = " source "
        hidden.tail = str(number)
        link.append(hidden)
        return link, match.start(0), match.end(0)


class _Demote(Treeprocessor):
    """Headings start below those of the page; tables scroll in a region of their own."""

    level = 4

    def run(self, root: Element) -> None:
        for element in root.iter():
            if re.fullmatch("h[1-6]", element.tag):
                element.tag = f"h{min(6, int(element.tag[1]) + self.level - 2)}" if element.tag != "h1" else f"h{self.level}"
            elif element.tag in ("th", "td"):
                align = element.attrib.pop("style", "")
                if "right" in align or "center" in align:
                    element.set("class", "droite" if "right" in align else "centre")
                if element.tag == "th":
                    element.set("scope", "col")
        self._wrap_tables(root)

    def _wrap_tables(self, parent: Element) -> None:
        for position, child in enumerate(list(parent)):
            if child.tag == "table":
                wrapper = Element("div", {"class": "defile", "role": "group", "tabindex": "0", "aria-label": "Tableau"})
                wrapper.tail, child.tail = child.tail, None
                parent.remove(child)
                wrapper.append(child)
                parent.insert(position, wrapper)
            elif child.tag != "div" or child.get("class") != "defile":
                self._wrap_tables(child)


class _Dialect(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("autolink")
        md.inlinePatterns.register(_SourceCall(r"\[\^([^\]\s]+)\]", md), "source_call", 175)
        md.treeprocessors.register(_Demote(md), "demote", 5)


@lru_cache(maxsize=1)
def _parser() -> Markdown:
    return Markdown(extensions=["tables", "sane_lists", "def_list", _Dialect()], output_format="html")


def html(text: str, numbers: Mapping[str, int] | None = None, *, level: int = 4) -> Markup:
    """The HTML of a Markdown text.

    ``numbers`` gives the number of each source by its key; ``level`` is that of its first headings.
    """
    parser = _parser()
    parser.reset()
    call = parser.inlinePatterns["source_call"]
    assert isinstance(call, _SourceCall)
    call.numbers = numbers or {}
    demote = parser.treeprocessors["demote"]
    assert isinstance(demote, _Demote)
    demote.level = level
    return Markup(clean(parser.convert(_without_control(text))))  # noqa: S704  (cleaned on this line)


def _without_control(text: str) -> str:
    return re.sub("[\x02\x03\ufeff]", "", text)


def calls(keys: tuple[str, ...], numbers: Mapping[str, int]) -> Markup:
    """Source calls for the keys of a fact, by number: ``¹ ³``."""
    found = sorted({numbers[key] for key in keys if key in numbers})
    links = [f'<a class="appel" href="#source-{n}"><span class="hors-ecran"> source </span>{n}</a>' for n in found]
    return Markup("".join(links))  # noqa: S704


def bare(text: str) -> str:
    """Words alone, on one line: no Markdown signs, no source call. Unbreakable spaces stay."""
    text = re.sub(r"\[\^[^\]\s]+\]", "", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[ \t\r\n]+", " ", re.sub(r"[*_`#>|]+", "", text)).strip()
