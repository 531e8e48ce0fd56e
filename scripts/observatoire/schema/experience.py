"""The core record: a participatory practice."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from observatoire.dates import PartialDate
from observatoire.schema.common import (
    T80,
    T90,
    T120,
    T160,
    T200,
    T280,
    T300,
    Acteur,
    Appels,
    Enseignement,
    Entier,
    ExperienceId,
    Fiche,
    Lieu,
    Md,
    Md2500,
    Nom,
    Part,
    PersonneId,
    RessourceId,
    StructureId,
    Term,
    ThemeId,
    champ,
)  # fmt: skip

Niveau = Annotated[str, Term("niveau_participation")]


class Etape(Part):
    """A dated step of the practice."""

    date: PartialDate = champ("Date", niveau="E", exemple="2013-05")
    titre: T90 = champ("Titre", niveau="E", exemple="Première assemblée")
    description: T200 | None = champ("Description", default=None)
    niveau: Niveau | None = champ("Niveau de participation", exemple="concertation", default=None)
    sources: Appels = champ("Sources", exemple=["s1"], default=())


class NiveauConstate(Part):
    """What was observed, with the reason for saying so."""

    niveau: Niveau = champ("Niveau", niveau="E", exemple="consultation")
    argument: T200 | None = champ(
        "Argument",
        "Obligatoire quand le niveau constaté diffère du niveau annoncé.",
        exemple="Les habitants ont donné un avis ; la décision est restée au conseil municipal.",
        default=None,
    )
    sources: Appels = champ("Sources", exemple=["s1"], default=())


class LienDecision(Part):
    """How what is said weighs on what is decided."""

    type: Annotated[str, Term("lien_decision")] = champ("Lien", niveau="E", exemple="avis_simple")
    regle: T200 | None = champ("Règle", "Ce qui est écrit ou annoncé sur la suite donnée.", default=None)
    sources: Appels = champ("Sources", exemple=["s1"], default=())


class Participants(Part):
    """How many took part, and who was missing."""

    nombre: Entier | None = champ("Nombre", exemple=120, default=None)
    precision: Annotated[str, Term("precision_nombre")] | None = champ("Précision", "compte ou estime.", exemple="estime", default=None)
    description: T200 | None = champ("Ce que l’on compte", exemple="habitants présents aux six réunions", default=None)
    qui_manquait: T300 | None = champ("Qui manquait", "Les personnes que l’on n’a pas vues, et pourquoi si on le sait.", default=None)
    sources: Appels = champ("Sources", exemple=["s1"], default=())


class Budget(Part):
    """What it cost, or what was shared out."""

    montant_eur: Entier = champ("Montant en euros", niveau="E", exemple=15000)
    annee: Entier | None = champ("Année", exemple=2012, default=None)
    comprend: T200 | None = champ("Ce qu’il comprend", default=None)
    sources: Appels = champ("Sources", exemple=["s1"], default=())


class TempsHumain(Part):
    """Time given by people."""

    jours: Annotated[float, Field(ge=0)] | None = champ("Jours", exemple=12, default=None)
    etp: Annotated[float, Field(ge=0)] | None = champ("Équivalents temps plein", exemple=0.5, default=None)
    qui: T80 | None = champ("Qui", default=None)


class Rubrique(Part):
    """One of the six headings of the story, under a title of one's own."""

    sous_titre: T90 | None = champ("Sous-titre", exemple="Un quartier coupé en deux par la voie ferrée", default=None)
    texte: Md2500 = champ("Texte", niveau="E")


class Recit(Part):
    """The story, under six fixed headings: comparable without being a form."""

    lieu: Rubrique | None = champ("Le lieu", default=None)
    publics: Rubrique | None = champ("Les publics", default=None)
    animation: Rubrique | None = champ("L’animation", default=None)
    projet: Rubrique | None = champ("Le projet", default=None)
    regles: Rubrique | None = champ("Les règles", default=None)
    transformation: Rubrique | None = champ("La transformation", default=None)

    @property
    def rubriques(self) -> tuple[tuple[str, Rubrique], ...]:
        """Headings that are written, in their fixed order."""
        names = ("lieu", "publics", "animation", "projet", "regles", "transformation")
        return tuple((name, rubrique) for name in names if (rubrique := getattr(self, name)))


class Repere(Part):
    """A fact or a figure, with its source."""

    date: PartialDate | None = champ("Date", exemple="2013", default=None)
    texte: T200 = champ("Texte", niveau="E", exemple="1 200 votants")
    sources: Appels = champ("Sources", exemple=["s1"], default=())


class Effet(Part):
    """What changed, and what proves it."""

    type: Annotated[str, Term("effets")] = champ("Type", niveau="E", exemple="cadre_de_vie")
    texte: T200 = champ("Texte", niveau="E")
    preuve: Annotated[str, Term("preuve")] | None = champ("Preuve", exemple="document", default=None)
    sources: Appels = champ("Sources", exemple=["s1"], default=())


class Suite(Part):
    """What became of a proposal."""

    proposition: T200 = champ("Proposition", niveau="E")
    suite: Annotated[str, Term("suite")] = champ("Suite", niveau="E", exemple="integree_en_partie")
    motif: T200 | None = champ("Motif", default=None)
    sources: Appels = champ("Sources", exemple=["s1"], default=())


class Ressemblance(Part):
    """Another practice worth reading beside this one."""

    experience: ExperienceId = champ("Expérience", niveau="E", exemple="fph-roubaix")
    en_quoi: T120 = champ("En quoi", niveau="E", exemple="Même méthode, dans un autre quartier.")


class Media(Part):
    """A picture, with what replaces it for who cannot see it."""

    fichier: Nom = champ("Fichier", niveau="E", exemple="images/atelier.webp")
    alt: T200 = champ("Texte de remplacement", niveau="E")
    credit: Nom = champ("Crédit", niveau="E")
    licence: Nom = champ("Licence", niveau="E")


class Experience(Fiche):
    """A participatory practice: what was tried, with whom, how, and what it teaches."""

    collection: ClassVar[str] = "experience"

    titre: T80 = champ("Titre", "Dit ce que c’est et où. Pas de slogan.", niveau="E", exemple="Budget participatif des lycées")
    resume: T280 = champ("Résumé", "Deux ou trois phrases : qui fait quoi, avec qui, pour quel résultat.", niveau="E")
    accroche: T120 | None = champ("Accroche", "Une ligne vivante : ce que cette pratique apprend.", default=None)
    a_retenir: tuple[T160, ...] = champ("À retenir", "Deux ou trois points, pas plus.", default=(), max_length=3)
    porteurs: tuple[StructureId, ...] = champ(
        "Porteurs", "Les structures qui portent l’expérience.", niveau="E", exemple=["ville-lille"], inconnu=True, default=()
    )
    partenaires: tuple[Acteur, ...] = champ("Partenaires", default=())
    racontee_par: tuple[PersonneId, ...] = champ("Racontée par", default=())
    origine_initiative: Annotated[str, Term("origine_initiative")] | None = champ(
        "Origine de l’initiative", niveau="C", exemple="association", default=None
    )
    objet_traite: tuple[Annotated[str, Term("objet_traite")], ...] = champ(
        "Objet traité", "Un à trois, le plus important d’abord.", niveau="E", exemple=["mobilite"], min_length=1, max_length=3
    )
    public_vise: tuple[Annotated[str, Term("public_vise")], ...] = champ(
        "Public visé", "Un à trois, le plus important d’abord.", niveau="E", exemple=["tous_les_habitants"], min_length=1, max_length=3
    )
    modalites_animation: tuple[Annotated[str, Term("modalites_animation")], ...] = champ(
        "Modalités d’animation",
        "Une à quatre, la plus importante d’abord.",
        niveau="E",
        exemple=["atelier_participatif"],
        inconnu=True,
        default=(),
        min_length=1,
        max_length=4,
    )
    enjeux: tuple[Annotated[str, Term("enjeux")], ...] = champ("Enjeux", niveau="C", exemple=["civique"], default=(), max_length=3)
    themes: tuple[ThemeId, ...] = champ(
        "Thèmes",
        "Un à quatre ; au moins un de sens et un de méthode.",
        niveau="C",
        exemple=["partage-du-pouvoir", "rendre-compte"],
        default=(),
        max_length=4,
    )
    volets: tuple[Annotated[str, Term("volets")], ...] = champ("Volets de la plateforme", default=())
    territoires: tuple[Lieu, ...] = champ(
        "Territoires",
        "Code INSEE entre guillemets ou nom de commune, ou identifiant d’un territoire.",
        niveau="E",
        exemple=["59350"],
        min_length=1,
    )
    debut: PartialDate | None = champ("Début", "AAAA, AAAA-MM ou AAAA-MM-JJ.", niveau="E", exemple="2011", inconnu=True, default=None)
    fin: PartialDate | None = champ("Fin", niveau="C", exemple="2013", default=None)
    echelle: Annotated[str, Term("echelle")] | None = champ("Échelle", niveau="C", exemple="quartier", default=None)
    temporalite: Annotated[str, Term("temporalite")] | None = champ("Temporalité", niveau="C", exemple="ponctuelle", default=None)
    etat: Annotated[str, Term("etat")] | None = champ(
        "État", "abandonnee est une réponse légitime.", niveau="C", exemple="terminee", default=None
    )
    etapes: tuple[Etape, ...] = champ("Étapes", niveau="C", default=())
    niveau_annonce: Niveau | None = champ(
        "Niveau annoncé", "Ce qui a été promis au public.", niveau="C", exemple="concertation", default=None
    )
    niveau_constate: NiveauConstate | None = champ("Niveau constaté", "Ce que l’on a observé.", niveau="C", default=None)
    phase: Annotated[str, Term("phase")] | None = champ("Phase", niveau="C", exemple="diagnostic", default=None)
    acces: Annotated[str, Term("acces")] | None = champ("Accès", "Comment on y entre.", niveau="C", exemple="ouvert_a_tous", default=None)
    animation_par: Annotated[str, Term("animation_par")] | None = champ("Animée par", niveau="C", exemple="agent_interne", default=None)
    lien_decision: LienDecision | None = champ("Lien avec la décision", niveau="C", default=None)
    participants: Participants | None = champ("Participants", niveau="C", default=None)
    budget: Budget | None = champ("Budget", default=None)
    temps_humain: TempsHumain | None = champ("Temps humain", default=None)
    financeurs: tuple[Acteur, ...] = champ("Financeurs", default=())
    recit: Recit = champ(
        "Récit", "Six rubriques, toujours les mêmes : trois pour une fiche complète, six pour le livret.", niveau="C", default=Recit()
    )
    reperes: tuple[Repere, ...] = champ("Repères", "Faits et chiffres, chacun avec sa source.", default=())
    enseignements: tuple[Enseignement, ...] = champ("Enseignements", niveau="C", default=())
    limites: Md | None = champ("Limites", "Ce qui n’a pas marché, ce que l’on ne sait pas.", niveau="C", default=None)
    ce_que_nous_ferions_autrement: Md | None = champ("Ce que nous ferions autrement", niveau="C", default=None)
    effets: tuple[Effet, ...] = champ("Effets", niveau="C", default=())
    suites_donnees: tuple[Suite, ...] = champ("Suites données", default=())
    fait_partie_de: ExperienceId | None = champ("Fait partie de", default=None)
    ressemble_a: tuple[Ressemblance, ...] = champ("Ressemble à", default=())
    ressources: tuple[RessourceId, ...] = champ("Ressources", default=())
    medias: tuple[Media, ...] = champ("Images", default=())
