"""Enseignements wherever they are shown: their nature, their words, how far they are agreed on, where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from observatoire.livret.document import Bloc, Encart, Inlines, Paragraphe, Style, Texte
from observatoire.livret.redaction import Redaction, appels, joined, minuscule
from observatoire.livret.texte import mots, paragraphe
from observatoire.model import Lecon
from observatoire.problems import NBSP
from observatoire.schema.groupes import Production


def enseignements(
    r: Redaction, lecons: Iterable[Lecon], *, origine: bool = True, theme: bool = True, sauf: Production | None = None
) -> Iterator[Bloc]:
    """Enseignements in their order.

    Without ``origine`` they stand in the record that they come from, which is not said again; without ``theme``, under their
    theme; ``sauf`` is the production where they stand.
    """
    for lecon in lecons:
        e = lecon.enseignement
        label = Style("nature", mots(r.libelle("nature_enseignement", e.nature)))
        calls = () if origine else appels(lecon.fiche, e.sources)
        notes = joined(_notes(r, lecon, origine, theme, sauf), ". ")
        words = Paragraphe((label, Texte(" "), *mots(e.texte), *calls, *((Texte(" "), Style("note", notes)) if notes else ())))
        sides = tuple(_side(r, p.titre, p.texte, p.experiences) for p in e.positions)
        yield Encart("enseignement", (words, *((Encart("face", sides),) if sides else ())))


def _side(r: Redaction, title: str, text: str, experiences: Iterable[str]) -> Bloc:
    names = joined(r.renvoi(r.observatoire.experiences[key]) for key in experiences)
    return Encart("cote", (paragraphe(title, "sous-titre"), paragraphe(text), *((Paragraphe(names, "note"),) if names else ())))


def _notes(r: Redaction, lecon: Lecon, origine: bool, theme: bool, sauf: Production | None) -> Iterator[Inlines]:
    e, o = lecon.enseignement, r.observatoire
    if e.degre_accord:
        rank = o.vocabulaires["degre_accord"].termes[e.degre_accord].rang or 0
        yield (Style(f"accord-{rank}", mots(r.libelle("degre_accord", e.degre_accord))),)
    if origine:
        yield r.renvoi(lecon.fiche)
    elif theme and e.theme:
        yield (*mots(f"Thème{NBSP}: "), *r.renvoi(o.themes[e.theme], minuscule(o.themes[e.theme].nom)))
    others = [o.experiences[key] for key in e.experiences if key != lecon.fiche.id]
    if others and not origine:
        yield joined(map(r.renvoi, others))
    for production in o.productions_sur(lecon):
        if production != sauf:
            yield (*mots("Repris dans " if production.statut_production != "retiree" else "Repris un temps dans "), *r.renvoi(production))
