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
    # Numbers as words.
    "twee": "2",
    "drie": "3",
    "vier": "4",
    "vijf": "5",
    "zes": "6",
    "zeven": "7",
    "acht": "8",
    "negen": "9",
    "tien": "10",
    "elf": "11",
    "twaalf": "12",
    "twintig": "20",
    "honderd": "100",
    "duizend": "1000",
    # Places with two names; what stands before them is in SAMEN.
    "gravenhage": "haag",
    "hertogenbosch": "bosch",
}

SAMEN: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("s", "gravenhage"): ("den", "haag"),
    ("sgravenhage",): ("den", "haag"),
    ("s", "hertogenbosch"): ("den", "bosch"),
    ("shertogenbosch",): ("den", "bosch"),
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
