"""The form of the records, for a browser: every collection of the models as fields of Sveltia CMS.

The settings hold two readings of the models: what is shown of each field (``config``), and of what kind its
value is in a file (``formes``), by which the form reads and writes records exactly as ``schema.formatting`` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files as resources
from typing import Any

from annotated_types import MinLen
from pydantic import BaseModel

from observatoire.dates import PartialDate
from observatoire.editing.schemas import record_schema
from observatoire.forge import Forge, forge
from observatoire.model import Observatoire
from observatoire.problems import NBSP, typeset
from observatoire.schema import COLLECTIONS, Collection
from observatoire.schema.common import Prose, Record, Ref, SourceCall, Term
from observatoire.schema.guide import NIVEAUX, level, may_be_unknown, question, speaks_of_typing
from observatoire.schema.lines import example
from observatoire.schema.shape import COMPUTED
from observatoire.schema.walk import Slot, written

Reglage = dict[str, Any]

ADRESSE = "admin/formulaire/"
"""Folder of the site that holds the form."""
LONG = 160
"""Characters beyond which a text is typed in a box of several lines."""
_OU_INCONNU = "Nécessaire. Cherché sans trouver ? Choisissez son nom sous « Inconnu », plus bas."
_OUI = ({"label": "Oui", "value": "true"}, {"label": "Non", "value": "false"})


def files(observatoire: Observatoire, repo_url: str) -> dict[str, bytes]:
    """What the site holds of the form, by address: nothing when no known forge would receive what it saves."""
    found = forge(repo_url)
    if found is None:
        return {}
    own = {"index.html": page(connect=found.api), "reglages.json": settings(observatoire, _backend(found), workflow=True)}
    return {ADRESSE + name: content for name, content in {**assets(), **own}.items()}


def assets() -> dict[str, bytes]:
    """What ``scripts/formulaire`` built, by file name."""
    folder = resources("observatoire.editing") / "formulaire_web"
    return {item.name: item.read_bytes() for item in sorted(folder.iterdir(), key=lambda item: item.name)}


def page(*, connect: str = "") -> bytes:
    """The page that holds the form. Its policy lets it ask this site and ``connect`` alone, and evaluate nothing."""
    policy = "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "font-src 'self'",
            "img-src 'self' data: blob:",
            f"connect-src 'self' blob: data: {connect}".strip(),
            "frame-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return _PAGE.format(policy=policy).encode()


_PAGE = """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>Le formulaire des fiches</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="formulaire.css">
</head>
<body>
<div id="nc-root"></div>
<noscript><p>Le formulaire a besoin de JavaScript. Sans lui, une fiche s’écrit dans un fichier texte.</p></noscript>
<script type="module" src="formulaire.js"></script>
</body>
</html>
"""


# --- Settings ---


def _backend(forge: Forge) -> Reglage:
    """Where the form saves. A token that the contributor pastes stands for a server of ours."""
    where = {} if forge.nom == "github" else {"api_root": f"{forge.origine}/api/v4", "base_url": forge.origine}
    return {"name": forge.nom, "repo": forge.depot, "branch": "main", "auth_methods": ["token"], **where}


def settings(observatoire: Observatoire, backend: Reglage, *, workflow: bool) -> bytes:
    """``reglages.json``: the form's configuration, the kind of every field, and the long lists that fields name.

    With ``workflow``, a draft is a branch and its publication a merge request.
    """
    found = {
        "local": not workflow,
        "formes": {row.nom: forme(row.model) for row in COLLECTIONS.values()},
        "listes": _lists(observatoire),
        "config": {
            "backend": backend,
            **({"publish_mode": "editorial_workflow"} if workflow else {}),
            "app_title": "Les fiches de l’observatoire",
            "media_folder": "content/images",
            "public_folder": "/images",
            "show_preview_links": False,
            "logo": {"src": "favicon.svg", "show_in_header": False},
            "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": 60},
            "output": {"omit_empty_optional_fields": True},
            "collections": [_collection(row, observatoire) for row in COLLECTIONS.values() if not row.single],
            "singletons": [_single(row, observatoire) for row in COLLECTIONS.values() if row.single],
        },
    }
    return (json.dumps(found, ensure_ascii=False, indent=None, separators=(",", ":")) + "\n").encode()


def _lists(observatoire: Observatoire) -> dict[str, list[Reglage]]:
    communes = [
        {"label": f"{commune.nom} ({commune.code})", "value": commune.code}
        for commune in sorted(observatoire.territory.communes, key=lambda commune: (commune.nom, commune.code))
    ]
    territoires = [{"label": t.nom, "value": t.id} for t in observatoire.territoires.values()]
    return {"communes": communes, "lieux": [*territoires, *communes]}


def _collection(row: Collection, observatoire: Observatoire) -> Reglage:
    title = row.model.titre_champ
    names = [slot.name for slot in written(row.model)]
    dated = "{{date}}-" if row.nom == "rencontre" else ""
    return {
        "name": row.nom,
        "label": row.pluriel[:1].upper() + row.pluriel[1:],
        "label_singular": row.un.split(" ", 1)[1],
        "folder": row.folder,
        "create": True,
        "delete": False,
        "extension": "yml",
        "format": f"fiche-{row.nom}",
        "identifier_field": title,
        "summary": f"{{{{{title}}}}}",
        "slug": {
            "template": f"{dated}{{{{{title}}}}}",
            "editable": ["create"],
            "hint": "Le nom du fichier, qui fera l’adresse de la page.",
            "pattern": [r"^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$", "Des minuscules sans accent, des chiffres et des tirets."],
        },
        "sortable_fields": [name for name in (title, "date", "statut") if name in names],
        "thumbnail": False,
        "fields": list(_fields(row, observatoire)),
    }


def _single(row: Collection, observatoire: Observatoire) -> Reglage:
    return {
        "name": row.nom,
        "label": row.pluriel[:1].upper() + row.pluriel[1:],
        "file": row.folder,
        "format": f"fiche-{row.nom}",
        "fields": list(_fields(row, observatoire)),
    }


def _fields(row: Collection, observatoire: Observatoire) -> Iterator[Reglage]:
    shapes = record_schema(row, observatoire.vocabulaires)["properties"]
    for slot in written(row.model):
        yield _field(row.model, slot, shapes[slot.name], row)


# --- Fields ---


def _field(model: type[BaseModel], slot: Slot, shape: Reglage, row: Collection) -> Reglage:
    info = model.model_fields[slot.name]
    need = NIVEAUX[level(info)] if level(info) in ("C", "L") else _OU_INCONNU if level(info) == "E" and may_be_unknown(info) else ""
    is_markdown = any(isinstance(marker, Prose) and marker.markdown for marker in slot.markers)
    limit = f"{slot.max_length} caractères au plus." if is_markdown else ""
    read = _many(slot, shape, row, str(info.title)) if slot.many else _one(slot, shape, row)
    hints = [*_described(info.description or "", read), limit, need]
    told = {"comment": question(info), "hint": typeset(" ".join(filter(None, hints)))}
    return {
        "name": slot.name,
        "label": typeset(str(info.title)),
        "required": info.is_required() and not _may_be_empty(model, slot),
        **{key: text for key, text in told.items() if text},
        **({"default": example(model, slot.name)} if _is_set_for(model, slot) else {}),
        **read,
    }


def _is_set_for(model: type[BaseModel], slot: Slot) -> bool:
    """A new record must say it, and nobody is asked: a draft, whose minutes are to come."""
    info = model.model_fields[slot.name]
    return issubclass(model, Record) and info.is_required() and not slot.many and not question(info)


def _described(description: str, read: Reglage) -> tuple[str, ...]:
    """The description, and how to choose in a long list: what it says of typing is for who writes the file."""
    is_long = read["widget"] == "relation" or isinstance(read.get("options"), str)
    if not is_long:
        return (description,)
    return ("" if speaks_of_typing(description) else description, "Tapez les premières lettres, puis choisissez.")


def _many(slot: Slot, shape: Reglage, row: Collection, title: str) -> Reglage:
    bounds = {short: shape[key] for key, short in (("minItems", "min"), ("maxItems", "max")) if key in shape}
    if slot.name in ("inconnu", "sans_objet"):
        return {"widget": "select", "multiple": True, "options": _field_names(row, slot.name)}
    one = _one(slot, shape["items"], row)
    if one["widget"] in ("select", "relation"):
        return {**one, "multiple": True, **bounds}
    if slot.model:
        return {
            "widget": "list",
            "collapsed": True,
            "label_singular": title,
            "summary": _summary(slot.model),
            "fields": one["fields"],
            **bounds,
        }
    return {"widget": "list", "collapsed": True, "field": {"name": "valeur", "label": typeset(title), "required": True, **one}, **bounds}


def _one(slot: Slot, shape: Reglage, row: Collection) -> Reglage:
    if slot.model:
        inner = [_field(slot.model, each, shape["properties"][each.name], row) for each in written(slot.model)]
        return {"widget": "object", "collapsed": "auto", "fields": inner}
    for marker in slot.markers:
        if isinstance(marker, Term) and "enum" in shape:
            return {"widget": "select", "dropdown_threshold": 0, "options": _terms(shape)}
        if isinstance(marker, Ref):
            return _reference(marker)
    if slot.type is bool:
        return {"widget": "select", "options": [*_OUI]}
    if slot.type in (int, float):
        limits = {short: shape[key] for key, short in (("minimum", "min"), ("maximum", "max")) if key in shape}
        return {"widget": "number", "value_type": slot.type.__name__, **({} if slot.type is int else {"step": 0.01}), **limits}
    return _text(slot, shape)


def _text(slot: Slot, shape: Reglage) -> Reglage:
    if any(isinstance(marker, Prose) and marker.markdown for marker in slot.markers):
        return {"widget": "richtext", "modes": ["raw", "rich_text"], "editor_components": []}
    # « Une au moins » is what ``required`` says already, and Sveltia would count it: « 1 / 0 / 280 ».
    limits = {short: shape[key] for key, short in (("minLength", "minlength"), ("maxLength", "maxlength")) if shape.get(key, 0) > 1}
    if "pattern" in shape:
        limits["pattern"] = [shape["pattern"], typeset(str(shape.get("patternErrorMessage", "Cette valeur n’a pas la forme attendue.")))]
    return {"widget": "text" if shape.get("maxLength", 0) > LONG else "string", "use_emoji_autocomplete": False, **limits}


def _terms(shape: Reglage) -> list[Reglage]:
    return [{"label": typeset(told), "value": term} for term, told in zip(shape["enum"], shape["enumDescriptions"], strict=True)]


def _reference(marker: Ref) -> Reglage:
    if "commune" in marker.collections:
        return {"widget": "select", "options": "lieux" if "territoire" in marker.collections else "communes"}
    (name,) = marker.collections
    title = COLLECTIONS[name].model.titre_champ
    return {
        "widget": "relation", "collection": name, "value_field": "{{slug}}", "search_fields": [title], "display_fields": [title], "dropdown_threshold": 0,
    }  # fmt: skip


def _field_names(row: Collection, name: str) -> list[Reglage]:
    fields = [{"label": typeset(str(row.model.model_fields[slot.name].title)), "value": slot.name} for slot in written(row.model)]
    computed = [{"label": each.replace("_", " "), "value": each} for each in COMPUTED if name == "inconnu"]
    return [*fields, *computed]


def _summary(model: type[BaseModel]) -> str:
    """What a folded element of a list shows: the texts that tell it from the others."""
    told = [slot.name for slot in written(model) if not slot.many and not slot.model]
    first = [name for name in ("date", "cle", "titre", "texte", "nom") if name in told][:2] or told[:1]
    return f"{NBSP}– ".join(f"{{{{fields.{name}}}}}" for name in first)


# --- Kinds ---


def forme(model: type[BaseModel]) -> Reglage:
    """Of what kind the value of each field is in a file, in the order of a record, and the lists written even when empty."""
    fields = {slot.name: _genre(slot) for slot in written(model)}
    asked = [slot.name for slot in written(model) if _may_be_empty(model, slot)]
    return {"champs": fields, **({"vides": asked} if asked else {})}


def _may_be_empty(model: type[BaseModel], slot: Slot) -> bool:
    """A list that must be there and may hold nothing: ``groupes: []`` says that no group met."""
    info = model.model_fields[slot.name]
    return slot.many and info.is_required() and not any(isinstance(item, MinLen) for item in info.metadata)


def _genre(slot: Slot) -> str | Reglage:
    if slot.model:
        return forme(slot.model)
    for marker in slot.markers:
        if isinstance(marker, SourceCall):
            return "appels"
        if isinstance(marker, Prose) and marker.markdown:
            return "markdown"
        if isinstance(marker, Ref) and "commune" in marker.collections:
            return "commune"
    if slot.type is PartialDate:
        return "date"
    if slot.type in (int, float):
        return "nombre"
    return "oui" if slot.type is bool else "texte"
