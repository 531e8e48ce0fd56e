"""Exchange groups: the groups, their meetings, productions, Forums and booklets."""

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
    T400,
    T600,
    Appels,
    Bool,
    Cite,
    Cle,
    Commune,
    Enseignement,
    Entier,
    ExperienceId,
    Fiche,
    ForumId,
    GroupeId,
    Heure,
    Identifiant,
    Md,
    Md2500,
    Nom,
    Part,
    PersonneId,
    ProductionId,
    Prose,
    RencontreId,
    RessourceId,
    StructureId,
    Term,
    ThemeId,
    champ,
)  # fmt: skip


class Effectif(Part):
    """How many members are sought."""

    min: Entier = champ("Au moins", niveau="E", exemple=12)
    max: Entier = champ("Au plus", niveau="E", exemple=15)


class Groupe(Fiche):
    """An exchange group: a dozen people, one day a month for a year."""

    collection: ClassVar[str] = "groupe"
    titre_champ: ClassVar[str] = "nom"

    nom: T80 = champ("Nom", question="Comment s’appelle le groupe ?", niveau="E", exemple="Groupe Est")
    zone: Annotated[str, Term("zone")] = champ("Zone", question="De quelle zone est-il ?", niveau="E", exemple="est")
    perimetre: T400 | None = champ("Périmètre", question="Quel territoire couvre-t-il ?", niveau="C", default=None)
    arrondissements: tuple[Commune, ...] = champ(
        "Arrondissements du périmètre",
        "Le chef-lieu de chacun, quand une source dit où passe la limite de la zone. La carte la dessine alors.",
        question="Quels arrondissements couvre-t-il, et quelle source le dit ?",
        exemple=["Valenciennes", "59350"],
        default=(),
    )
    animateurs: tuple[PersonneId, ...] = champ("Animateurs", question="Qui l’anime ?", default=())
    mandant: StructureId | None = champ(
        "Mandant", question="Qui l’a voulu ?", niveau="C", exemple="conseil-regional-nord-pas-de-calais", default=None
    )
    debut: PartialDate = champ("Début", question="Quand commence-t-il ?", niveau="E", exemple="2013-05")
    fin: PartialDate = champ("Fin", question="Quand finit-il ?", niveau="E", exemple="2014-04")
    effectif_vise: Effectif | None = champ("Effectif visé", question="Combien de membres cherche-t-on ?", default=None)
    calendrier_prevu: tuple[PartialDate, ...] = champ(
        "Calendrier prévu",
        "Un jour ou un mois par rencontre attendue.",
        question="Quelles journées sont prévues ?",
        exemple=["2013-05-17", "2013-06"],
        default=(),
    )
    presentation: Md | None = champ("Présentation", question="Que vient-on y faire ?", default=None)
    regles_de_fonctionnement: Md | None = champ(
        "Règles de fonctionnement", question="Quelles règles le groupe s’est-il données ?", default=None
    )
    ce_que_le_groupe_veut_dire: Md | None = champ(
        "Ce que le groupe veut dire", question="Qu’est-ce que le groupe veut dire, au bout de l’année ?", niveau="L", default=None
    )


class Horaires(Part):
    """Beginning and end of the day."""

    debut: Heure = champ("Début", niveau="E", exemple="9h30")
    fin: Heure | None = champ("Fin", exemple="16h30", default=None)


class LieuRencontre(Part):
    """Where people meet."""

    nom: Nom | None = champ("Nom", question="Dans quel lieu se tient-elle ?", exemple="Siège du Conseil régional", default=None)
    commune: Commune | None = champ("Commune", question="Dans quelle commune ?", exemple="59350", default=None)
    accueilli_par: StructureId | None = champ("Accueillie par", question="Quelle structure accueille ?", default=None)
    accessibilite: T200 | None = champ(
        "Accessibilité", question="Peut-on y venir en fauteuil, entendre, voir ?", exemple="De plain-pied, boucle magnétique", default=None
    )
    acces: T200 | None = champ("Comment venir", question="Comment y vient-on sans voiture ?", default=None)


class Sequence(Part):
    """A moment of the day."""

    titre: T90 = champ("Titre", niveau="E", exemple="Accueil")
    type: Annotated[str, Term("type_sequence")] = champ("Type", niveau="E", exemple="accueil")
    duree_min: Entier = champ("Durée en minutes", niveau="E", exemple=30)
    conduite_par: PersonneId | None = champ("Conduite par", default=None)
    technique: Annotated[str, Term("modalites_animation")] | None = champ("Technique", default=None)


class Invite(Part):
    """Someone from outside the group."""

    nom_affiche: Nom | None = champ("Nom affiché", default=None)
    qualite: T80 = champ("Qualité", niveau="E")
    structure: StructureId | None = champ("Structure", default=None)
    consentement: Bool = champ("Accord pour être nommé", default=False)


class Presents(Part):
    """Who was there: published by category only."""

    presents: tuple[PersonneId, ...] = champ("Présents", default=())
    excuses: tuple[PersonneId, ...] = champ("Excusés", default=())
    invites: tuple[Invite, ...] = champ("Invités", default=())
    nombre_public: Entier | None = champ("Nombre de personnes", exemple=64, default=None)
    precision: Annotated[str, Term("precision_nombre")] | None = champ("Précision", exemple="estime", default=None)
    description: T200 | None = champ("Description", default=None)


class ExperiencePresentee(Part):
    """A practice told during the day."""

    experience: ExperienceId = champ("Expérience", niveau="E", exemple="fph-roubaix")
    par: PersonneId | None = champ("Par", default=None)
    angle: T160 | None = champ("Angle", default=None)


class Apport(Part):
    """What someone came to bring."""

    intervenant: Nom | None = champ("Intervenant", "Une fonction ou une structure.", default=None)
    sujet: T160 = champ("Sujet", niveau="E")
    ressource: RessourceId | None = champ("Ressource", default=None)


class Echange(Part):
    """What was said on a theme, not by whom."""

    titre: T90 = champ("Titre", niveau="E")
    theme: ThemeId | None = champ("Thème", default=None)
    texte: Md2500 = champ("Texte", niveau="E")


class Parole(Part):
    """Words said, kept with the agreement of who said them."""

    cle: Cle | None = champ("Clé", "p1, p2… : son adresse, pour qu’une production puisse s’y appuyer.", exemple="p1", default=None)
    texte: T280 = champ("Texte", niveau="E")
    auteur: Annotated[str, Field(max_length=80), Cite("personne")] = champ(
        "Auteur", "L’identifiant d’une personne, ou « anonyme ».", exemple="anonyme", default="anonyme"
    )
    accord: Bool = champ("Accord", "La personne accepte que ses mots paraissent.", exemple=True, default=False)


class Decision(Part):
    """What the group decided to do."""

    texte: T200 = champ("Texte", niveau="E")
    qui: T80 | None = champ("Qui", default=None)
    echeance: PartialDate | None = champ("Échéance", default=None)
    etat: Annotated[str, Term("etat_decision")] | None = champ("État", exemple="a_faire", default=None)


class BilanSeance(Part):
    """How the day was run."""

    methode: T200 | None = champ("Méthode", default=None)
    retenu: T300 | None = champ("À garder", default=None)
    a_ameliorer: T300 | None = champ("À améliorer", default=None)


class Resultat(Part):
    """What a public source says came out of a meeting or a Forum."""

    texte: T300 = champ("Texte", niveau="E")
    sources: Appels = champ("Sources", exemple=["s1"], default=())


class Modification(Part):
    """What changed since a meeting was announced: those who wrote it down must know."""

    date: PartialDate = champ("Date", niveau="E", exemple="2013-06-03")
    texte: T160 = champ("Texte", niveau="E")


class Rencontre(Fiche):
    """A meeting, from its announcement to its validated minutes."""

    collection: ClassVar[str] = "rencontre"

    titre: T90 = champ("Titre", question="Quel est le sujet de la journée ?", niveau="E", exemple="Ceux qui ne viennent pas")
    type_rencontre: Annotated[str, Term("type_rencontre")] = champ(
        "Type", question="Quelle sorte de rencontre est-ce ?", niveau="E", exemple="journee_d_echange"
    )
    groupes: tuple[GroupeId, ...] = champ(
        "Groupes", "Aucun pour un évènement régional.", question="Quels groupes réunit-elle ?", niveau="E", exemple=["est"], max_length=2
    )
    numero: Entier | None = champ("Numéro", question="La quantième du groupe est-ce ?", niveau="C", exemple=4, default=None)
    date: PartialDate = champ("Date", "Le nom du fichier commence par elle.", question="Quel jour ?", niveau="E", exemple="2013-09-20")
    date_fin: PartialDate | None = champ("Dernier jour", question="Si elle dure plusieurs jours, jusqu’à quand ?", default=None)
    horaires: Horaires | None = champ("Horaires", question="De quelle heure à quelle heure ?", niveau="C", default=None)
    lieu: LieuRencontre | None = champ("Lieu", question="Où se tient-elle, et comment y vient-on ?", niveau="E", inconnu=True, default=None)
    organisateurs: tuple[StructureId, ...] = champ("Organisée par", question="Qui l’organise ?", default=())
    animateurs: tuple[PersonneId, ...] = champ("Animateurs", question="Qui l’anime ?", default=())
    themes: tuple[ThemeId, ...] = champ(
        "Thèmes", "Un à quatre, de sens et de méthode.", question="Quels thèmes y travaille-t-on ?", default=(), max_length=4
    )
    questions_de_travail: tuple[T160, ...] = champ("Questions de travail", question="Quelles questions s’y pose-t-on ?", default=())
    presentation: T600 | None = champ("Présentation", question="Que vient-on y faire ?", default=None)
    etat_rencontre: Annotated[str, Term("etat_rencontre")] = champ(
        "État", question="Est-elle annoncée, tenue, reportée, annulée ?", exemple="annoncee", default="annoncee"
    )
    modifications: tuple[Modification, ...] = champ(
        "Changements",
        "L’heure, le lieu, un report, une annulation. Les agendas abonnés l’apprennent.",
        question="Qu’est-ce qui a changé depuis l’annonce ?",
        default=(),
    )
    sequences: tuple[Sequence, ...] = champ(
        "Déroulé", question="Comment la journée se déroule-t-elle : quels moments, de combien de minutes ?", default=()
    )
    participants: Presents = champ("Participants", question="Qui est là, qui s’est excusé, qui est invité ?", default=Presents())
    experiences_presentees: tuple[ExperiencePresentee, ...] = champ(
        "Expériences présentées", question="Quelles expériences y raconte-t-on, et sous quel angle ?", default=()
    )
    apports: tuple[Apport, ...] = champ("Apports", question="Qui est venu apporter quoi ?", default=())
    en_bref: T600 | None = champ("En bref", "Se lit seul.", question="En quelques lignes, que s’est-il dit d’important ?", default=None)
    echanges: tuple[Echange, ...] = champ(
        "Échanges", "Par thème, jamais par personne.", question="Thème par thème, qu’a-t-on échangé ?", default=()
    )
    enseignements: tuple[Enseignement, ...] = champ(
        "Enseignements", question="Qu’en retient-on qui serve à d’autres, et jusqu’où est-on d’accord ?", niveau="C", default=()
    )
    paroles: tuple[Parole, ...] = champ(
        "Paroles", question="Quels mots faut-il garder tels quels, avec l’accord de qui les a dits ?", default=()
    )
    decisions: tuple[Decision, ...] = champ("Décisions", question="Qu’a-t-on décidé : quoi, qui, pour quand ?", default=())
    resultats: tuple[Resultat, ...] = champ(
        "Résultats", "D’après des sources publiques.", question="Qu’en disent les sources publiques ?", default=()
    )
    ressources_citees: tuple[RessourceId, ...] = champ("Ressources citées", question="Quels documents a-t-on cités ?", default=())
    suites: Md | None = champ("Suites", question="Et maintenant, que fait-on ?", default=None)
    bilan_de_seance: BilanSeance | None = champ(
        "Bilan de séance", question="Comment la journée s’est-elle passée : que garder, que changer ?", default=None
    )
    etat_compte_rendu: Annotated[str, Term("etat_compte_rendu")] = champ("État du compte rendu", niveau="E", exemple="a_venir")
    redige_par: PersonneId | None = champ("Rédigé par", question="Qui écrit le compte rendu ?", default=None)
    valide_le: PartialDate | None = champ("Validé le", default=None)
    valide_en: RencontreId | None = champ("Validé en", default=None)
    hors_compte_rendu: Bool = champ(
        "Hors compte rendu",
        "Une part de la journée est restée confidentielle.",
        question="Une part de la journée doit-elle rester entre vous ?",
        default=False,
    )

    @property
    def compte_rendu_public(self) -> bool:
        """The minutes were validated by the group: they may be shown."""
        return self.etat_compte_rendu in ("valide", "publie")

    @property
    def duree_min(self) -> int:
        """Minutes that the agenda takes, all moments together."""
        return sum(sequence.duree_min for sequence in self.sequences)


Renvoi = Annotated[str, Field(pattern=r"^[a-z0-9-]+#[a-z0-9-]+$"), Cite("experience", "rencontre")]
"""The address of a piece of a record: ``<identifiant>#<clé>``."""


class Appuis(Part):
    """What a production rests on: no unsupported claim in the booklet."""

    enseignements: tuple[Renvoi, ...] = champ("Enseignements", "« identifiant#clé ».", exemple=["2013-09-20-groupe-est#e3"], default=())
    paroles: tuple[Renvoi, ...] = champ(
        "Paroles", "« identifiant#clé » d’une parole dont l’accord est donné.", exemple=["2013-09-20-groupe-est#p1"], default=()
    )
    rencontres: tuple[RencontreId, ...] = champ("Rencontres", default=())
    experiences: tuple[ExperienceId, ...] = champ("Expériences", default=())

    def __bool__(self) -> bool:
        return bool(self.enseignements or self.paroles or self.rencontres or self.experiences)


class Demande(Part):
    """What is asked, and of whom."""

    a_qui: Annotated[str, Term("destinataires")] = champ("À qui", niveau="E", exemple="elus_locaux")
    quoi: T200 = champ("Quoi", niveau="E")
    echeance: PartialDate | None = champ("Échéance", default=None)
    suite: Annotated[str, Term("suite")] | None = champ(
        "Suite", "Seulement si elle diffère de celle de la réponse d’ensemble.", exemple="refusee_avec_motif", default=None
    )
    motif: T200 | None = champ("Motif", "La raison donnée, pour cette demande.", default=None)


class PlaceLivret(Part):
    """Where a production stands in the booklet."""

    section: Cle = champ("Section", niveau="E")
    ordre: Entier | None = champ("Ordre", default=None)
    pages_max: Entier | None = champ("Pages au plus", default=None)


class BonATirer(Part):
    """The group signs the proof."""

    par: Nom = champ("Par", niveau="E", exemple="Le groupe Est, en séance")
    date: PartialDate = champ("Date", niveau="E")


class Reponse(Part):
    """What became of a production after the Forum."""

    de: Nom = champ("De", niveau="E")
    date: PartialDate = champ("Date", niveau="E")
    texte: T600 = champ("Texte", niveau="E")
    suite: Annotated[str, Term("suite")] | None = champ("Suite", default=None)

    @property
    def attendue(self) -> bool:
        """What was noted is that no answer came, or not yet."""
        return self.suite in ("sans_reponse", "en_attente")


class Production(Fiche):
    """What a group makes: a contribution to the Forum."""

    collection: ClassVar[str] = "production"

    titre: T80 = champ("Titre", question="Comment s’appelle cette production ?", niveau="E")
    accroche: T120 | None = champ("Accroche", question="Une phrase pour donner envie de la lire ?", default=None)
    resume: T400 | None = champ("Résumé", question="En quelques lignes, que dit-elle ?", niveau="C", default=None)
    forme: Annotated[str, Term("forme")] = champ("Forme", question="Quelle forme prend-elle ?", niveau="E", exemple="recommandation")
    groupes: tuple[GroupeId, ...] = champ("Groupes", question="Quel groupe l’a faite ?", niveau="E", exemple=["est"], min_length=1)
    auteurs: tuple[PersonneId, ...] = champ("Auteurs", question="Qui l’a écrite, et d’accord pour être nommé ?", default=())
    avec: tuple[StructureId, ...] = champ("Avec", question="Avec quelles structures ?", default=())
    themes: tuple[ThemeId, ...] = champ("Thèmes", question="Sur quels thèmes ?", niveau="C", default=(), max_length=3)
    enjeux: tuple[Annotated[str, Term("enjeux")], ...] = champ(
        "Enjeux",
        question="Que veut-elle faire bouger : l’institution, le territoire, la place des citoyens ?",
        niveau="C",
        default=(),
        max_length=3,
    )
    objectifs: tuple[Annotated[str, Term("objectifs")], ...] = champ("Objectifs", question="À quoi doit-elle servir ?", default=())
    destinataires: tuple[Annotated[str, Term("destinataires")], ...] = champ(
        "Destinataires", question="À qui s’adresse-t-elle ?", niveau="C", default=(), max_length=3
    )
    s_appuie_sur: Appuis = champ(
        "S’appuie sur",
        question="Sur quoi s’appuie-t-elle : quelles rencontres, quelles expériences, quels enseignements ?",
        niveau="C",
        default=Appuis(),
    )
    corps: Md | None = champ("Texte", question="Que dit-elle, en entier ?", niveau="C", default=None)
    demande: tuple[Demande, ...] = champ("Demandes", question="Que demande-t-elle, à qui, pour quand ?", default=())
    degre_accord: Annotated[str, Term("degre_accord")] | None = champ(
        "Degré d’accord", question="Jusqu’où le groupe est-il d’accord ?", default=None
    )
    points_de_desaccord: Md | None = champ("Points de désaccord", question="Sur quoi n’est-on pas d’accord ?", default=None)
    statut_production: Annotated[str, Term("statut_production")] = champ(
        "Avancement", question="Où en est-elle ?", niveau="E", exemple="en_chantier"
    )
    adoptee_en: RencontreId | None = champ(
        "Adoptée en", question="Lors de quelle rencontre le groupe l’a-t-il adoptée ?", niveau="L", default=None
    )
    livret: PlaceLivret | None = champ("Livret", question="Où la placer dans le livret ?", niveau="L", default=None)
    bon_a_tirer: BonATirer | None = champ("Bon à tirer", question="Qui a signé l’épreuve, et quand ?", niveau="L", default=None)
    reponse_recue: Reponse | None = champ("Réponse reçue", question="Quelle réponse a-t-elle reçue ?", default=None)


class MomentForum(Part):
    """A moment of the Forum's programme."""

    heure: Heure = champ("Heure", niveau="E", exemple="9h30")
    type: Annotated[str, Term("type_programme")] = champ("Type", niveau="E", exemple="atelier")
    titre: T120 = champ("Titre", niveau="E")
    productions: tuple[ProductionId, ...] = champ("Productions", default=())


class LieuForum(Part):
    """Where a Forum is held."""

    nom: Nom = champ("Nom", question="Dans quel lieu se tient-il ?", niveau="E", exemple="Nouveau Siècle")
    commune: Commune | None = champ("Commune", question="Dans quelle commune ?", default=None)
    accessibilite: T200 | None = champ("Accessibilité", question="Peut-on y venir en fauteuil, entendre, voir ?", default=None)


class Forum(Fiche):
    """A regional Forum of participatory democracy."""

    collection: ClassVar[str] = "forum"

    edition: Annotated[int, Field(strict=True, ge=1)] = champ("Édition", question="Quelle édition est-ce ?", niveau="E", exemple=3)
    titre: T120 = champ("Titre", question="Quel est le titre du Forum ?", niveau="E")
    sous_titre: T160 | None = champ("Sous-titre", question="A-t-il un sous-titre ?", default=None)
    date: PartialDate | None = champ("Date", question="Quel jour ?", niveau="E", inconnu=True, default=None)
    lieu: LieuForum | None = champ("Lieu", question="Où se tient-il ?", niveau="E", inconnu=True, default=None)
    horaires: Horaires | None = champ("Horaires", question="De quelle heure à quelle heure ?", default=None)
    presentation: Md | None = champ("Présentation", question="Que vient-on y faire ?", default=None)
    programme: tuple[MomentForum, ...] = champ("Programme", question="Quel est le programme, heure par heure ?", default=())
    resultats: tuple[Resultat, ...] = champ("Résultats", question="Qu’en disent les sources publiques ?", default=())
    rencontre: RencontreId | None = champ(
        "Rencontre", "La fiche de la rencontre, s’il y en a une.", question="A-t-il aussi une fiche de rencontre ?", default=None
    )


class Editorial(Part):
    """Opening words, signed."""

    signataire: Nom = champ("Signataire", niveau="E")
    fonction: Nom = champ("Fonction", niveau="E")
    texte: Md = champ("Texte", niveau="E")


class Selection(Part):
    """Records taken by rule: those that answer every question asked."""

    groupe: GroupeId | None = champ("Groupe", "Ce que ce groupe a fait, ou ce qui lui a été raconté.", exemple="est", default=None)
    theme: ThemeId | None = champ("Thème", exemple="rendre-compte", default=None)
    statut: Annotated[str, Term("statut")] | None = champ("Statut", exemple="validee", default=None)
    livret: Bool | None = champ(
        "Marqués pour le livret", "Les productions qui ont une place au livret, les enseignements marqués.", exemple=True, default=None
    )
    objet_traite: tuple[Annotated[str, Term("objet_traite")], ...] = champ(
        "Objet traité", "Les expériences dont c’est le premier objet.", exemple=["mobilite"], default=()
    )


_AU_LIVRET = Cite("experience", "groupe", "rencontre", "production", "theme", "ressource")
"""What a section of a booklet may hold, according to its type."""


class SectionLivret(Part):
    """A part of the booklet."""

    cle: Cle = champ("Clé", "Son nom court : une production s’y place par lui.", niveau="E", exemple="experiences")
    titre: T90 = champ("Titre", niveau="E", exemple="Les expériences")
    type: Annotated[str, Term("type_section")] = champ("Type", niveau="E", exemple="experience")
    onglet: Annotated[str, Field(min_length=1, max_length=16), Prose()] | None = champ(
        "Onglet", "Le mot imprimé au bord des pages.", exemple="Est", default=None
    )
    texte: Md | None = champ("Texte", "Ce qui ouvre la partie.", default=None)
    elements: tuple[Annotated[Identifiant, _AU_LIVRET], ...] = champ(
        "Éléments",
        "Les fiches nommées une à une, dans cet ordre, avant celles que la sélection prend.",
        exemple=["fph-roubaix"],
        default=(),
    )
    selection: Selection | None = champ("Sélection", "Les fiches prises par règle.", default=None)
    sauf: tuple[Annotated[Identifiant, _AU_LIVRET], ...] = champ("Sauf", "Les fiches que la sélection ne prend pas.", default=())
    ordre: Annotated[str, Field(pattern="^(date|titre)$")] = champ(
        "Ordre", "De ce que la sélection prend : date, du plus ancien au plus récent, ou titre.", exemple="titre", default="date"
    )
    pages_max: Entier | None = champ("Pages au plus", exemple=24, default=None)
    saut: Annotated[str, Field(pattern="^page_impaire$")] | None = champ(
        "Saut", "page_impaire : la partie s’ouvre sur une page de droite.", exemple="page_impaire", default=None
    )


class Annuaire(Part):
    """Whether and how people are listed."""

    inclure: Bool = champ("Inclure", default=False)
    niveau_consentement: Annotated[str, Term("consentement")] | None = champ("Niveau de consentement", default=None)


class Livret(Fiche):
    """The manifest of a booklet."""

    collection: ClassVar[str] = "livret"

    titre: T120 = champ("Titre", question="Comment s’appelle le livret ?", niveau="E")
    sous_titre: T160 | None = champ("Sous-titre", question="A-t-il un sous-titre ?", default=None)
    forum: ForumId | None = champ("Forum", question="Pour quel Forum est-il fait ?", default=None)
    pages_max: Entier | None = champ("Pages au plus", question="De combien de pages au plus ?", default=None)
    editorial: Editorial | None = champ("Éditorial", question="Qui signe l’éditorial, et que dit-il ?", default=None)
    sections: tuple[SectionLivret, ...] = champ("Sections", question="De quelles parties est-il fait ?", default=())
    annuaire: Annuaire = champ("Annuaire", question="Faut-il une liste des personnes, et sous quel accord ?", default=Annuaire())
    mentions: Md | None = champ("Mentions", question="Quelles mentions doit-il porter ?", default=None)
    remerciements: Md | None = champ("Remerciements", question="Qui remercie-t-on ?", default=None)
