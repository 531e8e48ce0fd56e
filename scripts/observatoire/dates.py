"""Partial dates (``2013``, ``2013-05``, ``2013-05-17``, ``vers 1989``) and hours (``9h30``)."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
"""French months, January first."""

ANNEES = range(1800, 2100)
"""Years that a record may name: the oldest practice known here is of 1970, and a year of other centuries is a slip of the keyboard."""

_VERS = "vers\u00a0"
_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_ISO = re.compile(r"(vers )?([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SLASHED = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")
_SHORT_ISO = re.compile(r"([0-9]{4})[/. -]([0-9]{1,2})(?:[/. -]([0-9]{1,2}))?")
_FRENCH = re.compile(r"(?:([0-9]{1,2})(?:er)?\s+)?([a-zà-ÿ]+)\.?\s+([0-9]{4})", re.IGNORECASE)
_HOUR = re.compile(r"([01]?[0-9]|2[0-3])h([0-5][0-9])?")
_HOUR_LIKE = re.compile(r"([0-9]{1,2})\s*(?:h|:|\.|heures?)\s*([0-9]{2})?\s*(?:min)?", re.IGNORECASE)
_ABOUT = re.compile(r"(?:vers|environ|circa|autour de)\s+(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class PartialDate:
    """A date known to the year, the month or the day.

    Ordered by :attr:`sort_key`; equality is on the parts.
    """

    annee: int
    mois: int | None = None
    jour: int | None = None
    approximative: bool = False

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``AAAA``, ``AAAA-MM``, ``AAAA-MM-JJ``, each with ``vers `` before when approximate.

        Raises ``ValueError`` on anything else, on a day that no calendar has and on a year out of :data:`ANNEES`.
        """
        match = _ISO.fullmatch(text)
        if not match:
            raise ValueError(text)
        vers, annee, mois, jour = match.groups()
        date = cls(int(annee), int(mois) if mois else None, int(jour) if jour else None, bool(vers))
        date._check()
        return date

    def _check(self) -> None:
        if self.annee not in ANNEES or (self.mois is not None and not 1 <= self.mois <= 12):
            raise ValueError(str(self))
        if self.jour is not None and not 1 <= self.jour <= calendar.monthrange(self.annee, self.mois or 1)[1]:
            raise ValueError(str(self))

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """A year sorts before its months, a month before its days."""
        return (self.annee, self.mois or 0, self.jour or 0)

    @property
    def iso(self) -> str:
        """``2013-05``: as written in the records, without ``vers``."""
        parts = [f"{self.annee:04}", *(f"{part:02}" for part in (self.mois, self.jour) if part)]
        return "-".join(parts)

    @property
    def end_key(self) -> tuple[int, int, int]:
        """That of its last day at the latest: a month is over when its last day is."""
        return (self.annee, self.mois or 12, self.jour or 31)

    @property
    def en_francais(self) -> str:
        """``17 mai 2013``, ``1er mai 2013``, ``mai 2013``, ``vers 1989``; spaces inside never break."""
        words = [str(self.annee)]
        if self.mois:
            words.insert(0, MOIS[self.mois - 1])
        if self.jour:
            words.insert(0, "1er" if self.jour == 1 else str(self.jour))
        return ("vers\u00a0" if self.approximative else "") + "\u00a0".join(words)

    @property
    def sans_jour(self) -> str:
        """``mai 2013``: for a sentence where the day would be too much."""
        return PartialDate(self.annee, self.mois).en_francais

    @property
    def jour_de_semaine(self) -> str:
        """``vendredi``, or ``""`` when the day is not known."""
        if self.mois is None or self.jour is None:
            return ""
        return _JOURS[calendar.weekday(self.annee, self.mois, self.jour)]

    def __str__(self) -> str:
        return ("vers " if self.approximative else "") + self.iso

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._from_yaml, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        told = (
            "Une date s’écrit 2013, 2013-05 ou 2013-05-17, précédée de « vers » si elle est approximative. Les années vont de 1800 à 2099."
        )
        pattern = r"^(vers )?(18|19|20)\d{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
        return {"type": ["string", "integer"], "pattern": pattern, "patternErrorMessage": told, "errorMessage": told}

    @classmethod
    def _from_yaml(cls, value: Any) -> PartialDate:
        if isinstance(value, cls):
            return value
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if isinstance(text, str):
            try:
                return cls.parse(text)
            except ValueError:
                pass
        proposal = propose_date(str(value)) or ""
        raise PydanticCustomError("date", "date", {"lu": str(value), "propose": proposal})


def propose_date(text: str) -> str | None:
    """The partial date that ``text`` most likely means, ``None`` when it cannot be told.

    ``17/05/2013`` → ``2013-05-17``, ``mai 2013`` → ``2013-05``, ``2013-5-1`` → ``2013-05-01``.
    """
    text = text.strip()
    if about := _ABOUT.fullmatch(text):
        exact = propose_date(about[1])
        return f"vers {exact}" if exact and not exact.startswith("vers") else None
    if _is_date(text):
        return text
    if match := _SLASHED.fullmatch(text):
        parts = (match[3], match[2], match[1])
    elif match := _SHORT_ISO.fullmatch(text):
        parts = (match[1], match[2], match[3])
    elif (match := _FRENCH.fullmatch(text)) and (month := _month(match[2])):
        parts = (match[3], str(month), match[1])
    else:
        return None
    year, *rest = (part.zfill(2) for part in parts if part)
    for attempt in ([year, *rest], [year, *reversed(rest)], [year, *rest[:1]]):  # As written, the American way, without its day.
        proposal = "-".join(attempt)
        if _is_date(proposal):
            return proposal
    return None


def _is_date(text: str) -> bool:
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def _unaccented(word: str) -> str:
    return unicodedata.normalize("NFKD", word.lower()).encode("ascii", "ignore").decode()


def _month(word: str) -> int | None:
    word = _unaccented(word.rstrip("."))
    found = [n for n, mois in enumerate(map(_unaccented, MOIS), 1) if mois == word or (len(word) >= 3 and mois.startswith(word))]
    return found[0] if len(found) == 1 else None


def period(debut: PartialDate | None, fin: PartialDate | None, *, en_cours: bool = False) -> str:
    """``1994–2001``, ``depuis 2010``, ``depuis le 9 septembre 2010``, ``jusqu’en 1999``, ``""`` when nothing is known."""
    if debut and fin:
        return _span(debut, fin)
    if debut:
        return _since(debut) if en_cours else debut.en_francais
    if fin:
        return f"jusqu’au {fin.en_francais}" if fin.jour else f"jusqu’en {fin.en_francais}"
    return ""


def _span(debut: PartialDate, fin: PartialDate) -> str:
    """``1994–2001``, ``mars–juin 2014``, ``14 mars – 27 juin 2014``: a year is said once."""
    if debut == fin:
        return debut.en_francais
    start = debut.en_francais
    if debut.annee == fin.annee and debut.mois and fin.mois and not debut.approximative:
        start = start.removesuffix(f"\u00a0{debut.annee}")
    joint = "\u00a0– " if debut.jour or fin.jour else "–"
    return f"{start}{joint}{fin.en_francais}"


def _since(date: PartialDate) -> str:
    if date.approximative:
        return f"depuis environ\u00a0{date.en_francais.removeprefix(_VERS)}"
    return f"depuis {'le ' if date.jour else ''}{date.en_francais}"


def minutes(hour: str) -> int:
    """Minutes since midnight of ``9h30``. Raises ``ValueError`` when it is no hour."""
    match = _HOUR.fullmatch(hour)
    if not match:
        raise ValueError(hour)
    return int(match[1]) * 60 + int(match[2] or 0)


def hour(minutes: int) -> str:
    """``570`` → ``9h30``, ``600`` → ``10h00``: the contrary of :func:`minutes`."""
    return f"{minutes // 60}h{minutes % 60:02}"


def check_hour(value: Any) -> str:
    """Pydantic validator of an hour written ``9h30`` or ``14h``."""
    if isinstance(value, str) and _HOUR.fullmatch(value):
        return value
    proposal = propose_hour(str(value)) or ""
    raise PydanticCustomError("heure", "heure", {"lu": str(value), "propose": proposal})


def propose_hour(text: str) -> str | None:
    """``9:30``, ``09h30``, ``9 heures 30`` → ``9h30``; ``None`` when it cannot be told."""
    match = _HOUR_LIKE.fullmatch(text.strip())
    if not match:
        return None
    proposal = f"{int(match[1])}h{match[2] or ''}"
    return proposal if _HOUR.fullmatch(proposal) else None
