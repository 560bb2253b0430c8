"""Deliveries that come over HTTP: taken apart, judged at the same border as all others, and put on the bus."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from indexers.bus import Bus
from indexers.leveranciers import Leverancier
from indexers.ontvangst import Ontvanger
from indexers.source import Regel
from klantbeeld.domain.json_delen import split_lijst, split_object
from klantbeeld.errors import InvoerOnjuist

MEESTE_LEVERINGEN = 2_000


@dataclass(frozen=True, slots=True)
class Aanleveroordeel:
    """What became of one delivery; ``reden`` None: it is on the bus, and durable."""

    reden: str | None = None
    veld: str | None = None


class Aanlevering:
    """Takes deliveries in for the bus. Nothing of them is kept here, and what is refused goes no further than the answer."""

    def __init__(self, ontvanger: Ontvanger, bus: Bus) -> None:
        self._ontvanger = ontvanger
        self._bus = bus

    def take_in(self, leverancier: Leverancier, leveringen: Sequence[bytes]) -> list[Aanleveroordeel]:
        """A judgement of each, in order; those without a reason are durable when this returns. Errors: ``BusOnveilig`` and
        ``BusOnbereikbaar``: then nothing is promised of any, and all may be offered again."""
        oordelen: list[Aanleveroordeel] = []
        goed: list[tuple[str, bytes]] = []
        for levering in leveringen:
            ontvangen = self._ontvanger.receive(None, Regel(levering, "http@0"))
            if ontvangen.brief is not None:
                oordelen.append(Aanleveroordeel(ontvangen.brief.reden, ontvangen.brief.veld))
            elif ontvangen.bron not in leverancier.bronnen:
                oordelen.append(Aanleveroordeel("BRON_VREEMD", "bron"))
            else:
                oordelen.append(Aanleveroordeel())
                goed.append((ontvangen.bron, levering))
        if goed:
            self._bus.put(goed)
        return oordelen


def split_body(body: bytes, mediatype: str) -> list[bytes]:
    """The deliveries in a body, as they are written. Errors: ``InvoerOnjuist`` when its form is not that of the media type."""
    try:
        tekst = body.decode()
    except UnicodeDecodeError:
        raise InvoerOnjuist("De inhoud is geen UTF-8.") from None
    leveringen = [levering.encode() for levering in MEDIATYPEN[mediatype](tekst)]
    if not leveringen:
        raise InvoerOnjuist("Er staat geen levering in.")
    return leveringen


def _split_json(tekst: str) -> list[str]:
    return split_lijst(tekst) if tekst.lstrip().startswith("[") else [tekst.strip()]


def _split_regels(tekst: str) -> list[str]:
    return [regel for regel in tekst.split("\n") if regel.strip()]


def _unwrap_event(tekst: str) -> str:
    """The delivery that a CloudEvent carries."""
    delen = split_object(tekst)
    if delen.get("specversion") != '"1.0"' or "data" not in delen:
        raise InvoerOnjuist("Een CloudEvent heeft specversion 1.0 en de levering als JSON in data.")
    return delen["data"]


MEDIATYPEN: Mapping[str, Callable[[str], list[str]]] = {
    "application/json": _split_json,
    "application/x-ndjson": _split_regels,
    "application/jsonl": _split_regels,
    "application/cloudevents+json": lambda tekst: [_unwrap_event(tekst)],
    "application/cloudevents-batch+json": lambda tekst: [_unwrap_event(deel) for deel in split_lijst(tekst)],
}
"""Per media type how a body is taken apart."""
