"""What a command is about to write: shown first, then written all at once or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path


@dataclass(frozen=True)
class Changes:
    """New texts of files, and files to remove, by path from the root of the observatory."""

    texts: Mapping[str, str | None] = field(default_factory=dict)
    """``None`` removes the file."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """New name of each file that changes its own, for who reads the difference."""

    def __bool__(self) -> bool:
        return bool(self.texts)

    def diff(self, root: Path) -> str:
        """What would change, as ``git diff`` shows it; ``""`` when nothing does."""
        after = set(self.moved.values())
        names = [(name, self.moved.get(name, name)) for name in sorted(self.texts) if name not in after]
        return "".join(_difference(_read(root / old), self.texts[new], old, new) for old, new in names)

    def apply(self, root: Path) -> None:
        """Write every file, or leave all of them as they were. Raises ``OSError`` when the disk refuses."""
        before = {name: _bytes(root / name) for name in self.texts}
        done: list[str] = []
        ready: dict[str, Path] = {}
        try:
            for name, new in self.texts.items():
                if new is not None:
                    ready[name] = _beside(root / name, new.encode())
            for name, new in self.texts.items():
                done.append(name)
                if new is None:
                    (root / name).unlink()
                else:
                    ready[name].replace(root / name)
        except OSError:
            for name in done:
                _restore(root / name, before[name])
            raise
        finally:
            for leftover in ready.values():
                leftover.unlink(missing_ok=True)


def _difference(before: str | None, after: str | None, old: str, new: str) -> str:
    lines = unified_diff(
        (before or "").splitlines(keepends=True),
        (after or "").splitlines(keepends=True),
        old if before is not None else "/dev/null",
        new if after is not None else "/dev/null",
    )
    head = f"{old} → {new}\n" if old != new else ""
    return head + "".join(line if line.endswith("\n") else line + "\n" for line in lines)


def _read(path: Path) -> str | None:
    raw = _bytes(path)
    return None if raw is None else raw.decode("utf-8", "replace")


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def write_bytes(path: Path, raw: bytes) -> None:
    """Write one file whole, or leave it as it was. Raises ``OSError`` when the disk refuses."""
    _beside(path, raw).replace(path)


def _beside(path: Path, raw: bytes) -> Path:
    """A finished file beside ``path``, with its rights, ready to take its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ready = path.with_name(f".{path.name}-{os.getpid()}")
    ready.write_bytes(raw)
    if path.exists():
        ready.chmod(path.stat().st_mode)
    return ready


def _restore(path: Path, raw: bytes | None) -> None:
    with suppress(OSError):
        if raw is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(raw)
