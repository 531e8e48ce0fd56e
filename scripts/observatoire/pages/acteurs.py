"""Actors: directory by type and place, one page each, who works with whom."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.consentement import shown_name
from observatoire.pages.carte import carte_reperage
from observatoire.pages.rendu import Page, Rendu
from observatoire.pages.reseau import ACTEURS as LISTE
from observatoire.pages.reseau import VOISINES, reliees, voisinage
from observatoire.problems import plural
from observatoire.schema.acteurs import Personne, Structure


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    types = o.vocabulaires["type_structure"]
    families = [
        (key, famille.libelle, [s for s in o.structures_triees if types.famille_de(s.type_structure) == key])
        for key, famille in types.familles.items()
    ]
    yield rendu.page(
        LISTE.path, "acteurs.html", propose=["structure", "personne"], titre="Acteurs", familles=[x for x in families if x[2]],
        description=f"{plural(len(o.structures), 'structure')} : collectivités, associations, organismes publics, entreprises, collectifs, et ce qu’elles font ensemble.",
        liens=[(s, n) for s, n in reliees(o)[:8] if n],
    )  # fmt: skip
    yield from (_structure(rendu, structure) for structure in o.structures_triees)
    yield from (_person(rendu, person) for person in o.personnes.values() if shown_name(person))


def _structure(rendu: Rendu, s: Structure) -> Page:
    o = rendu.observatoire
    commune = [o.lieu(s.commune)] if s.commune else []
    return rendu.page(
        f"acteurs/{s.id}.md", "structure.html", titre=s.nom, description=s.presentation or s.nom, fil=[LISTE], source=s.fichier, fictif=s.fictif,
        s=s, lieux=commune, carte=carte_reperage(rendu, commune), experiences=o.experiences_de(s), voisines=o.travaille_avec(s),
        voisinage=voisinage(rendu, s, f"acteurs/{s.id}/"), voisinage_max=VOISINES,
        rencontres=o.rencontres_de(s), offres=o.offres_de(s), action=[o.lieu(reference) for reference in s.territoire_d_action],
        groupes=[g for g in o.groupes.values() if g.mandant == s.id], personnes=[(p, shown_name(p)) for p in o.personnes_de(s) if shown_name(p)],
    )  # fmt: skip


def _person(rendu: Rendu, p: Personne) -> Page:
    o = rendu.observatoire
    return rendu.page(
        f"acteurs/{p.id}.md", "personne.html", titre=shown_name(p), fil=[LISTE], source=p.fichier, fictif=p.fictif, p=p,
        structures=[o.structures[x.structure] for x in p.structures], groupes=[o.groupes[x.groupe] for x in p.groupes],
    )  # fmt: skip
