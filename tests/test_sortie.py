"""The way out: what we write for another generator gives the same pages there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from construire import PETIT, command
from observatoire import exports, loading


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sortie") / "sortie"
    result = command("pages", folder, "--racine", PETIT)
    assert result.returncode == 0, result.stderr
    return folder


def html_pages(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")} - {"404.html"}


@pytest.fixture(scope="module")
def elsewhere(written: Path) -> Path:
    """The site that the other generator builds."""
    zensical = Path(sys.executable).with_name("zensical")
    result = subprocess.run([zensical, "build"], cwd=written, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return written / "site"


def test_another_generator_builds_the_same_pages(petit_site: Path, elsewhere: Path) -> None:
    assert html_pages(elsewhere) == html_pages(petit_site)


def test_the_words_of_a_record_are_in_the_page_that_the_other_generator_builds(elsewhere: Path) -> None:
    page = (elsewhere / "experiences" / "jardin-des-quatre-vents" / "index.html").read_text(encoding="utf-8")

    assert "Jardin partagé des Quatre-Vents" in page
    assert "<h1" in page


def test_the_open_data_are_the_same(petit_site: Path, written: Path) -> None:
    observatoire = loading.load(PETIT)
    offered = [export.path for export in (*exports.open_data(observatoire), *exports.page_data(observatoire))]

    assert offered
    assert [path for path in offered if (written / "docs" / path).read_bytes() != (petit_site / path).read_bytes()] == []


def test_no_record_is_copied_as_it_is(written: Path) -> None:
    assert [path.relative_to(written).as_posix() for path in written.rglob("*.yml")] == ["mkdocs.yml"]
