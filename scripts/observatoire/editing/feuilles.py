"""Sheets of paper: questions with room to answer, for who would rather talk than type."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tableau:
    """A table to fill: heads of columns, rows already written, then blank ones."""

    colonnes: tuple[str, ...]
    largeurs: tuple[int, ...]
    """Share of each column."""
    lignes: tuple[tuple[str, ...], ...] = ()
    vides: int = 0


@dataclass(frozen=True)
class Question:
    """Something to answer."""

    texte: str
    aide: str = ""
    choix: tuple[str, ...] = ()
    """To tick."""
    lignes: int = 0
    """Lines to write on."""
    tableau: Tableau | None = None
    dans: tuple[Question, ...] = ()
    """Smaller ones inside it."""


@dataclass(frozen=True)
class Partie:
    """Questions that go together."""

    titre: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Feuille:
    """A whole sheet."""

    titre: str
    chapo: tuple[str, ...]
    parties: tuple[Partie, ...]
