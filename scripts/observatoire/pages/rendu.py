"""What page modules share: the environment of the templates, addresses, the page itself."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import CodeType
from typing import Any, Protocol
from urllib.parse import urlencode

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from observatoire import prose
from observatoire.dates import PartialDate, period
from observatoire.forge import Forge, forge
from observatoire.model import Lieu, Observatoire
from observatoire.pages.gloses import SCRIPT, Gloses
from observatoire.problems import NBSP, in_letters, number, plural, typeset, weight
from observatoire.schema import COLLECTIONS, address_of
from observatoire.schema.common import Record
from observatoire.schema.gabarits import express


@dataclass(frozen=True)
class Reglages:
    """What the configuration of the site says to its pages."""

    nom: str = "Observatoire des pratiques de démocratie participative"
    adresse: str = ""
    """``site_url``; ``""`` when unknown."""
    depot: str = ""
    """Address of the repository; ``""`` when there is none."""


@dataclass(frozen=True)
class Page:
    """One generated page."""

    path: str
    """Where it is in the site, as a Markdown path: ``experiences/budget.md``."""
    markdown: str
    source: str | None = None
    """File to edit to change this page, from the root of the repository."""


@dataclass(frozen=True)
class FichierImprime:
    """A booklet in one format, the piece of one record, the poster of a theme."""

    path: str
    """From the root of the site."""
    format: str
    taille: int
    """In bytes."""
    pages: int
    """0 when its pages depend on who reads."""


@dataclass(frozen=True)
class LivretImprime:
    """A booklet made from the same data as the site."""

    id: str
    date: str
    """Of the data, in French."""
    fichiers: tuple[FichierImprime, ...]
    pages: Mapping[str, int]
    """Printed page of each record by its address (``productions/x/``)."""
    affiches: Mapping[str, FichierImprime] = field(default_factory=dict)
    """Poster of each theme by its address."""


class Fichier(Protocol):
    """A file of open data, as the page that offers it sees it."""

    @property
    def path(self) -> str: ...
    @property
    def titre(self) -> str: ...
    @property
    def collection(self) -> str: ...
    @property
    def format(self) -> str: ...
    @property
    def lignes(self) -> int: ...
    @property
    def taille(self) -> int: ...


@dataclass(frozen=True)
class Etape:
    """A step of the breadcrumb."""

    titre: str
    path: str
    """Markdown path of the page it leads to."""


def address(path: str) -> str:
    """``experiences/budget.md`` → ``experiences/budget/``; ``index.md`` → ``""``."""
    stem = path.removesuffix(".md")
    if posixpath.basename(stem) == "index":
        directory = posixpath.dirname(stem)
        return f"{directory}/" if directory else ""
    return f"{stem}/"


def in_address(key: str) -> str:
    """``objet_traite`` → ``objet-traite``: facets and values as addresses spell them."""
    return key.replace("_", "-")


def relative(target: str, here: str) -> str:
    """Relative address of ``target`` (an address, with or without anchor) from the address ``here``.

    ``relative("experiences/budget/#e1", "themes/")`` → ``../experiences/budget/#e1``.
    """
    path, hash_, anchor = target.partition("#")
    if path == here and hash_:
        return f"#{anchor}"
    start = here or "."
    found = posixpath.relpath(path or ".", start)
    if path == "" or path.endswith("/"):
        found = found + "/" if found != "." else "./"
    return f"{found}{hash_}{anchor}"


class _Compiled(BytecodeCache):
    """Templates, compiled once for all the sites that one process writes: a preview writes one at each change, a proof-reading two."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


@dataclass(frozen=True)
class Rendu:
    """The observatory, with what is needed to write its pages."""

    observatoire: Observatoire
    reglages: Reglages = field(default_factory=Reglages)
    fichiers: Sequence[Fichier] = ()
    """Open data that the site offers."""
    folios: Mapping[str, int] = field(default_factory=dict)
    """Page of the printed booklet where a record stands, by its address (``productions/x/``); empty as long as none is made."""
    imprimes: Mapping[str, LivretImprime] = field(default_factory=dict)
    """Booklets that the site offers, by identifier."""
    fiches: Mapping[str, FichierImprime] = field(default_factory=dict)
    """Printable piece of a record, by its address (``productions/x/``)."""

    def page(
        self,
        path: str,
        template: str,
        *,
        titre: str,
        description: str = "",
        fil: Iterable[Etape] = (),
        rubrique: str = "",
        source: str | None = None,
        fictif: bool = False,
        sorte: str = "",
        redirection: str = "",
        scripts: Sequence[str] = (),
        gloses: bool = True,
        wasm: bool = False,
        propose: Sequence[str] = (),
        **values: Any,
    ) -> Page:
        """The page at ``path``, written by ``templates/<template>``.

        ``fil`` holds the steps between the home page and this one, both left out; ``rubrique`` is the
        first folder of the tab to light when it is not that of ``path``; ``redirection`` is the address that
        the browser leaves for at once; ``scripts`` are the modules the page loads, from the root of the site;
        ``gloses`` links the words of the glossary to their entries; ``wasm`` asks the policy of the page for WebAssembly;
        ``propose`` are the collections of which the foot of the page offers to write a record.
        """
        here = address(path)
        body = self.environment.get_template(template).render(
            titre=titre, o=self.observatoire, ici=here, u=lambda target: relative(target, here), reglages=self.reglages, **values
        )
        if gloses and (glossed := self.gloses.poser(body, titre, lambda target: relative(target, here))) != body:
            body, scripts = glossed, [*scripts, SCRIPT]
        meta: dict[str, Any] = {"title": titre, "description": short(description or titre), "gabarit": "libre"}
        if steps := [{"titre": step.titre, "url": address(step.path)} for step in fil]:
            meta["fil"] = steps
        if redirection:
            meta["redirection"] = relative(redirection, here)
        meta |= {
            key: value
            for key, value in (
                ("rubrique", rubrique),
                ("sorte", sorte),
                ("source_yaml", source),
                ("fictif", fictif),
                ("livrets", [*self._places(here)]),
                ("telecharger", [*self._to_print(here)]),
                ("scripts", [*scripts]),
                ("wasm", wasm),
                ("proposer", [{"titre": COLLECTIONS[name].un, "url": self.new_record(name, here)} for name in propose]),
            )
            if value
        }
        return Page(path, front_matter(meta) + compact(body), source)

    def _places(self, here: str) -> Iterator[dict[str, Any]]:
        """Where the record of a page stands in the booklets."""
        for key, imprime in self.imprimes.items():
            if page := imprime.pages.get(here):
                yield {"titre": self.observatoire.livrets[key].titre, "page": page, "url": relative(f"livret/#{key}", here)}

    def _to_print(self, here: str) -> Iterator[dict[str, str]]:
        """What leads to the piece of the record of a page, or to the poster of its theme: one, though several booklets have it."""
        posters = [imprime.affiches[here] for imprime in self.imprimes.values() if here in imprime.affiches]
        for what, file in (("la fiche", self.fiches.get(here)), ("l’affiche", next(iter(posters), None))):
            if file:
                told = ", ".join((file.format, plural(file.pages, "page"), weight(file.taille)))
                yield {"titre": f"Télécharger {what} ({told})", "url": relative(file.path, here)}

    def new_record(self, collection: str, here: str) -> str:
        """Where a record of ``collection`` is begun: on the forge, the template filled in; else where the template is."""
        row = COLLECTIONS[collection]
        if self.forge is None:
            return relative(f"contribuer/champs/{row.nom}/", here)
        return self.forge.new_file(row.folder, "a-nommer.yml", express(row, self.mots))

    @cached_property
    def forge(self) -> Forge | None:
        return forge(self.reglages.depot)

    @cached_property
    def mots(self) -> Mapping[str, tuple[str, ...]]:
        """Words of each list."""
        return {name: tuple(vocabulaire.termes) for name, vocabulaire in self.observatoire.vocabulaires.items()}

    def adresse(self, etape: Etape) -> str:
        """Address of a page that steps of breadcrumbs lead to."""
        return address(etape.path)

    def url(self, record: Record) -> str:
        """Address of the page of a record."""
        return address_of(record)

    def url_lieu(self, lieu: Lieu) -> str:
        return f"territoires/{lieu.id}/"

    def url_terme(self, vocabulaire: str, terme: str) -> str:
        """Index page of the practices that carry a term."""
        return f"experiences/par/{in_address(vocabulaire)}/{in_address(terme)}/"

    def url_explorer(self, choix: Mapping[str, Iterable[str]]) -> str:
        """Address of the explorer with some values ticked, by facet: any value of a facet, and every facet."""
        query = urlencode([(in_address(facette), in_address(value)) for facette, values in choix.items() for value in values])
        return f"experiences/?{query}" if query else "experiences/"

    def libelle(self, vocabulaire: str, terme: str) -> str:
        return self.observatoire.libelle(vocabulaire, terme)

    @cached_property
    def gloses(self) -> Gloses:
        return Gloses(self.observatoire.glossaire)

    @cached_property
    def environment(self) -> Environment:
        environment = Environment(
            loader=PackageLoader("observatoire.pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            bytecode_cache=_COMPILED,
        )  # fmt: skip
        environment.filters |= {
            "date": lambda date: date.en_francais if isinstance(date, PartialDate) else str(date),
            "md": prose.html,
            "mots": prose.bare,
            "phrase": first_sentence,
            "nombre": number,
            "ko": weight,
            "typo": typeset,
            "visible": visible,
            "en_lettres": in_letters,
            "minuscule": lambda text: text[:1].lower() + text[1:],
            "majuscule": lambda text: text[:1].upper() + text[1:],
        }
        environment.globals |= {
            "url": self.url, "url_lieu": self.url_lieu, "url_terme": self.url_terme, "url_explorer": self.url_explorer, "libelle": self.libelle, "appels": prose.calls,
            "pluriel": plural, "periode": period, "NBSP": NBSP,
        }  # fmt: skip
        return environment


def visible(lines: str) -> Markup:
    """Lines of a file as they are, where what an editor hides is drawn and named: a tabulation, an unbreakable space."""
    shown = str(escape(lines))
    for sign, (drawn, name) in _HIDDEN.items():
        shown = shown.replace(sign, f'<mark>{drawn}<span class="hors-ecran"> ({name}) </span></mark>')
    return Markup(shown)  # noqa: S704  (escaped above)


_HIDDEN = {"\t": ("⇥", "tabulation"), "\u00a0": ("⍽", "espace insécable")}


def short(text: str, limit: int = 300) -> str:
    """One line of at most ``limit`` characters, cut between words."""
    text = prose.bare(text)
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def first_sentence(text: str) -> str:
    """The first sentence of a Markdown text, as words alone."""
    return re.split(r"(?<=[.!?…])\s+(?=[«“]?\s?[A-ZÀ-Þ])", prose.bare(text), maxsplit=1)[0]


def front_matter(meta: Mapping[str, Any]) -> str:
    """YAML front matter whose every value is JSON: nothing typed by a contributor can break out."""
    return "---\n" + "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items()) + "---\n\n"


def compact(body: str) -> str:
    """Blank lines and indentation out: one block of HTML that Markdown leaves alone."""
    parts = re.split(r"(<pre\b.*?</pre>)", body, flags=re.DOTALL)
    squeezed = [part if part.startswith("<pre") else re.sub(r"\n\s*", "\n", part) for part in parts]
    return "".join(squeezed).strip() + "\n"
