"""The home page: what, who, where, since when, what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from observatoire.chronologie import slots_of
from observatoire.facettes import FACETTES, classes
from observatoire.pages.carte import carte_des_experiences
from observatoire.pages.groupes import commun
from observatoire.pages.rendu import Page, Rendu
from observatoire.problems import in_letters

QUESTIONS = (
    "absents-et-publics-eloignes", "rendre-compte", "partage-du-pouvoir", "poser-le-cadre", "conflit-et-desaccord", "financer-et-durer",
)  # fmt: skip
"""Themes whose question opens the home page: three of meaning, three of method."""
A_LIRE = ("apu-alma-gare", "atu-grande-synthe", "budget-participatif-lycees")
"""Three practices chosen for their contrasts: a conflict, a workshop, a budget."""


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    themes = [o.themes[key] for key in QUESTIONS if key in o.themes] or list(o.themes_tries[:6])
    chosen = [o.experiences[key] for key in A_LIRE if key in o.experiences] or list(o.experiences_triees[:3])
    states = Counter(e.etat if e.etat in ("en_cours", "terminee") else "autre" for e in o.experiences.values())
    yield rendu.page(
        "index.md", "accueil.html", titre="Accueil", questions=themes, a_lire=chosen, choisies=[e.id for e in chosen] == list(A_LIRE), carte=carte_des_experiences(rendu, ""), etats=states,
        description="Les pratiques de démocratie participative du Nord et du Pas-de-Calais : qui les porte, comment elles s’y prennent, ce qu’elles apprennent.",
        mur=[(FACETTES["periode"].libelles(o)[key], found) for key, found in classes(o, FACETTES["periode"]).items() if found],
        groupes=[(g, slots_of(o, g)) for g in o.groupes.values()], commun=commun(o), sans_trace=any("rencontres" in g.inconnu for g in o.groupes.values()), forum=o.forums_tries[-1] if o.forums_tries else None,
        nombre_en_lettres=in_letters(len(o.experiences)),
    )  # fmt: skip
