"""Documenten in GraphQL: letters and decisions, a list by page."""

import graphene

from klantbeeld.domain.documenten import Documentparameters
from resolvers.bladzijden import Bladgroep, make_edge, show_id
from resolvers.scalars import Date, make_enum
from resolvers.standen import Groep, list_of, missing_in, read_inhoud

DOCUMENTEN = Documentparameters().bladvraag.first

Documentsoort = make_enum(
    "Documentsoort",
    "Wat voor document het is.",
    {
        "toekenningsbeschikking": "Een besluit waarin iets wordt toegekend.",
        "dagloonberekening": "Een berekening van een dagloon.",
        "wijzigingsbeschikking": "Een besluit waarin iets wordt gewijzigd.",
        "beeindigingsbeschikking": "Een besluit waarin iets wordt beëindigd.",
        "overig": "Een ander document.",
    },
)


class Document(graphene.ObjectType):
    """Een brief of beschikking."""

    id = graphene.ID(required=True, description="De vaste aanduiding van het document.")
    datum = Date(required=True, description="De dag van het document.")
    aandachtsgebied = graphene.String(description="Het aandachtsgebied.")
    onderwerp = graphene.String(description="Het onderwerp.")
    subonderwerp = graphene.String(description="Het onderwerp binnen het onderwerp.")
    titel = graphene.String(required=True, description="De titel.")
    soort = Documentsoort(required=True, description="Wat voor document het is.")
    heeft_bijlage = graphene.Boolean(required=True, description="Of er een bijlage bij is.")
    dans_id = graphene.String(description="Het nummer van het document in DANS.")
    bron_link = graphene.String(description="Waar het document bij de bron staat.")
    ontbrekend = missing_in()

    resolve_id = staticmethod(show_id)


class Documenttelling(graphene.ObjectType):
    """Hoeveel documenten er van een soort zijn."""

    soort = Documentsoort(required=True, description="De soort.")
    aantal = graphene.Int(required=True, description="Het aantal documenten.")


class Documenten(Bladgroep):
    """De brieven en beschikkingen, nieuwste eerst."""

    class Meta:
        interfaces = (Groep,)
        default_resolver = read_inhoud

    edges = list_of(make_edge("Document", Document), "De documenten van deze bladzijde.")
    aantallen = list_of(Documenttelling, "Het aantal documenten per soort, zonder de filters.")
