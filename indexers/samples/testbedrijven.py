"""The fictitious companies that KVK publishes for testing, as employers: who and where they are, and nothing else.

KVK gives them no LH-nummer. Here they get the RSIN that belongs to them, or a low number that nobody can have.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from indexers.samples.bestanden import list_testbedrijven
from indexers.samples.feiten import Feit
from indexers.samples.nummers import fail_elfproef

_DAG = date(2023, 1, 20)


def list_testorganisaties() -> Iterator[Feit]:
    """Each test company with its establishments; never anything about what an employer did."""
    for nummer, bedrijf in enumerate(list_testbedrijven(), start=1):
        negen = bedrijf.get("rsin") or fail_elfproef(f"{nummer:08d}")
        yield Feit("organisatie", f"{negen}L01", _DAG, [], _describe(bedrijf, f"{negen}L01"))
        for vestiging in bedrijf["vestigingen"]:
            gegevens = _describe_vestiging(bedrijf, vestiging)
            yield Feit("vestiging", vestiging["vestigingsnummer"], _DAG, [f"lh:{negen}L01"], gegevens)


def _describe(bedrijf: dict[str, Any], lh_nummer: str) -> dict[str, Any]:
    gegevens: dict[str, Any] = {
        "naam": _name(bedrijf),
        "lhNummer": lh_nummer,
        "kvkNummer": bedrijf["kvkNummer"],
        "rechtsvorm": bedrijf["rechtsvorm"],
        "natuurlijkPersoon": bedrijf["rechtsvorm"] == "Eenmanszaak",
        "handelsnamen": [],
        "status": "beeindigd" if "inactive" in bedrijf.get("opmerking", "") else "actief",
        "sectoren": [],
        "sbi": [{"versie": "2008", "code": sbi["sbiCode"], "hoofdactiviteit": sbi["hoofd"]} for sbi in bedrijf.get("sbi", [])],
        "vestigingsadres": next(map(_read_adres, [*bedrijf["vestigingen"], *bedrijf.get("adressen", [])]), None),
    }
    return gegevens | {"rsin": bedrijf["rsin"]} if "rsin" in bedrijf else gegevens


def _describe_vestiging(bedrijf: dict[str, Any], vestiging: dict[str, Any]) -> dict[str, Any]:
    return {
        "vestigingsnummer": vestiging["vestigingsnummer"],
        "naam": vestiging.get("eersteHandelsnaam") or _name(bedrijf),
        "hoofdvestiging": vestiging.get("type", "hoofdvestiging") == "hoofdvestiging"
        and vestiging is bedrijf["vestigingen"][0],
        "adres": _read_adres(vestiging),
    }


def _name(bedrijf: dict[str, Any]) -> str:
    return bedrijf["naam"] or f"Testbedrijf {bedrijf['kvkNummer']} ({bedrijf['rechtsvorm']})"


def _read_adres(deel: dict[str, Any]) -> dict[str, Any] | None:
    """The address as far as KVK's pages show it; without a house number it is none."""
    if not {"straatnaam", "huisnummer", "plaats"} <= deel.keys():
        return None
    postcode = deel.get("postcode")
    return {
        "straat": deel["straatnaam"],
        "huisnummer": deel["huisnummer"],
        "postcode": postcode and f"{postcode[:4]} {postcode[4:]}",
        "plaats": deel["plaats"],
    }
