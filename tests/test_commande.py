"""The command line: exit status, forms of the report, and help that shows an example."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner, Result

from observatoire.__main__ import main
from observatoire.problems import FORMATS

ECOUTE = "experiences/ecoute-du-marche.yml"
CASSE = {ECOUTE: "titre: Un marché : pour quoi\n"}
COMMANDES = {name: command for name, command in main.commands.items() if isinstance(command, click.Command)}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def verifier(root: object, *arguments: object) -> Result:
    return run("verifier", "--racine", root, *arguments)


# --- Exit status ---


def test_success_is_said_aloud_and_exits_with_zero(observatory):
    result = verifier(observatory())

    assert result.exit_code == 0
    assert re.match("\\d+\u00a0fiches lues. Tout est bon\u00a0: aucune erreur", result.stdout)


def test_an_error_exits_with_one(observatory):
    assert verifier(observatory(CASSE)).exit_code == 1


def test_a_warning_exits_with_one_only_when_strict(observatory):
    root = observatory(
        {"groupes/ouest.yml": (observatory() / "groupes/ouest.yml").read_text().replace("[membres, rencontres]", "[rencontres]")}
    )

    assert verifier(root).exit_code == 0
    assert verifier(root, "--strict").exit_code == 1


def test_the_booklet_asks_more_only_when_asked(observatory):
    production = "groupes/productions/inviter-de-voisin-a-voisin.yml"
    text = (observatory() / production).read_text(encoding="utf-8")
    root = observatory({production: text.replace("bon_a_tirer:\n  par: Le groupe Est, en séance\n  date: 2014-04\n", "")})

    assert verifier(root).exit_code == 0
    assert verifier(root, "--livret").exit_code == 1


@pytest.mark.parametrize(
    "arguments", [["verifer"], ["verifier", "--formt", "json"], ["verifier", "--racine", "/nulle/part"], ["verifier", "--format", "xml"]]
)
def test_a_mistyped_command_exits_with_two(arguments):
    assert run(*arguments).exit_code == 2


def test_a_folder_that_is_no_observatory_exits_with_one_and_no_trace(tmp_path):
    result = verifier(tmp_path)

    assert result.exit_code == 1
    assert "n’est pas un observatoire" in result.output
    assert "Traceback" not in result.output


# --- What is said ---


def test_the_report_gives_place_message_line_and_count(observatory):
    result = verifier(observatory(CASSE))

    assert f"{ECOUTE}:1:18  erreur Y02" in result.stdout
    assert 'titre: "Un marché : pour quoi"' in result.stdout.split("\n")
    assert "1\u00a0erreur à corriger" in result.stdout


def test_advice_is_shown_only_when_asked(observatory):
    root = observatory()

    assert "E62" not in verifier(root).stdout
    assert "E62" in verifier(root, "--tout").stdout


def test_a_named_file_is_shown_alone_with_its_advice(observatory):
    root = observatory({"experiences/marche-du-canal.yml": "titre: 2013\n"})

    result = verifier(root, root / ECOUTE)

    assert result.exit_code == 0
    assert "E62" in result.stdout
    assert "marche-du-canal" not in result.stdout


def test_quiet_says_nothing_when_all_is_well(observatory):
    assert verifier(observatory(), "--quiet").output == ""


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "texte"])
def test_a_machine_reads_the_report_alone(observatory, form):
    result = verifier(observatory(CASSE), "--format", form)

    assert result.exit_code == 1
    if form == "github":
        assert all(re.match(r"::(?:error|warning|notice) file=", line) for line in result.stdout.splitlines())
    else:
        assert "Y02" in json.dumps(json.loads(result.stdout))


def test_colours_stay_out_of_a_file(observatory):
    assert "\x1b[" not in verifier(observatory(CASSE)).output


# --- Help ---


def test_help_is_there_without_any_command():
    result = run("--help")

    assert result.exit_code == 0
    assert all(name in result.stdout for name in COMMANDES)


@pytest.mark.parametrize("name", COMMANDES)
def test_every_command_explains_itself_with_an_example(name):
    result = run(name, "--help")

    assert result.exit_code == 0
    assert f"Exemple : observatoire {name}" in re.sub(r"[\s\u00a0]+", " ", result.stdout)


def test_every_option_of_the_check_explains_itself():
    assert all(option.help for option in COMMANDES["verifier"].params if isinstance(option, click.Option))


def test_the_module_runs_as_the_command_does(observatory):
    done = subprocess.run(
        [sys.executable, "-m", "observatoire", "verifier", "--racine", str(observatory(CASSE))], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Y02" in done.stdout


def test_checking_a_file_that_does_not_exist_is_a_mistake_of_the_command(observatory):
    result = verifier(observatory(), "experiences/nulle-part.yml")

    assert result.exit_code == 2
    assert "n’existe pas" in result.output


@pytest.mark.parametrize("arguments", [("pages",), ("site", "--sortie")])
def test_a_folder_that_holds_something_else_is_left_alone(observatory, arguments):
    root = observatory()
    kept = {path: path.read_bytes() for path in (root / "experiences").iterdir()}

    result = run(*arguments, root / "experiences", "--racine", root)

    assert result.exit_code == 1
    assert "existe déjà et contient autre chose" in result.output
    assert {path: path.read_bytes() for path in (root / "experiences").iterdir()} == kept


def test_pages_are_written_again_over_those_of_an_earlier_run(copie, tmp_path):
    root = copie()

    assert [run("pages", tmp_path / "sortie", "--racine", root).exit_code for _ in range(2)] == [0, 0]
