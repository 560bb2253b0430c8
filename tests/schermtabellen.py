"""What a reader sees in a page: the words of its tables and of its parts, as a browser would give them to a screen reader."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

LEEG: Final = frozenset({"br", "img", "input", "link", "meta", "path", "wbr"})
"""Elements without an end."""


@dataclass
class Element:
    """An element with what is in it: texts and elements, in their order."""

    naam: str
    kenmerken: dict[str, str]
    inhoud: list["Element | str"] = field(default_factory=list)

    @property
    def tekst(self) -> str:
        """All words in it, with one space between them."""
        delen = (deel if isinstance(deel, str) else f" {deel.tekst} " for deel in self.inhoud)
        return " ".join("".join(delen).split())

    def find_all(self, naam: str, **kenmerken: str) -> list["Element"]:
        """Every element in it of this name with these attributes, in the order of the page; of one in itself too."""
        gevonden = []
        for deel in self.inhoud:
            if isinstance(deel, Element):
                past = all(deel.kenmerken.get(kenmerk.replace("_", "-")) == waarde for kenmerk, waarde in kenmerken.items())
                gevonden += [deel] if deel.naam == naam and past else []
                gevonden += deel.find_all(naam, **kenmerken)
        return gevonden

    def find(self, naam: str, **kenmerken: str) -> "Element":
        """The only one."""
        (element,) = self.find_all(naam, **kenmerken)
        return element


class _Lezer(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {naam: waarde or "" for naam, waarde in attrs})
        self.open[-1].inhoud.append(element)
        if tag not in LEEG:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inhoud.append(Element(tag, {naam: waarde or "" for naam, waarde in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].naam == tag, f"</{tag}> ends a {self.open[-1].naam}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inhoud.append(data)


def read_pagina(html: str) -> Element:
    """A page as a tree. Each element must be closed by its own end."""
    lezer = _Lezer()
    lezer.feed(html)
    lezer.close()
    (wortel,) = lezer.open
    return wortel


def read_tabel(pagina: Element, naam: str) -> list[list[str]]:
    """The rows of the table with this name, its headers first."""
    tabel = pagina.find("div", role="region", aria_label=naam)
    rijen = tabel.find_all("tr")
    return [[cel.tekst for cel in rij.inhoud if isinstance(cel, Element)] for rij in rijen]
