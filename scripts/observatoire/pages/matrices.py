"""The diversity matrices: what exists, and what does not; promises against facts; who was missing.

The whole corpus has its page, the three criteria together another, then each exchange group and each
département its own: the same tables, on fewer practices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from observatoire.dessin import chaleur
from observatoire.facettes import FACETTES, classes, families_of
from observatoire.model import Observatoire
from observatoire.pages.rendu import Etape, Page, Rendu, in_address
from observatoire.schema.experience import Experience
from observatoire.schema.groupes import Groupe
from observatoire.schema.shape import slug
from observatoire.territory import DEPARTEMENTS

LISTE = Etape("Matrice de diversité", "matrice/index.md")
EXPERIENCES = Etape("Expériences", "experiences/index.md")

Choix = Mapping[str, Iterable[str]]
"""Values to tick in the explorer, by facet."""


@dataclass(frozen=True)
class Axe:
    """A way of sorting practices: the rows or the columns of a matrix."""

    libelles: Mapping[str, str]
    """Labels by value, in order."""
    valeurs: Callable[[Experience], Iterable[str]]
    """Values of a practice; those without a label are left out."""
    choix: Callable[[str], Choix | None]
    """What the explorer must tick to find a value; ``None`` when it cannot."""
    index: Callable[[str], str | None] = lambda _: None
    """Address of the index page of a value, ``None`` when there is none."""


@dataclass(frozen=True)
class Matrice:
    """A table of practices by two axes."""

    cle: str
    """Also the prefix of its anchors."""
    titre: str
    dit: str
    lignes: Axe
    colonnes: Axe
    cases: Mapping[tuple[str, str], tuple[Experience, ...]]
    """Non-empty cells, row then column; practices oldest first."""
    explorer: Choix | None
    """What else the explorer must tick to find the same practices; ``None`` when it cannot: cells then lead to the list of the page."""
    diagonale: bool = False
    """Both axes are the same scale: a cell of the diagonal is a promise kept."""

    @property
    def taille(self) -> int:
        return len(self.lignes.libelles) * len(self.colonnes.libelles)

    @property
    def phrases(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """What the sentences name: empty, then full columns of each row; rows without an empty cell left out."""
        found = {
            row: (tuple(c for c in self.colonnes.libelles if (row, c) not in self.cases), tuple(c for c in self.colonnes.libelles if (row, c) in self.cases))
            for row in self.lignes.libelles
        }  # fmt: skip
        return {row: columns for row, columns in found.items() if columns[0]}

    @property
    def nombre_de_vides(self) -> int:
        return self.taille - len(self.cases)

    def ancre(self, row: str, column: str) -> str:
        return in_address(f"{self.cle}-{row or 'nr'}-{column or 'nr'}")

    def choix(self, row: str, column: str) -> Choix | None:
        """What the explorer must tick to show a cell, ``None`` when it cannot."""
        parts = (self.lignes.choix(row), self.colonnes.choix(column), self.explorer)
        if any(part is None for part in parts):
            return None
        return {facette: values for part in parts for facette, values in (part or {}).items()}

    chaleur = staticmethod(chaleur)


def build(
    cle: str, titre: str, dit: str, axes: tuple[Axe, Axe], experiences: Iterable[Experience], explorer: Choix | None = None, *, diagonale: bool = False
) -> Matrice:  # fmt: skip
    """The matrix of ``experiences`` by two axes; a practice may stand in several cells."""
    rows, columns = axes
    cells: dict[tuple[str, str], list[Experience]] = {}
    for experience in experiences:
        for row in rows.valeurs(experience):
            for column in columns.valeurs(experience):
                if row in rows.libelles and column in columns.libelles:
                    cells.setdefault((row, column), []).append(experience)
    rows, columns = _spoken(rows, {row for row, _ in cells}), _spoken(columns, {column for _, column in cells})
    ordered = {key: tuple(cells[key]) for row in rows.libelles for column in columns.libelles if (key := (row, column)) in cells}
    return Matrice(cle, titre, dit, rows, columns, ordered, explorer, diagonale)


def _spoken(axe: Axe, used: set[str]) -> Axe:
    """« Non renseigné » is a row or a column only when something stands there."""
    return axe if "" in used else replace(axe, libelles={key: label for key, label in axe.libelles.items() if key})


@dataclass(frozen=True)
class Ensemble:
    """Some practices, why these, and their matrices."""

    cle: str
    titre: str
    dit: str
    experiences: Sequence[Experience]
    sinon: str
    """What is said when there is no practice."""
    matrices: Sequence[Matrice] = ()


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    every = o.experiences_triees
    ailleurs = _ailleurs(rendu)
    yield rendu.page(
        LISTE.path, "matrices.html", titre=LISTE.titre, rubrique="experiences", fil=[EXPERIENCES],
        description="Ce que les expériences couvrent, et ce que personne n’a encore raconté : objet, public, manière ; niveau annoncé et constaté ; absents.",
        ensembles=[Ensemble("tout", "", "", every, "Aucune expérience n’est encore racontée.", matrices_of(rendu, every, explorer={}))], ailleurs=ailleurs, surtitre="", avant="",
    )  # fmt: skip
    yield _three(rendu)
    for groupe in o.groupes.values():
        yield _group(rendu, groupe, ailleurs)
    for code, nom in DEPARTEMENTS.items():
        yield _department(rendu, code, nom, ailleurs)


def address_of(groupe: Groupe) -> str:
    """Address of the matrices of a group."""
    return f"matrice/{groupe.id}/"


def _ailleurs(rendu: Rendu) -> list[tuple[str, str]]:
    """Title and address of the other pages of matrices."""
    found = [("Tout le corpus", "matrice/"), ("Les trois critères ensemble", "matrice/trois-criteres/")]
    found += [(g.nom, address_of(g)) for g in rendu.observatoire.groupes.values()]
    return [*found, *((f"Département du {nom}", f"matrice/{slug(nom)}/") for nom in DEPARTEMENTS.values())]


def _group(rendu: Rendu, g: Groupe, ailleurs: list[tuple[str, str]]) -> Page:
    o = rendu.observatoire
    nom, zone = g.nom[:1].lower() + g.nom[1:], o.libelle("zone", g.zone)
    told, carried = o.experiences_presentees_au_groupe(g), o.experiences_de_la_zone(g.zone)
    ensembles = (
        Ensemble(
            "presentees", "Présentées dans ses journées", "Les expériences que les fiches de ses rencontres nomment.", told,
            f"Aucune source publique ne dit quelles expériences le {nom} a travaillées : cette matrice attend ses comptes rendus.",
            matrices_of(rendu, told, prefixe="j"),
        ),
        Ensemble(
            "zone", f"Dans la zone {zone}",
            f"Les expériences dont une commune tient dans le périmètre écrit du groupe ou, à défaut, dont un porteur agit dans la zone {zone}.", carried,
            f"Aucune source ne dit où passe la limite de la zone {zone}, et aucune fiche de structure n’y est rattachée : rien n’est deviné.",
            matrices_of(rendu, carried, explorer={"zone": [g.zone]}, prefixe="z"),
        ),
    )  # fmt: skip
    return rendu.page(
        f"matrice/{g.id}.md", "matrices.html", titre=f"La diversité du {nom}", rubrique="experiences", fil=[EXPERIENCES, LISTE], fictif=g.fictif,
        description=f"Objets, publics et manières des expériences du {nom} : ce qui est couvert, ce qui ne l’est pas.",
        ensembles=ensembles, ailleurs=ailleurs, surtitre="Matrice de diversité",
        avant="La diversité du groupe se lit de deux façons : par les expériences racontées dans ses journées, et par celles de sa zone. "
        "Quand les sources manquent, les matrices par département montrent ce qui peut l’être.",
    )  # fmt: skip


def _department(rendu: Rendu, code: str, nom: str, ailleurs: list[tuple[str, str]]) -> Page:
    o = rendu.observatoire
    here = o.experiences_ou(lambda e: any(commune.departement == code for commune in o.communes_de(e)))
    arrondissements = dict.fromkeys(c.arrondissement for c in o.territory.communes if c.departement == code)
    wide = sum(1 for e in o.experiences.values() if not o.communes_de(e))
    return rendu.page(
        f"matrice/{slug(nom)}.md", "matrices.html", titre=f"La diversité, département du {nom}", rubrique="experiences",
        fil=[EXPERIENCES, LISTE], description=f"Objets, publics et manières des expériences du département du {nom} : ce qui est couvert, ce qui ne l’est pas.",
        ensembles=[
            Ensemble(
                "ici", "", "", here, "Aucune expérience ne nomme une commune de ce département.",
                matrices_of(rendu, here, explorer={"arrondissement": arrondissements}),
            ),
        ],
        ailleurs=ailleurs, surtitre="Matrice de diversité",
        avant=f"Les expériences qui nomment au moins une commune du département. Celles qui portent sur un territoire plus large sans nommer de commune ({wide}) n’y figurent pas.",
    )  # fmt: skip


def matrices_of(
    rendu: Rendu, experiences: Sequence[Experience], *, explorer: Choix | None = None, prefixe: str = ""
) -> tuple[Matrice, ...]:
    """Every matrix of some practices; none when there is no practice. ``prefixe`` keeps anchors apart on a page of several sets."""
    if not experiences:
        return ()
    objets, publics, manieres = criteria(rendu)
    annonce, constate = _levels(rendu)
    return (
        build(f"{prefixe}om", "Objet et manière", "De quoi s’agit-il, et comment s’y prend-on ?", (objets, manieres), experiences, explorer),
        build(f"{prefixe}pm", "Public et manière", "Avec qui, et comment ?", (publics, manieres), experiences, explorer),
        build(f"{prefixe}op", "Objet et public", "De quoi parle-t-on, et avec qui ?", (objets, publics), experiences, explorer),
        build(
            f"{prefixe}nn", "Annoncé et constaté", "En ligne, ce qui a été promis ; en colonne, ce que l’on a observé. Le cadre marque les promesses tenues.",
            (annonce, constate), experiences, explorer, diagonale=True,
        ),
        build(
            f"{prefixe}qm", "Qui manquait", "Pour chaque public visé, les fiches qui disent qui n’est pas venu, et celles qui se taisent.",
            (publics, _absents()), experiences, explorer,
        ),
    )  # fmt: skip


def criteria(rendu: Rendu) -> tuple[Axe, Axe, Axe]:
    """The three criteria of diversity by families: objet, public, manière."""
    o = rendu.observatoire
    manieres = Axe(
        _families(o, "modalites_animation"),
        lambda e: families_of(o, e),
        lambda v: {"famille_modalite": [v]},
        lambda v: rendu.url_terme("famille_modalite", v),
    )
    return _criterion(o, "objet_traite"), _criterion(o, "public_vise"), manieres


def _criterion(o: Observatoire, vocabulaire: str) -> Axe:
    # The explorer sorts by term: a family is all its terms.
    return Axe(
        _families(o, vocabulaire),
        lambda e: families_of(o, e, vocabulaire),
        lambda v: {vocabulaire: o.vocabulaires[vocabulaire].termes_de(v)},
    )


def _families(o: Observatoire, vocabulaire: str) -> dict[str, str]:
    return {key: famille.libelle for key, famille in o.vocabulaires[vocabulaire].familles.items()}


def _levels(rendu: Rendu) -> tuple[Axe, Axe]:
    """Announced and observed; ``""`` is « non renseigné »."""
    terms = rendu.observatoire.vocabulaires["niveau_participation"].termes
    # The degrees in their order, then what is none.
    labels = {key: terms[key].libelle for key in sorted(terms, key=lambda key: not terms[key].rang)} | {"": "Non renseigné"}
    observed = {key: label for key, label in labels.items() if not key or terms[key].rang}

    def axis(facette: str, kept: Mapping[str, str], value: Callable[[Experience], str]) -> Axe:
        return Axe(
            kept, lambda e: (value(e),), lambda v: {facette: [v]} if v else None, lambda v: rendu.url_terme(facette, v) if v else None
        )

    return (
        axis("niveau_annonce", labels, lambda e: e.niveau_annonce or ""),
        axis("niveau_constate", observed, lambda e: e.niveau_constate.niveau if e.niveau_constate else ""),
    )


_SILENCES = {"dit": "La fiche le dit", "cherche": "Cherché, non trouvé", "": "Non renseigné"}


def _absents() -> Axe:
    def value(e: Experience) -> tuple[str, ...]:
        if e.participants and e.participants.qui_manquait:
            return ("dit",)
        return ("cherche",) if "participants" in e.inconnu else ("",)

    return Axe(_SILENCES, value, lambda v: {"fiche": ["avec_absents"]} if v == "dit" else None)


# --- The three criteria together


def _three(rendu: Rendu) -> Page:
    o = rendu.observatoire
    objets, publics, manieres = criteria(rendu)
    by_manner = classes(o, FACETTES["famille_modalite"])
    found = [
        build(in_address(key), label, "", (objets, publics), by_manner[key], {"famille_modalite": [key]})
        for key, label in manieres.libelles.items()
    ]
    return rendu.page(
        "matrice/trois-criteres.md", "matrice_trois.html", titre="Les trois critères ensemble", rubrique="experiences", fil=[EXPERIENCES, LISTE],
        description="Objet, public et manière à la fois : une petite matrice par famille de manières, et tout ce que personne n’a encore raconté.",
        matrices=[(m, _vignette(m)) for m in found], ailleurs=_ailleurs(rendu),
        pleines=sum(len(m.cases) for m in found), taille=sum(m.taille for m in found),
    )  # fmt: skip


def _vignette(m: Matrice) -> Markup:
    """A matrix as a small picture: its table says the same in words."""
    width, height = 10, 7
    cells = "".join(
        f'<rect class="{m.chaleur(len(m.cases[row, column])) if (row, column) in m.cases else "v"}" x="{x * width}" y="{y * height}" width="{width - 1}" height="{height - 1}"/>'
        for y, row in enumerate(m.lignes.libelles) for x, column in enumerate(m.colonnes.libelles)
    )  # fmt: skip
    box = f"0 0 {len(m.colonnes.libelles) * width - 1} {len(m.lignes.libelles) * height - 1}"
    return Markup(f'<svg viewBox="{box}" aria-hidden="true">{cells}</svg>')  # noqa: S704  (numbers and classes of ours)
