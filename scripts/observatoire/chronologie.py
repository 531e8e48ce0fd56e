"""What happened when: the facts of a practice in order, the year of a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from observatoire.dates import MOIS, PartialDate
from observatoire.model import Observatoire
from observatoire.schema.experience import Experience
from observatoire.schema.groupes import Groupe, Rencontre
from observatoire.schema.shape import slug


class Fait(NamedTuple):
    """A step or a fact of a practice, told once."""

    date: str
    """French; ``""`` when it has none."""
    titre: str
    texte: str
    sources: tuple[str, ...]
    """Keys of the record's sources."""


def faits_de(experience: Experience) -> tuple[Fait, ...]:
    """Steps and facts together; dated ones first, in order.

    A fact of the same date and sources as a step is told with it, once.
    """
    facts = list(experience.reperes)
    dated: list[tuple[PartialDate, str, str, tuple[str, ...]]] = []
    for step in experience.etapes:
        same = next((x for x in facts if x.date == step.date and set(x.sources) == set(step.sources)), None)
        if same:
            facts.remove(same)
        title, text = _told_once(step.titre, step.description or "", same.texte if same else "")
        dated.append((step.date, title, text, step.sources))
    dated += [(x.date, "", x.texte, x.sources) for x in facts if x.date]
    dated.sort(key=lambda x: x[0].sort_key)
    told = [Fait(date.en_francais, title, text, sources) for date, title, text, sources in dated]
    return (*told, *(Fait("", "", x.texte, x.sources) for x in facts if not x.date))


def _told_once(title: str, description: str, fact: str) -> tuple[str, str]:
    """A step's title and text, less what its fact says again."""
    if not fact:
        return title, description
    known = set(slug(fact).split("-"))
    words = {word for word in slug(description).split("-") if len(word) > 3}
    says_more = len(words - known) > len(words) * 0.4
    text = f"{description.rstrip('.')}. {fact}" if says_more else fact
    return ("" if slug(fact).startswith(slug(title)) else title), text


ABREGES = {"septembre": "sept.", "novembre": "nov.", "décembre": "déc."}
"""Months too long for a small slot."""


@dataclass(frozen=True)
class Case:
    """A slot of a group's year: a month expected, and the meeting known for it."""

    mois: PartialDate
    rencontre: Rencontre | None

    @property
    def nom(self) -> str:
        """``juin 2013``."""
        return PartialDate(self.mois.annee, self.mois.mois).en_francais

    def abrege(self, first: bool) -> str:
        """``juin``; with the year at the beginning of the group's year and in January."""
        name = MOIS[(self.mois.mois or 1) - 1]
        short = name if len(name) < 8 else ABREGES[name]
        return f"{short} {self.mois.annee}" if first or self.mois.mois == 1 else short


def slots_of(o: Observatoire, groupe: Groupe) -> tuple[Case, ...]:
    """The group's expected months, in order, each with its meeting when one is known."""
    meetings = [r for r in o.rencontres_du_groupe(groupe) if r.numero is not None or r.date.jour]
    months = groupe.calendrier_prevu or tuple(dict.fromkeys(PartialDate(r.date.annee, r.date.mois) for r in meetings))
    return tuple(
        Case(month, next((r for r in meetings if (r.date.annee, r.date.mois) == (month.annee, month.mois)), None)) for month in months
    )
