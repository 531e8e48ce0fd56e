"""The PDF of a booklet: its value as JSON, laid out by Typst, PDF/UA-1 and PDF/A-2a enforced."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import segno
import typst

from observatoire.livret.document import Cellule, Image, Tableau, inside
from observatoire.livret.hauteur import K_MIN, LIBRE, Cadrage, cadrer
from observatoire.livret.livret import Article, Livret
from observatoire.livret.texte import plain

VARIANTES: Mapping[str, str] = {"courant": "", "grand": "-grands-caracteres", "texte": "-texte-seul"}
"""What each variant adds to the name of the file."""
STANDARDS: list[Any] = ["ua-1", "a-2a"]
"""What every file that is read must meet: PDF/UA-1, PDF/A-2a."""


class RefusedLayout(Exception):
    """Typst could not lay the booklet out; the message is its own, in English."""


class Etendue(NamedTuple):
    """Where an article or a part stands."""

    premiere: int
    derniere: int
    """Its last page."""
    fin: float
    """How far down its last page it ends: 0 at the head of the text, 1 at its foot."""

    @property
    def pages(self) -> int:
        return self.derniere - self.premiere + 1


class Repere(NamedTuple):
    """Something that can be led to, or a heading, on its page."""

    cible: str
    """``""`` for a heading that nothing leads to."""
    page: int
    titre: bool


@dataclass(frozen=True)
class Composition:
    """A PDF, and where things stand in it."""

    pdf: bytes
    pages: int
    etendues: Mapping[str, Etendue]
    """By target, every article and every part."""
    cadrages: Mapping[str, Cadrage]
    """How each article was set, by target."""
    reperes: tuple[Repere, ...]
    """In reading order."""


def compose(
    livret: Livret, variante: str, images: Mapping[str, Path], tirage: str = "", cadrages: Mapping[str, Cadrage] | None = None
) -> Composition:
    """Lay out one variant; ``images`` gives the file of each picture by the path that the records write.

    ``tirage`` says what the copies are for: ``""`` to be read, ``epreuve`` to be corrected, ``imprimeur`` to be printed and
    cut: only the last is free of the standards of accessible files, which refuse its inks. ``cadrages``, when they are known
    from another run, save looking for them. Raises ``RefusedLayout``.
    """
    with workshop("livret.typ", {"livret.json": as_json(livret)}, livret.horodatage, images, variante=variante, tirage=tirage) as (
        root,
        compiler,
    ):
        framings, places = _settled(livret, variante, compiler, root / "cadrages.json", cadrages)
        pdf = print_with(compiler, livret.horodatage, [] if tirage == "imprimeur" else STANDARDS)
        marks = json.loads(compiler.eval(_MARKS))
    return Composition(pdf, places["pages"], _extents(places), framings, tuple(Repere(*mark) for mark in marks))


_MARKS = """query(selector.or(heading, metadata)).map(it =>
  (if it.has("label") { str(it.label) } else { "" }, counter(page).at(it.location()).first(), it.func() == heading))"""


@contextmanager
def workshop(
    template: str, written: Mapping[str, str | bytes], horodatage: int, images: Mapping[str, Path] = MappingProxyType({}), **inputs: str
) -> Iterator[tuple[Path, typst.Compiler]]:
    """A folder where ``template`` finds what it needs, files ``written`` by name among it, and its compiler.

    Raises ``RefusedLayout`` for what the layout refuses inside the ``with``.
    """
    with tempfile.TemporaryDirectory(prefix="livret-") as folder, as_file(files("observatoire.livret")) as package:
        root = Path(folder)
        shutil.copytree(package / "templates", root, dirs_exist_ok=True)
        for name, content in written.items():
            (root / name).write_bytes(content.encode() if isinstance(content, str) else content)
        for name, source in images.items():
            target = root / "images" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        date = datetime.fromtimestamp(horodatage, UTC).strftime("%Y-%m-%d")
        compiler = typst.Compiler(str(root / template), root=folder, font_paths=_fonts(package), sys_inputs={"date": date, **inputs})
        try:
            yield root, compiler
        except RuntimeError as error:  # TypstError, or what query raises.
            raise RefusedLayout(getattr(error, "diagnostic", "") or str(error)) from error


def print_with(compiler: typst.Compiler, horodatage: int, standards: list[Any]) -> bytes:
    """The PDF, dated. A warning of Typst is an error too: it says that something was left out."""
    pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=standards, timestamp=horodatage)
    if warnings:
        raise RefusedLayout("\n".join(warning.diagnostic or warning.message for warning in warnings))
    assert isinstance(pdf, bytes)
    return pdf


def _settled(
    livret: Livret, variante: str, compiler: typst.Compiler, path: Path, known: Mapping[str, Cadrage] | None
) -> tuple[Mapping[str, Cadrage], dict[str, Any]]:
    """How each article is set, and the places of everything, once what can be mended by slightly smaller letters is.

    A sheet that can hold on two facing pages does; an article that would leave a few lines alone on a page takes them back.
    Each has two tries, no more, for every try lays the whole out. Other variants than the usual one keep their sizes: they
    are made for them.
    """
    framings = dict(
        known
        or {
            article.cible: cadrer(article) if article.genre == "experience" and variante == "courant" else LIBRE
            for article in livret.articles
        }
    )
    framings.setdefault(SOMMAIRE, LIBRE)
    tried: set[str] = set()
    while True:
        path.write_text(json.dumps({key: framing._asdict() for key, framing in framings.items()}), encoding="utf-8")
        places: dict[str, Any] = json.loads(compiler.query("<etendues>", field="value", one=True))
        extents = _extents(places)
        following = [key for key in extents if key in framings]
        changed: dict[str, Cadrage] = {}
        if variante != "courant" or known:
            return framings, places
        for key, after in zip(following, [*following[1:], ""], strict=True):
            is_given_up = key in tried and framings[key] == LIBRE
            if not is_given_up and _is_bad(framings[key], extents[key], extents.get(after)):
                changed[key] = _tighter(framings[key], extents[key], key in tried)
        if not changed:
            return framings, places
        framings |= changed
        tried |= changed.keys()


SOMMAIRE = "livret/sommaire"
"""Target of the contents."""
_TAIL = 0.3
"""An article that ends above this, alone on its page, leaves the page nearly empty."""


def _is_bad(framing: Cadrage, extent: Etendue, after: Etendue | None) -> bool:
    if framing.en_regard:
        return extent.pages > 2
    is_alone = after is None or after.premiere > extent.derniere
    return is_alone and extent.pages > 1 and extent.fin < _TAIL


def _tighter(framing: Cadrage, extent: Etendue, again: bool) -> Cadrage:
    """The next framing to try; ``LIBRE`` when letters would be too small."""
    if framing.k <= K_MIN:
        return LIBRE
    filled = extent.pages - 1 + extent.fin
    if again:
        k = K_MIN if framing.en_regard else max(K_MIN, framing.k - 0.05)
    elif framing.en_regard:
        k = max(K_MIN, framing.k * min(0.98, (2 / filled) ** 0.6))
    elif ((extent.pages - 1) / filled) ** 0.6 < K_MIN:
        return LIBRE
    else:
        k = max(K_MIN, framing.k * min(0.96, (extent.pages - 1) / filled))
    return Cadrage(int(k * 100) / 100, False, framing.en_regard) if k >= K_MIN else LIBRE


def _extents(places: dict[str, Any]) -> dict[str, Etendue]:
    return {target: Etendue(*extent) for target, *extent in places["etendues"]}


def _fonts(package: Path) -> typst.Fonts:
    """Ours and those of the wheel, never the machine's: the same bytes everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(package / "fonts")])


_FRONT = """#set page(width: auto, height: auto, margin: 0pt)
#image("livret.pdf", page: 1, alt: "")
"""
_FRONT_DENSITY = 160
"""Points an inch: an A5 page is 930 of them wide."""


def front(pdf: bytes) -> bytes:
    """The first page of a booklet as a picture: PNG."""
    with tempfile.TemporaryDirectory(prefix="couverture-") as folder:
        Path(folder, "livret.pdf").write_bytes(pdf)
        path = Path(folder, "couverture.typ")
        path.write_text(_FRONT, encoding="utf-8")
        drawn = typst.Compiler(str(path), root=folder).compile(format="png", ppi=_FRONT_DENSITY)
    assert isinstance(drawn, bytes)
    return drawn


_PROBE = """#set document(title: "signes")
#set text(lang: "fr")
= Signes
#for signe in json(bytes(sys.inputs.signes)) { par(text(signe)) }
"""


def unwritable(signs: Iterable[str]) -> frozenset[str]:
    """Among ``signs``, single characters, those that no face of the booklet draws: the faces are asked."""
    asked = sorted({sign for sign in signs if not sign.isspace()})
    with tempfile.TemporaryDirectory(prefix="signes-") as folder, as_file(files("observatoire.livret")) as package:
        path = Path(folder, "signes.typ")
        path.write_text(_PROBE, encoding="utf-8")
        compiler = typst.Compiler(str(path), root=folder, font_paths=_fonts(package), sys_inputs={"signes": json.dumps(asked)})
        try:
            compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=0)
        except typst.TypstError as error:
            return frozenset(
                sign for sign in asked if f"`{json.dumps(sign, ensure_ascii=False)}` could not be displayed" in error.diagnostic
            )
    return frozenset()


# --- JSON ---


def as_json(thing: Any, site: str = "") -> str:
    """A booklet, or any value made of nodes, as its template reads it; ``site`` is the address that codes to photograph lead to."""
    return json.dumps(_value(thing, thing.site if isinstance(thing, Livret) else site), ensure_ascii=False)


def _value(thing: Any, site: str) -> Any:
    """A node or a booklet as JSON holds it: ``n`` is the name of its kind."""
    if isinstance(thing, tuple):
        return [_value(item, site) for item in thing]
    if not is_dataclass(thing):
        return thing
    members = {"n": type(thing).__name__.lower(), **{field.name: _value(getattr(thing, field.name), site) for field in fields(thing)}}
    if isinstance(thing, Tableau):
        members["largeurs"] = _widths(thing)
    if isinstance(thing, Article):
        members["qr"] = qr(f"{site}/{thing.adresse}") if site and thing.adresse else ""
    return members


def _widths(table: Tableau) -> list[float]:
    """Share of each column: as its longest text, up to a few lines.

    0 for one that never needs a second line, a date or a number: it is as wide as what it holds, when the others are left enough.
    """
    columns: list[list[Cellule]] = [[row[n] for row in (table.tete, *table.lignes) if n < len(row)] for n in range(len(table.tete))]
    longest = [max(len(plain(cell.contenu)) for cell in column) for column in columns]
    short = [length <= _DATE for length in longest]
    if not all(short) and sum(length for length in longest if length <= _DATE) <= 2.5 * _DATE:
        return [0 if is_short else min(length, 40) for is_short, length in zip(short, longest, strict=True)]
    return [min(max(6, length), 40) for length in longest]


_DATE = 17
"""Letters of the longest date: « 30 septembre 2014 »."""


def qr(address: str) -> str:
    """The address as a code to photograph: SVG."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, dark="#000", xmldecl=False, nl=False)
    return drawn.getvalue().decode()


# --- Pictures ---


def images_of(nodes: Iterable[Any]) -> Iterator[Image]:
    """Pictures of nodes, in reading order."""
    for node in nodes:
        if isinstance(node, Image):
            yield node
        for contents in inside(node):
            yield from images_of(contents)
