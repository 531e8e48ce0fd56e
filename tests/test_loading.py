"""Reading a folder: every problem at once, in its stage, and never a stack trace."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from observatoire import loading
from observatoire.problems import InvalidData, Problem, Severity, blocking

ECOUTE = "experiences/ecoute-du-marche.yml"


def errors(root: Path) -> list[Problem]:
    return blocking(loading.examine(root).problems)


def told(problems: list[Problem]) -> list[str]:
    return [f"{p.file}:{p.line}:{p.column} {p.code}" for p in problems]


def test_the_small_observatory_loads_even_strictly(observatory):
    observatoire = loading.load(observatory(), strict=True)

    assert list(observatoire.experiences) == ["budget-des-ecoliers", "ecoute-du-marche", "jardin-des-quatre-vents", "marche-du-canal"]


def test_every_made_up_record_says_so(observatory):
    assert all(fiche.fictif for fiche in loading.load(observatory()).fiches)


def test_records_are_sorted_by_identifier(observatory):
    for records in loading.load(observatory()).records.values():
        assert list(records) == sorted(records)


def test_a_folder_that_is_no_observatory_is_told(tmp_path):
    with pytest.raises(InvalidData) as caught:
        loading.examine(tmp_path)

    (problem,) = caught.value.problems
    assert problem.code == "N01"
    assert "n’est pas un observatoire" in problem.message


def test_load_raises_with_what_blocks_and_nothing_else(observatory):
    root = observatory({ECOUTE: "titre: 2013\n"})

    with pytest.raises(InvalidData) as caught:
        loading.load(root)

    assert {p.severity for p in caught.value.problems} == {Severity.ERREUR}


# --- All at once, in order ---


def test_every_error_of_every_file_is_told_at_once(observatory):
    root = observatory({
        "experiences/a.yml": "titre: Un : deux\n",
        "experiences/b.yml": "titre: 2013\ndebut: hier\n",
        "content/themes/c.yml": "nom:\tC\n",
        "groupes/productions/D.yml": "titre: D\n",
    })  # fmt: skip

    assert {(p.file, p.code) for p in errors(root)} == {
        ("experiences/a.yml", "Y02"),
        ("experiences/b.yml", "T10"),
        ("experiences/b.yml", "T11"),
        ("experiences/b.yml", "T19"),
        ("content/themes/c.yml", "Y01"),
        ("groupes/productions/D.yml", "N01"),
    }


def test_problems_come_sorted_by_file_then_place(observatory):
    root = observatory({"experiences/b.yml": "titre: 2013\ndebut: hier\n", "experiences/a.yml": "titre: Un : deux\n"})
    problems = loading.examine(root).problems

    assert list(problems) == sorted(problems, key=lambda p: (p.file, p.line, p.column, p.code, p.message))


def test_a_file_that_does_not_read_is_asked_nothing_more(observatory):
    root = observatory({ECOUTE: "titre: Un : deux\nstatut: inconnu\nporteurs: [personne]\n"})

    assert told(errors(root)) == [f"{ECOUTE}:1:11 Y02"]


def test_a_mistake_of_shape_hides_neither_a_wrong_word_nor_a_lost_reference(observatory):
    text = (observatory() / ECOUTE).read_text(encoding="utf-8")
    changes = (("porteur_de_paroles", "inconnue"), ('"59512"', "Roubais-les-Flots"), ("debut: vers 1998", "debut: hier"))
    for old, new in changes:
        text = text.replace(old, new)
    root = observatory({ECOUTE: text})

    assert told(errors(root)) == [f"{ECOUTE}:8:5 L21", f"{ECOUTE}:10:5 R31", f"{ECOUTE}:11:8 T11"]


def test_what_a_faulty_field_holds_is_asked_once_its_shape_is_right(observatory):
    text = (observatory() / ECOUTE).read_text(encoding="utf-8")
    root = observatory({ECOUTE: text.replace("  - porteur_de_paroles", "  - inconnue\n  - [a]")})

    assert [p.code for p in errors(root)] == ["T10"]


def test_a_right_shape_is_asked_about_its_references_and_rules_together(observatory):
    text = (observatory() / ECOUTE).read_text(encoding="utf-8")
    root = observatory({ECOUTE: text.replace("porteur_de_paroles", "inconnue").replace("une question", "un mot à a@exemple.fr")})

    assert [p.code for p in errors(root)] == ["C42", "L21"]


# --- File names ---


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Jardin.yml", "jardin.yml"),
        ("été à lille.yml", "ete-a-lille.yml"),
        ("jardin.yaml", "jardin.yml"),
        ("jardin.YML", "jardin.yml"),
        ("jardin.yml.txt", "jardin-yml.yml"),
        ("jardin_partagé.yml", "jardin-partage.yml"),
        ("-jardin.yml", "jardin.yml"),
        ("cœur.yml", "coeur.yml"),
        ("a" * 90 + ".yml", "a" * 80 + ".yml"),
    ],
)
def test_n01_gives_the_name_to_use(observatory, name, wanted):
    root = observatory({f"experiences/{name}": "titre: Jardin\n"})

    (problem,) = errors(root)

    assert (problem.code, problem.message.split("\n")[-1]) == ("N01", wanted)


@pytest.mark.parametrize("name", ["con.yml", "nul.yml", "com1.yml"])
def test_n01_refuses_the_names_windows_keeps(observatory, name):
    root = observatory({f"experiences/{name}": "titre: Jardin\n"})

    assert [p.code for p in errors(root)] == ["N01"]


@pytest.mark.parametrize("name", ["note.docx", "page.html", "plan.svg", "photo.jpg"])
def test_only_records_lie_among_records(observatory, name):
    root = observatory({f"experiences/{name}": b"x"})

    (problem,) = errors(root)

    assert problem.message == (
        f"«\u00a0{name}\u00a0» n’est pas une fiche\u00a0: seuls des fichiers «\u00a0.yml\u00a0» vont dans ce dossier. Déplacez-le ou retirez-le."
    )


def test_a_folder_among_records_is_told_rather_than_not_read(observatory):
    root = observatory({"experiences/2013/jardin.yml": "titre: Jardin\n"})

    assert told(errors(root)) == ["experiences/2013:1:1 N01"]


# --- What would be published as it is ---


@pytest.mark.parametrize("name", ["page.html", "code.js", "plan.svg", "style.css", "sans-suffixe", ".htaccess"])
def test_a_stray_type_in_content_is_refused(observatory, name):
    root = observatory({f"content/{name}": b"x"})

    (problem,) = errors(root)

    assert (problem.file, problem.code) == (f"content/{name}", "N01")
    assert "n’a pas sa place ici" in problem.message


@pytest.mark.parametrize("name", ["images/plan.png", "images/plan.webp", "a-propos/qui.md", "documents/appel.pdf", "donnees.csv"])
def test_pages_pictures_and_documents_are_welcome(observatory, name):
    assert errors(observatory({f"content/{name}": b"x"})) == []


def test_a_picture_too_heavy_is_refused(observatory):
    root = observatory({"content/images/lourde.png": b"x" * (loading.MAX_FILE + 1)})

    assert [p.message for p in errors(root)] == ["Le fichier pèse plus de 2\u00a0Mo\u00a0: réduisez-le avant de le déposer."]


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("experiences/lien.yml", "/etc/passwd"),
        ("content/images/lien.png", "/etc/passwd"),
        ("content/dossier", "/etc"),
        ("content/themes/lien.yml", "/etc/passwd"),
        ("content/glossaire.yml", "/etc/passwd"),
        ("groupes/rencontres", "/etc"),
        ("experiences", "/etc"),
        ("content/images/mort.png", "nulle-part.png"),
    ],
)
def test_a_symbolic_link_is_refused_and_never_followed(observatory, link, target):
    root = observatory()
    path = root / link
    if path.is_dir():
        path.rename(root / "ailleurs")
    path.unlink(missing_ok=True)
    path.symlink_to(target)

    problems = [p for p in errors(root) if p.code == "N02"]

    assert told(problems) == [f"{link}:1:1 N02"]
    assert "passwd" not in "".join(p.file for p in errors(root))


def test_what_is_no_ordinary_file_is_not_opened(observatory):
    root = observatory()
    os.mkfifo(root / "experiences/tube.yml")

    assert told(errors(root)) == ["experiences/tube.yml:1:1 N01"]


# --- Vocabularies ---


def test_a_missing_list_is_told_once(observatory):
    root = observatory({"content/vocabulaires/statut.yml": None})

    assert told(errors(root)) == ["content/vocabulaires/statut.yml:1:1 N01"]


def test_a_list_that_does_not_read_is_told_once(observatory):
    root = observatory({"content/vocabulaires/statut.yml": "nom: Un : deux\n"})

    assert told(errors(root)) == ["content/vocabulaires/statut.yml:1:9 Y02"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nom: Statut\ntermes:\n  brouillon:\n    libelle: B\n    definition: D\n", "3:14 T19 «\u00a0exclut\u00a0»\u00a0: il manque."),
        ("", "1:1 T17 "),
        ("nom: 12\ntermes: {}\n", "1:6 T10 «\u00a0nom\u00a0»\u00a0: un texte est attendu."),
    ],
)
def test_a_list_of_the_wrong_shape_is_told_at_its_place(observatory, text, said):
    root = observatory({"content/vocabulaires/phase.yml": text})
    found = [p for p in errors(root) if p.file.endswith("phase.yml")]

    assert len(found) == 1
    assert re.match(r"\d+:\d+ \w\d\d ", f"{found[0].line}:{found[0].column} {found[0].code} ")
    assert f"{found[0].code} {found[0].message}".startswith(said.split(" ", 1)[1].rstrip())


# --- Never a stack trace ---


SINGULAR = (
    b"",
    b"\n",
    b"null\n",
    b"[]\n",
    b"- a\n- b\n",
    b"12\n",
    b'"texte"\n',
    b"{}\n",
    b"---\n...\n",
    b"\x00",
    b"\xff\xfe",
    b"? a\n: b\n",
    b": b\n",
    b"a\n" * 50,
    b"|\n  x\n",
)


@pytest.mark.parametrize("raw", SINGULAR, ids=repr)
@pytest.mark.parametrize("folder", ["experiences", "content/vocabulaires", "groupes/livrets", "content"])
def test_whatever_a_file_holds_a_problem_is_told(observatory, folder, raw):
    name = {"content": "glossaire", "content/vocabulaires": "phase"}.get(folder, "fiche")
    root = observatory({f"{folder}/{name}.yml": raw})

    assert [p for p in errors(root) if p.file == f"{folder}/{name}.yml"]


# --- What would be said ---


def test_a_change_is_examined_before_it_is_written(observatory):
    root = observatory()
    before = {p.name: p.read_bytes() for p in (root / "experiences").iterdir()}
    jardin = (root / "experiences/jardin-des-quatre-vents.yml").read_text(encoding="utf-8")

    moved = loading.examine(root, changes={"experiences/jardin-des-quatre-vents.yml": None, "experiences/jardin.yml": jardin})
    broken = loading.examine(root, changes={"experiences/jardin.yml": "titre: [\n"})

    assert "jardin" in moved.observatoire.experiences
    assert "jardin-des-quatre-vents" not in moved.observatoire.experiences
    assert {p.code for p in moved.problems if p.severity == "erreur"} == {"R31"}
    assert [p.file for p in broken.problems if p.code == "Y02"] == ["experiences/jardin.yml"]
    assert {p.name: p.read_bytes() for p in (root / "experiences").iterdir()} == before
