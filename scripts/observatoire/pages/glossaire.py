"""The glossary."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.model import sort_name
from observatoire.pages.rendu import Page, Rendu


def pages(rendu: Rendu) -> Iterator[Page]:
    glossaire = rendu.observatoire.glossaire
    if glossaire is None:
        return
    terms = sorted(glossaire.termes, key=lambda t: (sort_name(t.terme), t.cle))
    letters: dict[str, list[object]] = {}
    for terme in terms:
        letters.setdefault(sort_name(terme.terme)[:1].upper(), []).append(terme)
    yield rendu.page(
        "glossaire.md", "glossaire.html", titre="Glossaire", rubrique="plateforme", lettres=letters, noms={t.cle: t.terme for t in terms}, source=glossaire.fichier, gloses=False,
        description=f"{len(terms)} mots et sigles de la démocratie participative, avec les confusions habituelles.",
    )  # fmt: skip
