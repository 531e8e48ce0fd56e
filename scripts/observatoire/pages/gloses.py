"""Words of the glossary, linked to their entry where a page first uses them."""

from __future__ import annotations

import html
from collections.abc import Callable

from observatoire.balisage import parcourir
from observatoire.lexique import Lexique
from observatoire.schema.reperes import Glossaire

ADRESSE = "glossaire/"
SCRIPT = "assets/glose.js"

_TEXTE = {"p", "li", "dd", "blockquote"}
"""Where running text is."""
_AILLEURS = {
    "a", "abbr", "button", "caption", "cite", "code", "dt", "figcaption", "form", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "nav", "option",
    "pre", "select", "summary", "svg", "th",
}  # fmt: skip
"""Where no link is put: headings, labels, links, and what must be copied as it is."""
_CLASSES_AILLEURS = {
    "accroche", "carte", "citer", "fichiers", "journee", "lab", "legende", "mini", "note-source", "ou", "signal", "sources-liste", "surtitre",
}  # fmt: skip
"""Classes whose text is a label, a title or a quotation, by the style sheet."""


class Gloses:
    """The glossary, ready to annotate pages."""

    def __init__(self, glossaire: Glossaire | None) -> None:
        termes = glossaire.termes if glossaire else ()
        sigles = {t.sigle: t.cle for t in termes if t.sigle}
        self._lexique = Lexique(sigles | {t.terme: t.cle for t in termes})

    def poser(self, corps: str, titre: str, lien: Callable[[str], str]) -> str:
        """``corps``, HTML of a page, with a link at the first use of each term in running text.

        ``titre`` is that of the page: a page is not sent away from its own subject. ``lien`` gives the address
        from there of an address of the site.
        """
        vus = {t.cle for t in self._lexique.trouver(titre) if (t.debut, t.fin) == (0, len(titre))}
        return "".join(
            self._annotate(morceau, vus, lien) if not nom and permis and morceau.strip() else morceau
            for morceau, nom, permis in parcourir(corps, None, _permitted)
        )

    def _annotate(self, texte: str, vus: set[str], lien: Callable[[str], str]) -> str:
        morceaux: list[str] = []
        fin = 0
        for t in self._lexique.trouver(texte):
            if t.cle not in vus:
                vus.add(t.cle)
                adresse = html.escape(lien(f"{ADRESSE}#{t.cle}"))
                morceaux += [texte[fin : t.debut], f'<a class="glose" href="{adresse}">', texte[t.debut : t.fin], "</a>"]
                fin = t.fin
        return "".join((*morceaux, texte[fin:]))


def _permitted(autour: bool | None, nom: str, classes: set[str]) -> bool | None:
    """Whether an element may hold links to the glossary: ``None`` until there is running text, ``False`` for good."""
    if autour is False or nom in _AILLEURS or classes & _CLASSES_AILLEURS:
        return False
    return autour or (True if nom in _TEXTE else None)
