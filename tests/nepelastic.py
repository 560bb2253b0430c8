"""An HTTP server between a test and Elasticsearch: it answers as told, or passes on what comes to a real node.

It keeps every request, so that a test can say what was sent, and how often.
"""

import sys
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
from urllib3 import PoolManager

from klantbeeld.stores.elastic_aliassen import name_index, read_alias
from klantbeeld.stores.elastic_schema import Familie

VOORVOEGSEL = "nep"
_poort = PoolManager()


@dataclass(frozen=True, slots=True)
class Verzoek:
    """One request: ``pad`` with its parameters, ``koppen`` by their names in small letters."""

    methode: str
    pad: str
    lichaam: bytes
    koppen: Mapping[str, str] = field(default_factory=dict)

    def documents(self) -> list[tuple[str, str, bytes | None]]:
        """Of a bulk request: what is done (``index``), to which ``_id``, with which document."""
        regels = self.lichaam.splitlines()
        gelezen = []
        while regels:
            ((soort, kop),) = orjson.loads(regels.pop(0)).items()
            gelezen.append((soort, kop["_id"], None if soort == "delete" else regels.pop(0)))
        return gelezen

    @property
    def is_bulk(self) -> bool:
        return self.pad.startswith("/_bulk")

    def writes(self, familie: Familie) -> bool:
        """Whether it is a bulk request with documents of this family."""
        return self.is_bulk and f"-{familie}-schrijf-".encode() in self.lichaam

    def without(self, ids: Collection[str]) -> "Verzoek":
        """The same bulk request, but for the documents with these ``_id``s."""
        regels = self.lichaam.splitlines(keepends=True)
        blijft = []
        while regels:
            ((soort, kop),) = orjson.loads(regels[0]).items()
            deel, regels = (regels[:1], regels[1:]) if soort == "delete" else (regels[:2], regels[2:])
            blijft += deel if kop["_id"] not in ids else []
        return replace(self, lichaam=b"".join(blijft))


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What is answered: JSON, or these bytes. Without a status the connection is cut."""

    status: int | None = 200
    inhoud: Any = None
    soort: str = "application/json"


GEEN_ANTWOORD = Antwoord(status=None)

Regie = Callable[[Verzoek], Antwoord]


@dataclass(slots=True)
class Nepelastic:
    """The server that runs. ``regie`` decides what is answered, from the next request on."""

    url: str
    regie: Regie
    verzoeken: list[Verzoek] = field(default_factory=list)
    dicht: threading.Event = field(default_factory=threading.Event)

    @property
    def bulks(self) -> list[Verzoek]:
        """The bulk requests that came, in order."""
        return [verzoek for verzoek in self.verzoeken if verzoek.is_bulk]


def write_everything(verzoek: Verzoek) -> Antwoord:
    """What a healthy cluster answers, as far as writing goes."""
    if verzoek.pad.partition("?")[0].endswith("/_alias"):
        return Antwoord(inhoud=dict(map(_describe_index, Familie)))
    return Antwoord(inhoud=make_uitkomsten(verzoek))


def make_uitkomsten(verzoek: Verzoek, anders: dict[str, tuple[int, str]] | None = None) -> dict[str, Any]:
    """The answer to a bulk request: everything is written, but for the ``_id``s with a (status, kind of error) of their own."""
    items = []
    for soort, id_, _ in verzoek.documents():
        status, fout = (anders or {}).get(id_, (201, ""))
        items.append({soort: {"status": status, **({"error": {"type": fout, "reason": "Kanarie"}} if fout else {})}})
    return {"errors": bool(anders), "items": items}


def make_fout(status: int, soort: str) -> Antwoord:
    """A request that is refused as a whole."""
    return Antwoord(status, {"error": {"type": soort, "reason": "Kanarie"}, "status": status})


def pass_on(node: str) -> Regie:
    """Lets a real node answer."""

    def ask(verzoek: Verzoek) -> Antwoord:
        antwoord = _poort.request(
            verzoek.methode,
            node + verzoek.pad,
            body=verzoek.lichaam or None,
            headers={"content-type": "application/x-ndjson" if verzoek.is_bulk else "application/json"},
        )
        return Antwoord(antwoord.status, antwoord.data, antwoord.headers.get("content-type", "application/json"))

    return ask


def refuse_some(ids: Collection[str], fout: tuple[int, str], ask: Regie) -> Regie:
    """Refuses the documents with these ``_id``s, and passes the others on."""

    def answer(verzoek: Verzoek) -> Antwoord:
        over = verzoek.without(ids)
        gedaan = iter(orjson.loads(ask(over).inhoud)["items"] if over.lichaam else [])
        nee = {"status": fout[0], "error": {"type": fout[1], "reason": "Kanarie"}}
        items = [{soort: nee} if id_ in ids else next(gedaan) for soort, id_, _ in verzoek.documents()]
        return Antwoord(inhoud={"errors": True, "items": items})

    return answer


def in_turn(*antwoorden: Antwoord | Regie, daarna: Regie = write_everything) -> Regie:
    """Gives each bulk request the next of these answers; what comes after them, and what is no bulk, is for ``daarna``."""
    wachtend = list(antwoorden)

    def answer(verzoek: Verzoek) -> Antwoord:
        if not verzoek.is_bulk or not wachtend:
            return daarna(verzoek)
        volgende = wachtend.pop(0)
        return volgende if isinstance(volgende, Antwoord) else volgende(verzoek)

    return answer


def change_answers(eerlijk: Regie, vraag: bytes, anders: Mapping[str, Any]) -> Regie:
    """The same answers, with these fields in the answer to every search that holds this part of a query."""

    def answer(verzoek: Verzoek) -> Antwoord:
        antwoord = eerlijk(verzoek)
        if not verzoek.pad.startswith("/_msearch"):
            return antwoord
        inhoud = orjson.loads(antwoord.inhoud)
        for regel, deel in zip(verzoek.lichaam.splitlines()[1::2], inhoud["responses"], strict=True):
            deel.update(anders if vraag in regel else {})
        return Antwoord(inhoud=inhoud)

    return answer


@contextmanager
def run_nepelastic(regie: Regie = write_everything) -> Iterator[Nepelastic]:
    """A server on loopback, for as long as the block runs."""
    server = _Server(("127.0.0.1", 0), _Handler)
    nep = Nepelastic(f"http://127.0.0.1:{server.server_port}", regie)
    server.nep = nep  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield nep
    finally:
        nep.dicht.set()
        server.shutdown()
        server.server_close()


def _describe_index(familie: Familie) -> tuple[str, Any]:
    aliassen: dict[str, Any] = {read_alias(VOORVOEGSEL, familie): {}, f"{VOORVOEGSEL}-{familie}-schrijf-1": {}}
    return name_index(VOORVOEGSEL, familie, 1), {"aliases": aliassen}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no error here."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _handle(self) -> None:
        nep: Nepelastic = self.server.nep  # type: ignore[attr-defined]
        lichaam = self.rfile.read(int(self.headers.get("content-length") or 0))
        verzoek = Verzoek(self.command, self.path, lichaam, {naam.lower(): waarde for naam, waarde in self.headers.items()})
        nep.verzoeken.append(verzoek)
        antwoord = nep.regie(verzoek)
        if antwoord.status is None:
            self.close_connection = True
            return
        inhoud = antwoord.inhoud if isinstance(antwoord.inhoud, bytes) else orjson.dumps(antwoord.inhoud)
        self.send_response(antwoord.status)
        self.send_header("content-type", antwoord.soort)
        if "json" in antwoord.soort:
            self.send_header("x-elastic-product", "Elasticsearch")
        self.send_header("content-length", str(len(inhoud)))
        self.end_headers()
        self.wfile.write(inhoud)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _handle  # noqa: N815 - the names are the library's

    def log_message(self, format: str, *args: Sequence[Any]) -> None:  # noqa: A002 - the signature is the library's
        """Says nothing."""
