"""The border where lines come in: each becomes an item, or a dead letter with its reason code. Values go nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from indexers.projecties import project_levering
from indexers.source import Regel
from klantbeeld.domain.json_regels import read_json_object
from klantbeeld.domain.leveringen import Identiteit, Levering, identify, parse_levering
from klantbeeld.domain.normen import Normen
from klantbeeld.errors import Weigering
from klantbeeld.stores.protocol import DodeBrief, Inkomend

ONBEKENDE_BRON = "onbekend"
"""The source under which lines are counted of which the source cannot be read."""
LANGSTE_BRIEF = 100_000
"""Of a longer line only the beginning is kept."""

_NIETS_BEKEND = Identiteit(None, None, None, None)


@dataclass(frozen=True, slots=True)
class Ontvangen:
    """A line that came in: its source, the item on its way (None when refused), its dead letter, and the delivery."""

    bron: str
    inkomend: Inkomend | None
    brief: DodeBrief
    levering: Levering | None


class Ontvanger:
    """Turns lines into items. ``plafond`` gives the highest version that a source may send."""

    def __init__(self, normen: Normen, plafond: Callable[[str], int]) -> None:
        self._normen = normen
        self._plafond = plafond

    def receive(self, bron: str | None, regel: Regel) -> Ontvangen:
        """One line of a source (``bron`` None: a line of any source)."""
        identiteit = _NIETS_BEKEND
        try:
            ruw = read_json_object(regel.ruw)
            identiteit = identify(ruw)
            levering = self._parse(ruw, bron, identiteit)
        except Weigering as weigering:
            reden = Weigering("REGEL_ONVOLLEDIG") if regel.onvolledig else weigering
            brief = _make_brief(regel, identiteit, bron, reden)
            return Ontvangen(brief.bron, None, brief, None)
        brief = _make_brief(regel, identiteit, bron, None)
        return Ontvangen(levering.bron, Inkomend(project_levering(levering, self._normen), brief), brief, levering)

    def _parse(self, ruw: dict[str, Any], bron: str | None, identiteit: Identiteit) -> Levering:
        if bron is not None and identiteit.bron is not None and identiteit.bron != bron:
            raise Weigering("BRON_VREEMD", "bron")
        return parse_levering(ruw, self._plafond(identiteit.bron or ""))


def unfinished_id(herkomst: str) -> str:
    """The id of the dead letter of a line without an end: settled when that place is read again."""
    return blake2b(herkomst.encode(), digest_size=16, person=b"onvolledig").hexdigest()


def _make_brief(regel: Regel, identiteit: Identiteit, bron: str | None, weigering: Weigering | None) -> DodeBrief:
    onaf = weigering is not None and weigering.reden == "REGEL_ONVOLLEDIG"
    return DodeBrief(
        id=unfinished_id(regel.herkomst) if onaf else blake2b(regel.ruw, digest_size=16).hexdigest(),
        bron=bron or identiteit.bron or ONBEKENDE_BRON,
        soort=identiteit.soort,
        sleutel=identiteit.sleutel,
        versie=identiteit.versie,
        reden=weigering.reden if weigering else "",
        veld=weigering.veld if weigering else None,
        herkomst=regel.herkomst,
        ruw=regel.ruw[:LANGSTE_BRIEF],
        ontvangen_op=datetime.now(UTC).isoformat(timespec="seconds"),
    )
