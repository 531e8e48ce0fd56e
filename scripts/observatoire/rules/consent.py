"""Persons: nobody without a recorded consent, no private address anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from observatoire.consentement import retenues
from observatoire.problems import NBSP, THIN, Mend, Severity
from observatoire.rules import Context, Finding, replaced, rule
from observatoire.schema.common import Record, Ref
from observatoire.sources import Document, Path

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+\s?(?:@|\[at\]|\(at\)|\[arobase\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\d/=.-])(?:(?:\+|00)33[\s.-]?(?:\(0\))?|0)[1-9](?:[\s.\u00a0\u202f-]?\d{2}){4}(?![\d/])")
_SUSPECT = re.compile(r"[@\[(]|0[\s.-]*[1-9]|33")
"""Without any of these, a text holds neither an e-mail nor a telephone: most are not searched twice."""


@rule("C41")
def consentement_recueilli(context: Context) -> Iterator[Finding]:
    """Une personne n’est citée que si son consentement est écrit dans sa fiche."""
    personnes = context.observatoire.personnes
    for record, leaf in context.leaves:
        if isinstance(leaf.marker, Ref) and leaf.marker.collections == ("personne",):
            personne = personnes.get(leaf.value)
            if personne and personne.consentement is None:
                message = (
                    f"«{NBSP}{leaf.value}{NBSP}» est cité ici, mais sa fiche ({personne.fichier}) n’a pas de consentement. "
                    "Recueillez-le et écrivez-le dans sa fiche, ou retirez cette ligne."
                )
                yield Finding(record, leaf.path, message, _commented(context.document(record), leaf.path))


@rule("C41")
def paroles_avec_accord(context: Context) -> Iterator[Finding]:
    """L’auteur d’une parole est « anonyme » ou une personne qui a sa fiche et son consentement."""
    personnes = context.observatoire.personnes
    for rencontre in context.observatoire.rencontres.values():
        for n, parole in enumerate(rencontre.paroles):
            personne = personnes.get(parole.auteur)
            if parole.auteur == "anonyme" or (parole.auteur in context.known["personne"] and (personne is None or personne.consentement)):
                continue
            path = ("paroles", n, "auteur")
            message = f"«{NBSP}{parole.auteur}{NBSP}» n’a pas de fiche avec un consentement. Écrivez «{NBSP}anonyme{NBSP}», ou créez la fiche de la personne."
            yield Finding(rencontre, path, message, replaced(context, rencontre, path, "anonyme"))


def _commented(document: Document, path: Path) -> Mend:
    first, last = document.span(path)
    return Mend(first, last, "\n".join("# " + document.line(n) for n in range(first, last + 1)))


@rule("C42")
def pas_de_coordonnees_privees(context: Context) -> Iterator[Finding]:
    """Ni courriel ni téléphone dans un texte : seule une adresse de service, dans ``contact_public``."""
    for record in context.records:
        for path, value in _texts(context.document(record).data, ()):
            if not _SUSPECT.search(value) or "contact_public" in path or path[-1:] in (("url",), ("lien",), ("site",), ("formulaire",)):
                continue
            for found in _private(value):
                yield _finding(context, record, path, value, found)


@rule("C44", Severity.AVERTISSEMENT)
def nom_retenu_dans_un_texte(context: Context) -> Iterator[Finding]:
    """Un nom que le consentement retient n’est écrit dans aucun texte. S’il l’est, il est retiré de tout ce qui est publié."""
    names = retenues(context.observatoire.personnes.values())
    for record in context.records if names else ():
        document = context.document(record)
        for path, value in _texts(document.data, ()):
            if record.collection == "personne" and path in (("nom_affiche",), ("nom_tri",)):
                continue
            for found in names.found_in(value):
                message = f"Le nom de «{NBSP}{found.personne}{NBSP}» est écrit ici, et son consentement le retient{NBSP}: il est retiré de ce qui est publié. Retirez-le aussi d’ici."
                line, _ = document.at(path, found.start)
                text, name = document.line(line), value[found.start : found.end]
                mend = Mend(line, line, text.replace(name, found.reste, 1)) if name in text else None
                yield Finding(record, path, message, mend, offset=found.start)


@rule("C44")
def identifiant_discret(context: Context) -> Iterator[Finding]:
    """Le nom d’un fichier devient une adresse publique : il n’épelle pas un nom que le consentement retient."""
    names = retenues(context.observatoire.personnes.values())
    for record in context.records if names else ():
        if person := names.named_by(record.id):
            told = "cette personne" if person == record.id else f"«{NBSP}{person}{NBSP}»"
            message = f"Le nom du fichier épelle celui de {told}, que son consentement retient. Donnez au fichier un nom qui ne dit rien (membre-est-03)."
            yield Finding(record, (), message)


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))


def _private(value: str) -> Iterator[re.Match[str]]:
    yield from _EMAIL.finditer(value)
    yield from _PHONE.finditer(value)


def _finding(context: Context, record: Record, path: Path, value: str, found: re.Match[str]) -> Finding:
    kind = "Un courriel" if found.re is _EMAIL else "Un numéro de téléphone"
    message = f"{kind} paraît ici{NBSP}: ce qui est déposé est public. Retirez-le{THIN}; une adresse de service va dans «{NBSP}contact_public{NBSP}»."
    line, _ = context.document(record).at(path, found.start())
    text = context.document(record).line(line)
    mend = Mend(line, line, text.replace(found[0], "(coordonnées retirées)", 1)) if found[0] in text else None
    return Finding(record, path, message, mend, offset=found.start())
