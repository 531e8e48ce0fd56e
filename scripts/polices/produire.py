"""Make the font files of the site and of the booklet from the published Fontsource packages.

The site takes variable WOFF2 files; the booklet takes static TrueType ones, of the same faces, because Typst
reads no variable font.

    python -m venv /tmp/polices && /tmp/polices/bin/pip install -r scripts/polices/requirements.txt
    /tmp/polices/bin/python scripts/polices/produire.py

Needs ``npm`` (only to fetch the two pinned archives). Same archives, same bytes: run it
again only to change the character set, the axes or the version, and commit what it writes.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "overrides" / "assets" / "fonts"
LIVRET = ROOT / "scripts" / "observatoire" / "livret" / "fonts"

ARCHIVES = {
    "@fontsource-variable/bricolage-grotesque@5.3.0": ("6e99e0d844f7bc152bb3b007f9b1493c53e60cc0744cc681bb744e0b5f14665e"),
    "@fontsource-variable/atkinson-hyperlegible-next@5.3.0": ("75d5156505841b7dd4251398f0a5ff9e44120c87c2e388e9a108879b4def23a6"),
}
"""Package and version, with the SHA-256 of its archive. Another digest stops the run."""

BRICOLAGE, ATKINSON = ARCHIVES

FRENCH = frozenset(
    [
        *range(0x20, 0x7F),  # ASCII
        *map(ord, "ÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜàâäæçèéêëîïôöùûüÿŒœñóáíú"),
        *map(ord, "«»‘’“”–—…°²×·€−"),
        0xA0,  # no-break space
        0x2009,  # thin space
    ]
)
"""What a French title writes: the display face is heavy, it holds no more."""

LATIN = FRENCH | frozenset([*range(0xA0, 0x100), *map(ord, "‚„•′″↑↓")])
"""What a text may quote. A character absent from a source face is left to the reader's system."""

NARROW_NO_BREAK_SPACE = 0x202F
"""Before ; ! ? % in French. Neither face holds it: it borrows the glyph of a narrower space."""


@dataclass(frozen=True)
class Face:
    archive: str
    source: str
    target: Path
    characters: frozenset[int]
    axes: dict[str, tuple[float, float] | float]
    """Range kept on each axis, or the one value of a static face. The optical size of Bricolage is already fixed in this file."""
    budget: int
    """Largest size allowed, in bytes."""
    nom: tuple[str, str, int] | None = None
    """Family, style and weight of a static face, as the booklet asks for it."""


FEATURES = ("kern", "liga", "ccmp", "locl", "mark", "tnum")
_BRICOLAGE = (BRICOLAGE, "bricolage-grotesque-latin-wdth-normal.woff2")
_ATKINSON = (ATKINSON, "atkinson-hyperlegible-next-latin-wght-normal.woff2")
_ATKINSON_ITALIC = (ATKINSON, "atkinson-hyperlegible-next-latin-wght-italic.woff2")
TITRES, TEXTE = "Bricolage Grotesque", "Atkinson Hyperlegible Next"

FACES = (
    Face(*_BRICOLAGE, SITE / "bricolage.woff2", FRENCH, {"wght": (500, 800), "wdth": (76, 92)}, 51_000),
    Face(*_ATKINSON, SITE / "atkinson.woff2", LATIN, {"wght": (400, 750)}, 19_000),
    Face(*_ATKINSON_ITALIC, SITE / "atkinson-italique.woff2", LATIN, {"wght": (400, 750)}, 25_000),
    Face(*_BRICOLAGE, LIVRET / "bricolage.ttf", FRENCH, {"wght": 740, "wdth": 80}, 40_000, (TITRES, "Bold", 700)),
    Face(*_ATKINSON, LIVRET / "atkinson.ttf", LATIN, {"wght": 400}, 40_000, (TEXTE, "Regular", 400)),
    Face(*_ATKINSON, LIVRET / "atkinson-gras.ttf", LATIN, {"wght": 700}, 40_000, (TEXTE, "Bold", 700)),
    Face(*_ATKINSON_ITALIC, LIVRET / "atkinson-italique.ttf", LATIN, {"wght": 400}, 40_000, (TEXTE, "Italic", 400)),
)


def fetched(package: str, folder: Path) -> dict[str, bytes]:
    """Files of a package by base name, once its digest is the one we know."""
    name = subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True).stdout.split()[-1]
    archive = (folder / name).read_bytes()
    digest = hashlib.sha256(archive).hexdigest()
    if digest != ARCHIVES[package]:
        sys.exit(f"{package}: unexpected digest {digest}")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        members = [m for m in tar.getmembers() if m.isfile()]
        return {Path(m.name).name: tar.extractfile(m).read() for m in members}


def reduced(font_file: bytes, face: Face) -> bytes:
    """The face with the axes and characters we use, without hinting."""
    font = TTFont(io.BytesIO(font_file), recalcTimestamp=False)
    _add_narrow_space(font)
    options = Options()
    options.hinting = False
    options.layout_features = list(FEATURES)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # The licence travels with the file.
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=face.characters | {NARROW_NO_BREAK_SPACE})
    subsetter.subset(font)
    # After the subset: the instancer forgets the glyphs that no longer vary.
    font = instancer.instantiateVariableFont(font, face.axes)
    if face.nom:
        _rename(font, *face.nom)
    font.flavor = "woff2" if face.target.suffix == ".woff2" else None
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _rename(font: TTFont, family: str, style: str, weight: int) -> None:
    """Names and weight by which a layout program finds a static face, of normal width in its own family."""
    full = f"{family} {style}"
    for name_id, text in ((1, family), (2, style), (3, full), (4, full), (6, full.replace(" ", ""))):
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass, font["OS/2"].usWidthClass = weight, 5
    bold, italic = style == "Bold", style == "Italic"
    font["head"].macStyle = bold | italic << 1
    font["OS/2"].fsSelection = italic | bold << 5 | (not bold and not italic) << 6


def _add_narrow_space(font: TTFont) -> None:
    best = font.getBestCmap()
    space = best.get(0x2009) or best[0xA0]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[NARROW_NO_BREAK_SPACE] = space


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        contents = {package: fetched(package, Path(folder)) for package in ARCHIVES}
    for face in FACES:
        result = reduced(contents[face.archive][face.source], face)
        if len(result) > face.budget:
            sys.exit(f"{face.target.name}: {len(result)} bytes, {face.budget} allowed")
        face.target.parent.mkdir(parents=True, exist_ok=True)
        face.target.write_bytes(result)
        print(f"{face.target.relative_to(ROOT)}: {len(result)} bytes")
    licences = [contents[package]["LICENSE"].decode().strip() for package in ARCHIVES]
    body = licences[0].split("\n", 1)[1]
    notices = [licence.split("\n", 1)[0].strip() for licence in licences]
    for folder in (SITE, LIVRET):
        (folder / "OFL.txt").write_text("\n\n".join(notices) + "\n" + body + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
