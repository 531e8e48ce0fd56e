"""The text for who lays it out by hand: Markdown that says again what it was read from, with its pictures and their credits."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from construire import DEMONSTRATION, PETIT
from lecture_pdf import bare, said_by
from observatoire import loading
from observatoire.livret.assemblage import Site, assemble
from observatoire.livret.document import Citation, Code, Definitions, Encart, Lien, Liste, Paragraphe, Renvoi, Retour, Style, Texte, inside
from observatoire.livret.maquette import maquette
from observatoire.livret.markdown import Ecriture
from observatoire.livret.selection import choose
from observatoire.livret.texte import parse, plain
from textes_au_hasard import BODIES, body


@cache
def textes(root: Path, key: str) -> dict[str, str]:
    """Each file of the folder that is a text."""
    o = loading.load(root)
    images = {path.relative_to(root / "content").as_posix(): path for path in (root / "content/images").glob("*.*")}
    found = maquette(assemble(o, o.livrets[key], Site("Essai", "https://exemple.fr/")), images, "Licence d’essai")
    return {name: content.decode() for name, content in found.items() if name.endswith((".md", ".csv", ".svg"))}


def test_thousands_of_random_texts_are_read_again_as_they_were():
    lost = []
    for n in range(BODIES):
        tree = parse(body(n), {"s1": 1}, base="essai", level=2)
        if parse(Ecriture().blocs(tree), {"1": 1}, base="essai", level=2) != tree and not _unsayable(tree):
            lost.append(n)

    assert lost == []


def _unsayable(nodes: Iterable[Any], *, listed: bool = False) -> bool:
    """Definitions of several blocks inside a list: the dialect reads only their first."""
    return any(
        (isinstance(node, Definitions) and listed)
        or any(_unsayable(held, listed=listed or isinstance(node, Liste)) for held in inside(node))
        for node in nodes
    )


def test_words_that_look_like_signs_stay_words():
    said = [
        "1. Un",
        "- un",
        "# un",
        "> un",
        ": un",
        "---",
        "===",
        "a | b",
        "*a* _b_ `c`",
        "[d](e)",
        "![f](g)",
        "[^s1]",
        "&eacute;tat <b>h</b> \\",
    ]
    tree = (
        *(Paragraphe((Texte(words),)) for words in said),
        Paragraphe((Texte("a"), Retour(), Texte("- b"), Retour(), Texte("==="), Retour(), Texte(":c"))),
        Paragraphe((Texte("Oui\u202f!"), Lien("https://exemple.fr/a_(b)", (Texte("c]d"),)))),
    )

    assert parse(Ecriture().blocs(tree), level=2) == tree


def test_blocks_of_the_same_kind_that_follow_each_other_stay_apart():
    one = Liste(((Paragraphe((Texte("un"),)),),))
    quote = Citation((Paragraphe((Texte("cité"),)),))
    pair = Definitions((((Texte("mot"),), (Paragraphe((Texte("sens"),)),)),))
    tree = (one, one, Code("a\n\n    b"), Code("c"), quote, quote, pair, pair, Code("d"))

    assert parse(Ecriture().blocs(tree), level=2) == tree


def test_signs_that_meet_are_not_taken_for_others():
    bold, slanted = Style("gras", (Texte("a"),)), Style("italique", (Texte("b"),))
    both = Style("gras", (Texte("c"), slanted, Texte("d")))
    tree = (
        Paragraphe(
            (bold, slanted, both, slanted, Style("italique", (bold,)), Style("code", (Texte("`e`"),)), Style("code", (Texte("f"),)))
        ),
    )

    assert parse(Ecriture().blocs(tree), level=2) == tree


def test_a_frame_is_what_it_holds_and_a_cross_reference_is_a_link_to_its_file():
    writing = Ecriture(adresse=lambda cible: {"a/b": "04-a.md"}.get(cible, ""), nom=lambda cible: "Le titre")
    tree = (
        Encart(
            "duo",
            (
                Encart(
                    "note",
                    (
                        Paragraphe(
                            (Renvoi("a/b", (Texte("mots"),)), Texte(" "), Renvoi("a/b"), Texte(" "), Renvoi("c/d", (Texte("seuls"),)))
                        ),
                    ),
                ),
            ),
        ),
    )

    assert writing.blocs(tree) == "[mots](04-a.md) [Le titre](04-a.md) seuls"


def test_every_sentence_of_every_record_is_there():
    root, key = DEMONSTRATION, "forum-2014"
    o = loading.load(root)
    records = [record for _, taken in choose(o, o.livrets[key]).sections for record in taken]
    read = (plain(parse(re.sub(r"\[\^\d+\]", "", text), level=2)) for name, text in textes(root, key).items() if name.endswith(".md"))
    text = bare(" ".join(read))

    lost = {record.id: found for record in records if (found := [told for told in said_by(record) if bare(told) not in text])}

    assert len(records) > 60
    assert not lost


def test_parts_come_in_order_and_every_link_leads_to_one():
    found = textes(PETIT, "forum-exemple")
    parts = [name for name in found if re.match(r"\d\d-", name)]

    assert parts == sorted(parts) and parts[0] == "01-couverture.md"
    assert all(found[name].startswith("# ") for name in parts)
    led = {name for part in parts for name in re.findall(r"\]\((\d\d-[^)]+)\)", found[part])}
    assert led and led <= {*parts}


def test_every_picture_is_listed_with_what_it_shows_and_its_credit():
    found = textes(PETIT, "forum-exemple")
    rows = [*csv.DictReader(found["images.csv"].splitlines())]
    shown = {name for text in found.values() for name in re.findall(r"!\[[^\]]+\]\((\S+?)[ )]", text) if name != "fichier"}

    assert {row["fichier"] for row in rows} == shown
    assert all(row["description"] and row["texte"] in found for row in rows)
    assert {row["fichier"] for row in rows if row["nature"] == "dessin"} == {name for name in found if name.endswith(".svg")}
    garden = [row for row in rows if row["fichier"] == "images/jardin.png"]
    assert {row["largeur"] for row in garden} == {"640"} and any(row["legende_et_credit"] for row in garden)


def test_the_faces_of_the_drawings_are_given_with_their_licence():
    o = loading.load(PETIT)
    found = maquette(
        assemble(o, o.livrets["forum-exemple"], Site()), {"images/jardin.png": PETIT / "content/images/jardin.png"}, "Licence d’essai"
    )

    assert any(name.endswith(".ttf") for name in found) and "SIL OPEN FONT LICENSE" in found["polices/OFL.txt"].decode().upper()


def test_it_says_of_when_it_is_and_under_which_licence():
    read = textes(PETIT, "forum-exemple")["LISEZ-MOI.md"]
    version = loading.load(PETIT).version

    assert version and f"Date des données : {version.en_francais}" in read
    assert "Licence d’essai" in read and "Exemple fictif" in read
