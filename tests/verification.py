"""What a finished site must hold, read from its files alone: links, anchors, ways in, and nothing that runs inline."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LOADED = {
    "script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src", "embed": "src", "track": "src",
    "object": "data", "image": "href", "use": "href", "input": "src",
}  # fmt: skip
"""What a browser fetches by itself, by tag; ``link`` depends on its ``rel``."""
_FETCHED_LINKS = {
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "manifest",
}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_FOCUSABLE = {"a", "button", "input", "select", "textarea", "summary", "iframe"}


@dataclass
class Reading:
    """One page, as far as the checks need it."""

    links: list[str] = field(default_factory=list)
    """Where a reader can go: ``href`` of links, ``action`` of forms."""
    loaded: list[str] = field(default_factory=list)
    """What the browser fetches by itself."""
    anchors: Counter[str] = field(default_factory=Counter)
    titles: list[str] = field(default_factory=list)
    headings: int = 0
    """How many ``h1``."""
    lang: str = ""
    description: str = ""
    redirection: str = ""
    """Target of an immediate ``meta refresh``."""
    first_stop: tuple[str, str] = ("", "")
    """Class and target of the first thing that takes the keyboard."""
    inline: list[str] = field(default_factory=list)
    """What a strict policy would block."""
    text: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Reading()
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._inside.append(tag)
        values = {name: value or "" for name, value in attrs}
        page = self.page
        if "id" in values:
            page.anchors[values["id"]] += 1
        page.inline += [f"{name}={value!r}" for name, value in values.items() if name.startswith("on") or name == "style"]
        page.inline += [
            f"{name}={value!r}" for name, value in values.items() if value.strip().lower().startswith(("javascript:", "vbscript:"))
        ]
        if tag in ("style", "base") or (tag == "script" and "src" not in values):
            page.inline.append(f"<{tag}>")
        if tag == "html":
            page.lang = values.get("lang", "")
        page.headings += tag == "h1"
        if tag in ("a", "area") and "href" in values:
            page.links.append(values["href"])
        if tag == "form":
            page.links.append(values.get("action", ""))
        if tag == "link" and _FETCHED_LINKS & set(values.get("rel", "").split()):
            page.loaded.append(values.get("href", ""))
        elif tag == "link" and "alternate" in values.get("rel", ""):
            page.links.append(values.get("href", ""))
        if (name := _LOADED.get(tag)) and name in values:
            page.loaded.append(values[name])
        page.loaded += [candidate.split()[0] for candidate in values.get("srcset", "").split(",") if candidate.strip()]
        if tag == "meta" and values.get("name") == "description":
            page.description = values.get("content", "")
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            page.redirection = values.get("content", "").partition("url=")[2]
            page.links.append(page.redirection)
        if not any(page.first_stop) and (tag in _FOCUSABLE or values.get("tabindex", "-1") != "-1"):
            page.first_stop = (values.get("class", ""), values.get("href", ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._inside.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.page.text.append(data)
        if self._inside[-1:] == ["title"] and "svg" not in self._inside:
            self.page.titles.append(data.strip())


def read(html: str) -> Reading:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


@cache
def readings(site: Path) -> Mapping[str, Reading]:
    """Every page of the folder ``site``, by its path in it; read once, for a finished site."""
    return {path.relative_to(site).as_posix(): read(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}


def target(page: str, link: str) -> tuple[str, str] | None:
    """The file that a link of ``page`` leads to, and its anchor; ``None`` when it leads out of the site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if not path:
        return page, unquote(parts.fragment)
    found = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if not path.startswith("/") else path.lstrip("/") or "."
    if path.endswith("/") or posixpath.basename(found) in (".", ".."):
        found = posixpath.normpath(posixpath.join(found, "index.html"))
    return found, unquote(parts.fragment)


def broken_links(site: Path, pages: Mapping[str, Reading]) -> Iterator[str]:
    """Links and files asked for that are not there, anchors that no page holds."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    for name, page in pages.items():
        for link in sorted({*page.links, *page.loaded}):
            found = target(name, link)
            if found is None or link.startswith("data:"):
                continue
            path, anchor = found
            if path not in files:
                yield f"{name}: {link} is not in the site"
            elif anchor and path in pages and anchor not in pages[path].anchors:
                yield f"{name}: no anchor for {link}"


def orphans(pages: Mapping[str, Reading]) -> list[str]:
    """Pages that no chain of links reaches from the home page; those that only lead on, and the 404, are for other doors."""
    seen: set[str] = set()
    waiting = ["index.html"]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in pages:
            continue
        seen.add(name)
        waiting += [found[0] for link in pages[name].links if (found := target(name, link))]
    return [name for name, page in pages.items() if name not in seen and not page.redirection and name != "404.html"]


def outside_requests(pages: Mapping[str, Reading]) -> Iterator[str]:
    """Files that a page would fetch from another host."""
    for name, page in pages.items():
        for link in page.loaded:
            if not link.startswith("data:") and target(name, link) is None:
                yield f"{name}: {link}"


def bad_pages(pages: Mapping[str, Reading]) -> Iterator[str]:
    """What every page owes its reader, and each page that lacks it."""
    for name, page in pages.items():
        if page.lang != "fr":
            yield f"{name}: lang={page.lang!r}"
        if page.headings != 1:
            yield f"{name}: {page.headings} h1"
        if len(page.titles) != 1 or not page.titles[0]:
            yield f"{name}: titles {page.titles}"
        if not page.description:
            yield f"{name}: no description"
        if page.first_stop != ("evitement", "#contenu"):
            yield f"{name}: first stop {page.first_stop}"
        yield from (f"{name}: {sign}" for sign in page.inline)
        yield from (f"{name}: anchor {anchor} twice" for anchor, count in page.anchors.items() if count > 1)
