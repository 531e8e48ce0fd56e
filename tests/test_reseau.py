"""Who works with whom: ties counted from the records, a picture that never moves, and the same in words."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from conftest import PETIT, Observatory
from construire import ROOT
from navigateur import visit
from observatoire import loading
from observatoire.dessin import Boite
from observatoire.model import Observatoire
from observatoire.pages.rendu import Rendu
from observatoire.pages.reseau import HAUTEUR, LARGEUR, Lien, dessin, disposer, ensembles, liens, noeuds, reliees
from test_navigateur import served

FRAME = Boite(500, 320, 1000, 640)


@pytest.fixture(scope="module")
def o() -> Observatoire:
    return loading.load(ROOT)


# --- Ties


def test_two_structures_are_tied_by_each_practice_they_share(o: Observatoire) -> None:
    pairs: dict[tuple[str, str], int] = {}
    for e in o.experiences.values():
        together = {*e.porteurs, *(a.structure for a in (*e.partenaires, *e.financeurs) if a.structure)}
        for a, b in combinations(sorted(together), 2):
            pairs[a, b] = pairs.get((a, b), 0) + 1

    assert {(tie.a, tie.b): tie.partagees for tie in liens(o)} == pairs
    assert len(pairs) > 50


def test_the_most_tied_come_first(o: Observatoire) -> None:
    counts = [count for _, count in reliees(o)]

    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == 2 * len(liens(o))


def test_what_no_tie_joins_is_told_apart() -> None:
    assert ensembles(["a", "b", "c", "d", "e"], [Lien("b", "e", 1), Lien("c", "e", 1), Lien("a", "d", 2)]) == [["b", "c", "e"], ["a", "d"]]


# --- Layout

graphs = st.integers(min_value=2, max_value=14).flatmap(
    lambda n: st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=20).map(
        lambda pairs: (
            [f"s{k}" for k in range(n)],
            [Lien(f"s{a}", f"s{b}", 1) for a, b in sorted({(min(p), max(p)) for p in pairs if p[0] != p[1]})],
        )
    )
)


@given(graphs)
def test_every_structure_has_a_place_of_its_own_in_the_frame(graph: tuple[list[str], list[Lien]]) -> None:
    keys, ties = graph
    places = disposer(keys, ties, FRAME)

    assert set(places) == set(keys)
    assert all(0 <= x <= 1000 and 0 <= y <= 640 for x, y in places.values())
    assert len({(round(x), round(y)) for x, y in places.values()}) == len(keys)
    assert places == disposer(keys, ties, FRAME)


def test_the_layout_is_the_same_figure_on_every_machine() -> None:
    keys = ["ville", "centre-social", "region", "collectif", "bailleur", "seule-a", "seule-b"]
    ties = [
        Lien("ville", "centre-social", 3), Lien("ville", "region", 1), Lien("region", "centre-social", 1), Lien("collectif", "ville", 2),
        Lien("bailleur", "ville", 1), Lien("seule-a", "seule-b", 1),
    ]  # fmt: skip

    places = {key: (round(x, 3), round(y, 3)) for key, (x, y) in disposer(keys, ties, FRAME).items()}

    assert places == GOLDEN


GOLDEN = {
    "ville": (367.452, 325.779),
    "centre-social": (266.368, 141.405),
    "region": (635.613, 409.995),
    "collectif": (654.286, 60.0),
    "bailleur": (60.0, 580.0),
    "seule-a": (942.857, 582.857),
    "seule-b": (771.429, 57.143),
}
"""Worked out once: another processor, another locale, another version of Python must find the same."""


def test_no_structure_hides_another(o: Observatoire) -> None:
    found = noeuds(o)

    assert [n.structure.id for n in found] == [s.id for s, _ in reliees(o)]
    assert [pair for pair in combinations([n.boite for n in found], 2) if pair[0].recouvre(pair[1])] == []
    assert all(0 < n.boite.x < LARGEUR and 0 < n.boite.y < HAUTEUR for n in found)


@pytest.mark.parametrize(
    "env", [{"PYTHONHASHSEED": "1", "LC_ALL": "C"}, {"PYTHONHASHSEED": "77", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"}]
)
def test_the_picture_depends_on_the_ties_alone(o: Observatoire, env: dict[str, str]) -> None:
    script = (
        "import sys; from pathlib import Path; from observatoire import loading; from observatoire.pages.rendu import Rendu;"
        "from observatoire.pages.reseau import dessin;"
        f"sys.stdout.buffer.write(dessin(Rendu(loading.load(Path({str(ROOT)!r}))), 'acteurs/reseau/').encode())"
    )
    other = subprocess.run([sys.executable, "-c", script], env={**os.environ, **env}, capture_output=True, check=True).stdout

    assert other.decode() == dessin(Rendu(o), "acteurs/reseau/")


def test_a_structure_may_not_take_the_address_of_the_network(observatory: Observatory) -> None:
    text = (PETIT / "content/acteurs/structures/centre-social-du-canal.yml").read_text(encoding="utf-8")
    root = observatory({"content/acteurs/structures/reseau.yml": text})

    with pytest.raises(loading.InvalidData) as caught:
        loading.load(root)

    assert any("acteurs/reseau/" in str(p) and "page du site" in str(p) and p.code == "N03" for p in caught.value.problems)


# --- In a browser


@pytest.fixture(scope="module")
def site(vrai_site: Path) -> Iterator[str]:
    yield from served(vrai_site)


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    visit(page, f"{site}acteurs/reseau/")
    yield page
    context.close()
    assert said == []


def test_the_picture_and_the_list_say_the_same(page: Page, o: Observatoire) -> None:
    drawn = page.locator(".toile .acteur").evaluate_all("links => links.map(a => [a.dataset.acteur, a.getAttribute('aria-label')])")
    listed = page.locator(".toile-liste > li").evaluate_all(
        "items => items.map(li => [li.id.slice(2), li.querySelector('.chiffre').textContent])"
    )

    assert [key for key, _ in drawn] == [key for key, _ in listed]
    for (key, said), (_, count) in zip(drawn, listed, strict=True):
        structure = o.structures[key]
        assert said.startswith(structure.nom)
        assert int(count) == len(o.travaille_avec(structure))
        assert f"{count}\u00a0structure" in said
    alone = page.locator("#seules").locator("xpath=ancestor::section").locator("li").count()
    assert alone + len(listed) == len(o.structures)


@pytest.mark.parametrize("width", [1280, 800, 390])
def test_no_name_runs_into_another_nor_over_a_structure(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("document.fonts.ready")
    boxes = page.locator(".toile .noms text:visible").evaluate_all(
        "texts => texts.map(t => { const b = t.getBoundingClientRect(); return [t.textContent, b.left, b.top + b.height * .2, b.right, b.bottom - b.height * .2]; })"
    )

    assert len(boxes) >= 8
    clashes = [
        (a[0], b[0]) for a, b in combinations(boxes, 2) if a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]
    ]  # fmt: skip
    assert clashes == []


def test_the_keyboard_names_a_structure_and_lights_its_ties(page: Page, o: Observatoire) -> None:
    first, second = (s for s, _ in reliees(o)[:2])
    page.locator(".toile .acteur").first.focus()
    expect(page.locator(".bulle.vue text")).to_contain_text(first.nom)
    page.keyboard.press("Tab")
    expect(page.locator(".bulle.vue text")).to_contain_text(second.nom)
    expect(page.locator(".toile .lien.sien")).to_have_count(len(o.travaille_avec(second)))
    expect(page.locator(".toile .acteur.proche")).to_have_count(len(o.travaille_avec(second)) + 1)
    page.keyboard.press("Escape")
    expect(page.locator(".bulle.vue")).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/acteurs/{second.id}/")


def test_each_actor_shows_its_own_neighbourhood(page: Page, site: str, o: Observatoire) -> None:
    structure = reliees(o)[1][0]
    near = o.travaille_avec(structure)
    page.goto(f"{site}acteurs/{structure.id}/")

    picture = page.locator(".voisinage a")
    expect(picture).to_have_count(len(near))
    assert picture.evaluate_all("links => links.map(a => new URL(a.href.baseVal, document.baseURI).pathname)") == [
        f"/acteurs/{other.id}/" for other, _ in near
    ]
    for _, shared in near:
        for e in shared:
            expect(
                page.locator("#avec").locator("xpath=ancestor::section").get_by_role("link", name=e.titre, exact=True).first
            ).to_be_visible()
