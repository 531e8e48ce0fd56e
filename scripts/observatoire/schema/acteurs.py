"""Structures and persons."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from observatoire.dates import PartialDate
from observatoire.schema.common import (
    T80,
    T200,
    T300,
    T500,
    Adresse,
    Commune,
    Entier,
    Fiche,
    GroupeId,
    Lieu,
    Nom,
    Part,
    StructureId,
    Term,
    champ,
)  # fmt: skip


class Taille(Part):
    """How big a structure is, in the year given."""

    habitants: Entier | None = champ("Habitants", default=None)
    salaries: Entier | None = champ("Salariés", default=None)
    benevoles: Entier | None = champ("Bénévoles", default=None)
    adherents: Entier | None = champ("Adhérents", default=None)
    annee: Entier | None = champ("Année", default=None)


class ContactPublic(Part):
    """How to write to a structure: never to a person."""

    courriel_fonctionnel: (
        Annotated[
            str,
            Field(
                pattern=r"^[^@\s<>\"']+@[a-z0-9.-]+\.[a-z]{2,}$",
                json_schema_extra={"patternErrorMessage": "Un courriel s’écrit contact@exemple.fr."},
            ),
        ]
        | None
    ) = champ(
        "Courriel fonctionnel",
        "Une adresse de service (contact@…), jamais celle d’une personne.",
        exemple="contact@exemple.fr",
        default=None,
    )
    formulaire: Adresse | None = champ("Formulaire", default=None)


class Structure(Fiche):
    """An association, a local authority, a public body, a company…"""

    collection: ClassVar[str] = "structure"
    titre_champ: ClassVar[str] = "nom"

    nom: Nom = champ("Nom", question="Comment s’appelle la structure ?", niveau="E", exemple="Ville de Lille")
    sigle: Annotated[str, Field(min_length=1, max_length=30)] | None = champ(
        "Sigle", question="A-t-elle un sigle ?", exemple="MRES", default=None
    )
    type_structure: Annotated[str, Term("type_structure")] = champ(
        "Type", question="Quelle sorte de structure est-ce ?", niveau="E", exemple="commune"
    )
    commune: Commune | None = champ(
        "Commune",
        "Celle de son siège : code INSEE entre guillemets, ou nom.",
        question="Dans quelle commune est son siège ?",
        niveau="E",
        exemple="59350",
        inconnu=True,
        default=None,
    )
    presentation: T500 | None = champ("Présentation", question="En quelques phrases, que fait-elle ?", niveau="C", default=None)
    territoire_d_action: tuple[Lieu, ...] = champ("Territoire d’action", question="Où agit-elle ?", default=())
    zone: Annotated[str, Term("zone")] | None = champ(
        "Zone", question="De quel côté de la région : Est, Ouest, partout ?", niveau="C", exemple="est", default=None
    )
    taille: Taille | None = champ("Taille", question="Combien de personnes : habitants, salariés, bénévoles, adhérents ?", default=None)
    site: Adresse | None = champ("Site", question="Quelle est l’adresse de son site ?", exemple="https://www.exemple.fr", default=None)
    contact_public: ContactPublic | None = champ(
        "Contact public", question="À quelle adresse de service peut-on lui écrire ?", default=None
    )
    logo: Nom | None = champ("Logo", question="A-t-elle un logo que l’on puisse publier ?", default=None)


class Appartenance(Part):
    """A person in a structure. Empty for an inhabitant."""

    structure: StructureId = champ("Structure", niveau="E", exemple="ville-lille")
    fonction: T80 | None = champ("Fonction", default=None)
    debut: PartialDate | None = champ("Début", default=None)
    fin: PartialDate | None = champ("Fin", default=None)


class Participation(Part):
    """A person in an exchange group."""

    groupe: GroupeId = champ("Groupe", niveau="E", exemple="est")
    role: Annotated[str, Term("role_groupe")] = champ("Rôle", exemple="participant", default="participant")
    debut: PartialDate | None = champ("Début", default=None)
    fin: PartialDate | None = champ("Fin", default=None)


class Consentement(Part):
    """What the person agreed to, and when: it decides what is generated."""

    niveau: Annotated[str, Term("consentement")] = champ(
        "Niveau", question="Jusqu’où peut-on vous nommer ?", niveau="E", exemple="structure_seule"
    )
    date: PartialDate = champ("Date", question="Quel jour l’avez-vous dit ?", niveau="E", exemple="2013-05-17")


class Personne(Fiche):
    """An actor enrolled in their own name."""

    collection: ClassVar[str] = "personne"
    titre_champ: ClassVar[str] = "nom_affiche"

    nom_affiche: Nom = champ("Nom affiché", "Peut être un prénom.", question="Sous quel nom voulez-vous paraître ?", niveau="E")
    nom_tri: Nom | None = champ("Nom pour le tri", default=None)
    type_acteur: Annotated[str, Term("type_acteur")] = champ(
        "Type d’acteur", question="À quel titre participez-vous ?", niveau="E", exemple="habitant"
    )
    fonction: T80 | None = champ("Fonction", question="Quelle est votre fonction ?", niveau="C", default=None)
    structures: tuple[Appartenance, ...] = champ(
        "Structures", question="Dans quelles structures agissez-vous ? Aucune, si vous venez en habitant.", default=()
    )
    groupes: tuple[Participation, ...] = champ(
        "Groupes", question="À quel groupe d’échanges participez-vous, et depuis quand ?", default=()
    )
    pratique_portee: T300 | None = champ("Pratique portée", question="Quelle pratique apportez-vous aux autres ?", default=None)
    ce_que_je_viens_chercher: T200 | None = champ("Ce que je viens chercher", question="Que venez-vous chercher ?", default=None)
    ce_que_je_peux_apporter: T200 | None = champ("Ce que je peux apporter", question="Que pouvez-vous apporter ?", default=None)
    consentement: Consentement | None = champ(
        "Consentement",
        "Sans lui, la personne n’est citée nulle part.",
        question="Qu’acceptez-vous que l’on montre de vous ?",
        niveau="E",
        default=None,
    )
