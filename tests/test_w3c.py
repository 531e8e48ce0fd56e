"""Every page is valid HTML for the checker of the W3C: not one message, warnings included."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from construire import JAVA, ROOT

JAR = ROOT / "tests" / "outils" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def test_every_page_is_valid_html(petit_site: Path, demonstration_site: Path, vrai_site: Path) -> None:
    java = shutil.which("java")
    assert java, "java is missing: sh tests/outils/installer.sh"
    assert JAR.exists(), "the checker is missing: sh tests/outils/installer.sh"

    result = subprocess.run(
        [java, *JAVA, "-Xss2m", "-jar", JAR, "--Werror", "--skip-non-html", "--format", "gnu", petit_site, demonstration_site, vrai_site],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert result.stderr.replace(f"file:{petit_site.parent}/", "").splitlines()[:40] == []
    assert result.returncode == 0
