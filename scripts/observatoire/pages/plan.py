"""The site map for readers."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.model import sort_name
from observatoire.pages.rendu import Page, Rendu


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    yield rendu.page(
        "plan-du-site.md", "plan.html", titre="Plan du site", rubrique="plan-du-site", description="Toutes les pages de l’observatoire, par rubrique.",
        methodes=sorted(o.methodes.values(), key=lambda m: (sort_name(m.nom), m.id)), ressources=sorted(o.ressources.values(), key=lambda r: (sort_name(r.titre), r.id)),
    )  # fmt: skip
