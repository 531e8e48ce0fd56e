"""Post a comment on the merge request of this pipeline, in place of the one posted before.

Run by GitLab's pipeline with ``OBSERVATOIRE_JETON``; needs nothing but Python. The first line of the
comment is the mark by which the former one is found.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen


def main(file: str) -> None:
    body = Path(file).read_text(encoding="utf-8")
    notes = (
        f"{os.environ['CI_API_V4_URL']}/projects/{os.environ['CI_PROJECT_ID']}/merge_requests/{os.environ['CI_MERGE_REQUEST_IID']}/notes"
    )
    mark = body.split("\n", 1)[0]
    former = next(
        (note["id"] for note in _call("GET", f"{notes}?per_page=100&order_by=created_at&sort=asc") if note["body"].startswith(mark)), None
    )
    if former is None:
        _call("POST", notes, {"body": body})
    else:
        _call("PUT", f"{notes}/{former}", {"body": body})


def _call(method: str, address: str, data: dict[str, str] | None = None) -> Any:
    headers = {"PRIVATE-TOKEN": os.environ["OBSERVATOIRE_JETON"], "Content-Type": "application/json"}
    request = Request(address, method=method, headers=headers, data=json.dumps(data).encode() if data else None)  # noqa: S310 (the forge's own address)
    with urlopen(request, timeout=30) as answer:  # noqa: S310
        return json.load(answer)


if __name__ == "__main__":
    main(sys.argv[1])
