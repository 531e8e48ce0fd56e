"""Open data: what to download, and what each column holds."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.pages.rendu import Page, Rendu
from observatoire.schema import COLLECTIONS
from observatoire.schema.guide import fields


def pages(rendu: Rendu) -> Iterator[Page]:
    files = rendu.fichiers
    names = dict.fromkeys(file.titre for file in files)
    described = [row for row in COLLECTIONS.values() if any(file.collection == row.nom for file in files)]
    yield rendu.page(
        "donnees/index.md", "donnees.html", titre="Données",
        description="Toutes les fiches à télécharger, en CSV, JSON et GeoJSON, sous Licence Ouverte 2.0.",
        fichiers=[(name, [file for file in files if file.titre == name]) for name in names],
        codebook=[(row, fields(row.model)) for row in described],
    )  # fmt: skip
