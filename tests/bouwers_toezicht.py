"""A web application over a store that an indexer filled, as those who watch over it ask it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families

from klantbeeld.app import make_web, open_klantbeeld
from klantbeeld.queries import Klantbeeld
from klantbeeld.settings import Settings
from tests.bouwers_graphql import ask_web

Meetwaarden = dict[tuple[str, tuple[str, ...]], float]
"""Per metric and the values of its labels, in the order of their names, its value."""


@dataclass(frozen=True, slots=True)
class Toezichtproef:
    """What is asked without signing in; ``klantbeeld`` is what answers."""

    settings: Settings
    klantbeeld: Klantbeeld

    def get(self, pad: str, koppen: dict[str, str] | None = None) -> httpx.Response:
        """One request to a newly made application."""
        return ask_web(make_web(self.settings, self.klantbeeld), "GET", pad, koppen=koppen)

    def gereed(self) -> Any:
        """What ``/gezondheid/gereed`` says."""
        return self.get("/gezondheid/gereed").json()

    def metrics(self) -> Meetwaarden:
        """What ``/metrics`` says."""
        return read_metrics(self.get("/metrics").text)


def read_metrics(tekst: str) -> Meetwaarden:
    """Every sample of a text in the format of Prometheus."""
    return {
        (sample.name, tuple(waarde for _, waarde in sorted(sample.labels.items()))): sample.value
        for familie in text_string_to_metric_families(tekst)
        for sample in familie.samples
    }


def pick(waarden: Meetwaarden, metric: str, *eerste: str) -> dict[str, float]:
    """The values of a metric by their last label, of those whose other labels are these."""
    return {labels[-1]: waarde for (naam, labels), waarde in waarden.items() if (naam, labels[:-1]) == (metric, eerste)}


@contextmanager
def open_toezicht(settings: Settings) -> Iterator[Toezichtproef]:
    """A web application over the store of these settings."""
    with open_klantbeeld(settings) as klantbeeld:
        yield Toezichtproef(settings, klantbeeld)
