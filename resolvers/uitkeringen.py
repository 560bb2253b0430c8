"""Uitkeringsgegevens in GraphQL: who carries which benefit risk."""

import graphene

from resolvers.scalars import Date, make_enum
from resolvers.standen import Groep, list_of, missing_in, read_inhoud

Regeling = make_enum(
    "Regeling",
    "De regelingen waarvoor een werkgever eigenrisicodrager kan zijn.",
    {
        "WGA": "Werkhervatting Gedeeltelijk Arbeidsgeschikten.",
        "ZW": "Ziektewet.",
        "WW": "Werkloosheidswet.",
    },
)
DirecteBetaling = make_enum(
    "DirecteBetaling",
    "Aan wie de uitkering wordt betaald.",
    {"WN": "Aan de werknemer.", "WG": "Aan de werkgever."},
)


class Regelingblok(graphene.ObjectType):
    """Een regeling op de peildatum."""

    is_eigenrisicodrager = graphene.Boolean(description="Of de werkgever eigenrisicodrager is; leeg als niemand dat meldde.")
    datum = Date(description="De dag waarop het eigenrisicodragerschap inging.")
    directe_betaling = DirecteBetaling(description="Aan wie de uitkering wordt betaald.")
    verzekeraar = graphene.String(description="De verzekeraar.")
    intermediair = graphene.String(description="De tussenpersoon.")
    garantie = graphene.Boolean(description="Of er een garantieverklaring is.")
    opmerking = graphene.String(description="Wat bij deze regeling opvalt.")


class Erdperiode(graphene.ObjectType):
    """Wat over een regeling is geleverd, met de periode waarvoor het geldt."""

    regeling = Regeling(required=True, description="De regeling.")
    is_eigenrisicodrager = graphene.Boolean(required=True, description="Of de werkgever dan eigenrisicodrager is.")
    van = Date(description="De eerste dag.")
    tot = Date(description="De eerste dag waarop het niet meer geldt.")
    directe_betaling = DirecteBetaling(description="Aan wie de uitkering wordt betaald.")
    verzekeraar = graphene.String(description="De verzekeraar.")
    intermediair = graphene.String(description="De tussenpersoon.")
    garantie = graphene.Boolean(description="Of er een garantieverklaring is.")
    reden_einde = graphene.String(description="Waarom het eindigde.")
    ontbrekend = missing_in()


class Polis(graphene.ObjectType):
    """Een verzekering van een eigen risico."""

    verzekeraar = graphene.String(required=True, description="De verzekeraar.")
    polisnummer = graphene.String(required=True, description="Het polisnummer.")
    product = graphene.String(required=True, description="Wat is verzekerd.")
    mandaat = graphene.String(description="Wat de verzekeraar namens de werkgever mag.")
    dienstverlening = graphene.String(description="Wat de verzekeraar doet.")
    van = Date(required=True, description="De eerste dag.")
    tot = Date(description="De eerste dag waarop de polis niet meer geldt.")
    ontbrekend = missing_in()


class Uitkeringsgegevens(graphene.ObjectType):
    """Of de werkgever zelf het risico van uitkeringen draagt, per regeling."""

    class Meta:
        interfaces = (Groep,)
        default_resolver = read_inhoud

    peildatum = Date(description="De dag waarvoor de regelingen gelden.")
    wga = graphene.Field(Regelingblok, description="De WGA op de peildatum.")
    zw = graphene.Field(Regelingblok, description="De Ziektewet op de peildatum.")
    ww = graphene.Field(Regelingblok, description="De WW op de peildatum.")
    perioden = list_of(Erdperiode, "Alle perioden die zijn geleverd, per regeling.")
    polissen = list_of(Polis, "De polissen.")
