// The list of practices without this file: links, cards, a table. With it: facets that combine,
// counts that follow, three views of one result set, and an address that says it all.
// Nothing here writes HTML: text reaches the page as text.

import { Carte, couchesChoisies, lireCouches } from "./carte.js";
import { FINE, NBSP, adresseMalLue, cite, el, lireJson, pluriel } from "./dom.js";

const MAX = 4; // Practices that can be compared at once.
const COURTE = 8; // Values shown before « Voir les autres ».
const TRIS = {
  date: ["date", () => 0],
  titre: ["titre", (a, b) => a.titre.localeCompare(b.titre, "fr")],
  enseignements: ["nombre d’enseignements", (a, b) => b.enseignements - a.enseignements],
};
const VUES = { cartes: "Cartes", tableau: "Tableau", carte: "Carte" };
const DITES = { cartes: "en cartes", tableau: "en tableau", carte: "sur la carte" };

const identifiant = (lien) => new URL(lien.href).pathname.split("/").filter(Boolean).pop();

class Explorateur {
  constructor({ facettes, experiences }, ancien) {
    this.facettes = facettes;
    this.experiences = experiences;
    this.parCle = new Map(facettes.map((f) => [f.cle, { ...f, noms: new Map(f.valeurs) }]));
    this.parId = new Map(experiences.map((e) => [e.id, e]));
    this.precisions = new Map(facettes.filter((f) => f.parent).map((f) => [f.parent, f]));
    const noms = facettes.flatMap((f) => f.valeurs.map(([, nom]) => nom));
    this.partages = new Set(noms.filter((nom, n) => noms.indexOf(nom) !== n));
    this.cases = new Map();
    this.comparer = new Map();
    this.adopter();
    this.dresser(ancien);
    this.lire();
    this.montrer();
    addEventListener("popstate", () => {
      this.lire();
      this.montrer();
    });
  }

  // --- What the page already holds: its cards and rows stay, hidden or moved, never written again.

  adopter() {
    this.liste = document.querySelector("main .liste-cartes");
    this.section = document.querySelector("main section:has(> .defile table.donnees)");
    this.section.classList.remove("section");
    this.section.removeAttribute("aria-labelledby");
    this.section.querySelector("header").hidden = true;
    this.legende = this.section.querySelector("caption");
    this.corps = this.section.querySelector("tbody");
    this.cartes = new Map();
    this.lignes = new Map();
    for (const ligne of this.corps.rows) {
      const lien = ligne.querySelector("th a");
      const e = this.parId.get(identifiant(lien));
      if (!e) continue;
      e.titre = lien.textContent;
      this.lignes.set(e.id, ligne);
    }
    for (const carte of this.liste.querySelectorAll(".carte")) {
      const id = identifiant(carte.querySelector(":is(h2,h3) a"));
      const e = this.parId.get(id);
      if (!e) continue;
      const coche = el("input", { type: "checkbox", onchange: () => this.basculer(id, coche.checked) });
      carte.append(el("label", { class: "a-cocher mini" }, coche, "Comparer", el("span", { class: "hors-ecran" }, ` ${e.titre}`)));
      this.comparer.set(id, coche);
      this.cartes.set(id, carte);
      e.situe = carte.querySelector(".ou").lastChild.textContent;
    }
    this.plan = document.getElementById("carte");
    this.plan.classList.remove("section");
    this.plan.removeAttribute("aria-labelledby");
    this.plan.querySelector("header").hidden = true;
    this.atlas = this.plan.querySelector(".atlas");
    this.carte = new Carte(this.atlas);
    this.surPlace = el("ul", { class: "proches deux" });
    this.plan.append(this.surPlace);
    for (const coche of this.atlas.querySelectorAll('[name="couche"]')) {
      coche.addEventListener("change", () => this.changer(() => (this.etat.couches = couchesChoisies(this.atlas)), { remplacer: true }));
    }
    this.plan.addEventListener("click", (e) => this.suivre(e));
  }

  dresser(ancien) {
    const [ouvertes, autres] = [true, false].map((o) => this.facettes.filter((f) => f.ouverte === o && !f.parent).map((f) => this.groupe(f)));
    this.plus = el("details", { class: "plus" }, el("summary", {}, "Plus de critères"), ...autres);
    const form = el(
      "form",
      { class: "facettes", "aria-label": "Filtrer les expériences", onsubmit: (e) => e.preventDefault() },
      ...ouvertes,
      this.plus,
    );
    const filtre = el("details", { class: "filtre" }, el("summary", {}, "Filtrer par objet, public, manière, porteur, période"), form);
    filtre.open = matchMedia("(min-width:58rem)").matches && !CSS.supports("selector(::details-content)");
    const ailleurs = ancien.querySelector(":scope > p");
    if (ailleurs) filtre.append(ailleurs);
    ancien.replaceWith(filtre);

    const barre = document.querySelector("main .barre");
    this.titre = barre.querySelector("h2");
    this.titre.tabIndex = -1;
    this.tri = el(
      "select",
      { onchange: () => this.changer(() => (this.etat.tri = this.tri.value)) },
      ...Object.entries(TRIS).map(([cle, [nom]]) => el("option", { value: cle }, nom)),
    );
    this.vues = Object.entries(VUES).map(([cle, nom]) =>
      el("a", { "data-vue": cle, onclick: (e) => this.voir(e, cle) }, nom),
    );
    barre.replaceChildren(
      this.titre,
      el("label", { class: "petit" }, "Trier par ", this.tri),
      el("nav", { class: "vues", "aria-label": "Vues" }, ...this.vues),
      el("button", { class: "bouton clair", type: "button", onclick: () => this.exporter() }, "Exporter", el("span", { class: "hors-ecran" }, " cette sélection (CSV)")),
    );
    this.annonce = el("p", { class: "hors-ecran", role: "status" });
    this.alerte = el("p", { class: "attente", role: "alert", hidden: true });
    this.actifs = el("ul", { class: "actifs", "aria-label": "Critères choisis" });
    this.aucun = el("div", { class: "aucun", hidden: true }, el("p", {}, "Aucune expérience ne répond à tout cela. Retirez un critère."));
    this.panier = el("section", { class: "panier", "aria-label": "Expériences à comparer", hidden: true });
    barre.after(this.annonce, this.alerte, this.actifs, this.aucun);
    this.plan.after(this.panier);
  }

  groupe({ cle, titre, valeurs, note }) {
    const entrees = this.entrees(cle, valeurs);
    const fine = this.precisions.get(cle);
    if (fine) this.preciser(entrees, fine);
    const groupe = el("fieldset", {}, el("legend", {}, titre), el("ul", {}, ...entrees.map((x) => x.ligne)));
    if (note) groupe.append(el("p", { class: "mini doux" }, note));
    const suite = entrees.length > COURTE + 2 ? entrees.slice(COURTE) : [];
    this.cases.set(cle, { entrees, suite });
    if (suite.length) {
      const bouton = this.deplieur({ class: "etendre bouton clair" }, () => {
        this.replier();
        suite.find((x) => !x.ligne.hidden && !x.coche.disabled && !x.coche.checked)?.coche.focus();
      });
      groupe.append(bouton);
      this.cases.get(cle).bouton = bouton;
    }
    return groupe;
  }

  entrees(cle, valeurs) {
    return valeurs.map(([valeur, nom, famille]) => {
      const coche = el("input", { type: "checkbox", name: cle, value: valeur, onchange: () => this.cocher(cle, valeur, coche.checked) });
      const jauge = el("span", { class: "jauge", "aria-hidden": "true" });
      const compte = el("span", { class: "q" });
      const ligne = el("li", {}, el("label", {}, coche, el("span", {}, nom), jauge, compte));
      return { valeur, nom, famille, coche, jauge, compte, ligne };
    });
  }

  /** Under each family, its terms, folded until asked for or chosen. */
  preciser(familles, { cle, valeurs }) {
    const termes = this.entrees(cle, valeurs);
    for (const { valeur, nom, ligne } of familles) {
      const siens = termes.filter((x) => x.famille === valeur);
      if (!siens.length) continue;
      const liste = el("ul", { hidden: true }, ...siens.map((x) => x.ligne));
      const bouton = this.deplieur({ class: "preciser", "aria-label": `Préciser${NBSP}: ${nom}` }, () => (liste.hidden = !liste.hidden));
      ligne.classList.add("famille");
      ligne.append(bouton, liste);
      for (const terme of siens) terme.deplier = () => { liste.hidden = false; bouton.setAttribute("aria-expanded", "true"); };
    }
    this.cases.set(cle, { entrees: termes, suite: [] });
  }

  /** A button that says whether what it unfolds is open, then does `faire`. */
  deplieur(attributs, faire) {
    const bouton = el("button", { type: "button", "aria-expanded": "false", ...attributs, onclick: () => {
      bouton.setAttribute("aria-expanded", String(bouton.getAttribute("aria-expanded") !== "true"));
      faire();
    } });
    return bouton;
  }

  // --- The state and its address

  lire() {
    const etat = { choix: new Map(), tri: "date", vue: "cartes", couches: [], e: [] };
    const fautes = [];
    for (const [cle, valeur] of new URLSearchParams(location.search)) {
      const facette = this.parCle.get(cle);
      if (facette?.noms.has(valeur)) etat.choix.set(cle, (etat.choix.get(cle) ?? new Set()).add(valeur));
      else if (facette) fautes.push(`la valeur ${cite(valeur)} (${facette.titre.toLowerCase()}) n’existe pas`);
      else if (cle === "tri" && Object.hasOwn(TRIS, valeur)) etat.tri = valeur;
      else if (cle === "vue" && Object.hasOwn(VUES, valeur)) etat.vue = valeur;
      else if (cle === "e" && this.parId.has(valeur)) {
        if (!etat.e.includes(valeur)) etat.e.push(valeur);
      } else if (cle === "couche") etat.couches.push(valeur);
      else if (cle === "tri") fautes.push(`le tri ${cite(valeur)} n’existe pas`);
      else if (cle === "vue") fautes.push(`la vue ${cite(valeur)} n’existe pas`);
      else if (cle === "e") fautes.push(`l’expérience ${cite(valeur)} n’existe pas`);
      else fautes.push(`le critère ${cite(cle)} n’existe pas`);
    }
    if (etat.e.length > MAX) fautes.push(`quatre expériences au plus peuvent être comparées, les quatre premières sont gardées`);
    etat.e.length = Math.min(etat.e.length, MAX);
    fautes.push(...lireCouches(this.atlas, etat.couches).map((couche) => `la couche ${cite(couche)} n’existe pas`));
    etat.couches = couchesChoisies(this.atlas);
    this.etat = etat;
    this.alerte.hidden = !fautes.length;
    this.alerte.textContent = adresseMalLue(fautes);
    if (!this.plus.open) this.plus.open = this.facettes.some((f) => !f.ouverte && etat.choix.has(f.cle));
  }

  adresse({ choix, tri, vue, couches, e } = this.etat) {
    const p = new URLSearchParams();
    for (const { cle, valeurs } of this.facettes) {
      for (const [valeur] of valeurs) if (choix.get(cle)?.has(valeur)) p.append(cle, valeur);
    }
    if (tri !== "date") p.set("tri", tri);
    if (vue !== "cartes") p.set("vue", vue);
    if (vue === "carte") for (const couche of couches) p.append("couche", couche);
    for (const id of e) p.append("e", id);
    return location.pathname + (p.size ? `?${p}` : "");
  }

  changer(faire, { remplacer = false } = {}) {
    faire();
    this.alerte.hidden = true;
    history[remplacer ? "replaceState" : "pushState"](null, "", this.adresse());
    this.montrer();
  }

  cocher(cle, valeur, oui) {
    this.changer(() => {
      const valeurs = this.etat.choix.get(cle) ?? new Set();
      if (oui) valeurs.add(valeur);
      else valeurs.delete(valeur);
      if (valeurs.size) this.etat.choix.set(cle, valeurs);
      else this.etat.choix.delete(cle);
    });
  }

  basculer(id, oui) {
    this.changer(() => (this.etat.e = oui ? [...this.etat.e, id] : this.etat.e.filter((x) => x !== id)), { remplacer: true });
    const n = this.etat.e.length;
    this.dire(`${pluriel(n, "expérience")} à comparer${n === MAX ? ", c’est le plus possible" : ""}.`);
  }

  voir(evenement, vue) {
    if (evenement.ctrlKey || evenement.metaKey || evenement.shiftKey) return;
    evenement.preventDefault();
    if (vue !== this.etat.vue) this.changer(() => (this.etat.vue = vue));
  }

  // --- What follows from it

  /** What is asked, a list of values per facet: one of each is enough. A term chosen stands for its family. */
  questions(sauf) {
    const questions = new Map();
    for (const [cle, valeurs] of this.etat.choix) {
      const groupe = this.parCle.get(cle).parent ?? cle;
      if (groupe === sauf) continue;
      const fine = this.precisions.get(cle);
      const precisees = new Set(fine?.valeurs.filter(([valeur]) => this.etat.choix.get(fine.cle)?.has(valeur)).map((x) => x[2]));
      const demandees = [...valeurs].filter((valeur) => !precisees.has(valeur)).map((valeur) => [cle, valeur]);
      questions.set(groupe, [...(questions.get(groupe) ?? []), ...demandees]);
    }
    return [...questions.values()];
  }

  /** Practices that answer every facet, `sauf` one left out. */
  trouvees(sauf) {
    const questions = this.questions(sauf);
    return this.experiences.filter((e) => questions.every((q) => q.some(([cle, valeur]) => e.valeurs[cle]?.includes(valeur))));
  }

  montrer() {
    const { tri, vue, e, choix } = this.etat;
    const trouvees = this.trouvees().sort(TRIS[tri][1]);
    this.resultat = trouvees;
    this.compter();
    this.ranger(trouvees);
    const total = this.experiences.length;
    const dites = choix.size ? `${pluriel(trouvees.length, "expérience")} sur ${total}` : pluriel(total, "expérience");
    this.titre.textContent = dites;
    this.dire(`${dites}, ${DITES[vue]}${vue === "carte" ? `${NBSP}: ${this.situer(trouvees)}` : ""}.`);
    this.tri.value = tri;
    this.legende.textContent = `Les expériences, triées par ${TRIS[tri][0]}`;
    for (const lien of this.vues) {
      lien.href = this.adresse({ ...this.etat, vue: lien.dataset.vue });
      if (lien.dataset.vue === vue) lien.setAttribute("aria-current", "true");
      else lien.removeAttribute("aria-current");
    }
    this.aucun.hidden = trouvees.length > 0;
    this.liste.hidden = vue !== "cartes";
    this.section.hidden = vue !== "tableau" || !trouvees.length;
    this.plan.hidden = vue !== "carte" || !trouvees.length;
    this.puces();
    for (const [id, coche] of this.comparer) {
      coche.checked = e.includes(id);
      coche.disabled = e.length >= MAX && !coche.checked;
    }
    this.remplirPanier();
  }

  /** The results on the map, and under it in words; what the map shows, as a sentence. */
  situer(trouvees) {
    const ids = new Set(trouvees.map((e) => e.id));
    for (const lieu of this.carte.lieux) {
      const choix = new Map(this.etat.choix).set("commune", new Set([lieu.cle]));
      if (lieu.epci) lieu.vers = this.adresse({ ...this.etat, choix });
    }
    this.carte.montrer((id) => (ids.has(id) ? "oui" : "non"));
    this.surPlace.replaceChildren(
      ...trouvees.map((e) =>
        el("li", {}, el("a", { href: `${e.id}/` }, e.titre), el("span", { class: "raison" }, e.situe)),
      ),
    );
    const larges = trouvees.filter((e) => !e.valeurs.commune).length;
    const ailleurs = larges ? `, et ${larges}${NBSP}plus large${larges > 1 ? "s" : ""} qu’une commune` : "";
    return `${pluriel(trouvees.length - larges, "expérience")} dans ${pluriel(this.carte.communes, "commune")}${ailleurs}`;
  }

  /** A wall of the map asks for its commune; the address it leads to says the same. */
  suivre(evenement) {
    const lien = evenement.target.closest?.(".lieu[data-epci][href]");
    if (!lien || evenement.ctrlKey || evenement.metaKey || evenement.shiftKey) return;
    evenement.preventDefault();
    this.changer(() => this.etat.choix.set("commune", new Set([lien.dataset.lieu])));
    this.titre.focus();
  }

  compter() {
    for (const { cle, parent, valeurs } of this.facettes) {
      const comptes = new Map(valeurs.map(([valeur]) => [valeur, 0]));
      for (const e of this.trouvees(parent ?? cle)) for (const v of e.valeurs[cle] ?? []) comptes.set(v, comptes.get(v) + 1);
      const haut = Math.max(1, ...comptes.values());
      for (const { valeur, coche, jauge, compte, deplier } of this.cases.get(cle).entrees) {
        const n = comptes.get(valeur);
        coche.checked = this.etat.choix.get(cle)?.has(valeur) ?? false;
        coche.disabled = !n && !coche.checked;
        if (coche.checked) deplier?.();
        compte.textContent = n;
        jauge.className = `jauge p${Math.ceil((n / haut) * 20) * 5}`;
      }
    }
    this.replier();
  }

  /** Long facets show their first values and those chosen. */
  replier() {
    for (const { suite, bouton } of this.cases.values()) {
      if (!bouton) continue;
      const ouvert = bouton.getAttribute("aria-expanded") === "true";
      for (const { ligne, coche } of suite) ligne.hidden = !ouvert && !coche.checked;
      bouton.textContent = ouvert ? "Réduire la liste" : `Voir les ${suite.length}${NBSP}autres`;
    }
  }

  ranger(trouvees) {
    for (const [noeuds, parent] of [[this.cartes, this.liste], [this.lignes, this.corps]]) {
      for (const noeud of noeuds.values()) noeud.hidden = true;
      for (const { id } of trouvees) {
        const noeud = noeuds.get(id);
        if (!noeud) continue;
        noeud.hidden = false;
        parent.append(noeud);
      }
    }
  }

  puces() {
    const puces = [];
    for (const { cle, titre, valeurs } of this.facettes) {
      for (const [valeur, nom] of valeurs) {
        if (!this.etat.choix.get(cle)?.has(valeur)) continue;
        const dit = this.partages.has(nom) ? `${titre}${NBSP}: ${nom.toLowerCase()}` : nom;
        puces.push(el("button", { type: "button", onclick: (e) => this.retirer(e, () => this.cocher(cle, valeur, false)) },
          dit, el("span", { class: "hors-ecran" }, `${NBSP}: retirer`)));
      }
    }
    if (puces.length > 1) puces.push(el("button", { type: "button", onclick: (e) => this.retirer(e, () => this.changer(() => this.etat.choix.clear())) }, "Tout effacer"));
    this.actifs.replaceChildren(...puces.map((puce) => el("li", {}, puce)));
    this.actifs.hidden = !puces.length;
  }

  /** A chip goes, focus stays near: on the next one, or on the count. */
  retirer(evenement, faire) {
    const rang = [...this.actifs.children].indexOf(evenement.currentTarget.parentNode);
    faire();
    (this.actifs.children[Math.min(rang, this.actifs.children.length - 1)]?.firstChild ?? this.titre).focus();
  }

  remplirPanier() {
    const { e } = this.etat;
    this.panier.hidden = !e.length;
    if (!e.length) return this.panier.replaceChildren();
    const noms = e.map((id) => this.parId.get(id).titre).join(`${FINE}; `);
    const adresse = new URL(`../comparer/?${new URLSearchParams(e.map((id) => ["e", id]))}`, location.href.split("?")[0]);
    this.panier.replaceChildren(
      el("p", { class: "petit" }, el("b", {}, `${e.length} à comparer${NBSP}: `), noms),
      e.length > 1
        ? el("a", { class: "bouton", href: adresse }, "Comparer")
        : el("p", { class: "mini" }, "Cochez-en une deuxième."),
      el("button", { class: "bouton clair", type: "button", onclick: () => { this.changer(() => (this.etat.e = []), { remplacer: true }); this.titre.focus(); } }, "Vider"),
    );
  }

  dire(phrase) {
    this.annonce.textContent = phrase;
  }

  // --- Taking the result away

  exporter() {
    const colonnes = ["id", "titre", "lieu", "debut", "fin"];
    const lignes = [[...colonnes, "resume", "enseignements", ...this.facettes.map((f) => f.cle.replaceAll("-", "_")), "adresse"]];
    for (const e of this.resultat) {
      const termes = [...this.parCle.values()].map((f) => (e.valeurs[f.cle] ?? []).map((v) => f.noms.get(v)).join(" | "));
      const resume = this.cartes.get(e.id)?.querySelector(".dit").textContent ?? "";
      lignes.push([...colonnes.map((c) => e[c]), resume, e.enseignements, ...termes, new URL(`${e.id}/`, location.href.split("?")[0]).href]);
    }
    const csv = lignes.map((ligne) => ligne.map(cellule).join(",")).join("\r\n");
    const url = URL.createObjectURL(new Blob(["\ufeff", csv, "\r\n"], { type: "text/csv;charset=utf-8" }));
    el("a", { href: url, download: "experiences-selection.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    this.dire(`Fichier de ${pluriel(this.resultat.length, "expérience")} prêt.`);
  }
}

/** A cell that no spreadsheet takes for a formula. */
function cellule(valeur) {
  const texte = String(valeur).replace(/^[=+\-@\t\r]/, "'$&");
  return /[",\r\n]/.test(texte) ? `"${texte.replaceAll('"', '""')}"` : texte;
}

const ancien = document.querySelector("main .facettes");
if (ancien) {
  try {
    new Explorateur(await lireJson("../donnees/explorateur.json"), ancien);
  } catch (erreur) {
    console.error(erreur);
    ancien.prepend(el("p", { class: "attente petit", role: "status" }, `Les filtres combinés n’ont pas pu se charger${NBSP}; ces entrées mènent aux mêmes expériences.`));
  }
}
