"""JSON Schemas of the records, for editors: the fields of the models, the terms of the vocabularies, French messages.

Written for any YAML language server: ``errorMessage``, ``patternErrorMessage`` and ``enumDescriptions`` are its
own words, and do nothing elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from observatoire.dates import PartialDate
from observatoire.problems import plural, typeset
from observatoire.schema import COLLECTIONS, Collection
from observatoire.schema.common import Prose, Ref, Term
from observatoire.schema.guide import NIVEAUX, level, may_be_unknown, question
from observatoire.schema.shape import COMPUTED
from observatoire.schema.walk import Slot, written
from observatoire.vocabulary import Famille, Terme, Vocabulaire

Schema = dict[str, Any]
Vocabulaires = Mapping[str, Vocabulaire]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = ".vscode/schemas"
"""Where the schemas of the repository are, and where ``.vscode/settings.json`` looks for them."""
_TYPES = {"string": "un texte", "integer": "un nombre entier", "number": "un nombre", "boolean": "true ou false"}
_KEPT = ("type", "minLength", "maxLength", "pattern", "minimum", "maximum", "errorMessage", "patternErrorMessage")
_TERM = r"^[a-z0-9_]+$"


def render(vocabulaires: Vocabulaires) -> dict[str, str]:
    """Every schema as JSON, by file name, with the list of the files that each one rules for editors."""
    found = {f"{row.nom}.schema.json": _text(row.nom, record_schema(row, vocabulaires)) for row in COLLECTIONS.values()}
    found["vocabulaire.schema.json"] = _text("vocabulaire", vocabulary_schema())
    return found


def associations() -> dict[str, str]:
    """``yaml.schemas`` of an editor's settings: the files that each schema rules, in whatever observatory."""
    files = {row.nom: row.folder if row.single else f"{row.folder}/*.yml" for row in COLLECTIONS.values()}
    files["vocabulaire"] = "content/vocabulaires/*.yml"
    return {f"./{FOLDER}/{name}.schema.json": pattern for name, pattern in files.items()}


def record_schema(row: Collection, vocabulaires: Vocabulaires) -> Schema:
    """The schema of the records of a collection, its terms those of ``vocabulaires``."""
    schema = _object(row.model, vocabulaires)
    names = [slot.name for slot in written(row.model)]
    for name, more in (("inconnu", COMPUTED), ("sans_objet", ())):
        if name in names:
            schema["properties"][name]["items"] |= {
                "enum": [*names, *more],
                "errorMessage": "Ce n’est pas le nom d’un champ de cette fiche.",
            }
    unknown = [_or_unknown(name, str(field.title)) for name, field in row.model.model_fields.items() if may_be_unknown(field)]
    schema["allOf"] += unknown
    return {"title": row.un[:1].upper() + row.un[1:], **schema}


def vocabulary_schema() -> Schema:
    """The schema of a list of terms."""
    schema = _object(Vocabulaire, {})
    for name, model in (("familles", Famille), ("termes", Terme)):
        told = "Un identifiant de mot s’écrit en minuscules sans accent, avec des tirets bas."
        named = {"pattern": _TERM, "patternErrorMessage": told}
        schema["properties"][name] |= {"type": "object", "propertyNames": named, "additionalProperties": _object(model, {})}
    return {"title": "Une liste de mots", **schema}


def _text(name: str, schema: Schema) -> str:
    return json.dumps({"$schema": DRAFT, "$id": f"{name}.schema.json", **_typeset(schema)}, ensure_ascii=False, indent=1) + "\n"


_READ = ("title", "description", "errorMessage", "patternErrorMessage", "enumDescriptions")


def _typeset(value: Any, key: str = "") -> Any:
    """``value`` with French spaces in what people read."""
    if isinstance(value, dict):
        return {name: _typeset(item, name if not isinstance(item, dict) else "") for name, item in value.items()}
    if isinstance(value, list):
        return [_typeset(item, key) for item in value]
    return typeset(value) if isinstance(value, str) and key in _READ else value


# --- Groups of fields ---


def _object(model: type[BaseModel], vocabulaires: Vocabulaires) -> Schema:
    raw = model.model_json_schema(mode="validation")
    given = raw["properties"]
    known = written(model)
    names = ", ".join(slot.name for slot in known)
    # One by one, in « allOf »: it is the only way for a missing field to have a message of its own.
    needed = {slot.name: model.model_fields[slot.name] for slot in known if model.model_fields[slot.name].is_required()}
    kind = {"type": "object", "errorMessage": f"Un groupe de champs est attendu ici : {names}."}
    return {
        "additionalProperties": False,
        "errorMessage": "Ce champ n’est pas connu ici. Corrigez son nom, ou retirez-le.",
        "properties": {slot.name: _property(model, slot, given[slot.name], vocabulaires) for slot in known},
        "allOf": [kind, *(_required(name, str(field.title)) for name, field in needed.items())],
    }


def _required(name: str, title: str) -> Schema:
    return {"required": [name], "errorMessage": f"Il manque le champ « {name} » ({title})."}


def _or_unknown(name: str, title: str) -> Schema:
    """The field is there, or named under ``inconnu``."""
    told = f"Il manque le champ « {name} » ({title}). Si on l’a cherché sans le trouver, nommez-le sous « inconnu »."
    named = {"properties": {"inconnu": {"contains": {"const": name}}}, "required": ["inconnu"]}
    return {"if": {"not": named}, "then": {"required": [name], "errorMessage": told}}


# --- Fields ---


def _property(model: type[BaseModel], slot: Slot, given: Schema, vocabulaires: Vocabulaires) -> Schema:
    field = model.model_fields[slot.name]
    told = " ".join(filter(None, [question(field), field.description, _details(slot, vocabulaires), NIVEAUX[level(field)]]))
    described: Schema = {"title": field.title, "description": told}
    if examples := [_plain(example, slot) for example in field.examples or ()]:
        described["examples"] = examples
    given = _without_null(given)
    one = given.get("items", {}) if slot.many else given
    value = _object(slot.model, vocabulaires) if slot.model else _value(slot, one, vocabulaires)
    if not slot.many:
        return {**described, **value}
    bounds: Schema = {key: given[key] for key in ("minItems", "maxItems") if key in given}
    return {**described, "type": "array", "items": value, **bounds, "errorMessage": "Une liste est attendue : un tiret par élément."}


def _without_null(given: Schema) -> Schema:
    return next((one for one in given.get("anyOf", ()) if one.get("type") != "null"), given)


def _plain(example: Any, slot: Slot) -> Any:
    return int(example) if slot.type is PartialDate and isinstance(example, str) and example.isdigit() else example


def _value(slot: Slot, given: Schema, vocabulaires: Vocabulaires) -> Schema:
    value: Schema = {key: given[key] for key in _KEPT if key in given}
    if str(value.get("type")) in _TYPES:
        value.setdefault("errorMessage", f"On attend ici {_TYPES[value['type']]}.{_quotes(value)}")
    for marker in slot.markers:
        if isinstance(marker, Term):
            return value | dict(_terms(marker, vocabulaires))
        if isinstance(marker, Ref) and "commune" not in marker.collections:
            told = "Un identifiant est le nom d’un fichier, sans « .yml » : minuscules, chiffres et tirets."
            return value | {"pattern": r"^[a-z0-9][a-z0-9-]*$", "patternErrorMessage": told}
    return value


def _quotes(value: Schema) -> str:
    return " Mettez-le entre guillemets." if value["type"] == "string" else ""


def _terms(marker: Term, vocabulaires: Vocabulaires) -> Iterator[tuple[str, Any]]:
    """The words to choose from, each with what it means; none when the list is not known."""
    lists = [vocabulaires[name] for name in marker.vocabulaires if name in vocabulaires]
    terms = {key: f"{terme.libelle} – {terme.definition}" for found in lists for key, terme in found.termes.items()}
    if terms:
        yield "enum", list(terms)
        yield "enumDescriptions", list(terms.values())
        yield "errorMessage", f"Ce mot n’est pas dans la liste « {' ou '.join(marker.vocabulaires)} »."


def _details(slot: Slot, vocabulaires: Vocabulaires) -> str:
    """What is to be known of the value: the list of its words, the folder of the records it names, its length."""
    for marker in slot.markers:
        if isinstance(marker, Term):
            return f"À choisir dans la liste {' ou '.join(vocabulaires[n].nom if n in vocabulaires else n for n in marker.vocabulaires)}."
        if isinstance(marker, Ref):
            folders = [COLLECTIONS[name].folder for name in marker.collections if name in COLLECTIONS]
            told = f"L’identifiant d’une fiche de {' ou '.join(folders)}/." if folders else ""
            return (
                told
                if "commune" not in marker.collections
                else f"Une commune : son code INSEE entre guillemets, ou son nom. {told}".strip()
            )
    limit = f" {plural(slot.max_length, 'caractère')} au plus." if slot.max_length else ""
    is_markdown = any(isinstance(marker, Prose) and marker.markdown for marker in slot.markers)
    return (f"Texte long, après « | », à la ligne et décalé.{limit}" if is_markdown else limit).strip()
