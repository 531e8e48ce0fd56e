"""Finding the words of the field in a text."""

from __future__ import annotations

import pytest

from observatoire.lexique import Lexique

LEXIQUE = Lexique(
    {
        "Budget participatif": "budget",
        "Budget participatif des lycées": "lycees",
        "Conseil municipal": "conseil",
        "Porte-à-porte": "porte",
        "Aménagement": "amenagement",
        "Plan local d’urbanisme intercommunal": "plui",
        "PLUI": "plui",
        "TER": "ter",
        "Alma-Gare": "alma",
        "Cœur": "coeur",
    }
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Un budget participatif.", ["budget participatif"]),
        ("des Budgets Participatifs ?", ["Budgets Participatifs"]),
        ("Les conseils municipaux", ["conseils municipaux"]),
        ("le budget participatif des lycées, le budget participatif", ["budget participatif des lycées", "budget participatif"]),
        ("l’aménagement, d'amenagement", ["aménagement", "amenagement"]),
        ("porte à porte, porte-à-porte", ["porte à porte", "porte-à-porte"]),
        ("Le PLUi, le plan local d'urbanisme intercommunal", ["PLUi", "plan local d'urbanisme intercommunal"]),
        ("la ligne TER, mais ter repetita", ["TER"]),
        ("À l’Alma-Gare de Roubaix", ["Alma-Gare"]),
        ("le coeur et le cœur", ["coeur", "cœur"]),
    ],
)
def test_an_expression_is_found_however_it_is_written(text: str, found: list[str]) -> None:
    assert [text[t.debut : t.fin] for t in LEXIQUE.trouver(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Le budget. Participatif ou non.",
        "un réaménagement",
        "un co-aménagement, un aménagement-pilote",
        "budget très participatif",
        "écœurés",
        "",
    ],
)
def test_what_only_looks_like_an_expression_is_left(text: str) -> None:
    assert list(LEXIQUE.trouver(text)) == []
