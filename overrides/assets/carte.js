// The maps are complete without this file: walls of bricks, each wall a link. With it, they show a part of the
// practices (a filter, a year), count it, and name the wall under the pointer or the focus.

import { Bulle } from "./bulle.js";
import { NBSP, pluriel } from "./dom.js";

const PALIERS = [1, 2, 5, 10, Infinity]; // Heat of a count, as in the page's legend.

export const chaleur = (n) => (n ? `k${PALIERS.findIndex((haut) => n <= haut) + 1}` : "");

export class Carte {
  /** `atlas` holds one or several maps. A wall leads where `vers` says, once it is set, else to the page of its commune. */
  constructor(atlas) {
    this.atlas = atlas;
    this.lieux = [...atlas.querySelectorAll(".lieu")].map((lien) => {
      const titre = lien.querySelector("title");
      const nom = titre.textContent.split(`${NBSP}: `)[0];
      titre.remove(); // The name shows at once beside the wall; the browser's own bubble would come over it.
      return { lien, nom, cle: lien.dataset.lieu, epci: lien.dataset.epci, adresse: lien.getAttribute("href"), briques: [...lien.querySelectorAll(".bq")] };
    });
    this.epcis = [...atlas.querySelectorAll(".epci path")].map((trace) => ({ trace, nom: trace.textContent, siren: trace.dataset.epci }));
    for (const svg of atlas.querySelectorAll("svg.geo")) new Bulle(svg, ".lieu:not(.vide)");
    this.montrer(() => "oui");
  }

  /** Shows what `etat` says of each practice: « oui », « peut-etre » or « non ». */
  montrer(etat) {
    const parEpci = new Map();
    for (const lieu of this.lieux) {
      lieu.ids = new Set();
      for (const brique of lieu.briques) {
        const dit = etat(brique.dataset.e);
        brique.classList.toggle("non", dit === "non");
        brique.classList.toggle("doute", dit === "peut-etre");
        if (dit !== "non") lieu.ids.add(brique.dataset.e);
      }
      this.relier(lieu);
      if (lieu.epci) parEpci.set(lieu.epci, new Set([...(parEpci.get(lieu.epci) ?? []), ...lieu.ids]));
    }
    for (const { trace, nom, siren } of this.epcis) {
      const n = parEpci.get(siren)?.size ?? 0;
      trace.classList.remove(...[...trace.classList].filter((classe) => /^k\d$/.test(classe)));
      if (n) trace.classList.add(chaleur(n));
      trace.querySelector("title").textContent = `${nom}${NBSP}: ${pluriel(n, "expérience")}`;
    }
  }

  /** A wall without a brick to show is no link: it stays drawn, and is passed over. */
  relier(lieu) {
    const { lien, ids, nom } = lieu;
    const n = ids.size;
    if (n) lien.setAttribute("href", lieu.vers ?? lieu.adresse);
    else lien.removeAttribute("href");
    lien.classList.toggle("vide", !n);
    lien.setAttribute("aria-hidden", String(!n));
    lien.setAttribute("aria-label", `${nom}${NBSP}: ${pluriel(n, "expérience")}`);
  }

  /** How many communes have something to show. */
  get communes() {
    return new Set(this.lieux.filter((lieu) => lieu.epci && lieu.ids.size).map((lieu) => lieu.cle)).size;
  }
}

/** The layers that the address asks for are switched on, and the address follows them. */
export function lireCouches(atlas, demandees) {
  const cases = [...atlas.querySelectorAll('[name="couche"]')];
  for (const coche of cases) coche.checked = demandees.includes(coche.value);
  return demandees.filter((couche) => !cases.some((coche) => coche.value === couche));
}

export const couchesChoisies = (atlas) => [...atlas.querySelectorAll('[name="couche"]:checked')].map((coche) => coche.value);
