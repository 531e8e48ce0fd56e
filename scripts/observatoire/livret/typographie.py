"""French typography of a text, done once for every format: spaces, apostrophes, raised ordinals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from observatoire.dates import MOIS
from observatoire.livret.document import Inlines, Style, Texte
from observatoire.problems import NBSP, THIN

_SPACE = f"[ {NBSP}{THIN}]"
_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[\x00-\x08\x0b-\x1f\x7f\ufeff\u200b]", ""),
        (r"(?<=\w)'(?=[\w«])", "’"),
        (r"\.\.\.", "…"),
        (rf"«{_SPACE}?", f"«{NBSP}"),
        (rf"{_SPACE}?»", f"{NBSP}»"),
        (rf"{_SPACE}+([;!?])", rf"{THIN}\1"),
        (r"(?<=[\w»)])([;!?])(?=\s|$)", rf"{THIN}\1"),
        (rf"{_SPACE}+:(?=\s|$)", f"{NBSP}:"),
        (r"(?<=[^\W\d]):(?=\s)", f"{NBSP}:"),
        (rf"(?<=\d){_SPACE}?([%€])", rf"{THIN}\1"),
        (rf"(?<![\d,.])(\d{{1,3}})((?:{_SPACE}\d{{3}})+)(?!\d)", lambda m: m[1] + re.sub(_SPACE, THIN, m[2])),
        (rf"(?<=\d){_SPACE}h{_SPACE}(?=\d)", f"{NBSP}h{NBSP}"),
        (rf"(?<=\d){_SPACE}h(?!\w)", f"{NBSP}h"),
        (rf"(?<=\d) (?=(?:{'|'.join(MOIS)})\b)", NBSP),
        (r"(?<=\b1er) (?=(?:{})\b)".format("|".join(MOIS)), NBSP),
        (r"\b(n°|p\.|M\.|Mme|Mlle|art\.) (?=\S)", rf"\1{NBSP}"),
        (r"(?<!\d)((?:1[6-9]|20)\d\d)-((?:1[6-9]|20)\d\d)(?![\d-])", r"\1–\2"),
    )
)  # fmt: skip
"""Pattern and replacement, in the order they apply."""
_RAISED = re.compile(
    r"(?<![\w])(?:(?P<un>1|I)(?P<er>er|re)|(?P<rang>\d+|(?=[IVX])(?!Ie)X{0,3}(?:IX|IV|V?I{0,3}))(?P<e>es?|nde?)|(?P<metre>[ckd]?m)(?P<deux>[23]))(?![\w])"
)
"""``1er``, ``3e``, ``XXIe``, ``km2``: what is raised is in the second group of each."""


def spaced(text: str) -> str:
    """``text`` with the spaces and signs of French usage, on one or more lines."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


@lru_cache(maxsize=4096)
def french(text: str) -> Inlines:
    """``text`` typeset: its ends of ordinals raised."""
    return tuple(_pieces(spaced(text)))


def _pieces(text: str) -> Iterator[Texte | Style]:
    done = 0
    for found in _RAISED.finditer(text):
        base = found["un"] or found["rang"] or found["metre"]
        yield Texte(text[done : found.start()] + base)
        yield Style("exposant", (Texte(found[0][len(base) :]),))
        done = found.end()
    if done < len(text):
        yield Texte(text[done:])
