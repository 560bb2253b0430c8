"""The view: per group what it must be asked, how it is assembled, and what is said when there is nothing to show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from pydantic.alias_generators import to_camel

from klantbeeld.domain.betalingen import Financieel, ask_financieel, assemble_financieel
from klantbeeld.domain.bladzijden import Bladzijde
from klantbeeld.domain.bronnen import Groepsoort, Groepstatus, Stand
from klantbeeld.domain.contacten import Contactmanagement, ask_contactmanagement, assemble_contactmanagement
from klantbeeld.domain.documenten import Documenten, ask_documenten, assemble_documenten
from klantbeeld.domain.ontbrekend import Ontbreekreden, name_missing
from klantbeeld.domain.organisaties import Organisatiegegevens, ask_organisatiegegevens, assemble_organisatiegegevens
from klantbeeld.domain.preventie_beeld import PreventiefWerken, ask_preventief_werken, assemble_preventief_werken
from klantbeeld.domain.uitkeringen import Uitkeringsgegevens, ask_uitkeringsgegevens, assemble_uitkeringsgegevens
from klantbeeld.domain.vragen import Vraag
from klantbeeld.domain.werkbedrijf import GegevensWerkbedrijf, ask_gegevens_werkbedrijf, assemble_gegevens_werkbedrijf
from klantbeeld.domain.zaken import Zaakmanagement, ask_zaakmanagement, assemble_zaakmanagement

NU_ONLEESBAAR = "Deze gegevensgroep kan nu niet worden gelezen. Probeer het over een minuut opnieuw."


@dataclass(frozen=True, slots=True)
class Groepsregel:
    """How a group is made: ``ask(kader, parameters)`` gives questions by name, ``assemble(answers, kader, parameters)``
    the group as a ``model``."""

    model: type[Any]
    ask: Callable[[Any, Any], Mapping[str, Vraag]]
    assemble: Callable[[Mapping[str, Any], Any, Any], Any]


GROEPSREGELS = {
    Groepsoort.ORGANISATIEGEGEVENS: Groepsregel(Organisatiegegevens, ask_organisatiegegevens, assemble_organisatiegegevens),
    Groepsoort.PREVENTIEF_WERKEN: Groepsregel(PreventiefWerken, ask_preventief_werken, assemble_preventief_werken),
    Groepsoort.UITKERINGSGEGEVENS: Groepsregel(Uitkeringsgegevens, ask_uitkeringsgegevens, assemble_uitkeringsgegevens),
    Groepsoort.CONTACTMANAGEMENT: Groepsregel(Contactmanagement, ask_contactmanagement, assemble_contactmanagement),
    Groepsoort.DOCUMENTEN: Groepsregel(Documenten, ask_documenten, assemble_documenten),
    Groepsoort.FINANCIEEL: Groepsregel(Financieel, ask_financieel, assemble_financieel),
    Groepsoort.ZAAKMANAGEMENT: Groepsregel(Zaakmanagement, ask_zaakmanagement, assemble_zaakmanagement),
    Groepsoort.GEGEVENS_WERKBEDRIJF: Groepsregel(GegevensWerkbedrijf, ask_gegevens_werkbedrijf, assemble_gegevens_werkbedrijf),
}


@dataclass(frozen=True, slots=True)
class Groepsbeeld:
    """A group as it is shown: how it stands, and what it holds (a ``Groepsregel.model``). ``is_gelezen``: whether that was
    read; if not, it only says why there is nothing."""

    stand: Stand
    groep: Any
    is_gelezen: bool = True


def make_empty(soort: Groepsoort, reden: Ontbreekreden) -> Any:  # noqa: ANN401 - a Groepsregel.model
    """The group without anything in it; each of its fields is named with the same reason, of a list its length and content."""
    model = GROEPSREGELS[soort].model
    velden = []
    for veld in fields(model):
        if veld.name == "bladzijde":
            velden += ["totaal", "edges"]
        elif isinstance(veld.default, Bladzijde):
            velden += [f"{to_camel(veld.name)}.totaal", f"{to_camel(veld.name)}.edges"]
        elif veld.name != "ontbrekend":
            velden.append(to_camel(veld.name))
    return model(ontbrekend=name_missing(reden, *velden))


def make_denied(soort: Groepsoort, stand: Stand) -> Groepsbeeld:
    """A group that this user may not see."""
    return Groepsbeeld(stand, make_empty(soort, Ontbreekreden.GEEN_TOEGANG), is_gelezen=False)


def make_failed(soort: Groepsoort, stand: Stand, melding: str = NU_ONLEESBAAR) -> Groepsbeeld:
    """A group that could not be read now, or not as it was asked: nothing is known of it, and that is said to who may see
    it."""
    if stand.status is Groepstatus.GEEN_TOEGANG:
        return make_denied(soort, stand)
    geen = replace(stand, status=Groepstatus.NIET_BESCHIKBAAR, melding=melding)
    return Groepsbeeld(geen, make_empty(soort, Ontbreekreden.NIET_GELEVERD), is_gelezen=False)
