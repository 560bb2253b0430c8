"""A rebuild in Elasticsearch, and the way back, while many changes come in and a reader never stops asking (F24, I8).

How large is for who runs it: ``HEROPBOUW_WERKGEVERS=20000 LANGE_TESTS=1 pytest -s`` on this file prints what was seen, and
``HEROPBOUW_SOORT=organisatie`` leaves out the forty other records that an employer has. ``ELASTIC_GEHEUGEN=1g`` gives the
node room for 200,000 of them.
"""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import count, islice
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import orjson
import pytest

from indexers.samples.generator import Samplesopdracht, write_samples
from klantbeeld.domain.vragen import Bronitemsvraag, Maandvraag, Profielvraag, Vraag
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Store
from tests.bouwers_elastic import Plek
from tests.bouwers_heropbouw import digest_of_store
from tests.bouwers_leveringen import LH, VANDAAG, Levering, Proef, make_boete, make_contact, make_organisatie, open_proef
from tests.programma import own_environment

pytestmark = pytest.mark.skipif("LANGE_TESTS" not in os.environ, reason="the long form only")

WERKGEVERS = int(os.environ.get("HEROPBOUW_WERKGEVERS", "300"))
SOORT = os.environ.get("HEROPBOUW_SOORT")
MEESTE_REGELS = 20_000
"""So many records of each source at most are delivered again."""
PER_SECONDE, PER_KEER = 200, 100
LEZINGEN_PER_SECONDE = 50
TELLER = make_contact(sleutel="teller", werkgever=["kvk:87654321"])
"""A record of which the version only rises: whoever reads it may never see it go back."""


@dataclass(slots=True)
class Druk:
    """What goes on beside the rebuild, until it is told to stop; and what was seen."""

    klaar: Event = field(default_factory=Event)
    gelezen: int = 0
    geschreven: int = 0
    langste: float = 0.0
    antwoorden: list[Sequence[Any]] = field(default_factory=list)
    tellerstanden: list[int] = field(default_factory=list)
    aliassen: set[int] = field(default_factory=set)
    stilte: float = 0.0

    def pace(self, per_seconde: float) -> Iterator[None]:
        """Comes back so often in a second, as far as the machine is able to, until it must stop."""
        begin = monotonic()
        for keer in count(1):
            yield
            if self.klaar.wait(max(0.0, begin + keer / per_seconde - monotonic())):
                return

    def read(self, store: Store, vragen: list[Vraag]) -> None:
        """Keeps every answer that differs from the one before."""
        for _ in self.pace(LEZINGEN_PER_SECONDE):
            *antwoord, teller = store.read(vragen)
            self.gelezen += 1
            if antwoord not in self.antwoorden:
                self.antwoorden.append(antwoord)
            self.tellerstanden += [item.versie for item in teller]

    def write(self, proef: Proef, regels: list[Levering]) -> None:
        """Delivers records again with a higher version, some at a time, and notes how long that took at most."""
        dobbelsteen = random.Random(7)
        versies = count(2_000_000_000)
        for _ in self.pace(PER_SECONDE / PER_KEER):
            keuze = [TELLER, *dobbelsteen.sample(regels, PER_KEER - 1)]
            sinds = monotonic()
            proef.deliver(*(regel | {"versie": next(versies)} for regel in keuze))
            self.langste = max(self.langste, monotonic() - sinds)
            self.geschreven += PER_KEER

    def sample(self, plek: Plek) -> None:
        """Notes on how many indexes the aliases to read are, and for how long writers had to wait."""
        sinds = None
        for _ in self.pace(LEZINGEN_PER_SECONDE):
            stand = plek.stand()
            self.aliassen |= plek.count_aliases(stand)
            moet_wachten = bool(stand.find("wacht-[0-9]+"))
            sinds = (sinds or monotonic()) if moet_wachten else None
            self.stilte = max(self.stilte, monotonic() - sinds if sinds else 0.0)

    def show(self, wat: str, seconden: float) -> None:
        per_seconde = f"{self.geschreven / seconden:.0f} changes and {self.gelezen / seconden:.0f} reads a second"
        waiting = f"longest delivery {self.langste:.2f} s, writers held for {self.stilte:.2f} s"
        print(f"{wat}: {seconden:.1f} s, {per_seconde}, {waiting}")  # noqa: T201


def read_regels(leveringen: Path) -> list[Levering]:
    """Records of the samples that may be delivered again."""
    alle = []
    for pad in sorted(leveringen.glob("*.jsonl")):
        with pad.open("rb") as bestand:
            alle += [orjson.loads(regel) for regel in islice(bestand, MEESTE_REGELS)]
    return [regel for regel in alle if regel.get("gegevens") and regel["soort"] != "bronstand"]


def work_beside(druk: Druk, doe: Sequence[Callable[[], None]], werk: Callable[[], None]) -> float:
    """The seconds that this takes while all that goes on."""
    with ThreadPoolExecutor(len(doe)) as draden:
        lopend: list[Future[Any]] = [draden.submit(deel) for deel in doe]
        sinds = monotonic()
        try:
            werk()
        finally:
            duur = monotonic() - sinds
            druk.klaar.set()
        for deel in lopend:
            deel.result()
    return duur


def run_rebuild(opties: Sequence[str], omgeving: dict[str, str]) -> None:
    opdracht = [sys.executable, "-m", "klantbeeld", "rebuild", *opties]
    gedaan = subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, timeout=3600, check=False)
    assert gedaan.returncode == 0, gedaan.stderr


def test_no_reader_sees_less_and_no_change_is_lost_under_pressure(tmp_path: Path, plek: Plek) -> None:
    samples = tmp_path / "samples"
    samples.mkdir()
    write_samples(samples, Samplesopdracht(WERKGEVERS, 3, VANDAAG, SOORT))
    bestanden, regels = sorted(samples.glob("*.jsonl")), read_regels(samples)
    eigen = [make_organisatie(), make_boete(), *(make_contact(sleutel=f"C{nummer}") for nummer in range(10)), TELLER]
    omgeving = own_environment(
        KLANTBEELD_STORE__URL=plek.url, KLANTBEELD_LEVERINGEN=str(samples), KLANTBEELD_VANDAAG=VANDAAG.isoformat()
    )
    with open_proef(tmp_path / "druk", url=plek.url) as proef:
        for bestand in bestanden:
            proef.deliver_file(bestand)
        proef.deliver(*eigen)
        id_ = proef.id_of(LH)
        vragen: list[Vraag] = [
            Profielvraag(id_),
            Maandvraag(id_),
            Bronitemsvraag((f"lh:{LH}",), ("contact", "boete")),
            Bronitemsvraag(("kvk:87654321",), ("contact",)),
        ]
        for opties in ((), ("--rollback",)):
            druk = Druk()
            with closing(open_store(plek.url, schrijven=False)) as lezer:
                beside = [partial(druk.read, lezer, vragen), partial(druk.write, proef, regels), partial(druk.sample, plek)]
                duur = work_beside(druk, beside, partial(run_rebuild, opties, omgeving))
            druk.show(" ".join(("rebuild", *opties)), duur)
            assert druk.aliassen == {1}
            assert len(druk.antwoorden) == 1
            assert druk.tellerstanden == sorted(druk.tellerstanden)
            assert len(druk.tellerstanden) == druk.gelezen
            assert plek.is_whole()
        gewijzigd = sorted(proef.settings.leveringen.glob("*.jsonl"), key=lambda pad: int(pad.stem))
    with open_proef(tmp_path / "rustig") as rustig:
        for bestand in [*bestanden, *gewijzigd]:
            rustig.deliver_file(bestand)
        assert digest_of_store(proef.settings) == rustig.digest()
