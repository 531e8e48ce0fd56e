"""What holds beyond one file: each rule, by an example of what it refuses and of what it lets through."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from observatoire import loading
from observatoire.problems import Problem, Severity
from observatoire.rules import RULES

PETIT = Path(__file__).with_name("petit")
JARDIN = "experiences/jardin-des-quatre-vents.yml"
ECOUTE = "experiences/ecoute-du-marche.yml"
JOURNEE = "groupes/rencontres/2013-06-14-groupe-est.yml"
LANCEMENT = "groupes/rencontres/2013-05-17-journee-de-lancement.yml"
PRODUCTION = "groupes/productions/inviter-de-voisin-a-voisin.yml"
CAMILLE = "content/acteurs/personnes/camille.yml"


def changed(file: str, *changes: tuple[str, str], add: str = "") -> dict[str, str]:
    """A file of the small observatory with each of ``changes`` made once, and ``add`` at its end."""
    text = (PETIT / file).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) >= 1, f"{old!r} is not in {file}"
        text = text.replace(old, new, 1)
    return {file: text + add}


def found(root: Path, code: str, *, livret: bool = False) -> list[Problem]:
    return [p for p in loading.examine(root, livret=livret).problems if p.code == code]


def at(root: Path, file: str, words: str, offset: int = 0) -> str:
    """``file:line:column`` of ``words``, which stand there once."""
    text = (root / file).read_text(encoding="utf-8")
    assert text.count(words) == 1, f"{words!r} must stand once in {file}"
    before = text[: text.index(words) + offset].split("\n")
    return f"{file}:{len(before)}:{len(before[-1]) + 1}"


def told(problems: list[Problem]) -> list[str]:
    """Place and message, with ordinary spaces: their typography has its own test."""
    return [re.sub("[\u00a0\u202f]", " ", f"{p.file}:{p.line}:{p.column} {p.message}") for p in problems]


def test_the_small_observatory_breaks_no_rule(observatory):
    severities = {p.severity for p in loading.examine(observatory(), livret=True).problems}

    assert severities <= {Severity.CONSEIL, Severity.INFO}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_says_in_french_what_it_asks(rule):
    assert re.match(r"[A-ZÀ-Ý].*[.?]", rule.doc, re.DOTALL)


# --- N: names and addresses ---


def test_n01_a_meeting_is_named_after_its_date(observatory):
    root = observatory(changed(JOURNEE, ("date: 2013-06-14", "date: 2013-06-15")))

    assert told(found(root, "N01")) == [
        f"{JOURNEE}:5:7 La date de la rencontre est 2013-06-15, et le nom du fichier dit autre chose. Renommez-le :\n2013-06-15-groupe-est.yml"
    ]


def test_n03_two_records_never_share_an_address(observatory):
    root = observatory({"content/acteurs/structures/camille.yml": (PETIT / "content/acteurs/structures/ville-exemple.yml").read_text()})

    assert told(found(root, "N03")) == [
        f"{CAMILLE}:1:1 L’adresse « acteurs/camille/ » est déjà celle de content/acteurs/structures/camille.yml. Renommez l’un des deux fichiers."
    ]


def test_n03_an_old_address_is_not_that_of_another_record(observatory):
    root = observatory(changed(JARDIN, ("  - jardin-de-la-friche", "  - marche-du-canal")))

    assert [p.message.split(".")[0] for p in found(root, "N03")] == [
        "L’ancienne adresse «\u00a0experiences/marche-du-canal/\u00a0» est déjà celle de experiences/marche-du-canal"
    ]


def test_n03_an_old_address_is_neither_the_present_one_nor_that_of_a_page_of_the_site(observatory):
    root = observatory(changed(JARDIN, ("  - jardin-de-la-friche", "  - jardin-des-quatre-vents\n  - index")))

    assert [p.message.split("celle ")[1] for p in found(root, "N03")] == [
        "de cette fiche aujourd’hui. Retirez-la d’ici.", "d’une page du site. Retirez-la d’ici.",
    ]  # fmt: skip


# --- T16, L21: keys and terms ---


def test_t16_a_key_serves_once(observatory):
    root = observatory(changed(JARDIN, ("  - cle: e2", "  - cle: e1")))

    place = at(root, JARDIN, "e1\n    nature: frein")

    (problem,) = found(root, "T16")

    assert told([problem]) == [f"{place} La clé « e1 » sert déjà, ligne 118. Une clé ne sert qu’une fois : c’est une adresse."]
    assert problem.mend is not None and problem.mend.text == "  - cle: e2"


def test_l21_an_unknown_term_is_told_with_the_nearest(observatory):
    root = observatory(changed(ECOUTE, ("  - porteur_de_paroles", "  - porteurs_de_parole")))

    (problem,) = found(root, "L21")

    assert told([problem])[0].startswith(
        f"{ECOUTE}:8:5 « porteurs_de_parole » n’est pas un mot de la liste. Vouliez-vous dire « porteur_de_paroles »"
    )
    assert problem.message.endswith("La liste est dans content/vocabulaires/modalites_animation.yml.")
    assert problem.mend is not None and problem.mend.text == "  - porteur_de_paroles"


def test_l21_a_term_like_no_other_gets_examples_and_nothing_to_paste(observatory):
    root = observatory(changed(ECOUTE, ("statut: brouillon", "statut: xyzxyz")))

    (problem,) = found(root, "L21")

    assert told([problem]) == [
        f"{ECOUTE}:12:9 « xyzxyz » n’est pas un mot de la liste. Par exemple : brouillon, a_relire, validee, archivee. "
        "La liste est dans content/vocabulaires/statut.yml."
    ]
    assert problem.mend is None


# --- R: references ---


def test_r31_a_reference_to_nothing_is_told_with_the_nearest_and_how_to_create_it(observatory):
    root = observatory(changed(JARDIN, ("  - ville-exemple\n", "  - ville-d-exemple\n")))

    (problem,) = found(root, "R31")

    assert told([problem]) == [
        f"{JARDIN}:8:5 « ville-d-exemple » ne correspond à aucune fiche (une structure). Vouliez-vous dire « ville-exemple » ? "
        "Pour la créer : content/acteurs/structures/ville-d-exemple.yml"
    ]
    assert problem.mend is not None and problem.mend.text == "  - ville-exemple"


def test_r31_a_commune_borne_twice_asks_which(observatory):
    root = observatory(changed(ECOUTE, ('  - "59512"', "  - Saint-Aubin")))

    assert told(found(root, "R31")) == [
        f"{ECOUTE}:10:5 « Saint-Aubin » n’est ni une commune du Nord ou du Pas-de-Calais, ni un territoire connu. "
        "Communes possibles : Saint-Aubin (59529), Saint-Aubin (62742)."
    ]


def test_r31_a_commune_elsewhere_is_not_known(observatory):
    root = observatory(changed("content/acteurs/structures/les-quatre-vents.yml", ('"59350"', '"75056"')))

    assert told(found(root, "R31")) == [
        "content/acteurs/structures/les-quatre-vents.yml:4:10 « 75056 » n’est pas une commune du Nord ou du Pas-de-Calais."
    ]


def test_r31_a_cited_source_is_listed(observatory):
    root = observatory(
        changed(
            JARDIN,
            (
                "avant de parler\n    texte: |\n      Les ateliers commencent par une marche.",
                "avant de parler\n    texte: |\n      Les ateliers[^s9] commencent.",
            ),
        )
    )

    assert told(found(root, "R31")) == [
        f"{at(root, JARDIN, '[^s9]')} La source « s9 » n’est pas dans la liste « sources » de la fiche (s1, s2)."
    ]


def test_r31_a_production_rests_on_enseignements_that_exist(observatory):
    root = observatory(changed(PRODUCTION, ("2013-06-14-groupe-est#e1", "2013-06-14-groupe-est#e9")))

    (problem,) = found(root, "R31")

    assert told([problem])[0].startswith(
        f"{PRODUCTION}:17:7 Aucun enseignement ne porte l’adresse « 2013-06-14-groupe-est#e9 ». Vouliez-vous dire"
    )


def test_r31_the_glossary_sends_to_its_own_terms(observatory):
    root = observatory(changed("content/glossaire.yml", ("      - budget-participatif", "      - budget-participation")))

    assert told(found(root, "R31")) == [
        "content/glossaire.yml:7:9 Le glossaire n’a pas de terme « budget-participation ». Vouliez-vous dire « budget-participatif » ?"
    ]


def test_r31_a_broken_record_is_not_also_a_missing_one(observatory):
    root = observatory({"experiences/marche-du-canal.yml": "titre: Un : deux\n"})

    assert found(root, "R31") == []


def test_r31_a_misnamed_record_is_not_also_a_missing_one(observatory):
    text = (PETIT / "experiences/marche-du-canal.yml").read_text()
    root = observatory({"experiences/marche-du-canal.yml": None, "experiences/Marche du canal.yml": text})

    assert {p.code for p in loading.examine(root).problems if p.severity is Severity.ERREUR} == {"N01"}


def test_r31_a_lost_folder_costs_no_more_than_its_name(observatory):
    many = "".join(f"  - rue-{n}-inconnue\n" for n in range(400))
    root = observatory(changed(ECOUTE, ("inconnu: [porteurs]", f"porteurs:\n{many}")))

    assert len(found(root, "R31")) == 400


def test_r32_a_name_in_full_letters_is_linked_to_its_record(observatory):
    root = observatory(changed(JARDIN, ("  - nom: Fleuristes réunis", "  - nom: Centre social du canal")))

    (problem,) = found(root, "R32")

    assert told([problem]) == [f"{JARDIN}:13:10 « Centre social du canal » a sans doute sa fiche : Centre social du Canal. Reliez-la."]
    assert problem.mend is not None and problem.mend.text == "  - structure: centre-social-du-canal"


@pytest.mark.parametrize("ancien", ["Lomme", '"59355"'])
def test_r33_a_commune_bears_its_name_of_today(observatory, ancien):
    root = observatory(changed(ECOUTE, ('  - "59512"', f"  - {ancien}")))

    (problem,) = found(root, "R33")

    assert told([problem]) == [f"{ECOUTE}:10:5 Lomme fait partie de Lille (59350)."]
    assert problem.mend is not None and problem.mend.text == '  - "59350"'


# --- C: persons ---


def test_c41_a_person_without_consent_is_cited_nowhere(observatory):
    root = observatory(changed(CAMILLE, ("consentement:\n  niveau: nom_et_structure\n  date: 2013-05-17\n", "")))

    problems = found(root, "C41")

    assert told(problems)[0] == (
        f"{JARDIN}:16:5 « camille » est cité ici, mais sa fiche ({CAMILLE}) n’a pas de consentement. "
        "Recueillez-le et écrivez-le dans sa fiche, ou retirez cette ligne."
    )
    assert {p.file for p in problems} == {JARDIN, "groupes/est.yml", JOURNEE, PRODUCTION}
    assert problems[0].mend is not None and problems[0].mend.text == "#   - camille"


def test_c41_words_are_anonymous_or_those_of_someone_who_agreed(observatory):
    root = observatory(changed(JOURNEE, ("    auteur: camille", "    auteur: la-voisine")))

    (problem,) = found(root, "C41")

    assert told([problem])[0].endswith(
        "« la-voisine » n’a pas de fiche avec un consentement. Écrivez « anonyme », ou créez la fiche de la personne."
    )
    assert problem.mend is not None and problem.mend.text == "    auteur: anonyme"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("jeanne.dupont@exemple.fr", "Un courriel"),
        ("jeanne [arobase] exemple.fr", "Un courriel"),
        ("03 20 00 00 00", "Un numéro de téléphone"),
        ("+33 6 00 00 00 00", "Un numéro de téléphone"),
        ("06.00.00.00.00", "Un numéro de téléphone"),
    ],
)
def test_c42_no_private_address_stands_in_a_text(observatory, words, kind):
    root = observatory(changed(JARDIN, ("Chacun jardine une année au moins.", f"Écrire à {words} avant mars.")))

    (problem,) = found(root, "C42")

    assert told([problem]) == [
        f"{at(root, JARDIN, words)} {kind} paraît ici : ce qui est déposé est public. Retirez-le ; une adresse de service va dans « contact_public »."
    ]
    assert problem.mend is not None and words not in problem.mend.text


@pytest.mark.parametrize("words", ["le 12 05 2013 à midi", "0,25 % de 2014", "10 000 000 000", "un arobase", "n° 59350 01 02"])
def test_c42_figures_are_not_telephones(observatory, words):
    root = observatory(changed(JARDIN, ("Chacun jardine une année au moins.", f"Retenir {words}.")))

    assert found(root, "C42") == []


def test_a_made_up_example_does_not_stand_among_true_records(observatory):
    root = observatory(changed(JARDIN, ("origine: exemple_fictif", "origine: temoignage_des_porteurs")))

    problems = found(root, "C43")

    assert JARDIN not in {p.file for p in problems}
    assert f"{at(root, ECOUTE, 'exemple_fictif')} Cette fiche est un exemple fictif, et d’autres ici sont vraies." in " ".join(
        told(problems)
    )


def test_an_observatory_may_be_made_up_as_a_whole(observatory):
    assert found(observatory(), "C43") == []


# --- X: between files ---


def test_x51_meetings_of_a_group_are_numbered_without_a_gap(observatory):
    root = observatory(changed(JOURNEE, ("numero: 2", "numero: 4")))

    (problem,) = found(root, "X51")

    assert told([problem]) == [
        f"{JOURNEE}:4:9 Groupe Est : cette rencontre porte le n° 4, et la précédente (2013-05-17-journee-de-lancement) porte le n° 1. Le n° 2 est attendu."
    ]
    assert problem.mend is not None and problem.mend.text == "numero: 2"


def test_x51_a_meeting_lies_in_the_period_of_its_group(observatory):
    root = observatory(changed("groupes/est.yml", ("debut: 2013-05", "debut: 2013-06")))

    assert told(found(root, "X51")) == [
        f"{LANCEMENT}:5:7 La date (17 mai 2013) est hors de la période du Groupe Est : juin 2013 – avril 2014."
    ]


def test_x52_what_is_planned_holds_in_the_day(observatory):
    root = observatory(changed(JOURNEE, ("duree_min: 90", "duree_min: 500")))

    assert told(found(root, "X52")) == [
        f"{at(root, JOURNEE, 'sequences:')} Les moments durent 575 min en tout, et la journée 420 min : 155 min de trop."
    ]


def test_x52_a_meeting_of_several_days_may_hold_more_than_the_hours_of_one(observatory):
    root = observatory(
        changed(JOURNEE, ("duree_min: 90", "duree_min: 500"), ("date: 2013-06-14", "date: 2013-06-14\ndate_fin: 2013-06-15"))
    )

    assert found(root, "X52") == []


def test_x60_what_begins_ends_after(observatory):
    annulee = "groupes/rencontres/2013-09-13-groupe-est.yml"
    root = observatory(
        changed(JOURNEE, ("  fin: 16h30", "  fin: 8h30"))
        | changed(ECOUTE, ("debut: vers 1998", "debut: 1998\nfin: 1989"))
        | changed(JARDIN, ("debut: 2010-03", "debut: vers 2014"))
        | changed(annulee, ("date: 2013-09-13", "date: 2013-09-13\ndate_fin: 2013-09-01"))
    )

    assert told(found(root, "X60")) == [
        f"{at(root, ECOUTE, '1989')} La fin (1989) vient avant le début (1998). Corrigez l’une des deux.",
        f"{JOURNEE}:8:8 La journée finit (8h30) avant de commencer (9h30). Corrigez l’une des deux heures.",
        f"{annulee}:5:11 La fin (1er septembre 2013) vient avant le début (13 septembre 2013). Corrigez l’une des deux.",
    ]


def test_x53_what_is_adopted_says_what_it_rests_on(observatory):
    text = re.sub(r"s_appuie_sur:\n(?:  .*\n)+", "", (PETIT / PRODUCTION).read_text(encoding="utf-8"))
    root = observatory({PRODUCTION: text})

    assert told(found(root, "X53"))[0].endswith(
        "La production est adoptée, et ne dit pas sur quoi elle s’appuie. Ajoutez « s_appuie_sur » avec une rencontre, une expérience ou un enseignement."
    )


def test_x59_nothing_rests_on_a_meeting_that_was_called_off(observatory):
    root = observatory(changed(JOURNEE, ("etat_rencontre: tenue", "etat_rencontre: annulee")))

    problems = [p for p in found(root, "X59") if p.severity is Severity.ERREUR]
    lines = (root / PRODUCTION).read_text(encoding="utf-8").splitlines()
    assert [p.line for p in problems] == [n for n, line in enumerate(lines, 1) if line.strip().startswith("- 2013-06-14-groupe-est")]
    assert {p.file for p in problems} == {PRODUCTION}
    assert "La rencontre « 2013-06-14-groupe-est » est annulée : la production ne peut pas s’appuyer sur elle." in told(problems)[0]


def test_x59_an_adopted_production_rests_on_minutes_that_can_be_read(observatory):
    root = observatory(changed(JOURNEE, ("etat_compte_rendu: valide", "etat_compte_rendu: soumis_au_groupe")))

    problems = found(root, "X59")
    assert problems
    assert {p.severity for p in problems} == {Severity.AVERTISSEMENT}
    assert "« 2013-06-14-groupe-est#e1 » ne paraît pas" in told(problems)[0]
    assert found(observatory({JOURNEE: (PETIT / JOURNEE).read_text(encoding="utf-8")}), "X59") == []


def test_x54_two_records_with_nearly_one_title_may_be_one(observatory):
    root = observatory(changed(ECOUTE, ("titre: Tables d’écoute sur le marché", "titre: Marche exploratoire du canal !")))

    assert told(found(root, "X54")) == [
        f"experiences/marche-du-canal.yml:1:8 Le titre ressemble fort à celui de {ECOUTE} (« Marche exploratoire du canal ! »). Est-ce la même chose ?"
    ]


def test_x54_titles_that_differ_by_a_number_are_two(observatory):
    root = observatory(changed(ECOUTE, ("titre: Tables d’écoute sur le marché", "titre: Marche exploratoire du canal 2")))

    assert found(root, "X54") == []


def test_x55_the_booklet_asks_for_a_signed_proof(observatory):
    root = observatory(changed(PRODUCTION, ("bon_a_tirer:\n  par: Le groupe Est, en séance\n  date: 2014-04\n", "")))

    assert found(root, "X55") == []
    assert told(found(root, "X55", livret=True)) == [
        f"{PRODUCTION}:42:1 « Inviter de voisin à voisin » est retenue pour le livret et n’a pas de bon à tirer."
    ]


def test_x56_a_group_has_the_members_it_seeks(observatory):
    root = observatory(changed("groupes/est.yml", ("  min: 1\n", "  min: 12\n")))

    assert told(found(root, "X56")) == ["groupes/est.yml:10:1 Le Groupe Est compte 1 membre ; 12 à 15 sont visés."]


def test_x56_each_month_has_its_meeting(observatory):
    root = observatory(changed("groupes/est.yml", ("  - 2013-06\n", "  - 2013-06\n  - 2013-08\n  - 2013-10\n")))

    assert told(found(root, "X56")) == ["groupes/est.yml:13:1 Aucune rencontre n’est connue en : août 2013, octobre 2013."]


def test_x56_a_group_with_an_unreadable_meeting_is_not_counted(observatory):
    root = observatory(changed("groupes/est.yml", ("  - 2013-06\n", "  - 2013-06\n  - 2013-08\n")) | {JOURNEE: "titre: Un : deux\n"})

    assert found(root, "X56") == []


def test_x57_a_gap_between_promise_and_fact_is_argued(observatory):
    root = observatory(changed("experiences/budget-des-ecoliers.yml", ("niveau_annonce: co_decision", "niveau_annonce: consultation")))

    assert told(found(root, "X57"))[0].endswith(
        "On a annoncé « consultation » et constaté « co_decision » : ajoutez « argument », qui dit ce que l’on a observé."
    )


def test_x58_a_validated_record_is_complete(observatory):
    root = observatory(changed(JARDIN, ("echelle: quartier\n", ""), ("acces: ouvert_avec_effort_cible\n", "")))

    assert told(found(root, "X58")) == [
        f"{at(root, JARDIN, 'validee')} La fiche est dite validée, et il manque : echelle, acces. Remplissez-les, ou nommez-les dans « sans_objet » ou « inconnu »."
    ]


def test_x58_what_is_said_unknown_is_not_missing(observatory):
    root = observatory(changed(JARDIN, ("echelle: quartier\n", ""), ("inconnu: []", "inconnu: [echelle]")))

    assert found(root, "X58") == []


# --- E, K: advice ---


def test_e61_a_day_of_exchange_has_meaning_and_method(observatory):
    root = observatory(changed(JOURNEE, ("  - mobiliser-aller-vers\nquestions", "  - partage-du-pouvoir\nquestions")))

    assert told(found(root, "E61")) == [f"{at(root, JOURNEE, 'themes:')} La rencontre n’a pas de thème de la famille « méthode »."]


def test_e62_a_practice_says_its_limits(observatory):
    assert told(found(observatory(), "E62")) == [
        f"{ECOUTE}:1:8 Le champ « limites » est vide. Qu’est-ce qui n’a pas marché, ou que l’on ne sait pas ?"
    ]


def test_e63_an_acronym_is_explained(observatory):
    root = observatory(changed(ECOUTE, ("Une table, deux chaises", "Le FPH, la MJCX, deux chaises")))

    assert told(found(root, "E63")) == [f"{ECOUTE}:2:20 Le sigle « MJCX » n’est ni développé dans la fiche, ni au glossaire."]


@pytest.mark.parametrize(
    ("slip", "mended"),
    [
        ("le Nord-Pas-de-Calais", "le Nord-Pas de Calais"),
        ("l'eau", "l’eau"),
        ("et puis...", "et puis…"),
        ("un « quai »", "un «\u00a0quai\u00a0»"),
        ("un quai ; un mur", "un quai\u202f; un mur"),
        ("vraiment ?", "vraiment\u202f?"),
        ("un Etat", "un État"),
    ],
)
def test_e64_typography_is_proposed_mended(observatory, slip, mended):
    root = observatory(changed(JARDIN, ("Le cabanon a dix clés.", slip)))

    for _ in range(3):
        if problems := found(root, "E64"):
            assert problems[0].severity is Severity.CONSEIL
            assert problems[0].mend is not None
            observatory({JARDIN: problems[0].mend.apply((root / JARDIN).read_text(encoding="utf-8"))})

    assert mended in (root / JARDIN).read_text(encoding="utf-8")
    assert found(root, "E64") == []


def test_e64_the_region_bears_the_name_it_had(observatory):
    root = observatory(changed(ECOUTE, ("Une table, deux", "En Hauts-de-France, une table, deux")))

    assert told(found(root, "E64")) == [f"{ECOUTE}:2:12 « Hauts-de-France » n’existe que depuis 2016."]


def test_k71_a_draft_says_what_it_lacks_and_asks_three_questions(observatory):
    (problem,) = [p for p in found(observatory(), "K71") if p.file == "groupes/rencontres/2013-07-05-groupe-ouest.yml"]

    assert problem.severity is Severity.INFO
    assert told([problem])[0].endswith(
        "Fiche complète à 75 %. Pour la valider, il manque : enseignements.\n– Qu’en retient-on qui serve à d’autres, et jusqu’où est-on d’accord ?"
    )


# --- What is read is well written ---


def test_messages_are_typeset_as_french_is():
    reports = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(__file__).with_name("casse").glob("*.txt")))
    said = [line for line in reports.split("\n") if line.startswith("  ") and not re.match(r"  +(?:- |[a-z_]+: |#)", line)]

    slips = [line for line in said if re.search(r"« | »|\w ;|[\w»] \?|[\w»] :(?! pour quoi)|'", line)]

    assert slips == []
