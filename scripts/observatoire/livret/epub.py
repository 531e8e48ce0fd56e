"""The EPUB 3 of a booklet: the same value as the PDF, and the printed pages of the PDF as its list of pages.

Written by hand, file by file, so that the same data give the same bytes. The format is that of EPUB 3.3; the metadata of
accessibility are those of EPUB Accessibility 1.1.
"""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any
from xml.sax.saxutils import escape

from observatoire.livret.composition import Composition
from observatoire.livret.document import Blocs, Titre, inside, targets
from observatoire.livret.livret import Article, Livret, Partie
from observatoire.livret.pagination import COLOPHON, SOMMAIRE
from observatoire.livret.texte import plain
from observatoire.livret.xhtml import Adresses, Ecriture, ancre, coupure, tag
from observatoire.problems import NBSP

_TYPES: Mapping[str, str] = {
    ".xhtml": "application/xhtml+xml", ".css": "text/css", ".ttf": "font/ttf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png",
    ".webp": "image/webp", ".gif": "image/gif",
}  # fmt: skip
_FONTS = ("atkinson.ttf", "atkinson-gras.ttf", "atkinson-italique.ttf", "bricolage.ttf")
_SUMMARY = (
    "Les figures sont décrites, les notes mènent à leurs sources et en reviennent. La liste des pages est celle du livret imprimé : "
    "chaque numéro est posé devant le premier titre de sa page."
)


@dataclass(frozen=True)
class _Fichier:
    """A file of text: what it holds, and where one goes to find it."""

    nom: str
    titre: str
    """Plain."""
    corps: str


def publish(livret: Livret, composition: Composition, images: Mapping[str, Path], couverture: bytes) -> bytes:
    """The EPUB of a booklet.

    ``composition`` is that of the printed variant, whose pages are listed; ``images`` gives the file of each picture by the path
    that the records write; ``couverture`` is the front, as PNG.
    """
    pictures = {name: f"images/{n}{PurePosixPath(name).suffix.lower()}" for n, name in enumerate(sorted(images), 1)}
    adresses = Adresses(_targets(livret), _pages(composition), pictures)
    pages = _Pages(composition, livret)
    front = tuple(_front(livret, pages, adresses))
    contents = next(pages.of(SOMMAIRE, ()), None)
    body = tuple(_body(livret, pages, adresses))
    texts = (*front, _nav(livret, front, body, contents), *body)
    package = files("observatoire.livret")
    others = {
        "couverture.png": couverture,
        "style.css": package.joinpath("templates", "epub.css").read_bytes(),
        **{f"fonts/{name}": package.joinpath("fonts", name).read_bytes() for name in _FONTS},
        **{pictures[name]: path.read_bytes() for name, path in images.items()},
    }
    return _zipped(
        livret.horodatage,
        {
            "META-INF/container.xml": _CONTAINER.encode(),
            "EPUB/livret.opf": _opf(livret, texts, others).encode(),
            **{f"EPUB/{text.nom}": _document(text).encode() for text in texts},
            **{f"EPUB/{name}": content for name, content in others.items()},
        },
    )


def _zipped(stamp: int, contents: Mapping[str, bytes]) -> bytes:
    date = datetime.fromtimestamp(stamp, UTC).timetuple()[:6]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", date), "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name, date), content, zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()


# --- Where things are ---


def _file_of(partie: Partie) -> str:
    return f"partie-{partie.cle}.xhtml"


def _file_of_article(article: Article) -> str:
    return f"{ancre(article.cible)}.xhtml"


def _targets(livret: Livret) -> Mapping[str, str]:
    """``file#id`` of each target."""
    found: dict[str, str] = {}
    for partie in livret.parties:
        for file, own in (
            (_file_of(partie), (f"partie/{partie.cle}", *targets((*partie.blocs, *partie.figures)))),
            *((_file_of_article(a), (a.cible, *targets(a.blocs))) for a in partie.articles),
        ):
            found |= {target: f"{file}#{ancre(target)}" for target in own}
    for target in targets((*livret.remerciements, *livret.mentions)):
        found[target] = f"{_COLOPHON}#{ancre(target)}"
    return found


_NAV, _COLOPHON = "sommaire.xhtml", "colophon.xhtml"
_TITLE = 2
"""Files before those that the contents name: the cover and the title."""


def _pages(composition: Composition) -> Mapping[str, int]:
    """Printed page of each target."""
    return {mark.cible: mark.page for mark in reversed(composition.reperes) if mark.cible}


class _Pages:
    """The printed pages that begin with each heading, asked in reading order; each page is given once."""

    def __init__(self, composition: Composition, livret: Livret) -> None:
        starts = (
            {f"partie/{partie.cle}" for partie in livret.parties} | {article.cible for article in livret.articles} | {SOMMAIRE, COLOPHON}
        )
        self._of: dict[str, list[int]] = {"": []}
        self._last = 1
        current = ""
        for mark in composition.reperes:
            if mark.cible in starts:
                current = mark.cible
            if mark.titre:
                self._of.setdefault(current, []).append(mark.page)

    def of(self, start: str, blocs: Blocs, first: int = 0, own: int = 1) -> Iterator[int | None]:
        """For the headings of one file, ``own`` of them before those of ``blocs``: the page that each is the first on, if any.

        ``start`` is the target that opens the file, ``first`` the rank there of its first heading.
        """
        pages = self._of.get(start, [])[first : first + own + _headings(blocs)]
        for page in pages:
            opens, self._last = page > self._last, max(self._last, page)
            yield page if opens else None


def _headings(nodes: Iterable[Any]) -> int:
    return sum(isinstance(node, Titre) + _headings(chain.from_iterable(inside(node))) for node in nodes)


# --- Files ---


def _front(livret: Livret, pages: _Pages, adresses: Adresses) -> Iterator[_Fichier]:
    """What stands before the contents."""
    alt = f"Couverture : {plain(livret.titre)}. {livret.couverture.image.alt}"
    cover = tag("img", src="couverture.png", alt=alt, role="doc-cover")
    yield _Fichier("couverture.xhtml", "Couverture", coupure(1) + tag("section", cover, class_="couverture-image", epub__type="cover"))
    yield _Fichier("titre.xhtml", plain(livret.titre), _title_page(livret, Ecriture(adresses)))
    writing = Ecriture(adresses, pages.of("", livret.usage))
    usage = writing.titre(1, "Comment lire ce livret") + writing.suite(livret.usage) + tag("div", writing.suite(livret.ours), class_="ours")
    yield _Fichier("usage.xhtml", "Comment lire ce livret", tag("section", usage))
    if livret.editorial:
        writing = Ecriture(adresses, pages.of("", livret.editorial, first=1))
        words = writing.titre(1, "Éditorial") + writing.suite(livret.editorial)
        yield _Fichier(
            "editorial.xhtml", "Éditorial", tag("section", words, epub__type="foreword", role="doc-foreword", aria_label="Éditorial")
        )


def _body(livret: Livret, pages: _Pages, adresses: Adresses) -> Iterator[_Fichier]:
    for partie in livret.parties:
        yield _part(partie, pages, adresses)
        for article in partie.articles:
            yield _article(article, livret.site, pages, adresses)
    if livret.remerciements or livret.mentions:
        yield _colophon(livret, pages, adresses)


def _title_page(livret: Livret, writing: Ecriture) -> str:
    lines = (
        tag("p", writing.phrase(livret.couverture.editeur), class_="editeur"),
        tag("h1", writing.phrase(livret.titre)),
        tag("p", writing.phrase(livret.sous_titre), class_="accroche") if livret.sous_titre else "",
        tag("p", writing.phrase(livret.couverture.evenement), class_="titre") if livret.couverture.evenement else "",
        tag("p", f"Exemple fictif{NBSP}: tout est inventé", class_="fictif") if livret.fictif else "",
    )
    return tag("section", "".join(lines), epub__type="titlepage")


def _part(partie: Partie, pages: _Pages, adresses: Adresses) -> _Fichier:
    target = f"partie/{partie.cle}"
    blocs = (*partie.blocs, *partie.figures)
    writing = Ecriture(adresses, pages.of(target, blocs))
    held = "".join(tag("li", writing.lien(a.cible, writing.phrase(a.titre))) for a in partie.articles)
    body = writing.titre(1, writing.phrase(partie.titre), target) + writing.suite(blocs) + (tag("ul", held) if held else "")
    return _Fichier(
        _file_of(partie), plain(partie.titre), tag("section", body, epub__type="part", role="doc-part", aria_labelledby=ancre(target))
    )


def _article(article: Article, site: str, pages: _Pages, adresses: Adresses) -> _Fichier:
    writing = Ecriture(adresses, pages.of(article.cible, article.blocs))
    above = tag("p", writing.phrase(article.surtitre), class_="surtitre") if article.surtitre else ""
    if article.fictif:
        above = tag("p", "Exemple fictif", class_="surtitre") + above
    heading = writing.titre(2, writing.phrase(article.titre), article.cible)
    body = above + heading + writing.suite(article.blocs) + _online(article, site)
    kind = {"role": "doc-index"} if article.genre == "index" else {"epub__type": "chapter", "role": "doc-chapter"}
    return _Fichier(_file_of_article(article), plain(article.titre), tag("section", body, **kind, aria_labelledby=ancre(article.cible)))


def _online(article: Article, site: str) -> str:
    if not article.adresse or not site:
        return ""
    address = f"{site}/{article.adresse}"
    return tag("p", f"En ligne{NBSP}: {tag('a', escape(address.split('://')[-1]), href=address)}", class_="note")


def _colophon(livret: Livret, pages: _Pages, adresses: Adresses) -> _Fichier:
    parts = [part for part in (("Remerciements", livret.remerciements), ("Mentions légales", livret.mentions)) if part[1]]
    blocs = tuple(chain.from_iterable(blocs for _, blocs in parts))
    writing = Ecriture(adresses, pages.of(COLOPHON, blocs, own=len(parts)))
    body = "".join(tag("section", writing.titre(1, title) + writing.suite(blocs)) for title, blocs in parts)
    return _Fichier(_COLOPHON, " et ".join(title for title, _ in parts).capitalize(), body)


def _document(text: _Fichier) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="fr" xml:lang="fr">\n'
        f'<head><meta charset="UTF-8"/><title>{escape(text.titre)}</title><link rel="stylesheet" href="style.css"/></head>\n'
        f"<body>{text.corps}</body>\n</html>\n"
    )


# --- The package ---


def _nav(livret: Livret, front: tuple[_Fichier, ...], body: tuple[_Fichier, ...], page: int | None) -> _Fichier:
    """Contents, landmarks, and the printed pages; the contents stand on ``page``."""
    by_name = {text.nom: text for text in body}
    rows = [_row(text.nom, text.titre) for text in front[_TITLE:]]
    for partie in livret.parties:
        held = "".join(_row(_file_of_article(a), by_name[_file_of_article(a)].titre) for a in partie.articles)
        rows.append(_row(_file_of(partie), plain(partie.titre), tag("ol", held) if held else ""))
    rows += [_row(_COLOPHON, by_name[_COLOPHON].titre)] if _COLOPHON in by_name else []
    marks = (("cover", "couverture.xhtml", "Couverture"), ("toc", f"{_NAV}#sommaire", "Sommaire"), ("bodymatter", body[0].nom, "Texte"))
    landmarks = "".join(tag("li", tag("a", title, href=href, epub__type=kind)) for kind, href, title in marks)
    mark = coupure(page) if page else ""
    contents = tag(
        "nav", tag("h1", "Sommaire") + tag("ol", "".join(rows)), epub__type="toc", role="doc-toc", id="sommaire", aria_label="Sommaire"
    )
    own = _Fichier(_NAV, "Sommaire", mark)
    pages = "".join(_row(f"{text.nom}#page-{number}", number) for text in (*front, own, *body) for number in _marked(text))
    return _Fichier(
        _NAV, "Sommaire",
        mark + contents
        + tag("nav", tag("h2", "Repères") + tag("ol", landmarks), epub__type="landmarks", hidden="hidden", aria_label="Repères")
        + tag("nav", tag("h2", "Pages imprimées") + tag("ol", pages), epub__type="page-list", role="doc-pagelist", hidden="hidden", aria_label="Pages imprimées"),
    )  # fmt: skip


def _row(href: str, words: str, within: str = "") -> str:
    return tag("li", tag("a", escape(words), href=href) + within)


def _marked(text: _Fichier) -> Iterator[str]:
    """Printed pages that begin in a file."""
    for piece in text.corps.split('<div id="page-')[1:]:
        yield piece.split('"', 1)[0]


_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/livret.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)


def _opf(livret: Livret, texts: tuple[_Fichier, ...], others: Mapping[str, bytes]) -> str:
    named = uuid.uuid5(uuid.NAMESPACE_URL, f"{livret.site or 'urn:observatoire'}/{livret.id}")
    items = [_item(text.nom, _properties(text)) for text in texts]
    items += [_item(name, "cover-image" if name == "couverture.png" else "") for name in others]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" xml:lang="fr" unique-identifier="id">\n'
        + tag("metadata", "\n".join(_metadata(livret, f"urn:uuid:{named}")), xmlns__dc="http://purl.org/dc/elements/1.1/")
        + "\n" + tag("manifest", "\n".join(items))
        + "\n" + tag("spine", "\n".join(tag("itemref", idref=ancre(text.nom)) for text in texts)) + "\n</package>\n"
    )  # fmt: skip


def _item(name: str, properties: str) -> str:
    return tag("item", id=ancre(name), href=name, media_type=_TYPES[PurePosixPath(name).suffix], properties=properties)


def _properties(text: _Fichier) -> str:
    return "nav" if text.nom == _NAV else "svg" if "<svg " in text.corps else ""


def _metadata(livret: Livret, identifier: str) -> Iterator[str]:
    title = plain(livret.titre)
    date = datetime.fromtimestamp(livret.horodatage, UTC)
    yield tag("dc:identifier", identifier, id="id")
    yield tag("dc:title", escape(title), id="titre")
    yield tag("meta", "main", refines="#titre", property="title-type")
    if livret.sous_titre:
        yield tag("dc:title", escape(plain(livret.sous_titre)), id="sous-titre")
        yield tag("meta", "subtitle", refines="#sous-titre", property="title-type")
    yield tag("dc:language", "fr-FR")
    yield tag("dc:description", escape(livret.description))
    if livret.couverture.editeur:
        yield tag("dc:publisher", escape(plain(livret.couverture.editeur)))
    yield tag("dc:date", f"{date:%Y-%m-%d}")
    yield tag("dc:source", escape(f"{title}, livret imprimé, données à la date du {livret.version}"), id="imprime")
    yield tag("meta", "pagination", refines="#imprime", property="source-of")
    yield tag("meta", f"{date:%Y-%m-%dT%H:%M:%SZ}", property="dcterms:modified")
    for name, values in _ACCESSIBILITY.items():
        yield from (tag("meta", value, property=f"schema:{name}") for value in values)


_ACCESSIBILITY: Mapping[str, tuple[str, ...]] = {
    "accessMode": ("textual", "visual"),
    "accessModeSufficient": ("textual",),
    "accessibilityFeature": (
        "alternativeText", "displayTransformability", "index", "longDescription", "pageBreakMarkers", "pageNavigation", "readingOrder", "structuralNavigation",
        "tableOfContents",
    ),
    "accessibilityHazard": ("none",),
    "accessibilitySummary": (_SUMMARY,),
}  # fmt: skip
"""By property of schema.org."""
