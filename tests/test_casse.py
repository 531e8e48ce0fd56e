"""One file for each way to go wrong: the exact report, and the file once the line is pasted.

``# chemin : …`` on the first line says where the file lies; a draft practice otherwise. After a change that is meant,
``pytest tests/test_casse.py --accept`` writes what is now said.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from observatoire import loading
from observatoire.problems import Problem, report

CASSE = Path(__file__).with_name("casse")
FICHIERS = sorted(path for path in CASSE.glob("*.yml") if not path.name.endswith(".corrige.yml"))


def place_of(text: str) -> str:
    match = re.match(r"# chemin : (.+)\n", text)
    return match[1] if match else "experiences/cafe-des-parents.yml"


def problems_of(root: Path, file: str, code: str) -> list[Problem]:
    """What is said of the file; how complete it is and what it lacks only when asked."""
    quiet = {"K71", "E62"} - {code}
    return [p for p in loading.examine(root).problems if p.file == file and p.code not in quiet]


def mended(text: str, problems: list[Problem], code: str) -> str:
    """The file with the first proposed line pasted."""
    return next((p.mend.apply(text) for p in problems if p.code == code and p.mend), text)


@pytest.mark.parametrize("path", FICHIERS, ids=lambda path: path.stem)
def test_a_broken_file_is_told_and_mended(observatory, request, path):
    code = path.stem[:3]
    raw = path.read_bytes()
    text = raw.decode("utf-8", "replace")
    file = place_of(text)
    root = observatory({file: raw})

    problems = problems_of(root, file, code)
    repaired = mended(text, problems, code)
    told = report(problems) + "\n"

    if request.config.getoption("--accept"):
        path.with_suffix(".txt").write_text(told, encoding="utf-8", newline="")
        if repaired != text:
            path.with_suffix(".corrige.yml").write_text(repaired, encoding="utf-8", newline="")
    assert told == path.with_suffix(".txt").read_text(encoding="utf-8")
    assert {problem.code for problem in problems} == {code}
    if repaired != text:
        assert repaired == path.with_suffix(".corrige.yml").read_bytes().decode()
        observatory({file: repaired})
        assert code not in {problem.code for problem in problems_of(root, file, code)}


def test_no_expected_file_is_left_over():
    known = {path.stem for path in FICHIERS}
    reports = {path.stem for path in CASSE.glob("*.txt")}
    repairs = {path.name.removesuffix(".corrige.yml") for path in CASSE.glob("*.corrige.yml")}

    assert reports == known
    assert repairs <= known
