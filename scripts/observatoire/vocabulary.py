"""Controlled vocabularies: ``content/vocabulaires/<nom>.yml``, data that anyone may extend."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import fuzz, process, utils

from observatoire.schema.common import Source

_Id = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Famille(_Frozen):
    """A group of terms: facets and the matrix work on it."""

    libelle: str
    definition: str = ""


class Terme(_Frozen):
    """One word of a list, explained to a newcomer of the field."""

    libelle: str
    definition: Annotated[str, Field(max_length=300)]
    exclut: Annotated[str, Field(max_length=200)]
    """What the term is not, and the neighbour it is confused with."""
    famille: str | None = None
    synonymes: tuple[str, ...] = ()
    rang: int | None = None
    """Place on a scale: levels of participation (1–7), degrees of agreement (1–4)."""
    iap2: str | None = None
    """The nearest word of the IAP2 spectrum."""
    description: str | None = None
    sources: tuple[Source, ...] = ()


class Vocabulaire(_Frozen):
    """A closed list of terms, in the order they are shown."""

    nom: str
    question: str = ""
    description: str = ""
    familles: Mapping[_Id, Famille] = {}
    termes: Mapping[_Id, Terme]

    def libelle(self, terme: str) -> str:
        """What a reader sees for ``terme``."""
        return self.termes[terme].libelle

    def famille_de(self, terme: str) -> str | None:
        """Identifier of the family of ``terme``, ``None`` in a list without families."""
        return self.termes[terme].famille

    def termes_de(self, famille: str) -> tuple[str, ...]:
        """Terms of one family, in their order."""
        return tuple(key for key, terme in self.termes.items() if terme.famille == famille)

    def nearest(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """Terms most like ``word`` by identifier, label or synonym, best first."""
        found = process.extract(word, self._choices, scorer=fuzz.WRatio, processor=utils.default_process, limit=12, score_cutoff=60)
        return tuple(dict.fromkeys(key.split("\0")[0] for _, _, key in found))[:limit]

    @cached_property
    def _choices(self) -> dict[str, str]:
        return {
            f"{key}\0{n}": name
            for key, terme in self.termes.items()
            for n, name in enumerate([key.replace("_", " "), terme.libelle, *terme.synonymes])
        }
