"""The browser that tests and measures drive."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless Chromium, the one that ``tests/outils/installer.sh`` finds or installs."""
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert executable, "no browser: sh tests/outils/installer.sh"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()
