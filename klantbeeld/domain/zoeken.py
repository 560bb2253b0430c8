"""From what a store brings to hits: the one place that decides who answers an input, for every store."""

from collections.abc import Iterable, Iterator, Sequence

from klantbeeld.domain.adressen import list_postadresdelen
from klantbeeld.domain.gegevens import Gegevensoort
from klantbeeld.domain.herkenning import Sleutelsoort
from klantbeeld.domain.oordelen import judge
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.treffers import Treffer, Trefferreden
from klantbeeld.domain.uitleg import describe_adres
from klantbeeld.domain.zoekplan import Nummerstap, Zoektekst

_NAMEN = {
    Sleutelsoort.LH_NUMMER: "LH-nummer",
    Sleutelsoort.KVK_NUMMER: "KVK-nummer",
    Sleutelsoort.VESTIGINGSNUMMER: "vestigingsnummer",
    Sleutelsoort.RSIN: "RSIN",
    Sleutelsoort.AANSLUITNUMMER: "aansluitnummer",
}
_GEGEVENS = {
    Gegevensoort.TELEFOON: "telefoonnummer van een contactpersoon of vestiging",
    Gegevensoort.ZAAKNUMMER: "zaaknummer",
    Gegevensoort.KENMERK: "kenmerk van een betaling",
    Gegevensoort.POLISNUMMER: "polisnummer",
    Gegevensoort.DANS_ID: "DANS-id van een document",
}


def match_nummers(stap: Nummerstap, profielen: Iterable[Profiel]) -> Iterator[Treffer]:
    """The hits of a question for one number."""
    herkenning = stap.herkenning
    for profiel in profielen:
        if herkenning.soort is Sleutelsoort.POSTCODE:
            yield _match_postadres(herkenning.waarde, profiel)
        elif herkenning.begin:
            yield Treffer(profiel, Trefferreden.NUMMER_BEGIN, f"{_NAMEN[herkenning.soort]} begint hiermee")
        else:
            yield Treffer(profiel, Trefferreden.NUMMER, _NAMEN[herkenning.soort])


def match_woorden(teksten: Sequence[Zoektekst], profielen: Iterable[Profiel], mag_missen: int = 0) -> Iterator[Treffer]:
    """The hits among candidates for an input of words: each profile once, for its best reading of the input."""
    for profiel in {profiel.id: profiel for profiel in profielen}.values():
        if treffer := judge(teksten, profiel, mag_missen):
            yield treffer


def match_gegevens(soort: Gegevensoort, profielen: Iterable[Profiel]) -> Iterator[Treffer]:
    """The hits of a number that stands in a record of theirs."""
    return (Treffer(profiel, Trefferreden.GEGEVEN, _GEGEVENS[soort]) for profiel in profielen)


def _match_postadres(waarde: str, profiel: Profiel) -> Treffer:
    """Which address it is, the employer's own first; what was typed in full comes before a number without its addition."""
    delen = waarde.split("-")
    passend = []
    for plaats, plek in enumerate(profiel.plekken):
        eigen = [plek.postcode, plek.nummer, plek.toevoeging]
        if eigen[0].startswith(delen[0]) and eigen[1 : len(delen)] == delen[1:]:
            is_heel = len(delen) == 1 or not any(eigen[len(delen) :])
            passend.append((is_heel, -plaats, plek.soort))
    is_heel, _, soort = max(passend)
    return Treffer(profiel, Trefferreden.ADRES, describe_adres(list_postadresdelen(waarde), soort), float(is_heel))
