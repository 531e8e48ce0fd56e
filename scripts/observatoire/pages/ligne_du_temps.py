"""A group's year as a picture: its days, then each production from the day it began to the answer received.

The slots of the year and the list of productions say the same in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from observatoire.chronologie import Case
from observatoire.dates import MOIS, PartialDate
from observatoire.pages.rendu import Rendu
from observatoire.schema.groupes import Groupe, Production

LARGEUR = 1160
"""Width of the picture, in its own units: pixels on a wide screen."""
_HAUT, _JOURS, _RANG = 44, 46, 46
"""Heights: the months, the row of days, a row of production."""
_COURTS = {
    "janvier": "janv.",
    "février": "févr.",
    "juillet": "juil.",
    "septembre": "sept.",
    "octobre": "oct.",
    "novembre": "nov.",
    "décembre": "déc.",
}
"""Months too long for a column of twenty."""
_A_DROITE = 0.62
"""Past this part of the width, a title is written to the left of its mark."""


@dataclass(frozen=True)
class Trait:
    """A production on the picture; each date is ``None`` when it is not known."""

    production: Production
    debut: PartialDate | None
    adoption: PartialDate | None
    reponse: PartialDate | None

    @property
    def dates(self) -> tuple[PartialDate, ...]:
        return tuple(date for date in (self.debut, self.adoption, self.reponse) if date)


def traits_of(rendu: Rendu, groupe: Groupe) -> tuple[Trait, ...]:
    """Productions of a group that have a date, the first begun first."""
    o = rendu.observatoire
    found = []
    for p in o.productions_du_groupe(groupe):
        origin = o.origine_de(p)
        adopted = o.rencontres[p.adoptee_en].date if p.adoptee_en else None
        found.append(Trait(p, origin.date if origin else None, adopted, p.reponse_recue.date if p.reponse_recue else None))
    return tuple(sorted((t for t in found if t.dates), key=lambda t: (t.dates[0].sort_key, t.production.id)))


def picture(rendu: Rendu, groupe: Groupe, cases: Sequence[Case]) -> Markup:
    """The picture; ``""`` when no production has a date: the slots of the year then say it all."""
    traits = traits_of(rendu, groupe)
    if not traits:
        return Markup("")
    forum = rendu.observatoire.forum_du_groupe(groupe)
    dates = [groupe.debut, groupe.fin, *(case.mois for case in cases), *(date for t in traits for date in t.dates)]
    dates += [forum.date] if forum and forum.date else []
    scale = _Echelle(_month(min(dates, key=_month)), _month(max(dates, key=_month)))
    height = _HAUT + _JOURS + _RANG * len(traits) + 8
    days = [case for case in cases if case.rencontre and not (forum and case.rencontre.date == forum.date)]
    pieces = [*scale.months(height), *map(scale.day, days)]
    if forum and forum.date:
        pieces.append(scale.forum(forum.date, height))
    pieces += [scale.row(trait, _HAUT + _JOURS + _RANG * n) for n, trait in enumerate(traits)]
    return Markup(
        '<div class="defile" role="group" tabindex="0" aria-labelledby="fil"><svg class="ligne-temps" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg></div>'
    ).format(
        LARGEUR,
        height,
        f"L’année du {groupe.nom} : ses journées, puis ses productions, de leur début à la réponse reçue",
        Markup("").join(pieces),
    )


def _month(date: PartialDate) -> int:
    return date.annee * 12 + (date.mois or 1) - 1


@dataclass(frozen=True)
class _Echelle:
    """Where a date stands on the picture."""

    premier: int
    dernier: int
    """First and last month shown, counted from year 0."""

    @property
    def _step(self) -> float:
        return LARGEUR / (self.dernier - self.premier + 1)

    def x(self, date: PartialDate) -> int:
        """Of the day; of the middle of the month when the day is not known."""
        return round((_month(date) - self.premier + (date.jour or 16) / 31) * self._step)

    def months(self, height: int) -> Iterator[Markup]:
        for n, month in enumerate(range(self.premier, self.dernier + 1)):
            x = round(n * self._step)
            yield Markup('<path class="filet" d="M{} 4V{}"/>').format(x, height)
            name = MOIS[month % 12]
            yield Markup('<text class="mois" x="{}" y="38">{}</text>').format(x + 5, _COURTS.get(name, name))
            if n == 0 or month % 12 == 0:
                yield Markup('<text class="an" x="{}" y="18">{}</text>').format(x + 5, month // 12)

    def day(self, case: Case) -> Markup:
        r = case.rencontre
        assert r is not None
        kind = {"tenue": "", "annulee": " np", "reportee": " np"}.get(case.etat, " avenir")
        return Markup('<rect class="bq{}" x="{}" y="{}" width="26" height="16"/>').format(kind, self.x(r.date) - 13, _HAUT + 12)

    def forum(self, date: PartialDate, height: int) -> Markup:
        x = self.x(date)
        return Markup(
            '<path class="forum-trait" d="M{} {}V{}"/><text class="forum-nom" x="{}" y="{}" text-anchor="middle">Forum</text>'
        ).format(x, _HAUT + 36, height, x, _HAUT + 26)

    def row(self, trait: Trait, top: int) -> Markup:
        first, last = self.x(trait.dates[0]), self.x(trait.dates[-1])
        middle, base = self.x(trait.adoption or trait.dates[0]), top + 30
        left = first > LARGEUR * _A_DROITE
        parts = [
            Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(last + 9 if left else first - 9, top + 15, "end" if left else "start", trait.production.titre),
            Markup('<path class="trait" d="M{} {}H{}"/>').format(first, base, middle) if middle > first else "",
            Markup('<path class="trait apres" d="M{} {}H{}"/>').format(middle, base, last) if last > middle else "",
        ]  # fmt: skip
        for date, kind in ((trait.debut, "debut"), (trait.adoption, "adoption"), (trait.reponse, "reponse")):
            if date:
                parts.append(
                    Markup('<rect class="borne {}" x="{}" y="{}" width="18" height="12"/>').format(kind, self.x(date) - 9, base - 6)
                )
        return Markup("").join(parts)
