"""Observatoire: all records, indexed; relations readable both ways.

Every collection leaves sorted, with the identifier as tie-break: the same data gives the same bytes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from observatoire.consentement import shown_name
from observatoire.dates import PartialDate
from observatoire.schema.acteurs import Personne, Structure
from observatoire.schema.common import Enseignement, Fiche, Record
from observatoire.schema.experience import Experience
from observatoire.schema.groupes import Demande, Forum, Groupe, Livret, MomentForum, Parole, Production, Rencontre
from observatoire.schema.reperes import Glossaire, Methode, Offre, Politique, Ressource, Territoire, Theme
from observatoire.schema.shape import slug
from observatoire.territory import Commune, Epci, Territory
from observatoire.vocabulary import Vocabulaire

R = TypeVar("R", bound=Record)
WITHIN_A_COMMUNE = ("commune", "commune_associee", "quartier")
"""Types of places that are a commune or a part of one: what happens there happens in the commune."""


@dataclass(frozen=True)
class Lieu:
    """A place as pages show it: a commune of the official table, an EPCI, or a territoire record."""

    id: str
    """Last part of its address: ``roubaix-59512``."""
    nom: str
    type: str
    """``commune``, ``epci``, or a term of the vocabulary ``type_territoire``."""
    lat: float | None
    lon: float | None
    communes: tuple[str, ...]
    """INSEE codes it lies in; the commune itself for a commune."""


@dataclass(frozen=True)
class Lecon:
    """An enseignement with the record it was written in: its address is ``<record>#<cle>``."""

    enseignement: Enseignement
    fiche: Experience | Rencontre

    @property
    def id(self) -> str:
        """``fph-roubaix#e1``."""
        return f"{self.fiche.id}#{self.enseignement.cle}"


@dataclass(frozen=True)
class Propos:
    """Words said, with the meeting where they were: their address is ``<rencontre>#<ancre>``."""

    parole: Parole
    rencontre: Rencontre
    ancre: str
    """The key of the words; their place in the file when they have none."""

    @property
    def id(self) -> str:
        """``2013-09-20-groupe-est#p1``."""
        return f"{self.rencontre.id}#{self.ancre}"


@dataclass(frozen=True)
class Requete:
    """A demand with the production that makes it."""

    demande: Demande
    production: Production
    ancre: str
    """Its anchor on the page of the production: ``demande-1``."""

    @property
    def suite(self) -> str | None:
        """What became of it: its own answer, else that of the whole production; ``None`` when no answer came."""
        return self.demande.suite or (self.production.reponse_recue.suite if self.production.reponse_recue else None)


@dataclass(frozen=True)
class Passage:
    """A moment of a Forum's programme where a production is brought."""

    forum: Forum
    moment: MomentForum
    ancre: str
    """Its anchor on the page of the Forum: ``moment-2``."""


def sort_name(text: str) -> str:
    """``École`` sorts with the e's, ``L’Union`` under the u's."""
    return slug(re.sub(r"^(?:l[’']|le |la |les )", "", text.strip(), flags=re.IGNORECASE))


def _sorted(records: Iterable[R], key: Callable[[R], object]) -> tuple[R, ...]:
    return tuple(sorted(records, key=lambda record: (key(record), record.id)))


def _by_start(experience: Experience) -> tuple[int, int, int]:
    return experience.debut.sort_key if experience.debut else (9999, 0, 0)


@dataclass(frozen=True, eq=False)
class Observatoire:
    """Valid data: renderers check nothing. Like no other but itself, so that what is computed from it can be kept."""

    records: Mapping[str, Mapping[str, Record]]
    """By collection, then by identifier, sorted by identifier."""
    vocabulaires: Mapping[str, Vocabulaire]
    territory: Territory

    def _all(self, collection: str, kind: type[R]) -> Mapping[str, R]:
        return cast(Mapping[str, R], self.records.get(collection, {}))

    @property
    def experiences(self) -> Mapping[str, Experience]:
        return self._all("experience", Experience)

    @property
    def structures(self) -> Mapping[str, Structure]:
        return self._all("structure", Structure)

    @property
    def personnes(self) -> Mapping[str, Personne]:
        return self._all("personne", Personne)

    @property
    def groupes(self) -> Mapping[str, Groupe]:
        return self._all("groupe", Groupe)

    @property
    def rencontres(self) -> Mapping[str, Rencontre]:
        return self._all("rencontre", Rencontre)

    @property
    def productions(self) -> Mapping[str, Production]:
        return self._all("production", Production)

    @property
    def forums(self) -> Mapping[str, Forum]:
        return self._all("forum", Forum)

    @property
    def livrets(self) -> Mapping[str, Livret]:
        return self._all("livret", Livret)

    @property
    def themes(self) -> Mapping[str, Theme]:
        return self._all("theme", Theme)

    @property
    def methodes(self) -> Mapping[str, Methode]:
        return self._all("methode", Methode)

    @property
    def ressources(self) -> Mapping[str, Ressource]:
        return self._all("ressource", Ressource)

    @property
    def offres(self) -> Mapping[str, Offre]:
        return self._all("offre", Offre)

    @property
    def territoires(self) -> Mapping[str, Territoire]:
        return self._all("territoire", Territoire)

    @property
    def glossaire(self) -> Glossaire | None:
        return next(iter(self._all("glossaire", Glossaire).values()), None)

    @property
    def politique(self) -> Politique | None:
        return next(iter(self._all("politique", Politique).values()), None)

    @property
    def fiches(self) -> tuple[Fiche, ...]:
        """Every record with a status, by collection then identifier."""
        return tuple(r for records in self.records.values() for r in records.values() if isinstance(r, Fiche))

    def libelle(self, vocabulaire: str, terme: str) -> str:
        """What a reader sees for a term."""
        return self.vocabulaires[vocabulaire].libelle(terme)

    # --- Order of reading ---

    @cached_property
    def experiences_triees(self) -> tuple[Experience, ...]:
        """Oldest first; those of unknown beginning last."""
        return _sorted(self.experiences.values(), _by_start)

    @cached_property
    def structures_triees(self) -> tuple[Structure, ...]:
        """By name."""
        return _sorted(self.structures.values(), lambda s: sort_name(s.nom))

    @cached_property
    def rencontres_triees(self) -> tuple[Rencontre, ...]:
        """Oldest first."""
        return _sorted(self.rencontres.values(), lambda r: r.date.sort_key)

    @cached_property
    def themes_tries(self) -> tuple[Theme, ...]:
        """Meaning first, then method; each by name."""
        return _sorted(self.themes.values(), lambda t: (t.famille != "sens", sort_name(t.nom)))

    @cached_property
    def forums_tries(self) -> tuple[Forum, ...]:
        """By edition."""
        return _sorted(self.forums.values(), lambda f: f.edition)

    # --- Places ---

    def commune(self, reference: str) -> Commune:
        """The commune that a valid reference (code or name, old ones included) leads to."""
        match = self.territory.find(reference)
        if match.commune is None:
            raise KeyError(reference)
        return match.commune

    def lieu(self, reference: str) -> Lieu:
        """The place that a reference of ``territoires:`` names."""
        if territoire := self.territoires.get(reference):
            codes = tuple(self.commune(code).code for code in territoire.communes)
            lat, lon = territoire.lat, territoire.lon
            return Lieu(territoire.id, territoire.nom, territoire.type, lat, lon, codes)
        return self.lieu_de_commune(self.commune(reference))

    def lieu_de_commune(self, commune: Commune) -> Lieu:
        return Lieu(f"{slug(commune.nom)}-{commune.code}", commune.nom, "commune", commune.lat, commune.lon, (commune.code,))

    def lieu_d_epci(self, epci: Epci) -> Lieu:
        return Lieu(f"{slug(epci.nom)}-{epci.siren}", epci.nom, "epci", None, None, tuple(epci.communes))

    def lieux_de(self, experience: Experience) -> tuple[Lieu, ...]:
        """Places of a practice, in the order of its record, each once."""
        return tuple({lieu.id: lieu for lieu in map(self.lieu, experience.territoires)}.values())

    def communes_de(self, experience: Experience) -> tuple[Commune, ...]:
        """Communes that a practice names, itself or by one of their quartiers, in the order of its record, each once (not those of a wide territoire)."""
        return self._communes_par_experience[experience.id]

    @cached_property
    def _communes_par_experience(self) -> Mapping[str, tuple[Commune, ...]]:
        # Nearness asks for them once for each pair of practices.
        codes = {
            key: dict.fromkeys(code for lieu in self.lieux_de(e) if lieu.type in WITHIN_A_COMMUNE for code in lieu.communes)
            for key, e in self.experiences.items()
        }
        return {key: tuple(map(self.commune, found)) for key, found in codes.items()}

    @cached_property
    def zones(self) -> Mapping[str, tuple[str, ...]]:
        """Codes of the arrondissements in the written perimeter of the groups, by zone; only zones that have one."""
        found: dict[str, list[str]] = defaultdict(list)
        for groupe in self.groupes.values():
            found[groupe.zone] += [self.commune(seat).arrondissement for seat in groupe.arrondissements]
        return {zone: tuple(sorted(set(codes))) for zone, codes in sorted(found.items()) if codes}

    def zones_de(self, experience: Experience) -> tuple[str, ...]:
        """Zones of the exchange groups that a practice belongs to (``est``, ``ouest``, ``region``), each once.

        Those of the groups whose written perimeter holds one of its communes; failing that, those where its carriers act.
        ``()`` when no source says: a limit that is not documented is not guessed.
        """
        held = {commune.arrondissement for commune in self.communes_de(experience)}
        zones = [zone for zone, arrondissements in self.zones.items() if held & {*arrondissements}]
        if not zones:
            zones = [zone for key in experience.porteurs if (zone := self.structures[key].zone) and zone != "hors_region"]
        return tuple(dict.fromkeys(zones))

    @cached_property
    def experiences_par_lieu(self) -> Mapping[str, tuple[Experience, ...]]:
        """Practices by identifier of place (communes, territoires and EPCI), oldest first; places by name."""
        found: dict[str, list[Experience]] = defaultdict(list)
        for experience in self.experiences_triees:
            ids = [lieu.id for lieu in self.lieux_de(experience)]
            ids += [self.lieu_de_commune(commune).id for commune in self.communes_de(experience)]
            ids += [self.lieu_d_epci(epci).id for epci in self.epcis_de(experience)]
            for lieu_id in dict.fromkeys(ids):
                found[lieu_id].append(experience)
        return {key: tuple(found[key]) for key in sorted(found)}

    def epcis_de(self, experience: Experience) -> tuple[Epci, ...]:
        """EPCI of today where the communes of a practice lie, by name."""
        return self._epcis_par_experience[experience.id]

    @cached_property
    def _epcis_par_experience(self) -> Mapping[str, tuple[Epci, ...]]:
        codes = {key: {commune.epci for commune in communes} for key, communes in self._communes_par_experience.items()}
        return {key: tuple(sorted((self.territory.epci(c) for c in found if c), key=lambda e: e.nom)) for key, found in codes.items()}

    @cached_property
    def lieux(self) -> tuple[Lieu, ...]:
        """Places that have something: practices, structures or meetings; by name."""
        found: dict[str, Lieu] = {}
        for experience in self.experiences.values():
            found |= {lieu.id: lieu for lieu in self.lieux_de(experience)}
            found |= {lieu.id: lieu for lieu in map(self.lieu_de_commune, self.communes_de(experience))}
            found |= {lieu.id: lieu for lieu in map(self.lieu_d_epci, self.epcis_de(experience))}
        references = [s.commune for s in self.structures.values() if s.commune]
        references += [r.lieu.commune for r in self.rencontres.values() if r.lieu and r.lieu.commune]
        found |= {lieu.id: lieu for lieu in map(self.lieu, references)}
        found |= {lieu.id: lieu for lieu in map(self.lieu, self.territoires)}
        return tuple(sorted(found.values(), key=lambda lieu: (sort_name(lieu.nom), lieu.id)))

    # --- Who ---

    @cached_property
    def _experiences_par_structure(self) -> Mapping[str, tuple[tuple[Experience, str], ...]]:
        found: dict[str, list[tuple[Experience, str]]] = defaultdict(list)
        for experience in self.experiences_triees:
            for structure in experience.porteurs:
                found[structure].append((experience, "porteur"))
            for acteur in experience.partenaires:
                if acteur.structure:
                    found[acteur.structure].append((experience, "partenaire"))
            for acteur in experience.financeurs:
                if acteur.structure:
                    found[acteur.structure].append((experience, "financeur"))
        return {key: tuple(value) for key, value in found.items()}

    def experiences_de(self, structure: Structure) -> tuple[tuple[Experience, tuple[str, ...]], ...]:
        """Practices of a structure, oldest first, with its parts in each (``porteur``, ``partenaire``, ``financeur``)."""
        parts: dict[str, list[str]] = {}
        for experience, part in self._experiences_par_structure.get(structure.id, ()):
            parts.setdefault(experience.id, []).append(part)
        return tuple((self.experiences[key], tuple(dict.fromkeys(names))) for key, names in parts.items())

    @cached_property
    def _voisines(self) -> Mapping[str, Mapping[str, tuple[Experience, ...]]]:
        found: dict[str, dict[str, list[Experience]]] = defaultdict(lambda: defaultdict(list))
        for experience in self.experiences_triees:
            together = [*experience.porteurs, *(a.structure for a in (*experience.partenaires, *experience.financeurs) if a.structure)]
            for one in dict.fromkeys(together):
                for other in dict.fromkeys(together):
                    if one != other:
                        found[one][other].append(experience)
        return {one: {other: tuple(shared) for other, shared in others.items()} for one, others in found.items()}

    def travaille_avec(self, structure: Structure) -> tuple[tuple[Structure, tuple[Experience, ...]], ...]:
        """Structures met in the same practices, with these; the most shared first, then by name."""
        others = self._voisines.get(structure.id, {})
        pairs = [(self.structures[key], shared) for key, shared in others.items()]
        return tuple(sorted(pairs, key=lambda pair: (-len(pair[1]), sort_name(pair[0].nom), pair[0].id)))

    def membres(self, groupe: Groupe) -> tuple[Personne, ...]:
        """Persons enrolled in a group, by identifier."""
        found = (p for p in self.personnes.values() if any(part.groupe == groupe.id and part.role == "participant" for part in p.groupes))
        return _sorted(found, lambda p: p.id)

    def personnes_de(self, structure: Structure) -> tuple[Personne, ...]:
        found = (p for p in self.personnes.values() if any(part.structure == structure.id for part in p.structures))
        return _sorted(found, lambda p: p.id)

    def offres_de(self, structure: Structure) -> tuple[Offre, ...]:
        return _sorted((o for o in self.offres.values() if o.organisme == structure.id), lambda o: sort_name(o.titre))

    # --- Meetings and what they give ---

    def rencontres_du_groupe(self, groupe: Groupe) -> tuple[Rencontre, ...]:
        """Meetings of a group, oldest first."""
        return tuple(r for r in self.rencontres_triees if groupe.id in r.groupes)

    def experiences_presentees_au_groupe(self, groupe: Groupe) -> tuple[Experience, ...]:
        """Practices told in the meetings of a group, oldest first."""
        told = {x.experience for r in self.rencontres_du_groupe(groupe) for x in r.experiences_presentees}
        return self.experiences_ou(lambda e: e.id in told)

    def experiences_de_la_zone(self, zone: str) -> tuple[Experience, ...]:
        """Practices that belong to a zone (:meth:`zones_de`), oldest first."""
        return self.experiences_ou(lambda e: zone in self.zones_de(e))

    def rencontres_de(self, structure: Structure) -> tuple[Rencontre, ...]:
        """Meetings that a structure organises or hosts, oldest first."""
        return tuple(
            r for r in self.rencontres_triees
            if structure.id in r.organisateurs or (r.lieu and r.lieu.accueilli_par == structure.id)
        )  # fmt: skip

    def rencontres_sur(self, experience: Experience) -> tuple[Rencontre, ...]:
        """Meetings where a practice was told, oldest first."""
        return tuple(r for r in self.rencontres_triees if any(p.experience == experience.id for p in r.experiences_presentees))

    def rencontres_a(self, lieu: Lieu) -> tuple[Rencontre, ...]:
        """Meetings held in a commune or in one of its EPCI's communes, oldest first."""
        codes = set(lieu.communes)
        return tuple(r for r in self.rencontres_triees if r.lieu and r.lieu.commune and self.commune(r.lieu.commune).code in codes)

    def structures_a(self, lieu: Lieu) -> tuple[Structure, ...]:
        """Structures seated in a place, by name."""
        codes = set(lieu.communes)
        return tuple(s for s in self.structures_triees if s.commune and self.commune(s.commune).code in codes)

    def suivante(self, rencontre: Rencontre) -> Rencontre | None:
        """The next meeting of one of its groups that was neither cancelled nor put off; ``None`` for the last one."""
        later = (r for r in self.rencontres_triees if r.date.sort_key > rencontre.date.sort_key)
        return next((r for r in later if set(r.groupes) & set(rencontre.groupes) and r.etat_rencontre not in ("annulee", "reportee")), None)

    def validees_en(self, rencontre: Rencontre) -> tuple[Rencontre, ...]:
        """Meetings whose minutes were accepted during this one, oldest first."""
        return tuple(r for r in self.rencontres_triees if r.valide_en == rencontre.id)

    # --- Productions: what they rest on, what became of what was said ---

    @cached_property
    def productions_triees(self) -> tuple[Production, ...]:
        """By title."""
        return _sorted(self.productions.values(), lambda p: sort_name(p.titre))

    def productions_du_groupe(self, groupe: Groupe) -> tuple[Production, ...]:
        """Productions of a group, by title."""
        return tuple(p for p in self.productions_triees if groupe.id in p.groupes)

    def productions_adoptees_en(self, rencontre: Rencontre) -> tuple[Production, ...]:
        """Productions that a meeting adopted, by title."""
        return tuple(p for p in self.productions_triees if p.adoptee_en == rencontre.id)

    @cached_property
    def _productions_par_appui(self) -> Mapping[str, tuple[Production, ...]]:
        found: dict[str, dict[str, Production]] = defaultdict(dict)
        for production in self.productions_triees:
            rests = production.s_appuie_sur
            pieces = (*rests.enseignements, *rests.paroles)
            for key in (*pieces, *rests.rencontres, *rests.experiences, *(piece.split("#")[0] for piece in pieces)):
                found[key][production.id] = production
        return {key: tuple(productions.values()) for key, productions in found.items()}

    def productions_sur(self, appui: Experience | Rencontre | Lecon | Propos) -> tuple[Production, ...]:
        """Productions that rest on a practice, a meeting (or on something said or learnt there), an enseignement or words; by title."""
        return self._productions_par_appui.get(appui.id, ())

    def lecons_de_production(self, production: Production) -> tuple[Lecon, ...]:
        """Enseignements that a production rests on and that may be shown, in the order of its file."""
        return tuple(self._lecons_par_id[key] for key in production.s_appuie_sur.enseignements if key in self._lecons_par_id)

    def propos_de_production(self, production: Production) -> tuple[Propos, ...]:
        """Words that a production rests on and that may be shown, in the order of its file."""
        known = {x.id: x for x in self.propos}
        return tuple(known[key] for key in production.s_appuie_sur.paroles if key in known)

    def rencontres_de_production(self, production: Production) -> tuple[Rencontre, ...]:
        """Meetings that a production rests on, by name or by what was said there, oldest first."""
        rests = production.s_appuie_sur
        named = {*rests.rencontres, *(key.split("#")[0] for key in (*rests.enseignements, *rests.paroles))}
        return tuple(r for r in self.rencontres_triees if r.id in named)

    def origine_de(self, production: Production) -> Rencontre | None:
        """The meeting where a production began: the first that it rests on; ``None`` when it rests on practices alone."""
        return next(iter(self.rencontres_de_production(production)), None)

    # --- Forums: what is brought to them, what is answered ---

    def forum_du_groupe(self, groupe: Groupe) -> Forum | None:
        """The Forum that a group feeds: the first one dated after the group began."""
        later = (f for f in self.forums.values() if f.date and f.date.sort_key >= groupe.debut.sort_key)
        return min(later, key=lambda f: (f.date.sort_key if f.date else (), f.id), default=None)

    def groupes_du_forum(self, forum: Forum) -> tuple[Groupe, ...]:
        """Groups that feed a Forum, by identifier."""
        return tuple(g for g in self.groupes.values() if self.forum_du_groupe(g) == forum)

    def passages_de(self, production: Production) -> tuple[Passage, ...]:
        """Where a production stands in the Forums' programmes, in order."""
        return tuple(
            Passage(forum, moment, f"moment-{n}")
            for forum in self.forums_tries for n, moment in enumerate(forum.programme, 1) if production.id in moment.productions
        )  # fmt: skip

    def forums_de(self, production: Production) -> tuple[Forum, ...]:
        """Forums that a production is brought to, by edition: those whose programme names it; once submitted, that of its groups."""
        named = {passage.forum.id for passage in self.passages_de(production)}
        if production.statut_production in ("soumise", "adoptee"):
            named |= {forum.id for key in production.groupes if (forum := self.forum_du_groupe(self.groupes[key]))}
        return tuple(f for f in self.forums_tries if f.id in named)

    def productions_du_forum(self, forum: Forum) -> tuple[Production, ...]:
        """Productions brought to a Forum, by title."""
        return tuple(p for p in self.productions_triees if forum in self.forums_de(p))

    def requetes_de(self, production: Production) -> tuple[Requete, ...]:
        """Demands of a production, in the order of its file."""
        return tuple(Requete(demande, production, f"demande-{n}") for n, demande in enumerate(production.demande, 1))

    def livrets_du_forum(self, forum: Forum) -> tuple[Livret, ...]:
        """Booklets made for a Forum, by identifier."""
        return tuple(livret for livret in self.livrets.values() if livret.forum == forum.id)

    # --- Enseignements and words ---

    @cached_property
    def lecons(self) -> tuple[Lecon, ...]:
        """Every enseignement that may be shown: practices oldest first, then meetings with public minutes."""
        experiences = [Lecon(e, x) for x in self.experiences_triees for e in x.enseignements]
        rencontres = [Lecon(e, r) for r in self.rencontres_triees if r.compte_rendu_public for e in r.enseignements]
        return (*experiences, *rencontres)

    @cached_property
    def _lecons_par_id(self) -> Mapping[str, Lecon]:
        return {lecon.id: lecon for lecon in self.lecons}

    @cached_property
    def propos(self) -> tuple[Propos, ...]:
        """Every word that may be shown: said with a recorded agreement, in public minutes; oldest meeting first."""
        return tuple(
            Propos(parole, r, parole.cle or f"parole-{n}")
            for r in self.rencontres_triees if r.compte_rendu_public for n, parole in enumerate(r.paroles, 1) if parole.accord
        )  # fmt: skip

    def propos_de(self, rencontre: Rencontre) -> tuple[Propos, ...]:
        """Words of a meeting that may be shown, in the order of its file."""
        return tuple(x for x in self.propos if x.rencontre.id == rencontre.id)

    def signature(self, auteur: str) -> str:
        """How words are signed: name, function and structure as far as the consent goes; ``auteur`` is an identifier or ``anonyme``."""
        person = self.personnes.get(auteur)
        level = person.consentement.niveau if person and person.consentement else "anonyme"
        if person is None or level == "anonyme":
            return "Une personne du groupe"
        role = [person.fonction] if level == "nom_et_structure" and person.fonction else []
        structures = [self.structures[x.structure].nom for x in person.structures]
        return ", ".join([shown_name(person) or "Une personne du groupe", *role, *structures])

    def lecons_de(self, fiche: Experience | Rencontre) -> tuple[Lecon, ...]:
        """Enseignements of a record that may be shown, in the order of its file."""
        return tuple(self._lecons_par_id[key] for e in fiche.enseignements if (key := f"{fiche.id}#{e.cle}") in self._lecons_par_id)

    def lecons_du_theme(self, theme: Theme) -> tuple[Lecon, ...]:
        return tuple(lecon for lecon in self.lecons if lecon.enseignement.theme == theme.id)

    def lecons_sur(self, experience: Experience) -> tuple[Lecon, ...]:
        """Enseignements written elsewhere that name a practice."""
        return tuple(x for x in self._lecons_par_experience.get(experience.id, ()) if x.fiche.id != experience.id)

    @cached_property
    def _lecons_par_experience(self) -> Mapping[str, list[Lecon]]:
        found: dict[str, list[Lecon]] = {}
        for lecon in self.lecons:
            for key in dict.fromkeys(lecon.enseignement.experiences):
                found.setdefault(key, []).append(lecon)
        return found

    # --- Classified ---

    def experiences_ou(self, test: Callable[[Experience], bool]) -> tuple[Experience, ...]:
        """Practices that pass a test, oldest first."""
        return tuple(e for e in self.experiences_triees if test(e))

    def experiences_du_theme(self, theme: Theme) -> tuple[Experience, ...]:
        """Practices classified under a theme or that teach something on it, oldest first."""
        return self.experiences_ou(lambda e: theme.id in e.themes or any(x.theme == theme.id for x in e.enseignements))

    def rencontres_du_theme(self, theme: Theme) -> tuple[Rencontre, ...]:
        return tuple(r for r in self.rencontres_triees if theme.id in r.themes)

    def methode_de(self, modalite: str) -> Methode | None:
        """The record behind a modalité, when it has one."""
        return self._methodes_par_modalite.get(modalite)

    @cached_property
    def _methodes_par_modalite(self) -> Mapping[str, Methode]:
        return {m.modalite: m for m in reversed(tuple(self.methodes.values()))}

    def ressources_de(self, experience: Experience) -> tuple[Ressource, ...]:
        """Resources that a practice lists or that cite it, by title."""
        found = (r for r in self.ressources.values() if experience.id in r.experiences or r.id in experience.ressources)
        return _sorted(found, lambda r: sort_name(r.titre))

    def ressources_du_theme(self, theme: Theme) -> tuple[Ressource, ...]:
        return _sorted((r for r in self.ressources.values() if theme.id in r.themes), lambda r: sort_name(r.titre))

    def parties_de(self, experience: Experience) -> tuple[Experience, ...]:
        """Practices that are part of this one, oldest first."""
        return self.experiences_ou(lambda e: e.fait_partie_de == experience.id)

    def rapprochees_de(self, experience: Experience) -> tuple[tuple[Experience, str], ...]:
        """Practices said alike, from either end, with the reason; by title."""
        said = {x.experience: x.en_quoi for x in experience.ressemble_a}
        for other in self.experiences.values():
            for likeness in other.ressemble_a:
                if likeness.experience == experience.id:
                    said.setdefault(other.id, likeness.en_quoi)
        pairs = [(self.experiences[key], reason) for key, reason in said.items()]
        return tuple(sorted(pairs, key=lambda pair: (sort_name(pair[0].titre), pair[0].id)))

    # --- Figures ---

    @cached_property
    def nombre_de_sources(self) -> int:
        """Distinct public sources, by address or else by title."""
        found = {source.url or source.titre for fiche in self.fiches for source in fiche.sources}
        if self.politique:
            found |= {source.url or source.titre for element in self.politique.elements for source in element.sources}
        return len(found)

    @cached_property
    def version(self) -> PartialDate | None:
        """Latest date found in the records' collection and proof-reading: the version of the data, never the clock's."""
        dates = [fiche.recueil.date for fiche in self.fiches if fiche.recueil.date]
        dates += [relecture.date for fiche in self.fiches for relecture in fiche.relecture]
        return max(dates, key=lambda date: date.sort_key, default=None)
