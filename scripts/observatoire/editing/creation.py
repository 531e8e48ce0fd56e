"""A new record: what it asks, what an answer means, the file it makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any

from pydantic import BaseModel
from rapidfuzz import fuzz, process

from observatoire.dates import PartialDate, propose_date
from observatoire.model import Observatoire
from observatoire.problems import NBSP, THIN, plural, typeset
from observatoire.schema import COLLECTIONS, Collection
from observatoire.schema.common import Prose, Record, Ref, Term
from observatoire.schema.guide import level, may_be_unknown, question
from observatoire.schema.lines import accepts, example
from observatoire.schema.shape import slug
from observatoire.schema.walk import Slot, written
from observatoire.territory import Commune
from observatoire.vocabulary import Vocabulaire

A_COMPLETER = "À compléter"
Path = tuple[str, ...]
Answers = Mapping[Path, Any]


class Refus(Exception):
    """An answer that cannot be taken: the message says so, ``proposals`` what it may mean, each with its label."""

    def __init__(self, message: str, proposals: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.proposals = proposals or {}

    def __str__(self) -> str:
        told = f" Vouliez-vous dire {_listed(self.proposals)}{THIN}?" if self.proposals else ""
        return f"{self.args[0]}{told}"


@dataclass(frozen=True)
class Demande:
    """One thing that a new record asks."""

    path: Path
    """``("consentement", "niveau")`` inside a group."""
    model: type[BaseModel]
    slot: Slot
    question: str
    aide: str
    obligatoire: bool
    """Nothing may be put in its place: neither « inconnu » nor « À compléter »."""

    @property
    def option(self) -> str:
        """``--consentement-niveau``"""
        return "--" + "-".join(self.path).replace("_", "-")

    @property
    def conseil(self) -> str:
        """How to type an answer."""
        many = ", plusieurs séparés par des virgules" if self.slot.many else ""
        kinds = {type(marker) for marker in self.slot.markers}
        if any(isinstance(marker, Ref) and "commune" in marker.collections for marker in self.slot.markers):
            return f"Le nom d’une commune, ou son code{many}."
        if Ref in kinds:
            return f"Le nom d’une fiche qui existe{many}."
        if Term in kinds:
            return f"Un mot{many}."
        if self.slot.type is PartialDate:
            return f"Par exemple{NBSP}: 2013, mai 2013, 17/05/2013 ou vers 1989."
        return f"{plural(self.slot.max_length, 'caractère')} au plus." if self.slot.max_length else ""


def demandes(row: Collection) -> tuple[Demande, ...]:
    """What a record of the least asks, its title first; not what is set by who edits."""
    needed = [slot for slot in written(row.model) if level(row.model.model_fields[slot.name]) == "E" and _is_asked(row.model, slot)]
    found = [demande for slot in needed for demande in _demandes(row.model, slot)]
    return tuple(sorted(found, key=lambda demande: demande.path != (row.model.titre_champ,)))


def _is_asked(model: type[BaseModel], slot: Slot) -> bool:
    return bool(question(model.model_fields[slot.name]))


def _demandes(model: type[BaseModel], slot: Slot) -> Iterator[Demande]:
    info = model.model_fields[slot.name]
    if not slot.model:
        yield _demande((slot.name,), model, slot, needed=info.is_required())
        return
    inside = [inner for inner in written(slot.model) if question(slot.model.model_fields[inner.name])]
    needed = [inner for inner in inside if slot.model.model_fields[inner.name].is_required()]
    for inner in needed or inside:
        yield _demande((slot.name, inner.name), slot.model, inner, needed=bool(needed) and info.is_required())


def _demande(path: Path, model: type[BaseModel], slot: Slot, *, needed: bool) -> Demande:
    info = model.model_fields[slot.name]
    has_filler = any(isinstance(marker, Prose) for marker in slot.markers) or (slot.many and accepts(model, slot.name, []))
    return Demande(path, model, slot, question(info), typeset(info.description or ""), needed and not has_filler)


# --- What an answer means ---


@dataclass(frozen=True)
class Lecture:
    """Understands answers as the records of an observatory would."""

    observatoire: Observatoire

    def understand(self, demande: Demande, answer: str) -> Any:
        """The value that ``answer`` means. Raises ``Refus``."""
        values = [self.element(demande, part) for part in self.parts(demande, answer)]
        return self.checked(demande, values if demande.slot.many else values[0])

    def parts(self, demande: Demande, answer: str) -> list[str]:
        """The answers that a list holds, a single one otherwise."""
        return [part.strip() for part in re.split(r"[,;]", answer) if part.strip()] if demande.slot.many else [answer.strip()]

    def element(self, demande: Demande, part: str) -> Any:
        """What one answer means. Raises ``Refus``."""
        return self._reader(demande.slot)(part)

    def checked(self, demande: Demande, value: Any) -> Any:
        """``value``, when the field takes it. Raises ``Refus``."""
        if not accepts(demande.model, demande.slot.name, value):
            raise Refus(_refused(demande, value))
        return value

    def _reader(self, slot: Slot) -> Callable[[str], Any]:
        for marker in slot.markers:
            if isinstance(marker, Term):
                lists = [self.observatoire.vocabulaires[name] for name in marker.vocabulaires if name in self.observatoire.vocabulaires]
                return lambda answer: _term(lists, answer)
            if isinstance(marker, Ref):
                return lambda answer: self._reference(marker, answer)
        if slot.type is PartialDate:
            return _date
        return _number if slot.type in (int, float) else str

    def _reference(self, marker: Ref, answer: str) -> str:
        known = {key: title for name in marker.collections for key, title in self._titles.get(name, {}).items()}
        exact = [key for key, title in known.items() if slug(answer) in (key, slug(title))]
        if exact:
            return exact[0]
        choices = {key: slug(title) for key, title in known.items()}
        found = process.extract(slug(answer), choices, scorer=fuzz.WRatio, score_cutoff=75, limit=3)
        near = {key: known[key] for _, _, key in found}
        if "commune" in marker.collections:
            return self._commune(answer, near)
        if near:
            raise Refus(f"Aucune fiche ne s’appelle «{NBSP}{answer}{NBSP}».", near)
        row = COLLECTIONS[marker.collections[0]]
        raise Refus(
            f'Aucune fiche ne s’appelle «{NBSP}{answer}{NBSP}». Pour créer {row.un}{NBSP}: observatoire nouveau {row.nom} "{answer}"'
        )

    def _commune(self, answer: str, near: dict[str, str]) -> str:
        match = self.observatoire.territory.find(answer)
        if match.commune:
            return match.commune.code
        communes = {commune.code: _place(commune) for commune in match.candidates}
        if len(communes) > 1:
            raise Refus(f"Plusieurs communes s’appellent ainsi, ou presque{NBSP}: «{NBSP}{answer}{NBSP}».", communes)
        raise Refus(f"«{NBSP}{answer}{NBSP}» n’est pas une commune du Nord ou du Pas-de-Calais.", communes | near)

    @cached_property
    def _titles(self) -> dict[str, dict[str, str]]:
        records = self.observatoire.records.items()
        return {name: {key: _title(record) for key, record in found.items()} for name, found in records}


def _title(record: Record) -> str:
    return record.libelle if hasattr(record, record.titre_champ) else record.id


def _place(commune: Commune) -> str:
    department = "Nord" if commune.departement == "59" else "Pas-de-Calais"
    return f"{commune.nom}, {department}"


def _listed(words: Iterable[str]) -> str:
    return " ou ".join(f"«{NBSP}{word}{NBSP}»" for word in words)


def _term(lists: list[Vocabulaire], answer: str) -> str:
    for vocabulaire in lists:
        for key in vocabulaire.termes:
            if slug(answer) in vocabulaire.names_of(key):
                return key
    near = {word: vocabulaire.libelle(word) for vocabulaire in lists for word in vocabulaire.nearest(answer)}
    raise Refus(f"«{NBSP}{answer}{NBSP}» n’est pas un mot de la liste.", near)


def _date(answer: str) -> int | str:
    proposal = propose_date(answer)
    if proposal is None:
        raise Refus(
            f"«{NBSP}{answer}{NBSP}» n’est pas une date. Écrivez 2013, 2013-05 ou 2013-05-17, précédé de «{NBSP}vers{NBSP}» au besoin."
        )
    return int(proposal) if proposal.isdigit() else proposal


def _number(answer: str) -> int | float:
    text = re.sub(r"\s", "", answer).replace(",", ".")
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        raise Refus(f"Un nombre est attendu, sans unité{NBSP}: «{NBSP}{answer}{NBSP}» n’en est pas un.")
    return float(text) if "." in text else int(text)


def _refused(demande: Demande, value: Any) -> str:
    longest = demande.slot.max_length
    if isinstance(value, str) and longest and len(value) > longest:
        return f"{plural(len(value) - longest, 'caractère')} de trop{NBSP}: {longest} au plus."
    if isinstance(value, list):
        return f"Le nombre de réponses ne convient pas. {demande.aide}".strip()
    return f"Cette réponse n’a pas la forme attendue. Par exemple{NBSP}: {example(demande.model, demande.slot.name)}"


# --- The record ---


def data_of(row: Collection, answers: Answers) -> dict[str, Any]:
    """The record of the least that says ``answers``: what lacks is « À compléter », or under ``inconnu``."""
    held: dict[str, Any] = {}
    for path, value in answers.items():
        holder = held
        for step in path[:-1]:
            holder = holder.setdefault(step, {})
        holder[path[-1]] = value
    unknown = []
    for slot in written(row.model):
        info = row.model.model_fields[slot.name]
        if slot.name in held or level(info) != "E":
            continue
        if not _is_asked(row.model, slot):
            held[slot.name] = example(row.model, slot.name)
        elif may_be_unknown(info):
            unknown.append(slot.name)
        elif info.is_required():
            held[slot.name] = [] if slot.many else A_COMPLETER
    if unknown:
        held["inconnu"] = unknown
    return held


def missing(row: Collection, answers: Answers) -> tuple[Demande, ...]:
    """What must be answered and is not."""
    return tuple(demande for demande in demandes(row) if demande.obligatoire and demande.path not in answers)


def file_name(row: Collection, data: Mapping[str, Any], taken: Container[str]) -> str:
    """The name proposed for the file, from its title; of a meeting, from its date and its group; of a person, a number.

    A person's name is in the name of the file only when they let it be shown (code C44).
    """
    title = slug(str(data[row.model.titre_champ]))
    if row.nom == "personne" and data.get("consentement", {}).get("niveau") != "nom_et_structure":
        return next(name for n in count(1) if (name := f"personne-{n:02}.yml") not in taken)
    if row.nom == "rencontre":
        groups = [f"groupe-{group}" for group in data.get("groupes", ())]
        return f"{data['date']}-{'-'.join(groups) or title}.yml"
    return f"{title}.yml"


def twins(observatoire: Observatoire, row: Collection, title: str) -> tuple[Record, ...]:
    """Records of the collection that bear nearly this title, the nearest first, three at most."""
    known = {key: slug(_title(record)) for key, record in observatoire.records.get(row.nom, {}).items()}
    found = process.extract(slug(title), known, scorer=fuzz.token_sort_ratio, score_cutoff=85, limit=3)
    return tuple(observatoire.records[row.nom][key] for _, _, key in found)
