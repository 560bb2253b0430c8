"""One of every kind that must be refused, between good records: each has its own reason, and nothing else suffers (F19)."""

import asyncio
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.contacten import Contactparameters
from klantbeeld.errors import WEIGERREDENEN
from tests.bouwers_leveringen import LH, Levering, Proef, make_boete, make_contact, make_levering, make_organisatie, open_proef

KANARIE = "Kanarie-9c1f"


def encode(levering: Levering) -> bytes:
    return json.dumps(levering, ensure_ascii=False).encode()


def replace_in(levering: Levering, oud: str, nieuw: str) -> bytes:
    """The line of a delivery with something in it that a JSON writer would not write."""
    regel = encode(levering)
    assert oud.encode() in regel
    return regel.replace(oud.encode(), nieuw.encode("utf-8", "surrogatepass"))


def canary(**gegevens: object) -> Levering:
    """A contact that carries the canary, with fields changed."""
    contact = make_contact()
    contact["gegevens"] |= {"omschrijving": KANARIE, **gegevens}
    return contact


GEWEIGERD: dict[str, list[bytes]] = {
    "GEEN_JSON": [b'{"bron":"proef", ' + KANARIE.encode()],
    "GEEN_UTF8": [encode(canary()).replace(b"Kanarie", b"\xff\xfe")],
    "LOS_SURROGAAT": [replace_in(canary(), KANARIE, KANARIE + "\\ud800")],
    "GETAL_ONEINDIG": [
        replace_in(canary(code=1), '"code": 1', f'"code": {getal}') for getal in ("NaN", "Infinity", "-Infinity")
    ],
    "DUBBELE_SLEUTEL": [replace_in(canary(), '"kanaal": ', f'"code": "{KANARIE}", "code": "x", "kanaal": ')],
    "TE_DIEP": [replace_in(canary(code=1), '"code": 1', f'"code": {"[" * 51}{"]" * 51}')],
    "REGEL_TE_LANG": [encode(canary(omschrijving=KANARIE * 100_000))],
    "LIJST_TE_LANG": [encode(canary(code=[1] * 10_001))],
    "GEEN_OBJECT": [b"[]", b"7", b'"tekst"', b"null"],
    "SOORT_ONBEKEND": [encode(make_levering("verzuim", {"naam": KANARIE}))],
    "VELD_ONBEKEND": [encode(canary(stemming=KANARIE)), encode(canary() | {"prioriteit": 1})],
    "VELD_ONTBREEKT": [encode(make_levering("contact", {"kanaal": KANARIE}))],
    "TYPE_ONJUIST": [encode(canary(kanaal=7)), encode(canary(vertrouwelijk="ja")), encode(canary() | {"werkgever": "lh:1"})],
    "WAARDE_ONGELDIG": [encode(canary(status="wacht"))],
    "DATUM_ONMOGELIJK": [encode(make_boete("2023-02-30")), encode(canary(plaatsgevondenOp="2023-10-15T25:12:00Z"))],
    "JAAR_BUITEN_BEREIK": [
        encode(make_boete("1899-12-31")),
        encode(make_boete("10000-01-01")),
        encode(make_boete("2101-01-01")),
    ],
    "VERSIE_GEEN_GEHEEL_GETAL": [encode(canary() | {"versie": versie}) for versie in (1.5, "7", True, None)],
    "VERSIE_BUITEN_BEREIK": [encode(canary() | {"versie": versie}) for versie in (0, -1, 2**62, 2**63 - 1)],
    "SLEUTEL_ONTBREEKT": [encode(canary() | {"werkgever": []})],
    "SLEUTEL_ONGELDIG": [encode(canary() | {"werkgever": ["12345678"]}), encode(canary() | {"werkgever": ["kvk:"]})],
    "BESTURINGSTEKEN": [encode(make_organisatie("111111111L01", {"naam": f"{KANARIE}\u0007"}))],
    "NUMMER_ONGELDIG": [encode(make_organisatie("12345"))],
    "GEGEVENS_BIJ_VERWIJDERING": [encode(canary() | {"verwijderd": True})],
}


def interleave(goed: list[bytes], slecht: list[bytes]) -> list[bytes]:
    """Every bad line with a good one before it, and a good one at the end."""
    return [regel for paar in zip(goed, slecht, strict=False) for regel in paar] + goed[len(slecht) :]


def count_contacten(proef: Proef) -> int | None:
    async def read() -> int | None:
        raadpleging = proef.consult()
        werkgever = await raadpleging.find_werkgever(proef.id_of(LH))
        assert werkgever is not None
        beeld = await raadpleging.get_groep(werkgever, Groepsoort.CONTACTMANAGEMENT, Contactparameters())
        totaal: int | None = beeld.groep.contacten.totaal
        return totaal

    return asyncio.run(read())


@pytest.fixture
def logboek() -> Iterator[io.StringIO]:
    """Everything that is logged during the test."""
    regels = io.StringIO()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(regels))
    yield regels
    structlog.reset_defaults()


def test_each_refused_kind_is_a_dead_letter_with_its_own_reason_and_all_good_records_are_visible(
    tmp_path: Path, logboek: io.StringIO
) -> None:
    slecht = [regel for regels in GEWEIGERD.values() for regel in regels]
    goed = [encode(make_organisatie()), *(encode(canary()) for _ in range(len(slecht) + 3))]
    with open_proef(tmp_path) as proef:
        proef.deliver(*interleave(goed, slecht))
        redenen = Counter(brief.reden for brief in proef.store.dead_letters())
        assert redenen == {reden: len(regels) for reden, regels in GEWEIGERD.items()}
        assert count_contacten(proef) == len(slecht) + 3
    assert KANARIE not in logboek.getvalue()


def test_every_reason_is_documented() -> None:
    assert GEWEIGERD.keys() <= WEIGERREDENEN.keys()


def test_the_same_version_with_other_content_is_refused_and_the_first_stays(tmp_path: Path) -> None:
    eerste = make_contact(sleutel="C1")
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(), eerste, eerste | {"gegevens": eerste["gegevens"] | {"onderwerp": "WW"}})
        assert [brief.reden for brief in proef.store.dead_letters()] == ["VERSIE_HERGEBRUIKT"]
        assert count_contacten(proef) == 1


def test_a_later_valid_version_settles_a_dead_letter(tmp_path: Path) -> None:
    fout = canary(status="wacht") | {"sleutel": "C1"}
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(), fout)
        assert [brief.reden for brief in proef.store.dead_letters()] == ["WAARDE_ONGELDIG"]
        proef.deliver(make_contact(sleutel="C1"))
        assert list(proef.store.dead_letters()) == []


ACCEPTED: dict[str, Levering] = {
    "a number that fails the elfproef": make_organisatie("123456789L01", {"rsin": "123456789"}),
    "an unknown sector code": make_organisatie(gegevens={"sectoren": ["74"]}),
    "an establishment number of four digits": make_organisatie(gegevens={"vestigingsnummer": "1234"}),
    "a contact from 1990": make_contact("1990-03-01T10:00:00Z"),
    "an empty subject": canary(onderwerp=""),
    "an address as subject": canary(onderwerp="WVW-123456789@uwv.nl"),
    "a scheme that does not fit the sector": make_levering("erd", {"regeling": "WW", "isEigenrisicodrager": True}),
    "an employer nobody delivered": make_contact(werkgever=["kvk:99999999"]),
    "a removal without keys": make_levering("contact", None, werkgever=[]),
    "null where a field may be empty": canary(behandelaar=None, code=None),
}


@pytest.mark.parametrize("wat", ACCEPTED)
def test_what_looks_wrong_but_is_not_is_accepted(tmp_path: Path, wat: str) -> None:
    with open_proef(tmp_path) as proef:
        verloop = proef.deliver(ACCEPTED[wat])
        assert list(proef.store.dead_letters()) == []
        assert verloop.uitkomsten.total() == 1
