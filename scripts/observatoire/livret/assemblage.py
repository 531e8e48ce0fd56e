"""A manifest and the records to a booklet, as a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from observatoire.dates import PartialDate
from observatoire.livret.document import Bloc, Blocs, Inlines, Liste, Paragraphe, Retour, Style
from observatoire.livret.figures import couverture
from observatoire.livret.livret import Couverture, Livret
from observatoire.livret.parties import parties, texte_de
from observatoire.livret.redaction import RedactionDeLivret, sources
from observatoire.livret.selection import choose
from observatoire.livret.texte import mots, paragraphe, plain
from observatoire.model import Observatoire
from observatoire.problems import NBSP, plural
from observatoire.schema.groupes import Livret as Manifeste


@dataclass(frozen=True)
class Site:
    """What the configuration of the site says to its booklets."""

    nom: str = ""
    adresse: str = ""
    """``site_url``; ``""`` when it is not known."""


LICENCE = "Licence Ouverte 2.0 (Etalab)"
"""Of texts and data."""


def assemble(o: Observatoire, manifeste: Manifeste, site: Site) -> Livret:
    """The booklet that a valid manifest asks for."""
    choix = choose(o, manifeste)
    r = RedactionDeLivret(o, choix.inclus, manifeste=manifeste)
    return Livret(
        manifeste.id, mots(manifeste.titre), mots(manifeste.sous_titre or ""), _description(r),
        Couverture(couverture(o, r.experiences), _event(r), mots(site.nom)), tuple(_ours(r, site)), _contenu(r), tuple(_usage(r)), tuple(_editorial(r)),
        parties(r, choix.sections), texte_de(r, manifeste.remerciements), (*texte_de(r, manifeste.mentions), *sources(manifeste)),
        _version(o).en_francais, horodatage(o),
        site.adresse.rstrip("/"), manifeste.fictif,
    )  # fmt: skip


def horodatage(o: Observatoire) -> int:
    """What files are dated of: the date of the data, in seconds since 1970."""
    version = _version(o)
    return int(datetime(version.annee, version.mois or 1, version.jour or 1, 12, tzinfo=UTC).timestamp())


def _version(o: Observatoire) -> PartialDate:
    return o.version or PartialDate(1970)


def _description(r: RedactionDeLivret) -> str:
    return f"{r.manifeste.titre}. {r.manifeste.sous_titre}" if r.manifeste.sous_titre else r.manifeste.titre


def _event(r: RedactionDeLivret) -> Inlines:
    """The Forum that the booklet is made for, its day and its place."""
    forum = r.observatoire.forums.get(r.manifeste.forum or "")
    if forum is None:
        return ()
    day = f"{forum.date.jour_de_semaine} {forum.date.en_francais}".strip() if forum.date else ""
    town = r.observatoire.commune(forum.lieu.commune).nom if forum.lieu and forum.lieu.commune else ""
    return mots(", ".join(filter(None, (forum.titre, day, forum.lieu.nom if forum.lieu else "", town))))


def _ours(r: RedactionDeLivret, site: Site) -> Iterator[Bloc]:
    """Who made it, from what: the words of the manifest, then what the data say."""
    for section in r.manifeste.sections:
        if section.type == "ours":
            yield from texte_de(r, section.texte, level=3)
    version = r.observatoire.version
    dated = f", à la date du {version.en_francais}" if version and version.jour else f", en {version.en_francais}" if version else ""
    yield paragraphe(f"Livret composé à partir des fiches de l’observatoire{dated}." + (f" {site.nom}." if site.nom else ""))
    if r.manifeste.fictif:
        yield Paragraphe(
            (
                Style("gras", mots("Exemple fictif.")),
                *mots(" Tout ce que ce livret raconte est inventé : il montre ce que des groupes pourraient en faire."),
            )
        )
    yield paragraphe(
        f"Textes et données{NBSP}: {r.manifeste.licence or LICENCE}. Contours des cartes{NBSP}: IGN, Licence Ouverte 2.0. Caractères{NBSP}: Libertinus Serif, Bricolage Grotesque et Atkinson Hyperlegible Next (SIL OFL{NBSP}1.1)."
    )


def _usage(r: RedactionDeLivret) -> Iterator[Bloc]:
    """How to read it; only what the booklet holds is explained."""
    held = {target.split("/")[0] for target in r.inclus}
    rows: list[str] = []
    if "experience" in held:
        rows += [
            "Chaque expérience dit d’abord ce qu’elle est, puis son récit, ses repères et ce que l’on en apprend. Les rubriques sont les mêmes pour toutes : on peut les comparer.",
            "L’échelle de participation compte sept degrés. Le pointillé dit ce qui fut annoncé, la brique pleine ce qui est constaté.",
            "« Non renseigné » : aucune source lue ne le dit.",
        ]
    rows += [
        "Un petit chiffre renvoie à une source, nommée à la fin de l’article.",
        "Un numéro entre parenthèses, précédé de « p. », renvoie à une page du livret.",
        "L’adresse qui suit « En ligne » mène à la fiche du site, avec ses sources et ses corrections.",
    ]
    if content := _contenu(r):
        yield paragraphe(f"On y trouve {content}.")
    yield Liste(tuple((paragraphe(words),) for words in rows))


def _contenu(r: RedactionDeLivret) -> str:
    counts = [(sum(target.startswith(f"{kind}/") for target in r.inclus), words) for kind, words in _COUNTED]
    return _listed([plural(count, *words) for count, words in counts if count])


_COUNTED = (
    ("experience", ("expérience", "expériences")), ("production", ("production", "productions")), ("rencontre", ("rencontre", "rencontres")),
    ("theme", ("thème", "thèmes")),
)  # fmt: skip


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} et {words[-1]}" if len(words) > 1 else "".join(words)


def _editorial(r: RedactionDeLivret) -> Blocs:
    editorial = r.manifeste.editorial
    if editorial is None:
        return ()
    return (*texte_de(r, editorial.texte), Paragraphe((*mots(editorial.signataire), Retour(), *mots(editorial.fonction)), "signature"))


def words_of(livret: Livret) -> str:
    """Every word of a booklet, on one line: to look for what it says."""
    pieces = [livret.titre, livret.sous_titre, livret.ours, livret.usage, livret.editorial, livret.remerciements, livret.mentions]
    for partie in livret.parties:
        pieces += [partie.titre, partie.blocs]
        for article in partie.articles:
            pieces += [article.surtitre, article.titre, article.blocs]
    return " ".join(map(plain, pieces))
