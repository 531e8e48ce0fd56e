"""One real build, strict: what the finished site of the small observatory holds, and what a bad build leaves alone."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from construire import ROOT, build, built, bytes_of, copied
from observatoire import loading
from observatoire.consentement import shown_name
from verification import Reading, bad_pages, broken_links, orphans, outside_requests, readings

FICHE = "experiences/jardin-des-quatre-vents.yml"
HOSTILE = (
    '---\ntitle: \'"><script>alert(1)</script>\'\ndescription: "<img src=x onerror=alert(1)>"\nauthor: "<svg onload=alert(1)>"\n---\n\n'
    "# Essai\n\n<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[lien](javascript:alert(1))\n\n"
    '<form action="https://ailleurs.example/"><input></form>\n\n<base href="https://ailleurs.example/">\n'
)
Copy = Callable[[], Path]


@pytest.fixture(scope="module", params=["petit_site", "demonstration_site", "vrai_site"])
def site(request: pytest.FixtureRequest) -> Path:
    """The small observatory, the demonstration and the real one."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> Mapping[str, Reading]:
    return readings(site)


def test_no_link_nor_anchor_is_broken(site: Path, pages: Mapping[str, Reading]) -> None:
    assert list(broken_links(site, pages)) == []


def test_every_page_is_reached_from_the_home_page(pages: Mapping[str, Reading]) -> None:
    assert orphans(pages) == []


def test_nothing_is_fetched_from_another_host(site: Path, pages: Mapping[str, Reading]) -> None:
    outside = re.compile(r"@import|url\(\s*[\"']?(?:https?:)?//")
    styles = [path.name for path in site.rglob("*.css") if outside.search(path.read_text(encoding="utf-8"))]

    assert list(outside_requests(pages)) == []
    assert styles == []


def test_every_page_has_its_title_language_description_and_way_to_skip(pages: Mapping[str, Reading]) -> None:
    assert list(bad_pages(pages)) == []


def test_two_pages_never_share_a_title(pages: Mapping[str, Reading]) -> None:
    titles: dict[str, list[str]] = {}
    for name, page in pages.items():
        if not page.redirection:
            titles.setdefault(page.titles[0], []).append(name)

    assert {title: names for title, names in titles.items() if len(names) > 1} == {}


def test_yaml_is_never_published(site: Path) -> None:
    assert [path.name for path in site.rglob("*") if path.suffix in (".yml", ".yaml")] == []


def test_what_the_theme_brings_and_nothing_calls_is_left_out(site: Path) -> None:
    assert {path.name for path in (site / "assets").iterdir()} <= {path.name for path in (ROOT / "overrides" / "assets").iterdir()}


def test_the_open_data_are_there_and_readable(site: Path) -> None:
    experiences = json.loads((site / "donnees" / "experiences.json").read_text(encoding="utf-8"))

    assert experiences
    assert all((site / "experiences" / row["id"] / "index.html").exists() for row in experiences)


def test_a_person_who_did_not_agree_is_named_nowhere(petit_site: Path) -> None:
    people = loading.load(ROOT / "tests" / "petit").personnes.values()
    withheld = [person.nom_affiche for person in people if not shown_name(person)]

    said = {name: text for name, content in bytes_of(petit_site).items() if (text := content.decode(errors="ignore"))}

    assert withheld
    assert [(name, file) for name in withheld for file, text in said.items() if name in text] == []


@pytest.fixture(scope="module")
def changed_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small observatory with a known repository, a page written by someone hostile, and a person known by her first name."""
    folder = tmp_path_factory.mktemp("change")
    root = copied(folder)
    person = root / "content" / "acteurs" / "personnes" / "camille.yml"
    told = person.read_text(encoding="utf-8").replace("niveau: nom_et_structure", "niveau: prenom_et_structure")
    person.write_text(told, encoding="utf-8")
    config = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    config |= {"site_url": "https://observatoire.example/", "repo_url": "https://forge.example/depot", "edit_uri": "edit/main/content/"}
    (root / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (root / "content" / "essai.md").write_text(HOSTILE, encoding="utf-8")
    return built(root, folder / "site")


def test_a_person_known_by_first_name_is_not_named_further(changed_site: Path) -> None:
    assert "Camille" in (changed_site / "acteurs" / "les-quatre-vents" / "index.html").read_text(encoding="utf-8")
    assert [name for name, content in bytes_of(changed_site).items() if b"Camille Exemple" in content] == []


def test_an_old_address_leads_on(petit_site: Path) -> None:
    old = [record for record in loading.load(ROOT / "tests" / "petit").fiches if record.anciens_identifiants]

    assert old
    for record in old:
        for identifier in record.anciens_identifiants:
            pages = [page for name, page in readings(petit_site).items() if name.endswith(f"/{identifier}/index.html")]
            assert [page.redirection for page in pages] == [f"../{record.id}/"]
            assert f"../{record.id}/" in pages[0].links


def test_no_page_offers_a_correction_when_no_repository_is_known(petit_site: Path) -> None:
    assert (
        "Proposer une correction"
        not in (petit_site / "experiences" / "jardin-des-quatre-vents" / "index.html")
        .read_text(encoding="utf-8")
        .split("<footer")[0]
        .rsplit("pied-page", 1)[-1]
    )


def test_a_page_leads_to_the_file_to_edit_when_the_repository_is_known(changed_site: Path) -> None:
    pages = {name: page for name, page in readings(changed_site).items() if name != "essai/index.html"}

    assert f"https://forge.example/depot/edit/main/{FICHE}" in pages["experiences/jardin-des-quatre-vents/index.html"].links
    assert list(broken_links(changed_site, pages)) == []
    assert "lastmod" not in (changed_site / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("statut: ", "statuts: ", "statuts"),
        ("titre: ", "titre: [", FICHE),
        ("themes:\n  - ", "themes:\n  - inconnu-", "inconnu-"),
    ],
    ids=["champ inconnu", "YAML illisible", "renvoi perdu"],
)
def test_a_broken_record_leaves_the_previous_site_as_it_was(
    copie: Copy, petit_site: Path, tmp_path: Path, old: str, new: str, told: str
) -> None:
    root = copie()
    output = Path(shutil.copytree(petit_site, tmp_path / "site"))
    before = bytes_of(output)
    text = (root / FICHE).read_text(encoding="utf-8")
    (root / FICHE).write_text(text.replace(old, new, 1), encoding="utf-8")

    result = build(root, output)

    assert text != (root / FICHE).read_text(encoding="utf-8")
    assert result.returncode == 1
    assert f"{FICHE}:" in result.stderr
    assert told in result.stderr
    assert "à corriger" in result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    assert bytes_of(output) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["overrides", "site", "tests"]


def test_a_page_with_a_broken_link_is_told_with_its_place_and_leaves_the_previous_site_as_it_was(
    copie: Copy, petit_site: Path, tmp_path: Path
) -> None:
    root = copie()
    output = Path(shutil.copytree(petit_site, tmp_path / "site"))
    before = bytes_of(output)
    spoilt = "# Essai\n\n[ailleurs](nulle-part.md), [ici](#absente),\n[là](/racine/) ou [près](a-propos)\n[loin](experiences/jardin-des-quatre-vents.md#absente)\n"
    (root / "content" / "essai.md").write_text(spoilt, encoding="utf-8")
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(config.replace("forum/index.md", "forum/perdu.md"), encoding="utf-8")

    result = build(root, output)

    assert result.returncode == 1
    assert result.stderr.replace("\u00a0", " ").replace("\u202f", " ").splitlines()[-6:] == [
        "mkdocs.yml:35:12: le menu mène à « forum/perdu.md », qui n’existe pas.",
        "content/essai.md:3:12: le lien « nulle-part.md » ne mène à aucun fichier.",
        "content/essai.md:4:6: le lien « /racine/ » part de la racine du serveur.",
        "content/essai.md:4:26: le lien « a-propos » ne mène à aucun fichier. Vouliez-vous dire « a-propos/index.md » ?",
        "content/essai.md:3:34: le lien « #absente » mène à une partie de page qui n’existe pas.",
        "content/essai.md:5:8: le lien « experiences/jardin-des-quatre-vents.md#absente » mène à une partie de page qui n’existe pas.",
    ]
    assert bytes_of(output) == before


def test_a_page_written_by_hand_cannot_run_anything(changed_site: Path) -> None:
    pages = readings(changed_site)

    assert list(bad_pages(pages)) == []
    assert list(outside_requests(pages)) == []
    assert not [link for link in pages["essai/index.html"].links if "ailleurs" in link or "javascript" in link]
