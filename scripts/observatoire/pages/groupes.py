"""Exchange groups: who they are, their year, what they make."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.chronologie import slots_of
from observatoire.consentement import shown_name
from observatoire.pages.rendu import Etape, Page, Rendu
from observatoire.schema.groupes import Groupe

LISTE = Etape("Groupes d’échanges", "groupes/index.md")


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    yield rendu.page(
        LISTE.path, "groupes.html", titre="Groupes d’échanges", groupes=[(g, slots_of(o, g)) for g in o.groupes.values()],
        description="Deux groupes de douze à quinze personnes, une journée par mois de mai 2013 à avril 2014.",
        politique=[x for x in (o.politique.elements if o.politique else ()) if x.rubrique.startswith("Groupes")],
    )  # fmt: skip
    yield from (_group(rendu, groupe) for groupe in o.groupes.values())


def _group(rendu: Rendu, g: Groupe) -> Page:
    o = rendu.observatoire
    members = o.membres(g)
    actors = o.vocabulaires["type_acteur"]
    counts = [(famille.libelle, sum(actors.famille_de(p.type_acteur) == key for p in members)) for key, famille in actors.familles.items()]
    meetings = o.rencontres_du_groupe(g)
    seen = {theme for r in meetings for theme in r.themes}
    return rendu.page(
        f"groupes/{g.id}.md", "groupe.html", titre=g.nom, description=f"{g.nom} d’échanges de pratiques : son cadre, son année, ses productions.",
        fil=[LISTE], source=g.fichier, fictif=g.fictif, g=g, cases=slots_of(o, g), membres=members, categories=counts,
        nommes=[shown_name(p) for p in members if shown_name(p)], rencontres=meetings, productions=o.productions_du_groupe(g),
        vus=[t for t in o.themes_tries if t.id in seen], jamais=[t for t in o.themes_tries if t.id not in seen],
    )  # fmt: skip
