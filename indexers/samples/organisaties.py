"""Employers: who they are, and what the organisation source tells about them."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from indexers.samples import naamwoorden, woorden
from indexers.samples.adressen import make_adres, make_correspondentieadres
from indexers.samples.bestanden import list_sectoren
from indexers.samples.branches import BRANCHES, MAATSCHAPPELIJK, PARTICULIER, Branche
from indexers.samples.dobbelsteen import Dobbelsteen
from indexers.samples.feiten import Feit, before
from indexers.samples.namen import (
    abbreviate_naam,
    make_eenmanszaak,
    make_handelsnaam,
    make_overheidsnaam,
    make_voorletters,
    respell_naam,
)
from indexers.samples.nummers import Plaats, aansluitnummer_of, place_werkgever, vestigingsnummer_of

_GROOTTES = (*(0,) * 25, *(1,) * 40, *(2,) * 22, *(3,) * 10, *(4,) * 3)
_MEDEWERKERS = ((1, 1), (2, 9), (10, 49), (50, 249), (250, 4000))
_STATUSSEN = (
    *("actief",) * 85,
    *("beeindigd",) * 9,
    *("in_oprichting", "in_liquidatie", "in_liquidatie", "failliet", "failliet", "surseance"),
)
_PORTALEN = (
    *({"werkgeversportaal": portaal, "digipoort": False} for portaal in (True, False) * 3),
    *({"werkgeversportaal": True, "digipoort": True, "softwareDigipoort": naam} for naam in (*woorden.SOFTWARE, None)),
    {"werkgeversportaal": False, "digipoort": True, "softwareDigipoort": woorden.SOFTWARE[0]},
)
_STATUTAIR = ("{naam} Holding B.V.", "{naam} Beheer B.V.", "{letters} Beheer B.V.", "{letters} {naam} Holding", "{ander} B.V.")


class Werkgever(NamedTuple):
    """One made-up employer. ``kale_naam`` is its name without legal form; ``rechtsvorm`` that form in full and in short.
    ``grootte`` runs from 0 (one employee) to 4 (250 and more); it exists from ``sinds``, and nothing happens to it after
    ``laatste_dag``."""

    plaats: Plaats
    naam: str
    kale_naam: str
    rechtsvorm: tuple[str, str]
    branche: Branche
    grootte: int
    medewerkers: int
    status: str
    sinds: date
    laatste_dag: date
    vandaag: date
    adres: dict[str, Any]

    @property
    def sleutel(self) -> str:
        return f"lh:{self.plaats.lh_nummer}"

    @property
    def leeftijd(self) -> int:
        """In days."""
        return (self.laatste_dag - self.sinds).days

    @property
    def portaalsleutels(self) -> list[str]:
        """The keys by which portals know it; most employers have none."""
        nummer = self.plaats.nummer
        sleutels = [f"flsn:{nummer:04d}"] if nummer % 16 == 12 else []
        return [*sleutels, f"vdd:WG-{nummer}"] if nummer % 64 == 12 else sleutels

    def pick_dag(self, dobbelsteen: Dobbelsteen, dagen: int, vanaf: date = date.min) -> date:
        """A day at most so many before its last one, on which it existed and which is not before ``vanaf``."""
        eerste = max(self.sinds, vanaf)
        return dobbelsteen.dag_voor(self.laatste_dag, max(min(dagen, (self.laatste_dag - eerste).days), 0))


def make_werkgever(seed: int, nummer: int, vandaag: date) -> Werkgever:
    """The employer with this number: the same for every size of run."""
    plaats = place_werkgever(seed, nummer)
    kaal, naam, rechtsvorm, branche = _name_entiteit(plaats)
    eigen = Dobbelsteen(seed, nummer, "werkgever")
    status = "actief" if plaats.is_keten else eigen.kies(_STATUSSEN)
    grootte = 4 if plaats.is_keten else min(eigen.kies(_GROOTTES), 1 if plaats.natuurlijk else 4)
    if plaats.sub > 1:
        naam += eigen.kies(naamwoorden.ONDERDELEN)
    if status in naamwoorden.STATUSTOEVOEGINGEN:
        naam += eigen.kies(naamwoorden.STATUSTOEVOEGINGEN[status])
    gisteren = before(vandaag, 1)
    laatste_dag = eigen.dag_voor(before(gisteren, 30), 3000) if status == "beeindigd" else gisteren
    return Werkgever(
        plaats=plaats,
        naam=naam,
        kale_naam=kaal,
        rechtsvorm=rechtsvorm,
        branche=branche,
        grootte=grootte,
        medewerkers=0 if status == "in_oprichting" else eigen.scheef(*_MEDEWERKERS[grootte]),
        status=status,
        sinds=before(laatste_dag, eigen.getal(400, 14000)),
        laatste_dag=laatste_dag,
        vandaag=vandaag,
        adres=make_adres(eigen),
    )


def name_werkgever(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> list[str]:
    """The keys under which a source holds a record: mostly the LH-nummer, sometimes another level or a portal's key, now
    and then two."""
    if dobbelsteen.kans(0.95):
        return [werkgever.sleutel]
    ander = dobbelsteen.kies((*_list_aliassen(werkgever.plaats), *werkgever.portaalsleutels * 6))
    return [werkgever.sleutel, ander] if dobbelsteen.kans(0.1) else [ander]


def list_organisaties(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> Iterator[Feit]:
    """The employer itself."""
    dag = werkgever.pick_dag(dobbelsteen, 700 if werkgever.status == "actief" else 0)
    yield Feit("organisatie", werkgever.plaats.lh_nummer, dag, [], _describe(werkgever, dobbelsteen))


def list_koppelingen(werkgever: Werkgever, _: Dobbelsteen) -> Iterator[Feit]:
    """The portals that know it."""
    if sleutels := werkgever.portaalsleutels:
        sleutel = f"K{werkgever.plaats.lh_nummer}"
        yield Feit("koppeling", sleutel, werkgever.sinds, [werkgever.sleutel], {"sleutels": sleutels})


def _name_entiteit(plaats: Plaats) -> tuple[str, str, tuple[str, str], Branche]:
    """Of the legal entity: its name without and with its legal form, that form, and its line of business."""
    entiteit = Dobbelsteen(plaats.seed, plaats.entiteit, "entiteit")
    if plaats.natuurlijk:
        branche = entiteit.kies_scheef(PARTICULIER)
        naam = make_eenmanszaak(entiteit, branche)
        return naam, naam, naamwoorden.EENMANSZAAK, branche
    branche = entiteit.kies_scheef(BRANCHES)
    if branche.sector == "64":
        naam = make_overheidsnaam(entiteit, branche)
        return naam, naam, naamwoorden.PUBLIEK, branche
    naam = make_handelsnaam(entiteit, branche)
    maatschappelijk = branche.sector in MAATSCHAPPELIJK
    vormen = naamwoorden.MAATSCHAPPELIJKE_RECHTSVORMEN if maatschappelijk else naamwoorden.RECHTSVORMEN
    rechtsvorm, spellingen = entiteit.kies(vormen)
    volledig = entiteit.kies(spellingen).format(naam)
    return naam, volledig.upper() if entiteit.kans(0.03) else volledig, rechtsvorm, branche


def _list_aliassen(plaats: Plaats) -> tuple[str, ...]:
    """The other keys, some spelled carelessly; the likely ones more than once."""
    lh, kvk, aansluit = plaats.lh_nummer, plaats.kvk_nummer, aansluitnummer_of(plaats)
    vestiging = f"vestiging:{vestigingsnummer_of(plaats, 0)}"
    gewoon = (f"kvk:{kvk}", f"kvk:{kvk}", vestiging, vestiging, f"rsin:{plaats.negencijfer}")
    slordig = (f"lh:{lh.lower()}", f"lh:{lh[:9]} {lh[9:]}", f"kvk:{kvk[:4]} {kvk[4:]}")
    return (*gewoon, *slordig, f"aansluit:{aansluit}") if aansluit else (*gewoon, *slordig)


def _describe(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> dict[str, Any]:
    plaats = werkgever.plaats
    gegevens: dict[str, Any] = {
        "naam": werkgever.naam,
        "lhNummer": plaats.lh_nummer,
        "kvkNummer": plaats.kvk_nummer,
        "vestigingsnummer": vestigingsnummer_of(plaats, 0),
        "handelsnamen": _list_handelsnamen(werkgever, dobbelsteen),
        "status": werkgever.status,
        "sectoren": _list_sectoren(werkgever, dobbelsteen),
        "sbi": _list_sbi(werkgever, dobbelsteen),
        "aansluitnummer": aansluitnummer_of(plaats),
        "vestigingsadres": werkgever.adres if dobbelsteen.kans(0.97) else None,
    }
    if werkgever.status != "actief":
        gegevens |= _describe_einde(werkgever, dobbelsteen)
    return gegevens | _describe_extra(werkgever, dobbelsteen)


def _describe_extra(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> dict[str, Any]:
    """What a source may leave out, or tell that it is empty."""
    extra: dict[str, Any] = {
        "rsin": werkgever.plaats.negencijfer,
        "natuurlijkPersoon": werkgever.plaats.natuurlijk,
        "rechtsvorm": werkgever.rechtsvorm[dobbelsteen.kans(0.15)],
        "correspondentieadres": make_correspondentieadres(dobbelsteen) if dobbelsteen.kans(0.5) else None,
        "portalen": dobbelsteen.kies(_PORTALEN),
        "aantalMedewerkers": {"aantal": werkgever.medewerkers, "peildatum": werkgever.laatste_dag.replace(day=1)},
    }
    if werkgever.sinds.year < 2020 and dobbelsteen.kans(0.5):
        extra["risicopremiegroep"] = {"code": str(dobbelsteen.getal(1, 5)), "omschrijving": None, "jaar": 2019}
    if dobbelsteen.kans(0.2):
        del extra[dobbelsteen.kies(tuple(extra))]
    return extra


def _describe_einde(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> dict[str, Any]:
    """Since when it is no longer as it was, and for half of those that ended who came after it: a neighbour, or a chain that
    took over several."""
    if werkgever.status != "beeindigd":
        return {"statusSinds": before(werkgever.laatste_dag, 90)}
    plaats = werkgever.plaats
    keten = plaats.nummer - (plaats.nummer - 121) % 240
    opvolger = keten if keten > 0 and dobbelsteen.kans(0.4) else plaats.nummer - 1
    if opvolger == 0 or dobbelsteen.kans(0.5):
        return {"statusSinds": werkgever.laatste_dag}
    return {"statusSinds": werkgever.laatste_dag, "opvolger": f"lh:{place_werkgever(plaats.seed, opvolger).lh_nummer}"}


def _list_handelsnamen(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> list[dict[str, Any]]:
    """Its other names: trade names that are often nothing like its own, its own as another register spells it, the statutory
    one, a former one, an abbreviation."""
    namen: list[dict[str, Any]] = [
        {"naam": make_handelsnaam(dobbelsteen, werkgever.branche), "soort": "handelsnaam"}
        for _ in range(dobbelsteen.scheef(0, 6 if werkgever.plaats.is_keten else 2))
    ]
    if dobbelsteen.kans(0.5):
        return namen
    if dobbelsteen.kans(0.24) and (anders := respell_naam(dobbelsteen, werkgever.kale_naam)):
        namen.append({"naam": anders, "soort": "handelsnaam"})
    if werkgever.rechtsvorm[1] == "BV" and dobbelsteen.kans(0.5):
        namen.append({"naam": _make_statutair(werkgever, dobbelsteen), "soort": "statutair"})
    if dobbelsteen.kans(0.24):
        tot = werkgever.pick_dag(dobbelsteen, 4000)
        naam = make_handelsnaam(dobbelsteen, werkgever.branche)
        namen.append({"naam": naam, "soort": "vroeger", "van": before(tot, dobbelsteen.getal(300, 5000)), "tot": tot})
    if dobbelsteen.kans(0.1) and (kort := abbreviate_naam(werkgever.kale_naam)):
        namen.append({"naam": kort, "soort": "afkorting"})
    return namen


def _make_statutair(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> str:
    return dobbelsteen.kies(_STATUTAIR).format(
        naam=werkgever.kale_naam,
        letters=make_voorletters(dobbelsteen),
        ander=make_handelsnaam(dobbelsteen, werkgever.branche),
    )


def _list_sectoren(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> list[str]:
    eigen = werkgever.branche.sector
    if not dobbelsteen.kans(0.1):
        return [eigen]
    codes = dict.fromkeys((eigen, dobbelsteen.kies(list_sectoren())))
    return [*codes, "74"] if dobbelsteen.kans(0.1) else [*codes]


def _list_sbi(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> list[dict[str, Any]]:
    oud = {"versie": "2008", "code": werkgever.branche.sbi2008, "hoofdactiviteit": True}
    nieuw = {"versie": "2025", "code": werkgever.branche.sbi2025, "hoofdactiviteit": True}
    return dobbelsteen.kies(([oud],) * 11 + ([oud, nieuw],) * 7 + ([nieuw], []))
