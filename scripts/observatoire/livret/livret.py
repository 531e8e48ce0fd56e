"""The booklet as a value: its parts and their articles, in order, before any format."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.livret.document import Blocs, Figure, Inlines


@dataclass(frozen=True)
class Article:
    """What stands under one title: a practice, a production, a meeting, a text."""

    cible: str
    """Where cross references lead: ``experience/fph-roubaix``."""
    genre: str
    """How it is laid out: the collection of its record, ``texte``, ``index``…"""
    titre: Inlines
    blocs: Blocs
    surtitre: Inlines = ()
    """What is said above the title: its kind, where and when."""
    adresse: str = ""
    """Of its page, from the root of the site: ``experiences/fph-roubaix/``; ``""`` when it has none."""
    fichier: str = ""
    """Of its record, from the root of the observatory."""
    pages_max: int | None = None
    fictif: bool = False


@dataclass(frozen=True)
class Partie:
    """A part of the booklet."""

    cle: str
    """Of its section in the manifest."""
    genre: str
    """Type of its section."""
    titre: Inlines
    articles: tuple[Article, ...]
    blocs: Blocs = ()
    """What is said before its articles."""
    figures: Blocs = ()
    """Pictures of what it holds, shown where its opening leaves a page."""
    onglet: str = ""
    """Words of the tab at the edge of its pages; ``""`` when it has none."""
    page_impaire: bool = False
    """It opens on a right-hand page."""
    pages_max: int | None = None


@dataclass(frozen=True)
class Couverture:
    """The front: what it says besides the titles, and the picture drawn from the data."""

    image: Figure
    evenement: Inlines = ()
    """The Forum, its date and its place."""
    editeur: Inlines = ()


@dataclass(frozen=True)
class Livret:
    """A whole booklet."""

    id: str
    titre: Inlines
    sous_titre: Inlines
    description: str
    """One plain sentence, for the properties of the file."""
    couverture: Couverture
    ours: Blocs
    """Who made it, from what, under which licence."""
    contenu: str
    """What it holds, counted: ``79 expériences et 23 thèmes``; ``""`` when it holds none of these."""
    usage: Blocs
    """How to read it."""
    editorial: Blocs
    """Signed opening words; empty when the manifest has none."""
    parties: tuple[Partie, ...]
    remerciements: Blocs
    mentions: Blocs
    version: str
    """Date of the data, in French."""
    horodatage: int
    """The same, in seconds since 1970: what the files are dated of."""
    site: str
    """Address of the site, ``""`` when it is not known."""
    fictif: bool = False

    @property
    def articles(self) -> tuple[Article, ...]:
        """Articles of every part, in reading order."""
        return tuple(article for partie in self.parties for article in partie.articles)
