"""Organisatiegegevens in GraphQL: who the employer is."""

from typing import Any

import graphene

from klantbeeld import queries
from klantbeeld.domain.bladzijden import Bladzijde
from klantbeeld.domain.organisaties import Organisatieparameters
from resolvers.bladzijden import ask_page, make_connection, page_arguments
from resolvers.context import Info, raadpleging_of
from resolvers.scalars import Date, make_enum
from resolvers.standen import Groep, Groepsantwoord, list_of, missing_in, read_inhoud

VESTIGINGEN = Organisatieparameters().vestigingen.first

Werkgeverstatus = make_enum(
    "Werkgeverstatus",
    "De levensloop van een werkgever.",
    {
        "actief": "De werkgever is actief.",
        "beeindigd": "De werkgever is beëindigd.",
        "in_oprichting": "De werkgever is in oprichting.",
        "in_liquidatie": "De werkgever is in liquidatie.",
        "failliet": "De werkgever is failliet verklaard.",
        "surseance": "De werkgever heeft surseance van betaling.",
        "onbekend": "De status is niet bekend.",
    },
)
Handelsnaamsoort = make_enum(
    "Handelsnaamsoort",
    "Wat voor naam het is.",
    {
        "handelsnaam": "Een naam waaronder wordt gehandeld.",
        "statutair": "De naam in de statuten.",
        "vroeger": "Een naam die niet meer wordt gebruikt.",
        "afkorting": "Een afkorting.",
    },
)


class Handelsnaam(graphene.ObjectType):
    """Een naam van de werkgever naast zijn eigen naam."""

    naam = graphene.String(required=True, description="De naam.")
    soort = Handelsnaamsoort(required=True, description="Wat voor naam het is.")
    van = Date(description="De eerste dag van deze naam.")
    tot = Date(description="De eerste dag waarop deze naam niet meer geldt.")
    ontbrekend = missing_in()


class Adres(graphene.ObjectType):
    """Een adres."""

    straat = graphene.String(required=True, description="De straat of postbus.")
    huisnummer = graphene.String(required=True, description="Het huisnummer.")
    toevoeging = graphene.String(description="De toevoeging bij het huisnummer.")
    postcode = graphene.String(description="De postcode.")
    plaats = graphene.String(required=True, description="De plaats.")
    land = graphene.String(description="Het land, als het niet Nederland is.")


class Sector(graphene.ObjectType):
    """Een sector van de Belastingdienst waarbij de werkgever is aangesloten."""

    code = graphene.String(required=True, description="De sectorcode zoals geleverd.")
    omschrijving = graphene.String(required=True, description="De naam van de sector.")
    is_bekend = graphene.Boolean(required=True, description="Of de code in de lijst van sectoren staat.")


class Risicopremiegroep(graphene.ObjectType):
    """De groep die de hoogte van de premie bepaalt."""

    code = graphene.String(required=True, description="De code van de groep.")
    omschrijving = graphene.String(description="De naam van de groep.")
    jaar = graphene.Int(description="Het premiejaar.")


class Sbi(graphene.ObjectType):
    """Een activiteit volgens de Standaard Bedrijfsindeling."""

    versie = graphene.String(required=True, description="De versie van de indeling: 2008 of 2025.")
    code = graphene.String(required=True, description="De code zoals geleverd.")
    omschrijving = graphene.String(required=True, description="De activiteit volgens de lijst van die versie.")
    is_hoofdactiviteit = graphene.Boolean(required=True, description="Of dit de hoofdactiviteit is.")


class Portalen(graphene.ObjectType):
    """De digitale wegen die de werkgever gebruikt."""

    werkgeversportaal = graphene.Boolean(required=True, description="Of het werkgeversportaal wordt gebruikt.")
    digipoort = graphene.Boolean(required=True, description="Of Digipoort wordt gebruikt.")
    software_digipoort = graphene.String(description="De software waarmee via Digipoort wordt gemeld.")


class AantalMedewerkers(graphene.ObjectType):
    """Het aantal medewerkers op een dag."""

    aantal = graphene.Int(required=True, description="Het aantal medewerkers.")
    peildatum = Date(description="De dag waarop dat aantal gold.")


class Vestiging(graphene.ObjectType):
    """Een vestiging van de werkgever."""

    vestigingsnummer = graphene.String(required=True, description="Het vestigingsnummer zoals geleverd.")
    naam = graphene.String(required=True, description="De naam van de vestiging.")
    hoofdvestiging = graphene.Boolean(required=True, description="Of dit de hoofdvestiging is.")
    adres = graphene.Field(Adres, description="Het adres van de vestiging.")
    telefoon = graphene.String(description="Het telefoonnummer.")
    email = graphene.String(description="Het e-mailadres.")
    van = Date(description="De eerste dag van de vestiging.")
    tot = Date(description="De eerste dag waarop de vestiging niet meer bestaat.")
    ontbrekend = missing_in()


class Organisatiegegevens(graphene.ObjectType):
    """Wie de werkgever is."""

    class Meta:
        interfaces = (Groep,)
        default_resolver = read_inhoud

    organisatie = graphene.String(description="De naam van de werkgever.")
    handelsnamen = list_of(Handelsnaam, "De andere namen van de werkgever.")
    kvk_nummer = graphene.String(description="Het KVK-nummer.")
    vestigingsnummer = graphene.String(description="Het vestigingsnummer van de werkgever zelf.")
    lh_nummer = graphene.String(description="Het loonheffingennummer; gemaskeerd als het een BSN kan bevatten.")
    rsin = graphene.String(description="Het RSIN; gemaskeerd als het een BSN kan zijn.")
    aansluitnummer = graphene.String(description="Het aansluitnummer.")
    rechtsvorm = graphene.String(description="De rechtsvorm.")
    sectoren = list_of(Sector, "De sectoren waarbij de werkgever is aangesloten.")
    risicopremiegroep = graphene.Field(Risicopremiegroep, description="De risicopremiegroep.")
    sbi = list_of(Sbi, "De activiteiten van de werkgever.")
    status = Werkgeverstatus(description="De levensloop van de werkgever.")
    status_sinds = Date(description="De dag waarop die status inging.")
    opvolger = graphene.Field(
        "resolvers.werkgevers.Werkgever", description="De werkgever die deze opvolgde, als die bekend is."
    )
    vestigingsadres = graphene.Field(Adres, description="Het vestigingsadres.")
    correspondentieadres = graphene.Field(Adres, description="Het correspondentieadres.")
    portalen = graphene.Field(Portalen, description="De digitale wegen die de werkgever gebruikt.")
    aantal_medewerkers = graphene.Field(AantalMedewerkers, description="Het aantal medewerkers.")
    vestigingen = graphene.Field(
        make_connection("Vestiging", Vestiging), **page_arguments(VESTIGINGEN), description="De vestigingen, op nummer."
    )

    @staticmethod
    async def resolve_opvolger(groep: Groepsantwoord, info: Info) -> queries.Werkgever | None:
        """The employer that succeeded this one."""
        return await raadpleging_of(info).find_opvolger(groep.inhoud)

    @staticmethod
    async def resolve_vestigingen(groep: Groepsantwoord, info: Info, **vraag: Any) -> Bladzijde[Any]:  # noqa: ANN401
        """The page that was asked for."""
        return await groep.turn_to(info, "vestigingen", ask_page(info, groep.name_lijst("vestigingen"), VESTIGINGEN, vraag))
