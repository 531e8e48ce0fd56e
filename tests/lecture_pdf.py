"""Read a PDF as its readers do: its words page by page, its bookmarks, and whether a text is wholly there."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from observatoire.chronologie import faits_de
from observatoire.livret.texte import parse, plain
from observatoire.schema.common import Prose, Record
from observatoire.schema.experience import Experience
from observatoire.schema.groupes import Rencontre
from observatoire.schema.walk import Leaf, leaves


def pages_of(pdf: Path | bytes) -> list[str]:
    """Words of each page of a file, or of what one holds, in the order in which they are written there: that of reading."""
    content = pdf.read_bytes() if isinstance(pdf, Path) else pdf
    done = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"], input=content, check=True, capture_output=True)
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


def said_by(record: Record) -> Iterator[str]:
    """What a record says to its readers: minutes only once accepted, words only with the agreement of who said them."""
    silent = {"mots_cles", "medias"}  # A picture says its words to those who cannot see it.
    if isinstance(record, Experience):
        silent |= {"etapes", "reperes"}  # Told together, once.
        for fact in faits_de(record):
            yield from filter(None, (fact.titre, fact.texte))
    if isinstance(record, Rencontre) and not record.compte_rendu_public:
        silent |= {"en_bref", "echanges", "enseignements", "paroles", "decisions", "suites", "bilan_de_seance", "apports"}
    if isinstance(record, Rencontre) and record.compte_rendu_public and record.en_bref:
        silent.add("presentation")  # What was announced gives way to what happened.
    for leaf in leaves(record):
        unsaid = leaf.path[0] == "paroles" and not record.paroles[leaf.path[1]].accord  # type: ignore[attr-defined,index]
        guest = leaf.path[:2] == ("participants", "invites")
        if isinstance(leaf.marker, Prose) and leaf.path[0] not in silent and not unsaid and not guest:
            yield from sentences_of(leaf)


def missing_from(text: str, sentences: Iterable[str]) -> list[str]:
    """Sentences that are not in ``text`` (already bare), whole or cut once by the end of a page or of a column."""
    return [sentence for sentence in sentences if not _is_in(bare(sentence), text)]


def _is_in(wanted: str, text: str) -> bool:
    if wanted in text:
        return True
    longest = next((n for n in range(len(wanted) - 1, 0, -1) if wanted[:n] in text), 0)
    return any(wanted[n:] in text for n in range(longest, 0, -1))
