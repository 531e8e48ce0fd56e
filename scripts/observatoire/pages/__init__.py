"""The Markdown of every generated page: a pure function of the model.

Each family of pages is a module with ``pages(rendu)``. A page is a front matter, then blocks of HTML
written by our templates: text typed by contributors reaches them escaped, or cleaned by
:mod:`observatoire.prose`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from observatoire.model import Observatoire
from observatoire.pages import (
    accueil,
    acteurs,
    comparer,
    contribuer,
    donnees,
    enseignements,
    experiences,
    forum,
    glossaire,
    groupes,
    lecture,
    livret,
    matrices,
    methodes,
    plan,
    plateforme,
    productions,
    propos,
    recherche,
    redirections,
    rencontres,
    reseau,
    territoires,
    themes,
)
from observatoire.pages.rendu import Fichier, FichierImprime, LivretImprime, Page, Reglages, Rendu

FAMILIES: tuple[Callable[[Rendu], Iterator[Page]], ...] = tuple(
    module.pages
    for module in (
        accueil, experiences, comparer, lecture, matrices, themes, enseignements, acteurs, reseau, territoires, groupes, rencontres, productions, forum, livret, plateforme, methodes, glossaire,
        donnees, contribuer, propos, plan, recherche, redirections,
    )
)  # fmt: skip
"""Every family, in the order of the site."""


def render(
    observatoire: Observatoire,
    reglages: Reglages | None = None,
    fichiers: Sequence[Fichier] = (),
    imprimes: Sequence[LivretImprime] = (),
    fiches: Mapping[str, FichierImprime] = MappingProxyType({}),
) -> tuple[Page, ...]:
    """Every page of the site that comes from the data, sorted by path.

    ``fichiers`` are the open data to offer; ``imprimes`` the booklets made from the same data, and
    ``fiches`` the printable piece of each record by its address. Raises ``ValueError`` when two pages claim one path.
    """
    folios = {address: page for imprime in reversed(imprimes) for address, page in imprime.pages.items()}
    rendu = Rendu(observatoire, reglages or Reglages(), fichiers, folios, {imprime.id: imprime for imprime in imprimes}, fiches)
    found: dict[str, Page] = {}
    for family in FAMILIES:
        for page in family(rendu):
            if page.path in found:
                raise ValueError(f"two pages at {page.path}")
            found[page.path] = page
    return tuple(found[path] for path in sorted(found))


__all__ = ["FAMILIES", "FichierImprime", "LivretImprime", "Page", "Reglages", "Rendu", "render"]
