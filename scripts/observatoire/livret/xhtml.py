"""The nodes of the document tree as XHTML, for an EPUB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from observatoire.livret.document import (
    Appel,
    Bloc,
    Cellule,
    Citation,
    Code,
    Definitions,
    Encart,
    Figure,
    Filet,
    Image,
    Index,
    Inline,
    Lien,
    Liste,
    Paragraphe,
    Renvoi,
    Retour,
    Style,
    Tableau,
    Texte,
    Titre,
)  # fmt: skip
from observatoire.problems import NBSP

_STYLES: Mapping[str, str] = {
    "gras": "strong", "italique": "em", "code": "code", "exposant": "sup", "indice": "sub", "barre": "del", "note": "small",
}  # fmt: skip
_ALIGNED: Mapping[str, str] = {"droite": "droite", "centre": "centre", "": ""}


def tag(name: str, content: str = "", **attributes: str) -> str:
    """An element; an attribute whose value is ``""`` is left out, ``_`` of its name is a hyphen, ``__`` a colon.

    An empty ``alt`` stays: it says that a picture is of no consequence.
    """
    said = "".join(
        f" {key.rstrip('_').replace('__', ':').replace('_', '-')}={quoteattr(value)}"
        for key, value in attributes.items()
        if value or key == "alt"
    )
    return f"<{name}{said}>{content}</{name}>" if content or name not in ("br", "hr", "img") else f"<{name}{said}/>"


def ancre(cible: str) -> str:
    """The ``id`` of a target: ``experience/fph-roubaix/source-1`` to ``experience--fph-roubaix--source-1``."""
    return cible.replace("/", "--")


@dataclass(frozen=True)
class Adresses:
    """Where things are, in the EPUB and in print."""

    cibles: Mapping[str, str]
    """``file.xhtml#id`` by target."""
    pages: Mapping[str, int]
    """Printed page by target."""
    images: Mapping[str, str]
    """Path in the EPUB of each picture, by the path that the records write."""


@dataclass
class Ecriture:
    """Writes the nodes of one file, in reading order: it remembers what it has already called."""

    adresses: Adresses
    coupures: Iterable[int | None] = ()
    """For each heading in turn, the printed page that it is the first to stand on; ``None`` when it is not."""
    _appeles: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._suite = iter(self.coupures)

    def suite(self, nodes: Iterable[Inline | Bloc]) -> str:
        """Nodes one after the other."""
        return "".join(map(self.noeud, nodes))

    def titre(self, niveau: int, content: str, cible: str = "", role: str = "") -> str:
        """A heading, after the mark of the printed page that begins with it."""
        page = next(self._suite, None)
        heading = tag(f"h{niveau}", content, id=ancre(cible), class_=role)
        return f"{coupure(page)}{heading}" if page else heading

    def noeud(self, node: Inline | Bloc) -> str:
        match node:
            case Texte(texte):
                return escape(texte)
            case Style():
                return self._style(node)
            case Lien(url, contenu):
                return (
                    tag("a", self.suite(contenu), href=_url(url))
                    if url.startswith(("http://", "https://", "mailto:"))
                    else self.suite(contenu)
                )
            case Appel(numero, cible):
                return self._appel(numero, cible)
            case Renvoi():
                return self._renvoi(node)
            case Retour():
                return "<br/>"
            case Paragraphe(contenu, role):
                return tag("p", self.suite(contenu), class_=role)
            case Titre(niveau, contenu, cible, role):
                return self.titre(niveau, self.suite(contenu), cible, role)
            case Liste():
                return self._liste(node)
            case Definitions():
                return self._definitions(node)
            case Citation(blocs):
                return tag("blockquote", self.suite(blocs))
            case Code(texte):
                return tag("pre", tag("code", escape(texte)))
            case Tableau():
                return self._tableau(node)
            case Filet():
                return "<hr/>"
            case Figure(svg, alt, legende, role, grand):
                return _figure((grand or svg).replace("<svg ", f'<svg role="img" aria-label={quoteattr(alt)} ', 1), legende, role)
            case Image(fichier, alt, legende):
                return _figure(tag("img", src=self.adresses.images[fichier], alt=alt), legende)
            case Index():
                return self._index(node)
            case Encart(role, blocs, cible):
                return tag("div", self.suite(blocs), class_=role, id=ancre(cible))

    def lien(self, cible: str, content: str) -> str:
        """A link to a target; the words alone when it is not in the booklet."""
        address = self.adresses.cibles.get(cible)
        return tag("a", content, href=address) if address else content

    def _style(self, node: Style) -> str:
        content = self.phrase(node.contenu)
        if node.genre == "nature":
            return tag("b", f"{content}.", class_="nature")
        if node.genre.startswith("accord-"):
            degree = int(node.genre.removeprefix("accord-"))
            return f"{tag('span', '■' * degree + '□' * (4 - degree), class_='accord', aria_hidden='true')} {tag('strong', content)}"
        return tag(_STYLES[node.genre], content)

    def phrase(self, nodes: Iterable[Inline]) -> str:
        """Words among others: a picture there is no figure of its own."""
        return "".join(self._image_in(node) if isinstance(node, Image) else self.noeud(node) for node in nodes)

    def _image_in(self, image: Image) -> str:
        picture = tag("img", src=self.adresses.images[image.fichier], alt=image.alt)
        return f"{picture} {tag('small', escape(image.legende))}" if image.legende else picture

    def _appel(self, numero: int, cible: str) -> str:
        address = self.adresses.cibles.get(cible)
        if address is None:
            return tag("sup", str(numero))
        first = "" if cible in self._appeles else f"appel--{ancre(cible)}"
        self._appeles.add(cible)
        return tag("a", str(numero), class_="appel", epub__type="noteref", role="doc-noteref", href=address, id=first)

    def _renvoi(self, node: Renvoi) -> str:
        page = self.adresses.pages.get(node.cible)
        printed = f"(p.{NBSP}{page})" if page else ""
        words = self.lien(node.cible, self.phrase(node.contenu) or printed)
        return f"{words} {tag('small', printed)}" if printed and node.contenu else words

    def _liste(self, node: Liste) -> str:
        if node.role == "sources":
            items = "".join(map(self._source, node.elements, node.cibles))
            return tag("section", tag("ol", items), epub__type="endnotes", role="doc-endnotes", aria_label="Sources", class_="sources")
        items = "".join(tag("li", self.suite(item)) for item in node.elements)
        start = str(node.debut) if node.ordonnee and node.debut != 1 else ""
        return tag("ol" if node.ordonnee else "ul", items or tag("li"), start=start, class_=node.role)

    def _source(self, blocs: Iterable[Bloc], cible: str) -> str:
        back = (
            f" {tag('a', '↩', href=f'#appel--{ancre(cible)}', role='doc-backlink', aria_label='Retour à l’appel')}"
            if cible in self._appeles
            else ""
        )
        return tag("li", self.suite(blocs) + back, id=ancre(cible), epub__type="endnote")

    def _definitions(self, node: Definitions) -> str:
        targets = [*node.cibles, *("" for _ in node.entrees[len(node.cibles) :])]
        pairs = (
            (tag("dt", self.phrase(word), id=ancre(target)) if word or target else tag("dt", NBSP)) + tag("dd", self.suite(blocs))
            for (word, blocs), target in zip(node.entrees, targets, strict=True)
        )
        return tag("dl", "".join(pairs), class_=node.role)

    def _tableau(self, node: Tableau) -> str:
        head = tag("thead", tag("tr", "".join(self._cellule(cell, "col") for cell in node.tete)))
        rows = "".join(
            tag("tr", "".join(self._cellule(cell, "row" if cell.role == "ligne" else "") for cell in row)) for row in node.lignes
        )
        caption = tag("caption", escape(node.legende)) if node.legende else ""
        return tag("table", caption + head + (tag("tbody", rows) if rows else ""), class_=node.role)

    def _cellule(self, cell: Cellule, scope: str) -> str:
        content = self.phrase(cell.contenu)
        classes = " ".join(filter(None, (_ALIGNED[cell.alignement], cell.role if cell.role != "ligne" else "")))
        return tag("th" if scope and content else "td", content, scope=scope if content else "", class_=classes)

    def _index(self, node: Index) -> str:
        """Names under their letter, each with the printed pages, linked; a target that has none is named by an arrow."""
        found, items = [], ""
        for n, (name, targets) in enumerate(node.entrees):
            if n and node.lettres[n] != node.lettres[n - 1]:
                found.append((node.lettres[n - 1], items))
                items = ""
            items += tag("li", f"{self.phrase(name)} {self._folios(targets)}")
        found.append((node.lettres[-1], items))
        return "".join(tag("p", escape(letter), class_="lettre") + tag("ul", items, class_="index") for letter, items in found)

    def _folios(self, targets: Iterable[str]) -> str:
        by_page = {self.adresses.pages.get(target): target for target in reversed(tuple(targets))}
        places = sorted((page, target) for page, target in by_page.items() if page)
        return ", ".join(self.lien(target, str(page)) for page, target in places)


def coupure(page: int) -> str:
    """The mark of the beginning of a printed page."""
    return tag("div", "", id=f"page-{page}", epub__type="pagebreak", role="doc-pagebreak", aria_label=f"page {page}")


def _figure(drawn: str, legende: str, role: str = "") -> str:
    caption = tag("figcaption", escape(legende)) if legende else ""
    return tag("figure", drawn + caption, class_=role.split("-")[0])


def _url(url: str) -> str:
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")
