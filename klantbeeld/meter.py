"""What a web process counts and times of itself, for ``/metrics``. Labels are names of this code, never words of a request."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

GRENZEN = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds at which the histogram of consultations is divided."""


class Meter:
    """The counters of one process; two in one program don't know each other."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._duur = Histogram(
            "klantbeeld_consultation_seconds",
            "From the start of a consultation until it is recorded, by what was done in it",
            ["handeling"],
            buckets=GRENZEN,
            registry=self.registry,
        )
        self._groepsduur = Histogram(
            "klantbeeld_group_seconds",
            "From the start of a consultation until a group of the view could be shown",
            ["groep"],
            buckets=GRENZEN,
            registry=self.registry,
        )
        self._fouten = Counter(
            "klantbeeld_graphql_errors",
            "Errors in answers, over GraphQL, on pages and at addresses, by code",
            ["code"],
            registry=self.registry,
        )

        self._cache = Counter(
            "klantbeeld_cache_lookups",
            "What was asked of the cache, by kind and how that ended",
            ["soort", "uitkomst"],
            registry=self.registry,
        )

        self._begrensd = Counter(
            "klantbeeld_requests_limited",
            "Requests refused because their caller asked too much, by what a caller is",
            ["soort"],
            registry=self.registry,
        )

        self._leveringen = Counter(
            "klantbeeld_http_deliveries",
            "Deliveries over HTTP by what became of them, and requests with deliveries that were refused as a whole, by code",
            ["uitkomst"],
            registry=self.registry,
        )

        self._records = Gauge(
            "klantbeeld_log_records", "Records in the chain of the consultation log, ever", registry=self.registry
        )
        self._wachtend = Gauge(
            "klantbeeld_log_waiting", "Records that wait for the sink of processing records", registry=self.registry
        )

    def tell_log(self, records: int, wachtend: int) -> None:
        """So many records were ever made, and so many wait for the sink."""
        self._records.set(records)
        self._wachtend.set(wachtend)

    def count_leveringen(self, uitkomst: str, aantal: int) -> None:
        """So many deliveries ended so; of a request that was refused as a whole one is counted, under its code."""
        self._leveringen.labels(uitkomst).inc(aantal)

    def count_begrensd(self, soort: str) -> None:
        """One request was refused, of a caller of this kind."""
        self._begrensd.labels(soort).inc()

    def count_cache(self, soort: str, uitkomst: str) -> None:
        """One value was asked of the cache, or offered to it in vain."""
        self._cache.labels(soort, uitkomst).inc()

    def time_raadpleging(self, handelingen: Iterable[str], seconden: float) -> None:
        """One consultation took so long; it counts once for each thing that was done in it."""
        for handeling in handelingen:
            self._duur.labels(handeling).observe(seconden)

    def time_groep(self, groep: str, seconden: float) -> None:
        """A group was there so long after it was asked for."""
        self._groepsduur.labels(groep).observe(seconden)

    def count_fouten(self, codes: Iterable[str]) -> None:
        """These error codes left in an answer."""
        for code in codes:
            self._fouten.labels(code).inc()
