"""Preventief werken in GraphQL: reports, sanctions, fines and digital reporting."""

from typing import Any

import graphene

from klantbeeld.domain.bladzijden import Bladzijde
from klantbeeld.domain.preventie_beeld import Preventieparameters
from resolvers.bladzijden import ask_page, make_connection, page_arguments
from resolvers.context import Info
from resolvers.scalars import Centen, Date, make_enum
from resolvers.standen import Groep, Groepsantwoord, list_of, missing_in, read_inhoud

VERSLAGEN = Preventieparameters().verslagen.first

Rivoordeel = make_enum(
    "Rivoordeel",
    "Het oordeel over een re-integratieverslag.",
    {
        "voldoende": "De re-integratie was voldoende.",
        "onvoldoende": "De re-integratie was onvoldoende.",
        "niet_beoordeeld": "Het verslag is niet beoordeeld.",
    },
)
Sanctiesoort = make_enum(
    "Sanctiesoort",
    "Waarom een loonsanctie is opgelegd.",
    {
        "administratief": "Het verslag was te laat of niet volledig.",
        "inhoudelijk": "Er is te weinig aan re-integratie gedaan.",
    },
)
Sanctiestatus = make_enum(
    "Sanctiestatus",
    "Hoe een loonsanctie ervoor staat.",
    {
        "opgelegd": "De sanctie is opgelegd.",
        "bekort": "De sanctie is bekort.",
        "ingetrokken": "De sanctie is ingetrokken.",
        "vernietigd": "De sanctie is vernietigd.",
    },
)


class Periode(graphene.ObjectType):
    """Een periode; beide dagen horen erbij."""

    van = Date(required=True, description="De eerste dag.")
    tot = Date(required=True, description="De laatste dag.")


class Verhouding(graphene.ObjectType):
    """Een aandeel: een teller, een noemer en wat zij samen zeggen."""

    teller = graphene.Int(required=True, description="De teller.")
    noemer = graphene.Int(required=True, description="De noemer.")
    percentage = graphene.Int(description="Teller gedeeld door noemer in hele procenten; leeg als de noemer 0 is.")
    van = Date(required=True, description="De eerste dag waarover is geteld.")
    tot = Date(required=True, description="De laatste dag waarover is geteld.")
    uitleg = graphene.String(required=True, description="Het aandeel in een zin.")


class Loonsancties(graphene.ObjectType):
    """De geldende loonsancties op de re-integratieverslagen van de periode."""

    administratief = graphene.Int(required=True, description="Het aantal administratieve loonsancties.")
    inhoudelijk = graphene.Int(required=True, description="Het aantal inhoudelijke loonsancties.")
    totaal = graphene.Int(required=True, description="Het aantal administratieve en inhoudelijke loonsancties samen.")
    zonder_verslag = graphene.Int(required=True, description="Het aantal loonsancties zonder verslag, apart geteld.")
    lopende_tot = Date(description="De laatste dag van de loonsanctie die vandaag loopt en het langst duurt.")


class Boetemaand(graphene.ObjectType):
    """De opgelegde boetes van een kalendermaand."""

    maand = graphene.String(required=True, description="De maand, geschreven als 2023-09.")
    aantal = graphene.Int(description="Het aantal boetes; leeg als de bron over deze maand geen gegevens heeft.")
    bedrag_in_centen = Centen(description="Het bedrag van die boetes samen.")
    ontbrekend = missing_in()


class Boetes(graphene.ObjectType):
    """De boetes van de periode, naar de dag van het besluit."""

    huidig_aantal = graphene.Int(required=True, description="Het aantal opgelegde boetes.")
    bedrag_in_centen = Centen(required=True, description="Het bedrag van de opgelegde boetes samen.")
    voornemens = graphene.Int(required=True, description="Het aantal voorgenomen boetes.")
    waarschuwingen = graphene.Int(required=True, description="Het aantal waarschuwingen.")
    ingetrokken = graphene.Int(required=True, description="Het aantal ingetrokken boetes.")
    historie = list_of(Boetemaand, "De opgelegde boetes per maand, oudste eerst.")


class Sanctie(graphene.ObjectType):
    """Een besluit tot loonsanctie."""

    soort = Sanctiesoort(required=True, description="Waarom de sanctie is opgelegd.")
    besluit_op = Date(required=True, description="De dag van het besluit.")
    van = Date(description="De eerste dag van de sanctie.")
    tot = Date(description="De laatste dag van de sanctie.")
    status = Sanctiestatus(required=True, description="Hoe de sanctie ervoor staat.")


class Verslag(graphene.ObjectType):
    """Een re-integratieverslag met de sanctie die erop volgde."""

    ontvangen_op = Date(required=True, description="De dag van ontvangst.")
    beoordeeld_op = Date(description="De dag van het oordeel.")
    oordeel = Rivoordeel(required=True, description="Het oordeel.")
    sanctie = graphene.Field(Sanctie, description="De geldende sanctie, of anders het laatste besluit.")
    ontbrekend = missing_in()


class PreventiefWerken(graphene.ObjectType):
    """Re-integratieverslagen, loonsancties en boetes in een periode, en hoe digitaal de werkgever meldt."""

    class Meta:
        interfaces = (Groep,)
        default_resolver = read_inhoud

    periode = graphene.Field(Periode, description="De periode waarover is geteld.")
    reintegratieverslagen = graphene.Int(description="Het aantal in de periode beoordeelde re-integratieverslagen.")
    loonsancties = graphene.Field(Loonsancties, description="De loonsancties op die verslagen.")
    loonsanctie_percentage = graphene.Field(Verhouding, description="Het aandeel van die verslagen met een loonsanctie.")
    digitaliseringsgraad = graphene.Field(
        Verhouding, description="Het aandeel digitale meldingen in de laatste twaalf volle maanden."
    )
    boetes = graphene.Field(Boetes, description="De boetes van de periode.")
    verslagen = graphene.Field(
        make_connection("Verslag", Verslag),
        **page_arguments(VERSLAGEN),
        description="De verslagen van de periode, laatst beoordeelde eerst.",
    )

    @staticmethod
    async def resolve_verslagen(groep: Groepsantwoord, info: Info, **vraag: Any) -> Bladzijde[Any]:  # noqa: ANN401
        """The page that was asked for."""
        return await groep.turn_to(info, "verslagen", ask_page(info, groep.name_lijst("verslagen"), VERSLAGEN, vraag))
