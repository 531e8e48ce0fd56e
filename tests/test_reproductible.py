"""The same data give the same bytes, whatever the clock, the place and the language of the machine."""

from __future__ import annotations

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


@pytest.mark.parametrize(
    "env",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Adak", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "2"},
    ],
    ids=["à l’est", "à l’ouest"],
)
def test_another_machine_builds_the_same_site(petit_site: Path, tmp_path: Path, env: dict[str, str]) -> None:
    again = built(PETIT, tmp_path / "site", env)

    assert differences(petit_site, again) == []


def test_another_day_builds_the_same_site(petit_site: Path, tmp_path: Path, another_day: Path) -> None:
    again = built(PETIT, tmp_path / "site", {"PYTHONPATH": str(another_day)})

    assert differences(petit_site, again) == []


def test_another_folder_builds_the_same_site(petit_site: Path, tmp_path: Path, copie) -> None:  # type: ignore[no-untyped-def]
    again = built(copie(), tmp_path / "site")

    assert differences(petit_site, again) == []


def test_a_site_rebuilt_over_itself_keeps_its_bytes(tmp_path: Path) -> None:
    first = bytes_of(built(PETIT, tmp_path / "site"))

    assert bytes_of(built(PETIT, tmp_path / "site")) == first
