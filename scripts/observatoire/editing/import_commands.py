"""The command that turns a spreadsheet into records."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from observatoire import loading
from observatoire.editing.changes import Changes
from observatoire.editing.correspondance import Correspondance, from_yaml, propose, to_yaml
from observatoire.editing.importation import importer as import_rows
from observatoire.editing.importation import report
from observatoire.editing.tableur import Feuille, Illisible, read
from observatoire.model import Observatoire
from observatoire.problems import NBSP, InvalidData
from observatoire.schema import COLLECTIONS, Collection
from observatoire.terminal import QUIET, ROOT, stop

_IMPORTED = [row.nom for row in COLLECTIONS.values() if not row.single]


@click.command()
@ROOT
@click.argument("tableau", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--collection", "name", type=click.Choice(_IMPORTED), required=True, help="Ce que décrit une ligne du tableau.")
@click.option("--feuille", "sheet", help="Nom de la feuille ; la première par défaut.")
@click.option(
    "--correspondance",
    "mapping",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Ce que veulent dire les colonnes et les mots ; à côté du tableau par défaut.",
)
@click.option("--essai", "dry", is_flag=True, help="Dit ce qui serait écrit, sans rien écrire.")
@QUIET
def importer(root: Path, tableau: Path, name: str, sheet: str | None, mapping: Path | None, dry: bool, quiet: bool) -> None:
    """Écrit une fiche par ligne d’un TABLEAU (.csv, .ods, .xlsx).

    La première fois, la commande propose ce que veulent dire les colonnes et les mots, dans un fichier à relire.
    Relancez-la ensuite : les lignes justes deviennent des fiches, les autres sont refusées avec la cellule à
    corriger. Aucune fiche existante n’est touchée.

    Exemple : observatoire importer projets.xlsx --collection experience
    """  # fmt: skip
    row = COLLECTIONS[name]
    try:
        observatoire = loading.load(root)
        feuille = _sheet(read(tableau), sheet)
        file = mapping or tableau.with_name(f"{tableau.stem}.correspondance.yml")
        found = _mapping(observatoire, row, feuille, file, quiet=quiet)
        if found is None:
            return
        result = import_rows(root, observatoire, row, feuille, found)
    except InvalidData as error:
        stop(error)
    except Illisible as error:
        click.echo(f"Erreur{NBSP}: {error}", err=True)
        sys.exit(1)
    if not dry:
        result.changes.apply(root)
    click.echo(report(result, feuille.nom), nl=False)
    if not quiet:
        for path in result.changes.texts:
            click.echo(path)
        if dry:
            click.echo("\nEssai : rien n’est écrit.")
    sys.exit(1 if result.refusees else 0)


def _sheet(sheets: tuple[Feuille, ...], name: str | None) -> Feuille:
    if name is None:
        return next((sheet for sheet in sheets if sheet.rangs), sheets[0])
    found = next((sheet for sheet in sheets if sheet.nom == name), None)
    if found is None:
        known = ", ".join(f"«{NBSP}{sheet.nom}{NBSP}»" for sheet in sheets)
        raise click.BadParameter(f"le tableau n’a pas de feuille «{NBSP}{name}{NBSP}». Feuilles{NBSP}: {known}.", param_hint="--feuille")
    return found


def _mapping(o: Observatoire, row: Collection, feuille: Feuille, file: Path, *, quiet: bool) -> Correspondance | None:
    """The confirmed mapping; ``None`` when one was just proposed, for a person to read again first."""
    if file.exists():
        return from_yaml(file.name, file.read_bytes(), row)
    proposition = propose(o, row, feuille)
    if proposition.sure:
        return proposition.correspondance
    Changes({file.name: to_yaml(proposition, row)}).apply(file.resolve().parent)
    if not quiet:
        count = len(proposition.a_confirmer)
        click.echo(f"La correspondance proposée est dans {file}. {count} {'ligne est' if count < 2 else 'lignes sont'} à confirmer.")
        click.echo("Relisez-la, corrigez-la, puis relancez la même commande.")
    return None


COMMANDS = (importer,)
