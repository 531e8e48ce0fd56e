"""From a folder of records to the files of a booklet: all of them are put in place at once, or none is."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from observatoire import loading
from observatoire.livret import budget, controle, epub, selection, signatures, volantes
from observatoire.livret.affiches import affiches, cartes
from observatoire.livret.assemblage import LICENCE, Site, assemble
from observatoire.livret.composition import VARIANTES, Composition, compose
from observatoire.livret.epreuve import epreuves
from observatoire.livret.imposition import PAPIERS, imposer
from observatoire.livret.livret import Livret
from observatoire.livret.maquette import maquette
from observatoire.livret.presse import RefusedLayout, front
from observatoire.model import Observatoire
from observatoire.problems import InvalidData, Problem, Severity, blocking
from observatoire.schema import address_of


@dataclass(frozen=True)
class Commande:
    """What is asked of the printing of a booklet."""

    variantes: tuple[str, ...] = tuple(VARIANTES)
    """Ways to present it. Budgets of pages are for ``courant``."""
    epreuve: bool = False
    """Every page is stamped; each production has its proof to sign."""
    final: bool = False
    """Nothing is written unless everything is signed, agreed, described, credited and within its pages."""
    imprimeur: bool = False
    """With the files that a printer asks for."""
    cahier: int = 0
    """Pages of a signature, 0 for a single one."""
    epub: bool = False
    """With the one for e-readers, which lists the pages of ``courant``."""
    affiches: bool = False
    """With a poster for each theme, and the question cards."""
    maquette: bool = False
    """With the folder of texts and pictures for who lays them out by hand."""


@dataclass(frozen=True)
class Impression:
    """What was written of one booklet."""

    fichiers: tuple[Path, ...]
    composition: Composition
    """Of the usual variant; of the first one when it was not asked for."""
    problems: tuple[Problem, ...]
    """What does not forbid it: budgets that are exceeded."""
    budget: tuple[budget.Ligne, ...]


def site_of(config: Path) -> Site:
    """Name and address of the site, as its configuration says; nothing when there is none."""
    if not config.is_file():
        return Site()
    settings = yaml.safe_load(config.read_text(encoding="utf-8")) or {}
    return Site(settings.get("site_name", ""), settings.get("site_url", "") or "")


def imprimer(root: Path, key: str, site: Site, commande: Commande, folder: Path) -> Impression:
    """Write the PDF of each variant, what else is asked, and the report of the pages of the usual one into ``folder``.

    Raises ``InvalidData`` with every reason not to: then nothing in ``folder`` has changed.
    """
    examination = loading.examine(root)
    if stopping := blocking(examination.problems):
        raise InvalidData(stopping)
    o, documents = examination.observatoire, examination.documents
    manifeste = o.livrets[key]
    if stopping := list(selection.problems(o, manifeste, documents[manifeste.fichier])):
        raise InvalidData(stopping)
    livret = assemble(o, manifeste, site)
    stopping, images = controle.check(livret, documents, manifeste, root / "content")
    refused = list(signatures.refusals(examination, manifeste, livret)) if commande.final else []
    if stopping:
        raise InvalidData([*stopping, *refused])
    try:
        tirage = "epreuve" if commande.epreuve else ""
        wanted = dict.fromkeys(("courant", *commande.variantes) if commande.epub else commande.variantes)
        composed = {variante: compose(livret, variante, images, tirage) for variante in wanted}
        shown = composed.get("courant") or next(iter(composed.values()))
        over = list(controle.over_budget(livret, shown, manifeste, documents)) if "courant" in composed else []
        if commande.final and (refused := [*refused, *(replace(problem, severity=Severity.ERREUR) for problem in over)]):
            raise InvalidData(sorted(refused, key=lambda problem: problem.sort_key))
        marque = "-epreuve" if commande.epreuve else ""
        contents = {f"{key}{VARIANTES[variante]}{marque}.pdf": composed[variante].pdf for variante in commande.variantes}
        if commande.epub:
            contents[f"{key}.epub"] = epub.publish(livret, shown, images, front(shown.pdf))
        if commande.epreuve:
            proofs = epreuves(o, livret, shown, images)
            contents |= {f"{key}-epreuves/{production}.pdf": pdf for production, pdf in proofs.items()}
        if commande.imprimeur:
            contents |= _for_printer(livret, images, composed.get("courant"), commande.cahier)
        if commande.maquette:
            written = maquette(livret, images, manifeste.licence or LICENCE)
            contents |= {f"{key}-maquette/{name}": content for name, content in written.items()}
        cards = cartes(o, livret) if commande.affiches else None
        if commande.affiches:
            contents |= {_affiche(key, theme): pdf for theme, pdf in affiches(o, livret).items()}
        if cards:
            contents[f"{key}-cartes.pdf"] = cards.pdf
    except RefusedLayout as error:
        raise InvalidData([_refused(manifeste.fichier, error)]) from error
    lines = budget.budget(livret, shown)
    if not commande.epreuve:
        contents[f"{key}.json"] = _offered(root, folder, o, livret, composed, cards.pages if cards else 0, contents).encode()
    if "courant" in composed:
        contents[f"{key}-pages.csv"] = budget.as_csv(lines).encode()
    written_files = write_together(folder, contents)
    if commande.maquette:
        _clear(folder / f"{key}-maquette", {*written_files})
    return Impression(written_files, shown, tuple(over), lines)


def _clear(folder: Path, kept: AbstractSet[Path]) -> None:
    """Take away the parts and the drawings of a former text, whose numbers were others; what someone else put there stays."""
    for pattern in ("[0-9][0-9]-*.md", "figures/[0-9][0-9][0-9]-*.svg"):
        for path in folder.glob(pattern):
            if path not in kept:
                path.unlink()


_NAMES: Mapping[str, str] = {"courant": "PDF", "grand": "PDF en grands caractères", "texte": "PDF de texte seul"}


def _affiche(key: str, theme: str) -> str:
    return f"{key}-affiches/{theme}.pdf"


def _offered(
    root: Path,
    folder: Path,
    o: Observatoire,
    livret: Livret,
    composed: Mapping[str, Composition],
    cards: int,
    contents: Mapping[str, bytes],
) -> str:
    """What the site says of a booklet to its readers, as JSON: from which data it is, its files, the poster of each theme and the page of each record by address.

    ``cards`` are the pages of question cards. Files that stand in ``folder``, made from the same data, stay listed.
    """
    empreinte = loading.empreinte(root)
    former = _former(folder / f"{livret.id}.json", empreinte)
    made = {
        **{f"{livret.id}{VARIANTES[variante]}.pdf": (_NAMES[variante], composed[variante].pages) for variante in composed},
        f"{livret.id}.epub": ("EPUB, pour liseuse", 0),
        f"{livret.id}-cartes.pdf": ("PDF des questions au débat, en cartes à découper", cards),
    }
    listed = {f["nom"]: f for f in former["fichiers"]}
    listed |= {
        name: {"nom": name, "format": form, "pages": pages, "taille": len(contents[name])}
        for name, (form, pages) in made.items()
        if name in contents
    }
    order = [*(f"{livret.id}{suffix}.pdf" for suffix in VARIANTES.values()), f"{livret.id}.epub", f"{livret.id}-cartes.pdf"]
    posters = {
        address_of(theme): {"nom": name, "taille": len(contents[name])}
        for theme in o.themes_tries
        if (name := _affiche(livret.id, theme.id)) in contents
    }
    said = {
        "id": livret.id,
        "empreinte": empreinte,
        "date": livret.version,
        "fichiers": [listed[name] for name in order if name in listed],
        "affiches": posters or former["affiches"],
        "pages": _pages(livret, composed["courant"]) if "courant" in composed else former["pages"],
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def _former(path: Path, empreinte: str) -> dict[str, Any]:
    """What was offered before, when it was made from the same data; nothing otherwise."""
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return said if said.get("empreinte") == empreinte else {"fichiers": [], "affiches": {}, "pages": {}}


def _pages(livret: Livret, composition: Composition) -> dict[str, int]:
    """First page of each record, by its address."""
    places = composition.etendues
    return {article.adresse: places[article.cible].premiere for article in livret.articles if article.adresse and article.cible in places}


def _for_printer(livret: Livret, images: Mapping[str, Path], courant: Composition | None, cahier: int) -> dict[str, bytes]:
    """The booklet with its bleed, and on each kind of sheet; ``courant``, already laid out, saves looking for its sizes again."""
    plain = compose(livret, "courant", images, "imprimeur", courant)
    sheets = {f"{livret.id}-{papier}.pdf": imposer(plain.pdf, plain.pages, papier, cahier, livret.horodatage) for papier in PAPIERS}
    return {f"{livret.id}-imprimeur.pdf": plain.pdf, **sheets}


FICHES = "fiches"
"""Folder of the pieces, beside the booklets; they are listed there, under the same name."""


def imprimer_fiches(root: Path, site: Site, folder: Path) -> tuple[Path, ...]:
    """Write the PDF of each practice, production and group, and their list, into ``folder``; those of records that are no more leave it.

    Raises ``InvalidData`` with every reason not to: then nothing in ``folder`` has changed.
    """
    examination = loading.examine(root)
    if stopping := blocking(examination.problems):
        raise InvalidData(stopping)
    o = examination.observatoire
    articles = volantes.articles(o, site)
    stopping, images = controle.check_alone(articles, examination.documents, root / "content")
    if stopping:
        raise InvalidData(stopping)
    contents: dict[str, bytes] = {}
    listed: dict[str, dict[str, Any]] = {}
    article = None
    try:
        with volantes.atelier(o, site, images) as compose_alone:
            for article in articles:
                pdf, pages = compose_alone(article)
                name = f"{article.adresse.rstrip('/')}.pdf"
                contents[f"{FICHES}/{name}"] = pdf
                listed[article.adresse] = {"nom": name, "pages": pages, "taille": len(pdf)}
    except RefusedLayout as error:
        raise InvalidData([_refused(article.fichier if article else "", error)]) from error
    said = {"empreinte": loading.empreinte(root), "fiches": listed}
    contents[f"{FICHES}/{FICHES}.json"] = json.dumps(said, ensure_ascii=False, indent=1).encode()
    former = folder / FICHES / f"{FICHES}.json"
    gone = {fiche["nom"] for fiche in json.loads(former.read_text(encoding="utf-8"))["fiches"].values()} if former.is_file() else set()
    written = write_together(folder, contents)
    for name in gone - {fiche["nom"] for fiche in listed.values()}:
        (folder / FICHES / name).unlink(missing_ok=True)
    return written


def _refused(file: str, error: RefusedLayout) -> Problem:
    return Problem(file, 1, 1, "B85", Severity.ERREUR, f"La mise en page est refusée. Signalez-le, avec ce qui suit.\n{error}")


def write_together(folder: Path, contents: dict[str, bytes]) -> tuple[Path, ...]:
    """Write every file beside its place, then move all of them there."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".livret-", dir=folder) as beside:
        for name, content in contents.items():
            path = Path(beside, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for name in contents:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            Path(beside, name).replace(folder / name)
    return tuple(folder / name for name in contents)
