"""Practices in time, as small pictures: a bar from beginning to end, beside the dates in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from observatoire.dates import PartialDate
from observatoire.schema.experience import Experience

LARGEUR, HAUTEUR = 240, 14
"""Size of a bar's picture, in its own units."""


@dataclass(frozen=True)
class Frise:
    """Bars of some practices on one scale of years."""

    debut: int
    """First year of the scale, at the beginning of a decade."""
    fin: int
    """Year where it ends, at the beginning of another."""
    lignes: tuple[tuple[Experience, Markup], ...]
    """In the order given; the picture of one without a beginning is empty."""

    @property
    def decennies(self) -> int:
        """The style sheet marks each."""
        return (self.fin - self.debut) // 10


def frise(experiences: Sequence[Experience]) -> Frise:
    """The frieze of some practices; its scale holds every year they name."""
    years = [date.annee for e in experiences for date in (e.debut, e.fin) if date]
    first, last = min(years, default=0) // 10 * 10, (max(years, default=0) // 10 + 1) * 10
    return Frise(first, last, tuple((e, _bar(first, last, e)) for e in experiences))


def _bar(first: int, last: int, e: Experience) -> Markup:
    def place(date: PartialDate, *, end: bool = False) -> int:
        # A year or a month alone begins with its first day and ends with its last.
        month = (date.mois or 12) if end else (date.mois or 1) - 1
        return round((date.annee - first + month / 12) * LARGEUR / (last - first))

    if e.debut is None:
        return Markup("")
    start = place(e.debut)
    if e.fin:
        shape = f'<path d="M{start} 3h{max(4, place(e.fin, end=True) - start)}v8H{start}z"/>'
    elif e.etat == "en_cours":
        # Open to the right: it was going on when its source was written.
        shape = f'<path d="M{start} 3H{LARGEUR - 7}l6 4l-6 4H{start}z"/>'
    else:
        shape = f'<path class="np" d="M{start} 3h8v8h-8z"/>'
    return Markup(f'<svg viewBox="0 0 {LARGEUR} {HAUTEUR}" aria-hidden="true">{shape}</svg>')  # noqa: S704  (numbers of ours)
