"""The piece of each practice, production and group: whole, accessible, on one sheet, offered on the page of its record."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from conftest import PETIT, Observatory
from construire import bytes_of
from fuites import leaks
from lecture_pdf import bare, missing_from, pages_of, said_by
from observatoire import loading, pages
from observatoire.__main__ import main
from observatoire.livret.assemblage import Site
from observatoire.livret.impression import imprimer_fiches
from observatoire.problems import InvalidData
from observatoire.schema import address_of
from observatoire.site import pieces_in
from test_fuites import withheld

SITE = Site("Observatoire d’essai", "https://exemple.fr/observatoire/")
TOOLS = Path(sys.executable).parent
JARDIN, PRODUCTION, GROUPE = "experiences/jardin-des-quatre-vents", "productions/inviter-de-voisin-a-voisin", "groupes/est"


@pytest.fixture(scope="module")
def fiches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pieces of the small observatory, with the address of a site."""
    folder = tmp_path_factory.mktemp("livrets")
    imprimer_fiches(PETIT, SITE, folder)
    return folder / "fiches"


def words(path: Path) -> str:
    return re.sub(r"\s+", " ", " ".join(pages_of(path)))


# --- What they hold


def test_each_practice_production_and_group_has_its_piece_and_it_says_all_of_it(fiches: Path):
    o = loading.load(PETIT)
    records = [*o.experiences.values(), *o.productions.values(), *o.groupes.values()]

    assert sorted(json.loads((fiches / "fiches.json").read_text(encoding="utf-8"))["fiches"]) == sorted(map(address_of, records))
    for record in records:
        text = bare("".join(pages_of(fiches / f"{address_of(record).rstrip('/')}.pdf")))
        assert missing_from(text, said_by(record)) == []


def test_a_practice_says_what_it_is_on_the_front_of_one_sheet_and_its_story_on_the_back(observatory: Observatory, tmp_path: Path):
    name = "experiences/budget-des-ecoliers"
    text = (PETIT / f"{name}.yml").read_text(encoding="utf-8")
    more = "".join(f"  - Les écoliers retiennent {n} idées, puis votent.\n" for n in range(2, 9))
    root = observatory({f"{name}.yml": text + f"ce_que_nous_ferions_autrement: |\n{more}"})

    imprimer_fiches(root, SITE, tmp_path)

    front, back = pages_of(tmp_path / "fiches" / f"{name}.pdf")
    assert "Objet traité" in front and "Le récit" not in front
    assert back.startswith("Budget participatif") and back.index("Le récit") < back.index("Ce que nous ferions autrement")


def test_what_needs_little_more_than_a_page_or_a_sheet_is_spared_it(fiches: Path):
    assert len(pages_of(fiches / "experiences" / "budget-des-ecoliers.pdf")) == 1
    assert len(pages_of(fiches / f"{JARDIN}.pdf")) == 2


def test_a_piece_says_where_it_comes_from_from_what_and_that_it_is_made_up(fiches: Path):
    for name in (JARDIN, PRODUCTION, GROUPE):
        reader, text = PdfReader(fiches / f"{name}.pdf"), words(fiches / f"{name}.pdf")

        assert f"exemple.fr/observatoire/{name}/" in text.replace(" /", "/")
        assert "14 mars 2014" in text and "Observatoire d’essai" in text and "Licence Ouverte 2.0" in text
        assert "Exemple fictif : tout ce que cette fiche raconte est inventé." in text.replace("\u00a0", " ")
        assert reader.metadata.title.endswith("– Observatoire d’essai")
        assert reader.trailer["/Root"]["/Lang"] == "fr-FR"
        assert {(round(p.mediabox.width / 72 * 25.4), round(p.mediabox.height / 72 * 25.4)) for p in reader.pages} == {(210, 297)}


def test_what_a_piece_names_leads_to_the_site(fiches: Path):
    found = {
        annotation.get_object()["/A"]["/URI"]
        for page in PdfReader(fiches / f"{PRODUCTION}.pdf").pages
        for annotation in page.get("/Annots", [])
        if "/URI" in annotation.get_object().get("/A", {})
    }

    named = loading.load(PETIT).productions["inviter-de-voisin-a-voisin"].s_appuie_sur
    assert named is not None
    assert {f"https://exemple.fr/observatoire/experiences/{key}/" for key in named.experiences} < found


def test_no_withheld_name_stands_in_a_piece(fiches: Path):
    assert withheld(PETIT)
    assert leaks(fiches, withheld(PETIT)) == []


@pytest.mark.parametrize("name", [JARDIN, PRODUCTION, GROUPE])
def test_checkers_of_accessible_pdf_find_no_error(fiches: Path, name: str):
    for tool in (["outloud", "--layer", "conformance"], ["pdfua", "check"]):
        done = subprocess.run([TOOLS / tool[0], *tool[1:], fiches / f"{name}.pdf"], capture_output=True, text=True, check=False)

        assert done.returncode == 0, done.stdout + done.stderr


# --- How they are made


def test_the_command_needs_neither_a_booklet_nor_an_address_and_the_same_records_give_the_same_bytes(
    observatory: Observatory, tmp_path: Path
):
    root = observatory({"groupes/livrets/forum-exemple.yml": None})

    for name in ("un", "deux"):
        done = CliRunner().invoke(main, ["fiches", "--racine", str(root), "--sortie", str(tmp_path / name)])
        assert done.exit_code == 0, done.output
        assert re.search(r"7\u00a0fiches dans \S+ \(\d+\u00a0ko\)\.", done.output)

    assert bytes_of(tmp_path / "un") == bytes_of(tmp_path / "deux")
    assert "En ligne" not in words(tmp_path / "un" / "fiches" / f"{JARDIN}.pdf")


def test_what_cannot_be_printed_is_told_at_its_line_and_the_former_pieces_stay(observatory: Observatory, tmp_path: Path):
    root, folder = observatory(), tmp_path / "livrets"
    imprimer_fiches(root, SITE, folder)
    before = bytes_of(folder)
    path = root / f"{JARDIN}.yml"
    text = path.read_text(encoding="utf-8")
    resume = next(line for line in text.splitlines() if line.startswith("resume: "))
    path.write_text(text.replace(resume, f"{resume} 🌻"), encoding="utf-8")

    with pytest.raises(InvalidData) as caught:
        imprimer_fiches(root, SITE, folder)

    (problem,) = caught.value.problems
    assert (problem.file, problem.code) == (f"{JARDIN}.yml", "B82")
    assert text.splitlines()[problem.line - 1] == resume
    assert bytes_of(folder) == before


def test_the_piece_of_a_record_that_is_no_more_leaves(observatory: Observatory, tmp_path: Path):
    root, folder = observatory(), tmp_path / "livrets"
    imprimer_fiches(root, SITE, folder)
    (folder / "fiches" / "experiences" / "a-moi.pdf").write_bytes(b"")
    (root / "experiences" / "ecoute-du-marche.yml").unlink()

    imprimer_fiches(root, SITE, folder)

    left = {path.name for path in (folder / "fiches" / "experiences").iterdir()}
    assert left == {"budget-des-ecoliers.pdf", "jardin-des-quatre-vents.pdf", "marche-du-canal.pdf", "a-moi.pdf"}


# --- On the site


def test_the_page_of_a_record_offers_its_piece_with_its_pages_and_its_size(fiches: Path):
    written = {page.path: page.markdown for page in pages.render(loading.load(PETIT), fiches=pieces_in(fiches, loading.empreinte(PETIT)))}

    for name in (JARDIN, PRODUCTION, GROUPE):
        path = fiches / f"{name}.pdf"
        size = -(-path.stat().st_size // 1000)
        count = len(PdfReader(path).pages)
        (said,) = json.loads(re.search(r"^telecharger: (.*)$", written[f"{name}.md"], re.MULTILINE)[1])  # type: ignore[index]
        assert said["titre"].replace("\u00a0", " ") == f"Télécharger la fiche (PDF, {count} page{'s' if count > 1 else ''}, {size} ko)"
        assert said["url"] == f"../{path.name}"
    assert sum("telecharger:" in text for text in written.values()) == 7


def test_a_piece_that_is_not_there_or_was_made_from_other_records_is_not_offered(fiches: Path, observatory: Observatory, tmp_path: Path):
    text = (PETIT / f"{JARDIN}.yml").read_text(encoding="utf-8")
    changed = observatory({f"{JARDIN}.yml": text + "# relu\n"})
    (tmp_path / "fiches.json").write_bytes((fiches / "fiches.json").read_bytes())

    assert len(pieces_in(fiches, loading.empreinte(PETIT))) == 7
    assert pieces_in(fiches, loading.empreinte(changed)) == {}
    assert pieces_in(tmp_path, loading.empreinte(PETIT)) == {}
    assert pieces_in(tmp_path / "absent", loading.empreinte(PETIT)) == {}
