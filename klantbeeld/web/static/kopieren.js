// Buttons that copy: a text that stands ready, and each number. Without script both can be selected.
const SVG = "http://www.w3.org/2000/svg";
const VORM = "M5 1h8a1 1 0 0 1 1 1v9h-2V3H5zM3 4h7a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zm1 2v7h5V6z";

async function kopieerTekst(veld, meld) {
  veld.focus();
  veld.select();
  try {
    await navigator.clipboard.writeText(veld.value);
    meld("Gekopieerd.");
  } catch {
    meld("Kopiëren mag hier niet: de tekst is geselecteerd, kopieer met Ctrl+C.");
  }
}

function maakIcoon() {
  const icoon = document.createElementNS(SVG, "svg");
  icoon.setAttribute("viewBox", "0 0 16 16");
  icoon.setAttribute("aria-hidden", "true");
  icoon.classList.add("kb-icoon");
  const pad = document.createElementNS(SVG, "path");
  pad.setAttribute("d", VORM);
  pad.setAttribute("fill-rule", "evenodd");
  icoon.append(pad);
  return icoon;
}

async function kopieerNummer(nummer, knop, meld) {
  try {
    await navigator.clipboard.writeText(nummer);
    knop.classList.add("kb-kopie--klaar");
    meld(`${nummer} gekopieerd`);
  } catch {
    meld("Kopiëren lukt hier niet. Selecteer het nummer zelf.");
  }
}

function maakKnop(naam, doe) {
  const knop = document.createElement("button");
  knop.type = "button";
  knop.className = "kb-kopie";
  knop.title = "Kopieer";
  knop.setAttribute("aria-label", naam);
  knop.append(maakIcoon());
  knop.addEventListener("click", () => doe(knop));
  return knop;
}

// A button at each text that can be copied, and behind each number; of those none where copying is not possible.
export function maakKopieerknoppen(meld) {
  for (const plaats of document.querySelectorAll("[data-kopieer]")) {
    const veld = document.getElementById(plaats.dataset.kopieer);
    plaats.append(maakKnop(plaats.dataset.naam, () => kopieerTekst(veld, meld)));
  }
  if (!navigator.clipboard) return;
  for (const plaats of document.querySelectorAll(".kb-nummer")) {
    const nummer = plaats.textContent.trim();
    if (!nummer || nummer.includes("*")) continue;
    plaats.append(maakKnop(`Kopieer ${nummer}`, (knop) => kopieerNummer(nummer, knop, meld)));
  }
}
