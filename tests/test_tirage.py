"""A booklet on its way to paper: proofs to sign, what keeps it from being final, sheets that fold in reading order."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from construire import DEMONSTRATION, bytes_of
from lecture_pdf import pages_of
from observatoire import loading
from observatoire.__main__ import main
from observatoire.livret.imposition import AGRAFABLES, BLANCHE, Feuille, ordre
from observatoire.model import Observatoire
from observatoire.problems import NBSP

MANIFEST = "groupes/livrets/essai.yml"
REGLE, JEU = "groupes/productions/la-regle-des-trois-mois.yml", "groupes/productions/le-jeu-des-places.yml"
SIGNATURE = "bon_a_tirer:\n  par: Le groupe Est, en séance\n  date: 2014-03-28\n"
MM = 72 / 25.4


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with a booklet of two signed productions, which have all the room they need."""
    root = Path(shutil.copytree(DEMONSTRATION, tmp_path_factory.mktemp("tirage") / "demonstration"))
    shutil.rmtree(root / "groupes" / "livrets")
    (root / MANIFEST).parent.mkdir()
    (root / MANIFEST).write_text(
        "titre: Deux textes\nforum: forum-2014\npages_max: 30\n"
        "sections:\n  - cle: textes\n    titre: Les textes\n    type: production\n    onglet: Textes\n"
        "    elements:\n      - la-regle-des-trois-mois\n      - le-jeu-des-places\n"
        "statut: validee\nrecueil:\n  origine: exemple_fictif\n  par: Un test\n  date: 2014-05\n",
        encoding="utf-8",
    )
    for name in (REGLE, JEU):
        change(root / name, r"pages_max: \d+", "pages_max: 6")
    return root


@pytest.fixture
def essai(source: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return Path(shutil.copytree(source, tmp_path / "essai"))


def change(path: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, lambda _: new, path.read_text(encoding="utf-8"), count=1)
    assert count == 1, pattern
    path.write_text(text, encoding="utf-8")


def livret(root: Path, folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["livret", "--racine", str(root), "--sortie", str(folder), *options], env={"COLUMNS": "120"})


# --- Sheets, folded in the mind ---


def folded(sheets: tuple[Feuille, ...]) -> Iterator[int]:
    """Pages as a reader meets them: sheets of each signature are piled, the outermost below, and folded together."""
    for number in sorted({sheet.cahier for sheet in sheets}):
        pile = sorted((sheet for sheet in sheets if sheet.cahier == number), key=lambda sheet: sheet.rang)
        # Each sheet makes two leaves. The right half of a recto is the front of the first; on its back, the left half of the verso.
        first = [(sheet.recto[1], sheet.verso[0]) for sheet in pile]
        second = [(sheet.verso[1], sheet.recto[0]) for sheet in reversed(pile)]
        for front, back in [*first, *second]:
            yield from (front, back)


@pytest.mark.parametrize("cahier", [0, 4, 16])
@pytest.mark.parametrize("count", [1, 4, 16, 20, 52, 213])
def test_folded_sheets_read_in_order_and_blank_pages_come_before_the_back_cover(count: int, cahier: int) -> None:
    read = list(folded(ordre(count, cahier)))

    blank = len(read) - count
    assert read == [*range(1, count), *[BLANCHE] * blank, count]
    assert 0 <= blank < 4


def test_fifty_two_pages_make_three_signatures_of_sixteen_and_one_of_four() -> None:
    sheets = ordre(52, 16)

    assert [sum(sheet.cahier == n for sheet in sheets) for n in (1, 2, 3, 4)] == [4, 4, 4, 1]
    assert sheets[0] == Feuille((16, 1), (2, 15), 1, 0)
    assert sheets[-1] == Feuille((52, 49), (50, 51), 4, 0)


@pytest.mark.parametrize("cahier", [6, -4])
def test_a_signature_is_made_of_whole_sheets(cahier: int) -> None:
    with pytest.raises(ValueError, match="four pages"):
        ordre(20, cahier)


# --- For the printer ---


@pytest.fixture(scope="module")
def printed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imprimeur")
    result = livret(source, folder, "--format", "courant", "--imprimeur", "--cahiers", "4")
    assert result.exit_code == 0, result.output
    return folder


def test_the_printer_s_pages_bleed_three_millimetres_around_the_size_they_are_cut_to(printed: Path) -> None:
    for page in PdfReader(printed / "essai-imprimeur.pdf").pages:
        trim, bleed = page.trimbox, page.bleedbox
        assert (round(float(trim.width) / MM), round(float(trim.height) / MM)) == (148, 210)
        assert (round(float(bleed.width) / MM), round(float(bleed.height) / MM)) == (154, 216)
        assert round(float(trim.left - bleed.left) / MM) == 3


def test_the_printer_s_text_is_of_black_ink_alone_and_the_same_pages_as_on_screen(printed: Path) -> None:
    reader = PdfReader(printed / "essai-imprimeur.pdf")
    drawn = [page.get_contents().get_data() for page in reader.pages]  # type: ignore[union-attr]

    assert [n for n, content in enumerate(drawn[4:], 5) if b"0 0 0 1 k" not in content] == []
    assert b"0.105882354 0.14509805 0.1882353" not in b"".join(drawn)
    assert pages_of(printed / "essai-imprimeur.pdf") == pages_of(printed / "essai.pdf")


@pytest.mark.parametrize(("papier", "width", "height"), [("a4", 297, 210), ("sra4", 320, 225)])
def test_each_side_of_a_sheet_bears_the_two_pages_that_it_should(printed: Path, papier: str, width: int, height: int) -> None:
    flat = pages_of(printed / "essai.pdf")
    sides = PdfReader(printed / f"essai-{papier}.pdf").pages

    expected = [side for sheet in ordre(len(flat), 4) for side in (sheet.recto, sheet.verso)]
    assert len(sides) == len(expected)
    for page, numbers in zip(sides, expected, strict=True):
        assert (round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM)) == (width, height)
        words = page.extract_text()
        assert [n for n in numbers if n and flat[n - 1].split()[-1] not in words] == []


def test_crop_marks_name_the_signature_where_the_paper_has_room(printed: Path) -> None:
    assert "Cahier 2, feuille 1, verso" in PdfReader(printed / "essai-sra4.pdf").pages[3].extract_text()
    assert "Cahier" not in PdfReader(printed / "essai-a4.pdf").pages[3].extract_text()


def test_the_printer_s_files_are_the_same_to_the_byte(source: Path, printed: Path, tmp_path: Path) -> None:
    livret(source, tmp_path, "--format", "courant", "--imprimeur", "--cahiers", "4")

    names = ["essai-imprimeur.pdf", "essai-a4.pdf", "essai-sra4.pdf"]
    assert [name for name in names if (tmp_path / name).read_bytes() != (printed / name).read_bytes()] == []


def test_a_signature_that_cannot_be_folded_is_refused(source: Path, tmp_path: Path) -> None:
    result = livret(source, tmp_path, "--imprimeur", "--cahiers", "6")

    assert result.exit_code == 2
    assert "un cahier compte 4, 8, 12, 16 pages" in result.output
    assert AGRAFABLES % 4 == 0


# --- Proofs ---


@pytest.fixture(scope="module")
def proofs(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("epreuves")
    return folder, livret(source, folder, "--epreuve", "--rapport")


def test_every_page_of_a_proof_is_stamped_and_stays_accessible(proofs: tuple[Path, Result]) -> None:
    folder, result = proofs
    assert result.exit_code == 0, result.output

    reader = PdfReader(folder / "essai-epreuve.pdf")

    assert [n for n, page in enumerate(reader.pages, 1) if "Épreuve" not in page.extract_text()] == []
    assert b"pdfuaid:part" in reader.xmp_metadata.stream.get_data()  # type: ignore[union-attr]
    assert not (folder / "essai.pdf").exists()


def test_each_production_has_its_proof_with_a_box_that_its_group_signs(proofs: tuple[Path, Result]) -> None:
    folder, _ = proofs

    assert sorted(path.name for path in (folder / "essai-epreuves").iterdir()) == ["la-regle-des-trois-mois.pdf", "le-jeu-des-places.pdf"]
    words = " ".join(" ".join(pages_of(folder / "essai-epreuves" / "la-regle-des-trois-mois.pdf")).split())
    for expected in ("La règle des trois mois", "Bon à tirer", "Groupe Groupe Est", "Date", "Noms, signatures"):
        assert expected in words
    assert REGLE in words.replace(" ", "")


def test_the_report_sets_the_pages_taken_against_the_pages_foreseen_and_given(proofs: tuple[Path, Result]) -> None:
    _, result = proofs

    row = next(line for line in result.output.splitlines() if "La règle des trois mois" in line)
    first, foreseen, taken, given = re.findall(r"[\d,]+", row)
    assert int(taken) in (2, 3, 4)
    assert given == "6"
    assert float(foreseen.replace(",", ".")) > 1
    assert int(first) > 3


def test_proofs_are_the_same_to_the_byte(source: Path, proofs: tuple[Path, Result], tmp_path: Path) -> None:
    folder, _ = proofs
    livret(source, tmp_path, "--epreuve")

    assert bytes_of(tmp_path) == bytes_of(folder)


def test_a_proof_is_never_final(source: Path, tmp_path: Path) -> None:
    result = livret(source, tmp_path, "--epreuve", "--final")

    assert result.exit_code == 2
    assert "Une épreuve est à corriger" in result.output


# --- For the walls and the tables of the Forum ---


@pytest.fixture(scope="module")
def o() -> Observatoire:
    return loading.load(DEMONSTRATION)


@pytest.fixture(scope="module")
def walls(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(shutil.copytree(source, tmp_path_factory.mktemp("affiches") / "demonstration"))
    change(root / MANIFEST, r"- le-jeu-des-places", "- indemniser-ou-pas")
    folder = tmp_path_factory.mktemp("murs")
    result = livret(root, folder, "--format", "courant", "--affiches")
    assert result.exit_code == 0, result.output
    return folder


def test_each_theme_that_something_teaches_on_has_its_poster_on_one_a3_page(walls: Path, o: Observatoire) -> None:
    assert {path.stem for path in (walls / "essai-affiches").iterdir()} == {t.id for t in o.themes.values() if o.lecons_du_theme(t)}
    for theme in ("rendre-compte", "confiance-et-ethique"):
        (page,) = PdfReader(walls / "essai-affiches" / f"{theme}.pdf").pages
        assert (round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM)) == (297, 420)
        words = " ".join(page.extract_text().split())
        assert flat(o.themes[theme].question_centrale) in flat(words)
        assert all(title in words for title in ("Ce qui aide", "Ce qui freine", "Où cela s’est passé"))


def test_what_a_poster_cannot_hold_is_counted_and_nothing_else_is_left_out(walls: Path, o: Observatoire) -> None:
    for theme in o.themes.values():
        lecons = o.lecons_du_theme(theme)
        if lecons:
            words = " ".join(pages_of(walls / "essai-affiches" / f"{theme.id}.pdf"))
            shown = sum(flat(lecon.enseignement.texte)[:40] in flat(words) for lecon in lecons)
            rest = re.search(r"(\d+|Un) autres? enseignements? ", " ".join(words.split()))
            assert shown + (0 if rest is None else 1 if rest[1] == "Un" else int(rest[1])) == len(lecons), theme.id
            assert shown, theme.id


def test_every_question_put_to_debate_has_its_card_four_on_a_sheet(walls: Path, o: Observatoire) -> None:
    reader = PdfReader(walls / "essai-cartes.pdf")
    words = flat(" ".join(pages_of(walls / "essai-cartes.pdf")))
    asked = [x.enseignement.texte for x in o.lecons if x.enseignement.nature == "question_ouverte"]

    expected = ["Indemniser ou pas ?", "Qui, dans cette salle, est payé pour y être ?", *asked]
    assert [question for question in expected if flat(question) not in words] == []
    assert len(reader.outline) > len(asked)
    assert len(reader.pages) == -(-len(reader.outline) // 4)
    offered = json.loads((walls / "essai.json").read_text(encoding="utf-8"))["fichiers"]
    assert [file["pages"] for file in offered if file["nom"] == "essai-cartes.pdf"] == [len(reader.pages)]


def flat(text: str) -> str:
    """Words alone: spaces and signs are those of typography, lines those of the page."""
    return re.sub(r"[\W_]+", "", text.replace("...", "…"))


# --- Final ---


def final(root: Path, folder: Path) -> Result:
    return livret(root, folder, "--final", "--format", "courant")


def test_an_unsigned_production_stops_the_final_booklet_by_name_and_signing_it_lets_it_go(essai: Path, tmp_path: Path) -> None:
    folder = tmp_path / "livrets"
    folder.mkdir()
    (folder / "essai.pdf").write_bytes(b"the one before")
    change(essai / REGLE, SIGNATURE, "")

    refused = final(essai, folder)

    line = 1 + (essai / REGLE).read_text(encoding="utf-8").split("\n").index("livret:")
    assert refused.exit_code == 1
    assert f"{REGLE}:{line}:1  erreur X55" in refused.output
    assert f"«{NBSP}La règle des trois mois{NBSP}» entre dans le livret et n’a pas de bon à tirer." in refused.output
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"essai.pdf": b"the one before"}

    with (essai / REGLE).open("a", encoding="utf-8") as file:
        file.write(SIGNATURE)

    assert final(essai, folder).exit_code == 0
    assert (folder / "essai.pdf").read_bytes().startswith(b"%PDF-")


def test_everything_that_the_final_booklet_lacks_is_said_at_once(essai: Path, tmp_path: Path) -> None:
    change(essai / REGLE, SIGNATURE, "")
    change(essai / JEU, r"pages_max: 6", "pages_max: 1")
    change(essai / JEU, r"corps: \|\n", "corps: |\n  ![Une chaise vide](images/chaise.png)\n\n")
    (essai / "content" / "images").mkdir(exist_ok=True)
    (essai / "content" / "images" / "chaise.png").write_bytes(png())
    change(
        essai / "groupes/rencontres/2013-08-30-groupe-est.yml",
        r"    auteur: solene-carpentier\n    accord: true",
        "    auteur: solene-carpentier\n    accord: false",
    )

    result = final(essai, tmp_path)

    found = re.findall(r"^(\S+?):\d+:\d+  erreur (\w+)$", result.output, re.MULTILINE)
    assert sorted(found) == sorted([(REGLE, "X55"), (JEU, "B84"), (JEU, "B86"), (JEU, "C41")])


def png() -> bytes:
    from PIL import Image

    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "#97331f").save(drawn, "PNG")
    return drawn.getvalue()
