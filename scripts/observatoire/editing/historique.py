"""What git knows of the folder: files changed since a point, what the history still holds."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from observatoire.problems import NBSP


class SansHistorique(Exception):
    """Git cannot answer; the message says why, in French."""


def changed_since(root: Path, reference: str) -> frozenset[str]:
    """Files below ``root``, from it, that differ from ``reference`` (a branch, a tag, a commit), new ones included.

    Raises ``SansHistorique``.
    """
    _require(root)
    if _git(root, "rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}").returncode:
        raise SansHistorique(f"«{NBSP}{reference}{NBSP}» n’est ni une branche, ni une étiquette, ni un enregistrement de ce dépôt.")
    # From where the branch left: what others did since then is theirs.
    base = _said(root, "merge-base", reference, "HEAD").strip() or reference
    tracked = _said(root, "diff", "--name-only", "--relative", "-z", base, "--", ".")
    fresh = _said(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return frozenset(name for name in (tracked + fresh).split("\0") if name)


@dataclass(frozen=True)
class Traces:
    """What the history holds of something taken away."""

    enregistrements: int
    """Commits in which it stands or from which it was taken."""
    premier: str
    """Day of the first, ``2013-05-17``."""
    dernier: str


def traces(root: Path, words: tuple[str, ...]) -> Traces | None:
    """Commits of every branch that wrote or took away one of ``words``; ``None`` without a history or a trace."""
    try:
        _require(root)
    except SansHistorique:
        return None
    found: set[str] = set()
    for word in words:
        found.update(_said(root, "log", "--all", "--format=%as %H", f"-S{word}", "--", ".").split("\n"))
    days = sorted(line for line in found if line)
    return Traces(len(days), days[0][:10], days[-1][:10]) if days else None


def _require(root: Path) -> None:
    try:
        inside = _said(root, "rev-parse", "--is-inside-work-tree").strip()
    except FileNotFoundError:
        raise SansHistorique("git n’est pas installé sur cette machine.") from None
    if inside != "true":
        raise SansHistorique("Ce dossier n’est pas dans un dépôt git.")


def _said(root: Path, *arguments: str) -> str:
    return _git(root, *arguments).stdout


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["git", "-C", str(root), "-c", "core.quotepath=off", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603  (no shell: words are words)
