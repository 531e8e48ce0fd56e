"""What an editor that knows YAML says and offers: a real language server, with the settings of the repository."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from jsonschema import Draft202012Validator

from construire import ROOT
from editeur import Editeur
from observatoire import loading
from observatoire.editing import schemas
from observatoire.editing.fiches import fiches
from observatoire.schema import COLLECTIONS
from observatoire.schema.lines import block, example, filled
from observatoire.schema.walk import written
from observatoire.sources import read

OBSERVATORIES = [root for root in (ROOT, ROOT / "tests/petit", ROOT / "tests/demonstration") if root.is_dir()]
EXPERIENCE = """\
titre: Essai
resume: Une table, un café et une question.
porteurs:
  - ville-lille
objet_traite:
  - mobilite
public_vise:
  - jeunes
modalites_animation:
  - reunion_publique
territoires:
  - "59350"
debut: 2011
statut: brouillon
"""


@pytest.fixture(scope="module")
def editeur() -> Iterator[Editeur]:
    editor = Editeur(ROOT)
    yield editor
    editor.close()


# --- The schemas follow the models ---


def test_the_schemas_of_the_repository_are_those_of_the_models():
    rendered = schemas.render(loading.vocabularies(ROOT))
    kept = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / schemas.FOLDER).iterdir()}

    assert kept == rendered, "les schémas ne suivent plus les modèles ou les listes : .venv/bin/observatoire schemas"


def test_the_settings_give_each_file_its_schema():
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))

    assert settings["yaml.schemas"] == schemas.associations()
    assert settings["yaml.schemaStore.enable"] is False, "the editor would ask another site for its schemas"


@pytest.mark.parametrize("root", OBSERVATORIES, ids=lambda root: root.name)
@pytest.mark.parametrize("row", COLLECTIONS.values(), ids=lambda row: row.nom)
def test_a_record_that_the_checks_accept_suits_its_schema(root, row):
    validator = Draft202012Validator(schemas.record_schema(row, loading.vocabularies(root)))
    for name in (name for collection, name in fiches(root) if collection is row):
        assert [error.message for error in validator.iter_errors(read(name, (root / name).read_bytes()).data)] == [], name


@pytest.mark.parametrize("path", sorted((ROOT / "content/vocabulaires").glob("*.yml")), ids=lambda path: path.stem)
def test_a_list_of_words_suits_its_schema(path):
    validator = Draft202012Validator(schemas.vocabulary_schema())

    assert [error.message for error in validator.iter_errors(read(path.name, path.read_bytes()).data)] == []


@pytest.mark.parametrize("row", COLLECTIONS.values(), ids=lambda row: row.nom)
def test_every_field_is_told_in_french(row):
    def told(schema: dict) -> Iterator[str]:
        for name, field in schema["properties"].items():
            assert field["title"] and field["description"].endswith("."), name
            yield from told(field) if "properties" in field else ()
            yield from told(field["items"]) if "properties" in field.get("items", {}) else ()

    list(told(schemas.record_schema(row, loading.vocabularies(ROOT))))


# --- What the editor says ---


@pytest.mark.parametrize(
    ("change", "line", "column", "said"),
    [
        (("titre: Essai", "titre: 2013"), 1, 8, "On attend ici un texte. Mettez-le entre guillemets."),
        (("resume: Une", "resumé: Une"), 2, 1, "Ce champ n’est pas connu ici. Corrigez son nom, ou retirez-le."),
        (("resume: Une table, un café et une question.\n", ""), 1, 1, "Il manque le champ « resume » (Résumé)."),
        (("porteurs:\n  - ville-lille", "porteurs: ville-lille"), 3, 11, "Une liste est attendue : un tiret par élément."),
        (("ville-lille", "Ville de Lille"), 4, 5, "Un identifiant est le nom d’un fichier, sans « .yml » : minuscules, chiffres et tirets."),
        (("mobilite", "mobilité"), 6, 5, "Ce mot n’est pas dans la liste « objet_traite »."),
        (('"59350"', "59350"), 12, 5, "On attend ici un texte. Mettez-le entre guillemets."),
        (("debut: 2011", "debut: 21/03/2012"), 13, 8, "Une date s’écrit 2013, 2013-05 ou 2013-05-17, précédée de « vers » si elle est approximative. Les années vont de 1800 à 2099."),
        (("debut: 2011\n", ""), 1, 1, "Il manque le champ « debut » (Début). Si on l’a cherché sans le trouver, nommez-le sous « inconnu »."),
        (("debut: 2011\n", "debut: 2011\nrecit: du texte\n"), 14, 8, "Un groupe de champs est attendu ici : lieu, publics, animation, projet, regles, transformation."),
        (("debut: 2011\n", "debut: 2011\nrecit:\n  lieu:\n    sous_titre: Ici\n"), 15, 3, "Il manque le champ « texte » (Texte)."),
        (("statut: brouillon", "statut: brouillon\nsources:\n  - titre: Un\n    url: www.exemple.fr\n"), 17, 10, "Une adresse web commence par https:// et ne contient pas d’espace."),
        (("statut: brouillon", "statut: brouillon\nsources:\n  - titre: Un\n    cle: Source 1\n"), 17, 10, "Une clé s’écrit en minuscules sans accent, avec des chiffres et des tirets : e1."),
    ],
)  # fmt: skip
def test_a_mistake_is_underlined_where_it_is_and_told_in_french(editeur, change, line, column, said):
    text = EXPERIENCE.replace(*change)
    assert text != EXPERIENCE

    problems = editeur.problems(f"experiences/essai-{line}-{column}-{len(text)}.yml", text)

    plain = [(at, column, message.replace("\u00a0", " ").replace("\u202f", " ")) for at, column, message in problems]
    assert (line, column, said) in plain


def test_lengths_and_repeated_keys_are_told_in_french_too(editeur):
    problems = editeur.problems("experiences/essai-long.yml", EXPERIENCE.replace("Essai", "E" * 81) + "statut: brouillon\n")

    assert (1, 8, "La chaîne est plus longue que la longueur maximale de 80.") in problems
    assert [line for line, _, _ in problems if line > 1] == [15]


def test_a_yes_for_a_true_is_told(editeur):
    text = "titre: Un\ngroupes: [est]\nforme: portrait\nstatut_production: idee\nstatut: brouillon\n"

    assert editeur.problems("groupes/productions/essai.yml", text) == []
    rencontre = "titre: Un\ntype_rencontre: visite_de_terrain\ngroupes: []\ndate: 2013-05-17\nlieu: {nom: Ici}\netat_compte_rendu: a_venir\nstatut: brouillon\n"
    assert editeur.problems("groupes/rencontres/essai.yml", rencontre + "hors_compte_rendu: oui\n") == [
        (8, 20, "On attend ici true ou false.")
    ]
    assert [place[:2] for place in editeur.problems("groupes/rencontres/essai-2.yml", rencontre + "horaires:\n  debut: 9:30\n")] == [
        (9, 10)
    ]


@pytest.mark.parametrize("row", COLLECTIONS.values(), ids=lambda row: row.nom)
def test_a_sound_record_is_not_underlined(editeur, row):
    record = {name: value for name, value in filled(row.model).items() if name not in ("id", "fichier")}
    needed = [slot.name for slot in written(row.model) if (row.model.model_fields[slot.name].json_schema_extra or {}).get("inconnu")]
    record |= {name: example(row.model, name) for name in needed}
    file = row.folder if row.single else f"{row.folder}/essai-valable.yml"

    assert editeur.problems(file, "\n".join(block(record)) + "\n") == []


# --- What the editor offers ---


def test_fields_are_offered_with_what_they_mean(editeur):
    offered = editeur.choices("experiences/essai-cles.yml", EXPERIENCE + "¦\n")

    assert offered["niveau_annonce"].startswith("Qu’a-t-on promis aux participants")
    assert "titre" not in offered, "it is written already"


def test_fields_of_a_group_are_offered_inside_it(editeur):
    assert set(editeur.choices("experiences/essai-groupe.yml", EXPERIENCE + "etapes:\n  - ¦\n")) >= {"date", "titre", "niveau", "sources"}


def test_words_of_a_list_are_offered_with_their_definition(editeur):
    offered = editeur.choices("experiences/essai-mots.yml", EXPERIENCE + "etat: ¦\n")

    assert set(offered) == set(loading.vocabularies(ROOT)["etat"].termes)
    assert offered["abandonnee"].startswith("Abandonnée – ")


def test_words_are_offered_in_a_list_too(editeur):
    offered = editeur.choices("experiences/essai-liste.yml", EXPERIENCE + "enjeux:\n  - ¦\n")

    assert {"institutionnel", "territorial", "civique"} <= set(offered)


def test_pointing_at_a_field_tells_what_it_is(editeur):
    told = editeur.hover("experiences/essai-survol.yml", EXPERIENCE + "¦niveau_annonce: information\n")

    assert "Niveau annoncé" in told
    assert "Nécessaire à une fiche validée." in told
