"""What a booklet cannot print, told as problems: where it is written, and what to do."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from PIL import Image as Picture
from PIL import UnidentifiedImageError

from observatoire.livret.assemblage import words_of
from observatoire.livret.composition import Composition
from observatoire.livret.document import Image, images_of
from observatoire.livret.livret import Article, Livret
from observatoire.livret.presse import unwritable
from observatoire.livret.texte import plain
from observatoire.problems import NBSP, THIN, Problem, Severity, plural
from observatoire.schema.groupes import Livret as Manifeste
from observatoire.schema.groupes import Production
from observatoire.sources import Document
from observatoire.sources import Path as Chemin

PIXELS_MAX = 40_000_000
"""Of a picture: beyond, it would take more memory than the whole booklet, and print no better."""
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def check(livret: Livret, documents: Mapping[str, Document], manifeste: Manifeste, content: Path) -> tuple[list[Problem], dict[str, Path]]:
    """What forbids to lay out a booklet, and the file of each picture by the path that the records write; ``content`` is their folder."""
    order = [manifeste.fichier, *(article.fichier for article in livret.articles if article.fichier)]
    return _checked(placed_images(livret, manifeste), words_of(livret), order, documents, content)


def check_alone(articles: Sequence[Article], documents: Mapping[str, Document], content: Path) -> tuple[list[Problem], dict[str, Path]]:
    """The same of articles that no booklet has to hold."""
    images = ((article.fichier, image) for article in articles for image in images_of(article.blocs))
    words = " ".join(plain(piece) for article in articles for piece in (article.surtitre, article.titre, article.blocs))
    return _checked(images, words, [article.fichier for article in articles], documents, content)


def _checked(
    images: Iterable[tuple[str, Image]], words: str, order: Iterable[str], documents: Mapping[str, Document], content: Path
) -> tuple[list[Problem], dict[str, Path]]:
    """``images`` come each with the file that shows it; a character of ``words`` is looked for in the files of ``order``, then in all."""
    found: list[Problem] = []
    pictures: dict[str, Path] = {}
    for file, image in images:
        path = content / image.fichier
        if reason := _refusal(path, content):
            found.append(located(documents, [file], image.fichier, "B83", f"L’image «{NBSP}{image.fichier}{NBSP}» {reason}"))
        else:
            pictures[image.fichier] = path
    return [*found, *_signs(words, [*order, *documents], documents)], pictures


def placed_images(livret: Livret, manifeste: Manifeste) -> Iterator[tuple[str, Image]]:
    """Every picture with the file that shows it, in reading order."""
    for article in livret.articles:
        for image in images_of(article.blocs):
            yield article.fichier or manifeste.fichier, image
    for blocs in (livret.ours, livret.editorial, livret.remerciements, livret.mentions, *(partie.blocs for partie in livret.parties)):
        for image in images_of(blocs):
            yield manifeste.fichier, image


def _refusal(path: Path, content: Path) -> str:
    """Why a picture cannot be printed; ``""`` when it can."""
    if not path.resolve().is_relative_to(content.resolve()) or not path.is_file():
        return "n’est pas dans le dossier «\u00a0content/\u00a0». Vérifiez son nom, ou déposez-la."
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Picture.DecompressionBombWarning)
            with Picture.open(path, formats=_FORMATS) as picture:
                if picture.width * picture.height > PIXELS_MAX:
                    return f"est trop grande ({picture.width} × {picture.height} points). Réduisez-la à 4{NBSP}000 points de côté au plus."
                picture.load()
    except Picture.DecompressionBombError:
        return f"est trop grande. Réduisez-la à 4{NBSP}000 points de côté au plus."
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return "ne se lit pas. Enregistrez-la de nouveau, en JPEG, PNG ou WebP."
    return ""


def _signs(words: str, order: list[str], documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Characters that no face draws, each at its first place."""
    for sign in sorted(unwritable(words)):
        name = unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
        message = f"Aucune police du livret ne sait écrire «{NBSP}{sign}{NBSP}» ({name}). Remplacez ce caractère par un mot, ou retirez-le."
        yield located(documents, order, sign, "B82", message)


def located(documents: Mapping[str, Document], files: Iterable[str], needle: str, code: str, message: str) -> Problem:
    """A problem where ``needle`` is first written, field named; at the head of the first file when it is in none."""
    order = [file for file in dict.fromkeys(files) if file in documents]
    for file in order:
        document = documents[file]
        for path, value in _texts(document.data, ()):
            if (offset := value.find(needle)) >= 0:
                field = ".".join(str(step) for step in path if isinstance(step, str))
                return Problem(
                    file,
                    *document.at(path, offset),
                    code,
                    Severity.ERREUR,
                    f"«{NBSP}{field}{NBSP}»{NBSP}: {message[:1].lower()}{message[1:]}",
                )
    return Problem(order[0] if order else "", 1, 1, code, Severity.ERREUR, message)


def _texts(value: object, path: Chemin) -> Iterator[tuple[Chemin, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))


def over_budget(livret: Livret, composition: Composition, manifeste: Manifeste, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Articles, parts and whole that take more pages than they are given."""
    document = documents[manifeste.fichier]
    if manifeste.pages_max and composition.pages > manifeste.pages_max:
        yield _over(document, ("pages_max",), "Le livret", composition.pages, manifeste.pages_max)
    for n, section in enumerate(manifeste.sections):
        taken = pages_of(composition, f"partie/{section.cle}")
        if section.pages_max and taken > section.pages_max:
            yield _over(document, ("sections", n, "pages_max"), f"La partie «{NBSP}{section.titre}{NBSP}»", taken, section.pages_max)
    for article in livret.articles:
        taken = pages_of(composition, article.cible)
        if article.pages_max and taken > article.pages_max:
            own = documents[article.fichier]
            name = str(own.data.get(Production.titre_champ, article.cible)) if isinstance(own.data, dict) else article.cible
            yield _over(own, ("livret", "pages_max"), f"«{NBSP}{name}{NBSP}»", taken, article.pages_max)


def pages_of(composition: Composition, target: str) -> int:
    """Pages that an article or a part takes; 0 when it is not in the booklet."""
    return composition.etendues[target].pages if target in composition.etendues else 0


def _over(document: Document, path: Chemin, what: str, taken: int, most: int) -> Problem:
    message = f"{what} prend {plural(taken, 'page')}{THIN}; {plural(most, 'page est prévue', 'pages sont prévues')}. Raccourcissez, ou prévoyez davantage."
    return Problem(document.file, *document.at(path), "B84", Severity.AVERTISSEMENT, message)
