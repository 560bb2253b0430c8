"""How records about contact become items."""

from klantbeeld.domain.contacten import Contact, Contactpersoon, Machtiging, Notitie, fold_onderwerp, sort_moment
from klantbeeld.domain.gegevens import Gegevensoort, make_vindtermen
from klantbeeld.domain.items import Kenmerken
from klantbeeld.domain.normen import Normen


def project_contactpersoon(persoon: Contactpersoon, _: Normen) -> Kenmerken:
    """In the order of their ids; found by telephone number, unless it is one of ours, which leads to no one employer."""
    telefoon = persoon.telefoon if persoon.zijde == "organisatie" else None
    return Kenmerken(kenmerk=persoon.zijde, vindtermen=make_vindtermen(Gegevensoort.TELEFOON, telefoon))


def project_contact(contact: Contact, normen: Normen) -> Kenmerken:
    """Ordered by the moment; counted on the folded subject."""
    return Kenmerken(
        sortering=sort_moment(contact.plaatsgevonden_op),
        kenmerk=fold_onderwerp(contact.onderwerp, normen),
        besloten=bool(contact.vertrouwelijk),
    )


def project_machtiging(machtiging: Machtiging, _: Normen) -> Kenmerken:
    """Ordered by the first day."""
    return Kenmerken(sortering=machtiging.van.isoformat(), kenmerk=machtiging.soort)


def project_notitie(notitie: Notitie, _: Normen) -> Kenmerken:
    """Ordered by the day."""
    return Kenmerken(sortering=notitie.datum.isoformat())
