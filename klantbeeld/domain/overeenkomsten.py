"""How well a name or an address answers the words that were typed."""

from collections.abc import Sequence
from functools import cached_property

from klantbeeld.domain import wegingen
from klantbeeld.domain.adressen import Adresdeel, list_postadresdelen, read_wijkcijfers
from klantbeeld.domain.gelijkenissen import HEEL, NIETS, Gelijkenis, Mate, Vinder
from klantbeeld.domain.namen import Woord, join_buren, join_tekens, restore_woorden
from klantbeeld.domain.profielen import Naamvorm, Plek
from klantbeeld.domain.zoekplan import Zoektekst
from klantbeeld.domain.zoektermen import list_adreswoorden, write_geheel


class Naam:
    """A name of an employer, ready to be compared."""

    def __init__(self, vorm: Naamvorm) -> None:
        self.vorm = vorm
        self.woorden = restore_woorden(vorm.woorden)
        self.teksten = tuple([woord.tekst for woord in self.woorden])
        self.gewoon = tuple([woord.is_gewoon for woord in self.woorden])
        self._letters = "".join(self.teksten)

    @cached_property
    def aaneen(self) -> frozenset[str]:
        """Its neighbouring words, joined."""
        return frozenset(join_buren(self.vorm.naam))

    @cached_property
    def geheel(self) -> frozenset[str]:
        """The name as one word, to compare with a whole input."""
        return write_geheel(self.woorden)

    def answer(self, tekst: Zoektekst, find: Vinder) -> list[Gelijkenis]:
        """How this name answers each word; one that was typed twice by its second place, if it stands there twice."""
        gelijkenissen: list[Gelijkenis] = []
        for woord in tekst.woorden:
            gelijkenis = self._answer_woord(woord.tekst, find)
            if gelijkenis in gelijkenissen and woord.tekst in self.teksten[gelijkenis.plaats + 1 :]:
                gelijkenis = gelijkenis._replace(plaats=self.teksten.index(woord.tekst, gelijkenis.plaats + 1))
            gelijkenissen.append(gelijkenis)
        return gelijkenissen

    def _answer_woord(self, woord: str, find: Vinder) -> Gelijkenis:
        gelijkenis = find(woord, self.teksten)
        if gelijkenis.mate > Mate.BEGIN and self._may_be_joined(woord) and woord in self.aaneen:
            return HEEL
        return gelijkenis

    def _may_be_joined(self, gezocht: str) -> bool:
        """Joined words end as one of them does."""
        return any(map(gezocht.endswith, self.teksten))

    def equals(self, tekst: Zoektekst) -> bool:
        """Whether this name as one word is what was typed as one word."""
        return self._holds(tekst) and not tekst.geheel.isdisjoint(self.geheel)

    def begins(self, tekst: Zoektekst) -> bool:
        """Whether this name as one word begins with what was typed as one word."""
        return self._holds(tekst) and any(geheel.startswith(begin) for geheel in self.geheel for begin in tekst.geheel)

    def _holds(self, tekst: Zoektekst) -> bool:
        """Asked first because it costs little and is seldom true."""
        return any(map(self._letters.__contains__, tekst.geheel))

    def weigh_letterlijk(self, tekst: Zoektekst) -> float:
        """What it adds that this name begins with what was typed in its own spelling as well."""
        return wegingen.LETTERLIJK.gewicht if join_tekens(self.vorm.naam).startswith(tekst.tekens) else 0.0

    def has_begin(self, begin: str) -> bool:
        """Whether one of its words begins so."""
        return any(tekst.startswith(begin) for tekst in self.teksten)

    def weigh_soort(self) -> float:
        """What a name that is not the employer's name of today takes off."""
        if self.vorm.soort == "naam":
            return 0.0
        return wegingen.VROEGERE_NAAM.gewicht if self.vorm.soort == "vroeger" else wegingen.ANDERE_NAAM.gewicht

    def weigh_overig(self, plaatsen: list[int]) -> float:
        """What the words of this name that nobody asked for take off, and what the order of the others, at these places,
        adds."""
        over = [gewoon for plaats, gewoon in enumerate(self.gewoon) if plaats not in plaatsen]
        score = wegingen.OVERIG.gewicht * sum(over) / (sum(self.gewoon) + 1)
        score += wegingen.OVERIG_KLEIN.gewicht * over.count(False)
        if len(plaatsen) > 1 and plaatsen == sorted(plaatsen):
            score += wegingen.VOLGORDE.gewicht
        if plaatsen and not any(self.gewoon[: min(plaatsen)]):
            score += wegingen.VOOROP.gewicht
        return score


class Adres:
    """An address of an employer, compared with what was typed."""

    def __init__(self, plek: Plek, tekst: Zoektekst, find: Vinder) -> None:
        self.plek = plek
        self._tekst = tekst
        self._find = find
        self._woorden = list_adreswoorden(plek.straat, plek.plaats)
        self._wijk = read_wijkcijfers(plek.postcode)

    @cached_property
    def antwoorden(self) -> tuple[Gelijkenis, ...]:
        """How this address answers each word. A house number says nothing by itself: it needs a street, place or postcode."""
        woorden = tuple(self._woorden)
        gevonden = tuple(self._find_woord(woord, woorden) for woord in self._tekst.woorden)
        if self._tekst.postadres is None and not any(deel.waarde for deel in gevonden):
            return gevonden
        return tuple(
            deel if deel.waarde else self._find_number(woord) for woord, deel in zip(self._tekst.woorden, gevonden, strict=True)
        )

    @property
    def answers_any(self) -> bool:
        return any(antwoord.waarde for antwoord in self.antwoorden)

    def list_delen(self, in_naam: Sequence[Gelijkenis], samen: Sequence[Gelijkenis]) -> list[Adresdeel]:
        """Its parts that answer where a name alone does not, in their order."""
        paren = zip(self._tekst.woorden, in_naam, samen, strict=True)
        delen = {self._name_deel(woord, beste) for woord, eigen, beste in paren if beste is not eigen}
        if self._tekst.postadres is not None:
            delen.update(list_postadresdelen(self._tekst.postadres))
        return [deel for deel in Adresdeel if deel in delen]

    def _name_deel(self, woord: Woord, gelijkenis: Gelijkenis) -> Adresdeel:
        if gelijkenis.plaats >= 0:
            return tuple(self._woorden.values())[gelijkenis.plaats]
        return Adresdeel.POSTCODE if woord.tekst == self._wijk else Adresdeel.HUISNUMMER

    def holds(self) -> bool:
        """Whether this is the postcode that was typed, with the house number and addition as far as they were typed."""
        if self._tekst.postadres is None:
            return True
        delen = self._tekst.postadres.split("-")
        return delen == [self.plek.postcode, self.plek.nummer, self.plek.toevoeging][: len(delen)]

    def _find_woord(self, woord: Woord, woorden: Sequence[str]) -> Gelijkenis:
        """Streets and places look alike, so an address must be nearer than a name."""
        if woord.tekst == self._wijk:
            return HEEL
        gelijkenis = self._find(woord.tekst, woorden) if woord.is_gewoon else NIETS
        is_near = gelijkenis.mate is Mate.SPELLING and gelijkenis.waarde > wegingen.TWEE_FOUTEN.gewicht
        return gelijkenis if gelijkenis.mate <= Mate.BEGIN or is_near else NIETS

    def _find_number(self, woord: Woord) -> Gelijkenis:
        """A word as the house number, with or without its addition, or as the addition of a number that was typed."""
        nummer, toevoeging = self.plek.nummer, self.plek.toevoeging.lower()
        if not nummer:
            return NIETS
        if woord.tekst == nummer + toevoeging or (woord.tekst == toevoeging and nummer in self._tekst.kern):
            return HEEL
        if woord.tekst != nummer:
            return NIETS
        is_heel = any(ander.tekst == toevoeging for ander in self._tekst.woorden)
        return HEEL if is_heel else Gelijkenis(Mate.HEEL, wegingen.ZONDER_TOEVOEGING.gewicht)


class Antwoord:
    """How a name, with an address where the name falls short, answers each of the words that were typed."""

    def __init__(self, tekst: Zoektekst, naam: Naam, in_naam: Sequence[Gelijkenis], adres: Adres | None = None) -> None:
        self.tekst, self.naam, self.adres = tekst, naam, adres
        self.in_naam = self.gelijkenissen = in_naam
        if adres is not None:
            paren = zip(in_naam, adres.antwoorden, strict=True)
            self.gelijkenissen = [plek if plek.mate < eigen.mate else eigen for eigen, plek in paren]
        kern = [gelijkenis for gelijkenis, telt in zip(self.gelijkenissen, tekst.gewoon, strict=True) if telt]
        beantwoord = [gelijkenis.mate for gelijkenis in kern if gelijkenis.waarde]
        self.gemist = len(kern) - len(beantwoord)
        """The words that must be answered and are not."""
        self.mate = max(beantwoord, default=Mate.HEEL)
        """The weakest of the answers to the others."""
        self.is_leeg = bool(kern) and not beantwoord

    @property
    def is_heel(self) -> bool:
        """Whether every word that counts is answered as it was typed."""
        return not self.gemist and self.mate is Mate.HEEL

    @property
    def is_adres(self) -> bool:
        """Whether no word that counts is answered by the name."""
        paren = zip(self.tekst.gewoon, self.in_naam, self.gelijkenissen, strict=True)
        return not any(telt and eigen is beste and eigen.waarde for telt, eigen, beste in paren)

    @property
    def is_in_adres(self) -> bool:
        """Whether an address by itself answers with what was typed."""
        return self.is_adres and self.mate <= Mate.BEGIN

    @property
    def tekort(self) -> int:
        """How badly all words are answered, 0 when they all stand there."""
        return sum(gelijkenis.mate for gelijkenis in self.gelijkenissen)

    @property
    def fouten(self) -> int:
        """The number of letters that differ."""
        return sum(gelijkenis.fouten for gelijkenis in self.gelijkenissen)

    def score(self) -> float:
        """The order among hits of one kind, higher first."""
        gewichten = self.tekst.gewichten
        som = sum(gewicht * gelijkenis.waarde for gewicht, gelijkenis in zip(gewichten, self.gelijkenissen, strict=True))
        score = som / sum(gewichten) if gewichten else 1.0
        uit_naam = zip(self.in_naam, self.gelijkenissen, strict=True)
        plaatsen = [eigen.plaats for eigen, beste in uit_naam if eigen is beste and eigen.plaats >= 0]
        # A name that nobody asked for says nothing.
        return score + self.naam.weigh_soort() + (0.0 if self.is_in_adres else self.naam.weigh_overig(plaatsen))
