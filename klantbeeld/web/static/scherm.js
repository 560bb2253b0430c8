// Makes pages quicker to use. Without it everything works, with links and forms.
import { meld } from "./melden.js";
import { volgToetsen } from "./toetsen.js";
import { maakZoeklijst } from "./zoeklijst.js";

volgToetsen();
for (const formulier of document.querySelectorAll("[data-zoeken]")) maakZoeklijst(formulier, meld);
