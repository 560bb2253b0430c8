"""Samenvattingen: what an employee must know of an employer at one glance, told from the groups of the view.

Each part is what it tells, or ``Onbekend`` with why. "None" is told only when that is certain: the sources of the group can be
read, and each told everything up to a moment that is not too long ago. Lists are judged by the page that was asked: what may be
more says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from klantbeeld.domain.beeld import GROEPSREGELS, Groepsbeeld
from klantbeeld.domain.betalingen import Openstaand
from klantbeeld.domain.bladzijden import Bladzijde
from klantbeeld.domain.bronnen import Groepsoort, Groepstatus
from klantbeeld.domain.contacten import Contactregel, Machtiging
from klantbeeld.domain.ontbrekend import Ontbreekreden
from klantbeeld.domain.organisaties import AantalMedewerkers, Sectorregel
from klantbeeld.domain.preventie import Periode, Verhouding
from klantbeeld.domain.preventie_beeld import Boetes, Loonsancties
from klantbeeld.domain.uitkeringen import REGELINGEN, Regeling, Regelingblok
from klantbeeld.domain.zaken import Mijlpaalstand, Zaakregel

_SOORT_VAN = {regel.model: soort for soort, regel in GROEPSREGELS.items()}
_DRINGEND = frozenset({Mijlpaalstand.TE_LAAT, Mijlpaalstand.VANDAAG, Mijlpaalstand.BINNEN_14_DAGEN})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Onbekend:
    """Nothing can be told, and why: one of the four kinds of nothing, or how the whole group stands. ``niets_tot``: up to then
    it is certain that there was none; what came since is not known."""

    groep: Groepsoort
    oorzaak: Ontbreekreden | Groepstatus
    melding: str | None
    niets_tot: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kenschets:
    """Who this is, in one line."""

    rechtsvorm: str | Onbekend
    sectoren: tuple[Sectorregel, ...] | Onbekend
    medewerkers: AantalMedewerkers | Onbekend
    status: str | Onbekend
    sinds: date | Onbekend


@dataclass(frozen=True, slots=True)
class Eigenrisico:
    """Of each scheme whether the employer carries the risk itself on the peildatum."""

    peildatum: date
    regelingen: Mapping[Regeling, Regelingblok | Onbekend]


@dataclass(frozen=True, slots=True)
class Aandachtspunt:
    """A milestone of a running case that is near or late; ``uiterlijk`` is the day by which it is due now."""

    zaak: Zaakregel
    mijlpaal: str
    uiterlijk: date
    stand: Mijlpaalstand


@dataclass(frozen=True, slots=True)
class LopendeZaken:
    """``aandachtspunten`` of the first ``gelezen`` cases, by the day they are due; ``is_minimum``: the others may have more."""

    aantal: int
    gelezen: int
    aandachtspunten: tuple[Aandachtspunt, ...]
    is_minimum: bool


@dataclass(frozen=True, slots=True)
class OpenContacten:
    """Contacts that somebody still has to do something for, newest first; ``is_minimum``: beyond the page may be more."""

    contacten: tuple[Contactregel, ...]
    is_minimum: bool


@dataclass(frozen=True, slots=True)
class LopendeLoonsanctie:
    """Of the running sanctions the last day of the longest."""

    laatste_dag: date | Onbekend


@dataclass(frozen=True, slots=True)
class Openstaandezaken:
    """What is going on. ``loonsanctie`` None: none is running."""

    zaken: LopendeZaken | Onbekend
    contacten: OpenContacten | Onbekend
    vorderingen: Openstaand | Onbekend
    boetes: Boetes | Onbekend
    loonsanctie: LopendeLoonsanctie | Onbekend | None


@dataclass(frozen=True, slots=True)
class Preventiecijfers:
    """The figures of prevention with what they are made of."""

    periode: Periode
    verslagen: int | Onbekend
    loonsancties: Loonsancties | Onbekend
    loonsanctie_percentage: Verhouding | Onbekend
    digitaliseringsgraad: Verhouding | Onbekend
    boetes: Boetes | Onbekend


def summarise_organisatie(beeld: Groepsbeeld) -> Kenschets:
    """Who this is: legal form, sectors, size, and its status since when."""
    return Kenschets(
        rechtsvorm=_take(beeld, "rechtsvorm", beeld.groep.rechtsvorm),
        sectoren=_take(beeld, "sectoren", beeld.groep.sectoren or None),
        medewerkers=_take(beeld, "aantalMedewerkers", beeld.groep.aantal_medewerkers),
        status=_take(beeld, "status", beeld.groep.status),
        sinds=_take(beeld, "statusSinds", beeld.groep.status_sinds),
    )


def summarise_uitkeringen(beeld: Groepsbeeld) -> Eigenrisico | Onbekend:
    """Eigenrisicodrager per scheme, on the peildatum for which the group was asked."""
    if (onbekend := explain_nothing(beeld, "peildatum")) is not None:
        return onbekend
    regelingen: dict[Regeling, Regelingblok | Onbekend] = {}
    for regeling in REGELINGEN:
        onbekend = explain_nothing(beeld, f"{regeling.lower()}.isEigenrisicodrager")
        regelingen[regeling] = onbekend or getattr(beeld.groep, regeling.lower())
    return Eigenrisico(beeld.groep.peildatum, regelingen)


def summarise_openstaand(beelden: Mapping[Groepsoort, Groepsbeeld]) -> Openstaandezaken:
    """What is going on. The group of cases is the one that was asked for those that run."""
    preventie = beelden[Groepsoort.PREVENTIEF_WERKEN]
    return Openstaandezaken(
        zaken=_summarise_zaken(beelden[Groepsoort.ZAAKMANAGEMENT]),
        contacten=_summarise_open_contacten(beelden[Groepsoort.CONTACTMANAGEMENT]),
        vorderingen=_summarise_vorderingen(beelden[Groepsoort.FINANCIEEL]),
        boetes=_summarise_boetes(preventie),
        loonsanctie=_summarise_loonsanctie(preventie),
    )


def summarise_gemachtigden(beeld: Groepsbeeld) -> tuple[Machtiging, ...] | Onbekend:
    """Who may speak for the employer today; none when nobody may."""
    gemachtigden: tuple[Machtiging, ...] = beeld.groep.gemachtigden
    return explain_nothing(beeld, "gemachtigden") or gemachtigden or doubt_nothing(beeld) or ()


def summarise_laatste_contact(beeld: Groepsbeeld) -> Contactregel | Onbekend | None:
    """The newest contact, None when there never was one."""
    bladzijde: Bladzijde[Contactregel] = beeld.groep.contacten
    if bladzijde.edges:
        return bladzijde.edges[0].node
    return explain_nothing(beeld, "contacten.edges") or doubt_nothing(beeld)


def summarise_preventie(beeld: Groepsbeeld) -> Preventiecijfers | Onbekend:
    """The figures of prevention; a figure that is nothing is told only when that is certain."""
    if (onbekend := explain_nothing(beeld, "periode")) is not None:
        return onbekend
    groep, twijfel = beeld.groep, doubt_nothing(beeld)
    sancties: Loonsancties = groep.loonsancties
    return Preventiecijfers(
        periode=groep.periode,
        verslagen=groep.reintegratieverslagen or twijfel or 0,
        loonsancties=sancties if sancties.totaal or sancties.zonder_verslag else twijfel or sancties,
        loonsanctie_percentage=groep.loonsanctie_percentage
        if groep.loonsanctie_percentage.noemer
        else twijfel or groep.loonsanctie_percentage,
        digitaliseringsgraad=groep.digitaliseringsgraad
        if groep.digitaliseringsgraad.noemer
        else twijfel or groep.digitaliseringsgraad,
        boetes=_summarise_boetes(beeld),
    )


def explain_nothing(beeld: Groepsbeeld, veld: str) -> Onbekend | None:
    """Why a field (by the name of the contract) holds nothing; None when the group does not name it as missing."""
    reden = next((deel.reden for deel in beeld.groep.ontbrekend if deel.veld == veld), None)
    if reden is None:
        return None
    oorzaak = reden if beeld.is_gelezen else beeld.stand.status
    return Onbekend(_SOORT_VAN[type(beeld.groep)], oorzaak, beeld.stand.melding)


def doubt_nothing(beeld: Groepsbeeld) -> Onbekend | None:
    """Why nothing found in a group does not mean that there is nothing; None when it does mean that."""
    stand = beeld.stand
    if stand.status is Groepstatus.OK and stand.bijgewerkt_op is not None:
        return None
    niets_tot = stand.bijgewerkt_op if stand.status is Groepstatus.VEROUDERD else None
    return Onbekend(_SOORT_VAN[type(beeld.groep)], stand.status, stand.melding, niets_tot)


def _take(beeld: Groepsbeeld, veld: str, waarde: T | None) -> T | Onbekend:
    """The value, or why there is none: an empty list that the source delivered is empty at the source."""
    if waarde is not None:
        return waarde
    leeg = Onbekend(_SOORT_VAN[type(beeld.groep)], Ontbreekreden.LEEG_BIJ_BRON, beeld.stand.melding)
    return explain_nothing(beeld, veld) or leeg


def _summarise_zaken(beeld: Groepsbeeld) -> LopendeZaken | Onbekend:
    if (onbekend := explain_nothing(beeld, "totaal")) is not None:
        return onbekend
    bladzijde: Bladzijde[Zaakregel] = beeld.groep.bladzijde
    if not bladzijde.totaal and (twijfel := doubt_nothing(beeld)) is not None:
        return twijfel
    punten = [punt for edge in bladzijde.edges for punt in list_aandachtspunten(edge.node)]
    return LopendeZaken(
        aantal=bladzijde.totaal or 0,
        gelezen=len(bladzijde.edges),
        aandachtspunten=tuple(sorted(punten, key=_due)),
        is_minimum=bladzijde.page_info.has_next_page,
    )


def list_aandachtspunten(zaak: Zaakregel) -> list[Aandachtspunt]:
    """The milestones of a case that are near or late."""
    return [
        Aandachtspunt(zaak, mijlpaal.naam, uiterlijk, mijlpaal.stand)
        for mijlpaal in zaak.mijlpalen
        if mijlpaal.stand in _DRINGEND and (uiterlijk := mijlpaal.uitgesteld_tot or mijlpaal.datum) is not None
    ]


def _due(punt: Aandachtspunt) -> tuple[date, str, str]:
    return punt.uiterlijk, punt.mijlpaal, punt.zaak.id


def _summarise_open_contacten(beeld: Groepsbeeld) -> OpenContacten | Onbekend:
    if (onbekend := explain_nothing(beeld, "contacten.edges")) is not None:
        return onbekend
    bladzijde: Bladzijde[Contactregel] = beeld.groep.contacten
    open_ = tuple(edge.node for edge in bladzijde.edges if edge.node.status == "open")
    if not open_ and (twijfel := doubt_nothing(beeld)) is not None:
        return twijfel
    return OpenContacten(open_, bladzijde.page_info.has_next_page)


def _summarise_vorderingen(beeld: Groepsbeeld) -> Openstaand | Onbekend:
    openstaand: Openstaand = beeld.groep.openstaand
    onbekend = explain_nothing(beeld, "openstaand")
    if onbekend is None and not openstaand.aantal:
        onbekend = doubt_nothing(beeld)
    return onbekend or openstaand


def _summarise_boetes(beeld: Groepsbeeld) -> Boetes | Onbekend:
    boetes: Boetes = beeld.groep.boetes
    onbekend = explain_nothing(beeld, "boetes")
    if onbekend is None and not (boetes.huidig_aantal or boetes.voornemens or boetes.waarschuwingen or boetes.ingetrokken):
        onbekend = doubt_nothing(beeld)
    return onbekend or boetes


def _summarise_loonsanctie(beeld: Groepsbeeld) -> LopendeLoonsanctie | Onbekend | None:
    if (onbekend := explain_nothing(beeld, "loonsancties")) is not None:
        return onbekend
    einde: Any = beeld.groep.loonsancties.lopende_tot or explain_nothing(beeld, "loonsancties.lopendeTot")
    if isinstance(einde, Onbekend) and einde.oorzaak is Ontbreekreden.NIET_VAN_TOEPASSING:
        return doubt_nothing(beeld)
    return LopendeLoonsanctie(einde)
