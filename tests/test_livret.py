"""The booklet: what its manifest asks enters it, whole; what cannot be printed is told; the same data give the same bytes."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from math import hypot
from pathlib import Path

import pytest
from PIL import Image as Picture
from pypdf import PdfReader

from conftest import PETIT, Observatory
from construire import bytes_of, command
from lecture_livret import Imprime, words
from lecture_pdf import bare, missing_from, pages_of, said_by
from observatoire import loading
from observatoire.livret.assemblage import Site, assemble
from observatoire.livret.composition import VARIANTES, compose
from observatoire.livret.document import Appel, Encart, Liste, Paragraphe, Style, Tableau, Texte, Titre
from observatoire.livret.impression import Commande, Impression, imprimer
from observatoire.livret.livret import Article, Livret, Partie
from observatoire.livret.presse import unwritable
from observatoire.livret.selection import choose
from observatoire.livret.texte import mots, parse, plain
from observatoire.livret.typographie import spaced
from observatoire.model import Observatoire
from observatoire.problems import InvalidData, Problem, Severity
from textes_au_hasard import BODIES, body

SITE = Site("Observatoire d’essai", "https://exemple.fr/observatoire/")
MANIFESTE = "groupes/livrets/forum-exemple.yml"
PRESENTATIONS = ("courant", "grand", "texte")
COURANT = Commande(("courant",))
TOOLS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def petit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small observatory's booklet, in every variant and for e-readers."""
    folder = tmp_path_factory.mktemp("livret")
    imprimer(PETIT, "forum-exemple", SITE, Commande(epub=True, maquette=True), folder)
    return folder


@cache
def observatoire_de(root: Path) -> Observatoire:
    return loading.load(root)


def printed(root: Path, folder: Path) -> Impression:
    return imprimer(root, "forum-exemple", SITE, COURANT, folder)


def refused(root: Path, folder: Path) -> list[Problem]:
    with pytest.raises(InvalidData) as caught:
        printed(root, folder)
    return [*caught.value.problems]


# --- What enters a booklet


def test_records_named_come_first_then_those_of_the_rule_and_none_twice():
    o = observatoire_de(PETIT)

    taken = {section.cle: [record.id for record in records] for section, records in choose(o, o.livrets["forum-exemple"]).sections}

    assert taken["experiences"] == ["marche-du-canal", "jardin-des-quatre-vents", "budget-des-ecoliers"]
    assert taken["est"] == ["inviter-de-voisin-a-voisin"]
    assert taken["groupes"].count("2013-05-17-journee-de-lancement") == 1


def test_what_the_rule_must_not_take_is_left_out(observatory: Observatory):
    text = (PETIT / MANIFESTE).read_text(encoding="utf-8")
    root = observatory({MANIFESTE: text.replace("    ordre: titre\n", "    ordre: titre\n    sauf: [budget-des-ecoliers]\n")})
    o = loading.load(root)

    taken = next(records for section, records in choose(o, o.livrets["forum-exemple"]).sections if section.cle == "experiences")

    assert [record.id for record in taken] == ["marche-du-canal", "jardin-des-quatre-vents"]


@pytest.mark.parametrize("name", ["vrai_livret", "livret_de_la_demonstration"])
def test_every_sentence_of_every_record_is_printed(name: str, request: pytest.FixtureRequest):
    livret: Imprime = request.getfixturevalue(name)
    text = bare("".join(livret.pages))

    lost = {record.id: found for record in livret.records if (found := missing_from(text, said_by(record)))}

    assert len(livret.records) > 60
    assert not lost


def test_what_consent_withholds_stands_nowhere_in_the_booklet(livret_de_la_demonstration: Imprime):
    printed = bare(" ".join(livret_de_la_demonstration.pages))
    read = bare(" ".join(piece for file in livret_de_la_demonstration.textes.values() for piece in words(file)))

    people = livret_de_la_demonstration.observatoire.personnes.values()
    withheld = [p for p in people if p.consentement is None or p.consentement.niveau in ("anonyme", "structure_seule")]

    assert len(withheld) > 3
    assert [
        p.id for p in withheld if len(p.nom_affiche.split()) > 1 and (bare(p.nom_affiche) in printed or bare(p.nom_affiche) in read)
    ] == []


# --- Reading order, links, bookmarks


def test_a_sheet_reads_from_its_title_to_its_sources(petit: Path):
    pages = pages_of(petit / "forum-exemple.pdf")
    sheet = next(n for n, text in enumerate(pages) if "Jardin partagé" in text and "À retenir" in text)
    text = re.sub(r"\s+", " ", " ".join(pages[sheet : sheet + 3]))

    order = [
        "À retenir",
        "Niveau de participation",
        "Annoncé",
        "Objet traité",
        "En ligne",
        "Le récit",
        "Repères",
        "Ce que l’on en apprend",
        "Limites",
        "Sources",
    ]

    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


def test_a_meeting_reads_from_its_announcement_to_what_came_of_it(petit: Path):
    text = re.sub(r"\s+", " ", " ".join(pages_of(petit / "forum-exemple.pdf")))
    text = text[text.index("Le groupe a cherché qui manque") :]

    order = [
        "Horaires",
        "Questions de travail",
        "Le déroulé",
        "Ce qui s’est échangé",
        "Enseignements",
        "Décisions et suites",
        "Bilan de séance",
    ]

    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


def test_a_theme_reads_from_its_question_to_what_nobody_knows(petit: Path):
    pages = pages_of(petit / "forum-exemple.pdf")
    text = re.sub(
        r"\s+", " ", next(text for text in pages if "Absents et publics éloignés" in text and "Qui manque" in text and "Ce qui" in text)
    )

    assert text.index("Absents et publics éloignés") < text.index("Qui manque") < text.index("Ce qui")


def test_the_contents_and_the_cross_references_give_the_page_of_each_article(petit: Path):
    reader = PdfReader(petit / "forum-exemple.pdf")
    pages = [bare(text) for text in pages_of(petit / "forum-exemple.pdf")]
    contents = next(
        text for text in pages_of(petit / "forum-exemple.pdf") if text.lstrip().startswith(("Sommaire", "3", "4")) and "Sommaire" in text
    )

    listed = re.findall(r"(Inviter de voisin à voisin|Marche exploratoire du canal|Index)[ .]*(\d+)", contents)

    assert len(listed) >= 2
    for title, page in listed:
        assert bare(title) in pages[int(page) - 1]
    assert {"Les productions", "Inviter de voisin à voisin", "Index"} <= {*_bookmarks(reader.outline)}


def _bookmarks(outline: list) -> Iterator[str]:
    for item in outline:
        if isinstance(item, list):
            yield from _bookmarks(item)
        else:
            yield item.title


def test_the_index_gives_pages_where_the_word_is_met(petit: Path):
    pages = pages_of(petit / "forum-exemple.pdf")
    index = next(text for text in reversed(pages) if "Centre social du Canal" in text)

    found = re.search(r"Centre social du Canal ([\d, ]+)", index)

    assert found
    for page in re.findall(r"\d+", found[1]):
        assert "Centre social du Canal" in re.sub(r"\s+", " ", pages[int(page) - 1])


def test_the_links_of_the_index_lead_to_the_pages_that_they_print(livret_de_la_demonstration: Imprime):
    reader = PdfReader(livret_de_la_demonstration.pdf)
    starts = {item.title: reader.get_destination_page_number(item) for item in reader.outline if not isinstance(item, list)}
    sheets = reader.pages[starts["Index"] : starts["Remerciements"]]

    told = Counter(number for sheet in sheets for number in re.findall(r"\d+", sheet.extract_text()))
    led = [note.get_object()["/Dest"][0].get_object() for sheet in sheets for note in sheet.get("/Annots", [])]

    assert len(led) > 100
    assert Counter(str(1 + reader.get_page_number(page)) for page in led) <= told


def test_the_address_of_the_site_is_printed_only_when_it_is_known(petit: Path, tmp_path: Path):
    imprimer(PETIT, "forum-exemple", Site("Sans adresse"), COURANT, tmp_path)

    known = " ".join(pages_of(petit / "forum-exemple.pdf"))
    unknown = " ".join(pages_of(tmp_path / "forum-exemple.pdf"))

    assert "exemple.fr/observatoire/experiences/marche-du-canal/" in known.replace("\n", "")
    assert "experiences/marche-du-canal/" in unknown.replace("\n", "") and "exemple.fr/observatoire" not in unknown


# --- Every variant: accessible, whole, the same each time


@pytest.mark.parametrize("variante", PRESENTATIONS)
def test_checkers_of_accessible_pdf_find_no_error(petit: Path, variante: str):
    path = petit / f"forum-exemple{VARIANTES[variante]}.pdf"

    outloud = subprocess.run([TOOLS / "outloud", "--layer", "conformance", str(path)], capture_output=True, text=True, check=False)
    pdfua = subprocess.run([TOOLS / "pdfua", "check", str(path)], capture_output=True, text=True, check=False)

    assert outloud.returncode == 0, outloud.stdout + outloud.stderr
    assert pdfua.returncode == 0, pdfua.stdout + pdfua.stderr


@pytest.mark.parametrize("variante", PRESENTATIONS)
def test_a_variant_says_what_it_is_and_what_language_it_speaks(petit: Path, variante: str):
    reader = PdfReader(petit / f"forum-exemple{VARIANTES[variante]}.pdf")

    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title.startswith("Livret de contributions au Forum d’exemple")
    assert b"pdfuaid:part" in reader.xmp_metadata.stream.get_data() if reader.xmp_metadata else False


def test_the_variants_say_the_same(petit: Path):
    o = observatoire_de(PETIT)
    records = [record for _, taken in choose(o, o.livrets["forum-exemple"]).sections for record in taken]
    wanted = [sentence for record in records for sentence in said_by(record)]

    for variante in PRESENTATIONS:
        text = bare("".join(pages_of(petit / f"forum-exemple{VARIANTES[variante]}.pdf")))
        assert missing_from(text, wanted) == []


def test_large_print_has_no_letter_under_sixteen_points(petit: Path):
    sizes = _sizes(petit / "forum-exemple-grands-caracteres.pdf")

    assert min(sizes) >= 16


def _sizes(path: Path) -> set[float]:
    """Sizes of the letters of a PDF, in points; those that stand on their side too."""
    sizes: set[float] = set()

    def see(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            sizes.add(round(size * hypot(*tm[2:4]) * hypot(*cm[2:4]), 1))

    for page in PdfReader(path).pages:
        page.extract_text(visitor_text=see)
    return sizes


def test_the_text_alone_holds_no_picture_and_says_them(petit: Path):
    path = petit / "forum-exemple-texte-seul.pdf"
    text = " ".join(pages_of(path))

    assert not any(page.images for page in PdfReader(path).pages)
    assert "Un carré de terre et une bêche" in text


def test_two_builds_give_the_same_bytes(petit: Path, tmp_path: Path):
    former = tmp_path / "forum-exemple-maquette" / "42-une-partie-d-avant.md"
    former.parent.mkdir()
    former.write_text("Cette partie n’existe plus.", encoding="utf-8")

    imprimer(PETIT, "forum-exemple", SITE, Commande(epub=True, maquette=True), tmp_path)

    assert {path.suffix for path in tmp_path.iterdir()} == {".pdf", ".epub", ".json", ".csv", ""}
    assert bytes_of(tmp_path) == bytes_of(petit)


def test_a_format_made_alone_leaves_the_others_offered(petit: Path, tmp_path: Path):
    folder = Path(shutil.copytree(petit, tmp_path / "livrets"))

    imprimer(PETIT, "forum-exemple", SITE, Commande(("grand",)), folder)

    assert bytes_of(folder) == bytes_of(petit)


def test_a_format_of_other_data_is_offered_no_more(petit: Path, observatory: Observatory, tmp_path: Path):
    folder = Path(shutil.copytree(petit, tmp_path / "livrets"))
    root = observatory({"experiences/marche-du-canal.yml": _with("Les propositions", "Leurs propositions")})

    printed(root, folder)

    said = json.loads((folder / "forum-exemple.json").read_text(encoding="utf-8"))
    assert [f["nom"] for f in said["fichiers"]] == ["forum-exemple.pdf"]


def test_the_booklet_is_dated_of_its_data(petit: Path):
    version = observatoire_de(PETIT).version
    reader = PdfReader(petit / "forum-exemple.pdf")

    assert version is not None
    assert reader.metadata.creation_date.date().isoformat().startswith(version.iso)
    assert bare(version.en_francais) in bare(pages_of(petit / "forum-exemple.pdf")[1])


# --- Pages: foreseen, taken, given


def test_the_report_gives_pages_foreseen_and_taken(petit: Path):
    rows = [line.split(",") for line in (petit / "forum-exemple-pages.csv").read_text(encoding="utf-8").splitlines()]

    assert rows[0] == ["partie", "article", "titre", "pages_estimees", "premiere_page", "pages", "pages_prevues"]
    production = next(row for row in rows if row[1] == "production/inviter-de-voisin-a-voisin")
    assert production[-1] == "2" and int(production[-2]) >= 1


def test_an_article_over_its_pages_is_told_and_printed(observatory: Observatory, tmp_path: Path):
    file = "groupes/productions/inviter-de-voisin-a-voisin.yml"
    text = (PETIT / file).read_text(encoding="utf-8")
    long = "corps: |\n" + "\n\n".join(f"  Paragraphe {n}. " + "Des mots, encore des mots. " * 20 for n in range(18)) + "\n"
    root = observatory({file: re.sub(r"corps: \|\n(?:  .*\n)+", long, text)})

    problems = printed(root, tmp_path).problems

    assert [(p.code, p.file, p.severity) for p in problems] == [("B84", file, Severity.AVERTISSEMENT)]
    assert (root / file).read_text(encoding="utf-8").splitlines()[problems[0].line - 1].strip() == "pages_max: 2"


# --- Bad input: where, what, and the previous booklet stays whole


def test_a_refusal_leaves_the_previous_booklet_whole(observatory: Observatory, tmp_path: Path):
    output = tmp_path / "livrets"
    printed(observatory(), output)
    before = bytes_of(output)

    refused(observatory({"experiences/marche-du-canal.yml": _with("Les propositions", "Les 中 propositions")}), output)

    assert bytes_of(output) == before


def _with(old: str, new: str, file: str = "experiences/marche-du-canal.yml") -> str:
    text = (PETIT / file).read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new)


def test_a_character_that_no_face_draws_is_named_with_its_field_and_line(observatory: Observatory, tmp_path: Path):
    text = _with("Les propositions", "Les 😀 propositions")

    problems = refused(observatory({"experiences/marche-du-canal.yml": text}), tmp_path)

    line = next(n for n, words in enumerate(text.splitlines(), 1) if "😀" in words)
    assert [(p.code, p.file, p.line) for p in problems] == [("B82", "experiences/marche-du-canal.yml", line)]
    assert "limites" in problems[0].message and "grinning face" in problems[0].message


def test_the_faces_are_asked_what_they_draw():
    assert unwritable("aéœ→☐✓№\u202f") == frozenset()
    assert unwritable("a中😀") == {"中", "😀"}


def picture(width: int, height: int) -> bytes:
    drawn = io.BytesIO()
    Picture.new("1", (width, height)).save(drawn, "PNG")
    return drawn.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"pas une image", "ne se lit pas"), (picture(9000, 9000), "trop grande"), (None, "n’est pas dans le dossier")],
    ids=["illisible", "enorme", "absente"],
)
def test_a_picture_that_cannot_be_printed_is_told_where_it_is_called(
    observatory: Observatory, tmp_path: Path, content: bytes | None, told: str
):
    root = observatory({"content/images/jardin.png": content})

    problems = refused(root, tmp_path)

    assert {(p.code, p.file) for p in problems} == {("B83", MANIFESTE), ("B83", "experiences/jardin-des-quatre-vents.yml")}
    assert all(told in p.message for p in problems)
    manifest = (root / MANIFESTE).read_text(encoding="utf-8").splitlines()
    assert "images/jardin.png" in manifest[next(p.line for p in problems if p.file == MANIFESTE) - 1]


def test_a_part_that_holds_nothing_is_told(observatory: Observatory, tmp_path: Path):
    root = observatory(
        {
            MANIFESTE: _with("      statut: a_relire\n    ordre", "      statut: archivee\n    ordre", MANIFESTE).replace(
                "    elements:\n      - marche-du-canal\n      - jardin-des-quatre-vents\n", ""
            )
        }
    )

    problems = refused(root, tmp_path)

    assert [(p.code, p.file) for p in problems] == [("B81", MANIFESTE)]
    assert "Les expériences" in problems[0].message


def test_a_group_of_which_nothing_is_said_is_told(observatory: Observatory, tmp_path: Path):
    group = "".join(
        f"{line}\n"
        for line in (
            "nom: Groupe Vide", "zone: est", "debut: 2013-05", "fin: 2014-04", "statut: a_relire", "recueil:", "  date: 2014-01",
            "  par: L’équipe de démonstration", "  origine: exemple_fictif",
        )
    )  # fmt: skip
    root = observatory(
        {"groupes/vide.yml": group, MANIFESTE: _with("    type: groupe\n", "    type: groupe\n    elements: [vide]\n", MANIFESTE)}
    )

    problems = refused(root, tmp_path)

    assert [(p.code, p.file) for p in problems] == [("B81", MANIFESTE)]
    assert "Groupe Vide" in problems[0].message and "groupes/vide.yml" in problems[0].message
    assert "vide" in (root / MANIFESTE).read_text(encoding="utf-8").splitlines()[problems[0].line - 1]


def test_two_parts_of_the_same_key_are_told_with_the_line_to_paste(observatory: Observatory, tmp_path: Path):
    root = observatory({MANIFESTE: _with("  - cle: index\n", "  - cle: est\n", MANIFESTE)})

    problems = refused(root, tmp_path)

    lines = (root / MANIFESTE).read_text(encoding="utf-8").splitlines()
    last = max(n for n, line in enumerate(lines, 1) if line == "  - cle: est")
    assert [(p.code, p.file, p.line) for p in problems] == [("T16", MANIFESTE, last)]
    assert problems[0].mend and problems[0].mend.text == "  - cle: est1"


@pytest.mark.parametrize(
    ("written", "code"),
    [("| a | b |\n|---|---|\n| 1 |", "M61"), ("## Un\n\n#### Deux\n\nMots.", "M62"), ("![](images/jardin.png)", "M63")],
    ids=["tableau", "titre", "image"],
)
def test_a_text_out_of_shape_is_told_with_its_field_and_line(observatory: Observatory, tmp_path: Path, written: str, code: str):
    record = (PETIT / "experiences/marche-du-canal.yml").read_text(encoding="utf-8")
    block = "limites: |\n" + "".join(f"  {line}\n" for line in written.splitlines())
    root = observatory({"experiences/marche-du-canal.yml": re.sub(r"limites: \|\n(?:  .*\n)+", lambda _: block, record)})

    problems = refused(root, tmp_path)

    assert [(p.code, p.file) for p in problems] == [(code, "experiences/marche-du-canal.yml")]
    assert problems[0].message.startswith("«\u00a0limites\u00a0»")
    line = (root / problems[0].file).read_text(encoding="utf-8").splitlines()[problems[0].line - 1]
    assert line.strip() == written.splitlines()[-1 if code != "M62" else 2]


def test_a_record_that_does_not_exist_is_told_with_the_part_that_asks_for_it(observatory: Observatory, tmp_path: Path):
    root = observatory({MANIFESTE: _with("- marche-du-canal", "- marche-du-cana", MANIFESTE)})

    problems = refused(root, tmp_path)

    assert [(p.code, p.file) for p in problems] == [("R31", MANIFESTE)]
    assert "marche-du-cana" in problems[0].message


def test_the_command_says_which_booklets_it_knows(tmp_path: Path):
    done = command("livret", "--racine", PETIT, "--sortie", tmp_path, "forum-inconnu")

    assert done.returncode == 2
    assert "forum-exemple" in done.stderr


# --- Texts


def test_a_text_is_typeset_as_french_is():
    assert spaced("« Oui », dit-il : pourquoi pas ? 25 000 €, 30 %, n° 4, le 17 mai à 9 h 30...") == (
        "«\u00a0Oui\u00a0», dit-il\u00a0: pourquoi pas\u202f? 25\u202f000\u202f€, 30\u202f%, n°\u00a04, le 17\u00a0mai à 9\u00a0h\u00a030…"
    )
    assert spaced("En 2013 100 personnes, de 1994-2001, l'an 1") == "En 2013 100 personnes, de 1994–2001, l’an 1"


@pytest.mark.parametrize(("text", "raised"), [("le 3e Forum", "e"), ("le 1er mai", "er"), ("au XXIe siècle", "e"), ("12 km2", "2")])
def test_the_end_of_an_ordinal_is_raised(text: str, raised: str):
    assert Style("exposant", (Texte(raised),)) in mots(text)


@pytest.mark.parametrize("text", ["Les Xavier", "Le plan", "une expérience", "Ie", "H2O"])
def test_nothing_else_is_raised(text: str):
    assert not any(isinstance(node, Style) for node in mots(text))


def test_what_the_site_shows_of_a_text_is_in_the_tree():
    blocs = parse(
        "## Titre\n\nMot **gras**.[^s1]\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n\n- un\n- deux\n", {"s1": 3}, base="experience/x", level=4
    )

    assert blocs[0] == Titre(4, (Texte("Titre"),))
    assert blocs[1] == Paragraphe((Texte("Mot "), Style("gras", (Texte("gras"),)), Texte("."), Appel(3, "experience/x/source-3")))
    assert isinstance(blocs[2], Tableau) and plain((blocs[2],)) == "A B 1 2"
    assert isinstance(blocs[3], Liste) and len(blocs[3].elements) == 2


# --- Random documents: laid out, or refused with a message


def test_thousands_of_random_texts_are_laid_out_or_refused_with_a_message(observatory: Observatory):
    record = (PETIT / "experiences/marche-du-canal.yml").read_text(encoding="utf-8")
    texts = {f"experiences/essai-{n}.yml": body(n) for n in range(BODIES)}
    files = {
        name: re.sub(r"limites: \|\n(?:  .*\n)+", lambda _, t=text: "limites: |\n" + "".join(f"  {line}\n" for line in t.splitlines()), record).replace("titre: ", f"titre: {name[19:-4]} ")
        for name, text in texts.items()
    }  # fmt: skip
    examination = loading.examine(observatory(files))
    told = {p.file for p in examination.problems if p.severity is Severity.ERREUR}
    assert all(p.message for p in examination.problems)

    accepted = [text for name, text in texts.items() if name not in told]
    kept = [text for text in accepted if "images/" not in text or "(x.png)" not in text]
    _compose(kept[::2], "courant")
    _compose(kept[1::2], "texte")

    assert len(told) > BODIES / 10
    assert len(kept) > BODIES / 10


def _compose(texts: list[str], variante: str) -> None:
    """Lay out many texts at once, each an article; the layout says which one it stops at."""
    o = observatoire_de(PETIT)
    empty = assemble(o, o.livrets["forum-exemple"].model_copy(update={"sections": ()}), SITE)
    articles = tuple(
        Article(f"essai/{n}", "texte", mots(f"Essai {n}"), (*parse(text, {"s1": 1}, base=f"essai/{n}", level=3), _sources(n)))
        for n, text in enumerate(texts)
    )
    livret: Livret = replace(empty, parties=(Partie("essais", "texte", mots("Essais"), articles),))
    composition = compose(livret, variante, {"images/jardin.png": PETIT / "content/images/jardin.png"})
    assert len(composition.etendues) >= len(texts)


def _sources(n: int) -> Encart:
    return Encart("page", (Liste(((Paragraphe(mots("Source")),),), True, 1, "sources", (f"essai/{n}/source-1",)),))
