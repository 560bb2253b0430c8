"""Statistics of prevention in GraphQL: over many employers, by what they have in common and per period."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import date
from typing import Any

import graphene

from klantbeeld.domain import groepwaarden, statistieken, vragen
from resolvers.context import Info, raadpleging_of
from resolvers.preventie import Loonsancties, Verhouding
from resolvers.scalars import Centen, Date, DateTime, describe_enum, make_enum
from resolvers.standen import list_of, missing_in

PER_BEURT = 50
"""So many rows are made into an answer before others have their turn."""

Grootteklasse = make_enum(
    "Grootteklasse",
    "Hoeveel medewerkers een werkgever heeft.",
    {
        "G0": "Geen medewerkers.",
        "G1_9": "1 tot en met 9 medewerkers.",
        "G10_49": "10 tot en met 49 medewerkers.",
        "G50_249": "50 tot en met 249 medewerkers.",
        "G250_PLUS": "250 of meer medewerkers.",
        "ONBEKEND": "Het aantal medewerkers is niet bekend.",
    },
)
Groepering = describe_enum(
    groepwaarden.Groepering,
    "Waarop een statistiek wordt gegroepeerd: ten hoogste twee kenmerken van werkgevers en een tijdvak.",
    {
        "SECTOR": "De sector; een werkgever met meer sectoren telt in elke mee.",
        "SBI_SECTIE": "De letter van de SBI-code; een werkgever met meer secties telt in elke mee.",
        "GROOTTEKLASSE": "De grootteklasse naar aantal medewerkers.",
        "POSTCODEGEBIED": "De eerste twee cijfers van de postcode van het vestigingsadres.",
        "RECHTSVORM": "De rechtsvorm.",
        "MAAND": "De kalendermaand.",
        "KWARTAAL": "Het kwartaal.",
        "JAAR": "Het kalenderjaar.",
    },
)


def _any_of(soort: Any, omschrijving: str) -> Any:  # noqa: ANN401 - graphene has no types
    return graphene.List(graphene.NonNull(soort), description=f"{omschrijving} Leeg of weggelaten: alle.")


class Selectie(graphene.InputObjectType):
    """Welke werkgevers meetellen: die van elke gevulde lijst ten minste een waarde hebben. Wie geen afzonderlijke werkgevers
    mag zien, kan op ten hoogste drie kenmerken samen selecteren en groeperen."""

    sectoren = _any_of(graphene.String, "Sectorcodes, of onbekend.")
    sbi_secties = _any_of(graphene.String, "Letters van SBI-secties, of onbekend.")
    grootteklassen = _any_of(Grootteklasse, "Grootteklassen.")
    postcodegebieden = _any_of(graphene.String, "De eerste twee cijfers van postcodes, of onbekend.")
    rechtsvormen = _any_of(graphene.String, "Rechtsvormen, voluit of afgekort, of onbekend.")
    werkgever_ids = _any_of(graphene.ID, "Aanduidingen van werkgevers; alleen voor wie afzonderlijke werkgevers mag zien.")


class Groepwaarde(graphene.ObjectType):
    """Een waarde die de werkgevers of maanden van een rij delen."""

    groepering = Groepering(required=True, description="Waarop is gegroepeerd.")
    code = graphene.String(required=True, description="De code; tijdvakken zijn geschreven als 2023-09, 2023-K3 en 2023.")
    omschrijving = graphene.String(required=True, description="De waarde in woorden.")


class Statistiekrij(graphene.ObjectType):
    """De cijfers van een groep werkgevers in een periode. Een cijfer is leeg als de bron over geen enkele maand van de
    periode gegevens heeft; is dat een deel van de maanden, dan tellen de andere."""

    groep = list_of(Groepwaarde, "De groep, in de volgorde van groepeerOp; leeg voor het totaal.")
    aantal_werkgevers = graphene.Int(description="Het aantal werkgevers van de groep, met of zonder cijfers in de periode.")
    onderdrukt = graphene.Boolean(
        required=True,
        description="Waar als de rij niets toont, omdat er te weinig werkgevers in zijn, of in wat eruit zou volgen.",
    )
    reintegratieverslagen = graphene.Int(description="Het aantal in de periode beoordeelde re-integratieverslagen.")
    loonsancties = graphene.Field(Loonsancties, description="De loonsancties op die verslagen.")
    loonsanctie_percentage = graphene.Field(Verhouding, description="Het aandeel van die verslagen met een loonsanctie.")
    digitaliseringsgraad = graphene.Field(Verhouding, description="Het aandeel digitale meldingen in de periode.")
    boetes = graphene.Int(description="Het aantal opgelegde boetes, naar de dag van het besluit.")
    boetebedrag_in_centen = Centen(description="Het bedrag van de opgelegde boetes samen.")
    ontbrekend = missing_in("De velden van deze rij zonder waarde, met de reden.")


class Preventiestatistiek(graphene.ObjectType):
    """Preventief werken over veel werkgevers, geteld zoals bij een werkgever."""

    van = Date(required=True, description="De eerste dag.")
    tot = Date(required=True, description="De laatste dag.")
    definitieversie = graphene.String(required=True, description="Sinds wanneer zo wordt geteld.")
    bijgewerkt_op = DateTime(description="Tot dit moment hebben alle bronnen alles gemeld; leeg als een bron dat nooit zei.")
    rijen = list_of(Statistiekrij, "Een rij per groep met werkgevers en per tijdvak; geen zonder groepeerOp.")
    totaal = graphene.Field(Statistiekrij, required=True, description="Alle werkgevers samen, elke werkgever een keer.")

    @staticmethod
    def resolve_rijen(parent: statistieken.Preventiestatistiek, _: Info) -> Sequence[Any]:
        """The rows, when there are many some at a time."""
        return take_turns(parent.rijen) if len(parent.rijen) > PER_BEURT else parent.rijen


def take_turns(rijen: Sequence[statistieken.Statistiekrij]) -> list[Coroutine[Any, Any, statistieken.Statistiekrij]]:
    """Rows that come some at a time: in between, others are answered."""
    plaatsen = asyncio.Semaphore(PER_BEURT)

    async def wait(rij: statistieken.Statistiekrij) -> statistieken.Statistiekrij:
        async with plaatsen:
            await asyncio.sleep(0)
        return rij

    return [wait(rij) for rij in rijen]


PREVENTIESTATISTIEK = graphene.Field(
    Preventiestatistiek,
    selectie=Selectie(description="Welke werkgevers; standaard alle."),
    van=Date(required=True, description="De eerste dag van een maand."),
    tot=Date(required=True, description="De laatste dag van een maand, ten hoogste 20 jaar later."),
    groepeer_op=graphene.List(
        graphene.NonNull(Groepering),
        description="Waarop wordt gegroepeerd: ten hoogste twee kenmerken en een tijdvak. Alle statistieken van een vraag "
        "hebben samen ten hoogste 10000 rijen.",
    ),
    required=True,
    description="Preventief werken over alle werkgevers of een selectie. De vraag wordt vastgelegd.",
)


async def count_preventie(
    info: Info,
    van: date,
    tot: date,
    **vraag: Any,  # noqa: ANN401 - the arguments as graphene gives them
) -> statistieken.Preventiestatistiek:
    """The statistic that is asked."""
    lijsten = {naam: tuple(map(_read_waarde, lijst)) for naam, lijst in (vraag.get("selectie") or {}).items() if lijst}
    groepeer_op = tuple(groepwaarden.Groepering(deel.value) for deel in vraag.get("groepeer_op") or ())
    opdracht = statistieken.Statistiekopdracht(vragen.Selectie(**lijsten), van, tot, groepeer_op)
    return await raadpleging_of(info).count_preventie(opdracht)


def _read_waarde(waarde: Any) -> str:  # noqa: ANN401 - a text, or a member of an enum that graphene made
    return str(getattr(waarde, "value", waarde))
