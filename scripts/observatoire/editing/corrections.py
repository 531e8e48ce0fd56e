"""The mends that guess nothing and lose nothing, applied together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from observatoire import loading
from observatoire.editing.changes import Changes
from observatoire.problems import Mend, Problem, blocking

_ROUNDS = 50
"""A mend may let another problem be seen; a file has fewer of them than this."""


@dataclass(frozen=True)
class Corrections:
    """What would be written, and what is mended by it."""

    changes: Changes
    mended: tuple[Problem, ...]
    left: int
    """Errors that stay, in all the files."""


def corrections(root: Path, only: frozenset[str] = frozenset()) -> Corrections:
    """Every sure mend of the folder ``root``, of the files ``only`` when there are some.

    A file that would have more errors after than before is left as it is. Raises ``InvalidData`` when nothing can be read.
    """
    before = loading.examine(root)
    problems = before.problems
    texts: dict[str, str] = {}
    mended: list[Problem] = []
    for _ in range(_ROUNDS):
        asked = [p for p in problems if p.mend and p.mend.sure and (not only or p.file in only)]
        if not asked:
            break
        for file, found in _by_file(asked).items():
            texts[file], done = _mended(texts.get(file) or _text(root / file), found)
            mended += done
        problems = loading.examine(root, changes=texts).problems
    spoilt = {file for file in texts if _errors(problems, file) > _errors(before.problems, file)}
    kept = {file: text for file, text in texts.items() if file not in spoilt}
    left = len(blocking(loading.examine(root, changes=kept).problems if spoilt else problems))
    return Corrections(Changes(kept), tuple(p for p in mended if p.file not in spoilt), left)


def _by_file(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        found[problem.file].append(problem)
    return found


def _mended(text: str, problems: list[Problem]) -> tuple[str, list[Problem]]:
    """``text`` with the mends that do not touch one another, from the last to the first, so that line numbers hold."""
    done: list[Problem] = []
    free_below = float("inf")
    for problem in sorted(problems, key=lambda p: _mend(p).first, reverse=True):
        mend = _mend(problem)
        if mend.last < free_below:
            text = mend.apply(text)
            free_below = mend.first
            done.append(problem)
    return text, done[::-1]


def _mend(problem: Problem) -> Mend:
    assert problem.mend is not None
    return problem.mend


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def _errors(problems: Iterable[Problem], file: str) -> int:
    return sum(1 for problem in blocking(problems) if problem.file == file)
