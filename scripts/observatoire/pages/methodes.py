"""Methods and resources."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.model import sort_name
from observatoire.pages.rendu import Etape, Page, Rendu

METHODES = Etape("Méthodes", "methodes/index.md")
RESSOURCES = Etape("Ressources", "ressources/index.md")


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    vocabulaire = o.vocabulaires["modalites_animation"]
    methods = sorted(o.methodes.values(), key=lambda m: (sort_name(m.nom), m.id))
    families = [(f.libelle, [m for m in methods if vocabulaire.famille_de(m.modalite) == key]) for key, f in vocabulaire.familles.items()]
    yield rendu.page(
        METHODES.path, "methodes.html", propose=["methode"], titre="Méthodes", rubrique="plateforme", familles=[x for x in families if x[1]],
        description="Des manières d’animer : à quoi elles servent, comment s’y prendre, à quelles conditions, et leurs limites.",
    )  # fmt: skip
    for m in methods:
        yield rendu.page(
            f"methodes/{m.id}.md", "methode.html", titre=m.nom, description=m.en_bref, rubrique="plateforme", fil=[METHODES], source=m.fichier, m=m,
            famille=vocabulaire.familles[vocabulaire.famille_de(m.modalite) or ""], experiences=[e for e in o.experiences_triees if m.modalite in e.modalites_animation],
            terme=vocabulaire.termes[m.modalite],
        )  # fmt: skip
    resources = sorted(o.ressources.values(), key=lambda r: (sort_name(r.titre), r.id))
    types = o.vocabulaires["type_ressource"].termes
    yield rendu.page(
        RESSOURCES.path, "ressources.html", propose=["ressource"], titre="Ressources", rubrique="plateforme", types=[(t.libelle, [r for r in resources if r.type_ressource == key]) for key, t in types.items()],
        description="Guides, rapports, récits, vidéos et textes officiels sur les pratiques de la région.",
    )  # fmt: skip
    for r in resources:
        yield rendu.page(
            f"ressources/{r.id}.md", "ressource.html", titre=r.titre, description=r.resume or r.titre, rubrique="plateforme", fil=[RESSOURCES], source=r.fichier, r=r,
            experiences=[e for e in o.experiences_triees if e.id in r.experiences or r.id in e.ressources], methodes=[m for m in methods if r.id in m.ressources],
        )  # fmt: skip
