"""Words of the glossary, linked to their entry where a page first uses them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from observatoire.lexique import Lexique
from observatoire.schema.reperes import Glossaire

ADRESSE = "glossaire/"
SCRIPT = "assets/glose.js"

_BALISE = re.compile(r"""(<(?:"[^"]*"|'[^']*'|[^'">])*>)""")
_NOM = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
_CLASSES = re.compile(r'\sclass="([^"]*)"')
_VIDES = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "use", "source", "wbr"}
_TEXTE = {"p", "li", "dd", "blockquote"}
"""Where running text is."""
_AILLEURS = {
    "a", "abbr", "button", "caption", "cite", "code", "dt", "figcaption", "form", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "nav", "option",
    "pre", "select", "summary", "svg", "th",
}  # fmt: skip
"""Where no link is put: headings, labels, links, and what must be copied as it is."""
_CLASSES_AILLEURS = {
    "accroche",
    "carte",
    "citer",
    "fichiers",
    "journee",
    "lab",
    "legende",
    "mini",
    "note-source",
    "ou",
    "signal",
    "sources-liste",
    "surtitre",
}
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
        ouverts: list[tuple[str, bool, bool]] = []
        """Elements around, outermost first: name, whether it holds running text, whether it forbids links."""
        sortie: list[str] = []
        for morceau in _BALISE.split(corps):
            if morceau.startswith("<"):
                _follow(ouverts, morceau)
                sortie.append(morceau)
            elif morceau.strip() and ouverts and ouverts[-1][1] and not ouverts[-1][2]:
                sortie.append(self._annotate(morceau, vus, lien))
            else:
                sortie.append(morceau)
        return "".join(sortie)

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


def _follow(ouverts: list[tuple[str, bool, bool]], balise: str) -> None:
    """Enter or leave the element of a tag."""
    nom = _NOM.match(balise)
    if nom is None or nom[1] in _VIDES or balise.endswith("/>"):
        return
    if balise.startswith("</"):
        while ouverts and ouverts.pop()[0] != nom[1]:
            pass
        return
    texte, interdit = ouverts[-1][1:] if ouverts else (False, False)
    classes = set(found[1].split()) if (found := _CLASSES.search(balise)) else set()
    ouverts.append((nom[1], texte or nom[1] in _TEXTE, interdit or nom[1] in _AILLEURS or bool(classes & _CLASSES_AILLEURS)))
