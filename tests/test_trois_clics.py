"""Without JavaScript, from the home page to every practice in three clicks, whichever way one sorts them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from construire import ROOT
from observatoire import loading
from observatoire.facettes import FACETTES
from observatoire.model import Observatoire
from observatoire.schema.experience import Experience
from test_navigateur import served
from verification import Reading, readings, target


@pytest.fixture(scope="module")
def site(vrai_site: Path) -> Iterator[str]:
    yield from served(vrai_site)


@pytest.fixture(scope="module")
def observatoire() -> Observatoire:
    return loading.load(ROOT)


@pytest.fixture(scope="module")
def pages(vrai_site: Path) -> Mapping[str, Reading]:
    return readings(vrai_site)


def by_facet(key: str) -> Callable[[Observatoire, Experience], list[str]]:
    """Pages of the values that a practice has for a facet."""
    folder = f"experiences/par/{key.replace('_', '-')}"
    return lambda o, e: [f"{folder}/{value.replace('_', '-')}/index.html" for value in FACETTES[key].valeurs(o, e)]


WAYS: Mapping[str, Callable[[Observatoire, Experience], list[str]]] = {
    "objet": by_facet("objet_traite"),
    "public": by_facet("public_vise"),
    "modalité": by_facet("famille_modalite"),
    "niveau": by_facet("niveau_constate"),
    "période": by_facet("periode"),
    "territoire": lambda o, e: [f"territoires/{lieu.id}/index.html" for lieu in o.lieux_de(e)],
}
"""The pages that a practice must be found on, by way of sorting."""


def leads(pages: Mapping[str, Reading], name: str) -> set[str]:
    """Pages that a page links to."""
    return {found[0] for link in pages[name].links if (found := target(name, link)) and found[0] in pages}


@pytest.mark.parametrize("way", WAYS)
def test_every_practice_is_three_clicks_from_the_home_page(pages: Mapping[str, Reading], observatoire: Observatoire, way: str) -> None:
    one_click = leads(pages, "index.html")
    two_clicks = one_click.union(*(leads(pages, name) for name in one_click))

    lost = {}
    for e in observatoire.experiences.values():
        sorted_under = WAYS[way](observatoire, e)
        if not any(name in two_clicks and f"experiences/{e.id}/index.html" in leads(pages, name) for name in sorted_under):
            lost[e.id] = sorted_under

    assert observatoire.experiences
    assert lost == {}


CLICKS = (
    ("Expériences", "Mobilité et transports"),
    ("Expériences", "Jeunes"),
    ("Expériences", "Aller vers"),
    ("Expériences", "Niveau non renseigné"),
    ("Expériences", "2005–2009"),
    ("Territoires", "Grande-Synthe"),
)
"""What is clicked on, before the first practice of the page."""


@pytest.mark.parametrize("clicks", CLICKS, ids=lambda clicks: clicks[1])
def test_the_three_clicks_are_on_links_that_are_seen(opened: Callable[..., Page], clicks: tuple[str, str]) -> None:
    page = opened("", java_script_enabled=False)
    page.get_by_role("navigation", name="Rubriques").get_by_role("link", name=clicks[0], exact=True).click()
    page.locator("main").get_by_role("link", name=clicks[1], exact=True).first.click()
    card = page.locator("main .carte h3 a").first
    address = str(card.get_attribute("href"))
    card.click()

    expect(page.locator("h1")).to_be_visible()
    assert page.url.rstrip("/").endswith("/experiences/" + address.rstrip("/").rsplit("/", 1)[1])
