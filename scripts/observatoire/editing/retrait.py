"""A person who asks to be forgotten: the record, every place that names it, their name in every text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from observatoire import loading
from observatoire.editing.changes import Changes
from observatoire.editing.fiches import fiches
from observatoire.editing.references import places, rewritten
from observatoire.editing.renommage import Refuse
from observatoire.problems import NBSP, Problem, blocking
from observatoire.schema.acteurs import Personne
from observatoire.schema.common import Cite, Record
from observatoire.schema.formatting import formatted
from observatoire.schema.walk import slot_at
from observatoire.sources import Document, Path, read

Spot = tuple[str, int]
"""File and line."""
Texts = dict[str, str | None]


@dataclass(frozen=True)
class Retrait:
    """What taking a person away writes, and what it cannot decide."""

    changes: Changes
    a_relire: tuple[Spot, ...]
    """Each place where the whole name stood: « (…) » stands there now."""
    reste: tuple[Spot, ...]
    """Each place where the identifier still stands, in a comment, or a word of the name, which may be another's."""
    erreurs: tuple[Problem, ...]
    """Problems that the withdrawal brings, to mend by hand."""


def withdrawn(root: FilePath, personne: Personne) -> Retrait:
    """All that is written when ``personne`` goes. Raises ``Refuse`` when a record cannot be read: it may hold the name."""
    before = loading.examine(root)
    every = [each for found in before.observatoire.records.values() for each in found.values()]
    if unread := sorted({name for _, name in fiches(root)} - {record.fichier for record in every}):
        raise Refuse(f"Ces fiches ne se lisent pas, et pourraient citer cette personne. Corrigez-les d’abord{NBSP}: {', '.join(unread)}")
    records = [record for record in every if record.fichier != personne.fichier]
    models = {record.fichier: type(record) for record in records}
    named: dict[str, list[Path]] = defaultdict(list)
    for place in places(records, "personne", personne.id):
        named[place.file].append(place.path)
    texts: Texts = {file: _without(models[file], before.documents[file], paths) for file, paths in named.items()}
    texts[personne.fichier] = None
    to_read = _without_name(root, personne, before.documents, texts)
    after = loading.examine(root, changes=texts).problems
    known = set(blocking(before.problems))
    return Retrait(
        Changes(texts),
        tuple(to_read),
        tuple(_left(root, personne, before.documents, texts)),
        tuple(p for p in blocking(after) if p not in known),
    )


# --- References ---


def _without(model: type[Record], document: Document, paths: Iterable[Path]) -> str:
    """``document`` without these values; a word said becomes « anonyme ». Written in its one form, so that each value has its lines."""
    document = read(document.file, formatted(model, document).encode())
    paths = list(paths)
    said = [path for path in paths if _is_word(model, path)]
    document = read(document.file, rewritten(document, dict.fromkeys(said, "anonyme")).encode())
    return _cut(document, [path for path in paths if path not in said])


def _is_word(model: type[Record], path: Path) -> bool:
    slot = slot_at(model, path)
    return slot is not None and any(isinstance(marker, Cite) for marker in slot.markers)


def _cut(document: Document, paths: list[Path]) -> str:
    """The text without the lines of ``paths``, nor those of what holds nothing else."""
    gone = _with_emptied(document.data, set(paths))
    lines = document.text.split("\n")
    for path in sorted(gone, key=lambda path: document.span(path), reverse=True):
        first, last = document.span(path)
        opening = lines[first - 1][: len(lines[first - 1]) - len(lines[first - 1].lstrip(" -"))]
        del lines[first - 1 : last]
        if isinstance(path[-1], str) and opening.endswith("- ") and first <= len(lines):
            lines[first - 1] = opening + lines[first - 1][len(opening) :]  # The dash goes to the next key.
    return "\n".join(lines)


def _with_emptied(data: Any, gone: set[Path]) -> set[Path]:
    """``gone``, with the lists and the groups that they empty in their place."""
    for path in sorted(gone, key=len, reverse=True):
        parent = path[:-1]
        if path in gone and parent and all((*parent, key) in gone for key in _keys(data, parent)):
            gone -= {(*parent, key) for key in _keys(data, parent)}
            gone.add(parent)
            return _with_emptied(data, gone)
    return gone


def _keys(data: Any, path: Path) -> list[str | int]:
    for step in path:
        data = data[step]
    return list(data) if isinstance(data, dict) else list(range(len(data)))


# --- Names in texts ---

COUPE = "(…)"
"""What stands for the name: no sign that YAML would take for an order."""
_SHORTEST = 4
"""Letters of a single word that is worth looking for."""


def _without_name(root: FilePath, personne: Personne, documents: Mapping[str, Document], texts: Texts) -> list[Spot]:
    """Take the whole name, in either order, out of every text, pages written by hand included; where it stood."""
    words = [re.escape(word) for word in personne.nom_affiche.split()]
    if len(words) < 2:
        return []
    forms = (r"\s+".join(words), r"\s+".join([*words[1:], words[0]]))
    whole = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)
    found = []
    for file, text in _all(root, personne, documents, texts):
        if whole.search(text):
            found += [(file, text[: match.start()].count("\n") + 1) for match in whole.finditer(text)]
            texts[file] = whole.sub(COUPE, text)
    return found


def _left(root: FilePath, personne: Personne, documents: Mapping[str, Document], texts: Texts) -> Iterator[Spot]:
    """Where the identifier still stands, or a word of the name alone: it may be another's, or no name at all."""
    names = [word for word in personne.nom_affiche.split() if len(word) >= _SHORTEST]
    named = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, [personne.id, *names]))})(?![\w-])")
    for file, text in _all(root, personne, documents, texts):
        yield from ((file, number) for number, line in enumerate(text.split("\n"), 1) if named.search(line))


def _all(root: FilePath, personne: Personne, documents: Mapping[str, Document], texts: Texts) -> Iterator[tuple[str, str]]:
    """Every text as it would be, by file: records and pages, not the lists of words."""
    pages = [path.relative_to(root).as_posix() for path in sorted((root / "content").rglob("*.md")) if not path.is_symlink()]
    for file in sorted({*documents, *pages} - {personne.fichier}):
        text = texts[file] if file in texts else documents[file].text if file in documents else (root / file).read_text(encoding="utf-8")
        if text is not None and not file.startswith(loading.VOCABULARIES):
            yield file, text
