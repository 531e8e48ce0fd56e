"""The document tree: what a text says, before any page.

The Markdown of the records is read once, by the library and the dialect of the site, and becomes these nodes. What
makes a PDF, an EPUB or a text file of them lives elsewhere; none of them reads Markdown again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

# --- Inside a paragraph ---


@dataclass(frozen=True)
class Texte:
    """Words, already typeset."""

    texte: str


@dataclass(frozen=True)
class Style:
    """Words said otherwise."""

    genre: str
    """``gras``, ``italique``, ``code``, ``exposant``, ``indice``, ``barre``; ``note`` for small words, ``nature`` for the kind of an
    enseignement, ``accord-1`` to ``accord-4`` for the degree of an agreement."""
    contenu: Inlines


@dataclass(frozen=True)
class Lien:
    """An address of the web."""

    url: str
    contenu: Inlines


@dataclass(frozen=True)
class Appel:
    """The call of a source: its number, and the target that lists it."""

    numero: int
    cible: str


@dataclass(frozen=True)
class Renvoi:
    """A cross reference to a target of the same booklet: the words, then the page where it stands."""

    cible: str
    contenu: Inlines = ()


@dataclass(frozen=True)
class Retour:
    """A new line inside a paragraph."""


@dataclass(frozen=True)
class Image:
    """A picture of ``content/``: among words, or alone as a block of its own."""

    fichier: str
    """Path from ``content/``, as the record writes it."""
    alt: str
    legende: str = ""
    """Caption, with its credit; may be ``""``."""


Inline = Texte | Style | Lien | Appel | Renvoi | Retour | Image
Inlines = tuple[Inline, ...]

# --- Blocks ---


@dataclass(frozen=True)
class Paragraphe:
    contenu: Inlines
    role: str = ""
    """How it is shown when it is no running text: ``surtitre``, ``accroche``, ``chapo``…"""


@dataclass(frozen=True)
class Titre:
    """A heading inside an article."""

    niveau: int
    """3 to 6: a part of the booklet is 1, an article 2."""
    contenu: Inlines
    cible: str = ""
    role: str = ""


@dataclass(frozen=True)
class Liste:
    elements: tuple[Blocs, ...]
    ordonnee: bool = False
    debut: int = 1
    role: str = ""
    """``sources``, or ``proches`` for records with the reason why they are named."""
    cibles: tuple[str, ...] = ()
    """Target of each item, for a list of sources."""


@dataclass(frozen=True)
class Definitions:
    """Pairs: a word, a date or a field, and what is said of it."""

    entrees: tuple[tuple[Inlines, Blocs], ...]
    role: str = ""
    """``signal`` for the identity of a record, ``reperes``, ``dates``, ``journee``, ``annuaire`` or ``glossaire``."""
    cibles: tuple[str, ...] = ()
    """Target of each pair, for records that have no article of their own."""


@dataclass(frozen=True)
class Citation:
    blocs: Blocs


@dataclass(frozen=True)
class Code:
    texte: str


@dataclass(frozen=True)
class Cellule:
    contenu: Inlines
    alignement: str = ""
    """``""``, ``centre`` or ``droite``."""
    role: str = ""
    """``ligne`` for the heading of a row; ``k1`` to ``k5`` for the heat of a matrix, ``vide`` for its empty cells."""


@dataclass(frozen=True)
class Tableau:
    tete: tuple[Cellule, ...]
    lignes: tuple[tuple[Cellule, ...], ...]
    legende: str = ""
    role: str = ""


@dataclass(frozen=True)
class Filet:
    """A rule between two passages."""


@dataclass(frozen=True)
class Figure:
    """A drawing made from the data, as SVG."""

    svg: str
    alt: str
    """What it shows, for who cannot see it: complete enough to do without."""
    legende: str = ""
    role: str = ""
    grand: str = ""
    """The same with large letters, for large print; ``""`` when those of ``svg`` are large already."""


@dataclass(frozen=True)
class Index:
    """Entries by name, each with the targets where it is spoken of: a format gives their pages."""

    entrees: tuple[tuple[Inlines, tuple[str, ...]], ...]
    lettres: tuple[str, ...]
    """The letter each entry is sorted under."""


@dataclass(frozen=True)
class Encart:
    """Blocks that belong together, shown in a way of their own."""

    role: str
    blocs: Blocs
    cible: str = ""


Bloc = Paragraphe | Titre | Liste | Definitions | Citation | Code | Tableau | Filet | Figure | Image | Index | Encart
Blocs = tuple[Bloc, ...]


def inside(node: Inline | Bloc) -> Iterator[Inlines | Blocs]:
    """What a node holds, in reading order; nothing for a leaf."""
    match node:
        case Style(_, contenu) | Lien(_, contenu) | Renvoi(_, contenu) | Paragraphe(contenu) | Titre(_, contenu):
            yield contenu
        case Citation(blocs) | Encart(_, blocs):
            yield blocs
        case Liste(elements):
            yield from elements
        case Definitions(entrees):
            for word, blocks in entrees:
                yield from (word, blocks)
        case Index(entrees):
            yield from (name for name, _ in entrees)
        case Tableau(tete, lignes):
            yield from (cell.contenu for row in (tete, *lignes) for cell in row)
        case _:
            pass


def targets(nodes: Iterable[Inline | Bloc]) -> Iterator[str]:
    """Where cross references lead inside nodes, in reading order."""
    for node in nodes:
        match node:
            case Titre() | Encart():
                own: tuple[str, ...] = (node.cible,)
            case Liste() | Definitions():
                own = node.cibles
            case _:
                own = ()
        yield from filter(None, own)
        for contents in inside(node):
            yield from targets(contents)


def images_of(nodes: Iterable[Any]) -> Iterator[Image]:
    """Pictures of nodes, in reading order."""
    for node in nodes:
        if isinstance(node, Image):
            yield node
        for contents in inside(node):
            yield from images_of(contents)
