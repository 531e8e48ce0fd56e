"""The PDF of a booklet: its value as JSON, laid out by Typst, PDF/UA-1 and PDF/A-2a enforced."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

from observatoire.livret.document import Cellule, Image, Tableau, inside
from observatoire.livret.hauteur import K_MIN, Cadrage, cadrer
from observatoire.livret.livret import Article, Livret
from observatoire.livret.texte import plain

VARIANTES: Mapping[str, str] = {"courant": "", "grand": "-grands-caracteres", "texte": "-texte-seul"}
"""What each variant adds to the name of the file."""
_STANDARDS: list[Any] = ["ua-1", "a-2a"]


class RefusedLayout(Exception):
    """Typst could not lay the booklet out; the message is its own, in English."""


@dataclass(frozen=True)
class Composition:
    """A PDF, and where things stand in it."""

    pdf: bytes
    pages: int
    etendues: Mapping[str, tuple[int, int]]
    """First and last page of each article and each part, by target."""


def compose(livret: Livret, variante: str, images: Mapping[str, Path]) -> Composition:
    """Lay out one variant; ``images`` gives the file of each picture by the path that the records write.

    Raises ``RefusedLayout``. A warning of Typst is an error too: it says that something was left out.
    """
    with tempfile.TemporaryDirectory(prefix="livret-") as folder, as_file(files("observatoire.livret")) as package:
        root = Path(folder)
        shutil.copytree(package / "templates", root, dirs_exist_ok=True)
        (root / "livret.json").write_text(as_json(livret), encoding="utf-8")
        for name, source in images.items():
            target = root / "images" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        date = datetime.fromtimestamp(livret.horodatage, UTC).strftime("%Y-%m-%d")
        compiler = typst.Compiler(
            str(root / "livret.typ"), root=folder, font_paths=_fonts(package), sys_inputs={"variante": variante, "date": date}
        )  # fmt: skip
        try:
            places = _settled(livret, compiler, root / "cadrages.json")
            pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=_STANDARDS, timestamp=livret.horodatage)
        except typst.TypstError as error:
            raise RefusedLayout(error.diagnostic or error.message) from error
    if warnings:
        raise RefusedLayout("\n".join(warning.diagnostic or warning.message for warning in warnings))
    assert isinstance(pdf, bytes)
    return Composition(pdf, places["pages"], _extents(places))


def _settled(livret: Livret, compiler: typst.Compiler, path: Path) -> dict[str, Any]:
    """The places of everything, once every sheet that can hold on two pages does: those that do not are set smaller, a little at a time."""
    framings = {article.cible: cadrer(article) for article in livret.articles if article.genre == "experience"}
    while True:
        path.write_text(json.dumps(framings), encoding="utf-8")
        places: dict[str, Any] = json.loads(compiler.query("<etendues>", field="value", one=True))
        extents = _extents(places)
        tighter = {key: _tighter(framings[key]) for key in framings if extents[key][1] - extents[key][0] > 1 and framings[key] != _LOOSE}
        if not tighter:
            return places
        framings |= tighter


_LOOSE = Cadrage(1.0, False)
"""For a sheet that takes more than two pages whatever is done: then nothing is gained by small letters."""


def _tighter(framing: Cadrage) -> Cadrage:
    if framing.saut:
        return Cadrage(framing.k - 0.02, False)
    return Cadrage(round(framing.k - 0.04, 2), False) if framing.k > K_MIN else _LOOSE


def _extents(places: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {target: (first, last) for target, first, last in places["etendues"]}


def _fonts(package: Path) -> typst.Fonts:
    """Ours and those of the wheel, never the machine's: the same bytes everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(package / "fonts")])


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
            compiler.compile(format="pdf", pdf_standards=_STANDARDS, timestamp=0)
        except typst.TypstError as error:
            return frozenset(
                sign for sign in asked if f"`{json.dumps(sign, ensure_ascii=False)}` could not be displayed" in error.diagnostic
            )
    return frozenset()


# --- JSON ---


def as_json(livret: Livret) -> str:
    return json.dumps(_value(livret, livret.site), ensure_ascii=False)


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
        members["qr"] = _qr(f"{site}/{thing.adresse}") if site and thing.adresse else ""
    return members


def _widths(table: Tableau) -> list[float]:
    """Share of each column: as its longest text, between a word and a few lines."""
    columns: list[list[Cellule]] = [[row[n] for row in (table.tete, *table.lignes) if n < len(row)] for n in range(len(table.tete))]
    return [min(max(6, *(len(plain(cell.contenu)) for cell in column)), 40) for column in columns]


def _qr(address: str) -> str:
    """The address as a code to photograph: SVG."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, dark="#1b2530", xmldecl=False, nl=False)
    return drawn.getvalue().decode()


# --- Pictures ---


def images_of(nodes: Iterable[Any]) -> Iterator[Image]:
    """Pictures of nodes, in reading order."""
    for node in nodes:
        if isinstance(node, Image):
            yield node
        for contents in inside(node):
            yield from images_of(contents)
