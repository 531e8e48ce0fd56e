"""Print how long checking takes, and how that compares with the bare reading of the same files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import yaml

import generer
from observatoire import loading
from observatoire.problems import plural, summary

ROOT = Path(__file__).parent.parent
MANY = 10_000


def bare_reading(root: Path) -> int:
    """Read every YAML file of ``root`` as fast as libyaml goes, and check nothing."""
    paths = [path for folder in loading.FOLDERS for path in (root / folder).rglob("*.yml")]
    for path in paths:
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    return len(paths)


def timed(function: Callable[[Path], object], root: Path) -> tuple[float, object]:
    start = perf_counter()
    result = function(root)
    return perf_counter() - start, result


def measure(title: str, root: Path) -> None:
    baseline, files = timed(bare_reading, root)
    checking, examination = timed(loading.examine, root)
    assert isinstance(examination, loading.Examination) and isinstance(files, int)
    print(f"{title} : {plural(files, 'fichier')}")
    print(f"  lecture seule (CSafeLoader)  {baseline:6.2f} s")
    print(f"  vérification complète        {checking:6.2f} s, soit {checking / baseline:.1f} fois la lecture seule")
    print(f"  {summary(examination.problems)}")


if __name__ == "__main__":
    measure("Corpus réel", ROOT)
    with tempfile.TemporaryDirectory() as folder:
        generer.generate(Path(folder), MANY)
        measure(f"{MANY} fiches engendrées", Path(folder))
