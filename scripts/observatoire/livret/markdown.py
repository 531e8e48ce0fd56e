"""The nodes of the document tree as Markdown, in the dialect of the site: parsed again, it gives the same nodes.

What the dialect has no sign for is written in its words: a cross reference is a link, a drawing a picture, a frame what it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from observatoire.livret.document import (
    Appel,
    Bloc,
    Blocs,
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
    Inlines,
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

RIEN = "&#8203;"
"""A space of no width, which typography takes away: it keeps apart two signs, or two lists, that would be read as one."""
_MARKS: Mapping[str, str] = {"gras": "**", "italique": "*"}
_INDENT = " " * 4
_ALIGNED: Mapping[str, str] = {"droite": "--:", "centre": ":-:", "": "---"}


@dataclass(frozen=True)
class Ecriture:
    """Writes nodes; the same nodes always give the same text."""

    adresse: Callable[[str], str] = lambda cible: ""
    """File where a target is, and the words that name it are in; ``""`` for one that is nowhere."""
    nom: Callable[[str], str] = lambda cible: cible
    """Title of what a target leads to."""
    dessin: Callable[[Figure], str] = lambda figure: ""
    """File of a drawing."""

    def blocs(self, nodes: Iterable[Bloc]) -> str:
        """Blocks one after the other, without a line at the end."""
        written = [(node, text) for node in _flat(nodes) if (text := self._bloc(node))]
        pieces = [text for _, text in written[:1]]
        for (before, _), (node, text) in pairwise(written):
            pieces += [RIEN, text] if _would_merge(before, node) else [text]
        return "\n\n".join(pieces)

    def mots(self, nodes: Iterable[Inline]) -> str:
        """Words on one line."""
        return _line(" ".join(self._mots(nodes).split("  \n")))

    def _bloc(self, node: Bloc) -> str:
        match node:
            case Paragraphe(contenu):
                return self._lignes(contenu)
            case Titre(niveau, contenu):
                return f"{'#' * niveau} {self.mots(contenu)}"
            case Image():
                return self._image(node)
            case Figure():
                return self._image(Image(self.dessin(node), node.alt, node.legende))
            case Liste():
                return self._liste(node)
            case Definitions():
                return "\n\n".join(self._definition(word, blocks) for word, blocks in node.entrees)
            case Citation(blocs):
                return "\n".join(f"> {line}".rstrip() for line in (self.blocs(blocs) or RIEN).split("\n"))
            case Code(texte):
                return _indented(texte)
            case Tableau():
                return self._tableau(node)
            case Filet():
                return "---"
            case Index():
                return self._index(node)
            case Encart(_, blocs):
                return self.blocs(blocs)

    def _lignes(self, nodes: Iterable[Inline]) -> str:
        return "  \n".join(_line(line) or RIEN for line in self._mots(nodes).split("  \n"))

    def _liste(self, node: Liste) -> str:
        marks = [f"{node.debut + n}." if node.ordonnee else "-" for n in range(len(node.elements))]
        items = [_held(f"{mark} ".ljust(2), self._dans(item)) for mark, item in zip(marks, node.elements, strict=True)]
        return ("\n" if all(map(_is_short, node.elements)) else "\n\n").join(items)

    def _definition(self, word: Inlines, blocks: Blocs) -> str:
        terms = "\n".join(_line(line) or RIEN for line in self._mots(word).split("  \n"))
        return f"{terms}\n{_held(':   ', self._dans(blocks))}"

    def _dans(self, blocks: Blocs) -> str:
        """Blocks of an item: words come first there."""
        flat = tuple(_flat(blocks))
        text = self.blocs(flat)
        return text if flat and isinstance(flat[0], Paragraphe | Image) else f"{RIEN}\n\n{text}".rstrip()

    def _tableau(self, node: Tableau) -> str:
        lines = [_row(map(self._cellule, node.tete)), _row(_ALIGNED[cell.alignement] for cell in node.tete)]
        lines += [_row(map(self._cellule, row)) for row in node.lignes]
        return "\n\n".join(filter(None, (_line(_escaped(node.legende)), "\n".join(lines))))

    def _cellule(self, cell: Cellule) -> str:
        return self.mots(cell.contenu)

    def _index(self, node: Index) -> str:
        """Names with what speaks of them; the pages are those of the layout."""
        return "\n".join(f"- {self.mots(name)}{NBSP}: {', '.join(map(self._vers, targets))}" for name, targets in node.entrees)

    def _vers(self, cible: str, words: str = "") -> str:
        file = self.adresse(cible)
        words = words or _escaped(self.nom(cible))
        return f"[{words}]({file})" if file else words

    # --- Inside a paragraph ---

    def _mots(self, nodes: Iterable[Inline], depth: int = 0) -> str:
        """Words, kept apart where the signs of one would be taken for those of the next; a new line is two spaces and its sign."""
        written = ""
        for node in _joined(nodes):
            text = self._inline(node, depth)
            written += RIEN if _would_mix(written[-1:], text[:1], isinstance(node, Texte)) else ""
            written += text
        return written

    def _inline(self, node: Inline, depth: int) -> str:
        match node:
            case Texte(texte):
                return _escaped(texte)
            case Style():
                return self._style(node, depth)
            case Lien(url, contenu):
                return f"[{self._mots(contenu, depth)}]({_url(url)})"
            case Appel(numero):
                return f"[^{numero}]"
            case Renvoi(cible, contenu):
                return self._vers(cible, self._mots(contenu, depth))
            case Retour():
                return "  \n"
            case Image():
                return self._image(node)

    def _style(self, node: Style, depth: int) -> str:
        if node.genre == "code":
            return _code("".join(piece.texte for piece in node.contenu if isinstance(piece, Texte)))
        if node.genre == "nature":
            return f"**{self._mots(node.contenu, 1)}.**"
        if node.genre.startswith("accord-"):
            degree = int(node.genre.removeprefix("accord-"))
            return f"{'■' * degree}{'□' * (4 - degree)} **{self._mots(node.contenu, 1)}**"
        mark = _MARKS.get(node.genre, "")
        words = self._mots(node.contenu, depth + bool(mark))
        if not mark or not words or depth > 1:
            return words
        mark = mark.replace("*", "_") if depth else mark
        start, end = (RIEN if edge in "*_" or edge.isspace() else "" for edge in (words[0], words[-1]))
        return f"{mark}{start}{words}{end}{mark}"

    def _image(self, image: Image) -> str:
        title = f' "{_escaped(image.legende).replace(chr(34), "&quot;")}"' if image.legende else ""
        return f"![{_escaped(image.alt)}]({_url(image.fichier)}{title})"


def _flat(nodes: Iterable[Bloc]) -> Iterator[Bloc]:
    """Blocks, those of frames among the others."""
    for node in nodes:
        if isinstance(node, Encart):
            yield from _flat(node.blocs)
        else:
            yield node


def _joined(nodes: Iterable[Inline]) -> Iterator[Inline]:
    """Texts that follow each other as one; what is raised or small has no sign, and is words among them."""
    words = ""
    for node in nodes:
        if isinstance(node, Texte) or (isinstance(node, Style) and node.genre in ("exposant", "indice") and _is_words(node)):
            words += node.texte if isinstance(node, Texte) else "".join(piece.texte for piece in node.contenu if isinstance(piece, Texte))
            continue
        if words:
            yield Texte(words)
        words = ""
        yield node
    if words:
        yield Texte(words)


def _is_words(node: Style) -> bool:
    return all(isinstance(piece, Texte) for piece in node.contenu)


def _would_merge(before: Bloc, after: Bloc) -> bool:
    """Whether two blocks would be read as one: two lists, or lines set in after what takes them in."""
    if isinstance(after, Code):
        return isinstance(before, Code | Liste | Definitions)
    if isinstance(after, Liste | Index):
        return isinstance(before, Liste | Index)
    return isinstance(after, Citation | Definitions) and type(before) is type(after)


def _would_mix(end: str, start: str, is_words: bool) -> bool:
    """Whether signs that meet would be read as others; ``is_words`` of what starts: its own signs are escaped."""
    if not end or not start:
        return False
    if is_words:
        return end == "_" and start.isalnum()
    return (end in "*`_" and start in "*`_") or (start == "_" and end.isalnum())


def _is_short(item: Blocs) -> bool:
    return len(item) <= 1 and all(isinstance(bloc, Paragraphe) and Retour() not in bloc.contenu for bloc in item)


def _held(mark: str, text: str) -> str:
    """``text`` after the mark of its item, its other lines under the first."""
    return mark + _indented(text).removeprefix(_INDENT)


def _indented(text: str) -> str:
    return "\n".join(f"{_INDENT}{line}" if line else "" for line in text.split("\n"))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """Words that no sign of the dialect is taken from."""
    text = re.sub(r"[\\`*\[\]#|]|(?<!\w)_|_(?!\w)|!$", r"\\\g<0>", text)
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    return text.replace("<", "&lt;")


def _line(text: str) -> str:
    """A line that does not begin as a heading, a list, a quote or a rule does."""
    text = text.strip(" ")
    start, end = (RIEN if edge.isspace() else "" for edge in (text[:1], text[-1:]))
    text = f"{start}{text}{end}"
    if found := re.match(r"[-+>](?=[ \-]|$)|>|\d+(?=\.(?: |$))", text):
        place = found.end() if found[0][-1].isdigit() else 0
        return f"{text[:place]}\\{text[place:]}"
    return re.sub(r"^[:=]", lambda found: f"&#{ord(found[0])};", text)


def _code(text: str) -> str:
    longest = max((len(found) for found in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def _url(url: str) -> str:
    return f"<{url}>" if re.search(r"[\s()]", url) else url
