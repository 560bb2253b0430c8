"""Why, and how well, one employer answers an input of words."""

from collections.abc import Iterator, Sequence

from klantbeeld.domain import wegingen
from klantbeeld.domain.gelijkenissen import Mate, Vinder, find_letterlijk, find_ruim, find_ruimst
from klantbeeld.domain.overeenkomsten import Adres, Antwoord, Naam
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.treffers import Treffer, Trefferreden
from klantbeeld.domain.uitleg import explain_antwoord, explain_begin, explain_geheel, explain_woordbegin
from klantbeeld.domain.zoekplan import Zoektekst

_GELIJK = {"naam": Trefferreden.NAAM, "vroeger": Trefferreden.VROEGERE_NAAM}
_MATEN = {
    Mate.HEEL: Trefferreden.WOORDEN,
    Mate.BEGIN: Trefferreden.WOORDBEGIN,
    Mate.SPELLING: Trefferreden.SPELLING,
    Mate.DEEL: Trefferreden.WOORDDEEL,
}


def judge(teksten: Sequence[Zoektekst], profiel: Profiel, mag_missen: int = 0) -> Treffer | None:
    """The best reason why this employer answers an input in one of its readings, None when it does not: each word that
    counts must be answered by one name or one address, except so many as may be missing. Where one may, an unfinished word may
    be misspelled too."""
    namen = [Naam(vorm) for vorm in profiel.namen]
    for find, missen in ((find_letterlijk, 0), (find_ruimst if mag_missen else find_ruim, mag_missen)):
        treffers = [
            treffer for tekst in teksten for treffer in _judge_tekst(tekst, profiel, namen, find) if treffer.gemist <= missen
        ]
        if treffers:
            return min(treffers, key=lambda treffer: treffer.order)
    return None


def _judge_tekst(tekst: Zoektekst, profiel: Profiel, namen: Sequence[Naam], find: Vinder) -> Iterator[Treffer]:
    """A hit for each name that answers. Addresses are asked when no name answers all by itself."""
    antwoorden = [Antwoord(tekst, naam, naam.answer(tekst, find)) for naam in namen]
    if tekst.postadres is not None or not (tekst.is_kort or any(antwoord.is_heel for antwoord in antwoorden)):
        adressen = _list_adressen(tekst, profiel, find)
        if tekst.postadres is not None and not adressen:
            return
        antwoorden = [_add_adres(antwoord, adressen) for antwoord in antwoorden]
    for antwoord in antwoorden:
        if treffer := _judge_naam(antwoord, profiel):
            yield treffer


def _list_adressen(tekst: Zoektekst, profiel: Profiel, find: Vinder) -> list[Adres]:
    """The addresses that answer something, the employer's own first; of those that answer the same only the first, for an
    employer may have hundreds."""
    adressen = [adres for adres in (Adres(plek, tekst, find) for plek in profiel.plekken) if adres.holds()]
    if tekst.postadres is None:
        adressen = [adres for adres in adressen if adres.answers_any]
    return list({adres.antwoorden: adres for adres in reversed(adressen)}.values())[::-1]


def _judge_naam(antwoord: Antwoord, profiel: Profiel) -> Treffer | None:
    tekst, naam = antwoord.tekst, antwoord.naam
    if tekst.postadres is None and naam.equals(tekst):
        reden = _GELIJK.get(naam.vorm.soort, Trefferreden.HANDELSNAAM)
        return Treffer(profiel, reden, explain_geheel(naam), antwoord.score() + naam.weigh_letterlijk(tekst))
    if tekst.is_kort:
        return _judge_kort(antwoord, profiel)
    if antwoord.gemist:
        return _judge_gemist(antwoord, profiel)
    return Treffer(profiel, _pick_reden(antwoord), explain_antwoord(antwoord), antwoord.score())


def _judge_kort(antwoord: Antwoord, profiel: Profiel) -> Treffer | None:
    """One or two letters: names that begin with them, then names with a word that does."""
    naam, tekst = antwoord.naam, antwoord.tekst
    if naam.begins(tekst):
        score = antwoord.score() + wegingen.NAAMBEGIN.gewicht + naam.weigh_letterlijk(tekst)
        return Treffer(profiel, Trefferreden.WOORDBEGIN, explain_begin(naam), score)
    if naam.has_begin(tekst.kern[0]):
        return Treffer(profiel, Trefferreden.WOORDBEGIN, explain_woordbegin(naam), antwoord.score())
    return None


def _judge_gemist(antwoord: Antwoord, profiel: Profiel) -> Treffer | None:
    """Not every word is answered: the same letters may be there with other spaces, or it is near."""
    if antwoord.tekst.postadres is None and antwoord.naam.begins(antwoord.tekst):
        score = wegingen.BEGIN.gewicht + antwoord.naam.weigh_soort()
        return Treffer(profiel, Trefferreden.WOORDBEGIN, explain_begin(antwoord.naam), score)
    if antwoord.is_leeg or antwoord.is_adres or antwoord.mate > Mate.BEGIN:
        return None
    return Treffer(profiel, _pick_reden(antwoord), explain_antwoord(antwoord), antwoord.score(), antwoord.gemist)


def _add_adres(antwoord: Antwoord, adressen: Sequence[Adres]) -> Antwoord:
    """With the address that adds most, if any does; with the one that has the postcode, if one was typed."""
    beste = antwoord
    for adres in adressen:
        ander = Antwoord(antwoord.tekst, antwoord.naam, antwoord.in_naam, adres)
        if ander.tekort < beste.tekort or (beste.adres is None and antwoord.tekst.postadres is not None):
            beste = ander
    return beste


def _pick_reden(antwoord: Antwoord) -> Trefferreden:
    return Trefferreden.ADRES if antwoord.is_in_adres else _MATEN[antwoord.mate]
