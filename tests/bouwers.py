"""Small makers of values for tests: sensible by default, and a test names only what it is about."""

from typing import Any

from klantbeeld.domain.items import Item, Kenmerken
from klantbeeld.domain.leveringen import canonicalise_json, digest_of
from klantbeeld.domain.maanden import Maanddocument
from klantbeeld.domain.preventie import Maandcijfers
from klantbeeld.domain.profielen import Attributen, Profiel, make_naamvorm
from klantbeeld.stores.protocol import Batch, DodeBrief, Inkomend

GROOT = "lh:123456789L01"
KLEIN = "lh:987654321L01"


def make_item(sleutel: str = "1", *, soort: str = "contact", bron: str = "k3cr", versie: int = 1, **delen: object) -> Item:
    """A live item of ``GROOT``. ``inhoud`` differs per (sleutel, versie) and decides the digest; fields of ``Kenmerken`` may
    be given by name."""
    kenmerken: dict[str, Any] = {veld: delen.pop(veld) for veld in Kenmerken._fields if veld in delen}
    inhoud = canonicalise_json({"gegevens": delen.pop("gegevens", {"onderwerp": f"{sleutel}/{versie}"})})
    velden: dict[str, Any] = {
        "id": f"{bron}:{soort}:{sleutel}",
        "bron": bron,
        "soort": soort,
        "versie": versie,
        "digest": digest_of(inhoud),
        "sleutels": (GROOT,),
        "verwijderd": False,
        "inhoud": inhoud,
        "kenmerken": Kenmerken(**kenmerken),
    }
    velden.update(delen)
    return Item(**velden)


def make_removal(sleutel: str = "1", *, versie: int = 2, **delen: object) -> Item:
    """A removal as a source delivers it: without keys and content."""
    velden: dict[str, Any] = {"sleutels": (), "verwijderd": True, "inhoud": b"", "digest": digest_of(b"weg")}
    velden.update(delen)
    return make_item(sleutel, versie=versie, **velden)


def make_brief(id_: str = "brief", **delen: object) -> DodeBrief:
    """A dead letter of source k3cr."""
    velden: dict[str, Any] = {
        "id": id_,
        "bron": "k3cr",
        "soort": "contact",
        "sleutel": "1",
        "versie": 1,
        "reden": "VELD_ONTBREEKT",
        "veld": "gegevens.kanaal",
        "herkomst": "k3cr.jsonl:1",
        "ruw": b'{"bron":"k3cr"}',
        "ontvangen_op": "2023-10-20T10:00:00Z",
    }
    velden.update(delen)
    return DodeBrief(**velden)


def make_inkomend(item: Item) -> Inkomend:
    """An item with the dead letter it becomes when it is refused."""
    sleutel = item.id.split(":", 2)[2]
    velden = {"bron": item.bron, "soort": item.soort, "sleutel": sleutel, "versie": item.versie, "veld": None}
    return Inkomend(item, lambda reden: make_brief(f"{item.id}@{item.versie}", reden=reden, **velden))


def make_batch(*items: Item, **delen: object) -> Batch:
    """A batch of items as a source delivers them."""
    velden: dict[str, Any] = {"inkomend": tuple(map(make_inkomend, items))}
    velden.update(delen)
    return Batch(**velden)


def make_attributen(**delen: object) -> Attributen:
    velden: dict[str, Any] = {
        "sectoren": ("51",),
        "sbi_secties": ("G",),
        "grootteklasse": "G10_49",
        "postcodegebied": "12",
        "rechtsvorm": "bv",
        "status": "actief",
    }
    velden.update(delen)
    return Attributen(**velden)


def make_profiel(id_: str = "w1", **delen: object) -> Profiel:
    """A profile whose ring holds only its own LH key. ``namen`` are texts or whole names, by default just its ``naam``;
    ``woorden`` is counted in the shortest of them."""
    lh_nummer = delen.get("lh_nummer", "123456789L01")
    naam = delen.get("naam", "Groothandel De Groot")
    gegeven: Any = delen.pop("namen", (naam,))
    namen = tuple(make_naamvorm(vorm, "naam") if isinstance(vorm, str) else vorm for vorm in gegeven)
    velden: dict[str, Any] = {
        "id": id_,
        "lh_nummer": lh_nummer,
        "naam": naam,
        "kvk_nummer": None,
        "plaats": "Amsterdam",
        "status": "actief",
        "gemaskeerd": False,
        "familie": "lh:123456789",
        "rang": f"0{lh_nummer}",
        "sleutels": (f"lh:{lh_nummer}",),
        "namen": namen,
        "plekken": (),
        "nummers": (),
        "woorden": min(len(vorm.woorden.split()) for vorm in namen),
        "attributen": make_attributen(),
    }
    velden.update(delen)
    return Profiel(**velden)


def make_maand(werkgever_id: str = "w1", maand: str = "2023-09", **cijfers: int) -> Maanddocument:
    return Maanddocument(werkgever_id, maand, Maandcijfers(**cijfers), make_attributen())
