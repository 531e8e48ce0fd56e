"""The preview: a slip of the keyboard shows at once, in the page and in the terminal, and costs nothing."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

FICHE = "experiences/jardin-des-quatre-vents.yml"
PATIENCE = 60
"""Seconds before giving up: two rebuilds on a busy machine."""


class Preview:
    """A running ``mkdocs serve``."""

    def __init__(self, root: Path, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.log = log
        self.output = log.open("w", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-f", str(root / "mkdocs.yml"), "-a", self.address],
            stdout=self.output, stderr=subprocess.STDOUT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip

    def page(self, path: str = "experiences/jardin-des-quatre-vents/") -> str:
        """The text of a page, ``""`` while the server does not answer."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=30) as answer:
                text: str = answer.read().decode()
                return text
        except OSError:
            return ""

    def until(self, true: Callable[[str], object]) -> str:
        """The page as soon as it is as wished; the last one seen when patience runs out."""
        end = time.monotonic() + PATIENCE
        while not true(page := self.page()) and time.monotonic() < end and self.process.poll() is None:
            time.sleep(0.2)
        return page

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        self.output.close()


@pytest.fixture
def root(copie: Callable[[], Path]) -> Path:
    return copie()


@pytest.fixture
def preview(root: Path, tmp_path: Path) -> Iterator[Preview]:
    running = Preview(root, tmp_path / "journal.txt")
    yield running
    running.stop()


def band(page: str) -> str:
    """What the page says must be mended, ``""`` when it says nothing."""
    found = re.search(r'<aside class="problemes".*?</aside>', page, re.DOTALL)
    return found[0] if found else ""


def test_a_broken_record_is_told_in_the_page_and_the_terminal_until_it_is_mended(root: Path, preview: Preview) -> None:
    sound = preview.until(bool)
    assert "Jardin partagé des Quatre-Vents" in sound, preview.said()
    assert band(sound) == ""
    text = (root / FICHE).read_text(encoding="utf-8")

    (root / FICHE).write_text(text.replace("statut: ", "statuts: <b>", 1), encoding="utf-8")
    broken = preview.until(band)

    assert f"{FICHE}:" in band(broken), preview.said()
    assert "statuts" in band(broken)
    assert "<b>" not in band(broken)
    assert "Jardin partagé des Quatre-Vents" in broken.replace(band(broken), "")
    assert f"{FICHE}:" in preview.said()
    assert "dernière version valide" in preview.said()
    assert "Traceback" not in preview.said()

    changed = text.replace("titre: Jardin partagé des Quatre-Vents", "titre: Jardin des Quatre-Vents, mieux dit", 1)
    (root / FICHE).write_text(changed, encoding="utf-8")
    mended = preview.until(lambda page: page and not band(page))

    assert band(mended) == ""
    assert "mieux dit" in mended
