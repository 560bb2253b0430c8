"""Zaakmanagement in GraphQL: cases with their milestones, a list by page."""

import graphene

from klantbeeld.domain import zaken
from klantbeeld.domain.zaken import Zaakparameters
from resolvers.bladzijden import Bladgroep, make_edge, show_id
from resolvers.scalars import Date, describe_enum, make_enum
from resolvers.standen import Groep, list_of, missing_in, read_inhoud

ZAKEN = Zaakparameters().bladvraag.first
ALLE = "alle"

Zaakstatus = make_enum(
    "Zaakstatus",
    "Hoe een zaak ervoor staat.",
    {"lopend": "De zaak loopt.", "gesloten": "De zaak is gesloten.", "geannuleerd": "De zaak is geannuleerd."},
)
Zaakfilter = make_enum(
    "Zaakfilter",
    "Welke zaken worden getoond.",
    {
        "lopend": "Alleen lopende zaken.",
        "gesloten": "Alleen gesloten zaken.",
        "geannuleerd": "Alleen geannuleerde zaken.",
        ALLE: "Alle zaken.",
    },
)
Mijlpaalstand = describe_enum(
    zaken.Mijlpaalstand,
    "Hoe een mijlpaal ervoor staat op de dag van vandaag.",
    {
        "NIET_VAN_TOEPASSING": "De mijlpaal geldt hier niet.",
        "TOEKOMSTIG": "De mijlpaal is over meer dan veertien dagen.",
        "BINNEN_14_DAGEN": "De mijlpaal is binnen veertien dagen.",
        "VANDAAG": "De mijlpaal is vandaag.",
        "TE_LAAT": "De dag van de mijlpaal is voorbij.",
        "GEDAAN": "De mijlpaal is gehaald.",
    },
)


class Mijlpaal(graphene.ObjectType):
    """Een mijlpaal van een zaak."""

    naam = graphene.String(required=True, description="De naam van de mijlpaal.")
    datum = Date(description="De dag waarop de mijlpaal moet zijn gehaald.")
    uitgesteld_tot = Date(description="De dag tot welke de mijlpaal is uitgesteld.")
    stand = Mijlpaalstand(required=True, description="Hoe de mijlpaal ervoor staat.")
    gedaan_op = Date(description="De dag waarop de mijlpaal is gehaald.")
    ontbrekend = missing_in()


class Zaak(graphene.ObjectType):
    """Een zaak van de werkgever."""

    id = graphene.ID(required=True, description="De vaste aanduiding van de zaak.")
    zaaknummer = graphene.String(required=True, description="Het zaaknummer.")
    zaaktype = graphene.String(required=True, description="Het soort zaak.")
    startdatum = Date(required=True, description="De dag waarop de zaak begon.")
    einddatum = Date(description="De dag waarop de zaak eindigde.")
    status = Zaakstatus(required=True, description="Hoe de zaak ervoor staat.")
    reden = graphene.String(description="De reden van de status.")
    resultaat = graphene.String(description="Het resultaat van de zaak.")
    mijlpalen = list_of(Mijlpaal, "De mijlpalen, op dag.")
    ontbrekend = missing_in()

    resolve_id = staticmethod(show_id)


class Zaaktelling(graphene.ObjectType):
    """Hoeveel zaken er met een status zijn."""

    status = Zaakstatus(required=True, description="De status.")
    aantal = graphene.Int(required=True, description="Het aantal zaken.")


class Zaakmanagement(Bladgroep):
    """De zaken, laatst begonnen eerst."""

    class Meta:
        interfaces = (Groep,)
        default_resolver = read_inhoud

    edges = list_of(make_edge("Zaak", Zaak), "De zaken van deze bladzijde.")
    aantallen = list_of(Zaaktelling, "Het aantal zaken per status, zonder het filter.")
