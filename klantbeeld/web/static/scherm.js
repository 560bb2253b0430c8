// Makes pages quicker to use. Without it everything works, with links and forms.
import { toetsenAan, volgHulp } from "./hulp.js";
import { maakKopieerknoppen } from "./kopieren.js";
import { meld } from "./melden.js";
import { volgTerugkeer } from "./terugkeer.js";
import { volgToetsen } from "./toetsen.js";
import { maakZoeklijst } from "./zoeklijst.js";

function vulAan() {
  if (toetsenAan()) volgHulp();
  maakKopieerknoppen(meld);
  for (const formulier of document.querySelectorAll("[data-zoeken]")) maakZoeklijst(formulier, meld);
  for (const lijst of document.querySelectorAll("[data-terugkeer]")) volgTerugkeer(lijst);
  document.querySelector("[data-verder]")?.requestSubmit();
}

// The keys work while a page is still coming in; the rest waits until all of it is there.
if (toetsenAan()) volgToetsen();
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", vulAan);
else vulAan();
