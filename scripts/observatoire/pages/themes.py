"""Themes: each page synthesises itself from the enseignements of every practice and meeting; a path to read, a session to hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from observatoire.model import Lecon, Observatoire, sort_name
from observatoire.pages.carte import carte_reperage
from observatoire.pages.comparer import address_of
from observatoire.pages.durees import frise
from observatoire.pages.rendu import Etape, Page, Rendu
from observatoire.pages.seances import DEROULE, DUREE, GRILLE
from observatoire.parcours import parcours
from observatoire.problems import plural
from observatoire.proximite import differences, trio
from observatoire.schema.experience import Experience
from observatoire.schema.groupes import Echange, Groupe, Rencontre
from observatoire.schema.reperes import Theme
from observatoire.synthese import Synthese, synthese

LISTE = Etape("Thèmes", "themes/index.md")


@dataclass(frozen=True)
class Miroir:
    """What one group, and its zone, say on a theme."""

    groupe: Groupe
    rencontres: tuple[Rencontre, ...]
    """Its known meetings on the theme, oldest first."""
    echanges: tuple[tuple[Rencontre, Echange], ...]
    """What it talked of on the theme, in minutes that may be shown, oldest first."""
    lecons: tuple[Lecon, ...]
    """What it wrote on the theme, in the same."""
    zone: tuple[Lecon, ...]
    """What practices of its zone teach on the theme."""

    @property
    def contestes(self) -> int:
        return sum(x.enseignement.nature == "desaccord" or x.enseignement.degre_accord == "conteste" for x in self.lecons)

    def __bool__(self) -> bool:
        return bool(self.rencontres or self.echanges or self.lecons or self.zone)


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    yield rendu.page(
        LISTE.path, "themes.html", propose=["theme"], titre="Thèmes et enseignements",
        description="Des questions de sens et de méthode, et ce que les pratiques y répondent.",
        sens=[t for t in o.themes_tries if t.famille == "sens"], methode=[t for t in o.themes_tries if t.famille == "methode"],
        adresse_du_parcours=path_address, miroirs={t.id: mirror(o, t) for t in o.themes_tries},
        jamais=[t for t in o.themes_tries if not o.experiences_du_theme(t)],
        muets=[t for t in o.themes_tries if o.experiences_du_theme(t) and not o.lecons_du_theme(t)],
        hors_groupes=[(g, [t for t in o.themes_tries if not any(t.id in r.themes for r in o.rencontres_du_groupe(g))]) for g in o.groupes.values()],
    )  # fmt: skip
    for theme in o.themes_tries:
        step = Etape(theme.nom, f"themes/{theme.id}.md")
        yield _theme(rendu, theme)
        yield _path(rendu, theme, step)
        yield _session(rendu, theme, step)


def path_address(theme: Theme) -> str:
    """Address of the short path that answers the question of a theme."""
    return f"themes/{theme.id}/parcours/"


def mirror(o: Observatoire, theme: Theme) -> tuple[Miroir, ...]:
    """What each group says on a theme, side by side, by identifier of group."""
    lecons = o.lecons_du_theme(theme)
    carried = {g.id: {e.id for e in o.experiences_de_la_zone(g.zone)} for g in o.groupes.values()}
    return tuple(
        Miroir(
            g,
            tuple(r for r in o.rencontres_du_groupe(g) if theme.id in r.themes),
            tuple((r, x) for r in o.rencontres_du_groupe(g) if r.compte_rendu_public for x in r.echanges if x.theme == theme.id),
            tuple(x for x in lecons if isinstance(x.fiche, Rencontre) and g.id in x.fiche.groupes),
            tuple(x for x in lecons if x.fiche.id in carried[g.id]),
        )
        for g in o.groupes.values()
    )


def _theme(rendu: Rendu, theme: Theme) -> Page:
    o = rendu.observatoire
    lecons, experiences = o.lecons_du_theme(theme), o.experiences_du_theme(theme)
    parts = synthese(lecons)
    # A wide territory has no point: its brick would stand where nothing happened.
    places = {lieu.id: lieu for e in experiences for lieu in map(o.lieu_de_commune, o.communes_de(e))}
    read = [o.experiences[x.experience] for x in theme.a_lire_d_abord if x.experience]
    resources = [o.ressources[x.ressource] for x in theme.a_lire_d_abord if x.ressource]
    return rendu.page(
        f"themes/{theme.id}.md", "theme.html", titre=theme.nom, description=theme.question_centrale, fil=[LISTE], source=theme.fichier,
        t=theme, parties=parts, rangs=_rows(parts), rien=[title for title, _, found in parts if not found], lecons=lecons,
        discutes=any(x.enseignement.degre_accord for x in lecons), experiences=experiences, rencontres=o.rencontres_du_theme(theme),
        ressources=o.ressources_du_theme(theme), a_lire=[*read, *resources], miroirs=mirror(o, theme), parcours=path_address(theme),
        carte=carte_reperage(rendu, places.values()), lieux=sorted((lieu.nom for lieu in places.values()), key=sort_name),
        larges=sum(not o.communes_de(e) for e in experiences), frise=frise(experiences),
        productions=[p for p in o.productions_triees if theme.id in p.themes],
    )  # fmt: skip


def _rows(parts: tuple[Synthese, ...]) -> list[list[Synthese]]:
    """Parts that have something, by rows: help beside hindrance, conditions beside warnings, then the rest alone."""
    pairs = (parts[0:2], parts[2:4], parts[4:5], parts[5:6])
    return [row for pair in pairs if (row := [part for part in pair if part.lecons])]


def _path(rendu: Rendu, theme: Theme, step: Etape) -> Page:
    o = rendu.observatoire
    path = parcours(o, theme)
    return rendu.page(
        f"themes/{theme.id}/parcours.md", "parcours.html", titre=theme.question_centrale, sorte="Parcours", fil=[LISTE, step], rubrique="themes",
        description=f"Un parcours court : {plural(len(path), 'expérience à lire, et ce qu’elle répond', 'expériences à lire dans l’ordre, et ce qu’elles répondent')}.",
        t=theme, pas=path, comparaison=address_of(*(x.experience for x in path[:4])) if len(path) > 1 else "",
        autres=[x for x in o.lecons_du_theme(theme) if x.fiche.id not in {each.experience.id for each in path}],
    )  # fmt: skip


def session_trio(o: Observatoire, theme: Theme) -> tuple[Experience, ...]:
    """The three contrasting practices of a theme's session: among those that teach something on it when they are three, else among all of the theme."""
    telling = [e for e in o.experiences_du_theme(theme) if any(x.theme == theme.id for x in e.enseignements)]
    if len(telling) >= 3:
        return trio(o, telling)
    named = [o.experiences[x.experience] for x in theme.a_lire_d_abord if x.experience]
    return trio(o, [*dict.fromkeys((*o.experiences_du_theme(theme), *named))])


def _session(rendu: Rendu, theme: Theme, step: Etape) -> Page:
    o = rendu.observatoire
    three = session_trio(o, theme)
    return rendu.page(
        f"themes/{theme.id}/seance.md", "seance.html", titre=f"Une séance sur « {theme.nom[:1].lower() + theme.nom[1:]} »", sorte="Séance",
        fil=[LISTE, step], rubrique="themes", description=f"Une séance prête à l’emploi : {theme.question_centrale}",
        t=theme, trois=list(zip("ABC", three, strict=False)), deroule=DEROULE, duree=DUREE, grille=GRILLE,
        contrastes=[(a, differences(o, three[0], e)) for a, e in zip("BC", three[1:], strict=False)],
        lecons=[(letter, x) for letter, e in zip("ABC", three, strict=False) for x in o.lecons_de(e) if x.enseignement.theme == theme.id],
        comparaison=address_of(*three) if len(three) > 1 else "",
    )  # fmt: skip
