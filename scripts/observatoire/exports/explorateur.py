"""What the explorer reads in the browser: every practice with the values it is sorted by.

What the page itself says of a practice (its card, its row) is not said again here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from observatoire.exports.export import Export
from observatoire.facettes import FACETTES, Facette
from observatoire.model import Observatoire, sort_name
from observatoire.schema.experience import Experience

_OUVERTES = ("objet_traite", "public_vise", "famille_modalite", "type_porteur", "periode", "niveau_constate")
"""Facets offered at once; the others wait under « Plus de critères »."""
_ORDONNEES = ("niveau_annonce", "niveau_constate", "echelle", "zone", "periode", "etat", "acces")
"""Facets whose values have an order of their own; the others go from the most to the least frequent."""


def render(o: Observatoire) -> tuple[Export, ...]:
    """``donnees/explorateur.json``: a tool of the page, not a file to download."""
    content = json.dumps(data(o), ensure_ascii=False, separators=(",", ":")) + "\n"
    return (Export("donnees/explorateur.json", content, "explorateur", "experience", "JSON", len(o.experiences)),)


def data(o: Observatoire) -> dict[str, Any]:
    """Facets with their values and labels, then practices, oldest first, with their values."""
    facettes = [*(FACETTES[key] for key in _OUVERTES), *(f for key, f in FACETTES.items() if key not in _OUVERTES), *_others()]
    return {
        "facettes": [_facette(o, facette) for facette in facettes],
        "experiences": [_experience(o, facettes, experience) for experience in o.experiences_triees],
    }


def _facette(o: Observatoire, facette: Facette) -> dict[str, Any]:
    counts = Counter(value for e in o.experiences.values() for value in facette.valeurs(o, e))
    labels = dict(facette.libelles(o))
    if facette.cle not in _ORDONNEES:
        labels = dict(sorted(labels.items(), key=lambda item: -counts[item[0]]))
    return {
        "cle": in_address(facette.cle),
        "titre": facette.titre,
        "ouverte": facette.cle in _OUVERTES,
        "valeurs": [[in_address(value), label, *_family(o, facette, value)] for value, label in labels.items()],
        **({"parent": in_address(facette.parent)} if facette.parent else {}),
        **({"note": note} if (note := facette.note(o)) else {}),
    }


def _family(o: Observatoire, facette: Facette, term: str) -> list[str]:
    """The value of the parent facet that groups a term, alone in a list; empty when nothing does."""
    famille = o.vocabulaires[facette.cle].famille_de(term) if facette.parent else None
    return [in_address(famille)] if famille else []


def _experience(o: Observatoire, facettes: Iterable[Facette], e: Experience) -> dict[str, Any]:
    values = {in_address(f.cle): [in_address(value) for value in f.valeurs(o, e)] for f in facettes}
    return {
        "id": e.id,
        "lieu": ", ".join(lieu.nom for lieu in o.lieux_de(e)),
        "debut": e.debut.iso if e.debut else "",
        "fin": e.fin.iso if e.fin else "",
        "enseignements": len(e.enseignements),
        "valeurs": {key: found for key, found in values.items() if found},
    }


def in_address(key: str) -> str:
    """``objet_traite`` → ``objet-traite``: facets and values as addresses spell them."""
    return key.replace("_", "-")


def _others() -> tuple[Facette, ...]:
    """Ways of sorting that have pages of their own elsewhere: themes and places; and what a record admits."""
    return (
        Facette("theme", "Thème", "Quelle question ?", lambda o, e: e.themes, lambda o: {t.id: t.nom for t in o.themes_tries}),
        Facette("commune", "Commune", "Dans quelle commune ?", _communes, _noms_de_communes),
        Facette("epci", "Intercommunalité", "Dans quelle intercommunalité ?", _epcis, _noms_d_epci),
        Facette("fiche", "La fiche", "Que vaut la fiche ?", _fiche, lambda o: _FICHE),
    )


_FICHE = {
    "avec_limites": "Dit ses limites",
    "avec_absents": "Dit qui manquait",
    "avec_effets": "Dit ce qui a changé",
    "validee": "Relue et validée",
}


def _fiche(o: Observatoire, e: Experience) -> Iterable[str]:
    told = (bool(e.limites), bool(e.participants and e.participants.qui_manquait), bool(e.effets), e.statut == "validee")
    return [key for key, yes in zip(_FICHE, told, strict=True) if yes]


def _communes(o: Observatoire, e: Experience) -> Iterable[str]:
    return dict.fromkeys(commune.code for commune in o.communes_de(e))


def _noms_de_communes(o: Observatoire) -> Mapping[str, str]:
    """Only those that a practice names, by name: the region has 1 500 communes."""
    return _by_name({c.code: c.nom for e in o.experiences.values() for c in o.communes_de(e)})


def _epcis(o: Observatoire, e: Experience) -> Iterable[str]:
    return [epci.siren for epci in o.epcis_de(e)]


def _noms_d_epci(o: Observatoire) -> Mapping[str, str]:
    return _by_name({x.siren: x.nom for e in o.experiences.values() for x in o.epcis_de(e)})


def _by_name(names: Mapping[str, str]) -> Mapping[str, str]:
    return dict(sorted(names.items(), key=lambda item: (sort_name(item[1]), item[0])))
