"""Data files of the site, each a pure function of the model: open data, and what its scripts read."""

from __future__ import annotations

from observatoire.exports import calendriers, comparateur, explorateur, gloses, ouvertes, tableurs
from observatoire.exports.export import Export
from observatoire.model import Observatoire


def open_data(observatoire: Observatoire, adresse: str = "") -> tuple[Export, ...]:
    """What readers are offered to take away, sorted by path; ``adresse`` is that of the site, for what leads back to it."""
    return (*calendriers.render(observatoire, adresse), *ouvertes.render(observatoire))


def page_data(observatoire: Observatoire) -> tuple[Export, ...]:
    """What the explorer, the comparison and the words of the glossary read in the browser."""
    return (*explorateur.render(observatoire), *comparateur.render(observatoire), *gloses.render(observatoire))


def to_fill_in(observatoire: Observatoire) -> tuple[Export, ...]:
    """Spreadsheets that contributors fill in, sorted by path."""
    return tableurs.render(observatoire)


__all__ = ["Export", "open_data", "page_data", "to_fill_in"]
