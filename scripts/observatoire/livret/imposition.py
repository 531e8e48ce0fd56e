"""Pages of a booklet on sheets to print on both sides, fold and bind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from observatoire.livret.presse import print_with, workshop

BLANCHE = 0
"""What stands for a page that does not exist: its half of the sheet stays blank."""
AGRAFABLES = 80
"""Pages that staples hold, at most: beyond, a booklet is made of signatures sewn or glued together."""


class Feuille(NamedTuple):
    """A sheet that will be folded once, its pages by number."""

    recto: tuple[int, int]
    """Left, right: the side that is outside once folded."""
    verso: tuple[int, int]
    """Left, right, when the sheet is turned over its short edge."""
    cahier: int
    """The signature it belongs to, from 1."""
    rang: int
    """Its place in the signature: 0 for the outermost, which holds all the others."""


def ordre(pages: int, cahier: int = 0) -> tuple[Feuille, ...]:
    """Sheets of a booklet of ``pages`` pages, in the order they are printed.

    ``cahier`` is the number of pages of a signature; 0 nests all the sheets into one, to be stapled in its fold.
    The last page is the back cover: blank pages come before it, three at most; the last signature is as thin as it can be.
    Raises ``ValueError`` when a signature is not made of whole sheets.
    """
    if cahier % 4 or cahier < 0:
        raise ValueError("a signature is made of whole sheets, four pages each")
    whole = -(-pages // 4) * 4
    read = [*range(1, pages), *[BLANCHE] * (whole - pages), pages]
    found: list[Feuille] = []
    for number, first in enumerate(range(1, whole + 1, cahier or max(whole, 1)), 1):
        last = min(first + (cahier or whole) - 1, whole)
        found += [
            Feuille((read[last - n - 1], read[first + n - 1]), (read[first + n], read[last - n - 2]), number, n // 2)
            for n in range(0, (last - first + 1) // 2, 2)
        ]  # fmt: skip
    return tuple(found)


CREEP = 0.1
"""Millimetres by which each nested sheet pushes the next one out of the fold: the thickness of ordinary paper."""
PAPIERS: Mapping[str, tuple[int, int]] = {"a4": (297, 210), "sra4": (320, 225)}
"""Sheets, in millimetres. A4 is for an office copier: nothing is cut. SRA4 leaves room for bleed and crop marks."""


def imposer(pdf: bytes, pages: int, papier: str, cahier: int, horodatage: int) -> bytes:
    """The printer's PDF of a booklet on sheets, two pages a side. Raises ``RefusedLayout``."""
    sides = [
        {
            "pages": side,
            "chasse": round(sheet.rang * CREEP, 2),
            "mention": f"Cahier {sheet.cahier}, feuille {sheet.rang + 1}, {name}",
        }
        for sheet in ordre(pages, cahier)
        for name, side in (("recto", sheet.recto), ("verso", sheet.verso))
    ]
    written: dict[str, str | bytes] = {"feuilles.json": json.dumps([PAPIERS[papier], sides]), "pages.pdf": pdf}
    with workshop("imposition.typ", written, horodatage) as (_, compiler):
        return print_with(compiler, horodatage, [])
