"""The explorer, driven in a real browser on the real corpus."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from navigateur import visit
from test_navigateur import served, violations_at_every_look

COMBINED = {"famille-modalite": ["ateliers-et-coproduction"], "etat": ["en-cours"], "periode": ["2005-2009", "2010-2012"]}
"""Three facets, one with two values."""


@pytest.fixture(scope="module")
def site(vrai_site: Path) -> Iterator[str]:
    yield from served(vrai_site)


@pytest.fixture(scope="module")
def data(vrai_site: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((vrai_site / "donnees" / "explorateur.json").read_text(encoding="utf-8"))
    return found


def answering(data: dict[str, Any], chosen: dict[str, list[str]], besides: str = "") -> list[dict[str, Any]]:
    """Practices that have one of the values of each facet, ``besides`` left out; a term and its family are one facet."""
    parents = {facette["cle"]: facette.get("parent", facette["cle"]) for facette in data["facettes"]}
    asked: dict[str, list[tuple[str, str]]] = {}
    for key, values in chosen.items():
        asked.setdefault(parents[key], []).extend((key, value) for value in values)
    asked.pop(parents.get(besides, ""), None)
    return [
        e for e in data["experiences"] if all(any(value in e["valeurs"].get(key, []) for key, value in pairs) for pairs in asked.values())
    ]


def tick(page: Page, chosen: dict[str, list[str]]) -> None:
    page.locator("details.plus > summary").click()
    for key, values in chosen.items():
        for value in values:
            page.locator(f'input[name="{key}"][value="{value}"]').check()


def seen(page: Page) -> Locator:
    """The links of the cards that are seen."""
    return page.locator(".liste-cartes .carte:visible :is(h2, h3) a")


def shown(page: Page) -> list[str]:
    """Identifiers of the cards that are seen now, in their order."""
    return [address.rstrip("/").rsplit("/", 1)[1] for address in seen(page).evaluate_all("links => links.map(a => a.href)")]


def expect_shown(page: Page, experiences: list[dict[str, Any]]) -> None:
    """The cards seen are those of ``experiences``, in this order, as soon as the page has caught up."""
    expect(seen(page)).to_have_count(len(experiences))
    for link, experience in zip(seen(page).all(), experiences, strict=True):
        expect(link).to_have_attribute("href", re.compile(rf"(^|/){re.escape(experience['id'])}/$"))


def saved(download: Download) -> list[dict[str, str]]:
    with Path(download.path()).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_data_of_the_explorer_is_light(vrai_site: Path) -> None:
    size = len(gzip.compress((vrai_site / "donnees" / "explorateur.json").read_bytes()))

    assert size <= 60_000


def test_three_facets_combine_and_each_count_is_true(opened: Callable[..., Page], data: dict[str, Any]) -> None:
    page = opened("experiences/")
    tick(page, COMBINED)
    expected = answering(data, COMBINED)

    assert 1 < len(expected) < 20
    expect(page.locator(".barre h2")).to_have_text(f"{len(expected)} expériences sur {len(data['experiences'])}")
    expect_shown(page, expected)
    expect(page.locator("main [role=status]")).to_have_text(re.compile(rf"^{len(expected)}\s+expériences sur"))
    for facette in data["facettes"]:
        others = answering(data, COMBINED, besides=facette["cle"])
        boxes = page.locator(f'input[name="{facette["cle"]}"]').evaluate_all(
            "boxes => boxes.map(b => [b.value, Number(b.closest('label').querySelector('.q').textContent), b.disabled])"
        )
        assert len(boxes) == len(facette["valeurs"])
        for value, count, inert in boxes:
            assert count == sum(value in e["valeurs"].get(facette["cle"], []) for e in others)
            assert inert == (count == 0 and value not in COMBINED.get(facette["cle"], []))


def test_a_term_narrows_its_family_and_leaves_the_others(opened: Callable[..., Page], data: dict[str, Any]) -> None:
    page = opened("experiences/")
    family, other = "deliberation", "numerique"
    term = "tirage-au-sort"
    for value in (family, other):
        page.locator(f'input[name="famille-modalite"][value="{value}"]').check()
    expect_shown(page, answering(data, {"famille-modalite": [family, other]}))

    page.get_by_role("button", name="Préciser : Délibération").click()
    page.locator(f'input[name="modalites-animation"][value="{term}"]').check()
    expected = answering(data, {"modalites-animation": [term], "famille-modalite": [other]})

    assert expected
    expect_shown(page, expected)
    again = opened(page.url.split("/", 3)[3])
    expect(again.locator(f'input[name="modalites-animation"][value="{term}"]')).to_be_visible()
    expect_shown(again, expected)


def test_every_facet_of_the_charter_is_offered(data: dict[str, Any]) -> None:
    offered = {facette["cle"] for facette in data["facettes"]}

    assert offered >= {
        "objet-traite", "public-vise", "famille-modalite", "modalites-animation", "enjeux", "theme", "niveau-annonce", "niveau-constate",
        "type-porteur", "commune", "epci", "arrondissement", "zone", "echelle", "periode", "etat", "fiche",
    }  # fmt: skip
    values = {facette["cle"]: [value[0] for value in facette["valeurs"]] for facette in data["facettes"]}
    assert "abandonnee" in values["etat"]
    assert {"avec-limites", "validee"} <= set(values["fiche"])
    assert {"est", "ouest", "region", "non-documentee"} == set(values["zone"])


def test_the_same_word_in_two_facets_is_told_apart(opened: Callable[..., Page]) -> None:
    page = opened("experiences/?niveau-annonce=consultation&niveau-constate=consultation")

    chips = page.locator(".actifs button")
    expect(chips.nth(0)).to_have_accessible_name(re.compile("^Niveau constaté\u00a0: consultation"))
    expect(chips.nth(1)).to_have_accessible_name(re.compile("^Niveau annoncé\u00a0: consultation"))


def test_an_address_says_it_all_and_back_undoes(opened: Callable[..., Page], data: dict[str, Any], site: str) -> None:
    page = opened("experiences/")
    tick(page, COMBINED)
    by_date = answering(data, COMBINED)
    expect_shown(page, by_date)
    page.get_by_label("Trier par").select_option("titre")
    page.wait_for_url("**tri=titre*")
    found = shown(page)
    other = opened(page.url.removeprefix(site))

    assert found != [e["id"] for e in by_date]
    assert sorted(found) == sorted(e["id"] for e in by_date)
    expect_shown(other, [{"id": key} for key in found])
    expect(other.locator(".actifs button").last).to_have_text("Tout effacer")
    page.go_back()
    expect_shown(page, by_date)
    page.go_back()
    expect_shown(page, answering(data, {**COMBINED, "periode": ["2005-2009"]}))
    page.go_forward()
    expect_shown(page, by_date)


def test_a_chip_takes_its_choice_away(opened: Callable[..., Page], data: dict[str, Any]) -> None:
    page = opened("experiences/?etat=terminee&objet-traite=mobilite")
    page.locator(".actifs").get_by_role("button", name="Terminée : retirer").click()

    expect_shown(page, answering(data, {"objet-traite": ["mobilite"]}))
    expect(page.locator(".actifs").get_by_role("button", name="Mobilité")).to_be_focused()
    page.keyboard.press("Enter")
    expect(seen(page)).to_have_count(len(data["experiences"]))
    expect(page.locator(".barre h2")).to_be_focused()


def test_the_table_holds_the_same_results(opened: Callable[..., Page], data: dict[str, Any]) -> None:
    page = opened("experiences/?etat=terminee&tri=enseignements")
    expect(seen(page)).to_have_count(len(answering(data, {"etat": ["terminee"]})))
    cards = shown(page)
    page.get_by_role("navigation", name="Vues").get_by_text("Tableau").click()
    expect(seen(page)).to_have_count(0)
    rows = page.locator("table.donnees tbody tr:visible th a").evaluate_all("links => links.map(a => a.pathname.split('/').at(-2))")

    assert rows == cards
    lessons = {e["id"]: e["enseignements"] for e in data["experiences"]}
    assert [lessons[key] for key in rows] == sorted((lessons[key] for key in rows), reverse=True)


def test_the_export_holds_the_selection(opened: Callable[..., Page], data: dict[str, Any]) -> None:
    page = opened("experiences/?etat=terminee")
    with page.expect_download() as caught:
        page.get_by_role("button", name="Exporter cette sélection").click()
    rows = saved(caught.value)

    assert [row["id"] for row in rows] == [e["id"] for e in answering(data, {"etat": ["terminee"]})]
    assert all(row["etat"] == "Terminée" and row["resume"] for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_the_keyboard_alone_filters_and_compares(opened: Callable[..., Page], data: dict[str, Any]) -> None:
    page = opened("experiences/")

    def reach(selector: str) -> None:
        for _ in range(400):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        pytest.fail(f"Tab never reaches {selector}")

    reach('input[name="objet-traite"][value="amenagement-et-renouvellement-urbain"]')
    page.keyboard.press("Space")
    reach('input[name="periode"][value="2000-2004"]')
    page.keyboard.press("Space")
    reach(".plus > summary")
    page.keyboard.press("Enter")
    reach('input[name="etat"][value="terminee"]')
    page.keyboard.press("Space")
    chosen = {"objet-traite": ["amenagement-et-renouvellement-urbain"], "periode": ["2000-2004"], "etat": ["terminee"]}
    expected = answering(data, chosen)
    assert len(expected) >= 2
    expect_shown(page, expected)
    for _ in range(2):
        reach(".a-cocher input:not(:checked)")
        page.keyboard.press("Space")
    reach(".panier a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/comparer/?e=*")

    assert page.url.endswith(f"/comparer/?e={expected[0]['id']}&e={expected[1]['id']}")


BAD = (
    "experiences/?facette=x",
    "experiences/?objet-traite=nawak",
    "experiences/?objet-traite=%3Cscript%3Ealert(1)%3C/script%3E",
    "experiences/?%3Cimg%20src=x%20onerror=alert(1)%3E=1",
    "experiences/?e=inconnue&tri=prix&vue=carton",
    "experiences/?__proto__=x&constructor=y",
    "experiences/?tri=constructor&vue=toString",
    "experiences/?e=ajonc&e=regl&e=upqm&e=spppi&e=baraka",
)


@pytest.mark.parametrize("address", BAD)
def test_a_bad_address_gets_a_sentence_and_the_list(opened: Callable[..., Page], data: dict[str, Any], address: str) -> None:
    page = opened(address)

    expect(page.get_by_role("alert")).to_contain_text("L’adresse demande autre chose")
    expect(seen(page)).to_have_count(len(data["experiences"]))


def test_a_choice_without_answer_says_so(opened: Callable[..., Page]) -> None:
    page = opened("experiences/?periode=avant-1990&objet-traite=numerique")

    expect(page.locator(".aucun")).to_be_visible()
    expect(seen(page)).to_have_count(0)


def test_without_javascript_the_list_and_its_entries_remain(opened: Callable[..., Page], data: dict[str, Any]) -> None:
    page = opened("experiences/", java_script_enabled=False)

    expect(seen(page)).to_have_count(len(data["experiences"]))
    assert page.locator(".facettes nav a").count() > 30
    assert page.locator("table.donnees tbody tr").count() == len(data["experiences"])


@pytest.mark.parametrize(
    "address",
    [
        "experiences/?etat=terminee&e=ajonc&e=regl",
        "experiences/?vue=tableau&zone=x",
    ],
)
def test_axe_finds_nothing(examiner: Page, site: str, address: str) -> None:
    visit(examiner, site + address)

    assert violations_at_every_look(examiner) == []
