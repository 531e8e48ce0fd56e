"""``observatoire nouveau TYPE``: asks what a record of the least needs, and writes a draft with its guide."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from observatoire import loading
from observatoire.dates import PartialDate
from observatoire.editing import seances
from observatoire.editing.changes import Changes
from observatoire.editing.creation import Demande, Lecture, Refus, data_of, demandes, file_name, missing, twins
from observatoire.model import Observatoire
from observatoire.problems import NBSP, THIN, InvalidData, plural, report
from observatoire.schema import COLLECTIONS, Collection
from observatoire.schema.common import Term
from observatoire.schema.gabarits import MANY, Mots, rempli
from observatoire.terminal import QUIET, ROOT, colour, confirm, stop

Reponses = dict[tuple[str, ...], Any]


@click.group(subcommand_metavar="TYPE [TITRE] [OPTIONS]")
def nouveau() -> None:
    """Écrit une nouvelle fiche, en demandant le nécessaire.

    Dans un terminal, chaque question est posée ; une réponse vide la laisse pour plus tard.
    Sinon, les réponses se donnent en options. Rien n’est jamais écrasé.

    Exemple : observatoire nouveau experience "Conseil citoyen de Wattrelos"
    """


def _command(row: Collection) -> click.Command:
    asked = demandes(row)

    def run(root: Path, titre: str | None, fichier: str | None, complet: bool, quiet: bool, **options: str | None) -> None:
        given = {demande: options[_parameter(demande)] for demande in asked[1:]}
        _Creation(row, root, complet=complet, quiet=quiet).run({asked[0]: titre} | given, fichier)

    run.__doc__ = f"""Nouvelle fiche : {row.un}.

    Exemple : {_example(row)}
    """
    # The last one declared is the first one shown.
    command: Callable[..., Any] = ROOT(QUIET(run))
    command = click.option("--complet", is_flag=True, help="Montre tous les champs, pas seulement ceux d’une fiche complète.")(command)
    command = click.option("--fichier", metavar="NOM", help="Nom du fichier, s’il ne convient pas de le tirer du titre.")(command)
    for demande in reversed(asked[1:]):
        names = [demande.option, "--groupe"] if demande.path == ("groupes",) else [demande.option]
        told = " ".join(filter(None, [demande.question, demande.aide]))
        command = click.option(*names, _parameter(demande), metavar="…", help=told)(command)
    return click.command(row.nom)(click.argument("titre", required=False)(command))


def _parameter(demande: Demande) -> str:
    return "champ_" + "_".join(demande.path)


def _example(row: Collection) -> str:
    if row.nom == "rencontre":
        return "observatoire nouveau rencontre --groupe est"
    return f'observatoire nouveau {row.nom} "Un titre"'


class _Creation:
    """One record on its way to the disk."""

    def __init__(self, row: Collection, root: Path, *, complet: bool, quiet: bool) -> None:
        self.row = row
        self.root = root
        self.complet = complet
        self.quiet = quiet
        self.asks = sys.stdin.isatty() and not quiet
        try:
            self.observatoire: Observatoire = loading.examine(root).observatoire
        except InvalidData as error:
            stop(error)
        self.lecture = Lecture(self.observatoire)
        self.mots: Mots = {name: tuple(found.termes) for name, found in self.observatoire.vocabulaires.items()}

    def run(self, given: dict[Demande, str | None], fichier: str | None) -> None:
        answers = {demande.path: self._understood(demande, text) for demande, text in given.items() if text}
        cadre = self._cadre(answers)
        if title := answers.get((self.row.model.titre_champ,)):
            self._warn_of_twins(title)
        if self.asks and (left := [demande for demande in given if demande.path not in answers]):
            self._ask_all(left, answers, cadre.data)
        cadre = self._cadre(answers)
        answers = {(name,): value for name, value in cadre.data.items()} | answers
        if lacking := missing(self.row, answers):
            raise click.UsageError(_lacking(lacking))
        data = data_of(self.row, answers)
        self._write(self._name(fichier, data), data, cadre.endormis)

    def _understood(self, demande: Demande, text: str) -> Any:
        try:
            return self.lecture.understand(demande, text)
        except Refus as error:
            raise click.BadParameter(str(error), param_hint="TITRE" if self._is_title(demande) else demande.option) from None

    def _is_title(self, demande: Demande) -> bool:
        return demande.path == (self.row.model.titre_champ,)

    def _cadre(self, answers: Reponses) -> seances.Cadre:
        groups = answers.get(("groupes",), [])
        if self.row.nom == "rencontre" and len(groups) == 1:
            date = answers.get(("date",))
            return seances.cadre(self.observatoire, self.observatoire.groupes[groups[0]], PartialDate.parse(str(date)) if date else None)
        return seances.Cadre({}, {})

    def _warn_of_twins(self, title: str) -> None:
        found = twins(self.observatoire, self.row, title)
        for record in found:
            click.echo(_wrapped(f"Une fiche porte presque ce titre{NBSP}: {record.fichier} («{NBSP}{record.libelle}{NBSP}»)."), err=True)
        if found and self.asks and not confirm(f"Est-ce autre chose, et faut-il continuer{THIN}?"):
            raise click.Abort

    # --- Asking ---

    def _ask_all(self, asked: list[Demande], answers: Reponses, proposed: dict[str, Any]) -> None:
        _say(f"{plural(len(asked), 'question')}. Entrée seule passe à la suivante{THIN}; Ctrl-C arrête tout, sans rien écrire.")
        for demande in asked:
            words = self._words(demande)
            _put(demande, words)
            value = self._answer(demande, words, proposed.get(demande.path[0]) if len(demande.path) == 1 else None)
            if value is not None:
                answers[demande.path] = value
                if self._is_title(demande):
                    self._warn_of_twins(value)

    def _answer(self, demande: Demande, words: dict[str, str], proposed: Any) -> Any:
        """What is answered, ``None`` when nothing is."""
        while True:
            text = _prompt(proposed)
            if not text and (proposed is not None or not demande.obligatoire):
                return None
            if not text:
                _say("Il faut une réponse ici.")
                continue
            found = [self._element(demande, words, part) for part in self.lecture.parts(demande, text)]
            kept = [value for value in found if value is not None]
            try:
                if kept:
                    return self.lecture.checked(demande, kept if demande.slot.many else kept[0])
            except Refus as error:
                _say(str(error))

    def _element(self, demande: Demande, words: dict[str, str], part: str) -> Any:
        """What one answer means, asked again as long as it is not understood; ``None`` when it is given up."""
        choices = list(words) if len(words) <= MANY else []
        while part:
            if part.isdigit() and 0 < int(part) <= len(choices):
                part = choices[int(part) - 1]
            try:
                return self.lecture.element(demande, part)
            except Refus as error:
                _say(error.args[0])
                choices = list(error.proposals)
                _enumerate(error.proposals)
                _say(f"{'Un numéro, ou une' if choices else 'Une'} autre réponse{THIN}; Entrée pour s’en passer.")
                part = _prompt(None)
        return None

    def _words(self, demande: Demande) -> dict[str, str]:
        """Words to choose from, with their label; none when the answer is free."""
        names = [name for marker in demande.slot.markers if isinstance(marker, Term) for name in marker.vocabulaires]
        return {key: terme.libelle for name in names for key, terme in self.observatoire.vocabulaires[name].termes.items()}

    def _name(self, fichier: str | None, data: dict[str, Any]) -> str:
        proposed = fichier or file_name(self.row, data, {path.name for path in (self.root / self.row.folder).glob("*.yml")})
        if self.asks and not fichier:
            click.echo()
            _say("Nom du fichier, qui fera l’adresse de la page.")
            proposed = _prompt(proposed) or proposed
        return proposed if proposed.endswith(".yml") else f"{proposed}.yml"

    # --- Writing ---

    def _write(self, name: str, data: dict[str, Any], endormis: dict[str, Any]) -> None:
        file = f"{self.row.folder}/{name}"
        if (self.root / file).exists():
            stop(f"{file} existe déjà{NBSP}: rien n’est écrit. Choisissez un autre nom avec --fichier.")
        text = rempli(self.row, self.mots, data, endormis, tout=self.complet)
        problems = loading.errors_brought(self.root, {file: text})
        if wrong := [problem for problem in problems if problem.file == file]:
            click.echo(report(wrong, colour=colour()), err=True)
            stop(f"Rien n’est écrit{NBSP}: changez ces réponses.")
        Changes({file: text}).apply(self.root)
        if not self.quiet:
            click.echo(f"{file} est écrit.")
            click.echo(f"Complétez-le, puis{NBSP}: observatoire verifier {self.root / file}")
        if problems:
            click.echo(f"\nCette fiche en dérange d’autres, à corriger ensuite{NBSP}:\n\n{report(problems, colour=colour())}", err=True)
            sys.exit(1)


# --- Words on the screen ---


def _put(demande: Demande, words: dict[str, str]) -> None:
    """A question, how to answer it, and the words to choose from when they are few."""
    click.echo()
    click.secho(_wrapped(demande.question), bold=True)
    nearest = f"Les plus proches des {len(words)} mots de la liste sont proposés." if len(words) > MANY else ""
    _say(" ".join(filter(None, [demande.aide if words else "", demande.conseil, nearest])))
    if len(words) <= MANY:
        _enumerate(words)


def _prompt(proposed: Any) -> str:
    """What is typed; ``proposed`` is what Enter alone takes."""
    shown = ", ".join(map(str, proposed)) if isinstance(proposed, list) else str(proposed or "")
    return str(click.prompt(f"[{shown}] >" if shown else ">", default="", show_default=False, prompt_suffix=" ")).strip()


def _enumerate(labels: Mapping[str, str]) -> None:
    for n, label in enumerate(labels.values(), 1):
        click.echo(f"{n:>3}. {label}")


def _wrapped(text: str) -> str:
    return textwrap.fill(text, min(shutil.get_terminal_size().columns, 100), break_long_words=False, break_on_hyphens=False)


def _say(text: str) -> None:
    if text:
        click.echo(_wrapped(text))


def _lacking(lacking: tuple[Demande, ...]) -> str:
    told = "\n".join(f"  {demande.option}  {demande.question}" for demande in lacking)
    return f"il manque{NBSP}:\n{told}"


for _row in COLLECTIONS.values():
    if not _row.single:
        nouveau.add_command(_command(_row))
