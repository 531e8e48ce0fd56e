"""Words said: only with the agreement of who said them, signed as far as consent goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from observatoire.livret.document import Bloc, Encart, Paragraphe, Texte
from observatoire.livret.redaction import Redaction
from observatoire.livret.texte import mots
from observatoire.model import Propos
from observatoire.problems import NBSP


def paroles(r: Redaction, said: Iterable[Propos], *, origine: bool = True) -> Iterator[Bloc]:
    """Words one by one; with ``origine``, each names the meeting where it was said."""
    for words in said:
        text = words.parole.texte
        quoted = text if text.startswith("«") else f"«{NBSP}{text}{NBSP}»"
        source = (Texte(", "), *r.renvoi(words.rencontre)) if origine else ()
        signature = Paragraphe((*mots(r.observatoire.signature(words.parole.auteur)), *source), "note")
        yield Encart("parole", (Paragraphe(mots(quoted), "parole"), signature))
