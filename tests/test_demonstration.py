"""The demonstration: a whole year of exchanges, made up, which a newcomer visits and the other tests rely on."""

from __future__ import annotations

import filecmp
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from construire import DEMONSTRATION, ROOT, command
from observatoire import loading
from observatoire.model import Observatoire
from observatoire.problems import Severity
from verification import Reading, readings, target


@pytest.fixture(scope="module")
def year() -> Observatoire:
    return loading.load(DEMONSTRATION)


@pytest.fixture(scope="module")
def pages(demonstration_site: Path) -> Mapping[str, Reading]:
    return readings(demonstration_site)


# --- It is valid, and says that it is made up ---


def test_it_has_no_error_nor_warning_even_for_the_booklet() -> None:
    problems = loading.examine(DEMONSTRATION, livret=True).problems

    assert [str(p) for p in problems if p.severity in (Severity.ERREUR, Severity.AVERTISSEMENT)] == []


def test_the_command_of_the_makefile_builds_it(tmp_path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^demonstration:.*\n(?:\t.*\n)*?\t\$\(BIN\)/observatoire site (.+)$", makefile, re.MULTILINE)
    assert recipe

    arguments = recipe[1].split()

    assert arguments[:2] == ["--racine", "tests/demonstration"]
    assert command("verifier", "--strict", *arguments[:2]).returncode == 0


def test_it_is_the_real_site_with_other_records() -> None:
    real, ours = (yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8")) for root in (ROOT, DEMONSTRATION))

    assert {key: ours[key] for key in ("nav", "markdown_extensions", "validation", "use_directory_urls")} == {
        key: real[key] for key in ("nav", "markdown_extensions", "validation", "use_directory_urls")
    }
    assert {"fictif", *real["extra"]} == set(ours["extra"])


def test_every_page_wears_the_band(pages: Mapping[str, Reading]) -> None:
    assert [name for name, page in pages.items() if not page.redirection and "Exemple fictif" not in page.text] == []


def test_every_record_says_that_it_is_made_up(year: Observatoire) -> None:
    assert [fiche.fichier for fiche in year.fiches if not fiche.fictif] == []


def test_its_lists_of_terms_are_those_of_the_repository() -> None:
    ours, theirs = ROOT / "content" / "vocabulaires", DEMONSTRATION / "content" / "vocabulaires"
    names = sorted(path.name for path in ours.iterdir())

    assert sorted(path.name for path in theirs.iterdir()) == names
    assert filecmp.cmpfiles(ours, theirs, names, shallow=False) == (names, [], [])


# --- It holds a whole year ---


def test_both_groups_gather_every_category_and_every_level_of_consent(year: Observatoire) -> None:
    actors = year.vocabulaires["type_acteur"]

    for groupe in year.groupes.values():
        members = year.membres(groupe)
        levels = {p.consentement.niveau for p in members if p.consentement}
        assert 12 <= len(members) <= 15
        assert {actors.famille_de(p.type_acteur) for p in members} == set(actors.familles)
        assert levels == set(year.vocabulaires["consentement"].termes)
        assert groupe.animateurs
        assert groupe.ce_que_le_groupe_veut_dire


def test_each_group_meets_twelve_times_after_the_day_they_share(year: Observatoire) -> None:
    for groupe in year.groupes.values():
        numbers = [r.numero for r in year.rencontres_du_groupe(groupe) if r.numero]
        assert numbers == list(range(1, 14))

    shared = [r for r in year.rencontres.values() if len(r.groupes) == 2 and r.numero]
    citizens = [r for r in year.rencontres.values() if r.type_rencontre == "rencontre_citoyenne"]
    assert len(shared) == 1
    assert len(citizens) == 2


def test_meetings_are_seen_in_every_state(year: Observatoire) -> None:
    states = {r.etat_rencontre for r in year.rencontres.values()}
    minutes = {r.etat_compte_rendu for r in year.rencontres.values()}

    assert {"tenue", "annoncee", "annulee"} <= states
    assert minutes == set(year.vocabulaires["etat_compte_rendu"].termes)
    assert any(r.modifications for r in year.rencontres.values())


def test_minutes_that_may_be_read_are_whole(year: Observatoire) -> None:
    read = [r for r in year.rencontres.values() if r.compte_rendu_public and r.type_rencontre != "forum"]

    for r in read:
        parts = (
            r.en_bref,
            r.questions_de_travail,
            r.sequences,
            r.participants.presents,
            r.echanges,
            r.enseignements,
            r.paroles,
            r.decisions,
        )
        assert all(parts), r.id
        assert r.bilan_de_seance, r.id
        assert r.lieu and r.lieu.accessibilite and r.lieu.acces, r.id
        assert {year.themes[theme].famille for theme in r.themes} == {"sens", "methode"}, r.id
    assert len(read) >= 24


def test_forty_practices_are_told_most_of_them_in_six_headings(year: Observatoire) -> None:
    told = {p.experience for r in year.rencontres.values() for p in r.experiences_presentees}
    headings = Counter(len(e.recit.rubriques) for e in year.experiences.values())

    assert len(year.experiences) == 40
    assert headings[6] >= 30
    assert min(headings) >= 3
    assert told == set(year.experiences)
    assert {"abandonnee", "suspendue"} <= {e.etat for e in year.experiences.values()}


def test_enseignements_are_of_every_nature_and_degree(year: Observatoire) -> None:
    lessons = [lecon.enseignement for lecon in year.lecons]

    assert len(lessons) >= 150
    assert {e.nature for e in lessons} == set(year.vocabulaires["nature_enseignement"].termes)
    assert {e.degre_accord for e in lessons} - {None} == set(year.vocabulaires["degre_accord"].termes)


def test_disagreements_of_the_groups_keep_their_sides(year: Observatoire) -> None:
    kept = [
        e for r in year.rencontres.values() if r.compte_rendu_public for e in r.enseignements if e.nature == "desaccord"
    ]  # fmt: skip

    assert len(kept) >= 8
    assert all(len(e.positions) >= 2 for e in kept)


def test_productions_are_of_many_forms_and_get_every_kind_of_answer(year: Observatoire) -> None:
    productions = year.productions.values()
    answers = {p.reponse_recue.suite for p in productions if p.reponse_recue}

    assert len(productions) >= 16
    assert len({p.forme for p in productions}) >= 8
    assert answers == set(year.vocabulaires["suite"].termes)
    assert {"adoptee", "soumise", "idee", "retiree"} <= {p.statut_production for p in productions}


def test_the_four_other_volets_have_their_services(year: Observatoire) -> None:
    offers = year.offres.values()
    aids = [offer for offer in offers if offer.volet == "aide_financiere"]

    assert {"recherche_action", "appui_methodologique", "formation", "aide_financiere"} <= {offer.volet for offer in offers}
    assert all(offer.dates for offer in offers if offer.volet == "formation")
    assert {bool(aid.periode_validite and aid.periode_validite.fin) for aid in aids} == {True, False}
    assert year.methodes


def test_the_forum_has_its_programme_and_its_booklet_prints_what_was_adopted(year: Observatoire) -> None:
    (forum,) = year.forums.values()
    (booklet,) = year.livrets.values()
    adopted = {p.id for p in year.productions.values() if p.statut_production == "adoptee"}
    printed = {key for section in booklet.sections if section.type == "production" for key in section.elements}

    assert {key for moment in forum.programme for key in moment.productions} == adopted
    assert booklet.forum == forum.id
    assert printed == adopted


# --- A stranger finds the way ---

FILS = {
    "payer": ("productions/indemniser-ou-pas/", ["rencontres/2013-09-20-groupe-est/#e2", "rencontres/2013-11-22-groupe-ouest/#e3"]),
    "repondre": ("productions/la-regle-des-trois-mois/", ["rencontres/2013-10-18-groupe-est/#e1"]),
    "numerique": ("productions/le-papier-d-abord/", ["rencontres/2014-01-24-groupe-ouest/#e2", "experiences/plateforme-des-filatures/#e1"]),
}
"""A production, and the enseignements that it answers to."""
FORUM = "forum/forum-2014/"


def leads(pages: Mapping[str, Reading], address: str) -> set[str]:
    """Where the links of a page lead, as addresses in the site."""
    name = f"{address}index.html"
    found = (target(name, link) for link in pages[name].links)
    return {path.removesuffix("index.html") + (f"#{anchor}" if anchor else "") for path, anchor in filter(None, found)}


@pytest.mark.parametrize(("production", "voiced"), FILS.values(), ids=FILS)
def test_what_was_said_is_followed_by_links_to_the_answer_and_back(
    pages: Mapping[str, Reading], production: str, voiced: list[str]
) -> None:
    answer = f"{production}#reponse"

    for place in voiced:
        page = place.partition("#")[0]
        assert answer in leads(pages, page)
        assert place in leads(pages, production)
    assert answer in leads(pages, FORUM)
    assert any(link.startswith(FORUM) for link in leads(pages, production))
