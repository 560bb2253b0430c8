"""Financieel in GraphQL: payments and claims, a list by page."""

import graphene

from klantbeeld.domain.betalingen import Financieelparameters
from resolvers.bladzijden import Bladgroep, make_edge, show_id
from resolvers.scalars import Centen, Date, make_enum
from resolvers.standen import Groep, list_of, missing_in, read_inhoud

BETALINGEN = Financieelparameters().bladvraag.first

Betalingsoort = make_enum(
    "Betalingsoort",
    "Wat voor betaling het is.",
    {
        "uitkering": "Een uitkering die aan de werkgever is betaald.",
        "ziekengeld": "Ziekengeld dat aan de werkgever is betaald.",
        "subsidie": "Een subsidie.",
        "factuur": "Een factuur aan de werkgever.",
        "terugvordering": "Een terugvordering van de werkgever.",
    },
)
Betalingstatus = make_enum(
    "Betalingstatus",
    "Hoe een betaling ervoor staat.",
    {
        "gepland": "De betaling moet nog komen.",
        "betaald": "De betaling is gedaan.",
        "openstaand": "Er moet nog worden betaald.",
        "verrekend": "Het bedrag is verrekend.",
    },
)


class Betaling(graphene.ObjectType):
    """Een betaling aan of vordering op de werkgever."""

    id = graphene.ID(required=True, description="De vaste aanduiding van de betaling.")
    datum = Date(required=True, description="De dag van de betaling.")
    regeling = graphene.String(required=True, description="De regeling waarvoor is betaald.")
    periode_van = Date(description="De eerste dag waarover is betaald.")
    periode_tot = Date(description="De laatste dag waarover is betaald.")
    bedrag_in_centen = Centen(required=True, description="Het bedrag.")
    soort = Betalingsoort(required=True, description="Wat voor betaling het is.")
    status = Betalingstatus(required=True, description="Hoe de betaling ervoor staat.")
    kenmerk = graphene.String(description="Het betalingskenmerk.")
    iban_gemaskeerd = graphene.String(description="Het land en de laatste vier tekens van het rekeningnummer.")
    ontbrekend = missing_in()

    resolve_id = staticmethod(show_id)


class Jaartotaal(graphene.ObjectType):
    """Wat in een jaar voor een regeling is betaald."""

    regeling = graphene.String(required=True, description="De regeling.")
    jaar = graphene.Int(required=True, description="Het jaar van de betaling.")
    betaald_in_centen = Centen(required=True, description="Het betaalde bedrag.")


class Openstaand(graphene.ObjectType):
    """De facturen en terugvorderingen die nog niet zijn betaald."""

    aantal = graphene.Int(required=True, description="Het aantal.")
    bedrag_in_centen = Centen(required=True, description="Het bedrag samen.")


class Financieel(Bladgroep):
    """De betalingen aan en vorderingen op de werkgever, nieuwste eerst."""

    class Meta:
        interfaces = (Groep,)
        default_resolver = read_inhoud

    edges = list_of(make_edge("Betaling", Betaling), "De betalingen van deze bladzijde.")
    totalen = list_of(Jaartotaal, "Wat per regeling en jaar is betaald, nieuwste jaar eerst.")
    openstaand = graphene.Field(Openstaand, description="Wat nog openstaat.")
