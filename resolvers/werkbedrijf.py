"""Gegevens Werkbedrijf in GraphQL: a group whose source does not exist yet."""

import graphene

from resolvers.standen import Groep, read_inhoud


class GegevensWerkbedrijf(graphene.ObjectType):
    """Gegevens van het Werkbedrijf; zegt NOG_NIET_AANGESLOTEN zolang er geen bron is."""

    class Meta:
        interfaces = (Groep,)
        default_resolver = read_inhoud
