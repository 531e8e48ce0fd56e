"""For contributors: the guide, the fields and the checks, all generated from the code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from observatoire.pages.rendu import Etape, Page, Rendu
from observatoire.rules import RULES, Rule
from observatoire.schema import COLLECTIONS, EN_TABLEAU, Collection
from observatoire.schema.codes import CODES
from observatoire.schema.conseils import CHAMPS, RUBRIQUES
from observatoire.schema.gabarits import complet, express
from observatoire.schema.guide import feuille_path, fields

GUIDE = Etape("Contribuer", "contribuer/index.md")
VERIFICATIONS = Etape("Ce que dit la vérification", "contribuer/verifications/index.md")
FAMILLES = {
    "N": "Le fichier",
    "Y": "L’écriture",
    "T": "Les champs",
    "L": "Les mots",
    "R": "Les renvois",
    "C": "Les personnes",
    "X": "D’une fiche à l’autre",
    "M": "Les textes longs",
    "B": "Le livret",
    "E": "Les conseils",
    "K": "L’avancement",
}
"""What the codes of one letter look at, in the order of the list."""


def pages(rendu: Rendu) -> Iterator[Page]:
    rows = [row for row in COLLECTIONS.values() if not row.single]
    yield rendu.page(
        GUIDE.path, "contribuer.html", titre="Contribuer", collections=rows, forge=rendu.forge, nouvelle=rendu.new_record("experience", rendu.adresse(GUIDE)),
        tableurs=[COLLECTIONS[name] for name in EN_TABLEAU], feuille_path=feuille_path,
        description="Proposer une fiche, corriger une erreur : par où commencer, sans être développeur.",
    )  # fmt: skip
    yield rendu.page(
        "admin/index.md", "admin.html", titre="Le formulaire des fiches", rubrique="contribuer", fil=[GUIDE], forge=rendu.forge,
        description="Écrire ou corriger une fiche dans un formulaire, sans connaître le format des fichiers.",
    )  # fmt: skip
    yield from _advice(rendu, rows)
    yield from _checks(rendu)
    yield rendu.page(
        "contribuer/vocabulaires.md", "vocabulaires.html", titre="Les listes de mots", fil=[GUIDE], vocabulaires=rendu.observatoire.vocabulaires,
        description="Les listes dont se servent les fiches, chaque mot avec sa définition et ce qu’il n’est pas.",
    )  # fmt: skip
    for row in rows:
        yield rendu.page(
            f"contribuer/champs/{row.nom}.md", "champs.html", titre=f"Les champs d’{row.un}" if row.un[0] in "u" else row.un, fil=[GUIDE], row=row,
            champs=fields(row.model), modele=express(row, rendu.mots), complet=complet(row, rendu.mots), feuilles={form: feuille_path(row.nom, form) for form in ("pdf", "odt")}, description=f"Tous les champs d’{row.un}, avec un modèle à copier.",
        )  # fmt: skip


def _advice(rendu: Rendu, rows: Sequence[Collection]) -> Iterator[Page]:
    """How to write a good record, how to ask for one, how to take a name out."""
    headings = rendu.observatoire.vocabulaires["rubriques_recit"].termes
    known = {champ.nom: champ for champ in fields(COLLECTIONS["experience"].model)}
    yield rendu.page(
        "contribuer/bonne-fiche.md", "bonne_fiche.html", titre="Écrire une bonne fiche", fil=[GUIDE], rubriques=RUBRIQUES, termes=headings, champs=CHAMPS, noms=known,
        description="Les six rubriques, les champs qui dérangent, qui manquait : un exemple faible et un bon pour chacun.",
    )  # fmt: skip
    yield rendu.page(
        "contribuer/entretien.md", "entretien.html", titre="Mener un entretien", fil=[GUIDE], termes=headings, feuilles=rows, feuille_path=feuille_path,
        description="Recueillir des faits auprès de ceux qui les ont vécus : avant, pendant, après, et la feuille à imprimer.",
    )  # fmt: skip
    yield rendu.page(
        "contribuer/retirer-un-nom.md", "retirer_un_nom.html", titre="Retirer un nom", fil=[GUIDE], forge=rendu.forge, niveaux=rendu.observatoire.vocabulaires["consentement"].termes,
        description="Demander qu’un nom soit retiré, traiter la demande, et ce que l’historique garde.",
    )  # fmt: skip


def _checks(rendu: Rendu) -> Iterator[Page]:
    """The list of the codes, and a page for each."""
    yield rendu.page(
        VERIFICATIONS.path, "verifications.html", titre=VERIFICATIONS.titre, fil=[GUIDE], familles=FAMILLES, codes=CODES,
        description="Chaque message de la vérification : ce qu’il veut dire, et comment corriger.",
    )  # fmt: skip
    rules: dict[str, list[Rule]] = defaultdict(list)
    for rule in RULES.values():
        rules[rule.code].append(rule)
    for name, code in CODES.items():
        yield rendu.page(
            f"contribuer/verifications/{name.lower()}.md", "verification.html", titre=f"{name}, {code.nom[:1].lower()}{code.nom[1:]}", fil=[GUIDE, VERIFICATIONS],
            code=name, c=code, regles=rules[name], famille=FAMILLES[name[0]], voisins=[other for other in CODES if other[0] == name[0] and other != name], codes=CODES,
            description=f"{name}, {code.nom} : {code.sens}", gloses=False,
        )  # fmt: skip
