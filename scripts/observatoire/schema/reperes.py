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

    nom: T80 = champ("Nom", question="Comment nommer ce thème ?", niveau="E")
    famille: Annotated[str, Term("famille_theme")] = champ(
        "Famille", question="Est-ce une question de sens ou de méthode ?", niveau="E", exemple="sens"
    )
    question_centrale: T160 = champ(
        "Question centrale", question="Quelle question se pose-t-on ?", niveau="E", exemple="Qui manque, et que faire pour les absents ?"
    )
    definition: T400 | None = champ("Définition", question="De quoi parle-t-on exactement ?", default=None)
    sous_questions: tuple[T160, ...] = champ("Sous-questions", question="En quelles questions plus petites se partage-t-elle ?", default=())
    mots_proches: tuple[ThemeId, ...] = champ("Thèmes proches", question="De quels autres thèmes est-il voisin ?", default=())
    a_lire_d_abord: tuple[ALire, ...] = champ("À lire d’abord", question="Que lire d’abord ?", default=(), max_length=3)


class Fourchette(Part):
    """From how many to how many people."""

    min: Entier | None = champ("Au moins", default=None)
    max: Entier | None = champ("Au plus", default=None)


class Methode(Fiche):
    """A way of animating: the record behind a modalité."""

    collection: ClassVar[str] = "methode"
    titre_champ: ClassVar[str] = "nom"

    nom: T80 = champ("Nom", question="Comment s’appelle cette méthode ?", niveau="E")
    modalite: Annotated[str, Term("modalites_animation")] = champ(
        "Modalité", question="À quelle manière d’animer répond-elle ?", niveau="E", exemple="diagnostic_en_marchant"
    )
    en_bref: T280 = champ("En bref", question="En deux phrases, en quoi consiste-t-elle ?", niveau="E")
    pour_quoi: Md | None = champ("Pour quoi faire", question="À quoi sert-elle ?", default=None)
    comment: Md | None = champ("Comment s’y prendre", question="Comment s’y prend-on, pas à pas ?", default=None)
    conditions: Md | None = champ("Conditions", question="Que faut-il pour que cela marche ?", default=None)
    limites: Md | None = champ("Limites", question="Quand vaut-il mieux s’en passer ?", default=None)
    duree: T120 | None = champ("Durée", question="Combien de temps cela prend-il ?", default=None)
    participants: Fourchette | None = champ("Participants", question="Pour combien de personnes ?", default=None)
    materiel: T200 | None = champ("Matériel", question="De quoi a-t-on besoin ?", default=None)
    numerique: Bool = champ("Numérique", question="Se passe-t-elle en ligne ?", default=False)
    ressources: tuple[RessourceId, ...] = champ("Ressources", question="Quels documents l’expliquent ?", default=())


class Ressource(Fiche):
    """A guide, a report, a video, an official text…"""

    collection: ClassVar[str] = "ressource"

    titre: T160 = champ("Titre", question="Quel est le titre du document ?", niveau="E")
    type_ressource: Annotated[str, Term("type_ressource")] = champ(
        "Type", question="Quelle sorte de document est-ce ?", niveau="E", exemple="guide"
    )
    auteurs: tuple[Nom, ...] = champ("Auteurs", question="Qui l’a écrit ?", default=())
    editeur: Nom | None = champ("Éditeur", question="Qui l’a publié ?", default=None)
    annee: Entier | None = champ("Année", question="En quelle année ?", default=None)
    lien: Adresse | None = champ("Lien", question="À quelle adresse le trouve-t-on ?", default=None)
    consulte_le: PartialDate | None = champ("Consulté le", question="Quand l’avez-vous consulté ?", default=None)
    fichier_joint: Nom | None = champ("Fichier", question="Avez-vous le fichier, et le droit de le publier ?", default=None)
    ou_la_trouver: T200 | None = champ("Où la trouver", question="S’il n’est pas en ligne, où le trouver ?", default=None)
    resume: T400 | None = champ("Résumé", question="En quelques lignes, que dit-il ?", default=None)
    themes: tuple[ThemeId, ...] = champ("Thèmes", question="Sur quels thèmes ?", default=())
    experiences: tuple[ExperienceId, ...] = champ("Expériences", question="De quelles expériences parle-t-il ?", default=())
    accessibilite: Annotated[str, Term("accessibilite_ressource")] | None = champ(
        "Accès", question="Est-il libre, sur inscription, payant, sur papier ?", default=None
    )


class Periode(Part):
    """From when to when a service is open."""

    debut: PartialDate | None = champ("Début", question="Depuis quand est-ce ouvert ?", default=None)
    fin: PartialDate | None = champ("Fin", question="Jusqu’à quand est-ce ouvert ?", default=None)


class Offre(Fiche):
    """A service of the platform: research, support, training, money."""

    collection: ClassVar[str] = "offre"

    titre: T120 = champ("Titre", question="Comment s’appelle ce qui est offert ?", niveau="E")
    volet: Annotated[str, Term("volets")] = champ(
        "Volet", question="De quel volet de la plateforme relève-t-elle ?", niveau="E", exemple="formation"
    )
    organisme: StructureId = champ("Organisme", question="Qui l’offre ?", niveau="E", exemple="ville-lille")
    resume: T400 = champ("Résumé", question="En quelques lignes, de quoi s’agit-il ?", niveau="E")
    pour_qui: tuple[Annotated[str, Term("type_acteur", "type_structure")], ...] = champ(
        "Pour qui", question="Pour qui est-ce ?", default=()
    )
    periode_validite: Periode | None = champ(
        "Période de validité",
        "Une offre sans fin vieillit mal ; passée, elle est montrée comme archivée.",
        question="De quand à quand est-ce ouvert ?",
        niveau="E",
        inconnu=True,
        default=None,
    )
    comment_demander: Md | None = champ("Comment demander", question="Comment fait-on pour demander ?", default=None)
    themes: tuple[ThemeId, ...] = champ("Thèmes", question="Sur quels thèmes ?", default=())
    territoires: tuple[Lieu, ...] = champ("Territoires", question="Dans quels territoires ?", default=())
    resultats_publics: tuple[Resultat, ...] = champ("Résultats", question="Qu’en disent les sources publiques ?", default=())
    publics: tuple[Annotated[str, Term("public_formation")], ...] = champ(
        "Publics", question="Une formation : pour quels publics ?", default=()
    )
    duree: T80 | None = champ("Durée", question="Une formation : combien de temps dure-t-elle ?", default=None)
    dates: tuple[PartialDate, ...] = champ("Dates", question="Une formation : quels jours ?", default=())
    cout: T120 | None = champ("Coût", question="Combien cela coûte-t-il à qui le demande ?", default=None)
    prerequis: T200 | None = champ("Prérequis", question="Que faut-il savoir ou avoir déjà ?", default=None)
    nature: T160 | None = champ("Nature de l’aide", question="Une aide : de quelle nature ?", default=None)
    montant_max_eur: Entier | None = champ("Montant maximal en euros", question="Une aide : de combien au plus ?", default=None)
    taux_max: T60 | None = champ("Taux maximal", question="Une aide : quelle part des dépenses au plus ?", default=None)
    depenses_eligibles: T300 | None = champ("Dépenses éligibles", question="Une aide : pour quelles dépenses ?", default=None)
    criteres: Md | None = champ("Critères", question="Sur quels critères choisit-on ?", default=None)
    calendrier: T200 | None = champ("Calendrier", question="Quel est le calendrier ?", default=None)
    forme: Annotated[str, Term("forme_appui")] | None = champ("Forme de l’appui", question="Un appui : sous quelle forme ?", default=None)
    question_de_recherche: T300 | None = champ(
        "Question de recherche", question="Une recherche : quelle question pose-t-elle ?", default=None
    )
    terrains: tuple[ExperienceId, ...] = champ("Terrains", question="Une recherche : sur quelles expériences porte-t-elle ?", default=())
    resultats: tuple[RessourceId, ...] = champ("Publications", question="Qu’a-t-on publié ?", default=())


class Territoire(Fiche):
    """A place the official table lacks: a quarter, a pays, a basin."""

    collection: ClassVar[str] = "territoire"
    titre_champ: ClassVar[str] = "nom"

    nom: T80 = champ("Nom", question="Comment s’appelle ce territoire ?", niveau="E")
    type: Annotated[str, Term("type_territoire")] = champ(
        "Type", question="Quelle sorte de territoire est-ce ?", niveau="E", exemple="quartier"
    )
    description: T400 | None = champ("Description", question="En quelques lignes, quel est-il ?", default=None)
    communes: tuple[Commune, ...] = champ("Communes", question="Sur quelles communes s’étend-il ?", default=())
    lat: Annotated[float, Field(ge=49.5, le=51.5)] | None = champ(
        "Latitude", exemple=50.63, question="Quelle est la latitude de son centre ?", default=None
    )
    lon: Annotated[float, Field(ge=1.0, le=5.0)] | None = champ("Longitude", exemple=3.06, question="Et sa longitude ?", default=None)


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

    presentation: T400 | None = champ("Présentation", "Ce que lit le visiteur en tête de la page de la plateforme.", default=None)
    elements: tuple[ElementPolitique, ...] = champ("Éléments", niveau="E")
    methode: Md | None = champ("Méthode", default=None)
    prudence: Md | None = champ("Prudence", default=None)
    manques: Md | None = champ("Ce qui manque", default=None)
