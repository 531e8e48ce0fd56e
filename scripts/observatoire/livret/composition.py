"""The PDF of a booklet: its value as JSON, laid out by Typst, PDF/UA-1 and PDF/A-2a enforced."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import segno
import typst

from observatoire.livret.document import Appel, Cellule, Image, Index, Renvoi, Tableau, inside
from observatoire.livret.hauteur import K_MIN, LIBRE, Cadrage, cadrer
from observatoire.livret.livret import Article, Livret
from observatoire.livret.pagination import SOMMAIRE, Mesure, Pagination, Place, Plage, Repere, foresee, paginate, plages
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


@dataclass(frozen=True)
class Composition:
    """A PDF, and where things stand in it."""

    pdf: bytes
    pages: int
    etendues: Mapping[str, Etendue]
    """By target, every article and every part."""
    reperes: tuple[Repere, ...]
    """In reading order, pages counted from the cover."""
    cadrages: Mapping[str, Cadrage]
    """How each article was set, by target."""
    mesures: Mapping[str, Mesure]
    """What each run of pages takes, by its key."""


def compose(livret: Livret, variante: str, images: Mapping[str, Path], tirage: str = "", connue: Composition | None = None) -> Composition:
    """Lay out one variant; ``images`` gives the file of each picture by the path that the records write.

    ``tirage`` says what the copies are for: ``""`` to be read, ``epreuve`` to be corrected, ``imprimeur`` to be printed and
    cut: only the last is free of the standards of accessible files, which refuse its inks. ``connue``, another run of the same
    variant, saves measuring it again. Raises ``RefusedLayout``.
    """
    with workshop("livret.typ", {}, livret.horodatage, images, variante=variante, tirage=tirage) as (root, compiler):
        press = _Press(livret, root / "livret.json", compiler)
        framings, measures = (connue.cadrages, connue.mesures) if connue else _settled(livret, variante, press)
        runs = plages(livret, variante, framings)
        for _ in range(_ROUNDS):
            pagination = paginate(runs, measures)
            found = press.lay(runs, pagination)
            if paginate(runs, found).agrees(pagination):
                break
            measures = found
        else:
            raise RefusedLayout("Les numéros de pages ne se stabilisent pas.")
        pdf = print_with(compiler, livret.horodatage, [] if tirage == "imprimeur" else STANDARDS)
    return Composition(pdf, pagination.pages, _extents(livret, pagination.reperes), pagination.reperes, framings, found)


_ROUNDS = 4
"""Layouts of the whole, at most: page numbers as long as those that were foreseen take the same room, so that one is the rule."""


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


class _Press:
    """What lays runs of pages out: one compiler, which does not do twice what has not changed."""

    def __init__(self, livret: Livret, path: Path, compiler: typst.Compiler) -> None:
        self._livret, self._path, self._compiler = replace(livret, parties=()), path, compiler

    def measure(self, runs: Sequence[Plage], foreseen: Mapping[str, Place]) -> dict[str, Mesure]:
        """What each of ``runs`` takes, wherever it will stand, with the page numbers that are ``foreseen``."""
        found: dict[str, Mesure] = {}
        for start in range(0, len(runs), _BATCH):
            found |= self._lay(runs[start : start + _BATCH], foreseen, frozenset(), whole=False)
            _forget(self._path.parent)
        return found

    def lay(self, runs: Sequence[Plage], pagination: Pagination) -> dict[str, Mesure]:
        """Lay out the whole booklet where ``pagination`` puts its ``runs``, and measure them again."""
        return self._lay(runs, pagination.places, pagination.attentes, whole=True)

    def _lay(self, runs: Sequence[Plage], places: Mapping[str, Place], waited: AbstractSet[str], *, whole: bool) -> dict[str, Mesure]:
        write = _Json(self._livret.site, places)
        shown = (write(run) | {"avant": run.attente if run.cle in waited else ""} for run in runs)
        with self._path.open("w", encoding="utf-8") as file:
            file.write(f'{{"entier": {json.dumps(whole)}, "livret": {_dumped(write(self._livret))}, "plages": [')
            file.writelines(", " * (n > 0) + _dumped(run) for n, run in enumerate(shown))
            file.write("]}")
        return _measures([Repere(*mark) for mark in json.loads(self._compiler.eval(_MARKS))])


_BATCH = 100
"""Runs of pages that are measured together: the memory of a thick booklet is that of its last layout."""
_MARKS = """{
  let (tete, hauteur) = query(metadata).find(it => type(it.value) == array).value
  let repere(it) = {
    let place = it.location().position()
    (if it.has("label") { str(it.label) } else { "" }, place.page, calc.round((place.y - tete) / hauteur, digits: 4), it.func() == heading)
  }
  query(selector.or(heading, metadata)).map(repere)
}"""


def _forget(root: Path) -> None:
    """Free what Typst keeps of former layouts: it drops what the last ten documents did not use."""
    path = root / "vide.typ"
    path.write_text("", encoding="utf-8")
    nothing = typst.Compiler(str(path), root=str(root))
    for _ in range(11):
        nothing.compile(format="svg")


def _measures(marks: Sequence[Repere]) -> dict[str, Mesure]:
    """What stands between the mark of a run and the next, or that of a page filled before it; the last mark ends the last page."""
    found: dict[str, Mesure] = {}
    key, first = "", 1
    held: list[Repere] = []
    *others, end = marks
    for mark in (*others, end._replace(cible="garde/", page=end.page + 1)):
        kind, _, name = mark.cible.partition("/")
        if kind in ("plage", "garde"):
            if key:
                found[key] = Mesure(mark.page - first, tuple(held))
            key, first, held = name if kind == "plage" else "", mark.page, []
        else:
            held.append(mark._replace(page=mark.page - first + 1))
    return found


def _settled(livret: Livret, variante: str, press: _Press) -> tuple[Mapping[str, Cadrage], Mapping[str, Mesure]]:
    """How each article is set, and what each run of pages takes, once what can be mended by slightly smaller letters is.

    A sheet that can hold on two facing pages does; an article that would leave a few lines alone on a page takes them back.
    Each has two tries, no more. Other variants than the usual one keep their sizes: they are made for them.
    """
    usual = variante == "courant"
    framings = {a.cible: cadrer(a) if a.genre == "experience" and usual else LIBRE for a in livret.articles} | {SOMMAIRE: LIBRE}
    tried: set[str] = set()
    asked = plages(livret, variante, framings)
    foreseen = foresee(asked)
    measures = press.measure(asked, foreseen)
    while usual:
        changed: dict[str, Cadrage] = {}
        for run in asked:
            for key, extent, is_alone in _ends(run, measures[run.cle]):
                is_given_up = key in tried and framings[key] == LIBRE
                if not is_given_up and _is_bad(framings[key], extent, is_alone):
                    changed[key] = _tighter(framings[key], extent, key in tried)
        if not changed:
            break
        framings |= changed
        tried |= changed.keys()
        asked = tuple(run for run in plages(livret, variante, framings) if any(key in changed for key, *_ in _ends(run, measures[run.cle])))
        measures |= press.measure(asked, foreseen)
    return framings, measures


def _ends(run: Plage, measure: Mesure) -> Iterator[tuple[str, Etendue, bool]]:
    """Where each article of a run stands in it, and whether nothing follows it on its last page."""
    keys = [article.cible for article, *_ in run.articles] or ([SOMMAIRE] if run.cle == SOMMAIRE else [])
    extents = _extents_of(measure.reperes)
    for key, after in zip_longest(keys, keys[1:]):
        yield key, extents[key], after is None or extents[after].premiere > extents[key].derniere


def _extents_of(marks: Iterable[Repere]) -> dict[str, Etendue]:
    """What has a first and a last mark."""
    firsts: dict[str, int] = {}
    found: dict[str, Etendue] = {}
    for mark in marks:
        target = mark.cible.removesuffix("/fin")
        if target == mark.cible:
            firsts.setdefault(target, mark.page)
        elif mark.page == firsts[target] or mark.haut > _HEAD:
            found[target] = Etendue(firsts[target], mark.page, mark.haut)
        else:  # A last mark may fall at the head of the page after.
            found[target] = Etendue(firsts[target], mark.page - 1, 1.0)
    return found


_HEAD = 0.002
"""What is not further down a page stands at its head."""
_TAIL = 0.3
"""An article that ends above this, alone on its page, leaves the page nearly empty."""


def _is_bad(framing: Cadrage, extent: Etendue, is_alone: bool) -> bool:
    if framing.en_regard:
        return extent.pages > 2
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


def _extents(livret: Livret, reperes: Iterable[Repere]) -> dict[str, Etendue]:
    """Every article and every part: a part ends where its last article does."""
    found = _extents_of(reperes)
    for partie in livret.parties:
        if partie.articles:
            target, last = f"partie/{partie.cle}", found[partie.articles[-1].cible]
            found[target] = last._replace(premiere=next(mark.page for mark in reperes if mark.cible == target))
    return found


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
    """Any value made of nodes, as its template reads it; ``site`` is the address that codes to photograph lead to."""
    return _dumped(_Json(site)(thing))


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Json:
    """A node, or a value made of nodes, as JSON holds it: ``n`` is the name of its kind.

    ``places`` says where targets stand, in a booklet: what leads there gets its page and how far down, as a share of the text.
    """

    def __init__(self, site: str, places: Mapping[str, Place] | None = None) -> None:
        self._site, self._places = site, places

    def __call__(self, thing: Any) -> Any:
        if isinstance(thing, tuple):
            return [self(item) for item in thing]
        if not is_dataclass(thing):
            return thing
        members = {"n": type(thing).__name__.lower(), **{name: self(getattr(thing, name)) for name in _names(thing.__class__)}}
        match thing:
            case Tableau():
                members["largeurs"] = _widths(thing)
            case Article():
                members["qr"] = qr(f"{self._site}/{thing.adresse}") if self._site and thing.adresse else ""
            case Renvoi() | Appel():
                members |= self._place(thing.cible)
            case Index():
                members["entrees"] = [[self(name), self._folios(targets)] for name, targets in thing.entrees]
        return members

    def _place(self, target: str) -> dict[str, Any]:
        if self._places is None:
            return {}
        try:
            return self._places[target]._asdict()
        except KeyError:
            raise RefusedLayout(f"{target} is led to, and stands nowhere.") from None

    def _folios(self, targets: Iterable[str]) -> list[dict[str, Any]]:
        """Pages of several targets, each once, in order."""
        found = [self._place(target) for target in targets]
        return list({place["page"]: place for place in sorted(found, key=lambda place: (place["page"], -place["haut"]))}.values())


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


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


@cache
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
