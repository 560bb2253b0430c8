// Hits while typing: a combobox with a list, by the pattern of the ARIA Authoring Practices. Nothing of it is there without a
// script: then the box is a plain field of a form. Nothing that is typed stays in the browser.
const STIL = 150; // so many ms after the last letter is searched
const UITGEPRAAT = 700; // so many ms after the last change is told what was found
const KORTST = 2;
const GEEN_VERBINDING = "Er is geen verbinding. Controleer het netwerk en druk op Enter om opnieuw te zoeken.";
const MISLUKT = "Zoeken lukt nu niet. Druk op Enter om opnieuw te zoeken.";

function maak(soort, klasse, ...inhoud) {
  const deel = document.createElement(soort);
  if (klasse) deel.className = klasse;
  deel.append(...inhoud);
  return deel;
}

function maakOptie(nummer, naar, ...inhoud) {
  const optie = maak("li", "kb-zoek__optie", ...inhoud);
  optie.id = `zoekoptie-${nummer}`;
  optie.setAttribute("role", "option");
  optie.setAttribute("aria-selected", "false");
  optie.dataset.naar = naar;
  return optie;
}

function maakTreffer(treffer, nummer) {
  const naam = maak("span", "", ...treffer.naam.map(([tekst, gevonden]) => (gevonden ? maak("mark", "", tekst) : tekst)));
  const optie = maakOptie(nummer, treffer.naar, naam, " ", maak("small", "", treffer.extra));
  optie.classList.toggle("kb-zoek__optie--einde", treffer.isBeeindigd);
  return optie;
}

async function vraagTreffers(formulier, signal) {
  let antwoord;
  try {
    const inhoud = new URLSearchParams(new FormData(formulier));
    antwoord = await fetch(formulier.action, { method: "POST", body: inhoud, headers: { Accept: "application/json" }, signal });
  } catch (fout) {
    if (fout.name === "AbortError") throw fout;
    throw new Error(GEEN_VERBINDING, { cause: fout });
  }
  const isJson = antwoord.headers.get("content-type")?.startsWith("application/json");
  if (!isJson) throw new Error(MISLUKT);
  const gevonden = await antwoord.json();
  if (!antwoord.ok) throw new Error(gevonden.melding);
  return gevonden;
}

export function maakZoeklijst(formulier, meld) {
  const veld = formulier.querySelector("[name=zoekterm]");
  const lijst = maak("ul", "kb-zoek__lijst");
  const kop = maak("p", "kb-zoek__kop");
  const paneel = maak("div", "kb-zoek__paneel", lijst, kop);
  let vraag = null;
  let klok = 0;
  let gekozen = -1;
  let adres = null; // of the list that has what is shown here
  let isVerlegd = false;

  paneel.hidden = true;
  lijst.id = "zoeklijst";
  lijst.setAttribute("role", "listbox");
  lijst.setAttribute("aria-label", "Werkgevers");
  for (const [naam, waarde] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", lijst.id]]) {
    veld.setAttribute(naam, waarde);
  }
  formulier.append(paneel);

  const isOpen = () => veld.getAttribute("aria-expanded") === "true";

  function kies(nummer) {
    gekozen = nummer;
    [...lijst.children].forEach((optie, plaats) => optie.setAttribute("aria-selected", String(plaats === nummer)));
    if (nummer < 0) {
      veld.removeAttribute("aria-activedescendant");
      return;
    }
    veld.setAttribute("aria-activedescendant", lijst.children[nummer].id);
    lijst.children[nummer].scrollIntoView({ block: "nearest" });
  }

  function toon(zichtbaar) {
    paneel.hidden = !zichtbaar;
    veld.setAttribute("aria-expanded", String(zichtbaar && lijst.children.length > 0));
    kies(-1);
  }

  function stop() {
    clearTimeout(klok);
    vraag?.abort();
    vraag = null;
  }

  function vul(tekst, isFout, opties) {
    kop.textContent = tekst;
    kop.classList.toggle("kb-zoek__kop--fout", isFout);
    lijst.replaceChildren(...opties);
    lijst.hidden = !opties.length;
    toon(true);
  }

  async function zoek() {
    stop();
    const eigen = new AbortController();
    vraag = eigen;
    try {
      const gevonden = await vraagTreffers(formulier, eigen.signal);
      if (vraag !== eigen) return;
      const opties = gevonden.treffers.map(maakTreffer);
      if (opties.length) opties.push(maakOptie(opties.length, gevonden.lijst, "Toon de hele lijst, of zoek op iets anders"));
      adres = gevonden.lijst;
      vul(gevonden.kop, false, opties);
      meld(opties.length ? `${gevonden.kop} Kies met pijl omlaag.` : `Geen resultaten. ${gevonden.kop}`, UITGEPRAAT);
    } catch (fout) {
      if (fout.name === "AbortError" || vraag !== eigen) return;
      adres = null;
      vul(fout.message, true, []);
      meld(fout.message);
    }
  }

  function open(optie) {
    stop();
    // Who comes back finds the list that he chose from, in the place of the page that he left.
    if (adres && optie.dataset.naar !== adres) {
      history.replaceState(history.state, "", adres);
      isVerlegd = true;
    }
    location.assign(optie.dataset.naar);
  }

  function loop(stap) {
    const aantal = lijst.children.length;
    if (!isOpen()) toon(true);
    kies(gekozen < 0 ? (stap > 0 ? 0 : aantal - 1) : (gekozen + stap + aantal) % aantal);
  }

  function pijl(gebeurtenis, stap) {
    gebeurtenis.preventDefault();
    if (!lijst.children.length) {
      if (veld.value.trim()) zoek();
    } else if (gebeurtenis.altKey) toon(stap > 0);
    else loop(stap);
  }

  veld.addEventListener("input", () => {
    stop();
    meld("");
    if (veld.value.trim().length >= KORTST) {
      klok = setTimeout(zoek, STIL);
      return;
    }
    lijst.replaceChildren();
    toon(false);
  });

  veld.addEventListener("keydown", (gebeurtenis) => {
    if (gebeurtenis.isComposing || gebeurtenis.ctrlKey || gebeurtenis.metaKey) return;
    if (gebeurtenis.key === "ArrowDown") pijl(gebeurtenis, 1);
    else if (gebeurtenis.key === "ArrowUp") pijl(gebeurtenis, -1);
    else if (gebeurtenis.key === "Enter" && isOpen() && gekozen >= 0) {
      gebeurtenis.preventDefault();
      open(lijst.children[gekozen]);
    } else if (gebeurtenis.key === "Escape") {
      gebeurtenis.preventDefault();
      stop();
      if (!paneel.hidden) toon(false);
      else veld.value = "";
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(gebeurtenis.key)) kies(-1);
  });

  veld.addEventListener("blur", () => {
    stop();
    toon(false);
  });
  formulier.addEventListener("submit", stop);
  // A click leaves the writing mark in the box.
  paneel.addEventListener("pointerdown", (gebeurtenis) => gebeurtenis.preventDefault());
  lijst.addEventListener("click", (gebeurtenis) => {
    const optie = gebeurtenis.target.closest("[role=option]");
    if (optie) open(optie);
  });
  // A browser that kept the page as it was shows it under the address of the list.
  addEventListener("pageshow", (gebeurtenis) => {
    if (gebeurtenis.persisted && isVerlegd) location.reload();
  });
}
