"""The command that prints booklets."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from observatoire import loading
from observatoire.livret.composition import VARIANTES
from observatoire.livret.impression import Impression, imprimer, site_of
from observatoire.problems import NBSP, InvalidData, plural, report
from observatoire.terminal import QUIET, ROOT, colour, stop, timed


@click.command()
@ROOT
@click.option("--config", "config_file", type=click.Path(path_type=Path), default=None, help="Autre fichier que mkdocs.yml.")
@click.option(
    "--sortie",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default="livrets",
    show_default=True,
    help="Dossier des livrets.",
)
@click.option(
    "--variante",
    "variantes",
    type=click.Choice(list(VARIANTES)),
    multiple=True,
    help="Une seule présentation, ou plusieurs. Toutes par défaut.",
)
@click.argument("livrets", nargs=-1)
@QUIET
def livret(root: Path, config_file: Path | None, folder: Path, variantes: tuple[str, ...], livrets: tuple[str, ...], quiet: bool) -> None:
    """Compose les livrets : PDF courant, en grands caractères, et texte seul.

    LIVRETS nomme les fiches de groupes/livrets/ ; toutes par défaut. Un livret n’est remplacé que par un livret entier.

    Exemple : observatoire livret forum-2014
    """
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
                printed = imprimer(root, key, site, variantes or tuple(VARIANTES), folder)
        except InvalidData as error:
            stop(error)
        _say(printed, quiet)
    sys.exit(0)


def _say(printed: Impression, quiet: bool) -> None:
    if printed.problems:
        click.echo(report(printed.problems, colour=colour()), err=True)
    if quiet:
        return
    for path in printed.fichiers:
        click.echo(f"{path} ({max(1, round(path.stat().st_size / 1000))}{NBSP}ko)")
    click.echo(f"{plural(printed.composition.pages, 'page')} pour {printed.fichiers[0].name}.")


COMMANDS = (livret,)
