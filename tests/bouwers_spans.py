"""A collector of spans, as a platform has one: it takes what comes over OTLP, and shows it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span


@dataclass
class Verzamelaar:
    """``ruw`` is every body that it accepted; it refuses them with another ``status``."""

    url: str = ""
    status: int = 200
    ruw: list[bytes] = field(default_factory=list)

    def list_spans(self) -> list[Span]:
        """Every span that came in."""
        verzoeken = [ExportTraceServiceRequest.FromString(lichaam) for lichaam in self.ruw]
        return [
            span for verzoek in verzoeken for bron in verzoek.resource_spans for deel in bron.scope_spans for span in deel.spans
        ]


@contextmanager
def run_verzamelaar(poort: int = 0) -> Iterator[Verzamelaar]:
    """A collector on a port of this machine, by default a free one."""
    verzamelaar = Verzamelaar()

    class Ontvanger(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            lichaam = self.rfile.read(int(self.headers["content-length"]))
            if verzamelaar.status == 200:
                verzamelaar.ruw.append(lichaam)
            self.send_response(verzamelaar.status if self.path == "/v1/traces" else 404)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", poort), Ontvanger) as server:
        verzamelaar.url = f"http://127.0.0.1:{server.server_port}/v1/traces"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield verzamelaar
        server.shutdown()
