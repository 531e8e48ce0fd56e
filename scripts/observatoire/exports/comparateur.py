"""What the comparison reads in the browser: one file per practice, every file with the same rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from observatoire import prose
from observatoire.dates import period
from observatoire.exports.export import Export
from observatoire.model import Observatoire
from observatoire.problems import NBSP, number, plural
from observatoire.proximite import proches
from observatoire.schema.common import Acteur
from observatoire.schema.experience import Experience, Niveau

Bloc = dict[str, Any]
"""A piece of a cell: ``texte``, with ``fort`` before it and ``doux`` after it."""


def render(o: Observatoire) -> tuple[Export, ...]:
    """``donnees/fiches/<id>.json``, one per practice, by identifier."""
    return tuple(_export(o, e) for e in sorted(o.experiences.values(), key=lambda e: e.id))


def _export(o: Observatoire, e: Experience) -> Export:
    content = json.dumps(data(o, e), ensure_ascii=False, separators=(",", ":")) + "\n"
    return Export(f"donnees/fiches/{e.id}.json", content, "comparateur", "experience", "JSON", 1)


def data(o: Observatoire, e: Experience) -> dict[str, Any]:
    """The rows of a practice, in parts, always the same and in the same order; an empty cell is an empty list."""
    return {
        "id": e.id,
        "titre": e.titre,
        "lieu": ", ".join(x for x in (", ".join(lieu.nom for lieu in o.lieux_de(e)[:3]), _dates(e)) if x),
        "proches": [{"id": near.experience.id, "titre": near.experience.titre, "raison": near.raison} for near in proches(o, e)],
        "parties": [
            {"titre": titre, "lignes": [{"titre": row, "forme": forme, "blocs": list(blocs)} for row, forme, blocs in lignes]}
            for titre, lignes in _parts(o, e)
        ],
    }


def _parts(o: Observatoire, e: Experience) -> Iterator[tuple[str, list[tuple[str, str, Iterable[Bloc]]]]]:
    """Title of each part and its rows: title, shape (``textes``, ``termes``, ``liste``, ``niveaux``), blocks."""
    p = e.participants
    yield (
        "En bref",
        [
            ("Résumé", "textes", _texts(e.resume)),
            ("À retenir", "liste", [{"texte": x} for x in e.a_retenir]),
            ("Enjeux", "termes", _terms(o, "enjeux", e.enjeux)),
        ],
    )
    yield (
        "Les trois critères",
        [
            ("Objet traité", "termes", _terms(o, "objet_traite", e.objet_traite)),
            ("Public visé", "termes", _terms(o, "public_vise", e.public_vise)),
            ("Modalités d’animation", "termes", _terms(o, "modalites_animation", e.modalites_animation)),
        ],
    )
    yield (
        "Le pouvoir",
        [
            ("Niveau de participation", "niveaux", _levels(o, e)),
            ("Lien avec la décision", "textes", _decision(o, e)),
            ("Origine de l’initiative", "termes", _terms(o, "origine_initiative", [e.origine_initiative])),
            ("Accès", "termes", _terms(o, "acces", [e.acces])),
            ("Animée par", "termes", _terms(o, "animation_par", [e.animation_par])),
        ],
    )
    yield (
        "Lieu et dates",
        [
            ("Territoire", "termes", [{"texte": lieu.nom} for lieu in o.lieux_de(e)]),
            ("Échelle", "termes", _terms(o, "echelle", [e.echelle])),
            ("Dates", "textes", _texts(_dates(e))),
            ("Étapes", "liste", [_without_gaps(fort=x.date.en_francais, texte=x.titre, doux=x.description) for x in e.etapes]),
            ("État", "termes", _terms(o, "etat", [e.etat])),
            ("Temporalité", "termes", _terms(o, "temporalite", [e.temporalite])),
        ],
    )
    yield (
        "Avec qui",
        [
            ("Portée par", "termes", [{"texte": o.structures[key].nom} for key in e.porteurs]),
            ("Partenaires", "liste", _actors(o, e.partenaires)),
            ("Participants", "textes", _participants(e)),
            ("Qui manquait", "textes", _texts(p.qui_manquait if p else None)),
        ],
    )
    yield (
        "Les moyens",
        [
            ("Budget", "textes", _budget(e)),
            ("Temps humain", "textes", _time(e)),
            ("Financée par", "liste", _actors(o, e.financeurs)),
        ],
    )
    told = dict(e.recit.rubriques)
    headings = o.vocabulaires["rubriques_recit"].termes
    yield (
        "Le récit",
        [
            (terme.libelle, "textes", [*_subtitle(told[key].sous_titre), *_texts(told[key].texte)] if key in told else [])
            for key, terme in headings.items()
        ],
    )
    yield (
        "Ce que l’on en apprend",
        [
            ("Thèmes", "termes", [{"texte": o.themes[key].nom} for key in e.themes]),
            ("Enseignements", "liste", [{"fort": o.libelle("nature_enseignement", x.nature), "texte": x.texte} for x in e.enseignements]),
            ("Limites", "textes", _texts(e.limites)),
            ("Ce que nous ferions autrement", "textes", _texts(e.ce_que_nous_ferions_autrement)),
        ],
    )
    yield "Ce qui a changé", [
        ("Effets", "liste", _effects(o, e)),
        ("Suites données", "liste", [_without_gaps(fort=o.libelle("suite", x.suite), texte=x.proposition, doux=x.motif) for x in e.suites_donnees]),
    ]  # fmt: skip
    yield "Ce qui le fonde", [
        ("Sources", "liste", _texts(plural(len(e.sources), "source citée", "sources citées") if e.sources else None)),
        ("Origine de la fiche", "termes", _terms(o, "origine_recueil", [e.recueil.origine])),
    ]  # fmt: skip


def _without_gaps(**block: Any) -> Bloc:
    return {key: value for key, value in block.items() if value not in (None, "")}


def _dates(e: Experience) -> str:
    return period(e.debut, e.fin, en_cours=e.etat == "en_cours")


def _terms(o: Observatoire, vocabulaire: str, terms: Iterable[str | None]) -> list[Bloc]:
    return [{"texte": o.libelle(vocabulaire, term)} for term in terms if term]


def _texts(text: str | None) -> list[Bloc]:
    """Paragraphs and items of a list, as words alone."""
    parts = re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)", text or "")
    return [{"texte": words} for part in parts if (words := prose.bare(re.sub(r"^\s*[-*]\s", "", part)))]


def _subtitle(text: str | None) -> list[Bloc]:
    return [{"fort": text}] if text else []


def _actors(o: Observatoire, acteurs: Iterable[Acteur]) -> list[Bloc]:
    return [_without_gaps(texte=o.structures[a.structure].nom if a.structure else a.nom, doux=a.role) for a in acteurs]


def _levels(o: Observatoire, e: Experience) -> list[Bloc]:
    found = e.niveau_constate
    if not (e.niveau_annonce or found):
        return []
    argument = found.argument if found else None
    reading = "lecture de l’observatoire" if argument and e.recueil.origine == "sources_publiques" else None
    return [
        {"annonce": _rank(o, e.niveau_annonce), "constate": _rank(o, found.niveau if found else None)},
        {"fort": "Annoncé", "texte": _level(o, e.niveau_annonce)},
        {"fort": "Constaté", "texte": _level(o, found.niveau if found else None)},
        *([_without_gaps(texte=argument, doux=reading)] if argument else []),
    ]


def _rank(o: Observatoire, niveau: Niveau | None) -> int:
    return (o.vocabulaires["niveau_participation"].termes[niveau].rang or 0) if niveau else 0


def _level(o: Observatoire, niveau: Niveau | None) -> str:
    if not niveau:
        return "non renseigné"
    label = o.libelle("niveau_participation", niveau).lower()
    rank = _rank(o, niveau)
    return f"{label} ({rank} sur{NBSP}7)" if rank else label


def _decision(o: Observatoire, e: Experience) -> list[Bloc]:
    if not e.lien_decision:
        return []
    return [_without_gaps(fort=o.libelle("lien_decision", e.lien_decision.type), texte=e.lien_decision.regle)]


def _participants(e: Experience) -> list[Bloc]:
    p = e.participants
    if not p or not (p.nombre is not None or p.description):
        return []
    count = "" if p.nombre is None else ("environ " if p.precision == "estime" else "") + number(p.nombre)
    return [_without_gaps(fort=count, texte=p.description)]


def _budget(e: Experience) -> list[Bloc]:
    if not e.budget:
        return []
    year = f"en {e.budget.annee}" if e.budget.annee else None
    return [_without_gaps(fort=f"{number(e.budget.montant_eur)}{NBSP}€", texte=e.budget.comprend, doux=year)]


def _time(e: Experience) -> list[Bloc]:
    t = e.temps_humain
    return [_without_gaps(fort=t.compte, texte=t.qui)] if t and (t.compte or t.qui) else []


def _effects(o: Observatoire, e: Experience) -> list[Bloc]:
    return [
        _without_gaps(
            fort=o.libelle("effets", x.type), texte=x.texte, doux=f"preuve{NBSP}: {o.libelle('preuve', x.preuve).lower()}" if x.preuve else "preuve non renseignée"
        )
        for x in e.effets
    ]  # fmt: skip
