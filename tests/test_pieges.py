"""Each French typing trap, planted in a complete record: told at its place, mended by the line to paste."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from observatoire import loading
from observatoire.problems import Problem, blocking

FICHE = "experiences/jardin-des-quatre-vents.yml"
NBSP, THIN = "\u00a0", "\u202f"


@dataclass(frozen=True)
class Piege:
    """``old`` becomes ``new`` in the record. ``‸`` shows where the problem must be told; else at ``place``."""

    nom: str
    code: str
    old: str
    new: str
    place: tuple[int, int] | None = None


TITRE = "titre: Jardin partagé des Quatre-Vents"
RESUME = (
    "resume: Une commune et une association d’habitants transforment une friche en jardin partagé. "
    "Les règles, les plans et le budget se décident en assemblée, trois fois par an.\n"
)
A_RETENIR = (
    "a_retenir:\n"
    "  - Les habitants ont écrit eux-mêmes le règlement du jardin.\n"
    f"  - La promesse de départ était une consultation{THIN}; la décision a été partagée.\n"
)
BUDGET = "budget:\n  montant_eur: 15000\n  annee: 2012\n  comprend: clôture, eau, outils\n  sources: [s2]\n"
NIVEAU = (
    "niveau_constate:\n"
    "  niveau: co_decision\n"
    f"  argument: L’assemblée du jardin vote le règlement et le plan{THIN}; le conseil municipal les reprend sans les changer.\n"
    "  sources: [s2]\n"
)
OBJETS = "objet_traite:\n  - espaces_publics_et_cadre_de_vie\n  - environnement_energie_climat\n"
PIEGES = (
    # What the file itself may hold
    Piege("tabulation en décalage", "Y01", "  jours: 40", "‸\tjours: 40"),
    Piege("tabulation après les deux-points", "Y01", "echelle: quartier", "echelle:‸\tquartier"),
    Piege("espace de largeur nulle", "Y01", "Trente parcelles, dont", "Trente‸\u200b parcelles, dont"),
    Piege("caractère de contrôle dans un texte", "Y01", "Chacun jardine une année", "Chacun ‸\x08jardine une année"),
    Piege("séparateur de ligne invisible", "Y01", "Le quartier se salue.", "Le quartier‸\u2028 se salue."),
    # Colons
    Piege("deux-points dans un titre", "Y02", TITRE, "titre: Participation ‸: pour quoi"),
    Piege("deux-points insécables dans un titre", "Y02", TITRE, f"titre: Participation{NBSP}‸: pour quoi"),
    Piege("deux-points dans un titre entre guillemets français", "Y02", TITRE, f"titre: «{NBSP}Jardin{NBSP}»‸: un essai"),
    Piege("espace oubliée après les deux-points", "Y02", "phase: realisation", "‸phase:realisation"),
    Piege("deux-points oubliés", "Y02", "phase: realisation", "‸phase realisation"),
    Piege("guillemet au milieu", "Y02", TITRE, 'titre: ‸"Jardin" partagé'),
    Piege("guillemet jamais fermé", "Y02", TITRE, 'titre: ‸"Jardin partagé'),
    Piege("astérisque en tête", "Y02", TITRE, "titre: ‸*Jardin* partagé"),
    Piege("arobase en tête", "Y02", TITRE, "titre: ‸@Jardin partagé"),
    Piege("pour cent en tête", "Y02", TITRE, "titre: ‸%Jardin partagé"),
    Piege("crochet en tête", "Y02", TITRE, "titre: ‸[Jardin] partagé"),
    Piege("accent grave en tête", "Y02", TITRE, "titre: ‸`Jardin` partagé"),
    Piege("tiret collé", "Y02", "  - les-quatre-vents\n", "  ‸-les-quatre-vents\n"),
    Piege("décalage d’une espace", "Y02", "  annee: 2012", "   ‸annee: 2012"),
    Piege("point d’exclamation en tête", "Y07", TITRE, "titre: ‸!Jardin partagé"),
    Piege("esperluette en tête", "Y07", TITRE, "titre: ‸&Co et le jardin"),
    Piege("renvoi", "Y07", TITRE, "titre: ‸*jardin"),
    Piege("second document", "Y07", "phase: realisation", "‸---\nphase: realisation"),
    Piege("élément lu comme un champ", "Y03", "  - Les habitants ont écrit eux-mêmes", "  - ‸Règlement : les habitants ont écrit eux-mêmes"),
    Piege("élément insécable lu comme un champ", "Y03", "  - Les habitants ont écrit eux-mêmes", f"  - ‸règlement{NBSP}: les habitants ont écrit eux-mêmes"),
    # Non-breaking spaces
    Piege("espace insécable avant les deux-points", "Y04", "phase: realisation", f"phase‸{NBSP}: realisation"),
    Piege("espace insécable après les deux-points", "Y04", "phase: realisation", f"phase:‸{NBSP}realisation"),
    Piege("espace fine avant les deux-points", "Y04", "phase: realisation", f"phase‸{THIN}: realisation"),
    Piege("espaces insécables des deux côtés", "Y04", "phase: realisation", f"phase{NBSP}:‸{NBSP}realisation"),
    Piege("espace insécable après un tiret", "Y04", "  - ville-exemple\n", f"  -‸{NBSP}ville-exemple\n"),
    Piege("espaces insécables en décalage", "Y04", "  jours: 40", f"‸{NBSP}{NBSP}jours: 40"),
    Piege("champ d’un élément à espace insécable", "Y04", "  - date: 2013-06-21", f"  - date‸{NBSP}: 2013-06-21"),
    Piege("espace insécable dans un groupe", "Y04", "  montant_eur: 15000", f"  montant_eur‸{NBSP}: 15000"),
    # Twice, or lost
    Piege("champ écrit deux fois", "Y05", "phase: realisation", "phase: realisation\n‸titre: Un autre titre"),
    Piege("groupe écrit deux fois", "Y05", "fait_partie_de:", "‸budget:\n  montant_eur: 3\n  annee: 2010\nfait_partie_de:"),
    Piege("champ écrit deux fois dans un élément", "Y05", "    role: donnent des graines", "    role: donnent des graines\n    ‸nom: Encore"),
    Piege("dièse dans un texte", "Y06", TITRE, "titre: Jardin partagé ‸#3"),
    Piege("dièse en tête d’un élément", "Y06", "  - friche", "  - ‸#friche"),
    Piege("dièse en tête d’un texte", "Y06", "    sous_titre: Un règlement voté", "    sous_titre: ‸#reglement"),
    # Types
    Piege("nombre pour un texte", "T10", TITRE, "titre: ‸2013"),
    Piege("oui ou non pour un texte", "T10", TITRE, "titre: ‸true"),
    Piege("texte lu comme des champs", "T10", "  - jardin partagé", "  - ‸jardin: partagé"),
    Piege("liste pour un texte", "T10", "phase: realisation", "phase: ‸[realisation]"),
    Piege("élément vide", "T10", "  - friche", "  - friche\n  -‸"),
    Piege("date à barres", "T11", "debut: 2010-03", "debut: ‸17/03/2010"),
    Piege("date en toutes lettres", "T11", "debut: 2010-03", "debut: ‸17 mars 2010"),
    Piege("date au 31 février", "T11", "fin: 2013-06-21", "fin: ‸2013-02-31"),
    Piege("mois sans zéro", "T11", "debut: 2010-03", "debut: ‸2010-3"),
    Piege("année d’un autre âge", "T11", "debut: 2010-03", "debut: ‸vers 0001"),
    Piege("année à venir dans des siècles", "T11", "debut: 2010-03", "debut: ‸9999"),
    Piege("saison", "T11", "debut: 2010-03", "debut: ‸printemps 2010"),
    Piege("date illisible et nécessaire", "T11", "    date: 2014-03-14", "    date: ‸un jour"),
    Piege("titre trop long", "T13", TITRE, "titre: ‸" + "Jardin partagé " * 6 + "des Quatre-Vents"),
    Piege("élément trop long", "T13", "  - Les habitants ont écrit eux-mêmes le règlement du jardin.", "  - ‸" + "Les habitants ont écrit eux-mêmes le règlement du jardin. " * 3),
    Piege("texte vide", "T13", "accroche: Donner les clés du cabanon a plus compté que toutes les réunions.", 'accroche: ‸""'),
    Piege("un seul porteur sans tiret", "T14", "porteurs:\n  - ville-exemple\n  - les-quatre-vents\n", "porteurs: ‸ville-exemple\n"),
    Piege("porteurs séparés par une virgule", "T14", "porteurs:\n  - ville-exemple\n  - les-quatre-vents\n", "porteurs: ‸ville-exemple, les-quatre-vents\n"),
    Piege("premier porteur sans tiret", "T14", "porteurs:\n  - ville-exemple\n", "porteurs: ‸ville-exemple\n"),
    Piege("nom d’un groupe oublié", "Y02", "relecture:\n  - par: Le groupe Est", "  - par‸: Le groupe Est"),
    Piege("phrase à virgule sans tiret", "T14", A_RETENIR, "a_retenir: ‸Une règle, trente parcelles.\n"),
    Piege("étape sans tiret", "T14", "relecture:\n  - par: Le groupe Est\n    date: 2014-03-14", "relecture:\n  ‸par: Le groupe Est\n  date: 2014-03-14"),
    Piege("valeur seule pour un groupe", "T14", BUDGET, "budget: ‸15 000 €\n"),
    Piege("niveau sans son groupe", "T14", NIVEAU, "niveau_constate: ‸consultation\n"),
    Piege("étape en une ligne", "T14", "  - date: vers 2011\n    titre: Premières parcelles\n", "  - ‸Premières parcelles\n"),
    Piege("quatre objets", "T15", "  - environnement_energie_climat\n", "  - environnement_energie_climat\n  - mobilite\n  - ‸numerique\n"),
    Piege("quatre objets sur une ligne", "T15", OBJETS, "objet_traite: [mobilite, numerique, culture_patrimoine_sport, ‸budget_et_finances]\n"),
    Piege("aucun objet", "T15", "public_vise:\n  - habitants_d_un_quartier\n  - parents_et_familles\n", "public_vise: ‸[]\n"),
    Piege("champ mal orthographié", "T16", "echelle: quartier", "‸echele: quartier"),
    Piege("champ au singulier", "T16", "porteurs:\n  - ville-exemple\n  - les-quatre-vents\n", "‸porteur: ville-exemple\n"),
    Piege("champ avec une majuscule", "T16", "phase: realisation", "‸Phase: realisation"),
    Piege("champ accentué", "T16", "echelle: quartier", "‸échelle: quartier"),
    Piege("champ inconnu", "T16", "phase: realisation", "phase: realisation\n‸humeur: bonne"),
    Piege("champ inconnu en tête d’un élément", "T16", "  - par: Le groupe Est\n", "  - ‸humeur: bonne\n    par: Le groupe Est\n"),
    Piege("identifiant écrit dans la fiche", "T16", "phase: realisation", "phase: realisation\n‸id: jardin"),
    Piege("notes internes", "T16", "phase: realisation", "phase: realisation\n‸notes_internes: à rappeler"),
    Piege("champ inconnu dans sans_objet", "T16", "inconnu: []", "inconnu: [‸ressource]"),
    Piege("montant avec unité", "T17", "  montant_eur: 15000", "  montant_eur: ‸15 000 €"),
    Piege("montant à point des milliers", "T17", "  montant_eur: 15000", "  montant_eur: ‸15.000"),
    Piege("montant négatif", "T17", "  montant_eur: 15000", "  montant_eur: ‸-3"),
    Piege("virgule décimale", "T17", "  etp: 0.2", "  etp: ‸0,2"),
    Piege("nombre en lettres", "T17", "  nombre: 120", "  nombre: ‸une centaine"),
    Piege("adresse sans https", "T17", "    url: https://www.exemple.fr/jardin", "    url: ‸www.exemple.fr/jardin"),
    Piege("clé avec une majuscule", "T17", "  - cle: e2", "  - cle: ‸E2"),
    Piege("oui pour true", "T18", "    livret: true", "    livret: ‸oui"),
    Piege("résumé oublié", "T19", RESUME, "", (1, 1)),
    Piege("titre d’une étape oublié", "T19", "  - date: vers 2011\n    titre: Premières parcelles\n", "  - ‸date: vers 2011\n"),
    Piege("titre laissé vide", "T19", TITRE, "‸titre:"),
)  # fmt: skip


def planted(piege: Piege, record: str) -> tuple[str, tuple[int, int]]:
    """The record with the trap, and the line and column where it must be told."""
    assert record.count(piege.old) == 1, f"{piege.old!r} must stand once in the record"
    marked = record.replace(piege.old, piege.new)
    before = marked.partition("‸")[0].split("\n")
    place = piege.place or (len(before), len(before[-1]) + 1)
    return marked.replace("‸", ""), place


def errors(root: Path) -> list[Problem]:
    return blocking(loading.examine(root).problems)


def fiche(root: Path) -> str:
    return (root / FICHE).read_text(encoding="utf-8")


@pytest.mark.parametrize("piege", PIEGES, ids=lambda piege: f"{piege.code} {piege.nom}")
def test_a_trap_is_told_at_its_place_and_mended_by_the_line_to_paste(observatory, piege):
    trapped, place = planted(piege, fiche(observatory()))
    root = observatory({FICHE: trapped})

    (problem,) = errors(root)

    assert (problem.file, problem.code, (problem.line, problem.column)) == (FICHE, piege.code, place)
    assert problem.mend is not None
    observatory({FICHE: problem.mend.apply(trapped)})
    assert errors(root) == []


def test_at_least_forty_traps_are_planted():
    assert len(PIEGES) >= 40
    assert {piege.code for piege in PIEGES} == {
        *("Y01", "Y02", "Y03", "Y04", "Y05", "Y06", "Y07"),
        *("T10", "T11", "T13", "T14", "T15", "T16", "T17", "T18", "T19"),
    }
