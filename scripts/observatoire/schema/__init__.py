"""The shape of each record, a module per family of entities.

:data:`COLLECTIONS` is the one table of what exists: folder, model, address. Adding a collection adds
a row here, a model and its templates; loading, checks, schemas, lists and exports follow.
"""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.schema.acteurs import Personne, Structure
from observatoire.schema.common import Record
from observatoire.schema.experience import Experience
from observatoire.schema.groupes import Forum, Groupe, Livret, Production, Rencontre
from observatoire.schema.reperes import Glossaire, Methode, Offre, Politique, Ressource, Territoire, Theme


@dataclass(frozen=True)
class Collection:
    """One row: where the records of a kind live, what they are, where they are read."""

    nom: str
    """Also the name of the entity in references: ``experience``."""
    folder: str
    """From the root. For a single file, the file itself."""
    model: type[Record]
    address: str
    """Folder of the site: ``experiences/<id>/``. ``""`` for what has no page of its own."""
    pluriel: str
    """French plural, for messages and exports."""
    un: str
    """French noun with its article: « une expérience »."""

    @property
    def single(self) -> bool:
        """One file instead of one per record."""
        return self.folder.endswith(".yml")


COLLECTIONS: dict[str, Collection] = {
    row.nom: row
    for row in (
        Collection("experience", "experiences", Experience, "experiences", "expériences", "une expérience"),
        Collection("structure", "content/acteurs/structures", Structure, "acteurs", "structures", "une structure"),
        Collection("personne", "content/acteurs/personnes", Personne, "acteurs", "personnes", "une personne"),
        Collection("groupe", "groupes", Groupe, "groupes", "groupes", "un groupe"),
        Collection("rencontre", "groupes/rencontres", Rencontre, "rencontres", "rencontres", "une rencontre"),
        Collection("production", "groupes/productions", Production, "productions", "productions", "une production"),
        Collection("forum", "groupes/forums", Forum, "forum", "Forums", "un Forum"),
        Collection("livret", "groupes/livrets", Livret, "livret", "livrets", "un livret"),
        Collection("theme", "content/themes", Theme, "themes", "thèmes", "un thème"),
        Collection("methode", "content/methodes", Methode, "methodes", "méthodes", "une méthode"),
        Collection("ressource", "content/ressources", Ressource, "ressources", "ressources", "une ressource"),
        Collection("offre", "content/offres", Offre, "plateforme", "offres", "une offre"),
        Collection("territoire", "content/territoires", Territoire, "territoires", "territoires", "un territoire"),
        Collection("glossaire", "content/glossaire.yml", Glossaire, "glossaire", "glossaire", "un glossaire"),
        Collection("politique", "content/politique.yml", Politique, "plateforme", "politique", "une politique"),
    )
}
"""Every collection, by its name."""
EN_TABLEAU = ("experience", "structure", "rencontre", "production", "ressource", "offre")
"""Collections that people list in spreadsheets, a row a record; the others are written one by one."""


def address_of(record: Record) -> str:
    """Address of the page of a record, from the root of the site: ``experiences/fph-roubaix/``."""
    if record.collection == "forum":
        return f"forum/{record.id}/"
    return f"{COLLECTIONS[record.collection].address}/{record.id}/"
