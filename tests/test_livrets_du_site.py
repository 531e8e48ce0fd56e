"""The booklets that the site offers: those made from its own data, with their files, and the page of each record."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conftest import PETIT, Observatory
from observatoire import loading, pages
from observatoire.livret.assemblage import Site
from observatoire.livret.impression import Commande, imprimer
from observatoire.site import booklets_in

KEY = "forum-exemple"
FICHE = "experiences/jardin-des-quatre-vents"


@pytest.fixture(scope="module")
def livrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small observatory's booklet, as ``observatoire livret`` leaves it."""
    folder = tmp_path_factory.mktemp("livrets")
    imprimer(PETIT, KEY, Site(), Commande(("courant", "texte"), epub=True, affiches=True), folder)
    return folder


def page_of(path: str, livrets: Path) -> str:
    o = loading.load(PETIT)
    return next(page.markdown for page in pages.render(o, imprimes=booklets_in(livrets, loading.empreinte(PETIT), o)) if page.path == path)


def test_the_page_of_booklets_and_that_of_the_forum_offer_each_file_with_its_pages_and_size(livrets: Path):
    for path, way in (("livret/index.md", ""), ("forum/forum-exemple.md", "../../livret/")):
        text = page_of(path, livrets)
        rows = re.findall(r'<a href="([^"]+)" download>([^<]+)</a></th><td>([^<]+)</td><td>(\d+)', text)

        assert "14 mars 2014" in text.replace("\u00a0", " ")
        assert [(href, form) for href, form, *_ in rows] == [
            (f"{way}{KEY}.pdf", "PDF"), (f"{way}{KEY}-texte-seul.pdf", "PDF de texte seul"), (f"{way}{KEY}.epub", "EPUB, pour liseuse"),
        ]  # fmt: skip
        assert [pages_ == "–" for *_, pages_, _ in rows] == [False, False, True]
        sizes = [(livrets / Path(href).name).stat().st_size for href, *_ in rows]
        assert [int(size) for *_, size in rows] == [-(-size // 1000) for size in sizes]


def test_a_record_says_on_which_page_of_the_booklet_it_stands(livrets: Path):
    said = json.loads((livrets / f"{KEY}.json").read_text(encoding="utf-8"))

    text = page_of(f"{FICHE}.md", livrets)
    other = page_of("experiences/ecoute-du-marche.md", livrets)

    assert f'"page": {said["pages"][f"{FICHE}/"]}' in text and f"../../livret/#{KEY}" in text
    assert "experiences/ecoute-du-marche/" not in said["pages"]
    assert "livrets:" not in other


def test_the_poster_of_a_theme_is_offered_on_its_page_and_on_that_of_booklets(livrets: Path):
    posters = json.loads((livrets / f"{KEY}.json").read_text(encoding="utf-8"))["affiches"]
    address, poster = next(iter(posters.items()))
    size = -(-(livrets / poster["nom"]).stat().st_size // 1000)

    on_the_theme, on_the_list = page_of(f"{address.rstrip('/')}.md", livrets), page_of("livret/index.md", livrets)

    assert f'"Télécharger l’affiche (PDF A3, 1\u00a0page, {size}\u00a0ko)", "url": "../../livret/{poster["nom"]}"' in on_the_theme
    assert all(f'href="{poster["nom"]}" download' in on_the_list for poster in posters.values())


def test_a_file_that_is_not_there_is_not_offered(livrets: Path, tmp_path: Path):
    (tmp_path / f"{KEY}.json").write_bytes((livrets / f"{KEY}.json").read_bytes())
    (tmp_path / f"{KEY}.epub").write_bytes(b"")

    (booklet,) = booklets_in(tmp_path, loading.empreinte(PETIT), loading.load(PETIT))

    assert [file.path for file in booklet.fichiers] == [f"livret/{KEY}.epub"]
    assert not booklet.affiches


def test_a_booklet_made_from_other_data_is_not_offered(livrets: Path, observatory: Observatory):
    text = (PETIT / f"{FICHE}.yml").read_text(encoding="utf-8")
    root = observatory({f"{FICHE}.yml": text + "# relu\n"})

    assert [booklet.id for booklet in booklets_in(livrets, loading.empreinte(PETIT), loading.load(PETIT))] == [KEY]
    assert booklets_in(livrets, loading.empreinte(root), loading.load(root)) == ()


def test_without_booklets_the_page_says_that_there_are_none(tmp_path: Path):
    text = page_of("livret/index.md", tmp_path)

    assert "ne sont pas joints" in text and "download" not in text


def test_a_booklet_made_under_another_name_or_address_of_the_site_is_another(observatory: Observatory):
    before = loading.empreinte(observatory())

    after = loading.empreinte(observatory({"mkdocs.yml": "site_name: Un autre nom\n"}))

    assert before != after == loading.empreinte(observatory())
