"""What every test may use: a small observatory on disk, with whatever files the test needs to change."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page

from construire import DEMONSTRATION, ROOT, built, copied
from lecture_livret import Imprime
from navigateur import chromium, visit
from observatoire.livret.assemblage import Site
from observatoire.livret.impression import Commande, imprimer

# The same cases at each run, however slow the machine: a failure is never a matter of luck.
settings.register_profile("observatoire", deadline=None, derandomize=True)
settings.load_profile("observatoire")

PETIT = Path(__file__).with_name("petit")
"""The small observatory: valid, made up, laid out like the real one."""

Observatory = Callable[[Mapping[str, str | bytes | None]], Path]


@pytest.fixture
def observatory(tmp_path: Path) -> Observatory:
    """A function that copies the small observatory, then writes ``files`` over it (``None`` removes one)."""

    def build(files: Mapping[str, str | bytes | None] = {}) -> Path:
        root = tmp_path / "observatoire"
        if not root.exists():
            shutil.copytree(PETIT, root)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return build


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="what the pages are becomes what they must be (tests/expected)")


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """A function that gives the folder ``name``, which ``make`` makes: one time for the whole run, the other processes wait."""
    base = tmp_path_factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = common / name, common / f"{name}.fait"
        with (common / f"{name}.verrou").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                make(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def petit_site(once: Once) -> Path:
    """The small observatory, built once by MkDocs in strict mode."""
    return once("petit", lambda site: built(PETIT, site))


@pytest.fixture(scope="session")
def demonstration_site(once: Once) -> Path:
    """The demonstration observatory, built once by MkDocs in strict mode."""
    return once("demonstration", lambda site: built(DEMONSTRATION, site))


@pytest.fixture(scope="session")
def vrai_site(once: Once) -> Path:
    """The observatory of this repository, built once by MkDocs in strict mode."""
    return once("vrai", lambda site: built(ROOT, site))


@pytest.fixture(scope="session")
def livret_de_la_demonstration(once: Once) -> Imprime:
    """The booklet of the demonstration's Forum, laid out once, in print and for e-readers."""
    return _printed(DEMONSTRATION, "forum-2014", once)


@pytest.fixture(scope="session")
def vrai_livret(once: Once) -> Imprime:
    """The booklet of this repository, laid out once, in print and for e-readers."""
    return _printed(ROOT, "experiences-2014", once)


def _printed(root: Path, key: str, once: Once) -> Imprime:
    site = Site("Observatoire d’essai", "https://exemple.fr/observatoire/")
    return Imprime(root, key, once(key, lambda folder: imprimer(root, key, site, Commande(("courant",), epub=True), folder)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for a whole process."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def _examiner(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def examiner(_examiner: Page) -> Page:
    """A page to examine others in. The checker is put in by hand, which the policy of the site forbids, and rightly.

    One for all: compiled once, the checker is twice as quick.
    """
    _examiner.emulate_media(color_scheme="light")
    _examiner.set_viewport_size({"width": 1280, "height": 800})
    return _examiner


@pytest.fixture
def said() -> list[str]:
    """What the console complained of."""
    return []


@pytest.fixture
def opened(browser: Browser, site: str, said: list[str]) -> Iterator[Callable[..., Page]]:
    """A function that opens an address of the module's ``site`` in a browser of its own; nothing may be said on its console."""
    contexts = []

    def open_(address: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        (visit if options.get("java_script_enabled", True) else Page.goto)(page, site + address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture
def copie(tmp_path: Path) -> Callable[[], Path]:
    """A function that gives a copy of the small observatory, to build once spoilt."""
    return lambda: copied(tmp_path)
