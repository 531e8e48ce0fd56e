// What our page modules share. Text reaches the page as text, never as HTML.

export const NBSP = "\u00a0";
export const FINE = "\u202f";

/** An element with its attributes (`onclick` and the like are listeners) and its children. */
export function el(nom, attributs = {}, ...enfants) {
  const noeud = document.createElement(nom);
  for (const [cle, valeur] of Object.entries(attributs)) {
    if (cle.startsWith("on")) noeud.addEventListener(cle.slice(2), valeur);
    else if (valeur !== false && valeur != null) noeud.setAttribute(cle, valeur === true ? "" : valeur);
  }
  noeud.append(...enfants);
  return noeud;
}

export const pluriel = (n, mot) => `${n}${NBSP}${mot}${n > 1 ? "s" : ""}`;

/** What an address said, quoted and cut short. */
export const cite = (texte) => `«${NBSP}${texte.length > 40 ? `${texte.slice(0, 40)}…` : texte}${NBSP}»`;

/** What to say of an address that asks for what does not exist; `""` when nothing is wrong. */
export const adresseMalLue = (fautes) =>
  fautes.length
    ? `L’adresse demande autre chose que ce que nous avons${NBSP}: ${fautes.slice(0, 4).join(`${FINE}; `)}${fautes.length > 4 ? "…" : ""}. Le reste s’applique.`
    : "";

export async function lireJson(chemin) {
  const reponse = await fetch(new URL(chemin, import.meta.url));
  if (!reponse.ok) throw new Error(`${chemin} : ${reponse.status}`);
  return reponse.json();
}
