"""How high a flow of blocks should be on the A5 page, before any layout: to choose a size, to foresee pages.

A text is as many lines as its letters need at their mean width. On the sheets of the corpus, the whole is within a few
per cent of what the layout gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from observatoire.livret.document import (
    Bloc,
    Blocs,
    Citation,
    Code,
    Definitions,
    Encart,
    Figure,
    Filet,
    Image,
    Index,
    Inlines,
    Liste,
    Paragraphe,
    Tableau,
    Titre,
)  # fmt: skip
from observatoire.livret.livret import Article
from observatoire.livret.texte import plain

PAGE = 183 * 72 / 25.4
"""Height of the text of an A5 page, in points; its width is below."""
LARGEUR = 119 * 72 / 25.4
_GOUTTIERE = 14.2


class Corps(NamedTuple):
    """How a kind of text is set, in points."""

    taille: float
    ligne: float
    """Height of a line."""
    marges: float = 0
    """Above and below, together."""
    chasse: float = 0.415
    """Mean width of a letter, in sizes: serif, sans, condensed."""


_SERIF, _SANS, _TITRES = 0.415, 0.448, 0.4
_TEXTE = Corps(9.2, 12.2, 1)
_PETIT = Corps(7.8, 9.8, 1, _SANS)
_NOTE = Corps(7.2, 9.1, 6, _SANS)
_PARAGRAPHES: Mapping[str, Corps] = {
    "": _TEXTE, "accroche": Corps(11, 12.8, 8, _TITRES), "chapo": Corps(9.8, 13, 17, _SERIF), "sous-titre": Corps(8.4, 10.1, 3, _SANS),
    "note": _NOTE, "origine": _NOTE, "titre": _PETIT, "parole": Corps(11, 13.4, 3, _TITRES), "signature": Corps(7.8, 9.8, 9, _SANS),
}  # fmt: skip
_TITRES_DE: Mapping[str, Corps] = {
    "": Corps(11.4, 12.1, 10, _TITRES), "leger": Corps(11.4, 12.1, 12, _TITRES), "sources": Corps(7.2, 9.1, 12, _SANS),
    "discret": Corps(10, 10.6, 4.5, _TITRES), "rubrique": Corps(8.1, 9.7, 6, _SANS),
}  # fmt: skip


_TROP = 1.165
"""By how much heights are seen too great, on average: margins that meet are counted twice."""


class Cadrage(NamedTuple):
    """How an article is set."""

    k: float = 1.0
    """By what every size is multiplied, at most 1."""
    saut: bool = False
    """For a sheet: its second half begins on the right-hand page, though the first has room left."""
    en_regard: bool = False
    """It holds on two facing pages; else it takes the pages it needs, from either side."""


K_MIN = 0.88
"""Under this, a text would be too small to read: the article takes more pages."""
LIBRE = Cadrage()
"""At its natural size, on as many pages as it needs."""


def fin_de_l_identite(article: Article) -> int:
    """Blocks of a sheet that say what the practice is; its story follows."""
    return next((n for n, bloc in enumerate(article.blocs, 1) if isinstance(bloc, Encart) and bloc.role == "identite"), 0)


def cadrer(article: Article) -> Cadrage:
    """The largest size in which a sheet should hold on two pages; what the layout gives may correct it."""
    cut = fin_de_l_identite(article)
    head = 32 + 19 * lignes(article.titre, LARGEUR, Corps(18, 19, 0, _TITRES))
    left, right = ((hauteur(blocs) + more) / PAGE / _TROP for blocs, more in ((article.blocs[:cut], head), (article.blocs[cut:], 0)))
    k = min(1.0, (1.8 / (left + right)) ** 0.62)
    return Cadrage(max(K_MIN, int(k * 50) / 50), left < 0.97 and right < 0.95, True) if k > K_MIN - 0.04 else LIBRE


def hauteur(blocs: Iterable[Bloc], largeur: float = LARGEUR, corps: Corps = _TEXTE) -> float:
    """Points of height of a flow ``largeur`` points wide, whose plain paragraphs are set in ``corps``."""
    return sum(_bloc(bloc, largeur, corps) for bloc in blocs)


def lignes(words: Inlines, largeur: float, corps: Corps) -> int:
    return max(1, -(-int(len(plain(words)) * corps.taille * corps.chasse) // int(largeur)))


def _set(words: Inlines, largeur: float, corps: Corps) -> float:
    return lignes(words, largeur, corps) * corps.ligne + corps.marges


def _bloc(bloc: Bloc, largeur: float, corps: Corps) -> float:
    match bloc:
        case Paragraphe(contenu, role):
            return _set(contenu, largeur, _PARAGRAPHES[role] if role else corps)
        case Titre(_, contenu, _, role):
            return _set(contenu, largeur, _TITRES_DE[role])
        case Liste(elements, _, _, role):
            if role == "sources":
                return (
                    _set(
                        tuple(node for item in elements for block in item if isinstance(block, Paragraphe) for node in block.contenu),
                        largeur,
                        _NOTE,
                    )
                    + 4
                )
            return sum(hauteur(item, largeur - 10, _PETIT if role == "proches" else corps) + 2 for item in elements)
        case Definitions(entrees, role):
            return _definitions(entrees, role, largeur, corps)
        case Tableau(tete, rangs, legende):
            width = largeur / max(len(tete), 1)
            rows = [max(lignes(cell.contenu, width, _PETIT) for cell in row) for row in (tete, *rangs) if row]
            return sum(rows) * _PETIT.ligne + 6 * len(rows) + (80 if bloc.role == "matrice" else 20) + (10 if legende else 0)
        case Citation(blocs):
            return hauteur(blocs, largeur - 20, corps) + 10
        case Encart():
            return _encart(bloc, largeur, corps)
        case Figure():
            return _figure(bloc, largeur)
        case Image():
            return largeur * 0.66 + 20
        case Code(texte):
            return (texte.count("\n") + 1) * 10.0
        case Index(entrees):
            return len(entrees) * 10.5 / 2
        case Filet():
            return 18


def _definitions(entrees: tuple[tuple[Inlines, Blocs], ...], role: str, largeur: float, corps: Corps) -> float:
    if role == "signal":
        small = Corps(7.8, 9.5, 4.7, _SANS)
        return sum(_set((*word, *_words(blocs)), largeur - 12, small) for word, blocs in entrees)
    if role == "reperes":
        return sum(hauteur(blocs, largeur, Corps(7.8, 10, 2, _SANS)) + (10.2 if word else 0) for word, blocs in entrees)
    if role in ("dates", "journee"):
        return sum(hauteur(blocs, largeur - 90, _PETIT) + 6 for _, blocs in entrees)
    return sum(hauteur(blocs, largeur, corps) + 20 for _, blocs in entrees)


def _words(blocs: Blocs) -> Inlines:
    return tuple(node for block in blocs if isinstance(block, Paragraphe) for node in block.contenu)


def _encart(encart: Encart, largeur: float, corps: Corps) -> float:
    half = (largeur - _GOUTTIERE) / 2
    match encart.role:
        case "duo":
            return max(hauteur((bloc,), half, _PETIT) for bloc in encart.blocs) + 12
        case "face":
            return max(hauteur((bloc,), half, _PETIT) for bloc in encart.blocs) + 13
        case "retenir":
            return hauteur(encart.blocs, largeur - 8.5, Corps(8.3, 10.5, 0, _SANS))
        case "identite":
            return (hauteur((bloc for bloc in encart.blocs if isinstance(bloc, Definitions)), half) + 76) / 2 + 12
        case "images":
            return -(-len(encart.blocs) // 2) * 175.0
        case "histoire":
            story, facts = (hauteur((bloc,), 1.0) for bloc in encart.blocs)
            return _cote_a_cote(encart, largeur, corps) if story + facts else 0
        case "limites":
            return hauteur(encart.blocs, largeur - 15, corps) + 28
        case "rubrique" | "enseignement":
            return hauteur(encart.blocs, largeur, corps) + 3
        case _:
            return hauteur(encart.blocs, largeur, corps) + 8


def _cote_a_cote(encart: Encart, largeur: float, corps: Corps) -> float:
    """Two columns whose widths follow what they say, as the layout shares them."""
    share = part_des_reperes(encart)
    return max(
        hauteur((encart.blocs[0],), largeur * (1 - share) - _GOUTTIERE, corps), hauteur((encart.blocs[1],), largeur * share, corps)
    ) + 11  # fmt: skip


def part_des_reperes(encart: Encart) -> float:
    """Share of the width that goes to the second column of a story, so that both end at the same height."""
    story, facts = (len(plain((bloc,))) for bloc in encart.blocs)
    return min(max(facts * 0.85 / max(story + facts * 0.85, 1), 0.24), 0.5)


def _figure(figure: Figure, largeur: float) -> float:
    if figure.role == "gradins":
        return largeur * 62.5 / 222 + 8
    if figure.role == "reperage":
        return 70
    if figure.role.startswith("frise-") and (size := _TAILLE.search(figure.svg)):
        return largeur * int(figure.role.removeprefix("frise-")) / 6 * float(size[2]) / float(size[1]) + 8
    return largeur * 0.75 + 20


_TAILLE = re.compile(r'width="(\S+)" height="(\S+)"')
"""Of a drawing, in its own units."""
