"""The register of enseignements, by nature; who was missing; what did not work; promises and facts."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.pages.rendu import Page, Rendu


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    ranks = {key: terme.rang for key, terme in o.vocabulaires["niveau_participation"].termes.items()}
    both = [
        e for e in o.experiences_triees if e.niveau_constate and ranks.get(e.niveau_annonce or "") and ranks.get(e.niveau_constate.niveau)
    ]
    yield rendu.page(
        "enseignements/index.md", "enseignements.html", titre="Enseignements", rubrique="themes",
        description="Ce que les pratiques apprennent : leviers, freins, conditions, points de vigilance, questions ouvertes ; qui manquait, ce qui n’a pas marché.",
        natures=[(key, [x for x in o.lecons if x.enseignement.nature == key]) for key in o.vocabulaires["nature_enseignement"].termes],
        absents=o.experiences_ou(lambda e: bool(e.participants and e.participants.qui_manquait)),
        arretees=o.experiences_ou(lambda e: e.etat in ("abandonnee", "suspendue")),
        non_voulus=[(e, x) for e in o.experiences_triees for x in e.effets if x.type in ("effet_non_voulu", "aucun_effet_constate")],
        ecarts=[e for e in both if e.niveau_constate and e.niveau_constate.niveau != e.niveau_annonce], compares=both, rangs=ranks,
    )  # fmt: skip
