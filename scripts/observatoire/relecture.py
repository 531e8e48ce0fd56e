"""One comment in plain French on a proposal: what is well, what to mend, which pages change, what to ask next.

Two folders are compared, the observatory as it stands and as it would be. A file in error does not hide
the rest: its former version, or its absence, stands in for it while the pages are computed.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from html import escape
from pathlib import Path

from observatoire import loading, pages
from observatoire.model import Observatoire
from observatoire.pages.rendu import Page, address
from observatoire.problems import NBSP, THIN, InvalidData, Mend, Problem, Severity, blocking, plural
from observatoire.rules.statut import answered, questions
from observatoire.schema import COLLECTIONS
from observatoire.schema.common import Fiche
from observatoire.schema.formatting import MeaningChanged, formatted

MARQUE = "<!-- relecture-de-l-observatoire -->"
"""First line of the comment: by it, the next one takes the place of the last."""
_PAGES_SHOWN = 12
_RESHAPED_SHOWN = 3
_STEPS_SHOWN = 6


class Nature(StrEnum):
    """What happens to a record or a page."""

    NOUVELLE = "nouvelle"
    MODIFIEE = "modifiée"
    RETIREE = "retirée"


@dataclass(frozen=True)
class FicheRelue:
    """A record that the proposal touches."""

    fichier: str
    titre: str
    """Its file name when it cannot be read."""
    nature: Nature
    avant: tuple[int, int] | None
    """Questions of a complete record that it answered, and how many there are; ``None`` when it did not exist or could not be read."""
    apres: tuple[int, int] | None
    questions: tuple[str, ...]
    """What to ask next, three at most."""


@dataclass(frozen=True)
class PageChangee:
    """A page of the site that is not the same any more."""

    titre: str
    adresse: str
    """From the root of the site: ``experiences/fph-roubaix/``."""
    nature: Nature
    source: str | None
    """The record it shows, when it shows one."""
    rubrique: str
    """Title of the page that opens its folder."""
    recomptee: bool = False
    """It shows no record of the proposal for itself, and numbers alone change there: how many there are of each kind."""


@dataclass(frozen=True)
class Relecture:
    """What there is to say of a proposal."""

    fiches: tuple[FicheRelue, ...]
    """By file."""
    autres: tuple[str, ...]
    """Other files that change, by path."""
    problemes: tuple[Problem, ...]
    """Of the files that change, and what the change broke elsewhere; sorted by place."""
    pages: tuple[PageChangee, ...]
    """Those of the records first, then by address."""
    ecartees: tuple[str, ...]
    """Files in error, left out of the pages."""
    remises_en_forme: Mapping[str, tuple[str, str]]
    """Records that are right but not in the one form of records: their text, and the same in that form; by file."""

    @property
    def bloquants(self) -> list[Problem]:
        return blocking(self.problemes)


@dataclass(frozen=True)
class Liens:
    """Where a comment may lead; ``""`` for what has no address."""

    site: str = ""
    """The site as it stands."""
    apercu: str = ""
    """The site as it would be."""
    fichiers: str = ""
    """Prefix of the address of a file as it would be: ``https://forge/compte/depot/blob/branche/``."""


def compare(before: Path, after: Path) -> Relecture:
    """Read again the observatory ``after``, a change of ``before``. Neither folder is touched.

    Raises ``InvalidData`` when ``before`` is not valid, or ``after`` is no observatory.
    """
    old, new = loading.examine(before), loading.examine(after)
    if stopping := blocking(old.problems):
        raise InvalidData(stopping)
    changed = _changed(before, after)
    known = {(p.file, p.code, p.message) for p in old.problems}
    problems = [
        p for p in new.problems if p.file in changed or (p.severity is Severity.ERREUR and (p.file, p.code, p.message) not in known)
    ]
    kept, left_out = _valid_part(before, after) if blocking(new.problems) else (new.observatoire, [])
    found = _pages(pages.render(old.observatoire), pages.render(kept), changed)
    records = {f.fichier: f for f in old.observatoire.fiches}, {f.fichier: f for f in new.observatoire.fiches}
    fiches = [_reread(name, nature, records[0].get(name), records[1].get(name)) for name, nature in changed.items() if _is_record(name)]
    others = [name for name in changed if not _is_record(name)]
    wrong = {problem.file for problem in blocking(problems)}
    reshaped = dict(_reshaped(after, new, [f.fichier for f in fiches if f.fichier not in wrong]))
    return Relecture(tuple(fiches), tuple(others), tuple(problems), tuple(found), tuple(left_out), reshaped)


# --- What changes ---


def _files(root: Path) -> dict[str, bytes]:
    found = {}
    for name in loading.FOLDERS:
        for path in sorted((root / name).rglob("*")):
            if path.is_file() and not path.is_symlink():
                found[path.relative_to(root).as_posix()] = path.read_bytes()
    return found


def _changed(before: Path, after: Path) -> dict[str, Nature]:
    old, new = _files(before), _files(after)
    natures = {
        name: Nature.NOUVELLE if name not in old else Nature.RETIREE if name not in new else Nature.MODIFIEE
        for name in old | new
        if old.get(name) != new.get(name)
    }
    return dict(sorted(natures.items()))


def _is_record(name: str) -> bool:
    return any(name.startswith(row.folder + "/") or name == row.folder for row in COLLECTIONS.values())


def _reread(name: str, nature: Nature, old: Fiche | None, new: Fiche | None) -> FicheRelue:
    known = new or old
    return FicheRelue(
        name, known.libelle if known else Path(name).name, nature, answered(old) if old else None, answered(new) if new else None,
        tuple(questions(new)) if new and new.statut != "archivee" else (),
    )  # fmt: skip


def _reshaped(root: Path, examination: loading.Examination, names: Iterable[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    models = {fiche.fichier: type(fiche) for fiche in examination.observatoire.fiches}
    for name in names:
        if name not in models:
            continue
        with suppress(MeaningChanged):
            text = formatted(models[name], examination.documents[name])
            if text.encode() != (root / name).read_bytes():
                yield name, (examination.documents[name].text, text)


def _valid_part(before: Path, after: Path) -> tuple[Observatoire, list[str]]:
    """``after`` where each file in error is as in ``before``, and the names of these files.

    Where that is not enough (a record that others name is gone), ``before``: no page changes then.
    """
    left_out: dict[str, None] = {}
    with tempfile.TemporaryDirectory(prefix="relecture-") as name:
        folder = Path(name)
        _copy(after, folder)
        found = loading.examine(folder)
        while stopping := {p.file for p in blocking(found.problems)}:
            if stopping <= left_out.keys():
                return loading.load(before), list(left_out)
            for file in sorted(stopping - left_out.keys()):
                left_out[file] = None
                _as_before(before / file, folder / file)
            found = loading.examine(folder)
    return found.observatoire, list(left_out)


def _copy(root: Path, folder: Path) -> None:
    for name in loading.FOLDERS:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, symlinks=True)


def _as_before(old: Path, new: Path) -> None:
    new.unlink(missing_ok=True)
    if old.exists():
        new.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(old, new)


def _pages(old: Iterable[Page], new: Iterable[Page], changed: Iterable[str]) -> list[PageChangee]:
    olds, news = {page.path: page for page in old}, {page.path: page for page in new}
    openings = {page.path.removesuffix("/index.md"): _title(page) for page in (olds | news).values() if page.path.endswith("/index.md")}
    touched = set(changed)
    found = []
    for path in sorted(olds.keys() | news.keys()):
        one, other = olds.get(path), news.get(path)
        if one and other and one.markdown == other.markdown:
            continue
        page = other or one
        assert page is not None
        nature = Nature.NOUVELLE if one is None else Nature.RETIREE if other is None else Nature.MODIFIEE
        recounted = page.source not in touched and one is not None and other is not None and _wordings(one) == _wordings(other)
        found.append(
            PageChangee(_title(page), address(path), nature, page.source, openings.get(path.split("/")[0], _title(page)), recounted)
        )
    return sorted(found, key=lambda page: (page.source not in touched, page.adresse))


def _wordings(page: Page) -> list[str]:
    """What stands between its numbers."""
    return re.split(r"\d+", page.markdown)


def _title(page: Page) -> str:
    match = re.search(r"^title: (.+)$", page.markdown, re.MULTILINE)
    return str(json.loads(match[1])) if match else page.path


# --- The comment ---


def comment(relecture: Relecture, liens: Liens = Liens()) -> str:
    """The comment, in the Markdown that forges read. Nothing typed by a contributor can become markup of ours."""
    parts = [MARQUE, *_opening(relecture), *_well(relecture, liens), *_to_mend(relecture, liens)]
    parts += [*_to_look_at(relecture, liens), *_to_reshape(relecture)]
    return "\n".join([*parts, *_changed_pages(relecture, liens), *_next(relecture)]) + "\n"


def _opening(r: Relecture) -> Iterator[str]:
    yield "## Relecture de votre proposition"
    yield ""
    if not r.fiches and not r.autres:
        yield "Aucune fiche ne change ici."
        return
    told = f"Vous proposez {_enumeration(list(_counts(r)))}." if r.fiches else "Vous ne touchez à aucune fiche."
    count = len(r.bloquants)
    if not count:
        verdict = "**Tout est bon**, cela peut être relu et publié."
    else:
        points = "Un point est" if count == 1 else f"{count} points sont"
        rest = f"{THIN}; le reste est prêt" if _ready(r) else ""
        verdict = f"**{points} à corriger avant la publication**{rest}."
    yield f"Merci{THIN}! {told} {verdict}"


def _counts(r: Relecture) -> Iterator[str]:
    for nature in Nature:
        if count := sum(fiche.nature is nature for fiche in r.fiches):
            yield plural(count, f"fiche {nature}", f"fiches {nature}s")


def _ready(r: Relecture) -> list[FicheRelue]:
    """Records that hold no error."""
    wrong = {p.file for p in r.bloquants}
    return [f for f in r.fiches if f.fichier not in wrong and f.nature is not Nature.RETIREE]


def _well(r: Relecture, liens: Liens) -> Iterator[str]:
    ready = _ready(r)
    if not ready:
        return
    yield from ("", "### Ce qui va bien", "")
    for fiche in ready:
        told = "l’essentiel est là, la fiche est prête à être relue" if fiche.nature is Nature.NOUVELLE else "la fiche se lit bien"
        yield f"- {_file_link(fiche.titre, fiche.fichier, 0, liens)}{NBSP}: {told}."


def _to_mend(r: Relecture, liens: Liens) -> Iterator[str]:
    if not r.bloquants:
        return
    yield from ("", "### À corriger", "")
    guide = f" [Comment faire, pas à pas]({liens.fichiers}CONTRIBUER.md#écrire-une-fiche-pas-à-pas) (étape 8)." if liens.fichiers else ""
    yield f"Ouvrez le fichier à la ligne dite, faites la correction, puis enregistrez{NBSP}: ce commentaire se mettra à jour.{guide}"
    titles = {f.fichier: f.titre for f in r.fiches}
    for problem in r.bloquants:
        yield from ("", *_told(problem, titles.get(problem.file, problem.file), liens))


def _told(problem: Problem, titre: str, liens: Liens) -> Iterator[str]:
    place = _file_link(f"{problem.file}, ligne {problem.line}", problem.file, problem.line, liens)
    yield f"**{_text(titre)}** ({place})"
    yield ""
    for line in problem.message.split("\n"):
        yield f"> {_text(line)}"
    if problem.mend:
        yield from ("", *_mend(problem.mend))
    if help_ := _help(f"Ce que veut dire {problem.code}, avec un exemple", problem, liens):
        yield from ("", help_)


def _help(text: str, problem: Problem, liens: Liens) -> str:
    return _page_link(text, f"contribuer/verifications/{problem.code.lower()}/", liens.site)


def _mend(mend: Mend) -> Iterator[str]:
    inserted = mend.last < mend.first
    if inserted:
        yield f"Ajoutez avant la ligne {mend.first}{NBSP}:"
    elif mend.first == mend.last:
        yield f"Remplacez la ligne {mend.first} par{NBSP}:"
    else:
        yield f"Remplacez les lignes {mend.first} à {mend.last} par{NBSP}:"
    yield from ("", *_code(mend.text))


def _to_look_at(r: Relecture, liens: Liens) -> Iterator[str]:
    """Warnings and advice, folded: nothing there forbids anything."""
    others = [p for p in r.problemes if p.severity in (Severity.AVERTISSEMENT, Severity.CONSEIL)]
    if not others:
        return
    yield from ("", "<details>", f"<summary>À regarder, sans obligation ({len(others)})</summary>", "")
    for problem in others:
        message = _text(" ".join(problem.message.split()))
        help_ = _help(f"Ce que veut dire {problem.code}", problem, liens)
        place = _file_link(f"{problem.file}, ligne {problem.line}", problem.file, problem.line, liens)
        yield f"- {place}{NBSP}: {' '.join(filter(None, [message, help_ and f'{help_}.']))}"
    yield from ("", "</details>")


def _to_reshape(r: Relecture) -> Iterator[str]:
    """The lines to move, folded; for many files the command alone."""
    if not r.remises_en_forme:
        return
    count = len(r.remises_en_forme)
    yield from ("", "<details>", f"<summary>Mise en forme{NBSP}: {plural(count, 'fiche à ranger', 'fiches à ranger')}</summary>", "")
    yield (
        f"Ce qui est écrit est juste{NBSP}; seuls l’ordre des champs, des guillemets ou des retours à la ligne diffèrent des autres fiches, et l’un des "
        f"essais le signale. Vous n’avez rien à y faire{NBSP}: qui publie s’en charge, par `observatoire formater`."
    )
    if count <= _RESHAPED_SHOWN:
        for name, (text, shaped) in r.remises_en_forme.items():
            yield from ("", f"Pour le faire vous-même, dans `{name}`{NBSP}:", *_reshaping(text, shaped))
    yield from ("", "</details>")


def _reshaping(text: str, shaped: str) -> Iterator[str]:
    """What to do to ``text``, from its end up: no step shifts the lines that the next one names.

    Where the steps are many, or the ends of lines alone differ, the whole text.
    """
    old, new = text.splitlines(), shaped.splitlines()
    steps = [step for step in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if step[0] != "equal"]
    if not 0 < len(steps) <= _STEPS_SHOWN:
        yield from ("", f"Remplacez tout le fichier par{NBSP}:", "", *_code(shaped.rstrip("\n")))
        return
    for _, first, last, start, end in reversed(steps):
        if start < end:
            yield from ("", *_mend(Mend(first + 1, last, "\n".join(new[start:end]))))
        else:
            told = f"la ligne {last}" if last == first + 1 else f"les lignes {first + 1} à {last}"
            yield from ("", f"Retirez {told}{NBSP}:", "", *_code("\n".join(old[first:last])))


def _changed_pages(r: Relecture, liens: Liens) -> Iterator[str]:
    if not r.pages and not r.ecartees:
        return
    yield from ("", "### Les pages qui vont changer", "")
    yield (
        f"{_told_pages(r)} Vous n’avez rien à y faire{NBSP}: elles s’écrivent d’après les fiches." if r.pages else "Aucune pour l’instant."
    )
    if r.ecartees:
        yield ""
        yield f"Sans compter {'la fiche' if len(r.ecartees) < 2 else 'les fiches'} à corriger{NBSP}: {', '.join(f'`{name}`' for name in r.ecartees)}."
    if not r.pages:
        return
    found = [page for page in r.pages if not page.recomptee]
    shown = max(_PAGES_SHOWN, sum(page.source in {f.fichier for f in r.fiches} for page in found))
    if found:
        yield from ("", *_table(found[:shown], liens))
    if rest := found[shown:]:
        counts = Counter(page.rubrique for page in rest)
        told = _enumeration([f"{_text(name)} ({count})" for name, count in counts.items()])
        yield from ("", f"Et {plural(len(rest), 'autre page', 'autres pages')} où ces fiches sont citées ou comptées{NBSP}: {told}.")


def _told_pages(r: Relecture) -> str:
    counts = Counter(page.nature for page in r.pages if not page.recomptee)
    told = [plural(counts[n], f"page {n}", f"pages {n}s") for n in Nature if counts[n]]
    if count := sum(page.recomptee for page in r.pages):
        told.append(f"{plural(count, 'page')} où seuls des nombres changent")
    return f"{_enumeration(told)}."


def _table(found: Iterable[PageChangee], liens: Liens) -> Iterator[str]:
    yield from ("| Page | Avant | Après |", "|---|---|---|")
    for page in found:
        before = "–" if page.nature is Nature.NOUVELLE else _page_link("voir", page.adresse, liens.site) or "en ligne"
        after = "retirée" if page.nature is Nature.RETIREE else _page_link("voir", page.adresse, liens.apercu) or str(page.nature)
        yield f"| {_text(page.titre)} | {before} | {after} |"


def _next(r: Relecture) -> Iterator[str]:
    asked = [f for f in r.fiches if f.questions and f.nature is not Nature.RETIREE]
    if not asked:
        return
    yield from (
        "",
        "### Pour aller plus loin",
        "",
        f"Rien n’oblige à tout remplir aujourd’hui{NBSP}: une fiche courte sert déjà. Si vous savez répondre à l’une de ces questions, "
        f"écrivez-le dans la fiche, ou ici en réponse.",
    )
    for fiche in asked:
        yield from ("", f"**{_text(fiche.titre)}**. {_progress(fiche)}", "")
        yield from (f"{n}. {question}" for n, question in enumerate(fiche.questions, 1))


def _progress(fiche: FicheRelue) -> str:
    """How far a record is from a complete one, said from what it has."""
    assert fiche.apres is not None
    done, asked = fiche.apres
    following = "La suivante" if len(fiche.questions) == 1 else "Les suivantes"
    if not done:
        return f"Une fiche complète répond à {plural(asked, 'question')} de plus. Les premières{NBSP}:"
    gained = done - fiche.avant[0] if fiche.avant else 0
    more = f", {gained} de plus qu’avant" if gained > 0 else ""
    return f"Elle répond déjà à {plural(done, 'question')} sur les {asked} d’une fiche complète{more}. {following}{NBSP}:"


# --- Pieces ---


def _text(text: str) -> str:
    """``text`` as it is read: no mark of Markdown, no HTML, no mention of a person or a number of issue."""
    return re.sub(r"([\\`*_{}\[\]()#+!|~@])", r"\\\1", escape(text, quote=False))


def _code(text: str) -> tuple[str, str, str]:
    fence = "`" * max([3, *(len(ticks) + 1 for ticks in re.findall("`+", text))])
    return f"{fence}yaml", text, fence


def _file_link(text: str, file: str, line: int, liens: Liens) -> str:
    anchor = f"#L{line}" if line else ""
    return (
        f"[{_text(text)}]({liens.fichiers}{file}{anchor})"
        if liens.fichiers
        else f"«{NBSP}{_text(text)}{NBSP}»"
        if not line
        else _text(text)
    )


def _page_link(text: str, adresse: str, site: str) -> str:
    return f"[{text}]({site.rstrip('/')}/{adresse})" if site else ""


def _enumeration(words: list[str]) -> str:
    return words[0] if len(words) < 2 else f"{', '.join(words[:-1])} et {words[-1]}"
