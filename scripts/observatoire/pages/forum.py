"""The regional Forums: programme, what the groups bring to them, what was answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from observatoire.model import Requete
from observatoire.pages.rendu import Etape, Page, Rendu
from observatoire.schema.groupes import Forum, Production

LISTE = Etape("Forum", "forum/index.md")


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    last = o.forums_tries[-1] if o.forums_tries else None
    yield rendu.page(
        LISTE.path, "forums.html", propose=["forum"], titre="Le Forum régional", prochain=last, apportees=o.productions_du_forum(last) if last else (),
        repondues=sum(p.reponse_recue is not None for p in o.productions_du_forum(last)) if last else 0,
        description="Les Forums régionaux de la démocratie participative : date, lieu, programme, contributions et suites.",
        politique=[x for x in (o.politique.elements if o.politique else ()) if x.rubrique.startswith("Forum")],
    )  # fmt: skip
    yield from (_forum(rendu, forum) for forum in o.forums_tries)


def _forum(rendu: Rendu, f: Forum) -> Page:
    o = rendu.observatoire
    brought = o.productions_du_forum(f)
    demands = [x for p in brought for x in o.requetes_de(p)]
    rested = {key for p in brought for key in p.s_appuie_sur.enseignements}
    return rendu.page(
        f"forum/{f.id}.md", "forum.html", titre=f.titre, description=f.sous_titre or f.titre, fil=[LISTE], source=f.fichier, fictif=f.fictif, f=f,
        commune=o.commune(f.lieu.commune) if f.lieu and f.lieu.commune else None, groupes=o.groupes_du_forum(f), productions=brought,
        par_theme=_sorted_by([(t.id, t.nom) for t in o.themes_tries], brought, lambda p: p.themes),
        par_destinataire=_sorted_by([(key, t.libelle) for key, t in o.vocabulaires["destinataires"].termes.items()], brought, lambda p: p.destinataires),
        debattre=[p for p in brought if p.forme == "question_au_debat"],
        questions=[x for x in o.lecons if x.enseignement.nature in ("question_ouverte", "desaccord") and x.id in rested],
        requetes=demands, suites=_by_answer(rendu, demands), livrets=o.livrets_du_forum(f), imprimes=rendu.imprimes,
    )  # fmt: skip


def _sorted_by(
    terms: Iterable[tuple[str, str]], productions: Sequence[Production], keys: Callable[[Production], Iterable[str]]
) -> list[tuple[str, str, list[Production]]]:
    """Identifier, label and productions of each term that has some, in the order of the terms."""
    return [(key, label, found) for key, label in terms if (found := [p for p in productions if key in keys(p)])]


def _by_answer(rendu: Rendu, demands: Sequence[Requete]) -> Mapping[str, int]:
    """How many demands met each answer, every answer of the list shown; those without any come last."""
    labels = {key: terme.libelle for key, terme in rendu.observatoire.vocabulaires["suite"].termes.items()}
    counts = {label: sum(x.suite == key for x in demands) for key, label in labels.items()}
    return counts | {"Aucune réponse notée": sum(x.suite is None for x in demands)}
