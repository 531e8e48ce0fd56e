"""The forge where records are proposed: what its address says, and the addresses of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Forge:
    """A repository of GitHub or of GitLab."""

    nom: str
    """``github`` or ``gitlab``."""
    depot: str
    """``groupe/projet``."""
    origine: str
    """``https://gitlab.exemple.fr``."""

    @property
    def titre(self) -> str:
        """What people call it."""
        return {"github": "GitHub", "gitlab": "GitLab"}[self.nom]

    @property
    def api(self) -> str:
        """Origin of the addresses that programs ask."""
        return "https://api.github.com" if self.nom == "github" else self.origine

    @property
    def edit(self) -> str:
        """What stands between the repository's address and a file of ``main``, on the page where it is edited."""
        return "edit/main/" if self.nom == "github" else "-/edit/main/"

    def new_file(self, folder: str, name: str, text: str) -> str:
        """Address of the page where a file is written, already holding ``text``; it is proposed as a change to ``main``."""
        base = f"{self.origine}/{self.depot}"
        if self.nom == "github":
            return f"{base}/new/main/{folder}?{urlencode({'filename': name, 'value': text})}"
        return f"{base}/-/new/main/{folder}?{urlencode({'file_name': name, 'content': text})}"

    @property
    def new_issue(self) -> str:
        """Address of the page where one tells without writing a file."""
        base = f"{self.origine}/{self.depot}"
        return f"{base}/issues/new/choose" if self.nom == "github" else f"{base}/-/issues/new"


def forge(repo_url: str) -> Forge | None:
    """The forge of a repository's address; ``None`` when there is no address, or of a forge of another kind."""
    address = urlsplit(repo_url)
    path = address.path.strip("/").removesuffix(".git")
    host = address.hostname or ""
    name = "github" if host == "github.com" else "gitlab" if "gitlab" in host.split(".") else ""
    if address.scheme != "https" or not name or "/" not in path:
        return None
    return Forge(name, path, f"https://{address.netloc}")
