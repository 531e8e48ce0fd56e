"""What a page says of a word of the glossary without leaving it."""

from __future__ import annotations

import json

from observatoire.exports.export import Export
from observatoire.model import Observatoire
from observatoire.schema.reperes import TermeGlossaire


def render(o: Observatoire) -> tuple[Export, ...]:
    """``donnees/gloses.json``: by key, what a word is called and its definition. Fetched once, when a reader first asks for one."""
    if o.glossaire is None:
        return ()
    definitions = {t.cle: [_name(t), t.definition] for t in sorted(o.glossaire.termes, key=lambda t: t.cle)}
    content = json.dumps(definitions, ensure_ascii=False, separators=(",", ":")) + "\n"
    return (Export("donnees/gloses.json", content, "gloses", "glossaire", "JSON", len(definitions)),)


def _name(terme: TermeGlossaire) -> str:
    return f"{terme.terme} ({terme.sigle})" if terme.sigle and terme.sigle != terme.terme else terme.terme
