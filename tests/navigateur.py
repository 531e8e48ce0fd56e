"""The browser that tests and measures drive."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Request, sync_playwright


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


def visit(page: Page, address: str) -> None:
    """Open ``address`` and wait until it asks the network for nothing more and its scripts rest: half a second sooner than ``networkidle``.

    The page must run scripts; of one that does not, ``goto`` alone waits for all that there is.
    """
    waiting: set[Request] = set()
    page.on("request", lambda request: waiting.add(request))
    page.on("requestfinished", lambda request: waiting.discard(request))
    page.on("requestfailed", lambda request: waiting.discard(request))
    page.goto(address)
    rests = 0
    while rests < 2:
        page.evaluate("new Promise((rest) => requestIdleCallback(rest, { timeout: 1000 }))")
        rests = 0 if waiting else rests + 1
