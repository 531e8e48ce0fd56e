// Choose by typing: a text field and the list of what answers it, by keyboard, mouse and voice.
// After the combobox pattern of the ARIA practices. Accents and capitals do not count.

import { NBSP, cite, el, pluriel } from "./dom.js";

const VUS = 8; // Answers shown at once.

/** « Écrans, cœur » → « ecrans coeur »: what is compared. */
export const plier = (texte) =>
  texte.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/**
 * Makes `champ` (a text field) offer `choix` ([{ id, titre, dit }]). `choisir(id)` is called with what is chosen,
 * `exclus()` gives the identifiers to leave out, `dire(phrase)` tells what was found to those who do not see it.
 * Gives back a function that chooses what the field says, or tells why it cannot.
 */
export function completer(champ, choix, { choisir, exclus, dire }) {
  const connus = choix.map((c) => ({ ...c, mots: plier(`${c.titre} ${c.dit ?? ""}`) }));
  const liste = el("ul", { class: "propositions", role: "listbox", id: `${champ.id}-liste`, "aria-label": "Expériences proposées", hidden: true });
  let proposes = [];
  let actif = -1;

  for (const [nom, valeur] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", liste.id], ["aria-autocomplete", "list"], ["autocomplete", "off"], ["spellcheck", "false"]]) champ.setAttribute(nom, valeur);
  champ.after(liste);

  const reponses = () => {
    const mots = plier(champ.value).split(" ").filter(Boolean);
    const sauf = exclus();
    return connus.filter((c) => !sauf.includes(c.id) && mots.every((m) => c.mots.includes(m)));
  };

  function fermer() {
    liste.hidden = true;
    actif = -1;
    champ.setAttribute("aria-expanded", "false");
    champ.removeAttribute("aria-activedescendant");
  }

  function ouvrir() {
    const trouves = reponses();
    proposes = trouves.slice(0, VUS);
    liste.replaceChildren(...proposes.map((c, n) =>
      el("li", { role: "option", id: `${liste.id}-${n}`, "aria-selected": "false", onclick: () => prendre(c), onpointerdown: (e) => e.preventDefault() },
        c.titre, c.dit ? el("span", { class: "mini doux" }, ` ${c.dit}`) : "")));
    actif = -1;
    champ.removeAttribute("aria-activedescendant");
    liste.hidden = !proposes.length;
    champ.setAttribute("aria-expanded", String(!liste.hidden));
    dire(trouves.length > VUS ? `${pluriel(trouves.length, "expérience")}, les ${VUS} premières sont proposées.` : `${trouves.length ? pluriel(trouves.length, "expérience") : "Aucune expérience"}.`);
  }

  function viser(n) {
    liste.children[actif]?.setAttribute("aria-selected", "false");
    actif = (n + proposes.length) % proposes.length;
    const option = liste.children[actif];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    champ.setAttribute("aria-activedescendant", option.id);
  }

  function prendre({ id }) {
    champ.value = "";
    fermer();
    choisir(id);
  }

  function valider() {
    const trouves = reponses();
    const exact = trouves.find((c) => plier(c.titre) === plier(champ.value));
    if (actif >= 0) prendre(proposes[actif]);
    else if (champ.value.trim() && (exact || trouves.length === 1)) prendre(exact ?? trouves[0]);
    else {
      ouvrir();
      champ.focus();
      if (!trouves.length) dire(`Aucune expérience ne répond à ${cite(champ.value)}${NBSP}: essayez une commune, une manière, un mot du titre.`);
    }
  }

  champ.addEventListener("input", ouvrir);
  champ.addEventListener("click", () => liste.hidden && ouvrir());
  champ.addEventListener("blur", fermer);
  champ.addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      if (liste.hidden) ouvrir();
      if (proposes.length) viser(actif < 0 && e.key === "ArrowUp" ? -1 : actif + (e.key === "ArrowDown" ? 1 : -1));
    } else if (e.key === "Escape" && !liste.hidden) fermer();
    else if (e.key === "Escape") champ.value = "";
    else if (e.key === "Enter") {
      e.preventDefault();
      valider();
    }
  });
  return valider;
}
