"""The commands that change what is written: each shows the difference, asks, then writes all or nothing."""

from __future__ import annotations

import os
import sys
import textwrap
from pathlib import Path

import click

from observatoire import depot, loading
from observatoire.editing.changes import Changes
from observatoire.editing.corrections import corrections
from observatoire.editing.gestes import examined, identifier, unknown
from observatoire.editing.renommage import Refuse, renamed
from observatoire.editing.retrait import withdrawn
from observatoire.problems import NBSP, THIN, InvalidData, plural, report, typeset
from observatoire.schema import COLLECTIONS
from observatoire.schema.acteurs import Personne
from observatoire.schema.common import Record
from observatoire.terminal import QUIET, ROOT, colour, confirm, stop

YES = click.option("--oui", "yes", is_flag=True, help="Écrit sans demander.")


@click.command()
@ROOT
@YES
@click.argument("fichiers", nargs=-1, type=click.Path())
@QUIET
def corriger(root: Path, yes: bool, fichiers: tuple[str, ...], quiet: bool) -> None:
    """Corrige ce qui se corrige sans rien deviner ni perdre.

    Guillemets oubliés, dates et heures à la française, mots de liste en toutes lettres, espaces cachées…
    Montre la différence, puis demande. Le reste est à corriger avec observatoire verifier.

    Exemple : observatoire corriger experiences/fph-roubaix.yml
    """
    only = frozenset(_relative(root, name) for name in fichiers)
    if lost := [name for name in fichiers if not Path(name).exists()]:
        raise click.BadParameter(f"«{NBSP}{lost[0]}{NBSP}» n’existe pas.", param_hint="FICHIERS")
    try:
        found = corrections(root, only)
    except InvalidData as error:
        stop(error)
    left = f" Il reste {plural(found.left, 'erreur')}{NBSP}: observatoire verifier" if found.left else ""
    if not found.changes:
        _say(f"Rien à corriger sans vous.{left}", quiet=quiet)
        sys.exit(1 if found.left else 0)
    told = plural(len(found.mended), "correction")
    _settle(root, found.changes, f"Écrire {told}{THIN}?", yes=yes, quiet=quiet)
    _say(f"{told} dans {plural(len(found.changes.texts), 'fichier')}.{left}", quiet=quiet)
    sys.exit(1 if found.left else 0)


@click.command()
@ROOT
@YES
@click.argument("ancien")
@click.argument("nouveau")
@QUIET
def renommer(root: Path, yes: bool, ancien: str, nouveau: str, quiet: bool) -> None:
    """Donne à la fiche ANCIEN le nom NOUVEAU, partout où elle est citée.

    L’ancienne adresse du site mènera à la nouvelle. Tout est écrit, ou rien.

    Exemple : observatoire renommer experiences/fph-roubaix.yml fonds-de-participation-de-roubaix
    """
    record = _record(examined(root), ancien)
    try:
        changes = renamed(root, record, identifier(nouveau))
    except Refuse as error:
        if error.problems:
            click.echo(report(error.problems, colour=colour()), err=True)
        stop(str(error))
    others = len(changes.texts) - 2
    cited = f", citée dans {plural(others, 'autre fiche', 'autres fiches')}" if others else ""
    new = f"{COLLECTIONS[record.collection].folder}/{identifier(nouveau)}.yml"
    _settle(root, changes, f"Renommer cette fiche{cited}{THIN}?", yes=yes, quiet=quiet)
    _say(f"{record.fichier} s’appelle {new}{cited}.", quiet=quiet)


@click.command("retirer-personne")
@ROOT
@YES
@click.argument("personne")
@QUIET
def retirer_personne(root: Path, yes: bool, personne: str, quiet: bool) -> None:
    """Retire une PERSONNE de toutes les fiches.

    Sa fiche s’en va, avec chaque renvoi ; ses paroles deviennent anonymes ; son nom est ôté des textes.
    Dit ce que l’historique de git garde encore, et comment l’effacer.

    Exemple : observatoire retirer-personne membre-est-03
    """
    examination = examined(root)
    person = examination.observatoire.personnes.get(identifier(personne))
    if person is None:
        raise click.BadParameter(unknown(personne, examination.observatoire.personnes), param_hint="PERSONNE")
    try:
        found = withdrawn(root, person)
    except Refuse as error:
        stop(str(error))
    _settle(root, found.changes, f"Retirer cette personne de {plural(len(found.changes.texts), 'fichier')}{THIN}?", yes=yes, quiet=quiet)
    _say(f"{person.fichier} est retirée, ainsi que ce qui la citait.", quiet=quiet)
    for title, spots in (
        ("Relisez ces phrases, où « (…) » remplace le nom :", found.a_relire),
        ("Voyez si c’est d’elle que l’on parle ici, et ôtez-le à la main :", found.reste),
    ):
        if spots:
            click.echo("\n".join([typeset(title), *(f"  {file}:{line}" for file, line in spots)]))
    if found.erreurs:
        click.echo(report(found.erreurs, colour=colour()), err=True)
    _say(_memory(root, person), quiet=quiet)
    sys.exit(1 if found.erreurs else 0)


def _memory(root: Path, person: Personne) -> str:
    """What git still holds, and how to have it forgotten."""
    kept = depot.traces(root, (person.id, person.nom_affiche))
    if kept is None:
        return typeset("Ce dossier n’a pas d’historique git : rien d’autre n’est gardé ici. Pensez aux copies et au site déjà publié.")
    told = f"""
        L’historique garde ce nom dans {plural(kept.enregistrements, "enregistrement")}, du {kept.premier} au {kept.dernier}, et quiconque a copié le dépôt aussi.
        Si la personne le demande, qui administre le dépôt l’efface ainsi, après une sauvegarde :

          git filter-repo --invert-paths --path {person.fichier}
          git filter-repo --replace-text noms.txt

        où noms.txt contient une ligne par forme du nom : « {person.nom_affiche}==>(…) », puis « {person.id}==>anonyme ». Puis envoyez de force toutes les branches et
        les étiquettes, demandez à la forge de vider ses caches et ses demandes de fusion, prévenez qui a une copie, refaites le site et le livret."""
    return typeset(textwrap.dedent(told))


def _record(examination: loading.Examination, name: str) -> Record:
    """The record that a path or an identifier names. Stops in French when there is none, or more than one."""
    found = [
        record for records in examination.observatoire.records.values() for record in records.values() if record.id == identifier(name)
    ]
    if "/" in name:
        found = [record for record in found if name.endswith(record.fichier) or record.fichier.endswith(name)]
    if len(found) == 1:
        return found[0]
    if found:
        told = " ou ".join(record.fichier for record in found)
        raise click.BadParameter(f"plusieurs fiches portent ce nom. Dites laquelle{NBSP}: {told}", param_hint="ANCIEN")
    known = [key for records in examination.observatoire.records.values() for key in records]
    raise click.BadParameter(unknown(name, known), param_hint="ANCIEN")


def _settle(root: Path, changes: Changes, question: str, *, yes: bool, quiet: bool) -> None:
    """Show what would change and ask; stop when the answer is no, or when nobody can answer."""
    if not quiet:
        click.echo(_coloured(changes.diff(root)))
    if not yes and not sys.stdin.isatty():
        stop("Rien n’est écrit. Pour écrire ces changements, ajoutez --oui.")
    if not yes and not confirm(question):
        raise click.Abort
    changes.apply(root)


def _coloured(diff: str) -> str:
    shades = {"+": "green", "-": "red", "@": "cyan"}
    return "\n".join(click.style(line, fg=shades[line[0]]) if colour() and line[:1] in shades else line for line in diff.splitlines())


def _relative(root: Path, name: str) -> str:
    return Path(os.path.relpath(name, root)).as_posix()


def _say(text: str, *, quiet: bool) -> None:
    if not quiet:
        click.echo(text)


COMMANDS = (corriger, renommer, retirer_personne)
