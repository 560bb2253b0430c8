"""How records about cases become items."""

from klantbeeld.domain.gegevens import Gegevensoort, make_vindtermen
from klantbeeld.domain.items import Kenmerken
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.zaken import Zaak


def project_zaak(zaak: Zaak, _: Normen) -> Kenmerken:
    """Ordered by the first day, counted on the status, found by its number."""
    return Kenmerken(
        sortering=zaak.startdatum.isoformat(),
        kenmerk=zaak.status,
        vindtermen=make_vindtermen(Gegevensoort.ZAAKNUMMER, zaak.zaaknummer),
    )
