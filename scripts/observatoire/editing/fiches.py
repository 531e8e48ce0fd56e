"""The files of records, found without reading them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from observatoire.schema import COLLECTIONS, Collection


def fiches(root: Path) -> Iterator[tuple[Collection, str]]:
    """Files of records below ``root``, with their collection: collection by collection, by name."""
    for collection in COLLECTIONS.values():
        paths = [root / collection.folder] if collection.single else sorted((root / collection.folder).glob("*.yml"))
        yield from ((collection, path.relative_to(root).as_posix()) for path in paths if path.is_file() and not path.is_symlink())
