"""About: what the sources support and what they do not. The other pages of the section are written by hand."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.pages.rendu import Etape, Page, Rendu


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    medium = [e for e in o.experiences_triees if any(s.fiabilite == "moyenne" for s in e.sources)]
    yield rendu.page(
        "a-propos/sources-et-limites.md", "sources_et_limites.html", titre="Sources et limites", rubrique="a-propos", fil=[Etape("À propos", "a-propos/index.md")],
        description="D’où viennent les fiches, comment elles ont été écrites, et ce qui manque.", politique=o.politique, moyennes=medium,
    )  # fmt: skip
