"""How practices are classified for readers: one table, used by index pages, counts and exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from observatoire.model import Observatoire, sort_name
from observatoire.schema.experience import Experience
from observatoire.territory import de_commune


@dataclass(frozen=True)
class Facette:
    """One way of sorting practices."""

    cle: str
    """Also its part of the address, with hyphens: ``experiences/par/objet-traite/``."""
    titre: str
    question: str
    """What a newcomer would ask."""
    valeurs: Callable[[Observatoire, Experience], Iterable[str]]
    """Values of a practice."""
    libelles: Callable[[Observatoire], Mapping[str, str]]
    """Every value that exists, with its label, in the order they are shown."""
    parent: str = ""
    """Key of the facet whose values group this one's: families, for their terms."""
    note: Callable[[Observatoire], str] = lambda o: ""
    """What a reader must know of it, ``""`` when nothing."""


PERIODES: tuple[tuple[str, str, int, int], ...] = (
    ("avant-1990", "Avant 1990", 0, 1989),
    ("1990-1999", "1990–1999", 1990, 1999),
    ("2000-2004", "2000–2004", 2000, 2004),
    ("2005-2009", "2005–2009", 2005, 2009),
    ("2010-2012", "2010–2012", 2010, 2012),
    ("2013-2015", "2013–2015", 2013, 2015),
    ("depuis-2016", "Depuis 2016", 2016, 9999),
)
"""Identifier, label, first and last year of each period of beginning."""
NON_DATE = "non-date"
ZONE_INCONNUE = "non_documentee"
NON_RENSEIGNE = "non_renseigne"
"""Value of a practice whose record does not say: it too must be found where others are sorted."""


def periode_de(experience: Experience) -> str:
    """Period in which a practice began, ``non-date`` when that is unknown."""
    if experience.debut is None:
        return NON_DATE
    return next(key for key, _, first, last in PERIODES if first <= experience.debut.annee <= last)


def _terms(vocabulaire: str) -> Callable[[Observatoire], Mapping[str, str]]:
    return lambda o: {key: terme.libelle for key, terme in o.vocabulaires[vocabulaire].termes.items()}


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _observed(o: Observatoire, e: Experience) -> tuple[str, ...]:
    return (e.niveau_constate.niveau if e.niveau_constate else NON_RENSEIGNE,)


def _manners(o: Observatoire, e: Experience) -> tuple[str, ...]:
    return families_of(o, e) or (NON_RENSEIGNE,)


def _carriers(o: Observatoire, e: Experience) -> tuple[str, ...]:
    return tuple(dict.fromkeys(o.structures[key].type_structure for key in e.porteurs))


def _periods(o: Observatoire) -> Mapping[str, str]:
    used = {periode_de(e) for e in o.experiences.values()}
    known = {key: label for key, label, _, _ in PERIODES} | {NON_DATE: "Date non renseignée"}
    return {key: label for key, label in known.items() if key in used or key not in ("depuis-2016", NON_DATE)}


def _families(o: Observatoire) -> Mapping[str, str]:
    families = {key: famille.libelle for key, famille in o.vocabulaires["modalites_animation"].familles.items()}
    return families | _unsaid(o, _manners, "Manière non renseignée")


def _levels(o: Observatoire) -> Mapping[str, str]:
    return {**_terms("niveau_participation")(o), **_unsaid(o, _observed, "Niveau non renseigné")}


def _unsaid(o: Observatoire, valeurs: Callable[[Observatoire, Experience], Iterable[str]], label: str) -> dict[str, str]:
    """The label of what records do not say, when one does not."""
    return {NON_RENSEIGNE: label} if any(NON_RENSEIGNE in valeurs(o, e) for e in o.experiences.values()) else {}


def _arrondissements(o: Observatoire) -> Mapping[str, str]:
    names = {commune.arrondissement: commune.arrondissement_nom for commune in o.territory.communes}
    ordered = sorted(names.items(), key=lambda item: (sort_name(item[1]), item[0]))
    return {code: f"Arrondissement {de_commune(name)}" for code, name in ordered}


def _zones(o: Observatoire) -> Mapping[str, str]:
    zones = o.vocabulaires["zone"].termes.items()
    return {key: terme.libelle for key, terme in zones if key != "hors_region"} | {ZONE_INCONNUE: "Zone non documentée"}


def families_of(o: Observatoire, experience: Experience, vocabulaire: str = "modalites_animation") -> tuple[str, ...]:
    """Families of the terms a practice has in a vocabulary, the first named first, each once."""
    found = (o.vocabulaires[vocabulaire].famille_de(term) for term in getattr(experience, vocabulaire))
    return tuple(dict.fromkeys(famille for famille in found if famille))


FACETTES: dict[str, Facette] = {
    facette.cle: facette
    for facette in (
        Facette("objet_traite", "Objet traité", "De quoi s’agit-il ?", lambda o, e: e.objet_traite, _terms("objet_traite")),
        Facette("public_vise", "Public visé", "Avec qui ?", lambda o, e: e.public_vise, _terms("public_vise")),
        Facette("famille_modalite", "Manière d’animer", "De quelle manière ?", _manners, _families),
        Facette(
            "modalites_animation",
            "Modalité d’animation",
            "Par quelle méthode, précisément ?",
            lambda o, e: e.modalites_animation,
            _terms("modalites_animation"),
            parent="famille_modalite",
        ),
        Facette("enjeux", "Enjeu", "Pour quoi faire ?", lambda o, e: e.enjeux, _terms("enjeux")),
        Facette(
            "niveau_annonce", "Niveau annoncé", "Qu’a-t-on promis ?", lambda o, e: _one(e.niveau_annonce), _terms("niveau_participation")
        ),
        Facette(
            "niveau_constate",
            "Niveau constaté",
            "Qu’a-t-on observé ?",
            _observed,
            _levels,
        ),
        Facette("type_porteur", "Portée par", "Qui porte la démarche ?", _carriers, _terms("type_structure")),
        Facette("echelle", "Échelle", "À quelle échelle ?", lambda o, e: _one(e.echelle), _terms("echelle")),
        Facette(
            "arrondissement",
            "Arrondissement",
            "Dans quel arrondissement ?",
            lambda o, e: dict.fromkeys(commune.arrondissement for commune in o.communes_de(e)),
            _arrondissements,
        ),
        Facette(
            "zone",
            "Zone des groupes",
            "De quel côté de la région ?",
            lambda o, e: o.zones_de(e) or (ZONE_INCONNUE,),
            _zones,
            note=lambda o: (
                f"{o.vocabulaires['zone'].description} À défaut d’un périmètre écrit, la zone est celle où agissent les porteurs."
            ),
        ),
        Facette("periode", "Période de départ", "Depuis quand ?", lambda o, e: (periode_de(e),), _periods),
        Facette("etat", "État", "Où en est-elle ?", lambda o, e: _one(e.etat), _terms("etat")),
        Facette("acces", "Accès", "Comment y entre-t-on ?", lambda o, e: _one(e.acces), _terms("acces")),
    )
}
"""Every facet, by its key, in the order they are offered."""


def classes(o: Observatoire, facette: Facette) -> dict[str, tuple[Experience, ...]]:
    """Practices by value of a facet, oldest first; every value that exists, even empty ones."""
    found: dict[str, list[Experience]] = {value: [] for value in facette.libelles(o)}
    for experience in o.experiences_triees:
        for value in facette.valeurs(o, experience):
            found.setdefault(value, []).append(experience)
    return {value: tuple(experiences) for value, experiences in found.items()}
