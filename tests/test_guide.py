"""What contributors are told of the fields is what the models hold."""

from __future__ import annotations

import pytest

from observatoire.rules import RULES
from observatoire.schema import COLLECTIONS
from observatoire.schema.guide import CODES, fields, template
from observatoire.schema.shape import shape
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


@pytest.mark.parametrize("row", RECORDS, ids=lambda row: row.nom)
def test_the_template_to_copy_has_the_shape_of_a_record(row):
    document = read(f"{row.folder}/modele.yml", template(row.model).encode())

    assert shape(row.model, document, "modele").id == "modele"


def test_every_rule_has_its_code_in_the_guide():
    assert {rule.code for rule in RULES.values()} <= set(CODES)


SET_BY_WHO_EDITS = {"statut", "etat_compte_rendu"}


@pytest.mark.parametrize("row", RECORDS, ids=lambda row: row.nom)
def test_a_field_that_is_needed_can_be_asked_aloud(row):
    needed = [champ for champ in fields(row.model) if champ.niveau != "o" and not set(champ.nom) & set(".[")]

    assert [champ.nom for champ in needed if not champ.question and champ.nom not in SET_BY_WHO_EDITS] == []
    assert all(champ.question[-1] in "?." for champ in needed if champ.question)
