"""Editorial advice: it never blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from observatoire.problems import NBSP, THIN, Mend, Severity
from observatoire.rules import Context, Finding, rule
from observatoire.schema.common import Fiche, Prose, Record
from observatoire.schema.reperes import Glossaire
from observatoire.schema.walk import Leaf

_ACRONYM = re.compile(r"\b[A-ZÉÈ][A-ZÉÈ0-9]{1,5}\b(?!-\w)")
_ROMAN = re.compile(r"[IVXLC]+")
_CAPITALS = re.compile(r"^[^a-zà-ÿ]*$")

TYPOGRAPHY: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"Nord[\s-]+Pas-de-Calais"), "Nord-Pas de Calais", "Le nom de la région s’écrit «\u00a0Nord-Pas de Calais\u00a0»."),
    (re.compile(r"(?<=\w)'(?=\w)"), "’", "L’apostrophe est courbe en typographie."),
    (re.compile(r"\.\.\."), "…", "Les points de suspension sont un seul signe."),
    (re.compile(r"«(?=\w)|« (?=\S)"), f"«{NBSP}", "Après «, une espace insécable."),
    (re.compile(r"(?<=[\w.…!?])»|(?<=\S) »"), f"{NBSP}»", "Avant », une espace insécable."),
    (re.compile(r"(?<=\w) ([;!?%])"), f"{THIN}\\1", "Avant ; ! ? %, une espace fine insécable."),
    (re.compile(r"(?<=[\wà-ÿ»)]) :(?=\s|$)"), f"{NBSP}:", "Avant les deux-points, une espace insécable."),
    (re.compile(r'(?<![\w"])"([^"\n]+)"(?![\w"])'), f"«{NBSP}\\1{NBSP}»", "Les guillemets français sont «\u00a0»."),
    (re.compile(r"\b(Etat|Elus?|Ecoles?|Etudes?|Evaluation|Economie)\b"), "", "Les capitales portent leurs accents."),
)
"""What is looked for, what replaces it (``""``: the accent is put back), and what is said."""

_SIGNS = re.compile("['\"«»;!?%:NE]")
"""Without any of these, nor three dots, a text has no slip: most have none, and are not searched nine times."""


@rule("E61", Severity.CONSEIL)
def sens_et_methode(context: Context) -> Iterator[Finding]:
    """Une journée d’échange travaille à la fois un thème de sens et un thème de méthode."""
    themes = context.observatoire.themes
    for rencontre in context.observatoire.rencontres.values():
        if rencontre.type_rencontre not in ("journee_d_echange", "journee_inter_groupes") or not rencontre.themes:
            continue
        families = {themes[key].famille for key in rencontre.themes if key in themes}
        if len(families) == 1:
            lacking = "méthode" if families == {"sens"} else "sens"
            yield Finding(rencontre, ("themes",), f"La rencontre n’a pas de thème de la famille «{NBSP}{lacking}{NBSP}».", key=True)


@rule("E62", Severity.CONSEIL)
def limites_dites(context: Context) -> Iterator[Finding]:
    """Une expérience dit ses limites : c’est ce que les autres viennent lire."""
    for experience in context.observatoire.experiences.values():
        if not experience.limites and "limites" not in (*experience.sans_objet, *experience.inconnu):
            yield Finding(
                experience,
                ("titre",),
                "Le champ «\u00a0limites\u00a0» est vide. Qu’est-ce qui n’a pas marché, ou que l’on ne sait pas\u202f?",
            )


@rule("E63", Severity.CONSEIL)
def sigles_expliques(context: Context) -> Iterator[Finding]:
    """Un sigle est développé dans la fiche, ou il est au glossaire."""
    known = _known_acronyms(context)
    for record in context.records:
        if not isinstance(record, Fiche):
            continue
        seen: set[str] = set()
        for leaf in context.prose.get(record.fichier, ()):
            if _CAPITALS.match(leaf.value):
                continue
            for match in _ACRONYM.finditer(leaf.value):
                word = match[0]
                if word in seen or word in known or _ROMAN.fullmatch(word) or _developed(word, record, context):
                    continue
                seen.add(word)
                yield Finding(
                    record,
                    leaf.path,
                    f"Le sigle «{NBSP}{word}{NBSP}» n’est ni développé dans la fiche, ni au glossaire.",
                    offset=match.start(),
                )


def _known_acronyms(context: Context) -> set[str]:
    found: set[str] = set()
    for glossaire in context.observatoire.records.get("glossaire", {}).values():
        assert isinstance(glossaire, Glossaire)
        found |= {terme.sigle for terme in glossaire.termes if terme.sigle} | {terme.terme for terme in glossaire.termes}
    return found | {s.sigle for s in context.observatoire.structures.values() if s.sigle}


def _developed(word: str, record: Fiche, context: Context) -> bool:
    text = context.document(record).text
    return f"({word})" in text or re.search(rf"\b{word} \(", text) is not None or f"sigle: {word}" in text


@rule("E64", Severity.CONSEIL)
def typographie(context: Context) -> Iterator[Finding]:
    """Les noms et les signes suivent l’usage : « Nord-Pas de Calais », apostrophes, guillemets, espaces insécables."""
    for record, leaf in context.leaves:
        if not isinstance(leaf.marker, Prose):
            continue
        for pattern, replacement, told in TYPOGRAPHY if _SIGNS.search(leaf.value) or "..." in leaf.value else ():
            if match := pattern.search(leaf.value):
                new = match.expand(replacement) if replacement else "É" + match[0][1:]
                yield Finding(record, leaf.path, told, _line(context, record, leaf, match, new), offset=match.start())


@rule("E64", Severity.CONSEIL)
def nom_de_l_epoque(context: Context) -> Iterator[Finding]:
    """Avant 2016, la région est le Nord-Pas de Calais : « Hauts-de-France » n’existe pas encore."""
    for record, leaf in context.leaves:
        if not isinstance(leaf.marker, Prose) or "Hauts-de-France" not in leaf.value:
            continue
        date = getattr(record, "debut", None) or getattr(record, "date", None)
        if date is not None and date.annee < 2016:
            yield Finding(
                record, leaf.path, "«\u00a0Hauts-de-France\u00a0» n’existe que depuis 2016.", offset=leaf.value.index("Hauts-de-France")
            )


def _line(context: Context, record: Record, leaf: Leaf, match: re.Match[str], new: str) -> Mend | None:
    document = context.document(record)
    number, column = document.at(leaf.path, match.start())
    line = document.line(number)
    if line[column - 1 : column - 1 + len(match[0])] != match[0]:
        return None
    return Mend(number, number, line[: column - 1] + new + line[column - 1 + len(match[0]) :], sure=True)
