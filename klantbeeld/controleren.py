"""Verifying the store, repairing what differs, and what is told of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from indexers.controle import Controle, Controleur
from indexers.pipeline import Opdracht
from indexers.source import Source
from indexers.verschillen import Verschilsoort
from klantbeeld.app import Laadstraat, geheim_of, open_heropbouw, open_laadstraat, open_sources
from klantbeeld.domain.groepen import SOORTEN
from klantbeeld.domain.leveringen import hash_sleutel
from klantbeeld.errors import BronFout
from klantbeeld.settings import Settings

MEESTE_GENOEMD = 100
"""So many differences are named; all are counted."""

Melding = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Controleopdracht:
    """``herstel`` repairs what differs; only with ``bevestig`` also what the store alone has is removed."""

    herstel: bool = False
    bevestig: bool = False


@dataclass(frozen=True, slots=True)
class Controleuitslag:
    """What was found, and what still differs after repairing (None: nothing was repaired)."""

    gevonden: Controle
    over: Controle | None

    @property
    def is_gelijk(self) -> bool:
        """Whether nothing differs now, and no source that could be compared was unreadable."""
        laatste = self.gevonden if self.over is None else self.over
        return not laatste.verschillen and BronFout.storing not in laatste.overgeslagen.values()


def verify(settings: Settings, opdracht: Controleopdracht, meld: Melding) -> Controleuitslag:
    """Verifies, repairs when asked, and keeps the report."""
    with open_sources(settings) as sources:
        return _verify(settings, sources, opdracht, meld)


def _verify(settings: Settings, sources: Sequence[Source], opdracht: Controleopdracht, meld: Melding) -> Controleuitslag:
    with open_laadstraat(settings, maken=False) as laadstraat:
        laadstraat.pipeline.start()
        gevonden = make_controleur(laadstraat).check(sources, meld)
        is_vreemd = False
        if opdracht.herstel and gevonden.verschillen:
            repair_items(laadstraat, gevonden, sources, opdracht)
            is_vreemd = bool(make_controleur(laadstraat).check_afgeleid(meld)[1] or laadstraat.store.damaged())
    if is_vreemd:
        # Whatever it is that does not fit, it is made anew from the items.
        with open_heropbouw(settings, meld) as heropbouw:
            heropbouw.run()
    with open_laadstraat(settings) as laadstraat:
        over = make_controleur(laadstraat).check(sources, meld) if opdracht.herstel and gevonden.verschillen else None
        uitslag = Controleuitslag(gevonden, over)
        laadstraat.store.note_controle(orjson.dumps(describe_uitslag(uitslag, geheim_of(settings), datetime.now(UTC))))
    return uitslag


def make_controleur(laadstraat: Laadstraat) -> Controleur:
    return Controleur(laadstraat.store, laadstraat.afleider, laadstraat.werkplaats)


def repair_items(laadstraat: Laadstraat, controle: Controle, sources: Sequence[Source], opdracht: Controleopdracht) -> None:
    """Forgets what is held wrongly of the sources that were read to their end, and has the pipeline read those again."""
    laadstraat.store.forget(list_wrong(controle, opdracht))
    gelezen = [source.herstel for source in sources if source.herstel is not None and source.bron in controle.bronnen]
    laadstraat.pipeline.run(gelezen, Opdracht(vanaf_begin=True))


def list_wrong(controle: Controle, opdracht: Controleopdracht) -> list[str]:
    """The items that can go: their source has them and brings them again, or nobody has them and that was confirmed."""
    wezen = {verschil.id for verschil in controle.items if verschil.soort is Verschilsoort.WEES}
    fout = {verschil.id for verschil in (*controle.items, *controle.beschadigd) if is_item(verschil.id)}
    gelezen = {id_ for id_ in fout if id_.partition(":")[0] in controle.bronnen}
    return sorted(gelezen if opdracht.bevestig else gelezen - wezen)


def is_item(id_: str) -> bool:
    """Whether this is the id of an item: a source, a kind, and what the source calls the record."""
    delen = id_.split(":", 2)
    return len(delen) == 3 and delen[1] in SOORTEN


def describe_uitslag(uitslag: Controleuitslag, geheim: bytes, nu: datetime) -> dict[str, object]:
    """The report, ready for JSON. A record is named by source, kind and a keyed hash of its key."""
    gevonden, over = uitslag.gevonden, uitslag.over
    return {
        "op": nu.isoformat(timespec="seconds"),
        "gelijk": uitslag.is_gelijk,
        "regels": gevonden.regels,
        "werkgevers": gevonden.werkgevers,
        "bronnen": list(gevonden.bronnen),
        "nietVergeleken": dict(gevonden.overgeslagen),
        "gevonden": count_verschillen(gevonden),
        "over": None if over is None else count_verschillen(over),
        "verschillen": [
            {"soort": verschil.soort, "document": name_document(verschil.id, geheim)}
            for verschil in gevonden.verschillen[:MEESTE_GENOEMD]
        ],
    }


def count_verschillen(controle: Controle) -> dict[str, int]:
    return dict(sorted(Counter(verschil.soort.value for verschil in controle.verschillen).items()))


def name_document(id_: str, geheim: bytes) -> str:
    """An item by source, kind and hash; a profile and its figures by their id, which is a keyed hash already."""
    if not is_item(id_):
        return id_
    bron, soort, sleutel = id_.split(":", 2)
    return f"{bron}:{soort}:{hash_sleutel(sleutel, geheim)}"
