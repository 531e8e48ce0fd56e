"""Make the pictures of README.md and CONTRIBUER.md, from the site, the form and the comment as they are: ``python scripts/apercu/produire.py``.

Needs ``make test`` once before: it installs the browser. Only our own pages are shown; the comment is drawn here as a forge would.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import markdown
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from observatoire import construction, relecture
from observatoire.editing.serveur import Serveur

ROOT = Path(__file__).parents[2]
PETIT = ROOT / "tests" / "petit"
HERE = Path(__file__).parent
DEPOT = "https://gitlab.com/organisation/observatoire"
PROPOSITION = """\
titre: Le banc des nouvelles
resume: Chaque samedi, un banc, deux chaises, et l’on raconte la semaine du quartier à qui passe.
porteurs:
  - les-quatre-vents
objet_traite:
  - vie_associative_et_de_quartier
public_vise:
  - habitants_d_un_quartier
modalites_animation:
  - presence_dans_l_espace_public
territoires:
  - "59350"
debut: 2013-04
statut: brouillon
recueil:
  origine: exemple_fictif
"""
"""A made-up record, to be proposed to the small observatory with a slip in its title."""
COMME_UNE_FORGE = """
<style>body{margin:24px;max-width:760px;font:15px/1.55 sans-serif;color:#1f2328} h2{font-size:21px;border-bottom:1px solid #d1d9e0;padding-bottom:6px}
h3{font-size:17px} blockquote{margin:0;padding-left:14px;border-left:4px solid #d1d9e0;color:#454c54} pre{padding:12px;background:#f2f4f6}
table{border-collapse:collapse} td,th{padding:5px 12px;border:1px solid #d1d9e0} a{color:#0a56b3}</style>
"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_: object) -> None: ...


def main() -> None:
    """Write ``accueil.png``, and what CONTRIBUER.md shows, in this folder."""
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        site = hosted(Path(folder))
        with served(ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))) as address:
            page = opened(browser, 1280, address)
            page.screenshot(path=HERE / "accueil.png", clip={"x": 0, "y": 0, "width": 1280, "height": 800})
            page = opened(browser, 1000, address + "experiences/")
            foot = page.locator(".pied-page")
            foot.scroll_into_view_if_needed()
            keep(page, "proposer", around(page, foot.bounding_box()))
            page = opened(browser, 1000, address + "contribuer/verifications/y02/", height=1300)
            keep(page, "code", {"x": 0, "y": 0, "width": 1000, "height": 1190})
        draw_form(browser, Path(folder))
        draw_comment(browser, Path(folder))
        browser.close()


def hosted(folder: Path) -> Path:
    """The site of this repository, built as if it were on a forge."""
    for name in ("content", "experiences", "groupes", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    config = folder / "mkdocs.yml"
    config.write_text(f"repo_url: {DEPOT}\n" + (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), encoding="utf-8")
    construction.build(config, folder / "site")
    return folder / "site"


@contextmanager
def served(server: HTTPServer) -> Iterator[str]:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def opened(browser: Browser, width: int, address: str = "about:blank", *, height: int = 900) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light", locale="fr-FR")
    page.goto(address, wait_until="networkidle")
    return page


def draw_form(browser: Browser, folder: Path) -> None:
    """A record open in the form, on the files of the small observatory."""
    root = Path(shutil.copytree(PETIT, folder / "petit"))
    with served(Serveur(root, 0)) as address:
        page = opened(browser, 1000, address)
        page.set_default_timeout(60_000)
        page.get_by_role("button", name="Ouvrir les fiches de cet ordinateur").click()
        page.get_by_role("treeitem", name="Expériences", exact=True).click()
        page.get_by_role("row").filter(has_text="Jardin").get_by_text("Jardin").first.click()
        page.locator('section.field[data-key-path="accroche"]').first.wait_for()
        page.wait_for_function("document.getAnimations().every((each) => each.playState !== 'running')")
        keep(page, "formulaire", {"x": 0, "y": 0, "width": 1000, "height": 620})


def draw_comment(browser: Browser, folder: Path) -> None:
    """The comment on a proposal of one good record and one that has a slip."""
    root = Path(shutil.copytree(PETIT, folder / "propose"))
    slip = PROPOSITION.replace("titre: Le banc des nouvelles", "titre: Atelier vélo : rouler ensemble")
    (root / "experiences" / "banc-des-nouvelles.yml").write_text(PROPOSITION, encoding="utf-8")
    (root / "experiences" / "atelier-velo.yml").write_text(slip, encoding="utf-8")
    told = relecture.comment(
        relecture.compare(PETIT, root), relecture.Liens("https://exemple.fr", "https://exemple.fr/apercu", DEPOT + "/")
    )
    page = opened(browser, 800)
    page.set_content(COMME_UNE_FORGE + markdown.markdown(told.replace("\\@", "@"), extensions=["tables", "fenced_code"]))
    keep(page, "commentaire", {"x": 0, "y": 0, "width": 800, "height": 900})


def around(page: Page, box: dict[str, float] | None) -> dict[str, float]:
    """The whole width, from a little above ``box`` to a little below."""
    assert box is not None
    return {
        "x": 0,
        "y": max(0, box["y"] - 260),
        "width": page.viewport_size["width"] if page.viewport_size else 1000,
        "height": box["height"] + 290,
    }


def keep(page: Page, name: str, clip: dict[str, float]) -> None:
    """Write what stands in ``clip`` as ``<name>.webp``: under 100 kB, text still sharp."""
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip)))  # type: ignore[arg-type]
    picture.save(HERE / f"{name}.webp", "WEBP", lossless=True, quality=100, method=6)


if __name__ == "__main__":
    main()
