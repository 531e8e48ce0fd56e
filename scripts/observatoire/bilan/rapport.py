"""The report as a terminal shows it, and as one HTML file to read, print and hand over."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from observatoire.bilan import Bilan, Rubrique, Tableau
from observatoire.problems import NBSP, plural

_SHOWN = 12
"""Lines of a rubrique on a terminal: the file has them all."""


def terminal(bilan: Bilan, *, entier: bool = False) -> RenderableType:
    """The report for a terminal; each rubrique is cut after a dozen lines unless ``entier``."""
    head = Text(_title(bilan), style="bold")
    parts: list[RenderableType] = [head, Text(_subtitle(bilan), style="dim")]
    parts += [_table(tableau) for tableau in bilan.tableaux]
    for rubrique in bilan.rubriques:
        parts += _rubrique(rubrique, rubrique.total if entier else _SHOWN)
    return Group(*parts)


def _title(bilan: Bilan) -> str:
    return f"Bilan avant le Forum{NBSP}: {bilan.forum.titre}" if bilan.forum else "Bilan"


def _subtitle(bilan: Bilan) -> str:
    when = (
        f"Le Forum est le {bilan.forum.date.en_francais}, {bilan.echeance}. " if bilan.forum and bilan.forum.date and bilan.echeance else ""
    )
    version = f"Version des données{NBSP}: {bilan.version}. " if bilan.version else ""
    return f"Au {bilan.jour.en_francais}. {when}{version}{plural(bilan.total, 'point à regarder', 'points à regarder')}. Document privé."


def _table(tableau: Tableau) -> RenderableType:
    title = tableau.titre + (" (ne sort pas d’ici)" if tableau.prive else "")
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for n, name in enumerate(tableau.colonnes):
        table.add_column(name, justify="right" if n else "left", no_wrap=not n)
    for row in tableau.rangs:
        table.add_row(*row)
    return Padding(table, (1, 0, 0, 0))


def _rubrique(rubrique: Rubrique, limit: int) -> list[RenderableType]:
    mark, colour = ("✓", "green") if not rubrique.total else ("!", "yellow")
    title = rubrique.titre + (f"{NBSP}: {rubrique.total}" if rubrique.total else "")
    lines: list[RenderableType] = [Padding(Text.assemble((f"{mark} ", colour), (title, "bold")), (1, 0, 0, 0))]
    if not rubrique.total:
        return [*lines, Text(f"  {rubrique.vide}")]
    for ligne in rubrique.lignes[:limit]:
        lines.append(Padding(Text.assemble(ligne.texte, ("\n" + ligne.fichier if ligne.fichier else "", "dim")), (0, 0, 0, 2)))
    if rubrique.total > limit:
        lines.append(Text(f"  … et {rubrique.total - limit} de plus{NBSP}: --tout les montre.", style="dim"))
    return lines


def html(bilan: Bilan) -> str:
    """One page that needs no other file, and says that it is private."""
    environment = Environment(
        loader=PackageLoader("observatoire.bilan"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("bilan.html").render(bilan=bilan, titre=_title(bilan), sous_titre=_subtitle(bilan), pluriel=plural)
