"""The scoreboard: eight things that go wrong in systems like this one, each done to the real program over a real Elasticsearch.

``make faults`` prints it as a table. What pgsync 7.3.0 did with its default settings was measured once, and stands beside it.
"""

import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from klantbeeld.stores.elastic_documenten import make_id
from klantbeeld.stores.elastic_schema import Familie
from tests.bouwers_bronnen import make_contacten
from tests.bouwers_leveringen import Levering, make_boete, make_contact, make_levering, make_organisatie, write_regel
from tests.faults.proefbank import BRON, GOED, Afloop, Proefbank, open_proefbank
from tests.nepelastic import GEEN_ANTWOORD, Antwoord, Regie, Verzoek, refuse_some
from tests.programma import wait_until

VEEL = 500
DRUK = (429, "es_rejected_execution_exception")


@dataclass(slots=True)
class Vertraagd:
    """A network that is slow: the first bulk request of each family stays on its way, and who sent it gives up and sends it
    again. ``arrive`` lets them come after all."""

    ask: Regie
    onderweg: dict[Familie, Verzoek] = field(default_factory=dict)

    def __call__(self, verzoek: Verzoek) -> Antwoord:
        familie = next((familie for familie in Familie if verzoek.writes(familie)), None)
        if familie is None or familie in self.onderweg:
            return self.ask(verzoek)
        self.onderweg[familie] = verzoek
        return GEEN_ANTWOORD

    def arrive(self) -> None:
        for verzoek in self.onderweg.values():
            self.ask(verzoek)


def make_werkgever() -> list[Levering]:
    """An employer with a profile and month figures, and a contact that others change."""
    return [make_organisatie(bron=BRON), make_boete(bron=BRON, sleutel="B"), make_contact(bron=BRON, sleutel="C")]


def remove(levering: Levering) -> Levering:
    """The removal of what was delivered, with a higher version."""
    return make_levering("contact", None, bron=BRON, sleutel=levering["sleutel"])


def kill_in_bulk(bank: Proefbank) -> None:
    """kill -9 while Elasticsearch has half, all and nothing of a request; the next start goes on."""
    for familie, deel in ((Familie.ITEMS, 0.5), (Familie.PROFIELEN, 1), (Familie.MAANDEN, 0)):
        bank.deliver(*make_werkgever(), *make_contacten(VEEL, BRON))
        assert bank.index(bank.kill_at(familie, deel)) == -signal.SIGKILL
    assert bank.index() == 0


def kill_then_remove(bank: Proefbank) -> None:
    """kill -9 in a request; before the next start the source removes all that was in it."""
    contacten = make_contacten(VEEL, BRON)
    bank.deliver(*make_werkgever(), *contacten)
    assert bank.index(bank.kill_at(Familie.ITEMS, 1)) == -signal.SIGKILL
    bank.deliver(*map(remove, contacten))
    assert bank.index() == 0
    assert bank.read(lambda store: store.live_counts()[BRON, "contact"]) == 1


def update_twice(bank: Proefbank) -> None:
    """The first of two changes is slow and comes after the second."""
    bank.fill(*make_werkgever())
    bank.deliver(*make_werkgever())
    traag = Vertraagd(bank.ask)
    assert bank.index(traag) == 0
    bank.fill(*make_werkgever())
    traag.arrive()
    assert traag.onderweg.keys() >= {Familie.ITEMS, Familie.BOEKHOUDING}
    assert bank.index() == 0


def remove_and_insert(bank: Proefbank) -> None:
    """A removal is slow and comes after the record was delivered again."""
    levering = make_contact(bron=BRON, sleutel="C9")
    bank.fill(*make_werkgever(), levering)
    bank.deliver(remove(levering))
    traag = Vertraagd(bank.ask)
    assert bank.index(traag) == 0
    bank.fill(make_contact(bron=BRON, sleutel="C9"))
    traag.arrive()
    assert bank.index() == 0


def poison(bank: Proefbank) -> None:
    """Elasticsearch refuses one document for good: one dead letter, and nobody else notices. A later version settles it."""
    id_ = f"{BRON}:contact:C7"
    bank.deliver(*make_werkgever(), *make_contacten(100, BRON))
    weiger = refuse_some({make_id(id_)}, (400, "document_parsing_exception"), bank.ask)

    def answer(verzoek: Verzoek) -> Antwoord:
        return (weiger if verzoek.writes(Familie.ITEMS) else bank.ask)(verzoek)

    assert bank.index(answer) == 0
    assert bank.read(lambda store: [brief.reden for brief in store.dead_letters()]) == ["STORE_WEIGERT"]
    assert bank.read(lambda store: store.live_counts()[BRON, "contact"]) == 100
    bank.fill(make_contact(bron=BRON, sleutel="C7"))
    assert bank.read(lambda store: list(store.dead_letters())) == []


def refuse_for_now(bank: Proefbank) -> None:
    """Fifty documents are refused for now, four times; only they are sent again."""
    contacten = make_contacten(VEEL, BRON)
    druk = {make_id(f"{BRON}:contact:{deel['sleutel']}") for deel in contacten[:50]}
    bank.deliver(*make_werkgever(), *contacten)
    over = [refuse_some(druk, DRUK, bank.ask)] * 4
    assert bank.index(lambda verzoek: (over.pop() if over and verzoek.writes(Familie.ITEMS) else bank.ask)(verzoek)) == 0
    aantallen = [len(verzoek.documents()) for verzoek in bank.nep.bulks if verzoek.writes(Familie.ITEMS)]
    assert aantallen == [VEEL + 3, 50, 50, 50, 50]


def leave_open(bank: Proefbank) -> None:
    """The source writes something later than it began it, and the indexer is killed in between: half a line, and an earlier
    version after a later one."""
    eerder, later = make_contacten(2, BRON)
    half = write_regel(make_contact(bron=BRON, sleutel="half"))
    bank.deliver(*make_werkgever(), later)
    with bank.bestand.open("ab") as bestand:
        bestand.write(half[:40])
    with bank.start("index", "--follow"):
        wait_until(lambda: bank.count_contacten() == 2)
        bank.kill()
    with bank.bestand.open("ab") as bestand:
        bestand.write(half[40:] + b"\n")
    bank.geleverd.append(half)
    bank.deliver(eerder)
    with bank.start("index", "--follow") as programma:
        wait_until(lambda: bank.count_contacten() == 4 and bank.judge() == GOED)
        assert programma.stop(signal.SIGTERM) == 0


def tear_position(bank: Proefbank) -> None:
    """How far the source was read is lost, or half lost; the next start reads it again."""
    for stand in ("", '{"k3cr.jsonl": [12'):
        bank.fill(*make_werkgever(), *make_contacten(20, BRON))
        bank.damage_position(stand)
        assert bank.index() == 0


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is done, what pgsync made of it, and what must come of it here."""

    naam: str
    pgsync: str
    verwacht: str
    speel: Callable[[Proefbank], None]


SCENARIOS = [
    Scenario("kill -9 during bulk", "converges", "converges", kill_in_bulk),
    Scenario("kill -9 during bulk, clean-up inside the window", "500 ghosts", "converges", kill_then_remove),
    Scenario("two updates, first bulk slow", "stale for ever", "converges", update_twice),
    Scenario("delete + re-insert, delete bulk slow", "missing for ever", "converges", remove_and_insert),
    Scenario("one poison document", "stops, restart loop", "1 dead letter, others unaffected", poison),
    Scenario("50 x item 429", "dies; needs a restart", "converges alone", refuse_for_now),
    Scenario("transaction open over a restart", "converges", "converges", leave_open),
    Scenario("torn (empty) checkpoint", "cannot start", "starts, converges", tear_position),
]


@dataclass(frozen=True, slots=True)
class Uitslag:
    """What came of a scenario."""

    scenario: Scenario
    seconden: float
    gedood: int
    afloop: Afloop | None

    @property
    def is_goed(self) -> bool:
        return self.afloop == GOED

    def tell(self) -> str:
        """A row of the table."""
        ons = "converges" if self.is_goed else f"FAILS ({self.afloop or 'see above'})"
        verloren, _, dubbel, _ = self.afloop or ("?", "?", "?", "?")
        naam, pgsync = self.scenario.naam, self.scenario.pgsync
        return f"{naam:<48} {pgsync:<22} {ons:<10} {self.seconden:>6.1f} s {self.gedood:>5} {verloren:>5} {dubbel:>5} {0:>5}"


KOP = f"{'scenario':<48} {'pgsync 7.3.0':<22} {'ours':<10} {'':>8} {'kills':>5} {'lost':>5} {'twice':>5} {'hands':>5}"


def play(scenario: Scenario, map_: Path, url: str) -> Uitslag:
    """Plays a scenario on an empty store, and judges how it ended."""
    begin = monotonic()
    with open_proefbank(map_, url) as bank:
        scenario.speel(bank)
        return Uitslag(scenario, monotonic() - begin, bank.gedood, bank.judge())
