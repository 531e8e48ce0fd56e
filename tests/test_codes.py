"""The guide's page of each code: its example is run, before and after."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import PETIT
from observatoire import loading
from observatoire.livret.impression import Commande, imprimer, site_of
from observatoire.problems import InvalidData, Problem, Severity
from observatoire.rules import RULES
from observatoire.schema.codes import CODES, Code

CAFE = (Path(__file__).parent / "casse" / "E62-limites-vides.yml").read_text(encoding="utf-8")
"""The record that the lines of an example stand in, when the small observatory has none of that name."""
PERSONNE = "nom_affiche: Alex Tisserand\ntype_acteur: habitant\nstatut: a_relire\nrecueil:\n  origine: exemple_fictif\n"
LIVRET = "titre: Livret d’exemple\nforum: forum-exemple\nsections:\n  - cle: recits\n    titre: Les expériences racontées\n    type: experience\n    selection:\n      statut: validee\nstatut: a_relire\nrecueil:\n  origine: exemple_fictif\n"
"""A booklet of one part: the small observatory's own has pictures and pages enough to raise other codes."""
OF_THE_PROGRAM = {"B85"}
"""Codes that nothing written in a record can raise."""
RUN = {code: found for code, found in CODES.items() if code not in OF_THE_PROGRAM}


def base(file: str) -> str:
    if "/livrets/" in file:
        return LIVRET
    if (PETIT / file).exists():
        return (PETIT / file).read_text(encoding="utf-8")
    return PERSONNE if "/personnes/" in file else CAFE


def names(lines: str) -> set[str]:
    return set(re.findall(r"(?m)^(\w+):", lines))


def whole(code: Code, file: str, lines: str) -> str:
    """The record where ``lines`` take the place of the fields that either side of the example names."""
    replaced = "|".join(names(code.avant) | names(code.apres))
    return re.sub(rf"(?m)^(?:{replaced}):.*\n(?:[ -].*\n|\n)*", "", base(file)) + lines + "\n"


def place(root: Path, code: Code, file: str, lines: str) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    if lines.startswith("→ "):
        path.symlink_to(lines.removeprefix("→ "))
    else:
        path.write_text(whole(code, file, lines), encoding="utf-8")


def problems(root: Path, name: str) -> list[Problem]:
    """Everything that is said of an observatory, and of its booklet for the codes of booklets."""
    found = list(loading.examine(root, livret=True).problems)
    if name.startswith("B"):
        try:
            found += imprimer(
                root, "forum-exemple", site_of(root / "mkdocs.yml"), Commande(("courant",), final=name == "B86"), root / "livrets"
            ).problems
        except InvalidData as error:
            found += error.problems
    return found


@pytest.mark.parametrize("name", RUN)
def test_the_example_of_a_code_raises_it_before_and_is_right_after(observatory, name):
    code = CODES[name]
    root = observatory()
    if name == "C43":  # The small observatory is made up as a whole: here, only the example is.
        for path in root.rglob("*.yml"):
            path.write_text(path.read_text(encoding="utf-8").replace("origine: exemple_fictif", "origine: temoignage_des_porteurs"))
    mended = code.fichier_apres or code.fichier

    place(root, code, code.fichier, code.avant)
    before = problems(root, name)
    (root / code.fichier).unlink()
    place(root, code, mended, code.apres)
    after = problems(root, name)

    assert said(before, name) - said(after, name), f"what stands « before » does not raise {name}"
    assert mended not in {file for file, _ in said(after, name)}, f"what stands « after » still raises {name}"
    assert [str(p) for p in after if p.severity in (Severity.ERREUR, Severity.AVERTISSEMENT)] == []


def said(problems: list[Problem], name: str) -> set[tuple[str, str]]:
    return {(p.file, p.message) for p in problems if p.code == name}


def test_every_code_that_a_rule_or_a_reader_gives_has_its_page():
    given = {rule.code for rule in RULES.values()}
    for path in Path(loading.__file__).parent.rglob("*.py"):
        given |= set(re.findall(r'"([A-Z]\d\d)"', path.read_text(encoding="utf-8"))) if path.name != "codes.py" else set()

    assert given == set(CODES)


def test_every_code_says_what_it_means_what_to_do_and_shows_it():
    for name, code in CODES.items():
        assert code.nom and code.sens.endswith((".", "?")) and code.remede.endswith((".", "?")), name
        assert name in OF_THE_PROGRAM or (code.avant and code.apres), f"{name} has no example"
        assert max(map(len, f"{code.avant}\n{code.apres}".splitlines()), default=0) <= 110, name
        assert f"{code.avant}\n{code.apres}".count("\n") <= 16, name
