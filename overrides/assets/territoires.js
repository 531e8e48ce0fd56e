// The map of the territories in time: a year shows which practices were under way, on the maps and in the list.

import { Carte, couchesChoisies, lireCouches } from "./carte.js";
import { NBSP, adresseMalLue, cite, el, pluriel } from "./dom.js";

const PAS = 700; // Milliseconds a year stays when the years go by.

/** What `data-an` says of a year: « 1994-2001 », or « 1994-2001+ » when no source tells the end. */
function enCours(an, annee) {
  const [, debut, atteste, suite] = an?.match(/^(\d+)-(\d+)(\+?)$/) ?? [];
  if (!debut || annee < Number(debut)) return "non";
  if (annee <= Number(atteste)) return "oui";
  return suite ? "peut-etre" : "non";
}

class Territoires {
  constructor(atlas) {
    this.atlas = atlas;
    this.carte = new Carte(atlas);
    this.ans = new Map([...atlas.querySelectorAll(".bq")].map((brique) => [brique.dataset.e, brique.dataset.an]));
    this.alerte = el("p", { class: "attente", role: "alert", hidden: true });
    atlas.before(this.alerte);
    for (const coche of atlas.querySelectorAll('[name="couche"]')) coche.addEventListener("change", () => this.ecrire());
    this.dresser();
    this.lire();
  }

  dresser() {
    this.section = this.atlas.querySelector(".remonter");
    if (!this.section) return;
    this.de = Number(this.section.dataset.de);
    this.a = Number(this.section.dataset.a);
    this.form = this.section.querySelector("form");
    this.curseur = this.form.querySelector("input");
    this.sortie = this.form.querySelector("output");
    this.jouer = this.form.querySelector("[data-jouer]");
    this.toutes = this.form.querySelector("[data-toutes]");
    this.dit = this.section.querySelector("[role=status]");
    this.form.hidden = false;
    this.form.addEventListener("submit", (e) => e.preventDefault());
    this.jouer.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.curseur.addEventListener("input", () => this.montrer(Number(this.curseur.value)));
    this.curseur.addEventListener("change", () => this.ecrire());
    this.curseur.addEventListener("pointerdown", () => this.arreter());
    this.jouer.addEventListener("click", () => (this.minuterie ? this.arreter() : this.derouler()));
    this.toutes.addEventListener("click", () => {
      this.arreter();
      this.montrer(null);
      this.ecrire();
      this.curseur.focus();
    });
  }

  // --- The address

  lire() {
    const demande = new URLSearchParams(location.search);
    const fautes = lireCouches(this.atlas, demande.getAll("couche")).map((couche) => `la couche ${cite(couche)} n’existe pas`);
    const dite = demande.get("annee");
    const annee = /^\d{4}$/.test(dite) && this.de <= dite && dite <= this.a ? Number(dite) : null;
    if (dite !== null && annee === null) fautes.push(`l’année ${cite(dite)} n’est pas entre ${this.de} et ${this.a}`);
    for (const cle of new Set(demande.keys())) if (!["annee", "couche"].includes(cle)) fautes.push(`le critère ${cite(cle)} n’existe pas`);
    this.alerte.hidden = !fautes.length;
    this.alerte.textContent = adresseMalLue(fautes);
    this.montrer(annee);
  }

  ecrire() {
    const p = new URLSearchParams();
    if (this.annee) p.set("annee", this.annee);
    for (const couche of couchesChoisies(this.atlas)) p.append("couche", couche);
    history.replaceState(null, "", location.pathname + (p.size ? `?${p}` : "") + location.hash);
    this.alerte.hidden = true;
  }

  // --- A year, or all of them

  montrer(annee) {
    this.annee = annee;
    const etat = annee ? (id) => enCours(this.ans.get(id), annee) : () => "oui";
    this.atlas.classList.toggle("datee", Boolean(annee));
    this.carte.montrer(etat);
    this.lister(etat);
    if (this.section) this.raconter(etat);
  }

  lister(etat) {
    for (const ligne of document.querySelectorAll("main li[data-e]")) {
      const dit = etat(ligne.dataset.e);
      ligne.hidden = dit === "non";
      ligne.classList.toggle("doute", dit === "peut-etre");
    }
    for (const lieu of document.querySelectorAll("main .par-lieu > li")) {
      const reste = lieu.querySelectorAll("li:not([hidden])").length;
      lieu.hidden = !reste;
      lieu.querySelector(".q").textContent = reste;
    }
  }

  raconter(etat) {
    const { annee } = this;
    const comptes = { oui: 0, "peut-etre": 0, non: 0 };
    for (const id of this.ans.keys()) comptes[etat(id)] += 1;
    const doute = comptes["peut-etre"];
    const suite = doute ? `, et ${doute}${NBSP}commencée${doute > 1 ? "s" : ""} sans fin connue` : "";
    const phrase = annee
      ? `En ${annee}${NBSP}: ${pluriel(comptes.oui, "expérience")} en cours${suite}, dans ${pluriel(this.carte.communes, "commune")}.`
      : `Toutes les années${NBSP}: ${pluriel(comptes.oui, "expérience")}, dans ${pluriel(this.carte.communes, "commune")}.`;
    this.dit.textContent = phrase;
    this.sortie.textContent = annee ?? `${this.de}–${this.a}`;
    if (annee) this.curseur.value = annee;
    this.curseur.setAttribute("aria-valuetext", phrase);
    this.toutes.disabled = !annee;
    for (const barre of this.section.querySelectorAll(".par-an [data-annee]")) {
      barre.classList.toggle("ici", Number(barre.dataset.annee) === annee);
    }
  }

  // --- Years going by: never by themselves, and said only when they stop

  derouler() {
    const debut = this.annee && this.annee < this.a ? this.annee : this.de - 1;
    this.jouer.textContent = "Arrêter";
    this.dit.setAttribute("aria-live", "off");
    this.sortie.setAttribute("aria-live", "off");
    const avancer = (annee) => {
      this.montrer(annee);
      if (annee >= this.a) this.arreter();
    };
    this.minuterie = setInterval(() => avancer(this.annee + 1), PAS);
    avancer(debut + 1);
  }

  arreter() {
    if (!this.minuterie) return;
    clearInterval(this.minuterie);
    this.minuterie = null;
    this.jouer.textContent = "Dérouler";
    this.dit.removeAttribute("aria-live");
    this.sortie.removeAttribute("aria-live");
    this.dit.textContent += " ";
    this.ecrire();
  }
}

const atlas = document.querySelector("main .atlas");
if (atlas) new Territoires(atlas);
