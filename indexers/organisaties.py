"""How records about the organisation become items."""

from klantbeeld.domain.gegevens import Gegevensoort, make_vindtermen
from klantbeeld.domain.items import Kenmerken
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.organisaties import Koppeling, Organisatie, Vestiging, lh_sleutel_of
from klantbeeld.domain.sleutels import canonicalise_nummer


def project_organisatie(organisatie: Organisatie, _: Normen) -> Kenmerken:
    """Ordered by LH-nummer."""
    return Kenmerken(sortering=lh_sleutel_of(organisatie).removeprefix("lh:"))


def project_vestiging(vestiging: Vestiging, _: Normen) -> Kenmerken:
    """Ordered by establishment number; found by telephone number."""
    return Kenmerken(
        sortering=canonicalise_nummer("vestiging", vestiging.vestigingsnummer),
        vindtermen=make_vindtermen(Gegevensoort.TELEFOON, vestiging.telefoon),
    )


def project_koppeling(_: Koppeling, __: Normen) -> Kenmerken:
    """Never listed."""
    return Kenmerken()
