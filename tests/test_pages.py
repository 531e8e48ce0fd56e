"""Every page and every file of open data that the small observatory gives, to the byte: a changed page is a diff to review."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from observatoire import exports, loading, pages

HERE = Path(__file__).parent
PETIT = HERE / "petit"
EXPECTED = HERE / "expected"


def rendered() -> dict[str, str]:
    """What the model becomes, by path."""
    observatoire = loading.load(PETIT)
    files = exports.open_data(observatoire)
    written = {page.path: page.markdown for page in pages.render(observatoire, fichiers=files)}
    return written | {export.path: export.content for export in (*files, *exports.page_data(observatoire))}


RENDERED = rendered()


@pytest.fixture(scope="session", autouse=True)
def bless(request: pytest.FixtureRequest) -> None:
    """With ``--accept``, what is rendered becomes what is expected."""
    if request.config.getoption("--accept", default=False):
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for path, content in RENDERED.items():
            (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / path).write_bytes(content.encode())


@pytest.mark.parametrize("path", sorted(RENDERED))
def test_a_file_is_the_expected_one(path: str) -> None:
    expected = EXPECTED / path

    assert expected.exists(), f"{path} is new: « make accepter » once you have read it"
    assert RENDERED[path] == expected.read_bytes().decode(), "read the difference, then « make accepter »"


def test_no_expected_file_is_missing_from_what_is_rendered() -> None:
    expected = {path.relative_to(EXPECTED).as_posix() for path in EXPECTED.rglob("*") if path.is_file()}

    assert expected - set(RENDERED) == set()


def test_no_page_shows_the_leavings_of_a_template() -> None:
    leavings = ("None", "Undefined", "{{", "{%", "<bound method", " nan", "PartialDate(")

    found = [(path, sign) for path, text in RENDERED.items() if path.endswith(".md") for sign in leavings if sign in text]

    assert found == []
