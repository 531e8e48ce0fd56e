"""Texts that nobody would write, always the same, to see what becomes of them."""

from __future__ import annotations

import random

BODIES = 2_100
_WORDS = [
    "La",
    "rue",
    "des",
    "Quatre-Vents,",
    "l’été",
    ";",
    "on",
    "y",
    "va",
    "?",
    "«",
    "oui",
    "»",
    "…",
    "à",
    "9h30",
    ":",
    "25",
    "000",
    "€",
    "n°",
    "4",
    "<b>gras</b>",
    "&amp;",
    "{x}",
    "#hash",
    "$math$",
    "@ref",
    "~tilde",
    "`code`",
    "\\back",
    "//url",
    "/*c*/",
    "=",
    "-",
    "+",
    "1.",
    "2)",
    "_a_",
    "*b*",
    "**c**",
    "[lien](https://exemple.fr)",
    "[^s1]",
    "[^inconnu]",
    "![pic](images/jardin.png)",
    "|",
    "cell",
    "|",
    "![](x.png)",
]
_STARTS = (
    "",
    "",
    "",
    "- ",
    "1. ",
    "> ",
    "## ",
    "### ",
    "#### ",
    "    ",
    "| a | b |\n|---|---|\n| ",
    "terme\n:   ",
    "***",
    "---",
    "> - ",
    "- - ",
    "```",
    "= ",
    "/ ",
)


def body(seed: int) -> str:
    """A text that nobody would write, always the same for a seed."""
    chance = random.Random(seed)
    lines = [chance.choice(_STARTS) + " ".join(chance.choices(_WORDS, k=chance.randint(0, 9))) for _ in range(chance.randint(1, 9))]
    return ("\n" if chance.random() < 0.3 else "\n\n").join(lines).strip() or "Rien."
