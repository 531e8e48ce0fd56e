"""Which records enter a booklet, in which order: what its manifest says, by name or by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from observatoire.livret.redaction import cible_de
from observatoire.model import Observatoire, sort_name
from observatoire.problems import NBSP, Problem, Severity
from observatoire.schema import COLLECTIONS
from observatoire.schema.common import Fiche, Record
from observatoire.schema.experience import Experience
from observatoire.schema.groupes import Groupe, Livret, Production, Rencontre, SectionLivret, Selection
from observatoire.schema.reperes import Theme
from observatoire.sources import Document
from observatoire.sources import Path as Chemin


@dataclass(frozen=True)
class Choix:
    """The records of each section of a manifest."""

    sections: tuple[tuple[SectionLivret, tuple[Record, ...]], ...]
    """In the order of the manifest. A group is followed by its meetings."""

    @property
    def inclus(self) -> frozenset[str]:
        """Targets of every record that has its place."""
        return frozenset(cible_de(record) for _, records in self.sections for record in records)


COLLECTION: Mapping[str, str] = {
    "experience": "experience", "groupe": "groupe", "rencontre": "rencontre", "production": "production", "theme": "theme", "ressources": "ressource",
}  # fmt: skip
"""What each type of section holds records of; the others are written from the whole booklet."""


def choose(o: Observatoire, manifeste: Livret) -> Choix:
    """The records that a manifest takes, each once: where it comes first."""
    placed: dict[str, str] = {}
    told = [(section, tuple(_with_meetings(o, _records(o, section)))) for section in manifeste.sections]
    for section, records in told:
        for record in records:
            placed.setdefault(cible_de(record), section.cle)
    return Choix(tuple((section, _once(r for r in records if placed[cible_de(r)] == section.cle)) for section, records in told))


def _once(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple({cible_de(record): record for record in records}.values())


def _records(o: Observatoire, section: SectionLivret) -> Iterator[Record]:
    name = COLLECTION.get(section.type)
    if name is None:
        return
    records = o.records.get(name, {})
    named = [records[key] for key in section.elements if key in records]
    yield from named
    rule = section.selection
    if rule is None and (section.elements or section.type == "production"):
        rest = _placed(o, section)
    else:
        rest = sorted((r for r in records.values() if _answers(o, r, rule)), key=_ORDER[section.ordre])
    done = {*section.elements, *section.sauf}
    yield from (record for record in rest if record.id not in done)


def _placed(o: Observatoire, section: SectionLivret) -> list[Record]:
    """Productions that say themselves that they stand in this section, in the order that they say."""
    found = [p for p in o.productions.values() if section.type == "production" and p.livret and p.livret.section == section.cle]
    return [*sorted(found, key=lambda p: (p.livret.ordre if p.livret and p.livret.ordre is not None else 9999, sort_name(p.titre), p.id))]


def _answers(o: Observatoire, record: Record, rule: Selection | None) -> bool:
    """Whether a record answers every question of a rule; without a rule, whether it may be shown at all."""
    if isinstance(record, Rencontre) and not record.groupes and record.etat_rencontre in ("annulee", "reportee"):
        return False
    if isinstance(record, Theme) and not o.lecons_du_theme(record):
        return False
    if rule is None:
        return True
    return (
        (rule.groupe is None or rule.groupe in _groups(o, record))
        and (rule.theme is None or rule.theme in _themes(record))
        and (rule.statut is None or (isinstance(record, Fiche) and record.statut == rule.statut))
        and (rule.livret is None or rule.livret == _marked(o, record))
        and (not rule.objet_traite or (isinstance(record, Experience) and record.objet_traite[0] in rule.objet_traite))
    )


def _groups(o: Observatoire, record: Record) -> Iterable[str]:
    if isinstance(record, Rencontre | Production):
        return record.groupes
    if isinstance(record, Experience):
        return {group for meeting in o.rencontres_sur(record) for group in meeting.groupes}
    return (record.id,) if isinstance(record, Groupe) else ()


def _themes(record: Record) -> Iterable[str]:
    return (record.id,) if isinstance(record, Theme) else getattr(record, "themes", ())


def _marked(o: Observatoire, record: Record) -> bool:
    if isinstance(record, Production):
        return record.livret is not None
    if isinstance(record, Theme):
        return any(lecon.enseignement.livret for lecon in o.lecons_du_theme(record))
    return any(enseignement.livret for enseignement in getattr(record, "enseignements", ()))


def _by_date(record: Record) -> tuple[object, ...]:
    """Themes have no date: those of meaning come first, then those of method."""
    date = getattr(record, "date", None) or getattr(record, "debut", None)
    return (date.sort_key if date else (9999, 0, 0), isinstance(record, Theme) and record.famille != "sens", *_by_title(record))


def _by_title(record: Record) -> tuple[object, ...]:
    return (sort_name(record.libelle), record.id)


_ORDER: Mapping[str, Callable[[Record], tuple[object, ...]]] = {"date": _by_date, "titre": _by_title}


def _with_meetings(o: Observatoire, records: Iterable[Record]) -> Iterator[Record]:
    """A group is told with its year."""
    for record in records:
        yield record
        if isinstance(record, Groupe):
            yield from o.rencontres_du_groupe(record)


def problems(o: Observatoire, manifeste: Livret, document: Document) -> Iterator[Problem]:
    """What a manifest asks and the records do not give: an unknown record, a part or a group that would be empty."""
    for n, (section, records) in enumerate(choose(o, manifeste).sections):
        name = COLLECTION.get(section.type)
        for field in ("elements", "sauf"):
            for m, key in enumerate(getattr(section, field)):
                if name is None or key not in o.records.get(name, {}):
                    yield _problem(document, ("sections", n, field, m), "R31", _unknown(key, section, name))
        if name is not None and not records:
            where = ("sections", n, "selection" if section.selection else "cle")
            yield _problem(
                document,
                where,
                "B81",
                f"La partie «{NBSP}{section.titre}{NBSP}» est vide{NBSP}: aucune fiche n’y entre. Changez sa sélection ou retirez-la.",
            )
        for group in records:
            if isinstance(group, Groupe) and _is_empty(o, group):
                named = section.elements.index(group.id) if group.id in section.elements else None
                place: Chemin = ("sections", n, "cle") if named is None else ("sections", n, "elements", named)
                yield _problem(
                    document,
                    place,
                    "B81",
                    f"Le groupe «{NBSP}{group.nom}{NBSP}» ({group.fichier}) est vide{NBSP}: ni présentation, ni journée, ni membre. Écrivez son champ «{NBSP}presentation{NBSP}», ou retirez-le de la partie.",
                )


def _is_empty(o: Observatoire, group: Groupe) -> bool:
    """Whether nothing is known of a group but its name."""
    return not (group.presentation or group.ce_que_le_groupe_veut_dire or o.rencontres_du_groupe(group) or o.membres(group))


def _unknown(key: str, section: SectionLivret, collection: str | None) -> str:
    if collection is None:
        return f"Une partie de type «{NBSP}{section.type}{NBSP}» ne contient pas de fiches{NBSP}: retirez «{NBSP}{key}{NBSP}»."
    return f"«{NBSP}{key}{NBSP}» ne correspond à aucune fiche ({COLLECTIONS[collection].un}), alors que la partie «{NBSP}{section.titre}{NBSP}» la demande."


def _problem(document: Document, path: tuple[str | int, ...], code: str, message: str) -> Problem:
    return Problem(document.file, *document.at(path), code, Severity.ERREUR, message)
