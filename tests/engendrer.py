"""Records drawn from the models: every field, every kind of value, and texts that YAML finds hard to read."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel

from observatoire.dates import PartialDate
from observatoire.schema import COLLECTIONS, Collection
from observatoire.schema.common import Prose, Ref, SourceCall, Term
from observatoire.schema.lines import accepts, example
from observatoire.schema.walk import Slot, written

TRAPS = (
    "Participation : pour quoi", "- un tiret", "# dièse", "Salle #3", "Salle # 3", "« Vivre » ensemble", '"Vivre" ensemble', "l'eau", "l’eau",
    "*gras*", "&ancre", "!ordre", "%", "@", "`code`", "[lien](https://www.exemple.fr)", "{accolade}", "a: b", "fin:", "?", "| barre", "> pli",
    "true", "non", "NO", "null", "~", "12", "012", "1.10", "1e3", "0x1F", ".5", "+33", "2013", "2013-05-17", "9:30", "1_000",
    "10\u00a0000\u202f€", "œuvre", "\u00a0au bord\u00a0", "  espaces  ", "deux  espaces", "barre \\ oblique", "fin \\",
    "Ligne une\nligne deux", "Titre\n\n- un\n- deux\n", "  décalé\nensuite", "clé: valeur\n# pas un commentaire\n", "deux espaces  \nà la ligne",
    "\n\nvide avant", "vide après\n\n\n", "---", "...", "\ttabulation", "à\tb\nc",
)  # fmt: skip
"""Texts that are not what they look like."""

_words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u1680"), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)
texts = st.one_of(st.sampled_from(TRAPS), _words.map("a".__add__), st.lists(_words, min_size=2, max_size=3).map("a\n".join))
dates = st.sampled_from([2013, "2013", "1989-05", "2013-05-17", "vers 1989", "vers 2013-05", " 2014 "])


def records(row: Collection) -> st.SearchStrategy[dict[str, Any]]:
    """Data of the shape of a record, its keys in any order; not all of it would pass the checks."""
    return _group(row.model)


@st.composite
def _group(draw: st.DrawFn, model: type[BaseModel], most: int = 6) -> dict[str, Any]:
    found = {slot.name: slot for slot in written(model)}
    needed = [name for name in found if model.model_fields[name].is_required()]
    others = [name for name in found if name not in needed]
    chosen = draw(st.lists(st.sampled_from(others), unique=True, max_size=most)) if others else []
    names = draw(st.permutations([*needed, *chosen]))
    return {name: draw(_field(model, found[name])) for name in names}


@cache
def _field(model: type[BaseModel], slot: Slot) -> st.SearchStrategy[Any]:
    one = _one(model, slot)
    return st.lists(one, min_size=1, max_size=2) if slot.many else one


def _one(model: type[BaseModel], slot: Slot) -> st.SearchStrategy[Any]:
    if slot.model:
        return _group(slot.model, 2)
    if slot.type is PartialDate:
        return dates
    if slot.type is bool:
        return st.booleans()
    if slot.type is int:
        return st.integers(1, 10**6)
    if slot.type is float:
        return st.floats(49.5, 51.5).map(lambda number: round(number, 6))
    markers = slot.markers
    if any(isinstance(marker, Prose) for marker in markers):
        return texts
    if any(isinstance(marker, Ref) and "commune" in marker.collections for marker in markers):
        return st.sampled_from(["59350", 59350, "Lille", "Saint-Omer : ville", "01004"])
    if any(isinstance(marker, (Ref, Term, SourceCall)) for marker in markers):
        return st.sampled_from(["s1", "ville-lille", "a_relire", "123", "true", "no"])
    if accepts(model, slot.name, ["a: b"] if slot.many else "a: b"):
        return texts
    return st.just(_first(example(model, slot.name)))


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value


ROWS = tuple(COLLECTIONS.values())
