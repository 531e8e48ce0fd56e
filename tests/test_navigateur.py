"""What a reader's browser does with the real site: access, keyboard, privacy, paper, weight."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from construire import ROOT
from verification import read, target

AXE = ROOT / "tests" / "outils" / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
EXCEPT_COLOURS = {"rules": {"color-contrast": {"enabled": False}, "link-in-text-block": {"enabled": False}}}
LOOKS: tuple[tuple[Literal["light", "dark"], int, Mapping[str, Any]], ...] = (
    ("light", 1280, {}), ("light", 390, EXCEPT_COLOURS), ("light", 320, {}), ("dark", 1280, COLOURS), ("dark", 320, COLOURS),
)  # fmt: skip
"""Schemes and widths where a page is looked at, and what is asked of axe there.

Night changes colours and nothing else: the other rules have their say by day. Two widths show all that is coloured.
"""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'"
)
FAMILIES = {
    "accueil": "index.html",
    "expériences": "experiences/index.html",
    "expérience": "experiences/[!p]*/index.html",
    "entrées": "experiences/par/index.html",
    "entrée": "experiences/par/*/*/index.html",
    "thèmes": "themes/index.html",
    "thème": "themes/*/index.html",
    "parcours": "themes/*/parcours/index.html",
    "séance": "themes/*/seance/index.html",
    "enseignements": "enseignements/index.html",
    "lecture à travers les fiches": "enseignements/ce-qui-*/index.html",
    "promesses et faits": "enseignements/promesses-*/index.html",
    "questions ouvertes": "enseignements/questions-*/index.html",
    "qui manquait": "enseignements/qui-*/index.html",
    "acteurs": "acteurs/index.html",
    "acteur": "acteurs/[!r]*/index.html",
    "réseau": "acteurs/reseau/index.html",
    "territoires": "territoires/index.html",
    "territoire": "territoires/*/index.html",
    "groupes": "groupes/index.html",
    "groupe": "groupes/*/index.html",
    "rencontres": "rencontres/index.html",
    "rencontre": "rencontres/*/index.html",
    "productions": "productions/index.html",
    "forums": "forum/index.html",
    "forum": "forum/*/index.html",
    "plateforme": "plateforme/index.html",
    "volet ou offre": "plateforme/*/index.html",
    "méthodes": "methodes/index.html",
    "méthode": "methodes/*/index.html",
    "ressources": "ressources/index.html",
    "ressource": "ressources/*/index.html",
    "glossaire": "glossaire/index.html",
    "matrice": "matrice/index.html",
    "matrice d’une partie": "matrice/[enop]*/index.html",
    "matrice des trois critères": "matrice/trois-criteres/index.html",
    "recherche": "recherche/index.html",
    "lecture": "lecture/index.html",
    "rubrique lue": "lecture/*/index.html",
    "données": "donnees/index.html",
    "contribuer": "contribuer/index.html",
    "vérifications": "contribuer/verifications/index.html",
    "vérification": "contribuer/verifications/*/index.html",
    "bonne fiche": "contribuer/bonne-fiche/index.html",
    "entretien": "contribuer/entretien/index.html",
    "retrait d’un nom": "contribuer/retirer-un-nom/index.html",
    "listes de mots": "contribuer/vocabulaires/index.html",
    "champs": "contribuer/champs/*/index.html",
    "formulaire": "admin/index.html",
    "page écrite à la main": "a-propos/*/index.html",
    "plan": "plan-du-site/index.html",
    "page introuvable": "404.html",
}
"""Each family of pages, and where its pages are; the longest one is looked at: it has the most to get wrong."""
OF_THE_DEMONSTRATION = {
    "matrice d’un groupe": "matrice/est/index.html",
    "désaccords": "enseignements/desaccords/index.html",
    "production": "productions/*/index.html",
    "tableau dans un texte": "productions/carte-des-absents/index.html",
    "personne": "acteurs/nadege-vandewalle/index.html",
    "rencontre complète": "rencontres/2013-*/index.html",
    "rencontre annulée": "rencontres/2014-01-10-groupe-ouest/index.html",
    "annonce": "rencontres/2014-04-18-groupe-ouest/index.html",
    "groupe d’échanges": "groupes/*/index.html",
    "productions d’une année": "productions/index.html",
    "production et sa réponse": "productions/indemniser-ou-pas/index.html",
    "forum et ses suites": "forum/forum-2014/index.html",
}
"""Families that the real observatory may have no page of yet."""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder under the policy that we ask hosts for, and compresses text as they do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        found = path.is_file()
        body = (path if found else Path(self.directory, "404.html")).read_bytes()
        type_ = self.guess_type(str(path)) if found else "text/html"
        self.send_response(200 if found else 404)
        text = not type_.startswith(("font/", "image/png", "image/jpeg", "application/font"))
        if text:
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", f"{type_}; charset=utf-8" if text else type_)
        self.send_header("Content-Length", str(len(body)))
        wasm = path.parent.name == "recherche"
        self.send_header(
            "Content-Security-Policy", POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'") if wasm else POLICY
        )
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None: ...


def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def vrai(vrai_site: Path) -> Iterator[str]:
    yield from served(vrai_site)


@pytest.fixture(scope="module")
def demonstration(demonstration_site: Path) -> Iterator[str]:
    yield from served(demonstration_site)


@pytest.fixture(scope="module")
def petit(petit_site: Path) -> Iterator[str]:
    yield from served(petit_site)


def address_of(path: str, site: Path) -> str:
    """Address of the longest page that ``path`` finds, from the root of the site."""
    found = sorted(site.glob(path), key=lambda page: (-page.stat().st_size, page.as_posix()))
    found = [page for page in found if not read(page.read_text(encoding="utf-8")).redirection]
    assert found, f"no page at {path}"
    return found[0].relative_to(site).as_posix().removesuffix("index.html")


@pytest.fixture(scope="module", params=[*FAMILIES, *OF_THE_DEMONSTRATION])
def address(request: pytest.FixtureRequest) -> str:
    """One page of each family, whole address."""
    real = request.param in FAMILIES
    site, start = ("vrai_site", "vrai") if real else ("demonstration_site", "demonstration")
    path = (FAMILIES if real else OF_THE_DEMONSTRATION)[request.param]
    return str(request.getfixturevalue(start)) + address_of(path, request.getfixturevalue(site))


class Visit:
    """A page that opens: what it asks the network, what weighs on it, what its console complains of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.said: list[str] = []
        self.weights: list[int] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("response", lambda response: self.weights.append(int(response.headers.get("content-length", 0))))


def violations(page: Page, asked: Mapping[str, Any] = {}) -> list[str]:
    """What axe finds, one line each; ``asked`` are options of its own, to ask for other rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    options = json.dumps({"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"], **asked})
    found = page.evaluate(f"axe.run(document, {options}).then(r => r.violations)")
    return [
        f"{v['id']} ({v['impact']}): {node['html'][:160]} {node['any'][0]['message'][:160] if node['any'] else ''}"
        for v in found
        for node in v["nodes"]
    ]


def violations_at_every_look(page: Page) -> list[str]:
    """What axe finds at every width, by day and in the dark, one line each; a page wider than the screen is one too."""
    found = []
    for scheme, width, asked in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width} {scheme}: {violation}" for violation in violations(page, asked)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{width} {scheme}: wider than the screen")
    return found


@pytest.fixture(scope="module")
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """The page on a small screen, opened before anything else is asked of it: what it does late is done when it is looked at."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    visit = Visit(context.new_page())
    visit.page.goto(address)
    yield visit
    context.close()


def test_axe_finds_nothing_at_any_width_nor_in_the_dark(examiner: Page, visit: Visit, address: str) -> None:
    examiner.goto(address)

    assert violations_at_every_look(examiner) == []


def test_a_page_keeps_to_itself_and_fits_a_small_screen(visit: Visit, address: str) -> None:
    page = visit.page
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Tab")
    first = page.evaluate("[document.activeElement.className, document.activeElement.getAttribute('href')]")
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    storage = page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]")
    cookies = page.context.cookies()

    origin = "/".join(address.split("/")[:3]) + "/"
    assert [url for url in visit.asked if not url.startswith((origin, "data:"))] == []
    assert [line for line in visit.said if not (address.endswith("404.html") and "404" in line)] == []
    assert first == ["evitement", "#contenu"]
    assert not too_wide
    assert (storage, cookies) == (["", 0, 0], [])
    assert sum(visit.weights) <= 150_000
    assert len([url for url in visit.asked if not url.startswith("data:")]) <= 12


def test_every_record_is_light(vrai_site: Path) -> None:
    records = [path for folder in ("experiences", "acteurs", "themes", "rencontres") for path in vrai_site.glob(f"{folder}/*/index.html")]

    heavy = {
        str(path.relative_to(vrai_site)): path.stat().st_size
        for path in records
        if path.stat().st_size > 30_000 and path.parent.name not in ("par", "reseau")
    }

    assert records
    assert heavy == {}


def test_a_stranger_follows_a_disagreement_to_the_answer_received_and_back(browser: Browser, petit: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{petit}rencontres/2013-06-14-groupe-est/")
    voiced = page.locator("#e2")
    expect(voiced).to_contain_text("Faut-il payer ceux qui participent")

    voiced.get_by_role("link", name="Inviter de voisin à voisin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inviter de voisin à voisin")
    page.locator(".chemin").get_by_role("link", name="Inviter de voisin à voisin").click()
    expect(page.locator("#moment-2")).to_be_in_viewport()
    page.get_by_role("row", name="Financer la garde").get_by_role("link", name="Intégrée en partie").click()
    expect(page.locator(".reponse")).to_contain_text("La garde des enfants sera financée à l’essai.")
    expect(page.locator(".reponse")).to_be_in_viewport()

    page.get_by_role("link", name="Toutes les réponses").click()
    expect(page.locator("#suites")).to_be_in_viewport()
    page.get_by_role("link", name="Financer la garde des enfants").click()
    expect(page.locator("#demande-1")).to_be_in_viewport()
    page.locator("section[aria-labelledby=desaccord]").get_by_role("link", name="Ceux qui ne viennent pas").click()
    expect(page.locator("#e2")).to_be_in_viewport()
    page.close()


def test_a_newcomer_follows_the_year_s_great_disagreement_through_the_demonstration(browser: Browser, demonstration: str) -> None:
    page = browser.new_page()
    page.goto(f"{demonstration}groupes/est/")

    page.locator(".frise").get_by_role("link", name="Ce que coûte une soirée de réunion").click()
    voiced = page.locator("#e2")
    expect(voiced.locator(".cote")).to_have_count(2)
    voiced.get_by_role("link", name="Réponse reçue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Indemniser ou pas\u202f?")
    expect(page.locator(".reponse")).to_be_in_viewport()
    page.get_by_role("link", name="Toutes les réponses").click()
    expect(page.get_by_role("row", name="Rembourser la garde d’enfants")).to_contain_text("Intégrée")
    expect(page.get_by_role("row", name="Ouvrir un essai d’indemnité")).to_contain_text("Refusée, avec un motif")

    page.get_by_role("row", name="Ouvrir un essai d’indemnité").get_by_role("link", name="Indemniser ou pas").click()
    page.locator(".chemin").get_by_role("link", name="Ce que coûte une soirée de réunion").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce que coûte une soirée de réunion")
    page.locator(".signal").get_by_role("link", name="Groupe Est").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Groupe Est")
    page.close()


INVISIBLE = """() => {
  const box = document.activeElement.getBoundingClientRect(), style = getComputedStyle(document.activeElement);
  return box.width < 1 || box.height < 1 || box.right <= 0 || box.left >= innerWidth
    || style.visibility === 'hidden' || style.opacity === '0';
}"""
FOCUSED = "document.activeElement === document.querySelector('.bouton-menu')"


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_the_menu_opens_and_closes_from_the_keyboard(narrow: Page, vrai: str) -> None:
    # A popover tells that it opened or closed in a later task of the browser: each look waits for what it asks.
    button, menu = narrow.locator(".bouton-menu"), narrow.locator("#menu")
    narrow.goto(vrai)
    for _ in range(8):
        narrow.keyboard.press("Tab")
        if narrow.evaluate(FOCUSED):
            break
    expect(button, "the menu button takes focus").to_be_focused()
    expect(menu).to_be_hidden()

    narrow.keyboard.press("Enter")
    expect(menu).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(narrow.locator(".md-tabs__fermer")).to_be_focused()
    narrow.keyboard.press("Tab")
    assert narrow.evaluate("document.getElementById('menu').contains(document.activeElement)")
    narrow.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")

    narrow.keyboard.press("Enter")
    narrow.locator(".md-tabs__fermer").focus()
    narrow.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def test_axe_finds_nothing_in_the_open_menu(examiner: Page, vrai: str) -> None:
    examiner.set_viewport_size({"width": 320, "height": 640})
    examiner.goto(vrai)

    examiner.locator(".bouton-menu").press("Enter")
    expect(examiner.locator("#menu")).to_be_visible()

    assert violations(examiner) == []


@pytest.mark.parametrize("family", ["accueil", "expérience", "territoires", "page introuvable"])
def test_the_keyboard_never_stops_where_nothing_shows(narrow: Page, vrai: str, vrai_site: Path, family: str) -> None:
    narrow.goto(vrai + address_of(FAMILIES[family], vrai_site))

    hidden = []
    for _ in range(150):
        narrow.keyboard.press("Tab")
        if narrow.evaluate("document.activeElement === document.body"):
            break
        if narrow.evaluate(INVISIBLE):
            hidden.append(narrow.evaluate("document.activeElement.outerHTML.slice(0, 160)"))

    assert hidden == []


def test_the_skip_link_leads_past_the_menu(narrow: Page, vrai: str) -> None:
    narrow.goto(vrai)

    narrow.keyboard.press("Tab")
    narrow.keyboard.press("Enter")

    assert narrow.evaluate("document.activeElement.id") == "contenu"


def test_paper_hides_none_of_the_text_of_a_practice(browser: Browser, vrai: str, vrai_site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(vrai + address_of(FAMILIES["expérience"], vrai_site))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")

    hidden = page.evaluate(
        """() => [...document.querySelectorAll('main p, main dd, main dt, main li, main td, main h1, main h2, main h3, main h4, main blockquote')]
        .filter(e => e.textContent.trim() && !e.closest('nav, .ecran, .hors-ecran, .pied-page') && !e.querySelector('.ecran')
          && (e.getClientRects().length === 0 || getComputedStyle(e).visibility === 'hidden'))
        .map(e => e.textContent.trim().slice(0, 100))"""
    )
    clipped = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(e => !e.closest('svg, .hors-ecran')
          && ['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)
        .map(e => e.outerHTML.slice(0, 100))"""
    )
    pdf = page.pdf(format="A4")
    context.close()

    assert hidden == []
    assert clipped == []
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 2


def test_a_page_that_moved_takes_its_reader_along(narrow: Page, petit: str, petit_site: Path) -> None:
    moved = {
        name: page.redirection
        for name, page in (
            (path.relative_to(petit_site).as_posix(), read(path.read_text(encoding="utf-8"))) for path in petit_site.rglob("*.html")
        )
        if page.redirection
    }

    assert moved
    for name, link in moved.items():
        found = target(name, link)
        assert found
        narrow.goto(petit + name)
        narrow.wait_for_url(petit + found[0].removesuffix("index.html"))
