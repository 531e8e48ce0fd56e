"""What the forges run: workflows that follow their schemas and a linter of security, what they post, what two merges may break."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from construire import ROOT
from observatoire import loading
from observatoire.editing import tickets

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
QUESTIONS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
TOOLS = Path(sys.executable).parent


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.gitlab-ci", [ROOT / ".gitlab-ci.yml"]),
        ("vendor.github-issue-forms", QUESTIONS),
        ("vendor.github-issue-config", [ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"]),
    ],
    ids=["github", "gitlab", "questions", "choice of questions"],
)
def test_the_files_of_the_forges_follow_their_schemas(schema: str, files: list[Path]) -> None:
    reference = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    assert files

    done = run(TOOLS / "check-jsonschema", "--builtin-schema", schema, *reference, *files)

    assert done.returncode == 0, done.stdout


def test_the_questions_of_the_forges_follow_the_models_and_the_lists_of_words() -> None:
    vocabulaires = loading.vocabularies(ROOT)
    rendered = tickets.render(vocabulaires)

    assert {name: (ROOT / name).read_text(encoding="utf-8") for name in rendered} == rendered
    body = yaml.safe_load(rendered[".github/ISSUE_TEMPLATE/1-experience.yml"])["body"]
    (asked,) = [each for each in body if each.get("id") == "objet_traite"]
    assert asked["attributes"]["options"] == [terme.libelle for terme in vocabulaires["objet_traite"].termes.values()]
    assert len([each for each in body if each.get("id", "").startswith("recit-")]) == 6


def test_a_linter_of_security_finds_nothing_in_the_workflows() -> None:
    done = run(TOOLS / "zizmor", "--offline", "--no-progress", ROOT / ".github")

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_workflow_runs_a_proposal_with_rights_or_secrets(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)

    assert "secrets." not in text
    assert "pull_request_target" not in text
    if "pull_request" in workflow[True]:  # « on » is what YAML 1.1 reads as true.
        assert workflow["permissions"] == {"contents": "read"}
        assert all("permissions" not in job for job in workflow["jobs"].values())
    if "workflow_run" in workflow[True]:
        assert "checkout" not in text


class Forge(HTTPServer):
    """A merge request of GitLab with its notes, on this machine."""

    notes: list[dict[str, Any]]
    seen: list[tuple[str, str]]


class Answer(BaseHTTPRequestHandler):
    server: Forge

    def _reply(self, value: Any) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> str:
        self.server.seen.append((self.command, self.headers["PRIVATE-TOKEN"]))
        size = int(self.headers.get("Content-Length") or 0)
        return str(json.loads(self.rfile.read(size))["body"]) if size else ""

    def do_GET(self) -> None:
        self._body()
        self._reply(self.server.notes)

    def do_POST(self) -> None:
        self.server.notes.append({"id": len(self.server.notes) + 1, "body": self._body()})
        self._reply(self.server.notes[-1])

    def do_PUT(self) -> None:
        note = next(n for n in self.server.notes if self.path.endswith(f"/notes/{n['id']}"))
        note["body"] = self._body()
        self._reply(note)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def forge() -> Iterator[Forge]:
    server = Forge(("127.0.0.1", 0), Answer)
    server.notes, server.seen = [{"id": 1, "body": "Bonjour, merci de votre proposition."}], []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_note_of_gitlab_takes_the_place_of_the_last_one(forge: Forge, tmp_path: Path) -> None:
    file = tmp_path / "relecture.md"
    address = f"http://127.0.0.1:{forge.server_port}/api/v4"
    environment = {
        **os.environ,
        "CI_API_V4_URL": address,
        "CI_PROJECT_ID": "7",
        "CI_MERGE_REQUEST_IID": "3",
        "OBSERVATOIRE_JETON": "jeton-d-essai",
    }

    for text in ("première", "seconde"):
        file.write_text(f"<!-- relecture-de-l-observatoire -->\n## {text}\n", encoding="utf-8")
        subprocess.run([sys.executable, ROOT / "scripts" / "forge" / "note_gitlab.py", file], env=environment, check=True)

    assert [note["id"] for note in forge.notes] == [1, 2]
    assert forge.notes[0]["body"] == "Bonjour, merci de votre proposition."
    assert forge.notes[1]["body"] == "<!-- relecture-de-l-observatoire -->\n## seconde\n"
    assert forge.seen == [("GET", "jeton-d-essai"), ("POST", "jeton-d-essai"), ("GET", "jeton-d-essai"), ("PUT", "jeton-d-essai")]


def test_no_two_decisions_took_the_same_number() -> None:
    decisions = sorted((ROOT / "scripts" / "decisions").glob("*.md"))

    assert [path.name[:5] for path in decisions] == [f"{n:04}-" for n in range(1, len(decisions) + 1)]
    assert all(path.read_text(encoding="utf-8").startswith(f"# {path.name[:4]}. ") for path in decisions)
