// Who comes back to a list stands again at what he opened. Kept is its place in the list, and nothing of whom it is about.
export function volgTerugkeer(lijst) {
  lijst.addEventListener("click", (gebeurtenis) => {
    const link = gebeurtenis.target.closest("a[id]");
    if (link) history.replaceState({ treffer: link.id }, "");
  });
  const [hoe] = performance.getEntriesByType("navigation");
  if (hoe?.type === "back_forward" && history.state?.treffer) document.getElementById(history.state.treffer)?.focus();
}
