"""Between documents of Elasticsearch and the values of the domain.

What is asked stands in fields of its own; what is only read back stands beside it as a text, byte for byte as it was given.
"""

from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import orjson

from klantbeeld.domain.digests import digest_maand, digest_profiel, restore_profiel, serialise_maand, serialise_profiel
from klantbeeld.domain.items import Bewaard, Item, Kenmerken
from klantbeeld.domain.klok import month_at, number_month
from klantbeeld.domain.maanden import Maanddocument, list_waarden
from klantbeeld.domain.preventie import Maandcijfers
from klantbeeld.domain.profielen import Attributen, Profiel
from klantbeeld.domain.zoektermen import list_zoektermen
from klantbeeld.stores.elastic_schema import ATTRIBUTEN, CIJFERS
from klantbeeld.stores.protocol import DodeBrief, Markering

BEWAARVELDEN = ("versie", "digest", "verwijderd", "afwezig", "sleutels", "rest")
"""The fields of an item that ``read_bewaard`` needs."""
LANGSTE_TERM = 1000
"""Bytes of the longest term that stands in an index as it is; Elasticsearch refuses a document with one of 32,766."""
KORTE_TERM = LANGSTE_TERM // 4
"""So many characters of any kind never make a longer term."""
_BEGIN_TERM = 900
_ZONDER = Kenmerken()

Document = Mapping[str, Any]


def make_id(tekst: str) -> str:
    """The ``_id`` of the document with this id: always the same 22 characters, which Elasticsearch keeps as 16 bytes. Ids of
    records are longer than an ``_id`` may be, and hold numbers that do not belong in an error or a log of Elasticsearch."""
    return urlsafe_b64encode(blake2b(tekst.encode(), digest_size=16).digest())[:22].decode()


def bound(term: str) -> str:
    """A term as it is written and asked: itself, or when it is very long its beginning and a hash of the whole."""
    if len(term) <= KORTE_TERM or len(term.encode()) <= LANGSTE_TERM:
        return term
    begin = term.encode()[:_BEGIN_TERM].decode(errors="ignore")
    return f"{begin}\x00{blake2b(term.encode(), digest_size=16).hexdigest()}"


def bound_all(termen: Iterable[str]) -> list[str]:
    """Terms as they are written and asked."""
    return [bound(term) for term in termen]


def make_item_document(item: Item, verwijderd_op: str | None = None) -> bytes:
    """A record. A tombstone keeps its keys where no question of a reader finds them, and the day on which it was made."""
    kenmerken = item.kenmerken
    velden: dict[str, Any] = {
        "id": item.id,
        "bron": item.bron,
        "soort": item.soort,
        "versie": item.versie,
        "digest": item.digest.hex(),
        "verwijderd": item.verwijderd,
        "afwezig": item.afwezig,
        "sleutels": item.sleutels,
        "sortering": kenmerken.sortering,
        "kenmerk": kenmerken.kenmerk,
        "regeling": kenmerken.regeling,
        "bedrag": kenmerken.bedrag,
        "besloten": kenmerken.besloten,
        "vindtermen": kenmerken.vindtermen,
    }
    teksten = (*item.sleutels, *kenmerken.vindtermen, kenmerken.sortering, kenmerken.kenmerk or "", kenmerken.regeling or "")
    if item.verwijderd or max(map(len, teksten)) > KORTE_TERM:
        velden |= _bound_fields(item, velden, verwijderd_op)
    velden["jaar"] = kenmerken.sortering[:4]
    velden["inhoud"] = item.inhoud.decode()
    return orjson.dumps(velden)


def _bound_fields(item: Item, velden: Mapping[str, Any], verwijderd_op: str | None) -> dict[str, Any]:
    """The fields of a record that stand in it otherwise than they were given, and those that were given beside them."""
    gevraagd = {veld: _bound_field(velden[veld]) for veld in ("sleutels", "sortering", "kenmerk", "regeling", "vindtermen")}
    anders: dict[str, Any] = {}
    if item.verwijderd:
        anders = {"weg_sleutels": gevraagd["sleutels"], "verwijderd_op": verwijderd_op}
        gevraagd |= {"sleutels": [], "vindtermen": []}
    rest = {veld: velden[veld] for veld, waarde in gevraagd.items() if waarde != _listed(velden[veld])}
    return anders | gevraagd | ({"rest": rest} if rest else {})


def read_item(document: Document) -> Item:
    """The record that ``make_item_document`` wrote."""
    velden = {**document, **document.get("rest", {})}
    kenmerken = Kenmerken(
        sortering=velden["sortering"],
        kenmerk=velden["kenmerk"],
        regeling=velden["regeling"],
        bedrag=velden["bedrag"],
        besloten=velden["besloten"],
        vindtermen=tuple(velden["vindtermen"]),
    )
    return read_kern(document, kenmerken)


def read_kern(document: Document, kenmerken: Kenmerken = _ZONDER) -> Item:
    """The same without what it is found by, for who makes that anew."""
    return Item(
        id=document["id"],
        bron=document["bron"],
        soort=document["soort"],
        versie=document["versie"],
        digest=bytes.fromhex(document["digest"]),
        sleutels=read_sleutels(document),
        verwijderd=document["verwijderd"],
        inhoud=document["inhoud"].encode(),
        kenmerken=kenmerken,
        afwezig=document["afwezig"],
    )


def read_sleutels(document: Document) -> tuple[str, ...]:
    """The keys of a record, in their order."""
    return tuple(document.get("rest", document).get("sleutels", document["sleutels"]))


def read_bewaard(document: Document) -> Bewaard:
    """What a decision needs of a record."""
    digest = bytes.fromhex(document["digest"])
    return Bewaard(document["versie"], digest, read_sleutels(document), document["verwijderd"], document["afwezig"])


def _bound_field(waarde: Any) -> Any:  # noqa: ANN401 - the value of a field
    if isinstance(waarde, tuple):
        return bound_all(waarde)
    return waarde if waarde is None else bound(waarde)


def _listed(waarde: Any) -> Any:  # noqa: ANN401 - the value of a field
    return list(waarde) if isinstance(waarde, tuple) else waarde


def make_profiel_document(profiel: Profiel, token: int) -> bytes:
    """A profile with all that it is found, selected and grouped by."""
    termen = list_zoektermen(profiel)
    return orjson.dumps(
        {
            "id": profiel.id,
            "token": token,
            "verwijderd": False,
            "lh_sleutel": profiel.lh_sleutel,
            "familie": bound(profiel.familie),
            "rang": profiel.rang,
            "sleutels": bound_all(profiel.sleutels),
            "woorden": profiel.woorden,
            "zoekwoorden": bound_all(termen.woorden),
            "zoekdelen": bound_all(termen.delen),
            **_write_attributen(profiel.attributen),
            "digest": digest_profiel(profiel).hex(),
            "document": serialise_profiel(profiel).decode(),
        }
    )


def make_removed_profiel(id_: str, token: int) -> bytes:
    """What stays of a profile: its token may never come back."""
    return orjson.dumps({"id": id_, "token": token, "verwijderd": True})


@lru_cache(512)
def _restore_profiel(document: str) -> Profiel:
    # The questions of one search bring the same employers again and again, and so does the next letter that is typed.
    return restore_profiel(document.encode())


def read_profiel(document: Document) -> Profiel:
    """The profile that ``make_profiel_document`` wrote."""
    return _restore_profiel(document["document"])


def make_maand_document(maand: Maanddocument) -> bytes:
    """Month figures with the attributes of their employer beside them."""
    return orjson.dumps(
        {
            "id": maand.id,
            "werkgever": maand.werkgever_id,
            "maand": number_month(maand.maand),
            "verwijderd": False,
            **{naam: getattr(maand.cijfers, naam) for naam in CIJFERS},
            **_write_attributen(maand.attributen),
            "digest": digest_maand(maand).hex(),
            "document": serialise_maand(maand).decode(),
        }
    )


def make_removed_maand(id_: str, werkgever_id: str) -> bytes:
    """What stays of month figures, so that an older version can't bring them back."""
    return orjson.dumps({"id": id_, "werkgever": werkgever_id, "verwijderd": True})


def read_maand(document: Document) -> Maanddocument:
    """The month figures that ``make_maand_document`` wrote."""
    delen = orjson.loads(document["document"])
    lijsten = {veld: tuple(delen["attributen"][veld]) for veld in ("sectoren", "sbi_secties")}
    attributen = Attributen(**{**delen["attributen"], **lijsten})
    return Maanddocument(document["werkgever"], month_at(document["maand"]), Maandcijfers(**delen["cijfers"]), attributen)


def _write_attributen(attributen: Attributen) -> dict[str, list[str]]:
    return {ATTRIBUTEN[attribuut]: bound_all(waarden) for attribuut, waarden in list_waarden(attributen).items()}


def make_brief_document(brief: DodeBrief) -> bytes:
    """A dead letter, found by its record."""
    velden = asdict(brief) | {"ruw": b64encode(brief.ruw).decode()}
    record = None if None in {brief.soort, brief.sleutel} else bound(f"{brief.bron}:{brief.soort}:{brief.sleutel}")
    tekst = orjson.dumps(velden).decode()
    gevraagd = {"id": brief.id, "bron": brief.bron, "reden": brief.reden, "record": record, "versie": brief.versie}
    return orjson.dumps({**gevraagd, "brief": tekst})


def read_brief(document: Document) -> DodeBrief:
    """The dead letter that ``make_brief_document`` wrote."""
    velden = orjson.loads(document["brief"])
    return DodeBrief(**velden | {"ruw": b64decode(velden["ruw"])})


def make_markering_document(markering: Markering, gelegd: int) -> bytes:
    """A mark. ``gelegd`` tells in which order marks were made."""
    vanaf = markering.vanaf.isoformat() if markering.vanaf else None
    tekst = orjson.dumps({"geraakt": markering.geraakt, "alles": markering.alles}).decode()
    return orjson.dumps({"id": markering.id, "gelegd": gelegd, "vanaf": vanaf, "markering": tekst})


def read_markering(document: Document) -> Markering:
    """The mark that ``make_markering_document`` wrote."""
    delen = orjson.loads(document["markering"])
    geraakt = {soort: tuple(sleutels) for soort, sleutels in delen["geraakt"].items()}
    vanaf = date.fromisoformat(document["vanaf"]) if document["vanaf"] else None
    return Markering(document["id"], geraakt, delen["alles"], vanaf)
