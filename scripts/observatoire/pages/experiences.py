"""Practices: the list, one page each, an index page per term."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.dates import PartialDate
from observatoire.facettes import FACETTES, Facette, classes
from observatoire.model import Lecon
from observatoire.pages.carte import carte_reperage
from observatoire.pages.rendu import Etape, Page, Rendu
from observatoire.proximite import contrastees, proches
from observatoire.rules.statut import completeness, missing, titles
from observatoire.schema.experience import Experience
from observatoire.schema.shape import slug

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
        LISTE.path, "experiences.html", titre="Expériences", scripts=["assets/explorer.js"],
        description=f"{count} pratiques de participation du Nord et du Pas-de-Calais, à parcourir par objet, public, manière, lieu et période.",
        entrees=[(FACETTES[key], classes(o, FACETTES[key])) for key in ("objet_traite", "public_vise", "famille_modalite", "type_porteur", "periode", "niveau_constate")],
    )  # fmt: skip


def _experience(rendu: Rendu, experience: Experience) -> Page:
    o = rendu.observatoire
    lecons = [Lecon(e, experience) for e in experience.enseignements]
    return rendu.page(
        f"experiences/{experience.id}.md", "experience.html", titre=experience.titre, description=experience.resume, fil=[LISTE],
        source=experience.fichier, fictif=experience.fictif, e=experience, lieux=o.lieux_de(experience),
        carte=carte_reperage(rendu, o.lieux_de(experience)),
        aide=[x for x in lecons if x.enseignement.nature in _AIDE], frein=[x for x in lecons if x.enseignement.nature in _FREIN],
        ailleurs=o.lecons_sur(experience), reperes=_dated(experience), proches=_near(rendu, experience),
        complete=completeness(experience), manque=titles(experience, missing(experience)),
    )  # fmt: skip


def _dated(experience: Experience) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Steps and facts together: date, title, text, sources; dated ones first, in order.

    A fact of the same date and sources as a step is told with it, once.
    """
    facts = list(experience.reperes)
    dated: list[tuple[PartialDate, str, str, tuple[str, ...]]] = []
    for step in experience.etapes:
        same = next((x for x in facts if x.date == step.date and set(x.sources) == set(step.sources)), None)
        if same:
            facts.remove(same)
        title, text = _told_once(step.titre, step.description or "", same.texte if same else "")
        dated.append((step.date, title, text, step.sources))
    dated += [(x.date, "", x.texte, x.sources) for x in facts if x.date]
    dated.sort(key=lambda x: x[0].sort_key)
    told = [(date.en_francais, title, text, sources) for date, title, text, sources in dated]
    return [*told, *(("", "", x.texte, x.sources) for x in facts if not x.date)]


def _told_once(title: str, description: str, fact: str) -> tuple[str, str]:
    """A step's title and text, less what its fact says again."""
    if not fact:
        return title, description
    known = set(slug(fact).split("-"))
    words = {word for word in slug(description).split("-") if len(word) > 3}
    says_more = len(words - known) > len(words) * 0.4
    text = f"{description.rstrip('.')}. {fact}" if says_more else fact
    return ("" if slug(fact).startswith(slug(title)) else title), text


def _near(rendu: Rendu, experience: Experience) -> list[tuple[Experience, str]]:
    """Said by the records first, then measured: three close, two contrasting; each once."""
    o = rendu.observatoire
    found: dict[str, str] = {}
    if experience.fait_partie_de:
        found[experience.fait_partie_de] = "Elle en fait partie."
    found |= {part.id: "En fait partie." for part in o.parties_de(experience)}
    found |= {other.id: reason for other, reason in o.rapprochees_de(experience) if other.id not in found}
    for other in (*proches(o, experience), *contrastees(o, experience)):
        found.setdefault(other.experience.id, other.raison)
    return [(o.experiences[key], reason) for key, reason in found.items()]


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
