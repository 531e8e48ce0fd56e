"""What a booklet that leaves for good may not lack: a signature, an agreement, a description, a credit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from observatoire.livret.controle import located, placed_images
from observatoire.livret.epreuve import productions_de
from observatoire.livret.livret import Livret
from observatoire.loading import Examination
from observatoire.problems import NBSP, Problem, Severity
from observatoire.schema.groupes import Livret as Manifeste
from observatoire.schema.groupes import Production

_HELD = ("C41", "C44", "M63")
"""Rules of consent and of description: what they say of a text of the booklet, however lightly, stops it."""


def refusals(examination: Examination, manifeste: Manifeste, livret: Livret) -> Iterator[Problem]:
    """Everything that keeps the booklet from being final, its pages aside."""
    o, documents = examination.observatoire, examination.documents
    held = {manifeste.fichier, *(article.fichier for article in livret.articles)}
    yield from (replace(p, severity=Severity.ERREUR) for p in examination.problems if p.code in _HELD and p.file in held)
    for production in productions_de(o, livret):
        yield from _unsigned(examination, production)
        yield from _unsaid(examination, production)
    for file, image in placed_images(livret, manifeste):
        if not image.alt:
            message = f"L’image «{NBSP}{image.fichier}{NBSP}» n’est pas décrite. Écrivez entre les crochets ce qu’elle montre."
            yield located(documents, [file], image.fichier, "M63", message)
        if not image.legende:
            message = f'L’image «{NBSP}{image.fichier}{NBSP}» n’a pas de crédit. Écrivez qui l’a faite après son adresse, entre guillemets{NBSP}: ![…]({image.fichier} "Photo{NBSP}: …").'
            yield located(documents, [file], image.fichier, "B86", message)


def _unsigned(examination: Examination, production: Production) -> Iterator[Problem]:
    if production.bon_a_tirer is None:
        document = examination.documents[production.fichier]
        place = document.key_at(("livret",) if production.livret else ("titre",))
        message = f"«{NBSP}{production.titre}{NBSP}» entre dans le livret et n’a pas de bon à tirer. Faites signer son épreuve, puis écrivez dans «{NBSP}bon_a_tirer{NBSP}» qui l’a signée et quand."
        yield Problem(document.file, *place, "X55", Severity.ERREUR, message)


def _unsaid(examination: Examination, production: Production) -> Iterator[Problem]:
    """Words that a production rests on, whose speaker did not agree to their being printed."""
    document = examination.documents[production.fichier]
    agreed = {x.id for x in examination.observatoire.propos}
    for n, key in enumerate(production.s_appuie_sur.paroles):
        if key not in agreed:
            message = f"La parole «{NBSP}{key}{NBSP}», sur laquelle «{NBSP}{production.titre}{NBSP}» s’appuie, ne peut pas être imprimée{NBSP}: son auteur n’a pas donné son accord, ou le compte rendu n’est pas public."
            yield Problem(document.file, *document.at(("s_appuie_sur", "paroles", n)), "C41", Severity.ERREUR, message)
