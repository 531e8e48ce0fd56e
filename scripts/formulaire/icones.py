"""Keep, of the icons that Sveltia CMS is built with, those that its code names; and say what the form weighs.

    cd scripts/formulaire && npm ci --ignore-scripts && npm run produire
    python -m venv /tmp/polices && /tmp/polices/bin/pip install -r scripts/polices/requirements.txt
    /tmp/polices/bin/python scripts/formulaire/icones.py

Run after each build: same build, same bytes.
"""

from __future__ import annotations

import re
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SORTIE = Path(__file__).resolve().parents[1] / "observatoire" / "editing" / "formulaire_web"
BUDGET = 120_000


def named() -> set[str]:
    """Every word that stands alone between quotes in the code: the names of icons are among them."""
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(SORTIE.glob("*.js")))
    return set(re.findall(r"[`'\"]([a-z0-9_]{2,})[`'\"]", code))


def reduce(path: Path) -> int:
    font = TTFont(path, recalcTimestamp=False)
    wanted = named() & set(font.getGlyphOrder())
    options = Options(
        layout_features=["liga", "rlig", "calt", "ccmp"], flavor="woff2", layout_closure=False, hinting=False, notdef_outline=True
    )
    subsetter = Subsetter(options)
    subsetter.populate(glyphs=sorted(wanted), text="abcdefghijklmnopqrstuvwxyz0123456789_")
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(path)
    return len(wanted)


if __name__ == "__main__":
    (path,) = SORTIE.glob("material-symbols*.woff2")
    count = reduce(path)
    weight = path.stat().st_size
    assert weight < BUDGET, f"{weight} octets : plus que {BUDGET}"
    print(f"{count} icônes, {weight} octets ; en tout {sum(p.stat().st_size for p in SORTIE.iterdir())} octets")
