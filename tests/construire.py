"""The ways to build a site as a contributor does, and to check it, for every module that looks at a finished one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
PETIT = ROOT / "tests" / "petit"
DEMONSTRATION = ROOT / "tests" / "demonstration"
"""A whole year of exchanges, made up: what a newcomer is shown."""


JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""What the checkers that run on Java are started with: a run of some seconds is over before what it would compile further serves."""


def command(*arguments: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``observatoire`` as a contributor would, with its output as text; ``env`` adds to the environment."""
    return subprocess.run(
        [sys.executable, "-m", "observatoire", *map(str, arguments)],
        cwd=cwd, env={**os.environ, "PYTHONIOENCODING": "utf-8", **(env or {})}, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def build(root: Path, output: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Build the observatory of the folder ``root`` into ``output``."""
    return command("site", "--racine", root, "--config", root / "mkdocs.yml", "--sortie", output, env=env)


def built(root: Path, output: Path, env: Mapping[str, str] | None = None) -> Path:
    """The same, when it must succeed: ``output``."""
    result = build(root, output, env)
    assert result.returncode == 0, result.stdout + result.stderr
    return output


def copied(folder: Path) -> Path:
    """A copy of the small observatory in ``folder``, to spoil, with the templates where its configuration looks for them."""
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    return Path(shutil.copytree(PETIT, folder / "tests" / "petit"))


def data_of(path: Path) -> Any:
    """What a YAML file holds, as another program reads it: libyaml, that many records do not make wait."""
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its path in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
