"""The page of a group: who it is, its year, what it works on and what it makes, without saying who came."""

from __future__ import annotations

import re
from pathlib import Path

from observatoire import loading
from observatoire.pages import Rendu, groupes
from observatoire.pages.ligne_du_temps import traits_of
from test_rencontres import member, people
from test_rules import JOURNEE, PRODUCTION, changed

EST = "groupes/est.yml"


def html(root: Path, groupe: str = "est") -> str:
    (found,) = [p.markdown for p in groupes.pages(Rendu(loading.load(root))) if p.path == f"groupes/{groupe}.md"]
    return found


def words(root: Path, groupe: str = "est") -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html(root, groupe)))


def section(root: Path, anchor: str) -> str:
    """The words of the section whose heading has this anchor."""
    after = html(root).split(f'id="{anchor}"', 1)[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", after.split("<section", 1)[0]))


def test_the_slots_say_what_was_held_called_off_and_what_comes(observatory):
    text = section(observatory(), "annee")

    assert "4 rencontres connues pour 4 journées attendues : 2 tenues, 1 annulée." in text
    assert "juin 2013 14 Ceux qui ne viennent pas Arras tenue, compte rendu validé" in text
    assert "mai 2013 17 Journée de lancement Lille tenue, compte rendu attendu" in text
    assert "septembre 2013 13 Une journée annulée Arras annulée" in text
    assert "avril 2014 11 Écrire pour le Forum Arras prochaine" in text


def test_members_are_told_by_category_and_named_only_as_they_agreed(observatory):
    root = observatory(
        people(*["elu_communal"] * 3, *["agent_collectivite"] * 4)
        | member("secrete", "jeune", consent="structure_seule")
        | member("prenommee", "jeune", consent="prenom_et_structure")
    )

    text = section(root, "membres")

    assert "10 membres, 1 à 15 visés Élus 3 Professionnels 4 Bénévoles et citoyens 3 Places restantes 5" in text
    assert "Avec leur accord : Camille Exemple (Association Les Quatre-Vents), Prenommee." in text.replace(" ,", ",").replace(" .", ".")
    assert "Untel" not in html(root)
    assert "Secrete" not in html(root)


def test_a_group_of_two_has_no_total_by_category(observatory):
    text = section(observatory(people("elu_communal")), "membres")

    assert "2 membres" in text
    assert "Élus" not in text


def test_themes_are_those_of_days_held_then_spoken_of_then_announced_then_never_seen(observatory):
    text = words(
        observatory(changed(JOURNEE, ("    theme: mobiliser-aller-vers\n    experiences", "    theme: rendre-compte\n    experiences")))
    )

    assert "1 journée a tenu les deux ensemble, sur 2." in text
    assert re.search(r"Sens 1\sfois au programme Absents et publics éloignés 1 Méthode 1\sfois au programme Mobiliser, aller vers 1", text)
    assert "Évoqués sans être au programme Rendre compte Annoncés Partage du pouvoir" in text


def test_the_picture_of_the_year_follows_a_production_from_its_first_day_to_the_answer(observatory):
    petit = loading.load(observatory())

    (trait,) = traits_of(Rendu(petit), petit.groupes["est"])

    assert [date.iso for date in trait.dates] == ["2013-06-14", "2013-06-14", "2014-09"]
    assert "Fiche pratique, adoptée en juin 2013. Commencée en juin 2013. Réponse reçue en septembre 2014 : intégrée en partie" in words(
        observatory()
    )


def test_a_group_without_production_has_no_picture_and_says_so(observatory):
    root = observatory()

    assert "ligne-temps" in html(root)
    assert "ligne-temps" not in html(root, "ouest")
    assert "Aucune production n’a été retrouvée." in words(root, "ouest")


def test_a_production_that_rests_on_practices_alone_still_has_its_place(observatory):
    text = (observatory() / PRODUCTION).read_text(encoding="utf-8")
    alone = re.sub(r"s_appuie_sur:\n(?:  .*\n)+", "s_appuie_sur:\n  experiences:\n    - jardin-des-quatre-vents\n", text)
    petit = loading.load(observatory({PRODUCTION: alone}))

    (trait,) = traits_of(Rendu(petit), petit.groupes["est"])

    assert trait.debut is None
    assert [date.iso for date in trait.dates] == ["2013-06-14", "2014-09"]


def test_the_matrix_shows_the_practices_told_over_those_of_the_whole(observatory):
    text = html(observatory())

    assert re.search(r'<td class="m k1 q"><b>1</b><small>sur 1</small></td>', text)
    assert "sa matrice attend ses comptes rendus" in words(observatory(), "ouest")


def test_places_lead_to_the_days_held_there_and_leave_out_what_was_called_off(observatory):
    text = section(observatory(), "lieux")

    assert "2 communes" in text
    assert "Arras 14 juin 2013 , 11 avril 2014" in text
    assert "13 septembre" not in text
