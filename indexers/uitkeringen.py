"""How records about benefit risks become items."""

from klantbeeld.domain.gegevens import Gegevensoort, make_vindtermen
from klantbeeld.domain.items import Kenmerken
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.uitkeringen import Erd, Polis


def project_erd(erd: Erd, _: Normen) -> Kenmerken:
    """Ordered by the first day; a period without one comes last."""
    return Kenmerken(sortering=erd.van.isoformat() if erd.van else "", regeling=erd.regeling)


def project_polis(polis: Polis, _: Normen) -> Kenmerken:
    """Ordered by the first day; found by its number."""
    vindtermen = make_vindtermen(Gegevensoort.POLISNUMMER, polis.polisnummer)
    return Kenmerken(sortering=polis.van.isoformat(), vindtermen=vindtermen)
