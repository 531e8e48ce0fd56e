"""The maps: what they draw is a function of the data, the same everywhere, and in a browser they follow filters, years and layers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from conftest import PETIT, Observatory
from construire import ROOT
from navigateur import visit
from observatoire import loading
from observatoire.chronologie import Duree, annees, duree_de, faits_de
from observatoire.dessin import Boite, clip, ecarter, etiqueter, mur
from observatoire.model import Observatoire
from observatoire.pages import territoires
from observatoire.pages.rendu import Rendu
from test_navigateur import served, violations_at_every_look


@pytest.fixture(scope="module")
def o() -> Observatoire:
    return loading.load(ROOT)


# --- Drawing


@given(st.integers(min_value=1, max_value=300))
def test_a_wall_has_a_place_for_each_brick_and_none_twice(count: int) -> None:
    corners, width, height = mur(count)

    assert len(set(corners)) == count
    assert all(0 <= x <= width and 0 <= y <= height for x, y in corners)
    assert height <= width * 1.1


boxes = st.lists(st.builds(Boite, *[st.integers(0, 400)] * 2, *[st.integers(10, 40)] * 2), min_size=2, max_size=12)


@given(boxes)
def test_walls_part_until_none_hides_another_and_keep_their_size(found: list[Boite]) -> None:
    parted = ecarter(found, 4)

    assert parted == ecarter(found, 4)
    assert [(box.largeur, box.hauteur) for box in parted] == [(box.largeur, box.hauteur) for box in found]
    # Rounding to the unit may take one from the gap.
    assert [pair for pair in combinations(parted, 2) if pair[0].recouvre(pair[1], 0)] == []


def test_walls_that_are_apart_stay_where_they_are() -> None:
    apart = [Boite(0, 0, 10, 10), Boite(50, 0, 10, 10)]

    assert ecarter(apart, 4) == apart


def test_a_name_that_fits_nowhere_is_left_out_rather_than_written_over_another() -> None:
    frame = Boite(100, 50, 200, 100)
    named = [("Un nom assez long", Boite(100, 50, 10, 10)), ("Un autre nom aussi long", Boite(104, 52, 10, 10))]

    found = etiqueter(named, 40, [Boite(100, 95, 200, 40)], frame)

    assert list(found) == []
    assert [x.texte for x in etiqueter([("Lens", Boite(100, 50, 10, 10))], 12, [], frame).values()] == ["Lens"]


def test_an_outline_is_cut_at_the_frame() -> None:
    frame = Boite(5, 5, 10, 10)

    assert clip([(-5, -5), (15, -5), (15, 15), (-5, 15), (-5, -5)], frame) != []
    assert all(0 <= x <= 10 and 0 <= y <= 10 for x, y in clip([(5, -5), (20, 5), (5, 20), (-5, 5), (5, -5)], frame))
    assert clip([(20, 20), (30, 20), (30, 30), (20, 20)], frame) == []


# --- Years


def test_a_practice_is_under_way_as_long_as_its_record_shows_it() -> None:
    ended, unknown = Duree(1994, 2001, 2001), Duree(1989, 2012, None)

    assert [ended.en(year) for year in (1993, 1994, 2001, 2002)] == ["non", "oui", "oui", "non"]
    assert [unknown.en(year) for year in (1988, 1989, 2012, 2013)] == ["non", "oui", "oui", "peut-etre"]


def test_the_years_of_the_corpus_are_counted_practice_by_practice(o: Observatoire) -> None:
    durees = [duree for e in o.experiences.values() if (duree := duree_de(e))]
    told = annees(o)

    assert [a.annee for a in told] == list(range(min(d.debut for d in durees), told[-1].annee + 1))
    for year, sure, unsure in told:
        assert sure == sum(d.debut <= year <= (d.fin or d.atteste) for d in durees)
        assert unsure == sum(d.fin is None and d.atteste < year for d in durees)


def test_a_step_and_a_fact_that_say_the_same_are_told_once_however_long_they_are(o: Observatoire) -> None:
    alma_gare = {fact.date: fact for fact in faits_de(o.experiences["apu-alma-gare"])}

    assert alma_gare["1973"].texte.count("mères de famille") == 1
    assert "L’atelier naît en 1974." in alma_gare["1973"].texte
    assert alma_gare["1982"] == ("1982", "La construction du nouveau quartier s’achève", "Elle avait commencé en 1975.", ("s4", "s5"))


# --- Zones


def test_a_zone_comes_from_a_written_perimeter_then_from_the_carriers_else_is_unknown(observatory: Observatory, o: Observatoire) -> None:
    petit = loading.load(PETIT)
    assert petit.zones_de(petit.experiences["marche-du-canal"]) == ("ouest",)
    assert petit.zones_de(petit.experiences["ecoute-du-marche"]) == ("est",)

    no_limit = (PETIT / "groupes" / "est.yml").read_text(encoding="utf-8")
    root = observatory({"groupes/est.yml": re.sub(r"\narrondissements:.*", "", no_limit)})
    without = loading.load(root)
    jardin = without.experiences["jardin-des-quatre-vents"]
    carriers = {without.structures[key].zone for key in jardin.porteurs}

    assert set(without.zones_de(jardin)) == carriers - {None, "hors_region"}
    assert o.zones == {}
    assert o.zones_de(o.experiences["fph-roubaix"]) == ()


def test_an_unknown_seat_of_arrondissement_is_told_with_the_line_to_paste(observatory: Observatory) -> None:
    text = (PETIT / "groupes" / "est.yml").read_text(encoding="utf-8")
    root = observatory({"groupes/est.yml": re.sub(r"arrondissements:.*", "arrondissements: [Lile]", text)})

    with pytest.raises(loading.InvalidData) as caught:
        loading.load(root)

    assert any("« Lile »" in str(p).replace("\u00a0", " ") and "Lille" in str(p) for p in caught.value.problems)


def test_a_place_leads_to_the_nearest_communes_that_have_something(o: Observatoire) -> None:
    page = next(page for page in territoires.pages(Rendu(o)) if page.path == "territoires/mericourt-62570.md")
    around = re.search(r"Autour, les plus proches</dt><dd>(.*?)</dd>", page.markdown, re.DOTALL)

    assert around
    named = re.findall(r'href="\.\./([a-z-]+-\d{5})/">', around[1])
    far = [int(km) for km in re.findall(r"(\d+)\u00a0km", around[1])]
    assert len(named) == 5
    assert "mericourt-62570" not in named
    assert named[0] == "lens-62498"
    assert far == sorted(far)


# --- In a browser


@pytest.fixture(scope="module")
def site(vrai_site: Path) -> Iterator[str]:
    yield from served(vrai_site)


@pytest.fixture(scope="module")
def petit(petit_site: Path) -> Iterator[str]:
    yield from served(petit_site)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens an address in a browser of its own; no page may complain."""
    contexts = []
    said: list[str] = []

    def open_(address: str, **options: Any) -> Page:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        (visit if options.get("java_script_enabled", True) else Page.goto)(page, address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture(scope="module")
def data(vrai_site: Path) -> list[dict[str, Any]]:
    found: dict[str, Any] = json.loads((vrai_site / "donnees" / "explorateur.json").read_text(encoding="utf-8"))
    practices: list[dict[str, Any]] = found["experiences"]
    return practices


def by_commune(practices: list[dict[str, Any]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for e in practices:
        for code in e["valeurs"].get("commune", []):
            counts[code] = counts.get(code, 0) + 1
    return counts


def walls(page: Page) -> dict[str, int]:
    """Count that each commune's link announces, by INSEE code."""
    pairs = page.locator(".atlas .lieu[data-epci][href]").evaluate_all(
        r"links => links.map(a => [a.dataset.lieu, Number(a.getAttribute('aria-label').match(/: (\d+)/)[1])])"
    )
    return {code: int(count) for code, count in pairs}


def bricks(page: Page, selector: str = ".bq:not(.non)") -> set[str]:
    found: list[str] = page.locator(f".atlas {selector}").evaluate_all("bricks => bricks.map(b => b.dataset.e)")
    return set(found)


def test_the_map_holds_every_practice_and_each_wall_is_a_link_with_a_name(
    opened: Callable[..., Page], site: str, data: list[dict[str, Any]]
) -> None:
    page = opened(f"{site}territoires/", java_script_enabled=False)

    assert bricks(page, ".bq") == {e["id"] for e in data}
    links = page.locator(".atlas .lieu").evaluate_all(
        "links => links.map(a => [a.getAttribute('href'), a.querySelector('title').textContent])"
    )
    assert all(href and re.search(r"\u00a0: \d+", name) for href, name in links)
    listed = page.locator(".par-lieu > li").evaluate_all(
        "items => items.map(li => [li.dataset.lieu, Number(li.querySelector('.q').textContent)])"
    )
    assert dict(listed) == by_commune(data)


def test_a_year_shows_what_was_under_way_on_the_map_and_in_the_list(opened: Callable[..., Page], site: str, o: Observatoire) -> None:
    page = opened(f"{site}territoires/")
    slider = page.get_by_role("slider", name="Année")
    slider.fill("2005")
    durees = {e.id: duree for e in o.experiences.values() if (duree := duree_de(e))}
    sure = {key for key, duree in durees.items() if duree.en(2005) == "oui"}
    unsure = {key for key, duree in durees.items() if duree.en(2005) == "peut-etre"}

    expect(page.locator(".remonter output")).to_have_text("2005")
    expect(page.locator(".remonter [role=status]")).to_contain_text(f"En 2005\u00a0: {len(sure)}\u00a0expériences en cours")
    assert 5 < len(sure) < 70
    assert bricks(page) == sure | unsure
    assert bricks(page, ".bq.doute") == unsure
    listed = page.locator("main li[data-e]:visible").evaluate_all("items => items.map(li => li.dataset.e)")
    assert set(listed) == sure | unsure
    assert page.url.endswith("?annee=2005")
    page.reload()
    expect(page.locator(".remonter output")).to_have_text("2005")
    page.get_by_role("button", name="Toutes les années").click()
    expect(page.locator(".bq.non")).to_have_count(0)
    assert page.url.endswith("/territoires/")


def test_the_keyboard_goes_through_years_layers_and_walls(opened: Callable[..., Page], site: str) -> None:
    page = opened(f"{site}territoires/")
    page.get_by_role("slider", name="Année").focus()
    page.keyboard.press("Home")
    first = page.locator(".remonter output").inner_text()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".remonter output")).to_have_text(str(int(first) + 1))
    page.keyboard.press("End")

    page.get_by_label("les intercommunalités d’aujourd’hui").focus()
    page.keyboard.press("Space")
    expect(page.locator(".legende-chaleur")).to_be_visible()
    assert "couche=epci" in page.url
    page.get_by_label("les arrondissements").focus()
    page.keyboard.press("Space")
    expect(page.locator(".geo .arr").first).to_be_visible()

    names = []
    page.locator(".atlas .lieu[href]").first.focus()
    for _ in range(page.locator(".geo").first.locator(".lieu[data-epci][href]").count()):
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label').split('\\u00a0: ')[0]"))
        expect(page.locator(".bulle.vue text")).to_contain_text(names[-1])
        page.keyboard.press("Tab")
    communes = names[2:]
    folded = [re.sub(r"^(Le|La|Les|L’) ?", "", name) for name in communes]
    assert folded == sorted(folded)
    assert len(set(names)) == len(names) > 10


def test_years_go_by_only_when_asked_and_stop(opened: Callable[..., Page], site: str) -> None:
    page = opened(f"{site}territoires/?annee=2000")
    page.get_by_role("button", name="Dérouler").click()
    expect(page.locator(".remonter output")).to_have_text("2002")
    page.get_by_role("button", name="Arrêter").click()
    stopped = page.locator(".remonter output").inner_text()
    expect(page.get_by_role("button", name="Dérouler")).to_be_visible()

    assert f"annee={stopped}" in page.url
    still = opened(f"{site}territoires/", reduced_motion="reduce")
    expect(still.get_by_role("button", name="Toutes les années")).to_be_visible()
    expect(still.get_by_role("button", name="Dérouler")).to_be_hidden()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("annee=1850", "l’année «\u00a01850\u00a0» n’est pas entre"),
        ("annee=%3Cscript%3E", "l’année «\u00a0<script>\u00a0» n’est pas entre"),
        ("couche=lune&annee=2005", "la couche «\u00a0lune\u00a0» n’existe pas"),
        ("vue=x", "le critère «\u00a0vue\u00a0» n’existe pas"),
    ],
)
def test_a_bad_address_of_the_map_gets_a_sentence_and_the_map(opened: Callable[..., Page], site: str, query: str, said: str) -> None:
    page = opened(f"{site}territoires/?{query}")

    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.locator(".remonter output")).to_have_text("2005" if "2005" in query else re.compile(r"^\d{4}–\d{4}$"))


def test_zones_are_drawn_where_a_perimeter_is_written_and_not_guessed_elsewhere(opened: Callable[..., Page], site: str, petit: str) -> None:
    fictional = opened(f"{petit}territoires/?couche=zones")
    expect(fictional.get_by_label("les zones des groupes : Est et Ouest")).to_be_checked()
    expect(fictional.locator(".geo .zone", has_text="Zone Est").first).to_be_visible()

    real = opened(f"{site}territoires/")
    expect(real.get_by_text("aucune source ne dit où passe leur limite")).to_be_visible()
    expect(real.locator(".geo .zone")).to_have_count(0)


def test_the_map_of_the_explorer_follows_its_filters(opened: Callable[..., Page], site: str, data: list[dict[str, Any]]) -> None:
    page = opened(f"{site}experiences/")
    page.get_by_role("navigation", name="Vues").get_by_text("Carte", exact=True).click()
    expect(page.locator(".atlas")).to_be_visible()
    assert page.url.endswith("?vue=carte")
    assert walls(page) == by_commune(data)

    page.locator('input[name="objet-traite"][value="mobilite"]').check()
    found = [e for e in data if "mobilite" in e["valeurs"]["objet-traite"]]
    communes = by_commune(found)
    wide = [e for e in found if "commune" not in e["valeurs"]]
    expect(page.locator("main [role=status]").first).to_contain_text(
        f"sur la carte\u00a0: {len(found) - len(wide)}\u00a0expériences dans {len(communes)}\u00a0communes"
    )
    assert wide
    assert walls(page) == communes
    assert bricks(page) == {e["id"] for e in found}
    listed = page.locator("#carte .proches a").evaluate_all("links => links.map(a => a.pathname.split('/').at(-2))")
    assert listed == [e["id"] for e in found]

    page.go_back()
    expect(page.locator(".bq.non")).to_have_count(0)


def test_a_wall_of_the_explorer_asks_for_its_commune(opened: Callable[..., Page], site: str, data: list[dict[str, Any]]) -> None:
    page = opened(f"{site}experiences/?vue=carte&couche=epci")
    expect(page.locator(".legende-chaleur")).to_be_visible()
    wall = page.locator('.lieu[data-lieu="59512"]')
    target = wall.get_attribute("href")
    wall.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".actifs button").first).to_contain_text("Roubaix")

    assert page.url.endswith("?commune=59512&vue=carte&couche=epci")
    assert target and page.url.endswith(target.split("/")[-1])
    assert bricks(page) == {e["id"] for e in data if "59512" in e["valeurs"].get("commune", [])}
    page.go_back()
    expect(page.locator(".actifs")).to_be_hidden()


@pytest.mark.parametrize(
    "address", ["experiences/?vue=carte&etat=terminee&couche=epci", "territoires/?annee=2005&couche=epci&couche=arrondissements"]
)
def test_axe_finds_nothing_on_a_map_in_use(examiner: Page, site: str, address: str) -> None:
    visit(examiner, site + address)

    assert violations_at_every_look(examiner) == []
