"""The year of the demonstration, broken one way at a time: what the checker says of it, and where."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from construire import DEMONSTRATION
from observatoire import loading
from observatoire.problems import Problem, Severity

SEPTEMBRE = "groupes/rencontres/2013-09-20-groupe-est.yml"
OCTOBRE = "groupes/rencontres/2013-10-18-groupe-est.yml"
REGLE = "groupes/productions/la-regle-des-trois-mois.yml"
MARAIS = "experiences/budget-des-marais.yml"
EST = "groupes/est.yml"
CASES = (
    # code, file, what is changed, into what, file that is told, what is said
    ("X51", SEPTEMBRE, r"numero: 5", "numero: 6", SEPTEMBRE, "cette rencontre porte le n° 6"),
    ("X51", EST, r"fin: 2014-04", "fin: 2014-02", "groupes/rencontres/2014-03-14-groupe-est.yml", "est hors de la période du Groupe Est"),
    ("X52", SEPTEMBRE, r"duree_min: 55", "duree_min: 400", SEPTEMBRE, "min de trop"),
    ("X53", REGLE, r"(?m)^s_appuie_sur:\n(?:  .*\n)+", "", REGLE, "ne dit pas sur quoi elle s’appuie"),
    ("X54", MARAIS, r"titre: .*", "titre: Jury citoyen sur le prix de l’eau, dans l’agglomération douaisienne", None, "Le titre ressemble fort"),
    ("X55", REGLE, r"(?m)^bon_a_tirer:\n(?:  .*\n)+", "", REGLE, "est retenue pour le livret et n’a pas de bon à tirer"),
    ("X56", EST, r"min: 12", "min: 15", EST, "compte 14 membres ; 15 à 15 sont visés"),
    ("X57", MARAIS, r"(?m)^  argument: .*\n", "", MARAIS, "ajoutez « argument »"),
    ("X58", MARAIS, r"(?m)^ce_que_nous_ferions_autrement: \|\n(?:  .*\n)+", "", MARAIS, "ce_que_nous_ferions_autrement"),
    ("X59", OCTOBRE, r"etat_rencontre: tenue", "etat_rencontre: annulee", REGLE, "la production ne peut pas s’appuyer sur elle"),
    ("C41", SEPTEMBRE, r"auteur: .*", "auteur: Une voisine", SEPTEMBRE, "n’a pas de fiche avec un consentement"),
    ("C42", SEPTEMBRE, r"(?m)^presentation: .*", "presentation: Écrire à nadege@exemple.fr pour venir.", SEPTEMBRE, "Un courriel paraît ici"),
    ("C44", SEPTEMBRE, r"(?m)^presentation: .*", "presentation: Karim Belhadj nous accueille.", SEPTEMBRE, "Le nom de « karim » est écrit ici"),
    ("T16", SEPTEMBRE, r"cle: e2", "cle: e1", SEPTEMBRE, "e1"),
)  # fmt: skip


def spoilt(tmp_path: Path, file: str, old: str, new: str) -> Path:
    root = Path(shutil.copytree(DEMONSTRATION, tmp_path / "demonstration"))
    text = (root / file).read_text(encoding="utf-8")
    changed, count = re.subn(old, new, text, count=1)
    assert count == 1, f"{old!r} is not in {file}"
    (root / file).write_text(changed, encoding="utf-8")
    return root


def told(problems: list[Problem]) -> list[str]:
    return [re.sub("[\u00a0\u202f]", " ", p.message) for p in problems]


@pytest.mark.parametrize(("code", "file", "old", "new", "where", "said"), CASES, ids=[f"{c[0]}-{Path(c[1]).stem}" for c in CASES])
def test_a_year_broken_one_way_is_told_so(tmp_path: Path, code: str, file: str, old: str, new: str, where: str | None, said: str) -> None:
    root = spoilt(tmp_path, file, old, new)

    found = [p for p in loading.examine(root, livret=True).problems if p.code == code]

    assert any(said in message for message in told(found)), told(found)
    assert where is None or where in {p.file for p in found}
    for problem in found:
        line = (root / problem.file).read_text(encoding="utf-8").splitlines()[problem.line - 1]
        assert 1 <= problem.column <= len(line) + 1


def test_the_year_as_it_is_breaks_none_of_these() -> None:
    codes = {case[0] for case in CASES}

    assert [p for p in loading.examine(DEMONSTRATION, livret=True).problems if p.code in codes and p.severity is not Severity.CONSEIL] == []


def test_a_production_that_rests_on_a_meeting_withdrawn_is_refused(tmp_path: Path) -> None:
    root = Path(shutil.copytree(DEMONSTRATION, tmp_path / "demonstration"))
    (root / OCTOBRE).unlink()

    refused = [p for p in loading.examine(root).problems if p.code == "R31" and p.severity is Severity.ERREUR]

    assert REGLE in {p.file for p in refused}
    assert any("2013-10-18-groupe-est" in message for message in told(refused))
