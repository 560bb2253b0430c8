"""Employers: who they are, and what the organisation source tells about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from indexers.samples import woorden
from indexers.samples.bestanden import list_sectoren
from indexers.samples.dobbelsteen import Dobbelsteen
from indexers.samples.feiten import Feit, before
from indexers.samples.namen import (
    add_rechtsvorm,
    make_adres,
    make_correspondentieadres,
    make_eenmanszaak,
    make_email,
    make_handelsnaam,
    make_telefoon,
)
from indexers.samples.nummers import (
    Plaats,
    aansluitnummer_of,
    kvk_nummer_of,
    lh_nummer_of,
    negencijfer_of,
    place_werkgever,
    vestigingsnummer_of,
)

_GROOTTES = (*(0,) * 25, *(1,) * 40, *(2,) * 22, *(3,) * 10, *(4,) * 3)
_MEDEWERKERS = ((1, 1), (2, 9), (10, 49), (50, 249), (250, 4000))
_STATUSSEN = (
    *("actief",) * 85,
    *("beeindigd",) * 9,
    *("in_oprichting", "in_liquidatie", "in_liquidatie", "failliet", "failliet", "surseance"),
)
_TOEVOEGINGEN = {"in_liquidatie": " (in liquidatie)", "in_oprichting": " i.o."}


@dataclass(frozen=True, slots=True)
class Werkgever:
    """One made-up employer. ``grootte`` runs from 0 (one employee) to 4 (250 and more); nothing happens to it after
    ``laatste_dag``; ``aliassen`` are its other keys, some of them spelled carelessly."""

    plaats: Plaats
    naam: str
    kale_naam: str
    rechtsvorm: str
    natuurlijk_persoon: bool
    branche: woorden.Branche
    grootte: int
    medewerkers: int
    status: str
    sinds: date
    laatste_dag: date
    vandaag: date
    adres: dict[str, Any]
    aliassen: tuple[str, ...]

    @property
    def sleutel(self) -> str:
        return f"lh:{lh_nummer_of(self.plaats)}"

    @property
    def portaalsleutels(self) -> list[str]:
        """The keys by which portals know it; most employers have none."""
        nummer = self.plaats.nummer
        sleutels = [f"flsn:{nummer:04d}"] if nummer % 16 == 12 else []
        return [*sleutels, f"vdd:WG-{nummer}"] if nummer % 64 == 12 else sleutels


def make_werkgever(seed: int, nummer: int, vandaag: date) -> Werkgever:
    """The employer with this number: the same for every size of run."""
    plaats = place_werkgever(seed, nummer)
    entiteit = Dobbelsteen(seed, plaats.entiteit, "entiteit")
    branche = entiteit.kies(woorden.BRANCHES)
    natuurlijk = branche.sector not in woorden.OVERHEID and entiteit.kans(0.16)
    rechtsvorm, spellingen = _pick_rechtsvorm(entiteit, branche, natuurlijk=natuurlijk)
    kaal = (make_eenmanszaak if natuurlijk else make_handelsnaam)(entiteit, branche)
    naam = add_rechtsvorm(kaal, rechtsvorm, entiteit.kies(spellingen))
    eigen = Dobbelsteen(seed, nummer, "werkgever")
    status = eigen.kies(_STATUSSEN)
    grootte = min(eigen.kies(_GROOTTES), 1 if natuurlijk else 4)
    gisteren = before(vandaag, 1)
    laatste_dag = eigen.dag_voor(before(gisteren, 30), 3000) if status == "beeindigd" else gisteren
    return Werkgever(
        plaats=plaats,
        naam=naam + ("" if plaats.sub == 1 else eigen.kies(("", " afdeling Noord", " Flex"))) + _TOEVOEGINGEN.get(status, ""),
        kale_naam=kaal,
        rechtsvorm=rechtsvorm,
        natuurlijk_persoon=natuurlijk,
        branche=branche,
        grootte=grootte,
        medewerkers=0 if status == "in_oprichting" else eigen.scheef(*_MEDEWERKERS[grootte]),
        status=status,
        sinds=before(laatste_dag, eigen.getal(400, 14000)),
        laatste_dag=laatste_dag,
        vandaag=vandaag,
        adres=make_adres(eigen),
        aliassen=_list_aliassen(plaats, has_rsin=not natuurlijk),
    )


def name_werkgever(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> list[str]:
    """The keys under which a source holds a record: mostly the LH-nummer, sometimes another level or a portal's key, now
    and then two."""
    if dobbelsteen.kans(0.95):
        return [werkgever.sleutel]
    ander = dobbelsteen.kies((*werkgever.aliassen, *werkgever.portaalsleutels * 6))
    return [werkgever.sleutel, ander] if dobbelsteen.kans(0.1) else [ander]


def list_organisaties(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> Iterator[Feit]:
    """The employer itself, its establishments, and the portals that know it."""
    lh_nummer = lh_nummer_of(werkgever.plaats)
    dag = dobbelsteen.dag_voor(werkgever.laatste_dag, 700 if werkgever.status == "actief" else 0)
    yield Feit("organisatie", lh_nummer, dag, [], _describe(werkgever, dobbelsteen))
    for volgnummer in range(_count_vestigingen(werkgever, dobbelsteen)):
        nummer = vestigingsnummer_of(werkgever.plaats, volgnummer)
        houder = f"kvk:{kvk_nummer_of(werkgever.plaats)}" if dobbelsteen.kans(0.03) else werkgever.sleutel
        gegevens = _describe_vestiging(werkgever, dobbelsteen, volgnummer)
        yield Feit("vestiging", nummer, dobbelsteen.dag_voor(werkgever.laatste_dag, 900), [houder], gegevens)
    if werkgever.portaalsleutels:
        yield Feit("koppeling", f"K{lh_nummer}", werkgever.sinds, [werkgever.sleutel], {"sleutels": werkgever.portaalsleutels})


def _pick_rechtsvorm(entiteit: Dobbelsteen, branche: woorden.Branche, *, natuurlijk: bool) -> tuple[str, tuple[str, ...]]:
    """A legal form with its spellings in names."""
    if natuurlijk:
        return "eenmanszaak", ("",)
    return woorden.PUBLIEK if branche.sector == "64" else entiteit.kies(woorden.RECHTSVORMEN)


def _list_aliassen(plaats: Plaats, *, has_rsin: bool) -> tuple[str, ...]:
    """The other keys, the likely ones more than once."""
    lh, kvk, aansluit = lh_nummer_of(plaats), kvk_nummer_of(plaats), aansluitnummer_of(plaats)
    extra = (*((f"rsin:{negencijfer_of(plaats)}",) if has_rsin else ()), *((f"aansluit:{aansluit}",) if aansluit else ()))
    vestiging = f"vestiging:{vestigingsnummer_of(plaats, 0)}"
    return (
        f"kvk:{kvk}",
        f"kvk:{kvk}",
        vestiging,
        vestiging,
        f"lh:{lh.lower()}",
        f"lh:{lh[:9]} {lh[9:]}",
        f"kvk:{kvk[:4]} {kvk[4:]}",
        *extra,
    )


def _describe(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> dict[str, Any]:
    plaats = werkgever.plaats
    gegevens: dict[str, Any] = {
        "naam": werkgever.naam,
        "lhNummer": lh_nummer_of(plaats),
        "kvkNummer": kvk_nummer_of(plaats),
        "vestigingsnummer": vestigingsnummer_of(plaats, 0),
        "natuurlijkPersoon": werkgever.natuurlijk_persoon,
        "handelsnamen": _list_handelsnamen(werkgever, dobbelsteen),
        "status": werkgever.status,
        "sectoren": _list_sectoren(werkgever, dobbelsteen),
        "sbi": _list_sbi(werkgever, dobbelsteen),
        "aansluitnummer": aansluitnummer_of(plaats),
        "vestigingsadres": werkgever.adres if dobbelsteen.kans(0.97) else None,
    }
    if not werkgever.natuurlijk_persoon:
        gegevens["rsin"] = negencijfer_of(plaats)
    return gegevens | _describe_extra(werkgever, dobbelsteen)


def _describe_extra(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> dict[str, Any]:
    """What a source may leave out, or tell that it is empty."""
    plaats = werkgever.plaats
    extra: dict[str, Any] = {
        "rechtsvorm": werkgever.rechtsvorm,
        "correspondentieadres": make_correspondentieadres(dobbelsteen) if dobbelsteen.kans(0.5) else None,
        "portalen": {"werkgeversportaal": dobbelsteen.kans(0.6), "digipoort": dobbelsteen.kans(0.5)},
        "aantalMedewerkers": {"aantal": werkgever.medewerkers, "peildatum": werkgever.laatste_dag.replace(day=1)},
    }
    if extra["portalen"]["digipoort"]:
        extra["portalen"]["softwareDigipoort"] = dobbelsteen.kies((*woorden.SOFTWARE, None))
    if werkgever.sinds.year < 2020 and dobbelsteen.kans(0.5):
        extra["risicopremiegroep"] = {"code": str(dobbelsteen.getal(1, 5)), "omschrijving": None, "jaar": 2019}
    for veld in list(extra):
        if dobbelsteen.kans(0.05):
            del extra[veld]
    if werkgever.status != "actief":
        extra["statusSinds"] = werkgever.laatste_dag if werkgever.status == "beeindigd" else before(werkgever.laatste_dag, 90)
    if werkgever.status == "beeindigd" and plaats.nummer > 1 and dobbelsteen.kans(0.5):
        extra["opvolger"] = f"lh:{lh_nummer_of(place_werkgever(plaats.seed, plaats.nummer - 1))}"
    return extra


def _list_handelsnamen(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> list[dict[str, Any]]:
    namen: list[dict[str, Any]] = [
        {"naam": make_handelsnaam(dobbelsteen, werkgever.branche), "soort": "handelsnaam"}
        for _ in range(dobbelsteen.scheef(0, 3))
    ]
    if not werkgever.natuurlijk_persoon and dobbelsteen.kans(0.2):
        namen.append({"naam": f"{werkgever.kale_naam} Holding", "soort": "statutair"})
    if dobbelsteen.kans(0.12):
        tot = dobbelsteen.dag_voor(werkgever.laatste_dag, 4000)
        naam = make_handelsnaam(dobbelsteen, werkgever.branche)
        namen.append({"naam": naam, "soort": "vroeger", "van": before(tot, dobbelsteen.getal(300, 5000)), "tot": tot})
    if dobbelsteen.kans(0.05):
        namen.append({"naam": "".join(woord[0] for woord in werkgever.naam.split()).upper(), "soort": "afkorting"})
    return namen


def _list_sectoren(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> list[str]:
    codes = [werkgever.branche.sector]
    if dobbelsteen.kans(0.1):
        codes.append(dobbelsteen.kies(list_sectoren()))
    if dobbelsteen.kans(0.01):
        codes.append("74")
    return list(dict.fromkeys(codes))


def _list_sbi(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> list[dict[str, Any]]:
    branche = werkgever.branche
    codes = [{"versie": "2008", "code": branche.sbi2008, "hoofdactiviteit": True}]
    if dobbelsteen.kans(0.4):
        codes.append({"versie": "2025", "code": branche.sbi2025, "hoofdactiviteit": True})
    return [] if dobbelsteen.kans(0.05) else codes


def _count_vestigingen(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> int:
    if werkgever.grootte == 4:
        return dobbelsteen.getal(100, 400) if dobbelsteen.kans(0.1) else dobbelsteen.scheef(2, 30)
    return dobbelsteen.scheef(1, 6) if werkgever.grootte >= 2 else int(dobbelsteen.kans(0.9))


def _describe_vestiging(werkgever: Werkgever, dobbelsteen: Dobbelsteen, volgnummer: int) -> dict[str, Any]:
    adres = make_adres(dobbelsteen) if volgnummer else werkgever.adres
    gegevens: dict[str, Any] = {
        "vestigingsnummer": vestigingsnummer_of(werkgever.plaats, volgnummer),
        "naam": f"{werkgever.kale_naam} {adres['plaats']}" if volgnummer else werkgever.kale_naam,
        "hoofdvestiging": volgnummer == 0,
        "adres": adres,
        "van": werkgever.sinds + timedelta(days=volgnummer % 300),
    }
    if dobbelsteen.kans(0.5):
        gegevens["telefoon"] = make_telefoon(dobbelsteen)
    if dobbelsteen.kans(0.4):
        gegevens["email"] = make_email(dobbelsteen, "vestiging")
    if volgnummer and dobbelsteen.kans(0.05):
        gegevens["tot"] = werkgever.laatste_dag
    return gegevens
