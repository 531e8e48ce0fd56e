"""The sheet of a practice: who, where, when and what to keep on its first page; its story and its lessons on the second."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.chronologie import faits_de
from observatoire.dates import period
from observatoire.livret.articles.enseignement import enseignements
from observatoire.livret.document import Bloc, Definitions, Encart, Image, Inlines, Liste, Paragraphe, Style, Texte, Titre
from observatoire.livret.figures import gradins, reperage
from observatoire.livret.livret import Article
from observatoire.livret.redaction import (
    NON_RENSEIGNE,
    Entree,
    Redaction,
    appels,
    cible_de,
    compte,
    en_note,
    joined,
    libelle_gras,
    minuscule,
    origine,
    renvois,
    row,
    sources,
    texte,
)  # fmt: skip
from observatoire.livret.texte import mots, paragraphe, plain
from observatoire.problems import NBSP, number
from observatoire.proximite import en_regard
from observatoire.schema import address_of
from observatoire.schema.common import Record
from observatoire.schema.experience import Experience


def article(r: Redaction, e: Experience) -> Article:
    """The sheet of a practice."""
    return Article(
        cible_de(e), "experience", mots(e.titre),
        (*_ouverture(r, e), *_histoire(r, e), *_images(e), *_apprentissages(r, e), *_decision(r, e), *_limites(e), *_regard(r, e), *sources(e)),
        surtitre=_surtitre(r, e), adresse=address_of(e), fichier=e.fichier, fictif=e.fictif,
    )  # fmt: skip


def _surtitre(r: Redaction, e: Experience) -> Inlines:
    state = f"Expérience {minuscule(r.libelle('etat', e.etat))}. " if e.etat else ""
    return mots(state + ou_et_quand(r, e))


def ou_et_quand(r: Redaction, e: Experience) -> str:
    """``Grande-Synthe, mars 1994–2001``: three places at most."""
    lieux = r.observatoire.lieux_de(e)
    places = ", ".join(lieu.nom for lieu in lieux[:3]) + ("…" if len(lieux) > 3 else "")
    when = period(e.debut, e.fin, en_cours=e.etat == "en_cours")
    return ", ".join(filter(None, (places, when)))


def _ouverture(r: Redaction, e: Experience) -> Iterator[Bloc]:
    if e.accroche:
        yield paragraphe(e.accroche, "accroche")
    yield paragraphe(e.resume, "chapo")
    niveau = Encart("niveau", tuple(_niveau(r, e)))
    if e.a_retenir:
        points = Liste(tuple((paragraphe(point),) for point in e.a_retenir))
        yield Encart("duo", (Encart("retenir", (Titre(3, mots("À retenir"), role="discret"), points)), niveau))
    else:
        yield niveau
    picture = reperage(r.observatoire.lieux_de(e), r.observatoire)
    signal = Definitions(tuple(_signal(r, e)), "signal")
    yield Encart("identite", (*((picture,) if picture else ()), signal, *origine(e)))


def _niveau(r: Redaction, e: Experience) -> Iterator[Bloc]:
    terms = r.observatoire.vocabulaires["niveau_participation"].termes
    promised = terms[e.niveau_annonce] if e.niveau_annonce else None
    seen = terms[e.niveau_constate.niveau] if e.niveau_constate else None
    yield Titre(3, mots("Niveau de participation"), role="discret")
    if (promised and promised.rang) or (seen and seen.rang):
        labels = {term.rang: minuscule(term.libelle) for term in terms.values() if term.rang}
        yield gradins(labels, promised.rang if promised else None, seen.rang if seen else None)
    yield Paragraphe((*libelle_gras("Annoncé"), *mots(minuscule(promised.libelle) if promised else "non renseigné")))
    yield Paragraphe((*libelle_gras("Constaté"), *mots(minuscule(seen.libelle) if seen else "non renseigné")))
    if e.niveau_constate and e.niveau_constate.argument:
        yield Paragraphe((*mots(e.niveau_constate.argument), *appels(e, e.niveau_constate.sources)))


def _signal(r: Redaction, e: Experience) -> Iterator[Entree]:
    """The identity of a practice; what is not known is said, where readers expect it."""
    o = r.observatoire

    yield row("Objet traité", r.termes("objet_traite", e.objet_traite))
    yield row("Public visé", r.termes("public_vise", e.public_vise))
    yield row("Modalités d’animation", r.termes("modalites_animation", e.modalites_animation) or NON_RENSEIGNE)
    yield row("Territoire", mots(", ".join(lieu.nom for lieu in o.lieux_de(e))))
    yield row("Dates", mots(period(e.debut, e.fin, en_cours=e.etat == "en_cours")) or NON_RENSEIGNE)
    yield row("Portée par", mots(", ".join(o.structures[key].nom for key in e.porteurs)) or NON_RENSEIGNE)
    if e.partenaires:
        yield row("Avec", r.acteurs(e.partenaires))
    if e.financeurs:
        yield row("Financée par", r.acteurs(e.financeurs))
    yield row("Participants", _participants(e) or NON_RENSEIGNE)
    yield row("Qui manquait", _qui_manquait(e) or NON_RENSEIGNE)
    yield row("Budget", _budget(e) or NON_RENSEIGNE)
    if e.temps_humain:
        yield row("Temps humain", mots(_temps(e)))
    if e.themes:
        yield row("Thèmes", joined(r.renvoi(o.themes[key]) for key in e.themes))
    if e.enjeux:
        yield row("Enjeux", r.termes("enjeux", e.enjeux))
    for title, name in (("Initiative", "origine_initiative"), ("Échelle", "echelle"), ("Accès", "acces"), ("Animation", "animation_par")):
        if term := getattr(e, name):
            yield row(title, r.termes(name, (term,)))


def _participants(e: Experience) -> Inlines:
    p = e.participants
    if p is None or not (p.nombre or p.description):
        return ()
    return (*mots(compte(p.nombre, p.precision, p.description)), *appels(e, p.sources))


def _qui_manquait(e: Experience) -> Inlines:
    p = e.participants
    return (*mots(p.qui_manquait), *appels(e, p.sources)) if p and p.qui_manquait else ()


def _budget(e: Experience) -> Inlines:
    b = e.budget
    if b is None:
        return ()
    year = f" ({b.annee})" if b.annee else ""
    told = f"{NBSP}: {b.comprend}" if b.comprend else ""
    return (*mots(f"{number(b.montant_eur)} €{year}{told}"), *appels(e, b.sources))


def _temps(e: Experience) -> str:
    t = e.temps_humain
    assert t is not None
    return t.compte + (f" ({t.qui})" if t.qui else "")


def _histoire(r: Redaction, e: Experience) -> Iterator[Bloc]:
    """The story, and beside it the dated facts."""
    parts = tuple(Encart(role, blocs) for role, blocs in (("recit", tuple(_recit(r, e))), ("reperes", tuple(_reperes(e)))) if blocs)
    if parts:
        yield Encart("histoire", parts) if len(parts) > 1 else parts[0]


def _images(e: Experience) -> Iterator[Bloc]:
    pictures = tuple(Image(m.fichier, m.alt, plain(mots(f"{m.credit}. {m.licence}."))) for m in e.medias)
    if pictures:
        yield Encart("images", pictures)


def _recit(r: Redaction, e: Experience) -> Iterator[Bloc]:
    if not e.recit.rubriques:
        return
    yield Titre(3, mots("Le récit"))
    for name, rubrique in e.recit.rubriques:
        label = Style("nature", mots(r.libelle("rubriques_recit", name)))
        subtitle = (Texte(" "), *mots(rubrique.sous_titre)) if rubrique.sous_titre else ()
        yield Encart("rubrique", (Titre(4, (label, *subtitle), role="rubrique"), *texte(e, rubrique.texte, 5)))


def _reperes(e: Experience) -> Iterator[Bloc]:
    facts = faits_de(e)
    if not facts:
        return
    yield Titre(3, mots("Repères"))
    rows: list[Entree] = []
    for fact in facts:
        title = (Style("gras", mots(fact.titre)), *((Texte(". "),) if fact.texte else ())) if fact.titre else ()
        rows.append((mots(fact.date), (Paragraphe((*title, *mots(fact.texte), *appels(e, fact.sources))),)))
    yield Definitions(tuple(rows), "reperes")


def _apprentissages(r: Redaction, e: Experience) -> Iterator[Bloc]:
    if own := r.observatoire.lecons_de(e):
        yield Titre(3, mots("Ce que l’on en apprend"))
        yield from enseignements(r, own, origine=False)
    if others := r.observatoire.lecons_sur(e):
        yield Titre(3, mots("Ce que les groupes en ont dit"))
        yield from enseignements(r, others)


def _decision(r: Redaction, e: Experience) -> Iterator[Bloc]:
    if e.lien_decision or e.suites_donnees:
        yield Titre(3, mots("Et la décision ?"))
    if e.lien_decision:
        label = Style("gras", mots(r.libelle("lien_decision", e.lien_decision.type) + "."))
        rule = mots(f" {e.lien_decision.regle}") if e.lien_decision.regle else ()
        yield Paragraphe((label, *rule, *appels(e, e.lien_decision.sources)))
    if e.suites_donnees:
        yield renvois(
            (*mots(s.proposition), *appels(e, s.sources), *en_note(r.libelle("suite", s.suite), s.motif)) for s in e.suites_donnees
        )
    if e.effets:
        yield Titre(3, mots("Ce qui a changé"))
        proofs = [f"Preuve{NBSP}: {minuscule(r.libelle('preuve', x.preuve))}." if x.preuve else None for x in e.effets]
        yield renvois(
            (*mots(x.texte), *appels(e, x.sources), *en_note(r.libelle("effets", x.type), proof)) for x, proof in zip(e.effets, proofs, strict=True)
        )  # fmt: skip


def _limites(e: Experience) -> Iterator[Bloc]:
    if e.limites:
        yield Encart("limites", (Titre(3, mots("Limites"), role="discret"), *texte(e, e.limites, 4)))
    if e.ce_que_nous_ferions_autrement:
        heading = Titre(3, mots("Ce que nous ferions autrement"), role="discret")
        yield Encart("limites", (heading, *texte(e, e.ce_que_nous_ferions_autrement, 4)))


def _regard(r: Redaction, e: Experience) -> Iterator[Bloc]:
    """What to read beside: all that the record names, then what is measured near it, three practices in all; meetings and productions."""
    o = r.observatoire
    named = {x.id for x in (*o.parties_de(e), *(other for other, _ in o.rapprochees_de(e)))} | {e.fait_partie_de}
    rows: list[tuple[Record, str]] = [(x, why) for n, (x, why) in enumerate(en_regard(o, e)) if x.id in named or (n < 3 and r.nomme(x))]
    others: list[tuple[Record, str]] = [(meeting, f"Rencontre, {meeting.date.en_francais}.") for meeting in o.rencontres_sur(e)]
    others += [(production, "Production d’un groupe, qui s’appuie sur cette expérience.") for production in o.productions_sur(e)]
    rows += [(record, why) for record, why in others if r.nomme(record)]
    if rows:
        yield Titre(3, mots("À lire en regard"))
        yield renvois((*r.renvoi(record), *en_note(why)) for record, why in rows)
