"""Who was there, by category: counted so that nobody is told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from observatoire.model import Observatoire
from observatoire.schema.acteurs import Personne
from observatoire.schema.groupes import Groupe, Invite, Rencontre

SEUIL = 3
"""A category of fewer persons is counted with another: a total of one or two would say who came, or who kept their name back."""


class Part(NamedTuple):
    """How many persons of one category, or of several counted together."""

    libelle: str
    """``Élus``; ``Élus, bénévoles et citoyens`` when two are counted together."""
    nombre: int


def by_category(o: Observatoire, personnes: Iterable[Personne]) -> tuple[Part, ...]:
    """Persons by family of ``type_acteur``, in the order of the list; ``()`` when they are fewer than the threshold.

    Families without anyone are left out. Those under the threshold are joined, and with them, when that is not
    enough, the smallest of the others.
    """
    actors = o.vocabulaires["type_acteur"]
    families = [actors.famille_de(p.type_acteur) for p in personnes]
    counts = {key: families.count(key) for key in actors.familles if key in families}
    joined = {key for key, count in counts.items() if count < SEUIL}
    others = sorted((key for key in counts if key not in joined), key=lambda key: counts[key])
    while joined and sum(counts[key] for key in joined) < SEUIL and others:
        joined.add(others.pop(0))
    if sum(counts.values()) < SEUIL:
        return ()
    parts = [((key,) if key not in joined else tuple(k for k in counts if k in joined)) for key in counts]
    return tuple(
        Part(_said([actors.familles[key].libelle for key in keys]), sum(counts[key] for key in keys)) for keys in dict.fromkeys(parts)
    )


def _said(labels: list[str]) -> str:
    """``["Élus", "Bénévoles et citoyens"]`` → ``Élus, bénévoles et citoyens``; ``["Élus", "Autres"]`` → ``Élus et autres``."""
    first, *others = [labels[0], *(label[:1].lower() + label[1:] for label in labels[1:])]
    if not others:
        return first
    joint = ", " if " et " in others[-1] else " et "
    return ", ".join([first, *others[:-1]]) + joint + others[-1]


class Presence(NamedTuple):
    """How many members came, on average, over the meetings whose minutes are public."""

    moyenne: float
    rencontres: int


def presence_of(o: Observatoire, groupe: Groupe) -> Presence | None:
    """The group's mean attendance; ``None`` under three meetings, where a mean would say too much."""
    members = {p.id for p in o.membres(groupe)}
    counts = [
        len(members & set(r.participants.presents))
        for r in o.rencontres_du_groupe(groupe) if r.compte_rendu_public and r.participants.presents
    ]  # fmt: skip
    return Presence(sum(counts) / len(counts), len(counts)) if len(counts) >= SEUIL else None


class Venus(NamedTuple):
    """Who came, without telling who."""

    presents: int
    """Members of the groups that met; all those noted when no group met. 0 when that is not known."""
    membres: int
    categories: Sequence[Part]
    nommes: Sequence[Invite]
    """Guests who agreed to be named."""
    invites: int


def venus_a(o: Observatoire, r: Rencontre) -> Venus:
    """What minutes tell of those who came; nothing as long as the group has not accepted them."""
    if not r.compte_rendu_public:
        return Venus(0, 0, (), (), 0)
    members = {p.id for key in r.groupes for p in o.membres(o.groupes[key])}
    present = [o.personnes[key] for key in r.participants.presents if key in members or not members]
    invited = r.participants.invites
    return Venus(
        len(present), len(members), by_category(o, present), [i for i in invited if i.consentement and i.nom_affiche], len(invited)
    )
