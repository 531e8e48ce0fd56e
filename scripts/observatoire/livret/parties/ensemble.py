"""What comes from everyone: agreements and disagreements, demands and questions, words said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from observatoire.livret.articles.enseignement import enseignements
from observatoire.livret.articles.parole import paroles
from observatoire.livret.articles.production import a_qui
from observatoire.livret.document import Bloc, Texte, Titre
from observatoire.livret.livret import Article
from observatoire.livret.redaction import Redaction, en_note, renvois
from observatoire.livret.texte import mots
from observatoire.model import Lecon, Requete
from observatoire.schema.groupes import Rencontre, SectionLivret


def accords(r: Redaction, section: SectionLivret) -> Iterator[Article]:
    """What the groups agree on, then what divides them, by theme."""
    found = _lecons(r, section)
    divided = [
        x for x in found if x.enseignement.nature == "desaccord" or x.enseignement.degre_accord in ("conteste", "point_de_vue_isole")
    ]
    agreed = [x for x in found if x not in divided and x.enseignement.degre_accord in ("partage", "admis")]
    for key, title, lecons in (
        ("accords", "Ce que nous disons ensemble", agreed),
        ("desaccords", "Là où nous ne sommes pas d’accord", divided),
    ):
        if lecons:
            yield Article(f"livret/{key}", "texte", mots(title), tuple(_by_theme(r, lecons)))


def _lecons(r: Redaction, section: SectionLivret) -> list[Lecon]:
    """Enseignements of meetings; of those that the selection asks for."""
    rule = section.selection
    return [
        x for x in r.observatoire.lecons
        if isinstance(x.fiche, Rencontre)
        and (not rule or rule.groupe is None or rule.groupe in x.fiche.groupes)
        and (not rule or rule.theme is None or rule.theme == x.enseignement.theme)
        and (not rule or rule.livret is None or rule.livret == x.enseignement.livret)
    ]  # fmt: skip


def _by_theme(r: Redaction, lecons: Iterable[Lecon]) -> Iterator[Bloc]:
    found = list(lecons)
    for theme in r.observatoire.themes_tries:
        same = [x for x in found if x.enseignement.theme == theme.id]
        if same:
            yield Titre(3, mots(theme.nom), role="leger")
            yield from enseignements(r, same)
    if rest := [x for x in found if x.enseignement.theme is None]:
        yield from enseignements(r, rest)


def demandes(r: Redaction, section: SectionLivret) -> Iterator[Article]:
    """What is asked, by whom it is asked of; then the questions that nobody could answer."""
    o = r.observatoire
    asked = [x for p in o.productions_triees if f"production/{p.id}" in r.inclus for x in o.requetes_de(p)]
    if asked:
        yield Article("livret/demandes", "texte", mots("Ce que nous demandons"), tuple(_by_recipient(r, asked)))
    questions = [x for x in _lecons(r, section) if x.enseignement.nature == "question_ouverte"]
    if questions:
        yield Article("livret/questions", "texte", mots("Les questions que nous mettons au débat"), tuple(_by_theme(r, questions)))


def _by_recipient(r: Redaction, asked: Iterable[Requete]) -> Iterator[Bloc]:
    found = list(asked)
    for key, terme in r.observatoire.vocabulaires["destinataires"].termes.items():
        same = [x for x in found if x.demande.a_qui == key]
        if same:
            yield Titre(3, mots(terme.libelle), role="leger")
            yield renvois((*mots(x.demande.quoi), *en_note(a_qui(r, x)), Texte(" "), *r.renvoi(x.production)) for x in same)


def paroles_dites(r: Redaction, section: SectionLivret) -> Iterator[Article]:
    """Words said in meetings, oldest first."""
    rule = section.selection
    said = [x for x in r.observatoire.propos if not rule or rule.groupe is None or rule.groupe in x.rencontre.groupes]
    if said:
        yield Article("livret/paroles", "paroles", mots("Dites en rencontre, publiées avec l’accord de chacun"), tuple(paroles(r, said)))
