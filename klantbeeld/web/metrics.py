"""``/metrics`` in the format of Prometheus: what the process counted itself, and what the store says when it is asked.

A label is a code, a kind of record or the name of a configured source. Whatever else was delivered under is ``overige``.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hmac import compare_digest

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from klantbeeld.domain.items import Uitkomst
from klantbeeld.toestand import OVERIGE, Bevinding, Toestand
from klantbeeld.web.health import Toezicht

PAD = "/metrics"
_FORMAAT = "text/plain; version=0.0.4; charset=utf-8"
_UITKOMSTEN = tuple(Uitkomst)


def make_metrics(toezicht: Toezicht, registry: CollectorRegistry, token: str | None) -> Route:
    """The route of ``/metrics``; with a token only for who shows it as bearer."""

    async def show(request: Request) -> Response:
        if token is not None and not _shows(request, token):
            return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
        bevinding = await toezicht.look()
        inhoud = await asyncio.to_thread(lambda: generate_latest(registry) + generate_latest(Meting(bevinding)))
        return Response(inhoud, headers={"Content-Type": _FORMAAT})

    return Route(PAD, show, methods=["GET"])


def _shows(request: Request, token: str) -> bool:
    return compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {token}".encode())


@dataclass(frozen=True, slots=True)
class Meting:
    """A finding in the words of Prometheus."""

    bevinding: Bevinding

    def collect(self) -> Iterator[Metric]:
        """Every metric with its values now."""
        bevinding = self.bevinding
        delen = GaugeMetricFamily("klantbeeld_up", "1 when this part of the process works", labels=["deel"])
        for deel, code in bevinding.delen.items():
            delen.add_metric([deel], code is None)
        yield delen
        alarmen = GaugeMetricFamily("klantbeeld_alarm", "1 for what needs attention, see the runbook", labels=["code", "bron"])
        for alarm in bevinding.list_alarmen():
            alarmen.add_metric([alarm.code, alarm.bron or ""], 1)
        yield alarmen
        if bevinding.toestand is not None:
            yield from _tell_versheid(bevinding.toestand)
            yield from _tell_boekhouding(bevinding.toestand)
            yield from _tell_achterstand(bevinding.toestand)


def _tell_versheid(toestand: Toestand) -> Iterator[Metric]:
    achterstand = GaugeMetricFamily(
        "klantbeeld_source_lag_seconds", "Seconds since the moment up to which the source told everything", labels=["bron"]
    )
    norm = GaugeMetricFamily("klantbeeld_source_norm_seconds", "How many seconds that may be", labels=["bron"])
    gestopt = GaugeMetricFamily("klantbeeld_source_stopped", "1 when the source is not read on", labels=["bron", "reden"])
    for feit in toestand.bronnen:
        if not feit.is_bekend:
            continue
        bron = feit.oordeel.bron
        norm.add_metric([bron], feit.oordeel.norm_in_seconden)
        if feit.achterstand is not None:
            achterstand.add_metric([bron], feit.achterstand)
        if feit.storing is not None:
            gestopt.add_metric([bron, feit.storing], 1)
    yield from (achterstand, norm, gestopt)


def _tell_boekhouding(toestand: Toestand) -> Iterator[Metric]:
    """Per source ``received`` = the sum of the outcomes; what an indexer is working on is told by that indexer."""
    records: Counter[tuple[str, str]] = Counter()
    ontvangen: Counter[str] = Counter()
    brieven: Counter[tuple[str, str]] = Counter()
    for feit in toestand.bronnen:
        bron = feit.oordeel.bron if feit.is_bekend else OVERIGE
        ontvangen[bron] += feit.tellers.received
        records.update({(bron, uitkomst): getattr(feit.tellers, uitkomst) for uitkomst in _UITKOMSTEN})
        brieven.update({(bron, reden): aantal for reden, aantal in feit.dode_brieven.items()})
    totaal = CounterMetricFamily("klantbeeld_records_received", "Records of which the outcome is known", labels=["bron"])
    uitkomsten = CounterMetricFamily("klantbeeld_records", "Records by what became of them", labels=["bron", "uitkomst"])
    dood = GaugeMetricFamily("klantbeeld_dead_letters", "Refused records that wait", labels=["bron", "reden"])
    for bron, aantal in ontvangen.items():
        totaal.add_metric([bron], aantal)
    for (bron, uitkomst), aantal in records.items():
        uitkomsten.add_metric([bron, uitkomst], aantal)
    for (bron, reden), aantal in brieven.items():
        dood.add_metric([bron, reden], aantal)
    yield from (totaal, uitkomsten, dood)


def _tell_achterstand(toestand: Toestand) -> Iterator[Metric]:
    yield GaugeMetricFamily("klantbeeld_marks_open", "Marks that wait for deriving", value=toestand.markeringen)
    yield GaugeMetricFamily("klantbeeld_load_pending", "1 when everything is still to be derived", value=toestand.te_laden)
    sleutels = GaugeMetricFamily("klantbeeld_keys_to_derive", "Keys that the open marks name, by kind", labels=["soort"])
    for soort, aantal in toestand.te_herleiden.items():
        sleutels.add_metric([soort], aantal)
    yield sleutels
