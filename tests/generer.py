"""Write many valid, made-up records: to measure, never to show."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

PETIT = Path(__file__).with_name("petit")
DEMONSTRATION = Path(__file__).with_name("demonstration")
COMMUNES = ("59350", "59512", "62041", "62510", "59599", "59606")
OBJETS = ("mobilite", "habitat_et_logement", "culture_patrimoine_sport", "numerique", "budget_et_finances")
MODALITES = ("budget_participatif", "jury_citoyen", "reunion_publique", "theatre_forum", "conseil_de_quartier")
PUBLICS = ("tous_les_habitants", "jeunes", "locataires", "elus", "femmes")

EXPERIENCE = """\
titre: Atelier des habitants, essai n° {n}
resume: Texte inventé n° {n}. Des habitants et une commune se réunissent, débattent, puis écrivent ensemble ce qu’ils décident.
accroche: Une ligne inventée, la {n}e.
a_retenir:
  - Les habitants écrivent eux-mêmes les règles.
  - La commune répond par écrit.
porteurs:
  - structure-{carrier}
partenaires:
  - nom: Voisins réunis de la rue {n}
    role: prêtent une salle
objet_traite:
  - {objet}
public_vise:
  - {public}
modalites_animation:
  - {modalite}
enjeux:
  - civique
themes:
  - partage-du-pouvoir
  - rendre-compte
territoires:
  - "{commune}"
debut: {year}-03
fin: {year}-11-20
echelle: quartier
temporalite: ponctuelle
etat: terminee
etapes:
  - date: {year}-03
    titre: Première assemblée
    description: On y pose une seule question.
    sources: [s1]
  - date: {year}-11-20
    titre: Remise du texte
niveau_annonce: consultation
niveau_constate:
  niveau: concertation
  argument: La commune a repris la moitié des demandes.
participants:
  nombre: {n}
  precision: estime
budget:
  montant_eur: 15000
recit:
  lieu:
    sous_titre: Au bord de l’eau
    texte: |
      Un quartier entre un canal et une voie ferrée.[^s1]

      On y vient à pied.
  regles:
    texte: |
      Chacun parle une fois avant que quiconque parle deux fois.
enseignements:
  - cle: e1
    nature: levier
    texte: Une question simple, posée longtemps, vaut mieux que dix questions.
    theme: partage-du-pouvoir
limites: |
  Les absents ne sont pas venus le dire.
statut: a_relire
recueil:
  date: 2014-01
  par: Le générateur
  origine: exemple_fictif
sources:
  - cle: s1
    titre: "Journal imaginaire n° {n} : la page du quartier"
    url: https://www.exemple.fr/{n}
    fiabilite: moyenne
"""

STRUCTURE = """\
nom: Association imaginaire {n}
type_structure: association_habitants
commune: "{commune}"
presentation: Association inventée pour mesurer.
statut: a_relire
recueil:
  date: 2014-01
  par: Le générateur
  origine: exemple_fictif
"""


LIVRET = """\
titre: Livret engendré
sections:
  - cle: experiences
    titre: Les expériences
    type: experience
    onglet: Expériences
  - cle: rencontres
    titre: Les rencontres
    type: rencontre
    elements: [{rencontres}]
  - cle: index
    titre: Index
    type: index
statut: validee
recueil:
  date: 2014-05
  par: Le générateur
  origine: exemple_fictif
"""


def generate(root: Path, count: int) -> None:
    """Write ``count`` records into ``root``: nine experiences for one structure, beside the small observatory."""
    shutil.copytree(PETIT, root, dirs_exist_ok=True)
    carriers = max(count // 10, 1)
    for n in range(carriers):
        path = root / f"content/acteurs/structures/structure-{n}.yml"
        path.write_text(STRUCTURE.format(n=n, commune=COMMUNES[n % 6]), encoding="utf-8")
    for n in range(count - carriers):
        record = EXPERIENCE.format(
            n=n, carrier=n % carriers, year=1985 + n % 29, commune=COMMUNES[n % 6],
            objet=OBJETS[n % 5], modalite=MODALITES[n // 5 % 5], public=PUBLICS[n // 25 % 5],
        )  # fmt: skip
        (root / f"experiences/essai-{n}.yml").write_text(record, encoding="utf-8")


def generate_booklet(root: Path, experiences: int, rencontres: int) -> str:
    """Write the demonstration into ``root``, with as many sheets, and copies of its meetings; give the booklet that holds them."""
    shutil.copytree(DEMONSTRATION, root)
    _repeat(root / "experiences", "*", experiences)
    names = _repeat(root / "groupes/rencontres", "*-groupe-*", rencontres)
    (root / "groupes/livrets/engendre.yml").write_text(LIVRET.format(rencontres=", ".join(names)), encoding="utf-8")
    return "engendre"


def _repeat(folder: Path, pattern: str, count: int) -> list[str]:
    """Names of ``count`` records: those of ``folder`` in order, then copies of them, which this writes, to reread and without their number."""
    originals = sorted(folder.glob(f"{pattern}.yml"))
    names = [path.stem for path in originals[:count]]
    for n in range(len(originals), count):
        turn, place = divmod(n, len(originals))
        original = originals[place]
        names.append(f"{original.stem}-{turn + 1}")
        text = re.sub(r"^numero: .*\n", "", original.read_text(encoding="utf-8"), flags=re.MULTILINE).replace(
            "\nstatut: validee", "\nstatut: a_relire"
        )
        (folder / f"{names[-1]}.yml").write_text(text, encoding="utf-8")
    return names


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
