"""Pictures drawn from the data, as SVG: they stay sharp on paper, and tell themselves apart without colour.

Every figure carries, as its alternative text, all that it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from xml.sax.saxutils import escape

from observatoire.livret.document import Figure
from observatoire.model import Lieu, Observatoire
from observatoire.problems import NBSP
from observatoire.territory import Layer, Point, contours, region_projection, simplify

BRIQUE, ENCRE, MER, CIEL, SABLE, PAPIER, TRAIT, FILET = (
    "#97331f", "#1b2530", "#14506d", "#cfe4ec", "#f3eee2", "#fcf9f2", "#7b7060", "#cfc5b2",
)  # fmt: skip
"""The colours of the site, which CSS names alike."""
SANS = "&quot;Atkinson Hyperlegible Next&quot;"


def _svg(width: float, height: float, *parts: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">{"".join(parts)}</svg>'


def _rect(x: float, y: float, width: float, height: float, style: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" {style}/>'


def _text(x: float, y: float, size: float, words: str, style: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}" font-family="{SANS}" font-size="{size:g}" {style}>{escape(words)}</text>'


# --- The ladder of participation ---


def gradins(niveaux: Mapping[int, str], annonce: int | None, constate: int | None) -> Figure:
    """The seven degrees as steps: what was announced is dashed, what was observed is full; both say their name.

    ``niveaux`` gives the label of each degree, ``annonce`` and ``constate`` their degree when it is known.
    """
    step, gap, width = 30.0, 2.0, 7 * 32.0
    parts = []
    for rang in niveaux:
        x, height = (rang - 1) * (step + gap), 10 + rang * 5.5
        top = 62 - height
        is_full, is_dashed = rang == constate, rang == annonce
        fill = BRIQUE if is_full else SABLE
        parts.append(_rect(x, top, step, height, f'fill="{fill}"'))
        if is_dashed:
            inset = 3.0 if is_full else 0.6
            stroke = "#fff" if is_full else MER
            parts.append(
                _rect(
                    x + inset,
                    top + inset,
                    step - 2 * inset,
                    height - 2 * inset,
                    f'fill="none" stroke="{stroke}" stroke-width="1.2" stroke-dasharray="3 2"',
                )
            )
        parts.append(f'<path d="M{x:g} {top:g}h{step:g}" stroke="{ENCRE}" stroke-width="1.4"/>')
        parts.append(
            _text(x + step / 2, 58, 9, str(rang), f'text-anchor="middle" font-weight="700" fill="{"#fff8ee" if is_full else ENCRE}"')
        )
    said = [f"{word}{NBSP}: {niveaux[rang]} ({rang} sur 7)" for word, rang in (("annoncé", annonce), ("constaté", constate)) if rang]
    return Figure(_svg(width - gap, 62.5, *parts), f"Échelle de participation, sept degrés. {', '.join(said)}.", role="gradins")


# --- Maps ---

LARGEUR = 800
"""Width of a map in its own units: 1 is about 240 m."""


@cache
def _paths(layer: Layer, tolerance: float) -> str:
    projection = region_projection(LARGEUR, margin=12)
    drawn = []
    for contour in contours(layer):
        for ring in contour.rings:
            points = simplify([projection.to_xy(lat, lon) for lat, lon in ring], tolerance)
            if len(points) > 3:
                drawn.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "Z")
    return f'<path d="{"".join(drawn)}"/>'


def reperage(lieux: Iterable[Lieu], observatoire: Observatoire) -> Figure | None:
    """A small map that says where; ``None`` when no place has a point."""
    projection = region_projection(LARGEUR, margin=12)
    places = [(lieu.nom, projection.to_xy(*point)) for lieu in lieux if (point := point_de(lieu, observatoire))]
    if not places:
        return None
    bricks = [_rect(round(x) - 24, round(y) - 15, 48, 30, f'fill="{BRIQUE}" stroke="#fff" stroke-width="5"') for _, (x, y) in places]
    land = f'<g fill="{SABLE}" stroke="{TRAIT}" stroke-width="5" stroke-linejoin="round">{_paths("departements", 4.0)}</g>'
    names = ", ".join(name for name, _ in places)
    return Figure(_svg(LARGEUR, round(projection.height) + 1, land, *bricks), f"Carte de la région{NBSP}: {names}.", role="reperage")


def point_de(lieu: Lieu, observatoire: Observatoire) -> Point | None:
    """Latitude and longitude of a place: its own, else the middle of its communes."""
    if lieu.lat is not None and lieu.lon is not None:
        return lieu.lat, lieu.lon
    communes = [observatoire.commune(code) for code in lieu.communes]
    if not communes or lieu.type == "epci":
        return None
    return sum(c.lat for c in communes) / len(communes), sum(c.lon for c in communes) / len(communes)
