"""Groups of the view as the product assembles them, out of records that a store would give for its questions."""

from collections.abc import Iterable, Mapping
from typing import Any

from indexers.registry import PROJECTIES
from klantbeeld.domain.beeld import GROEPSREGELS, Groepsbeeld, make_denied, make_failed
from klantbeeld.domain.betalingen import Financieelparameters
from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.domain.bronnen import Groepsoort, Groepstatus, Stand
from klantbeeld.domain.contacten import Contactparameters
from klantbeeld.domain.documenten import Documentparameters
from klantbeeld.domain.items import Kenmerken, Record, Recordlijst
from klantbeeld.domain.organisaties import Organisatieparameters
from klantbeeld.domain.preventie_beeld import Preventieparameters
from klantbeeld.domain.uitkeringen import Uitkeringsparameters
from klantbeeld.domain.vragen import Itemsvraag, Telling, Telvraag
from klantbeeld.domain.werkbedrijf import Werkbedrijfparameters
from klantbeeld.domain.zaken import Zaakparameters
from tests.bouwers_domein import NORMEN, NU, make_kader, make_organisatie, make_record

OP_TIJD = Stand(Groepstatus.OK, None, NU)
OUD = Stand(Groepstatus.VEROUDERD, "langer dan afgesproken niets gemeld", NU)
NOOIT_GEMELD = Stand(Groepstatus.VEROUDERD, "heeft nog nooit gemeld", None)
BRON_WEG = Stand(Groepstatus.NIET_BESCHIKBAAR, "K3CR is nu niet beschikbaar", NU)
GEEN_TOEGANG = Stand(Groepstatus.GEEN_TOEGANG, "Uw rol geeft geen toegang")

PARAMETERS: dict[Groepsoort, Any] = {
    Groepsoort.ORGANISATIEGEGEVENS: Organisatieparameters(),
    Groepsoort.PREVENTIEF_WERKEN: Preventieparameters(),
    Groepsoort.UITKERINGSGEGEVENS: Uitkeringsparameters(),
    Groepsoort.CONTACTMANAGEMENT: Contactparameters(),
    Groepsoort.DOCUMENTEN: Documentparameters(),
    Groepsoort.FINANCIEEL: Financieelparameters(),
    Groepsoort.ZAAKMANAGEMENT: Zaakparameters(),
    Groepsoort.GEGEVENS_WERKBEDRIJF: Werkbedrijfparameters(),
}
GESLOTEN = Zaakparameters(status="gesloten")


def make_beeld(soort: Groepsoort, *records: Record[Any], stand: Stand = OP_TIJD, parameters: object = None) -> Groepsbeeld:
    """A group out of these records (of any kind; what it does not ask is left aside), read without a failure."""
    gevraagd = parameters or PARAMETERS[soort]
    if not any(type(record.gegevens).__name__ == "Organisatie" for record in records):
        records += (make_record(make_organisatie(), "cws/O1"),)
    kader = make_kader()
    vragen: Mapping[str, Any] = GROEPSREGELS[soort].ask(kader, gevraagd)
    antwoorden = {naam: _answer(vraag, records) for naam, vraag in vragen.items()}
    return Groepsbeeld(stand, GROEPSREGELS[soort].assemble(antwoorden, kader, gevraagd))


def make_beelden(*records: Record[Any], stand: Stand = OP_TIJD) -> dict[Groepsoort, Groepsbeeld]:
    """Every group out of these records."""
    return {soort: make_beeld(soort, *records, stand=stand) for soort in Groepsoort}


def fail_beeld(soort: Groepsoort) -> Groepsbeeld:
    """A group that could not be read."""
    return make_failed(soort, OP_TIJD)


def deny_beeld(soort: Groepsoort) -> Groepsbeeld:
    """A group that the reader has no right to."""
    return make_denied(soort, GEEN_TOEGANG)


def small(first: int) -> dict[Groepsoort, Any]:
    """The parameters of the groups with a list, with pages of this length."""
    blad = Bladvraag(first)
    return PARAMETERS | {
        Groepsoort.CONTACTMANAGEMENT: Contactparameters(blad),
        Groepsoort.DOCUMENTEN: Documentparameters(bladvraag=blad),
        Groepsoort.FINANCIEEL: Financieelparameters(blad),
        Groepsoort.ZAAKMANAGEMENT: Zaakparameters(bladvraag=blad),
    }


def _answer(vraag: Itemsvraag | Telvraag, records: Iterable[Record[Any]]) -> Any:
    """What a store answers, for records that are all of this employer."""
    van_soort = [(record, _project(record)) for record in records if type(record.gegevens).__name__.lower() == vraag.soort]
    passend = [
        (record, kenmerken)
        for record, kenmerken in van_soort
        if (vraag.van is None or kenmerken.sortering >= vraag.van)
        and (vraag.tot is None or kenmerken.sortering <= vraag.tot)
        and (isinstance(vraag, Telvraag) or vraag.kenmerk in {None, kenmerken.kenmerk})
    ]
    if isinstance(vraag, Telvraag):
        return _count([kenmerken for _, kenmerken in passend])
    op_id = sorted(passend, key=lambda paar: paar[0].id)
    op_volgorde = sorted(op_id, key=lambda paar: paar[1].sortering, reverse=not vraag.oplopend)
    return Recordlijst(tuple(record for record, _ in op_volgorde)[: vraag.limiet], len(op_volgorde))


def _project(record: Record[Any]) -> Kenmerken:
    kenmerken: Kenmerken = PROJECTIES[type(record.gegevens).__name__.lower()](record.gegevens, NORMEN)
    return kenmerken


def _count(kenmerken: list[Kenmerken]) -> tuple[Telling, ...]:
    return tuple(Telling(deel.kenmerk, deel.regeling, deel.sortering[:4], 1, deel.bedrag or 0) for deel in kenmerken)
