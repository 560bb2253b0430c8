"""Sources: how fresh what they told is, and what that means for a group.

Delivery: ``bronstand``, "up to here I told you everything". Rules: design of the view (Stand), domain reference §1.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

import orjson

from klantbeeld.domain.velden import Aantal, Gegevens, Maand, Tijd
from klantbeeld.domain.vragen import Bronregel

STANDAARDNORM = timedelta(hours=24)
STAAT_STIL = "Er kan nu niets worden bijgewerkt: u ziet de gegevens zoals ze het laatst zijn opgeslagen."


class Groepsoort(StrEnum):
    """The eight groups, in the order in which they are shown."""

    ORGANISATIEGEGEVENS = "ORGANISATIEGEGEVENS"
    PREVENTIEF_WERKEN = "PREVENTIEF_WERKEN"
    UITKERINGSGEGEVENS = "UITKERINGSGEGEVENS"
    CONTACTMANAGEMENT = "CONTACTMANAGEMENT"
    DOCUMENTEN = "DOCUMENTEN"
    FINANCIEEL = "FINANCIEEL"
    ZAAKMANAGEMENT = "ZAAKMANAGEMENT"
    GEGEVENS_WERKBEDRIJF = "GEGEVENS_WERKBEDRIJF"


class Groepstatus(StrEnum):
    """From good to bad; a group has the worst of its sources."""

    OK = "OK"
    VEROUDERD = "VEROUDERD"
    NIET_BESCHIKBAAR = "NIET_BESCHIKBAAR"
    GEEN_TOEGANG = "GEEN_TOEGANG"
    NOG_NIET_AANGESLOTEN = "NOG_NIET_AANGESLOTEN"


_ERNST = {status: plaats for plaats, status in enumerate(Groepstatus)}


class Bronstand(Gegevens):
    stand_op: Tijd
    volledig: bool
    aantal: Aantal | None = None
    dekking_vanaf: Maand | None = None


@dataclass(frozen=True, slots=True)
class Bronadressen:
    """Where a source can be asked itself: the page of an employer in its own system, and its desk for what is not right.
    ``{werkgever}`` in them is the public id of the employer, ``{groep}`` the name of the group; they hold nothing else."""

    bronpagina: str | None = None
    terugmelden: str | None = None


ZONDER_ADRESSEN = Bronadressen()


@dataclass(frozen=True, slots=True)
class Bron:
    """A source as it is configured: the groups it feeds, the kinds it delivers (empty: any of those groups), how old what it
    told may become, and where it can be asked itself."""

    bron: str
    naam: str
    groepen: frozenset[Groepsoort] = frozenset()
    soorten: frozenset[str] = frozenset()
    norm: timedelta = STANDAARDNORM
    adressen: Bronadressen = ZONDER_ADRESSEN


@dataclass(frozen=True, slots=True)
class Bronstaat:
    """A source with what the store knows of it."""

    bron: Bron
    groepen: frozenset[Groepsoort]
    geleverd: frozenset[str]
    laatste: Bronstand | None
    storing: str | None

    @property
    def has_told(self) -> bool:
        """Whether it ever told anything: then nothing found means nothing, not unknown."""
        return bool(self.geleverd) or self.laatste is not None

    def delivers(self, soort: str) -> bool:
        """Whether it is known to deliver this kind of record: configured for it, or it did."""
        return soort in self.bron.soorten or soort in self.geleverd


@dataclass(frozen=True, slots=True)
class Bronoordeel:
    """The freshness of one source, and the kinds of record that it is known to deliver. ``bijgewerkt_op`` None: it never said
    up to when it told everything."""

    bron: str
    naam: str
    status: Groepstatus
    bijgewerkt_op: datetime | None
    norm_in_seconden: int
    adressen: Bronadressen = ZONDER_ADRESSEN
    soorten: tuple[str, ...] = ()
    """Sorted: answers are kept under names that hold them."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a group stands: the worst of its sources, and the oldest moment up to which all told everything."""

    status: Groepstatus
    melding: str | None = None
    bijgewerkt_op: datetime | None = None
    bronnen: tuple[Bronoordeel, ...] = ()


def merge_bronnen(
    geconfigureerd: Mapping[str, Bron], regels: Iterable[Bronregel], groep_van: Mapping[str, Groepsoort | None]
) -> tuple[Bronstaat, ...]:
    """Every source that is configured or ever delivered, by name; ``groep_van`` gives the group of a kind of record."""
    bekend = {regel.bron: regel for regel in regels}
    staten = []
    for naam in sorted(geconfigureerd.keys() | bekend.keys()):
        bron, regel = geconfigureerd.get(naam, Bron(naam, naam)), bekend.get(naam, Bronregel(naam))
        geleverd = {groep for soort in regel.soorten if (groep := groep_van.get(soort)) is not None}
        staten.append(
            Bronstaat(
                bron=bron,
                groepen=bron.groepen | geleverd,
                geleverd=regel.soorten,
                laatste=Bronstand.model_validate(orjson.loads(regel.stand)) if regel.stand else None,
                storing=regel.storing,
            )
        )
    return tuple(staten)


def judge_bron(staat: Bronstaat, nu: datetime) -> Bronoordeel:
    """A source is out of date when its last bronstand is older than its norm, or when it never sent one."""
    stand_op = staat.laatste.stand_op if staat.laatste else None
    if staat.storing is not None:
        status = Groepstatus.NIET_BESCHIKBAAR
    elif stand_op is None or nu - stand_op > staat.bron.norm:
        status = Groepstatus.VEROUDERD
    else:
        status = Groepstatus.OK
    bron = staat.bron
    return Bronoordeel(
        bron=bron.bron,
        naam=bron.naam,
        status=status,
        bijgewerkt_op=stand_op,
        norm_in_seconden=int(bron.norm.total_seconds()),
        adressen=bron.adressen,
        soorten=tuple(sorted(bron.soorten | staat.geleverd)),
    )


def judge_groep(groep: Groepsoort, staten: Iterable[Bronstaat], nu: datetime) -> Stand:
    """How a group stands now, from the sources that are connected to it."""
    oordelen = tuple(judge_bron(staat, nu) for staat in staten if groep in staat.groepen)
    if not oordelen:
        return Stand(Groepstatus.NOG_NIET_AANGESLOTEN, "Er is nog geen bron aangesloten op deze gegevensgroep.")
    status = max((oordeel.status for oordeel in oordelen), key=_ERNST.__getitem__)
    standen = [oordeel.bijgewerkt_op for oordeel in oordelen if oordeel.bijgewerkt_op is not None]
    return Stand(
        status=status,
        melding=_describe(status, oordelen),
        bijgewerkt_op=min(standen) if len(standen) == len(oordelen) else None,
        bronnen=oordelen,
    )


def merge_standen(standen: Iterable[Stand]) -> Stand:
    """How several groups stand together: the worst of those that are shown, with each source and what is to be told, once."""
    alle = list(standen)
    dicht = {Groepstatus.GEEN_TOEGANG, Groepstatus.NOG_NIET_AANGESLOTEN}
    getoond = [stand for stand in alle if stand.status not in dicht] or alle
    momenten = [stand.bijgewerkt_op for stand in getoond if stand.bijgewerkt_op is not None]
    bronnen = tuple({oordeel.bron: oordeel for stand in getoond for oordeel in stand.bronnen}.values())
    eigen = dict.fromkeys(melding for stand in getoond if (melding := _find_eigen(stand)) is not None)
    van_bronnen = (_describe(status, bronnen) for status in (Groepstatus.NIET_BESCHIKBAAR, Groepstatus.VEROUDERD))
    return Stand(
        status=max((stand.status for stand in getoond), key=_ERNST.__getitem__),
        melding=" ".join(filter(None, (*eigen, *van_bronnen))) or None,
        bijgewerkt_op=min(momenten) if len(momenten) == len(getoond) else None,
        bronnen=bronnen,
    )


def stand_still(stand: Stand) -> Stand:
    """How a group stands while nothing can be written to the store, whatever its sources told in time."""
    if stand.status not in {Groepstatus.OK, Groepstatus.VEROUDERD}:
        return stand
    return replace(stand, status=Groepstatus.VEROUDERD, melding=" ".join(filter(None, (STAAT_STIL, stand.melding))))


def _find_eigen(stand: Stand) -> str | None:
    """What a group says beside how its sources stand."""
    if stand.melding is not None and stand.melding.startswith(STAAT_STIL):
        return STAAT_STIL
    return None if stand.melding == _describe(stand.status, stand.bronnen) else stand.melding


def _describe(status: Groepstatus, bronnen: Iterable[Bronoordeel]) -> str | None:
    """What there is to say of the sources that stand like this; None when there are none, or nothing to say."""
    oordelen = [oordeel for oordeel in bronnen if oordeel.status is status]
    if status is Groepstatus.NIET_BESCHIKBAAR and oordelen:
        namen, werkwoord = _join(oordelen, "is", "zijn")
        return f"{namen} {werkwoord} nu niet beschikbaar; u ziet de laatst bekende gegevens."
    if status is not Groepstatus.VEROUDERD or not oordelen:
        return None
    if nooit := [oordeel for oordeel in oordelen if oordeel.bijgewerkt_op is None]:
        namen, werkwoord = _join(nooit, "heeft", "hebben")
        return (
            f"Deze gegevens kunnen verouderd zijn: {namen} {werkwoord} nog nooit gemeld tot wanneer de gegevens compleet zijn."
        )
    namen, werkwoord = _join(oordelen, "heeft", "hebben")
    return f"Deze gegevens kunnen verouderd zijn: {namen} {werkwoord} langer dan afgesproken niets gemeld."


def _join(oordelen: Sequence[Bronoordeel], een: str, meer: str) -> tuple[str, str]:
    """The names of sources, and the verb that goes with them."""
    voor, laatste = ", ".join(oordeel.naam for oordeel in oordelen[:-1]), oordelen[-1].naam
    return (f"{voor} en {laatste}", meer) if voor else (laatste, een)


def covered_from(staten: Iterable[Bronstaat], groep: Groepsoort, soort: str) -> str | None:
    """The month from which the sources of a kind of record have data, None when none of them named one. Sources of the
    group that are known to deliver the kind decide; when there are none, all sources of the group."""
    van_groep = [staat for staat in staten if groep in staat.groepen]
    van_soort = [staat for staat in van_groep if staat.delivers(soort)] or van_groep
    maanden = [
        staat.laatste.dekking_vanaf
        for staat in van_soort
        if staat.laatste is not None and staat.laatste.dekking_vanaf is not None
    ]
    return max(maanden, default=None)


def find_readable(staten: Iterable[Bronstaat], soort: str, nu: datetime) -> dict[str, bool]:
    """The sources that are known to deliver a kind of record, and of each whether it can be read."""
    return {
        staat.bron.bron: judge_bron(staat, nu).status is not Groepstatus.NIET_BESCHIKBAAR
        for staat in staten
        if staat.delivers(soort)
    }
