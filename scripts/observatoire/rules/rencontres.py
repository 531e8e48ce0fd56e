"""The groups' year: meetings in order, days that hold what is planned, productions that rest on something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from observatoire.dates import PartialDate, minutes
from observatoire.model import Observatoire
from observatoire.problems import NBSP, THIN, Severity, plural
from observatoire.rules import Context, Finding, replaced, rule
from observatoire.schema.common import Record
from observatoire.schema.groupes import Forum, Groupe, Production, Rencontre


@rule("X51", counts=("groupe", "rencontre"))
def rencontres_dans_l_ordre(context: Context) -> Iterator[Finding]:
    """Les rencontres d’un groupe se suivent : numéros sans trou ni doublon, dans l’ordre des dates, dans la période du groupe."""
    observatoire = context.observatoire
    for groupe in observatoire.groupes.values():
        rencontres = observatoire.rencontres_du_groupe(groupe)
        yield from _outside_period(groupe, rencontres)
        numbered = [r for r in rencontres if r.numero is not None]
        for expected, rencontre in enumerate(numbered, 1):
            if rencontre.numero != expected:
                before = numbered[expected - 2] if expected > 1 else None
                told = f"la précédente ({before.id}) porte le n°{NBSP}{before.numero}" if before else "c’est la première du groupe"
                message = f"{groupe.nom}{NBSP}: cette rencontre porte le n°{NBSP}{rencontre.numero}, et {told}. Le n°{NBSP}{expected} est attendu."
                yield Finding(rencontre, ("numero",), message, replaced(context, rencontre, ("numero",), str(expected)))
                break


def _outside_period(groupe: Groupe, rencontres: tuple[Rencontre, ...]) -> Iterator[Finding]:
    for rencontre in rencontres:
        if rencontre.type_rencontre == "forum":
            continue
        if _before(rencontre.date, groupe.debut) or _before(groupe.fin, rencontre.date):
            message = f"La date ({rencontre.date.en_francais}) est hors de la période du {groupe.nom}{NBSP}: {groupe.debut.en_francais} – {groupe.fin.en_francais}."
            yield Finding(rencontre, ("date",), message)


def _before(one: PartialDate, other: PartialDate) -> bool:
    """``one`` ends before ``other`` begins, at the precision that both have."""
    precision = 1 + min(bool(one.mois), bool(other.mois)) + min(bool(one.jour), bool(other.jour))
    return one.sort_key[:precision] < other.sort_key[:precision]


@rule("X52")
def sequences_dans_la_journee(context: Context) -> Iterator[Finding]:
    """Les moments d’une rencontre d’un jour tiennent dans ses horaires."""
    for rencontre in context.observatoire.rencontres.values():
        if rencontre.date_fin or not (rencontre.horaires and rencontre.horaires.fin):
            continue
        day = minutes(rencontre.horaires.fin) - minutes(rencontre.horaires.debut)
        if 0 < day < rencontre.duree_min:
            message = f"Les moments durent {rencontre.duree_min}{NBSP}min en tout, et la journée {day}{NBSP}min{NBSP}: {rencontre.duree_min - day}{NBSP}min de trop."
            yield Finding(rencontre, ("sequences",), message, key=True)


@rule("X60")
def fin_apres_le_debut(context: Context) -> Iterator[Finding]:
    """Ce qui commence finit ensuite : une date ou une heure de fin ne vient pas avant celle du début."""
    for record, path, start, end in _spans(context.observatoire):
        if start and end and _before(end, start) and not (start.approximative or end.approximative):
            message = f"La fin ({end.en_francais}) vient avant le début ({start.en_francais}). Corrigez l’une des deux."
            yield Finding(record, path, message)
    one_day = [r for r in context.observatoire.rencontres.values() if not r.date_fin]
    days: list[Rencontre | Forum] = [*one_day, *context.observatoire.forums.values()]
    for day in days:
        hours = day.horaires
        if hours and hours.fin and minutes(hours.fin) <= minutes(hours.debut):
            message = f"La journée finit ({hours.fin}) avant de commencer ({hours.debut}). Corrigez l’une des deux heures."
            yield Finding(day, ("horaires", "fin"), message)


def _spans(o: Observatoire) -> Iterator[tuple[Record, tuple[str | int, ...], PartialDate | None, PartialDate | None]]:
    """What begins and ends: the record, the place of its end, both dates."""
    for experience in o.experiences.values():
        yield experience, ("fin",), experience.debut, experience.fin
    for groupe in o.groupes.values():
        yield groupe, ("fin",), groupe.debut, groupe.fin
    for meeting in o.rencontres.values():
        yield meeting, ("date_fin",), meeting.date, meeting.date_fin
    for offre in o.offres.values():
        if offre.periode_validite:
            yield offre, ("periode_validite", "fin"), offre.periode_validite.debut, offre.periode_validite.fin
    for personne in o.personnes.values():
        for name in ("structures", "groupes"):
            for n, part in enumerate(getattr(personne, name)):
                yield personne, (name, n, "fin"), part.debut, part.fin


@rule("X53")
def production_appuyee(context: Context) -> Iterator[Finding]:
    """Une production adoptée dit sur quoi elle s’appuie : rencontre, expérience ou enseignement."""
    for production in context.observatoire.productions.values():
        if production.statut_production == "adoptee" and not production.s_appuie_sur:
            message = "La production est adoptée, et ne dit pas sur quoi elle s’appuie. Ajoutez «\u00a0s_appuie_sur\u00a0» avec une rencontre, une expérience ou un enseignement."
            yield Finding(production, ("statut_production",), message)


@rule("X59")
def appui_sur_une_rencontre_tenue(context: Context) -> Iterator[Finding]:
    """Une production ne s’appuie pas sur une rencontre annulée ou reportée : rien ne s’y est dit."""
    rencontres = context.observatoire.rencontres
    for production, path, key in _rests(context):
        rencontre = rencontres.get(key.split("#")[0])
        if rencontre and rencontre.etat_rencontre in ("annulee", "reportee"):
            state = context.observatoire.libelle("etat_rencontre", rencontre.etat_rencontre).lower()
            message = f"La rencontre «{NBSP}{rencontre.id}{NBSP}» est {state}{NBSP}: la production ne peut pas s’appuyer sur elle. Retirez cette ligne, ou citez la rencontre qui l’a remplacée."
            yield Finding(production, path, message)


@rule("X59", Severity.AVERTISSEMENT)
def appui_publie(context: Context) -> Iterator[Finding]:
    """Ce sur quoi une production adoptée s’appuie se lit : le compte rendu dont vient un enseignement ou une parole est validé."""
    rencontres = context.observatoire.rencontres
    for production, path, key in _rests(context):
        rencontre = rencontres.get(key.split("#")[0]) if "#" in key else None
        if rencontre and production.statut_production == "adoptee" and not rencontre.compte_rendu_public:
            message = f"Le compte rendu de «{NBSP}{rencontre.id}{NBSP}» n’est pas validé{NBSP}: «{NBSP}{key}{NBSP}» ne paraît pas, et la production semblera ne reposer sur rien."
            yield Finding(production, path, message)


def _rests(context: Context) -> Iterator[tuple[Production, tuple[str | int, ...], str]]:
    """What each production rests on: the production, the place in its file, the key written there."""
    for production in context.observatoire.productions.values():
        for name in ("enseignements", "paroles", "rencontres"):
            for n, key in enumerate(getattr(production.s_appuie_sur, name)):
                yield production, ("s_appuie_sur", name, n), key


@rule("X55", livret=True)
def bon_a_tirer_signe(context: Context) -> Iterator[Finding]:
    """Une production n’entre au livret qu’avec son bon à tirer, signé par le groupe."""
    for production in context.observatoire.productions.values():
        if production.livret and production.bon_a_tirer is None:
            yield Finding(
                production, ("livret",), f"«{NBSP}{production.titre}{NBSP}» est retenue pour le livret et n’a pas de bon à tirer.", key=True
            )


@rule("X56", Severity.AVERTISSEMENT, counts=("groupe", "personne"))
def effectif_du_groupe(context: Context) -> Iterator[Finding]:
    """Un groupe compte le nombre de membres visé, douze à quinze. « inconnu: [membres] » le fait taire."""
    for groupe in context.observatoire.groupes.values():
        if groupe.effectif_vise is None or "membres" in groupe.inconnu:
            continue
        count = len(context.observatoire.membres(groupe))
        if not groupe.effectif_vise.min <= count <= groupe.effectif_vise.max:
            message = f"Le {groupe.nom} compte {plural(count, 'membre')}{THIN}; {groupe.effectif_vise.min} à {groupe.effectif_vise.max} sont visés."
            yield Finding(groupe, ("effectif_vise",), message, key=True)


@rule("X56", Severity.AVERTISSEMENT, counts=("groupe", "rencontre"))
def mois_sans_rencontre(context: Context) -> Iterator[Finding]:
    """Chaque mois du calendrier prévu a sa rencontre. « inconnu: [rencontres] » le fait taire."""
    for groupe in context.observatoire.groupes.values():
        if "rencontres" in groupe.inconnu:
            continue
        held = Counter((r.date.annee, r.date.mois) for r in context.observatoire.rencontres_du_groupe(groupe))
        empty = [date for date in groupe.calendrier_prevu if not held[(date.annee, date.mois)]]
        if empty:
            months = ", ".join(PartialDate(date.annee, date.mois).en_francais for date in empty)
            yield Finding(groupe, ("calendrier_prevu",), f"Aucune rencontre n’est connue en{NBSP}: {months}.", key=True)
