"""A packed page is the same page, and each part of it can be shown as soon as it was sent."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from klantbeeld.web.inpakken import pack

DELEN = ["<p>één</p>" * 20, "<p>twee</p>", "", "<p>drie</p>"]


def pack_for(aanvaardt: str, response: Response) -> Response:
    return pack(Request({"type": "http", "headers": [(b"accept-encoding", aanvaardt.encode())]}), response)


async def send_delen() -> AsyncIterator[str]:
    for deel in DELEN:
        yield deel


def read_delen(response: Response) -> list[bytes]:
    """What is sent, part by part."""
    assert isinstance(response, StreamingResponse)
    delen = response.body_iterator

    async def read() -> list[bytes]:
        return [bytes(deel) async for deel in delen if not isinstance(deel, str)]

    return asyncio.run(read())


def test_each_part_of_a_page_can_be_read_when_it_is_there() -> None:
    response = pack_for("gzip, br", StreamingResponse(send_delen(), media_type="text/html"))
    uitpakker = zlib.decompressobj(wbits=31)
    gelezen = [uitpakker.decompress(deel).decode() for deel in read_delen(response)]
    assert response.headers["content-encoding"] == "gzip"
    assert gelezen == [*DELEN, ""]
    assert uitpakker.eof


def test_a_page_that_comes_whole_is_packed_whole() -> None:
    response = pack_for("gzip", HTMLResponse("<p>één</p>" * 50))
    assert gzip.decompress(bytes(response.body)).decode() == "<p>één</p>" * 50
    assert response.headers["content-length"] == str(len(response.body))
    assert len(response.body) < 80


@pytest.mark.parametrize("aanvaardt", ["", "br", "identity"])
def test_who_cannot_unpack_gets_it_as_it_is(aanvaardt: str) -> None:
    response = pack_for(aanvaardt, HTMLResponse("<p>één</p>"))
    assert (bytes(response.body).decode(), "content-encoding" in response.headers) == ("<p>één</p>", False)
    assert response.headers["vary"] == "Accept-Encoding"


def test_what_is_no_page_stays_as_it_is() -> None:
    response = pack_for("gzip", JSONResponse({"a": "b"}))
    assert (response.body, "content-encoding" in response.headers) == (b'{"a":"b"}', False)
