"""What every text to print is written with: the records, what is printed with them, addresses, calls, cross references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from observatoire.livret.document import Appel, Bloc, Blocs, Inline, Inlines, Lien, Liste, Paragraphe, Renvoi, Style, Texte, Titre
from observatoire.livret.texte import mots, paragraphe, parse
from observatoire.model import Observatoire
from observatoire.problems import NBSP, number
from observatoire.schema import address_of
from observatoire.schema.common import Acteur, Fiche, Record, Source
from observatoire.schema.experience import Experience
from observatoire.schema.groupes import Livret as Manifeste
from observatoire.schema.groupes import Rencontre

Entree = tuple[Inlines, Blocs]
"""A field and what it holds."""
NON_RENSEIGNE: Inlines = (Style("italique", (Texte("non renseigné"),)),)


def cible_de(record: Record) -> str:
    """Where cross references to a record lead."""
    return f"{record.collection}/{record.id}"


def minuscule(text: str) -> str:
    """``text`` as it is said within a sentence; an acronym keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def joined(parts: Iterable[Inlines], joint: str = ", ") -> Inlines:
    """Pieces one after the other, ``joint`` between two."""
    found: list[Inline] = []
    for part in parts:
        found += [Texte(joint), *part] if found else part
    return tuple(found)


@dataclass(frozen=True)
class Redaction:
    """The observatory, seen from the articles being written."""

    observatoire: Observatoire
    inclus: frozenset[str] = frozenset()
    """Targets that stand in the same booklet: a cross reference to anything else is words alone. Empty for a piece on its own."""
    site: str = ""
    """Address of the site, where a piece on its own leads for what it names; ``""`` when it is not known."""

    @property
    def experiences(self) -> tuple[Experience, ...]:
        """Practices that the booklet holds, oldest first; all of them when it holds none: they are what it speaks of."""
        held = self.observatoire.experiences_ou(lambda e: cible_de(e) in self.inclus)
        return held or self.observatoire.experiences_triees

    def libelle(self, vocabulaire: str, terme: str) -> str:
        return self.observatoire.libelle(vocabulaire, terme)

    def termes(self, vocabulaire: str, termes: Iterable[str]) -> Inlines:
        """Labels one after the other, the first with its capital."""
        labels = [self.libelle(vocabulaire, terme) for terme in termes]
        return mots(", ".join([*labels[:1], *map(minuscule, labels[1:])]))

    def renvoi(self, record: Record, words: str = "") -> Inlines:
        """The name of a record: with its page when the booklet holds it, leading to the site from a piece on its own."""
        name = mots(words or record.libelle)
        if cible_de(record) in self.inclus:
            return (Renvoi(cible_de(record), name),)
        return (Lien(f"{self.site}/{address_of(record)}", name),) if self.site else name

    def nomme(self, record: Record) -> bool:
        """Whether a record may be named for being near: a booklet names those it holds, a piece on its own those of the site."""
        return not self.inclus or cible_de(record) in self.inclus

    def commune_de(self, rencontre: Rencontre) -> str:
        """Commune where a meeting is held; ``""`` when it is not known."""
        place = rencontre.lieu
        return self.observatoire.commune(place.commune).nom if place and place.commune else ""

    def acteurs(self, acteurs: Iterable[Acteur]) -> Inlines:
        """Partners or funders by name, each with its role."""
        return joined(map(self._acteur, acteurs))

    def _acteur(self, acteur: Acteur) -> Inlines:
        name = self.observatoire.structures[acteur.structure].nom if acteur.structure else acteur.nom or ""
        return (*mots(name), *(mots(f" ({acteur.role})") if acteur.role else ()))


@dataclass(frozen=True, kw_only=True)
class RedactionDeLivret(Redaction):
    """The same, for a whole booklet."""

    manifeste: Manifeste


def row(title: str, content: Inlines) -> Entree:
    return mots(title), (Paragraphe(content),)


def compte(count: int | None, precision: str | None, what: str | None) -> str:
    """``environ 120 habitants présents``; a description that is a sentence of its own comes after a dash."""
    told = f"{'environ ' if precision == 'estime' else ''}{number(count)}" if count else ""
    joint = " " if what and what[:1].islower() else " – "
    return joint.join(filter(None, (told, what)))


def libelle_gras(word: str) -> Inlines:
    """``Annoncé :``, before what it announces."""
    return Style("gras", (Texte(f"{word}{NBSP}:"),)), Texte(" ")


def en_note(text: str, more: str | None = None) -> Inlines:
    """What is said small, after the words; with ``more``, a second sentence."""
    return Texte(" "), Style("note", mots(f"{text}. {more}" if more else text))


def renvois(rows: Iterable[Inlines]) -> Liste:
    """A list whose every item says one thing, then why in a note."""
    return Liste(tuple((Paragraphe(item),) for item in rows), role="proches")


def appels(fiche: Fiche, keys: Iterable[str]) -> Inlines:
    """Calls of the sources of a fact, by number."""
    numbers = sorted({fiche.numeros[key] for key in keys if key in fiche.numeros})
    return tuple(Appel(number, f"{cible_de(fiche)}/source-{number}") for number in numbers)


def texte(fiche: Fiche, markdown: str, level: int) -> Blocs:
    """A Markdown text of a record; ``level`` is that of its first headings."""
    return parse(markdown, fiche.numeros, base=cible_de(fiche), level=level)


def sources(fiche: Fiche, level: int = 3) -> Iterator[Bloc]:
    """The list that the calls lead to, and what was said of the origin of the record."""
    if fiche.sources:
        yield Titre(level, mots("Sources"), role="sources")
        yield liste_de_sources(cible_de(fiche), fiche.sources)
    if fiche.recueil.note:
        yield paragraphe(fiche.recueil.note, "note")


def liste_de_sources(base: str, found: Iterable[Source]) -> Liste:
    listed = tuple(found)
    return Liste(
        tuple((Paragraphe(_source(source)),) for source in listed), True, 1, "sources", tuple(f"{base}/source-{n}" for n in range(1, len(listed) + 1))
    )  # fmt: skip


def _source(source: Source) -> Inlines:
    read = f", consultée le {source.consulte_le.en_francais}" if source.consulte_le and source.consulte_le.jour else ""
    return mots(source.titre + read)


def origine(fiche: Fiche) -> Iterator[Paragraphe]:
    """How far a record may be trusted: from what it was made, whether it was read again."""
    if fiche.recueil.origine == "sources_publiques":
        yield paragraphe("Fiche établie à partir de sources publiques ; elle attend la relecture de ses porteurs.", "origine")
    for relecture in fiche.relecture:
        yield paragraphe(f"Relue par {minuscule(relecture.par)}, {relecture.date.en_francais}.", "origine")
