"""Tables of diversity: what exists, and what nobody tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from observatoire.dessin import chaleur
from observatoire.facettes import families_of
from observatoire.livret.document import Bloc, Cellule, Paragraphe, Renvoi, Tableau
from observatoire.livret.livret import Article
from observatoire.livret.redaction import Redaction, RedactionDeLivret
from observatoire.livret.texte import mots, paragraphe
from observatoire.problems import NBSP, plural
from observatoire.schema.experience import Experience
from observatoire.schema.groupes import SectionLivret

_TABLES = (
    ("Objet et manière", "De quoi s’agit-il, et comment s’y prend-on ?", "objet_traite", "modalites_animation"),
    ("Public et manière", "Avec qui, et comment ?", "public_vise", "modalites_animation"),
    ("Objet et public", "De quoi parle-t-on, et avec qui ?", "objet_traite", "public_vise"),
)


def articles(r: RedactionDeLivret, section: SectionLivret) -> Iterator[Article]:
    """One table an article, less the first when the double page of the booklet shows it: the reader is led there."""
    is_shown = any(other.type == "dispositif" for other in r.manifeste.sections)
    for n, (title, question, rows, columns) in enumerate(_TABLES, 1):
        if n == 1 and is_shown:
            continue
        table = tableau(r, r.experiences, rows, columns)
        blocs = (paragraphe(question, "accroche"), table, cases_vides(table))
        yield Article(f"livret/matrice-{n}", "matrice", mots(title), (*blocs, *(_led() if n == 2 and is_shown else ())))


def _led() -> Iterator[Bloc]:
    yield Paragraphe((*mots(f"Objet et manière{NBSP}: "), Renvoi("livret/dispositif", mots("le dispositif en une double page"))), "note")


def cases_vides(table: Tableau) -> Bloc:
    """How many cells of a matrix are empty, and what that means."""
    empty = sum(cell.role == "vide" for line in table.lignes for cell in line)
    total = sum(len(line) - 1 for line in table.lignes)
    return paragraphe(
        f"Une expérience peut compter dans plusieurs cases. {plural(empty, 'case')} sur {total} {'est vide' if empty < 2 else 'sont vides'}{NBSP}: ce que personne, ici, n’a encore raconté.",
        "note",
    )


def tableau(r: Redaction, experiences: Iterable[Experience], rows: str, columns: str) -> Tableau:
    """Practices counted by two classifications, families by families; empty cells are cells too."""
    o = r.observatoire
    counts = Counter(
        (row, column) for e in experiences for row in families_of(o, e, rows) for column in families_of(o, e, columns)
    )  # fmt: skip
    across, down = o.vocabulaires[columns].familles, o.vocabulaires[rows].familles
    head = (Cellule(mots(o.vocabulaires[rows].nom)), *(Cellule(mots(famille.libelle)) for famille in across.values()))
    lines = tuple(
        (Cellule(mots(famille.libelle), role="ligne"), *(_cell(counts[row, column]) for column in across)) for row, famille in down.items()
    )
    return Tableau(head, lines, role="matrice")


def _cell(count: int) -> Cellule:
    return Cellule(mots(str(count) if count else "–"), "centre", chaleur(count) or "vide")
