"""The interview sheet of a kind of record: its fields, asked aloud, with room to write."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from observatoire.dates import PartialDate
from observatoire.editing.feuilles import Feuille, Partie, Question, Tableau
from observatoire.problems import typeset
from observatoire.schema import Collection
from observatoire.schema.common import Fiche, Prose, SourceCall, Term
from observatoire.schema.gabarits import MANY
from observatoire.schema.guide import level, question, speaks_of_typing
from observatoire.schema.walk import Slot, written
from observatoire.vocabulary import Vocabulaire

Vocabulaires = Mapping[str, Vocabulaire]

_CHAPO = (
    "Pour raconter sans écrire de fiche : quelqu’un pose les questions, quelqu’un note. Sautez ce qui ne vous parle pas ; « on ne sait pas » est une réponse. "
    "Ce que vous dites sera public : ni courriel, ni téléphone, ni nom de qui n’a pas donné son accord.",
    "Remettez la feuille à l’équipe de l’observatoire, qui en fera une fiche et vous la fera relire.",
)
_BLANK_ROWS = 4


def feuille(row: Collection, vocabulaires: Vocabulaires) -> Feuille:
    """What is asked of who tells ``row``: first what a complete record needs, then the rest."""
    asked = [slot for slot in written(row.model) if question(row.model.model_fields[slot.name]) and slot.name not in _FOR_WHO_EDITS]
    own = [slot for slot in asked if not (issubclass(row.model, Fiche) and slot.name in Fiche.model_fields)]
    first = [slot for slot in own if level(row.model.model_fields[slot.name]) in ("E", "C", "L")]
    shared = [slot for slot in asked if slot not in own]
    parts = {"L’essentiel": first, "Pour en dire plus": [slot for slot in own if slot not in first], "Pour finir": shared}
    parties = [Partie(title, tuple(_question(row.model, slot, vocabulaires) for slot in found)) for title, found in parts.items() if found]
    return Feuille(typeset(f"Feuille d’entretien : {row.un}"), tuple(map(typeset, _CHAPO)), tuple(parties))


_FOR_WHO_EDITS = {"mots_cles", "sans_objet", "inconnu"}
"""Asked of who writes the record, not of who tells."""


def _question(model: type[BaseModel], slot: Slot, vocabulaires: Vocabulaires) -> Question:
    info = model.model_fields[slot.name]
    text = question(info) or f"{info.title}"
    help_ = typeset(info.description or "") if not speaks_of_typing(info.description or "") else ""
    if slot.model and slot.many:
        inside = _inside(slot.model)
        tableau = Tableau(tuple(_title(slot.model, inner) for inner in inside), tuple(map(_width, inside)), vides=_BLANK_ROWS)
        return Question(text, help_, tableau=tableau)
    if slot.model and len(_inside(slot.model)) == 1:
        return Question(text, help_, lignes=_lines(_inside(slot.model)[0]))
    if slot.model:
        return Question(text, help_, dans=tuple(_question(slot.model, inner, vocabulaires) for inner in _inside(slot.model)))
    choices, more = _choices(slot, vocabulaires)
    return Question(text, " ".join(filter(None, [help_, more])), choices, 0 if choices else _lines(slot))


def _inside(model: type[BaseModel]) -> list[Slot]:
    """Fields of a group that can be told: those that have a question, else those that do not serve the record."""
    told = [slot for slot in written(model) if slot.name not in _FOR_THE_RECORD and not _is_call(slot)]
    return [slot for slot in told if question(model.model_fields[slot.name])] or [slot for slot in told if not slot.model]


_FOR_THE_RECORD = {"cle", "sous_titre", "livret", "fichier", "licence"}
"""What numbers a part of a record or places it."""


def _is_call(slot: Slot) -> bool:
    return any(isinstance(marker, SourceCall) for marker in slot.markers)


def _width(slot: Slot) -> int:
    """Share of a column: a text takes more room than a date."""
    return 2 + min(slot.max_length or 60, 300) // 100


def _title(model: type[BaseModel], slot: Slot) -> str:
    return str(model.model_fields[slot.name].title or slot.name)


def _choices(slot: Slot, vocabulaires: Vocabulaires) -> tuple[tuple[str, ...], str]:
    """Boxes to tick, or what a long list holds."""
    lists = [
        vocabulaires[name] for marker in slot.markers if isinstance(marker, Term) for name in marker.vocabulaires if name in vocabulaires
    ]
    labels = tuple(terme.libelle for found in lists for terme in found.termes.values())
    if not labels or len(labels) <= MANY:
        return labels, ""
    families = [famille.libelle.lower() for found in lists for famille in found.familles.values()]
    return (), f"Par exemple, parmi : {', '.join(families)}." if families else ""


def _lines(slot: Slot) -> int:
    """Room for what people write by hand: about sixty signs a line."""
    if slot.type in (int, float, bool, PartialDate):
        return 1
    if any(isinstance(marker, Prose) and marker.markdown for marker in slot.markers):
        return 7
    if any(isinstance(marker, Prose) for marker in slot.markers) and slot.max_length:
        return min(max(slot.max_length // 60, 1), 5)
    return 2 if slot.many else 1
