"""Maps as inline SVG, from our own data: no tile, and no script needed. Each is doubled by a list on its page.

One practice is one brick; a commune is the wall of its bricks. Where walls would hide one another, the region
shows one wall for a whole area, and a closer view of that area has one a commune.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from markupsafe import Markup

from observatoire.chronologie import duree_de
from observatoire.dessin import BRIQUE, Boite, Etiquette, Point, chaleur, clip, ecarter, etiqueter, mur, path
from observatoire.model import Lieu, Observatoire, sort_name
from observatoire.pages.rendu import Rendu, relative
from observatoire.problems import NBSP, plural
from observatoire.schema.experience import Experience
from observatoire.territory import Contour, Layer, Projection, contours, de_commune, lambert93, region_projection, simplify

LARGEUR = 800
"""Width of the region, in the units of its map: 1 is about 240 m."""
VILLES = ("59183", "62193", "62160", "62765", "62041", "59122", "59392")
"""Towns by which one finds one's way: named first, with or without a practice."""
COUCHES = ("epci", "arrondissements", "zones")
"""Layers that a page can switch on."""
PLUS_LARGE = "plus-large"
"""Key of the wall of practices that no commune holds."""
_MER = (-10, 34)
"""Where « mer du Nord » begins."""
_LARGE = ((51.35, 2.95), (51.09, 2.60), (50.9, 2.0), (50.85, 1.8), (50.6, 1.75), (50.4, 1.75), (50.15, 1.7), (49.9, 1.5))
"""Inland of the coast, from north to south: the land is drawn over it."""


@dataclass(frozen=True)
class Loupe:
    """A dense area, seen closer."""

    cle: str
    nom: str
    epcis: tuple[str, ...]
    """SIREN of the EPCI of today that make it."""
    largeur: int
    """Of its map, in units about as large on the screen as those of the region's."""
    tailles: tuple[int, int]
    """Size of its names on a wide screen and on a narrow one, in units."""

    @property
    def ancre(self) -> str:
        return f"loupe-{self.cle}"


LOUPES = (
    Loupe("metropole-lilloise", "Métropole lilloise", ("200093201",), 500, (15, 19)),
    Loupe(
        "bassin-minier",
        "Bassin minier",
        ("200072460", "246200364", "246200299", "200044618", "245901152", "200042190", "245901160"),
        700,
        (15, 26),
    ),
)
TAILLES, TAILLES_SEULE = (17, 32), (23, 32)
"""Size of the names of the region's map, as ``Loupe.tailles``: above closer views, and alone in half a page."""


@dataclass(frozen=True)
class Vue:
    """What a map shows, and how."""

    projection: Projection
    cadre: Boite
    """In the map's units."""
    tolerance: float
    """How far an outline may be from the true one, in units."""
    tailles: tuple[int, int]
    mots: tuple[Boite, ...] = ()
    """Where words are written whatever the practices."""

    def trace(self, contour: Contour) -> str:
        """The outline as it shows; ``""`` when it does not."""
        beyond = Boite(self.cadre.x, self.cadre.y, self.cadre.largeur + 20, self.cadre.hauteur + 20)
        rings = (clip([self.projection.to_xy(lat, lon) for lat, lon in ring], beyond) for ring in contour.rings)
        return "".join(path(simplify(ring, self.tolerance)) for ring in rings)

    @property
    def viewbox(self) -> str:
        return f"{round(self.cadre.gauche)} {round(self.cadre.haut)} {round(self.cadre.largeur)} {round(self.cadre.hauteur)}"


@dataclass(frozen=True)
class Emplacement:
    """A wall of the map, and the link it is."""

    cle: str
    """INSEE code of a commune, or the key of a closer view, or ``PLUS_LARGE``."""
    nom: str
    adresse: str
    """From the root of the site."""
    experiences: tuple[Experience, ...]
    point: Point
    epci: str = ""


@dataclass(frozen=True)
class Atlas:
    """The maps of a page, and what its controls need."""

    region: Markup
    loupes: tuple[tuple[Loupe, Markup], ...]
    couches: tuple[str, ...]
    """What can be switched on, among ``COUCHES``."""
    zones: tuple[str, ...]
    """Labels of the zones that can be drawn, ``()`` when no perimeter is written."""


# --- Frames


@cache
def _region(tailles: tuple[int, int] = TAILLES) -> Vue:
    projection = region_projection(LARGEUR, margin=12)
    height = int(projection.height) + 1
    frame = Boite(LARGEUR / 2, height / 2, LARGEUR + 80, height + 40)
    return Vue(projection, frame, 1.8, tailles, (Boite(_MER[0] + 60, _MER[1] - 6, 130, 26),))


@lru_cache(maxsize=64)
def _vue_de(loupe: Loupe, points: tuple[Point, ...]) -> Vue:
    """The frame of a closer view: its places, never so near that nothing else is recognised, nor higher than wide."""
    xs, ys = zip(*(lambert93(lat, lon) for lat, lon in points), strict=True)
    x, y, tall = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, max(ys) - min(ys)
    wide = max(max(xs) - min(xs), 22_000.0, tall * 1.4)
    tall = max(tall, wide * 0.3)
    projection = Projection(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2, loupe.largeur, margin=85)
    height = int(projection.height) + 1
    return Vue(projection, Boite(loupe.largeur / 2, height / 2, loupe.largeur, height), 1.8, loupe.tailles)


@lru_cache(maxsize=64)
def _traces(layer: Layer, vue: Vue) -> Mapping[str, tuple[str, str]]:
    """Name and outline of each piece of a layer that shows, by code."""
    return {contour.code: (contour.nom, trace) for contour in contours(layer) if (trace := vue.trace(contour))}


def _paths(layer: Layer, vue: Vue) -> Markup:
    return Markup().join(Markup('<path d="{}"/>').format(trace) for _, trace in _traces(layer, vue).values())


def _eau(vue: Vue) -> str:
    """The sea: everything north-west of a line drawn from Belgium's shore to Picardy's."""
    bottom = round(vue.cadre.haut + vue.cadre.hauteur) + 40
    points = [(-60.0, -80.0), *[vue.projection.to_xy(lat, lon) for lat, lon in _LARGE], (-60.0, bottom)]
    return "M" + "L".join(f"{round(x)} {round(y)}" for x, y in points) + "Z"


# --- Walls


def _par_commune(o: Observatoire) -> dict[str, list[Experience]]:
    found: dict[str, list[Experience]] = {}
    for experience in o.experiences_triees:
        for commune in o.communes_de(experience):
            found.setdefault(commune.code, []).append(experience)
    return found


def loupes_utiles(o: Observatoire) -> tuple[Loupe, ...]:
    """Areas with enough communes for a closer view to tell more than the region."""
    epcis = [o.territory.commune(code).epci for code in _par_commune(o)]
    return tuple(loupe for loupe in LOUPES if sum(epci in loupe.epcis for epci in epcis) > 2)


def _communes(rendu: Rendu, vue: Vue, chosen: Iterable[str]) -> list[Emplacement]:
    """A wall a commune, by name."""
    o = rendu.observatoire
    held = _par_commune(o)
    communes = sorted((o.territory.commune(code) for code in chosen), key=lambda c: (sort_name(c.nom), c.code))
    return [
        Emplacement(c.code, c.nom, rendu.url_lieu(o.lieu_de_commune(c)), tuple(held[c.code]), vue.projection.to_xy(c.lat, c.lon), c.epci)
        for c in communes
    ]


def _emplacements(rendu: Rendu, vue: Vue, page: str) -> list[Emplacement]:
    """Walls of the region: the areas seen closer on ``page``, then the other communes by name, then what is wider than a commune."""
    o = rendu.observatoire
    held = _par_commune(o)
    found, seen = [], set()
    for loupe in loupes_utiles(o):
        inside = [code for code in held if o.territory.commune(code).epci in loupe.epcis]
        seen |= {*inside}
        ids = {e.id for code in inside for e in held[code]}
        experiences = {e.id: e for e in o.experiences_triees if e.id in ids}
        places = [(vue.projection.to_xy(c.lat, c.lon), len(held[c.code])) for c in map(o.territory.commune, inside)]
        weight = sum(count for _, count in places)
        centre = (sum(x * count for (x, _), count in places) / weight, sum(y * count for (_, y), count in places) / weight)
        found.append(Emplacement(loupe.cle, loupe.nom, f"{page}#{loupe.ancre}", tuple(experiences.values()), centre))
    found += _communes(rendu, vue, [code for code in held if code not in seen])
    if wide := o.experiences_ou(lambda e: not o.communes_de(e)):
        found.append(Emplacement(PLUS_LARGE, "Plus large qu’une commune", "territoires/#sans", wide, (LARGEUR - 95.0, 60.0)))
    return found


def _boite(place: Emplacement) -> Boite:
    _, width, height = mur(len(place.experiences))
    return Boite(*place.point, width, height)


def _murs(places: Sequence[Emplacement], walls: Sequence[Boite], here: str) -> Markup:
    return Markup().join(_mur(place, wall, here) for place, wall in zip(places, walls, strict=True))


ETATS = {"en_cours": "bq", "terminee": "bq fin"}
"""Look of a brick by state of the practice; any other state, or none, is dotted."""


def _mur(place: Emplacement, boite: Boite, here: str) -> Markup:
    corners, width, height = mur(len(place.experiences))
    left, top = round(boite.x - width / 2), round(boite.y - height / 2)
    bricks = Markup().join(_brique(e, left + x, top + y) for e, (x, y) in zip(place.experiences, corners, strict=True))
    moved = abs(boite.x - place.point[0]) > width / 2 or abs(boite.y - place.point[1]) > height / 2
    tie = Markup('<path class="rappel" d="M{} {}L{} {}"/>').format(*map(round, (*place.point, boite.x, boite.y))) if moved else ""
    target = Markup('<rect class="prise" x="{}" y="{}" width="{}" height="{}"/>').format(left - 4, top - 4, width + 8, height + 8)
    epci = Markup(' data-epci="{}"').format(place.epci) if place.epci else ""
    return Markup('<a class="lieu" href="{}" data-lieu="{}"{}><title>{}{}: {}</title>{}{}{}</a>').format(
        relative(place.adresse, here), place.cle, epci, place.nom, NBSP, plural(len(place.experiences), "expérience"), tie, target, bricks
    )


def _brique(e: Experience, x: int, y: int) -> Markup:
    return Markup('<rect class="{}" data-e="{}"{} x="{}" y="{}" width="{}" height="{}"/>').format(
        ETATS.get(e.etat or "", "bq np"), e.id, _annees(e), x, y, *BRIQUE
    )


def _annees(e: Experience) -> Markup:
    """First year, last one attested, and ``+`` when no source tells the end."""
    duree = duree_de(e)
    return Markup(' data-an="{}-{}{}"').format(duree.debut, duree.atteste, "" if duree.fin else "+") if duree else Markup("")


# --- Names


def _villes(o: Observatoire, vue: Vue, places: Sequence[Emplacement], walls: Sequence[Boite]) -> dict[str, Boite]:
    """The towns by which one finds one's way: their wall, or their point when they have no practice."""
    known = {place.cle: wall for place, wall in zip(places, walls, strict=True)}
    return {
        commune.nom: known.get(commune.code) or Boite(*vue.projection.to_xy(commune.lat, commune.lon), 0, 0)
        for commune in map(o.territory.commune, VILLES)
    }


def _par_taille(places: Sequence[Emplacement], walls: Sequence[Boite]) -> dict[str, Boite]:
    """Walls by name, the largest first."""
    pairs = sorted(zip(places, walls, strict=True), key=lambda pair: -len(pair[0].experiences))
    return {place.nom: wall for place, wall in pairs}


def _noms(vue: Vue, named: Mapping[str, Boite], taken: Sequence[Boite], most: int) -> Markup:
    """Names that fit, for a wide screen and, larger hence fewer (the first ``most``), for a narrow one."""
    wide = etiqueter(named.items(), vue.tailles[0], taken, vue.cadre)
    narrow = etiqueter([*named.items()][:most], vue.tailles[1], taken, vue.cadre)
    return Markup('<g class="noms t{}" aria-hidden="true">{}</g><g class="noms gros t{}" aria-hidden="true">{}</g>').format(
        vue.tailles[0], _textes(wide.values()), vue.tailles[1], _textes(narrow.values())
    )


def _ecrits(o: Observatoire, vue: Vue, couches: Sequence[str]) -> list[Boite]:
    """Where other words than names of places are."""
    return [*vue.mots, *(_noms_de_zones(o, vue).values() if "zones" in couches else ())]


def _textes(names: Iterable[Etiquette]) -> Markup:
    return Markup().join(Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(n.x, n.y, n.ancre, n.texte) for n in names)


# --- Maps


def _carte(vue: Vue, titre: str, dessous: Markup, murs: Markup, noms: Markup) -> Markup:
    return Markup('<svg class="geo" viewBox="{}" role="group" aria-label="{}">{}{}{}</svg>').format(vue.viewbox, titre, dessous, murs, noms)


def carte_region(rendu: Rendu, here: str, couches: Sequence[str], *, seule: bool = False) -> Markup:
    """The region as seen from the address ``here``; ``seule`` when the page holds no closer view."""
    o = rendu.observatoire
    vue = _region(TAILLES_SEULE if seule else TAILLES)
    under = Markup(
        '<path class="eau" d="{}"/>{}'
        '<g aria-hidden="true"><text class="mer-nom" x="{}" y="{}">mer du Nord</text><text class="voisin" x="560" y="150">Belgique</text></g>'
    ).format(_eau(vue), _terre(o, vue, "region", couches), *_MER)
    places = _emplacements(rendu, vue, "territoires/" if seule else here)
    walls = ecarter([_boite(place) for place in places], 4)
    marks = {place.nom: wall for place, wall in zip(places, walls, strict=True) if not place.epci} | _villes(o, vue, places, walls)
    names = _noms(vue, marks if seule else marks | _par_taille(places, walls), [*walls, *_ecrits(o, vue, couches)], len(marks))
    return _carte(vue, "Carte de la région", under, _murs(places, walls, here), names)


def carte_loupe(rendu: Rendu, loupe: Loupe, here: str, couches: Sequence[str]) -> Markup:
    """A dense area, a wall a commune."""
    o = rendu.observatoire
    held = [code for code in _par_commune(o) if o.territory.commune(code).epci in loupe.epcis]
    vue = _vue_de(loupe, tuple((c.lat, c.lon) for c in map(o.territory.commune, sorted(held))))
    places = _communes(rendu, vue, held)
    walls = ecarter([_boite(place) for place in places], 4)
    names = _noms(vue, _par_taille(places, walls), [*walls, *_ecrits(o, vue, couches)], len(places))
    return _carte(vue, f"Carte{NBSP}: {loupe.nom}", _terre(o, vue, loupe.cle, couches), _murs(places, walls, here), names)


def _terre(o: Observatoire, vue: Vue, cle: str, couches: Sequence[str]) -> Markup:
    """The land, its limits, and what can be switched on; the départements are drawn once and used twice."""
    layers = Markup().join(_COUCHES[couche](o, vue) for couche in couches)
    limits = Markup() if "epci" in couches else Markup('<g class="epci">{}</g>').format(_paths("epci", vue))
    return Markup('<g class="terre"><g id="terre-{}">{}</g></g>{}{}<use class="dep" href="#terre-{}"/>').format(
        cle, _paths("departements", vue), limits, layers, cle
    )


def _epcis(o: Observatoire, vue: Vue) -> Markup:
    close = {siren for loupe in loupes_utiles(o) for siren in loupe.epcis} if vue == _region() else ()
    return Markup('<g class="epci">{}</g>').format(
        Markup().join(
            Markup('<path class="{}" data-epci="{}" d="{}"><title>{}</title></path>').format(
                f"{_chaleur(o, siren)}{' pres' if siren in close else ''}".strip(), siren, trace, nom
            )
            for siren, (nom, trace) in _traces("epci", vue).items()
        )
    )


def _arrondissements(o: Observatoire, vue: Vue) -> Markup:
    return Markup('<g class="arr">{}</g>').format(
        Markup().join(
            Markup('<path d="{}"><title>Arrondissement {}</title></path>').format(trace, de_commune(nom))
            for nom, trace in _traces("arrondissements", vue).values()
        )
    )


def _chaleur(o: Observatoire, siren: str) -> str:
    return chaleur(len(o.experiences_par_lieu.get(o.lieu_d_epci(o.territory.epci(siren)).id, ())))


def _zones(o: Observatoire, vue: Vue) -> Markup:
    """Each zone hatched its own way, and named."""
    traces = _traces("arrondissements", vue)
    found = Markup()
    for n, (zone, place) in enumerate(_noms_de_zones(o, vue).items()):
        pattern = f"hachures-{zone}-{round(vue.cadre.largeur)}"
        drawn = Markup().join(Markup('<path d="{}"/>').format(traces[code][1]) for code in o.zones[zone] if code in traces)
        found += Markup(
            '<g class="zone"><pattern id="{0}" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate({1})">'
            '<path d="M0 0V14"/></pattern><g fill="url(#{0})">{2}</g><text x="{3}" y="{4}" text-anchor="middle">Zone {5}</text></g>'
        ).format(pattern, 45 - 90 * n, drawn, round(place.x), round(place.y) + 9, o.libelle("zone", zone))
    return found


def _noms_de_zones(o: Observatoire, vue: Vue) -> dict[str, Boite]:
    """Where each zone is named: amid those of its communes that show; zones that do not show left out."""
    found = {}
    for zone, codes in o.zones.items():
        places = (vue.projection.to_xy(c.lat, c.lon) for c in o.territory.communes if c.arrondissement in codes)
        if seen := [point for point in places if vue.cadre.contient(Boite(*point, 0, 0))]:
            x, y = (sum(values) / len(seen) for values in zip(*seen, strict=True))
            found[zone] = Boite(x, y, 130, 30)
    return found


_COUCHES: Mapping[str, Callable[[Observatoire, Vue], Markup]] = {"epci": _epcis, "arrondissements": _arrondissements, "zones": _zones}


def atlas(rendu: Rendu, here: str, couches: Sequence[str] = COUCHES) -> Atlas:
    """The maps of the page at ``here``, with the layers it can switch on."""
    o = rendu.observatoire
    return Atlas(
        carte_region(rendu, here, couches),
        tuple((loupe, carte_loupe(rendu, loupe, here, couches)) for loupe in loupes_utiles(o)),
        tuple(couches),
        tuple(o.libelle("zone", zone) for zone in o.zones),
    )


def carte_des_experiences(rendu: Rendu, here: str) -> Markup:
    """The region alone, with what it shows said below it."""
    o = rendu.observatoire
    held = _par_commune(o)
    top = ", ".join(
        f"{o.territory.commune(code).nom} {len(held[code])}" for code in sorted(held, key=lambda code: (-len(held[code]), code))[:3]
    )
    return Markup(
        '<figure class="carte-region"><div class="fond-mer">{}</div><figcaption>Une brique, une expérience\N{NARROW NO-BREAK SPACE}; un mur, une commune{}. '
        '<a href="{}">Voir de plus près, et en liste</a>. Contours\N{NO-BREAK SPACE}: IGN, Licence Ouverte 2.0.</figcaption></figure>'
    ).format(carte_region(rendu, here, (), seule=True), f" ({top})" if top else "", relative("territoires/", here))


# --- Where a record stands


def carte_reperage(rendu: Rendu, lieux: Iterable[Lieu]) -> Markup:
    """A small map that says where, for a record; ``""`` when no place has a point."""
    vue = _reperage()
    points = [(lieu, *point) for lieu in lieux if (point := _point(rendu.observatoire, vue, lieu))]
    if not points:
        return Markup("")
    sirens = {lieu.id.rsplit("-", 1)[-1] for lieu, _, _ in points if lieu.type == "epci"}
    limits = Markup().join(
        Markup('<path class="ici" d="{}"/>').format(trace) for siren, (_, trace) in _traces("epci", vue).items() if siren in sirens
    )
    marks = Markup().join(
        Markup('<rect class="bq" x="{}" y="{}" width="34" height="22"/>').format(round(x) - 17, round(y) - 11)
        for lieu, x, y in points
        if lieu.type != "epci"
    )
    label = _label(*points[0]) if len(points) == 1 else ""
    return Markup(
        '<figure><div class="fond-mer"><svg class="geo mini-carte" viewBox="{}" role="img" aria-label="Carte\N{NO-BREAK SPACE}: {}">'
        '<path class="eau" d="{}"/><g class="terre">{}</g>{}{}{}</svg></div></figure>'
    ).format(vue.viewbox, ", ".join(lieu.nom for lieu, _, _ in points), _eau(vue), _paths("departements", vue), limits, marks, label)


@cache
def _reperage() -> Vue:
    projection = region_projection(LARGEUR, margin=12)
    height = int(projection.height) + 1
    return Vue(projection, Boite(LARGEUR / 2, height / 2, LARGEUR + 60, height + 40), 2.6, TAILLES)


def _label(lieu: Lieu, x: float, y: float) -> Markup:
    if len(lieu.nom) > 22:
        return Markup("")
    anchor, dx = ("end", -28) if x > LARGEUR * 0.55 else ("start", 28)
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(round(x) + dx, round(y) + 14, anchor, lieu.nom)


def _point(o: Observatoire, vue: Vue, lieu: Lieu) -> Point | None:
    if lieu.lat is not None and lieu.lon is not None:
        return vue.projection.to_xy(lieu.lat, lieu.lon)
    communes = [o.commune(code) for code in lieu.communes]
    if not communes:
        return None
    return vue.projection.to_xy(sum(c.lat for c in communes) / len(communes), sum(c.lon for c in communes) / len(communes))
