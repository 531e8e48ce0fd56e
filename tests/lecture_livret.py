"""A booklet that was printed, as its readers have it: its pages, its files for e-readers, and the records that it holds."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

from lecture_pdf import pages_of
from observatoire import loading
from observatoire.livret.selection import choose
from observatoire.model import Observatoire
from observatoire.schema.common import Record

HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}svg"


@dataclass(frozen=True)
class Imprime:
    """A booklet, in print and for e-readers."""

    root: Path
    """The observatory that it is made of."""
    key: str
    folder: Path

    @property
    def pdf(self) -> Path:
        return self.folder / f"{self.key}.pdf"

    @property
    def epub(self) -> Path:
        return self.folder / f"{self.key}.epub"

    @cached_property
    def observatoire(self) -> Observatoire:
        return loading.load(self.root)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """What its manifest takes, in reading order."""
        return tuple(record for _, taken in choose(self.observatoire, self.observatoire.livrets[self.key]).sections for record in taken)

    @cached_property
    def pages(self) -> list[str]:
        """Words of each printed page."""
        return pages_of(self.pdf)

    @cached_property
    def textes(self) -> dict[str, ElementTree.Element]:
        """Each file of the EPUB, in reading order."""
        with zipfile.ZipFile(self.epub) as archive:
            package = ElementTree.fromstring(archive.read("EPUB/livret.opf"))
            space = {"o": "http://www.idpf.org/2007/opf"}
            names = {item.get("id"): item.get("href") for item in package.iterfind("o:manifest/o:item", space)}
            order = [str(names[ref.get("idref")]) for ref in package.iterfind("o:spine/o:itemref", space)]
            return {name: ElementTree.fromstring(archive.read(f"EPUB/{name}")) for name in order}


def words(element: ElementTree.Element) -> Iterator[str]:
    """What an element of an EPUB says, its pictures by their descriptions."""
    if element.tag == SVG:
        yield element.get("aria-label", "")
        return
    yield element.get("alt", "") if element.tag == f"{HTML}img" else element.text or ""
    for child in element:
        yield from words(child)
        yield child.tail or ""


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
