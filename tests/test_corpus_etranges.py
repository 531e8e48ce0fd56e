"""Small and strange corpora: an observatory that begins, or lacks a whole kind of records, has pages that still read well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from observatoire import exports, loading, pages

Observatory = Callable[..., Path]

EMPTY = re.compile(
    r"<(ul|ol|p|tbody|dd|h[1-6])\b(?![^>]*\brole=)[^>]*>\s*</\1>|\(\s*\)|<section\b[^>]*><header>(?:(?!</header>).)*</header>\s*</section>",
    re.DOTALL,
)
"""A list, a table, a paragraph or a section that holds nothing; ``role`` is of one that a script fills."""
SINGULAR = re.compile(
    r"(?<![\d,.\u00a0 –-])[01](?:</span>)?[\u00a0 ](?!class\b|dans\b|fois\b|sans\b|plus\b|pas\b|pays\b|à\b)[a-zéè]{2,}s\b"
)
"""« 1 fiches », « 0 sources »."""


def without(observatory: Observatory, *patterns: str) -> Path:
    """The small observatory without the files of these patterns, nor what they are named by."""
    root = observatory()
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            path.unlink()
    return root


def faults(root: Path) -> Iterator[tuple[str, str]]:
    """Each page, and what of it is empty or badly counted."""
    observatoire = loading.load(root)
    for page in pages.render(observatoire, fichiers=exports.open_data(observatoire)):
        for pattern in (EMPTY, SINGULAR):
            for found in pattern.finditer(page.markdown):
                yield page.path, re.sub(r"\s+", " ", page.markdown[max(0, found.start() - 30) : found.end() + 10])


KINDS = {
    "rien": ["experiences/*.yml", "groupes/**/*.yml", "content/[!vg]*/**/*.yml"],
    "sans expérience": ["experiences/*.yml", "groupes/[!eo]*/*.yml", "content/offres/*.yml", "content/ressources/*.yml", "content/methodes/*.yml", "content/themes/partage*.yml"],
    "un seul acteur": [
        "groupes/**/*.yml", "experiences/[!m]*.yml", "content/acteurs/personnes/*", "content/acteurs/structures/[!c]*",
        "content/[mor]*/*.yml", "content/territoires/*", "content/themes/partage*",
    ],
}  # fmt: skip


def test_the_year_of_the_groups_is_told_from_their_records(observatory: Observatory) -> None:
    root = observatory()
    months = "calendrier_prevu:\n" + "".join(f"  - {2013 + n // 12}-{n % 12 + 1:02}\n" for n in range(3, 17))
    for name in ("est", "ouest"):
        path = root / f"groupes/{name}.yml"
        text = path.read_text(encoding="utf-8").replace("debut: 2013-05", "debut: 2013-04").replace("fin: 2014-04", "fin: 2014-05")
        text = re.sub(r"^calendrier_prevu:\n(  - .*\n)+", months, text, flags=re.MULTILINE)
        path.write_text(re.sub(r"min: \d+", "min: 6", text), encoding="utf-8")

    told = {page.path: page.markdown.replace("\u00a0", " ") for page in pages.render(loading.load(root))}

    assert (
        "Deux groupes, quatorze journées</h2><p>Avril 2013–mai 2014, six à quinze personnes par groupe, une journée par mois.</p>"
        in told["index.md"]
    )
    assert (
        "Deux groupes de six à quinze personnes engagées en leur nom, une journée par mois (avril 2013–mai 2014)."
        in told["groupes/index.md"]
    )
    assert not any("douze" in told[path] for path in ("index.md", "groupes/index.md", "groupes/est.md"))


@pytest.mark.parametrize("patterns", KINDS.values(), ids=KINDS.keys())
def test_a_corpus_that_begins_shows_no_empty_list_and_counts_well(observatory: Observatory, patterns: list[str]) -> None:
    assert list(faults(without(observatory, *patterns))) == []
