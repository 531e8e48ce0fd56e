"""What is missing before the Forum: the staff's private report, a pure function of the model.

It holds what the public site never shows, attendance per person first of all: it is printed on a
terminal or written to a file of its own, never into the site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from observatoire.chronologie import slots_of
from observatoire.dates import PartialDate
from observatoire.facettes import FACETTES, classes, families_of
from observatoire.model import Observatoire
from observatoire.problems import NBSP, THIN, plural
from observatoire.rules.statut import completeness, missing, titles
from observatoire.schema import COLLECTIONS
from observatoire.schema.common import Fiche
from observatoire.schema.groupes import Forum, Groupe, Rencontre


@dataclass(frozen=True)
class Ligne:
    """One thing to do, and the file to open."""

    texte: str
    fichier: str
    """From the root of the observatory; ``""`` when no single file is to blame."""


@dataclass(frozen=True)
class Rubrique:
    """One question the staff asks, and its answer line by line."""

    cle: str
    titre: str
    vide: str
    """What is said when nothing is missing."""
    lignes: tuple[Ligne, ...]

    @property
    def total(self) -> int:
        return len(self.lignes)


@dataclass(frozen=True)
class Tableau:
    """Figures, row by row."""

    cle: str
    titre: str
    colonnes: tuple[str, ...]
    rangs: tuple[tuple[str, ...], ...]
    prive: bool = False
    """It speaks of persons one by one."""


@dataclass(frozen=True)
class Bilan:
    """The whole report, for a Forum and a day."""

    jour: PartialDate
    forum: Forum | None
    version: str
    """Latest date found in the records, in French; ``""`` when there is none."""
    rubriques: tuple[Rubrique, ...]
    tableaux: tuple[Tableau, ...]

    @property
    def jours_restants(self) -> int | None:
        """Days from the report to the Forum, negative after it; ``None`` when either day is not known."""
        if not self.forum or not self.forum.date:
            return None
        days = [date(d.annee, d.mois, d.jour) for d in (self.jour, self.forum.date) if d.mois and d.jour]
        return (days[1] - days[0]).days if len(days) == 2 else None

    @property
    def echeance(self) -> str:
        """``dans 12 jours``, ``c’est aujourd’hui``, ``il y a 3 jours``; ``""`` when it cannot be counted."""
        days = self.jours_restants
        if days is None:
            return ""
        return "c’est aujourd’hui" if days == 0 else f"{'dans' if days > 0 else 'il y a'} {plural(abs(days), 'jour')}"

    @property
    def total(self) -> int:
        """Lines of all the rubriques."""
        return sum(rubrique.total for rubrique in self.rubriques)


def compute(o: Observatoire, jour: PartialDate, forum: Forum | None = None) -> Bilan:
    """The report on the day ``jour``, for ``forum``: the last one dated when it is not given."""
    dated = [f for f in o.forums_tries if f.date]
    chosen = forum or max(dated, key=lambda f: f.date.sort_key if f.date else (0, 0, 0), default=None)
    asked: tuple[tuple[str, str, str, Iterable[Ligne]], ...] = (
        ("fiches", "Fiches à compléter", "Toutes les fiches sont complètes.", _incomplete(o)),
        ("relecture", "Fiches qui attendent une validation", "Toutes les fiches sont validées.", _unvalidated(o)),
        ("consentements", "Consentements à recueillir", "Personne n’est cité sans son accord.", _consents(o)),
        ("comptes-rendus", "Comptes rendus attendus", "Tous les comptes rendus sont validés.", _minutes(o, jour)),
        ("mois", "Mois sans rencontre", "Chaque mois a sa rencontre.", _empty_months(o)),
        ("effectifs", "Groupes hors de leur effectif", "Les groupes ont l’effectif visé.", _sizes(o)),
        ("productions", "Productions à adopter", "Toutes les productions sont adoptées ou retirées.", _unadopted(o)),
        ("bons-a-tirer", "Bons à tirer à signer", "Toutes les productions du livret sont signées.", _unsigned(o)),
        ("reponses", "Réponses à obtenir", "Toutes les productions adoptées ont leur réponse.", _unanswered(o, chosen, jour)),
        ("diversite", "Croisements que personne n’illustre", "Chaque croisement d’objet et de manière a son expérience.", _uncovered(o)),
        ("mots", "Mots des trois critères jamais employés", "Tous les mots des trois critères sont employés.", _unused(o)),
    )
    rubriques = tuple(Rubrique(cle, titre, vide, tuple(lines)) for cle, titre, vide, lines in asked)
    tableaux = (_statuses(o), _members(o), *(_attendance(o, groupe) for groupe in o.groupes.values() if o.membres(groupe)))
    return Bilan(jour, chosen, o.version.en_francais if o.version else "", rubriques, tableaux)


# --- Records ---


def _collections(o: Observatoire) -> Iterator[tuple[str, list[Fiche]]]:
    for row in COLLECTIONS.values():
        fiches = [r for r in o.records.get(row.nom, {}).values() if isinstance(r, Fiche)]
        if fiches:
            yield row.pluriel, fiches


def _incomplete(o: Observatoire) -> Iterator[Ligne]:
    """Least complete first; archived records are left in peace."""
    waiting = [f for f in o.fiches if f.statut != "archivee" and missing(f)]
    for fiche in sorted(waiting, key=lambda f: (completeness(f), f.fichier)):
        left = ", ".join(titles(fiche, missing(fiche)))
        yield Ligne(f"{fiche.libelle}{NBSP}: {completeness(fiche)}{NBSP}%. Il manque{NBSP}: {left}.", fiche.fichier)


def _unvalidated(o: Observatoire) -> Iterator[Ligne]:
    for fiche in o.fiches:
        if fiche.statut in ("brouillon", "a_relire"):
            yield Ligne(f"{fiche.libelle}{NBSP}: {o.libelle('statut', fiche.statut).lower()}.", fiche.fichier)


def _statuses(o: Observatoire) -> Tableau:
    statuses = o.vocabulaires["statut"].termes
    rows = []
    for name, fiches in _collections(o):
        counts = Counter(fiche.statut for fiche in fiches)
        mean = round(sum(map(completeness, fiches)) / len(fiches))
        rows.append((name, str(len(fiches)), *(str(counts[key]) for key in statuses), f"{mean}{NBSP}%"))
    labels = tuple(terme.libelle for terme in statuses.values())
    return Tableau("statuts", "Où en sont les fiches", ("Fiches", "En tout", *labels, "Remplies à"), tuple(rows))


# --- People ---


def _consents(o: Observatoire) -> Iterator[Ligne]:
    for personne in o.personnes.values():
        if personne.consentement is None:
            yield Ligne(f"{personne.id}{NBSP}: le consentement n’est pas écrit.", personne.fichier)
    for rencontre in o.rencontres_triees:
        for parole in rencontre.paroles:
            if not parole.accord:
                yield Ligne(f"Parole sans accord{NBSP}: «{NBSP}{parole.texte}{NBSP}»", rencontre.fichier)
        for invite in rencontre.participants.invites:
            if invite.nom_affiche and not invite.consentement:
                yield Ligne(f"Invité sans accord pour être nommé{NBSP}: {invite.qualite}.", rencontre.fichier)


def _sizes(o: Observatoire) -> Iterator[Ligne]:
    for groupe in o.groupes.values():
        count, aim = len(o.membres(groupe)), groupe.effectif_vise
        if aim and not aim.min <= count <= aim.max:
            yield Ligne(
                f"{groupe.nom}{NBSP}: {plural(count, 'membre connu', 'membres connus')}{THIN}; {aim.min} à {aim.max} sont visés.",
                groupe.fichier,
            )


def _members(o: Observatoire) -> Tableau:
    actors = o.vocabulaires["type_acteur"]
    groups = list(o.groupes.values())
    counts = [Counter(actors.famille_de(p.type_acteur) for p in o.membres(groupe)) for groupe in groups]
    rows = [(famille.libelle, *(str(count[key]) for count in counts)) for key, famille in actors.familles.items()]
    rows.append(("En tout", *(str(count.total()) for count in counts)))
    return Tableau("categories", "Qui participe, par catégorie", ("Catégorie", *(g.nom for g in groups)), tuple(rows))


def _attendance(o: Observatoire, groupe: Groupe) -> Tableau:
    """Who came, person by person: never published."""
    held = [r for r in o.rencontres_du_groupe(groupe) if r.etat_rencontre == "tenue" and r.participants.presents]
    rows = []
    for personne in o.membres(groupe):
        present = sum(personne.id in r.participants.presents for r in held)
        excused = sum(personne.id in r.participants.excuses for r in held)
        rows.append((personne.id, str(present), str(excused), str(len(held) - present - excused)))
    title = f"{groupe.nom}{NBSP}: présence à {plural(len(held), 'journée tenue', 'journées tenues')}"
    return Tableau(f"presence-{groupe.id}", title, ("Personne", "Présente", "Excusée", "Absente"), tuple(rows), prive=True)


# --- The groups' year ---


def _minutes(o: Observatoire, jour: PartialDate) -> Iterator[Ligne]:
    for rencontre in o.rencontres_triees:
        if _awaits_minutes(rencontre, jour):
            state = o.libelle("etat_compte_rendu", rencontre.etat_compte_rendu).lower()
            yield Ligne(f"{rencontre.date.en_francais}, {rencontre.titre}{NBSP}: {state}.", rencontre.fichier)


def _awaits_minutes(rencontre: Rencontre, jour: PartialDate) -> bool:
    over = rencontre.date.sort_key < jour.sort_key and rencontre.etat_rencontre not in ("annulee", "reportee")
    return over and not rencontre.compte_rendu_public and rencontre.etat_compte_rendu != "non_public"


def _empty_months(o: Observatoire) -> Iterator[Ligne]:
    for groupe in o.groupes.values():
        for case in slots_of(o, groupe):
            if case.rencontre is None:
                yield Ligne(f"{groupe.nom}{NBSP}: rien n’est connu pour {case.nom}.", groupe.fichier)


# --- Productions ---


def _unadopted(o: Observatoire) -> Iterator[Ligne]:
    for production in o.productions_triees:
        if production.statut_production not in ("adoptee", "retiree"):
            state = o.libelle("statut_production", production.statut_production).lower()
            yield Ligne(f"{production.titre}{NBSP}: {state}.", production.fichier)


def _unsigned(o: Observatoire) -> Iterator[Ligne]:
    for production in o.productions_triees:
        if production.livret and production.statut_production != "retiree" and production.bon_a_tirer is None:
            yield Ligne(f"{production.titre}{NBSP}: retenue pour le livret, sans bon à tirer.", production.fichier)


def _unanswered(o: Observatoire, forum: Forum | None, jour: PartialDate) -> Iterator[Ligne]:
    """After the Forum only: before it, no answer is late."""
    if forum is None or forum.date is None or jour.sort_key <= forum.date.sort_key:
        return
    for production in o.productions_triees:
        if production.statut_production == "adoptee" and production.reponse_recue is None:
            yield Ligne(f"{production.titre}{NBSP}: pas de réponse.", production.fichier)


# --- Diversity of the three criteria ---


def _uncovered(o: Observatoire) -> Iterator[Ligne]:
    """Families of objet and of manière that no practice brings together."""
    objets, manieres = (o.vocabulaires[name].familles for name in ("objet_traite", "modalites_animation"))
    met = {
        (objet, maniere)
        for e in o.experiences.values()
        for objet in families_of(o, e, "objet_traite")
        for maniere in families_of(o, e)
    }  # fmt: skip
    for objet, maniere in ((a, b) for a in objets for b in manieres if (a, b) not in met):
        yield Ligne(f"{objets[objet].libelle} × {manieres[maniere].libelle.lower()}", "")


def _unused(o: Observatoire) -> Iterator[Ligne]:
    for key in ("objet_traite", "public_vise", "modalites_animation"):
        labels = FACETTES[key].libelles(o)
        for value, found in classes(o, FACETTES[key]).items():
            if not found:
                yield Ligne(f"{FACETTES[key].titre}{NBSP}: {labels[value].lower()}", f"content/vocabulaires/{key}.yml")
