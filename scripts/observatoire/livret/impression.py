"""From a folder of records to the files of a booklet: all of them are put in place at once, or none is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from observatoire import loading
from observatoire.livret import budget, controle, selection
from observatoire.livret.assemblage import Site, assemble
from observatoire.livret.composition import VARIANTES, Composition, RefusedLayout, compose
from observatoire.problems import InvalidData, Problem, Severity, blocking


@dataclass(frozen=True)
class Impression:
    """What was written of one booklet."""

    fichiers: tuple[Path, ...]
    composition: Composition
    """Of the first variant."""
    problems: tuple[Problem, ...]
    """What does not forbid it: budgets that are exceeded."""


def site_of(config: Path) -> Site:
    """Name and address of the site, as its configuration says; nothing when there is none."""
    if not config.is_file():
        return Site()
    settings = yaml.safe_load(config.read_text(encoding="utf-8")) or {}
    return Site(settings.get("site_name", ""), settings.get("site_url", "") or "")


def imprimer(root: Path, key: str, site: Site, variantes: Iterable[str], folder: Path) -> Impression:
    """Write the PDF of each variant and the report of pages into ``folder``.

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
    if stopping:
        raise InvalidData(stopping)
    try:
        composed = {variante: compose(livret, variante, images) for variante in variantes}
    except RefusedLayout as error:
        raise InvalidData([_refused(manifeste.fichier, error)]) from error
    first = next(iter(composed.values()))
    contents = {f"{key}{VARIANTES[variante]}.pdf": composition.pdf for variante, composition in composed.items()}
    contents[f"{key}-pages.csv"] = budget.as_csv(budget.budget(livret, first)).encode()
    return Impression(
        write_together(folder, contents), first, tuple(controle.over_budget(livret, first, manifeste, documents)) if "courant" in composed else ()
    )  # fmt: skip


def _refused(file: str, error: RefusedLayout) -> Problem:
    return Problem(file, 1, 1, "B85", Severity.ERREUR, f"Le livret ne peut pas être composé. Signalez-le, avec ce qui suit.\n{error}")


def write_together(folder: Path, contents: dict[str, bytes]) -> tuple[Path, ...]:
    """Write every file beside its place, then move all of them there."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".livret-", dir=folder) as beside:
        for name, content in contents.items():
            Path(beside, name).write_bytes(content)
        for name in contents:
            Path(beside, name).replace(folder / name)
    return tuple(folder / name for name in contents)
