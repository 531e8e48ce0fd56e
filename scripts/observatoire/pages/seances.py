"""What a session on a theme is made of, whatever the theme: its moments, and the grid to fill."""

from __future__ import annotations

from typing import NamedTuple


class Moment(NamedTuple):
    """A moment of the session."""

    minutes: int
    titre: str
    consigne: str


DEROULE = (
    Moment(10, "Ouvrir", "Chacun dit en une phrase ce que la question lui évoque. On note, sans débattre."),
    Moment(25, "Lire à trois voix", "En petits groupes, chacun lit une des expériences et la raconte aux autres."),
    Moment(30, "Remplir la grille", "Ensemble, ligne par ligne. Une case que la fiche laisse vide reste vide : on la marque d’un tiret."),
    Moment(25, "Mettre en commun", "Les groupes affichent leurs grilles. On cherche ce qui diffère, puis ce qui se répète."),
    Moment(20, "Débattre", "Une ou deux des questions ci-dessous, au choix. Les désaccords s’écrivent, avec leurs arguments."),
    Moment(10, "Garder trace", "Ce que l’on retient, avec le degré d’accord du groupe, et ce que l’on ne sait toujours pas."),
)
"""The moments, in order: a proposal of the observatoire, to adapt."""
DUREE = sum(moment.minutes for moment in DEROULE)
"""Minutes of a session."""
GRILLE = (
    "Qui était là, qui manquait ?",
    "Qui a décidé de quoi, et l’avait-on dit avant ?",
    "Ce qui a aidé",
    "Ce qui a freiné",
    "À quelle condition le referait-on ?",
    "Ce que nous gardons, ce qui nous sépare",
)
"""Rows of the grid; its columns are the practices, then one's own."""
