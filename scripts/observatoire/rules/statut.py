"""What a status promises: completeness, arguments, no twin record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from rapidfuzz import fuzz

from observatoire.problems import NBSP, THIN, Severity
from observatoire.rules import Context, Finding, rule
from observatoire.schema.common import Fiche
from observatoire.schema.experience import Experience, Recit
from observatoire.schema.groupes import Rencontre
from observatoire.schema.guide import level, question
from observatoire.schema.shape import slug

_ASKED_FIRST = (
    "limites",
    "ce_que_nous_ferions_autrement",
    "niveau_annonce",
    "niveau_constate",
    "participants",
    "effets",
    "enseignements",
    "recit",
    "acces",
    "animation_par",
    "lien_decision",
    "etapes",
)
"""To finish a record, in this order; then the others, in the order of the record."""


def missing(fiche: Fiche) -> tuple[str, ...]:
    """Level-C fields that the record neither fills, nor says unknown or not applicable."""
    excused = {*fiche.sans_objet, *fiche.inconnu}
    if isinstance(fiche, Experience) and fiche.etat == "en_cours":
        excused.add("fin")
    if isinstance(fiche, Rencontre) and not fiche.groupes:
        excused |= {"numero", "enseignements"}  # A regional event is no day of a group.
    return tuple(name for name in _asked(type(fiche)) if name not in excused and not _filled(getattr(fiche, name)))


@cache
def _asked(model: type[Fiche]) -> tuple[str, ...]:
    """Fields of level C."""
    return tuple(name for name, field in model.model_fields.items() if level(field) == "C")


def _filled(value: object) -> bool:
    if isinstance(value, Recit):
        return len(value.rubriques) >= 3
    if isinstance(value, Fiche) or not hasattr(value, "model_fields_set"):
        return value is not None and value != ()
    return any(_filled(getattr(value, name)) for name in type(value).model_fields)  # type: ignore[attr-defined]


def answered(fiche: Fiche) -> tuple[int, int]:
    """How many level-C fields are answered, and how many there are."""
    asked = len(_asked(type(fiche)))
    return asked - len(missing(fiche)), asked


def completeness(fiche: Fiche) -> int:
    """Per cent of the level-C fields that are answered, 100 when the record asks none."""
    return _share(fiche, missing(fiche))


def _share(fiche: Fiche, left: tuple[str, ...]) -> int:
    asked = _asked(type(fiche))
    return 100 if not asked else round(100 * (1 - len(left) / len(asked)))


def titles(fiche: Fiche, names: tuple[str, ...]) -> list[str]:
    """French names of fields, in their order."""
    return [str(type(fiche).model_fields[name].title or name).lower() for name in names]


def questions(fiche: Fiche, count: int = 3) -> list[str]:
    """What to ask to finish a record: the ``count`` most useful questions."""
    return _questions_on(fiche, missing(fiche))[:count]


def _questions_on(fiche: Fiche, left: tuple[str, ...]) -> list[str]:
    first = [name for name in _ASKED_FIRST if name in left]
    names = [*first, *(name for name in left if name not in first)]
    return [asked for name in names if (asked := question(type(fiche).model_fields[name]))]


@rule("X54", Severity.AVERTISSEMENT)
def titres_distincts(context: Context) -> Iterator[Finding]:
    """Deux fiches d’une même collection n’ont pas presque le même titre : l’une double sans doute l’autre."""
    for records in context.observatoire.records.values():
        fiches = [fiche for fiche in records.values() if isinstance(fiche, Fiche)]
        for one, other in _twins(fiches):
            yield Finding(
                other,
                (type(other).titre_champ,),
                f"Le titre ressemble fort à celui de {one.fichier} («{NBSP}{one.libelle}{NBSP}»). Est-ce la même chose{THIN}?",
            )


def _twins(fiches: list[Fiche]) -> Iterator[tuple[Fiche, Fiche]]:
    """Pairs of near titles. Only records that share a rare word are compared, so that the cost stays linear."""
    words: dict[str, list[int]] = defaultdict(list)
    names = [slug(fiche.libelle) for fiche in fiches]
    for n, name in enumerate(names):
        for word in sorted(set(name.split("-"))):
            words[word].append(n)
    pairs = {pair for found in words.values() if 1 < len(found) <= 12 for pair in combinations(found, 2)}
    pairs |= {(group[0], n) for group in _same(names) for n in group[1:]}
    for a, b in sorted(pairs):
        if names[a] == names[b] or (fuzz.ratio(names[a], names[b]) >= 94 and not _differ_by_number(names[a], names[b])):
            yield fiches[a], fiches[b]


def _same(names: list[str]) -> list[list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for n, name in enumerate(names):
        groups[name].append(n)
    return [group for group in groups.values() if len(group) > 1]


def _differ_by_number(one: str, other: str) -> bool:
    ours, theirs = set(one.split("-")), set(other.split("-"))
    return all(any(sign.isdigit() for sign in word) for word in ours ^ theirs)


@rule("X57")
def ecart_argumente(context: Context) -> Iterator[Finding]:
    """Quand le niveau constaté diffère du niveau annoncé, un argument dit pourquoi."""
    for experience in context.observatoire.experiences.values():
        constate = experience.niveau_constate
        if constate is None or experience.niveau_annonce in (None, "non_precise", constate.niveau) or constate.argument:
            continue
        message = f"On a annoncé «{NBSP}{experience.niveau_annonce}{NBSP}» et constaté «{NBSP}{constate.niveau}{NBSP}»{NBSP}: ajoutez «{NBSP}argument{NBSP}», qui dit ce que l’on a observé."
        yield Finding(experience, ("niveau_constate", "niveau"), message)


@rule("X58")
def fiche_validee_complete(context: Context) -> Iterator[Finding]:
    """Une fiche validée est complète : chaque champ de niveau C est rempli, ou dit sans objet ou inconnu."""
    for fiche in context.fiches:
        if fiche.statut == "validee" and (left := missing(fiche)):
            message = f"La fiche est dite validée, et il manque{NBSP}: {', '.join(left)}. Remplissez-les, ou nommez-les dans «{NBSP}sans_objet{NBSP}» ou «{NBSP}inconnu{NBSP}»."
            yield Finding(fiche, ("statut",), message)


@rule("C43")
def fictif_a_part(context: Context) -> Iterator[Finding]:
    """Un exemple fictif ne se mêle pas à de vraies fiches : il n’a sa place que dans un observatoire tout entier fictif."""
    fiches = list(context.fiches)
    if all(fiche.fictif or fiche.recueil.origine is None for fiche in fiches):
        return
    for fiche in fiches:
        if fiche.fictif:
            message = f"Cette fiche est un exemple fictif, et d’autres ici sont vraies. Retirez-la, ou dites d’où viennent ses faits{NBSP}: «{NBSP}recueil{NBSP}», «{NBSP}origine{NBSP}»."
            yield Finding(fiche, ("recueil", "origine"), message)


@rule("K71", Severity.INFO)
def fiche_a_completer(context: Context) -> Iterator[Finding]:
    """Où en est une fiche qui n’est pas encore validée : ce qui manque, et trois questions pour la finir."""
    for fiche in context.fiches:
        if fiche.statut in ("validee", "archivee") or not (left := missing(fiche)):
            continue
        asked = "".join(f"\n– {question}" for question in _questions_on(fiche, left)[:3])
        message = (
            f"Fiche complète à {_share(fiche, left)}{THIN}%. Pour la valider, il manque{NBSP}: {', '.join(titles(fiche, left))}.{asked}"
        )
        yield Finding(fiche, ("statut",), message, key=True)
