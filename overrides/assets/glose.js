// A word of the glossary says what it means when it is pointed at, focused, or tapped once; a second tap, a
// click or Enter follows the link, as without this file. The bubble stays while it is pointed at; Escape closes it.

import { el, lireJson } from "./dom.js";

const DELAI = 250; // Milliseconds to go from the word to its bubble, and to pass over a word without opening it.
const MARGE = 16;

class Definition {
  constructor(liens) {
    this.texte = [el("b"), el("span"), el("small")];
    this.noeud = el("div", {
      class: "definition", id: "definition-du-mot", role: "tooltip", popover: "manual",
      onpointerenter: () => clearTimeout(this.minuteur), onpointerleave: () => this.bientot(() => this.fermer()),
    }, ...this.texte);
    document.querySelector("main").append(this.noeud);
    for (const lien of liens) {
      lien.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && this.bientot(() => this.ouvrir(lien)));
      lien.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && this.bientot(() => this.fermer()));
      lien.addEventListener("pointerdown", ({ pointerType }) => (this.premierToucher = pointerType === "touch" && this.lien !== lien));
      lien.addEventListener("focus", () => this.ouvrir(lien));
      lien.addEventListener("blur", () => this.fermer());
      lien.addEventListener("click", async (evenement) => {
        if (!this.premierToucher) return;
        this.premierToucher = false;
        evenement.preventDefault();
        if (!(await this.ouvrir(lien, true))) location.assign(lien.href);
      });
    }
    addEventListener("keydown", ({ key }) => key === "Escape" && this.fermer());
    addEventListener("pointerdown", ({ target }) => target.closest?.(".glose, .definition") || this.fermer());
    addEventListener("resize", () => this.fermer());
  }

  bientot(faire) {
    clearTimeout(this.minuteur);
    this.minuteur = setTimeout(faire, DELAI);
  }

  /** Whether the bubble of `lien` is there to be read. */
  async ouvrir(lien, tactile = false) {
    clearTimeout(this.minuteur);
    this.voulu = lien;
    let definition;
    try {
      this.definitions ??= lireJson("../donnees/gloses.json");
      definition = (await this.definitions)[decodeURIComponent(lien.hash.slice(1))];
    } catch (erreur) {
      console.error(erreur); // The link still leads to the glossary.
      this.definitions = undefined;
    }
    if (!definition || this.voulu !== lien) return false;
    [...definition, tactile ? "Touchez encore le mot pour ouvrir le glossaire." : ""].forEach((t, i) => (this.texte[i].textContent = t));
    this.texte[2].hidden = !tactile;
    this.lien?.removeAttribute("aria-describedby");
    this.lien = lien;
    lien.setAttribute("aria-describedby", "definition-du-mot");
    if (!this.noeud.matches(":popover-open")) this.noeud.showPopover();
    this.placer(lien);
    return true;
  }

  /** Under the word, or over it when there is no room; never out of the window. */
  placer(lien) {
    const { offsetWidth: large, offsetHeight: haut } = this.noeud;
    const { top, bottom } = lien.getBoundingClientRect();
    const gauche = Math.max(MARGE, Math.min(lien.getClientRects()[0].left, document.documentElement.clientWidth - large - MARGE));
    const sommet = bottom + haut + MARGE > innerHeight && top > haut + MARGE ? top - haut : bottom;
    this.noeud.style.left = `${gauche + scrollX}px`;
    this.noeud.style.top = `${sommet + scrollY}px`;
  }

  fermer() {
    clearTimeout(this.minuteur);
    this.voulu = null;
    this.lien?.removeAttribute("aria-describedby");
    this.lien = null;
    if (this.noeud.matches(":popover-open")) this.noeud.hidePopover();
  }
}

if ("popover" in HTMLElement.prototype) new Definition(document.querySelectorAll("main .glose"));
