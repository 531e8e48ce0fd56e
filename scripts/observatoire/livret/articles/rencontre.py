"""A meeting: its announcement, then what its minutes say once the group has accepted them. A draft is never read here."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.chronologie import moments_of
from observatoire.consentement import shown_name
from observatoire.effectifs import venus_a
from observatoire.livret.articles.enseignement import enseignements
from observatoire.livret.articles.parole import paroles
from observatoire.livret.document import Bloc, Cellule, Definitions, Encart, Inlines, Liste, Paragraphe, Style, Tableau, Texte, Titre
from observatoire.livret.livret import Article
from observatoire.livret.redaction import (
    Entree,
    Redaction,
    appels,
    cible_de,
    compte,
    en_note,
    joined,
    libelle_gras,
    minuscule,
    renvois,
    row,
    sources,
    texte,
)
from observatoire.livret.texte import mots, paragraphe
from observatoire.problems import NBSP, plural
from observatoire.schema import address_of
from observatoire.schema.groupes import Rencontre


def article(r: Redaction, m: Rencontre) -> Article:
    """All that is public of a meeting."""
    return Article(
        cible_de(m), "rencontre", mots(m.titre), (*_annonce(r, m), *_matiere(r, m), *(_compte_rendu(r, m) if m.compte_rendu_public else ()), *_issue(r, m), *sources(m)),
        surtitre=_surtitre(r, m), adresse=address_of(m), fichier=m.fichier, fictif=m.fictif,
    )  # fmt: skip


def _surtitre(r: Redaction, m: Rencontre) -> Inlines:
    groups = ", ".join(r.observatoire.groupes[key].nom for key in m.groupes)
    kind = r.libelle("type_rencontre", m.type_rencontre)
    number_ = f" n°{NBSP}{m.numero}" if m.numero else ""
    what = (f"{groups}, {minuscule(kind)}" if groups else kind) + number_
    return mots(", ".join(filter(None, (what, quand(m), r.commune_de(m)))))


def quand(m: Rencontre) -> str:
    """``vendredi 14 juin 2013``, to the last day when there are several."""
    day = f"{m.date.jour_de_semaine} " if m.date.jour_de_semaine else ""
    last = f" – {m.date_fin.en_francais}" if m.date_fin else ""
    return f"{day}{m.date.en_francais}{last}"


def _annonce(r: Redaction, m: Rencontre) -> Iterator[Bloc]:
    if m.compte_rendu_public and m.en_bref:
        yield paragraphe(m.en_bref, "chapo")
    elif m.presentation:
        yield paragraphe(m.presentation, "chapo")
    for change in m.modifications:
        yield Paragraphe((Style("gras", mots(f"Changement du {change.date.en_francais}.")), Texte(" "), *mots(change.texte)))
    if waiting := _attente(r, m):
        yield paragraphe(waiting, "note")
    yield Definitions(tuple(_signal(r, m)), "signal")


def _attente(r: Redaction, m: Rencontre) -> str:
    if m.etat_rencontre in ("annulee", "reportee"):
        return "Cette rencontre a été annulée." if m.etat_rencontre == "annulee" else "Cette rencontre a été reportée."
    if m.compte_rendu_public or not m.groupes:
        return ""
    return r.observatoire.vocabulaires["etat_compte_rendu"].termes[m.etat_compte_rendu].definition


def _signal(r: Redaction, m: Rencontre) -> Iterator[Entree]:
    o, place = r.observatoire, m.lieu
    if m.horaires:
        yield row("Horaires", mots(m.horaires.debut + (f"–{m.horaires.fin}" if m.horaires.fin else "")))
    if place and (where := ", ".join(dict.fromkeys(filter(None, (place.nom, r.commune_de(m)))))):
        yield row("Lieu", mots(where))
    if place and place.accueilli_par:
        yield row("Accueillie par", mots(o.structures[place.accueilli_par].nom))
    if place and place.accessibilite:
        yield row("Accessibilité", mots(place.accessibilite))
    if place and place.acces:
        yield row("Comment venir", mots(place.acces))
    if m.organisateurs:
        yield row("Organisée par", mots(", ".join(o.structures[key].nom for key in m.organisateurs)))
    if names := [name for key in m.animateurs if (name := shown_name(o.personnes[key]))]:
        yield row("Animée par", mots(", ".join(names)))
    if m.themes:
        yield row("Thèmes", joined(r.renvoi(o.themes[key]) for key in m.themes))
    yield from _presents(r, m)
    if m.compte_rendu_public and m.valide_le:
        during = (*mots(", pendant "), *r.renvoi(o.rencontres[m.valide_en])) if m.valide_en else ()
        yield row("Compte rendu", (*mots(f"validé {'le' if m.valide_le.jour else 'en'} {m.valide_le.en_francais}"), *during))


def _presents(r: Redaction, m: Rencontre) -> Iterator[Entree]:
    came, public = venus_a(r.observatoire, m), m.participants
    about = "environ " if public.precision == "estime" else ""
    if came.presents:
        parts = ", ".join(f"{part.nombre} {minuscule(part.libelle)}" for part in came.categories)
        of = f" sur {plural(came.membres, 'membre')}" if came.membres else ""
        total = f" ({about}{plural(public.nombre_public, 'personne')} en tout)" if public.nombre_public else ""
        yield row(
            "Présents",
            mots(
                f"{came.presents}{of}{f'{NBSP}: {parts}' if parts else ''}{total}{f'. {public.description}' if public.description else ''}"
            ),
        )
    elif public.nombre_public or public.description:
        yield row("Participants", mots(compte(public.nombre_public, public.precision, public.description)))
    if came.invites:
        named = ", ".join(f"{guest.nom_affiche} ({guest.qualite})" for guest in came.nommes)
        yield row("Invités", mots(plural(came.invites, "personne") + (f", dont {named}" if named else "")))


def _matiere(r: Redaction, m: Rencontre) -> Iterator[Bloc]:
    o = r.observatoire
    if m.questions_de_travail:
        yield Titre(3, mots("Questions de travail"))
        yield Liste(tuple((paragraphe(question),) for question in m.questions_de_travail))
    if moments := moments_of(m):
        yield Titre(3, mots("Le déroulé"))
        yield Definitions(
            tuple(_moment(r, x.heure, x.sequence.titre, x.sequence.type, x.sequence.technique, x.sequence.duree_min) for x in moments),
            "journee",
        )
    if m.resultats:
        yield Titre(3, mots("Ce que l’on en sait"))
        yield Liste(tuple((Paragraphe((*mots(x.texte), *appels(m, x.sources))),) for x in m.resultats))
    if m.experiences_presentees:
        yield Titre(3, mots("Les expériences de départ" if m.groupes else "À propos de"))
        yield renvois((*r.renvoi(o.experiences[x.experience]), *(en_note(x.angle) if x.angle else ())) for x in m.experiences_presentees)


def _moment(r: Redaction, hour: str, title: str, kind: str, technique: str | None, length: int) -> Entree:
    how = ", ".join(
        [
            f"{length}{NBSP}min",
            minuscule(r.libelle("type_sequence", kind)),
            *([minuscule(r.libelle("modalites_animation", technique))] if technique else []),
        ]
    )
    return mots(hour), (Paragraphe((*mots(title), *en_note(how))),)


def _compte_rendu(r: Redaction, m: Rencontre) -> Iterator[Bloc]:
    o = r.observatoire
    if m.echanges:
        yield Titre(3, mots("Ce qui s’est échangé"))
        for exchange in m.echanges:
            yield Titre(4, mots(exchange.titre))
            yield from texte(m, exchange.texte, 5)
    if said := o.propos_de(m):
        yield from paroles(r, said, origine=False)
    if lessons := o.lecons_de(m):
        yield Titre(3, mots("Enseignements"))
        yield from enseignements(r, lessons, origine=False)
    if m.decisions or m.suites:
        yield Titre(3, mots("Décisions et suites"))
    if m.decisions:
        yield _decisions(r, m)
    if m.suites:
        yield from texte(m, m.suites, 4)
    yield from _apports(r, m)
    yield from _bilan(m)


def _decisions(r: Redaction, m: Rencontre) -> Tableau:
    head = tuple(Cellule(mots(title)) for title in ("Décision", "Qui", "Échéance", "État"))
    rows = tuple(
        (
            Cellule(mots(d.texte), role="ligne"), Cellule(mots(d.qui or "–")), Cellule(mots(d.echeance.en_francais if d.echeance else "–")),
            Cellule(mots(r.libelle("etat_decision", d.etat) if d.etat else "–")),
        )
        for d in m.decisions
    )  # fmt: skip
    return Tableau(head, rows, "Décisions prises pendant la rencontre")


def _apports(r: Redaction, m: Rencontre) -> Iterator[Bloc]:
    o = r.observatoire
    brought = {a.ressource for a in m.apports}
    rows: list[Inlines] = [
        (*(r.renvoi(o.ressources[a.ressource], a.sujet) if a.ressource else mots(a.sujet)), *(en_note(f"Apporté par {minuscule(a.intervenant)}.") if a.intervenant else ()))
        for a in m.apports
    ]  # fmt: skip
    cited = [o.ressources[key] for key in m.ressources_citees if key not in brought]
    rows += [(*r.renvoi(x), *en_note(f"{r.libelle('type_ressource', x.type_ressource)}.")) for x in cited]
    if rows:
        yield Titre(3, mots("Apports et ressources"))
        yield renvois(rows)


def _bilan(m: Rencontre) -> Iterator[Bloc]:
    review = m.bilan_de_seance
    told = (("Comment", review.methode), ("À garder", review.retenu), ("À améliorer", review.a_ameliorer)) if review else ()
    blocs: list[Bloc] = [Paragraphe((*libelle_gras(label), *mots(words))) for label, words in told if words]
    if m.hors_compte_rendu:
        blocs.append(paragraphe("Une part de la journée est restée confidentielle : elle n’est pas rapportée ici.", "note"))
    if blocs:
        yield Encart("limites", (Titre(3, mots("Bilan de séance"), role="discret"), *blocs))


def _issue(r: Redaction, m: Rencontre) -> Iterator[Bloc]:
    """What came out of it: only what the booklet holds, with its page."""
    found = [*dict.fromkeys((*r.observatoire.productions_sur(m), *r.observatoire.productions_adoptees_en(m)))]
    kept = [p for p in found if cible_de(p) in r.inclus]
    if kept:
        yield Titre(3, mots("Ce qui en est sorti"))
        yield renvois(
            (*r.renvoi(p), *en_note(f"{r.libelle('forme', p.forme)}, {minuscule(r.libelle('statut_production', p.statut_production))}."))
            for p in kept
        )
