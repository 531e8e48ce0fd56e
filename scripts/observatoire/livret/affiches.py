"""What hangs and lies on the tables of a Forum: a poster for each theme, a card for each question put to debate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from observatoire.livret.articles.enseignement import enseignements
from observatoire.livret.document import Bloc, Blocs, Figure, Inlines, Liste, inside
from observatoire.livret.donnees import as_json, qr
from observatoire.livret.epreuve import productions_de
from observatoire.livret.figures import carte
from observatoire.livret.livret import Livret
from observatoire.livret.presse import STANDARDS, print_with, workshop
from observatoire.livret.redaction import Redaction
from observatoire.livret.texte import mots, parse, plain
from observatoire.model import Lecon, Observatoire
from observatoire.schema import address_of
from observatoire.schema.common import Record
from observatoire.schema.groupes import Production
from observatoire.schema.reperes import Theme
from observatoire.synthese import synthese


@dataclass(frozen=True)
class Pied:
    """The foot of a piece: where to read more, for what it was made."""

    adresse: str
    qr: str
    """The same address, to photograph: SVG, ``""`` when the site has no address."""
    evenement: Inlines
    fictif: bool


@dataclass(frozen=True)
class Affiche:
    """One theme, seen from afar."""

    famille: Inlines
    nom: Inlines
    question: Inlines
    aide: Blocs
    """What helps, then on which conditions."""
    freine: Blocs
    """What hinders, then what to watch."""
    desaccords: Blocs
    questions: Blocs
    carte: Figure
    editeur: Inlines
    pied: Pied


@dataclass(frozen=True)
class Carte:
    """One question, to be drawn from the pack."""

    question: Inlines
    theme: Inlines
    de: Inlines
    """Who asks."""
    pied: Pied


class Cartes(NamedTuple):
    """The cards as a file."""

    pdf: bytes
    pages: int


def affiches(o: Observatoire, livret: Livret) -> dict[str, bytes]:
    """An A3 PDF for each theme that something teaches on, by its identifier. Raises ``RefusedLayout``."""
    r = Redaction(o)
    return {t.id: _print("affiche", _affiche(r, livret, t), livret) for t in o.themes_tries if o.lecons_du_theme(t)}


def cartes(o: Observatoire, livret: Livret) -> Cartes | None:
    """The A6 cards of every question, four on an A4 page; ``None`` when there is no question. Raises ``RefusedLayout``."""
    found = tuple(_cartes(Redaction(o), livret))
    return Cartes(_print("cartes", found, livret), -(-len(found) // 4)) if found else None


def _print(name: str, value: object, livret: Livret) -> bytes:
    with workshop(f"{name}.typ", {f"{name}.json": as_json(value, livret.site)}, livret.horodatage) as (_, compiler):
        return print_with(compiler, livret.horodatage, STANDARDS)


def _pied(livret: Livret, record: Record) -> Pied:
    address = f"{livret.site}/{address_of(record)}" if livret.site else ""
    return Pied(address.split("://")[-1], qr(address) if address else "", livret.couverture.evenement, livret.fictif)


# --- Posters ---


def _affiche(r: Redaction, livret: Livret, t: Theme) -> Affiche:
    o = r.observatoire
    parts = {part.ancre: tuple(_chosen_first(r, part.lecons)) for part in synthese(o.lecons_du_theme(t))}
    return Affiche(
        mots(r.libelle("famille_theme", t.famille)), mots(t.nom), mots(t.question_centrale), (*parts["leviers"], *parts["conditions"]),
        (*parts["freins"], *parts["vigilance"]), parts["desaccords"], parts["questions"], carte(o, o.experiences_du_theme(t)), livret.couverture.editeur, _pied(livret, t),
    )  # fmt: skip


def _chosen_first(r: Redaction, lecons: Iterable[Lecon]) -> Iterator[Bloc]:
    """Those marked for the booklet come first: a poster may not hold them all."""
    return enseignements(r, sorted(lecons, key=lambda lecon: not lecon.enseignement.livret), theme=False)


# --- Cards ---


def _cartes(r: Redaction, livret: Livret) -> Iterator[Carte]:
    o = r.observatoire
    for production in productions_de(o, livret):
        if production.forme == "question_au_debat":
            theme = o.themes[production.themes[0]].nom if production.themes else ""
            groups = " et ".join(o.groupes[key].nom for key in production.groupes)
            for question in _questions(production):
                yield Carte(question, mots(theme), mots(f"{groups}, {production.titre}"), _pied(livret, production))
    for lecon in o.lecons:
        if lecon.enseignement.nature == "question_ouverte":
            theme = o.themes[lecon.enseignement.theme].nom if lecon.enseignement.theme else ""
            origin = f"{r.libelle('nature_enseignement', 'question_ouverte')}. {lecon.fiche.libelle}"
            yield Carte(mots(lecon.enseignement.texte), mots(theme), mots(origin), _pied(livret, lecon.fiche))


def _questions(p: Production) -> Iterator[Inlines]:
    """The title that asks, and every item of a list that does."""
    title = mots(p.titre)
    asked = [words for words in _items(parse(p.corps, base=p.id)) if plain(words).endswith("?")] if p.corps else []
    if plain(title).endswith("?") or not asked:
        yield title
    yield from asked


def _items(blocs: Iterable[Bloc]) -> Iterator[Inlines]:
    """Words of the items of every list, in reading order."""
    for bloc in blocs:
        if isinstance(bloc, Liste):
            yield from (mots(plain(item)) for item in bloc.elements)
        else:
            for contents in inside(bloc):
                yield from _items(node for node in contents if isinstance(node, Bloc))
