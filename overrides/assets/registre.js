// The register of enseignements without this file: the whole list, by nature. With it: criteria that combine,
// counts that follow, and an address that says it all. Everything it needs is on the page.

import { NBSP, adresseMalLue, cite, el, pluriel } from "./dom.js";

const filtre = document.querySelector("main .filtre");
const form = filtre.querySelector("form");
const titre = document.querySelector("main .barre h2");
const lecons = [...document.querySelectorAll("main .lecon")];
const sections = [...document.querySelectorAll("main .registre-liste > section")];
const criteres = new Map([...form.querySelectorAll("fieldset")].map((groupe) => {
  const cases = [...groupe.querySelectorAll("input")];
  return [cases[0].name, { nom: groupe.querySelector("legend").textContent, cases: new Map(cases.map((c) => [c.value, c])) }];
}));
const annonce = el("p", { class: "hors-ecran", role: "status" });
const alerte = el("p", { class: "attente", role: "alert", hidden: true });
const actifs = el("ul", { class: "actifs", "aria-label": "Critères choisis" });
const aucun = el("div", { class: "aucun", hidden: true }, el("p", {}, "Aucun enseignement ne répond à tout cela. Retirez un critère."));
let choix = new Map();

function lire() {
  const fautes = [];
  choix = new Map();
  for (const [cle, valeur] of new URLSearchParams(location.search)) {
    const critere = criteres.get(cle);
    if (!critere) fautes.push(`le critère ${cite(cle)} n’existe pas`);
    else if (!critere.cases.has(valeur)) fautes.push(`la valeur ${cite(valeur)} (${critere.nom.toLowerCase()}) n’existe pas`);
    else choix.set(cle, (choix.get(cle) ?? new Set()).add(valeur));
  }
  alerte.hidden = !fautes.length;
  alerte.textContent = adresseMalLue(fautes);
}

function adresse() {
  const p = new URLSearchParams();
  for (const [cle, { cases }] of criteres) for (const valeur of cases.keys()) if (choix.get(cle)?.has(valeur)) p.append(cle, valeur);
  return location.pathname + (p.size ? `?${p}` : "");
}

function changer(faire) {
  faire();
  alerte.hidden = true;
  history.pushState(null, "", adresse());
  montrer();
}

function cocher(cle, valeur, oui) {
  changer(() => {
    const valeurs = choix.get(cle) ?? new Set();
    if (oui) valeurs.add(valeur);
    else valeurs.delete(valeur);
    if (valeurs.size) choix.set(cle, valeurs);
    else choix.delete(cle);
  });
}

/** What answers every criterion, `sauf` one left out. */
const trouvees = (sauf) => lecons.filter((l) => [...choix].every(([cle, valeurs]) => cle === sauf || valeurs.has(l.dataset[cle])));

function montrer() {
  const gardees = new Set(trouvees());
  for (const lecon of lecons) lecon.hidden = !gardees.has(lecon);
  for (const section of sections) section.hidden = ![...section.querySelectorAll(".lecon")].some((l) => gardees.has(l));
  for (const [cle, { cases }] of criteres) {
    const comptes = new Map();
    for (const { dataset } of trouvees(cle)) comptes.set(dataset[cle], (comptes.get(dataset[cle]) ?? 0) + 1);
    const haut = Math.max(1, ...comptes.values());
    for (const [valeur, coche] of cases) {
      const n = comptes.get(valeur) ?? 0;
      coche.checked = choix.get(cle)?.has(valeur) ?? false;
      coche.disabled = !n && !coche.checked;
      const ligne = coche.closest("label");
      ligne.querySelector(".q").textContent = n;
      ligne.querySelector(".jauge").className = `jauge p${Math.ceil((n / haut) * 20) * 5}`;
    }
  }
  const phrase = choix.size ? `${pluriel(gardees.size, "enseignement")} sur ${lecons.length}` : pluriel(lecons.length, "enseignement");
  titre.textContent = phrase;
  annonce.textContent = `${phrase}.`;
  aucun.hidden = gardees.size > 0;
  puces();
}

function puces() {
  const boutons = [];
  const bouton = (nom, faire) => el("button", { type: "button", onclick: (e) => retirer(e, faire) }, ...nom);
  for (const [cle, { cases }] of criteres) {
    for (const [valeur, coche] of cases) {
      if (choix.get(cle)?.has(valeur)) boutons.push(bouton([coche.nextElementSibling.textContent, el("span", { class: "hors-ecran" }, `${NBSP}: retirer`)], () => cocher(cle, valeur, false)));
    }
  }
  if (boutons.length > 1) boutons.push(bouton(["Tout effacer"], () => changer(() => choix.clear())));
  actifs.replaceChildren(...boutons.map((b) => el("li", {}, b)));
  actifs.hidden = !boutons.length;
}

/** A chip goes, focus stays near: on the next one, or on the count. */
function retirer({ currentTarget }, faire) {
  const rang = [...actifs.children].indexOf(currentTarget.parentNode);
  faire();
  (actifs.children[Math.min(rang, actifs.children.length - 1)]?.firstChild ?? titre).focus();
}

titre.tabIndex = -1;
titre.parentNode.after(annonce, alerte, actifs, aucun);
filtre.hidden = false;
filtre.open = matchMedia("(min-width:58rem)").matches && !CSS.supports("selector(::details-content)");
form.addEventListener("change", ({ target }) => cocher(target.name, target.value, target.checked));
form.addEventListener("submit", (e) => e.preventDefault());
addEventListener("popstate", () => {
  lire();
  montrer();
});
lire();
montrer();
// What an address points at may have moved when the list was filtered.
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
