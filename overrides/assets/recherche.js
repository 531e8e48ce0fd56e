// The search page: what is typed and the kind that is chosen are in the address; Pagefind, which the site serves
// itself, finds; the results reach the page as text. Nothing is fetched before a reader searches.

import { FINE, NBSP, adresseMalLue, cite, el, lireJson, pluriel } from "./dom.js";

const LOT = 10; // Results shown at once.
const LONGUEUR = 200;
const EXTRAIT = 30; // Words.
const ATTENTE = 250; // Milliseconds after the last key before searching.
const ELISION = /(?<!\p{L})(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]/giu;
const ACCENTS = /\p{M}/gu;
const VIDES = new Set("a au aux avec ce ces d dans de des du elle en est et il l la le les ne ou par pas pour qu que qui s se son sur un une y".split(" "));

const simple = (mot) => mot.toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae").normalize("NFD").replace(ACCENTS, "");

/** The index holds « l’ habitant » for « l’habitant », and plain spaces: French typography again. */
const typographier = (texte) =>
  texte.replaceAll("’ ", "’").replace(/« /g, `«${NBSP}`).replace(/ ([:»])/g, `${NBSP}$1`).replace(/ ([;!?])/g, `${FINE}$1`);

class Recherche {
  constructor(form) {
    this.form = form;
    this.champ = form.querySelector("input");
    this.entete = document.getElementById("q-entete");
    this.sortes = new Map();
    for (const entree of document.querySelectorAll("main [data-sorte]")) {
      this.sortes.set(entree.dataset.sorte, { titre: entree.textContent.trim(), nom: entree.dataset.nom });
    }
    this.annonce = el("p", { class: "compte", role: "status" });
    this.alerte = el("p", { class: "attente", role: "alert", hidden: true });
    this.facettes = el("ul", { class: "sortes" });
    this.choix = el("nav", { "aria-label": "Sortes de résultats", hidden: true }, this.facettes);
    this.conseil = el("p", { class: "attente", role: "status" });
    this.liste = el("ol", { class: "resultats" });
    this.suite = el("button", { class: "bouton clair", type: "button", hidden: true, onclick: () => this.prolonger() });
    document.querySelector("main .trouves").replaceChildren(this.alerte, this.annonce, this.choix, this.conseil, this.liste, this.suite);
    form.hidden = false;
    form.addEventListener("submit", (evenement) => {
      evenement.preventDefault();
      this.changer({ q: this.champ.value.trim(), sorte: this.sorte }, { garder: this.frappe });
      this.frappe = false;
    });
    this.champ.addEventListener("input", () => {
      clearTimeout(this.minuteur);
      this.minuteur = setTimeout(() => {
        this.changer({ q: this.champ.value.trim(), sorte: this.sorte }, { garder: this.frappe });
        this.frappe = true; // One step back undoes a whole word, not each of its letters.
      }, ATTENTE);
    });
    this.champ.addEventListener("change", () => (this.frappe = false));
    addEventListener("popstate", () => this.lire());
    this.lire();
  }

  // --- The state and its address

  lire() {
    const fautes = [];
    const lus = {};
    for (const [cle, valeur] of new URLSearchParams(location.search)) {
      if (cle !== "q" && cle !== "sorte") fautes.push(`le critère ${cite(cle)} n’existe pas`);
      else if (Object.hasOwn(lus, cle)) fautes.push(`${cle === "q" ? "une seule recherche" : "une seule sorte"} à la fois, la première est gardée`);
      else if (cle === "sorte" && valeur && !this.sortes.has(valeur)) fautes.push(`la sorte ${cite(valeur)} n’existe pas`);
      else lus[cle] = valeur;
    }
    if (lus.q?.length > LONGUEUR) fautes.push(`une recherche tient en ${LONGUEUR} signes, le début est gardé`);
    this.frappe = false;
    this.q = (lus.q ?? "").slice(0, LONGUEUR).trim();
    this.sorte = lus.sorte ?? "";
    this.champ.value = this.q;
    this.montrer();
    this.alerte.hidden = !fautes.length;
    this.alerte.textContent = adresseMalLue(fautes);
  }

  adresse({ q = this.q, sorte = this.sorte } = {}) {
    const p = new URLSearchParams();
    if (q) p.set("q", q);
    if (q && sorte) p.set("sorte", sorte);
    return location.pathname + (p.size ? `?${p}` : "");
  }

  changer({ q, sorte }, { garder = false } = {}) {
    clearTimeout(this.minuteur);
    if (q === this.q && sorte === this.sorte) return;
    [this.q, this.sorte] = [q, sorte];
    history[garder ? "replaceState" : "pushState"](null, "", this.adresse());
    this.alerte.hidden = true;
    this.montrer();
  }

  // --- What follows from it

  async montrer() {
    const { q, sorte } = this;
    if (this.entete) this.entete.value = q;
    document.title = document.title.replace(/^(?:.* – )?Recherche/, q ? `${q} – Recherche` : "Recherche");
    if (!q) return this.vider();
    this.annonce.textContent = "Recherche en cours…";
    let trouves;
    try {
      this.moteur ??= demarrer();
      trouves = await (await this.moteur)(enMots(q));
    } catch (erreur) {
      console.error(erreur);
      this.moteur = undefined;
      this.vider("La recherche n’a pas pu se charger. Rechargez la page, ou parcourez les listes. (L’aperçu des contributeurs ne la bâtit pas.)");
      return;
    }
    if (q !== this.q || sorte !== this.sorte) return; // Something else was asked meanwhile.
    this.resultats = trouves.filter((resultat) => !sorte || resultat.sorte === sorte);
    this.liste.replaceChildren();
    this.suite.hidden = true;
    this.choisir(trouves);
    const lus = await this.prolonger();
    if (!lus) return;
    if (!repondent(lus, motsDe(q))) this.vider();
    const n = this.resultats.length;
    const parmi = sorte ? `, parmi «${NBSP}${this.sortes.get(sorte).titre}${NBSP}»` : "";
    this.annonce.textContent = `${n ? pluriel(n, "résultat") : "Aucun résultat"} pour ${cite(q)}${parmi}.`;
    if (n) this.conseil.replaceChildren();
    else await this.conseiller(trouves.length > 0);
  }

  vider(phrase = "") {
    this.resultats = [];
    this.annonce.textContent = phrase;
    this.liste.replaceChildren();
    this.conseil.replaceChildren();
    this.choix.hidden = this.suite.hidden = true;
  }

  /** The kinds that hold results, each with how many. */
  choisir(trouves) {
    const compte = (cle) => trouves.filter((resultat) => resultat.sorte === cle).length;
    const entrees = [["", { titre: "Tout" }, trouves.length], ...[...this.sortes].map(([cle, sorte]) => [cle, sorte, compte(cle)])];
    const ici = this.facettes.contains(document.activeElement);
    this.facettes.replaceChildren(...entrees.filter(([cle, , n]) => n || cle === this.sorte).map(([cle, { titre }, n]) => {
      const suivre = (evenement) => {
        if (evenement.ctrlKey || evenement.metaKey || evenement.shiftKey) return;
        evenement.preventDefault();
        this.frappe = false;
        this.changer({ q: this.q, sorte: cle });
      };
      const lien = el("a", { href: this.adresse({ sorte: cle }), "aria-current": cle === this.sorte && "true", onclick: suivre },
        titre, " ", el("span", { class: "q" }, n));
      return el("li", {}, lien);
    }));
    this.choix.hidden = !trouves.length;
    if (ici) this.facettes.querySelector("[aria-current]").focus();
  }

  /** The next results, read and shown; nothing when something else was asked meanwhile. */
  async prolonger() {
    const { q, sorte } = this;
    const debut = this.liste.children.length;
    const lus = await Promise.all(this.resultats.slice(debut, debut + LOT).map(async ({ sorte, data }) => ({ sorte, ...(await data()) })));
    if (q !== this.q || sorte !== this.sorte || debut !== this.liste.children.length) return undefined;
    this.liste.append(...lus.map((r) => this.carte(r)));
    const reste = this.resultats.length - this.liste.children.length;
    this.suite.hidden = reste <= 0;
    this.suite.textContent = `Voir ${Math.min(reste, LOT)} de plus, sur ${reste}`;
    if (debut) this.liste.children[debut]?.querySelector("a").focus();
    return lus;
  }

  carte(resultat) {
    const { url, meta } = resultat;
    return el("li", {},
      el("p", { class: "mini doux" }, this.sortes.get(resultat.sorte).nom),
      el("h2", {}, el("a", { href: url.replace(/([^/]+)\.html$/, "#$1") }, typographier(meta.title))),
      el("p", {}, ...extrait(resultat, motsDe(this.q))));
  }

  // --- When nothing answers

  async conseiller(ailleurs) {
    const { q, sorte } = this;
    const corrige = await this.corriger(q);
    if (q !== this.q || sorte !== this.sorte) return;
    const vers = (texte, etat) => el("a", { href: this.adresse(etat) }, texte);
    const essais = motsDe(q).length > 1 ? motsDe(q).flatMap((mot) => [" ", vers(mot, { q: mot, sorte: "" })]) : [];
    const phrases = [];
    if (corrige) phrases.push([`Vouliez-vous dire `, vers(corrige, { q: corrige }), `${FINE}? `]);
    if (sorte && ailleurs) phrases.push([vers("Chercher dans tout le site", { sorte: "" }), ". "]);
    if (!phrases.length) phrases.push(essais.length ? [`Aucune page ne contient tous ces mots. Essayez-en un${NBSP}:`, ...essais, "."] : ["Essayez un autre mot, ou parcourez les listes."]);
    this.conseil.replaceChildren(...phrases.flat());
  }

  /** What was asked with each unknown word replaced by the nearest one that the site uses; "" when all are known. */
  async corriger(q) {
    try {
      this.connus ??= lireJson("../recherche/mots.json");
      const connus = (await this.connus).map((mot) => [simple(mot), mot]);
      const mots = q.replace(ELISION, "").split(/[^\p{L}\p{M}\d]+/u).filter(Boolean);
      const corriges = mots.map((mot) => (mot.length > 3 ? leplusproche(simple(mot), connus) : null) ?? mot);
      return corriges.some((mot, i) => simple(mot) !== simple(mots[i])) ? corriges.join(" ") : "";
    } catch (erreur) {
      console.error(erreur);
      this.connus = undefined;
      return "";
    }
  }
}

/** A function that gives the results of some words, the best first, each with its kind. */
async function demarrer() {
  const [{ createInstance }, sortes] = await Promise.all([import("../pagefind/pagefind.js"), lireJson("../recherche/sortes.json")]);
  const sorteDe = new Map(Object.entries(sortes).flatMap(([sorte, ids]) => ids.map((id) => [id, sorte])));
  const moteur = createInstance({ noWorker: true, basePath: new URL("../pagefind/", import.meta.url).pathname, ranking: { metaWeights: { title: 5, mots: 1 } } });
  return async (mots) => (await moteur.search(mots)).results.map(({ id, data }) => ({ sorte: sorteDe.get(id), data }));
}

/** Words to look for, as the index holds them: no elided article, no ligature. */
function enMots(q) {
  const nue = q.replace(ELISION, "").replace(/œ/gi, "oe").replace(/æ/gi, "ae");
  const pleins = nue.split(/\s+/).filter((mot) => !VIDES.has(simple(mot)));
  return pleins.length && !nue.includes('"') ? pleins.join(" ") : nue;
}

/** The words of what was asked, without what does not make sense alone. */
const motsDe = (q) => simple(enMots(q)).split(/[^\p{L}\d]+/u).filter(Boolean);

/**
 * Whether each word is in one at least of the first results, whatever its ending: when none holds a word, Pagefind
 * answers with any that begins like it, « part » for « partissipation ».
 */
function repondent(lus, mots) {
  const textes = lus.map(({ meta, content }) => simple(`${meta.title} ${meta.mots ?? ""} ${content}`));
  return mots.every((mot) => textes.some((texte) => texte.includes(mot.slice(0, Math.max(4, mot.length - 3)))));
}

/** A few lines around what was found, marked. */
function extrait({ excerpt, plain_excerpt: nu, locations, content }, cherches) {
  // Pagefind marks what it found and escapes the rest.
  const texte = (morceau) => morceau.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  const points = (debut, fin, noeuds) => [debut ? `…${NBSP}` : "", ...noeuds, fin ? `${NBSP}…` : ""];
  if (locations.length) {
    const noeuds = typographier(excerpt).split(/<\/?mark>/).map((morceau, i) => (i % 2 ? el("mark", {}, texte(morceau)) : texte(morceau)));
    const place = content.indexOf(texte(nu));
    return points(place > 0, place + texte(nu).length < content.length, noeuds);
  }
  // Found by its title, by an acronym or by a ligature undone: where the word is, or else the beginning.
  const mots = typographier(content).split(" ");
  const voulu = (mot) => cherches.some((cherche) => simple(mot).includes(cherche));
  const debut = Math.max(0, mots.findIndex(voulu) - EXTRAIT / 2);
  const noeuds = mots.slice(debut, debut + EXTRAIT).flatMap((mot, i) => [i ? " " : "", voulu(mot) ? el("mark", {}, mot) : mot]);
  return points(debut > 0, debut + EXTRAIT < mots.length, noeuds);
}

function leplusproche(mot, connus) {
  let meilleur = null;
  let moindre = mot.length < 6 ? 1.5 : 2.5;
  for (const [nu, ecrit] of connus) {
    if (nu === mot) return ecrit;
    if (Math.abs(nu.length - mot.length) >= moindre) continue;
    const d = distance(mot, nu);
    if (d < moindre) [meilleur, moindre] = [ecrit, d];
  }
  return meilleur;
}

/** Letters added, dropped, changed, or swapped with their neighbour. */
function distance(a, b) {
  const rangs = [[...Array(b.length + 1).keys()]];
  for (let i = 1; i <= a.length; i++) {
    const rang = [i];
    for (let j = 1; j <= b.length; j++) {
      rang[j] = Math.min(rangs[i - 1][j] + 1, rang[j - 1] + 1, rangs[i - 1][j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) rang[j] = Math.min(rang[j], rangs[i - 2][j - 2] + 1);
    }
    rangs.push(rang);
  }
  return rangs[a.length][b.length];
}

const form = document.querySelector("main form.chercher");
if (form) new Recherche(form);
