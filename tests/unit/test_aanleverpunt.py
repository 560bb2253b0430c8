"""What the door for deliveries does when something fails that nobody expected."""

from hashlib import sha256
from typing import Any

import httpx
from starlette.applications import Starlette
from structlog.testing import capture_logs

from indexers.aanleverpunt import PAD, make_aanleverpunt
from indexers.leveranciers import Leverancier, Leveranciers
from klantbeeld.meter import Meter
from tests.bouwers_graphql import ask_web

TOKEN = "een token dat lang genoeg is om te gelden"  # noqa: S105 - of this test
SPOOR = "0af7651916cd43dd8448eb211c80319c"


class Stuk:
    """Takes nothing in: it fails, with a value of a delivery in its message."""

    def take_in(self, *_: object) -> None:
        raise RuntimeError("Kanarie")


def deliver(aanlevering: Any) -> httpx.Response:
    leverancier = Leverancier(bronnen=frozenset({"k3cr"}), tokens=(sha256(TOKEN.encode()).hexdigest(),))
    app = Starlette(routes=[make_aanleverpunt(Leveranciers(leveranciers={"een": leverancier}), aanlevering, Meter())])
    koppen = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    return ask_web(app, "POST", PAD, b"{}", koppen | {"traceparent": f"00-{SPOOR}-b7ad6b7169203331-01"})


def test_what_nobody_expected_leaves_as_the_trace_of_the_request_and_is_logged_without_values() -> None:
    with capture_logs() as regels:
        antwoord = deliver(Stuk())
    assert (antwoord.status_code, antwoord.json()["code"]) == (500, "INTERNAL_ERROR")
    assert antwoord.json()["detail"] == f"Noem deze code bij de beheerder: {SPOOR}"
    assert [(regel["trace_id"], regel["fout"].split(" bij ")[0]) for regel in regels] == [(SPOOR, "RuntimeError")]
    assert "Kanarie" not in antwoord.text + repr(regels)
