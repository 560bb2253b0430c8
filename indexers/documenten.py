"""How records about documents become items."""

from klantbeeld.domain.documenten import Document, read_titel
from klantbeeld.domain.gegevens import Gegevensoort, make_vindtermen
from klantbeeld.domain.items import Kenmerken
from klantbeeld.domain.normen import Normen


def project_document(document: Document, _: Normen) -> Kenmerken:
    """Ordered by the day, counted on the kind, found by the DANS id; one about a person needs a right of its own."""
    return Kenmerken(
        sortering=document.datum.isoformat(),
        kenmerk=document.soort,
        besloten=document.betreft_persoon,
        vindtermen=make_vindtermen(Gegevensoort.DANS_ID, read_titel(document)[1]),
    )
