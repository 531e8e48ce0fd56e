"""The git history of an observatory: former versions of its folder, what changed since one, what all of them still hold."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from observatoire.loading import FOLDERS
from observatoire.problems import NBSP


class NoSuchVersion(Exception):
    """Git does not know the version, or there is no history here; the message is French."""


def common_ancestor(root: Path, ref: str) -> str:
    """The commit from which the present work and ``ref`` part. Raises ``NoSuchVersion``."""
    found = _git(root, "merge-base", "--end-of-options", ref, "HEAD", wanted=ref)
    return found.decode().strip()


@contextmanager
def at(root: Path, commit: str) -> Iterator[Path]:
    """A temporary copy of the records as they were at ``commit``. Raises ``NoSuchVersion``."""
    present = _git(root, "ls-tree", "--name-only", "--end-of-options", commit, wanted=commit).decode().split("\n")
    with tempfile.TemporaryDirectory(prefix="observatoire-") as folder:
        if names := [name for name in FOLDERS if name in present]:
            archive = _git(root, "archive", "--format=tar", commit, "--", *names, wanted=commit)
            with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
                tar.extractall(folder, filter="data")
        yield Path(folder)


def changed_since(root: Path, ref: str) -> frozenset[str]:
    """Files below ``root``, from it, that the present work changes, adds or takes away since it parted from ``ref``.

    Raises ``NoSuchVersion``.
    """
    base = common_ancestor(root, ref)
    changed = _git(root, "diff", "--name-only", "--relative", "-z", base, "--", ".", wanted=ref)
    added = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".", wanted=ref)
    return frozenset(name for name in (changed + added).decode().split("\0") if name)


class Traces(NamedTuple):
    """What the history holds of words taken away."""

    enregistrements: int
    """Commits that wrote them or took them away."""
    premier: str
    """Day of the first: ``2013-05-17``."""
    dernier: str


def traces(root: Path, words: Iterable[str]) -> Traces | None:
    """Commits of every branch where ``words`` came or went; ``None`` when there is no history, or none of them."""
    try:
        logs = [_git(root, "log", "--all", "--format=%as %H", f"-S{word}", "--", ".", wanted="HEAD").decode() for word in words]
    except NoSuchVersion:
        return None
    found = sorted({line for log in logs for line in log.split("\n") if line})
    return Traces(len(found), found[0][:10], found[-1][:10]) if found else None


def _git(root: Path, *arguments: str, wanted: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)  # noqa: S603, S607 (fixed words; the version comes after --end-of-options)
    except FileNotFoundError:
        raise NoSuchVersion("git n’est pas installé sur cette machine.") from None
    if done.returncode:
        raise NoSuchVersion(f"git ne connaît pas la version «{NBSP}{wanted}{NBSP}» ici.")
    return done.stdout
