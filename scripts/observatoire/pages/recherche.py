"""The search page, and the kinds of pages that it tells apart."""

from __future__ import annotations

from collections.abc import Iterator
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


SORTES: tuple[Sorte, ...] = (
    Sorte("experience", "Expériences", "Expérience", "experiences/", ("experiences/",)),
    Sorte("enseignement", "Enseignements", "Enseignement", "enseignements/"),
    Sorte("theme", "Thèmes", "Thème", "themes/", ("themes/",)),
    Sorte("methode", "Méthodes", "Méthode", "methodes/", ("methodes/",)),
    Sorte("acteur", "Acteurs", "Acteur", "acteurs/", ("acteurs/",)),
    Sorte("territoire", "Territoires", "Territoire", "territoires/", ("territoires/",)),
    Sorte("rencontre", "Groupes et rencontres", "Rencontre", "rencontres/", ("rencontres/", "groupes/", "forum/")),
    Sorte("production", "Productions", "Production", "productions/", ("productions/",)),
    Sorte("ressource", "Ressources", "Ressource", "ressources/", ("ressources/",)),
    Sorte("offre", "Plateforme", "Plateforme", "plateforme/", ("plateforme/",)),
    Sorte("critere", "Critères", "Critère", "experiences/par/", ("experiences/par/",)),
    Sorte("mot", "Glossaire", "Mot du glossaire", "glossaire/"),
    Sorte("page", "Autres pages", "Page", "plan-du-site/"),
)
"""Every kind, in the order they are offered; the last is that of what is of no other."""


def sorte_de(adresse: str) -> Sorte:
    """The kind of a page, by the longest folder it is in; the page of a folder itself is of no kind."""
    folders = {folder: sorte for sorte in SORTES for folder in sorte.dossiers}
    around = [folder for folder in folders if adresse.startswith(folder)]
    return folders[max(around, key=len)] if around and adresse not in folders else SORTES[-1]


def pages(rendu: Rendu) -> Iterator[Page]:
    yield rendu.page(
        "recherche/index.md", "recherche.html", titre="Recherche", scripts=["assets/recherche.js"], wasm=True, sortes=SORTES,
        description="Chercher un mot dans les expériences, les enseignements, les thèmes, les méthodes, les acteurs, les lieux, le glossaire.",
    )  # fmt: skip
