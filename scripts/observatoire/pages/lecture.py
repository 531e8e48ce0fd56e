"""The reading grid: one page per heading of the story, across every practice."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.pages.rendu import Etape, Page, Rendu

LISTE = Etape("Expériences", "experiences/index.md")
GRILLE = Etape("Lire par rubrique", "lecture/index.md")


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    headings = o.vocabulaires["rubriques_recit"].termes
    written = {key: [(e, rubrique) for e in o.experiences_triees if (rubrique := getattr(e.recit, key)) is not None] for key in headings}
    yield rendu.page(
        GRILLE.path, "lectures.html", titre="Lire par rubrique", rubrique="experiences", fil=[LISTE], rubriques=headings, ecrites=written,
        description="Les six rubriques du récit, chacune à travers toutes les expériences : tous les lieux, toutes les règles, toutes les transformations.",
    )  # fmt: skip
    for key, terme in headings.items():
        yield rendu.page(
            f"lecture/{key}.md", "lecture.html", titre=f"{terme.libelle}, d’une expérience à l’autre", rubrique="experiences", fil=[LISTE, GRILLE],
            description=f"{terme.libelle} : ce que chaque expérience en dit.", terme=terme, cle=key, ecrites=written[key], rubriques=headings,
        )  # fmt: skip
