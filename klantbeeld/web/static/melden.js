// One place that screen readers listen to. It is emptied first, so that the same words are heard again.
let klok = 0;

export function meld(tekst, na = 0) {
  const vak = document.getElementById("melding");
  clearTimeout(klok);
  klok = setTimeout(() => {
    vak.textContent = "";
    requestAnimationFrame(() => {
      vak.textContent = tekst;
    });
  }, na);
}
