"""How records about payments become items."""

from klantbeeld.domain.betalingen import Betaling, kenmerk_of
from klantbeeld.domain.gegevens import Gegevensoort, make_vindtermen
from klantbeeld.domain.items import Kenmerken
from klantbeeld.domain.normen import Normen


def project_betaling(betaling: Betaling, _: Normen) -> Kenmerken:
    """Ordered by the day, counted on kind and status per scheme, with the amount; found by its reference."""
    return Kenmerken(
        sortering=betaling.datum.isoformat(),
        kenmerk=kenmerk_of(betaling),
        regeling=betaling.regeling,
        bedrag=betaling.bedrag_in_centen,
        vindtermen=make_vindtermen(Gegevensoort.KENMERK, betaling.kenmerk),
    )
