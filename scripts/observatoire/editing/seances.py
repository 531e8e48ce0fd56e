"""The meetings of a group: the frame of the next one, its minutes to write, a sheet for the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from observatoire.dates import PartialDate
from observatoire.model import Observatoire
from observatoire.schema.groupes import Groupe, Rencontre


@dataclass(frozen=True)
class Cadre:
    """What is known of a meeting before it is written."""

    data: dict[str, Any]
    endormis: dict[str, Any]
    """What likely comes, as fields that sleep."""


def cadre(observatoire: Observatoire, groupe: Groupe, date: PartialDate | None = None) -> Cadre:
    """The frame of a group's meeting: number, date, who runs it; its usual day and its members, asleep.

    Without ``date``, it is the next one that the calendar of the group expects.
    """
    held = observatoire.rencontres_du_groupe(groupe)
    date = date or _next_date(groupe, held)
    before = [r for r in held if date is None or r.date.sort_key < date.sort_key]
    last = before[-1] if before else None
    data: dict[str, Any] = {
        "type_rencontre": "journee_d_echange",
        "groupes": [groupe.id],
        "numero": sum(1 for rencontre in before if rencontre.numero) + 1,
        "etat_compte_rendu": "a_venir",
    }
    if date:
        data["date"] = int(date.iso) if date.mois is None else str(date)
    if animateurs := list(groupe.animateurs) or [p.id for p in animateurs_de(observatoire, groupe)]:
        data["animateurs"] = animateurs
    if last and last.horaires:
        data["horaires"] = last.horaires.model_dump(exclude_none=True)
    return Cadre(data, _usual_day(observatoire, groupe, last))


def animateurs_de(observatoire: Observatoire, groupe: Groupe) -> tuple[Any, ...]:
    """Persons who run a group, by identifier."""
    found = observatoire.personnes.values()
    return tuple(p for p in found if any(part.groupe == groupe.id and part.role == "animateur" for part in p.groupes))


def _next_date(groupe: Groupe, held: tuple[Rencontre, ...]) -> PartialDate | None:
    """The first date of the expected calendar whose month has no meeting; ``None`` when all have."""
    known = {(r.date.annee, r.date.mois) for r in held}
    return next((date for date in groupe.calendrier_prevu if (date.annee, date.mois) not in known), None)


def _usual_day(observatoire: Observatoire, groupe: Groupe, last: Rencontre | None) -> dict[str, Any]:
    asleep: dict[str, Any] = {}
    if last and last.sequences:
        asleep["sequences"] = [{"titre": s.titre, "type": s.type, "duree_min": s.duree_min} for s in last.sequences]
    if membres := [p.id for p in observatoire.membres(groupe)]:
        asleep["participants"] = {"presents": membres}
    return asleep
