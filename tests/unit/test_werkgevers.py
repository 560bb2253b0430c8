"""A number that a caller gives whole: what it may look like, and what is said when it cannot be one."""

import pytest

from klantbeeld.domain.herkenning import Sleutelsoort
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.werkgevers import read_sleutel


@pytest.mark.parametrize(
    ("soort", "verwacht"),
    [
        (Sleutelsoort.LH_NUMMER, "Een loonheffingennummer is negen cijfers, de letter L en twee cijfers."),
        (Sleutelsoort.KVK_NUMMER, "Een KVK-nummer is acht cijfers."),
        (Sleutelsoort.VESTIGINGSNUMMER, "Een vestigingsnummer is twaalf cijfers."),
        (Sleutelsoort.RSIN, "Een RSIN is negen cijfers."),
    ],
)
@pytest.mark.parametrize("waarde", ["abc", "KVK", "L", "é"])
def test_a_number_without_a_digit_is_refused_and_told_what_is_expected(soort: Sleutelsoort, waarde: str, verwacht: str) -> None:
    with pytest.raises(InvoerOnjuist) as gevangen:
        read_sleutel(soort, waarde)
    assert str(gevangen.value) == f"In waarde staat geen enkel cijfer. {verwacht}"


@pytest.mark.parametrize(
    ("soort", "waarde", "sleutel"),
    [
        (Sleutelsoort.LH_NUMMER, "lh 123.456.789 l 01", "lh:123456789L01"),
        (Sleutelsoort.KVK_NUMMER, "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", "kvk:12345678"),
        (Sleutelsoort.VESTIGINGSNUMMER, "1234", "vestiging:000000001234"),
        (Sleutelsoort.RSIN, "NL123456789B01", "rsin:123456789"),
        (Sleutelsoort.AANSLUITNUMMER, "abc", "aansluit:ABC"),
    ],
)
def test_a_number_becomes_the_key_that_records_are_joined_on(soort: Sleutelsoort, waarde: str, sleutel: str) -> None:
    assert read_sleutel(soort, waarde) == sleutel
