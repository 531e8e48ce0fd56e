"""One file's data to one record: each complaint in French, at its place, with the line to paste."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observatoire.dates import PartialDate
from observatoire.problems import InvalidData, Problem
from observatoire.schema import COLLECTIONS
from observatoire.schema.common import Record
from observatoire.schema.experience import Experience
from observatoire.schema.groupes import Rencontre
from observatoire.schema.lines import block, filled, number_in, scalar, under
from observatoire.schema.shape import shape, slug
from observatoire.sources import read

EXPERIENCE = """\
titre: Café des parents
resume: Une table, un café et une question.
porteurs:
  - centre-social
objet_traite:
  - numerique
public_vise:
  - jeunes
modalites_animation:
  - cafe_citoyen
territoires:
  - "62041"
debut: 2011-09
statut: brouillon
"""
RENCONTRE = """\
titre: Une journée
type_rencontre: journee_d_echange
groupes: [est]
date: 2013-06-14
lieu:
  nom: Salle
etat_compte_rendu: a_venir
statut: brouillon
"""


def shaped(text: str, model: type[Record] = Experience) -> Record:
    return shape(model, read("fiche.yml", text.encode()), "fiche")


def problems(text: str, model: type[Record] = Experience) -> tuple[Problem, ...]:
    with pytest.raises(InvalidData) as caught:
        shaped(text, model)
    return caught.value.problems


def told(text: str, model: type[Record] = Experience) -> list[str]:
    """Place, code and message of each problem, with ordinary spaces."""
    return [re.sub("[\u00a0\u202f]", " ", f"{p.line}:{p.column} {p.code} {p.message}") for p in problems(text, model)]


def mend(text: str, model: type[Record] = Experience) -> str:
    """The file once the line of its one problem is pasted; it must then have a right shape."""
    (problem,) = problems(text, model)
    assert problem.mend is not None
    mended = problem.mend.apply(text)
    shaped(mended, model)
    return mended


# --- What is read ---


def test_a_record_is_what_its_file_says():
    record = shaped(EXPERIENCE)

    assert isinstance(record, Experience)
    assert (record.id, record.fichier, record.titre) == ("fiche", "fiche.yml", "Café des parents")
    assert record.debut == PartialDate(2011, 9)
    assert record.territoires == ("62041",)


def test_an_empty_key_is_an_absent_key():
    assert shaped(EXPERIENCE + "accroche:\nbudget:\n") == shaped(EXPERIENCE)


def test_a_code_without_quotes_is_understood():
    assert shaped(EXPERIENCE.replace('"62041"', "62041")) == shaped(EXPERIENCE)


def test_what_was_looked_for_and_not_found_may_be_said_unknown():
    text = EXPERIENCE.replace("debut: 2011-09\n", "") + "inconnu: [debut]\n"

    assert shaped(text).inconnu == ("debut",)  # type: ignore[attr-defined]


# --- All at once ---


def test_every_error_of_shape_is_told_at_once():
    text = EXPERIENCE.replace("titre: Café des parents", "titre: 2013").replace("debut: 2011-09", "debut: hier") + "humeur: bonne\n"

    assert [said.split(" ")[1] for said in told(text)] == ["T10", "T11", "T16"]


def test_a_misspelt_field_is_not_also_missing():
    assert told(EXPERIENCE.replace("resume:", "resumé:")) == [
        "2:1 T16 « resumé » n’est pas un champ connu ici. Vouliez-vous dire « resume » ?"
    ]


def test_a_record_too_long_is_told_with_all_the_rest():
    text = EXPERIENCE.replace("titre: Café des parents", "titre: 2013") + "limites: |\n" + "  Une phrase.\n" * 900

    assert [said.split(" ")[1] for said in told(text)] == ["T13", "T10"]


# --- Messages, one a code ---


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("titre: Café des parents", "titre: 2013"), "1:8 T10 « titre » : un texte est attendu, et « 2013 » se lit comme un nombre. Mettez-le entre guillemets."),
        (("titre: Café des parents", "titre: true"), "1:8 T10 « titre » : un texte est attendu, et « true » se lit comme un oui ou non. Mettez-le entre guillemets."),
        (("debut: 2011-09", "debut: 9/2011"), "13:8 T11 « debut » : « 9/2011 » n’est pas une date. Écrivez l’année, le mois puis le jour : 2013, 2013-05 ou 2013-05-17."),
        (("titre: Café des parents", "titre: " + "ab " * 30 + "c"), "1:8 T13 « titre » : 11 caractères de trop (91 pour 80 au plus). Raccourcissez ; voici le début, et la fin en commentaire."),
        (("titre: Café des parents", 'titre: ""'), "1:8 T13 « titre » : le texte est vide. Écrivez-le, ou retirez la ligne."),
        (("porteurs:\n  - centre-social", "porteurs: centre-social"), "3:11 T14 « porteurs » : une liste est attendue, un élément par ligne, chacun après un tiret."),
        (("  - jeunes", "  - jeunes\n  - femmes\n  - elus\n  - locataires"), "11:5 T15 « public_vise » : 1 élément de trop (3 au plus). Gardez les plus importants, en tête."),
        (('territoires:\n  - "62041"', "territoires: []"), "11:14 T15 « territoires » : il faut au moins un élément."),
        (("debut: 2011-09\n", ""), "1:1 T19 Il manque le champ « debut » (Début). Quand cela a-t-il commencé ? 2013, 2013-05 ou 2013-05-17 ; « vers 2013 » dans le doute. Si on l’a cherché sans le trouver, écrivez « inconnu: [debut] ». La réponse proposée est un exemple : mettez la vôtre."),
    ],
)  # fmt: skip
def test_each_mistake_has_its_words(change, said):
    text = EXPERIENCE.replace(*change)

    assert told(text) == [said]
    mend(text)


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("budget: 1 500 €\n", "15:9 T14 « budget » : un groupe de champs est attendu (montant_eur, annee, comprend, sources), et on lit une valeur seule."),
        ("budget:\n  montant_eur: 1 500 €\n", "16:16 T17 « montant_eur » : un nombre est attendu, sans unité ni espace, et on lit « 1 500 € »."),
        ("budget:\n  montant_eur: -5\n", "16:16 T17 « montant_eur » : -5 est hors limites : au moins 0."),
        ("sources:\n  - titre: Page\n    url: exemple\n", "17:10 T17 « url » : « exemple » n’est pas une adresse web. Elle commence par https:// et ne contient pas d’espace."),
        ("sources:\n  - cle: Source 1\n    titre: Page\n", "16:10 T17 « cle » : « Source 1 » n’a pas la forme attendue. Des minuscules sans accent, des chiffres et des tirets."),
        ("enseignements:\n  - cle: e1\n    nature: frein\n    texte: Un.\n    livret: peut-être\n", "19:13 T18 « livret » : répondez par true (oui) ou false (non), sans guillemets ; on lit « peut-être »."),
        ("inconnu: [debout]\n", "15:11 T16 « debout » n’est pas un champ de cette fiche. Vouliez-vous dire « debut » ?"),
        ("sans_objet: [zzzz]\n", "15:14 T16 « zzzz » n’est pas un champ de cette fiche."),
        ("fichier: a.yml\n", "15:1 T16 « fichier » ne s’écrit pas dans la fiche : c’est le nom du fichier qui identifie la fiche. Retirez cette ligne."),
    ],
)  # fmt: skip
def test_each_mistake_in_a_group_has_its_words(added, said):
    assert told(EXPERIENCE + added) == [said]
    mend(EXPERIENCE + added)


@pytest.mark.parametrize(("written", "meant"), [("9:30", "9h30"), ("9 h 30", "9h30"), ("09h30", None), ("neuf heures", "9h30")])
def test_t12_an_hour_is_written_the_french_way(written, meant):
    text = RENCONTRE + f"horaires:\n  debut: {written}\n"
    if meant is None:
        assert shaped(text, Rencontre)
        return

    assert told(text, Rencontre) == [f"10:10 T12 « debut » : « {written} » n’est pas une heure. Écrivez-la ainsi : 9h30."]
    assert mend(text, Rencontre).endswith(f"  debut: {meant}\n")


# --- The line to paste ---


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("15 000", "15000"),
        ("15\u00a0000 €", "15000"),
        ("15.000", "15000"),
        ("1.500.000", "1500000"),
        ("12,5", "12"),
        ("environ 300 euros", "300"),
        ('"300"', "300"),
    ],
)
def test_a_number_is_found_among_its_signs(written, meant):
    assert mend(EXPERIENCE + f"budget:\n  montant_eur: {written}\n").endswith(f"  montant_eur: {meant}\n")


@pytest.mark.parametrize("yes", ["oui", "Oui", "vrai", "yes", '"true"', "1"])
def test_yes_becomes_true(yes):
    text = EXPERIENCE + f"enseignements:\n  - cle: e1\n    nature: frein\n    texte: Un.\n    livret: {yes}\n"

    assert mend(text).endswith("    livret: true\n")


def test_a_missing_field_goes_after_those_that_come_before_it():
    text = EXPERIENCE.replace("resume: Une table, un café et une question.\n", "")

    assert mend(text).index("titre:") < mend(text).index("resume:") < mend(text).index("porteurs:")


def test_a_missing_field_of_an_element_goes_inside_it():
    text = EXPERIENCE + "etapes:\n  - titre: Un\n  - date: 2011\n    titre: Deux\n"

    assert "  - titre: Un\n    date: 2013-05\n  - date: 2011\n" in mend(text)


def test_a_missing_field_of_a_group_written_on_one_line_goes_inside_it():
    assert mend(EXPERIENCE + "etapes:\n  - {date: 2011}\n").endswith('  - {titre: "À compléter", date: 2011}\n')


def test_a_text_too_long_loses_nothing():
    words = "Le jardin du quartier est ouvert chaque jour, du matin au soir, sauf quand il gèle, disent les voisins."
    mended = mend(EXPERIENCE.replace("titre: Café des parents", f"titre: {words}"))

    first, second = mended.split("\n")[:2]
    assert first.startswith("titre: ") and first.endswith("…")
    assert first.removeprefix("titre: ").removesuffix("…") + " " + second.removeprefix("# suite\u00a0: ").lstrip(", ") in (
        words,
        words.replace(",", "", 1),
        words,
    )


def test_a_field_put_aside_keeps_the_element_that_it_opened():
    mended = mend(EXPERIENCE + "etapes:\n  - humeur: bonne\n    date: 2011\n    titre: Un\n")

    assert "  - # humeur: bonne\n    date: 2011\n" in mended


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("recit: Une longue histoire.\n", "recit:\n  lieu:\n    texte: Une longue histoire.\n"),
        ("participants: 120\n", "participants:\n  nombre: 120\n"),
        ("participants: une centaine\n", "participants:\n  description: une centaine\n"),
        ("recueil: L’équipe\n", "recueil:\n  par: L’équipe\n"),
        ("sources: Le journal, page 2\n", "sources:\n  - titre: Le journal, page 2\n"),
        ("mots_cles: jardin, friche\n", "mots_cles:\n  - jardin, friche\n"),
        ("volets: formation, recherche_action\n", "volets:\n  - formation\n  - recherche_action\n"),
        ("sources:\n  titre: Une page\n  fiabilite: haute\n", "sources:\n  - titre: Une page\n    fiabilite: haute\n"),
        ("sources: {titre: Une page}\n", "sources: [{titre: Une page}]\n"),
    ],
)
def test_a_value_alone_finds_its_place_in_its_group(written, meant):
    assert mend(EXPERIENCE + written) == EXPERIENCE + meant


def test_a_file_with_nothing_to_read_gets_the_least_of_a_record():
    assert told("Une simple phrase\n") == [
        "1:1 T19 Le fichier ne contient aucun champ lisible. Une fiche commence par « nom du champ : valeur »."
    ]
    assert "À compléter" in mend("")


# --- Writing YAML ---


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn"]), min_size=1, max_size=40)
VALUES = st.recursive(
    TEXT.map(str.strip).filter(bool) | st.integers(-999, 99999) | st.booleans(),
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(st.sampled_from("abcdef"), inner, min_size=1, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_what_is_proposed_reads_back(value):
    import unicodedata

    text = "\n".join(under("cle:", value))

    def normal(item: object) -> object:
        if isinstance(item, dict):
            return {key: normal(inner) for key, inner in item.items()}
        if isinstance(item, list):
            return [normal(inner) for inner in item]
        return unicodedata.normalize("NFC", item) if isinstance(item, str) else item

    assert read("f.yml", text.encode()).data == {"cle": normal(value)}


@pytest.mark.parametrize("value", ["2013", "true", "a: b", "a #b", "- a", "", "l’eau :", "59350", "*a", "[a", "~"])
def test_only_what_would_be_misread_is_quoted(value):
    assert scalar(value).startswith('"')


@pytest.mark.parametrize("value", ["Café des parents", "2013-05", "9h30", "l’eau", "vers 1998", "https://www.exemple.fr/a"])
def test_plain_text_stays_plain(value):
    assert scalar(value) == value


@pytest.mark.parametrize(("text", "number"), [("15 000 €", 15000), ("12,5", 12.5), ("dix", None), ("2 à 3", 2), ("1.200", 1200)])
def test_numbers_are_read_the_french_way(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=COLLECTIONS)
def test_the_least_of_each_record_has_a_right_shape(collection):
    least = {name: value for name, value in filled(collection.model).items() if name not in ("id", "fichier")}
    text = "\n".join(block(least)) + "\n"

    try:
        record = shape(collection.model, read("f.yml", text.encode()), "f")
    except InvalidData as error:
        assert {p.code for p in error.problems} == {"T19"}  # Fields that « inconnu » may replace.
    else:
        assert record.id == "f"


# --- Identifiers ---


@given(st.text(max_size=120))
def test_a_slug_is_an_identifier_or_nothing(text):
    found = slug(text)

    assert re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?)?", found)
    assert slug(found) == found


@pytest.mark.parametrize(
    ("text", "identifier"),
    [("Été à Lille", "ete-a-lille"), ("Cœur d’Ostrevent", "coeur-d-ostrevent"), ("../etc/passwd", "etc-passwd"), ("!!!", "")],
)
def test_a_slug_keeps_letters_and_figures(text, identifier):
    assert slug(text) == identifier
