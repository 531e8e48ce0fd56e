"""Expressions found in running text, whatever their case, accents, plurals, hyphens and apostrophes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from observatoire.schema.shape import slug

_MOT = re.compile(r"\w+")
_JOINT = re.compile(r"[\s’'-]+")
"""What may stand between two words of one expression: no punctuation."""


@dataclass(frozen=True)
class Trouvaille:
    """Where an expression stands in a text."""

    debut: int
    fin: int
    cle: str


class Lexique:
    """A set of expressions to look for, each with the key it stands for.

    A word with two capitals or more is an acronym: it is found only where it is also written as one
    (``TER`` is not ``ter``; ``PLUi`` is ``PLUI``). Any other word is found in the singular and in the plural.
    """

    def __init__(self, expressions: Mapping[str, str]) -> None:
        self._par_debut: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for expression, cle in expressions.items():
            racines = tuple(racine(mot) for mot in _MOT.findall(expression))
            self._par_debut[racines[0]].append((racines, cle))
        for candidats in self._par_debut.values():
            candidats.sort(key=lambda x: (-len(x[0]), x))

    def trouver(self, texte: str) -> Iterator[Trouvaille]:
        """Expressions of a text in their order, none inside another: the first to begin wins, then the longest."""
        mots = list(_MOT.finditer(texte))
        libre = 0
        for rang, mot in enumerate(mots):
            if rang < libre or (mot.start() and texte[mot.start() - 1] == "-"):
                continue
            for racines, cle in self._par_debut.get(racine(mot[0]), ()):
                suite = mots[rang : rang + len(racines)]
                if tuple(racine(x[0]) for x in suite) == racines and _joined(texte, suite):
                    yield Trouvaille(mot.start(), suite[-1].end(), cle)
                    libre = rang + len(racines)
                    break


def _joined(texte: str, suite: list[re.Match[str]]) -> bool:
    """Whether words make one expression, and not the beginning of a longer word."""
    joints = (texte[one.end() : other.start()] for one, other in pairwise(suite))
    return all(_JOINT.fullmatch(joint) for joint in joints) and texte[suite[-1].end() :][:1] != "-"


@cache
def racine(mot: str) -> str:
    """``Conseils`` → ``conseil``, ``municipaux`` → ``municipal``, ``PLUi`` → ``PLUI``: what two spellings of a word share."""
    if sum(sign.isupper() for sign in mot) > 1:
        return mot.upper()
    simple = slug(mot)
    if len(simple) <= 3:
        return simple
    if simple.endswith("aux") and not simple.endswith("eaux"):
        return f"{simple[:-3]}al"
    return simple[:-1] if simple[-1] in "sx" else simple
