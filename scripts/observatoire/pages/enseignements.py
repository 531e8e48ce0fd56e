"""The register of enseignements, and what is read across records: disagreements, open questions, absents, failures, promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from observatoire.model import Lecon, Observatoire
from observatoire.pages.rendu import Etape, Page, Rendu, in_address
from observatoire.pages.themes import LISTE as THEMES
from observatoire.problems import plural
from observatoire.schema.experience import Experience

LISTE = Etape("Enseignements", "enseignements/index.md")
DESACCORDS = Etape("Désaccords", "enseignements/desaccords.md")
QUESTIONS = Etape("Questions ouvertes", "enseignements/questions-ouvertes.md")
ABSENTS = Etape("Qui manquait\u202f?", "enseignements/qui-manquait.md")
ECHECS = Etape("Ce qui n’a pas marché", "enseignements/ce-qui-n-a-pas-marche.md")
ECARTS = Etape("Promesses et faits", "enseignements/promesses-et-faits.md")
LECTURES = (DESACCORDS, QUESTIONS, ABSENTS, ECHECS, ECARTS)
"""Pages that read across the records, in order."""

NON_DONNE = "non-donne"
"""Degree of agreement of what no group discussed."""


@dataclass(frozen=True)
class Critere:
    """A way of filtering the register, as addresses and the page's script know it."""

    cle: str
    titre: str
    libelles: Mapping[str, str]
    """Labels by value, in order."""
    valeur: Callable[[Lecon], str]
    """``""`` when it has none."""


def criteria(o: Observatoire) -> tuple[Critere, ...]:
    """Nature, theme, agreement, kind of source; values as addresses spell them."""

    def terms(vocabulaire: str) -> dict[str, str]:
        return {in_address(key): terme.libelle for key, terme in o.vocabulaires[vocabulaire].termes.items()}

    return (
        Critere("nature", "Nature", terms("nature_enseignement"), lambda x: in_address(x.enseignement.nature)),
        Critere("theme", "Thème", {t.id: t.nom for t in o.themes_tries}, lambda x: x.enseignement.theme or ""),
        Critere(
            "accord", "Degré d’accord", terms("degre_accord") | {NON_DONNE: "Non donné"}, lambda x: in_address(x.enseignement.degre_accord or NON_DONNE)
        ),
        Critere("origine", "D’où il vient", {"experience": "Une expérience", "rencontre": "Une rencontre"}, lambda x: x.fiche.collection),
    )  # fmt: skip


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    by_nature = {key: [x for x in o.lecons if x.enseignement.nature == key] for key in o.vocabulaires["nature_enseignement"].termes}
    yield rendu.page(
        LISTE.path, "enseignements.html", titre=LISTE.titre, rubrique="themes", scripts=["assets/registre.js"] if o.lecons else [],
        description="Ce que les pratiques apprennent : leviers, freins, conditions, points de vigilance, questions ouvertes ; chacun à son adresse.",
        natures=by_nature, criteres=[(critere, _counts(o, critere)) for critere in criteria(o)],
        adresse_de=in_address, lectures=[(step.titre, rendu.adresse(step), dit) for step, dit in zip(LECTURES, _told(o), strict=True)],
    )  # fmt: skip
    yield _reading(
        rendu, DESACCORDS, "desaccords.html", "Ce sur quoi on ne s’accorde pas, avec les arguments de chacun.",
        lecons=disagreements(o), productions=[p for p in o.productions_triees if p.points_de_desaccord],
    )  # fmt: skip
    yield _reading(
        rendu, QUESTIONS, "questions_ouvertes.html", "Ce que les expériences et les rencontres laissent sans réponse, et les questions de chaque thème.",
        lecons=by_nature["question_ouverte"], travail=[r for r in o.rencontres_triees if r.questions_de_travail],
    )  # fmt: skip
    yield _reading(
        rendu, ABSENTS, "qui_manquait.html", "Les personnes que l’on n’a pas vues, quand les fiches le disent.",
        absents=absents(o), cherche=o.experiences_ou(lambda e: "participants" in e.inconnu and e not in absents(o)),
    )  # fmt: skip
    yield _reading(
        rendu, ECHECS, "echecs.html", "Démarches arrêtées, effets non voulus, propositions sans suite, limites : ce que les fiches ne cachent pas.",
        arretees=stopped(o), non_voulus=unwanted(o), sans_suite=unanswered(o),
        limites=o.experiences_ou(lambda e: bool(e.limites)), autrement=o.experiences_ou(lambda e: bool(e.ce_que_nous_ferions_autrement)),
    )  # fmt: skip
    both, gaps = promises(o)
    ranks = {key: terme.rang for key, terme in o.vocabulaires["niveau_participation"].termes.items()}
    yield _reading(
        rendu, ECARTS, "ecarts.html", "Le niveau de participation annoncé et celui que l’on a constaté, avec l’argument de chaque écart.",
        ecarts=gaps, tenues=[e for e in both if e.niveau_constate and e.niveau_constate.niveau == e.niveau_annonce], rangs=ranks,
    )  # fmt: skip


def _reading(rendu: Rendu, step: Etape, template: str, description: str, **values: Any) -> Page:
    others = [(other.titre, rendu.adresse(other)) for other in (LISTE, *LECTURES) if other != step]
    return rendu.page(
        step.path, template, titre=step.titre, rubrique="themes", fil=[THEMES, LISTE], description=description, dit=description, autres=others, **values
    )  # fmt: skip


def _counts(o: Observatoire, critere: Critere) -> dict[str, int]:
    """Enseignements by value, 0 included."""
    found = [critere.valeur(lecon) for lecon in o.lecons]
    return {value: found.count(value) for value in critere.libelles}


def _told(o: Observatoire) -> tuple[str, ...]:
    """What the page of each reading holds, in a few words."""
    both, gaps = promises(o)
    return (
        str(len(disagreements(o))),
        str(sum(x.enseignement.nature == "question_ouverte" for x in o.lecons)),
        f"{plural(len(absents(o)), 'fiche')} sur {len(o.experiences)}",
        plural(len(o.experiences_ou(lambda e: bool(e.limites))), "fiche dit ses limites", "fiches disent leurs limites"),
        f"{plural(len(gaps), 'écart')} sur {plural(len(both), 'fiche')}",
    )


def disagreements(o: Observatoire) -> tuple[Lecon, ...]:
    """What is not agreed upon: disagreements, and what a group contests or one voice alone holds."""
    return tuple(
        x for x in o.lecons if x.enseignement.nature == "desaccord" or x.enseignement.degre_accord in ("conteste", "point_de_vue_isole")
    )


def absents(o: Observatoire) -> tuple[Experience, ...]:
    """Practices that tell who was missing, oldest first."""
    return o.experiences_ou(lambda e: bool(e.participants and e.participants.qui_manquait))


def stopped(o: Observatoire) -> tuple[Experience, ...]:
    """Practices suspended or given up, oldest first."""
    return o.experiences_ou(lambda e: e.etat in ("abandonnee", "suspendue"))


def unwanted(o: Observatoire) -> list[tuple[Experience, str, str]]:
    """Effects that nobody wanted, or that nobody saw: practice, kind, words."""
    return [
        (e, o.libelle("effets", x.type), x.texte)
        for e in o.experiences_triees for x in e.effets if x.type in ("effet_non_voulu", "aucun_effet_constate")
    ]  # fmt: skip


def unanswered(o: Observatoire) -> list[tuple[Experience, str, str]]:
    """Proposals refused, or left without an answer: practice, what became of it, the proposal."""
    return [
        (e, o.libelle("suite", x.suite), x.proposition)
        for e in o.experiences_triees for x in e.suites_donnees if x.suite in ("refusee_avec_motif", "sans_reponse", "en_attente")
    ]  # fmt: skip


def promises(o: Observatoire) -> tuple[tuple[Experience, ...], tuple[Experience, ...]]:
    """Practices whose announced and observed levels are both known and on the scale, then those where they differ; oldest first."""
    ranks = {key: terme.rang for key, terme in o.vocabulaires["niveau_participation"].termes.items()}
    both = o.experiences_ou(lambda e: bool(e.niveau_constate and ranks.get(e.niveau_annonce or "") and ranks.get(e.niveau_constate.niveau)))
    return both, tuple(e for e in both if e.niveau_constate and e.niveau_constate.niveau != e.niveau_annonce)
