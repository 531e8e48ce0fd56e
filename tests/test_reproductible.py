"""The same data give the same bytes, whatever the clock, the place and the language of the machine."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from construire import PETIT, built, bytes_of

ANOTHER_DAY = """
import datetime, time

class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(4_000_000_000, tz)

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(4_000_000_000)

datetime.datetime = Later
time.time = lambda: 4_000_000_000.0
"""


@pytest.fixture
def another_day(tmp_path: Path) -> Path:
    """A folder for ``PYTHONPATH``: Python then believes that it is 2096."""
    folder = tmp_path / "horloge"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(ANOTHER_DAY, encoding="utf-8")
    return folder


def differences(one: Path, other: Path) -> list[str]:
    """Paths whose bytes differ, or that only one folder holds."""
    before, after = bytes_of(one), bytes_of(other)
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def test_another_machine_and_another_folder_give_the_same_site(petit_site: Path, tmp_path: Path, copie: Callable[[], Path]) -> None:
    again = built(copie(), tmp_path / "site", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1"})

    assert differences(petit_site, again) == []


def test_a_site_rebuilt_over_itself_on_another_day_and_machine_keeps_its_bytes(petit_site: Path, tmp_path: Path, another_day: Path) -> None:
    former = Path(shutil.copytree(petit_site, tmp_path / "site"))
    (former / "page-d-avant.html").write_text("Cette page n’existe plus.", encoding="utf-8")
    machine = {"TZ": "America/Adak", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "2"}

    again = built(PETIT, former, {**machine, "PYTHONPATH": str(another_day)})

    assert differences(petit_site, again) == []
