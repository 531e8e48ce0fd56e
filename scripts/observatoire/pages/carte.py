"""Maps as inline SVG, from our own data: no tile, no script. Each is doubled by a list on its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt

from markupsafe import Markup, escape

from observatoire.model import Lieu
from observatoire.pages.rendu import Rendu, relative
from observatoire.problems import plural
from observatoire.territory import Layer, Point, Projection, contours, region_projection, simplify

LARGEUR = 800
"""Width of a map, in its own units: 1 is about 240 m."""
_VILLES = (
    ("59350", "Lille", -17, 4, "end"),
    ("59183", "Dunkerque", 0, -12, "middle"),
    ("62193", "Calais", -10, -6, "end"),
    ("62160", "Boulogne-sur-Mer", 10, 22, "start"),
    ("62765", "Saint-Omer", 12, 3, "start"),
    ("62041", "Arras", -14, 5, "end"),
    ("62498", "Lens", -16, 3, "end"),
    ("59606", "Valenciennes", 10, -8, "middle"),
    ("59122", "Cambrai", 10, 5, "start"),
    ("59392", "Maubeuge", 0, 20, "middle"),
)
"""Towns that are named: INSEE code, name, shift right and down from the point, how the name hangs on it."""


@dataclass(frozen=True)
class Fond:
    """What lies under every map: paths in the map's units, and its height."""

    projection: Projection
    hauteur: int
    departements: str
    epcis: str


@cache
def _fond(tolerance: float) -> Fond:
    projection = region_projection(LARGEUR, margin=12)
    height = int(projection.height) + 1
    return Fond(projection, height, _paths("departements", projection, tolerance), _paths("epci", projection, tolerance))


def _paths(layer: Layer, projection: Projection, tolerance: float) -> str:
    found = []
    for contour in contours(layer):
        drawn = [_path(simplify([projection.to_xy(lat, lon) for lat, lon in ring], tolerance)) for ring in contour.rings]
        if path := "".join(drawn):
            found.append(f'<path d="{path}"/>')
    return "".join(found)


def _path(points: Sequence[Point]) -> str:
    if len(points) < 4:
        return ""
    (x, y), *rest = [(round(x), round(y)) for x, y in points]
    moves = []
    for nx, ny in rest:
        if (nx, ny) != (x, y):
            moves.append(f"{nx - x} {ny - y}".replace(" -", "-"))
            x, y = nx, ny
    first = points[0]
    return f"M{round(first[0])} {round(first[1])}l{' '.join(moves)}z" if moves else ""


def _eau(fond: Fond) -> str:
    """The sea: everything north-west of a line drawn from Belgium's shore to Picardy's."""
    points = [(-60, -80), *[fond.projection.to_xy(lat, lon) for lat, lon in _LARGE], (-60, fond.hauteur + 80)]
    return "M" + "L".join(f"{round(x)} {round(y)}" for x, y in points) + "Z"


_LARGE = ((51.35, 2.95), (51.09, 2.60), (50.9, 2.0), (50.85, 1.8), (50.6, 1.75), (50.4, 1.75), (50.15, 1.7), (49.9, 1.5))
"""Inland of the coast, from north to south: the land is drawn over it."""


def carte_reperage(rendu: Rendu, lieux: Iterable[Lieu]) -> Markup:
    """A small map that says where, for a record; ``""`` when no place has a point."""
    places = [lieu for lieu in lieux if lieu.type != "epci" or lieu.communes]
    points = [(lieu, *point) for lieu in places if (point := _point(rendu, lieu))]
    if not points:
        return Markup("")
    fond = _fond(2.6)
    marks = "".join(f'<rect class="bq" x="{round(x) - 17}" y="{round(y) - 11}" width="34" height="22"/>' for _, x, y in points)
    label = _label(points[0][0].nom, points[0][1], points[0][2]) if len(points) == 1 else ""
    names = ", ".join(lieu.nom for lieu, _, _ in points)
    return Markup(  # noqa: S704  (every name is escaped)
        f'<figure><div class="fond-mer"><svg class="geo mini-carte" viewBox="-30 -20 {LARGEUR + 60} {fond.hauteur + 40}" role="img" aria-label="Carte : {escape(names)}">'
        f'<path class="eau" d="{_eau(fond)}"/><g class="terre">{fond.departements}</g>{marks}{label}</svg></div></figure>'
    )


def _label(name: str, x: float, y: float) -> Markup:
    if len(name) > 22:
        return Markup("")
    anchor, dx = ("end", -28) if x > LARGEUR * 0.55 else ("start", 28)
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(round(x) + dx, round(y) + 14, anchor, name)


def _point(rendu: Rendu, lieu: Lieu) -> Point | None:
    if lieu.lat is not None and lieu.lon is not None:
        return _fond(2.6).projection.to_xy(lieu.lat, lieu.lon)
    communes = [rendu.observatoire.commune(code) for code in lieu.communes]
    if not communes:
        return None
    lat, lon = sum(c.lat for c in communes) / len(communes), sum(c.lon for c in communes) / len(communes)
    return _fond(2.6).projection.to_xy(lat, lon)


def carte_des_experiences(rendu: Rendu, here: str) -> Markup:
    """The map of all practices: a brick a commune, its surface in proportion to their count, each a link, from the address ``here``."""
    o = rendu.observatoire
    fond = _fond(1.0)
    counts: dict[str, int] = {}
    for experience in o.experiences.values():
        for commune in o.communes_de(experience):
            counts[commune.code] = counts.get(commune.code, 0) + 1
    ordered = sorted(counts, key=lambda code: (-counts[code], code))
    bricks = "".join(_brick(rendu, code, counts[code], fond, here) for code in ordered)
    names = "".join(_town(rendu, fond, *town) for town in _VILLES)
    wide = sum(1 for e in o.experiences.values() if not o.communes_de(e))
    listed = relative("territoires/", here)
    top = ", ".join(f"{o.commune(code).nom} {counts[code]}" for code in ordered[:3])
    caption = (
        f"Une brique par commune ; plus elle est grande, plus la commune compte d’expériences ({top}). "
        f"{plural(wide, 'expérience porte', 'expériences portent')} sur un territoire plus large et n’y {'figure' if wide < 2 else 'figurent'} pas. "
    )
    return Markup(  # noqa: S704  (every name is escaped)
        f'<figure class="carte-region"><div class="fond-mer"><svg class="geo" viewBox="-40 -20 {LARGEUR + 80} {fond.hauteur + 40}" role="group" aria-label="Carte des expériences par commune">'
        f'<path class="eau" d="{_eau(fond)}"/><g class="terre">{fond.departements}</g><g class="epci">{fond.epcis}</g><g class="dep">{fond.departements}</g>'
        f'<text class="mer-nom" x="30" y="40">mer du Nord</text>{bricks}<g aria-hidden="true">{names}</g></svg></div>'
        f'<figcaption>{escape(caption)}<a href="{escape(listed)}">La même chose en liste</a>. Contours : IGN, Licence Ouverte 2.0.</figcaption></figure>'
    )


def _brick(rendu: Rendu, code: str, count: int, fond: Fond, here: str) -> Markup:
    commune = rendu.observatoire.commune(code)
    x, y = fond.projection.to_xy(commune.lat, commune.lon)
    width, height = 13 * sqrt(count), 8.5 * sqrt(count)
    address = relative(rendu.url_lieu(rendu.observatoire.lieu_de_commune(commune)), here)
    return Markup('<a href="{}" aria-label="{} : {}"><rect class="bq" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/></a>').format(
        address, commune.nom, plural(count, "expérience"), x - width / 2, y - height / 2, width, height
    )


def _town(rendu: Rendu, fond: Fond, code: str, name: str, dx: int, dy: int, anchor: str) -> Markup:
    commune = rendu.observatoire.commune(code)
    x, y = fond.projection.to_xy(commune.lat, commune.lon)
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(round(x) + dx, round(y) + dy, anchor, name)
