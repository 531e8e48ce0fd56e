"""The core record: a participatory practice."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from observatoire.dates import PartialDate
from observatoire.problems import NBSP, number
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
    precision: Annotated[str, Term("precision_nombre")] | None = champ("Précision", exemple="estime", default=None)
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

    @property
    def compte(self) -> str:
        """``12 jours, 0,5 équivalent temps plein``; ``""`` when neither is known."""
        said = ((self.jours, "jour", "jours"), (self.etp, "équivalent temps plein", "équivalents temps plein"))
        return ", ".join(f"{number(n)}{NBSP}{one if n < 2 else many}" for n, one, many in said if n)


class Rubrique(Part):
    """One of the six headings of the story, under a title of one's own."""

    sous_titre: T90 | None = champ("Sous-titre", exemple="Un quartier coupé en deux par la voie ferrée", default=None)
    texte: Md2500 = champ("Texte", niveau="E")


class Recit(Part):
    """The story, under six fixed headings: comparable without being a form."""

    lieu: Rubrique | None = champ("Le lieu", question="Comment est le lieu, et qu’est-ce qui s’y joue ?", default=None)
    publics: Rubrique | None = champ("Les publics", question="Qui est venu ? Qui n’est pas venu ?", default=None)
    animation: Rubrique | None = champ("L’animation", question="Comment se passait une séance ? Qui faisait quoi ?", default=None)
    projet: Rubrique | None = champ("Le projet", question="Quel était le projet, et qu’en est-il sorti ?", default=None)
    regles: Rubrique | None = champ(
        "Les règles", question="Quelles étaient les règles : qui parle, qui décide, qu’avait-on promis ?", default=None
    )
    transformation: Rubrique | None = champ(
        "La transformation", question="Qu’est-ce que cela a transformé, pour les gens, pour le lieu, pour l’institution ?", default=None
    )

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

    titre: T80 = champ(
        "Titre",
        "Pas de slogan.",
        question="Comment appeler cette expérience, en quelques mots qui disent ce que c’est et où ?",
        niveau="E",
        exemple="Budget participatif des lycées",
    )
    resume: T280 = champ(
        "Résumé",
        question="En deux ou trois phrases : qui a fait quoi, avec qui, et pour quel résultat ?",
        niveau="E",
    )
    accroche: T120 | None = champ(
        "Accroche",
        question="Si vous n’aviez qu’une phrase pour en parler à un voisin, laquelle ?",
        default=None,
    )
    a_retenir: tuple[T160, ...] = champ(
        "À retenir",
        "Deux ou trois points, pas plus.",
        question="Quelles sont les deux ou trois choses à retenir ?",
        default=(),
        max_length=3,
    )
    porteurs: tuple[StructureId, ...] = champ(
        "Porteurs",
        question="Quelles structures portent cette expérience ?",
        niveau="E",
        exemple=["ville-lille"],
        inconnu=True,
        default=(),
    )
    partenaires: tuple[Acteur, ...] = champ("Partenaires", question="Qui d’autre y a pris part, et pour quoi faire ?", default=())
    racontee_par: tuple[PersonneId, ...] = champ(
        "Racontée par", question="Qui raconte cette expérience, et d’accord pour être nommé ?", default=()
    )
    origine_initiative: Annotated[str, Term("origine_initiative")] | None = champ(
        "Origine de l’initiative", question="Qui en a eu l’idée ?", niveau="C", exemple="association", default=None
    )
    objet_traite: tuple[Annotated[str, Term("objet_traite")], ...] = champ(
        "Objet traité",
        "Un à trois, le plus important d’abord.",
        question="De quoi s’agissait-il : quel sujet était en jeu ?",
        niveau="E",
        exemple=["mobilite"],
        min_length=1,
        max_length=3,
    )
    public_vise: tuple[Annotated[str, Term("public_vise")], ...] = champ(
        "Public visé",
        "Un à trois, le plus important d’abord.",
        question="À qui vouliez-vous vous adresser d’abord ?",
        niveau="E",
        exemple=["tous_les_habitants"],
        min_length=1,
        max_length=3,
    )
    modalites_animation: tuple[Annotated[str, Term("modalites_animation")], ...] = champ(
        "Modalités d’animation",
        "Une à quatre, la plus importante d’abord.",
        question="Comment avez-vous fait : quelles manières d’animer, quels outils ?",
        niveau="E",
        exemple=["atelier_participatif"],
        inconnu=True,
        default=(),
        min_length=1,
        max_length=4,
    )
    enjeux: tuple[Annotated[str, Term("enjeux")], ...] = champ(
        "Enjeux",
        question="Que vouliez-vous faire bouger : l’institution, le territoire, la place des citoyens ?",
        niveau="C",
        exemple=["civique"],
        default=(),
        max_length=3,
    )
    themes: tuple[ThemeId, ...] = champ(
        "Thèmes",
        "Un à quatre ; au moins un de sens et un de méthode.",
        question="Quelles questions cette expérience pose-t-elle, sur le sens et sur la méthode ?",
        niveau="C",
        exemple=["partage-du-pouvoir", "rendre-compte"],
        default=(),
        max_length=4,
    )
    volets: tuple[Annotated[str, Term("volets")], ...] = champ(
        "Volets de la plateforme", question="À quel volet de la plateforme régionale se rattache-t-elle ?", default=()
    )
    territoires: tuple[Lieu, ...] = champ(
        "Territoires",
        "Code INSEE entre guillemets ou nom de commune, ou identifiant d’un territoire.",
        question="Où cela se passe-t-il : quelle commune, quel quartier ?",
        niveau="E",
        exemple=["59350"],
        min_length=1,
    )
    debut: PartialDate | None = champ(
        "Début",
        "2013, 2013-05 ou 2013-05-17 ; « vers 2013 » dans le doute.",
        question="Quand cela a-t-il commencé ?",
        niveau="E",
        exemple="2011",
        inconnu=True,
        default=None,
    )
    fin: PartialDate | None = champ(
        "Fin", question="Quand cela s’est-il terminé, ou est-ce en cours ?", niveau="C", exemple="2013", default=None
    )
    echelle: Annotated[str, Term("echelle")] | None = champ(
        "Échelle",
        question="À quelle échelle : un immeuble, un quartier, une commune, plus large ?",
        niveau="C",
        exemple="quartier",
        default=None,
    )
    temporalite: Annotated[str, Term("temporalite")] | None = champ(
        "Temporalité",
        question="Était-ce une seule fois, à intervalles réguliers, ou en continu ?",
        niveau="C",
        exemple="ponctuelle",
        default=None,
    )
    etat: Annotated[str, Term("etat")] | None = champ(
        "État", "Abandonnée est une réponse légitime.", question="Où en est-on aujourd’hui ?", niveau="C", exemple="terminee", default=None
    )
    etapes: tuple[Etape, ...] = champ("Étapes", question="Quelles ont été les étapes, et quand ?", niveau="C", default=())
    niveau_annonce: Niveau | None = champ(
        "Niveau annoncé",
        question="Qu’a-t-on promis aux participants : être informés, consultés, décider ?",
        niveau="C",
        exemple="concertation",
        default=None,
    )
    niveau_constate: NiveauConstate | None = champ(
        "Niveau constaté", question="Et dans les faits, qui a décidé ?", niveau="C", default=None
    )
    phase: Annotated[str, Term("phase")] | None = champ(
        "Phase",
        question="À quel moment les gens sont-ils entrés : le diagnostic, les propositions, la décision, la suite ?",
        niveau="C",
        exemple="diagnostic",
        default=None,
    )
    acces: Annotated[str, Term("acces")] | None = champ(
        "Accès",
        question="Comment y entre-t-on : ouvert, tirage au sort, désignation ?",
        niveau="C",
        exemple="ouvert_a_tous",
        default=None,
    )
    animation_par: Annotated[str, Term("animation_par")] | None = champ(
        "Animée par", question="Qui anime ?", niveau="C", exemple="agent_interne", default=None
    )
    lien_decision: LienDecision | None = champ(
        "Lien avec la décision", question="Que devient ce que les gens ont dit ?", niveau="C", default=None
    )
    participants: Participants | None = champ("Participants", question="Combien de personnes, et qui manquait ?", niveau="C", default=None)
    budget: Budget | None = champ("Budget", question="Combien cela a-t-il coûté, et que comprend cette somme ?", default=None)
    temps_humain: TempsHumain | None = champ("Temps humain", question="Combien de temps y a-t-on passé, et qui ?", default=None)
    financeurs: tuple[Acteur, ...] = champ("Financeurs", question="Qui a payé ?", default=())
    recit: Recit = champ(
        "Récit",
        "Six rubriques, toujours les mêmes : trois pour une fiche complète, six pour le livret.",
        question="Racontez : le lieu, les publics, l’animation, le projet, les règles, la transformation.",
        niveau="C",
        default=Recit(),
    )
    reperes: tuple[Repere, ...] = champ(
        "Repères",
        "Chacun avec sa source.",
        question="Quelles dates et quels chiffres peut-on citer, et d’où viennent-ils ?",
        default=(),
    )
    enseignements: tuple[Enseignement, ...] = champ(
        "Enseignements", question="Qu’en avez-vous appris qui serve à d’autres ?", niveau="C", default=()
    )
    limites: Md | None = champ(
        "Limites",
        question="Qu’est-ce qui n’a pas marché, ou que l’on ne sait pas ?",
        niveau="C",
        default=None,
    )
    ce_que_nous_ferions_autrement: Md | None = champ(
        "Ce que nous ferions autrement", question="Si c’était à refaire, que feriez-vous autrement ?", niveau="C", default=None
    )
    effets: tuple[Effet, ...] = champ("Effets", question="Qu’est-ce qui a changé, et qu’est-ce qui le montre ?", niveau="C", default=())
    suites_donnees: tuple[Suite, ...] = champ("Suites données", question="Quelle suite chaque proposition a-t-elle reçue ?", default=())
    fait_partie_de: ExperienceId | None = champ("Fait partie de", question="Fait-elle partie d’une démarche plus large ?", default=None)
    ressemble_a: tuple[Ressemblance, ...] = champ(
        "Ressemble à", question="Connaissez-vous une expérience qui lui ressemble, et en quoi ?", default=()
    )
    ressources: tuple[RessourceId, ...] = champ("Ressources", question="Quels documents en parlent ?", default=())
    medias: tuple[Media, ...] = champ("Images", question="Avez-vous des images que l’on puisse publier ? De qui sont-elles ?", default=())
