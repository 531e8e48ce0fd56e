"""What contributors are told of the fields, generated from the models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from observatoire.dates import PartialDate
from observatoire.problems import typeset
from observatoire.schema.common import Ref, Term
from observatoire.schema.lines import example, scalar
from observatoire.schema.walk import Slot, written

NIVEAUX = {
    "E": "Nécessaire pour exister.",
    "C": "Nécessaire à une fiche validée.",
    "L": "Nécessaire pour le livret.",
    "o": "Facultatif.",
}
"""What each level of demand means."""


@dataclass(frozen=True)
class Champ:
    """A field as contributors read of it."""

    nom: str
    """Dotted inside groups, ``[]`` inside lists: ``etapes[].date``."""
    titre: str
    question: str
    """What one asks aloud to fill it; ``""`` when nobody is asked."""
    description: str
    niveau: str
    """``E``, ``C``, ``L`` or ``o``."""
    type: str
    """French, for a beginner: « texte (280 caractères au plus) »."""
    exemple: str


def fields(model: type[BaseModel], prefix: str = "") -> tuple[Champ, ...]:
    """Every field of a model, nested ones after their parent, in the order a record is written."""
    found: list[Champ] = []
    for slot in written(model):
        field = model.model_fields[slot.name]
        shown = _example(example(model, slot.name)) if field.examples else ""
        name, titre = prefix + slot.name, field.title or slot.name
        found.append(Champ(name, titre, question(field), field.description or "", level(field), _kind(slot), shown))
        if slot.model:
            found += fields(slot.model, f"{prefix}{slot.name}{'[]' if slot.many else ''}.")
    return tuple(found)


def _kind(slot: Slot) -> str:
    for marker in slot.markers:
        if isinstance(marker, Term):
            return ("mots" if slot.many else "mot") + " de la liste " + " ou ".join(marker.vocabulaires)
        if isinstance(marker, Ref):
            return "identifiant d’une fiche : " + " ou ".join(marker.collections)
    if slot.model:
        return "liste de groupes de champs" if slot.many else "groupe de champs"
    kind = _NOMS.get(slot.type, "texte")
    if kind == "texte" and slot.max_length:
        kind += f" ({slot.max_length} caractères au plus)"
    return f"liste : {kind}" if slot.many else kind


_NOMS: dict[Any, str] = {int: "nombre entier", float: "nombre", bool: "true ou false", PartialDate: "date"}
"""What a beginner calls a type."""


def _example(value: Any) -> str:
    return ", ".join(map(scalar, value)) if isinstance(value, list) else scalar(value)


def level(field: FieldInfo) -> str:
    """Level of demand of a field: ``E``, ``C``, ``L`` or ``o``."""
    return str(_extra(field).get("niveau", "o"))


def question(field: FieldInfo) -> str:
    """What one asks aloud to fill a field, with French spaces; ``""`` when nobody is asked."""
    return typeset(str(_extra(field).get("question", "")))


def may_be_unknown(field: FieldInfo) -> bool:
    """A record may name the field under ``inconnu`` instead of filling it."""
    return bool(_extra(field).get("inconnu"))


def _extra(field: FieldInfo) -> dict[str, Any]:
    return field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}


def feuille_path(collection: str, form: str) -> str:
    """Where the site gives the interview sheet of a collection, as ``pdf`` or ``odt``."""
    return f"contribuer/feuilles/{collection}.{form}"


def speaks_of_typing(description: str) -> bool:
    """Of what one types in a file, which means nothing on paper or before a list to choose from."""
    return any(word in description for word in ("INSEE", "2013-05", "identifiant", "clé", "fichier", "(s1", "_"))
