"""A theme: what every practice and meeting teaches on one question, put in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.livret.articles.enseignement import enseignements
from observatoire.livret.document import Bloc, Liste, Titre
from observatoire.livret.livret import Article
from observatoire.livret.redaction import Redaction, cible_de
from observatoire.livret.texte import mots, paragraphe
from observatoire.schema import address_of
from observatoire.schema.reperes import Theme
from observatoire.synthese import synthese


def article(r: Redaction, t: Theme) -> Article:
    """The synthesis of a theme, each enseignement with the page that it comes from."""
    return Article(
        cible_de(t), "theme", mots(t.nom), tuple(_blocs(r, t)),
        surtitre=mots(r.libelle("famille_theme", t.famille)), adresse=address_of(t), fichier=t.fichier, fictif=t.fictif,
    )  # fmt: skip


def _blocs(r: Redaction, t: Theme) -> Iterator[Bloc]:
    yield paragraphe(t.question_centrale, "accroche")
    if t.definition:
        yield paragraphe(t.definition, "chapo")
    if t.sous_questions:
        yield Liste(tuple((paragraphe(question),) for question in t.sous_questions))
    for part in synthese(r.observatoire.lecons_du_theme(t)):
        if part.lecons:
            yield Titre(3, mots(part.titre), role="leger")
            yield from enseignements(r, part.lecons, theme=False)
