"""Build the site with MkDocs, or write its Markdown for another generator."""

from __future__ import annotations

import logging
import os
import re
import shutil
from pathlib import Path
from typing import Any

import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from observatoire import editing, exports, pages
from observatoire.editing.changes import write_bytes
from observatoire.model import Observatoire
from observatoire.problems import NBSP, THIN


class BuildFailed(Exception):
    """MkDocs could not build; the message is for the person who typed the command."""


class _Heard(logging.Handler):
    """Keeps what MkDocs warns of: in strict mode, its own error only counts it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage().strip())


def build(config_file: Path, folder: Path) -> None:
    """Build the site that ``config_file`` describes into ``folder``. Raises ``BuildFailed``."""
    log = logging.getLogger("mkdocs")
    log.setLevel(logging.WARNING)
    heard = _Heard()
    log.addHandler(heard)
    try:
        config = load_config(str(config_file), site_dir=str(folder), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
    except (MkDocsException, Abort, FileNotFoundError) as error:
        told = dict.fromkeys(_in_french(message, config_file) for message in heard.messages)
        raise BuildFailed("\n".join(told) or str(error)) from error
    finally:
        log.removeHandler(heard)


_LINK = re.compile(r"Doc file '(.+?)' contains an? (absolute )?.*?link '(.*?)',.*?( anchor.*?)?(?:Did you mean '(.*)'\?)?", re.DOTALL)
_MENU = re.compile(r"A reference to '(.+?)' is included in the 'nav' configuration, which is not found.*", re.DOTALL)


def _in_french(message: str, config_file: Path) -> str:
    """What MkDocs says of a link that a hand wrote, with its place. Its other messages, which no page causes, stay as they are."""
    if menu := _MENU.fullmatch(message):
        return f"{_place(config_file, config_file.name, menu[1])}: le menu mène à «{NBSP}{menu[1]}{NBSP}», qui n’existe pas."
    found = _LINK.fullmatch(message)
    if not found:
        return message
    page, absolute, link, anchor, meant = found.groups()
    docs = yaml.safe_load(config_file.read_text(encoding="utf-8")).get("docs_dir", "docs")
    fault = (
        "part de la racine du serveur"
        if absolute
        else "mène à une partie de page qui n’existe pas"
        if anchor
        else "ne mène à aucun fichier"
    )
    mend = f" Vouliez-vous dire «{NBSP}{meant}{NBSP}»{THIN}?" if meant else ""
    return f"{_place(config_file.parent / docs / page, f'{docs}/{page}', link)}: le lien «{NBSP}{link}{NBSP}» {fault}.{mend}"


def _place(file: Path, name: str, written: str) -> str:
    """``content/a-propos/index.md:12:8``, where ``written`` first stands; the name alone of a page that no hand wrote."""
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    found = re.search(rf"(?<![\w./-]){re.escape(written)}(?![\w./-])", text)
    if not found:
        return name
    start = found.start()
    return f"{name}:{text.count(chr(10), 0, start) + 1}:{start - text.rfind(chr(10), 0, start)}"


def serve(config_file: Path, address: str) -> None:
    """Serve the site on ``address`` (``host:port``), rebuilt on each change. Raises ``BuildFailed`` when it cannot start."""
    try:
        mkdocs_serve(str(config_file), dev_addr=address, livereload=True)
    except (MkDocsException, Abort) as error:
        raise BuildFailed(str(error)) from error


def write_pages(root: Path, observatoire: Observatoire, folder: Path) -> int:
    """Write Markdown, open data, assets and ``mkdocs.yml`` into ``folder``; the number of pages.

    The configuration keeps the names and the tabs, and leaves out what only MkDocs knows: our plugin
    and the templates.
    """
    source = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    docs = folder / "docs"
    _copy_hand_written(root / source.get("docs_dir", "docs"), docs)
    settings = pages.Reglages(nom=source.get("site_name", ""), adresse=source.get("site_url", ""), depot=source.get("repo_url", ""))
    files = exports.open_data(observatoire, settings.adresse)
    for page in pages.render(observatoire, settings, files):
        _write(docs / page.path, page.markdown)
    for export in (*files, *exports.page_data(observatoire), *exports.to_fill_in(observatoire)):
        _write(docs / export.path, export.content)
    for path, content in editing.downloads(observatoire, settings.depot).items():
        write_bytes(docs / path, content)
    assets = root / source["theme"]["custom_dir"] / "assets"
    shutil.copytree(assets, docs / "assets")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(_portable(source), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return sum(1 for _ in docs.rglob("*.md"))


def _copy_hand_written(source: Path, docs: Path) -> None:
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.suffix not in (".yml", ".yaml"):
            target = docs / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def _portable(source: dict[str, Any]) -> dict[str, Any]:
    kept = {
        key: value
        for key, value in source.items()
        if key in ("site_name", "site_description", "site_url", "repo_url", "markdown_extensions", "nav", "use_directory_urls")
    }
    css = "assets/observatoire.css"
    return {
        **kept,
        "docs_dir": "docs",
        "site_dir": "site",
        "theme": {"name": "material", "language": "fr", "font": False},
        "extra_css": [css],
        "plugins": [],
    }


os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
