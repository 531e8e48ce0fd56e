"""The pages of meetings: what is announced, what the minutes tell, and what a draft must never let out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from construire import DEMONSTRATION, PETIT
from fuites import leaks
from observatoire import exports, loading, pages, prose
from observatoire.chronologie import moments_of, next_of, slots_of
from observatoire.effectifs import by_category, presence_of
from observatoire.pages import Rendu, rencontres
from observatoire.schema.groupes import Rencontre
from test_rules import JOURNEE, LANCEMENT, changed

OUEST = "groupes/rencontres/2013-07-05-groupe-ouest.yml"
DRAFT = ("brouillon", "soumis_au_groupe")
"""States in which the group has not accepted what is written."""


def rendered(root: Path) -> dict[str, str]:
    """Every page and every file of data, by path."""
    observatoire = loading.load(root)
    files = (*exports.open_data(observatoire), *exports.page_data(observatoire))
    return {page.path: page.markdown for page in pages.render(observatoire)} | {file.path: str(file.content) for file in files}


def page(root: Path, path: str) -> str:
    """The words of a page, its tags out."""
    (found,) = [p.markdown for p in rencontres.pages(Rendu(loading.load(root))) if p.path == path]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


def member(name: str, kind: str, *, groupe: str = "est", consent: str = "anonyme") -> dict[str, str]:
    return {
        f"content/acteurs/personnes/{name}.yml": f"nom_affiche: {name.title()} Untel\ntype_acteur: {kind}\ngroupes:\n  - groupe: {groupe}\n"
        f"consentement:\n  niveau: {consent}\n  date: 2013-05-17\nstatut: brouillon\n"
    }


# --- Drafts ---


@pytest.mark.parametrize("state", DRAFT)
def test_nothing_of_a_draft_reaches_a_page_a_file_of_data_or_a_theme(observatory, state):
    root = observatory(changed(LANCEMENT, ("etat_compte_rendu: brouillon", f"etat_compte_rendu: {state}")))
    draft = loading.load(root).rencontres["2013-05-17-journee-de-lancement"]
    texts = [
        draft.en_bref, draft.enseignements[0].texte, draft.echanges[0].titre, draft.echanges[0].texte.strip(), draft.paroles[0].texte,
        draft.decisions[0].texte, draft.apports[0].sujet, draft.suites.strip(), draft.bilan_de_seance.retenu,
    ]  # fmt: skip

    leaks = [(path, text) for path, content in rendered(root).items() for text in texts if text in content]

    assert all(texts)
    assert leaks == []


def test_the_same_words_are_read_once_the_group_has_accepted_them(observatory):
    root = observatory(changed(LANCEMENT, ("etat_compte_rendu: brouillon", "etat_compte_rendu: valide")))

    files = rendered(root)

    text = "Cet enseignement de brouillon attend la validation du groupe."
    assert {path for path, content in files.items() if text in content} >= {
        "rencontres/2013-05-17-journee-de-lancement.md",
        "themes/rendre-compte.md",
        "enseignements/index.md",
        "donnees/enseignements.json",
        "donnees/rencontres.csv",
    }


def said_in(r: Rencontre) -> list[str]:
    """What minutes hold, a piece of each: enough to know it again, wherever a page breaks it."""
    b = r.bilan_de_seance
    texts = [
        r.en_bref, r.suites, *(b.model_dump().values() if b else ()), *(x.texte for x in r.echanges), *(x.titre for x in r.echanges),
        *(x.texte for x in r.enseignements), *(x.texte for x in r.paroles), *(x.texte for x in r.decisions), *(x.sujet for x in r.apports),
    ]  # fmt: skip
    bare = [prose.bare(text) for text in texts if text]
    return [text if len(text) < 60 else text[:60].rsplit(" ", 1)[0] for text in bare]


@pytest.mark.parametrize(("name", "root"), [("petit_site", PETIT), ("demonstration_site", DEMONSTRATION)])
def test_no_file_of_a_finished_site_holds_a_word_of_a_draft(request: pytest.FixtureRequest, name: str, root: Path) -> None:
    site: Path = request.getfixturevalue(name)
    meetings = loading.load(root).rencontres.values()
    drafts = [text for r in meetings if r.etat_compte_rendu in DRAFT for text in said_in(r)]
    public = next(said_in(r)[0] for r in meetings if r.compte_rendu_public and r.en_bref)

    assert len(drafts) >= 6
    assert leaks(site, drafts) == []
    assert {Path(path).suffix for path, _ in leaks(site, [public])} >= {".html", ".json", ".csv"}


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("brouillon", "Le compte rendu s’écrit. Il paraîtra ici"),
        ("soumis_au_groupe", "Le groupe relit le compte rendu. Il paraîtra ici"),
        ("a_venir", "Le compte rendu est attendu. Il paraîtra ici"),
    ],
)
def test_the_page_says_what_is_awaited(observatory, state, told):
    root = observatory(changed(LANCEMENT, ("etat_compte_rendu: brouillon", f"etat_compte_rendu: {state}")))

    assert told in page(root, "rencontres/2013-05-17-journee-de-lancement.md")


def test_words_without_an_agreement_are_not_printed(observatory):
    root = observatory(changed(JOURNEE, ("    auteur: camille\n    accord: true", "    auteur: camille\n    accord: false")))

    assert not [path for path, content in rendered(root).items() if "la parole est venue" in content]


@pytest.mark.parametrize(
    ("level", "signed"),
    [
        ("nom_et_structure", "Camille Exemple, jardinière, Association Les Quatre-Vents, avec son accord."),
        ("prenom_et_structure", "Camille, Association Les Quatre-Vents, avec son accord."),
        ("structure_seule", "Une personne du groupe, Association Les Quatre-Vents, avec son accord."),
        ("anonyme", "Une personne du groupe, avec son accord."),
    ],
)
def test_words_are_signed_as_far_as_their_author_agreed(observatory, level, signed):
    root = observatory(changed("content/acteurs/personnes/camille.yml", ("niveau: nom_et_structure", f"niveau: {level}")))

    assert f"la parole est venue. {signed}" in page(root, "rencontres/2013-06-14-groupe-est.md")


# --- The day ---


def test_the_day_is_told_hour_by_hour(observatory):
    petit = loading.load(observatory())

    moments = moments_of(petit.rencontres["2014-04-11-groupe-est"])

    assert [(m.heure, m.sequence.titre, m.part) for m in moments] == [
        ("9h30", "Accueil", 20),
        ("10h00", "Relire l’année", 75),
        ("12h00", "Repas partagé", 50),
        ("13h15", "Écrire à plusieurs", 100),
    ]


def test_without_hours_the_moments_keep_their_order_and_claim_none(observatory):
    petit = loading.load(observatory(changed(JOURNEE, ("horaires:\n  debut: 9h30\n  fin: 16h30\n", ""))))

    assert [(m.heure, m.part) for m in moments_of(petit.rencontres["2013-06-14-groupe-est"])] == [("", 35), ("", 100), ("", 50)]


# --- The year ---


def test_the_year_of_a_group_says_what_was_held_what_comes_and_what_is_missing(observatory):
    petit = loading.load(observatory())

    est, ouest = (slots_of(petit, petit.groupes[key]) for key in ("est", "ouest"))

    assert [(case.mois.iso, case.rencontre.id if case.rencontre else None, case.etat) for case in est] == [
        ("2013-05-17", "2013-05-17-journee-de-lancement", "tenue"),
        ("2013-06", "2013-06-14-groupe-est", "tenue"),
        ("2013-09", "2013-09-13-groupe-est", "annulee"),
        ("2014-04", "2014-04-11-groupe-est", "prochaine"),
    ]
    assert [(case.mois.iso, case.etat) for case in ouest] == [("2013-05-17", "tenue"), ("2013-07", "annoncee"), ("2013-09", "attendue")]


def test_what_comes_next_is_told_by_the_data_not_by_the_clock(observatory):
    later = "relecture:\n  - par: Le groupe Est\n    date: 2014-06-01\n"
    root = observatory(changed(JOURNEE, add=later))
    petit = loading.load(root)

    assert petit.version.iso == "2014-06-01"
    assert next_of(petit, petit.groupes["est"]) is None
    assert slots_of(petit, petit.groupes["est"])[-1].etat == "annoncee"
    assert "Rien ne dit encore que cette rencontre s’est tenue." in page(root, "rencontres/2014-04-11-groupe-est.md")


def test_a_month_still_to_come_is_not_a_month_without_meeting(observatory):
    petit = loading.load(observatory(changed("groupes/est.yml", ("  - 2013-06\n", "  - 2013-06\n  - 2013-08\n  - 2014-03\n"))))

    cases = {case.mois.iso: case.etat for case in slots_of(petit, petit.groupes["est"])}

    assert (cases["2013-08"], cases["2014-03"]) == ("sans", "a_venir")


def test_two_meetings_of_one_month_are_both_in_the_year(observatory):
    text = (observatory() / OUEST).read_text(encoding="utf-8")
    second = text.replace("date: 2013-07-05", "date: 2013-07-19").replace("numero: 2", "numero: 3").replace("Rendre compte, à", "Encore, à")
    petit = loading.load(observatory({"groupes/rencontres/2013-07-19-groupe-ouest.yml": second}))

    found = [case.rencontre.id for case in slots_of(petit, petit.groupes["ouest"]) if case.rencontre]

    assert found == ["2013-05-17-journee-de-lancement", "2013-07-05-groupe-ouest", "2013-07-19-groupe-ouest"]


# --- Who came ---


def people(*kinds: str) -> dict[str, str]:
    return {key: text for n, kind in enumerate(kinds) for key, text in member(f"membre-{n}", kind).items()}


def test_persons_are_counted_by_category(observatory):
    petit = loading.load(observatory(people(*["elu_communal"] * 3, *["agent_collectivite"] * 4)))
    members = [p for p in petit.membres(petit.groupes["est"]) if p.id != "camille"]

    assert [tuple(part) for part in by_category(petit, members)] == [("Élus", 3), ("Professionnels", 4)]


def test_a_category_of_one_or_two_is_counted_with_another(observatory):
    petit = loading.load(observatory(people("elu_communal", *["agent_collectivite"] * 4, *["jeune"] * 5, "media")))
    members = [p for p in petit.membres(petit.groupes["est"]) if p.id != "camille"]

    parts = [tuple(part) for part in by_category(petit, members)]

    assert parts == [("Élus, professionnels et autres", 6), ("Bénévoles et citoyens", 5)]


def test_two_persons_have_no_category_at_all(observatory):
    petit = loading.load(observatory())

    assert by_category(petit, petit.membres(petit.groupes["est"])) == ()


def test_the_page_of_a_meeting_never_says_who_came(observatory):
    names = [f"membre-{n}" for n in range(6)]
    people_ = {
        key: text
        for n, name in enumerate(names)
        for key, text in member(name, "elu_communal" if n < 3 else "jeune", consent="nom_et_structure").items()
    }
    root = observatory(people_ | changed(JOURNEE, ("presents: [camille, membre-07]", f"presents: [{', '.join(names)}]")))

    text = page(root, "rencontres/2013-06-14-groupe-est.md")

    assert "Présents 6 sur 7 membres : 3 élus, 3 bénévoles et citoyens" in text
    assert "Untel" not in text


def test_the_mean_attendance_waits_for_three_meetings(observatory):
    petit = loading.load(observatory())

    assert presence_of(petit, petit.groupes["est"]) is None


def test_guests_are_named_only_if_they_agreed(observatory):
    root = observatory()
    agreed = observatory(
        changed(JOURNEE, ("      structure: region-exemple\n", "      structure: region-exemple\n      consentement: true\n"))
    )

    assert "Invités 2 personnes, dont Une chercheuse (sociologue)" in page(agreed, "rencontres/2013-06-14-groupe-est.md")
    observatory(changed(JOURNEE))
    assert "chercheuse" not in page(root, "rencontres/2013-06-14-groupe-est.md")
