"""Print what checking and building cost, and what a page weighs, each beside its baseline or its budget.

Times are compared with a baseline of the same run: the bare reading of the same files for checking, a
bare MkDocs build of the same number of empty pages for building. Each booklet is composed in a process of its own.
"""

from __future__ import annotations

import gzip
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import yaml

import construire
import generer
import verification
from navigateur import chromium
from observatoire import construction, loading
from observatoire.editing import formulaire, serveur
from observatoire.problems import plural, summary
from test_navigateur import served

ROOT = Path(__file__).parent.parent
MANY = 10_000


def bare_reading(root: Path) -> int:
    """Read every YAML file of ``root`` as fast as libyaml goes, and check nothing."""
    paths = [path for folder in loading.FOLDERS for path in (root / folder).rglob("*.yml")]
    for path in paths:
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    return len(paths)


def timed(function: Callable[[Path], object], root: Path) -> tuple[float, object]:
    start = perf_counter()
    result = function(root)
    return perf_counter() - start, result


def measure(title: str, root: Path) -> None:
    baseline, files = timed(bare_reading, root)
    checking, examination = timed(loading.examine, root)
    assert isinstance(examination, loading.Examination) and isinstance(files, int)
    print(f"{title} : {plural(files, 'fichier')}")
    print(f"  lecture seule (CSafeLoader)  {baseline:6.2f} s")
    print(f"  vérification complète        {checking:6.2f} s, soit {checking / baseline:.1f} fois la lecture seule")
    print(f"  {summary(examination.problems)}")


def measure_edition() -> None:
    """Print what a contributor waits for: one changed record among a thousand, checked by the command."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        generer.generate(root, 1000)
        for words in (
            ["init", "--quiet"],
            ["add", "--all"],
            ["-c", "user.name=x", "-c", "user.email=x@exemple.fr", "commit", "--quiet", "-m", "x"],
        ):
            subprocess.run(["git", *words], cwd=root, check=True)
        changed = root / "experiences/essai-7.yml"
        changed.write_text(changed.read_text(encoding="utf-8").replace("niveau: concertation", "niveau: concertasion"), encoding="utf-8")
        command = [sys.executable, "-m", "observatoire", "verifier", "--racine", folder, "--depuis", "HEAD"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds, done = timed(lambda _: subprocess.run(command, capture_output=True, text=True, check=False), root)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert isinstance(done, subprocess.CompletedProcess) and "L21" in done.stdout
        work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print("Mille fiches, une changée")
        print(f"  verifier --depuis HEAD       {seconds:6.2f} s, dont {work:.2f} s de calcul, budget 2 s")


def bare_build(pages: int) -> float:
    """Seconds that MkDocs takes for as many empty pages, without our templates nor our plugin."""
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder, "docs")
        docs.mkdir()
        for number in range(pages):
            (docs / f"page-{number}.md").write_text(f"# Page {number}\n", encoding="utf-8")
        Path(folder, "index.md").write_text("# Accueil\n", encoding="utf-8")
        config = Path(folder, "mkdocs.yml")
        config.write_text("site_name: Vide\ntheme: {name: mkdocs}\nplugins: []\nnot_in_nav: '*'\n", encoding="utf-8")
        return timed(lambda root: construction.build(root, Path(folder, "site")), config)[0]


def weigh(site: Path) -> None:
    """Print the heaviest record, and the heaviest page with all that it loads (text compressed)."""
    records = sorted((path.stat().st_size, path.parent.name) for path in (site / "experiences").glob("*/index.html"))
    print(f"  fiche la plus lourde         {records[-1][0] / 1000:6.1f} ko de HTML ({records[-1][1]}), budget 30")
    loads = []
    for page, reading in verification.readings(site).items():
        assets = {link.partition("#")[0] for link in reading.loaded} | {"assets/fonts/atkinson-italique.woff2"}
        files = [site / page, *(path for link in assets if (path := (site / page).parent.joinpath(link).resolve()).is_file())]
        loads.append((sum(map(transferred, files)), len(files), page))
    weight, requests, page = max(loads)
    print(f"  page la plus lourde          {weight / 1000:6.1f} ko transférés en {requests} requêtes ({page}), budget 150 et 12")


def weigh_form() -> None:
    """Print what the form loads before its first record: all but the pieces that it asks for later."""
    later = {"LICENCES.txt", "SOURCES.txt", "fiche.js", "vide.js", "immutable.es.js", "turndown.browser.es.js"}
    with tempfile.TemporaryDirectory() as folder:
        files = {**formulaire.assets(), "index.html": formulaire.page()}
        files["reglages.json"] = formulaire.settings(loading.load(ROOT), serveur.LOCAL, workflow=False)
        loads = []
        for name in files.keys() - later:
            path = Path(folder, name)
            path.write_bytes(files[name])
            loads.append(transferred(path))
    print(f"Formulaire : {sum(loads) / 1000:.0f} ko transférés en {len(loads)} requêtes au premier chargement, budget 1 000")


def transferred(path: Path) -> int:
    """Bytes on the wire: pictures and fonts as they are, text compressed."""
    raw = path.read_bytes()
    return len(raw) if path.suffix in (".woff2", ".png") else len(gzip.compress(raw, mtime=0))


def measure_search(root: Path, records: int) -> None:
    """Print what a first search costs a reader of ``records`` records more than the small observatory has."""
    shutil.copytree(ROOT / "overrides", root / "overrides")
    small = root / "tests" / "petit"
    generer.generate(small, records)
    building, site = timed(lambda small: construire.built(small, root / "site"), small)
    assert isinstance(site, Path)
    results = sum(map(len, json.loads((site / "recherche" / "sortes.json").read_text(encoding="utf-8")).values()))
    weights: list[int] = []
    with chromium() as browser, contextmanager(served)(site) as address:
        page = browser.new_page()
        page.goto(f"{address}recherche/", wait_until="networkidle")
        page.on("response", lambda response: weights.append(int(response.headers.get("content-length", 0))))
        page.get_by_label("Mots à chercher").fill("habitants quartier")
        waiting, _ = timed(lambda _: page.locator(".resultats li").first.wait_for(), site)
        page.wait_for_load_state("networkidle")
        asked, first = page.locator(".compte").inner_text(), sum(weights)
    print(f"Recherche parmi {plural(results, 'page')}, dont {records} fiches engendrées")
    print(f"  site complet et son index    {building:6.2f} s, budget 15 s")
    print(f"  première requête             {first / 1000:6.1f} ko transférés en {len(weights)} requêtes, {waiting:.1f} s ; budget 250 ko")
    print(f"  {asked}")


def measure_site() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        building, _ = timed(lambda root: construction.build(root / "mkdocs.yml", site), ROOT)
        pages = sum(1 for _ in site.rglob("*.html"))
        baseline = bare_build(pages)
        print(f"Site réel : {plural(pages, 'page')}")
        print(f"  MkDocs seul, pages vides     {baseline:6.2f} s")
        print(f"  site complet                 {building:6.2f} s, soit {building / baseline:.1f} fois, budget 15 s")
        weigh(site)


def measure_booklet(title: str, root: Path, key: str, times: int = 1) -> float:
    """Print what a booklet costs, ``times`` as large as the one that budgets are for; give its milliseconds a page."""
    words = [sys.executable, Path(__file__).with_name("composer.py"), root, key]
    cost = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    page = cost["pdf_cpu"] / cost["pages"] * 1000
    seconds, megabytes = (4, 600) if times == 1 else (40, 3000)
    print(f"{title} : {plural(cost['pages'], 'page')}, {plural(cost['articles'], 'article')}")
    print(f"  lecture des fiches           {cost['lecture_s']:6.2f} s, pic de {cost['lecture_mo']:.0f} Mo")
    print(f"  PDF                          {cost['pdf_s']:6.2f} s, dont {cost['pdf_cpu']:.2f} s de calcul, budget {seconds} s")
    print(f"                               {cost['pdf_mo']:6.0f} Mo au plus fort, budget {megabytes} Mo ; {page:.1f} ms de calcul par page")
    print(f"  imposition par cahiers de 16 {cost['imposition_s']:6.2f} s, budget {2 * times} s")
    print(f"  EPUB                         {cost['epub_s']:6.2f} s, budget {5 * times} s")
    return float(page)


def measure_booklets() -> None:
    """Print what the real booklet costs, then one of 60 sheets and 24 meetings, then ten times that: a page must not cost more."""
    measure_booklet("Livret experiences-2014", ROOT, "experiences-2014")
    pages = []
    for times in (1, 10):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder, "observatoire")
            key = generer.generate_booklet(root, 60 * times, 24 * times)
            pages.append(measure_booklet(f"Livret de {60 * times} fiches et {24 * times} rencontres", root, key, times))
    print(f"  calcul par page              {pages[1] / pages[0]:6.2f} fois celui du livret dix fois plus petit, au plus 1")


if __name__ == "__main__":
    weigh_form()
    measure("Corpus réel", ROOT)
    measure_edition()
    with tempfile.TemporaryDirectory() as folder:
        generer.generate(Path(folder), MANY)
        measure(f"{MANY} fiches engendrées", Path(folder))
    measure_site()
    measure_booklets()
    with tempfile.TemporaryDirectory() as folder:
        measure_search(Path(folder), 1000)
