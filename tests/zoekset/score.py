"""Asks every case of the search set and prints the score: ``python -m tests.zoekset.score [kind]``."""

import asyncio
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.domain.items import Uitkomst
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.queries import Raadpleging
from tests.bouwers_leveringen import Proef, open_proef
from tests.zoekset.werkgevers import Zoekwerkgever, list_werkgevers, make_zoekset, read_rijen

BLAD = 10
WEINIG = 10
"""What is not a name may by chance look like one, but never finds more employers than this."""
_TEKEN = re.compile(r"\\u([0-9a-fA-F]{4})")
_HERHAALD = re.compile(r"\[\[(.+?)\*(\d+)\]\]")


@dataclass(frozen=True, slots=True)
class Geval:
    """One question and what must come of it; the words of ``verwacht`` are told in the README."""

    soort: str
    zoekterm: str
    verwacht: str
    codes: tuple[str, ...]
    reden: str


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What the search box said: codes of employers in their order, or that it refused, or the error it broke on."""

    codes: tuple[str, ...] = ()
    totaal: int = 0
    uitleg: str = ""
    is_suggestie: bool = False
    geweigerd: bool = False
    storing: str = ""


@dataclass(frozen=True, slots=True)
class Uitslag:
    geval: Geval
    antwoord: Antwoord

    @property
    def is_goed(self) -> bool:
        if self.antwoord.geweigerd or self.antwoord.storing:
            return self.antwoord.geweigerd and self.geval.verwacht == "fout"
        return _OORDELEN[self.geval.verwacht](self.antwoord, self.geval.codes)


def read_gevallen() -> list[Geval]:
    """The cases; a sign that can't be seen is written as ``\\u200b``, repeated text as ``[[text*200]]``."""
    return [
        Geval(rij["soort"], _spell_out(rij["zoekterm"]), rij["verwacht"], tuple(rij["codes"].split()), rij["reden"])
        for rij in read_rijen("gevallen.csv")
    ]


def _spell_out(zoekterm: str) -> str:
    herhaald = _HERHAALD.sub(lambda deel: deel[1] * int(deel[2]), zoekterm)
    return _TEKEN.sub(lambda deel: chr(int(deel[1], 16)), herhaald)


@contextmanager
def open_zoekset(map_: Path) -> Iterator[Proef]:
    """A store in this folder that holds the whole set."""
    with open_proef(map_) as proef:
        verloop = proef.deliver(*make_zoekset())
        if set(verloop.uitkomsten) != {Uitkomst.TOEGEPAST}:
            raise ValueError(f"Not every delivery of the search set was taken in: {verloop.uitkomsten}.")
        yield proef


def ask_gevallen(proef: Proef, gevallen: list[Geval]) -> list[Uitslag]:
    """What the search box makes of each case, asked by a klantadviseur."""
    codes = {proef.id_of(werkgever.lh_nummer): code for code, werkgever in list_werkgevers().items()}

    async def ask() -> list[Uitslag]:
        return [Uitslag(geval, await _search(proef.consult(), geval.zoekterm, codes)) for geval in gevallen]

    return asyncio.run(ask())


async def _search(raadpleging: Raadpleging, zoekterm: str, codes: dict[str, str]) -> Antwoord:
    """The answer; an error that nobody promised is one too, so that the other cases are still asked."""
    vraag = raadpleging.search_werkgevers(zoekterm, None, Bladvraag(BLAD))
    (resultaat,) = await asyncio.gather(vraag, return_exceptions=True)
    if isinstance(resultaat, InvoerOnjuist):
        return Antwoord(geweigerd=True)
    if isinstance(resultaat, BaseException):
        return Antwoord(storing=repr(resultaat))
    treffers = [edge.node for edge in resultaat.bladzijde.edges]
    return Antwoord(
        codes=tuple(codes[treffer.werkgever.id] for treffer in treffers),
        totaal=resultaat.bladzijde.totaal or 0,
        uitleg=treffers[0].treffer.uitleg if treffers else "",
        is_suggestie=bool(getattr(resultaat, "is_suggestie", False)),
    )


def _is_first(antwoord: Antwoord, codes: tuple[str, ...]) -> bool:
    return not antwoord.is_suggestie and antwoord.codes[:1] == codes


def _shows_name(antwoord: Antwoord, codes: tuple[str, ...]) -> bool:
    namen = list_werkgevers()[codes[0]].andere_namen
    return _is_first(antwoord, codes) and any(naam in antwoord.uitleg for naam in namen)


def _are_together(antwoord: Antwoord, codes: tuple[str, ...]) -> bool:
    return sorted(antwoord.codes[: len(codes)]) == sorted(codes)


def _are_adjacent(antwoord: Antwoord, codes: tuple[str, ...]) -> bool:
    plaatsen = sorted(antwoord.codes.index(code) for code in codes if code in antwoord.codes)
    return len(plaatsen) == len(codes) and plaatsen[-1] - plaatsen[0] == len(codes) - 1


_OORDELEN: dict[str, Callable[[Antwoord, tuple[str, ...]], bool]] = {
    "eerste": _is_first,
    "voorop": lambda antwoord, codes: antwoord.codes[:1] == codes,
    "eerste met naam": _shows_name,
    "suggestie": lambda antwoord, codes: antwoord.is_suggestie and antwoord.codes[:1] == codes,
    "alleen": lambda antwoord, codes: not antwoord.is_suggestie and sorted(antwoord.codes) == sorted(codes),
    "volgorde": lambda antwoord, codes: antwoord.codes[: len(codes)] == codes,
    "samen": _are_together,
    "naast elkaar": _are_adjacent,
    "binnen 3": lambda antwoord, codes: set(codes) <= set(antwoord.codes[:3]),
    "binnen 10": lambda antwoord, codes: set(codes) <= set(antwoord.codes),
    "niet": lambda antwoord, codes: not set(codes) & set(antwoord.codes),
    "geen": lambda antwoord, _: antwoord.totaal == 0,
    "geen of suggestie": lambda antwoord, _: antwoord.totaal == 0 or antwoord.is_suggestie,
    "weinig": lambda antwoord, _: antwoord.totaal <= WEINIG,
    "fout": lambda _, __: False,
}


def count_goed(uitslagen: list[Uitslag]) -> dict[str, tuple[int, int]]:
    """Per kind, in the order of the cases: how many are right, of how many."""
    tellingen: dict[str, tuple[int, int]] = {}
    for uitslag in uitslagen:
        goed, totaal = tellingen.get(uitslag.geval.soort, (0, 0))
        tellingen[uitslag.geval.soort] = (goed + uitslag.is_goed, totaal + 1)
    return tellingen


def print_score(uitslagen: list[Uitslag]) -> None:
    """The table per kind, and below each kind what went wrong in it."""
    werkgevers = list_werkgevers()
    for soort, (goed, totaal) in count_goed(uitslagen).items():
        _write(f"{soort:<34}{goed:>4} / {totaal}")
        for uitslag in uitslagen:
            if uitslag.geval.soort == soort and not uitslag.is_goed:
                _write(_describe(uitslag, werkgevers))
    _write(f"{'TOTAAL':<34}{sum(uitslag.is_goed for uitslag in uitslagen):>4} / {len(uitslagen)}")


def _describe(uitslag: Uitslag, werkgevers: dict[str, Zoekwerkgever]) -> str:
    geval, antwoord = uitslag.geval, uitslag.antwoord
    gewenst = ", ".join(f"{werkgevers[code].naam} [{code}]" for code in geval.codes)
    gekregen = ", ".join(f"{werkgevers[code].naam} [{code}]" for code in antwoord.codes[:3])
    soort = antwoord.storing or ("geweigerd" if antwoord.geweigerd else str(antwoord.totaal))
    if antwoord.is_suggestie:
        soort += ", suggestie"
    return f"    {geval.zoekterm[:60]!r} → {geval.verwacht} {gewenst}\n        kreeg ({soort}) {gekregen}   · {geval.reden}"


def _write(regel: str) -> None:
    sys.stdout.write(regel + "\n")


def main(soort: str = "") -> int:
    """Prints the score of all kinds whose name holds these letters; 1 when something is wrong."""
    gevallen = [geval for geval in read_gevallen() if soort in geval.soort]
    with TemporaryDirectory() as map_, open_zoekset(Path(map_)) as proef:
        uitslagen = ask_gevallen(proef, gevallen)
    print_score(uitslagen)
    return 0 if all(uitslag.is_goed for uitslag in uitslagen) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
