"""One field decides what is printed of a person: on pages, in exports, in calendars, wherever a text names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import PETIT, Observatory
from observatoire import exports, loading, pages
from observatoire.consentement import Retenues, retenues, shown_name
from observatoire.problems import Severity
from observatoire.schema.acteurs import Personne

CAMILLE = "content/acteurs/personnes/camille.yml"
RENCONTRE = "groupes/rencontres/2013-06-14-groupe-est.yml"


def personne(identifier: str, nom: str, niveau: str) -> Personne:
    consent = {"niveau": niveau, "date": "2013-05-17"}
    given = {"id": identifier, "fichier": "", "nom_affiche": nom, "type_acteur": "habitant", "consentement": consent, "statut": "a_relire"}
    return Personne.model_validate(given)


@pytest.fixture
def names() -> Retenues:
    return retenues(
        [
            personne("membre-1", "Odile Testelin", "anonyme"),
            personne("membre-2", "Karim Belhadj", "prenom_et_structure"),
            personne("membre-3", "Anne Petit", "structure_seule"),
            personne("jean-vasseur", "Jean Vasseur", "nom_et_structure"),
            personne("membre-4", "Luc Vasseur", "anonyme"),
            personne("membre-5", "Elif Demirci", "anonyme"),
            personne("membre-6", "Paul Weiß", "anonyme"),
            personne("membre-7", "Rose", "anonyme"),
            personne("membre-8", "Luce", "prenom_et_structure"),
            personne("zoe", "Zoé", "structure_seule"),
            personne("membre-9", "Une habitante", "anonyme"),
            personne("membre-10", "animateur", "anonyme"),
            personne("membre-11", "lise morvan", "anonyme"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Odile Testelin a parlé.", "[…] a parlé."),
        ("ODILE\u00a0TESTELIN, puis Testelin Odile.", "[…], puis […]."),
        ("Mme Testelin l’a dit.", "Mme […] l’a dit."),
        ("Odile n’est pas retenue seule.", "Odile n’est pas retenue seule."),
        ("Karim Belhadj et M. Belhadj", "Karim et M. […]"),
        ("Un petit jardin, dit Petit.", "Un petit jardin, dit […]."),
        ("Jean Vasseur, M. Vasseur et Luc Vasseur", "Jean Vasseur, M. Vasseur et […]"),
        ("Les Testelinois", "Les Testelinois"),
        ("ELİF DEMİRCİ, Mme Demırci", "[…], Mme […]"),
        ("M. Weiß", "M. […]"),
        ("Une habitante et une habitante élue. Animateur ; lise Morvan", "Une habitante et une habitante élue. Animateur ; […]"),
        ("Rose et ZOÉ ont parlé ; la salle applaudit Rose.", "[…] et […] ont parlé ; la salle applaudit […]."),
        (
            "Une rose, Rose-Marie, Sainte-Rose, Rose Dupré, Roseline et Luce",
            "Une rose, Rose-Marie, Sainte-Rose, Rose Dupré, Roseline et Luce",
        ),
    ],
)
def test_a_withheld_name_leaves_the_text_and_nothing_else_does(names: Retenues, text: str, published: str) -> None:
    assert names.removed_from({"texte": [text]}) == {"texte": [published]}


def test_what_stands_for_a_name_is_never_longer_than_it(names: Retenues) -> None:
    for text in ("Odile Testelin", "Testelin", "Petit", "Karim Belhadj"):
        assert len(names.removed_from(text)) <= len(text)


def test_a_file_that_bears_the_only_word_of_a_withheld_name_spells_it(names: Retenues) -> None:
    assert names.named_by("zoe") == "zoe"
    assert names.named_by("atelier-zoe") is None
    assert names.named_by("rose") is None, "another record than hers: a garden, a street"


def test_nothing_is_looked_for_when_everyone_agreed() -> None:
    assert not retenues([personne("jean-vasseur", "Jean Vasseur", "nom_et_structure")])


def published(root: Path) -> dict[str, str]:
    """Everything that comes from the records, by path."""
    observatoire = loading.load(root)
    files = {page.path: page.markdown for page in pages.render(observatoire)}
    return files | {export.path: export.content for export in (*exports.open_data(observatoire), *exports.page_data(observatoire))}


def withdrawn(observatory: Observatory, niveau: str) -> Path:
    """The small observatory, where Camille, named in a text too, changes her mind after publication."""
    agreed = (PETIT / CAMILLE).read_text(encoding="utf-8").replace("nom_affiche: Camille Exemple", "nom_affiche: Camille Dutilleul")
    agreed = agreed.replace("nom_tri: Exemple Camille", "nom_tri: Dutilleul Camille")
    minutes = (
        (PETIT / RENCONTRE).read_text(encoding="utf-8").replace("Les réunions du soir", "Camille Dutilleul le dit : les réunions du soir")
    )
    before = observatory({CAMILLE: agreed, RENCONTRE: minutes})
    assert any("Dutilleul" in text for text in published(before).values())
    return observatory({CAMILLE: agreed.replace("niveau: nom_et_structure", f"niveau: {niveau}")})


@pytest.mark.parametrize(
    ("niveau", "left"), [("anonyme", "[…] le dit"), ("structure_seule", "[…] le dit"), ("prenom_et_structure", "Camille le dit")]
)
def test_a_consent_withdrawn_takes_the_name_out_of_everything_at_the_next_build(observatory: Observatory, niveau: str, left: str) -> None:
    found = published(withdrawn(observatory, niveau))

    assert [path for path, text in found.items() if "Dutilleul" in text] == []
    assert left in found["rencontres/2013-06-14-groupe-est.md"]


def test_a_consent_withdrawn_says_where_the_name_stood(observatory: Observatory) -> None:
    root = withdrawn(observatory, "anonyme")

    (problem,) = [p for p in loading.examine(root).problems if p.code == "C44" and p.severity is Severity.AVERTISSEMENT]

    assert problem.file == RENCONTRE
    line = (root / RENCONTRE).read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert line[problem.column - 1 :].startswith("Camille Dutilleul")
    assert "Dutilleul" not in problem.message
    assert problem.mend
    assert problem.mend.text.strip().startswith("[…] le dit")


def test_a_file_named_after_someone_who_withdrew_is_refused(observatory: Observatory) -> None:
    root = withdrawn(observatory, "anonyme")
    (root / CAMILLE).rename(root / "content/acteurs/personnes/camille-dutilleul.yml")
    for path in root.rglob("*.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("[camille", "[camille-dutilleul").replace(": camille\n", ": camille-dutilleul\n"), encoding="utf-8")

    refused = [p for p in loading.examine(root).problems if p.code == "C44" and p.severity is Severity.ERREUR]

    assert [p.file for p in refused] == ["content/acteurs/personnes/camille-dutilleul.yml"]


def test_a_page_written_by_hand_that_names_someone_is_refused(observatory: Observatory) -> None:
    root = observatory({"content/a-propos/merci.md": "# Merci\n\nÀ Sacha Discret, pour ses cafés.\n"})

    (problem,) = [p for p in loading.examine(root).problems if p.code == "C44"]

    assert (problem.file, problem.line, problem.column, problem.severity) == ("content/a-propos/merci.md", 3, 3, Severity.ERREUR)


def test_what_is_shown_follows_the_consent() -> None:
    levels = {
        niveau: shown_name(personne("x", "Odile Testelin", niveau))
        for niveau in ("nom_et_structure", "prenom_et_structure", "structure_seule", "anonyme")
    }

    assert levels == {"nom_et_structure": "Odile Testelin", "prenom_et_structure": "Odile", "structure_seule": "", "anonyme": ""}
