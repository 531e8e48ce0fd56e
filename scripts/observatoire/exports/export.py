"""A file that the site gives besides its pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Export:
    """One file of open data."""

    path: str
    """In the site: ``donnees/experiences.csv``."""
    content: str | bytes
    titre: str
    collection: str
    format: str
    lignes: int
    """Records that it holds."""

    @property
    def taille(self) -> int:
        """Bytes."""
        return len(self.content if isinstance(self.content, bytes) else self.content.encode())
