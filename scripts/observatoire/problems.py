"""What to tell a contributor: where, what was read, what is expected, the line to paste."""

from __future__ import annotations

import errno
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import click

NBSP, THIN = "\u00a0", "\u202f"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
# A line with its end. Not str.splitlines, which also cuts at characters that no editor shows as line ends.


class Severity(StrEnum):
    """How much a problem weighs: only ``ERREUR`` blocks, ``AVERTISSEMENT`` too in strict mode."""

    ERREUR = "erreur"
    AVERTISSEMENT = "avertissement"
    CONSEIL = "conseil"
    INFO = "info"


@dataclass(frozen=True)
class Mend:
    """Lines ``first``–``last`` (1-based, both included) of the file, to be replaced by ``text``.

    ``text`` holds no final newline; several lines are joined by ``\\n``. A mend whose ``last``
    is ``first - 1`` inserts before ``first``.
    """

    first: int
    last: int
    text: str
    sure: bool = False
    """It guesses nothing and loses nothing: it may be applied without being read first."""

    @property
    def surely(self) -> Mend:
        """The same, said to be sure."""
        return replace(self, sure=True)

    def apply(self, text: str) -> str:
        """``text`` once mended; its other lines are kept to the byte."""
        lines = _LINE.findall(text)
        ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
        if self.first > len(lines) and lines and not lines[-1].endswith(("\n", "\r")):
            lines[-1] += ending
        replacement = [line + ending for line in self.text.split("\n")]
        return "".join([*lines[: self.first - 1], *replacement, *lines[self.last :]])


@dataclass(frozen=True)
class Problem:
    """One thing to mend or to think of, at one place of one file."""

    file: str
    """From the root of the observatory, with ``/``."""
    line: int
    """1-based."""
    column: int
    """1-based, in characters."""
    code: str
    """Permanent: ``Y02``. Each code has its page in the contributors' guide."""
    severity: Severity
    message: str
    """Plain French: what was read, what is expected."""
    mend: Mend | None = None
    """The line to paste, where it can be known."""
    rule: str = ""
    """Permanent name of the rule that spoke, ``""`` for the loader."""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By file, then place, then code."""
        return (self.file, self.line, self.column, self.code, self.message)

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.message} [{self.code}]"
        return text + (f"\n{self.mend.text}" if self.mend else "")


class InvalidData(Exception):
    """The observatory cannot be built. Carries every problem found, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=lambda p: p.sort_key))
        super().__init__(report(self.problems))


def blocking(problems: Iterable[Problem], *, strict: bool = False) -> list[Problem]:
    """The problems that forbid a build: errors, and warnings too when ``strict``."""
    stopping = {Severity.ERREUR, Severity.AVERTISSEMENT} if strict else {Severity.ERREUR}
    return [problem for problem in problems if problem.severity in stopping]


def plural(count: int, singular: str, plural_form: str | None = None) -> str:
    """``3 erreurs``, ``0 erreur``: French counts from two up are plural."""
    word = singular if abs(count) < 2 else (plural_form or singular + "s")
    return f"{count}{NBSP}{word}"


def number(value: float) -> str:
    """``97000`` → ``97 000`` with unbreakable spaces, decimals after a comma."""
    whole = int(value) if value == int(value) else value
    return f"{whole:,}".replace(",", NBSP).replace(".", ",")


def weight(size: int) -> str:
    """Of a file: ``5096732`` bytes → ``5 097 ko``."""
    return f"{number(-(-size // 1000))}{NBSP}ko"


_UNITS = [
    "zéro",
    "une",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}


def in_letters(count: int) -> str:
    """``79`` → ``soixante-dix-neuf`` (feminine: ``vingt et une``); digits from a hundred up."""
    if count < 20:
        return _UNITS[count]
    if count >= 100:
        return str(count)
    ten = count // 10 * 10
    ten = ten - 10 if ten in (70, 90) else ten
    unit = count - ten
    if unit == 0:
        return "quatre-vingts" if ten == 80 else _TENS[ten]
    joint = " et " if unit in (1, 11) and ten != 80 else "-"
    return f"{_TENS[ten]}{joint}{_UNITS[unit]}"


_CAUSES = {
    errno.EACCES: "les droits manquent",
    errno.EPERM: "les droits manquent",
    errno.ENOSPC: "il n’y a plus de place sur le disque",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOENT: "il n’existe pas",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "un dossier de ce chemin est un fichier",
}


def cause(error: OSError) -> str:
    """Why the disk refused, in French where it is usual."""
    return _CAUSES.get(error.errno or 0, error.strerror or "le disque refuse")


def typeset(text: str) -> str:
    """``text`` with the spaces that French asks for before ``: ; ! ? %`` and inside guillemets."""
    text = text.replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»").replace(" :", f"{NBSP}:")
    return re.sub(r" (?=[;!?%])", THIN, text)


def summary(problems: Sequence[Problem]) -> str:
    """One French sentence that counts the problems by severity and says success aloud."""
    counts = Counter(problem.severity for problem in problems)
    rest = [
        plural(counts[severity], severity.value)
        for severity in (Severity.AVERTISSEMENT, Severity.CONSEIL, Severity.INFO)
        if counts[severity]
    ]
    tail = f" ({', '.join(rest)})" if rest else ""
    if errors := counts[Severity.ERREUR]:
        return f"{plural(errors, 'erreur')} à corriger{tail}."
    return f"Tout est bon{NBSP}: aucune erreur{tail}."


def report(problems: Sequence[Problem], format: str = "texte", *, colour: bool = False) -> str:
    """Every problem, in their order, as ``texte``, ``json``, ``github`` or ``gitlab``."""
    return FORMATS[format](problems) if format != "texte" else _text(problems, colour=colour)


_COLOURS = {
    Severity.ERREUR: "red",
    Severity.AVERTISSEMENT: "yellow",
    Severity.CONSEIL: "cyan",
    Severity.INFO: "blue",
}


def _text(problems: Sequence[Problem], *, colour: bool) -> str:
    def paint(text: str, **style: object) -> str:
        return click.style(text, **style) if colour else text  # type: ignore[arg-type]

    blocks = []
    for problem in problems:
        place = f"{problem.file}:{problem.line}:{problem.column}"
        head = paint(f"{problem.severity.value} {problem.code}", fg=_COLOURS[problem.severity], bold=True)
        lines = [f"{paint(place, bold=True)}  {head}", *(f"  {line}" for line in problem.message.split("\n"))]
        if problem.mend:
            lines += [f"  {_where(problem.mend)}{NBSP}:", *_pasted(problem.mend, paint)]
        blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, paint(summary(problems), bold=True)])


def _where(mend: Mend) -> str:
    if mend.last < mend.first:
        return f"À ajouter, ligne {mend.first}"
    if mend.last == mend.first:
        return f"À coller à la place de la ligne {mend.first}"
    return f"À coller à la place des lignes {mend.first} à {mend.last}"


def _pasted(mend: Mend, paint: Callable[..., str]) -> list[str]:
    return [paint(line, fg="green") for line in mend.text.split("\n")]


def _json(problems: Sequence[Problem]) -> str:
    rows = [
        {
            "fichier": p.file,
            "ligne": p.line,
            "colonne": p.column,
            "code": p.code,
            "gravite": p.severity.value,
            "message": p.message,
            "regle": p.rule,
            "correction": p.mend and {"de": p.mend.first, "a": p.mend.last, "texte": p.mend.text},
        }
        for p in problems
    ]
    return json.dumps({"problemes": rows, "bilan": summary(problems)}, ensure_ascii=False, indent=2)


def _told(problem: Problem) -> str:
    if not problem.mend:
        return problem.message
    return f"{problem.message}\n{_where(problem.mend)}{NBSP}:\n{problem.mend.text}"


def _github(problems: Sequence[Problem]) -> str:
    def escape(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def parameter(text: str) -> str:
        return escape(text).replace(":", "%3A").replace(",", "%2C")

    levels = {Severity.ERREUR: "error", Severity.AVERTISSEMENT: "warning"}
    return "\n".join(
        f"::{levels.get(p.severity, 'notice')} file={parameter(p.file)},line={p.line},col={p.column},"
        f"title={parameter(p.code)}::{escape(_told(p))}"
        for p in problems
    )


def _fingerprint(problem: Problem, seen: Counter[tuple[str, str, str]]) -> str:
    """Of the n-th time this is said of this file: the line would move with every edit."""
    said = (problem.file, problem.code, problem.message)
    seen[said] += 1
    return hashlib.sha256("\0".join([*said, str(seen[said])]).encode()).hexdigest()


def _gitlab(problems: Sequence[Problem]) -> str:
    levels = {Severity.ERREUR: "major", Severity.AVERTISSEMENT: "minor"}
    seen: Counter[tuple[str, str, str]] = Counter()
    rows = [
        {
            "description": _told(p),
            "check_name": p.code,
            "fingerprint": _fingerprint(p, seen),
            "severity": levels.get(p.severity, "info"),
            "location": {"path": p.file, "lines": {"begin": p.line}},
        }
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


FORMATS: dict[str, Callable[[Sequence[Problem]], str]] = {
    "texte": lambda problems: _text(problems, colour=False),
    "json": _json,
    "github": _github,
    "gitlab": _gitlab,
}
"""Every form a report can take, by the name the command line knows."""
