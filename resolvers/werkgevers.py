"""Employers in GraphQL: found by searching, and shown as eight groups."""

from hashlib import blake2b
from typing import Any

import graphene

from klantbeeld import queries
from klantbeeld.domain import bronnen, herkenning, treffers
from klantbeeld.domain.betalingen import Financieelparameters
from klantbeeld.domain.bladzijden import Edge
from klantbeeld.domain.contacten import Contactparameters
from klantbeeld.domain.documenten import Documentparameters
from klantbeeld.domain.groepen import GROEPEN, Groep
from klantbeeld.domain.organisaties import Organisatieparameters
from klantbeeld.domain.preventie_beeld import Preventieparameters
from klantbeeld.domain.uitkeringen import Uitkeringsparameters
from klantbeeld.domain.werkbedrijf import Werkbedrijfparameters
from klantbeeld.domain.zaken import Zaakparameters
from resolvers.betalingen import BETALINGEN, Financieel
from resolvers.bladzijden import ask_page, make_page_info, page_arguments
from resolvers.contacten import Contactmanagement
from resolvers.context import Info, raadpleging_of, veil
from resolvers.documenten import DOCUMENTEN, Documenten, Documentsoort
from resolvers.organisaties import Organisatiegegevens, Werkgeverstatus
from resolvers.preventie import PreventiefWerken
from resolvers.scalars import Date, describe_enum
from resolvers.standen import Groepsantwoord, Groepsoort, Stand, list_of, name_lijst, open_groep
from resolvers.uitkeringen import Uitkeringsgegevens
from resolvers.werkbedrijf import GegevensWerkbedrijf
from resolvers.zaken import ALLE, ZAKEN, Zaakfilter, Zaakmanagement

Sleutelsoort = describe_enum(
    herkenning.Sleutelsoort,
    "Waarop een werkgever kan worden gezocht.",
    {
        "LH_NUMMER": "Het loonheffingennummer.",
        "KVK_NUMMER": "Het KVK-nummer.",
        "VESTIGINGSNUMMER": "Het vestigingsnummer.",
        "RSIN": "Het RSIN.",
        "AANSLUITNUMMER": "Het aansluitnummer.",
        "POSTCODE": "De postcode, met of zonder huisnummer.",
        "NAAM": "De naam of handelsnaam.",
        "TELEFOON": "Een telefoonnummer.",
        "ZAAKNUMMER": "Een zaaknummer.",
        "KENMERK": "Een betalingskenmerk, polisnummer of DANS-id.",
    },
)
Trefferreden = describe_enum(
    treffers.Trefferreden,
    "Waarom een werkgever is gevonden, beste reden eerst.",
    {
        "NUMMER": "Het nummer is gelijk.",
        "NUMMER_BEGIN": "Het nummer begint hiermee.",
        "NAAM": "De naam is gelijk.",
        "HANDELSNAAM": "Een handelsnaam is gelijk.",
        "VROEGERE_NAAM": "Een vroegere naam is gelijk.",
        "WOORDEN": "De naam bevat alle woorden.",
        "WOORDBEGIN": "De woorden van de naam beginnen hiermee.",
        "SPELLING": "De naam scheelt een of twee letters.",
        "WOORDDEEL": "De naam bevat delen van de woorden.",
        "ADRES": "Het adres is gelijk.",
        "GEGEVEN": "Een gegeven van de werkgever is gelijk.",
    },
)


class GroepInfo(graphene.ObjectType):
    """Een gegevensgroep en hoe zij ervoor staat, zonder haar inhoud."""

    groep = Groepsoort(required=True, source="soort", description="De groep.")
    titel = graphene.String(required=True, description="De titel van de groep.")
    stand = graphene.Field(Stand, required=True, description="Hoe de groep ervoor staat.")

    @staticmethod
    async def resolve_stand(groep: Groep, info: Info) -> bronnen.Stand:
        """How the group stands."""
        return await raadpleging_of(info).get_stand(groep.soort)


class Werkgever(graphene.ObjectType):
    """Een werkgever: een loonadministratie met een loonheffingennummer."""

    id = graphene.ID(required=True, description="De vaste, ondoorzichtige aanduiding van de werkgever.")
    naam = graphene.String(required=True, description="De naam.")
    lh_nummer = graphene.String(description="Het loonheffingennummer; gemaskeerd als het een BSN kan bevatten.")
    kvk_nummer = graphene.String(description="Het KVK-nummer.")
    plaats = graphene.String(description="De plaats van vestiging.")
    status = Werkgeverstatus(required=True, description="De levensloop van de werkgever.")
    nummers_gemaskeerd = graphene.Boolean(required=True, description="Of nummers voor deze gebruiker zijn gemaskeerd.")
    familie = graphene.List(
        graphene.NonNull(lambda: Werkgever),
        required=True,
        description="De andere werkgevers van dezelfde rechtspersoon, ten hoogste 100.",
    )
    groepen = list_of(GroepInfo, "De acht gegevensgroepen in vaste volgorde.")
    organisatiegegevens = graphene.Field(Organisatiegegevens, required=True, description="Wie de werkgever is.")
    preventief_werken = graphene.Field(
        PreventiefWerken,
        van=Date(description="De eerste dag van de periode; standaard 1 januari 2020."),
        tot=Date(description="De laatste dag van de periode; standaard vandaag."),
        required=True,
        description="Re-integratieverslagen, loonsancties, boetes en digitaal melden.",
    )
    uitkeringsgegevens = graphene.Field(
        Uitkeringsgegevens,
        peildatum=Date(description="De dag waarvoor de regelingen gelden; standaard vandaag."),
        required=True,
        description="Eigenrisicodragerschap en polissen.",
    )
    contactmanagement = graphene.Field(
        Contactmanagement, required=True, description="Contactpersonen, gemachtigden, contacten en notities."
    )
    documenten = graphene.Field(
        Documenten,
        soort=Documentsoort(description="Alleen documenten van deze soort."),
        van=Date(description="De eerste dag van de documenten."),
        tot=Date(description="De laatste dag van de documenten."),
        **page_arguments(DOCUMENTEN),
        required=True,
        description="Brieven en beschikkingen, nieuwste eerst.",
    )
    financieel = graphene.Field(
        Financieel, **page_arguments(BETALINGEN), required=True, description="Betalingen en vorderingen, nieuwste eerst."
    )
    zaakmanagement = graphene.Field(
        Zaakmanagement,
        status=Zaakfilter(default_value=Zaakfilter.LOPEND, description="Welke zaken worden getoond."),
        **page_arguments(ZAKEN),
        required=True,
        description="Zaken met hun mijlpalen, laatst begonnen eerst.",
    )
    gegevens_werkbedrijf = graphene.Field(GegevensWerkbedrijf, required=True, description="Gegevens van het Werkbedrijf.")

    @staticmethod
    async def resolve_familie(werkgever: queries.Werkgever, info: Info) -> list[queries.Werkgever]:
        """The other employers of the same legal entity."""
        return await raadpleging_of(info).find_familie(werkgever)

    @staticmethod
    def resolve_groepen(_: queries.Werkgever, __: Info) -> tuple[Groep, ...]:
        """The groups in their order."""
        return GROEPEN

    @staticmethod
    async def resolve_organisatiegegevens(werkgever: queries.Werkgever, info: Info) -> Groepsantwoord:
        """The group."""
        return await open_groep(info, werkgever, bronnen.Groepsoort.ORGANISATIEGEGEVENS, Organisatieparameters())

    @staticmethod
    async def resolve_preventief_werken(werkgever: queries.Werkgever, info: Info, **periode: Any) -> Groepsantwoord:  # noqa: ANN401
        """The group, counted over a period."""
        return await open_groep(info, werkgever, bronnen.Groepsoort.PREVENTIEF_WERKEN, Preventieparameters(**periode))

    @staticmethod
    async def resolve_uitkeringsgegevens(werkgever: queries.Werkgever, info: Info, **dag: Any) -> Groepsantwoord:  # noqa: ANN401
        """The group on a day."""
        return await open_groep(info, werkgever, bronnen.Groepsoort.UITKERINGSGEGEVENS, Uitkeringsparameters(**dag))

    @staticmethod
    async def resolve_contactmanagement(werkgever: queries.Werkgever, info: Info) -> Groepsantwoord:
        """The group."""
        return await open_groep(info, werkgever, bronnen.Groepsoort.CONTACTMANAGEMENT, Contactparameters())

    @staticmethod
    async def resolve_documenten(werkgever: queries.Werkgever, info: Info, **vraag: Any) -> Groepsantwoord:  # noqa: ANN401
        """A page of the documents that fit the filters."""
        bladvraag = ask_page(info, name_lijst(werkgever, bronnen.Groepsoort.DOCUMENTEN), DOCUMENTEN, vraag)
        soort = vraag["soort"].value if vraag.get("soort") else None
        parameters = Documentparameters(soort, vraag.get("van"), vraag.get("tot"), bladvraag)
        return await open_groep(info, werkgever, bronnen.Groepsoort.DOCUMENTEN, parameters)

    @staticmethod
    async def resolve_financieel(werkgever: queries.Werkgever, info: Info, **vraag: Any) -> Groepsantwoord:  # noqa: ANN401
        """A page of the payments."""
        bladvraag = ask_page(info, name_lijst(werkgever, bronnen.Groepsoort.FINANCIEEL), BETALINGEN, vraag)
        return await open_groep(info, werkgever, bronnen.Groepsoort.FINANCIEEL, Financieelparameters(bladvraag))

    @staticmethod
    async def resolve_zaakmanagement(werkgever: queries.Werkgever, info: Info, **vraag: Any) -> Groepsantwoord:  # noqa: ANN401
        """A page of the cases of one status, or of all."""
        status = (vraag.get("status") or Zaakfilter.LOPEND).value
        bladvraag = ask_page(info, name_lijst(werkgever, bronnen.Groepsoort.ZAAKMANAGEMENT), ZAKEN, vraag)
        parameters = Zaakparameters(None if status == ALLE else status, bladvraag)
        return await open_groep(info, werkgever, bronnen.Groepsoort.ZAAKMANAGEMENT, parameters)

    @staticmethod
    async def resolve_gegevens_werkbedrijf(werkgever: queries.Werkgever, info: Info) -> Groepsantwoord:
        """The group."""
        return await open_groep(info, werkgever, bronnen.Groepsoort.GEGEVENS_WERKBEDRIJF, Werkbedrijfparameters())


def name_treffers(zoekterm: str, zoek_op: herkenning.Sleutelsoort | None) -> str:
    """What the cursors of hits are bound to: the search that gave them."""
    vraag = f"{zoek_op} {zoekterm}".encode(errors="surrogatepass")
    return f"werkgevers/{blake2b(vraag, digest_size=16).hexdigest()}"


class Zoektreffer(graphene.ObjectType):
    """Een gevonden werkgever en waarom hij is gevonden."""

    cursor = graphene.String(required=True, description="De plaats van deze treffer, voor after.")
    node = graphene.Field(Werkgever, required=True, description="De werkgever.")
    reden = Trefferreden(required=True, description="Waarom de werkgever is gevonden.")
    uitleg = graphene.String(required=True, description="De reden in woorden.")

    @staticmethod
    def resolve_cursor(plaats: Edge[queries.Zoektreffer], info: Info) -> str:
        """The place of this hit, veiled."""
        return veil(info, plaats.cursor)

    @staticmethod
    def resolve_node(plaats: Edge[queries.Zoektreffer], _: Info) -> queries.Werkgever:
        """The employer."""
        return plaats.node.werkgever

    @staticmethod
    def resolve_reden(plaats: Edge[queries.Zoektreffer], _: Info) -> str:
        """Why it was found."""
        return plaats.node.treffer.reden

    @staticmethod
    def resolve_uitleg(plaats: Edge[queries.Zoektreffer], _: Info) -> str:
        """Why, in words."""
        return plaats.node.treffer.uitleg


class Zoekresultaat(graphene.ObjectType):
    """Een bladzijde gevonden werkgevers, beste eerst."""

    herkend_als = list_of(Sleutelsoort, "Waar de zoekterm voor is gehouden.")
    totaal = graphene.Int(required=True, description="Het aantal gevonden werkgevers, ten hoogste 100.")
    totaal_is_minimum = graphene.Boolean(required=True, description="Of er meer werkgevers kunnen zijn dan totaal.")
    is_suggestie = graphene.Boolean(
        required=True, description="Of niets precies is wat werd ingetypt, en dit er alleen op lijkt."
    )
    edges = list_of(Zoektreffer, "De gevonden werkgevers van deze bladzijde.")
    page_info = make_page_info()

    @staticmethod
    def resolve_totaal(resultaat: queries.Zoekresultaat, _: Info) -> int | None:
        """How many were found."""
        return resultaat.bladzijde.totaal

    @staticmethod
    def resolve_edges(resultaat: queries.Zoekresultaat, _: Info) -> tuple[Edge[queries.Zoektreffer], ...]:
        """The hits of this page."""
        return resultaat.bladzijde.edges

    @staticmethod
    def resolve_page_info(resultaat: queries.Zoekresultaat, _: Info) -> Any:  # noqa: ANN401 - shown as it is
        """Where this page stands."""
        return resultaat.bladzijde.page_info
