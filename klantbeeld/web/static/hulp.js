// The question mark opens the help. Who turned the keys off, on that page, gets none of them.
import { typt } from "./toetsen.js";

export function toetsenAan() {
  return !document.cookie.split("; ").includes("klantbeeld-toetsen=uit");
}

export function volgHulp() {
  const link = document.querySelector('[data-toets="?"]');
  if (!link) return;
  document.addEventListener("keydown", (gebeurtenis) => {
    if (gebeurtenis.repeat || gebeurtenis.isComposing || gebeurtenis.altKey || gebeurtenis.ctrlKey || gebeurtenis.metaKey) return;
    if (gebeurtenis.key !== "?" || typt(gebeurtenis.target)) return;
    gebeurtenis.preventDefault();
    link.click();
  });
}
