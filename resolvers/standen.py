"""How a group stands, why something is missing, and what the fields of a group are answered from."""

from dataclasses import dataclass, replace
from typing import Any

import graphene

from klantbeeld import queries
from klantbeeld.domain import bronnen, ontbrekend
from klantbeeld.domain.beeld import Groepsbeeld
from klantbeeld.domain.bladzijden import Bladvraag, Bladzijde, bind_cursors
from klantbeeld.errors import StoreOnbereikbaar
from resolvers.context import Info, raadpleging_of
from resolvers.scalars import DateTime, describe_enum

Groepsoort = describe_enum(
    bronnen.Groepsoort,
    "De acht gegevensgroepen van het klantbeeld, in de volgorde waarin zij worden getoond.",
    {
        "ORGANISATIEGEGEVENS": "Wie de werkgever is.",
        "PREVENTIEF_WERKEN": "Re-integratieverslagen, loonsancties, boetes en digitaal melden.",
        "UITKERINGSGEGEVENS": "Eigenrisicodragerschap voor WGA, ZW en WW, en polissen.",
        "CONTACTMANAGEMENT": "Contactpersonen, gemachtigden, contacten en notities.",
        "DOCUMENTEN": "Brieven en beschikkingen.",
        "FINANCIEEL": "Betalingen aan en vorderingen op de werkgever.",
        "ZAAKMANAGEMENT": "Zaken en de mijlpalen van ziekmeldingen.",
        "GEGEVENS_WERKBEDRIJF": "Gegevens van het Werkbedrijf.",
    },
)
Groepstatus = describe_enum(
    bronnen.Groepstatus,
    "Hoe een gegevensgroep of een bron ervoor staat, van goed naar slecht.",
    {
        "OK": "Bijgewerkt binnen de afgesproken tijd.",
        "VEROUDERD": "De bron heeft langer dan afgesproken niets gemeld.",
        "NIET_BESCHIKBAAR": (
            "De bron of de opslag is niet te lezen, of een argument van de groep klopt niet: melding zegt wat. "
            "Getoond wordt wat het laatst bekend was, of niets."
        ),
        "GEEN_TOEGANG": "De rol van deze gebruiker geeft geen toegang.",
        "NOG_NIET_AANGESLOTEN": "Er is nog geen bron aangesloten.",
    },
)
Ontbreekreden = describe_enum(
    ontbrekend.Ontbreekreden,
    "Waarom een veld geen waarde heeft.",
    {
        "LEEG_BIJ_BRON": "De bron zegt dat het leeg is.",
        "NIET_GELEVERD": "De bron heeft er niets over geleverd.",
        "GEEN_TOEGANG": "Deze gebruiker mag het niet zien.",
        "NIET_VAN_TOEPASSING": "Het kan hier niet bestaan.",
    },
)


class OntbrekendVeld(graphene.ObjectType):
    """Een veld zonder waarde en de reden daarvan."""

    veld = graphene.String(required=True, description="Het pad van het veld binnen de groep of het lijstelement.")
    reden = Ontbreekreden(required=True, description="Waarom er geen waarde is.")


class Bronstand(graphene.ObjectType):
    """Hoe actueel een bron is."""

    bron = graphene.String(required=True, description="De code van de bron.")
    naam = graphene.String(required=True, description="De naam van de bron.")
    status = Groepstatus(required=True, description="Hoe de bron ervoor staat.")
    bijgewerkt_op = DateTime(description="Tot dit moment heeft de bron alles gemeld; leeg als zij dat nooit heeft gezegd.")
    norm_in_seconden = graphene.Int(required=True, description="Zo oud mag het gemelde worden.")


class Stand(graphene.ObjectType):
    """Hoe een gegevensgroep ervoor staat: de slechtste status van haar bronnen en hun oudste moment."""

    status = Groepstatus(required=True, description="Hoe de groep ervoor staat.")
    melding = graphene.String(description="De status in een zin; leeg als alles in orde is.")
    bijgewerkt_op = DateTime(description="Tot dit moment hebben alle bronnen alles gemeld; leeg als een bron dat nooit zei.")
    bronnen = graphene.List(
        graphene.NonNull(Bronstand), required=True, description="De bronnen die op deze groep zijn aangesloten."
    )


def list_of(element: Any, omschrijving: str) -> Any:  # noqa: ANN401 - graphene has no types
    """A list that is always there, of elements that are always there."""
    return graphene.List(graphene.NonNull(element), required=True, description=omschrijving)


def missing_in(omschrijving: str = "De velden van dit element zonder waarde, met de reden.") -> Any:  # noqa: ANN401
    """The field ``ontbrekend``."""
    return list_of(OntbrekendVeld, omschrijving)


class Groep(graphene.Interface):
    """Een gegevensgroep van het klantbeeld."""

    stand = graphene.Field(Stand, required=True, description="Hoe deze groep ervoor staat.")
    ontbrekend = missing_in("De velden van deze groep zonder waarde, met de reden.")

    @staticmethod
    def resolve_stand(groep: "Groepsantwoord", _: Info) -> bronnen.Stand:
        """How the group stands."""
        return groep.beeld.stand


@dataclass(frozen=True, slots=True)
class Groepsantwoord:
    """A group as it was assembled, with what was asked, so that a field can ask for another page of one of its lists;
    ``parameters`` is None for a group that failed: then nothing more of it is read."""

    werkgever: queries.Werkgever
    soort: bronnen.Groepsoort
    parameters: Any
    beeld: Groepsbeeld

    @property
    def inhoud(self) -> Any:  # noqa: ANN401 - the model of the group
        """What the group holds."""
        return self.beeld.groep

    def name_lijst(self, veld: str) -> str:
        """What the cursors of one of the lists of this group are bound to."""
        return name_lijst(self.werkgever, self.soort, veld)

    def show_bladzijde(self) -> Bladzijde[Any]:
        """The page that a group shows which is itself a list."""
        return bind_cursors(name_lijst(self.werkgever, self.soort), self.inhoud.bladzijde)

    async def turn_to(self, info: Info, lijst: str, bladvraag: Bladvraag) -> Bladzijde[Any]:
        """A page of one of the lists of this group; the page that was assembled with the group is not fetched again."""
        return bind_cursors(self.name_lijst(lijst), await self._fetch(info, lijst, bladvraag))

    async def _fetch(self, info: Info, lijst: str, bladvraag: Bladvraag) -> Bladzijde[Any]:
        getoond: Bladzijde[Any] = getattr(self.inhoud, lijst)
        if self.parameters is None or getattr(self.parameters, lijst) == bladvraag:
            return getoond
        parameters = replace(self.parameters, **{lijst: bladvraag})
        beeld = await raadpleging_of(info).get_groep(self.werkgever, self.soort, parameters)
        gevraagd: Bladzijde[Any] = getattr(beeld.groep, lijst)
        if gevraagd.totaal is None and getoond.totaal is not None:
            raise StoreOnbereikbaar("Deze bladzijde kan nu niet worden gelezen. Probeer het over een minuut opnieuw.")
        return gevraagd


def name_lijst(werkgever: queries.Werkgever, *plaats: str) -> str:
    """What the cursors of a list are bound to: its employer and its place in the view."""
    return "/".join((werkgever.id, *plaats))


async def open_groep(info: Info, werkgever: queries.Werkgever, soort: bronnen.Groepsoort, parameters: object) -> Groepsantwoord:
    """A group of the view of this employer."""
    beeld = await raadpleging_of(info).get_groep(werkgever, soort, parameters)
    return Groepsantwoord(werkgever, soort, parameters, beeld)


def read_inhoud(veld: str, _: object, groep: Groepsantwoord, __: Info) -> Any:  # noqa: ANN401 - any field of a group
    """The default resolver of a group: the field of the same name in what it holds."""
    return getattr(groep.inhoud, veld)
