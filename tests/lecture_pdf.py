"""Read a PDF as its readers do: its words page by page, its bookmarks, and whether a text is wholly there."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from observatoire.livret.texte import parse, plain
from observatoire.schema.common import Prose
from observatoire.schema.walk import Leaf


def pages_of(pdf: Path) -> list[str]:
    """Words of each page, in the order in which they are written in the file: that of reading."""
    done = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"], check=True, capture_output=True)
    return done.stdout.decode().split("\f")[:-1]


def bare(text: str) -> str:
    """Letters and digits alone: hyphens, spaces, apostrophes and ligatures are matters of layout."""
    return re.sub(r"[^0-9a-zà-ÿœæ]", "", unicodedata.normalize("NFC", text).casefold().replace("ﬁ", "fi").replace("ﬂ", "fl"))


def sentences_of(leaf: Leaf) -> Iterator[str]:
    """Sentences of a text of a record, as it is read; cut where a source is called, for its number stands there."""
    assert isinstance(leaf.marker, Prose)
    text = re.sub(r"\[\^[^\]\s]+\]", " ¶ ", leaf.value)
    text = plain(parse(text)) if leaf.marker.markdown else text
    yield from filter(bare, re.split(r"(?<=[.!?…])\s+|¶", text))


def missing_from(text: str, sentences: Iterable[str]) -> list[str]:
    """Sentences that are not in ``text`` (already bare), whole or cut once by the end of a page or of a column."""
    return [sentence for sentence in sentences if not _is_in(bare(sentence), text)]


def _is_in(wanted: str, text: str) -> bool:
    if wanted in text:
        return True
    longest = next((n for n in range(len(wanted) - 1, 0, -1) if wanted[:n] in text), 0)
    return any(wanted[n:] in text for n in range(longest, 0, -1))
