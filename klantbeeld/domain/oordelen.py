"""Why, and how well, one employer answers an input of words."""

from collections.abc import Sequence

from klantbeeld.domain import wegingen
from klantbeeld.domain.overeenkomsten import NIETS, Adres, Gelijkenis, Mate, Naam, weigh
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.treffers import Treffer, Trefferreden
from klantbeeld.domain.zoekplan import Zoektekst

_GELIJK = {"naam": Trefferreden.NAAM, "vroeger": Trefferreden.VROEGERE_NAAM}
_MATEN = {
    Mate.HEEL: Trefferreden.WOORDEN,
    Mate.BEGIN: Trefferreden.WOORDBEGIN,
    Mate.SPELLING: Trefferreden.SPELLING,
    Mate.DEEL: Trefferreden.WOORDDEEL,
}
_SOORTEN = {
    "naam": "naam",
    "vroeger": "vroegere handelsnaam",
    "statutair": "statutaire naam",
    "vestiging": "naam van een vestiging",
}
_PLEKSOORTEN = {"vestiging": "adres van een vestiging"}


class _Antwoord:
    """How a name, with an address where the name falls short, answers each of the words that were typed. ``kern`` are the
    answers to words that must be answered, ``gemist`` how many of those are not, ``mate`` the weakest of the others."""

    def __init__(self, tekst: Zoektekst, naam: Naam, in_naam: Sequence[Gelijkenis], adres: Adres | None = None) -> None:
        self.tekst, self.naam, self.plek = tekst, naam, adres.plek if adres else None
        in_plek = adres.antwoorden if adres else (NIETS,) * len(in_naam)
        paren = list(zip(in_naam, in_plek, strict=True))
        self.gelijkenissen = [plek if plek.mate < eigen.mate else eigen for eigen, plek in paren]
        self._uit_naam = [eigen for eigen, plek in paren if eigen.mate <= plek.mate and eigen.mate is not Mate.NIET]
        woorden = zip(tekst.woorden, self.gelijkenissen, strict=True)
        self.kern = [gelijkenis.mate for woord, gelijkenis in woorden if woord.is_gewoon]
        self.gemist = self.kern.count(Mate.NIET)
        self.mate = max((mate for mate in self.kern if mate is not Mate.NIET), default=Mate.HEEL)

    @property
    def totaal(self) -> int:
        return sum(Mate.NIET - gelijkenis.mate for gelijkenis in self.gelijkenissen)

    @property
    def is_adres(self) -> bool:
        """Whether nothing of the name was asked for."""
        return not self._uit_naam

    @property
    def fouten(self) -> int:
        """The number of letters that differ."""
        return sum(gelijkenis.fouten for gelijkenis in self.gelijkenissen)

    def score(self) -> float:
        gewichten = [weigh(woord.soort) for woord in self.tekst.woorden]
        som = sum(g * gelijkenis.waarde for g, gelijkenis in zip(gewichten, self.gelijkenissen, strict=True))
        score = som / sum(gewichten) if gewichten else 1.0
        return score + self.naam.weigh_overig(self._uit_naam) + self.naam.weigh_soort()


def judge(tekst: Zoektekst, profiel: Profiel, mag_missen: int = 0) -> Treffer | None:
    """The best reason why this employer answers an input, None when it does not: each word that counts must be answered
    by one name or one address, except so many as may be missing."""
    adressen = [adres for adres in (Adres(plek, tekst) for plek in profiel.plekken) if adres.holds()]
    if tekst.postadres is not None and not adressen:
        return None
    beste: Treffer | None = None
    for vorm in profiel.namen:
        treffer = _judge_naam(tekst, profiel, Naam(vorm), adressen)
        if treffer is not None and treffer.gemist <= mag_missen and (beste is None or treffer.order < beste.order):
            beste = treffer
    return beste


def _judge_naam(tekst: Zoektekst, profiel: Profiel, naam: Naam, adressen: Sequence[Adres]) -> Treffer | None:
    if tekst.is_kort:
        return _judge_kort(tekst, profiel, naam)
    antwoord = _answer(tekst, naam, adressen)
    is_geheel = tekst.postadres is None and not tekst.geheel.isdisjoint(naam.geheel)
    if antwoord.gemist and not is_geheel:
        return _judge_gemist(antwoord, profiel)
    return Treffer(profiel, _pick_reden(antwoord, is_geheel), _explain(antwoord, is_geheel), antwoord.score())


def _judge_kort(tekst: Zoektekst, profiel: Profiel, naam: Naam) -> Treffer | None:
    """One or two letters: names that begin with them, then names with a word that does."""
    begint = naam.begins(tekst)
    if not begint and not naam.has_begin(tekst.kern[0]):
        return None
    antwoord = _Antwoord(tekst, naam, [naam.answer(woord) for woord in tekst.woorden])
    if tekst.geheel & naam.geheel:
        return Treffer(profiel, _pick_reden(antwoord, True), _explain(antwoord, True), antwoord.score())
    uitleg = _in_naam("naam begint hiermee" if begint else "woorden beginnen hiermee", naam)
    return Treffer(profiel, Trefferreden.WOORDBEGIN, uitleg, antwoord.score() + wegingen.NAAMBEGIN.gewicht * begint)


def _judge_gemist(antwoord: _Antwoord, profiel: Profiel) -> Treffer | None:
    """Not every word is answered: the same letters may be there with other spaces, or it is near."""
    if antwoord.tekst.postadres is None and antwoord.naam.begins(antwoord.tekst):
        score = wegingen.AANEEN.gewicht + antwoord.naam.weigh_soort()
        return Treffer(profiel, Trefferreden.WOORDBEGIN, _in_naam("naam begint hiermee", antwoord.naam), score)
    if antwoord.is_adres or antwoord.mate > Mate.BEGIN or antwoord.gemist == len(antwoord.kern):
        return None
    reden, uitleg = _pick_reden(antwoord, is_geheel=False), _explain(antwoord, is_geheel=False)
    return Treffer(profiel, reden, uitleg, antwoord.score(), antwoord.gemist)


def _answer(tekst: Zoektekst, naam: Naam, adressen: Sequence[Adres]) -> _Antwoord:
    """With the address that adds most, if any does; with the one that has the postcode, if one was typed."""
    in_naam = [naam.answer(woord) for woord in tekst.woorden]
    beste = _Antwoord(tekst, naam, in_naam)
    if tekst.postadres is None and beste.mate is Mate.HEEL and not beste.gemist:
        return beste
    for adres in adressen:
        if tekst.postadres is None and not adres.answers_any:
            continue
        antwoord = _Antwoord(tekst, naam, in_naam, adres)
        if antwoord.totaal > beste.totaal or (beste.plek is None and tekst.postadres is not None):
            beste = antwoord
    return beste


def _pick_reden(antwoord: _Antwoord, is_geheel: bool) -> Trefferreden:
    if is_geheel:
        return _GELIJK.get(antwoord.naam.vorm.soort, Trefferreden.HANDELSNAAM)
    if antwoord.is_adres and antwoord.mate <= Mate.BEGIN:
        return Trefferreden.ADRES
    return _MATEN[antwoord.mate]


def _explain(antwoord: _Antwoord, is_geheel: bool) -> str:
    naam = antwoord.naam
    if is_geheel:
        return "naam" if naam.vorm.soort == "naam" else f"{_name_soort(naam)}: {naam.vorm.naam}"
    wat = _describe_mate(antwoord)
    if antwoord.is_adres and antwoord.plek is not None:
        deel = f"{_describe_adres(antwoord)} {_PLEKSOORTEN.get(antwoord.plek.soort, antwoord.plek.soort)}"
        return f"{deel}, {wat}" if antwoord.mate > Mate.BEGIN else deel
    wat = _in_naam(wat, naam)
    if antwoord.plek is not None:
        wat = f"{wat}, {_describe_adres(antwoord)} {_PLEKSOORTEN.get(antwoord.plek.soort, antwoord.plek.soort)}"
    return wat


def _describe_mate(antwoord: _Antwoord) -> str:
    if antwoord.gemist:
        return "niet alle woorden" if antwoord.gemist == 1 else f"zonder {antwoord.gemist} van de woorden"
    if antwoord.mate is Mate.SPELLING:
        return "1 letter verschil" if antwoord.fouten == 1 else f"{antwoord.fouten} letters verschil"
    return {Mate.HEEL: "alle woorden", Mate.BEGIN: "woorden beginnen hiermee"}.get(antwoord.mate, "deel van een woord")


def _describe_adres(antwoord: _Antwoord) -> str:
    postadres = antwoord.tekst.postadres
    if postadres is None:
        return "straat of plaats"
    return "postcode en huisnummer" if "-" in postadres else "postcode"


def _in_naam(wat: str, naam: Naam) -> str:
    return wat if naam.vorm.soort == "naam" else f"{wat} in {_name_soort(naam)}: {naam.vorm.naam}"


def _name_soort(naam: Naam) -> str:
    return _SOORTEN.get(naam.vorm.soort, naam.vorm.soort)
