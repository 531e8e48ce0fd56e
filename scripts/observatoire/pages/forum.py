"""The regional Forums."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.pages.rendu import Etape, Page, Rendu

LISTE = Etape("Forum", "forum/index.md")


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    yield rendu.page(
        LISTE.path, "forums.html", titre="Le Forum régional", prochain=o.forums_tries[-1] if o.forums_tries else None,
        description="Les Forums régionaux de la démocratie participative : date, lieu, programme, contributions et suites.",
        politique=[x for x in (o.politique.elements if o.politique else ()) if x.rubrique.startswith("Forum")],
    )  # fmt: skip
    for forum in o.forums_tries:
        yield rendu.page(
            f"forum/{forum.id}.md", "forum.html", titre=forum.titre, description=forum.sous_titre or forum.titre, fil=[LISTE],
            source=forum.fichier, fictif=forum.fictif, f=forum, commune=o.commune(forum.lieu.commune) if forum.lieu and forum.lieu.commune else None,
            productions=[p for p in o.productions.values() if p.statut_production in ("soumise", "adoptee")],
        )  # fmt: skip
