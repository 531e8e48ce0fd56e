"""The press: Typst, where a template finds what it needs, and the PDF that it makes, PDF/UA-1 and PDF/A-2a enforced."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import typst

STANDARDS: list[Any] = ["ua-1", "a-2a"]
"""What every file that is read must meet: PDF/UA-1, PDF/A-2a."""


class RefusedLayout(Exception):
    """Typst could not lay the booklet out; the message is its own, in English."""


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


def forget(root: Path) -> None:
    """Free what Typst keeps of former layouts: it drops what the last ten documents did not use."""
    path = root / "vide.typ"
    path.write_text("", encoding="utf-8")
    nothing = typst.Compiler(str(path), root=str(root))
    for _ in range(11):
        nothing.compile(format="svg")


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
