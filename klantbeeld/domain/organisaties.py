"""Organisatiegegevens: who the employer is.

Deliveries: ``organisatie``, ``vestiging`` and ``koppeling``. Rules: domain reference §2, §3.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from klantbeeld.domain.bladzijden import GEEN_BLADZIJDE, Bladvraag, Bladzijde, page_records
from klantbeeld.domain.items import Record, Recordlijst
from klantbeeld.domain.kader import Kader, Klasse
from klantbeeld.domain.normen import ONBEKENDE_SBI, ONBEKENDE_SECTOR, Normen
from klantbeeld.domain.ontbrekend import OntbrekendVeld
from klantbeeld.domain.sleutels import canonicalise_nummer, canonicalise_sleutel, is_lh_nummer, mask_nummer
from klantbeeld.domain.velden import EERSTE_JAAR, LAATSTE_JAAR, Aantal, Datum, Gegevens, Naam, refuse
from klantbeeld.domain.vragen import Itemsvraag
from klantbeeld.errors import StoreOnbereikbaar, Weigering

EENMANSZAAK = "eenmanszaak"

Organisatiestatus = Literal["actief", "beeindigd", "in_oprichting", "in_liquidatie", "failliet", "surseance"]


def check_lh_nummer(nummer: str) -> str:
    """Nine digits, L and two digits in any spelling; the elfproef is not asked. Code: NUMMER_ONGELDIG."""
    if not is_lh_nummer(canonicalise_nummer("lh", nummer)):
        refuse("NUMMER_ONGELDIG")
    return nummer


def check_vestigingsnummer(nummer: str) -> str:
    """Any text that leaves something to join on. Code: NUMMER_ONGELDIG."""
    if not canonicalise_nummer("vestiging", nummer):
        refuse("NUMMER_ONGELDIG")
    return nummer


def check_sleutel(sleutel: str) -> str:
    """A qualified key. Code: SLEUTEL_ONGELDIG."""
    try:
        canonicalise_sleutel(sleutel)
    except Weigering as weigering:
        refuse(weigering.reden)
    return sleutel


def check_jaar(jaar: int) -> int:
    """A year as dates may have it. Code: JAAR_BUITEN_BEREIK."""
    if not EERSTE_JAAR <= jaar <= LAATSTE_JAAR:
        refuse("JAAR_BUITEN_BEREIK")
    return jaar


Sleutel = Annotated[Naam, AfterValidator(check_sleutel)]


class Handelsnaam(Gegevens):
    naam: Naam
    soort: Literal["handelsnaam", "statutair", "vroeger", "afkorting"]
    van: Datum | None = None
    tot: Datum | None = None


class Adres(Gegevens):
    straat: str
    huisnummer: str
    toevoeging: str | None = None
    postcode: str | None = None
    plaats: str
    land: str | None = None


class Risicopremiegroep(Gegevens):
    code: str
    omschrijving: str | None = None
    jaar: Annotated[int, AfterValidator(check_jaar)] | None = None


class Sbi(Gegevens):
    versie: Literal["2008", "2025"]
    code: str
    hoofdactiviteit: bool


class Portalen(Gegevens):
    werkgeversportaal: bool
    digipoort: bool
    software_digipoort: str | None = None


class AantalMedewerkers(Gegevens):
    aantal: Aantal
    peildatum: Datum | None = None


class Organisatie(Gegevens):
    naam: Naam
    lh_nummer: Annotated[Naam, AfterValidator(check_lh_nummer)]
    kvk_nummer: Naam | None = None
    vestigingsnummer: Naam | None = None
    rsin: Naam | None = None
    aansluitnummer: Naam | None = None
    rechtsvorm: str | None = None
    natuurlijk_persoon: bool | None = None
    handelsnamen: list[Handelsnaam]
    status: Organisatiestatus
    status_sinds: Datum | None = None
    opvolger: Sleutel | None = None
    sectoren: list[str]
    risicopremiegroep: Risicopremiegroep | None = None
    sbi: list[Sbi]
    vestigingsadres: Adres | None = None
    correspondentieadres: Adres | None = None
    portalen: Portalen | None = None
    aantal_medewerkers: AantalMedewerkers | None = None


class Vestiging(Gegevens):
    vestigingsnummer: Annotated[Naam, AfterValidator(check_vestigingsnummer)]
    naam: Naam
    hoofdvestiging: bool
    adres: Adres | None = None
    telefoon: str | None = None
    email: str | None = None
    van: Datum | None = None
    tot: Datum | None = None


class Koppeling(Gegevens):
    sleutels: list[Sleutel]


@dataclass(frozen=True, slots=True)
class Sectorregel:
    code: str
    omschrijving: str
    is_bekend: bool


@dataclass(frozen=True, slots=True)
class Sbiregel:
    versie: str
    code: str
    omschrijving: str
    is_hoofdactiviteit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisatiegegevens:
    """The group. ``opvolger`` is the successor's canonical key; whoever answers turns it into an employer."""

    ontbrekend: tuple[OntbrekendVeld, ...] = ()
    organisatie: str | None = None
    handelsnamen: tuple[Handelsnaam, ...] = ()
    kvk_nummer: str | None = None
    vestigingsnummer: str | None = None
    lh_nummer: str | None = None
    rsin: str | None = None
    aansluitnummer: str | None = None
    rechtsvorm: str | None = None
    sectoren: tuple[Sectorregel, ...] = ()
    risicopremiegroep: Risicopremiegroep | None = None
    sbi: tuple[Sbiregel, ...] = ()
    status: str | None = None
    status_sinds: date | None = None
    opvolger: str | None = None
    vestigingsadres: Adres | None = None
    correspondentieadres: Adres | None = None
    portalen: Portalen | None = None
    aantal_medewerkers: AantalMedewerkers | None = None
    vestigingen: Bladzijde[Vestiging] = GEEN_BLADZIJDE


@dataclass(frozen=True, slots=True)
class Organisatieparameters:
    vestigingen: Bladvraag = field(default_factory=lambda: Bladvraag(20))


def ask_organisatiegegevens(kader: Kader, parameters: Organisatieparameters) -> dict[str, Itemsvraag]:
    """What must be read for this group."""
    bladvraag = parameters.vestigingen
    return {
        "organisaties": Itemsvraag((kader.lh_sleutel,), "organisatie", oplopend=True),
        "vestigingen": Itemsvraag(kader.ring, "vestiging", oplopend=True, limiet=bladvraag.first + 1, na=bladvraag.na),
    }


def assemble_organisatiegegevens(
    lijsten: Mapping[str, Recordlijst[Any]], kader: Kader, parameters: Organisatieparameters
) -> Organisatiegegevens:
    """The group as the organisation source delivers it; codes get their names, unknown codes stay visible."""
    organisatie = mask_nummers(select_organisatie(lijsten["organisaties"], kader.lh_sleutel), kader)
    velden = {veld: getattr(organisatie, veld) for veld in Organisatie.model_fields if veld in Organisatiegegevens.__slots__}
    return Organisatiegegevens(
        **velden
        | {
            "organisatie": organisatie.naam,
            "ontbrekend": tuple(deel for deel in organisatie.ontbrekend if deel.veld != "natuurlijkPersoon"),
            "handelsnamen": tuple(organisatie.handelsnamen),
            "sectoren": tuple(name_sector(code, kader.normen) for code in organisatie.sectoren),
            "opvolger": canonicalise_sleutel(organisatie.opvolger) if organisatie.opvolger else None,
            "sbi": tuple(name_sbi(sbi, kader.normen) for sbi in organisatie.sbi),
            "vestigingen": page_records(
                lijsten["vestigingen"], parameters.vestigingen.first, lambda record: show_vestiging(record, kader)
            ),
        }
    )


def select_organisatie(lijst: Recordlijst[Organisatie], lh_sleutel: str) -> Organisatie:
    """The delivery that is about this LH-nummer itself: the first by id when several sources deliver one.

    Errors: ``StoreOnbereikbaar`` when it went while its profile is still there; deriving is under way.
    """
    for record in lijst.records:
        if lh_sleutel_of(record.gegevens) == lh_sleutel:
            return record.gegevens
    raise StoreOnbereikbaar("De organisatie van dit profiel is net verwijderd; probeer het over een minuut opnieuw.")


def lh_sleutel_of(organisatie: Organisatie) -> str:
    """The canonical key of the employer that an organisatie is."""
    return canonicalise_sleutel(f"lh:{organisatie.lh_nummer}")


def own_sleutels(organisatie: Organisatie) -> tuple[str, ...]:
    """The canonical keys of an organisatie's own numbers, the LH-nummer first."""
    nummers = {
        "kvk": organisatie.kvk_nummer,
        "vestiging": organisatie.vestigingsnummer,
        "rsin": organisatie.rsin,
        "aansluit": organisatie.aansluitnummer,
    }
    anderen = (f"{soort}:{canonicalise_nummer(soort, nummer)}" for soort, nummer in nummers.items() if nummer)
    return (lh_sleutel_of(organisatie), *(sleutel for sleutel in anderen if not sleutel.endswith(":")))


def is_masked(organisatie: Organisatie, normen: Normen) -> bool:
    """Whether the numbers may hold a BSN: a natural person, or nobody knows (domain reference §10)."""
    if organisatie.natuurlijk_persoon is not None:
        return organisatie.natuurlijk_persoon
    rechtsvorm = normen.find_rechtsvorm(organisatie.rechtsvorm or "")
    return rechtsvorm is None or rechtsvorm == EENMANSZAAK


def mask_nummers(organisatie: Organisatie, kader: Kader) -> Organisatie:
    """The same organisatie with the numbers hidden that this reader may not see."""
    if not kader.may_see(Klasse.NUMMERS):
        return organisatie.shield("lh_nummer", "rsin", "aansluitnummer")
    if not kader.gemaskeerd:
        return organisatie
    nummers = {"lh_nummer": organisatie.lh_nummer, "rsin": organisatie.rsin}
    return organisatie.model_copy(update={veld: mask_nummer(nummer) for veld, nummer in nummers.items() if nummer})


def show_vestiging(record: Record[Vestiging], kader: Kader) -> Vestiging:
    """An establishment, without telephone and e-mail for who may not see them."""
    vestiging = record.gegevens
    return vestiging if kader.may_see(Klasse.CONTACTGEGEVENS) else vestiging.shield("telefoon", "email")


def name_sector(code: str, normen: Normen) -> Sectorregel:
    """A sector code with its name; a code that the list does not have is shown as delivered."""
    sector = normen.find_sector(code)
    return Sectorregel(code, sector.naam if sector else ONBEKENDE_SECTOR, sector is not None)


def name_sbi(sbi: Sbi, normen: Normen) -> Sbiregel:
    """An activity code with its name in the list of its own version."""
    gevonden = normen.find_sbi(sbi.versie, sbi.code)
    return Sbiregel(sbi.versie, sbi.code, gevonden.omschrijving if gevonden else ONBEKENDE_SBI, sbi.hoofdactiviteit)
