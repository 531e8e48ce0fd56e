"""Spreadsheets as people send them, turned into records or refused cell by cell."""

from __future__ import annotations

import csv
import datetime
import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml
from click.testing import CliRunner, Result
from odfdo import Cell, Document, Row, Table

from conftest import PETIT, Observatory
from construire import ROOT, data_of
from observatoire import loading
from observatoire.__main__ import main
from observatoire.editing import correspondance, tableur
from observatoire.editing.importation import importer
from observatoire.exports import to_fill_in
from observatoire.exports.ouvertes import plain, render
from observatoire.exports.tableurs import columns
from observatoire.schema import COLLECTIONS
from observatoire.schema.shape import shape
from observatoire.sources import read

TITRES = ["Nom du projet", "Resumé (280 signes max)", "Porteurs", "Objet traité", "Public", "Modalités d'animation", "Commune", "Début", "Nb de personnes", "Remarques internes"]  # fmt: skip
JUSTE = ["Le four à pain", "Un four, des voisins, du pain chaque samedi.", "Ville exemple", "vie associative", "habitants d'un quartier", "chantier participatif", "Lille", "2013-04", "40", "vu avec Léo"]  # fmt: skip
COLONNES = {"Nom du projet": "titre", "Resumé (280 signes max)": "resume", "Public": "public_vise", "Nb de personnes": "participants.nombre", "Remarques internes": ""}  # fmt: skip


def run(root: Path, file: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["importer", str(file), "--racine", str(root), "--collection", "experience", *options])


def said(result: Result) -> str:
    return re.sub("[\u00a0\u202f]", " ", result.output)


def confirmed(file: Path, columns: dict[str, str], words: dict[str, dict[str, str]] | None = None) -> None:
    """The proposed mapping, read again by a person: ``columns`` and ``words`` take the place of the guesses."""
    path = file.with_name(f"{file.stem}.correspondance.yml")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["colonnes"] |= columns
    for name, given in (words or {}).items():
        data.setdefault("mots", {}).setdefault(name, {}).update(given)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def csv_of(path: Path, rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ";") -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def records(root: Path) -> dict[str, Any]:
    return {p.stem: data_of(p) for p in (root / "experiences").glob("*.yml")}


# --- Reading ---


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ";"), ("utf-8-sig", ","), ("cp1252", ";"), ("utf-16", "\t")],
    ids=["utf-8", "excel", "windows", "utf-16"],
)
def test_text_tables_are_read_whatever_their_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = csv_of(tmp_path / "projets.csv", [TITRES, JUSTE], encoding, delimiter)

    (sheet,) = tableur.read(file)

    assert sheet.rangs == (tuple(TITRES), tuple(JUSTE))


def test_workbooks_give_texts_dates_hours_and_what_is_merged(tmp_path: Path) -> None:
    file = tmp_path / "projets.xlsx"
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Projets 2013")
        sheet.merge_range("A1:C1", "Recensement des projets")
        sheet.write_row("A3", ["Titre", "Début", "Nombre"])
        sheet.write_row("A4", ["Un", datetime.date(2013, 5, 17), 12])
        sheet.merge_range("A5:A6", "Deux")
        sheet.write("C5", 3.5)
        sheet.write_formula("C6", "=SUM(C4:C5)", None, 15.5)
        sheet.write_formula("C7", "=1/0", None, "#DIV/0!")

    (found,) = tableur.read(file)

    assert found.titres() == 3
    assert found.rangs[0][:3] == ("Recensement des projets",) * 3
    assert found.rangs[3:] == (("Un", "2013-05-17", "12"), ("Deux", "", "3.5"), ("Deux", "", "15.5"), ("", "", "#DIV/0!"))


def test_open_document_spreadsheets_are_read(tmp_path: Path) -> None:
    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Projets")
    for line in (["Titre", "Début"], ["Un", "2013"]):
        row = Row()
        for value in line:
            row.append_cell(Cell(value))
        table.append_row(row)
    document.body.append(table)
    document.save(tmp_path / "projets.ods")

    (found,) = tableur.read(tmp_path / "projets.ods")

    assert found.rangs == (("Titre", "Début"), ("Un", "2013"))


@pytest.mark.parametrize(
    ("name", "raw"), [("projets.xlsx", b"PK\x03\x04 pas un classeur"), ("projets.ods", b""), ("projets.pdf", b"%PDF"), ("vide.csv", b"")]
)
def test_a_file_that_is_no_table_is_told_in_one_sentence(tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)

    result = run(PETIT, tmp_path / name)

    assert result.exit_code == 1
    assert said(result).startswith("Erreur : ")
    assert len(said(result).strip().splitlines()) == 1


# --- The mapping ---


def test_the_first_run_proposes_and_writes_no_record(observatory: Observatory, tmp_path: Path) -> None:
    root = observatory()
    before = records(root)
    file = csv_of(tmp_path / "projets.csv", [TITRES, JUSTE])

    result = run(root, file)

    mapping = yaml.safe_load((tmp_path / "projets.correspondance.yml").read_text(encoding="utf-8"))
    assert result.exit_code == 0
    assert "à confirmer" in said(result)
    assert records(root) == before
    assert mapping["colonnes"]["Objet traité"] == "objet_traite"
    assert mapping["colonnes"]["Modalités d'animation"] == "modalites_animation"
    assert mapping["mots"]["objet_traite"]["vie associative"] == "vie_associative_et_de_quartier"
    assert "# à confirmer" in (tmp_path / "projets.correspondance.yml").read_text(encoding="utf-8")


def test_once_confirmed_the_rows_become_valid_records(observatory: Observatory, tmp_path: Path) -> None:
    root = observatory()
    file = csv_of(tmp_path / "projets.csv", [TITRES, JUSTE])
    run(root, file)
    confirmed(file, COLONNES)

    result = run(root, file)

    assert result.exit_code == 0, said(result)
    assert "1 ligne lue, 1 fiche écrite, 0 ligne refusée" in said(result)
    assert "« Remarques internes » (1 cellule remplie)" in said(result)
    found = records(root)["le-four-a-pain"]
    assert found["porteurs"] == ["ville-exemple"]
    assert found["participants"] == {"nombre": 40}
    assert found["statut"] == "brouillon"
    assert not [p for p in loading.examine(root).problems if p.severity == "erreur"]


def test_a_record_that_exists_is_never_touched(observatory: Observatory, tmp_path: Path) -> None:
    root = observatory()
    file = csv_of(tmp_path / "projets.csv", [TITRES, JUSTE])
    run(root, file)
    confirmed(file, COLONNES)
    run(root, file)
    kept = (root / "experiences/le-four-a-pain.yml").read_bytes()

    result = run(root, file)

    assert result.exit_code == 1
    assert "existe déjà ; elle n’est pas touchée" in said(result)
    assert (root / "experiences/le-four-a-pain.yml").read_bytes() == kept


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("titre", "titree"), "mène au champ « titree », qui n’existe pas. Vouliez-vous dire « titre » ?"),
        (("collection: experience", "collection: structure"), "est faite pour « structure », pas pour « experience »"),
        (("titres: 1", "titres: un"), "« titres » n’a pas la forme attendue"),
    ],
)
def test_a_mapping_spoilt_by_hand_is_told(observatory: Observatory, tmp_path: Path, change: tuple[str, str], told: str) -> None:
    root = observatory()
    file = csv_of(tmp_path / "projets.csv", [["titre", "Objet traité", "Chose"], ["Un", "mobilité", "x"]])
    run(root, file)
    path = tmp_path / "projets.correspondance.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(f'"titre": {change[0]}', f'"titre": {change[1]}') if change[0] == "titre" else text.replace(*change), encoding="utf-8"
    )

    result = run(root, file)

    assert result.exit_code == 1
    assert told in said(result)


# --- A hundred messy rows ---

MOTS = ["Mobilité", "MOBILITE", "mobilite", "vélo et déplacements", "habitat et logement", "Habitat et logement ; mobilité"]


def messy(path: Path) -> Path:
    """A hundred rows under a merged title, with blanks, doubles, formulas, failures, five ways to write a date."""
    dates = ["2013-05-17", "17/05/2013", "mai 2013", "2013", "vers 1995"]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Recensement")
        sheet.merge_range("A1:H1", "Recensement 2013 – version 4 (ne pas diffuser)")
        sheet.write_row(
            "A3",
            ["  TITRE du projet ", "Résumé", "Porteur(s)", "Objet traité", "Public visé", "Modalites d’animation", "Territoires", "Debut"],
        )
        for n in range(100):
            row = 3 + n + n // 10  # An empty row after each ten.
            sheet.write_row(
                row, 0, [f"Projet {n:03} du quartier", f"Ce que le projet {n} raconte.", "ville-exemple" if n % 3 else "Ville d’Exemple"]
            )
            sheet.write_row(
                row, 3, [MOTS[n % len(MOTS)], "Tous les habitants", "atelier participatif", "59350" if n % 2 else "Lille", dates[n % 5]]
            )
        sheet.write(4, 0, " ")  # A row without a title.
        sheet.write(5, 0, "Projet 000 du quartier")  # The same title as the first.
        sheet.write_formula(6, 1, "=1/0", None, "#DIV/0!")
        sheet.write(7, 6, "Saint-Aubin")  # Two communes bear this name.
        sheet.write(8, 1, "R" * 300)
        sheet.write(9, 2, "Société inconnue")
        sheet.write(10, 7, "au printemps")
    return path


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("importation")
    root = shutil.copytree(PETIT, folder / "observatoire")
    file = messy(folder / "recensement.xlsx")
    assert run(root, file).exit_code == 0
    confirmed(
        file,
        {"TITRE du projet": "titre", "Porteur(s)": "porteurs"},
        {
            "objet_traite": {"vélo et déplacements": "mobilite"},
            "porteurs": {"Ville d’Exemple": "ville-exemple", "Société inconnue": "societe-inconnue"},
        },
    )
    return root, run(root, file)


def test_a_hundred_messy_rows_are_written_or_refused(imported: tuple[Path, Result]) -> None:
    root, result = imported
    told = said(result)
    counts = re.search(r"(\d+) lignes lues, (\d+) fiches écrites, (\d+) lignes refusées, (\d+) lignes vides", told)

    assert counts, told
    lues, ecrites, refusees, vides = map(int, counts.groups())
    assert (lues, lues - ecrites, vides) == (100, refusees, 9)
    assert len([name for name in records(root) if name.startswith("projet-")]) == ecrites
    assert not [p for p in loading.examine(root).problems if p.severity == "erreur"]


@pytest.mark.parametrize(
    "told",
    [
        "  5 : il manque le titre, qui donne son nom au fichier.",
        "  6 : même titre que la ligne 4.",
        "  B7, « Résumé » : le calcul de cette cellule a échoué (#DIV/0!). Écrivez-y la valeur.",
        "  G8, « Territoires » : « Saint-Aubin » n’est ni une commune",
        "  B9, « Résumé » : ",
        "  C10, « Porteur(s) » : « societe-inconnue » ne correspond à aucune fiche",
        "  H11, « Debut » : « debut » : « au printemps » n’est pas une date. Écrivez l’année, le mois puis le jour",
    ],
)
def test_each_refusal_names_its_cell(imported: tuple[Path, Result], told: str) -> None:
    assert told in said(imported[1])


def test_mixed_words_become_the_terms_of_the_lists(imported: tuple[Path, Result]) -> None:
    found = [r["objet_traite"] for name, r in records(imported[0]).items() if name.startswith("projet-")]

    assert {tuple(terms) for terms in found} == {("mobilite",), ("habitat_et_logement",), ("habitat_et_logement", "mobilite")}


def test_dates_written_the_french_way_become_dates_of_the_records(imported: tuple[Path, Result]) -> None:
    found = {str(r["debut"]) for name, r in records(imported[0]).items() if name.startswith("projet-")}

    assert found == {"2013-05-17", "2013-05", "2013", "vers 1995"}


def test_a_word_left_aside_is_told(observatory: Observatory, tmp_path: Path) -> None:
    root = observatory()
    row = [*JUSTE[:3], "vie associative ; sorcellerie", *JUSTE[4:]]
    file = csv_of(tmp_path / "projets.csv", [TITRES, row])
    run(root, file)
    confirmed(file, COLONNES, {"objet_traite": {"sorcellerie": ""}})

    result = run(root, file)

    assert "Ligne 2, écrite, à regarder :\n  D2 : « sorcellerie » est laissé de côté." in said(result)
    assert records(root)["le-four-a-pain"]["objet_traite"] == ["vie_associative_et_de_quartier"]


# --- What the site gives is what it takes back ---


@pytest.mark.parametrize(
    ("root", "collection"), [(ROOT, "experience"), (ROOT, "structure"), (PETIT, "experience"), (PETIT, "offre")], ids=str
)
def test_a_round_trip_by_the_open_data_changes_nothing(tmp_path: Path, root: Path, collection: str) -> None:
    observatoire = loading.load(root)
    row = COLLECTIONS[collection]
    export = next(e for e in render(observatoire) if e.collection == collection and e.format == "CSV")
    file = tmp_path / "retour.csv"
    file.write_text(export.content, encoding="utf-8", newline="")
    (sheet,) = tableur.read(file)

    proposed = correspondance.propose(observatoire, row, sheet)
    emptied = tmp_path / "vide"
    for folder in loading.FOLDERS:
        for path in (root / folder).rglob("*.yml"):
            if path.parent != root / row.folder:
                (emptied / path.relative_to(root)).parent.mkdir(parents=True, exist_ok=True)
                (emptied / path.relative_to(root)).write_bytes(path.read_bytes())
    found = importer(emptied, observatoire, row, sheet, proposed.correspondance)

    assert proposed.sure
    assert [str(refus) for ligne in found.refusees for refus in ligne.refus] == []
    back = {Path(name).stem: shape(row.model, read(name, text.encode()), Path(name).stem) for name, text in found.changes.texts.items()}
    assert {key: plain(record) for key, record in back.items()} == {r.id: plain(r) for r in observatoire.records[collection].values()}


def test_a_formula_in_a_text_file_is_refused(observatory: Observatory, tmp_path: Path) -> None:
    root = observatory()
    row = list(JUSTE)
    row[1] = '=HYPERLINK("https://piege.exemple";"clic")'
    file = csv_of(tmp_path / "projets.csv", [TITRES, row])
    run(root, file)
    confirmed(file, COLONNES)

    result = run(root, file)

    assert "B2, « Resumé (280 signes max) » : cette cellule contient une formule" in said(result)
    assert "le-four-a-pain" not in records(root)


def test_a_trial_writes_nothing(observatory: Observatory, tmp_path: Path) -> None:
    root = observatory()
    file = csv_of(tmp_path / "projets.csv", [TITRES, JUSTE])
    run(root, file)
    confirmed(file, COLONNES)
    before = records(root)

    result = run(root, file, "--essai")

    assert "Essai : rien n’est écrit." in said(result)
    assert records(root) == before


# --- The spreadsheet that the site offers ---

TEMPLATES = {export.collection: export for export in to_fill_in(loading.load(PETIT))}


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_each_title_of_a_template_leads_without_a_doubt_to_its_field(tmp_path: Path, name: str) -> None:
    file = tmp_path / "modele.xlsx"
    file.write_bytes(TEMPLATES[name].content)
    row = COLLECTIONS[name]

    proposed = correspondance.propose(loading.load(PETIT), row, tableur.read(file)[0])

    expected = {column.titre: column.slot.name for column in columns(row.model)}
    assert proposed.sure, sorted(proposed.a_confirmer)
    assert {title: path.split(".")[-1] for title, path in proposed.correspondance.colonnes.items()} == expected


def test_what_is_chosen_in_the_lists_of_a_template_becomes_a_record(observatory: Observatory, tmp_path: Path) -> None:
    root = observatory()
    given = {
        "Titre": "Le four à pain", "Résumé": "Un four, des voisins, du pain.", "Statut": "Brouillon", "Porteurs 1": loading.load(PETIT).structures["ville-exemple"].nom, "Territoires 1": "Lille",
        "Objet traité 1": "Vie associative et de quartier", "Objet traité 2": "Mobilité", "Public visé 1": "Tous les habitants",
        "Modalités d’animation 1": "Chantier participatif", "Début": "2013-04",
    }  # fmt: skip
    titles = [column.titre for column in columns(COLLECTIONS["experience"].model)]
    file = csv_of(tmp_path / "modele.csv", [titles, [given.get(title, "") for title in titles]])
    assert given.keys() <= set(titles)

    result = run(root, file)

    assert result.exit_code == 0, said(result)
    assert records(root)["le-four-a-pain"]["objet_traite"] == ["vie_associative_et_de_quartier", "mobilite"]


def test_a_template_lists_words_and_never_persons() -> None:
    for export in TEMPLATES.values():
        texts = " ".join(cell for sheet in _sheets(export.content) for row in sheet.rangs for cell in row)
        assert "Camille" not in texts
    assert "Chantier participatif" in " ".join(
        cell for sheet in _sheets(TEMPLATES["experience"].content) for row in sheet.rangs for cell in row
    )


def test_the_same_data_give_the_same_bytes() -> None:
    assert {e.collection: e.content for e in to_fill_in(loading.load(PETIT))} == {
        name: export.content for name, export in TEMPLATES.items()
    }


def _sheets(content: str | bytes) -> tuple[tableur.Feuille, ...]:
    assert isinstance(content, bytes)
    return tableur._from_workbook("modele.xlsx", content)
