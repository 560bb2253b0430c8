"""Names of employers and people, and addresses: invented, and as awkward to search for as real ones."""

from typing import Any

from indexers.samples import woorden
from indexers.samples.bestanden import list_postcodes
from indexers.samples.dobbelsteen import Dobbelsteen

_PATRONEN = (
    *("{branche} {achternaam}", "{branche} {tussen} {achternaam}", "{achternaam} {branche}") * 3,
    *("{merk} {branche}", "{merk}") * 3,
    "{letters} {tussen} {achternaam}",
    "{letters}{achternaam}",
    "{branche} {achternaam} & Zn.",
    "{branche} {achternaam} en Zonen",
    "Gebr. {achternaam} {branche}",
    "Fa. {letters} {achternaam}",
    "{achternaam} + {ander}",
    "{achternaam} & {ander} {branche}",
    "{achternaam}, {tussen}",
    "{branche} 't {merk}",
    "{branche} De {getal} {merk}s",
    "{merk}-{ander} {branche}",
    "{branche} {achternaam} {plaats}",
    "{getal}500 {merk}s",
    "7/{getal} {merk}",
    "50% {merk} Outlet",
    "d'{merk}",
    "O'{achternaam} {branche}",
)
_LETTERS = "ABCDEGHJKLMNPRTVWXZ"


def make_achternaam(dobbelsteen: Dobbelsteen) -> str:
    """A family name that nobody needs to have."""
    stammen = woorden.BIJZONDERE_STAMMEN if dobbelsteen.kans(0.08) else woorden.STAMMEN
    return dobbelsteen.kies(stammen) + dobbelsteen.kies(woorden.UITGANGEN)


def make_voorletters(dobbelsteen: Dobbelsteen) -> str:
    """One to three initials."""
    return "".join(f"{dobbelsteen.kies(woorden.VOORLETTERS)}." for _ in range(dobbelsteen.scheef(1, 3)))


def make_persoon(dobbelsteen: Dobbelsteen) -> str:
    """The name of a person: first name or initials, maybe small words, family name."""
    eerste = dobbelsteen.kies(woorden.VOORNAMEN) if dobbelsteen.kans(0.4) else make_voorletters(dobbelsteen)
    tussen = f" {dobbelsteen.kies(woorden.TUSSENVOEGSELS)}" if dobbelsteen.kans(0.3) else ""
    return f"{eerste}{tussen} {make_achternaam(dobbelsteen)}"


def make_handelsnaam(dobbelsteen: Dobbelsteen, branche: woorden.Branche) -> str:
    """The name of a business, without its legal form."""
    return dobbelsteen.kies(_PATRONEN).format(
        branche=branche.woord,
        achternaam=make_achternaam(dobbelsteen),
        ander=make_achternaam(dobbelsteen),
        tussen=dobbelsteen.kies(woorden.TUSSENVOEGSELS),
        letters=make_voorletters(dobbelsteen),
        merk=dobbelsteen.kies(woorden.MERKEN),
        getal=dobbelsteen.kies(woorden.GETALLEN),
        plaats=dobbelsteen.kies(list_postcodes())[1],
    )


def make_eenmanszaak(dobbelsteen: Dobbelsteen, branche: woorden.Branche) -> str:
    """The name of a sole trader's business: the trader's own name, or a trade name."""
    return make_persoon(dobbelsteen) if dobbelsteen.kans(0.4) else make_handelsnaam(dobbelsteen, branche)


def add_rechtsvorm(naam: str, rechtsvorm: str, spelling: str) -> str:
    """The name with its legal form where people put it."""
    return f"{spelling} {naam}".strip() if rechtsvorm in woorden.VOOROP else f"{naam} {spelling}".strip()


def make_email(dobbelsteen: Dobbelsteen, voor: str) -> str:
    """An address at a domain that is kept free for examples."""
    return f"{voor}{dobbelsteen.getal(1, 9999)}@{dobbelsteen.kies(('example.nl', 'voorbeeld.nl'))}"


def make_telefoon(dobbelsteen: Dobbelsteen) -> str:
    """A telephone number that cannot be dialled: no area code begins with 00."""
    return f"000-{dobbelsteen.getal(0, 9_999_999):07d}"


def make_adres(dobbelsteen: Dobbelsteen) -> dict[str, Any]:
    """An address in a real place, in a street and at a postcode that are made up."""
    cijfers, plaats = dobbelsteen.kies(list_postcodes())
    wit = "" if dobbelsteen.kans(0.1) else " "
    adres: dict[str, Any] = {
        "straat": dobbelsteen.kies(woorden.STRAATSTAMMEN) + dobbelsteen.kies(woorden.STRAATUITGANGEN),
        "huisnummer": str(dobbelsteen.scheef(1, 400)),
        "postcode": f"{cijfers}{wit}{dobbelsteen.kies(_LETTERS)}{dobbelsteen.kies(_LETTERS)}",
        "plaats": plaats,
    }
    if dobbelsteen.kans(0.2):
        adres["toevoeging"] = dobbelsteen.kies(("A", "B", "bis", "2", "-2", "hs", "III", None))
    if dobbelsteen.kans(0.3):
        adres["land"] = "Nederland"
    return adres


def make_correspondentieadres(dobbelsteen: Dobbelsteen) -> dict[str, Any]:
    """A post box, another address, or now and then one abroad."""
    adres = make_adres(dobbelsteen)
    if dobbelsteen.kans(0.05):
        return adres | {"postcode": None, "plaats": "Musterstadt", "land": "Duitsland"}
    return adres | {"straat": "Postbus"} if dobbelsteen.kans(0.6) else adres
