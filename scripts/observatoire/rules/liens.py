"""Terms, references and source calls lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process, utils

from observatoire.problems import NBSP, THIN, Severity
from observatoire.rules import Context, Finding, replaced, rule
from observatoire.schema import COLLECTIONS
from observatoire.schema.common import Fiche, FreeText, Prose, Record, Ref, SourceCall, Term
from observatoire.schema.groupes import Rencontre
from observatoire.schema.reperes import Glossaire
from observatoire.schema.shape import slug
from observatoire.schema.walk import Leaf
from observatoire.sources import Path, quoted

_CALL = re.compile(r"\[\^([^\]\s]+)\]")


def _listed(words: tuple[str, ...] | list[str]) -> str:
    return " ou ".join(f"«{NBSP}{word}{NBSP}»" for word in words)


def _maybe(words: tuple[str, ...] | list[str]) -> str:
    return f" Vouliez-vous dire {_listed(words)}{THIN}?" if words else ""


@rule("L21")
def termes_connus(context: Context) -> Iterator[Finding]:
    """Un champ à choix ne contient que des mots de sa liste, dans ``content/vocabulaires/``."""
    vocabulaires = context.observatoire.vocabulaires
    for record, leaf in context.named:
        if not isinstance(leaf.marker, Term):
            continue
        lists = [vocabulaires[name] for name in leaf.marker.vocabulaires if name in vocabulaires]
        is_partial = len(lists) < len(leaf.marker.vocabulaires)  # One list is missing: that is told once, elsewhere.
        if is_partial or any(leaf.value in vocabulaire.termes for vocabulaire in lists):
            continue
        near = tuple(word for vocabulaire in lists for word in vocabulaire.nearest(leaf.value))[:3]
        files = ", ".join(f"content/vocabulaires/{name}.yml" for name in leaf.marker.vocabulaires)
        told = _maybe(near) or f" Par exemple{NBSP}: {', '.join(tuple(lists[0].termes)[:8])}."
        message = f"«{NBSP}{leaf.value}{NBSP}» n’est pas un mot de la liste.{told} La liste est dans {files}."
        mend = replaced(context, record, leaf.path, near[0]) if near else None
        is_name = near and any(slug(leaf.value) in v.names_of(near[0]) for v in lists if near[0] in v.termes)
        yield Finding(record, leaf.path, message, mend.surely if mend and is_name else mend)


@rule("R31")
def references_connues(context: Context) -> Iterator[Finding]:
    """Une fiche n’en cite une autre que si elle existe."""
    nearest = _Nearest(context)
    for record, leaf in context.named:
        if isinstance(leaf.marker, Ref) and not _exists(context, leaf):
            yield _unknown(context, record, leaf, nearest)


class _Nearest:
    """Identifiers most like one that leads nowhere. Each is looked for once; a folder gone missing must not cost minutes."""

    LIMIT = 300

    def __init__(self, context: Context) -> None:
        self._context = context
        self._choices: dict[tuple[str, ...], dict[str, str]] = {}
        self._found: dict[tuple[tuple[str, ...], str], list[str]] = {}

    def to(self, names: tuple[str, ...], value: str) -> list[str]:
        """At most three identifiers of the collections ``names``, best first."""
        if (names, value) not in self._found and len(self._found) < self.LIMIT:
            choices = self._choices.get(names) or self._choices.setdefault(names, self._all(names))
            wanted = utils.default_process(value.replace("-", " "))
            found = process.extract(wanted, choices, scorer=fuzz.WRatio, limit=6, score_cutoff=86)
            self._found[names, value] = list(dict.fromkeys(key.split("\0")[0] for _, _, key in found))[:3]
        return self._found.get((names, value), [])

    def _all(self, names: tuple[str, ...]) -> dict[str, str]:
        records, known = self._context.observatoire.records, self._context.known
        return {
            f"{key}\0{n}": utils.default_process(text)
            for name in names
            for key in sorted(known.get(name, ()))
            for n, text in enumerate((key.replace("-", " "), _title(records[name].get(key))))
            if text
        }


def _exists(context: Context, leaf: Leaf) -> bool:
    assert isinstance(leaf.marker, Ref)
    if any(leaf.value in context.known.get(name, ()) for name in leaf.marker.collections):
        return True
    return "commune" in leaf.marker.collections and context.observatoire.territory.find(leaf.value).commune is not None


def _unknown(context: Context, record: Record, leaf: Leaf, nearest: _Nearest) -> Finding:
    assert isinstance(leaf.marker, Ref)
    observatoire = context.observatoire
    names = tuple(name for name in leaf.marker.collections if name in COLLECTIONS)
    near = nearest.to(names, leaf.value)
    if "commune" in leaf.marker.collections:
        match = observatoire.territory.find(leaf.value)
        if match.candidates:
            near = [f'"{commune.code}"' for commune in match.candidates] + near
            told = f" Communes possibles{NBSP}: " + ", ".join(f"{c.nom} ({c.code})" for c in match.candidates) + "."
        else:
            told = ""
        message = (
            f"«{NBSP}{leaf.value}{NBSP}» n’est ni une commune du Nord ou du Pas-de-Calais, ni un territoire connu.{told or _maybe(near)}"
        )
        if "territoire" not in leaf.marker.collections:
            message = f"«{NBSP}{leaf.value}{NBSP}» n’est pas une commune du Nord ou du Pas-de-Calais.{told}"
    else:
        row = COLLECTIONS[names[0]]
        message = f"«{NBSP}{leaf.value}{NBSP}» ne correspond à aucune fiche ({row.un}).{_maybe(near)} Pour la créer{NBSP}: {row.folder}/{slug(leaf.value) or 'identifiant'}.yml"
    mend = replaced(context, record, leaf.path, near[0]) if near else None
    return Finding(record, leaf.path, message, mend)


def _title(record: Record | None) -> str:
    return record.libelle if record and hasattr(record, record.titre_champ) else ""


@rule("R31")
def sources_citees(context: Context) -> Iterator[Finding]:
    """Une source citée (``sources: [s1]`` ou ``[^s1]`` dans un texte) est dans la liste des sources de la fiche."""
    for record, leaf in context.leaves:
        if not isinstance(record, Fiche):
            continue
        if isinstance(leaf.marker, SourceCall) and leaf.value not in record.numeros:
            yield _unknown_source(context, record, leaf)
        if isinstance(leaf.marker, Prose) and "[^" in leaf.value:
            for call in _CALL.finditer(leaf.value):
                if call[1] not in record.numeros:
                    message = f"La source «{NBSP}{call[1]}{NBSP}» n’est pas dans la liste «{NBSP}sources{NBSP}» de la fiche ({_known_sources(record)})."
                    yield Finding(record, leaf.path, message, offset=call.start())


def _unknown_source(context: Context, record: Fiche, leaf: Leaf) -> Finding:
    known = list(record.numeros)
    near = process.extractOne(leaf.value, known, scorer=fuzz.ratio) if known else None
    message = f"La source «{NBSP}{leaf.value}{NBSP}» n’est pas dans la liste «{NBSP}sources{NBSP}» de la fiche ({_known_sources(record)})."
    return Finding(record, leaf.path, message, replaced(context, record, leaf.path, near[0]) if near else None)


def _known_sources(record: Fiche) -> str:
    return ", ".join(record.numeros) or "aucune source n’a de clé"


@rule("R31")
def appuis_connus(context: Context) -> Iterator[Finding]:
    """Une production s’appuie sur des enseignements et des paroles qui existent (``identifiant#clé``)."""
    observatoire = context.observatoire
    existing = {
        "enseignements": {
            *(f"{x.id}#{e.cle}" for x in observatoire.experiences.values() for e in x.enseignements),
            *(f"{r.id}#{e.cle}" for r in observatoire.rencontres.values() for e in r.enseignements),
        },
        "paroles": {f"{r.id}#{p.cle}" for r in observatoire.rencontres.values() for p in r.paroles if p.cle},
    }
    for production in observatoire.productions.values():
        for name, none in (("enseignements", "Aucun enseignement"), ("paroles", "Aucune parole")):
            for index, key in enumerate(getattr(production.s_appuie_sur, name)):
                if key not in existing[name] and not _in_broken_file(context, key):
                    near = [
                        other for other, _, _ in process.extract(key, sorted(existing[name]), scorer=fuzz.ratio, limit=3, score_cutoff=70)
                    ]
                    path = ("s_appuie_sur", name, index)
                    message = f"{none} ne porte l’adresse «{NBSP}{key}{NBSP}».{_maybe(near)}"
                    yield Finding(production, path, message, replaced(context, production, path, quoted(near[0])) if near else None)


def _in_broken_file(context: Context, key: str) -> bool:
    owner = key.split("#")[0]
    known = context.known["experience"] | context.known["rencontre"]
    read = {*context.observatoire.experiences, *context.observatoire.rencontres}
    return owner in known - read


@rule("R31")
def glossaire_renvoie(context: Context) -> Iterator[Finding]:
    """Dans le glossaire, « voir aussi » cite la clé d’un autre terme."""
    for glossaire in context.observatoire.records.get("glossaire", {}).values():
        assert isinstance(glossaire, Glossaire)
        keys = [terme.cle for terme in glossaire.termes]
        for n, terme in enumerate(glossaire.termes):
            for m, key in enumerate(terme.voir_aussi):
                if key not in keys:
                    near = [word for word, _, _ in process.extract(key, keys, scorer=fuzz.ratio, limit=3, score_cutoff=65)]
                    path = ("termes", n, "voir_aussi", m)
                    yield Finding(
                        glossaire,
                        path,
                        f"Le glossaire n’a pas de terme «{NBSP}{key}{NBSP}».{_maybe(near)}",
                        replaced(context, glossaire, path, near[0]) if near else None,
                    )


_ANCHORED = (("enseignements", "paroles"), ("sources",), ("termes",), ("elements",), ("sections",))
"""Lists whose items have a key; those named together share one page, hence one set of anchors."""


@rule("T16")
def cles_uniques(context: Context) -> Iterator[Finding]:
    """Dans une fiche, deux enseignements ou paroles (ou deux sources, deux termes, deux parties d’un livret) n’ont pas la même clé."""
    for record in context.records:
        for names in _ANCHORED:
            keys = [((name, n, "cle"), item.cle) for name in names for n, item in enumerate(getattr(record, name, ()) or ())]
            taken = [key for _, key in keys]
            seen: dict[str, Path] = {}
            for path, key in keys:
                if key is None:
                    continue
                if first := seen.get(key):
                    new = _free_key(key, taken)
                    message = f"La clé «{NBSP}{key}{NBSP}» sert déjà, ligne {context.document(record).at(first)[0]}. Une clé ne sert qu’une fois{NBSP}: c’est une adresse."
                    yield Finding(record, path, message, replaced(context, record, path, new))
                seen.setdefault(key, path)


def _free_key(key: str, taken: list[str | None]) -> str:
    stem = key.rstrip("0123456789") or "e"
    return next(f"{stem}{n}" for n in range(1, len(taken) + 2) if f"{stem}{n}" not in taken)


@rule("R32", Severity.AVERTISSEMENT)
def texte_a_relier(context: Context) -> Iterator[Finding]:
    """Un nom écrit en toutes lettres, alors qu’une fiche existe sans doute : reliez-les."""
    structures = context.observatoire.structures
    names = {s.id: utils.default_process(s.nom) for s in structures.values()}
    names |= {f"{s.id}\0": utils.default_process(s.sigle) for s in structures.values() if s.sigle and len(s.sigle) > 3}
    for record, leaf in context.leaves:
        if not isinstance(leaf.marker, FreeText):
            continue
        found = process.extractOne(utils.default_process(leaf.value), names, scorer=fuzz.ratio, score_cutoff=90)
        if found:
            identifier = found[2].rstrip("\0")
            document = context.document(record)
            line, column = document.key_at(leaf.path)
            text = document.line(line)
            mend = replaced(context, record, leaf.path, identifier)
            if mend:
                mend = type(mend)(line, line, text[: column - 1] + f"structure: {identifier}")
            yield Finding(
                record, leaf.path, f"«{NBSP}{leaf.value}{NBSP}» a sans doute sa fiche{NBSP}: {structures[identifier].nom}. Reliez-la.", mend
            )


@rule("R33", Severity.AVERTISSEMENT)
def communes_actuelles(context: Context) -> Iterator[Finding]:
    """Une commune porte son nom ou son code d’aujourd’hui ; les anciens sont compris, mais signalés."""
    territory = context.observatoire.territory
    for record, leaf in context.leaves:
        if not isinstance(leaf.marker, Ref) or "commune" not in leaf.marker.collections:
            continue
        if any(leaf.value in context.known.get(name, ()) for name in leaf.marker.collections):
            continue
        match = territory.find(leaf.value)
        if match.commune and match.ancien:
            message = f"{match.ancien}."
            mend = replaced(context, record, leaf.path, quoted(match.commune.code))
            yield Finding(record, leaf.path, message, mend and mend.surely)


@rule("N01")
def nom_de_rencontre(context: Context) -> Iterator[Finding]:
    """Le nom du fichier d’une rencontre commence par sa date."""
    for rencontre in context.observatoire.rencontres.values():
        assert isinstance(rencontre, Rencontre)
        if not f"{rencontre.id}-".startswith(f"{rencontre.date.iso}-"):
            rest = re.sub(r"^\d{4}(-\d{2}){0,2}-?", "", rencontre.id) or slug(rencontre.titre)
            message = f"La date de la rencontre est {rencontre.date.iso}, et le nom du fichier dit autre chose. Renommez-le{NBSP}:\n{rencontre.date.iso}-{rest}.yml"
            yield Finding(rencontre, ("date",), message)


PAGES_DU_SITE = {"index", "experiences/par", "acteurs/reseau"}
"""Addresses that the site keeps for pages of its own: ``index`` in every folder."""


@rule("N03")
def adresses_uniques(context: Context) -> Iterator[Finding]:
    """Deux fiches n’ont pas la même adresse sur le site, anciens identifiants compris."""
    taken: dict[tuple[str, str], Record] = {}
    for record in context.records:
        address = COLLECTIONS[record.collection].address
        if address:
            taken.setdefault((address, record.id), record)
    for record in context.records:
        address = COLLECTIONS[record.collection].address
        if address and _kept_by_the_site(address, record.id):
            message = f"L’adresse «{NBSP}{address}/{record.id}/{NBSP}» est celle d’une page du site. Renommez le fichier."
            yield Finding(record, (), message)
        other = taken.get((address, record.id))
        if other is not None and other is not record:
            yield Finding(
                record,
                (),
                f"L’adresse «{NBSP}{address}/{record.id}/{NBSP}» est déjà celle de {other.fichier}. Renommez l’un des deux fichiers.",
            )
        for n, old in enumerate(record.anciens_identifiants if address and isinstance(record, Fiche) else ()):
            holder = taken.setdefault((address, old), record)
            if old == record.id:
                bearer = "de cette fiche aujourd’hui"
            elif _kept_by_the_site(address, old):
                bearer = "d’une page du site"
            elif holder is not record:
                bearer = f"de {holder.fichier}"
            else:
                continue
            message = f"L’ancienne adresse «{NBSP}{address}/{old}/{NBSP}» est déjà celle {bearer}. Retirez-la d’ici."
            yield Finding(record, ("anciens_identifiants", n), message)


def _kept_by_the_site(address: str, identifier: str) -> bool:
    return not PAGES_DU_SITE.isdisjoint((identifier, f"{address}/{identifier}"))
