"""What a name typed on the command line means."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rapidfuzz import fuzz, process

from observatoire import loading
from observatoire.problems import NBSP, THIN, InvalidData
from observatoire.terminal import stop


def examined(root: Path) -> loading.Examination:
    """The folder ``root`` as it is read; the command stops when nothing can be."""
    try:
        return loading.examine(root)
    except InvalidData as error:
        stop(error)


def identifier(text: str) -> str:
    """``groupes/rencontres/x.yml`` and ``x.yml`` name the record ``x``."""
    return Path(text).name.removesuffix(".yml")


def unknown(text: str, known: Iterable[str]) -> str:
    """What is said of a name that no record bears: the nearest ones."""
    near = [word for word, _, _ in process.extract(identifier(text), list(known), scorer=fuzz.WRatio, score_cutoff=60, limit=3)]
    maybe = f" Vouliez-vous dire {' ou '.join(near)}{THIN}?" if near else ""
    return f"aucune fiche ne s’appelle «{NBSP}{text}{NBSP}».{maybe}"
