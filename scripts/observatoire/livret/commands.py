"""The command that prints booklets."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import cast

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod
from rich.markup import escape
from rich.table import Table

from observatoire import loading
from observatoire.livret.budget import Ligne
from observatoire.livret.composition import VARIANTES
from observatoire.livret.imposition import AGRAFABLES
from observatoire.livret.impression import FICHES, Commande, Impression, imprimer, imprimer_fiches, site_of
from observatoire.problems import NBSP, InvalidData, number, plural, report, weight
from observatoire.terminal import QUIET, ROOT, colour, stop, timed

CONFIG = click.option("--config", "config_file", type=click.Path(path_type=Path), default=None, help="Autre fichier que mkdocs.yml.")
SORTIE = click.option(
    "--sortie",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Dossier des livrets : livrets/, à côté des fiches, par défaut. Le site offre ce qu’il y trouve.",
)


@click.command()
@ROOT
@CONFIG
@SORTIE
@click.option(
    "--format",
    "formats",
    type=click.Choice([*VARIANTES, "epub"]),
    multiple=True,
    help="Un seul format, ou plusieurs : PDF courant, en grands caractères, texte seul, EPUB. Tous par défaut.",
)
@click.option("--epreuve", is_flag=True, help="Marque chaque page « Épreuve » et fait, par production, une épreuve à corriger et à signer.")
@click.option(
    "--final",
    is_flag=True,
    help="N’écrit rien tant qu’il manque un bon à tirer, un accord, une description ou un crédit, ou qu’un texte déborde.",
)
@click.option(
    "--imprimeur",
    is_flag=True,
    help="Ajoute les fichiers de l’imprimeur : à fonds perdus, et imposé sur A4 (copieur) et SRA4 (traits de coupe).",
)
@click.option(
    "--cahiers",
    "cahier",
    type=int,
    default=0,
    help="Avec --imprimeur : cahiers de tant de pages (16), à coudre ou à coller. Sinon, un seul, à agrafer.",
)
@click.option("--affiches", is_flag=True, help="Ajoute une affiche A3 par thème, et les questions mises au débat en cartes à découper.")
@click.option(
    "--texte-maquette",
    "maquette",
    is_flag=True,
    help="Ajoute le texte pour un maquettiste : un dossier de Markdown, une partie par fichier, avec les images, les figures et leurs crédits.",
)
@click.option("--rapport", "with_report", is_flag=True, help="Montre les pages estimées, prises et prévues de chaque texte.")
@click.argument("livrets", nargs=-1)
@QUIET
def livret(
    root: Path, config_file: Path | None, folder: Path | None, formats: tuple[str, ...], epreuve: bool, final: bool, imprimeur: bool, cahier: int,
    affiches: bool, maquette: bool, with_report: bool, livrets: tuple[str, ...], quiet: bool,
) -> None:  # fmt: skip
    """Compose les livrets : PDF courant, en grands caractères, texte seul, et EPUB.

    LIVRETS nomme les fiches de groupes/livrets/ ; toutes par défaut. Un livret n’est remplacé que par un livret entier.

    Exemple : observatoire livret forum-2014 --epreuve
    """
    if epreuve and (final or imprimeur):
        raise click.UsageError(f"Une épreuve est à corriger{NBSP}: elle ne va ni avec --final, ni avec --imprimeur.")
    if cahier % 4 or cahier < 0:
        raise click.BadParameter(f"un cahier compte 4, 8, 12, 16 pages… pas {cahier}.", param_hint="--cahiers")
    if cahier and not imprimeur:
        raise click.UsageError(f"--cahiers dit comment plier ce que fait --imprimeur{NBSP}: donnez les deux.")
    if epreuve and "epub" in formats:
        raise click.UsageError(f"Une épreuve se corrige sur ses pages{NBSP}: elle ne va pas avec --format epub.")
    chosen = tuple(f for f in formats if f in VARIANTES) if formats else (("courant",) if epreuve else tuple(VARIANTES))
    if final:
        chosen = tuple(dict.fromkeys(("courant", *chosen)))  # Pages are counted there.
    commande = Commande(
        chosen, epreuve, final, imprimeur, cahier, affiches=affiches, maquette=maquette, epub="epub" in formats or not (formats or epreuve)
    )
    try:
        known = tuple(loading.load(root).livrets)
    except InvalidData as error:
        stop(error)
    if lost := [key for key in livrets if key not in known]:
        raise click.BadParameter(
            f"{', '.join(lost)}{NBSP}: aucune fiche de ce nom. Livrets connus{NBSP}: {', '.join(known) or 'aucun'}.", param_hint="LIVRETS"
        )
    console = Console(stderr=True, quiet=quiet, highlight=False)
    site = site_of(config_file or root / "mkdocs.yml")
    for key in livrets or known:
        try:
            with timed(console, f"Livret {key}"):
                printed = imprimer(root, key, site, commande, folder or root / "livrets")
        except InvalidData as error:
            stop(error)
        if with_report:
            Console(highlight=False).print(_table(printed.budget))
        _say(printed, quiet)
        if imprimeur and not cahier and printed.composition.pages > AGRAFABLES and not quiet:
            click.echo(
                f"Au-delà de {plural(AGRAFABLES, 'page')}, l’agrafe ne tient plus{NBSP}: demandez --cahiers 16, à coudre ou à coller."
            )
    sys.exit(0)


def _table(lines: Iterable[Ligne]) -> Table:
    """Pages of each part and article: foreseen from its length, taken once laid out, given by its record or the manifest."""
    table = Table(box=SIMPLE_HEAD)
    for name, justify in (
        ("Texte", "left"),
        ("Page", "right"),
        ("Estimées", "right"),
        ("Prises", "right"),
        ("Prévues", "right"),
        ("", "left"),
    ):
        table.add_column(name, justify=cast(JustifyMethod, justify))
    for line in lines:
        excess = line.reelles - line.prevues if line.prevues else 0
        cells = (
            line.titre if not line.article else f"  {line.titre}", str(line.premiere or ""), number(line.estimees), str(line.reelles or ""),
            str(line.prevues or ""), f"{excess} de trop" if excess > 0 else "",
        )  # fmt: skip
        table.add_row(*map(escape, cells), style="red" if excess > 0 else "" if line.article else "bold")
    return table


def _say(printed: Impression, quiet: bool) -> None:
    if printed.problems:
        click.echo(report(printed.problems, colour=colour()), err=True)
    if quiet:
        return
    for path in printed.fichiers:
        click.echo(f"{path} ({weight(path.stat().st_size)})")
    click.echo(f"{plural(printed.composition.pages, 'page')} pour {printed.fichiers[0].name}.")


@click.command()
@ROOT
@CONFIG
@SORTIE
@QUIET
def fiches(root: Path, config_file: Path | None, folder: Path | None, quiet: bool) -> None:
    """Compose une fiche à imprimer (PDF, A4) par expérience, par production et par groupe.

    Elles vont dans livrets/fiches/, qu’un livret les contienne ou non ; le site offre chacune sur sa page.

    Exemple : observatoire fiches
    """
    console = Console(stderr=True, quiet=quiet, highlight=False)
    try:
        with timed(console, "Fiches"):
            written = imprimer_fiches(root, site_of(config_file or root / "mkdocs.yml"), folder or root / "livrets")
    except InvalidData as error:
        stop(error)
    if not quiet:
        printed = [path for path in written if path.suffix == ".pdf"]
        size = weight(sum(path.stat().st_size for path in printed))
        click.echo(f"{plural(len(printed), 'fiche')} dans {(folder or root / 'livrets') / FICHES} ({size}).")


COMMANDS = (livret, fiches)
