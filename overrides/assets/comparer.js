// Practices side by side: the choice is in the address, the rows come from one file per practice.

import { completer } from "./completer.js";
import { FINE, NBSP, adresseMalLue, cite, el, lireJson, pluriel } from "./dom.js";

const MAX = 4;
const DEGRES = 7;
const BREF = 90; // Signs that hold on a line or two of a column.
const form = document.querySelector("main form.choix");
const zone = document.querySelector("main .comparaison");
const tete = document.querySelector("main .tete");
const champ = form.querySelector("input");
const choix = [...document.querySelectorAll("#titres option")].map((o) => ({ id: o.dataset.id, titre: o.value, dit: o.label }));
const titres = new Map(choix.map(({ id, titre }) => [id, titre]));
const fiches = new Map();
const titreDePage = document.title;

const choisies = el("ul", { class: "actifs", "aria-label": "Expériences comparées" });
const annonce = el("p", { class: "hors-ecran", role: "status" });
const alerte = el("p", { class: "attente", role: "alert", hidden: true });
const differences = el("input", { type: "checkbox", onchange: () => replier() });
const outils = el("p", { class: "choix outils", hidden: true },
  el("label", {}, differences, " Seulement ce qui diffère"),
  el("button", { class: "bouton clair", type: "button", onclick: copier }, "Copier l’adresse"),
  el("button", { class: "bouton clair", type: "button", onclick: () => print() }, "Imprimer en A3"));
let ids = [];

function lire() {
  const fautes = [];
  ids = [];
  for (const [cle, valeur] of new URLSearchParams(location.search)) {
    if (cle !== "e") fautes.push(`le critère ${cite(cle)} n’existe pas`);
    else if (valeur && !titres.has(valeur)) fautes.push(`l’expérience ${cite(valeur)} n’existe pas`);
    else if (valeur && !ids.includes(valeur)) ids.push(valeur);
  }
  if (ids.length > MAX) fautes.push("quatre expériences au plus se comparent, les quatre premières sont gardées");
  ids = ids.slice(0, MAX);
  alerte.hidden = !fautes.length;
  alerte.textContent = adresseMalLue(fautes);
}

function adresse(liste) {
  return location.pathname + (liste.length ? `?${new URLSearchParams(liste.map((id) => ["e", id]))}` : "");
}

async function changer(liste) {
  ids = liste;
  alerte.hidden = true;
  history.pushState(null, "", adresse(ids));
  await montrer();
}

async function montrer() {
  choisies.replaceChildren(...ids.map((id) => el("li", {}, el("button", { type: "button", onclick: () => retirer(id) },
    titres.get(id), el("span", { class: "hors-ecran" }, `${NBSP}: retirer`)))));
  choisies.hidden = !ids.length;
  champ.disabled = form.querySelector("button").disabled = ids.length >= MAX;
  champ.placeholder = ids.length >= MAX ? "Quatre au plus" : "Commune, manière, titre…";
  const voulues = ids;
  try {
    await Promise.all(ids.map(async (id) => fiches.has(id) || fiches.set(id, await lireJson(`../donnees/fiches/${id}.json`))));
  } catch (erreur) {
    console.error(erreur);
    zone.replaceChildren(el("p", { class: "attente", role: "alert" }, "La comparaison n’a pas pu se charger. Rechargez la page, ou lisez les fiches une à une."));
    return;
  }
  if (voulues !== ids) return; // Another choice was made meanwhile.
  const lues = ids.map((id) => fiches.get(id));
  outils.hidden = lues.length < 2;
  tete.classList.toggle("serree", lues.length > 1);
  document.querySelector("main .paires")?.classList.toggle("ecran", lues.length > 1);
  document.title = lues.length > 1 ? `${lues.map((f) => f.titre).join(" / ")} – ${titreDePage}` : titreDePage;
  if (lues.length > 1) zone.replaceChildren(...comparaison(lues));
  else if (lues.length) zone.replaceChildren(...invitation(lues[0]));
  else zone.replaceChildren(el("p", { class: "attente" }, "Choisissez deux à quatre expériences, ou partez d’une paire ci-dessous."));
  replier();
}

/** One is chosen: those close to it are offered. */
function invitation(fiche) {
  const liste = fiche.proches.map(({ id, titre, raison }) =>
    el("li", {}, el("a", { href: adresse([fiche.id, id]) }, titre), el("span", { class: "raison" }, raison)));
  const phrase = `Choisissez une deuxième expérience à mettre en regard de «${NBSP}${fiche.titre}${NBSP}».`;
  annonce.textContent = phrase;
  return [el("p", { class: "attente" }, phrase), ...(liste.length ? [el("section", { class: "section" }, el("header", {}, el("h2", {}, "Les plus proches")), el("ul", { class: "proches" }, ...liste))] : [])];
}

function comparaison(lues) {
  const large = lues.length > 2;
  const bilan = { memes: [], communes: [], breves: [], longues: [], partielles: [], muettes: 0 };
  const corps = [];
  lues[0].parties.forEach((partie, i) => {
    const groupe = el("tbody", {}, el("tr", { class: "partie" }, el("th", { colspan: lues.length + 1, scope: "colgroup" }, partie.titre)));
    partie.lignes.forEach((ligne, j) => {
      groupe.append(rangee(lues, lues.map((f) => f.parties[i].lignes[j]), ligne, `ligne-${i}-${j}`, bilan));
    });
    corps.push(groupe);
  });
  const noms = (detail) => lues.map((f) => el("th", { scope: "col" },
    detail ? el("p", { class: "mini doux" }, f.lieu) : "",
    el("p", { class: "nom" }, detail ? el("a", { href: new URL(`../experiences/${f.id}/`, document.baseURI) }, f.titre) : f.titre)));
  const table = el("table", { class: large ? "duel large" : "duel" },
    el("caption", { class: "hors-ecran" }, `Comparaison de ${lues.map((f) => f.titre).join(", ")}`),
    el("thead", {}, el("tr", {}, el("td"), ...noms(true))),
    ...corps);
  return [
    resume(lues, bilan, noms(false)),
    el("h2", { class: "hors-ecran" }, "Ligne par ligne"),
    large ? el("div", { class: "defile", tabindex: "0", role: "region", "aria-label": "Comparaison ligne par ligne" }, table) : table,
  ];
}

function rangee(lues, lignes, { titre, forme }, id, bilan) {
  const textes = lignes.map(({ blocs }) => JSON.stringify(blocs));
  const dites = lignes.filter(({ blocs }) => blocs.length).length;
  const muette = !dites;
  const meme = !muette && textes.every((t) => t === textes[0]);
  const commun = forme === "termes" && !meme
    ? lignes[0].blocs.map((b) => b.texte).filter((t) => lignes.every(({ blocs }) => blocs.some((b) => b.texte === t)))
    : [];
  if (commun.length) bilan.communes.push([titre, id, commun]);
  if (muette) bilan.muettes++;
  else if (meme) bilan.memes.push([titre, id, forme === "termes" ? lignes[0].blocs.map((b) => b.texte) : []]);
  else if (dites < lues.length) bilan.partielles.push([titre, id]);
  else {
    const mots = enBref(lignes.map(({ blocs }) => blocs), forme, commun);
    if (mots) bilan.breves.push([titre, id, mots]);
    else bilan.longues.push([titre, id]);
  }
  const signe = meme ? "identique"
    : muette ? ""
    : dites < lues.length ? (lues.length === 2 ? "renseigné d’un seul côté" : `renseigné pour ${dites} sur ${lues.length}`)
    : commun.length ? `en commun${NBSP}: ${commun.join(`${FINE}; `)}` : "différent";
  const entete = el("th", { scope: "row" }, titre);
  if (signe) entete.append(el("span", { class: "hors-ecran" }, ", "), el("span", { class: "signe" }, signe));
  return el("tr", { id, class: meme ? "meme" : muette ? "muette" : null }, entete,
    ...lignes.map(({ blocs }, n) => el("td", { "data-de": lues[n].titre }, ...cellule(blocs, forme))));
}

/** What sets the values of a row apart, in a few words each; nothing when that takes more. */
function enBref(colonnes, forme, commun) {
  const propre = (blocs) => {
    if (forme === "niveaux") return blocs.slice(1, 3).filter((b) => !colonnes.every((c) => c.some((x) => x.fort === b.fort && x.texte === b.texte))).map((b) => `${b.fort.toLowerCase()}${NBSP}: ${b.texte}`);
    if (forme === "termes") return blocs.map((b) => b.texte).filter((t) => !commun.includes(t));
    return colonnes.every((c) => c[0].fort) ? [blocs[0].fort] : blocs.map((b) => [b.fort, b.texte].filter(Boolean).join(" "));
  };
  const mots = colonnes.map((blocs) => propre(blocs).join(`${FINE}; `) || "rien d’autre");
  return forme !== "liste" && mots.every((m) => m.length <= BREF) ? mots : null;
}

/** On one screen: in what they differ, then what they share and what is left to read. */
function resume(lues, { memes, communes, breves, longues, partielles, muettes }, noms) {
  const lien = (titre, id) => el("a", { href: `#${id}` }, titre);
  const suite = (liste) => liste.flatMap(([titre, id, mots = []], n) => [n ? `${FINE}; ` : "", lien(titre, id), mots.length ? `${NBSP}: ${mots.join(", ")}` : ""]);
  const phrase = [
    `${pluriel(memes.length, "ligne")} identique${memes.length > 1 ? "s" : ""}`,
    `${breves.length + longues.length} différente${breves.length + longues.length > 1 ? "s" : ""}`,
    partielles.length ? `${partielles.length} renseignée${partielles.length > 1 ? "s" : ""} pour certaines seulement` : "",
    muettes ? `${muettes} que nos sources laissent vide${muettes > 1 ? "s" : ""}` : "",
  ].filter(Boolean).join(", ");
  annonce.textContent = `${pluriel(ids.length, "expérience")} comparées${NBSP}: ${phrase}.`;
  const titre = el("h2", { id: "bilan" }, "En quoi elles diffèrent");
  const table = el("table", { class: lues.length > 2 ? "duel bref large" : "duel bref" },
    el("caption", { class: "hors-ecran" }, "En quoi elles diffèrent, en quelques mots"),
    el("thead", {}, el("tr", {}, el("td"), ...noms)),
    el("tbody", {}, ...breves.map(([nom, id, mots]) =>
      el("tr", {}, el("th", { scope: "row" }, lien(nom, id)), ...mots.map((m, n) => el("td", { "data-de": lues[n].titre }, m))))));
  const restes = [
    ["En commun", [...memes, ...communes], "aucune ligne entière, aucun mot."],
    ["À lire côte à côte", longues],
    ["Renseigné pour certaines seulement", partielles],
  ];
  return el("section", { class: "bilan", "aria-labelledby": "bilan" }, titre, el("p", { class: "petit" }, `${phrase}.`),
    breves.length ? (lues.length > 2 ? el("div", { class: "defile", tabindex: "0", role: "region", "aria-label": "Tableau des différences" }, table) : table) : el("p", {}, "Rien qui tienne en quelques mots."),
    el("dl", { class: "petit" }, ...restes.filter(([, liste, sinon]) => liste.length || sinon).map(([nom, liste, sinon]) =>
      el("div", {}, el("dt", {}, nom), el("dd", {}, ...(liste.length ? [...suite(liste), "."] : [sinon]))))));
}

function cellule(blocs, forme) {
  if (!blocs.length) return [el("span", { class: "doux" }, "non renseigné")];
  if (forme === "termes") return [blocs.map((b) => b.texte).join(`${FINE}; `)];
  if (forme === "liste") return [el("ul", { class: "nu" }, ...blocs.map((b) => el("li", {}, ...mots(b))))];
  return blocs.map((b) => ("annonce" in b ? echelle(b) : el("p", {}, ...mots(b, forme === "niveaux"))));
}

function mots({ fort, texte, doux }, deux = false) {
  const noeuds = [];
  if (fort) noeuds.push(el("b", {}, deux ? `${fort}${NBSP}:` : texte && !/[.?!…»]$/.test(fort) ? `${fort}.` : fort));
  if (texte) noeuds.push(`${fort ? " " : ""}${texte}`);
  if (doux) noeuds.push(el("span", { class: "doux" }, ` (${doux})`));
  return noeuds;
}

/** Both levels drawn; the words follow. */
function echelle({ annonce: a, constate: c }) {
  const barre = (nom, rang, classe) => el("div", { class: "l" }, nom,
    ...Array.from({ length: DEGRES }, (_, n) => el("i", { class: n + 1 === rang ? classe : null })));
  return el("div", { class: "echelle-duel", "aria-hidden": "true" }, barre("annoncé", a, "an"), barre("constaté", c, "on"));
}

function replier() {
  for (const groupe of zone.querySelectorAll(".duel tbody")) {
    const lignes = [...groupe.rows].slice(1);
    for (const ligne of lignes) ligne.hidden = differences.checked && ["meme", "muette"].includes(ligne.className);
    groupe.hidden = lignes.every((ligne) => ligne.hidden);
  }
}

async function retirer(id) {
  const rang = ids.indexOf(id);
  await changer(ids.filter((x) => x !== id));
  (choisies.children[Math.min(rang, ids.length - 1)]?.firstChild ?? champ).focus();
}

async function copier() {
  try {
    await navigator.clipboard.writeText(location.href);
    annonce.textContent = "Adresse copiée.";
    this.textContent = "Adresse copiée";
  } catch {
    this.textContent = "L’adresse est dans la barre du navigateur";
  }
}

champ.removeAttribute("list");
const valider = completer(champ, choix, {
  choisir: (id) => changer([...ids, id]),
  exclus: () => ids,
  dire: (phrase) => (annonce.textContent = phrase),
});
form.addEventListener("submit", (evenement) => {
  evenement.preventDefault();
  valider();
});
addEventListener("popstate", () => {
  lire();
  montrer();
});
for (const lien of document.querySelectorAll("main .paires .comparer")) lien.hidden = false;
form.hidden = false;
form.after(annonce, alerte, choisies, outils);
lire();
await montrer();
