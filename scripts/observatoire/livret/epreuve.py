"""Proofs: one file a production, for its group to correct and to sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from observatoire.livret.articles import production
from observatoire.livret.composition import Composition
from observatoire.livret.controle import pages_of
from observatoire.livret.document import Inlines, images_of
from observatoire.livret.donnees import as_json
from observatoire.livret.livret import Article, Livret
from observatoire.livret.presse import STANDARDS, print_with, workshop
from observatoire.livret.redaction import Redaction, cible_de
from observatoire.livret.texte import mots, plain
from observatoire.model import Observatoire
from observatoire.problems import NBSP, plural
from observatoire.schema.groupes import Production


@dataclass(frozen=True)
class Epreuve:
    """What the proof of a production shows."""

    intitule: str
    livret: Inlines
    version: str
    """Date of the data, in French."""
    article: Article
    groupes: tuple[Inlines, ...]
    """Each has its box to sign."""
    place: str
    """Pages that it takes, and those that it is given."""


def productions_de(o: Observatoire, livret: Livret) -> Iterator[Production]:
    """Productions that a booklet holds, in its order."""
    found = {cible_de(production): production for production in o.productions.values()}
    return (found[article.cible] for article in livret.articles if article.cible in found)


def epreuves(o: Observatoire, livret: Livret, composition: Composition, images: Mapping[str, Path]) -> dict[str, bytes]:
    """The PDF of each production by its identifier; ``composition`` is that of the booklet. Raises ``RefusedLayout``."""
    return {p.id: _printed(_epreuve(o, livret, composition, p), livret, images) for p in productions_de(o, livret)}


def _epreuve(o: Observatoire, livret: Livret, composition: Composition, p: Production) -> Epreuve:
    alone = Redaction(o, frozenset({cible_de(p)}))
    article = replace(production.article(alone, p), adresse="")
    taken = f"Dans le livret{NBSP}: {plural(pages_of(composition, article.cible), 'page')}"
    given = f", pour {plural(article.pages_max, 'prévue')}." if article.pages_max else "."
    return Epreuve(
        f"Épreuve. {plain(article.titre)}", livret.titre, livret.version, article,
        tuple(mots(o.groupes[key].nom) for key in p.groupes), taken + given,
    )  # fmt: skip


def _printed(epreuve: Epreuve, livret: Livret, images: Mapping[str, Path]) -> bytes:
    shown = {image.fichier: images[image.fichier] for image in images_of(epreuve.article.blocs)}
    written = {"epreuve.json": as_json(epreuve, livret.site)}
    with workshop("epreuve.typ", written, livret.horodatage, shown, tirage="epreuve") as (_, compiler):
        return print_with(compiler, livret.horodatage, STANDARDS)
