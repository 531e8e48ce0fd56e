"""What surrounds the practices: themes, methods, resources, services, places, glossary, regional policy."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from observatoire.dates import PartialDate
from observatoire.schema.common import (
    T60,
    T80,
    T120,
    T160,
    T200,
    T280,
    T300,
    T400,
    Adresse,
    Bool,
    Cle,
    Commune,
    Entier,
    ExperienceId,
    Fiche,
    Lieu,
    Md,
    Nom,
    Part,
    Prose,
    Record,
    RessourceId,
    Source,
    StructureId,
    Term,
    ThemeId,
    champ,
)  # fmt: skip
from observatoire.schema.groupes import Resultat


class ALire(Part):
    """What to read first on a theme."""

    experience: ExperienceId | None = champ("Expérience", default=None)
    ressource: RessourceId | None = champ("Ressource", default=None)


class Theme(Fiche):
    """A question the groups work on, of meaning or of method."""

    collection: ClassVar[str] = "theme"
    titre_champ: ClassVar[str] = "nom"

    nom: T80 = champ("Nom", niveau="E")
    famille: Annotated[str, Term("famille_theme")] = champ("Famille", "sens ou methode.", niveau="E", exemple="sens")
    question_centrale: T160 = champ("Question centrale", niveau="E", exemple="Qui manque, et que faire pour les absents ?")
    definition: T400 | None = champ("Définition", default=None)
    sous_questions: tuple[T160, ...] = champ("Sous-questions", default=())
    mots_proches: tuple[ThemeId, ...] = champ("Thèmes proches", default=())
    a_lire_d_abord: tuple[ALire, ...] = champ("À lire d’abord", default=(), max_length=3)


class Fourchette(Part):
    """From how many to how many people."""

    min: Entier | None = champ("Au moins", default=None)
    max: Entier | None = champ("Au plus", default=None)


class Methode(Fiche):
    """A way of animating: the record behind a modalité."""

    collection: ClassVar[str] = "methode"
    titre_champ: ClassVar[str] = "nom"

    nom: T80 = champ("Nom", niveau="E")
    modalite: Annotated[str, Term("modalites_animation")] = champ("Modalité", niveau="E", exemple="diagnostic_en_marchant")
    en_bref: T280 = champ("En bref", niveau="E")
    pour_quoi: Md | None = champ("Pour quoi faire", default=None)
    comment: Md | None = champ("Comment s’y prendre", default=None)
    conditions: Md | None = champ("Conditions", default=None)
    limites: Md | None = champ("Limites", default=None)
    duree: T120 | None = champ("Durée", default=None)
    participants: Fourchette | None = champ("Participants", default=None)
    materiel: T200 | None = champ("Matériel", default=None)
    numerique: Bool = champ("Numérique", default=False)
    ressources: tuple[RessourceId, ...] = champ("Ressources", default=())


class Ressource(Fiche):
    """A guide, a report, a video, an official text…"""

    collection: ClassVar[str] = "ressource"

    titre: T160 = champ("Titre", niveau="E")
    type_ressource: Annotated[str, Term("type_ressource")] = champ("Type", niveau="E", exemple="guide")
    auteurs: tuple[Nom, ...] = champ("Auteurs", default=())
    editeur: Nom | None = champ("Éditeur", default=None)
    annee: Entier | None = champ("Année", default=None)
    lien: Adresse | None = champ("Lien", default=None)
    consulte_le: PartialDate | None = champ("Consulté le", default=None)
    fichier_joint: Nom | None = champ("Fichier", default=None)
    ou_la_trouver: T200 | None = champ("Où la trouver", default=None)
    resume: T400 | None = champ("Résumé", default=None)
    themes: tuple[ThemeId, ...] = champ("Thèmes", default=())
    experiences: tuple[ExperienceId, ...] = champ("Expériences", default=())
    accessibilite: Annotated[str, Term("accessibilite_ressource")] | None = champ("Accès", default=None)


class Periode(Part):
    """From when to when a service is open."""

    debut: PartialDate | None = champ("Début", default=None)
    fin: PartialDate | None = champ("Fin", default=None)


class Offre(Fiche):
    """A service of the platform: research, support, training, money."""

    collection: ClassVar[str] = "offre"

    titre: T120 = champ("Titre", niveau="E")
    volet: Annotated[str, Term("volets")] = champ("Volet", niveau="E", exemple="formation")
    organisme: StructureId = champ("Organisme", niveau="E", exemple="ville-lille")
    resume: T400 = champ("Résumé", niveau="E")
    pour_qui: tuple[Annotated[str, Term("type_acteur", "type_structure")], ...] = champ("Pour qui", default=())
    periode_validite: Periode | None = champ(
        "Période de validité",
        "Une offre sans fin vieillit mal ; passée, elle est montrée comme archivée.",
        niveau="E",
        inconnu=True,
        default=None,
    )
    comment_demander: Md | None = champ("Comment demander", default=None)
    themes: tuple[ThemeId, ...] = champ("Thèmes", default=())
    territoires: tuple[Lieu, ...] = champ("Territoires", default=())
    resultats_publics: tuple[Resultat, ...] = champ("Résultats", default=())
    publics: tuple[Annotated[str, Term("public_formation")], ...] = champ("Publics", default=())
    duree: T80 | None = champ("Durée", default=None)
    dates: tuple[PartialDate, ...] = champ("Dates", default=())
    cout: T120 | None = champ("Coût", default=None)
    prerequis: T200 | None = champ("Prérequis", default=None)
    nature: T160 | None = champ("Nature de l’aide", default=None)
    montant_max_eur: Entier | None = champ("Montant maximal en euros", default=None)
    taux_max: T60 | None = champ("Taux maximal", default=None)
    depenses_eligibles: T300 | None = champ("Dépenses éligibles", default=None)
    criteres: Md | None = champ("Critères", default=None)
    calendrier: T200 | None = champ("Calendrier", default=None)
    forme: Annotated[str, Term("forme_appui")] | None = champ("Forme de l’appui", default=None)
    question_de_recherche: T300 | None = champ("Question de recherche", default=None)
    terrains: tuple[ExperienceId, ...] = champ("Terrains", default=())
    resultats: tuple[RessourceId, ...] = champ("Publications", default=())


class Territoire(Fiche):
    """A place the official table lacks: a quarter, a pays, a basin."""

    collection: ClassVar[str] = "territoire"
    titre_champ: ClassVar[str] = "nom"

    nom: T80 = champ("Nom", niveau="E")
    type: Annotated[str, Term("type_territoire")] = champ("Type", niveau="E", exemple="quartier")
    description: T400 | None = champ("Description", default=None)
    communes: tuple[Commune, ...] = champ("Communes", default=())
    lat: Annotated[float, Field(ge=49.5, le=51.5)] | None = champ("Latitude", default=None)
    lon: Annotated[float, Field(ge=1.0, le=5.0)] | None = champ("Longitude", default=None)


class TermeGlossaire(Part):
    """A word of the field, explained."""

    cle: Cle = champ("Clé", niveau="E")
    terme: T80 = champ("Terme", niveau="E")
    sigle: Annotated[str, Field(min_length=1, max_length=20)] | None = champ("Sigle", default=None)
    definition: T300 = champ("Définition", niveau="E")
    voir_aussi: tuple[Cle, ...] = champ("Voir aussi", default=())
    attention: T200 | None = champ("Attention", "La confusion habituelle.", default=None)
    sources: tuple[Source, ...] = champ("Sources", default=())


class Glossaire(Record):
    """Words and acronyms of the field: one file."""

    collection: ClassVar[str] = "glossaire"

    termes: tuple[TermeGlossaire, ...] = champ("Termes", niveau="E")


class ElementPolitique(Part):
    """A sourced fact on the regional policy."""

    cle: Cle = champ("Clé", niveau="E")
    rubrique: T60 = champ("Rubrique", niveau="E")
    texte: Annotated[str, Field(min_length=1, max_length=600), Prose()] = champ("Texte", niveau="E")
    sources: tuple[Source, ...] = champ("Sources", niveau="E", min_length=1)


class Politique(Record):
    """What public sources say of the regional policy, and what they do not: one file."""

    collection: ClassVar[str] = "politique"

    elements: tuple[ElementPolitique, ...] = champ("Éléments", niveau="E")
    methode: Md | None = champ("Méthode", default=None)
    prudence: Md | None = champ("Prudence", default=None)
    manques: Md | None = champ("Ce qui manque", default=None)
