"""What every record shares: kinds of field, sources, proof-reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, WithJsonSchema
from pydantic_core import PydanticCustomError

from observatoire.dates import PartialDate, check_hour


@dataclass(frozen=True, init=False)
class Term:
    """Marks a field that holds a term of one of ``content/vocabulaires/<name>.yml``."""

    vocabulaires: tuple[str, ...]

    def __init__(self, *vocabulaires: str) -> None:
        object.__setattr__(self, "vocabulaires", vocabulaires)


@dataclass(frozen=True, init=False)
class Ref:
    """Marks a field that holds the identifier of a record of one of ``collections``."""

    collections: tuple[str, ...]

    def __init__(self, *collections: str) -> None:
        object.__setattr__(self, "collections", collections)


@dataclass(frozen=True, init=False)
class Cite:
    """Marks a field that may name a record of one of ``collections`` among other things, or a piece of it: ``<identifier>#<cle>``."""

    collections: tuple[str, ...]

    def __init__(self, *collections: str) -> None:
        object.__setattr__(self, "collections", collections)


@dataclass(frozen=True)
class Prose:
    """Marks a text that people read; ``markdown`` when it is limited Markdown, else plain."""

    markdown: bool = False


@dataclass(frozen=True)
class SourceCall:
    """Marks a field that names a source of the same record by its ``cle``."""


@dataclass(frozen=True)
class FreeText:
    """Marks a free text that stands where a record of ``collections`` could be named."""

    collections: tuple[str, ...] = ("structure",)


def champ(
    titre: str,
    description: str = "",
    *,
    question: str = "",
    niveau: str = "o",
    exemple: Any = None,
    inconnu: bool = False,
    **options: Any,
) -> Any:
    """A field as contributors know it.

    ``question`` is what one asks aloud to fill it; a field without one is not asked, but set by who edits. ``niveau`` is the level of demand: ``E`` needed to exist, ``C`` for ``statut: validee``, ``L`` for
    the booklet, ``o`` optional. ``inconnu`` lets a required field be listed under ``inconnu:``
    instead. A field without ``default`` is required of every record.
    """
    extra: dict[str, Any] = {"niveau": niveau, **({"question": question} if question else {}), **({"inconnu": True} if inconnu else {})}
    examples = None if exemple is None else [exemple]
    return Field(title=titre, description=description, examples=examples, json_schema_extra=extra, **options)


def motif(pattern: str, message: str) -> dict[str, str]:
    """Keywords of JSON Schema for a text of a certain form, with what an editor says of another."""
    return {"pattern": pattern, "patternErrorMessage": message}


def _web_address(value: str) -> str:
    if not value.startswith(("https://", "http://")) or any(sign in value for sign in ' <>"\\^`{|}'):
        raise PydanticCustomError("adresse", "adresse", {"lu": value})
    return value


def _code_as_text(value: Any) -> Any:
    # 59512 has no leading zero: YAML reads a number. Nothing is lost, so nothing is asked.
    return f"{value:05}" if isinstance(value, int) and not isinstance(value, bool) else value


T60 = Annotated[str, Field(min_length=1, max_length=60), Prose()]
T80 = Annotated[str, Field(min_length=1, max_length=80), Prose()]
T90 = Annotated[str, Field(min_length=1, max_length=90), Prose()]
T120 = Annotated[str, Field(min_length=1, max_length=120), Prose()]
T160 = Annotated[str, Field(min_length=1, max_length=160), Prose()]
T200 = Annotated[str, Field(min_length=1, max_length=200), Prose()]
T280 = Annotated[str, Field(min_length=1, max_length=280), Prose()]
T300 = Annotated[str, Field(min_length=1, max_length=300), Prose()]
T400 = Annotated[str, Field(min_length=1, max_length=400), Prose()]
T500 = Annotated[str, Field(min_length=1, max_length=500), Prose()]
T600 = Annotated[str, Field(min_length=1, max_length=600), Prose()]
Md2500 = Annotated[str, Field(min_length=1, max_length=2500), Prose(markdown=True)]
Md = Annotated[str, Field(min_length=1, max_length=12000), Prose(markdown=True)]
Nom = Annotated[str, Field(min_length=1, max_length=160)]
Adresse = Annotated[
    str, Field(max_length=500), AfterValidator(_web_address),
    WithJsonSchema({"type": "string", "maxLength": 500, **motif(r"^https?://[^\s<>\"^`{|}\\]+$", "Une adresse web commence par https:// et ne contient pas d’espace.")}),
]  # fmt: skip
Heure = Annotated[
    str, BeforeValidator(check_hour),
    WithJsonSchema({"type": "string", **motif(r"^([01]?\d|2[0-3])h([0-5]\d)?$", "Une heure s’écrit 9h30.")}),
]  # fmt: skip
Bool = StrictBool
Entier = Annotated[int, Field(strict=True, ge=0)]
"""A count or an amount: no decimals, no sign."""
Cle = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9-]{0,59}$", json_schema_extra={"patternErrorMessage": "Une clé s’écrit en minuscules sans accent, avec des chiffres et des tirets : e1."}),
]  # fmt: skip
Identifiant = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$",
        json_schema_extra={"patternErrorMessage": "Un identifiant s’écrit en minuscules, sans accent ni espace, avec des tirets."},
    ),
]
Commune = Annotated[str, BeforeValidator(_code_as_text), Ref("commune")]
Lieu = Annotated[str, BeforeValidator(_code_as_text), Ref("commune", "territoire")]
StructureId = Annotated[str, Ref("structure")]
PersonneId = Annotated[str, Ref("personne")]
GroupeId = Annotated[str, Ref("groupe")]
RencontreId = Annotated[str, Ref("rencontre")]
ExperienceId = Annotated[str, Ref("experience")]
ProductionId = Annotated[str, Ref("production")]
RessourceId = Annotated[str, Ref("ressource")]
ThemeId = Annotated[str, Ref("theme")]
ForumId = Annotated[str, Ref("forum")]
Appel = Annotated[str, SourceCall()]
"""The ``cle`` of a source of the same record."""
Appels = tuple[Appel, ...]


class Part(BaseModel):
    """A piece of a record: frozen, and no key it does not know. Spaces and lines around a text are not part of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True)


class Source(Part):
    """Where a fact comes from."""

    cle: Cle | None = champ("Clé", "Le nom court par lequel la fiche cite cette source : s1, s2…", exemple="s1", default=None)
    titre: Annotated[str, Field(min_length=1, max_length=300)] = champ(
        "Titre",
        "Éditeur et titre de la page, du document ou de l’entretien.",
        niveau="E",
        exemple="Ville de Lille – Les conseils de quartier",
    )
    url: Adresse | None = champ(
        "Adresse", "L’adresse de la page. Elle peut avoir disparu : on la garde.", exemple="https://www.exemple.fr/page", default=None
    )
    consulte_le: PartialDate | None = champ("Consultée le", exemple="2014-02-10", default=None)
    fiabilite: Annotated[str, Term("fiabilite")] | None = champ("Fiabilité", exemple="haute", default=None)


class Recueil(Part):
    """When, by whom and from what the record was made."""

    origine: Annotated[str, Term("origine_recueil")] | None = champ(
        "Origine", "D’où viennent les faits.", niveau="C", exemple="temoignage_des_porteurs", default=None
    )
    par: Nom | None = champ(
        "Recueilli par",
        "Une fonction ou une équipe, plutôt qu’un nom.",
        question="Qui recueille ce récit ?",
        niveau="C",
        exemple="L’animateur du groupe Est",
        default=None,
    )
    date: PartialDate | None = champ("Date du recueil", question="Quel jour ?", niveau="C", exemple="2014-02", default=None)
    note: T500 | None = champ("Note sur les sources", "Ce que les sources consultées ne permettent pas d’affirmer.", default=None)


class Relecture(Part):
    """Who read the record again, and when."""

    par: Nom = champ("Relue par", niveau="E", exemple="Le groupe Est")
    date: PartialDate = champ("Date", niveau="E", exemple="2014-03-14")


class Record(Part):
    """What every file holds besides its own fields."""

    collection: ClassVar[str] = ""
    titre_champ: ClassVar[str] = "titre"
    """The field that names the record."""

    id: Annotated[str, Field(exclude=True)]
    """The file name without its ending: the last part of the address."""
    fichier: Annotated[str, Field(exclude=True)]
    """Path of the file, from the root of the observatory."""

    @property
    def libelle(self) -> str:
        """What the record is called."""
        return str(getattr(self, self.titre_champ))


class Fiche(Record):
    """A record with a life of its own: status, origin, sources."""

    mots_cles: tuple[T60, ...] = champ(
        "Mots-clés",
        "Cinq au plus, pour la recherche.",
        question="Quels mots taperait quelqu’un qui cherche cela ?",
        default=(),
        max_length=5,
    )
    sans_objet: tuple[str, ...] = champ(
        "Sans objet",
        "Les champs qui ne s’appliquent pas ici.",
        question="Quelles questions ne se posent pas ici ?",
        exemple=["budget"],
        default=(),
    )
    inconnu: tuple[str, ...] = champ(
        "Inconnu",
        "Les champs cherchés dans les sources et non trouvés.",
        question="Quelles réponses avez-vous cherchées sans les trouver ?",
        exemple=["debut"],
        default=(),
    )
    anciens_identifiants: tuple[Identifiant, ...] = champ(
        "Anciens identifiants", "Les noms que le fichier a portés : leurs adresses mènent ici.", default=()
    )
    licence: Nom | None = champ("Licence", "Si elle diffère de celle du site.", default=None)
    statut: Annotated[str, Term("statut")] = champ(
        "Statut",
        "brouillon tant que vous écrivez ; a_relire quand d’autres peuvent la lire ; validee quand elle est complète et relue.",
        niveau="E",
        exemple="brouillon",
    )
    recueil: Recueil = champ(
        "Recueil",
        "Quand, par qui et d’après quoi la fiche a été faite.",
        question="Qui répond ou rassemble, quand, et d’après quoi ?",
        niveau="C",
        default=Recueil(),
    )
    relecture: tuple[Relecture, ...] = champ("Relectures", default=())
    sources: tuple[Source, ...] = champ(
        "Sources",
        "D’où viennent les faits. Chacune a une clé (s1, s2…) que la fiche cite.",
        question="Où peut-on vérifier : un document, une page, quelqu’un qui l’a vécu ?",
        default=(),
    )

    @property
    def numeros(self) -> Mapping[str, int]:
        """1-based number of each source by its ``cle``, in the order of the file."""
        return {source.cle: n for n, source in enumerate(self.sources, 1) if source.cle}

    @property
    def fictif(self) -> bool:
        """Made up for the demonstration."""
        return self.recueil.origine == "exemple_fictif"


class Position(Part):
    """One side of a disagreement: pages give each side as much room as the others."""

    titre: T80 = champ("Titre", "La position, en quelques mots.", niveau="E", exemple="Oui, avec des volontaires")
    texte: T300 = champ("Texte", "Ses arguments.", niveau="E", exemple="Le hasard amène des personnes que personne n’aurait invitées.")
    experiences: tuple[ExperienceId, ...] = champ("Expériences", "Celles qui l’appuient.", default=())


class Enseignement(Part):
    """What a practice or a meeting teaches: written once, shown wherever it is named."""

    cle: Cle = champ("Clé", "e1, e2… : unique dans la fiche, jamais réutilisée ; c’est l’ancre de son adresse.", niveau="E", exemple="e1")
    nature: Annotated[str, Term("nature_enseignement")] = champ("Nature", niveau="E", exemple="levier")
    texte: T300 = champ(
        "Texte",
        "Une phrase ou deux, qui se comprennent seules.",
        niveau="E",
        exemple="Aller sur un marché fait venir la parole de ceux qui ne vont pas en réunion.",
    )
    theme: ThemeId | None = champ("Thème", niveau="C", exemple="mobiliser-aller-vers", default=None)
    experiences: tuple[ExperienceId, ...] = champ("Expériences", "Celles dont il vient ou qu’il éclaire.", default=())
    positions: tuple[Position, ...] = champ(
        "Positions", "Pour un désaccord : ses côtés, deux au moins.", default=(), min_length=2, max_length=4
    )
    degre_accord: Annotated[str, Term("degre_accord")] | None = champ(
        "Degré d’accord", "Seulement quand un groupe l’a donné.", exemple="partage", default=None
    )
    sources: Appels = champ("Sources", "Les clés des sources de la fiche.", exemple=["s1"], default=())
    livret: Bool = champ("Dans le livret", default=False)


class Acteur(Part):
    """A partner or a funder: a structure that has a record, or a name."""

    structure: StructureId | None = champ("Structure", "L’identifiant de sa fiche.", exemple="ville-lille", default=None)
    nom: Annotated[str, Field(min_length=1, max_length=160), Prose(), FreeText()] | None = champ(
        "Nom", "Si elle n’a pas de fiche.", exemple="SNCF", default=None
    )
    role: T80 | None = champ("Rôle", exemple="met à disposition le terrain", default=None)
