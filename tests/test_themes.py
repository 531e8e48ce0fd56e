"""Themes: a synthesis in a fixed order, a path that says why, a session that prints, silences that are told."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from construire import PETIT, ROOT
from observatoire import loading
from observatoire.dates import PartialDate
from observatoire.model import Observatoire
from observatoire.pages.durees import LARGEUR, frise
from observatoire.pages.rendu import first_sentence
from observatoire.pages.seances import DEROULE, DUREE, GRILLE
from observatoire.pages.themes import mirror, session_trio
from observatoire.parcours import MOINS, PLUS, parcours
from observatoire.synthese import PARTIES, synthese
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


def html(site: Path, address: str) -> str:
    return unescape((site / address / "index.html").read_text(encoding="utf-8"))


# --- Synthesis


def test_every_nature_has_one_place_in_the_synthese(o: Observatoire) -> None:
    natures = [nature for _, _, found in PARTIES for nature in found]

    assert sorted(natures) == sorted(o.vocabulaires["nature_enseignement"].termes)
    for theme in o.themes_tries:
        parts = synthese(o.lecons_du_theme(theme))
        assert sorted(x.id for _, _, found in parts for x in found) == sorted(x.id for x in o.lecons_du_theme(theme))


def test_the_parts_come_in_their_order_each_with_its_source(o: Observatoire, vrai_site: Path) -> None:
    page = html(vrai_site, "themes/conflit-et-desaccord")
    places = [page.index(f'id="{anchor}"') for _, anchor, found in synthese(o.lecons_du_theme(o.themes["conflit-et-desaccord"])) if found]

    assert len(places) >= 3
    assert places == sorted(places)
    for lecon in o.lecons_du_theme(o.themes["conflit-et-desaccord"]):
        assert f'experiences/{lecon.fiche.id}/#{lecon.enseignement.cle}"' in page
    assert "Rien n’est encore écrit sous" in page
    assert "ils n’ont pas de degré d’accord" in page


def test_each_group_is_mirrored_by_its_meetings_its_words_and_its_zone(petit_o: Observatoire) -> None:
    sides = {theme.id: mirror(petit_o, theme) for theme in petit_o.themes_tries}
    written = [x for x in petit_o.lecons if x.fiche.collection == "rencontre"]

    assert written
    for lecon in written:
        for side in sides[str(lecon.enseignement.theme)]:
            assert (lecon in side.lecons) == (side.groupe.id in lecon.fiche.groupes)  # type: ignore[union-attr]
    for found in sides.values():
        for side in found:
            assert bool(side) == bool(side.rencontres or side.lecons or side.zone)
            assert all(side.groupe.id in r.groupes for r in side.rencontres)


def test_what_was_talked_of_in_minutes_that_are_not_accepted_stays_out(petit_o: Observatoire, petit_site: Path) -> None:
    talked = [(r, x) for r in petit_o.rencontres_triees for x in r.echanges if x.theme]

    assert {r.compte_rendu_public for r, _ in talked} == {True, False}
    for r, exchange in talked:
        page = html(petit_site, f"themes/{exchange.theme}")
        assert (f"rencontres/{r.id}/#echanges" in page) == r.compte_rendu_public
        assert (exchange.titre.lower() in page.lower()) == r.compte_rendu_public


def test_a_mirror_without_anything_says_so(o: Observatoire, vrai_site: Path) -> None:
    assert not any(mirror(o, o.themes["evaluer"]))
    assert "Aucune source ne dit ce que les groupes en ont pensé" in html(vrai_site, "themes/evaluer")


def test_a_theme_that_nobody_treats_is_told(o: Observatoire, vrai_site: Path) -> None:
    page = html(vrai_site, "themes")
    never = page[page.index('id="jamais"') :]

    assert "Chaque thème est traité par une expérience au moins." in never
    assert "Aucune fiche n’en tire encore d’enseignement" in never
    silent = never.split("Par le groupe Est")[1].split("Par le groupe Ouest")[0]
    worked = {theme for r in o.rencontres_du_groupe(o.groupes["est"]) for theme in r.themes}
    assert set(re.findall(r'href="([a-z-]+)/"', silent)) == {*o.themes} - worked


# --- In time


def test_bars_stand_on_the_decades_that_hold_every_year(o: Observatoire) -> None:
    e = o.experiences_triees[0]

    def dated(debut: str | None, fin: str | None, etat: str | None = None) -> str:
        start, end = (PartialDate.parse(text) if text else None for text in (debut, fin))
        scale = frise(
            [
                e.model_copy(update={"debut": PartialDate(1980), "fin": PartialDate(2009), "etat": None}),
                e.model_copy(update={"debut": start, "fin": end, "etat": etat}),
            ]
        )
        assert (scale.debut, scale.fin, scale.decennies) == (1980, 2010, 3)
        return str(scale.lignes[1][1])

    assert f"M80 3h{LARGEUR * 10 // 30}v8" in dated("1990", "1999")
    assert f"M160 3H{LARGEUR - 7}" in dated("2000", None, "en_cours")
    assert 'class="np"' in dated("2000", None)
    assert dated(None, None) == ""
    assert "M0 3h4v8" in dated("1980-01", "1980-02"), "the shortest is still seen"


def test_the_first_sentence_of_a_text_is_whole() -> None:
    assert first_sentence("Rien n’est dit.[^s1] Le reste non plus.") == "Rien n’est dit."
    assert first_sentence("En 1994, M. le maire parle, c.-à-d. peu. Puis rien.") == "En 1994, M. le maire parle, c.-à-d. peu."
    assert first_sentence("Une seule") == "Une seule"


# --- The path


def test_a_path_begins_with_what_the_theme_says_and_then_brings_something_new(o: Observatoire) -> None:
    for theme in o.themes_tries:
        path = parcours(o, theme)
        ids = [step.experience.id for step in path]
        named = [x.experience for x in theme.a_lire_d_abord if x.experience]
        known = {e.id for e in o.experiences_du_theme(theme)} | {*named}

        assert MOINS <= len(path) <= PLUS
        assert len({*ids}) == len(ids)
        assert ids[: len(named)] == named
        assert {*ids} <= known
        seen: set[str] = set()
        for n, step in enumerate(path):
            natures = {x.enseignement.nature for x in step.lecons}
            assert all(x.enseignement.theme == theme.id for x in step.lecons)
            if n >= max(MOINS, len(named)):
                assert natures - seen, "beyond three, a step is there for what it brings"
            seen |= natures


def test_each_step_says_why_it_is_there(o: Observatoire) -> None:
    path = parcours(o, o.themes["temps-longs-et-usure"])

    assert path[0].raison == "À lire d’abord, selon la fiche du thème. Apporte un frein."
    assert path[-1].raison.startswith("Apporte une condition de réussite. Après la précédente\u00a0: ")
    assert all(step.raison.endswith(".") for theme in o.themes_tries for step in parcours(o, theme))


def test_a_question_leads_to_its_path_then_to_its_theme_and_to_compare(opened: Callable[..., Page]) -> None:
    page = opened("")
    page.locator(".questions li > a").first.click()
    expect(page.locator(".pas-a-pas > li").first).to_be_visible()
    steps = page.locator(".pas-a-pas > li").count()

    assert MOINS <= steps <= PLUS
    page.locator("main").get_by_role("link", name=re.compile("^Comparer")).click()
    expect(page.locator(".duel:not(.bref) thead th")).to_have_count(min(4, steps))


# --- The session


def test_a_session_has_three_practices_of_its_theme_when_there_are_three(o: Observatoire) -> None:
    for theme in o.themes_tries:
        three = session_trio(o, theme)
        telling = {e.id for e in o.experiences_du_theme(theme) if any(x.theme == theme.id for x in e.enseignements)}
        assert len(three) == 3
        if len(telling) >= 3:
            assert {e.id for e in three} <= telling


def test_a_session_of_too_few_records_says_so(petit_o: Observatoire, petit_site: Path) -> None:
    few = [theme for theme in petit_o.themes_tries if len(session_trio(petit_o, theme)) < 3]

    assert few
    for theme in few:
        assert "complétez la séance par une expérience du groupe" in html(petit_site, f"themes/{theme.id}/seance")


def test_its_moments_make_two_hours() -> None:
    assert DUREE == 120 == sum(moment.minutes for moment in DEROULE)


def test_it_prints_on_a4_with_all_that_the_group_needs(opened: Callable[..., Page], o: Observatoire) -> None:
    page = opened("themes/poser-le-cadre/seance/")
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    theme = o.themes["poser-le-cadre"]

    def bare(text: str) -> str:
        return re.sub(r"[\s­-]", "", text)

    sheets = [bare(sheet.extract_text()) for sheet in printed.pages]
    text = "".join(sheets)
    assert {(round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) for sheet in printed.pages} == {(595, 842)}
    assert len(sheets) <= 6
    for expected in (*theme.sous_questions, *GRILLE, *(m.titre for m in DEROULE), *(m.consigne for m in DEROULE)):
        assert bare(expected) in text
    for e in session_trio(o, theme):
        assert bare(e.titre) in text
        assert bare(e.resume) in text
    grid = next(sheet for sheet in sheets if bare(GRILLE[0]) in sheet)
    assert all(bare(row) in grid for row in GRILLE), "the grid holds on one sheet"


def test_the_print_button_is_there_with_javascript_alone(opened: Callable[..., Page]) -> None:
    expect(opened("themes/evaluer/seance/").get_by_role("button", name="Imprimer la séance")).to_be_visible()
    expect(opened("themes/evaluer/seance/", java_script_enabled=False).locator("[data-imprimer]")).to_be_hidden()
