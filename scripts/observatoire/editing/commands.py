"""The commands that help to write records. Each shows or says what it does, and writes all or nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from observatoire import loading
from observatoire.editing import schemas as schemas_of
from observatoire.editing import seances
from observatoire.editing import tickets as tickets_of
from observatoire.editing.changes import Changes, write_bytes
from observatoire.editing.entretien import feuille as interview
from observatoire.editing.feuilles import Feuille
from observatoire.editing.fiches import fiches
from observatoire.editing.gestes import examined, identifier, unknown
from observatoire.editing.nouveau import nouveau
from observatoire.problems import NBSP, InvalidData, Problem, Severity, plural, report, typeset
from observatoire.schema import COLLECTIONS, Collection
from observatoire.schema.formatting import MeaningChanged, formatted
from observatoire.schema.groupes import Rencontre
from observatoire.sources import read
from observatoire.terminal import QUIET, ROOT, colour, stop
from observatoire.vocabulary import Vocabulaire


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
    changes, problems = _formatted(root, named(root, fichiers) if fichiers else fiches(root))
    if problems:
        click.echo(report(problems, colour=colour()), err=True)
    if not check_only:
        changes.apply(root)
    _say_formatted(changes, check_only=check_only, quiet=quiet)
    sys.exit(1 if problems or (check_only and changes) else 0)


def _say_formatted(changes: Changes, *, check_only: bool, quiet: bool) -> None:
    if quiet and not (check_only and changes):
        return
    for name in sorted(changes.texts):
        click.echo(name)
    count = len(changes.texts)
    if not changes:
        click.echo("Les fiches sont en forme.")
    elif check_only:
        click.echo(f"{plural(count, 'fiche n’est pas', 'fiches ne sont pas')} en forme. Pour y remédier{NBSP}: observatoire formater")
    else:
        click.echo(f"{plural(count, 'fiche mise', 'fiches mises')} en forme.")


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
        except MeaningChanged:
            told = (
                "La mise en forme changerait ce que dit cette fiche : elle est laissée telle quelle. Signalez-le à qui tient le logiciel."
            )
            problems.append(Problem(name, 1, 1, "Y07", Severity.ERREUR, typeset(told)))
            continue
        if new.encode() != raw:
            texts[name] = new
    return Changes(texts), problems


def named(root: Path, fichiers: Iterable[str]) -> list[tuple[Collection, str]]:
    """The records of these files. Stops with a French word when one is no record."""
    known = {name: collection for collection, name in fiches(root)}
    found = []
    for each in fichiers:
        name = Path(os.path.relpath(each, root)).as_posix()
        if name not in known:
            reason = "n’est pas une fiche" if Path(each).exists() else "n’existe pas"
            raise click.BadParameter(f"«{NBSP}{each}{NBSP}» {reason}.", param_hint="FICHIERS")
        found.append((known[name], name))
    return found


# --- schemas ---


@click.command()
@ROOT
@click.option("--verifier", "check_only", is_flag=True, help="Dit si les schémas sont à refaire, sans rien écrire.")
@click.argument("dossier", type=click.Path(file_okay=False, path_type=Path), default=schemas_of.FOLDER)
@QUIET
def schemas(root: Path, check_only: bool, dossier: Path, quiet: bool) -> None:
    """Écrit les schémas des fiches dans DOSSIER, pour les éditeurs de texte.

    Ils viennent des modèles et des listes de mots ; VS Code et les autres éditeurs en tirent l’aide à la frappe.
    Sans DOSSIER, ceux du dépôt (.vscode/schemas).

    Exemple : observatoire schemas
    """
    rendered = schemas_of.render(_vocabularies(root))
    changes = Changes({name: text for name, text in rendered.items() if _differs(dossier / name, text)})
    if check_only:
        if changes and not quiet:
            click.echo(f"Les schémas ne suivent plus les modèles ou les listes de mots. Pour les refaire{NBSP}: observatoire schemas")
        sys.exit(1 if changes else 0)
    changes.apply(dossier)
    if not quiet:
        click.echo(f"{plural(len(rendered), 'schéma')} dans {dossier}/")


def _differs(path: Path, text: str) -> bool:
    return not path.is_file() or path.read_text(encoding="utf-8") != text


def _vocabularies(root: Path) -> Mapping[str, Vocabulaire]:
    try:
        return loading.vocabularies(root)
    except InvalidData as error:
        stop(error)


# --- compte-rendu ---


@click.command("compte-rendu")
@ROOT
@click.argument("rencontre")
@QUIET
def compte_rendu(root: Path, rencontre: str, quiet: bool) -> None:
    """Prépare le compte rendu d’une RENCONTRE, à partir de son annonce.

    La fiche reçoit les membres à cocher, les échanges par thème, les enseignements à tirer des expériences annoncées.
    Ce qui est déjà écrit ne change pas. Rien ne paraît sur le site tant que le groupe n’a pas validé.

    Exemple : observatoire compte-rendu 2013-06-14-groupe-est
    """
    examination = examined(root)
    meeting = _meeting(examination, rencontre)
    if meeting.etat_compte_rendu not in ("a_venir", "brouillon"):
        stop(f"{meeting.fichier}{NBSP}: le compte rendu est déjà soumis au groupe, rien n’est changé.")
    mots = {name: tuple(found.termes) for name, found in examination.observatoire.vocabulaires.items()}
    document = examination.documents[meeting.fichier]
    text = seances.compte_rendu(examination.observatoire, meeting, document, mots)
    Changes({meeting.fichier: text}).apply(root)
    if not quiet:
        click.echo(f"{meeting.fichier}{NBSP}: le compte rendu est prêt à écrire.")
        click.echo(f"Retirez le dièse de ce que vous remplissez, puis{NBSP}: observatoire verifier {root / meeting.fichier}")


def _meeting(examination: loading.Examination, name: str) -> Rencontre:
    found = examination.observatoire.rencontres.get(identifier(name))
    if found is None:
        raise click.BadParameter(unknown(name, examination.observatoire.rencontres), param_hint="RENCONTRE")
    return found


# --- note-de-seance, entretien ---

FORM = click.option(
    "--format", "form", type=click.Choice(["pdf", "odt"]), default="pdf", show_default=True, help="PDF à imprimer, ou ODT à remplir."
)
OUTPUT = click.option(
    "--sortie", "output", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path), default=None, help="Où l’écrire."
)


@click.command("note-de-seance")
@ROOT
@click.argument("rencontre")
@FORM
@OUTPUT
@QUIET
def note_de_seance(root: Path, rencontre: str, form: str, output: Path | None, quiet: bool) -> None:
    """Écrit la feuille à emporter le jour d’une RENCONTRE.

    Le déroulé heure par heure, les membres à cocher, et la place de noter ce que dira le compte rendu.

    Exemple : observatoire note-de-seance 2013-06-14-groupe-est
    """
    examination = examined(root)
    meeting = _meeting(examination, rencontre)
    _put_sheet(seances.note(examination.observatoire, meeting), form, output or Path(f"note-{meeting.id}.{form}"), quiet=quiet)


@click.command()
@ROOT
@click.argument("type_", metavar="TYPE", type=click.Choice([row.nom for row in COLLECTIONS.values() if not row.single]))
@FORM
@OUTPUT
@QUIET
def entretien(root: Path, type_: str, form: str, output: Path | None, quiet: bool) -> None:
    """Écrit la feuille d’entretien d’un TYPE de fiche.

    Pour qui veut raconter plutôt qu’écrire : les questions de la fiche, avec la place de répondre à la main.

    Exemple : observatoire entretien experience --format odt
    """
    feuille = interview(COLLECTIONS[type_], _vocabularies(root))
    _put_sheet(feuille, form, output or Path(f"entretien-{type_}.{form}"), quiet=quiet)


def _put_sheet(feuille: Feuille, form: str, path: Path, *, quiet: bool) -> None:
    from observatoire.editing.papier import FORMES

    write_bytes(path, FORMES[form](feuille))
    if not quiet:
        click.echo(f"{path} est écrit.")


# --- issue forms ---


@click.command()
@ROOT
@click.option("--verifier", "check_only", is_flag=True, help="Dit si les questions sont à refaire, sans rien écrire.")
@QUIET
def tickets(root: Path, check_only: bool, quiet: bool) -> None:
    """Écrit les questions que GitHub et GitLab posent à qui veut raconter sans écrire de fichier.

    Elles viennent des modèles et des listes de mots.

    Exemple : observatoire tickets
    """
    rendered = tickets_of.render(_vocabularies(root))
    changes = Changes({name: text for name, text in rendered.items() if _differs(root / name, text)})
    if check_only:
        if changes and not quiet:
            click.echo(f"Les questions ne suivent plus les modèles ou les listes de mots. Pour les refaire{NBSP}: observatoire tickets")
        sys.exit(1 if changes else 0)
    changes.apply(root)
    if not quiet:
        click.echo(f"{plural(len(rendered), 'fichier')} dans .github/ et .gitlab/")


# --- form ---


@click.command("formulaire")
@ROOT
@click.option(
    "--port", default=8002, show_default=True, type=click.IntRange(0, 65535), help="Port de cette machine (0 pour un port libre)."
)
def formulaire(root: Path, port: int) -> None:
    """Ouvre le formulaire sur les fiches de cette machine, sans compte.

    Ouvrez l’adresse qu’il donne dans un navigateur. Ce qui s’enregistre est vérifié et mis en forme ; rien ne quitte
    la machine. Pour arrêter : Ctrl+C.

    Exemple : observatoire formulaire
    """
    from observatoire.editing.serveur import Serveur

    _vocabularies(root)
    try:
        server = Serveur(root.resolve(), port)
    except OSError:
        stop(f"Le port {port} est déjà pris. Essayez{NBSP}: observatoire formulaire --port {port + 1}")
    with server:
        click.echo(f"Le formulaire est ouvert à l’adresse {server.adresse}. Pour arrêter{NBSP}: Ctrl+C.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("")


COMMANDS = (formater, schemas, nouveau, compte_rendu, note_de_seance, entretien, tickets, formulaire)
