"""Pieces on their own: one PDF for each practice, production and group, which no booklet has to hold.

They are A4, the paper of every office printer: a practice takes the two sides of one sheet, in letters a quarter larger than
the booklet's, which nobody then has to print two to a page nor to enlarge.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from observatoire.livret.assemblage import LICENCE, Site, horodatage
from observatoire.livret.document import Inlines, images_of
from observatoire.livret.donnees import as_json
from observatoire.livret.hauteur import fin_de_l_identite
from observatoire.livret.livret import Article
from observatoire.livret.parties import ARTICLES
from observatoire.livret.presse import STANDARDS, print_with, workshop
from observatoire.livret.redaction import Redaction
from observatoire.livret.texte import mots, plain
from observatoire.model import Observatoire

DE = ("experience", "production", "groupe")
"""Collections whose records have a piece of their own."""
K_MIN = 0.85
"""By what the sizes of a piece may be multiplied, at least: under some ten points, its lines would hold too many words."""
_TAIL = 0.35
"""A last page that is not filled further than this is spared, by smaller letters."""


@dataclass(frozen=True)
class Volante:
    """What a piece shows."""

    titre: str
    """Of the file."""
    article: Article
    adresse: str
    """Of the record on the site; ``""`` when it is not known."""
    editeur: Inlines
    mentions: tuple[Inlines, ...]
    version: str
    """Date of the data, in French; ``""`` when there is none."""
    k: float = 1.0
    """By what its sizes are multiplied."""
    coupe: int = 0
    """Blocks of its first page, when the others have their own; 0 when they follow one another."""


class Etendue(NamedTuple):
    """What a piece takes."""

    pages: int
    fin: float
    """How far down the last page its article ends: 0 at the head, 1 at the foot."""


def articles(o: Observatoire, site: Site) -> tuple[Article, ...]:
    """What the pieces hold, in the order of the files of the records."""
    r = Redaction(o, site=site.adresse.rstrip("/"))
    return tuple(ARTICLES[name](r, record) for name in DE for _, record in sorted(o.records.get(name, {}).items()))


@contextmanager
def atelier(o: Observatoire, site: Site, images: Mapping[str, Path]) -> Iterator[Callable[[Article], tuple[bytes, int]]]:
    """What makes of an article its PDF and the number of its pages; ``images`` gives the file of each picture.

    One compiler serves all the pieces: what they share is read once. Raises ``RefusedLayout`` at the end of the ``with``.
    """
    date = horodatage(o)
    with workshop("volante.typ", {}, date, images, variante="volante") as (root, compiler):

        def show(volante: Volante) -> None:
            (root / "volante.json").write_text(as_json(volante, site.adresse.rstrip("/")), encoding="utf-8")

        def laid(volante: Volante) -> Etendue:
            show(volante)
            found = json.loads(compiler.query("<etendue>", field="value", one=True))
            return Etendue(found["pages"], found["haut"] if found["page"] == found["pages"] else 0)

        def composed(article: Article) -> tuple[bytes, int]:
            volante, extent = _settled(_volante(o, site, article), laid)
            show(volante)
            return print_with(compiler, date, STANDARDS), extent.pages

        yield composed


def _volante(o: Observatoire, site: Site, article: Article) -> Volante:
    address = f"{site.adresse.rstrip('/')}/{article.adresse}" if site.adresse else ""
    return Volante(
        f"{plain(article.titre)} – {site.nom}" if site.nom else plain(article.titre), article, address, mots(site.nom),
        tuple(map(mots, _mentions(article))), o.version.en_francais if o.version else "",
    )  # fmt: skip


def _mentions(article: Article) -> Iterator[str]:
    if article.fictif:
        yield "Exemple fictif : tout ce que cette fiche raconte est inventé."
    ground = " Fond de carte : IGN, même licence." if article.genre == "experience" else ""
    credits = " Chaque image a la licence que dit sa légende." if any(images_of(article.blocs)) else ""
    yield f"Textes et données : {LICENCE}.{ground}{credits}"


Pose = tuple[Volante, Etendue]
"""A piece, and what it takes."""


def _settled(volante: Volante, laid: Callable[[Volante], Etendue]) -> Pose:
    """A piece as well set as it can be, in letters as large as can be.

    A practice that takes two pages says on the first what it is, on the second its story, when each holds there; else it flows,
    and holds on the two sides of a sheet. Nothing leaves a last page nearly empty that smaller letters can spare.
    """
    is_practice = volante.article.genre == "experience"
    if is_practice:
        halves = replace(volante, coupe=fin_de_l_identite(volante.article))
        extent = laid(halves)
        if extent.pages == 2 and extent.fin >= _TAIL:
            return halves, extent
    natural = laid(volante)
    tries: list[tuple[Volante, Etendue, int]] = []
    if natural.pages > 1 and natural.fin < _TAIL:
        tries.append((volante, natural, natural.pages - 1))
    if is_practice and natural.pages > 1:
        tries += [(halves, extent, 2), (volante, natural, 2)]
    fewest_first = sorted(tries, key=lambda attempt: attempt[2])
    return next((found for attempt in fewest_first if (found := _fitted(*attempt, laid))), (volante, natural))


def _fitted(volante: Volante, extent: Etendue, pages: int, laid: Callable[[Volante], Etendue]) -> Pose | None:
    """A piece on so many pages, ``extent`` being what it takes at its own size; ``None`` when its letters would be too small."""
    while extent.pages > pages and volante.k > K_MIN:
        k = volante.k * min(0.98, (pages / (extent.pages - 1 + extent.fin)) ** 0.6)
        volante = replace(volante, k=max(K_MIN, int(100 * k) / 100))
        extent = laid(volante)
    return (volante, extent) if extent.pages <= pages else None
