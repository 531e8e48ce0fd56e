"""Pictures drawn from the data, as SVG: they stay sharp on paper, and tell themselves apart without colour.

Every figure carries, as its alternative text, all that it shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from xml.sax.saxutils import escape

from observatoire import dessin
from observatoire.chronologie import Case
from observatoire.dessin import Boite, ecarter, etiqueter, mur
from observatoire.facettes import FACETTES, classes
from observatoire.livret.document import Figure
from observatoire.livret.typographie import spaced
from observatoire.model import Lieu, Observatoire
from observatoire.problems import NBSP, plural
from observatoire.schema.experience import Experience
from observatoire.schema.groupes import Rencontre
from observatoire.territory import Commune, Layer, Point, Projection, contours, region_projection, simplify

BRIQUE, ENCRE, DOUCE, MER, CIEL, SABLE, PAPIER, TRAIT, FILET, CLAIR = (
    "#97331f", "#1b2530", "#49525e", "#14506d", "#cfe4ec", "#f3eee2", "#fcf9f2", "#7b7060", "#cfc5b2", "#fff8ee",
)  # fmt: skip
"""The colours of the site, which its style names alike."""
SANS, TITRES = "&quot;Atkinson Hyperlegible Next&quot;", "&quot;Bricolage Grotesque&quot;"


def _svg(width: float, height: float, *parts: str, left: float = 0, top: float = 0) -> str:
    box = f"{left:g} {top:g} {width:g} {height:g}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{width:g}" height="{height:g}">{"".join(parts)}</svg>'


def _rect(x: float, y: float, width: float, height: float, style: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" {style}/>'


def _text(x: float, y: float, size: float, words: str, style: str = "", face: str = SANS) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-family="{face}" font-size="{size:g}" {style}>{escape(words)}</text>'


# --- The ladder of participation ---


def gradins(niveaux: Mapping[int, str], annonce: int | None, constate: int | None) -> Figure:
    """The seven degrees as steps: what was announced is dashed, what was observed is full.

    ``niveaux`` gives the label of each degree, ``annonce`` and ``constate`` their degree when it is known.
    """
    step, gap = 30.0, 2.0
    parts = []
    for rang in niveaux:
        x, height = (rang - 1) * (step + gap), 10 + rang * 5.5
        top = 62 - height
        is_full = rang == constate
        parts.append(_rect(x, top, step, height, f'fill="{BRIQUE if is_full else SABLE}"'))
        if rang == annonce:
            inset = 3.0 if is_full else 0.6
            dash = f'fill="none" stroke="{CLAIR if is_full else MER}" stroke-width="1.2" stroke-dasharray="3 2"'
            parts.append(_rect(x + inset, top + inset, step - 2 * inset, height - 2 * inset, dash))
        parts.append(f'<path d="M{x:g} {top:g}h{step:g}" stroke="{ENCRE}" stroke-width="1.4"/>')
        ink = CLAIR if is_full else ENCRE
        parts.append(_text(x + step / 2, 58, 9, str(rang), f'text-anchor="middle" font-weight="700" fill="{ink}"'))
    said = [f"{word}{NBSP}: {niveaux[rang]} ({rang} sur 7)" for word, rang in (("annoncé", annonce), ("constaté", constate)) if rang]
    return Figure(_svg(7 * (step + gap) - gap, 62.5, *parts), f"Échelle de participation, sept degrés. {', '.join(said)}.", role="gradins")


# --- The year of a group ---

_CASE = (68.0, 4.0)
"""Width of a slot and the space beside it."""
_HAUT, _VIDE = 43.0, 20.0
"""Height of a row of slots, and of one where nothing is known."""


def frise(o: Observatoire, cases: Sequence[Case]) -> Figure:
    """The slots of a group's year: full line when the day was held, dotted when nothing is known of it."""
    told = [_told(o, case) for case in cases]
    alt = spaced(f"L’année du groupe, {plural(len(cases), 'journée')}. {' ; '.join(told)}.")
    return Figure(_slots(o, cases, 6), alt, role=f"frise-{min(len(cases), 6)}", grand=_slots(o, cases, 3))


def _told(o: Observatoire, case: Case) -> str:
    if case.rencontre is None:
        return f"{case.nom}{NBSP}: non documentée"
    return f"{case.rencontre.date.en_francais}{NBSP}: {', '.join(filter(None, (case.rencontre.titre, _town(o, case.rencontre))))}"


def _town(o: Observatoire, meeting: Rencontre) -> str:
    return o.commune(meeting.lieu.commune).nom if meeting.lieu and meeting.lieu.commune else ""


def _slots(o: Observatoire, cases: Sequence[Case], across: int) -> str:
    width, gap = _CASE
    parts: list[str] = []
    top = 0.0
    for first in range(0, len(cases), across):
        row = cases[first : first + across]
        height = _HAUT if any(case.rencontre for case in row) else _VIDE
        for n, case in enumerate(row):
            parts += _slot(o, case, first + n == 0, n * (width + gap), top, height)
        top += height + gap
    return _svg(min(len(cases), across) * (width + gap) - gap, top - gap, *parts)


def _slot(o: Observatoire, case: Case, is_first: bool, x: float, y: float, height: float) -> Iterator[str]:
    width, meeting = _CASE[0], case.rencontre
    outline = f'stroke="{TRAIT}" stroke-width="0.8"' + ("" if meeting else ' stroke-dasharray="2.5 2"')
    yield _rect(x + 0.4, y + 0.4, width - 0.8, height - 0.8, f'fill="{PAPIER if meeting else "none"}" {outline}')
    if meeting and meeting.etat_rencontre == "tenue":
        yield _rect(x, y, width, 4, f'fill="{BRIQUE}"')
    yield _text(x + 3.2, y + 13.5, 8.4, case.abrege(is_first), f'font-weight="700" fill="{ENCRE}"')
    if meeting is None:
        yield _text(x + width - 3.2, y + 13.5, 8.4, "–", f'text-anchor="end" fill="{DOUCE}"')
        return
    yield _text(x + 3.2, y + 28, 15, str(meeting.date.jour or ""), f'font-weight="700" fill="{ENCRE}"', TITRES)
    yield _text(x + 3.2, y + 38, 7.6, _cut(_town(o, meeting), 17), f'fill="{ENCRE}"')


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip("- ") + "…"


# --- The wall: one brick a practice, a course a period ---

_COURSE, _BRICK = 22.0, (21.0, 12.0)
"""Height of a course; width and height of a brick."""


def periodes(o: Observatoire, experiences: Iterable[Experience]) -> Figure:
    """Every practice laid where it began: a course a period, as long as it takes, each shifted by half a brick."""
    kept = {e.id for e in experiences}
    labels = FACETTES["periode"].libelles(o)
    rows = [(labels[key], [e for e in found if e.id in kept]) for key, found in classes(o, FACETTES["periode"]).items()]
    rows = [(label, found) for label, found in rows if found]
    told = ", ".join(f"{label}{NBSP}: {len(found)}" for label, found in rows)
    legend = "Brique pleine : en cours à la date de la source ; brique vide : terminée ; brique pointillée : état non précisé."
    return Figure(
        _courses(rows, 9, 106), spaced(f"Les expériences par période de départ. {told}."),
        spaced(f"Une brique, une expérience, posée à la période où elle commence. {legend}"), "mur", _courses(rows, 15, 172),
    )  # fmt: skip


def _courses(rows: Sequence[tuple[str, Sequence[Experience]]], letters: float, left: float) -> str:
    """The wall, its labels in ``letters`` units, its bricks from ``left`` on."""
    parts: list[str] = []
    y = 0.0
    across = int((420 - left - _BRICK[0] / 2) // (_BRICK[0] + 3))
    for n, (label, found) in enumerate(rows):
        parts.append(_text(0, y + letters * 0.75 + 2.5, letters, label, f'fill="{ENCRE}"'))
        parts.append(
            _text(left - 10, y + letters * 0.75 + 2.5, letters, str(len(found)), f'text-anchor="end" font-weight="700" fill="{ENCRE}"')
        )
        for m, experience in enumerate(found):
            x = left + m % across * (_BRICK[0] + 3) + (_BRICK[0] / 2 if (n + m // across) % 2 else 0)
            parts.append(_rect(x, y + m // across * (_BRICK[1] + 3), *_BRICK, _BRICKS.get(experience.etat or "", _UNKNOWN)))
        y += max(1, -(-len(found) // across)) * (_BRICK[1] + 3) + _COURSE - 15
    return _svg(420, y, *parts)


# --- Maps ---

LARGEUR = 800
"""Width of a map in its own units: 1 is about 240 m."""
_TOWNS = ("59350", "59183", "62193", "62160", "62765", "62041", "59122", "59392", "59606", "62498")
"""Towns by which one finds one's way, named when there is room: INSEE codes."""


@cache
def _projection() -> Projection:
    return region_projection(LARGEUR, margin=12)


@cache
def _height() -> int:
    return int(_projection().height) + 1


@cache
def _outlines(layer: Layer, tolerance: float) -> str:
    rings = (simplify([_projection().to_xy(lat, lon) for lat, lon in ring], tolerance) for c in contours(layer) for ring in c.rings)
    return f'<path d="{"".join(map(dessin.path, rings))}"/>'


def reperage(lieux: Iterable[Lieu], o: Observatoire) -> Figure | None:
    """A small map that says where; ``None`` when no place has a point."""
    places = [(lieu.nom, _projection().to_xy(*point)) for lieu in lieux if (point := point_de(lieu, o))]
    if not places:
        return None
    bricks = [_rect(round(x) - 26, round(y) - 16, 52, 32, f'fill="{BRIQUE}" stroke="#fff" stroke-width="6"') for _, (x, y) in places]
    land = f'<g fill="{SABLE}" stroke="{TRAIT}" stroke-width="5" stroke-linejoin="round">{_outlines("departements", 4.0)}</g>'
    return Figure(
        _svg(LARGEUR, _height(), land, *bricks), f"Carte de la région{NBSP}: {', '.join(name for name, _ in places)}.", role="reperage"
    )


def point_de(lieu: Lieu, o: Observatoire) -> Point | None:
    """Latitude and longitude of a place: its own, else the middle of its communes."""
    if lieu.lat is not None and lieu.lon is not None:
        return lieu.lat, lieu.lon
    communes = [o.commune(code) for code in lieu.communes]
    if not communes or lieu.type == "epci":
        return None
    return sum(c.lat for c in communes) / len(communes), sum(c.lon for c in communes) / len(communes)


def carte(o: Observatoire, experiences: Iterable[Experience]) -> Figure:
    """One brick a practice, one wall an intercommunality, named after the commune that has most of them."""
    walls, wide = _walls(o, experiences)
    boxes = ecarter([box for _, _, box in walls], 5)
    drawn = [_wall(found, box) for (_, found, _), box in zip(walls, boxes, strict=True)]
    towns = {c.nom: Boite(*_projection().to_xy(c.lat, c.lon), 0, 0) for c in map(o.territory.commune, _TOWNS)}
    named = {name: box for (name, _, _), box in zip(walls, boxes, strict=True)}
    order = sorted(named, key=lambda name: -len(next(found for other, found, _ in walls if other == name)))
    sizes = {name: len(found) for name, found, _ in walls}
    marks = [(name, named[name]) for name in order if sizes[name] > 1] + [
        (name, named.get(name, point)) for name, point in towns.items() if sizes.get(name, 0) < 2
    ]
    frame = Boite(LARGEUR / 2, _height() / 2, LARGEUR + 60, _height() + 30)
    told = ", ".join(f"{name} {len(found)}" for name, found, _ in sorted(walls, key=lambda wall: (-len(wall[1]), wall[0])))
    beyond = (
        f" {plural(wide, 'expérience est plus large', 'expériences sont plus larges')} qu’une commune et n’y {'figure' if wide < 2 else 'figurent'} pas."
        if wide
        else ""
    )

    def drawing(letters: float) -> str:
        names = etiqueter(marks, letters, boxes, frame).values()
        words = (_halo(n.x, n.y, n.texte, n.ancre, letters) for n in names)
        return _svg(frame.largeur, frame.hauteur, _ground(), *drawn, *words, left=frame.gauche, top=frame.haut)

    return Figure(
        drawing(17), f"Carte des expériences{NBSP}: {told}.{beyond}",
        f"Une brique, une expérience ; un mur, une intercommunalité d’aujourd’hui, nommée par sa commune la plus présente.{beyond} Contours{NBSP}: IGN, Licence Ouverte 2.0.",
        "carte", drawing(31),
    )  # fmt: skip


def couverture(o: Observatoire, experiences: Iterable[Experience]) -> Figure:
    """The region and its walls without a word, for the cover."""
    walls, _ = _walls(o, experiences)
    boxes = ecarter([box for _, _, box in walls], 5)
    drawn = [_wall(found, box) for (_, found, _), box in zip(walls, boxes, strict=True)]
    land = f'<g fill="{PAPIER}" stroke="{TRAIT}" stroke-width="1.6" stroke-linejoin="round">{_outlines("departements", 1.4)}</g>'
    limits = f'<g fill="none" stroke="{FILET}" stroke-width="1">{_outlines("epci", 1.8)}</g>'
    return Figure(
        _svg(LARGEUR, _height(), land, limits, *drawn), "La région et ses expériences, une brique pour chacune.", role="couverture"
    )


Wall = tuple[str, tuple[Experience, ...], Boite]
"""Name, practices, place before it is parted from the others."""


def _walls(o: Observatoire, experiences: Iterable[Experience]) -> tuple[list[Wall], int]:
    """A wall an EPCI, by name; and how many practices are wider than a commune."""
    held: dict[str, dict[str, Experience]] = defaultdict(dict)
    seats: dict[str, list[Commune]] = defaultdict(list)
    wide = 0
    for experience in experiences:
        communes = o.communes_de(experience)
        wide += not communes
        for commune in communes:
            held[commune.epci][experience.id] = experience
            seats[commune.epci].append(commune)
    found: list[Wall] = []
    for epci, practices in held.items():
        communes_ = seats[epci]
        seat = max(communes_, key=lambda c: (communes_.count(c), c.population))
        points = [_projection().to_xy(c.lat, c.lon) for c in communes_]
        x, y = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
        found.append((seat.nom, tuple(practices.values()), Boite(x, y, *mur(len(practices))[1:])))
    return sorted(found, key=lambda wall: wall[0]), wide


_BRICKS = {"en_cours": f'fill="{BRIQUE}"', "terminee": f'fill="#fff" stroke="{BRIQUE}" stroke-width="2"'}
_UNKNOWN = f'fill="#fff" stroke="{BRIQUE}" stroke-width="1.4" stroke-dasharray="2.6 1.8"'


def _wall(experiences: Sequence[Experience], box: Boite) -> str:
    corners, width, height = mur(len(experiences))
    across, rise = dessin.BRIQUE
    left, top = round(box.x - width / 2), round(box.y - height / 2)
    return "".join(
        _rect(left + x + 0.8, top + y + 0.8, across - 1.6, rise - 1.6, _BRICKS.get(e.etat or "", _UNKNOWN)) for e, (x, y) in zip(experiences, corners, strict=True)
    )  # fmt: skip


def _ground() -> str:
    land = f'<g fill="{PAPIER}">{_outlines("departements", 1.4)}</g>'
    limits = f'<g fill="none" stroke="{FILET}" stroke-width="1.1">{_outlines("epci", 1.8)}</g>'
    return f'{land}{limits}<g fill="none" stroke="{TRAIT}" stroke-width="2" stroke-linejoin="round">{_outlines("departements", 1.4)}</g>'


def _halo(x: float, y: float, words: str, anchor: str, letters: float) -> str:
    """A name over the map: its shape in paper first, so that lines do not cross its letters."""
    style = f'text-anchor="{anchor}" font-weight="700"'
    around = _text(x, y, letters, words, f'{style} fill="none" stroke="{PAPIER}" stroke-width="4" stroke-linejoin="round"')
    return around + _text(x, y, letters, words, f'{style} fill="{ENCRE}"')
