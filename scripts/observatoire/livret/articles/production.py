"""A production: what a group brings to the Forum. All have the same layout; the manifest gives their order."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.consentement import shown_name
from observatoire.livret.articles.enseignement import enseignements
from observatoire.livret.articles.parole import paroles
from observatoire.livret.document import Bloc, Citation, Definitions, Inlines, Paragraphe, Style, Titre
from observatoire.livret.livret import Article
from observatoire.livret.redaction import (
    NON_RENSEIGNE,
    Entree,
    Redaction,
    cible_de,
    en_note,
    joined,
    minuscule,
    renvois,
    row,
    sources,
    texte,
)
from observatoire.livret.texte import mots, paragraphe
from observatoire.model import Requete
from observatoire.problems import NBSP
from observatoire.schema import address_of
from observatoire.schema.groupes import Production


def article(r: Redaction, p: Production) -> Article:
    """A production, from its title to the answer received."""
    groups = ", ".join(r.observatoire.groupes[key].nom for key in p.groupes)
    state = r.libelle("statut_production", p.statut_production)
    return Article(
        cible_de(p), "production", mots(p.titre), (*_ouverture(r, p), *_corps(r, p), *_appuis(r, p), *_reponse(r, p), *sources(p)),
        surtitre=mots(f"{groups}, {minuscule(r.libelle('forme', p.forme))}. {state}"), adresse=address_of(p), fichier=p.fichier, fictif=p.fictif,
        pages_max=p.livret.pages_max if p.livret else None,
    )  # fmt: skip


def _ouverture(r: Redaction, p: Production) -> Iterator[Bloc]:
    if p.accroche:
        yield paragraphe(p.accroche, "accroche")
    if p.resume:
        yield paragraphe(p.resume, "chapo")
    yield Definitions(tuple(_signal(r, p)), "signal")


def _signal(r: Redaction, p: Production) -> Iterator[Entree]:
    o = r.observatoire
    authors = ", ".join(name for key in p.auteurs if (name := shown_name(o.personnes[key])))
    if authors:
        yield row("Écrite par", mots(authors))
    if p.avec:
        yield row("Avec", mots(", ".join(o.structures[key].nom for key in p.avec)))
    if p.destinataires:
        yield row("Pour", r.termes("destinataires", p.destinataires))
    if p.themes:
        yield row("Thèmes", joined(r.renvoi(o.themes[key]) for key in p.themes))
    if p.enjeux:
        yield row("Enjeux", r.termes("enjeux", p.enjeux))
    if p.objectifs:
        yield row("Objectifs", r.termes("objectifs", p.objectifs))
    yield row("Degré d’accord", _accord(r, p) or NON_RENSEIGNE)
    if p.adoptee_en:
        meeting = o.rencontres[p.adoptee_en]
        yield row("Adoptée", (*mots(f"{meeting.date.en_francais}, "), *r.renvoi(meeting)))
    if p.bon_a_tirer:
        yield row("Bon à tirer", mots(f"{p.bon_a_tirer.par}, {p.bon_a_tirer.date.en_francais}"))


def _accord(r: Redaction, p: Production) -> Inlines:
    if p.degre_accord is None:
        return ()
    rank = r.observatoire.vocabulaires["degre_accord"].termes[p.degre_accord].rang or 0
    return (Style(f"accord-{rank}", mots(r.libelle("degre_accord", p.degre_accord))),)


def _corps(r: Redaction, p: Production) -> Iterator[Bloc]:
    if p.corps:
        yield from texte(p, p.corps, 3)
    if asked := r.observatoire.requetes_de(p):
        yield Titre(3, mots("Ce qui est demandé"))
        yield renvois((*mots(x.demande.quoi), *en_note(a_qui(r, x))) for x in asked)
    if p.points_de_desaccord:
        yield Titre(3, mots("Là où l’on n’est pas d’accord"))
        yield from texte(p, p.points_de_desaccord, 4)


def a_qui(r: Redaction, x: Requete) -> str:
    """Of whom a demand is made, for when, and what became of it."""
    until = f", pour {x.demande.echeance.en_francais}" if x.demande.echeance else ""
    answer = f" {r.libelle('suite', x.suite)}." if x.suite else ""
    reason = f" {x.demande.motif}" if x.demande.motif else ""
    return f"Demandé à{NBSP}: {minuscule(r.libelle('destinataires', x.demande.a_qui))}{until}.{answer}{reason}"


def _appuis(r: Redaction, p: Production) -> Iterator[Bloc]:
    o, rests = r.observatoire, p.s_appuie_sur
    if not rests:
        return
    yield Titre(3, mots("Sur quoi elle s’appuie"))
    yield from enseignements(r, o.lecons_de_production(p), sauf=p)
    yield from paroles(r, o.propos_de_production(p))
    rows = [
        (*r.renvoi(m), *en_note(f"{r.libelle('type_rencontre', m.type_rencontre)}, {m.date.en_francais}."))
        for m in o.rencontres_de_production(p)
    ]
    rows += [(*r.renvoi(o.experiences[key]), *en_note("Expérience.")) for key in rests.experiences]
    if rows:
        yield renvois(rows)


def _reponse(r: Redaction, p: Production) -> Iterator[Bloc]:
    answer = p.reponse_recue
    if answer is None:
        return
    yield Titre(3, mots("La réponse reçue"))
    state = f"{r.libelle('suite', answer.suite)}. " if answer.suite else ""
    signature = Paragraphe(mots(f"{state}{answer.de}, {answer.date.en_francais}."), "note")
    yield Citation((paragraphe(answer.texte), signature))
