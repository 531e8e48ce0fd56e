"""Practices: the list, one page each, an index page per term."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.chronologie import faits_de
from observatoire.facettes import FACETTES, Facette, classes
from observatoire.model import Lecon
from observatoire.pages.carte import atlas, carte_reperage
from observatoire.pages.rendu import Etape, Page, Rendu, address
from observatoire.problems import plural
from observatoire.proximite import en_regard
from observatoire.rules.statut import completeness, missing, titles
from observatoire.schema.experience import Experience

LISTE = Etape("Expériences", "experiences/index.md")
INDEX = Etape("Toutes les entrées", "experiences/par/index.md")

_AIDE = ("levier", "condition_de_reussite", "savoir_faire", "posture", "idee_a_essayer")
_FREIN = ("frein", "point_de_vigilance", "desaccord", "question_ouverte")


def pages(rendu: Rendu) -> Iterator[Page]:
    yield _list(rendu)
    yield from (_experience(rendu, experience) for experience in rendu.observatoire.experiences.values())
    yield _hub(rendu)
    for facette in FACETTES.values():
        yield from _index(rendu, facette)


def _list(rendu: Rendu) -> Page:
    o = rendu.observatoire
    count = len(o.experiences)
    return rendu.page(
        LISTE.path, "experiences.html", propose=["experience"], titre="Expériences", scripts=["assets/explorer.js"] if o.experiences else [], atlas=atlas(rendu, address(LISTE.path), ("epci",)),
        description=f"{plural(count, 'pratique')} de participation du Nord et du Pas-de-Calais, à parcourir par objet, public, manière, lieu et période.",
        entrees=[(FACETTES[key], classes(o, FACETTES[key])) for key in ("objet_traite", "public_vise", "famille_modalite", "type_porteur", "periode", "niveau_annonce", "niveau_constate")],
    )  # fmt: skip


def _experience(rendu: Rendu, experience: Experience) -> Page:
    o = rendu.observatoire
    lecons = [Lecon(e, experience) for e in experience.enseignements]
    return rendu.page(
        f"experiences/{experience.id}.md", "experience.html", titre=experience.titre, description=experience.resume, fil=[LISTE],
        source=experience.fichier, fictif=experience.fictif, e=experience, lieux=o.lieux_de(experience),
        carte=carte_reperage(rendu, o.lieux_de(experience)),
        aide=[x for x in lecons if x.enseignement.nature in _AIDE], frein=[x for x in lecons if x.enseignement.nature in _FREIN],
        ailleurs=o.lecons_sur(experience), reperes=faits_de(experience), proches=en_regard(o, experience),
        complete=completeness(experience), manque=titles(experience, missing(experience)),
    )  # fmt: skip


def _hub(rendu: Rendu) -> Page:
    o = rendu.observatoire
    return rendu.page(
        INDEX.path, "index_entrees.html", titre="Toutes les entrées", fil=[LISTE],
        description="Chaque mot qui classe une expérience mène à sa page : objet, public, manière, niveau, porteur, échelle, période.",
        entrees=[(facette, classes(o, facette)) for facette in FACETTES.values()],
    )  # fmt: skip


def _index(rendu: Rendu, facette: Facette) -> Iterator[Page]:
    o = rendu.observatoire
    labels = facette.libelles(o)
    vocabulaire = o.vocabulaires.get(_VOCABULARY.get(facette.cle, facette.cle))
    for value, experiences in classes(o, facette).items():
        terme = vocabulaire.termes.get(value) if vocabulaire else None
        famille = vocabulaire.familles.get(value) if vocabulaire and facette.cle == "famille_modalite" else None
        yield rendu.page(
            f"{rendu.url_terme(facette.cle, value).rstrip('/')}.md", "index_terme.html", titre=labels[value], sorte=facette.titre, fil=[LISTE, INDEX],
            description=f"{facette.titre} : {labels[value]}. Les expériences de l’observatoire qui y répondent.",
            facette=facette, terme=terme, famille=famille, experiences=experiences, methode=o.methode_de(value) if facette.cle == "modalites_animation" else None,
            voisins=[(key, found) for key, found in classes(o, facette).items() if key != value and found], libelles=labels,
        )  # fmt: skip


_VOCABULARY = {
    "niveau_annonce": "niveau_participation",
    "niveau_constate": "niveau_participation",
    "type_porteur": "type_structure",
    "famille_modalite": "modalites_animation",
}
