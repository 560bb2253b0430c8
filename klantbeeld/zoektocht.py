"""One search: asks the store step by step, each step only when the steps before gave few hits."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.domain.gegevens import WAAR_TE_VINDEN, Gegevensoort, make_vindterm, recognise_gegevens
from klantbeeld.domain.groepen import GROEP_VAN_SOORT
from klantbeeld.domain.herkenning import Herkenning, Sleutelsoort, recognise_as, recognise_zoekterm
from klantbeeld.domain.kader import Klasse
from klantbeeld.domain.treffers import MEESTE_TREFFERS, Treffer, Trefferreden, rank_treffers
from klantbeeld.domain.vragen import IEDEREEN, Selectie, Sleutelsvraag, Sleutelvraag, Vindvraag, Zoekvraag
from klantbeeld.domain.zoeken import match_gegevens, match_nummers, match_woorden
from klantbeeld.domain.zoekplan import (
    MEESTE_KANDIDATEN,
    WEINIG,
    Zoektekst,
    plan_delen,
    plan_letterlijk,
    plan_nummers,
    plan_spelling,
    plan_suggesties,
    read_varianten,
    read_zoekteksten,
)
from klantbeeld.lezer import Lezer

GEDULD = 0.8
"""So many seconds after its beginning a search begins no other step: a step takes a second at most, the whole not over two."""

MEESTE_VONDSTEN = 1_000
"""Records that one number is looked for in, whoever they are of."""

_BSN_SOORTEN = frozenset({Sleutelsoort.LH_NUMMER, Sleutelsoort.RSIN})
_GEGEVENSOORTEN = {
    Sleutelsoort.TELEFOON: (Gegevensoort.TELEFOON,),
    Sleutelsoort.ZAAKNUMMER: (Gegevensoort.ZAAKNUMMER,),
    Sleutelsoort.KENMERK: (Gegevensoort.KENMERK, Gegevensoort.POLISNUMMER, Gegevensoort.DANS_ID),
}


@dataclass(frozen=True, slots=True)
class Vangst:
    """What a search gave. ``herkend_als``: what the input was taken for, empty when there is nothing in it to search for;
    ``is_minimum``: there may be more than these; ``is_suggestie``: nothing is what was typed, these come near it."""

    herkend_als: tuple[Sleutelsoort, ...]
    treffers: tuple[Treffer, ...]
    is_minimum: bool
    is_suggestie: bool


class Zoektocht:
    """A search by one user, who finds nothing by what this user may not see."""

    def __init__(self, lezer: Lezer, gebruiker: Gebruiker, bereik: Selectie) -> None:
        self._lezer = lezer
        self._bereik = bereik
        self._gebruiker = gebruiker
        self._treffers: list[Treffer] = []
        self._is_minimum = False
        self._begonnen = monotonic()

    async def search(self, zoekterm: str, zoek_op: Sleutelsoort | None) -> Vangst:
        """The employers that answer an input, or an input that is one kind of key, best first, at most a hundred."""
        herkenningen = _recognise(zoekterm, zoek_op)
        gegevens = () if any(map(_is_whole_lh, herkenningen)) else _recognise_gegevens(zoekterm, zoek_op)
        namen = [herkenning.waarde for herkenning in herkenningen if herkenning.soort is Sleutelsoort.NAAM]
        teksten = [tekst for naam in namen for tekst in read_zoekteksten(naam)]
        await asyncio.gather(
            self._add_nummers(herkenningen),
            self._add_gegevens(gegevens),
            self._add_woorden(plan_letterlijk(teksten), teksten),
        )
        if not all(tekst.is_kort for tekst in teksten):
            await self._climb(teksten, [tekst for naam in namen for tekst in read_varianten(naam)])
        soorten = [herkenning.soort for herkenning in herkenningen if teksten or herkenning.soort is not Sleutelsoort.NAAM]
        return self._conclude([*soorten, *(_name_soort(soort) for soort, _ in gegevens)])

    def _conclude(self, soorten: Iterable[Sleutelsoort]) -> Vangst:
        treffers = rank_treffers(self._treffers)
        getoond = treffers[:MEESTE_TREFFERS]
        return Vangst(
            tuple(dict.fromkeys(soorten)),
            getoond,
            bool(treffers) and (self._is_minimum or len(treffers) > len(getoond)),
            bool(treffers) and all(treffer.is_near for treffer in treffers),
        )

    async def _climb(self, teksten: Sequence[Zoektekst], varianten: Sequence[Zoektekst]) -> None:
        """Typing errors, then parts of words, then suggestions, as long as there is little to show."""
        for vragen in (plan_spelling(teksten, varianten), plan_delen(teksten)):
            op_naam = {treffer.profiel.id for treffer in self._treffers if treffer.reden is not Trefferreden.ADRES}
            if len(op_naam) < WEINIG and not self._is_late():
                await self._add_woorden(vragen, [*teksten, *varianten])
        if not self._treffers and not self._is_late():
            await self._add_woorden(plan_suggesties(teksten, varianten), [*teksten, *varianten], mag_missen=1)

    def _is_late(self) -> bool:
        """Whether there is no time for another step; then there may be more than was found."""
        is_late = monotonic() - self._begonnen > GEDULD
        self._is_minimum |= is_late
        return is_late

    async def _add_nummers(self, herkenningen: Iterable[Herkenning]) -> None:
        """Without the right to numbers, those that may hold a BSN answer a whole LH-nummer only."""
        mag_nummers = Klasse.NUMMERS in self._gebruiker.klassen
        stappen = plan_nummers(
            deel for deel in herkenningen if mag_nummers or deel.soort not in _BSN_SOORTEN or _is_whole_lh(deel)
        )
        antwoorden = await asyncio.gather(*(self._ask(stap.vraag) for stap in stappen))
        for stap, profielen in zip(stappen, antwoorden, strict=True):
            self._treffers += match_nummers(stap, profielen)

    async def _add_woorden(self, vragen: Sequence[Zoekvraag], teksten: Sequence[Zoektekst], mag_missen: int = 0) -> None:
        antwoorden = await asyncio.gather(*map(self._ask, vragen))
        profielen = (profiel for antwoord in antwoorden for profiel in antwoord)
        self._treffers += match_woorden(teksten, profielen, mag_missen)

    async def _add_gegevens(self, gegevens: Sequence[tuple[Gegevensoort, str]]) -> None:
        """Employers with a record that holds one of these, when this user may see such records."""
        vragen = [(soort, vraag) for soort, term in gegevens if (vraag := self._make_vindvraag(soort, term))]
        vondsten = await asyncio.gather(*(self._lezer.ask(vraag) for _, vraag in vragen))
        per_soort = [{sleutel for vondst in deel for sleutel in vondst.sleutels} for deel in vondsten]
        sleutels = tuple(sorted(set().union(*per_soort)))
        is_alles = self._bereik == IEDEREEN
        self._is_minimum |= is_alles and any(len(deel) == MEESTE_VONDSTEN for deel in vondsten)
        # Records know no reach: who has one is not to notice, by a step more or less, that others have such a record.
        if sleutels or (vragen and not is_alles):
            profielen = await self._ask(Sleutelsvraag(sleutels, MEESTE_KANDIDATEN))
            for (soort, _), eigen in zip(vragen, per_soort, strict=True):
                self._treffers += match_gegevens(soort, (deel for deel in profielen if eigen & set(deel.sleutels)))

    def _make_vindvraag(self, soort: Gegevensoort, term: str) -> Vindvraag | None:
        """Where this user may look for it; None where there is no such place."""
        mag_contact = soort is not Gegevensoort.TELEFOON or Klasse.CONTACTGEGEVENS in self._gebruiker.klassen
        soorten = tuple(deel for deel in WAAR_TE_VINDEN[soort] if GROEP_VAN_SOORT[deel] in self._gebruiker.groepen)
        ook_besloten = Klasse.PERSOONSDOCUMENTEN in self._gebruiker.klassen
        return Vindvraag(term, soorten, ook_besloten, MEESTE_VONDSTEN) if soorten and mag_contact else None

    async def _ask(self, vraag: Zoekvraag | Sleutelvraag | Sleutelsvraag) -> tuple[Any, ...]:
        """As the question promises; an answer that was cut means that there may be more."""
        antwoord: tuple[Any, ...] = await self._lezer.ask(replace(vraag, bereik=self._bereik))
        self._is_minimum |= len(antwoord) == vraag.limiet
        return antwoord


def _recognise(zoekterm: str, zoek_op: Sleutelsoort | None) -> tuple[Herkenning, ...]:
    if zoek_op in _GEGEVENSOORTEN:
        return ()
    return recognise_as(zoek_op, zoekterm) if zoek_op else recognise_zoekterm(zoekterm)


def _recognise_gegevens(zoekterm: str, zoek_op: Sleutelsoort | None) -> Sequence[tuple[Gegevensoort, str]]:
    """When the caller says what it is, it may still have a word before it that says so too."""
    herkend = recognise_gegevens(zoekterm)
    if zoek_op is None:
        return herkend
    soorten = _GEGEVENSOORTEN.get(zoek_op, ())
    gezegd = [(soort, term) for soort in soorten if (term := make_vindterm(soort, zoekterm))]
    return list(dict.fromkeys([*gezegd, *(deel for deel in herkend if deel[0] in soorten)]))


def _is_whole_lh(herkenning: Herkenning) -> bool:
    return herkenning.soort is Sleutelsoort.LH_NUMMER and not herkenning.begin


def _name_soort(soort: Gegevensoort) -> Sleutelsoort:
    return next(sleutelsoort for sleutelsoort, soorten in _GEGEVENSOORTEN.items() if soort in soorten)
