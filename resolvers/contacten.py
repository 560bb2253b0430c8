"""Contactmanagement in GraphQL: who to speak to, who may speak for the employer, and what was said before."""

from typing import Any

import graphene

from klantbeeld.domain import sleutels, vrije_teksten
from klantbeeld.domain.bladzijden import Bladzijde
from klantbeeld.domain.contacten import Contactparameters
from resolvers.bladzijden import ask_page, make_connection, page_arguments
from resolvers.context import Info
from resolvers.scalars import Date, DateTime, describe_enum, make_enum
from resolvers.standen import Groep, Groepsantwoord, list_of, missing_in, read_inhoud

CONTACTEN = Contactparameters().contacten.first

Contactstatus = make_enum(
    "Contactstatus",
    "Hoe een contact ervoor staat.",
    {"open": "Er moet nog iets gebeuren.", "afgerond": "Het contact is afgerond."},
)
Machtigingsoort = make_enum(
    "Machtigingsoort",
    "Wat voor kantoor is gemachtigd.",
    {
        "administratiekantoor": "Een administratiekantoor.",
        "accountant": "Een accountant.",
        "arbodienst": "Een arbodienst.",
        "verzekeraar": "Een verzekeraar.",
        "overig": "Een ander kantoor.",
    },
)
Niveau = describe_enum(
    sleutels.Niveau,
    "Op welk nummer van de werkgever een gegeven is vastgelegd.",
    {
        "LH": "Op het loonheffingennummer.",
        "AANSLUIT": "Op het aansluitnummer.",
        "VESTIGING": "Op het vestigingsnummer.",
        "KVK": "Op het KVK-nummer: het geldt voor alle werkgevers met dat nummer.",
        "RSIN": "Op het RSIN: het geldt voor alle werkgevers met dat nummer.",
        "PORTAAL": "Op het eigen nummer van een portaal.",
    },
)


Tekstsignaal = describe_enum(
    vrije_teksten.Signaal,
    "Wat in een vrije tekst is gezien. Het is een hulp: wat er niet staat, kan er toch in zijn.",
    {
        "BSN": "Een nummer dat een BSN kan zijn; het is gemaskeerd.",
        "MEDISCH": "Een woord dat over ziekte gaat; het is gemaskeerd voor wie geen medische gegevens mag zien.",
    },
)


class Contactpersoon(graphene.ObjectType):
    """Iemand met wie contact kan worden gezocht."""

    naam = graphene.String(required=True, description="De naam.")
    functie = graphene.String(description="De functie.")
    afdeling = graphene.String(description="De afdeling.")
    telefoon = graphene.String(description="Het telefoonnummer.")
    email = graphene.String(description="Het e-mailadres.")
    beschikbaar = graphene.Boolean(required=True, description="Of deze persoon bereikbaar is.")
    ontbrekend = missing_in()


class Gemachtigde(graphene.ObjectType):
    """Een kantoor dat voor de werkgever mag spreken."""

    naam = graphene.String(required=True, source="gemachtigde", description="De naam van het kantoor.")
    soort = Machtigingsoort(required=True, description="Wat voor kantoor het is.")
    omvang = graphene.String(description="Waarvoor de machtiging geldt.")
    van = Date(required=True, description="De eerste dag van de machtiging.")
    tot = Date(description="De eerste dag waarop de machtiging niet meer geldt.")
    ontbrekend = missing_in()


class Contact(graphene.ObjectType):
    """Een contactmoment."""

    datum = DateTime(required=True, description="Het moment van het contact.")
    kanaal = graphene.String(required=True, description="De weg waarlangs contact was, zoals geleverd.")
    status = Contactstatus(required=True, description="Hoe het contact ervoor staat.")
    behandelaar = graphene.String(description="Wie het contact behandelde.")
    onderwerp = graphene.String(required=True, description="Waarover het ging.")
    code = graphene.String(description="De code van het onderwerp bij de bron.")
    omschrijving = graphene.String(description="Wat is besproken.")
    signalen = list_of(Tekstsignaal, "Wat in de omschrijving is gezien.")
    niveau = Niveau(required=True, description="Op welk nummer van de werkgever het contact is vastgelegd.")
    ontbrekend = missing_in()


class Notitie(graphene.ObjectType):
    """Een notitie over de werkgever."""

    bron = graphene.String(required=True, description="De bron van de notitie.")
    datum = Date(required=True, description="De dag van de notitie.")
    auteur = graphene.String(description="Wie de notitie schreef.")
    tekst = graphene.String(required=True, description="De notitie.")
    signalen = list_of(Tekstsignaal, "Wat in de tekst is gezien.")
    ontbrekend = missing_in()


class Notitiebron(graphene.ObjectType):
    """Een bron van notities."""

    bron = graphene.String(required=True, description="De code van de bron.")
    beschikbaar = graphene.Boolean(required=True, description="Of de bron nu te lezen is.")


class Onderwerptelling(graphene.ObjectType):
    """Hoe vaak een onderwerp is besproken."""

    onderwerp = graphene.String(required=True, description="Het onderwerp.")
    aantal = graphene.Int(required=True, description="Het aantal contacten in de laatste zes maanden.")
    aantal_vorige_periode = graphene.Int(required=True, description="Het aantal contacten in de zes maanden daarvoor.")


class Contactmanagement(graphene.ObjectType):
    """Met wie kan worden gesproken, wie namens de werkgever mag spreken en wat eerder is besproken."""

    class Meta:
        interfaces = (Groep,)
        default_resolver = read_inhoud

    contactpersonen = list_of(Contactpersoon, "De contactpersonen bij de werkgever.")
    contactpersonen_uwv = list_of(Contactpersoon, "De contactpersonen bij UWV.")
    gemachtigden = list_of(Gemachtigde, "De kantoren die voor de werkgever mogen spreken.")
    contacten = graphene.Field(
        make_connection("Contact", Contact), **page_arguments(CONTACTEN), description="De contacten, nieuwste eerst."
    )
    notities = list_of(Notitie, "De notities, nieuwste eerst.")
    notitiebronnen = list_of(Notitiebron, "De bronnen van notities, en of zij te lezen zijn.")
    meest_besproken = list_of(Onderwerptelling, "De onderwerpen van de laatste zes maanden, meest besproken eerst.")

    @staticmethod
    async def resolve_contacten(groep: Groepsantwoord, info: Info, **vraag: Any) -> Bladzijde[Any]:  # noqa: ANN401
        """The page that was asked for."""
        return await groep.turn_to(info, "contacten", ask_page(info, groep.name_lijst("contacten"), CONTACTEN, vraag))
