"""A text editor, as far as a YAML language server can tell: it speaks the Language Server Protocol on two pipes."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

SERVER = Path(__file__).parent / "outils/node_modules/yaml-language-server/bin/yaml-language-server"


class Editeur:
    """Opens files of a workspace, with its ``.vscode/settings.json``, in French."""

    def __init__(self, workspace: Path) -> None:
        node = shutil.which("node")
        assert node and SERVER.exists(), "no language server: sh tests/outils/installer.sh"
        self.workspace = workspace
        self._settings = json.loads((workspace / ".vscode/settings.json").read_text(encoding="utf-8"))
        self._process = subprocess.Popen(
            [node, str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._answers: dict[int, queue.Queue[Any]] = {}
        self._diagnostics: dict[str, queue.Queue[Any]] = {}
        self._asked = 0
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        folder = {"uri": workspace.as_uri(), "name": workspace.name}
        dynamic = {"configuration": True, "workspaceFolders": True, "didChangeConfiguration": {"dynamicRegistration": True}}
        text = {"completion": {"completionItem": {"documentationFormat": ["markdown"]}}, "publishDiagnostics": {}}
        self._ask("initialize", {
            "processId": None, "rootUri": workspace.as_uri(), "workspaceFolders": [folder], "locale": "fr",
            "capabilities": {"workspace": dynamic, "textDocument": text},
        })  # fmt: skip
        self._say("initialized", {})
        self._say("workspace/didChangeConfiguration", {"settings": self._sections(["yaml"])[0]})

    def problems(self, file: str, text: str) -> list[tuple[int, int, str]]:
        """Line, column (1-based) and message of all that is underlined, in the order of the file."""
        found = self._open(file, text)
        places = [(d["range"]["start"]["line"] + 1, d["range"]["start"]["character"] + 1, d["message"]) for d in found]
        return sorted(set(places))

    def choices(self, file: str, text: str) -> dict[str, str]:
        """What is offered where ``text`` has ``¦``, with what is told of each."""
        before, _, after = text.partition("¦")
        self._open(file, before + after)
        place = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        found = self._ask("textDocument/completion", {"textDocument": {"uri": self._uri(file)}, "position": place})
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: _told(item.get("documentation", "")) for item in items}

    def hover(self, file: str, text: str) -> str:
        """What is told of the word after ``¦``."""
        before, _, after = text.partition("¦")
        self._open(file, before + after)
        place = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        found = self._ask("textDocument/hover", {"textDocument": {"uri": self._uri(file)}, "position": place})
        return _told(found["contents"]) if found else ""

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._listener.join()
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()

    def _open(self, file: str, text: str) -> list[Any]:
        uri = self._uri(file)
        waiting = self._diagnostics[uri] = queue.Queue()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._say("textDocument/didOpen", {"textDocument": document})
        found: list[Any] = waiting.get(timeout=60)
        return found

    def _uri(self, file: str) -> str:
        return (self.workspace / file).as_uri()

    def _sections(self, names: list[str]) -> list[Any]:
        """Settings as an editor gives them: ``yaml.schemas`` under ``yaml``, then ``schemas``."""
        found = []
        for name in names:
            section: dict[str, Any] = {}
            for key, value in self._settings.items():
                if key.startswith(f"{name}."):
                    *way, last = key.removeprefix(f"{name}.").split(".")
                    inner = section
                    for step in way:
                        inner = inner.setdefault(step, {})
                    inner[last] = value
            found.append(section)
        return found

    def _ask(self, method: str, params: Any) -> Any:
        self._asked += 1
        waiting = self._answers[self._asked] = queue.Queue()
        self._send({"id": self._asked, "method": method, "params": params})
        return waiting.get(timeout=60)

    def _say(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        raw = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(raw), raw))
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream
        while header := stream.readline():
            length = int(header.split(b":")[1])
            while stream.readline().strip():
                pass
            self._receive(json.loads(stream.read(length)))

    def _receive(self, message: dict[str, Any]) -> None:
        method = message.get("method")
        if method == "workspace/configuration":
            names = [item["section"] for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": self._sections(names)})
        elif method == "textDocument/publishDiagnostics":
            waiting = self._diagnostics.get(message["params"]["uri"])
            if waiting:
                waiting.put(message["params"]["diagnostics"])
        elif "id" in message and method:
            self._send({"id": message["id"], "result": None})
        elif "id" in message and message["id"] in self._answers:
            self._answers[message["id"]].put(message.get("result"))


def _told(documentation: Any) -> str:
    return documentation["value"] if isinstance(documentation, dict) else str(documentation)
