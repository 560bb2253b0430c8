"""The registry of groups and of the kinds of record that feed them. Contract tests walk these lists."""

from dataclasses import dataclass

from klantbeeld.domain.betalingen import Betaling
from klantbeeld.domain.bronnen import Bronstand, Groepsoort
from klantbeeld.domain.contacten import Contact, Contactpersoon, Machtiging, Notitie
from klantbeeld.domain.documenten import Document
from klantbeeld.domain.organisaties import Koppeling, Organisatie, Vestiging
from klantbeeld.domain.preventie import Boete, Loonsanctie, Meldingstelling, Riv
from klantbeeld.domain.uitkeringen import Erd, Polis
from klantbeeld.domain.velden import Gegevens
from klantbeeld.domain.zaken import Zaak


@dataclass(frozen=True, slots=True)
class Groep:
    """A group of the view: ``naam`` is the noun that is its file name in every package."""

    soort: Groepsoort
    naam: str
    titel: str


@dataclass(frozen=True, slots=True)
class Soort:
    """A kind of record: the group it feeds (None for a bronstand) and the model of its content."""

    naam: str
    groep: Groepsoort | None
    model: type[Gegevens]


GROEPEN = (
    Groep(Groepsoort.ORGANISATIEGEGEVENS, "organisaties", "Organisatiegegevens"),
    Groep(Groepsoort.PREVENTIEF_WERKEN, "preventie", "Preventief werken"),
    Groep(Groepsoort.UITKERINGSGEGEVENS, "uitkeringen", "Uitkeringsgegevens"),
    Groep(Groepsoort.CONTACTMANAGEMENT, "contacten", "Contactmanagement"),
    Groep(Groepsoort.DOCUMENTEN, "documenten", "Documenten"),
    Groep(Groepsoort.FINANCIEEL, "betalingen", "Financieel"),
    Groep(Groepsoort.ZAAKMANAGEMENT, "zaken", "Zaakmanagement"),
    Groep(Groepsoort.GEGEVENS_WERKBEDRIJF, "werkbedrijf", "Gegevens Werkbedrijf"),
)

SOORTEN = {
    soort.naam: soort
    for soort in (
        Soort("organisatie", Groepsoort.ORGANISATIEGEGEVENS, Organisatie),
        Soort("vestiging", Groepsoort.ORGANISATIEGEGEVENS, Vestiging),
        Soort("koppeling", Groepsoort.ORGANISATIEGEGEVENS, Koppeling),
        Soort("riv", Groepsoort.PREVENTIEF_WERKEN, Riv),
        Soort("loonsanctie", Groepsoort.PREVENTIEF_WERKEN, Loonsanctie),
        Soort("boete", Groepsoort.PREVENTIEF_WERKEN, Boete),
        Soort("meldingstelling", Groepsoort.PREVENTIEF_WERKEN, Meldingstelling),
        Soort("erd", Groepsoort.UITKERINGSGEGEVENS, Erd),
        Soort("polis", Groepsoort.UITKERINGSGEGEVENS, Polis),
        Soort("contactpersoon", Groepsoort.CONTACTMANAGEMENT, Contactpersoon),
        Soort("contact", Groepsoort.CONTACTMANAGEMENT, Contact),
        Soort("machtiging", Groepsoort.CONTACTMANAGEMENT, Machtiging),
        Soort("notitie", Groepsoort.CONTACTMANAGEMENT, Notitie),
        Soort("document", Groepsoort.DOCUMENTEN, Document),
        Soort("betaling", Groepsoort.FINANCIEEL, Betaling),
        Soort("zaak", Groepsoort.ZAAKMANAGEMENT, Zaak),
        Soort("bronstand", None, Bronstand),
    )
}

GROEP_VAN_SOORT = {soort.naam: soort.groep for soort in SOORTEN.values()}
