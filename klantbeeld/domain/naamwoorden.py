"""The words of Dutch business names that are written in several ways, each with the one form in which it is compared.

Small words and legal forms count little in a comparison, but decide between names that are otherwise equal.
Sources: domain reference §2 (names); legal forms after the ELF code list of GLEIF (``klantbeeld/data/rechtsvormen.csv``).
"""

from collections.abc import Mapping

_LIDWOORDEN = frozenset(["d", "de", "den", "der", "een", "en", "het", "s", "te", "ten", "ter"])
_VOORZETSELS = frozenset(["aan", "bij", "in", "of", "om", "onder", "op", "over", "tot", "uit", "van", "voor"])
_ROMAANS = frozenset(["da", "del", "di", "do", "dos", "du", "el", "i", "la", "le", "les", "lo", "los"])
_GERMAANS = frozenset(["the", "und", "vom", "von", "zu", "zum", "zur"])
KLEIN = _LIDWOORDEN | _VOORZETSELS | _ROMAANS | _GERMAANS
"""Articles, prepositions and tussenvoegsels. Single letters are small only when an apostrophe made them so."""

CIJFERS: Mapping[str, str] = {
    "een": "1",
    "twee": "2",
    "drie": "3",
    "vier": "4",
    "vijf": "5",
    "zes": "6",
    "zeven": "7",
    "acht": "8",
    "negen": "9",
}
"""Numbers under ten in words. ``een`` is an article, except where people count: ``een twee drie``."""

_TIENTALLEN = {
    "twintig": 20,
    "dertig": 30,
    "veertig": 40,
    "vijftig": 50,
    "zestig": 60,
    "zeventig": 70,
    "tachtig": 80,
    "negentig": 90,
}
_RANG = ["eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende"]

GELIJK: Mapping[str, str] = {
    # A sign or abbreviation, and the word that it stands for.
    "and": "en",
    "gebr": "gebroeders",
    "gebrs": "gebroeders",
    "int": "internationaal",
    "intl": "internationaal",
    "international": "internationaal",
    "mij": "maatschappij",
    "st": "sint",
    "zn": "zonen",
    "zns": "zonen",
    "zoon": "zonen",
    # Numbers in words, folded: "tweeëntwintig" has no diaeresis any more. A rank is more often a word than a number.
    **{woord: cijfer for woord, cijfer in CIJFERS.items() if woord != "een"},
    "tien": "10",
    "elf": "11",
    "twaalf": "12",
    **{woord: str(tiental) for woord, tiental in _TIENTALLEN.items()},
    **{een + "en" + woord: str(tien + int(cijfer)) for een, cijfer in CIJFERS.items() for woord, tien in _TIENTALLEN.items()},
    "honderd": "100",
    "duizend": "1000",
    **{f"{rang}{einde}": woord for rang, woord in enumerate(_RANG, 1) for einde in ("e", "de", "ste")},
    # Places with two names; what stands before them is in SAMEN.
    "gravenhage": "haag",
    "hertogenbosch": "bosch",
}

KLANKEN: Mapping[str, str] = {
    "ch": "g",
    "c": "k",
    "qu": "kw",
    "x": "ks",
    "ph": "f",
    "v": "f",
    "th": "t",
    "dt": "t",
    "z": "s",
    "ij": "ei",
    "au": "ou",
}
"""Letters that sound as others do, in the order in which they are replaced."""

SAMEN: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("s", "gravenhage"): ("den", "haag"),
    ("sgravenhage",): ("den", "haag"),
    ("denhaag",): ("den", "haag"),
    ("s", "hertogenbosch"): ("den", "bosch"),
    ("shertogenbosch",): ("den", "bosch"),
    ("denbosch",): ("den", "bosch"),
    ("the", "hague"): ("den", "haag"),
    ("vanden",): ("van", "den"),
    ("vander",): ("van", "der"),
    ("vande",): ("van", "de"),
}
"""Words that are compared as several."""

RECHTSVORMEN: Mapping[tuple[str, ...], str] = {
    ("besloten", "vennootschap", "met", "beperkte", "aansprakelijkheid"): "bv",
    ("besloten", "vennootschap"): "bv",
    ("naamloze", "vennootschap"): "nv",
    ("vennootschap", "onder", "firma"): "vof",
    ("commanditaire", "vennootschap"): "cv",
    ("onderlinge", "waarborgmaatschappij"): "owm",
    ("met", "uitgesloten", "aansprakelijkheid"): "ua",
    ("uitgesloten", "aansprakelijkheid"): "ua",
    ("met", "beperkte", "aansprakelijkheid"): "ba",
    ("met", "wettelijke", "aansprakelijkheid"): "wa",
    ("in", "oprichting"): "io",
    ("in", "liquidatie"): "liquidatie",
    ("bv",): "bv",
    ("nv",): "nv",
    ("vof",): "vof",
    ("cv",): "cv",
    ("ua",): "ua",
    ("ba",): "ba",
    ("wa",): "wa",
    ("io",): "io",
    ("eesv",): "eesv",
    ("owm",): "owm",
    ("vve",): "vve",
    ("vereniging", "van", "eigenaars"): "vve",
    ("vereniging", "van", "eigenaren"): "vve",
    ("eenmanszaak",): "eenmanszaak",
    ("maatschap",): "maatschap",
    ("stichting",): "stichting",
    ("stg",): "stichting",
    ("sticht",): "stichting",
    ("vereniging",): "vereniging",
    ("cooperatie",): "cooperatie",
    ("cooperatieve",): "cooperatie",
    ("coop",): "cooperatie",
    ("firma",): "firma",
    ("fa",): "firma",
    ("holding",): "holding",
    ("holdings",): "holding",
    ("beheer",): "beheer",
    ("groep",): "groep",
    ("group",): "groep",
    ("gmbh",): "gmbh",
    ("ltd",): "ltd",
    ("limited",): "ltd",
    ("inc",): "inc",
    ("llc",): "llc",
    ("sarl",): "sarl",
}
"""Legal forms, spelled out and short, and what firms of one owner are told apart by (Holding, Beheer, Groep)."""
