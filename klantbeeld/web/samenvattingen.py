"""The one-glance summary in Dutch sentences: each part of it a line, or a line that says why there is none."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from klantbeeld.domain.betalingen import Openstaand
from klantbeeld.domain.bronnen import Groepstatus
from klantbeeld.domain.contacten import Contactregel, Machtiging
from klantbeeld.domain.groepen import GROEPEN
from klantbeeld.domain.ontbrekend import Ontbreekreden
from klantbeeld.domain.organisaties import AantalMedewerkers, Sectorregel
from klantbeeld.domain.preventie import Verhouding
from klantbeeld.domain.preventie_beeld import Boetes, Loonsancties
from klantbeeld.domain.samenvattingen import (
    Aandachtspunt,
    Eigenrisico,
    Kenschets,
    LopendeLoonsanctie,
    LopendeZaken,
    Onbekend,
    OpenContacten,
    Openstaandezaken,
    Preventiecijfers,
)
from klantbeeld.domain.uitkeringen import Regelingblok
from klantbeeld.domain.wijzigingen import WIJZIGINGSGROEPEN, Wijziging, Wijzigingen, Wijzigingsoort, name_zaak
from klantbeeld.domain.zaken import Mijlpaalstand
from klantbeeld.web.opmaak import explain_niets, join_en, show_aantal, show_bedrag, show_dag, show_moment, show_woord

MEESTE_PUNTEN = 6
"""So many lines of a list are told; of the others how many there are."""
NIET_ALLES = "niet alles is bekeken"
"""Why there may be more than is told."""
_TITELS = {groep.soort: groep.titel for groep in GROEPEN}
_WIJZIGINGEN = {
    Wijzigingsoort.DOCUMENT: "nieuw document",
    Wijzigingsoort.BESLUIT: "nieuw besluit",
    Wijzigingsoort.ZAAK_BEGONNEN: "zaak begonnen",
    Wijzigingsoort.ZAAK_GESLOTEN: "zaak gesloten",
    Wijzigingsoort.BETALING: "betaling",
    Wijzigingsoort.EIGENRISICO_BEGONNEN: "eigenrisicodrager geworden voor",
    Wijzigingsoort.EIGENRISICO_GEEINDIGD: "geen eigenrisicodrager meer voor",
}
_BETALING_AAN = {"WN": "directe betaling aan de werknemer", "WG": "directe betaling aan de werkgever"}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Regel:
    """A line under a name, and a list below it. ``is_niets``: it says why nothing is told."""

    naam: str
    tekst: str
    lijst: tuple[str, ...] = ()
    is_niets: bool = False


def explain_onbekend(onbekend: Onbekend) -> str:
    """Why nothing is told, in words."""
    if onbekend.niets_tot is not None:
        return f"geen tot {show_moment(onbekend.niets_tot)}, daarna onbekend"
    if isinstance(onbekend.oorzaak, Ontbreekreden):
        return explain_niets(onbekend.oorzaak)
    if onbekend.oorzaak in {Groepstatus.GEEN_TOEGANG, Groepstatus.NOG_NIET_AANGESLOTEN}:
        return show_woord(onbekend.oorzaak)
    return f"onbekend. {onbekend.melding or 'Deze gegevens kunnen nu niet worden gelezen.'}"


def make_regel(naam: str, waarde: T | Onbekend, write: Callable[[T], str]) -> Regel:
    """A value in words, or why it is not known."""
    if isinstance(waarde, Onbekend):
        return Regel(naam, explain_onbekend(waarde), is_niets=True)
    return Regel(naam, write(waarde))


def describe_kenschets(kenschets: Kenschets) -> list[Regel]:
    """Who this is, in one line."""
    delen = [
        _name_of("rechtsvorm", kenschets.rechtsvorm, str),
        _name_of("sector", kenschets.sectoren, _write_sectoren),
        _name_of("aantal medewerkers", kenschets.medewerkers, _write_medewerkers),
        _name_of("status", kenschets.status, show_woord),
        _name_of("status sinds", kenschets.sinds, lambda dag: f"sinds {show_dag(dag)}"),
    ]
    return [Regel("Wie", " · ".join(delen))]


def describe_eigenrisico(eigenrisico: Eigenrisico | Onbekend) -> list[Regel]:
    """A line per scheme, on the day that was asked."""
    if isinstance(eigenrisico, Onbekend):
        return [make_regel("Eigenrisicodrager", eigenrisico, str)]
    return [make_regel(regeling, blok, _write_regeling) for regeling, blok in eigenrisico.regelingen.items()]


def describe_openstaand(openstaand: Openstaandezaken) -> list[Regel]:
    """What is going on."""
    sanctie = openstaand.loonsanctie
    return [
        _describe_zaken(openstaand.zaken),
        _describe_contacten(openstaand.contacten),
        make_regel("Vorderingen", openstaand.vorderingen, _write_vorderingen),
        make_regel("Boetes", openstaand.boetes, _write_boetes),
        Regel("Loonsanctie", "geen lopende loonsanctie")
        if sanctie is None
        else make_regel("Loonsanctie", sanctie, _write_loonsanctie),
    ]


def describe_contact(gemachtigden: tuple[Machtiging, ...] | Onbekend, laatste: Contactregel | Onbekend | None) -> list[Regel]:
    """Who may speak for the employer, and the last contact."""
    wie = make_regel("Gemachtigd", gemachtigden, lambda lijst: _count(len(lijst), "gemachtigde", "gemachtigden"))
    if isinstance(gemachtigden, tuple):
        wie = Regel(wie.naam, wie.tekst, _shorten([_write_machtiging(machtiging) for machtiging in gemachtigden]))
    contact = Regel("Laatste contact", "geen") if laatste is None else make_regel("Laatste contact", laatste, _write_contact)
    return [wie, contact]


def describe_preventie(cijfers: Preventiecijfers | Onbekend) -> list[Regel]:
    """The figures of prevention with their sums."""
    if isinstance(cijfers, Onbekend):
        return [make_regel("Cijfers", cijfers, str)]
    periode = f"{show_dag(cijfers.periode.van)} tot en met {show_dag(cijfers.periode.tot)}"
    return [
        Regel("Periode", periode),
        make_regel("Re-integratieverslagen", cijfers.verslagen, show_aantal),
        make_regel("Loonsancties", cijfers.loonsancties, _write_loonsancties),
        make_regel("Loonsancties / verslagen", cijfers.loonsanctie_percentage, _write_verhouding),
        make_regel("Digitaliseringsgraad", cijfers.digitaliseringsgraad, _write_verhouding),
        make_regel("Boetes", cijfers.boetes, _write_boetes),
    ]


def describe_wijzigingen(wijzigingen: Wijzigingen | Onbekend | None) -> list[Regel]:
    """What changed since the contact before."""
    if wijzigingen is None:
        return [Regel("Vorig contact", "geen")]
    if isinstance(wijzigingen, Onbekend):
        return [make_regel("Vorig contact", wijzigingen, str)]
    lijst = _shorten([_write_wijziging(wijziging) for wijziging in wijzigingen.regels])
    onbekend = [make_regel(_TITELS[deel.groep], deel, str) for deel in wijzigingen.onbekend]
    return [Regel(f"Sinds {show_dag(wijzigingen.sinds)}", _count_wijzigingen(wijzigingen), lijst), *onbekend]


def _name_of(naam: str, waarde: T | Onbekend, write: Callable[[T], str]) -> str:
    return f"{naam}: {explain_onbekend(waarde)}" if isinstance(waarde, Onbekend) else write(waarde)


def _count(aantal: int, een: str, meer: str, *, is_minimum: bool = False) -> str:
    """So many: ``geen zaken``, ``1 zaak``; as a minimum with why: ``minstens 3 zaken (niet alles is bekeken)``."""
    geteld = f"{show_aantal(aantal)} {een if aantal == 1 else meer}" if aantal else f"geen {meer}"
    if not is_minimum:
        return geteld
    return f"minstens {geteld} ({NIET_ALLES})" if aantal else f"{geteld} gevonden ({NIET_ALLES})"


def _count_wijzigingen(wijzigingen: Wijzigingen) -> str:
    """How many there are; of groups that are not known never that there are none."""
    if wijzigingen.regels or not wijzigingen.onbekend:
        is_minimum = wijzigingen.is_minimum or bool(wijzigingen.onbekend)
        return _count(len(wijzigingen.regels), "wijziging", "wijzigingen", is_minimum=is_minimum)
    onbekend = {deel.groep for deel in wijzigingen.onbekend}
    bekend = [_TITELS[groep] for groep in WIJZIGINGSGROEPEN if groep not in onbekend]
    if not bekend:
        return "niet bekend wat er is veranderd"
    meer = f" gevonden ({NIET_ALLES})" if wijzigingen.is_minimum else ""
    return f"geen wijzigingen in {join_en(bekend)}{meer}"


def _shorten(lijst: Sequence[str]) -> tuple[str, ...]:
    over = len(lijst) - MEESTE_PUNTEN
    return (*lijst[:MEESTE_PUNTEN], f"en nog {show_aantal(over)}") if over > 0 else tuple(lijst)


def _join(delen: Iterable[str | None]) -> str:
    return " · ".join(deel for deel in delen if deel)


def _write_sectoren(sectoren: Sequence[Sectorregel]) -> str:
    return "sector " + ", ".join(f"{sector.code} ({sector.omschrijving})" for sector in sectoren)


def _write_medewerkers(medewerkers: AantalMedewerkers) -> str:
    op = f" op {show_dag(medewerkers.peildatum)}" if medewerkers.peildatum else ""
    return _count(medewerkers.aantal, "medewerker", "medewerkers") + op


def _write_regeling(blok: Regelingblok) -> str:
    """Also who pays then, but where the source contradicts itself."""
    nee = "nee" if blok.opmerking else "nee, UWV betaalt"
    return _join(
        (
            "ja" if blok.is_eigenrisicodrager else nee,
            f"sinds {show_dag(blok.datum)}" if blok.datum else None,
            blok.verzekeraar,
            f"intermediair {blok.intermediair}" if blok.intermediair else None,
            _BETALING_AAN.get(blok.directe_betaling or "", blok.directe_betaling),
            f"let op: {blok.opmerking}" if blok.opmerking else None,
        )
    )


def _describe_zaken(zaken: LopendeZaken | Onbekend) -> Regel:
    if isinstance(zaken, Onbekend):
        return make_regel("Zaken", zaken, str)
    per_zaak: dict[str, list[Aandachtspunt]] = {}
    for punt in zaken.aandachtspunten:
        per_zaak.setdefault(punt.zaak.id, []).append(punt)
    aantal = _count(zaken.aantal, "lopende zaak", "lopende zaken")
    meer = (
        f"; alleen van de nieuwste {show_aantal(zaken.gelezen)} staat hier wat te laat of dichtbij is"
        if zaken.is_minimum
        else ""
    )
    return Regel("Zaken", aantal + meer, _shorten([_write_punten(punten) for punten in per_zaak.values()]))


def _write_punten(punten: Sequence[Aandachtspunt]) -> str:
    """What is late or near in one case: of what is late how many, and since when; then what is due next."""
    laat = [punt for punt in punten if punt.stand is Mijlpaalstand.TE_LAAT]
    te_laat = f"{_count(len(laat), 'mijlpaal', 'mijlpalen')} te laat, sinds {show_dag(laat[0].uiterlijk)}" if laat else None
    dichtbij = [f"{punt.mijlpaal} uiterlijk {show_dag(punt.uiterlijk)}" for punt in punten if punt not in laat]
    return f"{name_zaak(punten[0].zaak)}: {_join((te_laat, *dichtbij))}"


def _describe_contacten(contacten: OpenContacten | Onbekend) -> Regel:
    if isinstance(contacten, Onbekend):
        return make_regel("Contacten", contacten, str)
    aantal = _count(len(contacten.contacten), "open contact", "open contacten", is_minimum=contacten.is_minimum)
    return Regel("Contacten", aantal, _shorten([_write_contact(contact) for contact in contacten.contacten]))


def _write_contact(contact: Contactregel) -> str:
    return f"{show_moment(contact.datum)} · {contact.kanaal} · {contact.onderwerp} · {show_woord(contact.status)}"


def _write_vorderingen(openstaand: Openstaand) -> str:
    if not openstaand.aantal:
        return "geen openstaande vorderingen"
    aantal = _count(openstaand.aantal, "openstaande vordering", "openstaande vorderingen")
    return f"{aantal}, samen {show_bedrag(openstaand.bedrag_in_centen)}"


def _write_boetes(boetes: Boetes) -> str:
    opgelegd = _count(boetes.huidig_aantal, "boete opgelegd", "boetes opgelegd")
    return _join(
        (
            f"{opgelegd}, samen {show_bedrag(boetes.bedrag_in_centen)}" if boetes.huidig_aantal else opgelegd,
            _count(boetes.voornemens, "voornemen", "voornemens") if boetes.voornemens else None,
            _count(boetes.waarschuwingen, "waarschuwing", "waarschuwingen") if boetes.waarschuwingen else None,
        )
    )


def _write_loonsanctie(sanctie: LopendeLoonsanctie) -> str:
    dag = sanctie.laatste_dag
    if isinstance(dag, Onbekend):
        return f"loopt; de laatste dag is {explain_onbekend(dag)}"
    return f"loopt tot en met {show_dag(dag)}"


def _write_loonsancties(loonsancties: Loonsancties) -> str:
    som = f"{loonsancties.administratief} administratief + {loonsancties.inhoudelijk} inhoudelijk = {loonsancties.totaal}"
    return som + (f" · {loonsancties.zonder_verslag} zonder verslag" if loonsancties.zonder_verslag else "")


def _write_verhouding(verhouding: Verhouding) -> str:
    return verhouding.uitleg


def _write_machtiging(machtiging: Machtiging) -> str:
    omvang = machtiging.omvang or f"omvang {explain_niets(machtiging.reason_for('omvang'))}"
    tot = f"tot {show_dag(machtiging.tot)}" if machtiging.tot else f"einde {explain_niets(machtiging.reason_for('tot'))}"
    return f"{machtiging.gemachtigde} ({machtiging.soort}) · {omvang} · {tot}"


def _write_wijziging(wijziging: Wijziging) -> str:
    bedrag = None if wijziging.bedrag_in_centen is None else show_bedrag(wijziging.bedrag_in_centen)
    return _join((f"{show_dag(wijziging.datum)} {_WIJZIGINGEN[wijziging.soort]} {wijziging.onderwerp}", bedrag))
