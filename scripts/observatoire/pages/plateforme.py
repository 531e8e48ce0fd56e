"""The six volets of the resource platform, each with its own data."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.pages.rendu import Etape, Page, Rendu, short
from observatoire.schema.reperes import Offre

LISTE = Etape("Plateforme", "plateforme/index.md")

_RUBRIQUES = {
    "observatoire_des_pratiques": ("plateforme-observatoire",),
    "echange_de_pratiques": (
        "echanges-dispositif",
        "echanges-objectifs",
        "echanges-participants",
        "echanges-animation",
        "echanges-candidatures",
        "echanges-productions",
    ),
    "recherche_action": ("recherche-action-espace",),
}
"""Facts of the regional policy that speak of a volet, by their keys."""


def volet_path(volet: str) -> str:
    return f"plateforme/{volet.replace('_', '-')}.md"


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    volets = o.vocabulaires["volets"].termes
    yield rendu.page(
        LISTE.path, "plateforme.html", propose=["offre"], titre="La plateforme de ressources", volets=volets, politique=o.politique,
        description="La politique régionale de démocratie participative, ses trois enjeux et les six volets de sa plateforme de ressources.",
        rubriques=_by_heading(rendu), chemin=volet_path,
    )  # fmt: skip
    elements = {x.cle: x for x in (o.politique.elements if o.politique else ())}
    for key, terme in volets.items():
        yield rendu.page(
            volet_path(key), "volet.html", titre=terme.libelle, description=terme.definition, fil=[LISTE], cle=key, terme=terme,
            faits=[elements[name] for name in _RUBRIQUES.get(key, ()) if name in elements],
            offres=[x for x in o.offres.values() if x.volet == key], experiences=[e for e in o.experiences_triees if key in e.volets],
            volets=volets, chemin=volet_path,
        )  # fmt: skip
    yield from (_offer(rendu, offre) for offre in o.offres.values())


def _by_heading(rendu: Rendu) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for element in rendu.observatoire.politique.elements if rendu.observatoire.politique else ():
        found.setdefault(element.rubrique, []).append(element)
    return found


def _offer(rendu: Rendu, offre: Offre) -> Page:
    o = rendu.observatoire
    volet = o.vocabulaires["volets"].termes[offre.volet]
    return rendu.page(
        f"plateforme/{offre.id}.md", "offre.html", titre=offre.titre, description=short(offre.resume), fil=[LISTE, Etape(volet.libelle, volet_path(offre.volet))],
        source=offre.fichier, fictif=offre.fictif, x=offre, lieux=[o.lieu(reference) for reference in offre.territoires],
    )  # fmt: skip
