"""A group that was written as JSON is restored as it was, for whoever it was made."""

import asyncio
from dataclasses import dataclass

import pytest

from klantbeeld.domain.beeld import GROEPSREGELS, Groepsregel, make_empty
from klantbeeld.domain.bladzijden import Bladzijde, Edge, PageInfo
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.groepsvorm import dump_groep, restore_groep
from klantbeeld.domain.ontbrekend import Ontbreekreden
from klantbeeld.domain.organisaties import Organisatiegegevens, Vestiging
from tests.bouwers_graphql import BAKKER, GROOT, RECHTEN, TRACE, Proef, grant
from tests.bouwers_samenvattingen import PARAMETERS


@pytest.mark.parametrize("rol", sorted(RECHTEN.rollen))
@pytest.mark.parametrize("id_", [GROOT, BAKKER])
def test_every_group_of_an_employer_is_restored_as_every_role_sees_it(proef: Proef, rol: str, id_: str) -> None:
    async def read() -> dict[Groepsoort, object]:
        adviseur = proef.klantbeeld.raadpleeg(grant(), TRACE)
        werkgever = await adviseur.find_werkgever(id_)
        assert werkgever is not None
        raadpleging = proef.klantbeeld.raadpleeg(grant(rol), TRACE)
        return {soort: (await raadpleging.get_groep(werkgever, soort, vraag)).groep for soort, vraag in PARAMETERS.items()}

    for soort, groep in asyncio.run(read()).items():
        vorm = dump_groep(groep)
        terug = restore_groep(soort, vorm)
        assert (terug, dump_groep(terug)) == (groep, vorm)


def test_why_a_field_of_an_element_is_empty_is_restored_too() -> None:
    """A telephone number that this reader may not see, an address that is empty at the source, an end that was not told."""
    gegevens = {"vestigingsnummer": "1", "naam": "Filiaal", "hoofdvestiging": True, "telefoon": "020 123", "adres": None}
    vestiging = Vestiging.model_validate(gegevens).shield("telefoon")
    bladzijde = Bladzijde(1, (Edge("c", vestiging),), PageInfo(has_next_page=False, end_cursor=None))
    vorm = dump_groep(Organisatiegegevens(vestigingen=bladzijde))
    terug = restore_groep(Groepsoort.ORGANISATIEGEGEVENS, vorm).vestigingen.edges[0].node
    redenen = {deel.veld: deel.reden for deel in terug.ontbrekend}
    assert (redenen["telefoon"], redenen["adres"], redenen["tot"]) == (
        *(Ontbreekreden.GEEN_TOEGANG, Ontbreekreden.LEEG_BIJ_BRON, Ontbreekreden.NIET_GELEVERD),
    )
    assert b"020" not in vorm


@pytest.mark.parametrize("soort", Groepsoort)
def test_an_empty_group_is_restored(soort: Groepsoort) -> None:
    leeg = make_empty(soort, Ontbreekreden.NIET_GELEVERD)
    assert restore_groep(soort, dump_groep(leeg)) == leeg


def test_a_group_with_a_type_that_nobody_thought_of_is_not_restored_as_something_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @dataclass
    class Vreemd:
        getal: complex

    soort = Groepsoort.DOCUMENTEN
    goed = GROEPSREGELS[soort]
    monkeypatch.setitem(GROEPSREGELS, soort, Groepsregel(Vreemd, goed.ask, goed.assemble))
    with pytest.raises(TypeError, match="a group cannot hold"):
        restore_groep(soort, b'{"getal":1}')
