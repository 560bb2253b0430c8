"""The program as it is outside a demo: people sign in at a provider (one of ours, which believes whatever it is told), and a
page of another desktop may open an employer."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.bouwers_aanmelden import CLIENT
from tests.dienst import Dienst
from tests.scherm.opstelling import serve
from tests.scherm.venster import Venster
from tests.uitgever import Uitgeverproef, serve_uitgever

PORTAAL = "https://portaal.example.org"
ADVIES, HANDHAVING, ONBEKEND = "ABS-ADVIES", "ABS-HANDHAVING", "ABS-ONBEKEND"
GEHEIM = "een geheim voor deze proef"


@contextmanager
def serve_aanmelden(map_: Path) -> Iterator[Dienst]:
    """The program on what is in this folder, with sign-in."""
    with serve_uitgever("rsa-1") as uitgever:
        uitgever.antwoorden["/token"] = lambda: answer_code(uitgever)
        bestand = map_ / "uitgevers.toml"
        bestand.write_text(uitgever.describe(), encoding="utf-8")
        aanmelden = {
            "KLANTBEELD_IDENTITEIT__UITGEVERS": str(bestand),
            "KLANTBEELD_AANMELDEN__UITGEVER": "proef",
            "KLANTBEELD_AANMELDEN__ADRES": "{adres}",
            "KLANTBEELD_AANMELDEN__GEHEIM": GEHEIM,
            "KLANTBEELD_AANMELDEN__HERZIENING": "3600",
            "KLANTBEELD_WEB__OPENERS": PORTAAL,
        }
        with serve(map_, anders=aanmelden) as dienst:
            yield dienst


def answer_code(uitgever: Uitgeverproef) -> object:
    """What the code of ``find_terugweg`` gives."""
    (code,) = parse_qs(uitgever.velden[-1].decode())["code"]
    nonce, _, rollen = code.partition(" ")
    return {"id_token": uitgever.make_id_token(CLIENT, nonce=nonce, rollen=rollen.split()), "token_type": "Bearer"}


def find_terugweg(venster: Venster, rollen: Sequence[str]) -> str:
    """Where the provider sends this browser back to, as somebody with these roles."""
    gestuurd = venster.page.request.get(f"{venster.basis}/aanmelden", max_redirects=0).headers["location"]
    vraag = parse_qs(urlsplit(gestuurd).query)
    return "/aanmelden/terug?" + urlencode({"code": " ".join([*vraag["nonce"], *rollen]), "state": vraag["state"][0]})


def sign_in(venster: Venster, *rollen: str) -> None:
    """Goes on as somebody with these roles."""
    terug = venster.page.request.get(venster.basis + find_terugweg(venster, rollen), max_redirects=0)
    assert (terug.status, terug.headers["location"]) == (303, "/")
