"""The form on this machine's files: a small server for one browser, that writes records and nothing else.

It listens to this machine alone, answers only to its own name (another site open in the browser cannot reach it),
knows no file but records, and writes one only when the checker has nothing against it.
"""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from urllib.parse import unquote

from observatoire import loading
from observatoire.editing import formulaire
from observatoire.editing.changes import Changes
from observatoire.editing.fiches import fiches
from observatoire.problems import NBSP, InvalidData, Problem, report
from observatoire.schema import COLLECTIONS, Collection
from observatoire.schema.formatting import updated
from observatoire.sources import MAX_BYTES, read

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?\.yml")
_FICHES = "/fiches/"
LOCAL = {"name": "test-repo"}
"""Sveltia's backend for a private folder of the browser: here, the folder of this server."""


class Refused(Exception):
    """The record is not written; the message says why, in French."""


def collection_of(name: str) -> Collection | None:
    """The collection of which ``name``, a path from the root, may be a record; ``None`` when it can be none."""
    folder, _, file = name.rpartition("/")
    for row in COLLECTIONS.values():
        if (name == row.folder) if row.single else (folder == row.folder and _NAME.fullmatch(file)):
            return row
    return None


def save(root: Path, name: str, text: str) -> str:
    """Write the record ``name`` as the form gives it; the text that the file now holds.

    It is put in its one form, with the comments of the former file. Raises ``Refused``, and writes nothing, when
    ``name`` is no record, when a link stands in the way, or when the checker finds a new error.
    """
    row = collection_of(name)
    path = root / name
    if row is None or any(part.is_symlink() for part in (path, *path.parents) if part != root and root in part.parents):
        raise Refused(f"«{NBSP}{name}{NBSP}» n’est pas l’adresse d’une fiche.")
    try:
        given = read(name, text.encode())
        former = read(name, path.read_bytes()) if path.is_file() else None
    except InvalidData as error:
        raise Refused(_told(error.problems)) from None
    if not isinstance(given.data, dict):
        raise Refused("La fiche est vide.")
    written = updated(row.model, former, given.data)
    if former is not None and written == former.text:
        return written
    if problems := loading.errors_brought(root, {name: written}):
        raise Refused("\n\n".join(p.message if p.file == name else f"{p.file}{NBSP}: {p.message}" for p in problems))
    Changes({name: written}).apply(root)
    return written


def _told(problems: tuple[Problem, ...] | list[Problem]) -> str:
    return report([*problems]).rsplit("\n", 1)[0].strip()


class Serveur(ThreadingHTTPServer):
    """The form of the observatory ``root``, at http://127.0.0.1:``port``/ (0 takes a free one)."""

    daemon_threads = True

    def __init__(self, root: Path, port: int) -> None:
        self.root = root
        self.writing = Lock()
        self.pages: Mapping[str, bytes] = {**formulaire.assets(), "": formulaire.page()}
        super().__init__(("127.0.0.1", port), _Reponse)

    @property
    def adresse(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def settings(self) -> bytes:
        """Read at each visit: a list of words may have changed."""
        return formulaire.settings(loading.examine(self.root).observatoire, LOCAL, workflow=False)

    def records(self) -> bytes:
        texts = {name: (self.root / name).read_text(encoding="utf-8", errors="replace") for _, name in fiches(self.root)}
        return json.dumps(texts, ensure_ascii=False).encode()


class _Reponse(BaseHTTPRequestHandler):
    server: Serveur

    def do_GET(self) -> None:
        if not self._is_ours():
            return
        path = unquote(self.path.partition("?")[0])
        try:
            if path == _FICHES:
                self._send(HTTPStatus.OK, self.server.records(), "application/json")
            elif path == "/reglages.json":
                self._send(HTTPStatus.OK, self.server.settings(), "application/json")
            elif (content := self.server.pages.get(path[1:])) is not None:
                self._send(HTTPStatus.OK, content, _kind(path))
            else:
                self._send(HTTPStatus.NOT_FOUND, "Il n’y a rien à cette adresse.".encode())
        except InvalidData as error:
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, _told(error.problems).encode())

    def do_PUT(self) -> None:
        if not self._is_ours():
            return
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MAX_BYTES:
            self.close_connection = True
            self._send(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b"La fiche est trop lourde.")
            return
        raw = self.rfile.read(int(length))
        name = unquote(self.path).removeprefix(_FICHES)
        try:
            with self.server.writing:
                self._send(HTTPStatus.OK, save(self.server.root, name, raw.decode("utf-8")).encode())
        except (Refused, UnicodeDecodeError) as error:
            self._send(HTTPStatus.UNPROCESSABLE_ENTITY, str(error).encode())
        except OSError as error:
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, f"Le disque refuse d’écrire{NBSP}: {error.strerror}.".encode())

    def _is_ours(self) -> bool:
        """Asked by the page this server gave, under its own name: neither by another site nor by a borrowed name."""
        own = {f"{name}:{self.server.server_port}" for name in ("127.0.0.1", "localhost")}
        origin = self.headers.get("Origin")
        if self.headers.get("Host") in own and (origin is None or origin.removeprefix("http://") in own):
            return True
        self.close_connection = True
        self._send(HTTPStatus.FORBIDDEN, "Ce formulaire ne répond qu’à cette machine.".encode())
        return False

    def _send(self, status: HTTPStatus, content: bytes, kind: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith(("text/", "application/json")) else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing to say of each request."""


_KINDS = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", "": "text/html", ".json": "application/json"}


def _kind(path: str) -> str:
    suffix = Path(path).suffix
    return _KINDS.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
