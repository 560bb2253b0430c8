"""The same ways over a store in Elasticsearch: two of them, or all in the long form."""

import os
from collections.abc import Callable, Iterator

import pytest

from tests.dienst import Dienst
from tests.elasticstores import Voorraad
from tests.scherm import test_reizen as reizen
from tests.scherm.conftest import Kijk
from tests.scherm.opstelling import fill, serve
from tests.scherm.venster import find_chromium
from tests.testnode import require_elasticsearch

KORT: tuple[Callable[[reizen.Begin], None], ...] = (
    reizen.test_a_name_with_typing_errors_and_a_town_finds_the_employer,
    reizen.test_what_was_said_last_time_and_what_changed_since_is_on_the_opening_page,
)
LANG: tuple[Callable[[reizen.Begin], None], ...] = (
    reizen.test_an_lh_nummer_with_dots_opens_the_employer_at_once,
    reizen.test_of_a_sole_trader_nobody_sees_the_number_that_may_be_a_bsn,
    reizen.test_who_pays_on_the_first_day_of_illness_is_seen_on_the_opening_page,
    reizen.test_all_documents_of_a_kind_in_a_year_are_read_page_by_page,
    reizen.test_who_may_not_see_a_group_does_not_find_it_and_is_told_so_at_its_address,
    reizen.test_a_policy_adviser_makes_a_figure_and_takes_it_along,
)
REIZEN = KORT + LANG if "LANGE_TESTS" in os.environ else KORT


@pytest.fixture(scope="module")
def elastisch(tmp_path_factory: pytest.TempPathFactory, voorraad_of: Callable[[str], Voorraad]) -> Iterator[Dienst]:
    """The program over a store in Elasticsearch, on an ordinary day."""
    find_chromium()
    voorraad = voorraad_of(require_elasticsearch())
    url, map_ = voorraad.take(), tmp_path_factory.mktemp("elastisch")
    fill(map_, url)
    with serve(map_, store=url) as gestart:
        yield gestart
    voorraad.give_back(url)


@pytest.mark.parametrize("reis", REIZEN, ids=lambda reis: reis.__name__.removeprefix("test_"))
def test_it_is_the_same_over_elasticsearch(reis: Callable[[reizen.Begin], None], kijk: Kijk, elastisch: Dienst) -> None:
    reis(reizen.make_begin(kijk, elastisch, "muis"))
