"""Where a request comes from, as it is recorded: the address of the connection, or what a header says that the proxy sets."""

import pytest
from starlette.requests import Request

from klantbeeld.sporen import Oorsprong
from klantbeeld.verzoeken import LANGSTE_HERKOMST, read_oorsprong
from tests.bouwers_graphql import Proef

BELLER = "b7ad6b7169203331"
SPOOR = f"00-0af7651916cd43dd8448eb211c80319c-{BELLER}-01"


def make_request(**koppen: str) -> Request:
    headers = [(naam.replace("_", "-").encode(), waarde.encode()) for naam, waarde in koppen.items()]
    return Request({"type": "http", "headers": headers, "client": ("10.0.0.7", 1234)})


def test_without_a_header_to_trust_it_is_the_address_of_the_connection() -> None:
    assert read_oorsprong(make_request(x_werkplek="w-12"), None) == Oorsprong("10.0.0.7", None)


def test_with_one_it_is_what_that_says_and_nothing_else() -> None:
    assert read_oorsprong(make_request(x_werkplek="w-12"), "X-Werkplek").adres == "w-12"
    assert read_oorsprong(make_request(), "X-Werkplek").adres is None


def test_the_span_of_the_caller_is_told_too() -> None:
    assert read_oorsprong(make_request(traceparent=SPOOR), None).span_id == BELLER


@pytest.mark.parametrize("kop", ["", "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", "00-xyz"])
def test_a_traceparent_that_is_none_names_no_caller(kop: str) -> None:
    assert read_oorsprong(make_request(traceparent=kop), None).span_id is None


def test_what_a_header_says_stays_on_one_line_and_short() -> None:
    adres = read_oorsprong(make_request(x_werkplek='w"\n\t\x1b[31m{"nr":1}' + "x" * 500), "X-Werkplek").adres
    assert adres is not None
    assert adres.isprintable()
    assert len(adres) == LANGSTE_HERKOMST


def test_it_is_recorded_of_every_consultation(proef: Proef) -> None:
    proef.post({"query": '{ werkgevers(zoekterm: "123456789L01") { totaal } }'}, {"traceparent": SPOOR})
    (regel,) = proef.read_log()
    assert (regel["herkomst"], regel["aanroepSpanId"], regel["traceId"]) == ("127.0.0.1", BELLER, SPOOR[3:35])
