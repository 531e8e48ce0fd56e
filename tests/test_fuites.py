"""No name that consent withholds stands anywhere in what a build gives, and the search for it is shown to find one."""

from __future__ import annotations

from pathlib import Path

import pytest

from construire import DEMONSTRATION, built, command, copied, data_of
from fuites import leaks
from lecture_livret import Imprime

MEMBRE = "content/acteurs/personnes/membre-07.yml"
RENCONTRE = "groupes/rencontres/2013-06-14-groupe-est.yml"
PRODUCTION = "groupes/productions/inviter-de-voisin-a-voisin.yml"
PLANTED = "Sacha Discret"


def withheld(root: Path) -> dict[str, str]:
    """Level of consent by each name that it withholds, read from the YAML alone: whole names, and surnames of all but the agreed."""
    found = {}
    for path in sorted((root / "content/acteurs/personnes").glob("*.yml")):
        person = data_of(path)
        level = (person.get("consentement") or {}).get("niveau", "anonyme")
        if level != "nom_et_structure":
            found |= dict.fromkeys((person["nom_affiche"], person["nom_affiche"].split(" ", 1)[1]), level)
    return found


def booklets(root: Path, folder: Path) -> Path:
    """Every booklet of an observatory, as printed, beside its data for screens."""
    result = command("livret", "--racine", root, "--config", root / "mkdocs.yml", "--sortie", folder, "--format", "courant")
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


def test_the_demonstration_withholds_names_of_every_level() -> None:
    assert set(withheld(DEMONSTRATION).values()) == {"prenom_et_structure", "structure_seule", "anonyme"}
    assert len(withheld(DEMONSTRATION)) >= 20


def test_no_withheld_name_stands_in_the_site_its_data_its_calendars_or_its_search(demonstration_site: Path) -> None:
    assert leaks(demonstration_site, withheld(DEMONSTRATION)) == []


def test_no_withheld_name_stands_in_the_booklet(livret_de_la_demonstration: Imprime) -> None:
    assert {path.suffix for path in livret_de_la_demonstration.folder.iterdir()} >= {".pdf", ".epub", ".json"}
    assert leaks(livret_de_la_demonstration.folder, withheld(DEMONSTRATION)) == []


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Kinds of files where a withheld name is found, once let through: in a title, and in the text of a production."""
    base = tmp_path_factory.mktemp("fuite")
    root = copied(base)

    def change(file: str, *changes: tuple[str, str]) -> None:
        text = (root / file).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (root / file).write_text(text, encoding="utf-8")

    change(MEMBRE, ("niveau: structure_seule", "niveau: nom_et_structure"))
    change(RENCONTRE, ("titre: Ceux qui ne viennent pas", f"titre: Ceux qui ne viennent pas, par {PLANTED}"))
    change(PRODUCTION, ("1. Choisir l’heure avec les absents.", f"1. Choisir l’heure avec {PLANTED}."))
    site = built(root, base / "site")
    booklets(root, site / "livret")
    return {Path(path).suffix for path, _ in leaks(site, [PLANTED])}


@pytest.mark.parametrize(
    "kind", [".html", ".csv", ".json", ".ics", ".pdf", ".pf_fragment"], ids=["page", "CSV", "JSON", "agenda", "PDF", "recherche"]
)
def test_a_name_let_through_is_found_in_each_kind_of_file(spoilt: set[str], kind: str) -> None:
    assert kind in spoilt


@pytest.mark.parametrize(
    "hidden", ["SACHA\u00a0DISCRET", "Sacha\n Discret", "S\u00adacha Discret", "sacha discret", "Sacha&#32;Discret", "S<b>acha</b> Discret"]
)
def test_a_name_is_found_however_it_is_written(tmp_path: Path, hidden: str) -> None:
    (tmp_path / "page.html").write_text(f"<p>Merci à {hidden}.</p>", encoding="utf-8")

    assert leaks(tmp_path, [PLANTED]) == [("page.html", PLANTED)]


def test_a_longer_word_is_not_the_name(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>Sacha discrètement, les Discrets</p>", encoding="utf-8")

    assert leaks(tmp_path, [PLANTED, "Discret"]) == []


def test_the_address_of_a_page_is_looked_at_too(tmp_path: Path) -> None:
    (tmp_path / "acteurs" / "sacha-discret").mkdir(parents=True)
    (tmp_path / "acteurs" / "sacha-discret" / "index.html").write_text("", encoding="utf-8")

    assert [path for path, _ in leaks(tmp_path, [PLANTED])] == ["acteurs/sacha-discret/index.html"]
