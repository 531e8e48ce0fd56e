"""The diversity matrices: every count is true, every empty cell is told, every cell leads to its practices."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from construire import PETIT, ROOT
from observatoire import loading
from observatoire.facettes import families_of
from observatoire.model import Observatoire
from observatoire.pages.matrices import Matrice, criteria, matrices_of
from observatoire.pages.rendu import Rendu
from test_navigateur import served


@pytest.fixture(scope="module", params=[ROOT, PETIT], ids=["vrai", "petit"])
def o(request: pytest.FixtureRequest) -> Observatoire:
    return loading.load(request.param)


@pytest.fixture(scope="module")
def matrices(o: Observatoire) -> tuple[Matrice, ...]:
    return matrices_of(Rendu(o), o.experiences_triees, explorer={})


@pytest.fixture(scope="module")
def site(vrai_site: Path) -> Iterator[str]:
    yield from served(vrai_site)


def test_a_cell_holds_the_practices_that_answer_both_words_and_no_other(o: Observatoire, matrices: tuple[Matrice, ...]) -> None:
    om = next(m for m in matrices if m.cle == "om")

    assert {*om.cases} == {(row, c) for e in o.experiences.values() for row in families_of(o, e, "objet_traite") for c in families_of(o, e)}
    for (row, column), found in om.cases.items():
        assert found == o.experiences_ou(lambda e, r=row, c=column: r in families_of(o, e, "objet_traite") and c in families_of(o, e))  # type: ignore[misc]


def test_every_cell_is_either_counted_or_named_empty(matrices: tuple[Matrice, ...]) -> None:
    for m in matrices:
        empty = {(row, column) for row, (columns, _) in m.phrases.items() for column in columns}
        assert empty.isdisjoint(m.cases)
        assert len(empty) + len(m.cases) == m.taille
        assert m.nombre_de_vides == len(empty)
        assert all(m.cases.values())


def test_promises_and_facts_hold_every_practice_once(o: Observatoire, matrices: tuple[Matrice, ...]) -> None:
    nn = next(m for m in matrices if m.cle == "nn")

    assert sorted(e.id for found in nn.cases.values() for e in found) == sorted(o.experiences)
    for (row, column), found in nn.cases.items():
        assert all((e.niveau_annonce or "") == row for e in found)
        assert all((e.niveau_constate.niveau if e.niveau_constate else "") == column for e in found)


def test_a_record_that_tells_who_was_missing_is_told_from_one_that_sought_and_one_that_is_silent(
    o: Observatoire, matrices: tuple[Matrice, ...]
) -> None:
    qm = next(m for m in matrices if m.cle == "qm")
    by_column: dict[str, set[str]] = {}
    for (_, column), found in qm.cases.items():
        by_column.setdefault(column, set()).update(e.id for e in found)

    assert by_column["dit"] == {e.id for e in o.experiences.values() if e.participants and e.participants.qui_manquait}
    assert by_column.get("cherche", set()) == {e.id for e in o.experiences.values() if "participants" in e.inconnu} - by_column["dit"]
    assert set.union(*by_column.values()) == {*o.experiences}


def test_a_place_without_practices_has_no_matrix(o: Observatoire) -> None:
    assert matrices_of(Rendu(o), ()) == ()


def test_the_three_criteria_are_sorted_by_families(o: Observatoire) -> None:
    for axe, vocabulaire in zip(criteria(Rendu(o)), ("objet_traite", "public_vise", "modalites_animation"), strict=True):
        assert [*axe.libelles] == [*o.vocabulaires[vocabulaire].familles]


CELL = re.compile(r'<td class="m k\d[^"]*"><a href="([^"]*)"[^>]*>(\d+)</a>')


def cells(site: Path, page: str) -> list[tuple[str, int]]:
    """Address and count of each cell of a page of matrices."""
    found = CELL.findall((site / page).read_text(encoding="utf-8"))
    assert found
    return [(unescape(address), int(count)) for address, count in found]


@pytest.mark.parametrize("page", [f"matrice/{part}index.html" for part in ("", "trois-criteres/", "nord/", "pas-de-calais/")])
def test_a_cell_leads_to_the_explorer_with_as_many_practices_as_it_counts(vrai_site: Path, page: str) -> None:
    data: dict[str, Any] = json.loads((vrai_site / "donnees" / "explorateur.json").read_text(encoding="utf-8"))
    known = {facette["cle"]: {value for value, *_ in facette["valeurs"]} for facette in data["facettes"]}
    leading = [(address, count) for address, count in cells(vrai_site, page) if "experiences/?" in address]

    assert len(leading) > 100
    for address, count in leading:
        asked: dict[str, set[str]] = {}
        for facette, value in parse_qsl(urlsplit(address).query):
            assert value in known[facette]
            asked.setdefault(facette, set()).add(value)
        assert sum(all(values & {*e["valeurs"].get(f, ())} for f, values in asked.items()) for e in data["experiences"]) == count


def test_a_cell_that_the_explorer_cannot_show_leads_to_its_list(petit_site: Path) -> None:
    html = (petit_site / "matrice" / "est" / "index.html").read_text(encoding="utf-8")
    inside = [(address, count) for address, count in cells(petit_site, "matrice/est/index.html") if address.startswith("#")]

    assert len(inside) > 5
    for address, count in inside:
        entry = html.split(f'<li id="{address[1:]}">')[1].split("</li>")[0]
        assert entry.count("/experiences/") == count


def test_each_group_has_its_matrices_or_says_why_not(vrai_site: Path, petit_site: Path) -> None:
    unknown = (vrai_site / "matrice" / "est" / "index.html").read_text(encoding="utf-8")
    told = (petit_site / "matrice" / "est" / "index.html").read_text(encoding="utf-8")

    assert "Aucune source publique ne dit quelles expériences le groupe Est a travaillées" in unknown
    assert "Aucune source ne dit où passe la limite de la zone Est" in unknown
    assert CELL.findall(unknown) == []
    assert CELL.findall(told)


def test_following_a_cell_shows_its_practices(opened: Callable[..., Page]) -> None:
    page = opened("matrice/")
    cell = page.get_by_role("link", name=re.compile("expériences : Mobilité, Rencontres et débats"))
    count = cell.inner_text()
    cell.click()

    expect(page.locator(".barre h2")).to_have_text(re.compile(rf"^{count}\s+expériences sur"))
    expect(page.locator(".liste-cartes .carte:visible")).to_have_count(int(count))


def test_a_list_folded_away_opens_for_the_cell_that_leads_to_it(opened: Callable[..., Page]) -> None:
    page = opened("matrice/")
    page.get_by_role("link", name=re.compile("Usagers et locataires, Cherché, non trouvé")).click()

    expect(page.locator("#qm-usagers-et-locataires-cherche")).to_be_visible()
