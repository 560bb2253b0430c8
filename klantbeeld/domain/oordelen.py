"""Why, and how well, one employer answers an input of words."""

from collections.abc import Sequence
from dataclasses import dataclass

from klantbeeld.domain import wegingen
from klantbeeld.domain.overeenkomsten import NIETS, Adreswoorden, Gelijkenis, Mate, Naam, weigh
from klantbeeld.domain.profielen import Plek, Profiel
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


@dataclass(frozen=True, slots=True)
class _Antwoord:
    """How a name, with an address where the name falls short, answers each of the words that were typed."""

    tekst: Zoektekst
    naam: Naam
    gelijkenissen: tuple[Gelijkenis, ...]
    uit_plek: tuple[bool, ...]
    plek: Plek | None

    @property
    def kern(self) -> list[Gelijkenis]:
        """The answers to the words that must be answered."""
        paren = zip(self.tekst.woorden, self.gelijkenissen, strict=True)
        return [gelijkenis for woord, gelijkenis in paren if woord.is_gewoon]

    @property
    def gemist(self) -> int:
        return sum(gelijkenis.mate is Mate.NIET for gelijkenis in self.kern)

    @property
    def mate(self) -> Mate:
        """The weakest of the answers, those that are not there left out."""
        return max((gelijkenis.mate for gelijkenis in self.kern if gelijkenis.mate is not Mate.NIET), default=Mate.HEEL)

    @property
    def is_adres(self) -> bool:
        """Whether nothing of the name was asked for."""
        paren = zip(self.gelijkenissen, self.uit_plek, strict=True)
        return all(uit_plek or gelijkenis.mate is Mate.NIET for gelijkenis, uit_plek in paren)

    def score(self) -> float:
        gewichten = [weigh(woord.soort) for woord in self.tekst.woorden]
        som = sum(g * gelijkenis.waarde for g, gelijkenis in zip(gewichten, self.gelijkenissen, strict=True))
        score = som / sum(gewichten) if gewichten else 1.0
        paren = zip(self.gelijkenissen, self.uit_plek, strict=True)
        overig = self.naam.weigh_overig([gelijkenis for gelijkenis, uit_plek in paren if not uit_plek])
        return score + overig + self.naam.weigh_soort()


def judge(tekst: Zoektekst, profiel: Profiel, mag_missen: int = 0) -> Treffer | None:
    """The best reason why this employer answers an input, None when it does not: each word that counts must be answered
    by one name or one address, except so many as may be missing."""
    adressen = [Adreswoorden(plek) for plek in profiel.plekken]
    adressen = [adres for adres in adressen if adres.holds(tekst)]
    if tekst.postadres is not None and not adressen:
        return None
    beste: Treffer | None = None
    for vorm in profiel.namen:
        treffer = _judge_naam(tekst, profiel, Naam(vorm), adressen)
        if treffer is not None and treffer.gemist <= mag_missen and (beste is None or treffer.order < beste.order):
            beste = treffer
    return beste


def _judge_naam(tekst: Zoektekst, profiel: Profiel, naam: Naam, adressen: Sequence[Adreswoorden]) -> Treffer | None:
    begint = tekst.postadres is None and any(map(naam.geheel_begins, tekst.geheel))
    if tekst.is_kort:
        return _judge_kort(tekst, profiel, naam) if begint or naam.has_begin(tekst.kern[0]) else None
    antwoord = _answer(tekst, naam, adressen)
    if begint and antwoord.gemist:
        # The same letters with other spaces: no word is answered, but the name is.
        score = wegingen.AANEEN.gewicht + antwoord.naam.weigh_soort()
        return Treffer(profiel, Trefferreden.WOORDBEGIN, _in_naam("naam begint hiermee", naam), score)
    if antwoord.gemist and (antwoord.gemist == len(antwoord.kern) or antwoord.mate is Mate.DEEL):
        return None
    is_geheel = tekst.postadres is None and bool(tekst.geheel & naam.geheel)
    reden, uitleg = _pick_reden(antwoord, is_geheel), _explain(antwoord, is_geheel)
    return Treffer(profiel, reden, uitleg, antwoord.score(), antwoord.gemist)


def _judge_kort(tekst: Zoektekst, profiel: Profiel, naam: Naam) -> Treffer:
    """One or two letters: names that begin with them, then names with a word that does."""
    antwoord = _Antwoord(tekst, naam, tuple(map(naam.answer, tekst.woorden)), (False,) * len(tekst.woorden), None)
    if tekst.geheel & naam.geheel:
        return Treffer(profiel, _pick_reden(antwoord, True), _explain(antwoord, True), antwoord.score())
    begint = any(map(naam.geheel_begins, tekst.geheel))
    uitleg = _in_naam("naam begint hiermee" if begint else "woorden beginnen hiermee", naam)
    return Treffer(profiel, Trefferreden.WOORDBEGIN, uitleg, antwoord.score() + wegingen.NAAMBEGIN.gewicht * begint)


def _answer(tekst: Zoektekst, naam: Naam, adressen: Sequence[Adreswoorden]) -> _Antwoord:
    in_naam = tuple(map(naam.answer, tekst.woorden))
    beste = _Antwoord(tekst, naam, in_naam, (False,) * len(in_naam), None)
    if tekst.postadres is None and all(gelijkenis.mate is Mate.HEEL for gelijkenis in beste.kern):
        return beste
    for adres in adressen:
        in_plek = _answer_plek(tekst, adres)
        uit_plek = tuple(deel.mate < eigen.mate for deel, eigen in zip(in_plek, in_naam, strict=True))
        samen = tuple(min(paar, key=lambda deel: deel.mate) for paar in zip(in_naam, in_plek, strict=True))
        if (beste.plek is None and tekst.postadres is not None) or _total(samen) > _total(beste.gelijkenissen):
            beste = _Antwoord(tekst, naam, samen, uit_plek, adres.plek)
    return beste


def _answer_plek(tekst: Zoektekst, adres: Adreswoorden) -> list[Gelijkenis]:
    """How an address answers the words. A house number says nothing by itself: it needs a street, place or postcode."""
    gewoon = [adres.answer(woord) if woord.is_gewoon else NIETS for woord in tekst.woorden]
    if tekst.postadres is None and all(deel.mate is Mate.NIET for deel in gewoon):
        return gewoon
    return [
        Gelijkenis(Mate.HEEL, 1.0) if deel.mate is Mate.NIET and adres.is_number(woord, tekst) else deel
        for woord, deel in zip(tekst.woorden, gewoon, strict=True)
    ]


def _total(gelijkenissen: Sequence[Gelijkenis]) -> float:
    return sum(Mate.NIET - gelijkenis.mate for gelijkenis in gelijkenissen)


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
        fouten = sum(gelijkenis.fouten for gelijkenis in antwoord.kern)
        return "1 letter verschil" if fouten == 1 else f"{fouten} letters verschil"
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
