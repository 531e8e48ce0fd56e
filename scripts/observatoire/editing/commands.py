"""The commands that help to write records. Each shows or says what it does, and writes all or nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from observatoire.editing.changes import Changes
from observatoire.editing.formatting import formatted
from observatoire.problems import NBSP, InvalidData, Problem, plural, report
from observatoire.schema import COLLECTIONS, Collection
from observatoire.sources import read
from observatoire.terminal import QUIET, ROOT, colour


@click.command()
@ROOT
@click.option("--verifier", "check_only", is_flag=True, help="Dit ce qui changerait, sans rien écrire.")
@click.argument("fichiers", nargs=-1, type=click.Path())
@QUIET
def formater(root: Path, check_only: bool, fichiers: tuple[str, ...], quiet: bool) -> None:
    """Met les fiches en forme, sans rien changer à ce qu’elles disent.

    L’ordre des champs, les décalages, les guillemets et les retours à la ligne deviennent les mêmes partout.
    Les commentaires restent. Sans FICHIERS, toutes les fiches.

    Exemple : observatoire formater experiences/fph-roubaix.yml
    """
    changes, problems = _formatted(root, named(root, fichiers) if fichiers else records(root))
    if problems:
        click.echo(report(problems, colour=colour()), err=True)
    if not check_only:
        changes.apply(root)
    _say_formatted(changes, check_only=check_only, quiet=quiet)
    sys.exit(1 if problems or (check_only and changes) else 0)


def _say_formatted(changes: Changes, *, check_only: bool, quiet: bool) -> None:
    if quiet and not check_only:
        return
    for name in sorted(changes.texts):
        click.echo(name)
    if not changes:
        click.echo("Toutes les fiches sont en forme.", nl=not quiet) if not quiet else None
    elif check_only:
        count = plural(len(changes.texts), "fiche n’est pas en forme", "fiches ne sont pas en forme")
        click.echo(f"{count}. Pour les mettre en forme{NBSP}: observatoire formater")
    else:
        click.echo(plural(len(changes.texts), "fiche mise en forme.", "fiches mises en forme."))


def _formatted(root: Path, files: Iterable[tuple[Collection, str]]) -> tuple[Changes, list[Problem]]:
    texts: dict[str, str | None] = {}
    problems: list[Problem] = []
    for collection, name in files:
        raw = (root / name).read_bytes()
        try:
            document = read(name, raw)
            new = formatted(collection.model, document) if isinstance(document.data, dict) else document.text
        except InvalidData as error:
            problems += error.problems
            continue
        if new.encode() != raw:
            texts[name] = new
    return Changes(texts), problems


def records(root: Path) -> Iterator[tuple[Collection, str]]:
    """Files of records below ``root``, in the order of their collections then names."""
    for collection in COLLECTIONS.values():
        paths = [root / collection.folder] if collection.single else sorted((root / collection.folder).glob("*.yml"))
        yield from ((collection, path.relative_to(root).as_posix()) for path in paths if path.is_file() and not path.is_symlink())


def named(root: Path, fichiers: Iterable[str]) -> list[tuple[Collection, str]]:
    """The records of these files. Stops with a French word when one is no record."""
    known = {name: collection for collection, name in records(root)}
    found = []
    for each in fichiers:
        name = Path(os.path.relpath(each, root)).as_posix()
        if name not in known:
            reason = "n’est pas une fiche" if Path(each).exists() else "n’existe pas"
            raise click.BadParameter(f"«{NBSP}{each}{NBSP}» {reason}.", param_hint="FICHIERS")
        found.append((known[name], name))
    return found


COMMANDS = (formater,)
