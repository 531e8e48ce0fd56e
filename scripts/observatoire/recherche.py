"""The search index: made after the site, from its finished pages, by Pagefind.

Pagefind reads a folder of documents, one per result: one for each page, and one for each part of a page that has
an address of its own (an enseignement, a word of the glossary).
"""

from __future__ import annotations

import gzip
import html
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from observatoire.balisage import parcourir
from observatoire.lexique import Lexique
from observatoire.model import Observatoire
from observatoire.pages.recherche import ADRESSE, SORTES, sorte_de
from observatoire.problems import NBSP, plural
from observatoire.schema import address_of
from observatoire.schema.shape import slug

DOSSIER = "pagefind"
"""Where the index is in the site."""
_IGNOREES = {"", ADRESSE, "plan-du-site/", "admin/formulaire/"}
"""Pages that only lead to others, and the form, which holds no text of ours."""
_ENTIERES = ("a-propos/", "contribuer/", "donnees/")
"""Pages of no kind that are read whole; of the others, which list what has pages of its own, the heading is enough."""
_TETE = '<header class="tete'
_EXCLUS = {"button", "form", "nav", "noscript", "script", "svg"}
_CLASSES_EXCLUES = {
    "appel",
    "carte",
    "chemin",
    "citer",
    "fictif",
    "frise",
    "gradins",
    "hors-ecran",
    "matrice",
    "mini",
    "mots-suite",
    "note-source",
    "pied-page",
    "proches",
    "rangs",
    "rub",
    "titre-section",
}
"""What is left out of a page: the ways around it, its own headings, and what it says of other records."""
_EN_LIGNE = {"a", "abbr", "b", "cite", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup"}
_INUTILES = ("pagefind-*ui*", "pagefind-highlight.js", "pagefind-worker.js", "wasm.unknown.pagefind")
"""Files of Pagefind that our page does not call."""
_MOT = re.compile(r"[^\W\d_]{4,}")


class IndexIncomplete(Exception):
    """Pagefind failed, or left a document out; the message is for the person who builds the site."""


@dataclass(frozen=True)
class Document:
    """One result."""

    path: str
    """``experiences/fph/index.html`` for a page, ``experiences/fph/e1.html`` for its part ``#e1``."""
    sorte: str
    titre: str
    texte: str

    def html(self, mots: Iterable[str]) -> str:
        """The document as Pagefind reads it; ``mots`` find it too, and are not shown.

        Pagefind leaves out a document without text: one that says nothing yet says its title.
        """
        hidden = html.escape(" ".join(mots))
        marks = f'data-pagefind-body data-pagefind-meta="mots:{hidden}"' if hidden else "data-pagefind-body"
        title = f'<span data-pagefind-meta="title">{html.escape(self.titre)}</span>'
        page = f'<!doctype html><html lang="fr"><body>{title}<p {marks}>{html.escape(self.texte or self.titre)}</p></body></html>'
        # Pagefind cuts words at spaces: « l’ habitant » is found by « habitant ». The search page puts the two together again.
        return page.replace("’", "’ ")


def index(site: Path, observatoire: Observatoire) -> int:
    """Write the index of a finished site into it; the number of results it holds. Raises ``IndexIncomplete``."""
    documents = sorted([*_pages(site, observatoire), *_lecons(observatoire), *_glossaire(observatoire)], key=lambda d: d.path)
    sigles = Sigles(observatoire)
    with tempfile.TemporaryDirectory() as folder:
        for document in documents:
            path = Path(folder, document.path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(document.html(sigles.autour(f"{document.titre} {document.texte}")), encoding="utf-8")
        _pagefind(Path(folder), site / DOSSIER)
    _write(site / ADRESSE / "sortes.json", _by_kind(documents, site / DOSSIER))
    _write(site / ADRESSE / "mots.json", _spelling(documents))
    return len(documents)


def _pagefind(source: Path, target: Path) -> None:
    """Index the folder ``source`` into ``target``, and keep there what our page calls."""
    command = [sys.executable, "-m", "pagefind", "--site", str(source), "--output-path", str(target), "--force-language", "fr", "--quiet"]
    result = subprocess.run(command, cwd=source, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603  (our own)
    if result.returncode:
        raise IndexIncomplete(f"L’index de recherche n’a pas pu être bâti{NBSP}:\n{result.stderr or result.stdout}")
    for pattern in _INUTILES:
        for path in target.glob(pattern):
            path.unlink()


def _by_kind(documents: Iterable[Document], target: Path) -> dict[str, list[str]]:
    """Identifiers that Pagefind gave to the documents, by kind, sorted. Raises ``IndexIncomplete`` when one has none.

    Kinds are ours and not filters of Pagefind, which writes the values of a filter in an order of its own, another at
    each build; and one search then gives the results of every kind.
    """
    kinds = {f"/{document.path.removesuffix('index.html')}": document.sorte for document in documents}
    found: dict[str, list[str]] = {sorte.cle: [] for sorte in SORTES}
    for path in sorted((target / "fragment").iterdir()):
        # After its signature, a compressed fragment is JSON.
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        found[kinds.pop(fragment["url"])].append(path.stem)
    if kinds:
        raise IndexIncomplete(f"L’index de recherche a laissé de côté {plural(len(kinds), 'page')}{NBSP}: {', '.join(sorted(kinds)[:5])}")
    return found


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _pages(site: Path, o: Observatoire) -> Iterator[Document]:
    fiches = {address_of(record) for records in o.records.values() for record in records.values()}
    fiches |= {f"territoires/{lieu.id}/" for lieu in o.lieux}
    for path in site.rglob("index.html"):
        name = path.relative_to(site).as_posix()
        adresse = name.removesuffix("index.html")
        page = path.read_text(encoding="utf-8")
        if adresse in _IGNOREES or 'http-equiv="refresh"' in page:
            continue
        sorte = sorte_de(adresse, fiches)
        heading = sorte == SORTES[-1] and not adresse.startswith(_ENTIERES) and _TETE in page
        start, end = (_TETE, "</header>") if heading else ("<main", "</main>")
        debut = page.index(start)
        titre, texte = read(page[debut : page.index(end, debut)])
        yield Document(name, sorte.cle, titre, texte)


def read(page: str) -> tuple[str, str]:
    """Title and text of a piece of HTML, a sentence for each of its blocks."""
    lignes: dict[str, list[str]] = {"titre": [], "texte": []}
    ligne: list[str] = []
    ou = "texte"
    for morceau, nom, etat in parcourir(page, "texte", _readable):
        if nom and nom not in _EN_LIGNE:
            lignes[ou].append(_sentence("".join(ligne)))
            ligne.clear()
            ou = "titre" if etat == "titre" else "texte"
        elif not nom and etat != "exclu":
            ligne.append(morceau)
    lignes[ou].append(_sentence("".join(ligne)))
    return " ".join(lignes["titre"]).strip(" ."), " ".join(filter(None, lignes["texte"]))


def _readable(autour: str, nom: str, classes: set[str]) -> str:
    """What an element is to the search.

    ``titre``; ``texte``; ``libre``, a text written by hand, whose headings are its own; ``signal``, a list of facts whose
    labels go without saying; ``exclu``.
    """
    if autour == "exclu" or nom in _EXCLUS or (classes & _CLASSES_EXCLUES and "propres" not in classes):
        return "exclu"
    if (nom == "header" and "tete" not in classes) or (nom == "h2" and autour != "libre") or (nom == "dt" and autour == "signal"):
        return "exclu"
    if nom == "h1":
        return "titre"
    return "libre" if "page-texte" in classes else "signal" if "signal" in classes else autour


def _sentence(texte: str) -> str:
    ligne = re.sub(r"\s+", " ", html.unescape(texte)).strip()
    if ligne == "non renseigné":
        return ""
    return ligne if not ligne or ligne[-1] in ".!?…:;," else f"{ligne}."


def _lecons(o: Observatoire) -> Iterator[Document]:
    for lecon in o.lecons:
        e = lecon.enseignement
        labels = [o.libelle("nature_enseignement", e.nature), lecon.fiche.titre, *([o.themes[e.theme].nom] if e.theme else [])]
        yield Document(f"{address_of(lecon.fiche)}{e.cle}.html", "enseignement", e.texte, " ".join(map(_sentence, labels)))


def _glossaire(o: Observatoire) -> Iterator[Document]:
    for t in o.glossaire.termes if o.glossaire else ():
        titre = f"{t.terme} ({t.sigle})" if t.sigle and t.sigle != t.terme else t.terme
        yield Document(f"glossaire/{t.cle}.html", "mot", titre, " ".join(filter(None, (t.definition, t.attention))))


class Sigles:
    """Acronyms of the glossary and what they stand for: who searches one finds the other."""

    def __init__(self, o: Observatoire) -> None:
        termes = o.glossaire.termes if o.glossaire else ()
        self._formes = {t.cle: (t.terme, t.sigle) for t in termes if t.sigle}
        self._lexique = Lexique({forme: cle for cle, formes in self._formes.items() for forme in formes})

    def autour(self, texte: str) -> list[str]:
        """Words to find a text by that it does not hold: the other form of its acronyms, its ligatures undone."""
        cles = dict.fromkeys(t.cle for t in self._lexique.trouver(texte))
        formes = [forme for cle in cles for forme in self._formes[cle] if forme.lower() not in texte.lower()]
        return [*formes, *dict.fromkeys(slug(mot) for mot in re.findall(r"\w*[œæŒÆ]\w*", texte))]


def _spelling(documents: Iterable[Document]) -> list[str]:
    """Words used by two results at least, the most used first: what a slip of the keyboard may have meant."""
    uses: Counter[str] = Counter()
    for document in documents:
        uses.update({mot.lower() for mot in _MOT.findall(document.texte)})
    spelt: dict[str, str] = {}
    for mot, _ in sorted(uses.items(), key=lambda x: (-x[1], x[0])):
        spelt.setdefault(slug(mot), mot)
    return [mot for mot in spelt.values() if uses[mot] > 1]
