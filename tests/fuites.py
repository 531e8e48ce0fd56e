"""Look for names in everything a build gives: pages, data, calendars, search index, PDF, EPUB.

What is packed is unpacked, what is escaped is read as a reader's program reads it, and case, accents
and breaks of lines do not hide a name.
"""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from pypdf import PdfReader

from lecture_pdf import pages_of

_PLAIN = {
    ".html",
    ".xml",
    ".svg",
    ".md",
    ".txt",
    ".csv",
    ".json",
    ".geojson",
    ".js",
    ".css",
    ".webmanifest",
    ".yml",
    ".xhtml",
    ".opf",
    ".ncx",
    ".typ",
}


def folded(text: str) -> str:
    """``text`` in lower case, without accents nor soft hyphens, every space single."""
    bare = unicodedata.normalize("NFKD", text.replace("\u00ad", "").casefold())
    for sign in filter(unicodedata.combining, set(bare)):
        bare = bare.replace(sign, "")
    return " ".join(bare.split())


def leaks(folder: Path, names: Iterable[str]) -> list[tuple[str, str]]:
    """Path and name, for each of ``names`` found in a file of ``folder`` or in its address; sorted."""
    wanted = {name: (bare := folded(name), re.compile(rf"(?<!\w){re.escape(bare)}(?!\w)")) for name in names}
    found = set()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        address = path.relative_to(folder).as_posix()
        texts = [folded(address.replace("-", " ")), *map(folded, readings(path.name, path.read_bytes()))]
        found |= {
            (address, name) for name, (bare, pattern) in wanted.items() if any(bare in text and pattern.search(text) for text in texts)
        }
    return sorted(found)


def readings(name: str, content: bytes) -> Iterator[str]:
    """Every text that a file holds, whatever it is packed in."""
    suffix = Path(name).suffix
    if content[:2] == b"\x1f\x8b":  # gzip, under any name: the search index is made of it.
        yield from readings(name.removesuffix(".gz"), gzip.decompress(content))
    elif content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield member
                yield from readings(member, archive.read(member))
    elif suffix == ".pdf":
        yield from _pdf(content)
    elif suffix == ".ics":
        unfolded = re.sub(r"\r?\n[ \t]", "", content.decode("utf-8"))
        yield re.sub(r"\\([,;\\])", r"\1", unfolded).replace("\\n", "\n")
    else:
        text = content.decode("utf-8", "ignore" if suffix not in _PLAIN else "strict")
        yield text
        if suffix in (".html", ".xhtml", ".xml", ".svg"):
            yield html.unescape(re.sub(r"<[^>]+>", "", text))
        if suffix in (".json", ".geojson"):
            yield json.dumps(json.loads(text), ensure_ascii=False)


def _pdf(content: bytes) -> Iterator[str]:
    yield " ".join(str(value) for value in (PdfReader(io.BytesIO(content)).metadata or {}).values())
    for text in pages_of(content):
        yield text
        yield re.sub(r"-\n", "", text)  # A word cut at the end of a line.
