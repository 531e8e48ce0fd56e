"""Close and contrasting practices, with the reason in words.

The measure, in points (decision 0007): a shared term counts by its rank in both records, the first
being worth most; objet weighs 3, manière 2, public 2, themes 1 each, place 1.5 (commune) or 0.75
(EPCI), scale 0.5. *Close* practices have the most points. *Contrasting* ones treat the same first
objet, or are led in the same first manner, and differ most in the rest: levels, carriers, publics.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from observatoire.facettes import families_of
from observatoire.model import Observatoire
from observatoire.schema.experience import Experience

_SEUIL = 2.0
"""Fewer points are no nearness."""
_CANDIDATES = 40
"""Practices compared three by three, at most: ten thousand trios are enough to choose from."""


@dataclass(frozen=True)
class Voisine:
    """Another practice, and why it is worth reading beside this one."""

    experience: Experience
    points: float
    raison: str
    """« Même objet : mobilité ; autre manière : réunion publique. »"""


def proches(o: Observatoire, experience: Experience, limit: int = 3) -> tuple[Voisine, ...]:
    """The ``limit`` closest practices, closest first, then by identifier."""
    near = ((o.experiences[key], score) for key, score in _near(o)[experience.id][:limit])
    return tuple(Voisine(other, score, _alike(o, experience, other)) for other, score in near)


@lru_cache(maxsize=1)
def _near(o: Observatoire) -> Mapping[str, list[tuple[str, float]]]:
    """By practice, those that are near enough and their points, closest first: several pages ask, and each pair is weighed once."""
    near: dict[str, list[tuple[str, float]]] = {key: [] for key in o.experiences}
    for one, other in combinations(o.experiences.values(), 2):
        if (score := points(o, one, other)) >= _SEUIL:
            near[one.id].append((other.id, score))
            near[other.id].append((one.id, score))
    return {key: sorted(found, key=lambda pair: (-pair[1], pair[0])) for key, found in near.items()}


def contrastees(o: Observatoire, experience: Experience, limit: int = 2) -> tuple[Voisine, ...]:
    """The ``limit`` practices that share the first objet or manner and differ most otherwise; of those that differ as much, the closest."""
    ground = (other for other in o.experiences.values() if other.id != experience.id and _same_ground(experience, other))
    counts = {other.id: sum(_gaps(o, experience, other)) for other in ground}
    least = min(sorted(counts.values())[-limit:], default=0)
    # Of many, those alone that may be kept are weighed.
    kept = [o.experiences[key] for key, count in counts.items() if count and count >= least]
    kept.sort(key=lambda other: (-counts[other.id], -points(o, experience, other), other.id))
    return tuple(Voisine(other, float(counts[other.id]), _unlike(o, experience, other)) for other in kept[:limit])


def trio(o: Observatoire, experiences: Sequence[Experience]) -> tuple[Experience, ...]:
    """Three practices that differ most from one another, oldest first; all of them when there are three or fewer.

    Of equal trios, the one that teaches most is kept, then the first by identifiers. Of many practices, only those
    that teach most are compared.
    """
    kept = {e.id for e in sorted(experiences, key=lambda e: (-len(e.enseignements), e.id))[:_CANDIDATES]}
    by_age = [e for e in o.experiences_triees if e.id in kept]
    gaps = {(a.id, b.id): len(differences(o, a, b)) for a, b in combinations(by_age, 2)}

    def rank(three: tuple[Experience, ...]) -> tuple[int, int, list[str]]:
        contrast = sum(gaps[a.id, b.id] for a, b in combinations(three, 2))
        return -contrast, -sum(len(e.enseignements) for e in three), sorted(e.id for e in three)

    return min(combinations(by_age, 3), key=rank, default=tuple(by_age))


def points(o: Observatoire, one: Experience, other: Experience) -> float:
    """Nearness of two practices, symmetric, 0 when they share nothing."""
    total = 3 * _ranked(one.objet_traite, other.objet_traite)
    total += 2 * _ranked(one.modalites_animation, other.modalites_animation)
    total += 2 * _ranked(one.public_vise, other.public_vise)
    total += len(set(one.themes) & set(other.themes))
    total += 0.5 * (one.echelle is not None and one.echelle == other.echelle)
    ours, theirs = _traits(o)[one.id], _traits(o)[other.id]
    if not ours.communes.isdisjoint(theirs.communes):
        total += 1.5
    elif not ours.epcis.isdisjoint(theirs.epcis):
        total += 0.75
    return total


class _Traits(NamedTuple):
    """What a practice is compared by, gathered once: each is compared with all the others."""

    communes: frozenset[str]
    epcis: frozenset[str | None]
    familles: frozenset[str]
    """Of its manners."""
    porteurs: tuple[str, ...]
    """Types of its carriers, in the order of its record."""
    rang: int
    """Of the level that was observed; 0 when it has none."""


@lru_cache(maxsize=1)
def _traits(o: Observatoire) -> Mapping[str, _Traits]:
    levels = o.vocabulaires["niveau_participation"].termes
    return {
        e.id: _Traits(
            frozenset(c.code for c in o.communes_de(e)),
            frozenset(c.epci for c in o.communes_de(e)),
            frozenset(families_of(o, e)),
            tuple(dict.fromkeys(o.structures[key].type_structure for key in e.porteurs)),
            (levels[e.niveau_constate.niveau].rang or 0) if e.niveau_constate else 0,
        )
        for e in o.experiences.values()
    }


def _ranked(one: Sequence[str], other: Sequence[str]) -> float:
    shared = [term for term in one if term in other]
    return sum(1 / ((one.index(term) + 1) * (other.index(term) + 1)) for term in shared) if shared else 0


def _same_ground(one: Experience, other: Experience) -> bool:
    return one.objet_traite[0] == other.objet_traite[0] or one.modalites_animation[:1] == other.modalites_animation[:1] != ()


def _alike(o: Observatoire, one: Experience, other: Experience) -> str:
    said = []
    for word, name in (("Même objet", "objet_traite"), ("même manière", "modalites_animation"), ("même public", "public_vise")):
        shared = [term for term in getattr(one, name) if term in getattr(other, name)]
        if shared:
            said.append(f"{word} ({_lower(o.libelle(name, shared[0]))})")
    themes = [o.themes[key].nom for key in one.themes if key in other.themes]
    if len(said) < 2 and themes:
        said.append(f"même question ({_lower(themes[0])})")
    communes = [c.nom for c in o.communes_de(one) if c.code in {x.code for x in o.communes_de(other)}]
    if communes:
        said.append(f"même commune ({communes[0]})")
    return _sentence(said[:3])


def differences(o: Observatoire, one: Experience, other: Experience) -> list[str]:
    """In what ``other`` of the same observatory differs from ``one``, in words, the most telling first: five at most, as many the other way round."""
    level, manner, public, objet, carrier = _gaps(o, one, other)
    ours, theirs = _traits(o)[one.id], _traits(o)[other.id]
    said = []
    if level:
        said.append("niveau constaté plus élevé" if theirs.rang > ours.rang else "niveau constaté moins élevé")
    if manner:
        said.append(f"autre manière ({_lower(o.libelle('modalites_animation', other.modalites_animation[0]))})")
    if public:
        said.append(f"autre public ({_lower(o.libelle('public_vise', other.public_vise[0]))})")
    if objet:
        said.append(f"autre objet ({_lower(o.libelle('objet_traite', other.objet_traite[0]))})")
    if carrier:
        said.append(f"autre porteur ({_lower(o.libelle('type_structure', theirs.porteurs[0]))})")
    return said


def _gaps(o: Observatoire, one: Experience, other: Experience) -> tuple[bool, bool, bool, bool, bool]:
    """Whether they differ in level, manner, public, objet and carrier; what a record does not say makes no difference."""
    ours, theirs = _traits(o)[one.id], _traits(o)[other.id]
    return (
        ours.rang > 0 < theirs.rang and abs(theirs.rang - ours.rang) >= 2,
        bool(one.modalites_animation and other.modalites_animation) and ours.familles.isdisjoint(theirs.familles),
        not any(term in other.public_vise for term in one.public_vise),
        not any(term in other.objet_traite for term in one.objet_traite),
        bool(ours.porteurs and theirs.porteurs) and not any(kind in theirs.porteurs for kind in ours.porteurs),
    )


def _unlike(o: Observatoire, one: Experience, other: Experience) -> str:
    if one.objet_traite[0] == other.objet_traite[0]:
        shared = f"Même objet ({_lower(o.libelle('objet_traite', one.objet_traite[0]))})"
    else:
        shared = f"Même manière ({_lower(o.libelle('modalites_animation', one.modalites_animation[0]))})"
    return _sentence([shared, *differences(o, one, other)[:2]])


def _lower(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _sentence(parts: Iterable[str]) -> str:
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def en_regard(o: Observatoire, experience: Experience) -> tuple[tuple[Experience, str], ...]:
    """What to read beside a practice, with the reason: said by the records first, then measured (three close, two contrasting); each once."""
    found: dict[str, str] = {}
    if experience.fait_partie_de:
        found[experience.fait_partie_de] = "Elle en fait partie."
    found |= {part.id: "En fait partie." for part in o.parties_de(experience)}
    for likened, reason in o.rapprochees_de(experience):
        found[likened.id] = f"{found[likened.id]} {reason}" if likened.id in found else reason
    for other in (*proches(o, experience), *contrastees(o, experience)):
        found.setdefault(other.experience.id, other.raison)
    return tuple((o.experiences[key], reason) for key, reason in found.items())
