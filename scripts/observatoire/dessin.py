"""Plane geometry of our pictures: outlines, walls of bricks, boxes kept apart, names where they fit.

Nothing here draws by chance: the same figures give the same picture, to the unit, on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from math import isqrt

Point = tuple[float, float]
"""x to the right, y down."""


@dataclass(frozen=True)
class Boite:
    """A rectangle, by its centre."""

    x: float
    y: float
    largeur: float
    hauteur: float

    @property
    def gauche(self) -> float:
        return self.x - self.largeur / 2

    @property
    def haut(self) -> float:
        return self.y - self.hauteur / 2

    def recouvre(self, other: Boite, ecart: float = 0) -> Point | None:
        """How far the two must move apart, across and down, to leave ``ecart`` between them; ``None`` when they do already."""
        across = (self.largeur + other.largeur) / 2 + ecart - abs(self.x - other.x)
        down = (self.hauteur + other.hauteur) / 2 + ecart - abs(self.y - other.y)
        return (across, down) if across > 0 and down > 0 else None

    def contient(self, other: Boite) -> bool:
        return abs(self.x - other.x) <= (self.largeur - other.largeur) / 2 and abs(self.y - other.y) <= (self.hauteur - other.hauteur) / 2


# --- Outlines


def clip(points: Sequence[Point], box: Boite) -> list[Point]:
    """The part of a closed line inside a box, closed along its sides (Sutherland-Hodgman); ``[]`` when there is none."""
    found = list(points)
    sides = (
        (0, box.gauche, 1),
        (0, box.gauche + box.largeur, -1),
        (1, box.haut, 1),
        (1, box.haut + box.hauteur, -1),
    )
    for axis, limit, sign in sides:
        found = _cut(found, axis, limit, sign)
    return [*found, found[0]] if found and found[0] != found[-1] else found


def _cut(points: Sequence[Point], axis: int, limit: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    for start, end in pairwise(points):
        is_in, goes_in = (sign * (point[axis] - limit) >= 0 for point in (start, end))
        if is_in != goes_in:
            share = (limit - start[axis]) / (end[axis] - start[axis])
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
        if goes_in:
            kept.append(end)
    return [*kept, kept[0]] if kept else kept


def path(points: Sequence[Point]) -> str:
    """The closed line in SVG, to the unit; ``""`` when nothing of it shows."""
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


def chaleur(count: int) -> str:
    """Class of the heat of a count: one, two, up to five, up to ten, more; ``""`` for none."""
    return next((f"k{n}" for n, top in enumerate((1, 2, 5, 10, count), 1) if 0 < count <= top), "")


# --- Bricks: one practice, one brick

BRIQUE = (17, 10)
"""Width and height of a brick, in the units of every map."""
JOINT = 2


def mur(count: int) -> tuple[list[tuple[int, int]], int, int]:
    """Top left corners of ``count`` bricks laid in courses, from the bottom, each shifted by half a brick; then the wall's width and height.

    The corner of the wall is the origin.
    """
    across = isqrt(count - 1) + 1
    courses = -(-count // across)
    step, rise = BRIQUE[0] + JOINT, BRIQUE[1] + JOINT
    half = step // 2 if courses > 1 else 0
    corners = [(n % across * step + (half if n // across % 2 else 0), (courses - 1 - n // across) * rise) for n in range(count)]
    return corners, across * step - JOINT + half, courses * rise - JOINT


def ecarter(boites: Sequence[Boite], ecart: float, rounds: int = 200) -> list[Boite]:
    """The boxes moved as little as needed so that ``ecart`` stays between any two, in the same order, to the unit.

    Two that overlap part by halves along the shorter way, again and again, ``rounds`` times at most.
    """
    found = list(boites)
    for _ in range(rounds):
        overlaps = [(i, j) for i, j in combinations(range(len(found)), 2) if found[i].recouvre(found[j], ecart)]
        if not overlaps:
            break
        for i, j in overlaps:
            found[i], found[j] = _parted(found[i], found[j], ecart)
    return [replace(box, x=round(box.x), y=round(box.y)) for box in found]


def _parted(one: Boite, other: Boite, ecart: float) -> tuple[Boite, Boite]:
    if not (needed := one.recouvre(other, ecart)):
        return one, other
    across, down = needed
    if across < down:
        shift = across / 2 if one.x < other.x else -across / 2
        return replace(one, x=one.x - shift), replace(other, x=other.x + shift)
    shift = down / 2 if one.y < other.y else -down / 2
    return replace(one, y=one.y - shift), replace(other, y=other.y + shift)


# --- Names


@dataclass(frozen=True)
class Etiquette:
    """A name and where it hangs."""

    texte: str
    x: int
    y: int
    """Of its baseline."""
    ancre: str
    """``start``, ``middle`` or ``end``."""


def largeur_du_texte(texte: str, taille: float) -> float:
    """Width of a text in our face, a little from above: no font is read, and a name must not run into another."""
    return len(texte) * taille * 0.55


def etiqueter(nommes: Iterable[tuple[str, Boite]], taille: float, obstacles: Sequence[Boite], cadre: Boite) -> dict[int, Etiquette]:
    """Names beside their boxes, the first named first, each only where it touches neither an obstacle nor another name, inside ``cadre``.

    By rank in ``nommes``. A name that fits nowhere is left out: it is read in the link and in the list.
    """
    taken = list(obstacles)
    found: dict[int, Etiquette] = {}
    for rang, (texte, boite) in enumerate(nommes):
        width = largeur_du_texte(texte, taille)
        for etiquette, place in _places(texte, boite, width, taille):
            if cadre.contient(place) and not any(place.recouvre(other, 1) for other in taken if other != boite):
                taken.append(place)
                found[rang] = etiquette
                break
    return found


def _places(texte: str, boite: Boite, width: float, taille: float) -> Iterable[tuple[Etiquette, Boite]]:
    """Below, above, to the right, to the left; then flush with a side, for a box near the frame; then the four corners."""
    right, left = boite.x + boite.largeur / 2 + 4, boite.x - boite.largeur / 2 - 4
    below, above = boite.y + boite.hauteur / 2 + taille * 0.55, boite.y - boite.hauteur / 2 - taille * 0.55
    spots = (
        (boite.x, below, "middle"),
        (boite.x, above, "middle"),
        (right, boite.y, "start"),
        (left, boite.y, "end"),
        (left + 4, below, "start"),
        (right - 4, below, "end"),
        (left + 4, above, "start"),
        (right - 4, above, "end"),
        (right - 4, below, "start"),
        (left + 4, below, "end"),
        (right - 4, above, "start"),
        (left + 4, above, "end"),
    )
    for x, y, ancre in spots:
        centre = {"middle": x, "start": x + width / 2, "end": x - width / 2}[ancre]
        yield Etiquette(texte, round(x), round(y + taille * 0.35), ancre), Boite(centre, y, width, taille * 1.05)
