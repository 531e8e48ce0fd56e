"""Themes: each page synthesises itself from the enseignements of every practice and meeting."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.pages.rendu import Etape, Page, Rendu
from observatoire.schema.reperes import Theme
from observatoire.synthese import synthese

LISTE = Etape("Thèmes", "themes/index.md")


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    yield rendu.page(
        LISTE.path, "themes.html", titre="Thèmes et enseignements",
        description="Vingt-quatre questions de sens et de méthode, et ce que les pratiques y répondent.",
        sens=[t for t in o.themes_tries if t.famille == "sens"], methode=[t for t in o.themes_tries if t.famille == "methode"],
        jamais=[t for t in o.themes_tries if not o.lecons_du_theme(t) and not o.experiences_du_theme(t)],
    )  # fmt: skip
    for theme in o.themes_tries:
        yield _theme(rendu, theme)


def _theme(rendu: Rendu, theme: Theme) -> Page:
    o = rendu.observatoire
    lecons = o.lecons_du_theme(theme)
    read = [o.experiences[x.experience] for x in theme.a_lire_d_abord if x.experience]
    resources = [o.ressources[x.ressource] for x in theme.a_lire_d_abord if x.ressource]
    return rendu.page(
        f"themes/{theme.id}.md", "theme.html", titre=theme.nom, description=theme.question_centrale, fil=[LISTE], source=theme.fichier,
        t=theme, parties=synthese(lecons), lecons=lecons, experiences=o.experiences_du_theme(theme), rencontres=o.rencontres_du_theme(theme),
        ressources=o.ressources_du_theme(theme), a_lire=[*read, *resources],
        groupes=[(g, [r for r in o.rencontres_du_groupe(g) if theme.id in r.themes]) for g in o.groupes.values()],
    )  # fmt: skip
