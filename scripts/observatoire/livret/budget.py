"""Pages: how many each article should take, how many it takes, how many it is given."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from observatoire.livret.composition import Composition, Etendue
from observatoire.livret.livret import Article, Livret
from observatoire.livret.texte import plain

_SIGNS: Mapping[str, int] = {"experience": 2600, "index": 2900, "repertoire": 2400}
"""Signs that a page of each kind of article holds, measured on booklets already laid out."""
_USUAL = 2100


class Ligne(NamedTuple):
    """What one article or part takes."""

    partie: str
    """Key of the part."""
    article: str
    """Target of the article; ``""`` for the part as a whole."""
    titre: str
    estimees: float
    """Pages, from the length of the texts."""
    premiere: int
    """0 before the layout, as the next one."""
    reelles: int
    prevues: int | None


def budget(livret: Livret, composition: Composition | None = None) -> tuple[Ligne, ...]:
    """Every part, then its articles, in reading order; before the layout without ``composition``, after with it."""
    places = composition.etendues if composition else {}
    found: list[Ligne] = []
    for partie in livret.parties:
        lines = [_line(partie.cle, a.cible, plain(a.titre), estimate(a), places.get(a.cible), a.pages_max) for a in partie.articles]
        own = estimate_signs(len(plain(partie.blocs)), _USUAL)
        total = round(own + sum(line.estimees for line in lines), 1)
        found += [_line(partie.cle, "", plain(partie.titre), total, places.get(f"partie/{partie.cle}"), partie.pages_max), *lines]
    return tuple(found)


def _line(partie: str, article: str, title: str, estimated: float, place: Etendue | None, most: int | None) -> Ligne:
    return Ligne(partie, article, title, estimated, place.premiere if place else 0, place.pages if place else 0, most)


def estimate(article: Article) -> float:
    """Pages that an article should take."""
    signs = len(plain(article.titre)) + len(plain(article.blocs))
    found = estimate_signs(signs, _SIGNS.get(article.genre, _USUAL))
    return max(2.0, float(-(-found // 2) * 2)) if article.genre == "experience" else found


def estimate_signs(signs: int, by_page: int) -> float:
    return round(signs / by_page, 1)


def as_csv(lines: Iterable[Ligne]) -> str:
    """The report, for a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["partie", "article", "titre", "pages_estimees", "premiere_page", "pages", "pages_prevues"])
    for line in lines:
        writer.writerow([*line[:3], str(line.estimees).replace(".", ","), line.premiere or "", line.reelles or "", line.prevues or ""])
    return text.getvalue()
