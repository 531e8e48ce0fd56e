"""The words of the glossary in the pages: where they are linked, and what they say when asked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from navigateur import visit
from observatoire.pages.gloses import Gloses
from observatoire.schema.reperes import Glossaire, TermeGlossaire
from test_navigateur import LOOKS, served, violations

WORDS = {
    "budget-participatif": ("Budget participatif", "BP"),
    "budget-participatif-des-lycees": ("Budget participatif des lycées", "BPL"),
    "habitant": ("Habitant", None),
}
GLOSES = Gloses(
    Glossaire.model_construct(
        termes=tuple(TermeGlossaire(cle=key, terme=word, sigle=sigle, definition="Un mot.") for key, (word, sigle) in WORDS.items())
    )
)


def glossed(body: str, title: str = "Essai") -> list[tuple[str, str]]:
    """The words linked in ``body``, with the key that each leads to; the rest of it must be untouched."""
    found = GLOSES.poser(body, title, lambda address: f"../{address}")
    links = re.findall(r'<a class="glose" href="\.\./glossaire/#([a-z-]+)">([^<]*)</a>', found)
    assert re.sub(r'<a class="glose"[^>]*>([^<]*)</a>', r"\1", found) == body
    return [(key, word) for key, word in links]


def test_a_word_is_linked_once_where_it_first_appears() -> None:
    body = "<p>Des habitants votent.</p><p>Un habitant du quartier, puis le BP, un budget participatif.</p>"

    assert glossed(body) == [("habitant", "habitants"), ("budget-participatif", "BP")]


def test_the_longest_word_wins() -> None:
    assert glossed("<p>Le budget participatif des lycées.</p>") == [("budget-participatif-des-lycees", "budget participatif des lycées")]


@pytest.mark.parametrize(
    "body",
    [
        "<h2>Les habitants</h2>",
        '<p><a href="x">Des <b>habitants</b></a></p>',
        "<ul><li><label>Habitant <input></label></li></ul>",
        "<dl><dt>Habitant</dt></dl>",
        '<p class="lab">Habitant</p>',
        '<ol class="sources-liste"><li>Journal des habitants</li></ol>',
        '<article class="carte"><p>Des habitants</p></article>',
        "<p><code>habitant</code></p>",
        '<p><img alt="a > habitant"></p>',
        "<td>habitant</td>",
        "habitant",
    ],
)
def test_headings_labels_links_and_titles_are_left(body: str) -> None:
    assert glossed(body) == []


@pytest.mark.parametrize("body", ["<li>Un habitant</li>", "<dd>Un habitant</dd>", "<blockquote><p>Un <em>habitant</em></p></blockquote>"])
def test_any_running_text_is_read(body: str) -> None:
    assert glossed(body) == [("habitant", "habitant")]


def test_what_follows_a_heading_or_a_void_element_is_read() -> None:
    assert glossed('<h2>Les habitants</h2><p>Avant<br>après <img src="x"> un habitant</p>') == [("habitant", "habitant")]


def test_a_page_is_not_sent_away_from_its_own_subject() -> None:
    assert glossed("<p>Un budget participatif entre habitants</p>", "Budgets participatifs") == [("habitant", "habitants")]


def test_without_a_glossary_nothing_changes() -> None:
    assert Gloses(None).poser("<p>Un habitant</p>", "", str) == "<p>Un habitant</p>"


# --- In a browser, on the real site

FICHE = "experiences/fph-roubaix/"
WORD = "fonds de participation des habitants"


@pytest.fixture(scope="module")
def site(vrai_site: Path) -> Iterator[str]:
    yield from served(vrai_site)


def definition(site: Path, key: str) -> str:
    return str(json.loads((site / "donnees" / "gloses.json").read_text(encoding="utf-8"))[key][1])


def test_a_word_pointed_at_says_what_it_means_and_stays_while_its_bubble_is_read(opened: Callable[..., Page], vrai_site: Path) -> None:
    page = opened(FICHE)
    bubble, word = page.get_by_role("tooltip"), page.locator("a.glose").first
    expect(bubble).to_be_hidden()

    word.hover()
    expect(bubble).to_contain_text(definition(vrai_site, "habitant"))
    bubble.hover()
    page.wait_for_timeout(600)  # Longer than the bubble would take to close.
    expect(bubble).to_be_visible()
    page.mouse.move(1, 1)
    expect(bubble).to_be_hidden()


def test_the_keyboard_opens_a_bubble_and_escape_closes_it(opened: Callable[..., Page], vrai_site: Path, site: str) -> None:
    page = opened(FICHE)
    bubble, word = page.get_by_role("tooltip"), page.locator("a.glose", has_text=WORD)
    word.focus()

    expect(bubble).to_contain_text("Fonds de participation des habitants (FPH)")
    expect(bubble).to_contain_text(definition(vrai_site, "fonds-de-participation-des-habitants"))
    expect(word).to_have_accessible_description(re.compile("FPH"))
    box, seen = bubble.bounding_box(), word.bounding_box()
    assert box and seen
    assert box["y"] >= seen["y"] + seen["height"] - 1 or box["y"] + box["height"] <= seen["y"] + 1, "the bubble hides its word"
    page.keyboard.press("Escape")
    expect(bubble).to_be_hidden()
    expect(word).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}glossaire/#fonds-de-participation-des-habitants")


def test_a_first_tap_tells_and_a_second_one_leads_on(opened: Callable[..., Page], site: str) -> None:
    page = opened(FICHE, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})
    word = page.locator("a.glose", has_text=WORD)

    word.tap()
    expect(page.get_by_role("tooltip")).to_contain_text("Touchez encore le mot")
    expect(page).to_have_url(site + FICHE)
    page.locator("h1").tap()
    expect(page.get_by_role("tooltip")).to_be_hidden()
    word.tap()
    expect(page.get_by_role("tooltip")).to_be_visible()
    word.tap()
    expect(page).to_have_url(f"{site}glossaire/#fonds-de-participation-des-habitants")


def test_without_javascript_a_word_is_a_link_to_its_entry(opened: Callable[..., Page], site: str) -> None:
    page = opened(FICHE, java_script_enabled=False)
    page.locator("a.glose", has_text=WORD).click()

    expect(page).to_have_url(f"{site}glossaire/#fonds-de-participation-des-habitants")
    expect(page.locator("#fonds-de-participation-des-habitants")).to_be_visible()


def test_the_glossary_does_not_send_to_itself(vrai_site: Path) -> None:
    assert 'class="glose"' not in (vrai_site / "glossaire" / "index.html").read_text(encoding="utf-8")


def test_every_word_linked_has_something_to_say(vrai_site: Path) -> None:
    known = json.loads((vrai_site / "donnees" / "gloses.json").read_text(encoding="utf-8"))
    linked = {
        key
        for path in vrai_site.rglob("*.html")
        for key in re.findall(r'<a class="glose" href="[./]*glossaire/#([^"]+)"', path.read_text(encoding="utf-8"))
    }

    assert len(linked) > 100
    assert linked <= known.keys()


def test_axe_finds_nothing_in_an_open_bubble(examiner: Page, site: str) -> None:
    found = []
    visit(examiner, site + FICHE)
    for scheme, width, asked in LOOKS:
        examiner.emulate_media(color_scheme=scheme)
        examiner.set_viewport_size({"width": width, "height": 800})
        examiner.locator("a.glose", has_text=WORD).focus()
        expect(examiner.get_by_role("tooltip")).to_be_visible()
        assert not examiner.evaluate("document.documentElement.scrollWidth > innerWidth")
        found += [f"{width} {scheme}: {violation}" for violation in violations(examiner, asked)]
        examiner.keyboard.press("Escape")
        examiner.locator("h1").click()

    assert found == []
