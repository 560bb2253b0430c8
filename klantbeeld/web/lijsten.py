"""How lists are written: what stands there when one is empty, where the rest of it is, and how a long text in it is cut off.

Texts and addresses come from sources: a link is made only of what is certainly a safe one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pydantic.alias_generators import to_camel

from klantbeeld.domain.bladzijden import GROOTSTE_BLADZIJDE, Bladzijde
from klantbeeld.domain.bronnen import Groepstatus, Stand
from klantbeeld.domain.ontbrekend import Ontbreekreden
from klantbeeld.domain.vrije_teksten import Signaal
from klantbeeld.web.groepsvragen import NA, Groepsvraag
from klantbeeld.web.opmaak import join_en

LANGSTE_BEGIN = 70
"""So many characters of a text are shown in a list at once."""
SOORT_VAN_LIJST = {
    "contactpersonen": "contactpersoon",
    "contactpersonen_uwv": "contactpersoon",
    "gemachtigden": "machtiging",
    "contacten": "contact",
    "meest_besproken": "contact",
    "notities": "notitie",
    "notitiebronnen": "notitie",
    "vestigingen": "vestiging",
    "verslagen": "riv",
    "perioden": "erd",
    "polissen": "polis",
}
"""The kind of record that a list is made of, in groups that have several."""
_HOST = re.compile(r"[A-Za-z0-9.-]+\Z")
_SIGNALEN = {Signaal.BSN: "nummer afgeschermd", Signaal.MEDISCH: "medische woorden"}


@dataclass(frozen=True, slots=True)
class Lijststaat:
    """What is said around a list: ``verder`` is where more of it is shown, None when this is all; ``begin`` is where it
    begins when this is not its beginning."""

    naam: str
    verder: str | None
    begin: str | None


def make_lijststaat(naam: str, bladzijde: Bladzijde[Any], vraag: Groepsvraag, stap: int) -> Lijststaat:
    """``verder`` leads to the first row that is not shown yet; rows are ``naam`` with their number, from 1 on each page."""
    adres, getoond = vraag.address_of_more(bladzijde, stap), len(bladzijde.edges)
    eerste_nieuwe = getoond + 1 if getoond + stap <= GROOTSTE_BLADZIJDE else 1
    begin = vraag.address_with({NA: "", "aantal": ""}) if vraag.velden.get(NA) else None
    return Lijststaat(naam, f"{adres}#{naam}-{eerste_nieuwe}" if adres else None, begin)


def explain_leeg(groep: Any, veld: str, wat: str, stand: Stand | None) -> str:  # noqa: ANN401 - a Groepsregel.model
    """Why a list of a group that was read holds no ``wat``: there is none at the sources of just that, as far as is known, or
    this reader may not see it."""
    if any(deel.veld == to_camel(veld) and deel.reden is Ontbreekreden.GEEN_TOEGANG for deel in groep.ontbrekend):
        return f"Uw rol geeft geen toegang tot {wat}."
    soort = SOORT_VAN_LIJST.get(veld)
    bronnen = [bron for bron in stand.bronnen if soort is None or soort in bron.soorten] if stand else []
    if stand is None or not bronnen:
        return f"Geen {wat} gevonden; van geen bron is bekend dat die ze levert."
    namen = join_en([bron.naam for bron in bronnen])
    staat_stil = stand.status is not Groepstatus.OK and all(bron.status is Groepstatus.OK for bron in stand.bronnen)
    if staat_stil or any(bron.status is not Groepstatus.OK for bron in bronnen):
        return f"Geen {wat} in de laatst bekende gegevens van {namen}. Die zijn nu niet actueel."
    return f"Geen {wat} bij {namen}."


def cut_begin(tekst: str) -> str | None:
    """The beginning of a text that is too long for a list, or has more than one line, up to a whole word; None when it fits."""
    regel = " ".join(tekst[: LANGSTE_BEGIN * 2].split())
    if len(tekst) <= LANGSTE_BEGIN and "\n" not in tekst.strip():
        return None
    if len(regel) <= LANGSTE_BEGIN:
        return f"{regel} …"
    begin, _, _ = regel[:LANGSTE_BEGIN].rpartition(" ")
    return f"{begin or regel[:LANGSTE_BEGIN]} …"


def link_bron(adres: str) -> str | None:
    """A link into a source system: a safe connection to a plain host and nothing else; None when it is not that."""
    if not adres.isprintable() or " " in adres or "\\" in adres:
        return None
    try:
        delen = urlsplit(adres)
        plaats = delen.port or 443
    except ValueError:
        return None
    is_goed = delen.scheme == "https" and delen.hostname and "@" not in delen.netloc and _HOST.match(delen.hostname) and plaats
    return adres if is_goed else None


def name_host(adres: str) -> str:
    """The host that a link leads to."""
    return urlsplit(adres).hostname or ""


def explain_signaal(signaal: Signaal) -> str:
    """What was seen in a free text, in words."""
    return _SIGNALEN[signaal]


FILTERS: dict[str, Callable[..., Any]] = {
    "leeg": explain_leeg,
    "begin_van": cut_begin,
    "bronlink": link_bron,
    "host": name_host,
    "signaal": explain_signaal,
}
"""What templates of lists may call, by the name they call it."""
