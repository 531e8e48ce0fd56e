"""``load(root)``: the observatory of a folder, or every problem it has.

Order: file name, encoding and syntax; shape and types; references; rules between files; advice. A
file that fails at one stage is not asked more.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from observatoire import consentement, territory
from observatoire.model import Observatoire
from observatoire.problems import NBSP, InvalidData, Mend, Problem, Severity, blocking, cause
from observatoire.rules import Context, check
from observatoire.schema import COLLECTIONS, Collection
from observatoire.schema.acteurs import Personne
from observatoire.schema.common import Record
from observatoire.schema.shape import rest_of, shape, slug
from observatoire.schema.walk import vocabularies_of
from observatoire.sources import Document, read
from observatoire.vocabulary import Vocabulaire

VOCABULARIES = "content/vocabulaires"
FOLDERS = ("content", "experiences", "groupes")
"""What is watched and walked, from the root."""

_ALLOWED = {".md", ".yml", ".png", ".jpg", ".webp", ".pdf", ".csv"}
"""What ``content/`` may hold: MkDocs copies it as it is, so no HTML, script nor SVG."""
_IGNORED = {".gitkeep", ".DS_Store", "Thumbs.db"}
MAX_FILE = 2_000_000
"""Bytes of a picture or another file that goes to the site as it is."""


@dataclass(frozen=True)
class Examination:
    """What reading a folder gave."""

    problems: tuple[Problem, ...]
    """Sorted by file and place."""
    observatoire: Observatoire
    """Only the records whose shape is right. Valid as a whole when nothing blocks."""
    documents: Mapping[str, Document] = field(repr=False, default_factory=dict)
    """By file: where each value was written."""


def load(root: Path, *, strict: bool = False) -> Observatoire:
    """The observatory of the folder ``root``.

    Raises ``InvalidData`` with every problem that blocks (with ``strict``, warnings block too).
    """
    examination = examine(root)
    if stopping := blocking(examination.problems, strict=strict):
        raise InvalidData(stopping)
    return examination.observatoire


def examine(root: Path, *, livret: bool = False, changes: Mapping[str, str | None] | None = None) -> Examination:
    """Everything there is to say of the folder ``root``; with ``livret``, the booklet's demands too.

    ``changes`` are texts read in place of those of the disk, ``None`` for a file that would go: what would be said if
    they were written. Raises ``InvalidData`` only when nothing can be read: no such folder, or no vocabulary.
    """
    if not (root / "experiences").is_dir() and not (root / "content").is_dir():
        message = f"Le dossier «\u00a0{root.name or root}\u00a0» n’est pas un observatoire{NBSP}: il n’a ni «\u00a0experiences/\u00a0» ni «\u00a0content/\u00a0»."
        raise InvalidData([Problem(str(root.name or root), 1, 1, "N01", Severity.ERREUR, message)])
    with _uncollected():
        return _examine(root, livret, changes or {})


def errors_brought(root: Path, changes: Mapping[str, str]) -> list[Problem]:
    """Errors that stand once ``changes`` are written: all those of these files, and the new ones of any other.

    A line that moves makes no new error.
    """
    after = blocking(examine(root, changes=changes).problems)
    if all(problem.file in changes for problem in after):
        return after
    before = {(p.file, p.code, p.message) for p in blocking(examine(root).problems)}
    return [p for p in after if p.file in changes or (p.file, p.code, p.message) not in before]


def _examine(root: Path, livret: bool, changes: Mapping[str, str | None]) -> Examination:
    reader = _Reader(root, changes)
    reader.read_vocabularies()
    for collection in COLLECTIONS.values():
        reader.read_collection(collection)
    reader.withhold_names()
    reader.check_vocabularies()
    reader.check_other_files()
    observatoire = Observatoire(reader.sorted_records(), reader.vocabularies, territory.official())
    context = Context(observatoire, reader.documents, reader.known, frozenset(reader.broken), livret, tuple(reader.rests))
    problems = [*reader.problems, *check(context)]
    return Examination(tuple(sorted(problems, key=lambda p: p.sort_key)), observatoire, reader.documents)


def vocabularies(root: Path) -> Mapping[str, Vocabulaire]:
    """The vocabularies of the folder ``root`` alone. Raises ``InvalidData`` when one cannot be read."""
    reader = _Reader(root)
    reader.read_vocabularies()
    reader.check_vocabularies()
    if reader.problems:
        raise InvalidData(reader.problems)
    return reader.vocabularies


@contextmanager
def _uncollected() -> Iterator[None]:
    """Reading makes many small objects and no cycle: looking for garbage among them takes half of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


_read_once = lru_cache(maxsize=256)(read)
"""The lists of terms weigh more than a small observatory, and hardly change: a preview, a form or a comparison reads them again and again."""


class _Reader:
    """Reads the folder once, and keeps what it found and what is wrong."""

    def __init__(self, root: Path, changes: Mapping[str, str | None] | None = None) -> None:
        self.root = root
        self.changes = changes or {}
        self.problems: list[Problem] = []
        self.records: dict[str, dict[str, Record]] = {name: {} for name in COLLECTIONS}
        self.documents: dict[str, Document] = {}
        self.known: dict[str, set[str]] = {name: set() for name in COLLECTIONS}
        """Identifiers that have a file, even a broken one: a reference to them is not lost."""
        self.broken: set[str] = set()
        """Collections with a file that could not be read: what counts records must not speak."""
        self.rests: list[Record] = []
        """What records of the wrong shape say besides."""
        self.retenues = consentement.retenues(())
        self.vocabularies: dict[str, Vocabulaire] = {}

    def read_vocabularies(self) -> None:
        for path in self._files(VOCABULARIES):
            document = self._document(path, _read_once)
            if document is None:
                continue
            try:
                self.vocabularies[path.stem] = Vocabulaire.model_validate(document.data)
            except ValidationError as error:
                self.problems += [_vocabulary_problem(document, details) for details in error.errors(include_url=False)]

    def check_vocabularies(self) -> None:
        """One problem for a list that is not there, rather than one for each term of it."""
        for name in sorted(VOCABULARY_NAMES):
            if not (self.root / VOCABULARIES / f"{name}.yml").exists():
                message = f"Il manque cette liste de termes, dont des fiches se servent. Remettez le fichier en place{NBSP}: son nom ne change pas."
                self.problems.append(_error(f"{VOCABULARIES}/{name}.yml", "N01", message))

    def read_collection(self, collection: Collection) -> None:
        if collection.single:
            path = self.root / collection.folder
            is_there = self.changes.get(collection.folder) or (path.is_file() and not path.is_symlink())
            paths = [path] if is_there else []
        else:
            paths = list(self._files(collection.folder))
        for path in paths:
            self.known[collection.nom].add(path.stem)
            record = self._record(collection, path)
            if record is None:
                self.broken.add(collection.nom)
            else:
                self.records[collection.nom][record.id] = record

    def withhold_names(self) -> None:
        """Take out of every record the names that consent withholds; a rule says where they stood."""
        self.retenues = consentement.retenues(cast(dict[str, Personne], self.records["personne"]).values())
        for collection in COLLECTIONS.values():
            own = frozenset(["nom_affiche", "nom_tri"] if collection.model is Personne else [])
            for record in [*self.records[collection.nom].values()]:
                document = self.documents[record.fichier]
                data = (
                    self.retenues.removed_from(document.data, except_keys=own)
                    if any(self.retenues.found_in(document.text))
                    else document.data
                )
                if data != document.data:
                    discreet = shape(collection.model, replace(document, data=data), record.id, single=collection.single)
                    self.records[collection.nom][record.id] = discreet

    def sorted_records(self) -> Mapping[str, Mapping[str, Record]]:
        return {name: dict(sorted(records.items())) for name, records in self.records.items()}

    def _record(self, collection: Collection, path: Path) -> Record | None:
        document = self._document(path)
        if document is None:
            return None
        try:
            return shape(collection.model, document, path.stem, single=collection.single)
        except InvalidData as error:
            self.problems += error.problems
            if rest := rest_of(collection.model, document, path.stem):
                self.rests.append(rest)
            return None

    def _document(self, path: Path, reading: Callable[[str, bytes], Document] = read) -> Document | None:
        file = self._relative(path)
        try:
            document = reading(file, self._bytes(path))
        except InvalidData as error:
            self.problems += error.problems
            return None
        self.documents[file] = document
        return document

    def _bytes(self, path: Path) -> bytes:
        if (text := self.changes.get(self._relative(path))) is not None:
            return text.encode()
        try:
            return path.read_bytes()
        except OSError as error:
            message = f"Le fichier ne peut pas être lu{NBSP}: {cause(error)}."
            raise InvalidData([_error(self._relative(path), "N01", message)]) from None

    def _files(self, folder: str) -> Iterator[Path]:
        """YAML files of ``folder``, sorted, whose name is right; what else lies there is a problem."""
        changed = {name: text for name, text in self.changes.items() if name.rpartition("/")[0] == folder}
        kept = {path.name: path for path in self._files_on_disk(folder) if self._relative(path) not in changed}
        kept |= {Path(name).name: self.root / name for name, text in changed.items() if text is not None}
        for name in sorted(kept):
            if problem := _name_problem(self._relative(kept[name]), kept[name]):
                self.problems.append(problem)
                self._misnamed(folder, kept[name])
            else:
                yield kept[name]

    def _files_on_disk(self, folder: str) -> Iterator[Path]:
        directory = self.root / folder
        if not directory.is_dir() or directory.is_symlink():
            return
        for entry in sorted(os.scandir(directory), key=lambda entry: entry.name):
            path = Path(entry.path)
            if entry.is_symlink():
                self._refuse_link(path)
            elif entry.is_dir():
                if self._relative(path) not in _RECORD_FOLDERS:
                    self._refuse_folder(path)
            elif entry.name in _IGNORED:
                continue
            elif not entry.is_file():
                self.problems.append(_error(self._relative(path), "N01", "Ce n’est pas un fichier ordinaire. Retirez-le."))
            else:
                yield path

    def _misnamed(self, folder: str, path: Path) -> None:
        """A record under a wrong name is still there: what names it, or counts it, is not to blame."""
        for collection in COLLECTIONS.values():
            if collection.folder == folder:
                self.known[collection.nom].add(slug(path.stem))
                self.broken.add(collection.nom)

    def check_other_files(self) -> None:
        """Refuse links and stray types below ``content/``: MkDocs would publish them as they are."""
        for name in FOLDERS:
            if (self.root / name).is_symlink():
                self._refuse_link(self.root / name)
        for directory, names, files in os.walk(self.root / "content", followlinks=False):
            for name in sorted([*names, *files]):
                path = Path(directory, name)
                if path.is_symlink() and path.parent.relative_to(self.root).as_posix() not in _RECORD_FOLDERS:
                    self._refuse_link(path)
            names[:] = sorted(name for name in names if not Path(directory, name).is_symlink())
            if Path(directory).relative_to(self.root).as_posix() in _RECORD_FOLDERS:
                continue
            for name in sorted(files):
                path = Path(directory, name)
                if path.is_symlink() or name in _IGNORED:
                    continue
                if problem := self._stray(path):
                    self.problems.append(problem)
                elif path.suffix == ".md":
                    self._refuse_names(path)

    def _stray(self, path: Path) -> Problem | None:
        file = self._relative(path)
        if path.suffix.lower() not in _ALLOWED:
            types = ", ".join(sorted(_ALLOWED))
            return _error(
                file,
                "N01",
                f"Un fichier «\u00a0{path.suffix or path.name}\u00a0» n’a pas sa place ici{NBSP}: il serait publié tel quel. Types acceptés{NBSP}: {types}.",
            )
        if path.stat().st_size > MAX_FILE:
            return _error(file, "N01", f"Le fichier pèse plus de {MAX_FILE // 1_000_000}{NBSP}Mo{NBSP}: réduisez-le avant de le déposer.")
        return None

    def _refuse_names(self, path: Path) -> None:
        """A page written by hand goes to the site as it is: nothing takes a name out of it."""
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            for found in self.retenues.found_in(line):
                message = f"Le nom de «{NBSP}{found.personne}{NBSP}» est écrit dans cette page, et son consentement le retient. Retirez-le."
                mend = Mend(number, number, line[: found.start] + found.reste + line[found.end :])
                self.problems.append(Problem(self._relative(path), number, found.start + 1, "C44", Severity.ERREUR, message, mend))

    def _refuse_folder(self, path: Path) -> None:
        message = f"Un dossier n’a pas sa place ici{NBSP}: les fiches qu’il contient ne sont pas lues. Déposez-les un niveau plus haut."
        self.problems.append(_error(self._relative(path), "N01", message))

    def _refuse_link(self, path: Path) -> None:
        message = "C’est un lien symbolique, pas un fichier : il pourrait publier autre chose que la fiche. Déposez le fichier lui-même."
        self.problems.append(_error(self._relative(path), "N02", message))

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


VOCABULARY_NAMES = frozenset(term for collection in COLLECTIONS.values() for term in vocabularies_of(collection.model))
"""Lists that some field asks for."""
_RECORD_FOLDERS = frozenset([VOCABULARIES, *(c.folder for c in COLLECTIONS.values() if not c.single)])


_WINDOWS = frozenset(["con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))])


def _error(file: str, code: str, message: str) -> Problem:
    return Problem(file, 1, 1, code, Severity.ERREUR, message)


def _name_problem(file: str, path: Path) -> Problem | None:
    suffix = path.suffix
    wanted = slug(path.stem) if not file.startswith(VOCABULARIES) else slug(path.stem).replace("-", "_")
    if path.stem in _WINDOWS:
        message = (
            f"«{NBSP}{path.stem}{NBSP}» est un nom que Windows garde pour lui{NBSP}: la fiche ne pourrait pas y être copiée. Renommez-le."
        )
        return _error(file, "N01", message)
    if suffix == ".yml" and path.stem == wanted:
        return None
    if suffix.lower() in (".yml", ".yaml", ".txt", "") and wanted:
        reason = "Un nom de fichier s’écrit en minuscules, sans accent ni espace, avec des tirets, et finit par «\u00a0.yml\u00a0»."
        return _error(file, "N01", f"«\u00a0{path.name}\u00a0» n’est pas un nom de fiche. {reason} Renommez-le{NBSP}:\n{wanted}.yml")
    return _error(
        file,
        "N01",
        f"«\u00a0{path.name}\u00a0» n’est pas une fiche{NBSP}: seuls des fichiers «\u00a0.yml\u00a0» vont dans ce dossier. Déplacez-le ou retirez-le.",
    )


def _vocabulary_problem(document: Document, details: Any) -> Problem:
    path = tuple(details["loc"])
    name = path[-1] if path else document.file
    code, told = _VOCABULARY_TOLD.get(details["type"], ("T17", "n’a pas la forme attendue"))
    place = document.key_at(path) if details["type"] == "extra_forbidden" else document.at(path)
    return Problem(document.file, *place, code, Severity.ERREUR, f"«{NBSP}{name}{NBSP}»{NBSP}: {told.format(**details.get('ctx', {}))}.")


_VOCABULARY_TOLD = {
    "missing": ("T19", "il manque"),
    "extra_forbidden": ("T16", "n’est pas connu dans une liste de termes"),
    "string_too_long": ("T13", "le texte dépasse {max_length} caractères"),
    "string_type": ("T10", "un texte est attendu"),
}


def empreinte(root: Path) -> str:
    """What tells a booklet from one that would be made now: it changes with a byte of the records, of the settings of the site, of this
    program or with the version of what lays out."""
    digest = hashlib.sha256(version("typst").encode())
    package = Path(__file__).parent
    read = [(root, path) for folder in FOLDERS for path in (root / folder).rglob("*")]
    read += [(root, root / "mkdocs.yml"), *((package, path) for path in package.rglob("*") if "__pycache__" not in path.parts)]
    for base, path in sorted(read):
        if path.is_file():
            digest.update(f"{path.relative_to(base).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
