"""Questions that the forges ask of who would rather tell than write a file: someone writes the record from the answers.

GitHub shows a form (``.github/ISSUE_TEMPLATE/``); GitLab fills a text (``.gitlab/issue_templates/``). Both ask what the
models ask, with the words of the lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from pydantic import BaseModel

from observatoire.problems import NBSP, THIN, typeset
from observatoire.schema import COLLECTIONS
from observatoire.schema.common import Prose, Term
from observatoire.schema.experience import Experience, Recit
from observatoire.schema.groupes import Rencontre
from observatoire.schema.guide import level, question
from observatoire.schema.walk import Slot, written
from observatoire.vocabulary import Vocabulaire

Vocabulaires = Mapping[str, Vocabulaire]
Champ = dict[str, Any]

_PRIVE = (
    f"Ce que vous écrivez ici est public{NBSP}: ni courriel ni téléphone, ni nom de quelqu’un qui n’a pas donné son accord. "
    "Une réponse incomplète vaut mieux que pas de réponse."
)
_ASKED: dict[str, tuple[type[BaseModel], tuple[str, ...]]] = {
    "experience": (
        Experience,
        ("titre", "resume", "porteurs", "territoires", "debut", "fin", "objet_traite", "public_vise", "modalites_animation",
         "niveau_annonce", "niveau_constate", "lien_decision", "participants", "recit", "limites", "ce_que_nous_ferions_autrement", "sources"),
    ),
    "rencontre": (
        Rencontre,
        ("titre", "date", "type_rencontre", "groupes", "lieu", "themes", "questions_de_travail", "en_bref", "enseignements", "paroles", "decisions"),
    ),
}  # fmt: skip
"""Of each kind of record that one may tell, the fields that are asked, in the order of the questions."""


def render(vocabulaires: Vocabulaires) -> dict[str, str]:
    """Every form of the forges, by path from the root of the repository."""
    found: dict[str, str] = {".github/ISSUE_TEMPLATE/config.yml": _yaml({"blank_issues_enabled": True})}
    for order, (nom, (model, names)) in enumerate(_ASKED.items(), 1):
        row = COLLECTIONS[nom]
        asked = [*_questions(model, names, vocabulaires)]
        title = f"Raconter {row.un}"
        about = f"Quelques questions{THIN}; quelqu’un écrira la fiche d’après vos réponses."
        found[f".github/ISSUE_TEMPLATE/{order}-{nom}.yml"] = _yaml(_github(title, about, asked))
        found[f".gitlab/issue_templates/{title}.md"] = _gitlab(asked)
    told = [*_correction()]
    found[".github/ISSUE_TEMPLATE/3-correction.yml"] = _yaml(
        _github("Signaler une erreur", "Un fait à corriger, une source qui manque, un nom à retirer.", told)
    )
    found[".gitlab/issue_templates/Signaler une erreur.md"] = _gitlab(told)
    return found


def _github(name: str, about: str, questions: Sequence[Champ]) -> Champ:
    return {"name": name, "description": about, "body": [{"type": "markdown", "attributes": {"value": _PRIVE}}, *questions, _agreed()]}


def _gitlab(questions: Sequence[Champ]) -> str:
    """The same questions as headings to answer under; help stands in comments, which GitLab does not show."""
    parts = [f"<!-- {_PRIVE} -->"]
    for asked in questions:
        attributes = asked["attributes"]
        told = [attributes["description"]] if attributes.get("description") else []
        if options := attributes.get("options"):
            told.append("\n".join(f"- [ ] {option}" for option in options))
            parts.append(f"## {attributes['label']}\n\n" + "\n\n".join([*(f"<!-- {line} -->" for line in told[:-1]), told[-1]]))
        else:
            parts.append(f"## {attributes['label']}\n" + "".join(f"\n<!-- {line} -->\n" for line in told))
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def _yaml(form: Champ) -> str:
    return str(yaml.safe_dump(form, allow_unicode=True, sort_keys=False, width=1000))


# --- Questions ---


def _questions(model: type[BaseModel], names: Sequence[str], vocabulaires: Vocabulaires) -> Iterator[Champ]:
    slots = {slot.name: slot for slot in written(model)}
    for name in names:
        slot = slots[name]
        if slot.model is Recit:
            yield from (_question(Recit, each, vocabulaires, f"recit-{each.name}") for each in written(Recit))
        else:
            yield _question(model, slot, vocabulaires, name)


def _question(model: type[BaseModel], slot: Slot, vocabulaires: Vocabulaires, identifier: str) -> Champ:
    info = model.model_fields[slot.name]
    words = [
        _label(vocabulaires, name, key) for name in _lists(slot) for key in (vocabulaires[name].termes if name in vocabulaires else ())
    ]
    attributes: Champ = {"label": question(info) or typeset(str(info.title))}
    if words:
        attributes |= {"options": words, **({"multiple": True} if slot.many else {})}
    kind = "dropdown" if words else "textarea" if slot.many or slot.model or _is_long(slot) else "input"
    needed = level(info) == "E" and slot.name in ("titre", "resume", "date")
    return {"type": kind, "id": identifier, "attributes": attributes, "validations": {"required": needed}}


def _lists(slot: Slot) -> tuple[str, ...]:
    """The lists of words of a field, or of the first field of a group that chooses one: « niveau constaté »."""
    inner = written(slot.model)[:1] if slot.model and not slot.many else ()
    return tuple(name for each in (slot, *inner) for marker in each.markers if isinstance(marker, Term) for name in marker.vocabulaires)


def _label(vocabulaires: Vocabulaires, name: str, key: str) -> str:
    return vocabulaires[name].termes[key].libelle


def _is_long(slot: Slot) -> bool:
    return (slot.max_length or 0) > 160 or any(isinstance(marker, Prose) and marker.markdown for marker in slot.markers)


def _correction() -> Iterator[Champ]:
    for identifier, kind, label, needed in (
        ("page", "input", f"Sur quelle page{THIN}? Copiez son adresse.", True),
        ("erreur", "textarea", f"Qu’est-ce qui ne va pas{THIN}?", True),
        ("correction", "textarea", f"Que faudrait-il lire{THIN}?", False),
        ("source", "textarea", f"Où peut-on le vérifier{THIN}?", False),
    ):
        yield {"type": kind, "id": identifier, "attributes": {"label": label}, "validations": {"required": needed}}


def _agreed() -> Champ:
    told = "Je n’ai donné ni courriel, ni téléphone, ni nom sans accord."
    return {
        "type": "checkboxes",
        "id": "accord",
        "attributes": {"label": "Avant d’envoyer", "options": [{"label": told, "required": True}]},
    }
