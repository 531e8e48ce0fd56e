"""What must hold beyond the shape of one file.

A rule is a small function in a registry. Its name and its code are permanent: they are printed with
the message, searched for, and become an entry of the contributors' guide, written from the
docstring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from observatoire.model import Observatoire
from observatoire.problems import Mend, Problem, Severity
from observatoire.schema.common import Fiche, Prose, Record
from observatoire.schema.walk import Leaf, leaves
from observatoire.sources import Document, Path


@dataclass(frozen=True)
class Context:
    """What a rule may look at."""

    observatoire: Observatoire
    """Records whose shape is right."""
    documents: Mapping[str, Document]
    """By file: where each value was written."""
    known: Mapping[str, set[str]]
    """Identifiers that have a file, even a broken one, by collection."""
    broken: frozenset[str] = frozenset()
    """Collections of which a file could not be read."""
    livret: bool = False
    """Ask also what the booklet asks."""
    rests: tuple[Record, ...] = ()
    """What records of the wrong shape say besides: their words and what they cite are looked at all the same."""

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """Every record, by collection then identifier."""
        return tuple(r for records in self.observatoire.records.values() for r in records.values())

    @cached_property
    def leaves(self) -> tuple[tuple[Record, Leaf], ...]:
        """Every marked text of every record: walked once for all the rules."""
        return tuple((record, leaf) for record in self.records for leaf in leaves(record))

    @cached_property
    def named(self) -> tuple[tuple[Record, Leaf], ...]:
        """Every marked text, those of records of the wrong shape included: for rules that look at one text alone."""
        return (*self.leaves, *((record, leaf) for record in self.rests for leaf in leaves(record)))

    @cached_property
    def prose(self) -> Mapping[str, tuple[Leaf, ...]]:
        """Texts that people read, by file."""
        found: dict[str, list[Leaf]] = {}
        for record, leaf in self.leaves:
            if isinstance(leaf.marker, Prose):
                found.setdefault(record.fichier, []).append(leaf)
        return {file: tuple(texts) for file, texts in found.items()}

    def document(self, record: Record) -> Document:
        return self.documents[record.fichier]

    @property
    def fiches(self) -> Iterator[Fiche]:
        return (record for record in self.records if isinstance(record, Fiche))


@dataclass(frozen=True)
class Finding:
    """What a rule found: the runner adds the code, the severity and the place."""

    record: Record
    path: Path
    message: str
    mend: Mend | None = None
    offset: int | None = None
    """Character inside the text at ``path``."""
    key: bool = False
    """The place is the key, not the value."""


Check = Callable[[Context], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """A named check."""

    nom: str
    code: str
    severity: Severity
    check: Check
    doc: str
    counts: tuple[str, ...] = ()
    """Collections that must all be readable for the rule to speak: it counts their records."""
    livret: bool = False
    """Only asked of what goes into the booklet."""


RULES: dict[str, Rule] = {}
"""Every rule, by its permanent name, in the order they were registered."""


def rule(
    code: str, severity: Severity = Severity.ERREUR, *, counts: tuple[str, ...] = (), livret: bool = False
) -> Callable[[Check], Check]:
    """Register a check under its function's name."""

    def register(function: Check) -> Check:
        name = function.__name__
        if name in RULES:
            raise ValueError(f"rule {name} is registered twice")
        RULES[name] = Rule(name, code, severity, function, (function.__doc__ or "").strip(), counts, livret)
        return function

    return register


def check(context: Context) -> Iterator[Problem]:
    """What every rule finds, rule by rule."""
    for each in RULES.values():
        if each.livret and not context.livret:
            continue
        if context.broken.intersection(each.counts):
            continue
        for finding in each.check(context):
            yield _problem(each, context, finding)


def _problem(rule: Rule, context: Context, finding: Finding) -> Problem:
    document = context.document(finding.record)
    line, column = document.key_at(finding.path) if finding.key else document.at(finding.path, finding.offset)
    return Problem(document.file, line, column, rule.code, rule.severity, finding.message, finding.mend, rule.nom)


def replaced(context: Context, record: Record, path: Path, new: str) -> Mend | None:
    """The line of a value written on one line, with ``new`` in its place."""
    document = context.document(record)
    mark = document.marks.get(path)
    if mark is None or mark.end_line != mark.line:
        return None
    line = document.line(mark.line + 1)
    return Mend(mark.line + 1, mark.line + 1, line[: mark.column] + new + line[mark.end_column :])


from observatoire.rules import consent, editorial, liens, rencontres, statut, textes  # noqa: E402, F401  (they register)
