"""What happened when: the facts of a practice in order, the year of a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from observatoire.dates import MOIS, PartialDate, hour, minutes
from observatoire.model import Observatoire
from observatoire.schema.experience import Experience
from observatoire.schema.groupes import Groupe, Rencontre, Sequence
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
    words = _words(description)
    says_more = len(words - _words(fact)) > len(words) * 0.25
    text = f"{description.rstrip('.')}. {fact}" if says_more else fact
    return ("" if slug(fact).startswith(slug(title)) else title), text


def _words(text: str) -> set[str]:
    """How the words begin that tell one sentence from another: ``associer`` and ``associés`` are one."""
    return {word[:5] for piece in text.split() for word in slug(piece).split("-") if len(word) > 3}


class Duree(NamedTuple):
    """The years of a practice, as far as its record tells."""

    debut: int
    atteste: int
    """Last year that a dated fact of the record shows it under way."""
    fin: int | None
    """``None`` when no source says when it ended, or that it did not."""

    def en(self, annee: int) -> str:
        """``oui`` when it was under way that year, ``peut-etre`` when nothing tells any more, ``non`` before and after."""
        if annee < self.debut or (self.fin is not None and annee > self.fin):
            return "non"
        return "oui" if self.fin is not None or annee <= self.atteste else "peut-etre"


def duree_de(experience: Experience) -> Duree | None:
    """Years of a practice; ``None`` when its beginning is unknown."""
    if not experience.debut:
        return None
    debut, fin = experience.debut.annee, experience.fin.annee if experience.fin else None
    told = [step.date.annee for step in experience.etapes] + [fact.date.annee for fact in experience.reperes if fact.date]
    return Duree(debut, fin or max([debut, *told]), fin)


class Annee(NamedTuple):
    """How many practices were under way in a year."""

    annee: int
    oui: int
    """Shown by their dates or by a dated fact."""
    peut_etre: int
    """Begun, and no source tells when they ended."""


def annees(o: Observatoire) -> tuple[Annee, ...]:
    """Every year from the first beginning to the last dated fact, in order; ``()`` when nothing is dated."""
    durees = [duree for e in o.experiences.values() if (duree := duree_de(e))]
    if not durees:
        return ()
    years = range(min(d.debut for d in durees), max(d.atteste for d in durees) + 1)
    told = {year: [duree.en(year) for duree in durees] for year in years}
    return tuple(Annee(year, states.count("oui"), states.count("peut-etre")) for year, states in told.items())


MOTS = {
    "tenue": "tenue",
    "prochaine": "prochaine",
    "annoncee": "annoncée",
    "reportee": "reportée",
    "annulee": "annulée",
    "a_venir": "à venir",
    "attendue": "attendue, non documentée",
    "sans": "pas de journée",
}
"""What is said of each state of a slot, in the order of a legend."""
ABREGES = {"septembre": "sept.", "novembre": "nov.", "décembre": "déc."}
"""Months too long for a small slot."""


@dataclass(frozen=True)
class Case:
    """A slot of a group's year: a month expected, a meeting known, or both."""

    mois: PartialDate
    rencontre: Rencontre | None
    etat: str
    """A term of ``etat_rencontre``; ``prochaine`` for the announced meeting that comes first.

    Without a meeting: ``a_venir`` when the month was not over at the data's last date, ``attendue`` when
    the record says that its meetings are not documented, else ``sans``.
    """

    @property
    def nom(self) -> str:
        """``juin 2013``."""
        return PartialDate(self.mois.annee, self.mois.mois).en_francais

    @property
    def mot(self) -> str:
        """``annoncée``: its state for a reader."""
        return MOTS[self.etat]

    def abrege(self, first: bool) -> str:
        """``juin``; with the year at the beginning of the group's year and in January."""
        name = MOIS[(self.mois.mois or 1) - 1]
        short = name if len(name) < 8 else ABREGES[name]
        return f"{short} {self.mois.annee}" if first or self.mois.mois == 1 else short


def slots_of(o: Observatoire, groupe: Groupe) -> tuple[Case, ...]:
    """The group's year, in order: each month expected with its meeting, and any other meeting it had."""
    waiting = [r for r in o.rencontres_du_groupe(groupe) if r.numero is not None or r.date.jour]
    coming = next_of(o, groupe)

    def slot(month: PartialDate, meeting: Rencontre | None) -> Case:
        if meeting:
            return Case(month, meeting, "prochaine" if meeting == coming else meeting.etat_rencontre)
        if o.version is None or month.end_key >= o.version.sort_key:
            return Case(month, None, "a_venir")
        return Case(month, None, "attendue" if "rencontres" in groupe.inconnu else "sans")

    found = []
    for month in groupe.calendrier_prevu:
        same_month = [r for r in waiting if (r.date.annee, r.date.mois) == (month.annee, month.mois)]
        meeting = next((r for r in same_month if r.date == month), same_month[0] if same_month else None)
        if meeting:
            waiting.remove(meeting)
        found.append(slot(month, meeting))
    found += [slot(meeting.date, meeting) for meeting in waiting]
    return tuple(sorted(found, key=lambda case: (case.rencontre.date if case.rencontre else case.mois).sort_key))


def next_of(o: Observatoire, groupe: Groupe) -> Rencontre | None:
    """The announced meeting that comes first after the last one held, by the data's last date and never by the clock.

    ``None`` when nothing is announced beyond that date.
    """
    meetings = o.rencontres_du_groupe(groupe)
    past = [r.date.sort_key for r in meetings if r.etat_rencontre == "tenue"]
    since = max([*past, *([o.version.sort_key] if o.version else [])], default=(0, 0, 0))
    return next((r for r in meetings if r.etat_rencontre == "annoncee" and r.date.jour and r.date.sort_key >= since), None)


@dataclass(frozen=True)
class Moment:
    """A sequence of a day with the hour when it begins."""

    heure: str
    """``9h30``; ``""`` when the hours of the day are not known."""
    sequence: Sequence
    part: int
    """Its length in percent of the longest one, by five."""


def moments_of(rencontre: Rencontre) -> tuple[Moment, ...]:
    """The day of a meeting, each moment at its hour, counted from the beginning of the day."""
    longest = max((s.duree_min for s in rencontre.sequences), default=0)
    now = minutes(rencontre.horaires.debut) if rencontre.horaires else None
    found = []
    for sequence in rencontre.sequences:
        share = -(-sequence.duree_min * 20 // longest) * 5 if longest else 0
        found.append(Moment(hour(now) if now is not None else "", sequence, share))
        now = now + sequence.duree_min if now is not None else None
    return tuple(found)
