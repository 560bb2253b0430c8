"""What a reader sees of a block: its fields and tables as text, its links, its forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_ZONDER_EINDE = frozenset({"input", "meta", "link", "br", "path", "rect", "line"})


def read_blok(html: str) -> "Blok":
    """What stands in a piece of a page."""
    lezer = _Lezer()
    lezer.feed(html)
    lezer.close()
    assert lezer.open_tags == [], "every element is closed, in order"
    return lezer.blok


@dataclass(frozen=True, slots=True)
class Blok:
    """``velden`` by their name, ``tabellen`` by theirs: the rows with the cells of each, the first with the names of the
    columns. ``links`` are addresses by what stands in them, ``invoer`` the values of the fields of forms by name."""

    velden: dict[str, str] = field(default_factory=dict)
    tabellen: dict[str, list[list[str]]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    invoer: dict[str, str] = field(default_factory=dict)
    regels: list[str] = field(default_factory=list)
    """Paragraphs, and elements of lists."""


class _Lezer(HTMLParser):
    """Keeps the text of each element that is open, and puts it where it belongs when that ends."""

    def __init__(self) -> None:
        super().__init__()
        self.blok = Blok()
        self.open_tags: list[tuple[str, dict[str, str], list[str]]] = []
        self._veld = ""
        self._rijen: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        waarden = {naam: waarde or "" for naam, waarde in attrs}
        if tag == "input":
            self.blok.invoer[waarden["name"]] = waarden["value"]
        if tag == "tr":
            self._rijen.append([])
        if tag not in _ZONDER_EINDE:
            self.open_tags.append((tag, waarden, []))

    def handle_startendtag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        assert tag in _ZONDER_EINDE, f"{tag} needs an end of its own"

    def handle_data(self, data: str) -> None:
        for _, _, teksten in self.open_tags:
            teksten.append(data)

    def handle_endtag(self, tag: str) -> None:
        open_tag, waarden, teksten = self.open_tags.pop()
        assert open_tag == tag, f"{open_tag} ends before {tag}"
        tekst = " ".join("".join(teksten).split())
        match tag:
            case "dt":
                self._veld = tekst
            case "dd":
                self.blok.velden[self._veld] = tekst
            case "td" | "th":
                self._rijen[-1].append(tekst)
            case "caption":
                self.blok.tabellen[tekst] = self._rijen = []
            case "a":
                self.blok.links[tekst] = waarden["href"]
            case "p" | "li":
                self.blok.regels.append(tekst)
