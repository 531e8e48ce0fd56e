"""Print as JSON what composing one booklet costs: ``composer.py ROOT KEY``. A process of its own, so that its peak of memory is the booklet's."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time

from observatoire import loading
from observatoire.livret import controle, epub
from observatoire.livret.assemblage import assemble
from observatoire.livret.composition import compose
from observatoire.livret.imposition import imposer
from observatoire.livret.impression import site_of
from observatoire.livret.presse import front


def costs(root: Path, key: str) -> dict[str, float]:
    """Seconds (``_s``) and seconds of processor (``_cpu``) of each step; peaks in megabytes (``_mo``): once read, once laid out."""
    costs: dict[str, float] = {}

    @contextmanager
    def measured(step: str) -> Iterator[None]:
        start, work = perf_counter(), process_time()
        yield
        costs[f"{step}_s"], costs[f"{step}_cpu"] = perf_counter() - start, process_time() - work
        costs[f"{step}_mo"] = _peak()

    with measured("lecture"):
        examination = loading.examine(root)
        o = examination.observatoire
        booklet = assemble(o, o.livrets[key], site_of(root / "mkdocs.yml"))
        _, images = controle.check(booklet, examination.documents, o.livrets[key], root / "content")
    with measured("pdf"):
        laid_out = compose(booklet, "courant", images)
    with measured("epub"):
        epub.publish(booklet, laid_out, images, front(laid_out.pdf))
    plain = compose(booklet, "courant", images, "imprimeur", laid_out)
    with measured("imposition"):
        imposer(plain.pdf, plain.pages, "a4", 16, booklet.horodatage)
    return costs | {"pages": laid_out.pages, "articles": len(booklet.articles)}


def _peak() -> float:
    """Megabytes, as Linux tells: getrusage would count what the process that started this one held."""
    return int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"))[0]) / 1024


if __name__ == "__main__":
    print(json.dumps(costs(Path(sys.argv[1]), sys.argv[2])))
