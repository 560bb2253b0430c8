"""How values are written on a page, in Dutch: days, moments, amounts, words of the contract, and the four kinds of nothing."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from markupsafe import Markup
from pydantic.alias_generators import to_camel

from klantbeeld.domain.gegevens import Gegevensoort, make_vindterm
from klantbeeld.domain.klok import AMSTERDAM
from klantbeeld.domain.ontbrekend import Ontbreekreden

NIETS = {
    Ontbreekreden.LEEG_BIJ_BRON: "leeg bij de bron",
    Ontbreekreden.NIET_GELEVERD: "niet geleverd",
    Ontbreekreden.GEEN_TOEGANG: "geen toegang",
    Ontbreekreden.NIET_VAN_TOEPASSING: "niet van toepassing",
}
"""What is said where there is nothing."""
_WOORDEN = {
    "beeindigd": "beëindigd",
    "beeindigingsbeschikking": "beëindigingsbeschikking",
    "in_oprichting": "in oprichting",
    "in_liquidatie": "in liquidatie",
    "surseance": "surseance van betaling",
    "wn": "aan de werknemer (WN)",
    "wg": "aan de werkgever (WG)",
}
"""Words of the contract that are written otherwise in Dutch."""
_MAANDEN = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_MAILADRES = re.compile(r"[A-Za-z0-9.!#$*/=_{|}~'+-]+@[A-Za-z0-9.-]+")
_DAG = re.compile(r"([0-9]{2}-[0-9]{2}-[0-9]{4}(?: [0-9]{2}:[0-9]{2})?)")
_HARD = "\N{NO-BREAK SPACE}"


def show_dag(dag: date) -> str:
    """A day: ``15-10-2023``."""
    return f"{dag:%d-%m-%Y}"


def show_maand(maand: str) -> str:
    """A month, ``2023-09``: ``september 2023``."""
    jaar, _, nummer = maand.partition("-")
    return f"{_MAANDEN[int(nummer) - 1]} {jaar}"


def show_moment(moment: datetime) -> str:
    """An instant as the clock in Amsterdam shows it: ``15-10-2023 10:42``."""
    return f"{moment.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"


def show_tijdstip(tekst: str) -> str:
    """The same of an instant that was kept as text."""
    return show_moment(datetime.fromisoformat(tekst))


def show_tijd(moment: datetime, nu: datetime) -> str:
    """The same, today only with the time: ``om 10:42``, else ``op 15-10-2023 om 10:42``."""
    daar, hier = moment.astimezone(AMSTERDAM), nu.astimezone(AMSTERDAM)
    return f"om {daar:%H:%M}" if daar.date() == hier.date() else f"op {daar:%d-%m-%Y} om {daar:%H:%M}"


def show_duur(seconden: int) -> str:
    """So long: in whole days from two days on, else in whole hours, in minutes, in seconds."""
    minuten, rest = divmod(seconden, 60)
    if rest:
        return count_as(seconden, "seconde", "seconden")
    if minuten % 60:
        return count_as(minuten, "minuut", "minuten")
    uren = minuten // 60
    return f"{show_aantal(uren)} uur" if uren % 24 or uren == 24 else f"{show_aantal(uren // 24)} dagen"


def show_ongeveer(seconden: float) -> str:
    """About so long: in the largest unit of which it is two or more, rounded down."""
    eenheid = next((maat for maat in (86400, 3600, 60) if seconden >= 2 * maat), None)
    return show_duur(int(seconden // eenheid) * eenheid) if eenheid else f"{int(seconden)} seconden"


def show_aantal(aantal: int) -> str:
    """A whole number: ``12.345``."""
    return f"{aantal:,}".replace(",", ".")


def count_as(aantal: int, een: str, meer: str) -> str:
    """So many of something: ``1 boete``, ``12 boetes``."""
    return f"{show_aantal(aantal)} {een if aantal == 1 else meer}"


def show_bedrag(centen: int) -> str:
    """An amount of euro cents: ``€ 1.234,56``."""
    euro, rest = divmod(abs(centen), 100)
    return f"€{_HARD}{'-' if centen < 0 else ''}{show_aantal(euro)},{rest:02}"


def show_woord(woord: str) -> str:
    """A word of the contract as a reader knows it: ``in_oprichting`` is ``in oprichting``."""
    klein = woord.lower()
    return _WOORDEN.get(klein, klein.replace("_", " "))


def show_kop(woord: str) -> str:
    """The same at the beginning of a line."""
    geschreven = show_woord(woord)
    return geschreven[:1].upper() + geschreven[1:]


def show_waarde(waarde: object) -> str:
    """Any single value that is there, by its type."""
    match waarde:
        case bool():
            return "ja" if waarde else "nee"
        case datetime():
            return show_moment(waarde)
        case date():
            return show_dag(waarde)
        case int():
            return show_aantal(waarde)
        case StrEnum():
            return show_woord(waarde)
        case _:
            return str(waarde)


def join_en(namen: Sequence[str]) -> str:
    """Names in a sentence: ``Archie, K3CR en DANS``."""
    *voor, laatste = namen
    return f"{', '.join(voor)} en {laatste}" if voor else laatste


def show_versie(versie: str) -> str:
    """A version: one that is called after a day as that day, any other as it is called."""
    try:
        return show_dag(date.fromisoformat(versie))
    except ValueError:
        return versie


def keep_dagen(tekst: str) -> Markup:
    """The same text, in which no line ends within a day or a moment."""
    delen = _DAG.split(tekst)
    return Markup("").join(
        Markup('<span class="kb-heel">{}</span>').format(deel) if plaats % 2 else deel for plaats, deel in enumerate(delen)
    )


def find_belnummer(telefoon: str) -> str | None:
    """What a telephone dials: ``0301234567``; None for what is no number."""
    term = make_vindterm(Gegevensoort.TELEFOON, telefoon)
    return term.partition(":")[2] if term else None


def is_mailadres(tekst: str) -> bool:
    """Whether this is one mailbox and no more, written so that nothing can be added to a letter to it."""
    return bool(_MAILADRES.fullmatch(tekst))


def fill_adres(vorm: str, werkgever: str, groep: str) -> str:
    """An address of a source for an employer, by its public id, and a group."""
    return vorm.replace("{werkgever}", werkgever).replace("{groep}", groep)


def find_reden(drager: Any, veld: str) -> Ontbreekreden:  # noqa: ANN401 - whatever names what it misses
    """Why a field (Python name, or path with dots) of a group or list element holds nothing. One that is not named was not
    delivered."""
    pad = ".".join(to_camel(deel) for deel in veld.split("."))
    redenen = {deel.veld: deel.reden for deel in drager.ontbrekend}
    delen = pad.split(".")
    boven = (".".join(delen[:lengte]) for lengte in range(len(delen), 0, -1))
    return next((redenen[naam] for naam in boven if naam in redenen), Ontbreekreden.NIET_GELEVERD)


def explain_niets(reden: Ontbreekreden) -> str:
    """The kind of nothing in words."""
    return NIETS[reden]


FILTERS: dict[str, Callable[..., Any]] = {
    "dag": show_dag,
    "maand": show_maand,
    "moment": show_moment,
    "tijdstip": show_tijdstip,
    "tijd": show_tijd,
    "duur": show_duur,
    "ongeveer": show_ongeveer,
    "aantal": show_aantal,
    "bedrag": show_bedrag,
    "woord": show_woord,
    "kop": show_kop,
    "waarde": show_waarde,
    "versie": show_versie,
    "heel": keep_dagen,
    "belnummer": find_belnummer,
    "is_mailadres": is_mailadres,
    "adres_voor": fill_adres,
    "reden_van": find_reden,
    "niets": explain_niets,
}
"""What templates may call, by the name they call it."""
