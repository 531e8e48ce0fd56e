"""The search page, and the kinds of pages that it tells apart."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from observatoire.pages.rendu import Page, Rendu

ADRESSE = "recherche/"


@dataclass(frozen=True)
class Sorte:
    """A kind of result: what readers may narrow a search to."""

    cle: str
    titre: str
    """Plural, for the choice of a kind."""
    nom: str
    """Singular, above a result."""
    liste: str
    """Address of the page that lists them all, for who searches without JavaScript."""
    dossiers: tuple[str, ...] = ()
    """Folders of the site whose pages are of this kind; none for what is only a part of a page."""
    sans_fiches: bool = False
    """Whether every page of these folders is of this kind, and not those of records alone."""


SORTES: tuple[Sorte, ...] = (
    Sorte("experience", "Expériences", "Expérience", "experiences/", ("experiences/",)),
    Sorte("enseignement", "Enseignements", "Enseignement", "enseignements/"),
    Sorte("theme", "Thèmes", "Thème", "themes/", ("themes/",)),
    Sorte("methode", "Méthodes", "Méthode", "methodes/", ("methodes/",)),
    Sorte("acteur", "Acteurs", "Acteur", "acteurs/", ("acteurs/",)),
    Sorte("territoire", "Territoires", "Territoire", "territoires/", ("territoires/",)),
    Sorte("rencontre", "Groupes et rencontres", "Groupe ou rencontre", "rencontres/", ("rencontres/", "groupes/", "forum/")),
    Sorte("production", "Productions", "Production", "productions/", ("productions/",)),
    Sorte("ressource", "Ressources", "Ressource", "ressources/", ("ressources/",)),
    Sorte("offre", "Plateforme", "Plateforme", "plateforme/", ("plateforme/",), True),
    Sorte("critere", "Critères", "Critère", "experiences/par/", ("experiences/par/",), True),
    Sorte("mot", "Glossaire", "Mot du glossaire", "glossaire/"),
    Sorte("page", "Autres pages", "Page", "plan-du-site/"),
)
"""Every kind, in the order they are offered; the last is that of what is of no other."""


def sorte_de(adresse: str, fiches: Collection[str]) -> Sorte:
    """The kind of a page, by the longest folder it is in.

    In a folder of records, ``fiches`` are their addresses: any other page, which lists or repeats them, is of no kind.
    """
    folders = {folder: sorte for sorte in SORTES for folder in sorte.dossiers}
    around = max((folder for folder in folders if adresse.startswith(folder)), key=len, default=None)
    if around is None or adresse == around or (adresse not in fiches and not folders[around].sans_fiches):
        return SORTES[-1]
    return folders[around]


def pages(rendu: Rendu) -> Iterator[Page]:
    yield rendu.page(
        "recherche/index.md", "recherche.html", titre="Recherche", scripts=["assets/recherche.js"], wasm=True, sortes=SORTES,
        description="Chercher un mot dans les expériences, les enseignements, les thèmes, les méthodes, les acteurs, les lieux, le glossaire.",
    )  # fmt: skip
