"""For contributors: the guide, the fields and the checks, all generated from the code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from observatoire.pages.rendu import Etape, Page, Rendu
from observatoire.rules import RULES
from observatoire.schema import COLLECTIONS, EN_TABLEAU
from observatoire.schema.gabarits import complet, express
from observatoire.schema.guide import CODES, feuille_path, fields

GUIDE = Etape("Contribuer", "contribuer/index.md")


def pages(rendu: Rendu) -> Iterator[Page]:
    rows = [row for row in COLLECTIONS.values() if not row.single]
    yield rendu.page(
        GUIDE.path, "contribuer.html", titre="Contribuer", collections=rows, forge=rendu.forge, tableurs=[COLLECTIONS[name] for name in EN_TABLEAU], description="Proposer une fiche, corriger une erreur : par où commencer, sans être développeur.",
    )  # fmt: skip
    yield rendu.page(
        "admin/index.md", "admin.html", titre="Le formulaire des fiches", rubrique="contribuer", fil=[GUIDE], forge=rendu.forge,
        description="Écrire ou corriger une fiche dans un formulaire, sans connaître le format des fichiers.",
    )  # fmt: skip
    by_code: dict[str, list[object]] = defaultdict(list)
    for rule in RULES.values():
        by_code[rule.code].append(rule)
    yield rendu.page(
        "contribuer/verifications.md", "verifications.html", titre="Ce que dit la vérification", fil=[GUIDE], codes=CODES, regles=by_code,
        description="Chaque message de la vérification : ce qu’il veut dire, et comment corriger.",
    )  # fmt: skip
    yield rendu.page(
        "contribuer/vocabulaires.md", "vocabulaires.html", titre="Les listes de mots", fil=[GUIDE], vocabulaires=rendu.observatoire.vocabulaires,
        description="Les listes dont se servent les fiches, chaque mot avec sa définition et ce qu’il n’est pas.",
    )  # fmt: skip
    for row in rows:
        yield rendu.page(
            f"contribuer/champs/{row.nom}.md", "champs.html", titre=f"Les champs d’{row.un}" if row.un[0] in "u" else row.un, fil=[GUIDE], row=row,
            champs=fields(row.model), modele=express(row, rendu.mots), complet=complet(row, rendu.mots), feuilles={form: feuille_path(row.nom, form) for form in ("pdf", "odt")}, description=f"Tous les champs d’{row.un}, avec un modèle à copier.",
        )  # fmt: skip
