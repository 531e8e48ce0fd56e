// The network is complete without this file: each structure is a link. With it, the one under the pointer or the
// focus is named, and what it is tied to stands out.

import { Bulle } from "./bulle.js";

const svg = document.querySelector("main svg.reseau");
if (svg) {
  const acteurs = new Map([...svg.querySelectorAll(".acteur")].map((lien) => [lien.dataset.acteur, lien]));
  const noms = [...svg.querySelectorAll(".noms text")];
  const liens = [...svg.querySelectorAll(".lien")];
  for (const lien of acteurs.values()) {
    const titre = lien.querySelector("title");
    lien.setAttribute("aria-label", titre.textContent);
    titre.remove();
  }
  new Bulle(svg, ".acteur", (choisi) => {
    svg.classList.toggle("choisi", Boolean(choisi));
    const id = choisi?.dataset.acteur;
    const proches = new Set([id]);
    for (const { dataset, classList } of liens) {
      const sien = dataset.a === id || dataset.b === id;
      classList.toggle("sien", sien);
      if (sien) proches.add(dataset.a).add(dataset.b);
    }
    for (const [autre, lien] of acteurs) lien.classList.toggle("proche", proches.has(autre));
    for (const nom of noms) nom.classList.toggle("proche", proches.has(nom.dataset.de) && nom.dataset.de !== id);
  });
}
