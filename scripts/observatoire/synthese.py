"""Enseignements put in reading order: what helps, what hinders, on which conditions, what is disputed, what nobody knows yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from observatoire.model import Lecon

PARTIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Ce qui aide", "leviers", ("levier", "savoir_faire", "posture", "idee_a_essayer")),
    ("Ce qui freine", "freins", ("frein",)),
    ("À quelles conditions", "conditions", ("condition_de_reussite",)),
    ("À surveiller", "vigilance", ("point_de_vigilance",)),
    ("Là où l’on n’est pas d’accord", "desaccords", ("desaccord",)),
    ("Ce que l’on ne sait pas encore", "questions", ("question_ouverte",)),
)
"""Title, anchor and natures of each part of a theme's synthesis, in reading order."""


class Synthese(NamedTuple):
    """A part of a synthesis; it may be empty."""

    titre: str
    ancre: str
    lecons: tuple[Lecon, ...]


def synthese(lecons: Iterable[Lecon]) -> tuple[Synthese, ...]:
    """``lecons`` by part, each keeping their order; every part, even the empty ones."""
    found = tuple(lecons)
    return tuple(Synthese(title, anchor, tuple(x for x in found if x.enseignement.nature in natures)) for title, anchor, natures in PARTIES)
