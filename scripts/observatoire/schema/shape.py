"""One file's data to one record, or every error of shape at once, in French, with the line to paste.

Codes T10 to T19: text, date, hour, length, list, count, unknown key, number or format, yes/no,
missing key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError
from rapidfuzz import fuzz, process

from observatoire.dates import ANNEES
from observatoire.problems import NBSP, THIN, InvalidData, Mend, Problem, Severity, number, plural, typeset
from observatoire.schema.common import Prose, Record
from observatoire.schema.guide import may_be_unknown, question
from observatoire.schema.lines import (
    block,
    commented,
    example,
    filled,
    head_of,
    inserted,
    number_in,
    replaced,
    rewritten,
    scalar,
    under,
)  # fmt: skip
from observatoire.schema.walk import Slot, slot_at, slots
from observatoire.sources import Document, Path, comments, quoted

MAX_CHARACTERS = 12_000
"""A whole record without its comments; the glossary and other single files may be longer."""

_FILLED_BY_US = ("id", "fichier")
_TRUE = {"oui", "vrai", "yes", "o", "on", "1", "true"}
_FALSE = {"non", "faux", "no", "n", "off", "0", "false"}


def shape(model: type[Record], document: Document, identifier: str, *, single: bool = False) -> Record:
    """The record that ``document`` holds. Raises ``InvalidData`` with every error of shape."""
    problems = [*_too_long_a_file(document)] if not single else []
    if not isinstance(document.data, dict):
        raise InvalidData([*problems, _not_a_record(model, document)])
    data = _without_nulls(document.data)
    problems += [_unknown_key(model, document, (key,)) for key in _FILLED_BY_US if key in data]
    try:
        record = _validated(model, document, identifier, data)
    except ValidationError as error:
        problems += _shape_problems(model, document, data, error)
        raise InvalidData(_once(problems)) from None
    problems += [*_missing(model, document, data), *_unknown_names(model, document, data)]
    if problems:
        raise InvalidData(problems)
    return record


def rest_of(model: type[Record], document: Document, identifier: str) -> Record | None:
    """What a record of the wrong shape says besides, its faulty fields left out; ``None`` when what is left makes none.

    One mistake must not hide the others until it is mended.
    """
    if not isinstance(document.data, dict):
        return None
    data = _without_nulls(document.data)
    try:
        return _validated(model, document, identifier, data)
    except ValidationError as error:
        faulty = {details["loc"][0] for details in error.errors(include_url=False) if details["loc"]}
    try:
        return _validated(model, document, identifier, {key: value for key, value in data.items() if key not in faulty})
    except ValidationError:
        return None


def _validated(model: type[Record], document: Document, identifier: str, data: dict[str, Any]) -> Record:
    return model.model_validate({**data, "id": identifier, "fichier": document.file})


def _shape_problems(model: type[Record], document: Document, data: dict[str, Any], error: ValidationError) -> Iterator[Problem]:
    """One mistake, one problem: a key that is only misspelt is not also missing."""
    errors = error.errors(include_url=False)
    unknown = [tuple(details["loc"]) for details in errors if details["type"] == "extra_forbidden"]
    misspelt = {(*path[:-1], _near_key(model, document, path)) for path in unknown}
    yield from (_translate(model, document, details) for details in errors if tuple(details["loc"]) not in misspelt)
    yield from (problem for name, problem in _missing_by_name(model, document, data) if (name,) not in misspelt)
    if not any(details["loc"][:1] in (("inconnu",), ("sans_objet",)) for details in errors):
        yield from _unknown_names(model, document, data)


def slug(text: str) -> str:
    """``Été à Lille`` → ``ete-a-lille``: what an identifier may look like."""
    expanded = text.replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae").replace("Æ", "Ae")
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", expanded).lower() if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")


def _without_nulls(value: Any) -> Any:
    """An empty key is an absent key: templates may leave some."""
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value


def _once(problems: list[Problem]) -> list[Problem]:
    return list({(p.line, p.column, p.code, p.message): p for p in problems}.values())


def _problem(document: Document, place: tuple[int, int], code: str, message: str, mend: Mend | None = None) -> Problem:
    return Problem(document.file, *place, code, Severity.ERREUR, message, mend)


# --- Whole file ---


def _too_long_a_file(document: Document) -> Iterator[Problem]:
    excess = len(document.text) - MAX_CHARACTERS
    if excess > 0:
        excess -= sum(len(comment.text) + 1 for comment in comments(document.text))
    if excess > 0:
        message = f"La fiche compte {plural(excess, 'caractère')} de trop (limite{NBSP}: {number(MAX_CHARACTERS)}). Déplacez le détail vers une ressource."
        yield _problem(document, (1, 1), "T13", message)


def _not_a_record(model: type[Record], document: Document) -> Problem:
    message = f"Le fichier ne contient aucun champ lisible. Une fiche commence par «{NBSP}nom du champ{NBSP}: valeur{NBSP}»."
    given = document.data if isinstance(document.data, str) else None
    record = {name: value for name, value in filled(model, given).items() if name not in _FILLED_BY_US}
    if left := [name for name in _needed_or_unknown(model) if name not in record]:
        record["inconnu"] = left
    last = max(len(document.lines), 1)
    return _problem(document, (1, 1), "T19", message, Mend(1, last, "\n".join(block(record))))


# --- Missing keys ---


def _missing(model: type[Record], document: Document, data: dict[str, Any]) -> list[Problem]:
    return [problem for _, problem in _missing_by_name(model, document, data)]


def _missing_by_name(model: type[Record], document: Document, data: dict[str, Any]) -> Iterator[tuple[str, Problem]]:
    """Required fields that ``inconnu`` may replace: pydantic does not know of them."""
    unknown = data.get("inconnu")
    unknown = unknown if isinstance(unknown, (list, str)) else []
    for name in _needed_or_unknown(model):
        if name not in data and name not in unknown:
            yield name, _missing_key(model, document, (name,))


@cache
def _needed_or_unknown(model: type[Record]) -> tuple[str, ...]:
    return tuple(name for name, field in model.model_fields.items() if may_be_unknown(field))


def _missing_key(model: type[Record], document: Document, path: Path) -> Problem:
    name = str(path[-1])
    field = _field(model, path)
    title = (field.title if field else None) or name
    message = f"Il manque le champ «{NBSP}{name}{NBSP}» ({title})."
    if field:
        message = " ".join(filter(None, [message, question(field), typeset(field.description or "")]))
    if field and may_be_unknown(field):
        message += f" Si on l’a cherché sans le trouver, écrivez «{NBSP}inconnu: [{name}]{NBSP}»."
    holder = _model_at(model, path[:-1])
    value = example(holder, name) if name in holder.model_fields else "À compléter"
    if "À compléter" not in (value, *(value if isinstance(value, list) else ())):
        message += f" La réponse proposée est un exemple{NBSP}: mettez la vôtre."  # Pasted as it is, it would pass for a fact.
    place = document.key_at(path) if path in document.marks else document.at(path[:-1])
    order = [slot.name for slot in slots(holder)]
    return _problem(document, place, "T19", message, inserted(document, path, value, order))


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel]:
    slot = slot_at(model, path)
    return slot.model if slot and slot.model else model


def _field(model: type[BaseModel], path: Path) -> Any:
    return _model_at(model, path[:-1]).model_fields.get(str(path[-1]))


# --- Unknown keys ---


def _unknown_key(model: type[Record], document: Document, path: Path) -> Problem:
    name = str(path[-1])
    place = document.key_at(path)
    if name in _FILLED_BY_US and len(path) == 1:
        message = (
            f"«{NBSP}{name}{NBSP}» ne s’écrit pas dans la fiche{NBSP}: c’est le nom du fichier qui identifie la fiche. Retirez cette ligne."
        )
        return _problem(document, place, "T16", message, commented(document, path))
    message = f"«{NBSP}{name}{NBSP}» n’est pas un champ connu ici."
    if near := _near_key(model, document, path):
        message += f" Vouliez-vous dire «{NBSP}{near}{NBSP}»{THIN}?"
        mend = _renamed(model, document, path, near)
        is_slip = slug(name) == slug(near)  # Accents, capitals, hyphens.
        return _problem(document, place, "T16", message, _surely(mend) if is_slip else mend)
    message += f" Les champs possibles{NBSP}: {', '.join(_known_keys(model, path)[:40])}."
    return _problem(document, place, "T16", message, commented(document, path))


def _known_keys(model: type[Record], path: Path) -> list[str]:
    return [slot.name for slot in slots(_model_at(model, path[:-1])) if slot.name not in _FILLED_BY_US]


def _near_key(model: type[Record], document: Document, path: Path) -> str | None:
    """The field, not yet written, whose name is most like the unknown key at ``path``."""
    name = str(path[-1])
    if name in _FILLED_BY_US and len(path) == 1:
        return None
    present = _read(document, path[:-1])
    free = [key for key in _known_keys(model, path) if key not in present]
    near = process.extractOne(slug(name).replace("-", "_"), free, scorer=fuzz.ratio, score_cutoff=65)
    return near[0] if near else None


def _renamed(model: type[Record], document: Document, path: Path, name: str) -> Mend:
    number, column = document.key_at(path)
    line = document.line(number)
    written = line[column - 1 :]
    after = written[len(str(path[-1])) + 1 :] if written.startswith(f"{path[-1]}:") else written.partition(":")[2]
    head = line[: column - 1] + f"{name}:"
    value = _read(document, path)
    slot = slot_at(model, (*path[:-1], name))
    if slot and slot.many and not isinstance(value, (dict, list)):
        return Mend(*document.span(path), "\n".join(under(head, _as_list(slot, value))))
    return Mend(number, number, head + after)


COMPUTED = ("membres", "rencontres", "comptes_rendus")
"""What ``inconnu`` may also name: computed relations that were looked for and not found."""


def _unknown_names(model: type[Record], document: Document, data: dict[str, Any]) -> Iterator[Problem]:
    names = [slot.name for slot in slots(model) if slot.name not in _FILLED_BY_US]
    for key in ("inconnu", "sans_objet"):
        for index, name in enumerate(data.get(key, ())):
            if name in names or (key == "inconnu" and name in COMPUTED):
                continue
            near = process.extractOne(slug(str(name)).replace("-", "_"), names, scorer=fuzz.ratio, score_cutoff=60)
            message = f"«{NBSP}{name}{NBSP}» n’est pas un champ de cette fiche."
            if near:
                message += f" Vouliez-vous dire «{NBSP}{near[0]}{NBSP}»{THIN}?"
                mend = replaced(document, (key, index), near[0])
            else:
                mend = rewritten(document, (key,), [other for other in data[key] if other != name])
            yield _problem(document, document.at((key, index)), "T16", message, mend)


# --- What pydantic says ---


def _translate(model: type[Record], document: Document, details: Any) -> Problem:
    path = tuple(details["loc"])
    kind = details["type"]
    if kind == "missing":
        return _missing_key(model, document, path)
    if kind == "extra_forbidden":
        return _unknown_key(model, document, path)
    code, told = _TOLD.get(kind, ("T17", _unexpected))
    message, mend = told(model, document, path, details)
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    return _problem(document, document.at(_place(path, details)), code, f"«{NBSP}{name}{NBSP}»{NBSP}: {message}", mend)


def _place(path: Path, details: Any) -> Path:
    """Where to look: of a list too long, the first element too many."""
    return (*path, details["ctx"]["max_length"]) if details["type"] == "too_long" else path


Told = tuple[str, Mend | None]


def _read(document: Document, path: Path) -> Any:
    value = document.data
    for step in path:
        value = value[step]
    return value


def _written(document: Document, path: Path) -> str:
    """The value at ``path`` as it stands in the file: ``15.000`` is a thousand times what YAML reads."""
    mark = document.marks[path]
    return document.line(mark.line + 1)[mark.column : mark.end_column]


def _without(model: type[Record], document: Document, path: Path) -> Mend:
    """What to do of a value that nothing can be made of: an example if it is needed, else a comment."""
    field = _field(model, path)
    if isinstance(path[-1], str) and field and (field.is_required() or may_be_unknown(field)):
        return rewritten(document, path, example(_model_at(model, path[:-1]), path[-1]))
    return commented(document, path)


def _text_expected(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    value = _read(document, path)
    first, last = document.span(path)
    if value is None:
        return "l’élément est vide. Écrivez un texte après le tiret, ou retirez la ligne.", commented(document, path)
    if isinstance(value, dict):
        inner = " ".join(document.line(n).strip() for n in range(first, last + 1)).removeprefix(f"{path[-1]}:").removeprefix("-").strip()
        joint = f"{head_of(document, path)} "
        return "un texte est attendu, et on lit des champs. Mettez le texte entre guillemets.", Mend(first, last, joint + quoted(inner))
    if isinstance(value, list):
        text = ", ".join(str(item) for item in value)
        return "un seul texte est attendu, et on lit une liste.", Mend(first, last, f"{head_of(document, path)} {scalar(text)}")
    raw = _written(document, path)
    kind = "un oui ou non" if isinstance(value, bool) else "un nombre"
    return f"un texte est attendu, et «{NBSP}{raw}{NBSP}» se lit comme {kind}. Mettez-le entre guillemets.", _surely(
        replaced(document, path, quoted(raw))
    )


def _bad_date(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    read, proposal = details["ctx"]["lu"], details["ctx"]["propose"]
    told = f"Écrivez l’année, le mois puis le jour{NBSP}: 2013, 2013-05 ou 2013-05-17."
    if (written := re.match(r"(?:vers )?(\d{4})(?:-|$)", read)) and int(written[1]) not in ANNEES:
        told = f"Les années vont de {ANNEES[0]} à {ANNEES[-1]}."
    message = f"«{NBSP}{read[:80]}{NBSP}» n’est pas une date. {told}"
    year = re.search(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", read)
    if proposal:
        return message, rewritten(document, path, _bare(proposal)).surely
    if year:
        return message, rewritten(document, path, _bare(year[0]))
    return message, _without(model, document, path)


def _surely(mend: Mend | None) -> Mend | None:
    return mend.surely if mend else None


def _bare(text: str) -> Any:
    return int(text) if text.isdigit() else text


def _bad_hour(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    read, proposal = details["ctx"]["lu"], details["ctx"]["propose"]
    message = f"«{NBSP}{read[:80]}{NBSP}» n’est pas une heure. Écrivez-la ainsi{NBSP}: 9h30."
    return message, rewritten(document, path, proposal).surely if proposal else _without(model, document, path)


def _too_long(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    limit = details["ctx"]["max_length"]
    value = str(_read(document, path))
    excess = plural(len(value) - limit, "caractère")
    message = f"{excess} de trop ({len(value)} pour {limit} au plus). Raccourcissez{THIN}; voici le début, et la fin en commentaire."
    if _worthless_when_cut(model, path):
        return f"{excess} de trop ({len(value)} pour {limit} au plus).", _without(model, document, path)
    cut = value[: limit - 1].rpartition(" ")[0].rstrip(" ,;:\u00a0\n") or value[: limit - 1]
    rest = " ".join(value[len(cut) :].split())
    number, column = document.key_at(path)
    indent = document.line(number)[: column - 1]
    indent = indent[: len(indent) - len(indent.lstrip(" "))]
    mend = rewritten(document, path, cut + "…")
    return message, Mend(mend.first, mend.last, f"{mend.text}\n{indent}# suite{NBSP}: {rest}")


def _worthless_when_cut(model: type[Record], path: Path) -> bool:
    """The field is an address or an acronym: its beginning would be worth nothing."""
    slot = slot_at(model, path)
    return not (slot and any(isinstance(marker, Prose) for marker in slot.markers)) and path[-1] in (
        "url",
        "lien",
        "site",
        "formulaire",
        "sigle",
    )


def _too_short(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    return "le texte est vide. Écrivez-le, ou retirez la ligne.", _without(model, document, path)


def _as_list(slot: Slot, value: Any) -> list[Any]:
    """The list that a value written without dashes most likely means."""
    if slot.model:
        return [value if isinstance(value, dict) else filled(slot.model, value)]
    if not isinstance(value, str) or any(isinstance(marker, Prose) for marker in slot.markers):
        return [value if isinstance(value, str) else str(value)]
    return [item.strip() for item in re.split(r"[,;]|\s-\s", value) if item.strip()]


def _list_expected(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    value = _read(document, path)
    slot = slot_at(model, path)
    if isinstance(value, dict) or slot is None:
        return "une liste est attendue, un tiret par élément, et on lit des champs.", _with_dash(document, path)
    mend = rewritten(document, path, _as_list(slot, value))
    is_sure = isinstance(value, str) and not slot.model
    return "une liste est attendue, un élément par ligne, chacun après un tiret.", mend.surely if is_sure else mend


def _with_dash(document: Document, path: Path) -> Mend:
    """The fields below a key, made the one element of its list."""
    first, last = document.span(path)
    head = document.line(first)
    if first == document.at(path)[0]:  # {a: 1} on one line
        column = document.at(path)[1]
        return Mend(first, last, head[: column - 1] + "[" + head[column - 1 :] + "]")
    lines = [document.line(number) for number in range(first + 1, last + 1)]
    indent = " " * (len(lines[0]) - len(lines[0].lstrip(" ")))
    nested = [indent + ("- " if n == 0 else "  ") + line[len(indent) :] for n, line in enumerate(lines)]
    return Mend(first, last, "\n".join([head, *nested]))


def _group_expected(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    slot = slot_at(model, path)
    if not (slot and slot.model):
        return "un groupe de champs est attendu.", commented(document, path)
    value = _read(document, path)
    message = f"un groupe de champs est attendu ({', '.join(slot.model.model_fields)}), et on lit une valeur seule."
    if value is None:
        return "l’élément est vide. Remplissez-le, ou retirez la ligne.", commented(document, path)
    if isinstance(value, list):
        return message.replace("une valeur seule", "une liste"), _without(model, document, path)
    return message, rewritten(document, path, filled(slot.model, value))


def _too_many(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    limit = details["ctx"]["max_length"]
    value = _read(document, path)
    message = f"{plural(len(value) - limit, 'élément')} de trop ({limit} au plus). Gardez les plus importants, en tête."
    first, last = document.span((*path, limit))[0], document.span(path)[1]
    if first == document.key_at(path)[0]:  # [a, b, c] on one line
        return message, replaced(document, path, "[" + ", ".join(map(scalar, value[:limit])) + "]")
    return message, Mend(first, last, "\n".join("# " + document.line(number) for number in range(first, last + 1)))


def _too_few(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    least = details["ctx"]["min_length"]
    held = _read(document, path)
    added = example(_model_at(model, path[:-1]), str(path[-1]))[:1] * (least - len(held))
    told = "un élément" if least == 1 else f"{least}{NBSP}éléments"
    return f"il faut au moins {told}.", rewritten(document, path, [*held, *added])


def _number_expected(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    value = _read(document, path)
    raw = value if isinstance(value, str) else _written(document, path)
    message = f"un nombre est attendu, sans unité ni espace, et on lit «{NBSP}{raw[:80]}{NBSP}»."
    number = number_in(raw) if not isinstance(value, (dict, list)) else None
    if number is None:
        return message, _without(model, document, path)
    mend = replaced(document, path, str(round(number) if details["type"].startswith("int") else number))
    return message, _surely(mend) if re.fullmatch(r"[\d\s\u00a0\u202f]+", raw) else mend


def _out_of_bounds(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    bound = details["ctx"].get("ge", details["ctx"].get("le"))
    side = "au moins" if "ge" in details["ctx"] else "au plus"
    return f"{_written(document, path)} est hors limites{NBSP}: {side} {bound:g}.", replaced(document, path, f"{bound:g}")


def _yes_or_no(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    raw = str(_read(document, path)).strip()
    answer = True if raw.lower() in _TRUE else False if raw.lower() in _FALSE else None
    message = f"répondez par true (oui) ou false (non), sans guillemets{THIN}; on lit «{NBSP}{raw[:80]}{NBSP}»."
    return message, _without(model, document, path) if answer is None else rewritten(document, path, answer).surely


def _bad_address(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    raw = details["ctx"]["lu"].strip()
    message = f"«{NBSP}{raw[:80]}{NBSP}» n’est pas une adresse web. Elle commence par https:// et ne contient pas d’espace."
    first = raw.split()[0] if raw.split() else ""
    first = re.sub(r"^(?:https?:?/*)?(?=[\w-]+(?:\.[\w-]+)+)", "http://" if first.startswith("http:") else "https://", first, count=1)
    if re.fullmatch(r"https?://[\w-]+(\.[\w-]+)+(?:/[^\s<>\"'`{|}\\^]*)?", first):
        return message, replaced(document, path, first)
    return message, _without(model, document, path)


def _bad_format(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    raw = str(_read(document, path))
    proposal = slug(raw)
    message = f"«{NBSP}{raw[:80]}{NBSP}» n’a pas la forme attendue."
    if proposal and proposal != raw and re.fullmatch(details["ctx"]["pattern"], proposal):
        return f"{message} Des minuscules sans accent, des chiffres et des tirets.", rewritten(document, path, proposal)
    return message, _without(model, document, path)


def _unexpected(model: type[Record], document: Document, path: Path, details: Any) -> Told:
    return "cette valeur n’a pas la forme attendue.", _without(model, document, path)


_TOLD: dict[str, tuple[str, Callable[[type[Record], Document, Path, Any], Told]]] = {
    "string_type": ("T10", _text_expected),
    "date": ("T11", _bad_date),
    "heure": ("T12", _bad_hour),
    "string_too_long": ("T13", _too_long),
    "string_too_short": ("T13", _too_short),
    "tuple_type": ("T14", _list_expected),
    "model_type": ("T14", _group_expected),
    "model_attributes_type": ("T14", _group_expected),
    "dict_type": ("T14", _group_expected),
    "too_long": ("T15", _too_many),
    "too_short": ("T15", _too_few),
    "int_type": ("T17", _number_expected),
    "int_from_float": ("T17", _number_expected),
    "float_type": ("T17", _number_expected),
    "float_parsing": ("T17", _number_expected),
    "greater_than_equal": ("T17", _out_of_bounds),
    "less_than_equal": ("T17", _out_of_bounds),
    "adresse": ("T17", _bad_address),
    "string_pattern_mismatch": ("T17", _bad_format),
    "bool_type": ("T18", _yes_or_no),
}
"""What each complaint of pydantic becomes: its permanent code, and what is said."""
