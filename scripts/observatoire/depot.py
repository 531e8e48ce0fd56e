"""The git history of an observatory: former versions of its folder."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def _git(root: Path, *arguments: str, wanted: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)  # noqa: S603, S607 (fixed words; the version comes after --end-of-options)
    except FileNotFoundError:
        raise NoSuchVersion("git n’est pas installé sur cette machine.") from None
    if done.returncode:
        raise NoSuchVersion(f"git ne connaît pas la version «{NBSP}{wanted}{NBSP}» ici.")
    return done.stdout
