"""Productions: what a group makes, on what it rests, what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from observatoire.consentement import shown_name
from observatoire.dates import PartialDate
from observatoire.model import Observatoire
from observatoire.pages.rendu import Etape, Page, Rendu
from observatoire.schema.groupes import Production

GROUPES = Etape("Groupes d’échanges", "groupes/index.md")
LISTE = Etape("Productions", "productions/index.md")


def pages(rendu: Rendu) -> Iterator[Page]:
    o = rendu.observatoire
    yield rendu.page(
        LISTE.path, "productions.html", propose=["production"], titre="Productions des groupes", rubrique="groupes", fil=[GROUPES],
        description="Ce que les groupes d’échanges ont produit pour le Forum, et ce que c’est devenu.",
        avancements=by_progress(o, o.productions_triees),
    )  # fmt: skip
    yield from (_production(rendu, production) for production in o.productions_triees)


def by_progress(o: Observatoire, productions: Sequence[Production]) -> list[tuple[str, list[Production]]]:
    """Productions by state, the adopted first and the withdrawn last; the label in the plural when there are several."""
    terms = o.vocabulaires["statut_production"].termes
    found = []
    for key in sorted(terms, key=lambda key: (key == "retiree", -list(terms).index(key))):
        if some := [p for p in productions if p.statut_production == key]:
            label = terms[key].libelle
            found.append((re.sub(r"^(\w+e)\b", r"\1s", label) if len(some) > 1 else label, some))
    return found


class Pas(NamedTuple):
    """A step on the way of a production, from what was said to what was answered."""

    etape: str
    texte: str
    adresse: str
    """Where it is told; ``""`` when nowhere yet."""
    date: PartialDate | None


def way_of(rendu: Rendu, p: Production) -> tuple[Pas, ...]:
    """From the meetings where it was said to the answer received, each step with its page; only what is known."""
    o = rendu.observatoire
    steps = [Pas("Dit et appris", r.titre, rendu.url(r), r.date) for r in o.rencontres_de_production(p)]
    if p.adoptee_en:
        meeting = o.rencontres[p.adoptee_en]
        steps.append(Pas("Adoptée", meeting.titre, rendu.url(meeting), meeting.date))
    if p.bon_a_tirer:
        steps.append(Pas("Bon à tirer signé", p.bon_a_tirer.par, "", p.bon_a_tirer.date))
    if folio := rendu.folios.get(rendu.url(p)):
        steps.append(Pas("Livret", f"page {folio}", "", None))
    passages = o.passages_de(p)
    steps += [Pas("Portée au Forum", x.moment.titre, f"{rendu.url(x.forum)}#{x.ancre}", x.forum.date) for x in passages]
    told = {x.forum.id for x in passages}
    steps += [Pas("Portée au Forum", f.titre, f"{rendu.url(f)}#contributions", f.date) for f in o.forums_de(p) if f.id not in told]
    if p.reponse_recue:
        suite = o.libelle("suite", p.reponse_recue.suite) if p.reponse_recue.suite else p.reponse_recue.de
        steps.append(Pas("Suite" if p.reponse_recue.attendue else "Réponse reçue", suite, f"{rendu.url(p)}#reponse", p.reponse_recue.date))
    return tuple(steps)


def _production(rendu: Rendu, p: Production) -> Page:
    o = rendu.observatoire
    lecons = o.lecons_de_production(p)
    propos = o.propos_de_production(p)
    rests = p.s_appuie_sur
    return rendu.page(
        f"productions/{p.id}.md", "production.html", titre=p.titre, rubrique="groupes", fil=[GROUPES, LISTE], source=p.fichier, fictif=p.fictif,
        description=p.resume or p.accroche or p.titre, p=p, chemin=way_of(rendu, p), origine=o.origine_de(p), passages=o.passages_de(p),
        auteurs=[name for key in p.auteurs if (name := shown_name(o.personnes[key]))], requetes=o.requetes_de(p),
        lecons=[x for x in lecons if x.enseignement.nature != "desaccord"], desaccords=[x for x in lecons if x.enseignement.nature == "desaccord"],
        propos=[(x, o.signature(x.parole.auteur)) for x in propos], rencontres=o.rencontres_de_production(p),
        attendus=len(rests.enseignements) + len(rests.paroles) - len(lecons) - len(propos),
    )  # fmt: skip
