"""A terminal where a command is typed, and its questions answered one by one."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path


def typed(arguments: list[str], answers: list[str], cwd: Path) -> tuple[int, str]:
    """Exit status and screen of a command of ``observatoire``; each answer is typed when a prompt waits for it."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "observatoire", *arguments]
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    process = subprocess.Popen(command, cwd=cwd, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    screen, waiting, seen = "", list(answers), 0
    while True:
        ready, _, _ = select.select([ours], [], [], 60)
        try:
            read = os.read(ours, 65536).decode("utf-8", "replace") if ready else ""
        except OSError:  # The command has ended and closed its side.
            read = ""
        if not read:
            break
        screen += read
        if waiting and screen[seen:].endswith(("> ", "[o/N] ")):
            seen = len(screen)
            os.write(ours, (waiting.pop(0) + "\n").encode())
    os.close(ours)
    return process.wait(timeout=60), screen.replace("\r\n", "\n")
