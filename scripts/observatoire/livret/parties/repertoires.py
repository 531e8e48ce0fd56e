"""What one looks things up in: structures, words, resources, and the indexes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from observatoire.consentement import shown_name
from observatoire.lexique import Lexique
from observatoire.livret.document import Bloc, Blocs, Definitions, Index, Inlines, Lien, Paragraphe, Style, Texte, Titre
from observatoire.livret.livret import Article, Partie
from observatoire.livret.redaction import Redaction, RedactionDeLivret, cible_de, en_note, joined, minuscule
from observatoire.livret.texte import mots, plain
from observatoire.model import sort_name
from observatoire.problems import NBSP
from observatoire.schema.acteurs import Structure
from observatoire.schema.common import Record
from observatoire.schema.experience import Experience
from observatoire.schema.groupes import Production, Rencontre, SectionLivret
from observatoire.schema.reperes import Ressource, TermeGlossaire


def annuaire(r: RedactionDeLivret, section: SectionLivret) -> Iterator[Article]:
    """The persons who agreed to be named, few lines, then the structures of the booklet by family."""
    o = r.observatoire
    types = o.vocabulaires["type_structure"]
    found = [s for s in o.structures_triees if any(key in r.inclus for key in _targets_of(r, s))]
    blocs: list[Bloc] = []
    for key, famille in types.familles.items():
        if same := [s for s in found if types.famille_de(s.type_structure) == key]:
            blocs += [
                Titre(3, mots(famille.libelle), role="leger"),
                Definitions(tuple((mots(s.nom), _structure(r, s)) for s in same), "annuaire"),
            ]
    if r.manifeste.annuaire.inclure:
        names = sorted((name for p in o.personnes.values() if (name := shown_name(p))), key=sort_name)
        if names:
            yield Article("livret/personnes", "texte", mots("Les personnes"), (Paragraphe(mots(", ".join(names) + ".")),))
    if blocs:
        yield Article("livret/structures", "repertoire", mots("Les structures"), tuple(blocs))


def _structure(r: Redaction, s: Structure) -> Blocs:
    where = r.observatoire.commune(s.commune).nom if s.commune else ""
    label = ". ".join(filter(None, (r.libelle("type_structure", s.type_structure), where)))
    about = (Paragraphe(mots(s.presentation)),) if s.presentation else ()
    return (Paragraphe(mots(f"{label}."), "note"), *about)


def _targets_of(r: Redaction, s: Structure) -> list[str]:
    o = r.observatoire
    found: list[Record] = [e for e, _ in o.experiences_de(s)]
    found += o.rencontres_de(s)
    found += [p for p in o.productions_triees if s.id in p.avec]
    return [cible_de(record) for record in found]


# --- Words ---


def glossaire(r: Redaction, others: Sequence[Partie]) -> Iterator[Article]:
    """Words of the glossary that the booklet uses, and those that they name."""
    book = r.observatoire.glossaire
    if book is None:
        return
    terms = {term.cle: term for term in book.termes}
    spelt = {term.terme: key for key, term in terms.items()} | {term.sigle: key for key, term in terms.items() if term.sigle}
    text = " ".join(plain(article.blocs) for partie in others for article in partie.articles)
    used = {found.cle for found in Lexique(spelt).trouver(text)}
    kept = sorted((terms[key] for key in used), key=lambda term: sort_name(term.terme))
    if kept:
        yield Article(
            "livret/glossaire",
            "repertoire",
            mots("Les mots et les sigles du livret"),
            (Definitions(tuple((_word(t), _meaning(t, terms, used)) for t in kept), "glossaire"),),
        )


def _word(term: TermeGlossaire) -> Inlines:
    return mots(f"{term.terme} ({term.sigle})" if term.sigle and term.sigle != term.terme else term.terme)


def _meaning(term: TermeGlossaire, terms: Mapping[str, TermeGlossaire], used: set[str]) -> Blocs:
    caution = (Texte(" "), Style("italique", mots(term.attention))) if term.attention else ()
    seen = [minuscule(terms[key].terme) for key in term.voir_aussi if key in used]
    also = en_note(f"Voir{NBSP}: {', '.join(seen)}.") if seen else ()
    return (Paragraphe((*mots(term.definition), *caution, *also)),)


# --- Resources ---


def ressources(r: Redaction, records: Iterable[Record]) -> Iterator[Article]:
    """Resources by type, each with what it is and where it is found."""
    found = [record for record in records if isinstance(record, Ressource)]
    blocs: list[Bloc] = []
    for key, terme in r.observatoire.vocabulaires["type_ressource"].termes.items():
        if same := sorted((x for x in found if x.type_ressource == key), key=lambda x: (sort_name(x.titre), x.id)):
            blocs += [
                Titre(3, mots(terme.libelle), role="leger"),
                Definitions(tuple((mots(x.titre), _resource(x)) for x in same), "annuaire", tuple(map(cible_de, same))),
            ]
    yield Article("livret/ressources", "repertoire", mots("Pour aller plus loin"), tuple(blocs))


def _resource(x: Ressource) -> Blocs:
    by = ", ".join(filter(None, (*x.auteurs, x.editeur, str(x.annee) if x.annee else "")))
    where: list[Inlines] = [mots(f"{by}.")] if by else []
    if x.lien:
        where.append((Lien(x.lien, (Texte(x.lien.split("://")[1].rstrip("/")),)),))
    elif x.ou_la_trouver:
        where.append(mots(x.ou_la_trouver))
    about = (Paragraphe(mots(x.resume)),) if x.resume else ()
    return (*about, *((Paragraphe(joined(where, " "), "note"),) if where else ()))


# --- Indexes ---


def index(r: Redaction, others: Sequence[Partie]) -> Iterator[Article]:
    """Themes, actors and places of the booklet."""
    records = _records(r, others)
    for key, title, entries in (
        ("themes", "Thèmes", _themes(r, records)),
        ("acteurs", "Acteurs", _actors(r, records)),
        ("lieux", "Lieux", _places(r, records)),
    ):
        named = sorted(((name, targets) for name, targets in entries.items() if targets), key=lambda entry: (sort_name(entry[0]), entry[0]))
        if named:
            letters = tuple(_letter(name) for name, _ in named)
            yield Article(
                f"livret/index-{key}",
                "index",
                mots(title),
                (Index(tuple((mots(name), tuple(dict.fromkeys(targets))) for name, targets in named), letters),),
            )


def _letter(name: str) -> str:
    """What an entry stands under: its letter, or all the figures together."""
    first = sort_name(name)[:1].upper()
    return "0–9" if first.isdigit() else first


def _records(r: Redaction, others: Sequence[Partie]) -> list[Record]:
    """Records that have an article, in reading order."""
    known = {cible_de(record): record for records in r.observatoire.records.values() for record in records.values()}
    return [known[article.cible] for partie in others for article in partie.articles if article.cible in known]


def _themes(r: Redaction, records: Iterable[Record]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for record in records:
        own = {record.id} if record.collection == "theme" else set()
        taught = {e.theme for e in getattr(record, "enseignements", ())}
        for key in {*getattr(record, "themes", ()), *own, *taught} - {None}:
            found[r.observatoire.themes[key].nom].append(cible_de(record))
    return found


def _actors(r: Redaction, records: Iterable[Record]) -> Mapping[str, list[str]]:
    o = r.observatoire
    found: dict[str, list[str]] = defaultdict(list)
    for record in records:
        names: list[str] = []
        if isinstance(record, Experience):
            names += [o.structures[key].nom for key in record.porteurs]
            names += [o.structures[a.structure].nom if a.structure else a.nom or "" for a in (*record.partenaires, *record.financeurs)]
        elif isinstance(record, Rencontre):
            hosts = (*record.organisateurs, *([record.lieu.accueilli_par] if record.lieu and record.lieu.accueilli_par else []))
            names += [o.structures[key].nom for key in hosts]
        elif isinstance(record, Production):
            names += [o.structures[key].nom for key in record.avec]
        for name in dict.fromkeys(filter(None, names)):
            found[name].append(cible_de(record))
    return found


def _places(r: Redaction, records: Iterable[Record]) -> Mapping[str, list[str]]:
    o = r.observatoire
    found: dict[str, list[str]] = defaultdict(list)
    for record in records:
        names = [lieu.nom for lieu in o.lieux_de(record)] if isinstance(record, Experience) else []
        if isinstance(record, Rencontre) and (place := r.commune_de(record)):
            names.append(place)
        for name in dict.fromkeys(names):
            found[name].append(cible_de(record))
    return found
