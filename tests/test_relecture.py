"""The comment on a proposal, on real git histories of the small observatory."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import PETIT
from observatoire.__main__ import main

JARDIN = "experiences/jardin-des-quatre-vents.yml"
BONNE = """\
titre: Le banc des nouvelles
resume: Chaque samedi, un banc, deux chaises, et l’on raconte la semaine du quartier à qui passe.
porteurs:
  - les-quatre-vents
objet_traite:
  - vie_associative_et_de_quartier
public_vise:
  - habitants_d_un_quartier
modalites_animation:
  - presence_dans_l_espace_public
territoires:
  - "59350"
debut: 2013-04
statut: brouillon
recueil:
  origine: exemple_fictif
"""
FAUTIVE = BONNE.replace("titre: Le banc des nouvelles", "titre: Atelier vélo : rouler ensemble")
DATE_FAUSSE = BONNE.replace("titre: Le banc des nouvelles", "titre: Atelier vélo").replace("2013-04", "17/04/2013")


class Depot:
    """A repository that holds the small observatory on ``main``, and a branch of proposals."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(PETIT, root)
        self.git("init", "-q", "-b", "main")
        self.commit("Départ")
        self.git("checkout", "-q", "-b", "proposition")

    def git(self, *arguments: str) -> None:
        names = {"GIT_AUTHOR_NAME": "Une personne", "GIT_COMMITTER_NAME": "Une personne"}
        addresses = {"GIT_AUTHOR_EMAIL": "contact@exemple.fr", "GIT_COMMITTER_EMAIL": "contact@exemple.fr", "GIT_CONFIG_GLOBAL": os.devnull}
        subprocess.run(["git", *arguments], cwd=self.root, check=True, capture_output=True, env={**os.environ, **names, **addresses})

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def propose(self, files: dict[str, str | None]) -> None:
        for name, text in files.items():
            if text is None:
                (self.root / name).unlink()
            else:
                (self.root / name).write_text(text, encoding="utf-8")
        self.commit("Une proposition")

    def comment(self, *options: str) -> str:
        """What the command says, with ordinary spaces."""
        result = CliRunner().invoke(main, ["relire", "main", "--racine", str(self.root), *options])
        assert result.exit_code == 0, result.output
        return re.sub("[\u00a0\u202f]", " ", result.stdout)


@pytest.fixture
def depot(tmp_path: Path) -> Depot:
    return Depot(tmp_path / "depot")


def section(comment: str, title: str) -> str:
    """What stands under a heading; ``""`` when the heading is not there."""
    parts = comment.split(f"### {title}", 1)
    return parts[1].split("\n### ")[0] if len(parts) == 2 else ""


def test_a_good_and_a_broken_record_are_told_apart(depot: Depot) -> None:
    depot.propose({"experiences/banc-des-nouvelles.yml": BONNE, "experiences/atelier-velo.yml": FAUTIVE})

    told = depot.comment()

    assert "Vous proposez 2 fiches nouvelles." in told
    assert "**Un point est à corriger avant la publication** ; le reste est prêt." in told
    assert "« Le banc des nouvelles » : l’essentiel est là" in section(told, "Ce qui va bien")
    assert "atelier-velo" not in section(told, "Ce qui va bien")
    mend = section(told, "À corriger")
    assert "experiences/atelier-velo.yml, ligne 1" in mend
    assert 'Remplacez la ligne 1 par :\n\n```yaml\ntitre: "Atelier vélo : rouler ensemble"\n```' in mend


def test_the_line_to_paste_mends_the_proposal(depot: Depot) -> None:
    depot.propose({"experiences/atelier-velo.yml": DATE_FAUSSE})
    pasted = re.search(r"Remplacez la ligne (\d+) par :\n\n```yaml\n(.*?)\n```", depot.comment(), re.DOTALL)
    assert pasted

    lines = DATE_FAUSSE.splitlines()
    lines[int(pasted[1]) - 1] = pasted[2]
    depot.propose({"experiences/atelier-velo.yml": "\n".join(lines) + "\n"})

    assert "**Tout est bon**, cela peut être relu et publié." in depot.comment()


def test_the_pages_of_the_good_record_are_listed_without_the_broken_one(depot: Depot) -> None:
    depot.propose({"experiences/banc-des-nouvelles.yml": BONNE, "experiences/atelier-velo.yml": FAUTIVE})

    changed = section(
        depot.comment("--site", "https://exemple.fr/obs", "--apercu", "https://apercu.exemple.fr/"), "Les pages qui vont changer"
    )

    first = changed.split("|---|---|---|\n")[1].splitlines()[0]
    assert first == "| Le banc des nouvelles | – | [voir](https://apercu.exemple.fr/experiences/banc-des-nouvelles/) |"
    assert "| Accueil | [voir](https://exemple.fr/obs/) | [voir](https://apercu.exemple.fr/) |" in changed
    assert "Sans compter la fiche à corriger : `experiences/atelier-velo.yml`." in changed
    assert "Atelier vélo" not in changed


def test_a_record_broken_by_a_change_keeps_its_former_page(depot: Depot) -> None:
    text = (PETIT / JARDIN).read_text(encoding="utf-8")
    depot.propose({JARDIN: re.sub(r"^debut: .*$", "debut: 17/05/2013", text, flags=re.MULTILINE)})

    told = depot.comment()

    assert "1 fiche modifiée" in told
    assert f"Sans compter la fiche à corriger : `{JARDIN}`." in told
    assert section(told, "Les pages qui vont changer").startswith("\n\nAucune pour l’instant.")


def test_a_removed_record_says_what_it_breaks(depot: Depot) -> None:
    depot.propose({JARDIN: None})

    told = depot.comment()

    assert "1 fiche retirée" in told
    assert "groupes/productions/inviter-de-voisin-a-voisin.yml" in section(told, "À corriger")


def test_progress_and_the_next_questions_are_said(depot: Depot) -> None:
    path = "experiences/marche-du-canal.yml"
    text = (PETIT / path).read_text(encoding="utf-8")
    depot.propose({path: text + "animation_par: habitants_formes\n"})

    told = depot.comment()

    asked = section(told, "Pour aller plus loin")
    (done, whole) = map(
        int,
        re.findall(r"\*\*Marche exploratoire du canal\*\*\. .* (\d+) questions sur les (\d+) d’une fiche complète, 1 de plus", asked)[0],
    )
    assert 1 < done < whole
    assert len(re.findall(r"^\d\. .+ \?$", asked, re.MULTILINE)) == 3


def test_a_new_and_short_record_is_welcomed(depot: Depot) -> None:
    depot.propose({"experiences/banc-des-nouvelles.yml": BONNE})

    told = depot.comment("--site", "https://exemple.fr")

    assert "%" not in told, "no mark is given"
    assert "Mise en forme" not in told
    assert re.search(r"une fiche courte sert déjà.*\n\n\*\*Le banc des nouvelles\*\*\. Elle répond déjà à \d+ question", told)
    assert re.search(
        r"^- .* : Le champ « limites » est vide\. .* \[Ce que veut dire (\w+)\]\(https://exemple\.fr/contribuer/verifications/\w+/\)\.$",
        told,
        re.MULTILINE,
    )


def test_pages_that_only_count_otherwise_are_told_apart(depot: Depot) -> None:
    depot.propose({"experiences/banc-des-nouvelles.yml": BONNE.replace("presence_dans_l_espace_public", "porteur_de_paroles")})

    changed = section(depot.comment(), "Les pages qui vont changer")

    assert re.match(r"\n\n1 page nouvelle, \d+ pages modifiées et \d+ pages où seuls des nombres changent\. ", changed)
    assert "| Aller vers |" in changed, "the list that now holds the record"
    assert "| Enseignements |" not in changed, "a page that shows nothing of it, but how many records there are"


def test_links_lead_to_the_line_on_the_forge(depot: Depot) -> None:
    depot.propose({"experiences/atelier-velo.yml": FAUTIVE})

    told = depot.comment("--fichiers", "https://forge.exemple/c/d/blob/proposition")

    assert "(https://forge.exemple/c/d/blob/proposition/experiences/atelier-velo.yml#L1)" in told


def test_what_a_contributor_types_never_becomes_markup(depot: Depot) -> None:
    hostile = "titre: '<img src=x> [clic](https://piege.exemple) @equipe #1 | **gras**'"
    depot.propose({"experiences/banc-des-nouvelles.yml": BONNE.replace("titre: Le banc des nouvelles", hostile)})

    told = re.sub(r"^```yaml\n.*?^```$", "", depot.comment(), flags=re.DOTALL | re.MULTILINE)  # What stands as code is no markup.

    assert "<img" not in told
    assert "](https://piege.exemple)" not in told
    assert not re.search(r"(?<!\\)@equipe|(?<!\\)#1\b|(?<!\\)\*\*gras", told)
    assert "\\| \\*\\*gras" in told


def test_changes_made_on_main_meanwhile_are_not_blamed_on_the_proposal(depot: Depot) -> None:
    depot.propose({"experiences/banc-des-nouvelles.yml": BONNE})
    depot.git("checkout", "-q", "main")
    depot.propose({"experiences/autre-chose.yml": BONNE.replace("Le banc des nouvelles", "Autre chose tout à fait")})
    depot.git("checkout", "-q", "proposition")

    told = depot.comment()

    assert "Vous proposez 1 fiche nouvelle." in told
    assert "Autre chose" not in told


def test_a_change_that_touches_no_record_says_so(depot: Depot) -> None:
    depot.propose({"content/a-propos/index.md": "# À propos\n\nUn texte neuf.\n"})

    assert "Vous ne touchez à aucune fiche." in depot.comment()


def test_an_unknown_version_is_a_mistake_of_the_command(depot: Depot) -> None:
    result = CliRunner().invoke(main, ["relire", "nawak", "--racine", str(depot.root)])

    assert result.exit_code == 2
    assert "git ne connaît pas la version" in result.output


def reshaped(comment: str, text: str) -> str:
    """``text`` once done what the fold of the comment says, in its order."""
    lines = text.splitlines()
    step = re.compile(
        r"^(Ajoutez avant|Remplacez|Retirez) (?:la ligne|les lignes) (\d+)(?: à (\d+))?(?: par)? :\n\n```yaml\n(.*?)\n```$",
        re.DOTALL | re.MULTILINE,
    )
    for what, first, last, given in step.findall(comment.split("Mise en forme")[1]):
        end = int(first) - 1 if what == "Ajoutez avant" else int(last or first)
        lines[int(first) - 1 : end] = [] if what == "Retirez" else given.split("\n")
    return "\n".join(lines) + "\n"


def test_a_record_out_of_form_is_told_line_by_line(depot: Depot) -> None:
    typed = BONNE.replace("debut: 2013-04\n", "").replace("titre:", "debut: '2013-04'\n# À relire.\ntitre:")
    depot.propose({"experiences/banc-des-nouvelles.yml": typed})

    told = depot.comment()

    assert "**Tout est bon**" in told
    assert reshaped(told, typed) == BONNE.replace("titre:", "# À relire.\ntitre:")


def test_what_the_guide_tells_a_newcomer_to_write_asks_for_two_moves(depot: Depot) -> None:
    assert "`inconnu: [porteurs]`" in PETIT.parent.with_name("CONTRIBUER.md").read_text(encoding="utf-8")
    carriers = "porteurs:\n  - les-quatre-vents\n"
    typed = BONNE.replace(carriers, "inconnu: [porteurs]\n")
    depot.propose({"experiences/banc-des-nouvelles.yml": typed})

    told = depot.comment()

    assert "Retirez la ligne 3 :\n\n```yaml\ninconnu: [porteurs]\n```" in told
    assert "Remplacez tout le fichier" not in told
    assert reshaped(told, typed) == BONNE.replace(carriers, "").replace("statut:", "inconnu:\n  - porteurs\nstatut:")


def test_a_record_whose_ends_of_lines_alone_differ_is_given_back_whole(depot: Depot) -> None:
    depot.propose({"experiences/banc-des-nouvelles.yml": BONNE.rstrip("\n")})

    assert f"Remplacez tout le fichier par :\n\n```yaml\n{BONNE}```" in depot.comment()


def test_the_comment_is_written_at_once(depot: Depot, tmp_path: Path) -> None:
    depot.propose({"experiences/banc-des-nouvelles.yml": BONNE})
    target = tmp_path / "relecture.md"

    depot.comment("--sortie", str(target))

    assert target.read_text(encoding="utf-8").startswith("<!-- relecture-de-l-observatoire -->\n## Relecture")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["depot", "relecture.md"]


def test_a_message_leads_to_the_page_of_its_code(depot: Depot) -> None:
    depot.propose({"experiences/atelier.yml": FAUTIVE})

    asked = section(depot.comment("--site", "https://exemple.fr/obs/"), "À corriger")

    assert "[Ce que veut dire Y02, avec un exemple](https://exemple.fr/obs/contribuer/verifications/y02/)" in asked
    assert PETIT.with_name("expected").joinpath("contribuer/verifications/y02.md").is_file()
    assert "Ce que veut dire" not in depot.comment()
