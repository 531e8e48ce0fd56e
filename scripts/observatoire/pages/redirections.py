"""Old addresses lead to the present ones: titles and identifiers change, links do not break."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.consentement import shown_name
from observatoire.pages.rendu import Page, Rendu
from observatoire.schema.acteurs import Personne


def pages(rendu: Rendu) -> Iterator[Page]:
    for fiche in rendu.observatoire.fiches:
        name = shown_name(fiche) if isinstance(fiche, Personne) else fiche.libelle
        if not name:
            continue  # No page to lead to: this person did not agree to be named.
        target = rendu.url(fiche)
        for old in fiche.anciens_identifiants:
            path = f"{target.rstrip('/').rsplit('/', 1)[0]}/{old}.md"
            yield rendu.page(path, "redirection.html", titre="Cette page a changé d’adresse", redirection=target, cible=target, nom=name)
