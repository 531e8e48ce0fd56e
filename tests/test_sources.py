"""YAML text to data and places: strict, bounded, and every refusal told with its line and column."""

from __future__ import annotations

import unicodedata
from time import perf_counter

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from observatoire.problems import InvalidData, Problem
from observatoire.sources import MAX_BYTES, MAX_DEPTH, Document, quoted, read

NBSP = "\u00a0"
SECONDS = 5.0
"""No file of the size allowed may take longer, on a slow machine."""


def document(text: str) -> Document:
    return read("fiche.yml", text.encode())


def refusal(raw: bytes | str) -> Problem:
    """The first problem of a text that is refused."""
    with pytest.raises(InvalidData) as caught:
        read("fiche.yml", raw.encode() if isinstance(raw, str) else raw)
    return caught.value.problems[0]


# --- Whatever the bytes ---


def reads_or_refuses(raw: bytes) -> None:
    start = perf_counter()
    try:
        assert isinstance(read("fiche.yml", raw), Document)
    except InvalidData as error:
        assert error.problems
        lines = raw.count(b"\n") + raw.count(b"\r") + 1
        assert all(1 <= p.line <= lines and p.column >= 1 and p.message for p in error.problems)
    assert perf_counter() - start < SECONDS


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw):
    reads_or_refuses(raw)


SIGNS = [*" \n\t\r:-#&*!|>'\"%@`[]{},?~.aé0\u00a0\u202f\u2028\u0085\ufeff\x00\\", "\r\n", "a: ", "- ", "\n  ", "\n- ", "\nb: "]
YAML_SIGNS = st.lists(st.sampled_from(SIGNS), max_size=60).map("".join)


@settings(max_examples=300)
@given(YAML_SIGNS)
def test_any_heap_of_yaml_signs_is_read_or_refused(text):
    reads_or_refuses(text.encode())


RECORD = "titre: Jardin\nresume: |\n  Une ligne.\n\n  Une autre.\nporteurs:\n  - ville\n  - nom: École\n    role: hôte\nfin: 2013\n"


@settings(max_examples=200)
@given(st.integers(0, len(RECORD)), st.integers(0, 3), YAML_SIGNS)
def test_a_record_spoilt_anywhere_is_read_or_refused(place, length, noise):
    reads_or_refuses((RECORD[:place] + noise + RECORD[place + length :]).encode())


BOMBS = {
    "crochets": "a: " + "[" * 100_000,
    "accolades": "{a: " * 40_000,
    "crochets après un guillemet ouvert": "a: 'x\nb: " + "[" * 100_000,
    "niveaux": "\n".join(" " * n + "a:" for n in range(600)),
    "rires": "\n".join(["a0: &a0 rire", *(f"a{n}: &a{n} [" + ",".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 10))]),
    "fusions": "\n".join(["a0: &a0 {k: 1}", *(f"a{n}: &a{n} {{<<: [" + ",".join([f"*a{n - 1}"] * 9) + "]}" for n in range(1, 10))]),
    "tirets": "- " * 90_000,
    "questions": "? " * 90_000,
    "deux-points": "a: " + "b: " * 60_000,
    "espaces": "a" + " " * 150_000 + ":",
    "espaces insécables": NBSP * 90_000,
    "guillemets": 'a: "' + '"x" ' * 40_000,
    "documents": "---\n" * 50_000,
    "doublons": "cle: 1\n" * 9_000,
    "dièses": "#" * 190_000,
    "ancres": "&" * 190_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_defused_at_once(bomb):
    reads_or_refuses(bomb.encode())


def test_a_file_too_big_is_refused_unread():
    problem = refusal(b"a" * (MAX_BYTES + 1))

    assert (problem.code, problem.message) == (
        "Y07",
        f"Le fichier pèse 200 ko. La limite est de 200 ko{NBSP}: partagez-le en plusieurs fiches.",
    )


# --- What is read ---


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None),
        ("2013", 2013), ("-3", -3), ("0", 0), ("1.5", 1.5),
        ("NO", "NO"), ("oui", "oui"), ("on", "on"), ("yes", "yes"), ("True", "True"),
        ("9:30", "9:30"), ("12:30:45", "12:30:45"), ("02100", "02100"), ("01004", "01004"), ("017", "017"),
        ("1_000", "1_000"), ("0x1F", "0x1F"), ("1e3", "1e3"), (".5", ".5"), (".inf", ".inf"), (".nan", ".nan"),
        ("2013-05-17", "2013-05-17"), ("2014-13-45", "2014-13-45"), ("=", "="), ("0320000000", "0320000000"),
        ('"2013"', "2013"), ("'true'", "true"), ("|\n  long\n  texte", "long\ntexte\n"), ("1234567890123456", "1234567890123456"),
    ],
)  # fmt: skip
def test_only_numbers_true_false_and_null_are_not_text(written, value):
    read_back = document(f"cle: {written}\n").data["cle"]

    assert read_back == value
    assert type(read_back) is type(value)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15) + 1, 10**15 - 1) | st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8), inner, max_size=4),
    max_leaves=15,
)  # fmt: skip


def normal(value: object) -> object:
    if isinstance(value, dict):
        return {key: normal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [normal(item) for item in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(depth, inner), default=0)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8), PLAIN, min_size=1, max_size=4))
def test_data_written_by_another_tool_reads_back(data):
    assume(depth(data) < MAX_DEPTH)
    text = yaml.dump(data, Dumper=_Bare, allow_unicode=True, sort_keys=False, width=10_000)

    assert document(text).data == normal(data)


class _Bare(yaml.SafeDumper):
    """Writes every text between quotes, and repeats rather than aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


_Bare.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), max_size=60))
def test_what_is_quoted_reads_back(text):
    assert document(f"cle: {quoted(text)}").data["cle"] == normal(text)


def test_line_ends_of_windows_and_a_byte_order_mark_are_welcome():
    assert read("fiche.yml", b"\xef\xbb\xbftitre: Jardin\r\nfin: 2013\r\n").data == {"titre": "Jardin", "fin": 2013}


def test_accents_written_in_two_signs_become_one():
    assert document("titre: E\u0301cole\n").data == {"titre": "École"}


# --- Places ---


@given(st.lists(st.text("abcdéàç ’", min_size=1, max_size=12).map(str.strip).filter(bool), min_size=1, max_size=6), st.integers(0, 3))
def test_places_point_at_values(words, blank):
    text = "\n" * blank + "".join(f"cle{n}:\n  - {quoted(word)}\n" for n, word in enumerate(words))
    read_back = document(text)

    for n, word in enumerate(words):
        line, column = read_back.at((f"cle{n}", 0))
        assert read_back.line(line)[column - 1 :] == quoted(word)
        line, column = read_back.key_at((f"cle{n}",))
        assert read_back.line(line)[column - 1 :] == f"cle{n}:"


TEXTE = 'recit:\n  lieu:\n    texte: |\n      Près de l’eau.\n\n        - un quai\n      - un mur\ntitre: "Été"\nresume: Le long du canal\n'


@pytest.mark.parametrize("word", ["Près", "eau", "un quai", "un mur"])
def test_a_word_of_a_long_text_has_its_own_place(word):
    read_back = document(TEXTE)
    value = read_back.data["recit"]["lieu"]["texte"]

    line, column = read_back.at(("recit", "lieu", "texte"), value.index(word))

    assert read_back.line(line)[column - 1 :].startswith(word)


@pytest.mark.parametrize(("path", "word"), [("titre", "té"), ("titre", "Été"), ("resume", "canal"), ("resume", "Le")])
def test_a_word_of_a_short_text_has_its_own_place(path, word):
    read_back = document(TEXTE)

    line, column = read_back.at((path,), read_back.data[path].index(word))

    assert read_back.line(line)[column - 1 :].startswith(word)


def test_a_value_spans_its_lines_and_not_the_blank_ones_after():
    read_back = document("titre: Un\nresume: |\n  Deux.\n\n  Trois.\n\n\nfin: 2013\n")

    assert read_back.span(("titre",)) == (1, 1)
    assert read_back.span(("resume",)) == (2, 5)


def test_what_is_missing_stands_where_its_parent_is():
    read_back = document("budget:\n  annee: 2013\n")

    assert read_back.at(("budget", "montant_eur")) == (2, 3)
    assert read_back.at(("titre",)) == (1, 1)


# --- Every mistake at once ---


def test_every_forbidden_character_is_told_at_once():
    with pytest.raises(InvalidData) as caught:
        read("fiche.yml", "titre:\tUn\nresume: Deux\u200b\n".encode())

    assert [(p.line, p.column, p.code) for p in caught.value.problems] == [(1, 7, "Y01"), (2, 13, "Y01")]


def test_every_key_written_twice_is_told_at_once():
    with pytest.raises(InvalidData) as caught:
        document("a: 1\nb: 2\na: 3\nb: 4\n")

    assert [p.message for p in caught.value.problems] == [
        f"Le champ «{NBSP}a{NBSP}» est écrit deux fois, lignes 1 et 3. Gardez-en un seul\u202f; rien n’est lu du second.",
        f"Le champ «{NBSP}b{NBSP}» est écrit deux fois, lignes 2 et 4. Gardez-en un seul\u202f; rien n’est lu du second.",
    ]


def test_a_file_of_an_old_windows_is_mended_whole():
    text = "titre: Été\nresume: plain\nfin: « là »\n"
    problem = refusal(text.encode("cp1252"))

    assert (problem.line, problem.column) == (1, 8)
    assert problem.mend is not None
    assert problem.mend.apply(text.encode("cp1252").decode("utf-8", "replace")) == text


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("titre: Un jardin : pour quoi", 'titre: "Un jardin : pour quoi"'),
        ('titre: "Jardin" partagé', f'titre: "«{NBSP}Jardin{NBSP}» partagé"'),
        ('titre: "Dire "oui" à tous"', f'titre: "Dire «{NBSP}oui{NBSP}» à tous"'),
        ('titre: "Jamais fermé', 'titre: "Jamais fermé"'),
        ("titre: *Jardin* partagé", 'titre: "*Jardin* partagé"'),
        ("titre: @Jardin", 'titre: "@Jardin"'),
        ("titre: l'eau: l'air", "titre: \"l'eau: l'air\""),
        ("titre:Jardin", "titre: Jardin"),
        ("titre Jardin", "titre: Jardin"),
    ],
)
def test_a_line_that_does_not_read_is_given_back_readable(line, mended):
    problem = refusal(f"fin: 2013\n{line}\nstatut: brouillon\n")

    assert (problem.code, problem.line) == ("Y02", 2)
    assert problem.mend is not None
    assert problem.mend.text == mended


@pytest.mark.parametrize("text", ["titre: Un # deux", "mots:\n  - un #deux", "titre: Un\n  suite #3"])
def test_text_lost_after_a_hash_is_told(text):
    assert refusal(text).code == "Y06"


@pytest.mark.parametrize(
    "text", ["titre: # à remplir\n", "# une note\ntitre: Un\n", 'titre: "Un #2" # note\n', "mots: [a, b] # note\n", "t: |\n  un #2\n"]
)
def test_a_true_comment_is_welcome(text):
    assert document(text).data
