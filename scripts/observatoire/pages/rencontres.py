"""Meetings: the announcement, then the minutes once the group has accepted them. A draft is never read here."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.chronologie import moments_of
from observatoire.consentement import shown_name
from observatoire.effectifs import venus_a
from observatoire.model import Observatoire
from observatoire.pages.rendu import Etape, Page, Rendu
from observatoire.schema.groupes import Rencontre

LISTE = Etape("Rencontres", "rencontres/index.md")
GROUPES = Etape("Groupes d’échanges", "groupes/index.md")


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    yield rendu.page(
        LISTE.path, "rencontres.html", propose=["rencontre"], titre="Rencontres", rubrique="groupes", fil=[GROUPES],
        description="Les journées d’échange, les rencontres citoyennes, les forums et les débats, de l’annonce au compte rendu.",
        sans_trace=[g for g in o.groupes.values() if "rencontres" in g.inconnu],
    )  # fmt: skip
    yield from (_meeting(rendu, rencontre) for rencontre in o.rencontres_triees)


def _meeting(rendu: Rendu, r: Rencontre) -> Page:
    o = rendu.observatoire
    before, after = _neighbours(o, r)
    lecons = o.lecons_de(r)
    return rendu.page(
        f"rencontres/{r.id}.md", "rencontre.html", titre=r.titre, rubrique="groupes", fil=[GROUPES, LISTE], source=r.fichier, fictif=r.fictif,
        description=r.en_bref if r.compte_rendu_public and r.en_bref else (r.presentation or r.titre), r=r,
        commune=o.commune(r.lieu.commune) if r.lieu and r.lieu.commune else None, moments=moments_of(r), venus=venus_a(o, r),
        animateurs=[name for key in r.animateurs if (name := shown_name(o.personnes[key]))],
        avant=before, apres=after, suivante=o.suivante(r),
        passee=o.version is not None and r.date.end_key < o.version.sort_key,
        lecons=[x for x in lecons if x.enseignement.nature != "desaccord"], desaccords=[x for x in lecons if x.enseignement.nature == "desaccord"],
        propos=[(x, o.signature(x.parole.auteur)) for x in o.propos_de(r)], productions=o.productions_sur(r), adoptees=o.productions_adoptees_en(r),
        forums=[f for f in o.forums_tries if f.rencontre == r.id], faites=sum(d.etat == "fait" for d in r.decisions),
    )  # fmt: skip


def _neighbours(o: Observatoire, r: Rencontre) -> tuple[Rencontre | None, Rencontre | None]:
    """Meetings before and after it: those of its groups, else those of no group. One that lasts months stands between none."""
    same = [
        x
        for x in o.rencontres_triees
        if (set(x.groupes) & set(r.groupes) if r.groupes else not x.groupes) and (x.date.jour or not x.date_fin)
    ]
    earlier = [x for x in same if (x.date.sort_key, x.id) < (r.date.sort_key, r.id)]
    later = [x for x in same if (x.date.sort_key, x.id) > (r.date.sort_key, r.id)]
    return earlier[-1] if earlier else None, later[0] if later else None
