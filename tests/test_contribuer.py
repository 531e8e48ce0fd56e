"""CONTRIBUER.md, followed as it is written: its steps, what it quotes of the site, its pictures."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from PIL import Image

from construire import ROOT
from observatoire import loading
from observatoire.problems import Severity
from observatoire.schema import COLLECTIONS
from observatoire.schema.gabarits import express

GUIDE = (ROOT / "CONTRIBUER.md").read_text(encoding="utf-8")
EXPECTED = ROOT / "tests" / "expected"


def section(title: str) -> str:
    return GUIDE.split(f"## {title}\n")[1].split("\n## ")[0]


def typed(template: str, field: str, lines: str) -> str:
    """The template once ``lines`` stand where the guide says to write ``field``."""
    found = re.sub(rf"(?m)^{field}:.*\n(?:  - .*\n)*", lines + "\n", template)
    assert found != template, field
    return found


def test_the_steps_make_a_record_that_the_checker_accepts(tmp_path: Path) -> None:
    for name in loading.FOLDERS:
        shutil.copytree(ROOT / name, tmp_path / name)
    steps = section("Écrire une fiche, pas à pas")
    words = {name: tuple(found.termes) for name, found in loading.vocabularies(tmp_path).items()}
    template = express(COLLECTIONS["experience"], words)
    (name,) = set(re.findall(r"`([a-z-]+\.yml)`", steps)) - {"a-nommer.yml"}
    asked = re.findall(r"(?m)^\| `(\w+):` \|", steps)

    record = template
    for field, lines in {
        "titre": re.findall(r'`(titre: ".+?")`', steps)[0],
        "resume": "resume: Des habitants tirés au sort et des associations se réunissent chaque mois. Ils donnent un avis.",
        "porteurs": "inconnu: [porteurs]",
        "objet_traite": "objet_traite:\n  - vie_democratique_et_institutions\n  - habitat_et_logement",
        "public_vise": "public_vise:\n  - habitants_d_un_quartier",
        "modalites_animation": "modalites_animation:\n  - conseil_citoyen",
        "territoires": "territoires:\n  - Wattrelos",
        "debut": f"debut: {re.findall(r'`(vers .+?)`', steps)[0]}",
    }.items():
        record = typed(record, field, lines)
    (tmp_path / "experiences" / name).write_text(record, encoding="utf-8")

    assert asked == re.findall(r"(?m)^(\w+):", template)
    found = [p for p in loading.examine(tmp_path).problems if p.severity in (Severity.ERREUR, Severity.AVERTISSEMENT)]
    assert [str(p) for p in found if name in p.file] == []


def test_what_it_quotes_of_the_site_is_there() -> None:
    site = "".join(path.read_text(encoding="utf-8") for path in sorted((EXPECTED / "contribuer").rglob("*.md")))
    quoted = (
        "Partir d’un tableau", "Une expérience", "Les listes de mots", "À écrire", "Écrire une bonne fiche", "Mener un entretien",
        "Retirer un nom", "Dans le formulaire", "Ce que dit la vérification",
    )  # fmt: skip

    for words in quoted:
        assert f"«\u00a0{words}\u00a0»" in GUIDE, words
        assert re.search(rf">\s*{words}\s*<", site), words


def test_its_pictures_are_few_light_and_described() -> None:
    pictures = re.findall(r"!\[(.*?)\]\((scripts/apercu/.+?)\)", GUIDE)

    assert 1 <= len(pictures) <= 4
    for alt, name in pictures:
        path = ROOT / name
        assert len(alt) > 30
        assert path.stat().st_size < 100_000
        with Image.open(path) as picture:
            assert picture.width <= 1000
    assert {Path(name).name for _, name in pictures} == {path.name for path in (ROOT / "scripts/apercu").glob("*.webp")}
