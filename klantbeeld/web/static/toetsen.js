// Alt with a digit opens a page of the menu, a slash goes to the search box.
// The digits above the letters only: with those of the number pad Windows types characters.
const CIJFER = /^Digit([0-9])$/;

function kiest(gebeurtenis) {
  return gebeurtenis.altKey && !gebeurtenis.ctrlKey && !gebeurtenis.metaKey && !gebeurtenis.shiftKey && !gebeurtenis.getModifierState("AltGraph");
}

export function typt(doel) {
  return doel instanceof HTMLElement && (doel.isContentEditable || ["INPUT", "SELECT", "TEXTAREA"].includes(doel.tagName));
}

export function volgToetsen() {
  document.addEventListener("keydown", (gebeurtenis) => {
    if (gebeurtenis.repeat || gebeurtenis.isComposing) return;
    const cijfer = kiest(gebeurtenis) ? CIJFER.exec(gebeurtenis.code)?.[1] : undefined;
    const link = cijfer && document.querySelector(`[data-alt="${cijfer}"]`);
    if (link) {
      gebeurtenis.preventDefault();
      link.click();
    } else if (gebeurtenis.key === "/" && !gebeurtenis.altKey && !gebeurtenis.ctrlKey && !gebeurtenis.metaKey && !typt(gebeurtenis.target)) {
      const veld = document.getElementById("zoekterm");
      if (!veld) return;
      gebeurtenis.preventDefault();
      veld.focus();
      veld.select();
    }
  });
}
