"""Another identifier for a record: its file, every place that names it, and the way from its old address."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from observatoire import loading
from observatoire.consentement import shown_name
from observatoire.editing.changes import Changes
from observatoire.editing.references import places, rewritten
from observatoire.problems import NBSP, Problem, blocking
from observatoire.schema import COLLECTIONS
from observatoire.schema.acteurs import Personne
from observatoire.schema.common import Fiche, Record
from observatoire.schema.lines import inserted
from observatoire.schema.lines import rewritten as mended
from observatoire.schema.shape import slug
from observatoire.schema.walk import slots
from observatoire.sources import read


class Refuse(Exception):
    """The change cannot be made; the message says why. ``problems`` are those that it would bring."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


def renamed(root: Path, record: Record, new: str) -> Changes:
    """All that giving ``record`` the identifier ``new`` writes. Raises ``Refuse`` when it would break anything."""
    before = loading.examine(root)
    if blocking(before.problems):
        raise Refuse(
            "Des fiches ont des erreurs : les renvois qu’elles contiennent pourraient être perdus. Corrigez-les d’abord (observatoire verifier)."
        )
    _check_name(root, record, new)
    row = COLLECTIONS[record.collection]
    records = [each for found in before.observatoire.records.values() for each in found.values()]
    named: dict[str, dict[tuple[str | int, ...], str]] = defaultdict(dict)
    for place in places(records, row.nom, record.id):
        named[place.file][place.path] = new + place.value[len(record.id) :]
    texts: dict[str, str | None] = {file: rewritten(before.documents[file], values) for file, values in named.items()}
    own = texts.get(record.fichier) or before.documents[record.fichier].text
    texts[record.fichier] = None
    file = f"{row.folder}/{new}.yml"
    texts[file] = _with_old_name(record, own, new)
    changes = Changes(texts, {record.fichier: file})
    _check_result(root, changes)
    return changes


def _check_name(root: Path, record: Record, new: str) -> None:
    row = COLLECTIONS[record.collection]
    if slug(new) != new:
        raise Refuse(f"«{NBSP}{new}{NBSP}» n’est pas un nom de fiche. Essayez{NBSP}: {slug(new)}")
    if row.single:
        raise Refuse(f"{record.fichier} est seul de son espèce{NBSP}: son nom ne change pas.")
    if (root / row.folder / f"{new}.yml").exists():
        raise Refuse(f"{row.folder}/{new}.yml existe déjà.")


def _with_old_name(record: Record, text: str, new: str) -> str:
    """The record with the name that it leaves, so that its old address leads to the new one.

    Not that of a person who keeps their name back: the old identifier may be what they want forgotten.
    """
    if not isinstance(record, Fiche) or not COLLECTIONS[record.collection].address:
        return text
    if isinstance(record, Personne) and shown_name(record) != record.nom_affiche:
        return text
    document = read(record.fichier, text.encode())
    path = ("anciens_identifiants",)
    names = [name for name in (*record.anciens_identifiants, record.id) if name != new]
    if path in document.marks:
        return mended(document, path, names).apply(text)
    return inserted(document, path, names, [slot.name for slot in slots(type(record))]).apply(text)


def _check_result(root: Path, changes: Changes) -> None:
    """What was valid stays so: a meeting keeps its date in its name, an address is taken once…"""
    if wrong := tuple(blocking(loading.examine(root, changes=changes.texts).problems)):
        raise Refuse("Ce nom ferait des erreurs, rien n’est changé.", wrong)
