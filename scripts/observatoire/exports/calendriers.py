"""Calendars to subscribe to (RFC 5545): one a group, one of the events open to all.

An event says what is announced, never who comes. It keeps its UID when its record is renamed, and its
SEQUENCE grows with each recorded change, so that a calendar program replaces what it holds rather than
adding to it. Times are those of Paris, with the changes of hour written in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from observatoire.dates import PartialDate, minutes
from observatoire.exports.export import Export
from observatoire.model import Observatoire
from observatoire.problems import NBSP
from observatoire.schema import COLLECTIONS
from observatoire.schema.common import Fiche
from observatoire.schema.groupes import Forum, Horaires, Rencontre
from observatoire.schema.reperes import Offre

PARIS = ZoneInfo("Europe/Paris")
OPEN_TO_ALL = ("rencontre_citoyenne", "atelier_territorial", "debat_public", "forum")
"""Types of meeting that anyone may come to, whichever groups prepare them."""
_CALLED_OFF = ("annulee", "reportee")
_NOWHERE = "observatoire.invalid"
"""Right part of a UID as long as the site has no address: a name that no machine ever bears."""


@dataclass(frozen=True)
class Evenement:
    """What a calendar says of a meeting, a Forum or a session of training."""

    uid: str
    """``2013-06-14-groupe-est@exemple.fr``: the first identifier the record had, then the site's host."""
    titre: str
    debut: datetime | date
    """With its time zone; a bare date when the hour is not known."""
    fin: datetime | date
    """Excluded; the next day for a bare date."""
    lieu: str
    texte: str
    categorie: str
    adresse: str
    """Of its page; ``""`` when the site has none."""
    modifie: PartialDate
    revision: int
    """Grows with each change, and once more while the event is called off."""
    annule: bool


def render(observatoire: Observatoire, adresse: str = "") -> tuple[Export, ...]:
    """Calendars, sorted by path; ``adresse`` is that of the site, ``""`` when unknown."""
    found = [_of_all(observatoire, adresse)]
    for groupe in observatoire.groupes.values():
        evenements = _meetings(observatoire, observatoire.rencontres_du_groupe(groupe), adresse)
        found.append(_export(f"calendriers/groupe-{groupe.id}.ics", f"{groupe.nom}{NBSP}: les journées", evenements))
    return tuple(sorted(found, key=lambda export: export.path))


def _of_all(o: Observatoire, adresse: str) -> Export:
    told_by_forum = {forum.rencontre for forum in o.forums.values()}
    open_meetings = [r for r in o.rencontres_triees if (not r.groupes or r.type_rencontre in OPEN_TO_ALL) and r.id not in told_by_forum]
    evenements = [
        *_meetings(o, open_meetings, adresse),
        *(found for forum in o.forums_tries if (found := _forum(o, forum, adresse))),
        *(found for offre in o.offres.values() if offre.volet == "formation" for found in _sessions(o, offre, adresse)),
    ]
    return _export("calendriers/evenements.ics", "Évènements ouverts à tous", evenements)


def _export(path: str, titre: str, evenements: Iterable[Evenement]) -> Export:
    ordered = sorted(evenements, key=lambda e: (_day(e.debut), e.uid))
    return Export(path, _calendar(titre, ordered), titre, "calendrier", "iCalendar", len(ordered))


# --- From records to events ---


def _meetings(o: Observatoire, rencontres: Iterable[Rencontre], adresse: str) -> Iterator[Evenement]:
    for rencontre in rencontres:
        span = _span(rencontre.date, rencontre.date_fin, rencontre.horaires)
        if span is None:
            continue
        called_off = rencontre.etat_rencontre in _CALLED_OFF
        titre = f"{o.libelle('etat_rencontre', rencontre.etat_rencontre)}{NBSP}: {rencontre.titre}" if called_off else rencontre.titre
        changes = [f"Changement du {c.date.en_francais}{NBSP}: {c.texte}" for c in rencontre.modifications]
        lieu = rencontre.lieu
        told = [
            rencontre.presentation,
            *(f"– {question}" for question in rencontre.questions_de_travail),
            f"Accessibilité{NBSP}: {lieu.accessibilite}" if lieu and lieu.accessibilite else None,
            f"Comment venir{NBSP}: {lieu.acces}" if lieu and lieu.acces else None,
            *changes,
        ]
        yield _event(
            rencontre, adresse, titre, span, _place(o, lieu.nom, lieu.commune) if lieu else "", told,
            o.libelle("type_rencontre", rencontre.type_rencontre), modifie=[c.date for c in rencontre.modifications], annule=called_off,
        )  # fmt: skip


def _forum(o: Observatoire, forum: Forum, adresse: str) -> Evenement | None:
    span = _span(forum.date, None, forum.horaires) if forum.date else None
    if span is None:
        return None
    told = [forum.sous_titre, *(f"{moment.heure}{NBSP}: {moment.titre}" for moment in forum.programme)]
    place = _place(o, forum.lieu.nom, forum.lieu.commune) if forum.lieu else ""
    return _event(forum, adresse, forum.titre, span, place, told, o.libelle("type_rencontre", "forum"))


def _sessions(o: Observatoire, offre: Offre, adresse: str) -> Iterator[Evenement]:
    for n, day in enumerate(offre.dates, 1):
        if span := _span(day, None, None):
            told = [
                offre.resume,
                f"Durée{NBSP}: {offre.duree}" if offre.duree else None,
                f"Coût{NBSP}: {offre.cout}" if offre.cout else None,
            ]
            yield _event(offre, adresse, offre.titre, span, "", told, o.libelle("volets", offre.volet), suffix=f"-{n}")


def _event(
    fiche: Fiche,
    adresse: str,
    titre: str,
    span: tuple[datetime | date, datetime | date],
    lieu: str,
    told: Iterable[str | None],
    categorie: str,
    *,
    modifie: Iterable[PartialDate] = (),
    annule: bool = False,
    suffix: str = "",
) -> Evenement:
    changes = list(modifie)
    first_id = fiche.anciens_identifiants[0] if fiche.anciens_identifiants else fiche.id
    dated = [*changes, *([fiche.recueil.date] if fiche.recueil.date else [])] or [PartialDate(*_day(span[0]).timetuple()[:3])]
    page = f"{adresse.rstrip('/')}/{COLLECTIONS[fiche.collection].address}/{fiche.id}/" if adresse else ""
    return Evenement(
        uid=f"{first_id}{suffix}@{urlsplit(adresse).hostname or _NOWHERE}", titre=titre, debut=span[0], fin=span[1], lieu=lieu,
        texte="\n".join(line for line in told if line), categorie=categorie, adresse=page, modifie=max(dated, key=lambda d: d.sort_key),
        revision=2 * (len(changes) + len(fiche.anciens_identifiants)) + annule, annule=annule,
    )  # fmt: skip


def _span(first: PartialDate, last: PartialDate | None, horaires: Horaires | None) -> tuple[datetime | date, datetime | date] | None:
    """Beginning and end, excluded; ``None`` when the day itself is not known. Without an end, an event lasts its day or one hour."""
    days = [date(d.annee, d.mois, d.jour) for d in (first, last or first) if d.mois and d.jour]
    if len(days) < 2:
        return None
    if horaires is None:
        return days[0], days[1] + timedelta(days=1)
    start = _at(days[0], horaires.debut)
    return start, _at(days[1], horaires.fin) if horaires.fin else start + timedelta(hours=1)


def _at(day: date, hour: str) -> datetime:
    return datetime.combine(day, time(*divmod(minutes(hour), 60)), PARIS)


def _day(moment: datetime | date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _place(o: Observatoire, nom: str | None, commune: str | None) -> str:
    return ", ".join(part for part in (nom, o.commune(commune).nom if commune else None) if part)


# --- From events to a file ---


def _calendar(titre: str, evenements: list[Evenement]) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//Observatoire des pratiques de démocratie participative//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", titre)
    calendar.add("x-wr-timezone", PARIS.key)
    calendar.calendar_name = titre
    calendar.add("refresh-interval", timedelta(days=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    calendar.add_component(_paris())
    for evenement in evenements:
        calendar.add_component(_component(evenement))
    content: bytes = calendar.to_ical()
    return content.decode("utf-8")


def _paris() -> Timezone:
    """Hours of Paris as a rule without end: last Sundays of March and October, at 1 h UTC (directive 2000/84/CE; the same since 1996)."""
    zone = Timezone()
    zone.add("tzid", PARIS.key)
    for part, name, start, month, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 3, 1, 2),
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, 2, 1),
    ):
        part.add("dtstart", start)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        zone.add_component(part)
    return zone


def _component(evenement: Evenement) -> Event:
    event = Event()
    # A date known to the month or the year is stamped with its first day.
    stamp = datetime(evenement.modifie.annee, evenement.modifie.mois or 1, evenement.modifie.jour or 1, tzinfo=UTC)
    event.add("uid", evenement.uid)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", evenement.revision)
    event.add("dtstart", evenement.debut)
    event.add("dtend", evenement.fin)
    event.add("summary", evenement.titre)
    event.add("status", "CANCELLED" if evenement.annule else "CONFIRMED")
    event.add("categories", [evenement.categorie])
    for name, value in (("location", evenement.lieu), ("description", evenement.texte), ("url", evenement.adresse)):
        if value:
            event.add(name, value)
    return event
