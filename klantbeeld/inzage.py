"""What one consultation showed, and to whom it was refused: what the consultation log must tell of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from klantbeeld.access.gebruiker import Gebruiker, Taak
from klantbeeld.access.vastleggingen import GEWEIGERD, Aanvraag, Vastlegging
from klantbeeld.domain.kader import Klasse

ZOEKEN, RAADPLEGEN, FAMILIE, VOLLEDIG_NUMMER = "zoeken", "raadplegen", "familie", "volledig nummer"
"""What the consultation log calls the ways in which employers are shown."""
EIGEN, ONLANGS = "eigen raadplegingen", "onlangs bekeken"
"""What it calls looking back at one's own consultations, and at the employers that were seen last."""
VELDEN = "velden"
"""What it calls a question for fields that were not granted."""


@dataclass(frozen=True, slots=True)
class Taakhandeling:
    """Something that was done for a task: to which employers it was about (public ids), and what was chosen."""

    taak: Taak
    naam: str
    werkgevers: tuple[str, ...] = ()
    keuze: str | None = None


@dataclass(slots=True)
class Inzage:
    """``bekeken``: employers by public id, with the groups that were shown of each. ``gevonden``: how others were found, and
    which. ``geweigerd``: what was refused. ``onthuld``: employer, kind of number and reason of each that was shown in full.
    ``gedaan``: what was done for a task."""

    bekeken: dict[str, set[str]] = field(default_factory=dict)
    gevonden: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    geweigerd: list[str] = field(default_factory=list)
    onthuld: list[tuple[str, str, str]] = field(default_factory=list)
    gedaan: list[Taakhandeling] = field(default_factory=list)

    @property
    def is_herhaalbaar(self) -> bool:
        """Whether the same may be shown again without judging it anew: nothing refused, shown for a reason, or of the log."""
        terugblikken = any(handeling in {EIGEN, ONLANGS} for handeling, _ in self.gevonden)
        return not self.geweigerd and not self.onthuld and not self.gedaan and not terugblikken

    def view(self, werkgever_id: str, *groepen: str) -> None:
        """This employer was shown, with these groups."""
        self.bekeken.setdefault(werkgever_id, set()).update(groepen)

    def describe(self) -> dict[str, object]:
        """What was shown, as JSON values: public ids and words of this code."""
        return {"bekeken": {id_: sorted(groepen) for id_, groepen in self.bekeken.items()}, "gevonden": self.gevonden}

    def repeat(self, beschrijving: dict[str, Any]) -> None:
        """The same is shown as was described then."""
        for id_, groepen in beschrijving["bekeken"].items():
            self.view(id_, *groepen)
        self.gevonden += [(handeling, tuple(ids)) for handeling, ids in beschrijving["gevonden"]]

    def list_vastleggingen(self, aanvraag: Aanvraag, resultaat: str) -> list[Vastlegging]:
        """What must be recorded; of an employer once for each purpose that groups of it were shown for."""
        gebruiker = aanvraag.gebruiker

        def note(handeling: str, ids: tuple[str, ...] = (), groepen: Iterable[str] = (), doel: str = "") -> Vastlegging:
            return Vastlegging(handeling, aanvraag, doel or gebruiker.doel, ids, tuple(sorted(groepen)), resultaat)

        def list_all() -> Iterator[Vastlegging]:
            for id_, groepen in self.bekeken.items():
                for doel, deel in _split_by_doel(gebruiker, groepen).items():
                    yield note(RAADPLEGEN, (id_,), deel, doel)
            for handeling, ids in self.gevonden:
                yield note(handeling, ids)
            for daad in self.gedaan:
                yield replace(note(daad.naam, daad.werkgevers, doel=gebruiker.doel_of(daad.taak)), keuze=daad.keuze)
            for handeling in self.geweigerd:
                yield replace(note(handeling), resultaat=GEWEIGERD)
            for id_, soort, reden in self.onthuld:
                yield replace(note(VOLLEDIG_NUMMER, (id_,), {soort}, gebruiker.doel_of(Klasse.NUMMERS)), reden=reden)

        return list(list_all())


def _split_by_doel(gebruiker: Gebruiker, groepen: Iterable[str]) -> dict[str, set[str]]:
    """The groups by the purpose for which this user sees them; none at all for the purpose of asking."""
    per_doel: dict[str, set[str]] = {}
    for groep in groepen:
        per_doel.setdefault(gebruiker.doel_of(groep), set()).add(groep)
    return per_doel or {gebruiker.doel: set()}
