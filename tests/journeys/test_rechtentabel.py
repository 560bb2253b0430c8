"""The table of rights is true: every field with data is asked in every role of a real store, and what comes back is what the
page says. A user with all rights sees a value in each, so that an empty cell means something (S11)."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from graphql import FieldNode, GraphQLObjectType, OperationDefinitionNode, SelectionSetNode, get_named_type, parse

from docs.rechtentabel import Uitkomst, judge_cel, list_datavelden, list_gebruikers
from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.policy import load_rechten
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.kader import Klasse
from resolvers.schema import SCHEMA
from resolvers.uitvoering import Uitvoering, read_volledig_beeld
from tests.bouwers_graphql import GESLOTEN, VOORBEELD
from tests.bouwers_leveringen import ANDER, LH, Levering, Proef, make_levering, make_organisatie, open_proef

RECHTEN = load_rechten(None)
GEBRUIKERS = {f"{gebruiker.rol}/{gebruiker.naam}": gebruiker for gebruiker in list_gebruikers(RECHTEN)}
DATAVELDEN = list_datavelden()
ZOEK = """query ($zoekterm: String!) { werkgevers(zoekterm: $zoekterm) { herkendAls isSuggestie totaal totaalIsMinimum
  edges { reden uitleg node { id } } } }"""
NUMMER = 'query ($id: ID!) { volledigNummer(werkgeverId: $id, soort: LH_NUMMER, reden: "controle") }'
STATISTIEK = """query { preventiestatistiek(van: "2023-01-01", tot: "2023-12-31", groepeerOp: [JAAR]) {
  bijgewerktOp definitieversie van tot totaal { aantalWerkgevers }
  rijen { aantalWerkgevers boetebedragInCenten boetes digitaliseringsgraad { noemer } groep { code groepering omschrijving }
    loonsanctiePercentage { noemer } loonsancties { totaal } onderdrukt reintegratieverslagen } } }"""
ADRES = {"straat": "Kade", "huisnummer": "1", "toevoeging": "A", "postcode": "1011AB", "plaats": "Winsum", "land": "NL"}
DAGEN = {"van": "2020-01-01", "tot": "2024-01-01"}
BSN = "111222333"
ERBIJ: list[Levering] = [
    *(make_organisatie(f"77777777{nummer}L01") for nummer in range(5)),
    make_organisatie(
        ANDER,
        {
            "handelsnamen": [{"naam": "Vroeg", "soort": "handelsnaam", **DAGEN}],
            "sbi": [{"versie": "2008", "code": "1071", "hoofdactiviteit": True}],
            "statusSinds": "2020-01-01",
            "rechtsvorm": "besloten vennootschap",
            "opvolger": f"lh:{LH}",
            "rsin": "123456789",
            "risicopremiegroep": {"code": "1", "omschrijving": "een", "jaar": 2023},
            "aantalMedewerkers": {"aantal": 5, "peildatum": "2023-01-01"},
            "vestigingsadres": ADRES,
        },
    ),
    make_levering(
        "vestiging",
        {
            "vestigingsnummer": "000012345678",
            "naam": "Winkel",
            "hoofdvestiging": True,
            "adres": ADRES,
            "telefoon": "0201234567",
            "email": "winkel@voorbeeld.nl",
            **DAGEN,
        },
    ),
    make_levering(
        "erd",
        {
            "regeling": "ZW",
            "isEigenrisicodrager": True,
            "intermediair": "Tussen",
            "redenEinde": "einde",
            "van": "2019-01-01",
            "tot": "2019-06-01",
        },
    ),
    make_levering("erd", {"regeling": "WGA", "isEigenrisicodrager": True, "intermediair": "Tussen"}, werkgever=[f"lh:{ANDER}"]),
    make_levering(
        "polis", {"verzekeraar": "Zeker", "polisnummer": "P-9", "product": "WGA", "dienstverlening": "alles", **DAGEN}
    ),
    make_levering("machtiging", {"gemachtigde": "Kantoor", "soort": "accountant", "omvang": "alles", **DAGEN}),
    make_levering("contactpersoon", {"zijde": "uwv", "naam": "Team", "afdeling": "Noord", "beschikbaar": True}),
    make_levering(
        "contact",
        {"plaatsgevondenOp": "2023-10-19T08:00:00Z", "kanaal": "Telefoon", "status": "open", "omschrijving": f"BSN {BSN}"},
    ),
    make_levering("notitie", {"datum": "2023-10-01", "auteur": "Team", "tekst": f"BSN {BSN}"}),
    make_levering(
        "document",
        {
            "datum": "2023-10-19",
            "titel": "Brief",
            "soort": "overig",
            "heeftBijlage": False,
            "bronLink": "https://dossier.voorbeeld.nl/1",
            "betreftPersoon": False,
        },
    ),
    make_levering(
        "zaak",
        {
            "zaaknummer": "Z-9",
            "zaaktype": "Ziekmelding",
            "startdatum": "2023-01-01",
            "einddatum": "2023-05-01",
            "eersteZiektedag": "2023-01-01",
            "status": "gesloten",
            "reden": "hersteld",
            "resultaat": "klaar",
            "mijlpalen": [
                {"naam": "Plan van aanpak", "gedaanOp": "2023-02-01"},
                {"naam": "Bijstelling", "uitgesteldTot": "2023-06-01"},
            ],
        },
    ),
]


@pytest.fixture(scope="module")
def proef(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proef]:
    with open_proef(tmp_path_factory.mktemp("rechtentabel")) as proef:
        proef.deliver_file(VOORBEELD)
        proef.deliver(*ERBIJ)
        yield proef


def list_vragen(proef: Proef) -> list[tuple[str, dict[str, Any]]]:
    """Questions that together ask for every field, of two employers."""
    beeld = read_volledig_beeld().replace("zaakmanagement {", "zaakmanagement(status: ALLE) {")
    ids = [{"id": proef.id_of(nummer)} for nummer in (LH, ANDER)]
    return [*((beeld, id_) for id_ in ids), (NUMMER, ids[0]), (ZOEK, {"zoekterm": "groot"}), (STATISTIEK, {})]


def ask_all(proef: Proef, gebruiker: Gebruiker) -> dict[str, set[Uitkomst]]:
    """What came back for each field that was asked for."""
    uitvoering = Uitvoering(proef.klantbeeld, GESLOTEN)
    gezien: dict[str, set[Uitkomst]] = defaultdict(set)

    async def answer() -> None:
        for query, variabelen in list_vragen(proef):
            inhoud = await uitvoering.execute_query(gebruiker, query, variabelen)
            (operatie,) = parse(query).definitions
            assert isinstance(operatie, OperationDefinitionNode)
            assert SCHEMA.query_type is not None
            codes = {fout["extensions"]["code"] for fout in inhoud.get("errors", ())}
            assert codes <= {"FORBIDDEN"}
            for veld, waarde in list_plekken(SCHEMA.query_type, operatie.selection_set, inhoud["data"]):
                gezien[veld].add(Uitkomst.GEWEIGERD if codes else tell_uitkomst(waarde))

    asyncio.run(answer())
    return gezien


def list_plekken(type_: GraphQLObjectType, selectie: SelectionSetNode, waarde: object) -> Iterator[tuple[str, object]]:
    """Each field below this place with what stands there; a list stands for its elements, or for nothing."""
    for node in selectie.selections:
        assert isinstance(node, FieldNode)
        deel = waarde.get(node.name.value) if isinstance(waarde, dict) else None
        yield f"{type_.name}.{node.name.value}", deel
        if node.selection_set:
            onder = get_named_type(type_.fields[node.name.value].type)
            for element in (deel or [None]) if isinstance(deel, list) else [deel]:
                yield from list_plekken(onder, node.selection_set, element)


def tell_uitkomst(waarde: object) -> Uitkomst:
    if waarde in (None, [], ()):
        return Uitkomst.LEEG
    return Uitkomst.MASKER if isinstance(waarde, str) and waarde.startswith("*********") else Uitkomst.GETOOND


def conclude(gezien: set[Uitkomst]) -> Uitkomst:
    """The most that was shown in any place."""
    return next(uitkomst for uitkomst in Uitkomst if uitkomst in gezien)


def test_who_may_see_everything_sees_a_value_in_every_field(proef: Proef) -> None:
    alles = dict.fromkeys((*Groepsoort, *Klasse), "urn:proef")
    gezien = ask_all(proef, replace(GEBRUIKERS["klantadviseur/klantadviseur"], doelen=alles))
    assert [veld for veld in DATAVELDEN if conclude(gezien[veld] | {Uitkomst.GEWEIGERD}) is not Uitkomst.GETOOND] == []


@pytest.mark.parametrize("naam", GEBRUIKERS)
def test_each_cell_of_the_table_is_what_comes_back(proef: Proef, naam: str) -> None:
    gebruiker = GEBRUIKERS[naam]
    gezien = ask_all(proef, gebruiker)
    verwacht = {veld: judge_cel(gebruiker, veld, recht) for veld, recht in DATAVELDEN.items()}
    assert {veld: conclude(gezien[veld]) for veld in DATAVELDEN} == verwacht
