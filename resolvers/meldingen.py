"""What is said of a query that does not fit the schema: in Dutch, with no more of the schema than the caller may know.

A message always names what the caller typed. What the schema has instead is an *aanwijzing* (hint), which is added only
where suggestions are on.
"""

import re
from dataclasses import dataclass

from graphql import GraphQLError

PAD_SCHEMA = "/v1/schema.graphql"
"""Where the schema is published."""
ALGEMEEN = "De vraag past niet bij het schema."
"""Said of what has no message of its own."""
ONGEPAST = "Deze waarde past hier niet."
"""Said of a value in a query."""
LANGSTE_NAAM = 60
"""A name is repeated up to so many characters."""

_GENOEMD = re.compile(r"'([^']+)'")


class Grensfout(GraphQLError):
    """A refusal by one of our own rules; its message is already as it leaves."""


@dataclass(frozen=True, slots=True)
class _Vertaling:
    """An English message of graphql-core, and ours; ``{0}`` is its first group, and so on."""

    engels: re.Pattern[str]
    melding: str
    aanwijzing: str = ""


def _when(engels: str, melding: str, aanwijzing: str = "") -> _Vertaling:
    return _Vertaling(re.compile(engels, re.DOTALL), melding, aanwijzing)


VERTALINGEN = (
    _when(
        r"Cannot query field '([^']+)' on type '[^']+'\.(?: Did you mean (.+)\?)?",
        "Het veld {0} bestaat hier niet.",
        "Bedoelt u {1}?",
    ),
    _when(r"Unknown type '([^']+)'\.(?: Did you mean (.+)\?)?", "Het type {0} bestaat niet.", "Bedoelt u {1}?"),
    _when(
        r"Unknown argument '([^']+)' on \w+ '[^']+'\.(?: Did you mean (.+)\?)?",
        "Het argument {0} bestaat hier niet.",
        "Bedoelt u {1}?",
    ),
    _when(
        r"\w+ '([^']+)' argument '([^']+)' of type '([^']+)' is required, .+",
        "Bij {0} ontbreekt een argument.",
        "Nodig: {1} ({2}).",
    ),
    _when(
        r"Variable '\$([^']+)' of type '[^']+' used in .+ type '([^']+)'\.", "De variabele ${0} past hier niet.", "Nodig: {1}."
    ),
    _when(r"Field '([^']+)' of type '[^']+' must have .+", "Noem van {0} de velden die u wilt zien: {0} {{ … }}."),
    _when(r"Field '([^']+)' must not have a selection .+", "Het veld {0} heeft zelf geen velden."),
    _when(r"Fields '([^']+)' conflict because .+", "{0} staat hier voor twee verschillende dingen; geef er een alias aan."),
    _when(
        r"Fragment(?: '[^']+')? cannot be spread here .+ of type '([^']+)' can .+",
        "Dit fragment past hier niet.",
        "Hier staat {0}.",
    ),
    _when(r"Fragment(?: '[^']+')? cannot condition on non composite type '([^']+)'\.", "Een fragment op {0} kan niet."),
    _when(r"Cannot spread fragment '([^']+)' within itself.+", "Het fragment {0} bevat zichzelf."),
    _when(r"Unknown fragment '([^']+)'\.", "Het fragment {0} bestaat niet."),
    _when(r"Fragment '([^']+)' is never used\.", "Het fragment {0} wordt niet gebruikt."),
    _when(r"There can be only one fragment named '([^']+)'\.", "Het fragment {0} staat er meer dan een keer."),
    _when(r"There can be only one operation named '([^']+)'\.", "De operatie {0} staat er meer dan een keer."),
    _when(r"There can be only one variable named '\$([^']+)'\.", "De variabele ${0} staat er meer dan een keer."),
    _when(r"There can be only one argument named '([^']+)'\.", "Het argument {0} staat er meer dan een keer."),
    _when(r"There can be only one input field named '([^']+)'\.", "Het veld {0} staat er meer dan een keer."),
    _when(r"This anonymous operation must be the only .+", "Een operatie zonder naam moet de enige zijn."),
    _when(r".*Subscription.* must .+", "Hier kan alleen worden gelezen: stuur een query."),
    _when(r"The .+ definition is not executable\.", "Stuur alleen operaties en fragmenten."),
    _when(r"Variable '\$([^']+)' cannot be non-input type '([^']+)'\.", "De variabele ${0} kan niet van het type {1} zijn."),
    _when(r"Variable '\$([^']+)' is not defined.*", "De variabele ${0} is niet aangekondigd."),
    _when(r"Variable '\$([^']+)' is never used.*", "De variabele ${0} wordt niet gebruikt."),
    _when(r"Directive '@([^']+)' may not be used on .+", "De aanwijzing @{0} kan hier niet."),
    _when(r"Unknown directive '@([^']+)'\.", "De aanwijzing @{0} bestaat niet."),
    _when(r"The directive '@([^']+)' can only be used once .+", "De aanwijzing @{0} kan hier maar een keer."),
    _when(
        r"GraphQL introspection has been disabled, .+ field '([^']+)'\.",
        f"Vragen naar het schema ({{0}}) staan hier uit; het schema staat op {PAD_SCHEMA}.",
    ),
    _when(r"Maximum introspection depth exceeded", "De vraag naar het schema is te diep."),
    _when(r"Too many validation errors, .+", "Er zijn nog meer fouten; herstel eerst deze."),
    _when(r"Validation aborted\.", "De vraag is te ingewikkeld; verdeel haar."),
)


def tell_validatie(fout: GraphQLError, *, suggesties: bool) -> str:
    """What is said of a query that was refused."""
    if isinstance(fout, Grensfout):
        return fout.message
    for vertaling in VERTALINGEN:
        if gevonden := vertaling.engels.fullmatch(fout.message):
            delen = [_shorten(deel) for deel in gevonden.groups()]
            toon_aanwijzing = suggesties and vertaling.aanwijzing and all(delen)
            woorden = [vertaling.melding, vertaling.aanwijzing] if toon_aanwijzing else [vertaling.melding]
            return " ".join(woorden).format(*delen)
    return ALGEMEEN


def tell_waarde(verwacht: object, *, suggesties: bool) -> str:
    """What is said of a value in a query that does not fit; the value itself is not repeated."""
    return f"Hier past alleen een waarde van het type {verwacht}." if verwacht and suggesties else ONGEPAST


def _shorten(deel: str | None) -> str:
    """A name, or the names in a list such as ``'a', 'b', or 'c'``."""
    namen = _GENOEMD.findall(deel or "") or [deel or ""]
    return " of ".join(naam if len(naam) <= LANGSTE_NAAM else f"{naam[:LANGSTE_NAAM]}…" for naam in namen)
