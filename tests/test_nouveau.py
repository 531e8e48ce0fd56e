"""A new record: what is asked, what an answer means, what is written."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner, Result

from observatoire import loading
from observatoire.__main__ import main
from observatoire.editing.creation import demandes
from observatoire.problems import blocking
from observatoire.schema import COLLECTIONS
from observatoire.schema.formatting import formatted
from observatoire.sources import read
from terminal import typed

EXPERIENCE = ["--objet-traite", "mobilite", "--public-vise", "jeunes", "--territoires", "Lille"]
NEEDED = {
    "experience": EXPERIENCE,
    "structure": ["--type-structure", "commune", "--commune", "Lille"],
    "personne": ["--type-acteur", "habitant", "--consentement-niveau", "anonyme", "--consentement-date", "2013"],
    "groupe": ["--zone", "est", "--debut", "2013-05", "--fin", "2014-04"],
    "rencontre": ["--type-rencontre", "debat_public", "--date", "17/05/2013"],
    "production": ["--forme", "portrait", "--groupes", "est", "--statut-production", "idee"],
    "forum": ["--edition", "9"],
    "livret": [],
    "theme": ["--famille", "sens"],
    "methode": ["--modalite", "reunion_publique"],
    "ressource": ["--type-ressource", "guide"],
    "offre": ["--volet", "formation", "--organisme", "region-exemple"],
    "territoire": ["--type", "quartier"],
}


def nouveau(root: object, *arguments: str) -> Result:
    collection, *others = arguments
    return CliRunner().invoke(main, ["nouveau", collection, "--racine", str(root), *others])


def written(root, file: str) -> str:
    return (root / file).read_text(encoding="utf-8")


# --- What is written ---


@pytest.mark.parametrize("name", NEEDED)
def test_every_kind_of_record_is_written_valid_and_in_form(observatory, name):
    root = observatory()
    row = COLLECTIONS[name]
    before = set((root / row.folder).glob("*.yml"))

    result = nouveau(root, name, "Un essai : nouveau", *NEEDED[name])

    assert result.exit_code == 0, result.output
    (path,) = set((root / row.folder).glob("*.yml")) - before
    text = path.read_text(encoding="utf-8")
    assert formatted(row.model, read(path.name, text.encode())) == text
    assert blocking(loading.examine(root).problems) == []


def test_every_kind_of_record_can_be_made():
    assert set(NEEDED) == {row.nom for row in COLLECTIONS.values() if not row.single}


def test_the_nine_fields_of_a_practice_are_asked_or_set():
    asked = [demande.path[0] for demande in demandes(COLLECTIONS["experience"])]

    assert len({*asked, "statut"}) == 9
    assert asked[0] == "titre"


def test_answers_are_understood_as_people_write_them(observatory):
    root = observatory()

    result = nouveau(root, "experience", "Café des parents", "--objet-traite", "Mobilité, habitat et logement", "--public-vise", "Jeunes",
                     "--territoires", "Roubaix ; 59350", "--debut", "mai 2013", "--porteurs", "Les Quatre Vents")  # fmt: skip

    assert result.exit_code == 0, result.output
    text = written(root, "experiences/cafe-des-parents.yml")
    assert "objet_traite:\n  - mobilite\n  - habitat_et_logement\n" in text
    assert 'territoires:\n  - "59512"\n  - "59350"\n' in text
    assert "\ndebut: 2013-05\n" in text
    assert "porteurs:\n  - les-quatre-vents\n" in text


def test_what_is_not_answered_is_said_unknown_or_to_complete(observatory):
    root = observatory()

    nouveau(root, "experience", "Café des parents", *EXPERIENCE)

    text = written(root, "experiences/cafe-des-parents.yml")
    assert "\nresume: À compléter\n" in text
    assert "\ninconnu:\n  - porteurs\n  - modalites_animation\n  - debut\n" in text
    assert "\n# debut: 2011\n" in text, "the field sleeps, with an example"
    assert "temps_humain" not in text


def test_every_field_sleeps_when_all_are_asked_for(observatory):
    root = observatory()

    nouveau(root, "experience", "Café des parents", *EXPERIENCE, "--complet")

    assert "\n# temps_humain:\n" in written(root, "experiences/cafe-des-parents.yml")


def test_a_person_who_keeps_their_name_back_has_a_file_that_does_not_tell_it(observatory):
    root = observatory()
    habitant = ["--type-acteur", "habitant", "--consentement-date", "2013", "--consentement-niveau"]

    nouveau(root, "personne", "Paul Imaginaire", *habitant, "structure_seule")
    nouveau(root, "personne", "Jeanne Inventée", *habitant, "nom_et_structure")

    folder = root / "content/acteurs/personnes"
    assert (folder / "personne-01.yml").exists()
    assert (folder / "jeanne-inventee.yml").exists()


# --- What is refused ---


def test_nothing_is_ever_overwritten(observatory):
    root = observatory()
    before = written(root, "experiences/ecoute-du-marche.yml")

    result = nouveau(root, "experience", "Écoute du marché", *EXPERIENCE)

    assert result.exit_code == 1
    assert "existe déjà : rien n’est écrit" in result.output.replace("\u00a0", " ")
    assert written(root, "experiences/ecoute-du-marche.yml") == before


def test_a_near_twin_is_told_of(observatory):
    result = nouveau(observatory(), "experience", "Le jardin des 4 vents", *EXPERIENCE, "--fichier", "autre")
    twin = nouveau(observatory(), "experience", "Jardin partagé des Quatre-Vents", *EXPERIENCE, "--fichier", "jumeau")

    assert "porte presque ce titre" not in result.output
    assert "Une fiche porte presque ce titre : experiences/jardin-des-quatre-vents.yml" in twin.output.replace("\u00a0", " ").replace(
        "\n", " "
    )
    assert twin.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Café"], "--objet-traite De quoi s’agissait-il : quel sujet était en jeu ?"),
        (["Café", *EXPERIENCE[:1], "mobilté", *EXPERIENCE[2:]], "« mobilté » n’est pas un mot de la liste. Vouliez-vous dire « mobilite » ?"),
        (["Café", *EXPERIENCE[:-1], "Saint-Aubin"], "Plusieurs communes s’appellent ainsi"),
        (["Café", *EXPERIENCE[:-1], "Paris"], "« Paris » n’est pas une commune du Nord ou du Pas-de-Calais."),
        (["Café", *EXPERIENCE, "--debut", "printemps"], "« printemps » n’est pas une date."),
        (["Café", *EXPERIENCE, "--porteurs", "Les Quatre Vent"], "Aucune fiche ne s’appelle « Les Quatre Vent ». Vouliez-vous dire « les-quatre-vents » ?"),
        (["Café", *EXPERIENCE, "--porteurs", "Zzzz"], 'Pour créer une structure : observatoire nouveau structure "Zzzz"'),
        (["a" * 90, *EXPERIENCE], "10 caractères de trop : 80 au plus."),
        (["Café", *EXPERIENCE[:1], "mobilite, numerique, habitat_et_logement, budget_et_finances", *EXPERIENCE[2:]], "Le nombre de réponses ne convient pas."),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_taken_says_what_to_answer(observatory, arguments, told):
    root = observatory()
    before = {path.name for path in (root / "experiences").iterdir()}

    result = nouveau(root, "experience", *arguments)

    assert result.exit_code == 2
    assert told in " ".join(result.output.replace("\u00a0", " ").replace("\u202f", " ").split())
    assert {path.name for path in (root / "experiences").iterdir()} == before


def test_a_record_that_would_be_wrong_is_not_written(observatory):
    root = observatory()

    result = nouveau(root, "rencontre", "Avant la première", "--groupe", "est", "--date", "2012-05-02")

    assert result.exit_code == 1
    assert "Rien n’est écrit" in result.output
    assert list((root / "groupes/rencontres").glob("2012-05-02*")) == []


def test_a_right_record_that_disturbs_others_is_written_and_they_are_named(observatory):
    root = observatory()

    result = nouveau(root, "rencontre", "Se préparer", "--groupe", "est", "--date", "2013-05-02")

    assert result.exit_code == 1
    assert "groupes/rencontres/2013-05-02-groupe-est.yml est écrit." in result.output
    told = result.output.split("Cette fiche en dérange d’autres, à corriger ensuite\u00a0:")[1]
    assert "groupes/rencontres/2013-05-17-journee-de-lancement.yml:" in told
    assert {p.file for p in blocking(loading.examine(root).problems)} == set(re.findall(r"^(\S+\.yml):\d+:\d+", told, re.MULTILINE))


def test_what_was_wrong_before_is_no_matter_of_a_new_record(observatory):
    root = observatory()
    (root / "experiences/ecoute-du-marche.yml").write_text("titre: X\n", encoding="utf-8")

    result = nouveau(root, "experience", "Café des parents", *EXPERIENCE)

    assert result.exit_code == 0, result.output


def test_quiet_says_nothing_when_all_is_well(observatory):
    assert nouveau(observatory(), "experience", "Café des parents", *EXPERIENCE, "--quiet").output == ""


# --- A meeting of a group ---


def test_a_meeting_starts_from_the_frame_of_its_group(observatory):
    root = observatory()

    result = nouveau(root, "rencontre", "Relire ensemble", "--groupe", "est", "--date", "2014-04-25", "--lieu-commune", "Lens")

    assert result.exit_code == 0, result.output
    text = written(root, "groupes/rencontres/2014-04-25-groupe-est.yml")
    record = loading.examine(root).observatoire.rencontres["2014-04-25-groupe-est"]
    assert record.numero == 4, "after those of May and June 2013, and of April 2014"
    assert record.type_rencontre == "journee_d_echange"
    assert record.etat_compte_rendu == "a_venir"
    assert record.lieu and record.lieu.commune == "62498"
    assert "# participants:\n#   presents:\n#     - " in text, "the members sleep, to be ticked after the day"


def test_the_next_expected_date_is_proposed(observatory):
    result = nouveau(observatory(), "rencontre", "Suite", "--groupe", "ouest")

    assert result.exit_code == 0, result.output
    assert "groupes/rencontres/20" in result.output


# --- In a terminal ---


def test_in_a_terminal_each_question_is_put_and_a_doubt_is_settled_by_its_number(observatory):
    root = observatory()
    answers = ["Café des parents", "", "Les Quatre Vent", "1", "4", "jeunes ; habitants", "2", "", "Saint-Aubin", "2", "vers 2009", ""]

    status, screen = typed(["nouveau", "experience"], answers, root)

    assert status == 0, screen
    assert "8\u00a0questions. Entrée seule passe à la suivante" in screen
    assert "1. Saint-Aubin, Nord\n  2. Saint-Aubin, Pas-de-Calais" in screen
    text = written(root, "experiences/cafe-des-parents.yml")
    for line in ("- les-quatre-vents", "- mobilite", "- jeunes", "- habitants_d_un_quartier", '- "62742"', "debut: vers 2009"):
        assert line in text


def test_in_a_terminal_a_twin_stops_who_did_not_know_of_it(observatory):
    root = observatory()

    status, screen = typed(["nouveau", "experience", "Jardin partagé des Quatre-Vents"], ["n"], root)

    assert status == 1
    assert "Arrêté, rien n’est écrit." in screen
