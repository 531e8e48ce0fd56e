"""The diversity matrices: what exists, and what does not; promises against facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from observatoire.facettes import families_of
from observatoire.pages.rendu import Page, Rendu
from observatoire.schema.experience import Experience

Valeurs = Callable[[Experience], Iterable[str]]


@dataclass(frozen=True)
class Matrice:
    """A table of practices by two classifications."""

    cle: str
    """Also the prefix of its anchors."""
    titre: str
    dit: str
    lignes: Mapping[str, str]
    """Labels by identifier, in order."""
    colonnes: Mapping[str, str]
    cases: Mapping[tuple[str, str], tuple[Experience, ...]]
    """Non-empty cells, row then column; practices oldest first."""

    @property
    def vides(self) -> tuple[tuple[str, str], ...]:
        """Empty cells, row by row."""
        return tuple((row, column) for row in self.lignes for column in self.colonnes if (row, column) not in self.cases)

    def ancre(self, row: str, column: str) -> str:
        return f"{self.cle}-{row}-{column}".replace("_", "-")

    @staticmethod
    def chaleur(count: int) -> str:
        """Class of a cell by its count: one, two, three to five, six to ten, more."""
        return next(f"k{n}" for n, top in enumerate((1, 2, 5, 10, count), 1) if count <= top)


def build(
    cle: str,
    titre: str,
    dit: str,
    axes: tuple[Mapping[str, str], Mapping[str, str]],
    experiences: Iterable[Experience],
    rows: Valeurs,
    columns: Valeurs,
) -> Matrice:
    """The matrix of ``experiences`` by two families of values; a practice may stand in several cells."""
    cells: dict[tuple[str, str], list[Experience]] = {}
    for experience in experiences:
        for row in rows(experience):
            for column in columns(experience):
                if row in axes[0] and column in axes[1]:
                    cells.setdefault((row, column), []).append(experience)
    ordered = {key: tuple(cells[key]) for row in axes[0] for column in axes[1] if (key := (row, column)) in cells}
    return Matrice(cle, titre, dit, axes[0], axes[1], ordered)


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    objets, publics, manieres = (_families(rendu, name) for name in ("objet_traite", "public_vise", "modalites_animation"))
    niveaux = {key: t.libelle for key, t in o.vocabulaires["niveau_participation"].termes.items() if t.rang}

    def by(name: str) -> Valeurs:
        return lambda e: families_of(o, e, name)

    every = o.experiences_triees
    yield rendu.page(
        "matrice/index.md", "matrices.html", titre="Matrice de diversité", rubrique="experiences",
        description="Ce que les expériences couvrent, et ce que personne n’a encore essayé : objet, public, manière ; niveau annoncé et constaté.",
        matrices=[
            build("om", "Objet et manière", "De quoi s’agit-il, et comment s’y prend-on ?", (objets, manieres), every, by("objet_traite"), by("modalites_animation")),
            build("pm", "Public et manière", "Avec qui, et comment ?", (publics, manieres), every, by("public_vise"), by("modalites_animation")),
            build("op", "Objet et public", "De quoi parle-t-on, et avec qui ?", (objets, publics), every, by("objet_traite"), by("public_vise")),
            build(
                "nn", "Annoncé et constaté", "En ligne, ce qui a été promis ; en colonne, ce que l’on a observé.", (niveaux, niveaux), every,
                lambda e: (e.niveau_annonce or "",), lambda e: (e.niveau_constate.niveau if e.niveau_constate else "",),
            ),
        ],
    )  # fmt: skip


def _families(rendu: Rendu, vocabulaire: str) -> dict[str, str]:
    return {key: famille.libelle for key, famille in rendu.observatoire.vocabulaires[vocabulaire].familles.items()}
