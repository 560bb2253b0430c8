// Looks in a page, as tests/scherm/toegankelijk.py and gewicht.py ask it. Each gives what is wrong, or what was measured.
const noem = (el) => `${el.tagName}.${el.className.baseVal ?? el.className}`;
const tekst = (el) => (el.ariaLabel || el.innerText || el.name || el.id || "").trim().replace(/\s+/g, " ").slice(0, 50);
const KNOPPEN = "a[href],button,input:not([type=hidden]),select,textarea,summary,[role=option]";
const ZINNEN = "p,li,dd,td,th";

function scrollsInside(el) {
  for (let om = el.parentElement; om && om !== document.body; om = om.parentElement) {
    if (getComputedStyle(om).overflowX !== "visible") return true;
  }
  return false;
}

const kijken = {
  // What axe-core finds by these tags.
  async axe(regels) {
    const uitslag = await axe.run(document, { runOnly: { type: "tag", values: regels }, resultTypes: ["violations"] });
    return uitslag.violations.flatMap((fout) => fout.nodes.map((knoop) => `${fout.id}: ${knoop.target} ${knoop.failureSummary}`));
  },

  // What sticks out of the window to the right, but for what scrolls in itself.
  uitstekend() {
    const breedte = document.documentElement.clientWidth, heel = document.scrollingElement.scrollWidth;
    const fouten = heel > breedte ? [`page: ${heel} px wide in ${breedte}`] : [];
    for (const el of document.body.querySelectorAll("*")) {
      const vlak = el.getBoundingClientRect();
      if (vlak.width > 1 && el.checkVisibility() && vlak.right > breedte + 1 && !scrollsInside(el)) fouten.push(`${noem(el)}: to ${vlak.right}`);
    }
    return fouten;
  },

  // What one clicks and is smaller than this; links within a sentence may be.
  klein(doel) {
    return [...document.querySelectorAll(KNOPPEN)]
      .filter((el) => el.checkVisibility({ visibilityProperty: true }) && !el.closest(".ams-visually-hidden:not(:focus)"))
      .filter((el) => !(el.tagName === "A" && getComputedStyle(el).display === "inline" && el.closest(ZINNEN)))
      .map((el) => [el, (el.closest("label") ?? el).getBoundingClientRect()])
      .filter(([, vlak]) => vlak.height < doel - 0.5 || vlak.width < doel - 0.5)
      .map(([el, vlak]) => `${noem(el)} ${tekst(el)}: ${vlak.width}x${vlak.height}`);
  },

  // Puts the tab key before the first stop: it goes on from where the focus was last, also when that is not there any more.
  begin() {
    const begin = document.createElement("span");
    begin.tabIndex = -1;
    document.body.prepend(begin);
    begin.focus();
    begin.remove();
    scrollTo(0, 0);
  },

  // Where the focus is: whether that is seen, and whether nothing lies over it. Null when it is nowhere.
  halte() {
    const el = document.activeElement;
    if (!el || el === document.body || el === document.documentElement) return null;
    el.dataset.halte ??= String(document.querySelectorAll("[data-halte]").length);
    const stijl = getComputedStyle(el), vlak = el.getClientRects()[0] ?? new DOMRect();
    // Of what is higher than a line it is enough that a part can be seen.
    const x = vlak.left + Math.min(vlak.width / 2, 12), stap = 40;
    const punten = vlak.height <= 60 ? [vlak.top + vlak.height / 2]
      : Array.from({ length: Math.floor(vlak.height / stap) }, (_, plaats) => vlak.top + (plaats + 0.5) * stap);
    const gezien = punten.map((y) => document.elementFromPoint(x, y));
    const boven = gezien.find((deel) => deel && (el.contains(deel) || deel.contains(el))) ? null : gezien.find(Boolean);
    return {
      halte: el.dataset.halte,
      naam: `${noem(el)} ${tekst(el)}`,
      omlijnd: stijl.outlineStyle !== "none" && parseFloat(stijl.outlineWidth) > 0,
      boven: boven === null ? null : boven ? noem(boven) : `outside the window at ${x}, ${punten}`,
    };
  },

  // How many requests the browser waited for before it showed anything.
  wachten() {
    return performance.getEntriesByType("resource").filter((deel) => deel.renderBlockingStatus === "blocking").length;
  },

  // How much moved since the page came (cumulative layout shift).
  verschuiving() {
    return new Promise((klaar) => {
      let som = 0;
      const waarnemer = new PerformanceObserver((lijst) => {
        for (const deel of lijst.getEntries()) if (!deel.hadRecentInput) som += deel.value;
      });
      waarnemer.observe({ type: "layout-shift", buffered: true });
      document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => klaar(som)))));
    });
  },
};
