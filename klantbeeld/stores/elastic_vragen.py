"""How the questions of one read are answered from Elasticsearch: in one request, as long as no question needs to ask again.
Employers by their ids alone are fetched, which takes two thirds of the time of a search; all else is one ``_msearch``.

Elasticsearch answers 200 to a request of which parts failed, and a search that missed a shard or ran out of time with what it
did find. None of that is shown as an answer: it becomes the ``StoreFout`` of its question.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from klantbeeld.domain.vragen import (
    Aantallenvraag,
    Bestaanvraag,
    Bronitemsvraag,
    Bronnenvraag,
    Burenvraag,
    Familievraag,
    Houdersvraag,
    Itemsvraag,
    Maandvraag,
    Profielvraag,
    Rangvraag,
    Revisievraag,
    Sleutelsvraag,
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
    answer_buren,
    answer_items,
    answer_revisies,
    answer_tellingen,
    answer_vondsten,
)
from klantbeeld.stores.elastic_opvragen import fetch_found
from klantbeeld.stores.elastic_profielvragen import (
    answer_familie,
    answer_houders,
    answer_profielen,
    answer_rangen,
    answer_sleutel,
    answer_sleutels,
    answer_zoeken,
    pick_profielen,
)
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_statistieken import answer_aantallen, answer_maanden, answer_statistiek
from klantbeeld.stores.elastic_verbinding import Verbinding, error_type, make_fout

APART: Mapping[type, Callable[[Any], Gesprek[Any]]] = {
    Itemsvraag: answer_items,
    Telvraag: answer_tellingen,
    Burenvraag: answer_buren,
    Rangvraag: answer_rangen,
    Bestaanvraag: answer_bestaan,
    Houdersvraag: answer_houders,
    Revisievraag: answer_revisies,
    Statistiekvraag: answer_statistiek,
    Aantallenvraag: answer_aantallen,
    Sleutelvraag: answer_sleutel,
    Sleutelsvraag: answer_sleutels,
    Familievraag: answer_familie,
    Zoekvraag: answer_zoeken,
    Vindvraag: answer_vondsten,
    Bronnenvraag: answer_bronnen,
}
"""Questions that are answered one by one."""
SAMEN: Mapping[type, Callable[[Sequence[Any]], Gesprek[Sequence[Any]]]] = {
    Bronitemsvraag: answer_bronitems,
    Profielvraag: answer_profielen,
    Maandvraag: answer_maanden,
}
"""Questions of which all those of one read are answered together."""


@dataclass(slots=True)
class _Lopend:
    """Questions (by their places) that are not answered yet, and what they ask now."""

    plaatsen: Sequence[int]
    gesprek: Gesprek[Sequence[Any]]
    opdrachten: Sequence[Opdracht] = ()
    antwoorden: Sequence[Any] = ()

    def go_on(self, gevonden: Sequence[Gevonden] | None) -> bool:
        """Gives what was found (None to begin with); says whether there is more to ask."""
        try:
            self.opdrachten = next(self.gesprek) if gevonden is None else self.gesprek.send(gevonden)
        except StopIteration as einde:
            self.antwoorden = einde.value
            return False
        return True

    def take(self, gevonden: Sequence[Gevonden]) -> bool:
        """The same, for what may have failed: then there is nothing more to ask."""
        fout = next(filter(None, map(_find_fout, gevonden)), None)
        if fout is None:
            return self.go_on(gevonden)
        self.gesprek.close()
        self.antwoorden = [fout] * len(self.plaatsen)
        return False


def answer_all(verbinding: Verbinding, vragen: Sequence[Vraag]) -> list[Any]:
    """One answer per question, in order; a ``StoreFout`` where there is none. Errors: ``StoreFout`` when nothing answers."""
    om_profielen = [vraag for vraag in vragen if isinstance(vraag, Profielvraag)]
    if len(om_profielen) == len(vragen):
        return pick_profielen(om_profielen, fetch_found(verbinding, Familie.PROFIELEN, (vraag.id for vraag in om_profielen)))
    alle = list(_begin(vragen))
    lopend = [deel for deel in alle if deel.go_on(None)]
    while lopend:
        gevonden = iter(_search(verbinding, [opdracht for deel in lopend for opdracht in deel.opdrachten]))
        lopend = [deel for deel in lopend if deel.take([next(gevonden) for _ in deel.opdrachten])]
    antwoorden = {plaats: antwoord for deel in alle for plaats, antwoord in zip(deel.plaatsen, deel.antwoorden, strict=True)}
    return [antwoorden[plaats] for plaats in range(len(vragen))]


def _begin(vragen: Sequence[Vraag]) -> Iterator[_Lopend]:
    samen: dict[type, list[int]] = {}
    for plaats, vraag in enumerate(vragen):
        if type(vraag) in SAMEN:
            samen.setdefault(type(vraag), []).append(plaats)
        else:
            yield _Lopend([plaats], _talk_alone(APART[type(vraag)](vraag)))
    for soort, plaatsen in samen.items():
        yield _Lopend(plaatsen, SAMEN[soort]([vragen[plaats] for plaats in plaatsen]))


def _talk_alone(gesprek: Gesprek[Any]) -> Gesprek[Sequence[Any]]:
    return [(yield from gesprek)]


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
