"""Searching after random changes finds what the plainest search over the same profiles would."""

from collections.abc import Iterable, Sequence
from itertools import combinations, count

from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import Eis
from klantbeeld.domain.zoektermen import Zoektermen, list_zoektermen
from klantbeeld.stores.protocol import Profielwijziging
from tests.bouwers import make_profiel
from tests.contract.conftest import WILLEKEURIG, OpenStore
from tests.contract.test_stores_zoeken import search

_stores = count()
_NAMEN = ["Jansen", "Jansens", "Bakker Jansen", "De Bakkerij", "Café Ω 東京", "A.B. Smid", "Smid 4", "AND OR NOT"]
_NUMMERS = ["kvk:1", "kvk:12", "kvk:A", "kvk:a", 'kvk:"', "rsin:*"]
_IDS = ["00", "0a", "7f", "a0", "ff"]
_profielen = st.builds(
    lambda id_, namen, nummers, woorden: make_profiel(id_, namen=tuple(namen), nummers=tuple(nummers), woorden=woorden),
    st.sampled_from(_IDS),
    st.lists(st.sampled_from(_NAMEN), min_size=1, max_size=2, unique=True),
    st.lists(st.sampled_from(_NUMMERS), max_size=3, unique=True),
    st.integers(1, 3),
)
_wijzigingen = st.lists(st.one_of(_profielen, _profielen, st.sampled_from(_IDS)), max_size=12)
_TERMEN = list_zoektermen(make_profiel(namen=tuple(_NAMEN), nummers=tuple(_NUMMERS)))
_woorden, _delen = (st.sampled_from(sorted(termen)) for termen in (_TERMEN.woorden, _TERMEN.delen))
_eisen = st.one_of(
    st.builds(Eis, st.lists(_woorden, min_size=1, max_size=4, unique=True).map(tuple), st.integers(1, 3)),
    st.builds(Eis, st.lists(_delen, min_size=1, max_size=4, unique=True).map(tuple), st.integers(1, 3)),
    st.builds(lambda term, lengte: Eis((term[:lengte],), begin=True), _woorden, st.integers(3, 8)),
)


def holds(eis: Eis, termen: Zoektermen) -> bool:
    if eis.begin:
        return any(term.startswith(eis.termen) for term in termen.woorden)
    return len({*eis.termen} & (termen.woorden | termen.delen)) >= eis.minstens


def answer(profielen: Iterable[Profiel], eisen: Sequence[Eis]) -> list[str]:
    """The plainest search there is."""
    passend = [profiel for profiel in profielen if all(holds(eis, list_zoektermen(profiel)) for eis in eisen)]
    return [profiel.id for profiel in sorted(passend, key=lambda profiel: (profiel.woorden, profiel.id))]


@WILLEKEURIG
@given(wijzigingen=_wijzigingen, eisen=st.lists(_eisen, min_size=1, max_size=5), samen=st.integers(1, 5))
def test_after_any_changes_a_search_finds_what_a_plain_one_would(
    open_store: OpenStore, wijzigingen: list[Profiel | str], eisen: list[Eis], samen: int
) -> None:
    store = open_store(f"eigen{next(_stores)}")
    stand: dict[str, Profiel] = {}
    for begin in range(0, len(wijzigingen), samen):
        deel = {
            wijziging if isinstance(wijziging, str) else wijziging.id: wijziging for wijziging in wijzigingen[begin:][:samen]
        }
        tokens = store.tokens(list(deel))
        profielen = {id_: None if isinstance(wijziging, str) else wijziging for id_, wijziging in deel.items()}
        store.write_profielen([Profielwijziging(id_, profiel, tokens[id_]) for id_, profiel in profielen.items()])
        stand = {id_: profiel for id_, profiel in (stand | profielen).items() if profiel is not None}
    for vraag in [*((eis,) for eis in eisen), *combinations(eisen, 2), tuple(eisen)]:
        assert search(store, *vraag) == answer(stand.values(), vraag)
        assert search(store, *vraag, limiet=2) == answer(stand.values(), vraag)[:2]
    store.close()
