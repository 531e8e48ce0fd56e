"""The commands that change files: what they show, what they write, and that they write all or nothing."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from observatoire import loading
from observatoire.__main__ import main
from observatoire.editing import changes as changing
from observatoire.editing.changes import Changes
from observatoire.problems import Mend, blocking
from observatoire.schema import COLLECTIONS
from observatoire.terminal import FRENCH

JARDIN = "experiences/jardin-des-quatre-vents.yml"
ECOUTE = "experiences/ecoute-du-marche.yml"
JUIN = "groupes/rencontres/2013-06-14-groupe-est.yml"
CAMILLE = "content/acteurs/personnes/camille.yml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def content(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Essai", "-c", "user.email=essai@exemple.fr", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


def committed(root: Path) -> Path:
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Début")
    return root


# --- All or nothing ---


def test_changes_are_shown_then_written_together(tmp_path):
    (tmp_path / "a.yml").write_text("titre: Un\n")
    (tmp_path / "b.yml").write_text("titre: Deux\n")
    changes = Changes({"a.yml": "titre: Autre\n", "b.yml": None, "dossier/c.yml": "titre: Trois\n"})

    told = changes.diff(tmp_path)
    changes.apply(tmp_path)

    assert "-titre: Un\n+titre: Autre\n" in told
    assert content(tmp_path) == {"a.yml": b"titre: Autre\n", "dossier/c.yml": b"titre: Trois\n"}


def test_when_the_disk_refuses_one_file_none_is_changed(tmp_path, monkeypatch):
    for name in ("a.yml", "b.yml", "c.yml"):
        (tmp_path / name).write_text(f"titre: {name}\n")
    before = content(tmp_path)
    written: list[str] = []
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        written.append(target.name)
        if target.name == "c.yml":
            raise OSError(28, "plus de place", str(target))
        return replace(self, target)

    monkeypatch.setattr(changing.Path, "replace", refuse)

    with pytest.raises(OSError, match="plus de place"):
        Changes({"a.yml": "x: 1\n", "b.yml": None, "c.yml": "x: 2\n"}).apply(tmp_path)

    assert written == ["a.yml", "c.yml"]
    assert content(tmp_path) == before


@pytest.mark.parametrize(
    "arguments", [["formater"], ["corriger", "--oui"], ["compte-rendu", "2013-07-05-groupe-ouest"], ["nouveau", "livret", "Un livret"]]
)
def test_what_the_disk_refuses_is_said_in_french_without_a_trace(observatory, monkeypatch, arguments):
    root = observatory(
        {ECOUTE: "debut: 17/05/2013\n" + re.sub(r"(?m)^debut:.*\n", "", (observatory() / ECOUTE).read_text(encoding="utf-8"))}
    )
    before = content(root)

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(changing.Path, "replace", refuse)
    result = run(*arguments, "--racine", root)

    assert result.exit_code == 1
    assert "il n’y a plus de place sur le disque. Rien n’est changé." in plain(result.output)
    assert "Traceback" not in result.output
    assert content(root) == before


def test_a_file_keeps_its_rights(tmp_path):
    path = tmp_path / "a.yml"
    path.write_text("x: 1\n")
    path.chmod(0o640)

    Changes({"a.yml": "x: 2\n"}).apply(tmp_path)

    assert path.stat().st_mode & 0o777 == 0o640


# --- formater, schemas ---


def test_formatting_says_what_it_would_do_then_does_it(observatory):
    root = observatory(
        {ECOUTE: "statut: brouillon\n" + (observatory() / ECOUTE).read_text(encoding="utf-8").replace("statut: brouillon\n", "")}
    )
    path = root / ECOUTE
    before = path.read_bytes()

    checked = run("formater", "--racine", root, "--verifier", path)
    assert path.read_bytes() == before
    done = run("formater", "--racine", root, path)
    again = run("formater", "--racine", root, "--verifier", path)

    assert checked.exit_code == 1
    assert plain(checked.output) == f"{ECOUTE} 1 fiche n’est pas en forme. Pour y remédier : observatoire formater"
    assert done.exit_code == 0
    assert plain(done.output) == f"{ECOUTE} 1 fiche mise en forme."
    assert again.exit_code == 0
    assert path.read_text(encoding="utf-8").index("titre:") < path.read_text(encoding="utf-8").index("statut:")


def test_a_file_that_cannot_be_read_is_left_and_told(observatory):
    root = observatory({ECOUTE: "titre: Un marché : pour quoi\n", "experiences/marche-du-canal.yml": "statut: brouillon\ntitre: Un\n"})

    result = run("formater", "--racine", root)

    assert result.exit_code == 1
    assert "Y02" in result.output
    assert (root / ECOUTE).read_text(encoding="utf-8") == "titre: Un marché : pour quoi\n"
    assert (root / "experiences/marche-du-canal.yml").read_text(encoding="utf-8") == "titre: Un\nstatut: brouillon\n"


@pytest.mark.parametrize(("name", "told"), [("mkdocs.yml", "n’est pas une fiche"), ("experiences/nulle-part.yml", "n’existe pas")])
def test_only_records_are_formatted(observatory, name, told):
    root = observatory()

    result = run("formater", "--racine", root, root / name)

    assert result.exit_code == 2
    assert told in result.output


@pytest.mark.parametrize("folder", ["", "tests/demonstration"])
def test_the_records_of_the_repository_are_in_form(folder):
    result = run("formater", "--racine", Path(__file__).parent.parent / folder, "--verifier")

    assert result.exit_code == 0, result.output


def test_schemas_are_written_and_their_drift_is_told(observatory, tmp_path):
    root = observatory()
    folder = tmp_path / "schemas"

    assert run("schemas", "--racine", root, "--verifier", folder).exit_code == 1
    assert run("schemas", "--racine", root, folder).exit_code == 0
    assert run("schemas", "--racine", root, "--verifier", folder).exit_code == 0
    assert len(list(folder.iterdir())) == len(COLLECTIONS) + 1


# --- verifier --depuis ---


def test_only_what_changed_is_shown_with_its_advice_and_the_errors_it_makes(observatory):
    root = committed(observatory())
    (root / "content/themes/rendre-compte.yml").unlink()
    (root / ECOUTE).write_text((root / ECOUTE).read_text(encoding="utf-8") + "accroche: Deux chaises.\n", encoding="utf-8")

    result = run("verifier", "--racine", root, "--depuis", "main")

    assert result.exit_code == 1
    assert f"{ECOUTE}:1:8  conseil E62" in result.output
    assert "R31" in result.output, "what named the theme is broken elsewhere"
    assert "2 fichiers changés." in plain(result.output)
    assert "jardin-des-quatre-vents.yml:1:8  conseil" not in result.output


def test_a_new_file_and_a_branch_are_seen(observatory):
    root = committed(observatory())
    git(root, "checkout", "--quiet", "-b", "correction")
    (root / "experiences/nouvelle.yml").write_text("titre: Une : deux\n", encoding="utf-8")

    result = run("verifier", "--racine", root, "--depuis", "main", "--format", "json")

    assert result.exit_code == 1
    assert {line["fichier"] for line in __import__("json").loads(result.output)["problemes"]} == {"experiences/nouvelle.yml"}


def test_what_others_did_meanwhile_is_not_ours(observatory):
    root = committed(observatory())
    git(root, "checkout", "--quiet", "-b", "correction")
    git(root, "checkout", "--quiet", "main")
    (root / ECOUTE).write_text((root / ECOUTE).read_text(encoding="utf-8") + "accroche: Deux chaises.\n", encoding="utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "Ailleurs")
    git(root, "checkout", "--quiet", "correction")

    assert "0 fichier changé." in plain(run("verifier", "--racine", root, "--depuis", "main").output)


def test_an_unknown_reference_or_no_repository_is_a_mistake_of_the_command(observatory, tmp_path):
    root = observatory()
    nowhere = run("verifier", "--racine", root, "--depuis", "main")
    unknown = run("verifier", "--racine", committed(root), "--depuis", "nulle-part")

    assert (nowhere.exit_code, unknown.exit_code) == (2, 2)
    assert "git ne connaît pas la version « main » ici" in plain(nowhere.output)
    assert "git ne connaît pas la version « nulle-part » ici" in plain(unknown.output)


# --- corriger ---

SLIPS = {
    "titre: Tables d’écoute sur le marché": "titre: Le marché : pour quoi",
    "debut: 2014-01": "début: 17/01/2014",
    "objet_traite:\n  - vie_democratique_et_institutions": "objet_traite: Vie démocratique et institutions",
}


def spoilt(observatory, changes: dict[str, str] = SLIPS) -> tuple[Path, str]:
    text = (observatory() / ECOUTE).read_text(encoding="utf-8")
    for old, new in changes.items():
        if old in text:
            text = text.replace(old, new)
    return observatory({ECOUTE: text}), text


def test_sure_slips_are_mended_after_being_shown(observatory):
    root, text = spoilt(observatory, {"titre: Tables d’écoute sur le marché": "titre: Le marché : pour quoi"})

    shown = run("corriger", "--racine", root)
    assert (root / ECOUTE).read_text(encoding="utf-8") == text, "nobody said yes"
    done = run("corriger", "--racine", root, "--oui")

    assert shown.exit_code == 1
    assert '-titre: Le marché : pour quoi\n+titre: "Le marché\u00a0: pour quoi"\n' in shown.output, "its space is mended too"
    assert "ajoutez --oui" in shown.output
    assert done.exit_code == 0
    assert "2 corrections dans 1 fichier." in plain(done.output)
    assert blocking(loading.examine(root).problems) == []


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("debut: 17/05/2013", "debut: 2013-05-17"),
        ("debut: mai 2013", "debut: 2013-05"),
        ("début: 2013", "debut: 2013"),
        ("echelle: Quartier", "echelle: quartier"),
        ("budget:\n  montant_eur: 15 000", "budget:\n  montant_eur: 15000"),
        ("mots_cles: eau", "mots_cles:\n  - eau"),
        ("accroche: 2013", 'accroche: "2013"'),
        ("accroche:\u00a0Un mot", "accroche: Un mot"),
        ("accroche: Salle #3", 'accroche: "Salle #3"'),
        ("accroche: Nord-Pas-de-Calais", "accroche: Nord-Pas de Calais"),
    ],
)
def test_each_sure_slip_has_its_mend(observatory, written, mended):
    name = re.match(r"[^:\u00a0]+", written)[0].replace("é", "e")
    text = re.sub(rf"(?m)^{name}:.*\n", "", (observatory() / ECOUTE).read_text(encoding="utf-8"))
    root = observatory({ECOUTE: f"{text}{written}\n"})

    run("corriger", "--racine", root, "--oui", root / ECOUTE)

    assert f"\n{mended}\n" in (root / ECOUTE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "written", ["debut: printemps 2013", "echele: quartier", "accroche: " + "a" * 130, "echelle: quartie", "ressemble_a: []\ndebut: [1]"]
)
def test_what_must_be_guessed_is_left_to_people(observatory, written):
    text = re.sub(r"(?m)^debut:.*\n", "", (observatory() / ECOUTE).read_text(encoding="utf-8"))
    root = observatory({ECOUTE: f"{text}{written}\n"})

    result = run("corriger", "--racine", root, "--oui", root / ECOUTE)

    assert result.exit_code == 1
    assert "Rien à corriger sans vous." in plain(result.output)
    assert (root / ECOUTE).read_text(encoding="utf-8") == f"{text}{written}\n"


def test_only_the_named_files_are_mended(observatory):
    root, text = spoilt(observatory, {"titre: Tables d’écoute sur le marché": "titre: Le marché : pour quoi"})

    run("corriger", "--racine", root, "--oui", root / JARDIN)

    assert (root / ECOUTE).read_text(encoding="utf-8") == text


def test_a_mend_is_sure_only_when_it_is_said_so():
    assert not Mend(1, 1, "x").sure
    assert Mend(1, 1, "x").surely == Mend(1, 1, "x", sure=True)


# --- renommer ---


def test_a_renamed_record_is_followed_everywhere_and_keeps_its_old_address(observatory):
    root = observatory()
    before = content(root)
    cited = {
        name for name, raw in before.items() if re.search(rb"(?<![\w-])jardin-des-quatre-vents(?![\w-])", raw) and name.endswith(".yml")
    } - {JARDIN, "mkdocs.yml"}

    result = run("renommer", "--racine", root, "--oui", JARDIN, "jardin-du-canal")

    after = content(root)
    assert result.exit_code == 0, result.output
    assert cited, "the test must have something to follow"
    assert {name for name in before if after.get(name) != before[name]} == cited | {JARDIN}
    assert all(b"jardin-du-canal" in after[name] and b"jardin-des-quatre-vents" not in after[name] for name in cited)
    observatoire = loading.load(root)
    assert observatoire.experiences["jardin-du-canal"].anciens_identifiants[-1] == "jardin-des-quatre-vents"
    assert "jardin-des-quatre-vents" not in observatoire.experiences


def test_only_the_changed_words_differ_and_comments_stay(observatory):
    text = (observatory() / JUIN).read_text(encoding="utf-8")
    root = observatory({JUIN: "# à garder\n" + text})

    run("renommer", "--racine", root, "--oui", "jardin-des-quatre-vents", "jardin-du-canal")

    assert (root / JUIN).read_text(encoding="utf-8") == "# à garder\n" + text.replace("jardin-des-quatre-vents", "jardin-du-canal")


def test_pieces_of_a_record_are_followed_too(observatory):
    root = observatory()
    production = "groupes/productions/inviter-de-voisin-a-voisin.yml"
    assert "2013-06-14-groupe-est#" in (root / production).read_text(encoding="utf-8")

    result = run("renommer", "--racine", root, "--oui", JUIN, "2013-06-14-ceux-qui-manquent")

    assert result.exit_code == 0, result.output
    assert "2013-06-14-ceux-qui-manquent#" in (root / production).read_text(encoding="utf-8")
    assert "2013-06-14-groupe-est" not in (root / production).read_text(encoding="utf-8")


def test_coming_back_to_an_old_name_leaves_no_loop(observatory):
    root = observatory()

    run("renommer", "--racine", root, "--oui", ECOUTE, "tables-d-ecoute")
    result = run("renommer", "--racine", root, "--oui", "tables-d-ecoute", "ecoute-du-marche")

    assert result.exit_code == 0, result.output
    assert loading.load(root).experiences["ecoute-du-marche"].anciens_identifiants == ("tables-d-ecoute",)


def test_git_sees_a_renaming(observatory):
    root = committed(observatory())

    run("renommer", "--racine", root, "--oui", JARDIN, "jardin-du-canal")
    git(root, "add", "--all")

    assert f"{JARDIN} -> experiences/jardin-du-canal.yml" in git(root, "status", "--short")


@pytest.mark.parametrize(
    ("old", "new", "status", "told"),
    [
        (JARDIN, "Jardin d’été", 1, "Essayez : jardin-d-ete"),
        (JARDIN, "marche-du-canal", 1, "existe déjà"),
        (JUIN, "sans-date", 1, "Ce nom ferait des erreurs"),
        ("content/glossaire.yml", "lexique", 1, "son nom ne change pas"),
        ("jardin-des-4-vents", "x", 2, "Vouliez-vous dire jardin-des-quatre-vents"),
    ],
)
def test_a_name_that_would_break_something_is_refused(observatory, old, new, status, told):
    root = observatory()
    before = content(root)

    result = run("renommer", "--racine", root, "--oui", old, new)

    assert result.exit_code == status
    assert told in plain(result.output)
    assert content(root) == before


def test_nothing_is_renamed_while_a_record_cannot_be_read(observatory):
    root = observatory({ECOUTE: "titre: [\n"})
    before = content(root)

    result = run("renommer", "--racine", root, "--oui", JARDIN, "jardin-du-canal")

    assert result.exit_code == 1
    assert "Corrigez-les d’abord" in result.output
    assert content(root) == before


def test_the_old_name_of_a_person_who_keeps_theirs_back_is_not_kept(observatory):
    root = observatory()
    held = next(p for p in loading.load(root).personnes.values() if p.consentement and p.consentement.niveau != "nom_et_structure")

    result = run("renommer", "--racine", root, "--oui", held.fichier, "personne-01")

    assert result.exit_code == 0, result.output
    assert [
        name for name, raw in content(root).items() if re.search(rf"(?<![\w-]){held.id}(?![\w-])".encode(), raw) and name.endswith(".yml")
    ] == []


# --- retirer-personne ---


def someone(root: Path) -> str:
    """A person who is named in several ways: present, facilitator, author of words."""
    return loading.load(root).personnes["camille"].id


def test_a_person_goes_from_every_record(observatory):
    root = observatory()
    assert someone(root) == "camille"
    before = content(root)

    result = run("retirer-personne", "--racine", root, "--oui", "camille")

    assert result.exit_code == 0, result.output
    after = content(root)
    assert CAMILLE in before
    assert CAMILLE not in after
    assert [name for name, raw in after.items() if re.search(rb"(?<![\w-])camille(?![\w-])", raw)] == []
    assert blocking(loading.examine(root).problems) == []


def test_words_said_become_nobody_s(observatory):
    text = (observatory() / JUIN).read_text(encoding="utf-8")
    said = "paroles:\n  - texte: On ne nous demande jamais l’heure qui nous arrange.\n    auteur: camille\n    accord: true\n"
    root = observatory({JUIN: re.sub(r"(?m)^paroles:\n(?:  .*\n)+", "", text) + said})

    run("retirer-personne", "--racine", root, "--oui", "camille")

    (parole,) = yaml.safe_load((root / JUIN).read_text(encoding="utf-8"))["paroles"]
    assert parole["auteur"] == "anonyme"
    assert parole["texte"].startswith("On ne nous demande jamais")


def test_what_the_person_leaves_empty_goes_too(observatory):
    jardin = (observatory() / JARDIN).read_text(encoding="utf-8")
    root = observatory({JARDIN: re.sub(r"(?m)^racontee_par:\n(?:  .*\n)+", "", jardin) + "racontee_par:\n  - camille\n"})

    run("retirer-personne", "--racine", root, "--oui", "camille")

    assert "racontee_par" not in (root / JARDIN).read_text(encoding="utf-8")


def test_a_name_typed_in_a_text_is_taken_out_and_shown(observatory):
    camille = (observatory() / CAMILLE).read_text(encoding="utf-8")
    jardin = (observatory() / JARDIN).read_text(encoding="utf-8")
    root = observatory({
        CAMILLE: re.sub(r"(?m)^nom_affiche:.*$", "nom_affiche: Camille Inventée", camille),
        JARDIN: jardin.replace("ce_que_nous_ferions_autrement: |\n", "# demandé à Camille Inventée\nce_que_nous_ferions_autrement: |\n  Écouter Camille Inventée plus tôt.\n\n"),
        "content/a-propos/essai.md": "# Essai\n\nMerci à Camille Inventée.\n",
    })  # fmt: skip

    result = run("retirer-personne", "--racine", root, "--oui", "camille")

    assert [name for name, raw in content(root).items() if "Inventée".encode() in raw] == []
    assert "Écouter (…) plus tôt." in (root / JARDIN).read_text(encoding="utf-8")
    assert re.search(rf"  {re.escape(JARDIN)}:\d+\n", result.output)
    assert "content/a-propos/essai.md:3" in result.output


def test_what_git_still_holds_is_told_with_how_to_have_it_forgotten(observatory):
    root = committed(observatory())

    result = run("retirer-personne", "--racine", root, "--oui", "camille")

    told = plain(result.output)
    assert "L’historique garde ce nom dans 1 enregistrement" in told
    assert f"git filter-repo --invert-paths --path {CAMILLE}" in told
    assert "camille==>anonyme" in told


def test_without_git_it_is_said_too(observatory):
    assert "n’a pas d’historique git" in plain(run("retirer-personne", "--racine", observatory(), "--oui", "camille").output)


def test_a_word_of_the_name_alone_is_shown_and_left_to_people(observatory):
    result = run("retirer-personne", "--racine", observatory(), "--oui", "camille")

    assert "Voyez si c’est d’elle que l’on parle ici" in plain(result.output)
    assert "content/acteurs/structures/ville-exemple.yml:1" in result.output


def test_nobody_goes_while_a_record_cannot_be_read(observatory):
    root = observatory({ECOUTE: "titre: [\n"})
    before = content(root)

    result = run("retirer-personne", "--racine", root, "--oui", "camille")

    assert result.exit_code == 1
    assert ECOUTE in result.output
    assert content(root) == before


def test_nobody_goes_by_mistake(observatory):
    root = observatory()
    before = content(root)

    unsaid = run("retirer-personne", "--racine", root, "camille")
    unknown = run("retirer-personne", "--racine", root, "--oui", "camile")

    assert (unsaid.exit_code, unknown.exit_code) == (1, 2)
    assert "Vouliez-vous dire camille" in plain(unknown.output)
    assert content(root) == before


# --- Words of the command line ---


def click_messages() -> set[str]:
    """What click may say to who types a command: the texts that it hands to gettext."""
    import ast

    import click as package

    found = set()
    for name in ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types"):
        tree = ast.parse((Path(package.__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    return found


FOR_PROGRAMMERS = re.compile(r"declaration|Deprecat|defined|same flag|start character|exactly one|colour|UUID|format")


def test_all_that_click_may_say_is_in_french():
    assert sorted(text for text in click_messages() - set(FRENCH) if not FOR_PROGRAMMERS.search(text)) == []


@pytest.mark.parametrize(
    "arguments",
    [[], ["--help"], ["formater", "--help"], ["nouveau"], ["nouveau", "experience", "--help"], ["zzz"], ["verifier", "--zzz"], ["verifier", "--format"],
     ["verifier", "--format", "x"], ["renommer"], ["renommer", "a", "b", "c"], ["verifier", "--quiet=x"], ["verifier", "--racine", "/nulle/part"],
     ["entretien", "truc"], ["--version"]],
    ids=" ".join,
)  # fmt: skip
def test_no_word_of_the_command_line_is_english(arguments):
    said = run(*arguments).output

    assert not re.search(
        r"\b(?:Error|Missing|Invalid|No such|Try|Commands|Show|requires?|Got|does not|unexpected|DIRECTORY|TEXT|INTEGER|PATH)\b", said
    )
