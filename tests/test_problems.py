"""What a contributor is told, in each of its forms, and the line to paste."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observatoire.problems import FORMATS, InvalidData, Mend, Problem, Severity, blocking, plural, report, summary, weight


def problem(line: int = 3, severity: Severity = Severity.ERREUR, mend: Mend | None = None, **other: str) -> Problem:
    told = {"file": "experiences/jury.yml", "code": "T11", "message": "« hier » n’est pas une date."} | other
    return Problem(told["file"], line, 8, told["code"], severity, told["message"], mend)


ERREUR = problem(mend=Mend(3, 3, "debut: 2013"))
AVIS = problem(9, Severity.AVERTISSEMENT, code="R32", message="À relier, 100 % sûr")
CONSEIL = problem(10, Severity.CONSEIL, code="E62", message="Vide")


@pytest.mark.parametrize(("size", "said"), [(0, "0 ko"), (1, "1 ko"), (1000, "1 ko"), (5_096_732, "5 097 ko")])
def test_a_weight_is_written_in_thousands_of_bytes_never_less_than_it_is(size: int, said: str):
    assert weight(size) == said.replace(" ", "\u00a0")


# --- The line to paste ---


def test_a_mend_replaces_its_lines_and_no_other():
    assert Mend(2, 3, "deux").apply("un\n2\n3\nquatre\n") == "un\ndeux\nquatre\n"


def test_a_mend_may_insert_before_a_line():
    assert Mend(2, 1, "un et demi").apply("un\ndeux\n") == "un\nun et demi\ndeux\n"


def test_a_mend_adds_after_a_last_line_that_has_no_end():
    assert Mend(2, 1, "deux").apply("un") == "un\ndeux\n"


def test_a_mend_keeps_the_line_ends_of_windows():
    assert Mend(1, 1, "un\nbis").apply("1\r\n2\r\n") == "un\r\nbis\r\n2\r\n"


def test_a_mend_counts_lines_as_editors_do():
    assert Mend(2, 2, "deux").apply("un\u2028encore un\n2\n") == "un\u2028encore un\ndeux\n"


LINES = st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])), min_size=1, max_size=8)


@given(LINES, st.data())
def test_a_mend_leaves_every_other_line_to_the_byte(lines, data):
    first = data.draw(st.integers(1, len(lines)))
    last = data.draw(st.integers(first - 1, len(lines)))
    text = "".join(line + "\n" for line in lines)

    mended = Mend(first, last, "nouveau").apply(text)

    assert mended == "".join(line + "\n" for line in [*lines[: first - 1], "nouveau", *lines[last:]])


@given(LINES)
def test_a_mend_that_says_what_is_there_changes_nothing(lines):
    text = "".join(line + "\n" for line in lines)

    assert Mend(1, len(lines), "\n".join(lines)).apply(text) == text


# --- What blocks, what is counted ---


def test_only_errors_block():
    assert blocking([ERREUR, AVIS, CONSEIL]) == [ERREUR]


def test_warnings_block_too_in_strict_mode():
    assert blocking([ERREUR, AVIS, CONSEIL], strict=True) == [ERREUR, AVIS]


def test_invalid_data_carries_its_problems_sorted():
    assert InvalidData([AVIS, ERREUR]).problems == (ERREUR, AVIS)


@pytest.mark.parametrize(("count", "said"), [(0, "0\u00a0fiche"), (1, "1\u00a0fiche"), (2, "2\u00a0fiches")])
def test_french_counts_are_plural_from_two_up(count, said):
    assert plural(count, "fiche") == said


def test_success_is_said_aloud():
    assert summary([]) == "Tout est bon\u00a0: aucune erreur."


def test_the_summary_counts_each_severity():
    assert summary([ERREUR, ERREUR, AVIS, CONSEIL]) == "2\u00a0erreurs à corriger (1\u00a0avertissement, 1\u00a0conseil)."


# --- The forms ---


def test_a_problem_reads_as_place_message_code_and_line():
    assert str(ERREUR) == "experiences/jury.yml:3:8: « hier » n’est pas une date. [T11]\ndebut: 2013"


def test_the_text_shows_the_line_to_paste_alone_on_its_line():
    assert report([ERREUR]) == (
        "experiences/jury.yml:3:8  erreur T11\n"
        "  « hier » n’est pas une date.\n"
        "  À coller à la place de la ligne 3\u00a0:\n"
        "debut: 2013\n\n"
        "1\u00a0erreur à corriger."
    )


@pytest.mark.parametrize(
    ("mend", "said"),
    [
        (Mend(4, 3, "x"), "À ajouter, ligne 4\u00a0:"),
        (Mend(4, 6, "x"), "À coller à la place des lignes 4 à 6\u00a0:"),
    ],
)
def test_the_text_says_where_to_paste(mend, said):
    assert said in report([problem(mend=mend)])


def test_colours_change_nothing_but_colours():
    coloured = report([ERREUR, AVIS], colour=True)

    assert "\x1b[" in coloured
    assert "\x1b[" not in report([ERREUR, AVIS])


def test_json_gives_every_field():
    given = json.loads(report([ERREUR, AVIS], "json"))

    assert given["bilan"] == "1\u00a0erreur à corriger (1\u00a0avertissement)."
    assert given["problemes"][0] == {
        "fichier": "experiences/jury.yml", "ligne": 3, "colonne": 8, "code": "T11", "gravite": "erreur",
        "message": "« hier » n’est pas une date.", "regle": "", "correction": {"de": 3, "a": 3, "texte": "debut: 2013"},
    }  # fmt: skip
    assert given["problemes"][1]["correction"] is None


def test_github_annotations_escape_what_they_must():
    odd = problem(severity=Severity.AVERTISSEMENT, file="experiences/a,b:c.yml", message="100 %\nsuite")

    assert report([odd], "github") == "::warning file=experiences/a%2Cb%3Ac.yml,line=3,col=8,title=T11::100 %25%0Asuite"


def test_github_levels_follow_severity():
    assert [line.split(" ")[0] for line in report([ERREUR, AVIS, CONSEIL], "github").split("\n")] == ["::error", "::warning", "::notice"]


def test_gitlab_rows_have_a_fingerprint_of_their_own():
    rows = json.loads(report([ERREUR, AVIS], "gitlab"))

    assert [row["severity"] for row in rows] == ["major", "minor"]
    assert rows[0]["location"] == {"path": "experiences/jury.yml", "lines": {"begin": 3}}
    assert len({row["fingerprint"] for row in rows}) == 2


def test_gitlab_tells_two_same_mistakes_of_a_file_apart():
    rows = json.loads(report([problem(3), problem(5)], "gitlab"))

    assert len({row["fingerprint"] for row in rows}) == 2


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_says_nothing_wrong_without_problems(form):
    assert isinstance(report([], form), str)
