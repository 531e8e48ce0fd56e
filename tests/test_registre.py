"""The register of enseignements: one text in one file, found wherever it should be, and filtered in a real browser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from construire import PETIT, ROOT, data_of
from observatoire import loading
from observatoire.model import Lecon, Observatoire
from observatoire.pages.enseignements import absents, criteria, disagreements, promises, stopped, unanswered, unwanted
from test_navigateur import served


@pytest.fixture(scope="module")
def o() -> Observatoire:
    return loading.load(ROOT)


@pytest.fixture(scope="module")
def petit_o() -> Observatoire:
    return loading.load(PETIT)


@pytest.fixture(scope="module")
def site(vrai_site: Path) -> Iterator[str]:
    yield from served(vrai_site)


def words(html: str) -> str:
    """What a page says, tags and doubled spaces out."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


@pytest.mark.parametrize(("root", "name"), [(ROOT, "vrai_site"), (PETIT, "petit_site")], ids=["vrai", "petit"])
def test_every_enseignement_is_on_its_record_its_theme_and_the_register(root: Path, name: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(name)
    observatoire = loading.load(root)
    said = {path: words((site / path / "index.html").read_text(encoding="utf-8")) for path in {*places(observatoire), "enseignements"}}

    assert observatoire.lecons
    for lecon in observatoire.lecons:
        text = " ".join(lecon.enseignement.texte.split())
        home = f"{'experiences' if lecon.fiche.collection == 'experience' else 'rencontres'}/{lecon.fiche.id}"
        assert text in said[home]
        assert f'id="{lecon.enseignement.cle}"' in (site / home / "index.html").read_text(encoding="utf-8")
        assert text in said["enseignements"]
        assert f'{home}/#{lecon.enseignement.cle}"' in (site / "enseignements" / "index.html").read_text(encoding="utf-8")
        if lecon.enseignement.theme:
            assert text in said[f"themes/{lecon.enseignement.theme}"]
        for key in lecon.enseignement.experiences:
            assert text in said[f"experiences/{key}"]


def places(o: Observatoire) -> set[str]:
    """Folders of the pages where enseignements are written."""
    records = {f"{'experiences' if x.fiche.collection == 'experience' else 'rencontres'}/{x.fiche.id}" for x in o.lecons}
    return records | {f"themes/{key}" for key in o.themes} | {f"experiences/{key}" for key in o.experiences}


def test_the_text_of_an_enseignement_is_written_once_in_one_file(o: Observatoire) -> None:
    written: dict[str, list[str]] = {}
    for path in sorted(path for folder in ("experiences", "groupes", "content") for path in (ROOT / folder).rglob("*.yml")):
        record = data_of(path)
        for row in record.get("enseignements", []) if isinstance(record, dict) else []:
            written.setdefault(row["texte"], []).append(path.relative_to(ROOT).as_posix())

    assert {lecon.enseignement.texte: [lecon.fiche.fichier] for lecon in o.lecons} == {
        text: files for text, files in written.items() if text in {lecon.enseignement.texte for lecon in o.lecons}
    }


def test_the_criteria_sort_every_enseignement(o: Observatoire) -> None:
    for critere in criteria(o):
        assert all(critere.valeur(lecon) in {*critere.libelles, ""} for lecon in o.lecons)


def test_disagreements_are_what_someone_contests(petit_o: Observatoire) -> None:
    found = disagreements(petit_o)

    assert found
    assert all(x.enseignement.nature == "desaccord" or x.enseignement.degre_accord in ("conteste", "point_de_vue_isole") for x in found)
    assert {x.id for x in petit_o.lecons} > {x.id for x in found}


def test_what_did_not_work_is_read_across_the_records(o: Observatoire, petit_o: Observatoire) -> None:
    assert [e.id for e, _, _ in unwanted(o)] == ["table-quartier-pile"]
    assert {e.id for e, _, _ in unanswered(o)} == {"fives-cail", "debat-pevele"}
    assert stopped(o) == ()
    assert all(e.participants and e.participants.qui_manquait for e in absents(petit_o))


def test_promises_are_compared_only_where_both_levels_are_known(o: Observatoire) -> None:
    both, gaps = promises(o)

    assert {*gaps} < {*both}
    for e in both:
        assert e.niveau_constate
        assert e.niveau_annonce not in (None, "non_precise")
        assert (e in gaps) == (e.niveau_constate.niveau != e.niveau_annonce)
    assert all(e.niveau_constate and e.niveau_constate.argument for e in gaps)


# --- In the browser


def answering(o: Observatoire, chosen: dict[str, list[str]]) -> list[Lecon]:
    known = {critere.cle: critere.valeur for critere in criteria(o)}
    return [x for x in o.lecons if all(known[key](x) in values for key, values in chosen.items())]


def shown(page: Page) -> set[str]:
    return set(page.locator(".lecon:visible").evaluate_all("all => all.map(x => x.id)"))


def ids(lecons: list[Lecon]) -> set[str]:
    return {x.id.replace("#", "-") for x in lecons}


CHOSEN = {"nature": ["levier", "condition-de-reussite"], "theme": ["poser-le-cadre"]}


def test_criteria_combine_and_each_count_is_true(opened: Callable[..., Page], o: Observatoire) -> None:
    page = opened("enseignements/")
    for key, values in CHOSEN.items():
        for value in values:
            page.locator(f'input[name="{key}"][value="{value}"]').check()
    expected = answering(o, CHOSEN)

    assert 1 < len(expected) < 20
    expect(page.locator("main [role=status]")).to_have_text(f"{len(expected)}\u00a0enseignements sur {len(o.lecons)}.")
    assert shown(page) == ids(expected)
    for critere in criteria(o):
        others = answering(o, {key: values for key, values in CHOSEN.items() if key != critere.cle})
        counts = Counter(critere.valeur(lecon) for lecon in others)
        boxes = page.locator(f'input[name="{critere.cle}"]').evaluate_all(
            "boxes => boxes.map(b => [b.value, Number(b.closest('label').querySelector('.q').textContent), b.disabled])"
        )
        assert [value for value, _, _ in boxes] == [*critere.libelles]
        assert all(count == counts[value] for value, count, _ in boxes)
        assert all(inert == (count == 0 and value not in CHOSEN.get(critere.cle, [])) for value, count, inert in boxes)


def test_an_address_says_it_all_and_back_undoes(opened: Callable[..., Page], o: Observatoire, site: str) -> None:
    page = opened("enseignements/?nature=frein")
    count = page.locator(".barre h2")
    expect(count).to_have_text(re.compile("sur"))
    assert shown(page) == ids(answering(o, {"nature": ["frein"]}))
    page.locator('input[name="theme"][value="temps-longs-et-usure"]').check()
    other = opened(page.url.removeprefix(site))
    expect(other.locator(".barre h2")).to_have_text(count.inner_text())
    assert shown(other) == shown(page) == ids(answering(o, {"nature": ["frein"], "theme": ["temps-longs-et-usure"]}))

    page.go_back()
    expect(page.locator(".actifs button")).to_have_count(1)
    assert shown(page) == ids(answering(o, {"nature": ["frein"]}))


def test_the_keyboard_alone_filters_and_clears(opened: Callable[..., Page], o: Observatoire) -> None:
    page = opened("enseignements/")
    page.locator('input[name="nature"][value="question-ouverte"]').focus()
    page.keyboard.press("Space")
    expect(page.locator(".actifs button")).to_have_text(["Question ouverte : retirer".replace(" :", "\u00a0:")])
    page.locator(".actifs button").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".barre h2")).to_be_focused()
    assert len(shown(page)) == len(o.lecons)


@pytest.mark.parametrize(
    "address",
    [
        "enseignements/?nature=nawak",
        "enseignements/?couleur=rouge",
        "enseignements/?nature=%3Cscript%3Ealert(1)%3C/script%3E",
        "enseignements/?__proto__=x&constructor=y",
    ],
)
def test_a_bad_address_gets_a_sentence_and_the_whole_list(opened: Callable[..., Page], o: Observatoire, address: str) -> None:
    page = opened(address)

    expect(page.get_by_role("alert")).to_contain_text("L’adresse demande autre chose")
    assert len(shown(page)) == len(o.lecons)


def test_a_choice_without_answer_says_so(opened: Callable[..., Page]) -> None:
    page = opened("enseignements/?nature=levier&accord=partage")

    expect(page.locator(".aucun")).to_be_visible()
    assert shown(page) == set()


def test_without_javascript_the_whole_list_remains(opened: Callable[..., Page], o: Observatoire) -> None:
    page = opened("enseignements/", java_script_enabled=False)

    assert len(shown(page)) == len(o.lecons)
    expect(page.locator(".facettes")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Par nature")).to_be_visible()
