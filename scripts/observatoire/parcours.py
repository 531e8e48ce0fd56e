"""From a question to a few practices, in the order to read them, each with its reason.

The path of a theme begins with the practices that its record says to read first. It goes on with those that
bring kinds of enseignements on the theme that the path lacks (a frein after leviers…), the most telling first,
and stops at five, or when nothing new comes. A path of fewer than three is completed with practices
classified under the theme. Nothing is chosen by hand besides what the records say.
"""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.model import Lecon, Observatoire
from observatoire.proximite import differences
from observatoire.schema.experience import Experience
from observatoire.schema.reperes import Theme

MOINS, PLUS = 3, 5
"""Practices of a path: at least, when there are as many, and at most."""


@dataclass(frozen=True)
class Pas:
    """A practice on the path."""

    experience: Experience
    lecons: tuple[Lecon, ...]
    """What it teaches on the theme, in the order of its file."""
    raison: str
    """Why it is there, and what changes since the step before."""


def parcours(o: Observatoire, theme: Theme) -> tuple[Pas, ...]:
    """The path of a theme, in reading order; empty when no practice treats it."""
    first = [o.experiences[x.experience] for x in theme.a_lire_d_abord if x.experience][:PLUS]
    lecons = {e.id: tuple(x for x in o.lecons_de(e) if x.enseignement.theme == theme.id) for e in o.experiences.values()}
    path = list(first)
    named = {e.id for e in first}
    waiting = [e for e in o.experiences_du_theme(theme) if e.id not in named]
    while waiting and len(path) < PLUS:
        seen = {x.enseignement.nature for e in path for x in lecons[e.id]}
        # The most that is new, then the most on the theme, then the rank that the record gives to it.
        best = min(
            waiting, key=lambda e: (-len({x.enseignement.nature for x in lecons[e.id]} - seen), -len(lecons[e.id]), _rank(e, theme), e.id)
        )
        if len(path) >= MOINS and not {x.enseignement.nature for x in lecons[best.id]} - seen:
            break
        path.append(best)
        waiting.remove(best)
    return tuple(
        Pas(e, lecons[e.id], _reason(o, theme, e, lecons[e.id], first=e.id in named, before=path[n - 1] if n else None))
        for n, e in enumerate(path)
    )


def _rank(experience: Experience, theme: Theme) -> int:
    return experience.themes.index(theme.id) if theme.id in experience.themes else len(experience.themes)


def _reason(o: Observatoire, theme: Theme, e: Experience, lecons: tuple[Lecon, ...], *, first: bool, before: Experience | None) -> str:
    """« À lire d’abord. Apporte un levier et un frein. Après la précédente : autre public (jeunes). »"""
    natures = list(dict.fromkeys(x.enseignement.nature for x in lecons))
    said = ["À lire d’abord, selon la fiche du thème."] if first else []
    if natures:
        named = [f"{_ARTICLES.get(nature, 'un')} {o.libelle('nature_enseignement', nature).lower()}" for nature in natures]
        said.append(f"Apporte {_and(named)}.")
    elif theme.id in e.themes:
        said.append("Classée sous ce thème.")
    if before and (different := differences(o, before, e)):
        said.append(f"Après la précédente\N{NO-BREAK SPACE}: {', '.join(different[:2])}.")
    return " ".join(said)


_ARTICLES = {"condition_de_reussite": "une", "posture": "une", "question_ouverte": "une", "idee_a_essayer": "une"}


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}"
