"""What a person's consent lets appear, and what it keeps out of every text.

References to a person show only what :func:`shown_name` gives. A name typed in a text would escape
that: :class:`Retenues` finds those that consent withholds and takes them out when records are loaded,
so that nothing downstream (pages, exports, search, calendars, booklet) ever sees them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from observatoire.schema.acteurs import Personne
from observatoire.schema.shape import slug

COUPE = "[…]"
"""What stands for a withheld name: shorter than any, so that no text grows past its limit."""
_SHORTEST = 4
"""Letters of a surname looked for alone: a shorter one is found only after its first name."""
_QUALITY = re.compile(r"(?:(?i:une?|la|le)\s+|(?i:l)[’'])[a-zà-ÿœ]|[a-zà-ÿœ][\w-]*$")
"""What stands for a name and is none, « une habitante », « animateur »: others are called so, and nobody is known by it."""
_OF_ANOTHER = r"-|\s+(?-i:[A-ZÀ-ÖØ-ÞŒ])"
"""What follows a first name that opens the name of someone else, or of a street: « Rose-Marie », « Rose Dupré »."""


def shown_name(personne: Personne) -> str:
    """The name that the person's consent lets appear, ``""`` when none does."""
    level = personne.consentement.niveau if personne.consentement else "anonyme"
    if level == "nom_et_structure":
        return personne.nom_affiche
    return personne.nom_affiche.split()[0] if level == "prenom_et_structure" else ""


class Trouve(NamedTuple):
    """A withheld name in a text."""

    start: int
    end: int
    personne: str
    """Identifier of the person: never the name, since reports are public too."""
    reste: str
    """What may stand in its place."""


@dataclass(frozen=True)
class Retenues:
    """Names that consent withholds. False when there is none."""

    personnes: tuple[Personne, ...]

    def __bool__(self) -> bool:
        return bool(self._forms)

    @cached_property
    def _forms(self) -> dict[str, tuple[str, str]]:
        """Person and what remains, by form of the name as it is written, with single spaces: a text in other capitals is the pattern's to read."""
        shown = {word.casefold() for p in self.personnes for word in shown_name(p).split()}
        found: dict[str, tuple[str, str]] = {}
        for personne in self.personnes:
            kept = shown_name(personne)
            words = personne.nom_affiche.split()
            if kept == personne.nom_affiche or _QUALITY.match(personne.nom_affiche.strip()):
                continue
            surname = " ".join(words[1:])
            for form in (" ".join(words), f"{surname} {words[0]}") if surname else ():
                found[form] = (personne.id, kept or COUPE)
            alone = surname or words[0]
            if len(alone) >= (_SHORTEST if surname else len(COUPE)) and alone.casefold() not in shown:
                found[alone] = (personne.id, COUPE)
        return found

    @cached_property
    def _single(self) -> frozenset[str]:
        """Names of one word: a first name, which others bear too."""
        return frozenset(p.nom_affiche.strip() for p in self.personnes if len(p.nom_affiche.split()) == 1)

    def _written(self, form: str) -> str:
        """The pattern of a form."""
        told = r"\s+".join(map(re.escape, form.split()))
        return rf"(?<!-){told}(?!{_OF_ANOTHER})" if form in self._single else told

    @cached_property
    def _longest_first(self) -> tuple[str, ...]:
        return tuple(sorted(self._forms, key=lambda form: (-len(form), form)))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """One group per form: a capital may be folded in more ways than one (``İ``), so what is read does not tell which form it is."""
        forms = "|".join(f"({self._written(form)})" for form in self._longest_first)
        return re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE)

    def found_in(self, text: str) -> Iterator[Trouve]:
        """Withheld names in ``text``, in order. A word alone counts only with its capital: it may be a common one."""
        if not self:
            return
        for match in self._pattern.finditer(text):
            assert match.lastindex
            form = self._longest_first[match.lastindex - 1]
            if " " in form or not match[0].islower():
                yield Trouve(match.start(), match.end(), *self._forms[form])

    def removed_from(self, value: Any, *, except_keys: frozenset[str] = frozenset()) -> Any:
        """``value`` (text, list or mapping) without the names, but below ``except_keys``."""
        if isinstance(value, str):
            return self._without(value)
        if isinstance(value, list):
            return [self.removed_from(item) for item in value]
        if isinstance(value, dict):
            return {key: item if key in except_keys else self.removed_from(item) for key, item in value.items()}
        return value

    def _without(self, text: str) -> str:
        for found in reversed(list(self.found_in(text))):
            text = text[: found.start] + found.reste + text[found.end :]
        return text

    def named_by(self, identifier: str) -> str | None:
        """The person whose withheld name an identifier spells, ``None`` when it spells none. A word alone counts in the person's own."""
        words = f"-{identifier}-"
        return next(
            (
                person
                for form, (person, _) in sorted(self._forms.items())
                if (f"-{slug(form)}-" in words if " " in form else identifier == person == slug(form))
            ),
            None,
        )


def retenues(personnes: Iterable[Personne]) -> Retenues:
    """Names that the consent of ``personnes`` withholds, whatever their order."""
    return Retenues(tuple(sorted(personnes, key=lambda p: p.id)))
