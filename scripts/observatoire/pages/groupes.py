"""Exchange groups: who they are, their year, what they work on and what they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from observatoire.chronologie import MOTS, next_of, slots_of
from observatoire.consentement import shown_name
from observatoire.dates import period
from observatoire.effectifs import by_category, presence_of
from observatoire.model import Lieu, Observatoire
from observatoire.pages.carte import carte_reperage
from observatoire.pages.ligne_du_temps import picture
from observatoire.pages.matrices import address_of, build, criteria
from observatoire.pages.productions import by_progress
from observatoire.pages.rendu import Etape, Page, Rendu
from observatoire.problems import NBSP, in_letters
from observatoire.schema.groupes import Forum, Groupe, Rencontre
from observatoire.schema.reperes import Theme

LISTE = Etape("Groupes d’échanges", "groupes/index.md")


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    yield rendu.page(
        LISTE.path, "groupes.html", propose=["groupe"], titre="Groupes d’échanges", groupes=[(g, slots_of(o, g)) for g in o.groupes.values()], commun=commun(o),
        description="Qui s’y réunit, quand, pour travailler quoi, et ce qu’il en sort.",
        politique=[x for x in (o.politique.elements if o.politique else ()) if x.rubrique.startswith("Groupes")],
    )  # fmt: skip
    yield from (_group(rendu, groupe) for groupe in o.groupes.values())


class Commun(NamedTuple):
    """What all the groups share, in words; ``""`` for what is not the same for all, or not known."""

    nombre: str
    """``Deux groupes``; ``""`` without any."""
    effectif: str
    """``douze à quinze personnes``: how many are sought in each."""
    journees: str
    """``douze journées``: how many are planned for each."""
    rythme: str
    """``une journée par mois``, when each month of the group has its own."""
    periode: str
    """``mai 2013–avril 2014``."""
    forum: Forum | None
    """The one they feed."""


def commun(o: Observatoire) -> Commun:
    groupes = list(o.groupes.values())
    count = len(groupes)
    return Commun(
        "" if not count else "Un groupe" if count == 1 else f"{in_letters(count).capitalize()} groupes",
        effectif=_shared([_sought(g) for g in groupes], ""),
        journees=_shared([_planned(g) for g in groupes], ""),
        rythme=_shared([rythme_de(g) for g in groupes], ""),
        periode=_shared([period(g.debut, g.fin) for g in groupes], ""),
        forum=_shared([o.forum_du_groupe(g) for g in groupes], None),
    )


_T = TypeVar("_T")


def _shared(values: Sequence[_T], otherwise: _T) -> _T:
    return values[0] if values and all(value == values[0] for value in values) else otherwise


def _sought(g: Groupe) -> str:
    if g.effectif_vise is None or g.effectif_vise.max < 2:
        return ""
    low, high = g.effectif_vise.min, g.effectif_vise.max
    return f"{in_letters(low)} à {in_letters(high)} personnes" if low < high else f"{in_letters(high)} personnes"


def _planned(g: Groupe) -> str:
    count = len(g.calendrier_prevu)
    return f"{in_letters(count)} {'journée' if count == 1 else 'journées'}" if count else ""


def rythme_de(g: Groupe) -> str:
    """``une journée par mois`` when one is planned in each month of the group and in no other, else ``""``."""
    first, last = (date.annee * 12 + (date.mois or 1) for date in (g.debut, g.fin))
    planned = sorted(date.annee * 12 + (date.mois or 0) for date in g.calendrier_prevu)
    return "une journée par mois" if len(planned) > 1 and planned == list(range(first, last + 1)) else ""


def _group(rendu: Rendu, g: Groupe) -> Page:
    o = rendu.observatoire
    meetings = o.rencontres_du_groupe(g)
    cases = slots_of(o, g)
    places = places_of(o, meetings)
    return rendu.page(
        f"groupes/{g.id}.md", "groupe.html", titre=g.nom, description=f"{g.nom} d’échanges de pratiques : son cadre, son année, ses productions.",
        fil=[LISTE], source=g.fichier, fictif=g.fictif, g=g, rythme=rythme_de(g), cases=cases, legende=[(key, word) for key, word in MOTS.items() if any(c.etat == key for c in cases)],
        comptes=Counter(case.etat for case in cases), suivante=next_of(o, g), hors_frise=[r for r in meetings if all(case.rencontre != r for case in cases)], productions=o.productions_du_groupe(g), avancement=_progress(o, g), forum=o.forum_du_groupe(g),
        lieux=places, carte=carte_reperage(rendu, [lieu for lieu, _ in places]), fil_de_l_annee=picture(rendu, g, cases),
        **_members(o, g), **_themes(o, meetings), **_diversity(rendu, g),
    )  # fmt: skip


def _progress(o: Observatoire, g: Groupe) -> str:
    """``2 adoptées, 1 en chantier``: the furthest first; ``""`` without any production."""
    return ", ".join(f"{len(found)}{NBSP}{label[:1].lower()}{label[1:]}" for label, found in by_progress(o, o.productions_du_groupe(g)))


def _members(o: Observatoire, g: Groupe) -> dict[str, Any]:
    """Who the group is: totals, and what the consent of each lets appear."""
    members = o.membres(g)
    quiet = [p for p in members if p.consentement and p.consentement.niveau == "structure_seule"]
    return {
        "membres": members,
        "categories": by_category(o, members),
        "presence": presence_of(o, g),
        "restantes": max(0, g.effectif_vise.max - len(members)) if g.effectif_vise and members else 0,
        "nommes": sorted((p for p in members if shown_name(p)), key=lambda p: (p.nom_tri or p.nom_affiche, p.id)),
        "structures_seules": sorted({x.structure for p in quiet for x in p.structures}),
        "animateurs": [name for key in g.animateurs if (name := shown_name(o.personnes[key]))],
        "nom_de": shown_name,
    }


class Famille(NamedTuple):
    """Meaning or method: the themes of one family that a group worked on."""

    libelle: str
    total: int
    """Days given to them, a day counting once for each theme."""
    themes: Sequence[tuple[Theme, int]]
    """With their number of days, the most worked on first."""


def _themes(o: Observatoire, meetings: Sequence[Rencontre]) -> dict[str, Any]:
    """Themes of the days that were held, by family; those only spoken of; those announced; those never seen."""
    held = [r for r in meetings if r.etat_rencontre == "tenue"]
    days = Counter(key for r in held for key in r.themes)
    spoken = {x.enseignement.theme for r in held for x in o.lecons_de(r)} - set(days)
    announced = {key for r in meetings if r.etat_rencontre in ("annoncee", "reportee") for key in r.themes} - set(days) - spoken
    families = [{o.themes[key].famille for key in r.themes} for r in held]

    def family(key: str, label: str) -> Famille:
        found = sorted(((t, days[t.id]) for t in o.themes_tries if t.famille == key and days[t.id]), key=lambda pair: -pair[1])
        return Famille(label, sum(n for _, n in found), found)

    return {
        "familles": [family(key, terme.libelle) for key, terme in o.vocabulaires["famille_theme"].termes.items()] if days else [],
        "evoques": [t for t in o.themes_tries if t.id in spoken],
        "prevus": [t for t in o.themes_tries if t.id in announced],
        "jamais": [t for t in o.themes_tries if t.id not in announced | spoken | set(days)],
        "tenues": len(held),
        "ensemble": sum({"sens", "methode"} <= found for found in families),
    }


def _diversity(rendu: Rendu, g: Groupe) -> dict[str, Any]:
    """The practices told in the group's days, by the three criteria, over those of the whole corpus."""
    o = rendu.observatoire
    told = o.experiences_presentees_au_groupe(g)
    objets, publics, manieres = criteria(rendu)

    grid = (objets, manieres)
    matrix = build("om", "", "", grid, told), build("om", "", "", grid, o.experiences_triees)
    counts = [
        (label, *(sum(key in publics.valeurs(e) for e in found) for found in (told, o.experiences_triees)))
        for key, label in publics.libelles.items()
    ]
    return {"presentees": told, "matrice": matrix, "publics": counts, "toutes_matrices": address_of(g)}


def places_of(o: Observatoire, meetings: Sequence[Rencontre]) -> tuple[tuple[Lieu, tuple[Rencontre, ...]], ...]:
    """Communes where a group met or is to meet, in the order of its first day there, with these days."""
    found: dict[str, tuple[Lieu, list[Rencontre]]] = {}
    for r in meetings:
        if r.lieu and r.lieu.commune and r.etat_rencontre not in ("annulee", "reportee"):
            lieu = o.lieu(r.lieu.commune)
            found.setdefault(lieu.id, (lieu, []))[1].append(r)
    return tuple((lieu, tuple(days)) for lieu, days in found.values())
