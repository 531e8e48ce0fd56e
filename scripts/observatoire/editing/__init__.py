"""What helps to write records: form, schemas, templates, sheets, and the commands that change files.

Sibling of pages and exports: it reads the model and the files, and shows nothing on the site by itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from observatoire.editing import formulaire
from observatoire.model import Observatoire
from observatoire.schema import COLLECTIONS
from observatoire.schema.guide import feuille_path


def downloads(observatoire: Observatoire, repo_url: str = "") -> Mapping[str, bytes]:
    """What the site gives to who contributes, by its path in it: interview sheets to talk, and the form to type, when ``repo_url`` is of a known forge."""
    from observatoire.editing.entretien import feuille  # Most commands write no paper: they need not wait for what lays it out.
    from observatoire.editing.papier import FORMES

    rows = [row for row in COLLECTIONS.values() if not row.single]
    sheets = {row.nom: feuille(row, observatoire.vocabulaires) for row in rows}
    drawn = {feuille_path(nom, form): write(sheet) for nom, sheet in sheets.items() for form, write in FORMES.items()}
    return {**drawn, **formulaire.files(observatoire, repo_url)}


__all__ = ["downloads"]
