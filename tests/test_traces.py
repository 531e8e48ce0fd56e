"""What was said is followed to what became of it, and back: the relations of the model, read from both ends."""

from __future__ import annotations

import re

import pytest

from observatoire import loading, pages
from observatoire.model import Observatoire
from observatoire.pages import Rendu
from observatoire.pages.productions import way_of
from test_rules import JOURNEE, LANCEMENT, PRODUCTION, changed, found, told


@pytest.fixture
def petit(observatory) -> Observatoire:
    return loading.load(observatory())


def test_a_production_says_on_what_it_rests_and_each_support_says_what_it_fed(petit):
    production = petit.productions["inviter-de-voisin-a-voisin"]

    supports = [
        *petit.lecons_de_production(production),
        *petit.propos_de_production(production),
        *petit.rencontres_de_production(production),
    ]

    assert [x.id for x in supports] == [
        "2013-06-14-groupe-est#e1",
        "2013-06-14-groupe-est#e2",
        "jardin-des-quatre-vents#e1",
        "2013-06-14-groupe-est#p1",
        "2013-06-14-groupe-est",
    ]
    assert all(petit.productions_sur(x) == (production,) for x in supports)
    assert petit.productions_sur(petit.experiences["jardin-des-quatre-vents"]) == (production,)


def test_what_fed_nothing_says_so(petit):
    lecon = next(x for x in petit.lecons if x.id == "jardin-des-quatre-vents#e2")

    assert petit.productions_sur(lecon) == ()


def test_a_production_began_at_the_first_meeting_it_rests_on(observatory):
    petit = loading.load(observatory(changed(PRODUCTION, ("  rencontres:\n", "  rencontres:\n    - 2014-04-11-groupe-est\n"))))
    production = petit.productions["inviter-de-voisin-a-voisin"]

    assert [r.id for r in petit.rencontres_de_production(production)] == ["2013-06-14-groupe-est", "2014-04-11-groupe-est"]
    assert petit.origine_de(production).id == "2013-06-14-groupe-est"
    assert petit.productions_adoptees_en(petit.rencontres["2013-06-14-groupe-est"]) == (production,)


def test_a_group_feeds_the_first_forum_held_after_it_began(petit):
    forum = petit.forums["forum-exemple"]

    assert [g.id for g in petit.groupes_du_forum(forum)] == ["est", "ouest"]
    assert [p.id for p in petit.productions_du_forum(forum)] == ["inviter-de-voisin-a-voisin"]
    assert [(p.forum.id, p.moment.titre, p.ancre) for p in petit.passages_de(petit.productions["inviter-de-voisin-a-voisin"])] == [
        ("forum-exemple", "Inviter de voisin à voisin", "moment-2")
    ]


def test_an_older_forum_receives_nothing_from_the_groups(observatory):
    text = (observatory() / "groupes/forums/forum-exemple.yml").read_text(encoding="utf-8")
    older = text.replace("date: 2014-05-23", "date: 2011-05-17").split("programme:")[0] + "statut: a_relire\n"
    petit = loading.load(observatory({"groupes/forums/forum-ancien.yml": older}))

    assert petit.productions_du_forum(petit.forums["forum-ancien"]) == ()
    assert petit.forum_du_groupe(petit.groupes["est"]).id == "forum-exemple"


def test_a_demand_has_its_own_answer_else_that_of_its_production(petit):
    requetes = petit.requetes_de(petit.productions["inviter-de-voisin-a-voisin"])

    assert [(x.ancre, x.suite) for x in requetes] == [("demande-1", "integree_en_partie"), ("demande-2", "refusee_avec_motif")]


def test_a_demand_without_any_answer_claims_none(observatory):
    text = (observatory() / PRODUCTION).read_text(encoding="utf-8")
    unanswered = text[: text.index("reponse_recue:")] + text[text.index("statut: a_relire") :]
    petit = loading.load(observatory({PRODUCTION: unanswered}))

    assert [x.suite for x in petit.requetes_de(petit.productions["inviter-de-voisin-a-voisin"])] == [None, "refusee_avec_motif"]


def test_words_have_an_address_of_their_own_and_need_an_agreement(observatory):
    petit = loading.load(observatory(changed(JOURNEE, ("    auteur: anonyme\n    accord: true", "    auteur: anonyme\n    accord: false"))))

    assert [x.id for x in loading.load(observatory(changed(JOURNEE))).propos] == [
        "2013-06-14-groupe-est#p1",
        "2013-06-14-groupe-est#parole-2",
    ]
    assert [x.id for x in petit.propos] == ["2013-06-14-groupe-est#parole-2"]
    assert petit.propos_de_production(petit.productions["inviter-de-voisin-a-voisin"]) == ()


def test_the_draft_of_a_meeting_gives_neither_words_nor_enseignements(petit):
    draft = petit.rencontres["2013-05-17-journee-de-lancement"]

    assert draft.enseignements
    assert draft.paroles
    assert petit.lecons_de(draft) == ()
    assert petit.propos_de(draft) == ()


def test_the_next_meeting_is_neither_a_cancelled_one_nor_another_group_s(petit):
    assert petit.suivante(petit.rencontres["2013-06-14-groupe-est"]).id == "2014-04-11-groupe-est"
    assert petit.suivante(petit.rencontres["2014-04-11-groupe-est"]) is None
    assert [r.id for r in petit.validees_en(petit.rencontres["2013-07-05-groupe-ouest"])] == ["2013-06-14-groupe-est"]


def test_r31_a_production_rests_only_on_what_exists(observatory):
    root = observatory(changed(PRODUCTION, ("groupe-est#e2", "groupe-est#e9"), ("groupe-est#p1", "groupe-est#p9")))

    assert [line.split(" ", 1)[1] for line in told(found(root, "R31"))] == [
        "Aucun enseignement ne porte l’adresse « 2013-06-14-groupe-est#e9 ». Vouliez-vous dire « 2013-06-14-groupe-est#e1 » ou "
        "« 2013-06-14-groupe-est#e2 » ?",
        "Aucune parole ne porte l’adresse « 2013-06-14-groupe-est#p9 ». Vouliez-vous dire « 2013-06-14-groupe-est#p1 » ?",
    ]


def test_t16_words_and_enseignements_of_a_meeting_share_one_set_of_addresses(observatory):
    root = observatory(changed(LANCEMENT, ("cle: p1", "cle: e1")))

    assert told(found(root, "T16")) == [
        f"{LANCEMENT}:26:10 La clé « e1 » sert déjà, ligne 17. Une clé ne sert qu’une fois : c’est une adresse."
    ]


def test_the_way_of_a_production_holds_only_what_is_known(observatory):
    petit = loading.load(observatory())
    production = petit.productions["inviter-de-voisin-a-voisin"]

    known = [(pas.etape, pas.texte, pas.adresse) for pas in way_of(Rendu(petit), production)]
    printed = [(pas.etape, pas.texte) for pas in way_of(Rendu(petit, folios={"productions/inviter-de-voisin-a-voisin/": 12}), production)]

    assert known == [
        ("Dit et appris", "Ceux qui ne viennent pas", "rencontres/2013-06-14-groupe-est/"),
        ("Adoptée", "Ceux qui ne viennent pas", "rencontres/2013-06-14-groupe-est/"),
        ("Bon à tirer signé", "Le groupe Est, en séance", ""),
        ("Portée au Forum", "Inviter de voisin à voisin", "forum/forum-exemple/#moment-2"),
        ("Réponse reçue", "Intégrée en partie", "productions/inviter-de-voisin-a-voisin/#reponse"),
    ]
    assert ("Livret", "page 12") in printed


def test_a_production_whose_minutes_are_drafts_says_that_they_are_awaited(observatory):
    root = observatory(changed(JOURNEE, ("etat_compte_rendu: valide\n", "etat_compte_rendu: soumis_au_groupe\n")))
    (page,) = [p.markdown for p in pages.render(loading.load(root)) if p.path == "productions/inviter-de-voisin-a-voisin.md"]

    assert "Faut-il payer" not in page
    assert "ma voisine" not in page
    assert "3\u00a0enseignements ou paroles attendent que le groupe valide le compte rendu." in page


def test_the_forum_says_what_became_of_each_demand(observatory):
    (page,) = [p.markdown for p in pages.render(loading.load(observatory())) if p.path == "forum/forum-exemple.md"]

    rows = re.findall(r"<tr><th scope=\"row\"><a href=\"([^\"]+)\">([^<]+)</a></th>.*?</tr>", page)
    assert rows == [
        ("../../productions/inviter-de-voisin-a-voisin/#demande-1", "Financer la garde des enfants pendant les réunions."),
        ("../../productions/inviter-de-voisin-a-voisin/#demande-2", "Fixer l’heure des réunions avec ceux qui n’y viennent pas."),
    ]
    assert "Refusée, avec un motif</a>. L’heure reste fixée par le conseil, faute de salle libre." in page
    assert "2\u00a0demandes, dont 2 avec une suite connue." in page
