// The name of what one looks at in a picture: pointer and focus alike, in one label drawn over the rest.

const SVG = "http://www.w3.org/2000/svg";
const TAILLE = 15; // Of the text on the screen, in pixels.

export class Bulle {
  /** Links of `svg` that `selecteur` finds are named by their `aria-label`; `dire` is told which, or nothing. */
  constructor(svg, selecteur, dire = () => {}) {
    this.svg = svg;
    this.fond = document.createElementNS(SVG, "rect");
    this.texte = document.createElementNS(SVG, "text");
    this.noeud = document.createElementNS(SVG, "g");
    this.noeud.setAttribute("class", "bulle");
    this.noeud.setAttribute("aria-hidden", "true");
    this.noeud.append(this.fond, this.texte);
    svg.append(this.noeud);
    const viser = ({ target }) => {
      const lien = target.closest?.(selecteur) ?? null;
      this.noeud.classList.toggle("vue", Boolean(lien));
      if (lien) this.poser(lien);
      dire(lien);
    };
    const laisser = () => {
      this.noeud.classList.remove("vue");
      dire(null);
    };
    svg.addEventListener("pointerover", viser);
    svg.addEventListener("focusin", viser);
    svg.addEventListener("pointerleave", laisser);
    svg.addEventListener("focusout", laisser);
    addEventListener("keydown", (e) => e.key === "Escape" && laisser());
  }

  /** Above what it names, or below when there is no room; never out of the picture. */
  poser(lien) {
    this.texte.textContent = lien.getAttribute("aria-label");
    const cible = lien.getBBox();
    const { x, y, width, height } = this.svg.viewBox.baseVal;
    const unite = width / this.svg.clientWidth;
    this.texte.style.fontSize = `${TAILLE * unite}px`;
    const dit = this.texte.getBBox();
    const large = dit.width + 14 * unite;
    const haut = dit.height + 8 * unite;
    const gauche = Math.max(x, Math.min(cible.x + cible.width / 2 - large / 2, x + width - large));
    const dessus = cible.y - haut - 4 * unite;
    const cime = dessus > y ? dessus : Math.min(cible.y + cible.height + 4 * unite, y + height - haut);
    this.fond.setAttribute("width", large);
    this.fond.setAttribute("height", haut);
    this.texte.setAttribute("x", 7 * unite);
    this.texte.setAttribute("y", haut - 4 * unite - dit.height * 0.22);
    this.noeud.setAttribute("transform", `translate(${gauche} ${cime})`);
  }
}
