"""The command line: ``observatoire verifier | site | pages | …``.

Exit status: 0 all is well, 1 the data has errors, 2 the command was mistyped. A contributor's
mistake never ends in a stack trace.
"""

from __future__ import annotations

import datetime
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from observatoire import depot, loading
from observatoire.dates import PartialDate
from observatoire.editing import change_commands, import_commands
from observatoire.editing import commands as editing
from observatoire.editing.changes import Changes
from observatoire.livret import commands as livret_commands
from observatoire.model import Observatoire
from observatoire.problems import FORMATS, NBSP, InvalidData, Problem, Severity, blocking, plural, report, summary
from observatoire.terminal import QUIET, ROOT, Commandes, colour, stop, timed


@click.group(cls=Commandes, context_settings={"help_option_names": ["-h", "--help"]}, subcommand_metavar="COMMANDE [ARGUMENTS]…")
@click.version_option(package_name="observatoire")
def main() -> None:
    """Observatoire de la démocratie participative : vérifie les fiches, bâtit le site.

    Exemple : observatoire verifier
    """


@main.command()
@ROOT
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="texte", show_default=True, help="Forme du rapport.")
@click.option("--strict", is_flag=True, help="Les avertissements bloquent aussi.")
@click.option("--livret", is_flag=True, help="Demande aussi ce que le livret exige.")
@click.option("--tout", is_flag=True, help="Montre aussi les conseils et l’état d’avancement des fiches.")
@click.option(
    "--depuis", metavar="REF", help="Ne montre que ce qui a changé depuis cette branche, cette étiquette ou cet enregistrement de git."
)
@click.argument("fichiers", nargs=-1, type=click.Path())
@QUIET
def verifier(
    root: Path, format_: str, strict: bool, livret: bool, tout: bool, depuis: str | None, fichiers: tuple[str, ...], quiet: bool
) -> None:
    """Vérifie les fiches et dit quoi corriger, où, et la ligne à coller.

    Nommez des FICHIERS pour ne voir que ce qui les concerne, conseils compris.
    Avec --depuis, ce sont les fichiers changés, et les erreurs que ce changement fait ailleurs.

    Exemple : observatoire verifier experiences/fph-roubaix.yml
    """
    examination = _examine(root, livret=livret)
    if lost := [name for name in fichiers if not Path(name).exists()]:
        raise click.BadParameter(f"ce fichier n’existe pas{NBSP}: {', '.join(lost)}", param_hint="FICHIERS")
    named = {Path(os.path.relpath(name, root)).as_posix() for name in fichiers}
    problems = [p for p in examination.problems if not named or p.file in named]
    if depuis is not None:
        named |= _changed_since(root, depuis)
        problems = [p for p in examination.problems if p.file in named or p.severity is Severity.ERREUR]
    stopping = blocking(problems, strict=strict)
    shown = (
        problems
        if tout or named or depuis is not None or format_ != "texte"
        else [p for p in problems if p.severity in (Severity.ERREUR, Severity.AVERTISSEMENT)]
    )
    if format_ != "texte":
        click.echo(report(problems, format_))
    else:
        if shown or not quiet:
            click.echo(report(shown, colour=colour()).rsplit("\n", 1)[0] if shown else "", nl=bool(shown))
        if not quiet:
            _say_summary(examination, problems, shown=len(shown), changed=None if depuis is None else len(named))
    sys.exit(1 if stopping else 0)


def _changed_since(root: Path, reference: str) -> frozenset[str]:
    try:
        return depot.changed_since(root, reference)
    except depot.NoSuchVersion as error:
        raise click.BadParameter(str(error), param_hint="--depuis") from None


def _say_summary(examination: loading.Examination, problems: list[Problem], *, shown: int, changed: int | None) -> None:
    count = sum(len(records) for records in examination.observatoire.records.values())
    read = plural(count, "fiche lue", "fiches lues") if changed is None else plural(changed, "fichier changé", "fichiers changés")
    click.echo(f"{read}. {summary(problems)}")
    if shown < len(problems):
        click.echo(f"Pour voir aussi les conseils{NBSP}: observatoire verifier --tout")


def _examine(root: Path, *, livret: bool = False) -> loading.Examination:
    try:
        return loading.examine(root, livret=livret)
    except InvalidData as error:
        stop(error)


@main.command()
@ROOT
@click.option("--config", "config_file", type=click.Path(path_type=Path), default=None, help="Autre fichier que mkdocs.yml.")
@click.option(
    "--sortie", "output", type=click.Path(file_okay=False, path_type=Path), default=None, help="Dossier du site (site/ par défaut)."
)
@QUIET
def site(root: Path, config_file: Path | None, output: Path | None, quiet: bool) -> None:
    """Vérifie les fiches puis bâtit le site, d’un seul geste.

    Le site précédent reste en place tant que le nouveau n’est pas entier.

    Exemple : observatoire site
    """
    from observatoire import construction

    config_path = config_file or root / "mkdocs.yml"
    target = output or config_path.parent / "site"
    console = Console(stderr=True, quiet=quiet, highlight=False)
    try:
        with timed(console, "Vérification des fiches"):
            loading.load(root)
        with timed(console, "Pages, données et site"), _beside(target, ("404.html", "sitemap.xml")) as folder:
            construction.build(config_path, folder)
    except InvalidData as error:
        stop(error)
    except (construction.BuildFailed, FileExistsError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    pages = sum(1 for _ in target.rglob("*.html"))
    if not quiet:
        click.echo(f"{plural(pages, 'page')} dans {target}/")


@main.command()
@ROOT
@click.argument("dossier", type=click.Path(file_okay=False, path_type=Path))
@QUIET
def pages(root: Path, dossier: Path, quiet: bool) -> None:
    """Écrit le Markdown, les données et une configuration dans DOSSIER.

    Un autre générateur de la même famille (MkDocs, Zensical) peut en bâtir le site.

    Exemple : observatoire pages sortie && cd sortie && zensical build
    """
    from observatoire import construction

    console = Console(stderr=True, quiet=quiet, highlight=False)
    try:
        with timed(console, "Pages et données"), _beside(dossier, ("mkdocs.yml", "docs")) as folder:
            count = construction.write_pages(root, loading.load(root), folder)
    except InvalidData as error:
        stop(error)
    except FileExistsError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    if not quiet:
        click.echo(f"{plural(count, 'page')} dans {dossier}/")


@main.command()
@ROOT
@click.option("--forum", "forum_id", help="Identifiant du Forum visé ; le dernier par défaut.")
@click.option("--date", "day", help="Jour du bilan, AAAA-MM-JJ ; aujourd’hui par défaut.")
@click.option(
    "--html",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    default="bilan.html",
    show_default=True,
    help="Fichier où écrire le bilan entier, hors du site.",
)
@click.option("--tout", is_flag=True, help="Montre ici toutes les lignes.")
@QUIET
def bilan(root: Path, forum_id: str | None, day: str | None, file: Path, tout: bool, quiet: bool) -> None:
    """Dit ce qui manque avant le Forum, et quel fichier ouvrir. Document privé.

    La présence de chacun n’est dite qu’ici : ne publiez ni cet écran ni ce fichier.

    Exemple : observatoire bilan --date 2014-03-01 --html bilan-mars.html
    """  # fmt: skip
    from observatoire import bilan as bilans
    from observatoire.bilan import rapport

    observatoire = _load(root)
    if forum_id and forum_id not in observatoire.forums:
        known = ", ".join(observatoire.forums) or "aucun"
        raise click.BadParameter(f"ce Forum n’existe pas{NBSP}: {forum_id}. Forums connus{NBSP}: {known}.", param_hint="--forum")
    found = bilans.compute(observatoire, _day(day), observatoire.forums[forum_id] if forum_id else None)
    if any((folder / "sitemap.xml").exists() for folder in file.resolve().parents):
        raise click.BadParameter(
            f"«{NBSP}{file}{NBSP}» est dans un site publié, et le bilan est privé. Choisissez un autre dossier.", param_hint="--html"
        )
    Changes({file.name: rapport.html(found)}).apply(file.parent)
    if not quiet:
        Console(highlight=False).print(rapport.terminal(found, entier=tout))
        click.echo(f"\nLe bilan entier est dans {file}. Il est privé{NBSP}: ne le publiez pas.")


def _day(text: str | None) -> PartialDate:
    if text is None:
        today = datetime.date.today()
        return PartialDate(today.year, today.month, today.day)
    try:
        day = PartialDate.parse(text)
    except ValueError:
        day = None
    if day is None or day.jour is None:
        raise click.BadParameter(f"«{NBSP}{text}{NBSP}» n’est pas un jour. Écrivez AAAA-MM-JJ{NBSP}: 2014-03-01.", param_hint="--date")
    return day


def _load(root: Path) -> Observatoire:
    try:
        return loading.load(root)
    except InvalidData as error:
        stop(error)


@main.command()
@ROOT
@click.argument("ref")
@click.option("--site", "live", default="", help="Adresse du site tel qu’il est, pour mener aux pages d’avant.")
@click.option("--apercu", "preview", default="", help="Adresse de l’aperçu du site tel qu’il serait.")
@click.option("--fichiers", "files", default="", help="Début de l’adresse d’un fichier sur la forge, jusqu’à la branche comprise.")
@click.option("--sortie", "file", type=click.Path(dir_okay=False, path_type=Path), help="Fichier où écrire, plutôt qu’à l’écran.")
def relire(root: Path, ref: str, live: str, preview: str, files: str, file: Path | None) -> None:
    """Relit ce qui change depuis REF et l’écrit comme un commentaire de demande de fusion.

    Ce qui va bien, ce qui est à corriger avec la ligne à coller, les pages qui changent, les questions
    à se poser ensuite. REF est une branche ou un commit : la comparaison part de ce qu’ils ont en commun.

    Exemple : observatoire relire origin/main --sortie relecture.md
    """
    from observatoire import relecture

    links = relecture.Liens(live, preview, f"{files.rstrip('/')}/" if files else "")
    try:
        with depot.at(root, depot.common_ancestor(root, ref)) as before:
            told = relecture.comment(relecture.compare(before, root), links)
    except depot.NoSuchVersion as error:
        raise click.BadParameter(str(error), param_hint="REF") from None
    except InvalidData as error:
        stop(error)
    if file:
        Changes({file.name: told}).apply(file.parent)
    else:
        click.echo(told, nl=False)


@main.command()
@click.option("--adresse", default="127.0.0.1:8000", show_default=True, help="Adresse et port où servir l’aperçu.")
@click.option(
    "--config",
    "config_file",
    type=click.Path(exists=True, path_type=Path),
    default="mkdocs.yml",
    show_default=True,
    help="Le fichier de configuration du site.",
)
def apercu(adresse: str, config_file: Path) -> None:
    """Montre le site et le refait à chaque changement, sur cette machine.

    Une erreur s’affiche ici et en tête de page ; la dernière version valide reste lisible.

    Exemple : observatoire apercu
    """
    from observatoire import construction

    click.echo(f"Dans quelques secondes{NBSP}: http://{adresse}/ (Ctrl+C pour arrêter)")
    try:
        construction.serve(config_file, adresse)
    except construction.BuildFailed as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@contextmanager
def _beside(target: Path, ours: tuple[str, ...]) -> Iterator[Path]:
    """A folder beside ``target``, put in its place when the block ends well; ``target`` untouched otherwise.

    Raises ``FileExistsError``, in French, when ``target`` holds something and not ``ours``, the files that an
    earlier run left there: a name typed wrong must not cost a folder.
    """
    target = target.resolve()
    if target.exists() and not (target.is_dir() and (not any(target.iterdir()) or all((target / name).exists() for name in ours))):
        raise FileExistsError(f"«{NBSP}{target}{NBSP}» existe déjà et contient autre chose. Choisissez un autre dossier, ou videz-le.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as parent:
        fresh = Path(parent, "nouveau")
        fresh.mkdir()
        yield fresh
        if target.exists():
            target.rename(Path(parent, "ancien"))
        fresh.rename(target)


for command in (*editing.COMMANDS, *change_commands.COMMANDS, *import_commands.COMMANDS, *livret_commands.COMMANDS):
    main.add_command(command)

if __name__ == "__main__":
    main()
