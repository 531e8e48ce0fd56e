// The site reads, browses and prints without this file; it only adds comfort.
const menu = document.getElementById("menu");
const bouton = document.querySelector(".bouton-menu");

// The drawer opens and closes by itself (popover, Escape included): say so, and give focus back.
if (menu && bouton && "popover" in menu) {
  bouton.setAttribute("aria-expanded", "false");
  menu.addEventListener("toggle", ({ newState }) => {
    const ouvert = newState === "open";
    bouton.setAttribute("aria-expanded", String(ouvert));
    if (ouvert) menu.querySelector("button").focus();
    else if (menu.contains(document.activeElement) || document.activeElement === document.body) bouton.focus();
  });
  matchMedia("(min-width: 48rem)").addEventListener("change", () => menu.matches(":popover-open") && menu.hidePopover());
}

for (const imprimer of document.querySelectorAll("[data-imprimer]")) {
  imprimer.hidden = false;
  imprimer.addEventListener("click", () => print());
}

// On paper, what is folded is open.
addEventListener("beforeprint", () => {
  for (const repli of document.querySelectorAll("details:not([open])")) {
    repli.open = true;
    addEventListener("afterprint", () => (repli.open = false), { once: true });
  }
});
