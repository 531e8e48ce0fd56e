"""Places: the map, and a page per commune, EPCI or territoire that has something."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from observatoire.chronologie import annees
from observatoire.model import Lieu, Observatoire, sort_name
from observatoire.pages.carte import atlas, carte_reperage
from observatoire.pages.rendu import Etape, Page, Rendu
from observatoire.territory import lambert93

LISTE = Etape("Territoires", "territoires/index.md")
AUTOUR, AUTOUR_MAX = 5, 120
"""Neighbours shown for a place; communes from which a place is too wide to have any."""


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    found = o.experiences_par_lieu
    communes = [(lieu, found[lieu.id]) for lieu in o.lieux if lieu.type == "commune" and lieu.id in found]
    by_type = {
        "Communes des acteurs et des rencontres": [lieu for lieu in o.lieux if lieu.type == "commune" and lieu.id not in found],
        "Intercommunalités d’aujourd’hui": [lieu for lieu in o.lieux if lieu.type == "epci"],
        "Autres territoires": [lieu for lieu in o.lieux if lieu.type not in ("commune", "epci")],
    }
    yield rendu.page(
        LISTE.path, "territoires.html", propose=["territoire"], titre="Territoires", scripts=["assets/territoires.js"], atlas=atlas(rendu, "territoires/"), annees=annees(o),
        sans_date=sum(1 for e in o.experiences.values() if not e.debut),
        description="Où se passent les expériences : la carte, les communes, les intercommunalités, les pays et les quartiers.",
        communes=communes, types=by_type, trouvees=found, sans=o.experiences_ou(lambda e: not o.communes_de(e)),
    )  # fmt: skip
    yield from (_place(rendu, lieu) for lieu in o.lieux)


def _place(rendu: Rendu, lieu: Lieu) -> Page:
    o = rendu.observatoire
    record = o.territoires.get(lieu.id)
    epcis = {o.territory.commune(code).epci for code in lieu.communes} if lieu.type not in ("epci",) else set()
    inside = [o.lieu_de_commune(o.commune(code)) for code in lieu.communes] if lieu.type != "commune" else []
    known = {x.id for x in o.lieux}
    return rendu.page(
        f"territoires/{lieu.id}.md", "territoire.html", titre=lieu.nom, fil=[LISTE], source=record.fichier if record else None,
        description=f"{lieu.nom} : les expériences de participation, les acteurs et les rencontres.", lieu=lieu, fiche=record,
        commune=o.commune(lieu.communes[0]) if lieu.type == "commune" else None,
        epcis=[x for x in (o.lieu_d_epci(o.territory.epci(code)) for code in sorted(filter(None, epcis))) if x.id in known],
        carte=carte_reperage(rendu, [lieu]), experiences=o.experiences_par_lieu.get(lieu.id, ()), structures=o.structures_a(lieu), rencontres=o.rencontres_a(lieu),
        communes=[x for x in inside if x.id in known], autour=_around(o, lieu),
        quartiers=[o.lieu(t.id) for t in o.territoires.values() if lieu.type == "commune" and lieu.communes[0] in [o.commune(c).code for c in t.communes]],
    )  # fmt: skip


def _around(o: Observatoire, lieu: Lieu) -> list[tuple[Lieu, int, int]]:
    """The nearest communes outside a place that have practices: how far, in kilometres, and how many; nearest first."""
    if not lieu.communes or len(lieu.communes) > AUTOUR_MAX:
        return []
    inside = [lambert93(c.lat, c.lon) for c in map(o.commune, lieu.communes)]
    found = []
    for other in o.lieux:
        if other.type == "commune" and other.id in o.experiences_par_lieu and other.communes[0] not in lieu.communes:
            assert other.lat is not None and other.lon is not None
            x, y = lambert93(other.lat, other.lon)
            away = min(sqrt((x - ix) ** 2 + (y - iy) ** 2) for ix, iy in inside)
            found.append((other, round(away / 1000), len(o.experiences_par_lieu[other.id])))
    return sorted(found, key=lambda x: (x[1], sort_name(x[0].nom), x[0].id))[:AUTOUR]
