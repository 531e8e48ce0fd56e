"""Walk through the HTML of a page: its tags and its texts, each text with what its surroundings make of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

E = TypeVar("E")

_BALISE = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^'">])*)>""", re.IGNORECASE)
_CLASSES = re.compile(r'\sclass="([^"]*)"')
_VIDES = {
    "area",
    "base",
    "br",
    "circle",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "path",
    "rect",
    "source",
    "track",
    "use",
    "wbr",
}
"""Elements that hold nothing; in a picture, ours close themselves."""


def parcourir(page: str, dehors: E, entrer: Callable[[E, str, set[str]], E]) -> Iterator[tuple[str, str, E]]:
    """Pieces of ``page`` in their order, ``(piece, name, state)``: put together again, the pieces are the page.

    ``name`` is that of the element whose tag the piece is, ``""`` for a text. ``state`` is what a reader keeps of the
    elements around a text or inside the tag it enters: ``dehors`` outside of all, then what ``entrer`` makes of the
    state around, the name and the classes of each element.
    """
    ouverts: list[tuple[str, E]] = []
    etat, fin = dehors, 0
    for balise in _BALISE.finditer(page):
        if balise.start() > fin:
            yield page[fin : balise.start()], "", etat
        fin = balise.end()
        nom = balise[2].lower()
        if balise[1]:
            while ouverts and ouverts.pop()[0] != nom:
                pass
            etat = ouverts[-1][1] if ouverts else dehors
        elif nom not in _VIDES and not balise[3].endswith("/"):
            classes = set(named[1].split()) if "class=" in balise[3] and (named := _CLASSES.search(balise[3])) else set()
            etat = entrer(etat, nom, classes)
            ouverts.append((nom, etat))
        yield balise[0], nom, etat
    if fin < len(page):
        yield page[fin:], "", etat
