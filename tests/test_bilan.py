"""The staff's report: what it counts is counted again here from the YAML files alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from rich.console import Console

from conftest import PETIT, Observatory
from construire import ROOT, data_of
from observatoire import bilan as bilans
from observatoire import loading
from observatoire.__main__ import main
from observatoire.bilan import Bilan, rapport
from observatoire.dates import PartialDate

FOLDERS = {
    "expériences": "experiences", "structures": "content/acteurs/structures", "personnes": "content/acteurs/personnes", "groupes": "groupes",
    "rencontres": "groupes/rencontres", "productions": "groupes/productions", "Forums": "groupes/forums", "livrets": "groupes/livrets",
    "thèmes": "content/themes", "méthodes": "content/methodes", "ressources": "content/ressources", "offres": "content/offres",
    "territoires": "content/territoires",
}  # fmt: skip
EVE = PartialDate(2014, 5, 22)
RENCONTRE = "groupes/rencontres/2013-06-14-groupe-est.yml"


def raw(root: Path, folder: str) -> dict[str, Any]:
    """Records of a folder as a plain YAML reader sees them, by path."""
    return {p.relative_to(root).as_posix(): data_of(p) for p in sorted((root / folder).glob("*.yml"))}


def report_of(root: Path, day: PartialDate = EVE) -> Bilan:
    return bilans.compute(loading.load(root), day)


def files(bilan: Bilan, cle: str) -> list[str]:
    return sorted(ligne.fichier for rubrique in bilan.rubriques if rubrique.cle == cle for ligne in rubrique.lignes)


@pytest.fixture(params=[ROOT, PETIT], ids=["vrai", "petit"])
def root(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


def test_records_are_counted_by_statut(root: Path) -> None:
    table = next(t for t in report_of(root).tableaux if t.cle == "statuts")
    rows = {row[0]: row[1:6] for row in table.rangs}

    for name, folder in FOLDERS.items():
        records = raw(root, folder).values()
        counts = [sum(r["statut"] == statut for r in records) for statut in ("brouillon", "a_relire", "validee", "archivee")]
        assert rows.get(name, ("0",) * 5) == tuple(map(str, [len(records), *counts])), name


def test_every_record_to_validate_is_named_with_its_file(root: Path) -> None:
    waiting = [path for folder in FOLDERS.values() for path, r in raw(root, folder).items() if r["statut"] in ("brouillon", "a_relire")]

    assert files(report_of(root), "relecture") == sorted(waiting)


def test_minutes_are_awaited_of_the_days_that_are_over(root: Path) -> None:
    awaited = [
        path
        for path, r in raw(root, "groupes/rencontres").items()
        if str(r["date"]) < "2014-05-22"
        and r.get("etat_rencontre") not in ("annulee", "reportee")
        and r["etat_compte_rendu"] not in ("valide", "publie", "non_public")
    ]

    assert awaited
    assert files(report_of(root), "comptes-rendus") == sorted(awaited)


def test_a_meeting_to_come_owes_no_minutes() -> None:
    assert files(report_of(PETIT, PartialDate(2013, 5, 1)), "comptes-rendus") == []


def test_months_without_a_meeting_are_counted(root: Path) -> None:
    groups = raw(root, "groupes")
    held = [(g, str(r["date"])[:7]) for r in raw(root, "groupes/rencontres").values() for g in r.get("groupes", [])]
    expected = [path for path, g in groups.items() for d in g.get("calendrier_prevu", []) if (Path(path).stem, str(d)[:7]) not in held]

    assert expected
    assert files(report_of(root), "mois") == sorted(expected)


def test_groups_outside_their_size_are_named(root: Path) -> None:
    people = raw(root, "content/acteurs/personnes").values()
    outside = []
    for path, group in raw(root, "groupes").items():
        parts = [
            p
            for r in people
            for p in r.get("groupes", [])
            if p["groupe"] == Path(path).stem and p.get("role", "participant") == "participant"
        ]
        aim = group.get("effectif_vise")
        if aim and not aim["min"] <= len(parts) <= aim["max"]:
            outside.append(path)

    assert files(report_of(root), "effectifs") == sorted(outside)


def test_unsigned_and_unadopted_productions_are_named(observatory: Observatory) -> None:
    path = "groupes/productions/inviter-de-voisin-a-voisin.yml"
    text = (PETIT / path).read_text(encoding="utf-8")
    unsigned = text.replace("bon_a_tirer:\n  par: Le groupe Est, en séance\n  date: 2014-04\n", "")
    draft = unsigned.replace("statut_production: adoptee", "statut_production: en_chantier")

    assert unsigned != text
    assert files(report_of(PETIT), "bons-a-tirer") == files(report_of(PETIT), "productions") == []
    assert files(report_of(observatory({path: unsigned})), "bons-a-tirer") == [path]
    assert files(report_of(observatory({path: draft})), "productions") == [path]


def test_answers_are_late_only_after_the_forum(observatory: Observatory) -> None:
    path = "groupes/productions/inviter-de-voisin-a-voisin.yml"
    text = (PETIT / path).read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    start = text.index("reponse_recue:")
    root = observatory({path: text[:start] + text[text.index("statut: a_relire") :]})

    assert data["reponse_recue"]
    assert files(report_of(root, PartialDate(2014, 5, 22)), "reponses") == []
    assert files(report_of(root, PartialDate(2014, 9, 1)), "reponses") == [path]


def test_words_and_guests_without_agreement_are_named(observatory: Observatory) -> None:
    text = (PETIT / RENCONTRE).read_text(encoding="utf-8")
    root = observatory({RENCONTRE: text.replace("auteur: anonyme\n    accord: true", "auteur: anonyme\n    accord: false", 1)})

    assert files(report_of(root), "consentements").count(RENCONTRE) == files(report_of(PETIT), "consentements").count(RENCONTRE) + 1


def test_what_nobody_tried_is_named(root: Path) -> None:
    used = {term for r in raw(root, "experiences").values() for term in r.get("public_vise", [])}
    every = yaml.safe_load((root / "content/vocabulaires/public_vise.yml").read_text(encoding="utf-8"))["termes"]

    unused = files(report_of(root), "mots").count("content/vocabulaires/public_vise.yml")

    assert unused == len(set(every) - used)


def test_attendance_is_counted_person_by_person() -> None:
    table = next(t for t in report_of(PETIT).tableaux if t.cle == "presence-est")

    assert table.prive
    assert ("camille", "1", "0", "0") in table.rangs


@pytest.mark.parametrize(
    ("day", "said"),
    [((2014, 5, 22), "dans 1\u00a0jour"), ((2014, 5, 23), "c’est aujourd’hui"), ((2014, 6, 2), "il y a 10\u00a0jours")],
)
def test_days_left_are_said(day: tuple[int, int, int], said: str) -> None:
    assert report_of(PETIT, PartialDate(*day)).echeance == said


def test_the_file_holds_what_the_terminal_cuts(root: Path) -> None:
    found = report_of(root)
    page, terminal = rapport.html(found), Console(width=120, no_color=True)
    with terminal.capture() as captured:
        terminal.print(rapport.terminal(found))

    assert page.count('<li class="ligne">') == found.total
    assert "de plus\u00a0: --tout les montre." in captured.get()
    assert "http" not in page.split("<style>")[0]
    assert all(f'id="{rubrique.cle}"' in page for rubrique in found.rubriques)


def test_the_command_writes_one_private_file_and_says_so(tmp_path: Path) -> None:
    target = tmp_path / "bilan.html"

    result = CliRunner().invoke(main, ["bilan", "--racine", str(PETIT), "--date", "2014-05-01", "--html", str(target)])

    assert result.exit_code == 0
    assert "dans 22\u00a0jours" in " ".join(result.output.split(" "))
    assert "privé" in result.output
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--date", "mars"], "n’est pas un jour"),
        (["--date", "2014-02-30"], "n’est pas un jour"),
        (["--forum", "forum-1"], "ce Forum n’existe pas"),
    ],
)
def test_a_mistyped_option_is_told_in_french(tmp_path: Path, options: list[str], told: str) -> None:
    result = CliRunner().invoke(main, ["bilan", "--racine", str(PETIT), "--html", str(tmp_path / "b.html"), *options])

    assert result.exit_code == 2
    assert told in result.output
    assert list(tmp_path.iterdir()) == []


def test_the_report_never_goes_into_a_site(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitemap.xml").write_text("", encoding="utf-8")

    result = CliRunner().invoke(main, ["bilan", "--racine", str(PETIT), "--html", str(tmp_path / "site" / "bilan.html")])

    assert result.exit_code == 2
    assert "privé" in result.output
