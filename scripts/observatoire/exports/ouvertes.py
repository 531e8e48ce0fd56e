"""Open data: every public record as CSV, JSON and GeoJSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from observatoire.exports.export import Export
from observatoire.model import Observatoire
from observatoire.schema import COLLECTIONS, Collection
from observatoire.schema.common import Cite, Record, Ref
from observatoire.schema.groupes import Invite, Rencontre
from observatoire.schema.walk import slots

PUBLISHED = (
    "experience",
    "structure",
    "rencontre",
    "production",
    "groupe",
    "forum",
    "theme",
    "methode",
    "ressource",
    "offre",
    "territoire",
)
"""Collections given away. Persons are not: their consent is for the pages."""
_DRAFT_MINUTES = {
    "en_bref",
    "echanges",
    "enseignements",
    "paroles",
    "decisions",
    "suites",
    "bilan_de_seance",
    "apports",
    "ressources_citees",
}
"""Minutes that a group has not validated are not published, here no more than on the pages."""


def file_name(collection: Collection) -> str:
    """``expériences`` → ``experiences``: ASCII plural, for file names."""
    return (
        collection.address
        if collection.nom in ("experience", "rencontre", "production", "groupe", "theme", "methode", "ressource", "territoire")
        else collection.nom + "s"
    )


def published(observatoire: Observatoire, collection: str) -> tuple[Record, ...]:
    """Records of a collection that are given away, by identifier."""
    return tuple(observatoire.records.get(collection, {}).values())


def render(observatoire: Observatoire) -> tuple[Export, ...]:
    """Every file of open data, sorted by path."""
    found: list[Export] = []
    for name in PUBLISHED:
        row = COLLECTIONS[name]
        records = published(observatoire, name)
        stem = f"donnees/{file_name(row)}"
        found.append(Export(f"{stem}.csv", _csv(row, records), row.pluriel, name, "CSV", len(records)))
        found.append(Export(f"{stem}.json", _json([plain(record) for record in records]), row.pluriel, name, "JSON", len(records)))
    lecons = list(_lecons(observatoire))
    found.append(Export("donnees/enseignements.csv", _table(lecons), "enseignements", "enseignement", "CSV", len(lecons)))
    found.append(Export("donnees/enseignements.json", _json(lecons), "enseignements", "enseignement", "JSON", len(lecons)))
    features = list(_features(observatoire))
    geojson = _json({"type": "FeatureCollection", "features": features})
    found.append(Export("donnees/experiences.geojson", geojson, "lieux des expériences", "experience", "GeoJSON", len(features)))
    vocabularies = {
        name: vocabulary.model_dump(mode="json", exclude_defaults=True) for name, vocabulary in sorted(observatoire.vocabulaires.items())
    }
    found.append(Export("donnees/vocabulaires.json", _json(vocabularies), "vocabulaires", "vocabulaire", "JSON", len(vocabularies)))
    return tuple(sorted(found, key=lambda export: export.path))


def plain(record: Record) -> dict[str, Any]:
    """A record as plain data: its identifier first, then its fields that are filled and public."""
    private = {**_persons(type(record))}
    if isinstance(record, Rencontre) and not record.compte_rendu_public:
        private |= dict.fromkeys(_DRAFT_MINUTES, True)
    dumped = record.model_dump(mode="json", exclude_defaults=True, exclude=private)
    if isinstance(record, Rencontre):
        dumped["paroles"] = [p for p in dumped.get("paroles", []) if p.get("accord")] or None
    return {"id": record.id, **{key: value for key, value in dumped.items() if value is not None}}


@cache
def _persons(model: type[BaseModel]) -> dict[str, Any]:
    """What of a model names persons, in the form by which pydantic leaves it out."""
    found: dict[str, Any] = {}
    for slot in slots(model):
        if slot.model is Invite or any(isinstance(m, (Ref, Cite)) and "personne" in m.collections for m in slot.markers):
            found[slot.name] = True
        elif slot.model and (inside := _persons(slot.model)):
            found[slot.name] = {"__all__": inside} if slot.many else inside
    return found


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _csv(row: Collection, records: tuple[Record, ...]) -> str:
    columns = ["id", *columns_of(row.model)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for record in records:
        data = plain(record)
        writer.writerow([_cell(_dig(data, column)) for column in columns])
    return out.getvalue()


def columns_of(model: type[BaseModel], prefix: str = "") -> list[str]:
    """Columns of the CSV of a model: nested groups are dotted, lists stay in one cell."""
    found: list[str] = []
    for slot in slots(model):
        if slot.name in ("id", "fichier") and not prefix:
            continue
        name = prefix + slot.name
        if slot.model and not slot.many:
            found += columns_of(slot.model, f"{name}.")
        else:
            found.append(name)
    return found


def _dig(data: Any, column: str) -> Any:
    for step in column.split("."):
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        simple = all(not isinstance(item, (dict, list)) for item in value)
        return " | ".join(str(item) for item in value) if simple else json.dumps(value, ensure_ascii=False)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _table(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = ["id", "nature", "texte", "theme", "positions", "degre_accord", "fiche", "collection", "experiences", "sources"]
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return out.getvalue()


def _lecons(observatoire: Observatoire) -> Iterator[dict[str, Any]]:
    for lecon in observatoire.lecons:
        enseignement, fiche = lecon.enseignement, lecon.fiche
        sources = [fiche.sources[fiche.numeros[key] - 1] for key in enseignement.sources if key in fiche.numeros]
        row = {
            "id": lecon.id, "nature": enseignement.nature, "texte": enseignement.texte, "theme": enseignement.theme,
            "positions": [p.model_dump(mode="json", exclude_defaults=True) for p in enseignement.positions],
            "degre_accord": enseignement.degre_accord, "fiche": fiche.id, "collection": fiche.collection,
            "experiences": list(enseignement.experiences), "sources": [source.url or source.titre for source in sources],
        }  # fmt: skip
        yield {key: value for key, value in row.items() if value not in (None, [])}


def _features(observatoire: Observatoire) -> Iterator[dict[str, Any]]:
    for experience in observatoire.experiences.values():
        for lieu in observatoire.lieux_de(experience):
            if lieu.lat is None or lieu.lon is None:
                continue
            yield {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [lieu.lon, lieu.lat]},
                "properties": {
                    "id": experience.id,
                    "titre": experience.titre,
                    "lieu": lieu.nom,
                    "type_de_lieu": lieu.type,
                    "resume": experience.resume,
                },
            }
