"""Formatting a record changes how it is written, never what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import engendrer
from observatoire.editing.fiches import fiches
from observatoire.problems import InvalidData
from observatoire.schema import COLLECTIONS, Collection
from observatoire.schema.experience import Experience
from observatoire.schema.formatting import canonical, formatted, write
from observatoire.schema.shape import shape
from observatoire.sources import comments, read

ROOT = Path(__file__).parent.parent
OBSERVATORIES = [root for root in (ROOT, ROOT / "tests/petit", ROOT / "tests/demonstration") if root.is_dir()]


def mise_en_forme(text: str) -> str:
    return formatted(Experience, read("experiences/essai.yml", text.encode()))


def said(row: Collection, text: str) -> object:
    """What the checks understand of a record."""
    return shape(row.model, read("essai.yml", text.encode()), "essai", single=True)


# --- Meaning ---


@pytest.mark.parametrize("root", OBSERVATORIES, ids=lambda root: root.name)
@pytest.mark.parametrize("row", COLLECTIONS.values(), ids=lambda row: row.nom)
def test_every_record_keeps_its_meaning_and_its_form(root, row):
    for name in (name for collection, name in fiches(root) if collection is row):
        text = (root / name).read_text(encoding="utf-8")
        once = formatted(row.model, read(name, text.encode()))

        assert said(row, once) == said(row, text)
        assert formatted(row.model, read(name, once.encode())) == once


def valid(row: Collection, data: dict) -> object:
    return row.model.model_validate({**data, "id": "essai", "fichier": "essai.yml"})


def remarked(text: str, remark: str) -> str:
    """``text`` with a comment above each of its first keys."""
    lines = [f"# {remark} {n}\n{line}" if line[:1].isalpha() else line for n, line in enumerate(text.split("\n"))]
    return "\n".join(lines)


class _AsHands(yaml.SafeDumper):
    """Writes texts as different hands would: bare, between one or two quotes, folded, on several lines."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _texte(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=("", "'", '"', "|", ">")[len(value) % 5])


_AsHands.add_representer(str, _texte)


@settings(max_examples=2000)
@given(st.data())
def test_a_record_written_in_any_way_keeps_its_meaning(data):
    row = data.draw(st.sampled_from(engendrer.ROWS))
    record = data.draw(engendrer.records(row))
    style = data.draw(st.sampled_from([{}, {"default_flow_style": True}, {"width": 20}, {"indent": 4}]))
    text = yaml.dump(record, Dumper=_AsHands, allow_unicode=True, sort_keys=False, **style)
    try:
        document = read("essai.yml", remarked(text, "à garder").encode())
    except InvalidData:
        reject()  # Spaces that do not break at the beginning of a line: refused before any formatting.

    once = formatted(row.model, document)
    again = read("essai.yml", once.encode())

    assert document.data == record
    assert again.data == canonical(row.model, record)
    assert formatted(row.model, again) == once
    assert sorted(c.text for c in comments(once)) == sorted(c.text for c in comments(document.text))
    assert write(row.model, record) == formatted(row.model, read("essai.yml", text.encode()))


# --- Form ---


def test_keys_follow_the_order_of_the_model_at_every_level():
    assert mise_en_forme("statut: brouillon\netapes:\n- titre: Un\n  date: 2011\ntitre: Essai\n") == (
        "titre: Essai\netapes:\n  - date: 2011\n    titre: Un\nstatut: brouillon\n"
    )


def test_an_unknown_key_stays_after_those_that_are_known():
    assert mise_en_forme("titr: Essai\nstatut: brouillon\n") == "statut: brouillon\ntitr: Essai\n"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('titre: "Un marché"', "titre: Un marché"),
        ("titre: 'Un marché : pour quoi'", 'titre: "Un marché : pour quoi"'),
        ('titre: "10\u00a0000 voix"', "titre: 10\u00a0000 voix"),
        ('titre: "NO"', 'titre: "NO"'),
        ('debut: "2011"', "debut: 2011"),
        ("debut: '2011-05'", "debut: 2011-05"),
        ("territoires: [59350]", 'territoires:\n  - "59350"'),
        ("porteurs: [a, b]", "porteurs:\n  - a\n  - b"),
        ("reperes: [{sources: [s1, s2], texte: Un}]", "reperes:\n  - texte: Un\n    sources: [s1, s2]"),
        ("resume: >\n  Un\n  deux\n", "resume: Un deux"),
        ("resume: |\n  Un\n  deux\n\n", "resume: |\n  Un\n  deux"),
        ("limites: Un seul mot", "limites: |\n  Un seul mot"),
        ("limites: |-\n  Un\n\n\n  deux", "limites: |\n  Un\n\n\n  deux"),
        ("porteurs: []", "porteurs: []"),
        ("fin:", "fin:"),
    ],
)
def test_a_value_has_one_way_to_be_written(written, kept):
    assert mise_en_forme(written + "\n") == kept + "\n"


def test_a_file_from_windows_comes_out_with_plain_line_ends():
    document = read("essai.yml", "\ufefftitre: E\u0301t\u00e9\r\nstatut: brouillon\r\n".encode())

    assert formatted(Experience, document) == "titre: Été\nstatut: brouillon\n"


# --- Comments ---


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("# du début\ntitre: Un\n# de la fin\n", "# du début\ntitre: Un\n# de la fin\n"),
        ("statut: brouillon\n# du titre\ntitre: Un\n", "# du titre\ntitre: Un\nstatut: brouillon\n"),
        ("# du fichier\n\nstatut: brouillon\ntitre: Un\n", "# du fichier\n\ntitre: Un\nstatut: brouillon\n"),
        ('titre: "Un" # dit tout\n', "# dit tout\ntitre: Un\n"),
        ("etapes: # les dates\n  - date: 2011\n    titre: Un\n", "# les dates\netapes:\n  - date: 2011\n    titre: Un\n"),
        ("etapes:\n  -  # la première\n    titre: Un\n    date: 2011\n", "etapes:\n  # la première\n  - date: 2011\n    titre: Un\n"),
        ("etapes:\n  - titre: Un\n    # quand\n    date: 2011\n", "etapes:\n  # quand\n  - date: 2011\n    titre: Un\n"),
        ("etapes:\n  - date: 2011\n    titre: Un\n    # description: à venir\n", "etapes:\n  - date: 2011\n    titre: Un\n    # description: à venir\n"),
        ("etapes:\n  - date: 2011\n    titre: Un\n  # - date: 2012\ntitre: Un\n", "titre: Un\netapes:\n  - date: 2011\n    titre: Un\n  # - date: 2012\n"),
        ("a_retenir: [Un, # oui\n  Deux]\n", "# oui\na_retenir:\n  - Un\n  - Deux\n"),
        ("reperes:\n  - sources: [s1, # oui\n      s2]\n    texte: Un\n", "reperes:\n  # oui\n  - texte: Un\n    sources: [s1, s2]\n"),
        ("limites: | # long\n  Un\n\n# après\ntitre: Un\n", "\n# après\ntitre: Un\n# long\nlimites: |\n  Un\n".lstrip()),
        ("titre: Un\n\n\n# seul\n\n\nstatut: brouillon\n", "titre: Un\n\n# seul\n\nstatut: brouillon\n"),
        ("titre: Un\n\nstatut: brouillon\n", "titre: Un\nstatut: brouillon\n"),
    ],
)  # fmt: skip
def test_a_comment_stays_with_what_it_speaks_of(written, kept):
    once = mise_en_forme(written)

    assert once == kept
    assert mise_en_forme(once) == once


def test_a_sign_inside_a_text_is_no_comment():
    text = 'titre: "Salle # 3"\nlimites: |\n  # Un titre\n\n  Un texte # pas un commentaire\n'

    assert comments(text) == ()
    assert mise_en_forme(text) == text
