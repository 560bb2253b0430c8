"""The real program at work, over a store in a real Elasticsearch that can be disturbed; and how it stands when all is quiet."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from indexers.pipeline import Opdracht
from klantbeeld.app import open_laadstraat, open_sources
from klantbeeld.errors import StoreOnbereikbaar
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Batch, Positie, Store
from tests.bouwers_bronnen import make_settings, open_bronnenproef, surroundings
from tests.bouwers_leveringen import VANDAAG, Levering, write_regel
from tests.nepelastic import GEEN_ANTWOORD, Antwoord, Nepelastic, Regie, Verzoek, pass_on, run_nepelastic
from tests.programma import Programma, start_klantbeeld

T = TypeVar("T")
BRON = "k3cr"


class Afloop(NamedTuple):
    """How a store differs from one that was filled without a fault: records that are missing or old, records that should be
    gone, and changes that were counted twice. ``open`` is what was not derived yet."""

    verloren: int
    spoken: int
    dubbel: int
    open: int


GOED = Afloop(0, 0, 0, 0)


@dataclass(slots=True)
class Proefbank:
    """One source, the program that reads it, and the store behind ``nep``. ``gedood`` counts how often the program was
    killed."""

    settings: Settings
    nep: Nepelastic
    recht: str
    gedood: int = 0
    geleverd: list[Levering | bytes] = field(default_factory=list)
    _proces: subprocess.Popen[bytes] | None = None

    @property
    def ask(self) -> Regie:
        """Lets Elasticsearch answer."""
        return pass_on(self.recht.removeprefix("elasticsearch+").rpartition("/")[0])

    @property
    def bestand(self) -> Path:
        return self.settings.leveringen / f"{BRON}.jsonl"

    def deliver(self, *leveringen: Levering | bytes) -> None:
        """What the source has from now on as well."""
        self.geleverd += leveringen
        with self.bestand.open("ab") as bestand:
            bestand.writelines(write_regel(levering) + b"\n" for levering in leveringen)

    def index(self, regie: Regie | None = None) -> int:
        """Runs the program over everything that the source has, while ``regie`` answers it; its exit code."""
        self.nep.regie = regie or self.ask
        with self.start("index") as programma:
            programma.proces.communicate(timeout=300)
            return programma.proces.returncode

    def fill(self, *leveringen: Levering | bytes) -> None:
        """Delivers and takes in, without a fault and without starting a program for it."""
        self.deliver(*leveringen)
        self._take_in(self.settings.model_copy(update={"store": StoreSettings(url=self.recht)}))

    def try_index(self) -> bool:
        """Takes in without starting a program; False when the store could not be reached."""
        try:
            self._take_in(self.settings)
        except StoreOnbereikbaar:
            return False
        return True

    @staticmethod
    def _take_in(settings: Settings) -> None:
        with open_laadstraat(settings) as laadstraat:
            laadstraat.pipeline.start()
            with open_sources(settings) as sources:
                laadstraat.pipeline.run(sources, Opdracht())

    @contextmanager
    def start(self, *woorden: str) -> Iterator[Programma]:
        """The program, for as long as it runs."""
        with start_klantbeeld(self.settings.leveringen, *woorden, omgeving=surroundings(self.settings)) as programma:
            self._proces = programma.proces
            yield programma

    def kill(self) -> None:
        """Kills the program where it stands."""
        assert self._proces is not None
        self._proces.send_signal(signal.SIGKILL)
        self.gedood += 1

    def kill_at(self, familie: Familie, deel: float) -> Regie:
        """Dies at its first request that writes this family, of which Elasticsearch does so much and no more."""

        def answer(verzoek: Verzoek) -> Antwoord:
            if not verzoek.writes(familie) or self.nep.dicht.is_set():
                return self.ask(verzoek)
            ids = [id_ for _, id_, _ in verzoek.documents()]
            begin = verzoek.without(ids[round(len(ids) * deel) :])
            if begin.lichaam:
                self.ask(begin)
            self.nep.regie = self.ask
            self.kill()
            return GEEN_ANTWOORD

        return answer

    def read(self, kijk: Callable[[Store], T]) -> T:
        """What somebody sees who looks at the store itself."""
        with closing(open_store(self.recht, schrijven=False)) as store:
            return kijk(store)

    def count_contacten(self) -> int:
        """How many contacts are held; 0 as long as there is no store."""
        try:
            return self.read(lambda store: store.live_counts().get((BRON, "contact"), 0))
        except StoreOnbereikbaar:
            return 0

    def damage_position(self, stand: str) -> None:
        """Changes how far the source was read, behind the back of the program."""
        with closing(open_store(self.recht, schrijven=True)) as store:
            store.apply(Batch(positie=Positie(BRON, stand)))

    def judge(self) -> Afloop:
        """Compares with a store in a file that took in the same, without any fault."""
        rustig = make_settings(self.settings.leveringen.parent / f"rustig-{len(self.geleverd)}", BRON)
        with open_bronnenproef(rustig) as proef, closing(open_store(self.recht, schrijven=False)) as store:
            proef.write(BRON, *self.geleverd)
            proef.index()
            return compare(proef.store, store)


def compare(goed: Store, store: Store) -> Afloop:
    """How a store differs from what it should be."""
    verwacht, gevonden = dict(goed.digests()), dict(store.digests())
    dubbel = sum(deel.applied for deel in store.counters()) - sum(deel.applied for deel in goed.counters())
    return Afloop(
        verloren=sum(gevonden.get(id_) != digest for id_, digest in verwacht.items()),
        spoken=len(gevonden.keys() - verwacht.keys()),
        dubbel=max(dubbel, 0),
        open=len(store.marks(VANDAAG)),
    )


@contextmanager
def open_proefbank(map_: Path, url: str) -> Iterator[Proefbank]:
    """For the store in Elasticsearch at this url, which must be empty."""
    node, _, voorvoegsel = url.removeprefix("elasticsearch+").rpartition("/")
    with run_nepelastic(pass_on(node)) as nep:
        settings = make_settings(map_, BRON)
        store = StoreSettings(url=f"elasticsearch+{nep.url}/{voorvoegsel}")
        bank = Proefbank(settings.model_copy(update={"store": store}), nep, url)
        bank.bestand.touch()
        yield bank
