"""The border where lines come in: each becomes an item, or a dead letter with its reason code. Values go nowhere else."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from typing import Any, NamedTuple

from indexers.projecties import project_levering
from indexers.source import Regel
from klantbeeld.domain.groepen import SOORTEN
from klantbeeld.domain.items import Bewaard, Item, Uitkomst, decide
from klantbeeld.domain.json_regels import LANGSTE_REGEL, read_json_object
from klantbeeld.domain.leveringen import Identiteit, Levering, bron_of, id_of, identify, is_bewaard, parse_levering
from klantbeeld.domain.normen import Normen
from klantbeeld.errors import Weigering
from klantbeeld.stores.protocol import DodeBrief, Inkomend

ONBEKENDE_BRON = "onbekend"
"""The source under which lines are counted of which the source cannot be read."""
BRONNAAM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""How the name of a source is written."""
LANGSTE_BRIEF = 100_000
"""Of a line that is too long to be read only so much of the beginning is kept; any other is kept whole, to offer it again."""

Naslag = Callable[[Sequence[str]], Mapping[str, Bewaard]]
"""Tells what is held of records by their ids."""
Gelezen = dict[str, Any] | Weigering
"""The JSON object of a line, or why there is none."""
BRONSTAND = "bronstand"

_NIETS_BEKEND = Identiteit(None, None, None, None)


class Ontvangen(NamedTuple):
    """A line that came in: its source, and the item on its way with the delivery that it was, or its dead letter. Of a record
    that changes nothing, by what is held already, only the ``uitkomst`` and its ``id``."""

    bron: str
    inkomend: Inkomend | None
    brief: DodeBrief | None
    levering: Levering | None
    uitkomst: Uitkomst | None = None
    id: str | None = None


class Deelregel(NamedTuple):
    """A line of a block, with its number, as it was received; ``geteld`` is its number for the fuse of its source."""

    nummer: int
    regel: Regel
    ontvangen: Ontvangen
    geteld: int

    @property
    def volgende(self) -> int:
        """The line at which reading goes on: this one again when it had no end and could not be taken in."""
        return self.nummer if self.regel.onvolledig and self.ontvangen.brief is not None else self.nummer + 1


class Ontvanger:
    """Turns lines into items. ``plafond`` gives the highest version that a source may send."""

    def __init__(self, normen: Normen, plafond: Callable[[str], int]) -> None:
        self._normen = normen
        self._plafond = plafond

    def receive(self, bron: str | None, regel: Regel) -> Ontvangen:
        """One line of a source (``bron`` None: a line of any source)."""
        return self._accept(bron, regel, _read(regel))

    def receive_all(self, bron: str | None, regels: Sequence[Regel], look_up: Naslag) -> Iterator[Ontvangen]:
        """Lines of a source, in their order. A record that is held just as it comes is not validated again. What comes of a
        record after it was changed, and of any after a bronstand (that may remove others), is for the store to decide."""
        gelezen = [_read(regel) for regel in regels]
        ids = [None if isinstance(ruw, Weigering) else id_of(ruw) for ruw in gelezen]
        bekend = dict(look_up([id_ for id_ in ids if id_ is not None]))
        for regel, ruw, id_ in zip(regels, gelezen, ids, strict=True):
            bewaard = bekend.get(id_) if id_ is not None else None
            ontvangen = self._accept(bron, regel, ruw) if bewaard is None else self._compare(bron, regel, ruw, bewaard)
            yield ontvangen
            if bekend and ontvangen.inkomend is not None:
                bekend.pop(ontvangen.inkomend.item.id, None)
                if ontvangen.inkomend.item.soort == BRONSTAND:
                    bekend.clear()

    def _compare(self, bron: str | None, regel: Regel, ruw: Gelezen, bewaard: Bewaard) -> Ontvangen:
        """One line of a record that is held. A bronstand always goes on: it has more to say than that it is there."""
        if not isinstance(ruw, Weigering) and self._is_known(bron, ruw, bewaard):
            return Ontvangen(ruw["bron"], None, None, None, Uitkomst.ONGEWIJZIGD, id_of(ruw))
        ontvangen = self._accept(bron, regel, ruw)
        if ontvangen.inkomend is None or ontvangen.inkomend.item.soort == BRONSTAND:
            return ontvangen
        item = ontvangen.inkomend.item
        is_vervallen = decide(bewaard, item).uitkomst is Uitkomst.VERVALLEN
        return Ontvangen(ontvangen.bron, None, None, None, Uitkomst.VERVALLEN, item.id) if is_vervallen else ontvangen

    def _is_known(self, bron: str | None, ruw: dict[str, Any], bewaard: Bewaard) -> bool:
        van = ruw["bron"]
        mag = bron in {None, van} and bewaard.versie <= self._plafond(van) and ruw["soort"] != BRONSTAND
        return mag and is_bewaard(ruw, bewaard)

    def _accept(self, bron: str | None, regel: Regel, ruw: Gelezen) -> Ontvangen:
        try:
            levering = self._parse(ruw, bron)
        except Weigering as weigering:
            reden = Weigering("REGEL_ONVOLLEDIG") if regel.onvolledig else weigering
            identiteit = _NIETS_BEKEND if isinstance(ruw, Weigering) else _keep_known(identify(ruw))
            brief = _make_brief(regel, identiteit, bron, reden)
            return Ontvangen(brief.bron, None, brief, None)
        return Ontvangen(levering.bron, make_inkomend(regel, project_levering(levering, self._normen)), None, levering)

    def _parse(self, ruw: Gelezen, bron: str | None) -> Levering:
        if isinstance(ruw, Weigering):
            raise ruw
        van = bron_of(ruw)
        if bron is not None and van is not None and van != bron:
            raise Weigering("BRON_VREEMD", "bron")
        return parse_levering(ruw, self._plafond(van or ""))


def _read(regel: Regel) -> Gelezen:
    try:
        return read_json_object(regel.ruw)
    except Weigering as weigering:
        return weigering


def list_ids(regels: Sequence[Regel]) -> list[str]:
    """The ids of the records in these lines, as far as they can be read."""
    gelezen = (_read(regel) for regel in regels)
    return [id_ for ruw in gelezen if not isinstance(ruw, Weigering) and (id_ := id_of(ruw)) is not None]


def make_inkomend(regel: Regel, item: Item) -> Inkomend:
    """The item of a line, on its way to the store."""
    return Inkomend(item, partial(_refuse_later, regel, item))


def unfinished_id(bron: str | None, regel: Regel) -> str:
    """The id of the dead letter of a line without an end. There is one per file, and reading that on settles it."""
    deel = regel.herkomst.rpartition("@")[0]
    return blake2b(f"{bron or ''}:{deel}".encode(), digest_size=16, person=b"onvolledig").hexdigest()


def _keep_known(identiteit: Identiteit) -> Identiteit:
    """Without a source or kind that can't be one: in their place may stand anything, and both are shown in listings."""
    bron = identiteit.bron if identiteit.bron and BRONNAAM.fullmatch(identiteit.bron) else None
    return identiteit._replace(bron=bron, soort=identiteit.soort if identiteit.soort in SOORTEN else None)


def _refuse_later(regel: Regel, item: Item, reden: str) -> DodeBrief:
    """The dead letter of a line that was accepted here and refused by the store."""
    identiteit = Identiteit(item.bron, item.soort, item.id.split(":", 2)[2], item.versie)
    return _make_brief(regel, identiteit, item.bron, Weigering(reden))


def _make_brief(regel: Regel, identiteit: Identiteit, bron: str | None, weigering: Weigering) -> DodeBrief:
    van = bron or identiteit.bron or ONBEKENDE_BRON
    return DodeBrief(
        id=unfinished_id(bron, regel) if weigering.reden == "REGEL_ONVOLLEDIG" else _identify_line(van, regel.ruw),
        bron=van,
        soort=identiteit.soort,
        sleutel=identiteit.sleutel,
        versie=identiteit.versie,
        reden=weigering.reden,
        veld=weigering.veld,
        herkomst=regel.herkomst,
        ruw=regel.ruw if len(regel.ruw) <= LANGSTE_REGEL else regel.ruw[:LANGSTE_BRIEF],
        ontvangen_op=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _identify_line(bron: str, ruw: bytes) -> str:
    """The id of the dead letter of a line: the same when the same source delivers it again."""
    return blake2b(bron.encode() + b"\0" + ruw, digest_size=16).hexdigest()
