"""The form of the records: it knows every field, writes what the formatter writes, and saves nothing wrong."""

from __future__ import annotations

import hashlib
import html
import http.client
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from conftest import PETIT
from construire import ROOT, built, copied
from observatoire import loading
from observatoire.editing import formulaire, serveur
from observatoire.editing.fiches import fiches
from observatoire.forge import forge
from observatoire.schema import COLLECTIONS
from observatoire.schema.formatting import formatted, updated
from observatoire.schema.walk import written
from observatoire.sources import comments, read

JARDIN = "experiences/jardin-des-quatre-vents.yml"
RENCONTRE = "groupes/rencontres/2013-06-14-groupe-est.yml"
SLOW = 30_000
"""Milliseconds that Sveltia may take to draw itself on a busy machine."""


def git(root: Path, *words: str) -> str:
    named = ["-c", "user.name=essai", "-c", "user.email=essai@exemple.fr"]
    return subprocess.run(["git", *named, *words], cwd=root, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def depart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository of the small observatory, its records in their one form."""
    root = shutil.copytree(PETIT, tmp_path_factory.mktemp("depart") / "depot")
    for collection, name in fiches(root):
        path = root / name
        path.write_text(formatted(collection.model, read(name, path.read_bytes())), encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Départ")
    return root


@pytest.fixture
def depot(depart: Path, tmp_path: Path) -> Path:
    """A copy of it, to be written in."""
    return shutil.copytree(depart, tmp_path / "depot")


@pytest.fixture
def served(depot: Path) -> Iterator[serveur.Serveur]:
    with serveur.Serveur(depot, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def changed(root: Path) -> list[str]:
    """Lines that left (-) and came (+) since the first commit, new files included."""
    git(root, "add", "-A", "-N")
    lines = git(root, "diff", "-U0").splitlines()
    return [line for line in lines if re.match(r"[-+](?![-+]{2} )", line)]


def assert_sound(root: Path) -> None:
    """What ``formater --verifier`` and ``verifier`` ask."""
    for collection, name in fiches(root):
        text = (root / name).read_text(encoding="utf-8")
        assert formatted(collection.model, read(name, text.encode())) == text
    loading.load(root)


# --- Settings ---


def named(fields: list[dict[str, Any]], prefix: str = "") -> Iterator[str]:
    for field in fields:
        yield prefix + field["name"]
        yield from named(field.get("fields", []), f"{prefix}{field['name']}.")


def in_model(model: Any, prefix: str = "") -> Iterator[str]:
    for slot in written(model):
        yield prefix + slot.name
        if slot.model:
            yield from in_model(slot.model, f"{prefix}{slot.name}.")


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(formulaire.settings(loading.load(PETIT), serveur.LOCAL, workflow=False))
    return found


@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=COLLECTIONS)
def test_every_field_of_every_collection_is_in_the_form_in_the_order_of_the_record(settings: dict[str, Any], collection: Any) -> None:
    config = settings["config"]
    (found,) = [x for x in (*config["collections"], *config["singletons"]) if x["name"] == collection.nom]

    assert [*named(found["fields"])] == [*in_model(collection.model)]
    assert (found.get("folder") or found["file"]) == collection.folder


def test_words_are_choices_with_their_definitions_and_references_are_searched(settings: dict[str, Any]) -> None:
    (experience,) = [x for x in settings["config"]["collections"] if x["name"] == "experience"]
    fields = {field["name"]: field for field in experience["fields"]}
    terms = loading.load(PETIT).vocabulaires["objet_traite"].termes

    assert [option["value"] for option in fields["objet_traite"]["options"]] == list(terms)
    assert all(terms[o["value"]].libelle.split()[0] in o["label"] and " – " in o["label"] for o in fields["objet_traite"]["options"])
    assert (fields["objet_traite"]["min"], fields["objet_traite"]["max"]) == (1, 3)
    assert (fields["porteurs"]["widget"], fields["porteurs"]["collection"], fields["porteurs"]["multiple"]) == (
        "relation",
        "structure",
        True,
    )
    assert fields["limites"]["widget"] == "richtext"
    assert fields["resume"]["maxlength"] == 280
    (rencontre,) = [x for x in settings["config"]["collections"] if x["name"] == "rencontre"]
    set_ = {field["name"]: field["default"] for field in rencontre["fields"] if "default" in field}
    assert set_ == {"etat_compte_rendu": "a_venir", "statut": "brouillon"}, "what nobody is asked"
    assert "minlength" not in fields["resume"], "Sveltia would count « 1 / 0 / 280 »"
    assert fields["territoires"]["hint"] == "Tapez les premières lettres, puis choisissez."
    assert fields["porteurs"]["hint"].endswith("Choisissez son nom sous «\u00a0Inconnu\u00a0», plus bas.")
    assert fields["titre"]["comment"] == "Comment appeler cette expérience, en quelques mots qui disent ce que c’est et où\u202f?"
    assert {"label": "Lille (59350)", "value": "59350"} in settings["listes"]["communes"]


def test_drafts_are_branches_on_github_and_on_gitlab() -> None:
    for address, backend in (
        ("https://github.com/org/obs", {"name": "github", "repo": "org/obs"}),
        ("https://gitlab.exemple.fr/g/s/obs.git", {"name": "gitlab", "repo": "g/s/obs", "api_root": "https://gitlab.exemple.fr/api/v4"}),
    ):
        files = formulaire.files(loading.load(PETIT), address)
        config = json.loads(files["admin/formulaire/reglages.json"])["config"]

        assert backend.items() <= config["backend"].items()
        assert config["publish_mode"] == "editorial_workflow"


@pytest.mark.parametrize("address", ["", "https://forge.exemple.fr/org/obs", "git@github.com:org/obs.git", "http://github.com/org/obs"])
def test_without_a_forge_that_it_knows_the_site_has_no_form(address: str) -> None:
    assert forge(address) is None
    assert formulaire.files(loading.load(PETIT), address) == {}


def test_the_page_of_the_form_evaluates_nothing_and_asks_only_the_forge() -> None:
    page = formulaire.files(loading.load(PETIT), "https://github.com/org/obs")["admin/formulaire/index.html"].decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)

    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "connect-src 'self' blob: data: https://api.github.com;" in policy
    assert "unsafe-eval" not in policy


def test_what_is_built_was_built_from_these_sources() -> None:
    sources = formulaire.assets()["SOURCES.txt"].decode().splitlines()

    for line in sources:
        digest, name = line.split("  ")
        raw = (ROOT / "scripts" / "formulaire" / name).read_bytes()
        assert hashlib.sha256(raw).hexdigest() == digest, f"{name} : npm run produire dans scripts/formulaire"
    assert {"main.js", "fiche.js", "local.js", "package-lock.json"} <= {line.split("  ")[1] for line in sources}


def test_what_is_built_is_light_and_carries_its_licences() -> None:
    assets = formulaire.assets()

    assert sum(map(len, assets.values())) < 3_000_000
    assert "MIT License" in assets["LICENCES.txt"].decode()
    assert all(b"cdn.jsdelivr.net/fontsource" not in raw and b"githubstatus.com/api" not in raw for raw in assets.values())


# --- Reading and writing ---


def test_read_then_written_every_record_is_to_the_byte_what_the_formatter_writes(browser: Browser, served: serveur.Serveur) -> None:
    items = [
        (name, (root / name).read_text(encoding="utf-8"), formulaire.forme(row.model))
        for root in (ROOT, served.root, ROOT / "tests" / "demonstration")  # All in form: test_formatting asks it of the first and the last.
        for row, name in fiches(root)
    ]
    page = browser.new_page()
    page.goto(served.adresse + "LICENCES.txt")
    script = "async (items) => { const { lire, ecrire } = await import('/fiche.js'); return items.map(([, t, f]) => ecrire(lire(t.trim(), f), f)); }"

    written_ = page.evaluate(script, items)

    page.close()
    bare = [without_what_only_the_server_keeps(text) for _, text, _ in items]
    assert len(items) > 600
    assert [name for (name, _, _), old, new in zip(items, bare, written_, strict=True) if old != new] == []


def without_what_only_the_server_keeps(text: str) -> str:
    """Comments, and lists left empty on purpose: they are no values of the form; on this machine, the server keeps them."""
    remarks = {comment.line for comment in comments(text)}
    lines = [line for number, line in enumerate(text.splitlines(keepends=True), 1) if number not in remarks]
    return re.sub(r"^ *(?!groupes|termes|elements)\b\w+: \[\]\n", "", "".join(lines), flags=re.MULTILINE)


HOSTILES: list[dict[str, Any]] = [
    {"titre": "Oui : non", "resume": "no", "accroche": "- tiret # dièse", "debut": "2013", "fin": "vers 2014-05", "statut": "brouillon"},
    {"titre": "12", "resume": "ligne\nsuivante : deux", "accroche": "  entouré  ", "limites": "- a\n- b\n\n  code", "statut": "@x"},
    {"titre": 'dit "oui"', "resume": "tab\tulation\net ligne", "territoires": ["02285", "59512"], "temps_humain": {"jours": 0.0000001, "etp": 1.5}},
    {"titre": "e\u0301cole", "resume": "1_000", "etapes": [{"date": "2013-05", "titre": "0x1F", "sources": ["s1", "s2"]}, {"titre": "", "sources": []}]},
    {"titre": "'apostrophe", "resume": "\u00a0insécable\u00a0: x", "inconnu_du_modele": {"b": "1", "a": [1, True]}, "recit": {"lieu": {"texte": "x"}}},
]  # fmt: skip


def test_whatever_is_typed_is_written_as_the_formatter_would(browser: Browser, served: serveur.Serveur) -> None:
    model = COLLECTIONS["experience"].model
    page = browser.new_page()
    page.goto(served.adresse + "LICENCES.txt")
    script = "async ([fiches, f]) => { const { ecrire } = await import('/fiche.js'); return fiches.map((fiche) => ecrire(fiche, f)); }"

    texts = page.evaluate(script, [HOSTILES, formulaire.forme(model)])

    page.close()
    for text in texts:
        assert formatted(model, read("x.yml", text.encode())) == text


# --- Saving on this machine ---


def test_a_comment_stays_by_what_it_stood_by_when_the_form_changes_the_record(depot: Path) -> None:
    path = depot / JARDIN
    text = path.read_text(encoding="utf-8")
    text = text.replace("territoires:\n", "# Le quartier est dans Lille.\nterritoires:\n")
    path.write_text("# À relire avec le groupe.\n\n" + text, encoding="utf-8")
    data = read(JARDIN, path.read_bytes()).data

    serveur.save(
        depot,
        JARDIN,
        re.sub("^accroche: .*$", "accroche: Une clé pour tous.", path.read_text(encoding="utf-8").replace("# ", "## "), flags=re.MULTILINE),
    )

    found = path.read_text(encoding="utf-8")
    assert "# À relire avec le groupe.\n\n" in found
    assert "# Le quartier est dans Lille.\nterritoires:\n" in found
    assert "##" not in found
    assert read(JARDIN, found.encode()).data == {**data, "accroche": "Une clé pour tous."}


def test_a_comment_follows_its_element_and_is_never_lost() -> None:
    model = COLLECTIONS["experience"].model
    former = read("x.yml", b"titre: A\nreperes:\n  - texte: un\n  # du second\n  - texte: deux\n# date lue\nfin: 2013\n")

    moved = updated(model, former, {"titre": "A", "reperes": [{"texte": "z\xe9ro"}, {"texte": "un"}, {"texte": "deux"}]})

    assert moved == "titre: A\nreperes:\n  - texte: zéro\n  - texte: un\n  # du second\n  - texte: deux\n# date lue\n"


@pytest.mark.parametrize(
    "name",
    [
        "../ailleurs.yml", "experiences/../mkdocs.yml", "mkdocs.yml", "experiences/.caché.yml", "experiences/Majuscule.yml", "/etc/passwd",
        "experiences/sous/dossier.yml", "content/vocabulaires/phase.yml", "content/a-propos/index.md", "", "experiences/a.yml/../b.yml",
    ],
)  # fmt: skip
def test_nothing_but_a_record_is_written(depot: Path, name: str) -> None:
    with pytest.raises(serveur.Refused, match="n’est pas l’adresse d’une fiche"):
        serveur.save(depot, name, "titre: X\n")

    assert changed(depot) == []


def test_a_link_is_not_followed(depot: Path, tmp_path: Path) -> None:
    outside = tmp_path / "dehors.yml"
    outside.write_text("titre: X\n", encoding="utf-8")
    (depot / "experiences" / "lien.yml").symlink_to(outside)

    with pytest.raises(serveur.Refused):
        serveur.save(depot, "experiences/lien.yml", "titre: Y\n")

    assert outside.read_text(encoding="utf-8") == "titre: X\n"


def test_what_the_checker_refuses_is_not_written_and_why_is_said_in_french(depot: Path) -> None:
    text = (depot / JARDIN).read_text(encoding="utf-8")

    with pytest.raises(serveur.Refused, match="ville-exempel") as refusal:
        serveur.save(depot, JARDIN, text.replace("ville-exemple", "ville-exempel"))
    assert JARDIN not in str(refusal.value), "who fills in a form sees no file, no line"

    assert changed(depot) == []


def test_a_change_that_breaks_another_record_is_refused(depot: Path) -> None:
    text = (depot / RENCONTRE).read_text(encoding="utf-8")
    used = next(p for p in (depot / "groupes/productions").glob("*.yml") if f"{Path(RENCONTRE).stem}#" in p.read_text(encoding="utf-8"))
    (key,) = re.findall(rf"{Path(RENCONTRE).stem}#(e\d+)", used.read_text(encoding="utf-8"))[:1]

    with pytest.raises(serveur.Refused, match=used.name):
        serveur.save(depot, RENCONTRE, text.replace(f"cle: {key}\n", "cle: e99\n"))

    assert changed(depot) == []


def ask(server: serveur.Serveur, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
    connection.putrequest(method, path, skip_host=True)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    status = connection.getresponse().status
    connection.close()
    return status


def test_the_server_answers_only_to_this_machine_and_to_its_own_page(served: serveur.Serveur, depot: Path) -> None:
    own = f"127.0.0.1:{served.server_port}"
    text = (depot / JARDIN).read_bytes().replace(b"Quatre-Vents", b"Cinq-Vents")

    assert served.server_address[0] == "127.0.0.1"
    assert ask(served, "GET", "/fiches/", {"Host": own}) == 200
    assert ask(served, "GET", "/fiches/", {"Host": "voleur.exemple"}) == 403
    assert ask(served, "PUT", f"/fiches/{JARDIN}", {"Host": own, "Origin": "https://voleur.exemple"}, text) == 403
    assert ask(served, "PUT", f"/fiches/{JARDIN}", {"Host": own, "Content-Length": "999999999"}) == 413
    assert ask(served, "PUT", "/fiches/../mkdocs.yml", {"Host": own}, b"x: y\n") == 422
    assert ask(served, "GET", "/../../etc/passwd", {"Host": own}) == 404
    assert ask(served, "DELETE", f"/fiches/{JARDIN}", {"Host": own}) == 501
    assert changed(depot) == []


# --- On the forge ---


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small observatory, built with the address of a repository."""
    folder = tmp_path_factory.mktemp("heberge")
    root = copied(folder)
    config = root / "mkdocs.yml"
    config.write_text("repo_url: https://github.com/org/obs\n" + config.read_text(encoding="utf-8"), encoding="utf-8")
    return built(root, folder / "site")


def test_each_list_leads_to_the_forge_with_the_template_filled_in(hosted: Path) -> None:
    page = (hosted / "experiences" / "index.html").read_text(encoding="utf-8")
    (link,) = re.findall(r'<a href="([^"]+)">Proposer une expérience</a>', page)
    address = urlsplit(html.unescape(link))
    values = parse_qs(address.query)

    assert (address.hostname, address.path) == ("github.com", "/org/obs/new/main/experiences")
    assert values["filename"] == ["a-nommer.yml"]
    assert read("a-nommer.yml", values["value"][0].encode()).data["statut"] == "brouillon"
    assert len(link) < 8000


def test_each_record_leads_to_its_file_on_the_forge(hosted: Path) -> None:
    page = (hosted / "experiences" / "jardin-des-quatre-vents" / "index.html").read_text(encoding="utf-8")

    assert re.findall(r'<a href="([^"]+)">Proposer une correction</a>', page) == [f"https://github.com/org/obs/edit/main/{JARDIN}"]


def test_the_template_that_the_site_shows_is_the_one_that_the_forge_receives(hosted: Path) -> None:
    page = (hosted / "contribuer" / "champs" / "experience" / "index.html").read_text(encoding="utf-8")
    (link,) = re.findall(
        r'<a href="([^"]+)">Proposer une expérience</a>', (hosted / "experiences" / "index.html").read_text(encoding="utf-8")
    )

    shown = html.unescape(re.findall(r"<pre[^>]*><code>(.*?)</code>", page, re.DOTALL)[0])

    assert parse_qs(urlsplit(html.unescape(link)).query)["value"][0].strip() == shown.strip()


def test_without_a_repository_each_list_leads_to_the_template(petit_site: Path) -> None:
    assert '<a href="../contribuer/champs/methode/">Proposer une méthode</a>' in (petit_site / "methodes/index.html").read_text(
        encoding="utf-8"
    )
    assert "repo_url" in (petit_site / "admin/index.html").read_text(encoding="utf-8")
    assert not (petit_site / "admin/formulaire").exists()


def test_gitlab_is_given_the_name_and_the_text() -> None:
    found = forge("https://gitlab.exemple.fr/g/obs")

    assert found is not None
    assert found.edit == "-/edit/main/"
    assert found.new_file("experiences", "a.yml", "titre: é\n") == (
        "https://gitlab.exemple.fr/g/obs/-/new/main/experiences?file_name=a.yml&content=titre%3A+%C3%A9%0A"
    )


def test_the_form_of_the_site_asks_nobody_before_a_token_and_then_the_forge_alone(browser: Browser, hosted: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=hosted))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{server.server_port}/"
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(SLOW)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(re.compile("^https://"), lambda route: route.fulfill(status=401, json={"message": "Bad credentials"}))

    page.goto(site + "admin/")
    page.get_by_role("link", name="Ouvrir le formulaire").click()
    page.get_by_role("button", name="Se connecter avec un jeton d’accès").click()

    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []
    page.get_by_role("textbox", name="Jeton d’accès personnel").fill("ghp_" + "x" * 36)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(page.get_by_text("Le jeton fourni n’est pas valide")).to_be_visible(timeout=SLOW)
    others = {urlsplit(url).hostname for url in asked if not url.startswith((site, "data:", "blob:"))}
    context.close()
    server.shutdown()
    server.server_close()
    assert others == {"api.github.com"}


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


# --- In a browser ---


class Formulaire:
    """The form, as someone uses it."""

    def __init__(self, page: Page, server: serveur.Serveur) -> None:
        self.page = page
        self.asked: list[str] = []
        self.said: list[str] = []
        page.set_default_timeout(SLOW)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.goto(server.adresse)
        page.get_by_role("button", name="Ouvrir les fiches de cet ordinateur").click()

    def collection(self, name: str) -> None:
        self.page.get_by_role("treeitem", name=name, exact=True).click()

    def open(self, title: str) -> None:
        self.page.get_by_role("row").filter(has_text=title).get_by_text(title).first.click()
        expect(self.field("titre")).to_be_visible(timeout=SLOW)

    def field(self, path: str) -> Locator:
        return self.page.locator(f'section.field[data-key-path="{path}"]').first

    def reach(self, path: str) -> Locator:
        """The field, scrolled to: those far below are drawn when they come near."""
        found = self.field(path)
        self.page.mouse.move(300, 500)
        for _ in range(120):
            if found.count() and found.is_visible():
                break
            self.page.mouse.wheel(0, 600)
            self.page.wait_for_timeout(100)
        found.scroll_into_view_if_needed()
        return found

    def write(self, path: str, text: str) -> None:
        self.reach(path).get_by_role("textbox").first.fill(text)

    def save(self) -> None:
        self.page.get_by_role("button", name="Enregistrer", exact=True).click()

    def saved(self) -> None:
        expect(self.page.get_by_text("Entrée enregistrée.").first).to_be_visible(timeout=SLOW)


@pytest.fixture
def form(browser: Browser, served: serveur.Serveur) -> Iterator[Formulaire]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    opened = Formulaire(context.new_page(), served)
    yield opened
    context.close()
    assert [url for url in opened.asked if not url.startswith((served.adresse, "data:", "blob:"))] == []


def test_a_record_is_opened_changed_and_saved_and_differs_by_the_changed_line_alone(form: Formulaire, depot: Path) -> None:
    form.open("Jardin partagé des Quatre-Vents")
    form.write("accroche", "Donner les clés : plus que cent réunions.")
    form.save()
    form.saved()

    assert changed(depot) == [
        "-accroche: Donner les clés du cabanon a plus compté que toutes les réunions.",
        '+accroche: "Donner les clés : plus que cent réunions."',
    ]
    assert_sound(depot)
    assert form.said == []


def test_a_wrong_value_is_refused_in_french_under_its_field_then_by_the_checker(form: Formulaire, depot: Path) -> None:
    form.open("Jardin partagé des Quatre-Vents")
    form.write("debut", "17/05/2013")
    form.save()
    expect(form.reach("debut").get_by_text("Une date s’écrit 2013, 2013-05 ou 2013-05-17")).to_be_visible()
    form.write("debut", "2011")
    form.write("accroche", "Écrire à jeanne.exemple@exemple.fr pour venir.")
    form.save()

    refusal = form.page.get_by_role("alertdialog", name="La fiche n’est pas enregistrée")
    expect(refusal).to_be_visible(timeout=SLOW)
    expect(refusal).to_contain_text("Un courriel paraît ici")
    assert changed(depot) == []
    refusal.get_by_role("button", name="OK").click()
    expect(form.reach("debut").get_by_role("textbox")).to_have_value("2011")


def test_a_meeting_keeps_its_enseignements_and_takes_another(form: Formulaire, depot: Path) -> None:
    title = read(RENCONTRE, (depot / RENCONTRE).read_bytes()).data["titre"]
    held = len(read(RENCONTRE, (depot / RENCONTRE).read_bytes()).data["enseignements"])
    form.collection("Rencontres")
    form.open(title)
    form.reach("enseignements").get_by_role("button", name=re.compile("Ajouter.*Enseignements")).click()
    form.write(f"enseignements.{held}.cle", "e9")
    form.reach(f"enseignements.{held}.nature").get_by_role("combobox").click()
    form.page.get_by_role("option", name=re.compile("^Levier")).click()
    form.write(f"enseignements.{held}.texte", "Dire la suite avant de demander un avis.")
    form.save()
    form.saved()

    assert changed(depot) == ["+  - cle: e9", "+    nature: levier", "+    texte: Dire la suite avant de demander un avis."]
    assert_sound(depot)


def test_a_record_is_created_through_the_form(form: Formulaire, depot: Path) -> None:
    form.collection("Ressources")
    form.page.get_by_role("button", name="Créer une entrée", exact=True).click()
    expect(form.field("titre")).to_be_visible(timeout=SLOW)
    form.write("titre", "Guide de l’écoute : mode d’emploi")
    form.reach("type_ressource").get_by_role("combobox").click()
    form.page.get_by_role("option", name=re.compile("^Guide")).first.click()
    form.write("annee", "2013") if form.reach("annee").get_by_role("textbox").count() else form.reach("annee").get_by_role(
        "spinbutton"
    ).fill("2013")
    form.save()
    form.saved()

    text = (depot / "content/ressources/guide-de-l-ecoute-mode-d-emploi.yml").read_text(encoding="utf-8")
    assert text.startswith('titre: "Guide de l’écoute : mode d’emploi"\ntype_ressource: guide')
    assert_sound(depot)
