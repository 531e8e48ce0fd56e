"""What contributors are told of the fields is what the models hold."""

from __future__ import annotations

import re

import pytest

from conftest import PETIT
from observatoire import loading
from observatoire.schema import COLLECTIONS
from observatoire.schema.conseils import CHAMPS, RUBRIQUES
from observatoire.schema.experience import Recit
from observatoire.schema.formatting import formatted
from observatoire.schema.gabarits import complet, express
from observatoire.schema.guide import fields
from observatoire.schema.shape import shape
from observatoire.schema.walk import written
from observatoire.sources import read

RECORDS = [row for row in COLLECTIONS.values() if not row.single]


def told(collection: str) -> dict[str, str]:
    return {champ.nom: champ.type for champ in fields(COLLECTIONS[collection].model)}


def test_a_field_says_what_kind_of_value_it_takes_even_when_it_is_optional():
    experience = told("experience")

    assert experience["accroche"] == "texte (120 caractères au plus)"
    assert experience["a_retenir"] == "liste : texte (160 caractères au plus)"
    assert experience["participants.nombre"] == "nombre entier"
    assert experience["temps_humain.etp"] == "nombre"
    assert experience["etapes[].date"] == "date"
    assert experience["enseignements[].livret"] == "true ou false"
    assert experience["objet_traite"] == "mots de la liste objet_traite"


@pytest.fixture(scope="module")
def mots() -> dict[str, tuple[str, ...]]:
    return {name: tuple(found.termes) for name, found in loading.vocabularies(PETIT).items()}


def awake(template: str) -> str:
    """The template with every field that sleeps made to be read."""
    return re.sub(r"(?m)^# ", "", template)


@pytest.mark.parametrize("row", RECORDS, ids=lambda row: row.nom)
def test_a_template_has_the_shape_and_the_form_of_a_record(row, mots):
    for text in (express(row, mots), complet(row, mots), awake(complet(row, mots))):
        document = read(f"{row.folder}/modele.yml", text.encode())

        assert shape(row.model, document, "modele").id == "modele"
        assert formatted(row.model, document) == text


@pytest.mark.parametrize("row", RECORDS, ids=lambda row: row.nom)
def test_a_template_names_every_field_and_the_words_to_choose_from(row, mots):
    text = awake(complet(row, mots))
    named = {slot.name for slot in written(row.model)}

    assert set(re.findall(r"(?m)^(\w+):", text)) == named
    assert all(len(line) <= 103 for line in text.splitlines() if line.startswith("##"))
    assert "## À choisir : brouillon, a_relire, validee, archivee." in re.sub(r"\n## ", " ", text).replace("lue. À", "\n## À").replace(
        "\u00a0", " "
    )


SET_BY_WHO_EDITS = {"statut", "etat_compte_rendu"}


@pytest.mark.parametrize("row", RECORDS, ids=lambda row: row.nom)
def test_a_field_that_is_needed_can_be_asked_aloud(row):
    needed = [champ for champ in fields(row.model) if champ.niveau != "o" and not set(champ.nom) & set(".[")]

    assert [champ.nom for champ in needed if not champ.question and champ.nom not in SET_BY_WHO_EDITS] == []
    assert all(champ.question[-1] in "?." for champ in needed if champ.question)


def test_each_heading_and_each_field_that_is_hard_to_fill_has_a_weak_and_a_good_example():
    experience = COLLECTIONS["experience"].model
    known = {champ.nom for champ in fields(experience)}

    assert list(RUBRIQUES) == [slot.name for slot in written(Recit)]
    assert set(CHAMPS) <= known
    for conseil in (*RUBRIQUES.values(), *CHAMPS.values()):
        assert len(conseil.bon) > len(conseil.faible) > 0
        assert conseil.pourquoi.endswith(".")
