"""Controlled vocabularies: ``content/vocabulaires/<nom>.yml``, data that anyone may extend."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import fuzz, process, utils

from observatoire.schema.common import Source, champ
from observatoire.schema.shape import slug

_Id = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Famille(_Frozen):
    """A group of terms: facets and the matrix work on it."""

    libelle: str = champ("Libellé", "Ce que lit le visiteur.", niveau="E")
    definition: str = champ("Définition", default="")


class Terme(_Frozen):
    """One word of a list, explained to a newcomer of the field."""

    libelle: str = champ("Libellé", "Ce que lit le visiteur.", niveau="E", exemple="Chantier participatif")
    definition: Annotated[str, Field(max_length=300)] = champ(
        "Définition", "Ce que le mot veut dire, pour qui découvre le métier.", niveau="E"
    )
    exclut: Annotated[str, Field(max_length=200)] = champ(
        "Exclut", "Ce que le mot n’est pas, et le voisin avec lequel on le confond.", niveau="E"
    )
    famille: str | None = champ("Famille", "L’une de celles qui ouvrent la liste.", default=None)
    synonymes: tuple[str, ...] = champ("Synonymes", "Les autres mots par lesquels on le cherche.", default=())
    rang: int | None = champ("Rang", "Sa place sur une échelle : niveau de participation (1 à 7), degré d’accord (1 à 4).", default=None)
    iap2: str | None = champ("IAP2", "Le mot le plus proche du spectre de l’IAP2.", default=None)
    description: str | None = champ("Description", default=None)
    sources: tuple[Source, ...] = champ("Sources", default=())


class Vocabulaire(_Frozen):
    """A closed list of terms, in the order they are shown."""

    nom: str = champ("Nom", "Ce que la liste classe.", niveau="E")
    question: str = champ("Question", "Celle à laquelle un mot de la liste répond.", default="")
    description: str = champ("Description", "Comment choisir.", default="")
    familles: Mapping[_Id, Famille] = champ("Familles", "Des groupes de mots, pour trier et croiser.", default={})
    termes: Mapping[_Id, Terme] = champ("Mots", "Chacun sous son identifiant : minuscules sans accent et tirets bas.", niveau="E")

    def libelle(self, terme: str) -> str:
        """What a reader sees for ``terme``."""
        return self.termes[terme].libelle

    def famille_de(self, terme: str) -> str | None:
        """Identifier of the family of ``terme``, ``None`` in a list without families."""
        return self.termes[terme].famille

    def termes_de(self, famille: str) -> tuple[str, ...]:
        """Terms of one family, in their order."""
        return tuple(key for key, terme in self.termes.items() if terme.famille == famille)

    def names_of(self, terme: str) -> frozenset[str]:
        """All that a term is called, as slugs: its identifier, its label, its synonyms."""
        found = self.termes[terme]
        return frozenset(map(slug, (terme, found.libelle, *found.synonymes)))

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
