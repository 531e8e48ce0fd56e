"""The MkDocs plugin: the only module that imports mkdocs."""

from __future__ import annotations

import gzip
import html
import json
import re
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options as opt
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage

from observatoire import editing, exports, loading, pages, prose, recherche
from observatoire.forge import forge
from observatoire.model import Observatoire
from observatoire.problems import InvalidData, Problem, blocking, report

log = get_plugin_logger(__name__)


_UNUSED = ("assets/javascripts/", "assets/stylesheets/", "assets/images/")
"""Material's own files: copied by MkDocs, called by nothing."""


_GUESSED = "edit/master/docs/"
"""Where MkDocs believes the pages to be, of a repository on GitHub or GitLab of which ``edit_uri`` says nothing."""


class ObservatoireConfig(Config):  # type: ignore[no-untyped-call]
    """Options of the plugin in ``mkdocs.yml``."""

    racine = opt.Dir(exists=True, default=".")
    """The folder that holds ``content/``, ``experiences/`` and ``groupes/``."""
    strict = opt.Type(bool, default=False)
    """Warnings block too."""
    livrets = opt.Type(str, default="livrets")
    """Folder of the booklets, from ``racine``: those made from the same data are offered."""


class ObservatoirePlugin(BasePlugin[ObservatoireConfig]):  # type: ignore[no-untyped-call]
    """Reads the records, then adds their pages and exports to the site."""

    _serving = False
    _last_good: Observatoire | None = None
    """Kept across rebuilds on purpose: a typo must not blank the preview."""
    _problems: tuple[Problem, ...] = ()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        # Here, not in on_files: MkDocs empties site/ in between,
        # and bad data must not cost the last good build.
        self._observatoire = self._load()
        if config.edit_uri in (None, _GUESSED) and (found := forge(config.repo_url or "")):
            config.edit_uri = f"{found.edit}{Path(config.docs_dir).name}/"
        if version := self._observatoire.version:
            config.extra["version_donnees"] = version.en_francais
        config.extra["problemes"] = report(self._problems) if self._problems else ""
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        for file in list(files):
            if file.src_uri.endswith((".yml", ".yaml")) or file.src_uri.startswith(_UNUSED):
                files.remove(file)  # YAML is never published as it is; our templates load nothing of Material's.
        files_to_offer = exports.open_data(self._observatoire, config.site_url or "")
        folder = Path(self.config.racine, self.config.livrets)
        empreinte = loading.empreinte(Path(self.config.racine))
        booklets = booklets_in(folder, empreinte, self._observatoire)
        pieces = pieces_in(folder / "fiches", empreinte)
        to_print = {
            offered: folder / offered.path.removeprefix("livret/")
            for booklet in booklets
            for offered in (*booklet.fichiers, *booklet.affiches.values())
        }
        to_print |= {piece: folder / "fiches" / piece.path for piece in pieces.values()}
        for offered, made in to_print.items():
            _add(files, File.generated(config, offered.path, content=made.read_bytes(), inclusion=InclusionLevel.NOT_IN_NAV))
        for page in pages.render(self._observatoire, _settings(config), files_to_offer, booklets, pieces):
            file = File.generated(config, page.path, content=page.markdown, inclusion=InclusionLevel.NOT_IN_NAV)
            if page.source:
                file.edit_uri = f"{_to_root(config, self.config.racine)}{page.source}"
            _add(files, file)
        for export in (*files_to_offer, *exports.page_data(self._observatoire), *exports.to_fill_in(self._observatoire)):
            _add(files, File.generated(config, export.path, content=export.content, inclusion=InclusionLevel.NOT_IN_NAV))
        for path, content in editing.downloads(self._observatoire, config.repo_url or "").items():
            _add(files, File.generated(config, path, content=content, inclusion=InclusionLevel.NOT_IN_NAV))
        return files

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        if not page.file.generated_by:
            return markdown
        # Our own pages are one block of HTML: Markdown would read it all, to leave it as it is.
        self._written = markdown
        return ""

    def on_page_content(self, content: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        # Our own pages were written by our templates; a hand-written one is contributed text.
        if not page.file.generated_by:
            return _clean_page(content)
        page.present_anchor_ids = set(re.findall(r'\sid="([^"]+)"', self._written))
        return self._written

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        # Blank lines weigh and say nothing, but in a text to copy.
        return re.sub(r"(<pre\b.*?</pre>)|\s*\n\s*\n+", lambda found: found[1] or "\n", output, flags=re.DOTALL)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        # MkDocs dates the site map of the day of the build; the same data must give the same bytes.
        site_map = Path(config.site_dir, "sitemap.xml")
        if site_map.exists():
            undated = re.sub(r"\s*<lastmod>[^<]*</lastmod>", "", site_map.read_text(encoding="utf-8")).encode()
            site_map.write_bytes(undated)
            site_map.with_name("sitemap.xml.gz").write_bytes(gzip.compress(undated, mtime=0))
        if not self._serving:  # A second at each change is too much for a preview: there, the search page says so.
            try:
                recherche.index(Path(config.site_dir), self._observatoire)
            except recherche.IndexIncomplete as error:
                raise PluginError(str(error)) from None

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        for name in loading.FOLDERS:
            folder = Path(self.config.racine) / name
            if folder.is_dir():
                server.watch(str(folder))
        server.watch(str(Path(pages.__file__).with_name("templates")))
        return server

    def _load(self) -> Observatoire:
        try:
            examination = loading.examine(Path(self.config.racine))
            self._problems = tuple(blocking(examination.problems, strict=self.config.strict))
        except InvalidData as error:
            self._problems = error.problems
        if not self._problems:
            self._last_good = examination.observatoire
        elif not (self._serving and self._last_good):
            raise PluginError("\n" + report(self._problems)) from None
        else:
            log.error("%s\nL’aperçu montre la dernière version valide.", report(self._problems))
        assert self._last_good is not None
        return self._last_good


def booklets_in(folder: Path, empreinte: str, observatoire: Observatoire) -> tuple[pages.LivretImprime, ...]:
    """Booklets of ``folder`` made from the records of ``empreinte`` by this program; one made otherwise would give wrong pages, and is left."""
    found = []
    for path in sorted(folder.glob("*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["id"] not in observatoire.livrets or said["empreinte"] != empreinte:
            log.info(
                "Livret « %s » : les fiches ou le logiciel ont changé depuis, il n’est pas joint au site. Refaites-le : observatoire livret.",
                path.stem,
            )
            continue
        files = tuple(
            pages.FichierImprime(f"livret/{f['nom']}", f["format"], f["taille"], f["pages"])
            for f in said["fichiers"]
            if (folder / f["nom"]).is_file()
        )
        posters = {
            address: pages.FichierImprime(f"livret/{f['nom']}", "PDF A3", f["taille"], 1)
            for address, f in said.get("affiches", {}).items()
            if (folder / f["nom"]).is_file()
        }
        found.append(pages.LivretImprime(said["id"], said["date"], files, said["pages"], posters))
    return tuple(found)


def pieces_in(folder: Path, empreinte: str) -> dict[str, pages.FichierImprime]:
    """Printable pieces of ``folder``, by the address of their record, when they were made from the records of ``empreinte``."""
    path = folder / "fiches.json"
    if not path.is_file():
        return {}
    said = json.loads(path.read_text(encoding="utf-8"))
    if said["empreinte"] != empreinte:
        log.info(
            "Fiches à imprimer : les fiches ou le logiciel ont changé depuis, elles ne sont pas jointes au site. Refaites-les : observatoire fiches."
        )
        return {}
    return {
        address: pages.FichierImprime(piece["nom"], "PDF", piece["taille"], piece["pages"])
        for address, piece in said["fiches"].items()
        if (folder / piece["nom"]).is_file()
    }


def _settings(config: MkDocsConfig) -> pages.Reglages:
    return pages.Reglages(nom=config.site_name, adresse=config.site_url or "", depot=config.repo_url or "")


def _to_root(config: MkDocsConfig, racine: str) -> str:
    """Way from ``docs_dir``, where MkDocs' edit addresses start, back to the root of the records."""
    docs = Path(config.docs_dir).resolve()
    root = Path(racine).resolve()
    depth = len(docs.relative_to(root).parts) if docs.is_relative_to(root) else 0
    return "../" * depth


def _add(files: Files, file: File) -> None:
    if files.get_file_from_path(file.src_uri) is not None:
        raise PluginError(f"Deux pages à la même adresse : {file.src_uri}. Renommez celle qui est écrite à la main.")
    files.append(file)


def _clean_page(content: str) -> str:
    """Contributed HTML, cleaned, with the anchors of its headings put back."""
    anchors = re.findall(r'<h([1-6]) id="([a-z0-9_-]+)"', content)
    cleaned = prose.clean(content.replace("<h1", "<h2").replace("</h1", "</h2"))
    for level, anchor in anchors:
        level = "2" if level == "1" else level
        cleaned = cleaned.replace(f"<h{level}>", f'<h{level} id="{html.escape(anchor)}">', 1)
    return cleaned
