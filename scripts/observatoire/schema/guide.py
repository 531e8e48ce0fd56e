"""What contributors are told, generated from the models: fields, templates, codes of the checker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from observatoire.dates import PartialDate
from observatoire.problems import typeset
from observatoire.schema.common import Ref, Term
from observatoire.schema.lines import example, scalar
from observatoire.schema.walk import Slot, written

NIVEAUX = {
    "E": "Nécessaire pour exister.",
    "C": "Nécessaire à une fiche validée.",
    "L": "Nécessaire pour le livret.",
    "o": "Facultatif.",
}
"""What each level of demand means."""


@dataclass(frozen=True)
class Champ:
    """A field as contributors read of it."""

    nom: str
    """Dotted inside groups, ``[]`` inside lists: ``etapes[].date``."""
    titre: str
    question: str
    """What one asks aloud to fill it; ``""`` when nobody is asked."""
    description: str
    niveau: str
    """``E``, ``C``, ``L`` or ``o``."""
    type: str
    """French, for a beginner: « texte (280 caractères au plus) »."""
    exemple: str


def fields(model: type[BaseModel], prefix: str = "") -> tuple[Champ, ...]:
    """Every field of a model, nested ones after their parent, in the order a record is written."""
    found: list[Champ] = []
    for slot in written(model):
        field = model.model_fields[slot.name]
        shown = _example(example(model, slot.name)) if field.examples else ""
        name, titre = prefix + slot.name, field.title or slot.name
        found.append(Champ(name, titre, question(field), field.description or "", level(field), _kind(slot), shown))
        if slot.model:
            found += fields(slot.model, f"{prefix}{slot.name}{'[]' if slot.many else ''}.")
    return tuple(found)


def _kind(slot: Slot) -> str:
    for marker in slot.markers:
        if isinstance(marker, Term):
            return ("mots" if slot.many else "mot") + " de la liste " + " ou ".join(marker.vocabulaires)
        if isinstance(marker, Ref):
            return "identifiant d’une fiche : " + " ou ".join(marker.collections)
    if slot.model:
        return "liste de groupes de champs" if slot.many else "groupe de champs"
    kind = _NOMS.get(slot.type, "texte")
    if kind == "texte" and slot.max_length:
        kind += f" ({slot.max_length} caractères au plus)"
    return f"liste : {kind}" if slot.many else kind


_NOMS: dict[Any, str] = {int: "nombre entier", float: "nombre", bool: "true ou false", PartialDate: "date"}
"""What a beginner calls a type."""


def _example(value: Any) -> str:
    return ", ".join(map(scalar, value)) if isinstance(value, list) else scalar(value)


def level(field: FieldInfo) -> str:
    """Level of demand of a field: ``E``, ``C``, ``L`` or ``o``."""
    return str(_extra(field).get("niveau", "o"))


def question(field: FieldInfo) -> str:
    """What one asks aloud to fill a field, with French spaces; ``""`` when nobody is asked."""
    return typeset(str(_extra(field).get("question", "")))


def may_be_unknown(field: FieldInfo) -> bool:
    """A record may name the field under ``inconnu`` instead of filling it."""
    return bool(_extra(field).get("inconnu"))


def _extra(field: FieldInfo) -> dict[str, Any]:
    return field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}


def feuille_path(collection: str, form: str) -> str:
    """Where the site gives the interview sheet of a collection, as ``pdf`` or ``odt``."""
    return f"contribuer/feuilles/{collection}.{form}"


CODES: dict[str, tuple[str, str]] = {
    "N01": (
        "Nom de fichier",
        "Un nom de fichier s’écrit en minuscules, sans accent ni espace, avec des tirets, et finit par « .yml ». Le message donne le nom à utiliser.",
    ),
    "N02": ("Lien symbolique", "Le dossier ne contient que de vrais fichiers."),
    "N03": ("Adresse déjà prise", "Deux fiches auraient la même adresse sur le site."),
    "Y01": ("Caractère illisible", "Le fichier n’est pas en UTF-8, ou cache une tabulation ou un caractère invisible."),
    "Y02": ("Ligne qui ne se lit pas", "Le plus souvent, un texte qui contient « : » sans être entre guillemets."),
    "Y03": ("Élément de liste coupé en deux", "Un élément de liste contient « : » et se lit comme un champ."),
    "Y04": ("Espace insécable cachée", "Une espace insécable s’est glissée après un tiret ou des deux-points, ou dans le nom d’un champ."),
    "Y05": ("Champ écrit deux fois", "Le même nom de champ revient dans le même groupe."),
    "Y06": ("Texte perdu", "Ce qui suit « # » est pris pour un commentaire."),
    "Y07": ("Écriture refusée", "Ancre, renvoi, étiquette, second document, trop de niveaux ou fichier trop lourd."),
    "T10": ("Texte attendu", "Un texte est attendu, et on lit autre chose."),
    "T11": ("Date", "Une date s’écrit 2013, 2013-05 ou 2013-05-17, précédée de « vers » si elle est approximative."),
    "T12": ("Heure", "Une heure s’écrit 9h30."),
    "T13": ("Longueur", "Le texte est trop long, ou vide."),
    "T14": ("Liste ou groupe attendu", "Une liste s’écrit avec un tiret par élément ; un groupe, avec des champs décalés de deux espaces."),
    "T15": ("Nombre d’éléments", "La liste est trop longue ou trop courte."),
    "T16": ("Champ inconnu", "Le nom du champ n’existe pas ici, ou une clé sert deux fois."),
    "T17": ("Nombre ou format", "Un nombre, une adresse ou un identifiant n’a pas la forme attendue."),
    "T18": ("Oui ou non", "On répond par true ou false."),
    "T19": ("Champ manquant", "Un champ nécessaire n’est pas là."),
    "L21": ("Mot hors liste", "Le mot n’est pas dans la liste du champ."),
    "R31": ("Fiche introuvable", "La fiche, la source ou l’enseignement cité n’existe pas."),
    "R32": ("Texte à relier", "Un nom en toutes lettres, alors qu’une fiche existe sans doute."),
    "R33": ("Ancienne commune", "La commune porte un ancien nom ou un ancien code."),
    "C41": ("Consentement", "Une personne est citée sans que son accord soit écrit."),
    "C42": ("Coordonnées privées", "Un courriel ou un téléphone paraît dans un texte public."),
    "C43": ("Exemple fictif", "Un exemple fictif ne se mêle pas à de vraies fiches."),
    "C44": (
        "Nom retenu",
        "Un texte ou un nom de fichier donne un nom que le consentement de la personne retient. Le texte est publié sans lui.",
    ),
    "X51": ("Ordre des rencontres", "Les numéros ou les dates des rencontres d’un groupe ne se suivent pas."),
    "X52": ("Journée trop pleine", "Les moments durent plus que la journée."),
    "X53": ("Production sans appui", "Une production adoptée dit sur quoi elle s’appuie."),
    "X54": ("Titres presque semblables", "Deux fiches ont presque le même titre."),
    "X55": ("Bon à tirer", "Une production retenue pour le livret n’est pas signée."),
    "X56": ("Effectif ou mois vide", "Le groupe n’a pas le nombre de membres visé, ou un mois n’a pas de rencontre."),
    "X57": ("Écart sans argument", "Le niveau constaté diffère du niveau annoncé, sans dire pourquoi."),
    "X58": ("Fiche validée incomplète", "Une fiche validée est complète."),
    "X59": (
        "Appui qui ne tient pas",
        "Une production s’appuie sur une rencontre qui n’a pas eu lieu, ou sur un compte rendu qui n’est pas validé.",
    ),
    "M61": ("Tableau bancal", "Une ligne de tableau n’a pas autant de cases que la première. Une case de trop serait perdue."),
    "M62": ("Titre qui saute un niveau", "Dans un texte, un titre « ### » vient sous un titre « ## »."),
    "M63": ("Image sans description", "Une image dans un texte dit ce qu’elle montre, pour qui ne la voit pas."),
    "B81": ("Partie vide du livret", "Une partie du livret ne retient aucune fiche."),
    "B82": ("Caractère sans dessin", "Aucune police du livret ne sait écrire ce caractère : un emoji, une autre écriture."),
    "B83": ("Image du livret", "Une image manque, ne se lit pas ou est trop grande pour être imprimée."),
    "B84": ("Trop de pages", "Un article, une partie ou le livret dépasse les pages qui lui sont données."),
    "B85": (
        "Mise en page refusée",
        "Le livret ne peut pas être composé, et la raison ne tient à aucune fiche. C’est un défaut du programme : signalez-le.",
    ),
    "E61": ("Sens et méthode", "Conseil : une journée travaille un thème de sens et un thème de méthode."),
    "E62": ("Limites vides", "Conseil : dire ce qui n’a pas marché."),
    "E63": ("Sigle à expliquer", "Conseil : développer un sigle ou l’ajouter au glossaire."),
    "E64": ("Typographie", "Conseil : noms et signes selon l’usage."),
    "K71": ("Avancement", "Information : où en est la fiche, ce qui manque, trois questions pour la finir."),
}
"""Every code of the checker, permanent: its name and what it means."""
