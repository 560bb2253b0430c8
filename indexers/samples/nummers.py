"""Numbers that nobody has, but that look and check as real ones do: unique per employer, made from its place alone.

They lie where, as far as we know, nothing was given out: RSINs from 880000000, BSNs that begin with 9 (as the test numbers
of the population register), KVK-nummers from 42000000 to 49999999, vestigingsnummers from 000070000000. One in 33 fails the
elfproef, for that is a hint only.
"""

from functools import lru_cache
from operator import mul
from typing import NamedTuple

from indexers.samples.dobbelsteen import Dobbelsteen, hash_zaad

MEESTE_WERKGEVERS = 1_000_000
"""There are RSINs for nearly twice as many."""
MEESTE_VESTIGINGEN = 3_200
"""Of a chain; another employer has at most ``EIGEN_VESTIGINGEN``."""
EIGEN_VESTIGINGEN = 16

_STAP = 7_654_321  # has no factor in common with the spaces below, so numbers never meet
_LANGE_STAP = 618_033_988_749_893
_ZAADSTAP = 1_234_567
_RSIN, _BSN = (8_800_000, 200_000), (9_000_000, 1_000_000)
"""The first seven digits: the lowest, and how many there are. Each gives nine numbers."""
_GEWICHTEN = (9, 8, 7, 6, 5, 4, 3)
_FAMILIES = (
    *(((0, 1), (1, 1), (2, 1)),) * 16,
    *(((0, 1), (0, 2), (2, 1)),) * 2,
    ((0, 1), (1, 1), (1, 2)),
    ((0, 1), (0, 2), (0, 3)),
)
"""How three employers in a row share a legal entity: (which of the three it is named after, sub-number)."""
_NATUURLIJK = 18
"""So many entities in a hundred are people: sole traders."""


class Plaats(NamedTuple):
    """The place of an employer in a run: its own number, the number of its legal entity, its sub-number in that, and the
    numbers that follow from them. ``negencijfer`` is the RSIN, of a natural person the BSN."""

    seed: int
    nummer: int
    entiteit: int
    sub: int
    natuurlijk: bool
    negencijfer: str
    lh_nummer: str

    @property
    def kvk_nummer(self) -> str:
        return str(42_000_000 + _scatter(self.entiteit, self.seed, 8_000_000))

    @property
    def is_keten(self) -> bool:
        """Whether it is a chain with many establishments: one employer in 240."""
        return _is_keten(self.nummer)

    @property
    def is_reuzenketen(self) -> bool:
        """Whether it has thousands of establishments: one employer in 4800."""
        return self.nummer % 4800 == 3001

    @property
    def is_archiefvuller(self) -> bool:
        """Whether it has thousands of documents: one employer in 1200, a chain."""
        return self.nummer % 1200 == 361


def place_werkgever(seed: int, nummer: int) -> Plaats:
    """Where the employer with this number (from 1) belongs, whatever the size of the run."""
    drietal, plek = divmod(nummer - 1, 3)
    worp = _throw_familie(seed, drietal)
    eerste, sub = _FAMILIES[worp % len(_FAMILIES)][plek]
    entiteit = drietal * 3 + eerste + 1
    natuurlijk = (worp >> 16 * (eerste + 1)) % 100 < _NATUURLIJK and not _is_keten(entiteit)
    negencijfer = _make_negencijfer(seed, entiteit, natuurlijk=natuurlijk)
    return Plaats(seed, nummer, entiteit, sub, natuurlijk, negencijfer, f"{negencijfer}L{sub:02d}")


@lru_cache(maxsize=64)
def _throw_familie(seed: int, drietal: int) -> int:
    return hash_zaad(seed, "familie", drietal)


def fail_elfproef(acht: str) -> str:
    """These eight digits and a ninth with which they fail the elfproef."""
    rest = sum(gewicht * int(cijfer) for gewicht, cijfer in zip(range(9, 1, -1), acht, strict=True)) % 11
    return f"{acht}{(rest + 3) % 10}"


def vestigingsnummer_of(plaats: Plaats, volgnummer: int) -> str:
    """The number of an employer's n-th establishment (from 0); some are written in four digits, as of old."""
    if volgnummer == 0 and plaats.nummer % 97 == 0 and plaats.nummer < 9000:
        return str(1000 + plaats.nummer)
    if volgnummer < EIGEN_VESTIGINGEN:
        return f"{70_000_000 + _scatter(plaats.nummer * EIGEN_VESTIGINGEN + volgnummer, plaats.seed, 16_001_000):012d}"
    in_keten = plaats.nummer // 240 * MEESTE_VESTIGINGEN + volgnummer - EIGEN_VESTIGINGEN
    return f"{86_001_000 + _scatter(in_keten, plaats.seed, 13_999_000):012d}"


def aansluitnummer_of(plaats: Plaats) -> str | None:
    """The aansluitnummer of an employer: fifteen digits, for some a short one, for one in five none."""
    if plaats.nummer % 5 == 0:
        return None
    if plaats.nummer % 20 == 7:
        return str(plaats.nummer)
    return f"{(plaats.nummer * _LANGE_STAP + plaats.seed * _ZAADSTAP) % 10**15:015d}"


def make_iban(dobbelsteen: Dobbelsteen) -> str:
    """A valid IBAN (mod 97) at a bank that does not exist."""
    rekening = dobbelsteen.getal(0, 999_999_999)
    # V, R, B and D count as 31, 27, 11 and 13, the country NL as 23 and 21.
    controle = 98 - int(f"31271113{rekening:010d}232100") % 97
    return f"NL{controle:02d}VRBD{rekening:010d}"


def _is_keten(nummer: int) -> bool:
    return nummer % 240 == 121  # always the first of three in a row, so an entity of its own


def _make_negencijfer(seed: int, entiteit: int, *, natuurlijk: bool) -> str:
    """Nine digits that pass the elfproef, or fail it for one in 33. Of the eighth digits at most one leaves no ninth (it
    would have to be 10); that one is stepped over, so that each of the other nine gives a number of its own."""
    laagste, aantal = _BSN if natuurlijk else _RSIN
    plek, keus = divmod(_scatter(entiteit, seed, aantal * 9), 9)
    zeven = str(laagste + plek)
    som = sum(map(mul, _GEWICHTEN, map(int, zeven)))
    zonder_negende = (10 - som) * 6 % 11  # 2 × 6 is 1, modulo 11
    achtste = keus + (keus >= zonder_negende)
    negende = (som + 2 * achtste) % 11
    if entiteit % 33 == 7:
        negende = (negende + 1) % 10
    return f"{zeven}{achtste}{negende}"


def _scatter(nummer: int, seed: int, ruimte: int) -> int:
    """Another number below ``ruimte`` (a multiple of 1000) for each number below it, in no order that shows."""
    hoog, laag = divmod((nummer * _STAP + seed * _ZAADSTAP) % ruimte, 1000)
    return laag * (ruimte // 1000) + (hoog + laag * laag * laag) % (ruimte // 1000)
