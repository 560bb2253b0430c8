"""How the questions of one read are answered from Elasticsearch: in one request, as long as no question needs to ask again.

Elasticsearch answers 200 to a request of which parts failed, and a search that missed a shard or ran out of time with what it
did find. None of that is shown as an answer: it becomes the ``StoreFout`` of its question.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from klantbeeld.domain.vragen import (
    Aantallenvraag,
    Bestaanvraag,
    Bronitemsvraag,
    Bronnenvraag,
    Familievraag,
    Houdersvraag,
    Itemsvraag,
    Maandvraag,
    Profielvraag,
    Rangvraag,
    Revisievraag,
    Sleutelvraag,
    Statistiekvraag,
    Telvraag,
    Vindvraag,
    Vraag,
    Zoekvraag,
)
from klantbeeld.errors import StoreFout, StoreOnbereikbaar
from klantbeeld.stores.elastic_gesprekken import Gesprek, Gevonden, Opdracht
from klantbeeld.stores.elastic_itemvragen import (
    answer_bestaan,
    answer_bronitems,
    answer_bronnen,
    answer_items,
    answer_revisies,
    answer_tellingen,
    answer_vondsten,
)
from klantbeeld.stores.elastic_profielvragen import (
    answer_familie,
    answer_houders,
    answer_profiel,
    answer_rangen,
    answer_sleutel,
    answer_zoeken,
)
from klantbeeld.stores.elastic_statistieken import answer_aantallen, answer_maanden, answer_statistiek
from klantbeeld.stores.elastic_verbinding import Verbinding, error_type, make_fout

GESPREKKEN: Mapping[type, Callable[[Any], Gesprek[Any]]] = {
    Itemsvraag: answer_items,
    Bronitemsvraag: answer_bronitems,
    Telvraag: answer_tellingen,
    Rangvraag: answer_rangen,
    Bestaanvraag: answer_bestaan,
    Profielvraag: answer_profiel,
    Houdersvraag: answer_houders,
    Revisievraag: answer_revisies,
    Maandvraag: answer_maanden,
    Statistiekvraag: answer_statistiek,
    Aantallenvraag: answer_aantallen,
    Sleutelvraag: answer_sleutel,
    Familievraag: answer_familie,
    Zoekvraag: answer_zoeken,
    Vindvraag: answer_vondsten,
    Bronnenvraag: answer_bronnen,
}


@dataclass(slots=True)
class _Lopend:
    """A question that is not answered yet: what it asks now, and in the end its answer."""

    gesprek: Gesprek[Any]
    opdrachten: Sequence[Opdracht] = ()
    antwoord: Any = None

    def go_on(self, gevonden: Sequence[Gevonden] | None) -> bool:
        """Gives what was found (None to begin with); says whether there is more to ask."""
        try:
            self.opdrachten = next(self.gesprek) if gevonden is None else self.gesprek.send(gevonden)
        except StopIteration as einde:
            self.antwoord = einde.value
            return False
        return True

    def give_up(self, fout: StoreFout) -> None:
        self.gesprek.close()
        self.antwoord = fout


def answer_all(verbinding: Verbinding, vragen: Sequence[Vraag]) -> list[Any]:
    """One answer per question, in order; a ``StoreFout`` where there is none. Errors: ``StoreFout`` when nothing answers."""
    alle = [_Lopend(GESPREKKEN[type(vraag)](vraag)) for vraag in vragen]
    lopend = [vraag for vraag in alle if vraag.go_on(None)]
    while lopend:
        gevonden = iter(_search(verbinding, [opdracht for vraag in lopend for opdracht in vraag.opdrachten]))
        lopend = [vraag for vraag in lopend if _hand_out(vraag, [next(gevonden) for _ in vraag.opdrachten])]
    return [vraag.antwoord for vraag in alle]


def _hand_out(vraag: _Lopend, gevonden: Sequence[Gevonden]) -> bool:
    fout = next(filter(None, map(_find_fout, gevonden)), None)
    if fout is None:
        return vraag.go_on(gevonden)
    vraag.give_up(fout)
    return False


def _search(verbinding: Verbinding, opdrachten: Sequence[Opdracht]) -> Sequence[Gevonden]:
    if not opdrachten:
        return ()
    regels: list[Mapping[str, Any]] = []
    for opdracht in opdrachten:
        regels += [{"index": verbinding.index_of(opdracht.familie)}, opdracht.inhoud]
    with verbinding.asking() as client:
        antwoorden: Sequence[Gevonden] = client.msearch(searches=regels).body["responses"]
    return antwoorden


def _find_fout(gevonden: Gevonden) -> StoreFout | None:
    """Why this is no whole answer, None when it is one."""
    if "error" in gevonden:
        return make_fout(gevonden["status"], error_type(gevonden))
    if gevonden["timed_out"]:
        return StoreOnbereikbaar("Het zoeken duurde te lang en is gestopt. Zoek op minder of andere woorden.")
    if gevonden["_shards"]["failed"]:
        return StoreOnbereikbaar("Een deel van de store antwoordt nu niet. Het gaat vanzelf verder als het cluster heel is.")
    return None
