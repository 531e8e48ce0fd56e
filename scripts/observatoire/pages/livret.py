"""The booklets: what each holds, and its files to take away."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.pages.forum import LISTE
from observatoire.pages.rendu import Page, Rendu


def pages(rendu: Rendu) -> Iterator[Page]:
    if rendu.observatoire.livrets:
        yield rendu.page(
            "livret/index.md", "livret.html", titre="Les livrets", rubrique="forum", fil=[LISTE], imprimes=rendu.imprimes, fiches=rendu.fiches,
            description="Les livrets de l’observatoire, à imprimer, à lire à l’écran ou sur une liseuse.",
        )  # fmt: skip
