"""The comparison: a form that the browser fills, and pairs worth reading together."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.model import Observatoire, sort_name
from observatoire.pages.rendu import Page, Rendu
from observatoire.proximite import proches
from observatoire.schema.experience import Experience

ADRESSE = "comparer/"
_PAIRS = 12


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    yield rendu.page(
        "comparer/index.md", "comparer.html", titre="Comparer", scripts=["assets/comparer.js"],
        description="Deux à quatre expériences côte à côte, sur les mêmes lignes : critères, niveaux, moyens, récit, enseignements, limites, effets.",
        experiences=sorted(o.experiences.values(), key=lambda e: (sort_name(e.titre), e.id)), paires=_closest(o), adresse=address_of,
    )  # fmt: skip


def address_of(*experiences: Experience) -> str:
    """Address that compares some practices."""
    return f"{ADRESSE}?{'&'.join(f'e={e.id}' for e in experiences)}"


def _closest(o: Observatoire) -> list[tuple[Experience, Experience, str]]:
    """The closest pairs of the corpus, each practice once, with the reason."""
    pairs = [(near.points, e, near.experience, near.raison) for e in o.experiences.values() for near in proches(o, e, 1)]
    pairs.sort(key=lambda pair: (-pair[0], pair[1].id))
    found: list[tuple[Experience, Experience, str]] = []
    seen: set[str] = set()
    for _, one, other, reason in pairs:
        if not seen & {one.id, other.id}:
            seen |= {one.id, other.id}
            found.append((one, other, reason))
    return found[:_PAIRS]
