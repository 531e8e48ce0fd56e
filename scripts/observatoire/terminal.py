"""What every command shares: options, exit status, and click's own words in French.

Importing this module is what makes click speak French: it comes before any command is declared.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any, NoReturn

import click
from rich.console import Console

from observatoire.problems import NBSP, THIN, InvalidData, cause, report

FRENCH: dict[str, str] = {
    "Usage:": f"Usage{NBSP}:",
    "Options": "Options",
    "Commands": "Commandes",
    "Positional arguments": "Arguments",
    "Show this message and exit.": "Montre cette aide.",
    "Show the version and exit.": "Dit le numéro de version.",
    "%(prog)s, version %(version)s": "%(prog)s, version %(version)s",
    "default: {default}": "par défaut : {default}",
    "required": "obligatoire",
    "env var: {var}": "variable d’environnement : {var}",
    "(dynamic)": "(calculé)",
    "deprecated": "abandonné",
    "directory": "dossier",
    "file": "fichier",
    "path": "chemin",
    "Error: {message}": f"Erreur{NBSP}: {{message}}",
    "Error: invalid input": f"Erreur{NBSP}: réponse illisible",
    "Error: The two entered values do not match.": f"Erreur{NBSP}: les deux réponses diffèrent.",
    "unknown error": "erreur inconnue",
    "Aborted!": "Arrêté, rien n’est écrit.",
    "Try '{command} {option}' for help.": f"Pour l’aide{NBSP}: {{command}} {{option}}",
    "Missing command.": f"Il manque la commande. Tapez par exemple{NBSP}: observatoire verifier",
    "Missing argument": "Il manque l’argument",
    "Missing option": "Il manque l’option",
    "Missing parameter": "Il manque le paramètre",
    "Missing parameter: {param_name}": f"Il manque le paramètre{NBSP}: {{param_name}}",
    "Missing {param_type}": "Il manque {param_type}",
    "Invalid value: {message}": f"Valeur refusée{NBSP}: {{message}}",
    "Invalid value for {param_hint}: {message}": f"Valeur refusée pour {{param_hint}}{NBSP}: {{message}}",
    "No such option {name!r}.": f"L’option «{NBSP}{{name}}{NBSP}» n’existe pas.",
    "No such command {name!r}.": f"La commande «{NBSP}{{name}}{NBSP}» n’existe pas.",
    "Did you mean {possibility}?": f"Vouliez-vous dire {{possibility}}{THIN}?",
    "(Did you mean one of: {possibilities}?)": f"Vouliez-vous dire{NBSP}: {{possibilities}}{THIN}?",
    "Got unexpected extra argument ({args})": f"Un mot de trop{NBSP}: {{args}}. Un texte de plusieurs mots s’écrit entre guillemets.",
    "Got unexpected extra arguments ({args})": f"Des mots de trop{NBSP}: {{args}}. Un texte de plusieurs mots s’écrit entre guillemets.",
    "Option {name!r} does not take a value.": f"L’option «{NBSP}{{name}}{NBSP}» ne prend pas de valeur.",
    "Option {name!r} requires an argument.": f"L’option «{NBSP}{{name}}{NBSP}» attend une valeur.",
    "Option {name!r} requires {nargs} arguments.": f"L’option «{NBSP}{{name}}{NBSP}» attend {{nargs}} valeurs.",
    "Argument {name!r} takes {nargs} values.": f"L’argument «{NBSP}{{name}}{NBSP}» attend {{nargs}} valeurs.",
    "Takes {nargs} values but 1 was given.": "{nargs} valeurs sont attendues, une seule est donnée.",
    "Takes {nargs} values but {len} were given.": "{nargs} valeurs sont attendues, {len} sont données.",
    "Value must be an iterable.": "Une liste de valeurs est attendue.",
    "Choose from:\n\t{choices}": f"Choisissez dans{NBSP}:\n\t{{choices}}",
    "Choice({choices})": "Choix({choices})",
    "{value!r} is not {choice}.": f"«{NBSP}{{value}}{NBSP}» n’est pas {{choice}}.",
    "{value!r} is not one of {choices}.": f"«{NBSP}{{value}}{NBSP}» n’est pas dans la liste{NBSP}: {{choices}}.",
    "{value} is not in the range {range}.": "{value} est hors limites ({range}).",
    "{value!r} is not a valid boolean. Recognized values: {states}": f"répondez par oui ou par non, pas «{NBSP}{{value}}{NBSP}».",
    "{value!r} is not a valid {number_type}.": f"«{NBSP}{{value}}{NBSP}» n’est pas un nombre.",
    "{value!r} is not a valid UUID.": f"«{NBSP}{{value}}{NBSP}» n’est pas un identifiant UUID.",
    "{value!r} does not match the format {format}.": f"«{NBSP}{{value}}{NBSP}» n’a pas la forme {{format}}.",
    "{value!r} does not match the formats {formats}.": f"«{NBSP}{{value}}{NBSP}» n’a aucune de ces formes{NBSP}: {{formats}}.",
    "{len_type} values are required, but {len_value} was given.": "{len_type} valeurs sont attendues, {len_value} est donnée.",
    "{len_type} values are required, but {len_value} were given.": "{len_type} valeurs sont attendues, {len_value} sont données.",
    "{name} {filename!r} does not exist.": f"«{NBSP}{{filename}}{NBSP}» n’existe pas.",
    "{name} {filename!r} is a file.": f"«{NBSP}{{filename}}{NBSP}» est un fichier, un dossier est attendu.",
    "{name} {filename!r} is a directory.": f"«{NBSP}{{filename}}{NBSP}» est un dossier, un fichier est attendu.",
    "{name} {filename!r} is not readable.": f"«{NBSP}{{filename}}{NBSP}» ne peut pas être lu.",
    "{name} {filename!r} is not writable.": f"«{NBSP}{{filename}}{NBSP}» ne peut pas être écrit.",
    "{name} {filename!r} is not executable.": f"«{NBSP}{{filename}}{NBSP}» n’est pas exécutable.",
    "Could not open file {filename!r}: {message}": f"«{NBSP}{{filename}}{NBSP}» ne s’ouvre pas{NBSP}: {{message}}",
    "Do you want to continue?": f"Continuer{THIN}?",
    "Confirm the action without prompting.": "Ne demande rien.",
    "Repeat for confirmation": "Encore une fois, pour être sûr",
    "Press any key to continue...": "Appuyez sur une touche pour continuer…",
}
"""What a user may read of click, in French. Its words to programmers stay in English."""

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")


def _speak_french() -> None:
    # click asks gettext, which would follow the reader's LANG and need compiled files: our words are always the same.
    for name in _MODULES:
        module = import_module(f"click.{name}")
        if hasattr(module, "_"):
            setattr(module, "_", lambda text: FRENCH.get(text, text))  # noqa: B010
        if hasattr(module, "ngettext"):
            setattr(module, "ngettext", lambda one, many, count: FRENCH.get(one if count < 2 else many, one))  # noqa: B010
    click.types.StringParamType.name = "texte"
    click.types.IntParamType.name = "nombre"


_speak_french()

ROOT = click.option(
    "--racine", "root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".", show_default=True,
    help="Dossier qui contient experiences/, groupes/ et content/.",
)  # fmt: skip
QUIET = click.option("--quiet", is_flag=True, help="N’écrit que les problèmes.")


class Commandes(click.Group):
    """The commands of the project: what the disk refuses ends in a French word, never in a stack trace."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # « | head » has read enough: click knows what to do.
            stop(f"{error.filename or 'Le disque'}{NBSP}: {cause(error)}. Rien n’est changé.")


def colour() -> bool:
    """Colours are for a terminal, unless its owner said no."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def stop(error: InvalidData | str) -> NoReturn:
    """Say what is wrong and end with status 1."""
    click.echo(error if isinstance(error, str) else report(error.problems, colour=colour()), err=True)
    sys.exit(1)


@contextmanager
def timed(console: Console, title: str) -> Iterator[None]:
    """Show that a long work goes on, then how long it took."""
    start = perf_counter()
    with console.status(f"{title}…"):
        yield
    console.print(f"[green]✓[/] {title} ({perf_counter() - start:.1f}{NBSP}s)")


def confirm(question: str) -> bool:
    """Ask for a yes or a no; no by default."""
    while True:
        answer = str(click.prompt(f"{question} [o/N]", default="", show_default=False, prompt_suffix=" ")).strip().lower()
        if answer in ("", "n", "non", "no"):
            return False
        if answer in ("o", "oui", "y", "yes"):
            return True
        click.echo("Répondez par o (oui) ou n (non).")
