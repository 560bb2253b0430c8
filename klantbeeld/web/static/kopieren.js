// Buttons that copy a text of the page. Without script the text can be selected.
async function kopieer(veld, meld) {
  veld.focus();
  veld.select();
  try {
    await navigator.clipboard.writeText(veld.value);
    meld("Gekopieerd.");
  } catch {
    meld("Kopiëren mag hier niet: de tekst is geselecteerd, kopieer met Ctrl+C.");
  }
}

export function volgKopieerknoppen(meld) {
  for (const knop of document.querySelectorAll("[data-kopieer]")) {
    const veld = document.getElementById(knop.dataset.kopieer);
    knop.hidden = false;
    knop.addEventListener("click", () => kopieer(veld, meld));
  }
}
