"""The comparison, driven in a real browser on the real corpus."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from navigateur import visit
from observatoire.schema.experience import TempsHumain
from test_navigateur import served, violations_at_every_look

PAIR = ("apu-alma-gare", "atu-grande-synthe")
ADDRESS = f"comparer/?e={PAIR[0]}&e={PAIR[1]}"
FOUR = ("budget-participatif-lycees", "conseil-developpement-lille", "debat-alimentation", "upqm")
"""Long records: paper has the most to hold."""


@pytest.fixture(scope="module")
def site(vrai_site: Path) -> Iterator[str]:
    yield from served(vrai_site)


def fiche(site: Path, key: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site / "donnees" / "fiches" / f"{key}.json").read_text(encoding="utf-8"))
    return found


def rows(record: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Identifier on the page and content of each row of a record."""
    return [(f"ligne-{i}-{j}", row) for i, part in enumerate(record["parties"]) for j, row in enumerate(part["lignes"])]


def words(block: dict[str, Any]) -> list[str]:
    return [block[key] for key in ("fort", "texte", "doux") if key in block]


def test_every_practice_has_the_same_rows(vrai_site: Path) -> None:
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((vrai_site / "donnees" / "fiches").iterdir())]

    assert len(records) > 70
    assert (
        len({tuple((part["titre"], tuple(row["titre"] for row in part["lignes"])) for part in record["parties"]) for record in records})
        == 1
    )


def test_the_rows_are_those_that_readers_were_promised(vrai_site: Path) -> None:
    titles = [row["titre"] for _, row in rows(fiche(vrai_site, PAIR[0]))]

    assert {
        "Objet traité", "Public visé", "Modalités d’animation", "Niveau de participation", "Territoire", "Dates", "Participants", "Qui manquait",
        "Budget", "Temps humain", "Financée par", "Le lieu", "Les publics", "L’animation", "Le projet", "Les règles", "La transformation",
        "Enseignements", "Limites", "Effets", "Suites données",
    } <= {*titles}  # fmt: skip
    assert len({*titles}) == len(titles)


def test_the_two_urban_workshops_are_told_apart_on_one_screen(opened: Callable[..., Page], vrai_site: Path) -> None:
    page = opened(ADDRESS, viewport={"width": 1280, "height": 800})
    brief = page.locator(".bilan .bref")

    expect(page.get_by_role("heading", name="En quoi elles diffèrent")).to_be_visible()
    box = brief.bounding_box()
    assert box
    assert box["y"] + box["height"] <= 800, "all that sets them apart is on the first screen"
    told = {line.locator("th").inner_text(): line.locator("td").all_inner_texts() for line in brief.locator("tbody tr").all()}
    assert told["Origine de l’initiative"] == ["Conflit", "Mixte"]
    assert told["Public visé"][0] == "Habitants de quartiers populaires"
    assert told["Dates"] == ["1974–1982", "mars\u00a01994–2001"]
    assert [text.split("\u00a0: ")[1] for text in told["Niveau de participation"]] == [
        "initiative autonome (7 sur\u00a07)",
        "co-construction (4 sur\u00a07)",
    ]
    assert told["L’animation"] == ["Des techniciens aux côtés des habitants", "Un tiers pour tenir la discussion"]
    for ours, theirs in told.values():
        assert ours != theirs
    expect(page.locator(".bilan dl")).to_contain_text("État\u00a0: Terminée")
    expect(page.locator(".bilan dl")).to_contain_text("Objet traité\u00a0: Aménagement et renouvellement urbain")


def test_every_row_holds_what_both_records_say_and_tells_if_it_is_the_same(opened: Callable[..., Page], vrai_site: Path) -> None:
    page = opened(ADDRESS)
    one, other = (fiche(vrai_site, key) for key in PAIR)
    expect(page.locator(".duel thead th").last).to_be_visible()

    for (key, ours), (_, theirs) in zip(rows(one), rows(other), strict=True):
        line = page.locator(f"#{key}")
        head = line.locator("th").inner_text()
        assert head.startswith(ours["titre"])
        assert ("identique" in head) == (ours["blocs"] == theirs["blocs"] != [])
        for cell, row in zip(line.locator("td").all_inner_texts(), (ours, theirs), strict=True):
            for text in [text for block in row["blocs"] for text in words(block)] or ["non renseigné"]:
                assert text in cell


def test_a_choice_is_typed_undone_and_shared(opened: Callable[..., Page], site: str) -> None:
    page = opened("comparer/")
    field = page.get_by_role("combobox", name="Ajouter une expérience")
    field.fill("ALMA gare")
    page.get_by_role("option", name=re.compile("Alma-Gare")).click()
    expect(page.locator(".comparaison")).to_contain_text("Choisissez une deuxième expérience")
    field.fill("grande-synthe atelier")
    page.get_by_role("button", name="Ajouter").click()
    expect(page.locator(".duel:not(.bref) thead th")).to_have_count(2)
    expect(page).to_have_url(site + ADDRESS)

    other = opened(page.url.removeprefix(site))
    expect(other.locator(".duel:not(.bref) thead th")).to_have_count(2)
    page.go_back()
    expect(page.locator(".comparaison")).to_contain_text("Choisissez une deuxième expérience")
    page.go_forward()
    page.locator(".actifs button").first.click()
    expect(page).to_have_url(f"{site}comparer/?e={PAIR[1]}")


def test_the_keyboard_alone_adds_and_removes(opened: Callable[..., Page]) -> None:
    page = opened(f"comparer/?e={PAIR[0]}")
    field, said = page.get_by_role("combobox", name="Ajouter une expérience"), page.locator("main [role=status]")
    field.focus()
    page.keyboard.type("ecrans")
    expect(said).to_have_text("1\u00a0expérience.")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(field).to_have_value("")

    page.keyboard.type("atelier")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    aimed = page.locator("[role=option][aria-selected=true]")
    expect(aimed).to_have_count(1)
    expect(field).to_have_attribute("aria-activedescendant", str(aimed.get_attribute("id")))
    name = aimed.evaluate("option => option.firstChild.data")
    page.keyboard.press("Enter")
    expect(page.locator(".duel:not(.bref) thead th").nth(1)).to_contain_text(name)
    expect(said).to_contain_text("2\u00a0expériences comparées")

    page.locator(".actifs button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".duel")).to_have_count(0)
    expect(page.locator(".actifs button")).to_be_focused()


def test_words_that_no_title_holds_are_told(opened: Callable[..., Page]) -> None:
    page = opened("comparer/")
    page.get_by_role("combobox").fill("zzz <b>")
    page.get_by_role("combobox").press("Enter")

    expect(page.locator("main [role=status]")).to_contain_text("Aucune expérience ne répond à «\u00a0zzz <b>\u00a0»")
    expect(page.locator(".duel")).to_have_count(0)


def test_only_differences_can_be_kept(opened: Callable[..., Page]) -> None:
    page = opened(ADDRESS)
    same = page.locator(".duel tr.meme")
    expect(same.first).to_be_visible()
    page.get_by_label("Seulement ce qui diffère").check()

    for line in same.all():
        expect(line).to_be_hidden()
    expect(page.locator("#ligne-1-0")).to_be_visible()


BAD_COMPARISONS = {
    "comparer/?e=inconnue": 0,
    f"{ADDRESS}&e=inconnue": 2,
    "comparer/?e=ajonc&e=regl&e=upqm&e=spppi&e=baraka": 4,
    "comparer/?e=%3Cscript%3Ealert(1)%3C/script%3E&e=../../plan-du-site": 0,
    "comparer/?%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E=1&e=__proto__": 0,
}


@pytest.mark.parametrize(("address", "columns"), BAD_COMPARISONS.items())
def test_a_bad_comparison_gets_a_sentence_and_what_can_be_kept(opened: Callable[..., Page], address: str, columns: int) -> None:
    page = opened(address)

    expect(page.get_by_role("alert")).to_contain_text("L’adresse demande autre chose")
    expect(page.locator(".duel:not(.bref) thead th")).to_have_count(columns)
    expect(page.get_by_label("Ajouter une expérience")).to_be_visible()


def test_one_practice_alone_or_twice_is_offered_its_nearest(opened: Callable[..., Page]) -> None:
    page = opened("comparer/?e=ajonc&e=ajonc")

    page.locator(".comparaison .proches a").first.click()
    expect(page.locator(".duel:not(.bref) thead th")).to_have_count(2)


def test_paper_holds_every_word_of_four_long_records(opened: Callable[..., Page], vrai_site: Path) -> None:
    page = opened("comparer/?" + "&".join(f"e={key}" for key in FOUR))
    expect(page.locator(".duel:not(.bref) thead th")).to_have_count(4)
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))

    def bare(text: str) -> str:
        return re.sub(r"\s|\u00ad|-", "", text)

    text = bare("".join(sheet.extract_text() for sheet in printed.pages))
    expected = {row["titre"] for _, row in rows(fiche(vrai_site, FOUR[0]))}
    expected |= {
        word
        for key in FOUR
        for _, row in rows(fiche(vrai_site, key))
        for block in row["blocs"]
        for said in words(block)
        for word in said.split()
    }
    assert {(round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) for sheet in printed.pages} == {(1191, 842)}
    assert {word for word in expected if bare(word) not in text} == set()


def test_paper_cuts_nothing_at_its_right_edge(opened: Callable[..., Page]) -> None:
    page = opened("comparer/?" + "&".join(f"e={key}" for key in FOUR))
    expect(page.locator(".duel:not(.bref) thead th")).to_have_count(4)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1495, "height": 1000})  # 420 mm less its margins, at 96 dots an inch.

    assert page.evaluate("[...document.querySelectorAll('.duel')].every(t => t.getBoundingClientRect().right <= innerWidth)")
    assert page.evaluate("[...document.querySelectorAll('.duel :is(th, td)')].every(c => c.scrollWidth <= c.clientWidth + 1)")


def test_each_practice_leads_to_its_comparisons(opened: Callable[..., Page]) -> None:
    page = opened(f"experiences/{PAIR[0]}/")
    page.get_by_role("link", name="Comparer avec").first.click()

    expect(page.locator(".duel:not(.bref) thead th")).to_have_count(2)
    expect(page.locator(".duel:not(.bref) thead th").first).to_contain_text("Alma-Gare")


def test_without_javascript_the_pairs_lead_to_their_records(opened: Callable[..., Page]) -> None:
    page = opened("comparer/", java_script_enabled=False)

    expect(page.locator(".comparaison")).to_contain_text("JavaScript")
    expect(page.locator("form.choix")).to_be_hidden()
    assert page.locator(".paires li a:visible").count() >= 20


@pytest.mark.parametrize("address", ["comparer/", "comparer/?e=ajonc", "comparer/?e=ajonc&e=regl&e=x", "comparer/?e=ajonc&e=regl&e=upqm"])
def test_axe_finds_nothing(examiner: Page, site: str, address: str) -> None:
    visit(examiner, site + address)
    examiner.get_by_role("combobox").fill("conseil")
    expect(examiner.get_by_role("listbox")).to_be_visible()

    assert violations_at_every_look(examiner) == []


def test_time_given_agrees_with_its_numbers() -> None:
    assert TempsHumain(jours=1.5, etp=2).compte == "1,5\u00a0jour, 2\u00a0équivalents temps plein"
    assert TempsHumain(qui="Deux agents").compte == ""
