"""Sheets of paper: every question is there, tagged and in French; minutes begin from the announcement."""

from __future__ import annotations

import html
import io
import re
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from odfdo import Document
from pypdf import PdfReader

from construire import ROOT
from observatoire import editing, loading
from observatoire.__main__ import main
from observatoire.editing import seances
from observatoire.editing.entretien import feuille
from observatoire.editing.feuilles import Feuille, Question
from observatoire.editing.papier import FORMES, odt, pdf
from observatoire.problems import blocking
from observatoire.schema import COLLECTIONS
from observatoire.schema.formatting import formatted
from observatoire.schema.gabarits import complet, express
from observatoire.schema.groupes import Rencontre
from observatoire.sources import read

ROWS = [row for row in COLLECTIONS.values() if not row.single]
JUIN = "groupes/rencontres/2013-06-14-groupe-est.yml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def sheet(name: str) -> Feuille:
    return feuille(COLLECTIONS[name], loading.vocabularies(ROOT))


def asked(questions: tuple[Question, ...]) -> list[str]:
    return [text for q in questions for text in (q.texte, *q.choix, *(q.tableau.colonnes if q.tableau else ()), *asked(q.dans))]


def letters(text: str) -> str:
    """Without the spaces and the line ends that a layout adds."""
    return re.sub(r"\s|\u00ad", "", unicodedata.normalize("NFKC", text))


# --- Interviews ---


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.nom)
def test_a_sheet_asks_all_that_a_complete_record_needs(row):
    told = asked(tuple(q for partie in sheet(row.nom).parties for q in partie.questions))

    for name, field in row.model.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        if extra.get("niveau") in ("E", "C") and extra.get("question") and name != "sources":
            assert letters(str(extra["question"])) in map(letters, told), name


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.nom)
def test_every_question_has_room_for_its_answer(row):
    def bare(questions: tuple[Question, ...]) -> list[str]:
        return [q.texte for q in questions if not (q.choix or q.lignes or q.tableau or q.dans)] + [
            x for q in questions for x in bare(q.dans)
        ]

    assert [bare(partie.questions) for partie in sheet(row.nom).parties if bare(partie.questions)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.nom)
def test_the_pdf_is_tagged_french_and_holds_every_word(row):
    value = sheet(row.nom)

    reader = PdfReader(io.BytesIO(pdf(value)))

    root = reader.trailer["/Root"]
    text = letters(" ".join(page.extract_text() for page in reader.pages))
    assert root["/Lang"].startswith("fr")
    assert root["/MarkInfo"]["/Marked"]
    assert letters(reader.metadata.title) == letters(value.titre)
    assert [word for partie in value.parties for word in asked(partie.questions) if letters(word) not in text] == []


def test_an_independent_reader_finds_the_pdf_accessible(tmp_path):
    path = tmp_path / "experience.pdf"
    path.write_bytes(pdf(sheet("experience")))

    done = subprocess.run(
        [Path(sys.executable).with_name("outloud"), "--layer", "conformance", path], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.nom)
def test_the_odt_holds_every_word_under_headings(row):
    value = sheet(row.nom)
    raw = odt(value)

    archive = zipfile.ZipFile(io.BytesIO(raw))
    document = Document(io.BytesIO(raw))

    assert archive.namelist()[0] == "mimetype"
    assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
    assert document.meta.title == value.titre
    headings = [element.text_recursive for element in document.body.get_headers()]
    assert headings[0] == value.titre
    assert [partie.titre for partie in value.parties if partie.titre not in headings] == []
    text = letters(document.get_formatted_text())
    assert [word for partie in value.parties for word in asked(partie.questions) if letters(word) not in text] == []
    tables = [q.tableau for partie in value.parties for q in partie.questions if q.tableau]
    assert len(document.body.get_elements("descendant::table:table-header-rows")) == len(tables)


@pytest.mark.parametrize("form", FORMES)
def test_a_sheet_is_the_same_to_the_byte(form):
    write = FORMES[form].__wrapped__  # type: ignore[attr-defined]

    assert write(sheet("experience")) == write(sheet("experience"))


def test_the_site_gives_a_sheet_of_each_kind_in_both_forms(petit_site):
    given = {path.relative_to(petit_site).as_posix(): path.read_bytes() for path in (petit_site / "contribuer/feuilles").iterdir()}

    assert given == editing.downloads(loading.load(ROOT / "tests/petit"))
    assert len(given) == 2 * len(ROWS)


def test_a_template_to_copy_is_on_the_site_to_the_line(petit_site):
    page = (petit_site / "contribuer/champs/experience/index.html").read_text(encoding="utf-8")
    shown = [html.unescape(text) for text in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)]
    row = COLLECTIONS["experience"]
    mots = {name: tuple(found.termes) for name, found in loading.vocabularies(ROOT / "tests/petit").items()}

    assert [text.strip() for text in shown] == [express(row, mots).strip(), complet(row, mots).strip()]


def test_a_sheet_is_written_by_hand_too(tmp_path):
    path = tmp_path / "feuille.odt"

    result = run("entretien", "experience", "--racine", ROOT, "--format", "odt", "--sortie", path)

    assert result.exit_code == 0
    assert path.read_bytes() == odt(sheet("experience"))
    assert run("entretien", "experiense", "--racine", ROOT).exit_code == 2


# --- The day of a meeting ---


def test_a_note_holds_the_day_its_members_and_what_is_announced(observatory):
    observatoire = loading.load(observatory())
    meeting = observatoire.rencontres["2013-06-14-groupe-est"]

    value = seances.note(observatoire, meeting)

    told = asked(tuple(q for partie in value.parties for q in partie.questions))
    rows = [row for partie in value.parties for q in partie.questions if q.tableau for row in q.tableau.lignes]
    assert meeting.titre in value.titre
    assert "14\u00a0juin\u00a02013" in value.chapo[0]
    assert [row[1] for row in rows] == [sequence.titre for sequence in meeting.sequences]
    assert rows[0][0] == meeting.horaires.debut
    assert {observatoire.experiences[x.experience].titre for x in meeting.experiences_presentees} <= set(told)
    assert {observatoire.themes[x].nom for x in meeting.themes} <= set(told)


def test_a_note_shows_no_name_that_consent_withholds(observatory):
    observatoire = loading.load(observatory())
    withheld = [p for p in observatoire.personnes.values() if p.consentement and p.consentement.niveau in ("anonyme", "structure_seule")]

    text = "".join(
        asked(
            tuple(q for r in observatoire.rencontres.values() for partie in seances.note(observatoire, r).parties for q in partie.questions)
        )
    )

    assert withheld
    assert [p.nom_affiche for p in withheld if p.nom_affiche in text] == []


def test_the_note_is_written_for_the_printer(observatory, tmp_path):
    path = tmp_path / "note.pdf"

    result = run("note-de-seance", "2013-06-14-groupe-est", "--racine", observatory(), "--sortie", path)

    assert result.exit_code == 0
    assert PdfReader(path).pages[0].mediabox.width == pytest.approx(595, abs=1), "A4"


# --- Minutes ---


def announced(root: Path) -> str:
    """A meeting of the group Est as it was announced."""
    file = "groupes/rencontres/2014-03-14-groupe-est.yml"
    text = (root / JUIN).read_text(encoding="utf-8")
    data = read(JUIN, text.encode()).data
    kept = {
        name: data[name] for name in ("titre", "type_rencontre", "groupes", "date", "lieu", "themes", "experiences_presentees", "recueil")
    }
    kept |= {"titre": "Relire ensemble", "date": "2014-03-14", "numero": 3, "etat_compte_rendu": "a_venir", "statut": "brouillon"}
    (root / file).write_text("# à garder\n" + "".join(f"{k}: {v!r}\n".replace("'", '"') for k, v in kept.items()), encoding="utf-8")
    return file


def test_minutes_are_prepared_from_the_announcement(observatory):
    root = observatory()
    file = announced(root)

    result = run("compte-rendu", "2014-03-14-groupe-est", "--racine", root)

    assert result.exit_code == 0, result.output
    text = (root / file).read_text(encoding="utf-8")
    document = read(file, text.encode())
    assert document.data["etat_compte_rendu"] == "brouillon"
    assert "# à garder\n" in text
    assert "participants:\n  presents:\n" in text
    assert "\n    # - camille\n" in text, "a member to tick"
    for theme in document.data["themes"]:
        assert f"\n#     theme: {theme}\n" in text
    assert "\n# enseignements:\n#   - cle: e1\n" in text
    assert formatted(Rencontre, document) == text
    assert [p for p in blocking(loading.examine(root).problems) if p.file == file] == []


def test_a_member_is_ticked_by_taking_the_hash_away(observatory):
    root = observatory()
    file = announced(root)
    run("compte-rendu", file, "--racine", root)
    path = root / file

    path.write_text(path.read_text(encoding="utf-8").replace("    # - camille\n", "    - camille\n"), encoding="utf-8")

    assert loading.examine(root).observatoire.rencontres["2014-03-14-groupe-est"].participants.presents == ("camille",)


def test_preparing_twice_adds_nothing(observatory):
    root = observatory()
    file = announced(root)
    run("compte-rendu", file, "--racine", root)
    once = (root / file).read_text(encoding="utf-8")

    run("compte-rendu", file, "--racine", root)

    assert (root / file).read_text(encoding="utf-8") == once


def test_minutes_that_the_group_has_are_left_alone(observatory):
    root = observatory()
    before = (root / JUIN).read_bytes()

    result = run("compte-rendu", "2013-06-14-groupe-est", "--racine", root)

    assert result.exit_code == 1
    assert "déjà" in result.output
    assert (root / JUIN).read_bytes() == before


def test_an_unknown_meeting_is_told_with_its_nearest(observatory):
    result = run("compte-rendu", "2013-06-groupe-est", "--racine", observatory())

    assert result.exit_code == 2
    assert "2013-06-14-groupe-est" in result.output
