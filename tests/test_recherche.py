"""Searching: what must be found, from the records to the results that a reader sees."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from construire import PETIT, ROOT, built, copied, data_of
from navigateur import visit
from observatoire import loading, recherche
from observatoire.lexique import Lexique
from observatoire.model import Observatoire
from observatoire.pages.recherche import SORTES, sorte_de
from observatoire.schema import address_of
from observatoire.territory import official
from test_navigateur import served, violations_at_every_look
from verification import readings

LINES = {
    "a": "Les élections municipales.",
    "b": "Une élection locale.",
    "c": "Délibération du conseil.",
    "d": "La deliberation sans accent.",
    "e": "Budgets participatifs.",
    "f": "Démarche participative.",
    "g": "L’aménagement des écoles.",
    "h": "Aménager une école.",
    "i": "Les citoyennes volontaires.",
    "j": "Le citoyen volontaire.",
    "k": "Rendez-vous à Saint-Étienne-du-Rouvray.",
    "l": "Cœur de ville et œuvre.",
}
"""Twelve records of one line."""
QUERIES = {
    "élections": "ab", "election": "ab", "elections": "ab",
    "délibération": "cd", "deliberation": "cd", "délibérer": "cd", "délibératoin": "cd",
    "participatif": "ef", "participatives": "ef",
    "amenagement": "gh", "aménagement": "gh", "aménager": "gh",
    "école": "gh", "ecoles": "gh", "écoles": "gh",
    "citoyens": "ij", "citoyenne": "ij",
    "saint-etienne": "k",
    "coeur": "l", "cœur": "l", "oeuvre": "l",
}  # fmt: skip
"""Twenty-one French queries, and the lines that each must find."""
RECORD = """\
titre: Fiche {key} inventée
resume: "{line}"
objet_traite: [mobilite]
public_vise: [jeunes]
modalites_animation: [vote_ou_votation]
territoires: ["62041"]
debut: 2012
statut: brouillon
inconnu: [porteurs]
recueil:
  origine: exemple_fictif
"""


@pytest.fixture(scope="module")
def douze(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small observatory with twelve more records of one line, built as the real one is."""
    folder = tmp_path_factory.mktemp("douze")
    root = copied(folder)
    for key, line in LINES.items():
        (root / "experiences" / f"fiche-{key}.yml").write_text(RECORD.format(key=key, line=line), encoding="utf-8")
    return built(root, folder / "site")


@pytest.fixture(scope="module")
def site(vrai_site: Path) -> Iterator[str]:
    yield from served(vrai_site)


@pytest.fixture(scope="module")
def observatoire() -> Observatoire:
    return loading.load(ROOT)


def ask(page: Page, query: str) -> None:
    """Type ``query`` and wait for the results to be those of it."""
    field = page.get_by_label("Mots à chercher")
    field.fill(query)
    field.press("Enter")
    quoted = f"«\u00a0{query[:40]}{'…' if len(query) > 40 else ''}\u00a0»"
    expect(page.locator(".compte")).to_contain_text(f"{quoted}")
    expect(page.locator(".compte")).to_contain_text("résultat")


def addresses(page: Page) -> list[str]:
    """Where every result leads, in their order, all of them shown."""
    total = int((re.match(r"\d+", page.locator(".compte").inner_text()) or ["0"])[0])
    while page.locator(".resultats li").count() < total:
        shown = page.locator(".resultats li").count()
        if page.get_by_role("button", name="de plus").is_visible():
            page.get_by_role("button", name="de plus").click()
        expect(page.locator(".resultats li").nth(shown)).to_be_visible()
    return [str(link.get_attribute("href")) for link in page.locator(".resultats h2 a").all()]


# --- What is found


def test_a_page_that_says_nothing_yet_is_found_by_its_title(tmp_path: Path) -> None:
    (tmp_path / "matrice").mkdir()
    (tmp_path / "matrice" / "index.html").write_text('<main><header class="tete"><h1>La diversité</h1></header></main>', encoding="utf-8")
    (tmp_path / "recherche").mkdir()

    assert recherche.index(tmp_path, Observatoire({}, {}, official())) == 1


def test_the_twenty_one_french_queries_find_what_they_should(browser: Browser, douze: Path) -> None:
    found = {}
    for site in served(douze):
        page = browser.new_page()
        page.goto(f"{site}recherche/?q=fiche&sorte=experience")
        for query in QUERIES:
            ask(page, query)
            found[query] = "".join(sorted(re.findall(r"/fiche-([a-l])/", " ".join(addresses(page)))))
        page.close()

    assert len(QUERIES) == 21
    assert found == QUERIES


def holding(site: Path, *expressions: str) -> set[str]:
    """Addresses of the practices whose page says one of ``expressions``."""
    lexique = Lexique(dict.fromkeys(expressions, "x"))
    pages = {
        path.parent.name: recherche.read(path.read_text(encoding="utf-8").split("<main")[1])
        for path in site.glob("experiences/*/index.html")
    }
    return {f"/experiences/{key}/" for key, words in pages.items() if key != "par" and any(lexique.trouver(" ".join(words)))}


def test_the_words_of_the_field_are_found_however_they_are_typed(opened: Callable[..., Page], vrai_site: Path) -> None:
    page = opened("recherche/?q=roubaix&sorte=experience")
    found: dict[str, set[str]] = {}
    for query in ("équipement", "equipement", "l'habitant", "l’habitant", "habitant", "élus", "elus", "FPH", "ATU", "tirage au sort"):
        ask(page, query)
        found[query] = set(addresses(page))

    assert found["équipement"] == found["equipement"] >= holding(vrai_site, "équipement") != set()
    assert found["l'habitant"] == found["l’habitant"] == found["habitant"] >= holding(vrai_site, "habitant") != set()
    assert found["élus"] == found["elus"] >= holding(vrai_site, "élu") != set()
    assert found["FPH"] == holding(vrai_site, "FPH", "Fonds de participation des habitants") != set()
    assert found["ATU"] == holding(vrai_site, "ATU", "Atelier de travail urbain") != set()
    assert found["tirage au sort"] >= holding(vrai_site, "tirage au sort") != set()


def test_a_synonym_leads_to_the_page_of_its_word(opened: Callable[..., Page]) -> None:
    page = opened("recherche/?q=codev")

    expect(page.locator(".resultats h2 a").filter(has_text="Conseil de développement").first).to_be_visible()


def texts(value: Any) -> Iterator[str]:
    """Every text of a YAML value, its spaces made one."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


def test_every_enseignement_is_on_its_record_its_theme_the_register_and_in_the_search_and_in_one_file(
    opened: Callable[..., Page], vrai_site: Path, observatoire: Observatoire
) -> None:
    site = readings(vrai_site)
    pages = {name: " ".join("".join(page.text).split()) for name, page in site.items()}
    files = [set(texts(data_of(path))) for path in (*ROOT.glob("experiences/*.yml"), *ROOT.glob("groupes/**/*.yml"))]
    queries = {}
    for lecon in observatoire.lecons:
        e, record = lecon.enseignement, f"{address_of(lecon.fiche)}index.html"
        text = " ".join(e.texte.split())
        queries[f"/{address_of(lecon.fiche)}{e.cle}.html"] = text.replace("’", " ")
        assert e.cle in site[record].anchors, lecon.id
        assert text in pages[record], lecon.id
        assert e.theme is None or text in pages[f"themes/{e.theme}/index.html"], lecon.id
        assert text in pages["enseignements/index.html"], lecon.id
        assert sum(text in file for file in files) == 1, lecon.id

    lost = opened("recherche/").evaluate(
        """async (queries) => {
          const {createInstance} = await import(new URL("../pagefind/pagefind.js", location.href));
          const engine = createInstance({noWorker: true, basePath: new URL("../pagefind/", location.href).pathname});
          const lost = [];
          for (const [address, words] of Object.entries(queries)) {
            let found = false;
            for (const result of (await engine.search(words)).results.slice(0, 20)) {
              found ||= (await result.data()).raw_url === address;
              if (found) break;
            }
            if (!found) lost.push(address);
          }
          return lost;
        }""",
        queries,
    )

    assert len(queries) >= 100
    assert lost == []


def test_an_enseignement_found_leads_to_its_own_place(opened: Callable[..., Page], observatoire: Observatoire) -> None:
    lecon = next(x for x in observatoire.lecons if "’" in x.enseignement.texte)
    page = opened("recherche/?sorte=enseignement")
    ask(page, lecon.enseignement.texte[:190])
    page.locator(f'.resultats a[href$="{lecon.id.replace("#", "/#")}"]').click()

    expect(page).to_have_url(re.compile(re.escape(f"{address_of(lecon.fiche)}#{lecon.enseignement.cle}") + "$"))
    expect(page.locator(f"#{lecon.enseignement.cle}")).to_be_in_viewport()
    expect(page.locator(f"#{lecon.enseignement.cle}")).to_contain_text(lecon.enseignement.texte)


# --- The index


@pytest.mark.parametrize("name", ["petit_site", "vrai_site"])
def test_the_index_holds_every_page_enseignement_and_word(name: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(name)
    o = loading.load(PETIT if name == "petit_site" else ROOT)
    pages = [page for page, reading in readings(site).items() if page.endswith("index.html") and not reading.redirection]
    only_ways = {"index.html", "recherche/index.html", "plan-du-site/index.html"}
    kinds = json.loads((site / "recherche" / "sortes.json").read_text(encoding="utf-8"))
    entry = json.loads((site / "pagefind" / "pagefind-entry.json").read_text(encoding="utf-8"))

    assert o.glossaire
    assert only_ways < set(pages)
    assert entry["languages"]["fr"]["page_count"] == len(pages) - len(only_ways) + len(o.lecons) + len(o.glossaire.termes)
    assert len(kinds["experience"]) == len(o.experiences)
    assert len(kinds["enseignement"]) == len(o.lecons)
    assert len(kinds["mot"]) == len(o.glossaire.termes)
    assert sum(map(len, kinds.values())) == entry["languages"]["fr"]["page_count"]


def test_only_what_the_page_calls_is_kept_of_the_search_engine(vrai_site: Path) -> None:
    kept = {path.name for path in (vrai_site / "pagefind").iterdir()}

    assert {re.sub(r"fr_\w+", "fr", name) for name in kept} == {
        "fragment", "index", "pagefind-entry.json", "pagefind.fr.pf_meta", "pagefind.js", "wasm.fr.pagefind",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("experiences/fph-roubaix/", "experience"),
        ("experiences/par/etat/terminee/", "critere"),
        ("experiences/par/", "page"),
        ("themes/evaluer/", "theme"),
        ("themes/evaluer/seance/", "page"),
        ("acteurs/reseau/", "page"),
        ("plateforme/echange-de-pratiques/", "offre"),
        ("experiences/", "page"),
        ("groupes/est/", "rencontre"),
        ("forum/forum-2014/", "rencontre"),
        ("a-propos/credits/", "page"),
    ],
)
def test_the_kind_of_a_record_is_that_of_its_folder(address: str, kind: str, observatoire: Observatoire) -> None:
    records = {address_of(record) for found in observatoire.records.values() for record in found.values()}

    assert sorte_de(address, records).cle == kind


def test_every_kind_has_a_list_to_read_without_searching(vrai_site: Path) -> None:
    assert all((vrai_site / sorte.liste / "index.html").exists() for sorte in SORTES)


def test_a_page_is_read_without_its_ways_around() -> None:
    page = """<main><nav>Fil</nav><p class="surtitre">Expérience</p><h1>Le titre</h1><p>Une <b>phrase</b>&nbsp;; suivie</p>
    <dl class="signal"><dt>Lieu</dt><dd>Roubaix</dd><dt>Budget</dt><dd><span>non renseigné</span></dd></dl><section><header><h2>Chrome</h2></header>
    <ul class="proches"><li><a href="x">Une autre fiche</a></li></ul><ul class="proches propres"><li>Un effet</li></ul></section></main>"""

    assert recherche.read(page) == ("Le titre", "Expérience. Une phrase ; suivie. Roubaix. Un effet.")


# --- The page


def test_nothing_is_fetched_before_a_reader_searches(opened: Callable[..., Page]) -> None:
    page = opened("recherche/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_load_state("networkidle")
    assert page.evaluate("performance.getEntriesByType('resource').filter(r => r.name.includes('pagefind')).length") == 0

    ask(page, "roubaix")

    assert any("pagefind" in url for url in asked)


def test_the_header_leads_to_the_search_from_any_page(opened: Callable[..., Page], site: str) -> None:
    page = opened("experiences/fph-roubaix/", viewport={"width": 320, "height": 640})
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_label("Chercher dans l’observatoire").fill("tirage au sort")
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{site}recherche/?q=tirage+au+sort")
    expect(page.get_by_label("Mots à chercher")).to_have_value("tirage au sort")
    expect(page.locator(".resultats h2 a").first).to_be_visible()
    expect(page).to_have_title(re.compile("^tirage au sort – Recherche"))


def test_kinds_narrow_and_the_address_and_the_back_button_follow(opened: Callable[..., Page], site: str) -> None:
    page = opened("recherche/")
    ask(page, "conseil de quartier")
    kinds = page.get_by_role("navigation", name="Sortes de résultats")
    everything = len(addresses(page))
    counts = [int(count) for count in kinds.locator(".q").all_inner_texts()]
    assert counts[0] == sum(counts[1:]) == everything

    methods = kinds.get_by_role("link", name="Méthodes")
    expected = int(methods.locator(".q").inner_text())
    methods.click()
    expect(page.locator(".compte")).to_contain_text("parmi «\u00a0Méthodes\u00a0»")
    expect(page).to_have_url(f"{site}recherche/?q=conseil+de+quartier&sorte=methode")
    expect(kinds.get_by_role("link", name="Méthodes")).to_have_attribute("aria-current", "true")
    assert all(address.startswith("/methodes/") for address in addresses(page))
    assert page.locator(".resultats li").count() == expected

    again = opened("recherche/?q=conseil+de+quartier&sorte=methode")
    expect(again.locator(".resultats li")).to_have_count(expected)
    page.go_back()
    expect(page.locator(".compte")).to_have_text(f"{everything}\u00a0résultats pour «\u00a0conseil de quartier\u00a0».")
    page.go_back()
    expect(page.locator(".resultats li")).to_have_count(0)
    expect(page.get_by_label("Mots à chercher")).to_have_value("")


def test_typing_is_enough_and_one_step_back_undoes_a_word(opened: Callable[..., Page], site: str) -> None:
    page = opened("recherche/?q=tirage+au+sort")
    field = page.get_by_label("Mots à chercher")
    field.fill("")
    field.press_sequentially("rou", delay=20)
    expect(page).to_have_url(f"{site}recherche/?q=rou")
    field.press_sequentially("baix", delay=20)
    expect(page).to_have_url(f"{site}recherche/?q=roubaix")
    expect(page.locator(".compte")).to_contain_text("«\u00a0roubaix\u00a0»")

    page.go_back()
    expect(page).to_have_url(f"{site}recherche/?q=tirage+au+sort")
    expect(field).to_have_value("tirage au sort")


def test_the_keyboard_alone_searches_narrows_and_goes_on(opened: Callable[..., Page], site: str) -> None:
    page = opened("recherche/")

    def reach(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        pytest.fail(f"Tab never reaches {selector}")

    reach("#q")
    page.keyboard.type("habitants")
    page.keyboard.press("Enter")
    expect(page.locator(".compte")).to_contain_text("«\u00a0habitants\u00a0»")
    expect(page.get_by_label("Mots à chercher")).to_be_focused()
    reach(".sortes a:not([aria-current])")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("sorte=experience"))
    expect(page.locator(".compte")).to_contain_text("parmi «\u00a0Expériences\u00a0»")
    expect(page.locator(".sortes a[aria-current]")).to_be_focused()
    reach(".trouves > button")
    page.keyboard.press("Enter")
    expect(page.locator(".resultats li").nth(10).locator("a")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/experiences/*/")


BAD = {
    "recherche/?q=roubaix&sorte=nawak": "nawak",
    "recherche/?q=roubaix&sorte=__proto__": "__proto__",
    "recherche/?q=roubaix&page=2": "page",
    "recherche/?q=roubaix&q=lille": "la première est gardée",
    "recherche/?q=roubaix&%3Cimg%20src=x%20onerror=alert(1)%3E=1": "<img",
    f"recherche/?q=roubaix{'+habitants' * 40}": "200 signes",
}


@pytest.mark.parametrize(("address", "told"), BAD.items(), ids=range(len(BAD)))
def test_a_bad_address_gets_a_sentence_and_what_can_be_kept(opened: Callable[..., Page], address: str, told: str) -> None:
    page = opened(address)

    expect(page.get_by_role("alert")).to_contain_text("L’adresse demande autre chose")
    expect(page.get_by_role("alert")).to_contain_text(told)
    expect(page.locator(".compte")).to_contain_text("roubaix")


HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "’’’", '"', "%", "a" * 200, "\\", "&lt;b&gt;")


def test_a_hostile_query_is_only_text(opened: Callable[..., Page]) -> None:
    page = opened("recherche/")

    for query in HOSTILE:
        ask(page, query)
        assert page.locator(".trouves :is(script, img, b)").count() == 0


def test_a_slip_of_the_keyboard_is_offered_its_correction(opened: Callable[..., Page]) -> None:
    page = opened("recherche/")
    ask(page, "partissipation")
    page.get_by_role("link", name="participation", exact=True).click()

    expect(page.locator(".compte")).to_contain_text(re.compile("\\d+\u00a0résultats pour «\u00a0participation\u00a0»"))


def test_nothing_found_leads_somewhere(opened: Callable[..., Page]) -> None:
    page = opened("recherche/")
    ask(page, "zzzz hippocampe")

    expect(page.locator(".compte")).to_have_text("Aucun résultat pour «\u00a0zzzz hippocampe\u00a0».")
    expect(page.locator(".trouves .attente:visible")).to_contain_text("Essayez")
    expect(page.get_by_role("link", name="Plateforme").last).to_be_visible()


def test_a_kind_without_result_offers_the_whole_site(opened: Callable[..., Page]) -> None:
    page = opened("recherche/?q=zones+urbaines&sorte=mot")
    ask(page, "alma gare architectes")

    expect(page.locator(".compte")).to_contain_text("Aucun résultat")
    page.get_by_role("link", name="Chercher dans tout le site").click()
    expect(page.locator(".resultats h2 a").first).to_be_visible()


def test_without_its_index_the_page_says_so_and_keeps_its_lists(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(f"{site}recherche/?q=roubaix")

    expect(page.locator(".compte")).to_contain_text("n’a pas pu se charger")
    expect(page.locator(".listes a").first).to_be_visible()
    context.close()


def test_without_javascript_the_lists_lead_everywhere(opened: Callable[..., Page]) -> None:
    page = opened("recherche/?q=roubaix", java_script_enabled=False)

    expect(page.locator("main form")).to_be_hidden()
    expect(page.get_by_text("La recherche se fait dans votre navigateur")).to_be_visible()
    assert page.locator(".listes a:visible").count() == len(SORTES)


@pytest.mark.parametrize("address", ["recherche/?q=conseil", "recherche/?q=partissipation&sorte=x", "recherche/?q=zzzz+hippocampe"])
def test_axe_finds_nothing_in_the_results(examiner: Page, site: str, address: str) -> None:
    visit(examiner, site + address)
    expect(examiner.locator(".compte")).to_contain_text("résultat")

    assert violations_at_every_look(examiner) == []
