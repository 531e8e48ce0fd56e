"""The meetings of a group: the frame of the next one, its minutes to write, a sheet for the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from observatoire.chronologie import moments_of
from observatoire.consentement import shown_name
from observatoire.dates import PartialDate
from observatoire.editing.creation import A_COMPLETER
from observatoire.editing.feuilles import Feuille, Partie, Question, Tableau
from observatoire.model import Observatoire
from observatoire.problems import NBSP, typeset
from observatoire.schema.acteurs import Personne
from observatoire.schema.formatting import revised
from observatoire.schema.gabarits import Mots, guided
from observatoire.schema.groupes import Groupe, Rencontre
from observatoire.sources import Document


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


# --- Minutes ---


def compte_rendu(observatoire: Observatoire, rencontre: Rencontre, document: Document, mots: Mots) -> str:
    """The record of a meeting made ready for its minutes: members to tick, what was announced, what is to be told.

    What is written already stays as it is.
    """
    data = {**document.data, "etat_compte_rendu": "brouillon"}
    if rencontre.etat_rencontre == "annoncee":
        data["etat_rencontre"] = "tenue"
    data.setdefault("participants", {})
    data["participants"] = {"presents": None, **data["participants"]}
    asked = _to_tell(observatoire, rencontre)
    asleep = {name: guided(Rencontre, name, value, mots) for name, value in asked.items() if not _is_there(document, name)}
    to_tick = [line for line in _to_tick(observatoire, rencontre) if line not in document.text]
    below: dict[tuple[str | int, ...], list[str]] = {} if data["participants"]["presents"] else {("participants", "presents"): to_tick}
    return revised(Rencontre, document, data, asleep=asleep, below=below)


def _is_there(document: Document, name: str) -> bool:
    """Awake or asleep: preparing twice adds nothing."""
    return name in document.data or f"\n# {name}:" in document.text


def _to_tick(observatoire: Observatoire, rencontre: Rencontre) -> list[str]:
    membres = [p.id for id in rencontre.groupes for p in observatoire.membres(observatoire.groupes[id])]
    told = "## Retirez le dièse devant qui était là, et la ligne des autres ; « excuses: » se remplit de même."
    return [typeset(told), *(f"# - {membre}" for membre in dict.fromkeys(membres))] if membres else []


def _to_tell(observatoire: Observatoire, rencontre: Rencontre) -> dict[str, Any]:
    """What minutes tell, begun from what was announced: its themes, its practices, who runs the day."""
    themes: list[str | None] = [*rencontre.themes] or [None]
    told: list[str | None] = [presentee.experience for presentee in rencontre.experiences_presentees] or [None]
    facilitators = [
        *rencontre.animateurs,
        *(p.id for id in rencontre.groupes for p in animateurs_de(observatoire, observatoire.groupes[id])),
    ]
    lessons = [
        _without_nones(
            cle=f"e{n}",
            nature="levier",
            texte=A_COMPLETER,
            theme=themes[0],
            experiences=[told_one] if told_one else None,
            degre_accord="partage",
        )
        for n, told_one in enumerate(told, 1)
    ]
    return {
        "en_bref": A_COMPLETER,
        "echanges": [_without_nones(titre=A_COMPLETER, theme=theme, texte=A_COMPLETER) for theme in themes],
        "enseignements": lessons,
        "paroles": [{"texte": A_COMPLETER, "auteur": "anonyme", "accord": False}],
        "decisions": [{"texte": A_COMPLETER, "qui": A_COMPLETER, "etat": "a_faire"}],
        "suites": A_COMPLETER,
        "bilan_de_seance": {"methode": A_COMPLETER, "retenu": A_COMPLETER, "a_ameliorer": A_COMPLETER},
        **({"redige_par": facilitators[0]} if facilitators else {}),
    }


def _without_nones(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


# --- Sheet for the day ---


def note(observatoire: Observatoire, rencontre: Rencontre) -> Feuille:
    """What a facilitator takes along: the day hour by hour, who to tick, room for all that minutes will tell."""
    membres = {p.id: p for id in rencontre.groupes for p in observatoire.membres(observatoire.groupes[id])}
    parties = (
        Partie("La journée", tuple(_day(rencontre))),
        Partie("Qui est là", tuple(_who(observatoire, tuple(membres.values())))),
        Partie("Ce que l’on raconte, ce que l’on échange", tuple(_matter(observatoire, rencontre))),
        Partie("Ce que l’on retient", tuple(_kept(observatoire))),
    )
    return Feuille(
        f"Note de séance{NBSP}: {rencontre.titre}", tuple(_where(observatoire, rencontre)), tuple(p for p in parties if p.questions)
    )


def _where(observatoire: Observatoire, rencontre: Rencontre) -> Iterator[str]:
    groups = [observatoire.groupes[id].nom for id in rencontre.groupes]
    number = f"rencontre n°{NBSP}{rencontre.numero}" if rencontre.numero else ""
    hours = rencontre.horaires
    when = f"{rencontre.date.jour_de_semaine} {rencontre.date.en_francais}".strip()
    time = f"de {hours.debut} à {hours.fin}" if hours and hours.fin else f"à partir de {hours.debut}" if hours else ""
    told = ", ".join(filter(None, [*groups, number, when, time]))
    yield f"{told[:1].upper()}{told[1:]}."
    if lieu := rencontre.lieu:
        town = observatoire.commune(lieu.commune).nom if lieu.commune else ""
        yield f"{', '.join(filter(None, [lieu.nom, town]))}. {' '.join(filter(None, [lieu.acces, lieu.accessibilite]))}".strip()
    yield typeset("Feuille de travail : ni publiée, ni conservée une fois le compte rendu validé.")


def _day(rencontre: Rencontre) -> Iterator[Question]:
    for text in rencontre.questions_de_travail:
        yield Question(text)
    rows = tuple((moment.heure, moment.sequence.titre, f"{moment.sequence.duree_min}{NBSP}min", "") for moment in moments_of(rencontre))
    yield Question("Le déroulé", tableau=Tableau(("Heure", "Moment", "Durée", "Notes"), (2, 6, 2, 7), rows, 0 if rows else 7))


def _who(observatoire: Observatoire, membres: tuple[Personne, ...]) -> Iterator[Question]:
    labels = [shown_name(p) or f"{observatoire.libelle('type_acteur', p.type_acteur)} ({p.id})" for p in membres]
    if labels:
        yield Question("Les membres", choix=tuple(labels))
    yield Question(typeset("Qui d’autre, et à quel titre ?"), lignes=3)


def _matter(observatoire: Observatoire, rencontre: Rencontre) -> Iterator[Question]:
    for presentee in rencontre.experiences_presentees:
        yield Question(observatoire.experiences[presentee.experience].titre, presentee.angle or "", lignes=8)
    for key in rencontre.themes:
        theme = observatoire.themes[key]
        yield Question(theme.nom, theme.question_centrale, lignes=8)
    if not rencontre.experiences_presentees and not rencontre.themes:
        yield Question("Les échanges, thème par thème", lignes=16)


def _kept(observatoire: Observatoire) -> Iterator[Question]:
    natures = ", ".join(terme.libelle.lower() for terme in observatoire.vocabulaires["nature_enseignement"].termes.values())
    accords = ", ".join(terme.libelle.lower() for terme in observatoire.vocabulaires["degre_accord"].termes.values())
    told = typeset(f"Nature : {natures}. Accord : {accords}.")
    yield Question("Ce qui servira à d’autres", told, tableau=Tableau(("Nature", "Ce que l’on retient", "Accord"), (2, 7, 2), vides=7))
    yield Question("Les mots à garder tels quels", tableau=Tableau(("Les mots", "Qui, et son accord"), (5, 2), vides=4))
    yield Question("Ce que l’on décide", tableau=Tableau(("Quoi", "Qui", "Pour quand"), (5, 2, 2), vides=4))
    yield Question("Ce qu’il faut garder, ce qu’il faut changer, la prochaine fois", lignes=4)
