"""Numbers that nobody has: shaped like the real ones, unique per employer, and recognisably made up.

Nine-digit numbers begin with 9 and fail the elfproef, so none can be a BSN or RSIN; KVK-nummers begin with 00, where
no chamber of commerce numbered; vestigingsnummers begin with 98.
"""

from dataclasses import dataclass

from indexers.samples.dobbelsteen import Dobbelsteen, hash_zaad

MEESTE_WERKGEVERS = 1_000_000
"""So many different KVK-nummers there are."""

_STAP = 7_654_321  # ends in 1: has no factor in common with a power of ten, so numbers never meet
_FAMILIES = (
    (80, ((0, 1), (1, 1), (2, 1))),
    (90, ((0, 1), (0, 2), (2, 1))),
    (95, ((0, 1), (1, 1), (1, 2))),
    (100, ((0, 1), (0, 2), (0, 3))),
)
"""How three employers in a row share a legal entity: (which of the three it is named after, sub-number)."""


@dataclass(frozen=True, slots=True)
class Plaats:
    """The place of an employer in a run: its own number, the number of its legal entity, and its sub-number in that."""

    seed: int
    nummer: int
    entiteit: int
    sub: int


def place_werkgever(seed: int, nummer: int) -> Plaats:
    """Where the employer with this number (from 1) belongs, whatever the size of the run."""
    drietal, plek = divmod(nummer - 1, 3)
    worp = hash_zaad(seed, "familie", drietal) % 100
    eerste, sub = next(familie for grens, familie in _FAMILIES if worp < grens)[plek]
    return Plaats(seed, nummer, drietal * 3 + eerste + 1, sub)


def negencijfer_of(plaats: Plaats) -> str:
    """The nine digits of a legal entity: what would be its RSIN, or a sole trader's BSN."""
    return fail_elfproef(f"9{_scatter(plaats.entiteit, plaats.seed, 7)}")


def fail_elfproef(acht: str) -> str:
    """These eight digits and a ninth with which they fail the elfproef."""
    rest = sum(gewicht * int(cijfer) for gewicht, cijfer in zip(range(9, 1, -1), acht, strict=True)) % 11
    return f"{acht}{(rest + 3) % 10}"


def lh_nummer_of(plaats: Plaats) -> str:
    """The LH-nummer of an employer."""
    return f"{negencijfer_of(plaats)}L{plaats.sub:02d}"


def kvk_nummer_of(plaats: Plaats) -> str:
    """The KVK-nummer of a legal entity."""
    return f"00{_scatter(plaats.entiteit, plaats.seed, 6)}"


def vestigingsnummer_of(plaats: Plaats, volgnummer: int) -> str:
    """The number of an employer's n-th establishment (from 0, below 1000); some are written in four digits, as of old."""
    if volgnummer == 0 and plaats.nummer % 97 == 0 and plaats.nummer < 9000:
        return str(1000 + plaats.nummer)
    return f"98{_scatter(plaats.nummer, plaats.seed, 7)}{volgnummer:03d}"


def aansluitnummer_of(plaats: Plaats) -> str | None:
    """The aansluitnummer of an employer: fifteen digits, for some a short one, for one in five none."""
    if plaats.nummer % 5 == 0:
        return None
    return str(plaats.nummer) if plaats.nummer % 20 == 7 else f"99{_scatter(plaats.nummer, plaats.seed, 7)}{plaats.sub:06d}"


def make_iban(dobbelsteen: Dobbelsteen) -> str:
    """A valid IBAN (mod 97) at a bank that does not exist."""
    rekening = dobbelsteen.getal(0, 999_999_999)
    # V, R, B and D count as 31, 27, 11 and 13, the country NL as 23 and 21.
    controle = 98 - int(f"31271113{rekening:010d}232100") % 97
    return f"NL{controle:02d}VRBD{rekening:010d}"


def _scatter(nummer: int, seed: int, cijfers: int) -> str:
    ruimte = 10**cijfers
    return f"{(nummer * _STAP + seed * 1_234_567) % ruimte:0{cijfers}d}"
