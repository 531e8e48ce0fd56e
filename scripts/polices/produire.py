"""Make the three font files of the site from the published Fontsource packages.

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

TARGET = Path(__file__).resolve().parents[2] / "overrides" / "assets" / "fonts"

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
    target: str
    characters: frozenset[int]
    axes: dict[str, tuple[float, float]]
    """Range kept on each axis. The optical size of Bricolage is already fixed in this file."""
    features: tuple[str, ...]
    budget: int
    """Largest size allowed, in bytes."""


FACES = (
    Face(
        BRICOLAGE,
        "bricolage-grotesque-latin-wdth-normal.woff2",
        "bricolage.woff2",
        FRENCH,
        {"wght": (500, 800), "wdth": (76, 92)},
        ("kern", "liga", "ccmp", "locl", "mark", "tnum"),
        51_000,
    ),
    Face(
        ATKINSON,
        "atkinson-hyperlegible-next-latin-wght-normal.woff2",
        "atkinson.woff2",
        LATIN,
        {"wght": (400, 750)},
        ("kern", "liga", "ccmp", "locl", "mark", "tnum"),
        19_000,
    ),
    Face(
        ATKINSON,
        "atkinson-hyperlegible-next-latin-wght-italic.woff2",
        "atkinson-italique.woff2",
        LATIN,
        {"wght": (400, 750)},
        ("kern", "liga", "ccmp", "locl", "mark", "tnum"),
        25_000,
    ),
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
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = list(face.features)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # The licence travels with the file.
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=face.characters | {NARROW_NO_BREAK_SPACE})
    subsetter.subset(font)
    # After the subset: the instancer forgets the glyphs that no longer vary.
    font = instancer.instantiateVariableFont(font, face.axes)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _add_narrow_space(font: TTFont) -> None:
    best = font.getBestCmap()
    space = best.get(0x2009) or best[0xA0]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[NARROW_NO_BREAK_SPACE] = space


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        contents = {package: fetched(package, Path(folder)) for package in ARCHIVES}
    for face in FACES:
        result = reduced(contents[face.archive][face.source], face)
        if len(result) > face.budget:
            sys.exit(f"{face.target}: {len(result)} bytes, {face.budget} allowed")
        (TARGET / face.target).write_bytes(result)
        print(f"{face.target}: {len(result)} bytes")
    licences = [contents[package]["LICENSE"].decode().strip() for package in ARCHIVES]
    body = licences[0].split("\n", 1)[1]
    notices = [licence.split("\n", 1)[0].strip() for licence in licences]
    (TARGET / "OFL.txt").write_text("\n\n".join(notices) + "\n" + body + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
