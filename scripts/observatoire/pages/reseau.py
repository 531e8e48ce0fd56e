"""Who works with whom: structures tied by the practices they share, as a picture laid out here and as a list.

The layout is a balance of springs worked out by additions, products and square roots alone, from a start
that no chance enters: the same ties give the same picture, to the unit, on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import sqrt

from markupsafe import Markup

from observatoire.dessin import Boite, Point, ecarter, etiqueter
from observatoire.model import Observatoire, sort_name
from observatoire.pages.rendu import Etape, Page, Rendu, relative
from observatoire.problems import NBSP, plural
from observatoire.schema.acteurs import Structure

ACTEURS = Etape("Acteurs", "acteurs/index.md")
LARGEUR, HAUTEUR = 1000, 640
"""Of the picture, in its units."""
TAILLES = (15, 22, 34)
"""Size of the names on a wide, a middling and a narrow screen, in units: the larger, the fewer."""
TOURS = 260
"""Rounds of the layout; fewer when structures are many, so that a build stays short."""
VOISINES = 20
"""Structures drawn at most around one; the list holds them all."""
FORMES = {"collectivites": "brique", "associations": "rond", "organismes_publics": "losange", "entreprises": "brique vide"}
"""Shape of a structure by family of its type; any other is an empty circle. Never the colour alone."""


@dataclass(frozen=True)
class Lien:
    """Two structures, by identifier, and how many practices they share."""

    a: str
    b: str
    partagees: int


@dataclass(frozen=True)
class Noeud:
    """A structure with a place in the picture."""

    structure: Structure
    boite: Boite
    liens: int
    """Structures it is tied to."""


def liens(o: Observatoire) -> tuple[Lien, ...]:
    """Every tie once, by identifiers."""
    found = [Lien(s.id, other.id, len(shared)) for s in o.structures.values() for other, shared in o.travaille_avec(s) if s.id < other.id]
    return tuple(sorted(found, key=lambda lien: (lien.a, lien.b)))


def reliees(o: Observatoire) -> tuple[tuple[Structure, int], ...]:
    """Structures with a tie, and how many they have; the most tied first, then by name."""
    counted = [(s, len(o.travaille_avec(s))) for s in o.structures.values()]
    return tuple(sorted((x for x in counted if x[1]), key=lambda x: (-x[1], sort_name(x[0].nom), x[0].id)))


def ensembles(keys: Sequence[str], ties: Sequence[Lien]) -> list[list[str]]:
    """Keys that ties hold together, the largest set first; each in the order of ``keys``."""
    group = {key: key for key in keys}

    def head(key: str) -> str:
        while group[key] != key:
            key = group[key]
        return key

    for tie in ties:
        group[head(tie.b)] = head(tie.a)
    found: dict[str, list[str]] = {}
    for key in keys:
        found.setdefault(head(key), []).append(key)
    return sorted(found.values(), key=len, reverse=True)


# --- Layout


def disposer(keys: Sequence[str], ties: Sequence[Lien], cadre: Boite) -> dict[str, Point]:
    """A place for each key inside ``cadre``: ties draw together, all push apart, and each set of tied keys has a part of the frame."""
    sets = ensembles(keys, ties)
    found: dict[str, Point] = {}
    for group, frame in zip(sets, _partager([len(group) for group in sets], cadre), strict=True):
        inside = [tie for tie in ties if tie.a in group]
        found |= _dans(_equilibrer(group, inside), frame)
    return found


def _partager(sizes: Sequence[int], cadre: Boite) -> list[Boite]:
    """The frame cut along its longer side, again and again, in proportion to the sizes."""
    if len(sizes) == 1:
        return [cadre]
    share = sizes[0] / sum(sizes)
    if cadre.largeur >= cadre.hauteur:
        first = Boite(cadre.gauche + cadre.largeur * share / 2, cadre.y, cadre.largeur * share, cadre.hauteur)
        rest = Boite(cadre.gauche + cadre.largeur * (1 + share) / 2, cadre.y, cadre.largeur * (1 - share), cadre.hauteur)
    else:
        first = Boite(cadre.x, cadre.haut + cadre.hauteur * share / 2, cadre.largeur, cadre.hauteur * share)
        rest = Boite(cadre.x, cadre.haut + cadre.hauteur * (1 + share) / 2, cadre.largeur, cadre.hauteur * (1 - share))
    return [first, *_partager(sizes[1:], rest)]


def _equilibrer(keys: Sequence[str], ties: Sequence[Lien]) -> list[tuple[str, Point]]:
    """Places in a square of side 1, before any frame (Fruchterman and Reingold 1991, in a fixed number of rounds)."""
    count = len(keys)
    rank = {key: n for n, key in enumerate(keys)}
    # Spread evenly without chance: multiples of two irrational numbers, of which only the decimals are kept.
    places = [((n * 0.6180339887498949) % 1.0, (n * 0.7548776662466927) % 1.0) for n in range(1, count + 1)]
    pairs = [(rank[tie.a], rank[tie.b], sqrt(tie.partagees)) for tie in ties]
    rounds = max(40, min(TOURS, 600_000 // (count * count)))
    reach = 0.9 / sqrt(count)
    for n in range(rounds):
        step = 0.12 * (1 - n / rounds)
        places = [_avance(place, pull, step) for place, pull in zip(places, _forces(places, pairs, reach), strict=True)]
    return [*zip(keys, places, strict=True)]


def _forces(places: Sequence[Point], pairs: Sequence[tuple[int, int, float]], reach: float) -> list[Point]:
    """What moves each place: away from all, towards those it is tied to, and a little towards the middle."""
    xs, ys = [(0.5 - x) * 0.9 for x, _ in places], [(0.5 - y) * 0.9 for _, y in places]
    for i, (x, y) in enumerate(places):
        for j in range(i):
            dx, dy = x - places[j][0], y - places[j][1]
            push = reach * reach / max(dx * dx + dy * dy, 1e-6)
            xs[i], ys[i], xs[j], ys[j] = xs[i] + dx * push, ys[i] + dy * push, xs[j] - dx * push, ys[j] - dy * push
    for i, j, weight in pairs:
        dx, dy = places[i][0] - places[j][0], places[i][1] - places[j][1]
        pull = sqrt(dx * dx + dy * dy) / reach * weight
        xs[i], ys[i], xs[j], ys[j] = xs[i] - dx * pull, ys[i] - dy * pull, xs[j] + dx * pull, ys[j] + dy * pull
    return [*zip(xs, ys, strict=True)]


def _avance(place: Point, force: Point, step: float) -> Point:
    length = sqrt(force[0] * force[0] + force[1] * force[1])
    share = min(length, step) / length if length else 0.0
    return place[0] + force[0] * share, place[1] + force[1] * share


def _dans(places: Sequence[tuple[str, Point]], cadre: Boite) -> dict[str, Point]:
    """The places stretched to fill a frame, a margin left on each side."""
    margin = min(60.0, cadre.largeur * 0.2, cadre.hauteur * 0.2)
    xs, ys = [x for _, (x, _) in places], [y for _, (_, y) in places]

    def spread(value: float, values: Sequence[float], start: float, size: float) -> float:
        low, high = min(values), max(values)
        return start + size * ((value - low) / (high - low) if high > low else 0.5)

    return {
        key: (
            spread(x, xs, cadre.gauche + margin, cadre.largeur - 2 * margin),
            spread(y, ys, cadre.haut + margin, cadre.hauteur - 2 * margin),
        )
        for key, (x, y) in places
    }


# --- The picture


def noeuds(o: Observatoire) -> tuple[Noeud, ...]:
    """Tied structures with their places, the most tied first."""
    tied = reliees(o)
    if not tied:
        return ()
    frame = Boite(LARGEUR / 2, HAUTEUR / 2, LARGEUR, HAUTEUR)
    places = disposer([s.id for s, _ in tied], liens(o), frame)
    boxes = ecarter([Boite(*places[s.id], *_taille(count)) for s, count in tied], 10)
    inside = (replace(box, x=min(max(box.x, 20), LARGEUR - 20), y=min(max(box.y, 20), HAUTEUR - 20)) for box in boxes)
    return tuple(Noeud(s, box, count) for (s, count), box in zip(tied, inside, strict=True))


def _taille(count: int) -> tuple[int, int]:
    """Width and height of a structure: its surface grows with its ties."""
    side = 10 + round(sqrt(count) * 5)
    return side + 4, side


def _forme(o: Observatoire, s: Structure, boite: Boite) -> Markup:
    famille = o.vocabulaires["type_structure"].famille_de(s.type_structure)
    forme = FORMES.get(famille or "", "rond vide")
    x, y, r = round(boite.x), round(boite.y), round(boite.hauteur / 2)
    if forme.startswith("rond"):
        return Markup('<circle class="noeud {}" cx="{}" cy="{}" r="{}"/>').format(forme, x, y, r)
    if forme == "losange":
        return Markup('<path class="noeud losange" d="M{} {}l{} {}l-{} {}l-{}-{}z"/>').format(x, y - r, r, r, r, r, r, r)
    width, height = round(boite.largeur), round(boite.hauteur * 0.7)
    return Markup('<rect class="noeud {}" x="{}" y="{}" width="{}" height="{}"/>').format(
        forme, x - width // 2, y - height // 2, width, height
    )


def _lie(s: Structure, ties: int, practices: int) -> str:
    return f"{s.nom}{NBSP}: {plural(ties, 'structure')}, {plural(practices, 'expérience')}"


def dessin(rendu: Rendu, here: str) -> Markup:
    """The whole network, each structure a link; ``""`` when nothing is tied."""
    o = rendu.observatoire
    found = noeuds(o)
    if not found:
        return Markup("")
    places = {noeud.structure.id: noeud.boite for noeud in found}
    lines = Markup().join(_trait(places[tie.a], places[tie.b], tie) for tie in liens(o))
    marks = Markup().join(
        Markup('<a class="acteur" href="{}" data-acteur="{}"><title>{}</title>{}</a>').format(
            relative(rendu.url(n.structure), here),
            n.structure.id,
            _lie(n.structure, n.liens, len(o.experiences_de(n.structure))),
            _forme(o, n.structure, n.boite),
        )
        for n in found
    )
    names = Markup().join(_noms(found, size) for size in TAILLES)
    return Markup(
        '<svg class="reseau" viewBox="0 0 {} {}" role="group" aria-label="Réseau des structures"><g class="traits">{}</g>{}{}</svg>'
    ).format(LARGEUR, HAUTEUR, lines, marks, names)


def _noms(found: Sequence[Noeud], taille: int) -> Markup:
    """Names that fit at a size; a long one gives way to its acronym."""
    frame = Boite(LARGEUR / 2, HAUTEUR / 2, LARGEUR - 8, HAUTEUR - 8)
    named = [(n.structure.sigle if n.structure.sigle and len(n.structure.nom) > 28 else n.structure.nom, n.boite) for n in found]
    texts = Markup().join(
        Markup('<text data-de="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(found[rang].structure.id, x.x, x.y, x.ancre, x.texte)
        for rang, x in etiqueter(named, taille, [n.boite for n in found], frame).items()
    )
    return Markup('<g class="noms t{}" aria-hidden="true">{}</g>').format(taille, texts)


def _trait(a: Boite, b: Boite, tie: Lien) -> Markup:
    strong = " fort" if tie.partagees > 1 else ""
    return Markup('<path class="lien{}" data-a="{}" data-b="{}" d="M{} {}L{} {}"/>').format(
        strong, tie.a, tie.b, *map(round, (a.x, a.y, b.x, b.y))
    )


def voisinage(rendu: Rendu, s: Structure, here: str) -> Markup:
    """A structure and those it works with, the most shared first, each a link; ``""`` when there are fewer than two."""
    o = rendu.observatoire
    near = o.travaille_avec(s)[:VOISINES]
    if len(near) < 2:
        return Markup("")
    height = 26 * len(near) + 12
    middle = height // 2
    lines, marks = Markup(), Markup()
    for n, (other, shared) in enumerate(near):
        y = 19 + 26 * n
        strong = " fort" if len(shared) > 1 else ""
        lines += Markup('<path class="lien{}" d="M28 {}C80 {} 60 {} 104 {}"/>').format(strong, middle, middle, y, y)
        times = f" ({len(shared)})" if strong else ""
        name = _court(other)
        whole = Markup(' aria-label="{}{}, {}"').format(name, times, other.nom) if name == other.sigle else ""
        marks += Markup('<a href="{}"{}>{}<text x="122" y="{}">{}{}</text></a>').format(
            relative(rendu.url(other), here), whole, _forme(o, other, Boite(108, y, 18, 16)), y + 5, name, times
        )
    return Markup('<svg class="reseau voisinage" viewBox="0 0 430 {}" role="group" aria-label="{}">{}{}{}</svg>').format(
        height, f"Travaille avec{NBSP}: {plural(len(near), 'structure')}", lines, _forme(o, s, Boite(28, middle, 34, 34)), marks
    )


def _court(s: Structure, limit: int = 34) -> str:
    """The name in one short line; whole in the list."""
    if len(s.nom) <= limit:
        return s.nom
    return s.sigle or s.nom[: limit - 1].rsplit(" ", 1)[0] + "…"


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    tied = reliees(o)
    alone = [s for s in o.structures_triees if not o.travaille_avec(s)]
    yield rendu.page(
        "acteurs/reseau.md", "reseau.html", titre="Qui travaille avec qui", fil=[ACTEURS], scripts=["assets/reseau.js"] if tied else [],
        description="Le réseau des structures qui mènent ensemble des démarches de participation : l’image, et la même chose en liste.",
        dessin=dessin(rendu, "acteurs/reseau/"), reliees=tied, liens=liens(o), seules=alone,
        ensembles=ensembles([s.id for s, _ in tied], liens(o)),
    )  # fmt: skip
