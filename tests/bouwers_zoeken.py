"""Employers as searching sees them, and searching among just these, without a store."""

from itertools import count

from klantbeeld.domain.organisaties import own_sleutels
from klantbeeld.domain.profielen import Profiel, Profielbronnen, derive_profiel
from klantbeeld.domain.treffers import Treffer, rank_treffers
from klantbeeld.domain.zoeken import match_woorden
from klantbeeld.domain.zoekplan import read_varianten, read_zoekteksten
from tests.bouwers_domein import NORMEN, make_organisatie, make_vestiging

ADRES = {"straat": "Dorpsstraat", "huisnummer": "8", "toevoeging": "A", "postcode": "1234 AB", "plaats": "Utrecht"}

_NUMMERS = count(1)


def make_werkgever(naam: str = "De Groot", *vestigingen: dict[str, object], **anders: object) -> Profiel:
    """An employer with a LH-nummer of its own, and with these establishments."""
    organisatie = make_organisatie(**{"naam": naam, "lhNummer": f"{next(_NUMMERS):09}L01", **anders})
    bronnen = Profielbronnen(organisatie, tuple(make_vestiging(**vestiging) for vestiging in vestigingen))
    return derive_profiel(bronnen, set(own_sleutels(organisatie)), NORMEN, b"sleutel")


def make_handelsnaam(naam: str, soort: str = "handelsnaam") -> list[dict[str, str]]:
    return [{"naam": naam, "soort": soort}]


def find(zoekterm: str, *profielen: Profiel, mag_missen: int = 0) -> tuple[Treffer, ...]:
    """The hits among these employers for an input of words, as if the store had brought all of them."""
    teksten = [*read_zoekteksten(zoekterm), *read_varianten(zoekterm)]
    return rank_treffers(match_woorden(teksten, profielen, mag_missen))


def find_namen(zoekterm: str, *namen: str) -> list[str]:
    """The names of those hits, among employers with just these names."""
    return [treffer.profiel.naam for treffer in find(zoekterm, *map(make_werkgever, namen))]


def find_reden(zoekterm: str, profiel: Profiel, mag_missen: int = 0) -> tuple[str, str] | None:
    """Why this employer is a hit, None when it is not."""
    treffers = find(zoekterm, profiel, mag_missen=mag_missen)
    return (treffers[0].reden.value, treffers[0].uitleg) if treffers else None
