"""The profile of an employer: everything that needs several records at write time, derived from them and from nothing else.

One profile per LH-nummer, from its ``organisatie``, ``vestiging`` and ``koppeling`` items. It can always be derived again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from klantbeeld.domain.adressen import canonicalise_postcode, split_huisnummer
from klantbeeld.domain.items import Record
from klantbeeld.domain.kader import EIGEN_NUMMER, rank_of
from klantbeeld.domain.namen import Woordsoort, read_naam, restore_woorden, write_woorden
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.organisaties import Adres, Koppeling, Organisatie, Vestiging, is_masked, lh_sleutel_of, own_sleutels
from klantbeeld.domain.sleutels import canonicalise_nummer, canonicalise_sleutel, strip_scheidingstekens

GEEN_WOORDEN = 99
"""The most words that are counted in a name, and the number of a name without any, so that it comes last."""

Pleksoort = Literal["vestigingsadres", "correspondentieadres", "vestiging"]

_GRENZEN = ((0, "G0"), (9, "G1_9"), (49, "G10_49"), (249, "G50_249"))


@dataclass(frozen=True, slots=True)
class Naamvorm:
    """A name of the employer, what kind of name it is (``naam``, a kind of handelsnaam, or ``vestiging``), and its words as
    ``write_woorden`` gives them."""

    naam: str
    soort: str
    woorden: str


@dataclass(frozen=True, slots=True)
class Plek:
    """An address that the employer is found by; number and addition as ``split_huisnummer`` gives them."""

    soort: Pleksoort
    straat: str
    nummer: str
    toevoeging: str
    postcode: str
    plaats: str


@dataclass(frozen=True, slots=True)
class Attributen:
    """What employers are selected and grouped by in statistics."""

    sectoren: tuple[str, ...]
    sbi_secties: tuple[str, ...]
    grootteklasse: str
    postcodegebied: str
    rechtsvorm: str
    status: str


@dataclass(frozen=True, slots=True)
class Profiel:
    """One employer. ``sleutels`` is the key ring (sorted), ``nummers`` those numbers that it is found by, as
    ``<soort>:<nummer>``, ``woorden`` the number of words in its shortest name, ``familie`` the key of its legal entity."""

    id: str
    lh_nummer: str
    naam: str
    kvk_nummer: str | None
    plaats: str | None
    status: str
    gemaskeerd: bool
    familie: str
    rang: str
    sleutels: tuple[str, ...]
    namen: tuple[Naamvorm, ...]
    plekken: tuple[Plek, ...]
    nummers: tuple[str, ...]
    woorden: int
    attributen: Attributen
    opvolger: str | None = None
    """The key of its successor; also None in a store that was filled before profiles had it."""

    @property
    def lh_sleutel(self) -> str:
        return f"lh:{self.lh_nummer}"

    @property
    def kvk_sleutel(self) -> str | None:
        """The KVK-nummer as a key."""
        nummer = canonicalise_nummer("kvk", self.kvk_nummer or "")
        return f"kvk:{nummer}" if nummer else None

    @property
    def aantal_vestigingen(self) -> int:
        """Establishments that are known of it, by their numbers."""
        return sum(nummer.startswith("vestiging:") for nummer in self.nummers)

    def ranks_on_ring(self) -> Iterable[tuple[str, str]]:
        """Each key of the ring with this employer's place among those that hold it."""
        return ((sleutel, EIGEN_NUMMER + self.rang if sleutel == self.lh_sleutel else self.rang) for sleutel in self.sleutels)


@dataclass(frozen=True, slots=True)
class Profielbronnen:
    """The records that a profile is derived from."""

    organisatie: Organisatie
    vestigingen: tuple[Vestiging, ...]


def public_id(lh_nummer: str, geheim: bytes) -> str:
    """The opaque, stable id of an employer: a keyed hash of its canonical LH-nummer, 128 bits in hexadecimal.

    No LH-nummer, and with it no BSN, is in an id; a rebuild or another source gives the same one.
    """
    return blake2b(lh_nummer.encode(), key=geheim, digest_size=16).hexdigest()


def changed_sleutels(oud: Profiel | None, nieuw: Profiel | None) -> set[str]:
    """The keys at which another employer may now come first: those that changed hands, or all when the rang changed."""
    ringen = [set(profiel.sleutels) if profiel else set() for profiel in (oud, nieuw)]
    if oud is not None and nieuw is not None and oud.rang == nieuw.rang:
        return ringen[0] ^ ringen[1]
    return ringen[0] | ringen[1]


def extend_ring(ring: set[str], records: Iterable[Record[Vestiging | Koppeling]]) -> set[str]:
    """The keys that records on the ring add to it: numbers of establishments, and keys that a koppeling links."""
    nieuw: set[str] = set()
    for record in records:
        if isinstance(record.gegevens, Koppeling):
            nieuw.update(canonicalise_sleutel(sleutel) for sleutel in record.gegevens.sleutels)
        else:
            nieuw.add(canonicalise_sleutel(f"vestiging:{record.gegevens.vestigingsnummer}"))
    return nieuw - ring


def derive_profiel(bronnen: Profielbronnen, ring: set[str], normen: Normen, geheim: bytes) -> Profiel:
    """The profile of an employer with this key ring."""
    organisatie = bronnen.organisatie
    lh_nummer = lh_sleutel_of(organisatie).removeprefix("lh:")
    namen = _list_namen(bronnen)
    gemaskeerd = is_masked(organisatie, normen)
    adres = organisatie.vestigingsadres or organisatie.correspondentieadres
    return Profiel(
        id=public_id(lh_nummer, geheim),
        lh_nummer=lh_nummer,
        naam=organisatie.naam,
        kvk_nummer=organisatie.kvk_nummer,
        plaats=adres.plaats if adres else None,
        status=organisatie.status,
        gemaskeerd=gemaskeerd,
        familie=_family_of(organisatie),
        rang=rank_of(lh_nummer, is_actief=organisatie.status != "beeindigd"),
        sleutels=tuple(sorted(ring)),
        namen=namen,
        plekken=_list_plekken(bronnen),
        nummers=tuple(sorted(_list_nummers(bronnen, lh_nummer, gemaskeerd))),
        woorden=min(map(_count_woorden, namen)),
        attributen=_describe(organisatie, normen),
        opvolger=canonicalise_sleutel(organisatie.opvolger) if organisatie.opvolger else None,
    )


def is_same_entiteit(een: Profiel, ander: Profiel) -> bool:
    """Whether two employers are of one legal entity: by RSIN when both have one, else by KVK-nummer."""
    if een.familie == ander.familie:
        return True
    beide_rsin = een.familie.startswith("rsin:") and ander.familie.startswith("rsin:")
    return not beide_rsin and een.kvk_sleutel is not None and een.kvk_sleutel == ander.kvk_sleutel


def select_familie(eigen: Profiel, profielen: Iterable[Profiel]) -> list[Profiel]:
    """The other employers of the same legal entity, each once, by their rang."""
    per_id = {profiel.id: profiel for profiel in profielen if profiel.id != eigen.id and is_same_entiteit(profiel, eigen)}
    return sorted(per_id.values(), key=lambda profiel: profiel.rang)


def _family_of(organisatie: Organisatie) -> str:
    """The key of the legal entity: RSIN, else KVK-nummer, else the nine digits of the LH-nummer."""
    eigen = own_sleutels(organisatie)
    gevonden = (sleutel for soort in ("rsin:", "kvk:") for sleutel in eigen if sleutel.startswith(soort))
    return next(gevonden, f"lh:{eigen[0].removeprefix('lh:')[:9]}")


def make_naamvorm(naam: str, soort: str) -> Naamvorm:
    """A name with its words."""
    return Naamvorm(naam=naam, soort=soort, woorden=write_woorden(read_naam(naam)))


def _list_namen(bronnen: Profielbronnen) -> tuple[Naamvorm, ...]:
    """Each name once, the name itself first; a trade name that has ended is a former one."""
    organisatie = bronnen.organisatie
    vormen = [(organisatie.naam, "naam")]
    vormen += [(deel.naam, "vroeger" if deel.tot else deel.soort) for deel in organisatie.handelsnamen]
    vormen += [(vestiging.naam, "vestiging") for vestiging in bronnen.vestigingen]
    soorten: dict[str, str] = {}
    for naam, soort in vormen:
        soorten.setdefault(naam, soort)
    return tuple(make_naamvorm(naam, soort) for naam, soort in soorten.items())


def _count_woorden(vorm: Naamvorm) -> int:
    aantal = sum(woord.soort is not Woordsoort.RECHTSVORM for woord in restore_woorden(vorm.woorden))
    return min(aantal, GEEN_WOORDEN) or GEEN_WOORDEN


def _list_nummers(bronnen: Profielbronnen, lh_nummer: str, gemaskeerd: bool) -> set[str]:
    """Without any white space. Numbers that may hold a BSN are found only by a whole LH-nummer."""
    nummers = {f"heel-lh:{lh_nummer}"}
    if not gemaskeerd:
        nummers.add(f"lh:{lh_nummer}")
    eigen = own_sleutels(bronnen.organisatie)[1:]
    nummers.update(sleutel for sleutel in eigen if not (gemaskeerd and sleutel.startswith("rsin:")))
    nummers.update(canonicalise_sleutel(f"vestiging:{vestiging.vestigingsnummer}") for vestiging in bronnen.vestigingen)
    return {"".join(nummer.split()) for nummer in nummers}


def _list_plekken(bronnen: Profielbronnen) -> tuple[Plek, ...]:
    """Each address once, the employer's own first."""
    organisatie = bronnen.organisatie
    adressen: list[tuple[Adres | None, Pleksoort]] = [
        (organisatie.vestigingsadres, "vestigingsadres"),
        (organisatie.correspondentieadres, "correspondentieadres"),
        *((vestiging.adres, "vestiging") for vestiging in bronnen.vestigingen),
    ]
    plekken: dict[tuple[str, ...], Plek] = {}
    for adres, soort in adressen:
        if adres is not None:
            nummer, toevoeging = split_huisnummer(adres.huisnummer, adres.toevoeging)
            delen = (adres.straat, nummer, toevoeging, canonicalise_postcode(adres.postcode or ""), adres.plaats)
            plekken.setdefault(delen, Plek(soort, *delen))
    return tuple(plekken.values())


def _describe(organisatie: Organisatie, normen: Normen) -> Attributen:
    secties = (normen.find_sbi(sbi.versie, sbi.code) for sbi in organisatie.sbi)
    adres = organisatie.vestigingsadres
    postcode = strip_scheidingstekens(adres.postcode or "") if adres else ""
    rechtsvorm = (organisatie.rechtsvorm or "").strip()
    return Attributen(
        sectoren=tuple(sorted(set(organisatie.sectoren))),
        sbi_secties=tuple(sorted({gevonden.sectie for gevonden in secties if gevonden})),
        grootteklasse=size_class(organisatie.aantal_medewerkers.aantal if organisatie.aantal_medewerkers else None),
        postcodegebied=postcode[:2] if postcode[:2].isdigit() else "onbekend",
        rechtsvorm=normen.find_rechtsvorm(rechtsvorm) or rechtsvorm or "onbekend",
        status=organisatie.status,
    )


def size_class(aantal: int | None) -> str:
    """The size class of statistics by number of employees: 0, 1–9, 10–49, 50–249, 250 and more, unknown."""
    if aantal is None:
        return "ONBEKEND"
    return next((klasse for grens, klasse in _GRENZEN if aantal <= grens), "G250_PLUS")
