"""An exchange group: its frame, its year, who was there, its rules, what it wants to say."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.chronologie import slots_of
from observatoire.consentement import shown_name
from observatoire.dates import period
from observatoire.effectifs import by_category, presence_of
from observatoire.livret.document import Bloc, Cellule, Definitions, Encart, Paragraphe, Tableau, Titre
from observatoire.livret.figures import frise
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
from observatoire.problems import NBSP, number, plural
from observatoire.schema import address_of
from observatoire.schema.groupes import Groupe


def article(r: Redaction, g: Groupe) -> Article:
    """The identity of a group; its meetings are articles of their own."""
    return Article(
        cible_de(g), "groupe", mots(g.nom),
        (*_cadre(r, g), *_parole(g), *_annee(r, g), *_membres(r, g), *_regles(g), *_themes(r, g), *_productions(r, g), *sources(g)),
        surtitre=mots(f"Groupe d’échanges de pratiques, {period(g.debut, g.fin)}"), adresse=address_of(g), fichier=g.fichier, fictif=g.fictif,
    )  # fmt: skip


def _cadre(r: Redaction, g: Groupe) -> Iterator[Bloc]:
    if g.presentation:
        yield from texte(g, g.presentation, 4)
    yield Definitions(tuple(_signal(r, g)), "signal")


def _signal(r: Redaction, g: Groupe) -> Iterator[Entree]:
    o = r.observatoire
    yield row("Zone", mots(r.libelle("zone", g.zone)))
    if g.perimetre:
        yield row("Périmètre", mots(g.perimetre))
    if g.effectif_vise:
        yield row("Effectif visé", mots(f"{g.effectif_vise.min} à {g.effectif_vise.max} personnes"))
    if g.mandant:
        yield row("Mandaté par", mots(o.structures[g.mandant].nom))
    names = [name for key in g.animateurs if (name := shown_name(o.personnes[key]))]
    known = ", ".join(names) or (plural(len(g.animateurs), "personne") if g.animateurs else "")
    yield row("Animation", mots(known) or NON_RENSEIGNE)


def _parole(g: Groupe) -> Iterator[Bloc]:
    if g.ce_que_le_groupe_veut_dire:
        yield Titre(3, mots("Ce que le groupe veut dire"))
        yield Encart("manifeste", texte(g, g.ce_que_le_groupe_veut_dire, 4))


def _annee(r: Redaction, g: Groupe) -> Iterator[Bloc]:
    cases = slots_of(r.observatoire, g)
    if not cases:
        return
    known = sum(case.rencontre is not None for case in cases)
    yield Titre(3, mots("L’année du groupe"))
    yield frise(r.observatoire, cases)
    yield paragraphe(f"{plural(known, 'journée connue', 'journées connues')} sur {len(cases)} attendues.", "note")
    meetings = r.observatoire.rencontres_du_groupe(g)
    if meetings:
        yield renvois((*r.renvoi(m), *en_note(", ".join(filter(None, (m.date.en_francais, r.commune_de(m)))) + ".")) for m in meetings)


def _membres(r: Redaction, g: Groupe) -> Iterator[Bloc]:
    o = r.observatoire
    members = o.membres(g)
    yield Titre(3, mots("Qui est là"))
    if not members:
        yield paragraphe("La composition du groupe n’est pas publique, et aucune source n’en garde trace.")
        return
    rows = tuple((Cellule(mots(part.libelle), role="ligne"), Cellule(mots(str(part.nombre)), "droite")) for part in by_category(o, members))
    if rows:
        head = (Cellule(mots("Qui")), Cellule(mots("Membres"), "droite"))
        yield Tableau(head, rows, f"{plural(len(members), 'membre')} du {g.nom}, par catégorie", "etroit")
    if presence := presence_of(o, g):
        yield paragraphe(
            f"En moyenne, {number(round(presence.moyenne, 1))} présents sur {plural(len(members), 'membre')}, pour {presence.rencontres} rencontres."
        )
    names = [name for p in members if (name := shown_name(p))]
    if names:
        yield paragraphe(f"Avec leur accord{NBSP}: {', '.join(names)}.")
    yield paragraphe("Publié par catégorie : les noms ne paraissent qu’avec l’accord de chacun.", "note")


def _regles(g: Groupe) -> Iterator[Bloc]:
    if g.regles_de_fonctionnement:
        yield Titre(3, mots("Règles de fonctionnement"))
        yield from texte(g, g.regles_de_fonctionnement, 4)


def _themes(r: Redaction, g: Groupe) -> Iterator[Bloc]:
    o = r.observatoire
    seen = {theme for m in o.rencontres_du_groupe(g) for theme in m.themes}
    if not seen:
        return
    yield Titre(3, mots("Thèmes travaillés"))
    yield Paragraphe(joined(r.renvoi(t) for t in o.themes_tries if t.id in seen))
    if never := [minuscule(t.nom) for t in o.themes_tries if t.id not in seen]:
        yield paragraphe(f"Pas encore{NBSP}: {', '.join(never)}.", "note")


def _productions(r: Redaction, g: Groupe) -> Iterator[Bloc]:
    found = r.observatoire.productions_du_groupe(g)
    if not found:
        return
    yield Titre(3, mots("Ce que le groupe produit"))
    yield renvois(
        (*r.renvoi(p), *en_note(f"{r.libelle('forme', p.forme)}, {minuscule(r.libelle('statut_production', p.statut_production))}."))
        for p in found
    )  # fmt: skip
