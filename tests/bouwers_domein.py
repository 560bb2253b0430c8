"""Builders of what the rules work on. Each gives one valid thing; a test names only what it is about.

Fields of a delivery are given by the names of the contract: ``make_riv(beoordeeldOp="2021-01-01")``. A field that is given
as ``WEG`` is left out, so that a test can tell "not delivered" from "empty at the source" (``None``).
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import pytest

from klantbeeld.domain.betalingen import Betaling
from klantbeeld.domain.bronnen import Bron, Bronstaat, Groepsoort, merge_bronnen
from klantbeeld.domain.contacten import Contact, Contactpersoon, Machtiging, Notitie
from klantbeeld.domain.documenten import Document
from klantbeeld.domain.groepen import GROEP_VAN_SOORT
from klantbeeld.domain.items import Record, Recordlijst
from klantbeeld.domain.kader import Kader, Klasse, rank_of
from klantbeeld.domain.leveringen import canonicalise_json
from klantbeeld.domain.organisaties import Koppeling, Organisatie, Vestiging
from klantbeeld.domain.preventie import Boete, Loonsanctie, Meldingstelling, Riv
from klantbeeld.domain.uitkeringen import Erd, Polis
from klantbeeld.domain.velden import Gegevens
from klantbeeld.domain.vragen import Bronregel
from klantbeeld.domain.zaken import Zaak
from klantbeeld.errors import Weigering
from klantbeeld.normen import load_normen

NORMEN = load_normen()
LH = "lh:123456789L01"
KVK = "kvk:12345678"
RING = frozenset({LH, KVK, "rsin:123456789", "vestiging:000000001234", "aansluit:123"})
VANDAAG = date(2023, 10, 20)
NU = datetime(2023, 10, 20, 10, tzinfo=UTC)
ALLES = frozenset(Klasse)
WEG = object()
"""The value of a field that is not delivered."""

G = TypeVar("G", bound=Gegevens)


def make_gegevens(model: type[G], basis: Mapping[str, object], anders: Mapping[str, object]) -> G:
    """The content of a delivery: the basis with some fields changed, added or left out."""
    velden = {**basis, **anders}
    return model.model_validate({naam: waarde for naam, waarde in velden.items() if waarde is not WEG})


def make_record(gegevens: G, sleutel: str, bij: tuple[str, ...] = (LH,), sortering: str = "") -> Record[G]:
    """A record of the source ``bron`` that is named in a sleutel as ``bron/S1`` (default ``preventie``)."""
    bron, _, eigen = sleutel.rpartition("/")
    naam = bron or "preventie"
    return Record(f"{naam}:{type(gegevens).__name__.lower()}:{eigen}", naam, 1, bij, sortering, gegevens)


def with_versie(record: Record[G], versie: int) -> Record[G]:
    """The same record in another version."""
    return Record(record.id, record.bron, versie, record.sleutels, record.sortering, record.gegevens)


def make_riv(sleutel: str = "R1", bij: tuple[str, ...] = (LH,), **anders: object) -> Record[Riv]:
    basis = {"ontvangenOp": "2021-01-04", "beoordeeldOp": "2021-02-01", "oordeel": "onvoldoende"}
    riv = make_gegevens(Riv, basis, anders)
    return make_record(riv, sleutel, bij, str(riv.beoordeeld_op or ""))


def make_sanctie(sleutel: str = "S1", bij: tuple[str, ...] = (LH,), **anders: object) -> Record[Loonsanctie]:
    basis = {"riv": "R1", "soort": "administratief", "besluitOp": "2021-02-01", "status": "opgelegd"}
    sanctie = make_gegevens(Loonsanctie, basis, anders)
    return make_record(sanctie, sleutel, bij, str(sanctie.besluit_op))


def make_boete(sleutel: str = "B1", bij: tuple[str, ...] = (LH,), **anders: object) -> Record[Boete]:
    basis = {"besluitOp": "2021-02-01", "bedragInCenten": 23_000, "status": "opgelegd"}
    boete = make_gegevens(Boete, basis, anders)
    return make_record(boete, sleutel, bij, str(boete.besluit_op))


def make_melding(sleutel: str = "M1", bij: tuple[str, ...] = (LH,), **anders: object) -> Record[Meldingstelling]:
    basis = {"maand": "2023-01", "melding": "ziek", "kanaal": "digipoort", "aantal": 1}
    melding = make_gegevens(Meldingstelling, basis, anders)
    return make_record(melding, sleutel, bij, f"{melding.maand}-01")


def make_erd(sleutel: str = "E1", **anders: object) -> Record[Erd]:
    basis = {"regeling": "WGA", "isEigenrisicodrager": True}
    return make_record(make_gegevens(Erd, basis, anders), f"uitkeringen/{sleutel}")


def make_polis(sleutel: str = "P1", **anders: object) -> Record[Polis]:
    basis = {"verzekeraar": "Aegon", "polisnummer": "V-0001", "product": "WGA-verzekering", "van": "2021-01-01"}
    return make_record(make_gegevens(Polis, basis, anders), f"polissen/{sleutel}")


def make_contact(sleutel: str = "C1", bij: tuple[str, ...] = (LH,), **anders: object) -> Record[Contact]:
    basis = {"plaatsgevondenOp": "2023-10-15T09:12:00Z", "kanaal": "Telefoon", "status": "open"}
    return make_record(make_gegevens(Contact, basis, anders), f"k3cr/{sleutel}", bij, "2023-10-15T09:12:00.000000Z")


def make_contactpersoon(sleutel: str = "CP1", **anders: object) -> Record[Contactpersoon]:
    basis = {"zijde": "organisatie", "naam": "A. Bakker", "telefoon": "030", "email": "a@x.nl", "beschikbaar": True}
    return make_record(make_gegevens(Contactpersoon, basis, anders), f"k3cr/{sleutel}")


def make_machtiging(sleutel: str = "M1", **anders: object) -> Record[Machtiging]:
    basis = {"gemachtigde": "Kantoor Vos", "soort": "accountant", "van": "2022-01-01"}
    return make_record(make_gegevens(Machtiging, basis, anders), f"k3cr/{sleutel}")


def make_notitie(sleutel: str = "N1", **anders: object) -> Record[Notitie]:
    return make_record(
        make_gegevens(Notitie, {"datum": "2023-01-20", "tekst": "Belt liever niet."}, anders), f"archie/{sleutel}"
    )


def make_document(sleutel: str = "D1", **anders: object) -> Record[Document]:
    basis = {"datum": "2022-11-15", "titel": "Brief", "soort": "overig", "heeftBijlage": False, "betreftPersoon": False}
    return make_record(make_gegevens(Document, basis, anders), f"dans/{sleutel}", sortering="2022-11-15")


def make_betaling(sleutel: str = "F1", **anders: object) -> Record[Betaling]:
    basis = {"datum": "2022-09-19", "regeling": "WTV", "soort": "uitkering", "bedragInCenten": 100, "status": "betaald"}
    return make_record(make_gegevens(Betaling, basis, anders), f"betalingen/{sleutel}", sortering="2022-09-19")


def make_zaak(sleutel: str = "Z1", **anders: object) -> Record[Zaak]:
    basis = {
        "zaaknummer": "ZAAK-1",
        "zaaktype": "ziekmelding",
        "startdatum": "2023-01-02",
        "status": "lopend",
        "eersteZiektedag": "2023-01-02",
    }
    return make_record(make_gegevens(Zaak, basis, anders), f"zaken/{sleutel}", sortering="2023-01-02")


def make_organisatie(**anders: object) -> Organisatie:
    basis = {
        "naam": "Groothandel De Groot",
        "lhNummer": "123456789L01",
        "natuurlijkPersoon": False,
        "handelsnamen": [],
        "status": "actief",
        "sectoren": [],
        "sbi": [],
    }
    return make_gegevens(Organisatie, basis, anders)


def make_vestiging(**anders: object) -> Vestiging:
    basis = {"vestigingsnummer": "1234", "naam": "De Groot Utrecht", "hoofdvestiging": True}
    return make_gegevens(Vestiging, basis, anders)


def make_koppeling(*sleutels: str) -> Koppeling:
    return make_gegevens(Koppeling, {"sleutels": list(sleutels)}, {})


def make_lijst(*records: Record[G]) -> Recordlijst[G]:
    """A list that holds all there is."""
    return Recordlijst(records, len(records))


def make_kader(**anders: object) -> Kader:
    """An active employer on 20 October 2023, for a reader who may see everything."""
    basis: dict[str, Any] = {
        "vandaag": VANDAAG,
        "normen": NORMEN,
        "sleutels": RING,
        "lh_sleutel": LH,
        "rang": rank_of(LH.removeprefix("lh:"), is_actief=True),
        "klassen": ALLES,
        "gemaskeerd": False,
    }
    return Kader(**{**basis, **anders})


def make_staat(bron: Bron, soorten: tuple[str, ...] = (), storing: str | None = None, **stand: object) -> Bronstaat:
    """A configured source; ``standOp`` and other fields of its last bronstand when it sent one."""
    bronstand = canonicalise_json({"volledig": False, **stand}) if stand else None
    regel = Bronregel(bron.bron, bronstand, frozenset(soorten), storing)
    return merge_bronnen({bron.bron: bron}, [regel], GROEP_VAN_SOORT)[0]


def make_bron(naam: str = "k3cr", *groepen: Groepsoort, **anders: object) -> Bron:
    velden: dict[str, Any] = {"bron": naam, "naam": naam.upper(), "groepen": frozenset(groepen)}
    return Bron(**{**velden, **anders})


def make_levering(**anders: object) -> dict[str, Any]:
    """One line of a source as a JSON object: a contact."""
    basis = {
        "bron": "k3cr",
        "soort": "contact",
        "sleutel": "0000012345",
        "versie": 1802771988480000000,
        "gewijzigdOp": "2025-10-15T09:12:00Z",
        "verwijderd": False,
        "werkgever": ["lh:123456789L01"],
        "gegevens": {"kanaal": "telefoon", "status": "open", "plaatsgevondenOp": "2025-10-15T09:12:00Z"},
    }
    return {naam: waarde for naam, waarde in {**basis, **anders}.items() if waarde is not WEG}


def make_gevuld(soort: str, /, **anders: object) -> dict[str, Any]:
    """A line of any kind whose content is the smallest that is valid, with some fields of the content changed."""
    gegevens = {naam: waarde for naam, waarde in {**KLEINSTE[soort], **anders}.items() if waarde is not WEG}
    return make_levering(soort=soort, gegevens=gegevens)


def reason_or_none(handeling: Callable[[], object]) -> str | None:
    """The reason code of the refusal that a call ends in, None when it ends well."""
    try:
        handeling()
    except Weigering as weigering:
        return weigering.reden
    return None


def refusal(handeling: Any, *argumenten: object) -> tuple[str, str | None]:
    """Reason code and field of the refusal that a call ends in."""
    with pytest.raises(Weigering) as gevangen:
        handeling(*argumenten)
    return gevangen.value.reden, gevangen.value.veld


KLEINSTE: dict[str, dict[str, object]] = {
    "organisatie": {
        "naam": "De Groot",
        "lhNummer": "123456789L01",
        "handelsnamen": [],
        "status": "actief",
        "sectoren": [],
        "sbi": [],
    },
    "vestiging": {"vestigingsnummer": "1234", "naam": "De Groot", "hoofdvestiging": True},
    "koppeling": {"sleutels": ["flsn:0012"]},
    "riv": {"ontvangenOp": "2021-01-04", "oordeel": "voldoende"},
    "loonsanctie": {"soort": "inhoudelijk", "besluitOp": "2021-02-01", "status": "opgelegd"},
    "boete": {"besluitOp": "2021-02-01", "bedragInCenten": 7000, "status": "opgelegd"},
    "meldingstelling": {"maand": "2023-09", "melding": "ziek", "kanaal": "digipoort", "aantal": 4},
    "erd": {"regeling": "WGA", "isEigenrisicodrager": True},
    "polis": {"verzekeraar": "Aegon", "polisnummer": "V-1", "product": "WGA", "van": "2021-01-01"},
    "contactpersoon": {"zijde": "organisatie", "naam": "F. Bakker", "beschikbaar": True},
    "contact": {"plaatsgevondenOp": "2023-10-15T09:12:00Z", "kanaal": "Telefoon", "status": "open"},
    "machtiging": {"gemachtigde": "Kantoor Vos", "soort": "accountant", "van": "2022-01-01"},
    "notitie": {"datum": "2023-01-20", "tekst": "Belt liever niet."},
    "document": {"datum": "2022-11-15", "titel": "Brief", "soort": "overig", "heeftBijlage": False, "betreftPersoon": False},
    "betaling": {"datum": "2022-09-19", "regeling": "WW", "soort": "factuur", "bedragInCenten": 1, "status": "openstaand"},
    "zaak": {"zaaknummer": "Z-1", "zaaktype": "ziekmelding", "startdatum": "2023-01-02", "status": "lopend"},
    "bronstand": {"standOp": "2023-10-20T06:00:00Z", "volledig": False},
}
