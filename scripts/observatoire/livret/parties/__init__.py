"""The parts of a booklet: what each type of section of a manifest is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from observatoire.livret.articles import experience, groupe, production, rencontre, theme
from observatoire.livret.document import Blocs
from observatoire.livret.figures import carte
from observatoire.livret.livret import Article, Partie
from observatoire.livret.parties import dispositif, ensemble, matrice, repertoires
from observatoire.livret.redaction import Redaction, RedactionDeLivret, cible_de
from observatoire.livret.texte import mots, parse
from observatoire.schema.common import Record
from observatoire.schema.experience import Experience
from observatoire.schema.groupes import SectionLivret

ARTICLES: Mapping[str, Callable[[Redaction, Any], Article]] = {
    "experience": experience.article, "groupe": groupe.article, "rencontre": rencontre.article, "production": production.article, "theme": theme.article,
}  # fmt: skip
"""What writes the article of a record, by its collection."""
_WHOLE: Mapping[str, Callable[[RedactionDeLivret, SectionLivret], Iterable[Article]]] = {
    "dispositif": dispositif.articles, "matrice": matrice.articles, "ensemble": ensemble.accords, "demandes": ensemble.demandes,
    "paroles": ensemble.paroles_dites, "annuaire": repertoires.annuaire,
}  # fmt: skip
"""By type of section, for those that the whole booklet feeds."""
_AFTER: Mapping[str, Callable[[Redaction, Sequence[Partie]], Iterable[Article]]] = {
    "glossaire": repertoires.glossaire, "index": repertoires.index,
}  # fmt: skip
"""By type of section, for those that read all the other parts."""


def parties(r: RedactionDeLivret, sections: Iterable[tuple[SectionLivret, tuple[Record, ...]]]) -> tuple[Partie, ...]:
    """The parts of a manifest, in its order, given the records of each section."""
    chosen = tuple(sections)
    written = {
        section.cle: _partie(r, section, _articles(r, section, records), records)
        for section, records in chosen
        if section.type not in _AFTER
    }
    others = tuple(written.values())
    written |= {section.cle: _partie(r, section, _AFTER[section.type](r, others)) for section, _ in chosen if section.type in _AFTER}
    return tuple(written[section.cle] for section, _ in chosen if section.type != "ours")


def _articles(r: RedactionDeLivret, section: SectionLivret, records: tuple[Record, ...]) -> Iterable[Article]:
    if section.type == "ressources":
        return repertoires.ressources(r, records)
    if section.type in _WHOLE:
        return _WHOLE[section.type](r, section)
    return (ARTICLES[record.collection](r, record) for record in records)


def _partie(r: RedactionDeLivret, section: SectionLivret, articles: Iterable[Article], records: Iterable[Record] = ()) -> Partie:
    practices = [record for record in records if isinstance(record, Experience)]
    return Partie(
        section.cle, section.type, mots(section.titre), tuple(articles), texte_de(r, section.texte), (carte(r.observatoire, practices),) if practices else (),
        section.onglet or "", section.saut == "page_impaire", section.pages_max,
    )  # fmt: skip


def texte_de(r: RedactionDeLivret, markdown: str | None, level: int = 2) -> Blocs:
    """A text of the manifest; ``level`` is that of its first headings."""
    return parse(markdown, r.manifeste.numeros, base=cible_de(r.manifeste), level=level) if markdown else ()
