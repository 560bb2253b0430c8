"""Names of employers and people: invented, and as awkward to search for as real ones."""

from collections.abc import Callable, Mapping

from indexers.samples import naamwoorden
from indexers.samples.bestanden import list_postcodes
from indexers.samples.branches import Branche
from indexers.samples.dobbelsteen import Dobbelsteen

_GEWOON = tuple((tussen, kern) for kern, _, tussen in (naam.partition(", ") for naam in naamwoorden.GEWONE_ACHTERNAMEN))


def make_achternaam(dobbelsteen: Dobbelsteen) -> str:
    """A family name with what stands before it, for one in eight spelled carelessly."""
    tussen, kern = _pick_achternaam(dobbelsteen)
    if not tussen:
        return kern
    if dobbelsteen.kans(0.12):
        tussen = dobbelsteen.kies(naamwoorden.TUSSENSPELLINGEN.get(tussen, (tussen.title(),)))
    return f"{tussen} {kern}"


def make_voorletters(dobbelsteen: Dobbelsteen) -> str:
    """One to three initials."""
    kies = dobbelsteen.kies_scheef
    return "".join([f"{kies(naamwoorden.VOORLETTERS)}." for _ in range(dobbelsteen.scheef(1, 3))])


def make_persoon(dobbelsteen: Dobbelsteen) -> str:
    """The name of a person: first name or initials, maybe small words, family name."""
    return f"{_make_voornaam(dobbelsteen)} {make_achternaam(dobbelsteen)}"


def make_handelsnaam(dobbelsteen: Dobbelsteen, branche: Branche) -> str:
    """The name of a business, without its legal form."""
    naam = dobbelsteen.kies(naamwoorden.PATRONEN).format_map(_Onderdelen(dobbelsteen, branche))
    return naam[0].upper() + naam[1:] if naam[0].islower() and dobbelsteen.kans(0.85) else naam


def make_eenmanszaak(dobbelsteen: Dobbelsteen, branche: Branche) -> str:
    """The name of a sole trader's business: the trader's own name (as a catalogue has it, for some), or a trade name."""
    if dobbelsteen.kans(0.55):
        return make_handelsnaam(dobbelsteen, branche)
    if dobbelsteen.kans(0.9):
        return make_persoon(dobbelsteen)
    tussen, kern = _pick_achternaam(dobbelsteen)
    return f"{kern}, {_make_voornaam(dobbelsteen)} {tussen}".strip()


def make_overheidsnaam(dobbelsteen: Dobbelsteen, branche: Branche) -> str:
    """The name of a public body: its region does not exist."""
    streek = dobbelsteen.kies(naamwoorden.LETTERGREPEN) + dobbelsteen.kies(naamwoorden.STREEKEINDEN)
    return f"{branche.woord} {dobbelsteen.kies(('', '', 'Noord-', 'Groot-', 'Oostelijk '))}{streek}"


def respell_naam(dobbelsteen: Dobbelsteen, naam: str) -> str | None:
    """The same name as another register has it; None when there is no other way to write it."""
    mogelijk = [(was, wordt) for was, wordt in naamwoorden.ANDERE_SPELLINGEN if was in naam]
    if not mogelijk:
        return None
    was, wordt = dobbelsteen.kies(mogelijk)
    return naam.replace(was, wordt).strip()


def abbreviate_naam(naam: str) -> str:
    """The first letters of its words."""
    return "".join(woord[0] for woord in naam.split() if woord[0].isalnum()).upper()


def _pick_achternaam(dobbelsteen: Dobbelsteen) -> tuple[str, str]:
    """What stands before a family name (mostly nothing), and the name."""
    if dobbelsteen.kans(0.35):
        return dobbelsteen.kies_scheef(_GEWOON)
    if dobbelsteen.kans(0.05):
        return "", dobbelsteen.kies(naamwoorden.BIJZONDERE_ACHTERNAMEN)
    kern = dobbelsteen.kies_scheef(naamwoorden.ACHTERNAMEN)
    return (dobbelsteen.kies_scheef(naamwoorden.TUSSENVOEGSELS) if dobbelsteen.kans(0.2) else ""), kern


def _make_voornaam(dobbelsteen: Dobbelsteen) -> str:
    return dobbelsteen.kies_scheef(naamwoorden.VOORNAMEN) if dobbelsteen.kans(0.4) else make_voorletters(dobbelsteen)


class _Onderdelen:
    """The parts of a business name, each made when its pattern asks for it."""

    __slots__ = ("_branche", "_dobbelsteen")

    def __init__(self, dobbelsteen: Dobbelsteen, branche: Branche) -> None:
        self._dobbelsteen = dobbelsteen
        self._branche = branche

    def __getitem__(self, naam: str) -> str:
        if naam == "branche":
            return self._branche.woord
        if naam in _LIJSTEN:
            return self._dobbelsteen.kies_scheef(_LIJSTEN[naam])
        return _MAKERS[naam](self._dobbelsteen)


def _make_hoofdletternaam(dobbelsteen: Dobbelsteen) -> str:
    """A family name as it stands without initials before it: ``Van den Berg``, for some only ``Berg``."""
    tussen, kern = _pick_achternaam(dobbelsteen)
    return f"{tussen[0].upper()}{tussen[1:]} {kern}" if tussen and dobbelsteen.kans(0.8) else kern


def _catalogue_naam(dobbelsteen: Dobbelsteen) -> str:
    tussen, kern = _pick_achternaam(dobbelsteen)
    return f"{kern}, {tussen}" if tussen else kern


def _pick_plaats(dobbelsteen: Dobbelsteen) -> str:
    """A town, seldom the one where the employer is."""
    return dobbelsteen.kies(list_postcodes())[1]


def _make_letters(dobbelsteen: Dobbelsteen, tussen: str) -> str:
    """Three letters of which the last is a rare one, as no known company has them."""
    return tussen.join([dobbelsteen.kies(letters) for letters in ("BDGHKLMNRSTV", "BDFGHKMNPRTV", "XQ")])


_LIJSTEN: Mapping[str, tuple[str, ...]] = {
    "bijvoeglijk": naamwoorden.BIJVOEGLIJK,
    "ding": naamwoorden.DINGEN,
    "merk": naamwoorden.MERKEN,
    "mensen": naamwoorden.MENSEN,
    "goederen": naamwoorden.GOEDEREN,
    "verkleind": naamwoorden.VERKLEIND,
    "getal": naamwoorden.GETALLEN,
    "hoeveelheid": naamwoorden.HOEVEELHEDEN,
}
_MAKERS: Mapping[str, Callable[[Dobbelsteen], str]] = {
    "achternaam": make_achternaam,
    "catalogus": _catalogue_naam,
    "kern": lambda dobbelsteen: _pick_achternaam(dobbelsteen)[1],
    "letters": make_voorletters,
    "naam": _make_hoofdletternaam,
    "plaats": _pick_plaats,
    "punten": lambda dobbelsteen: _make_letters(dobbelsteen, ".") + ".",
    "aaneen": lambda dobbelsteen: _make_letters(dobbelsteen, ""),
    "los": lambda dobbelsteen: _make_letters(dobbelsteen, " "),
}
