"""Lists by page: opaque cursors that stay valid when records come and go."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Never, TypeVar

import orjson

from klantbeeld.domain.items import Record, Recordlijst
from klantbeeld.domain.velden import Gegevens
from klantbeeld.errors import InvoerOnjuist

GROOTSTE_BLADZIJDE = 100

T = TypeVar("T", covariant=True)
G = TypeVar("G", bound=Gegevens)


@dataclass(frozen=True, slots=True)
class Edge(Generic[T]):
    cursor: str
    node: T


@dataclass(frozen=True, slots=True)
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@dataclass(frozen=True, slots=True)
class Bladzijde(Generic[T]):
    """One page of a list. ``totaal`` counts the whole list; None when the reader may not know."""

    totaal: int | None
    edges: tuple[Edge[T], ...]
    page_info: PageInfo


GEEN_BLADZIJDE: Bladzijde[Never] = Bladzijde(None, (), PageInfo(has_next_page=False, end_cursor=None))


@dataclass(frozen=True, slots=True)
class Bladvraag:
    """Which page is asked for: ``first`` elements behind the cursor ``after``."""

    first: int
    after: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.first <= GROOTSTE_BLADZIJDE:
            raise InvoerOnjuist(f"first moet van 0 tot en met {GROOTSTE_BLADZIJDE} zijn.")
        if self.after is not None:
            decode_cursor(self.after)

    @property
    def na(self) -> tuple[str, str] | None:
        """(sortering, id) of the last element already seen."""
        return decode_cursor(self.after) if self.after is not None else None


def encode_cursor(sortering: str, id_: str) -> str:
    """An opaque cursor for the element with this place in its list."""
    return urlsafe_b64encode(orjson.dumps([sortering, id_])).decode().rstrip("=")


def decode_cursor(cursor: str) -> tuple[str, str]:
    """(sortering, id) of a cursor that was handed out. Errors: ``InvoerOnjuist`` for anything else."""
    try:
        delen = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        delen = None
    if not isinstance(delen, list) or [type(deel) for deel in delen] != [str, str]:
        raise InvoerOnjuist("De cursor in after is niet door deze API gegeven; gebruik endCursor van de vorige bladzijde.")
    return delen[0], delen[1]


def bind_cursors(lijst: str, bladzijde: Bladzijde[T]) -> Bladzijde[T]:
    """The page with the name of its list (without a space) in each of its cursors: ``release_cursor`` gives them back."""
    einde = bladzijde.page_info.end_cursor
    return Bladzijde(
        bladzijde.totaal,
        tuple(replace(edge, cursor=f"{lijst} {edge.cursor}") for edge in bladzijde.edges),
        replace(bladzijde.page_info, end_cursor=f"{lijst} {einde}" if einde is not None else None),
    )


def release_cursor(lijst: str, cursor: str) -> str:
    """The cursor that was bound to this list. Errors: ``InvoerOnjuist`` for one of another list."""
    gebonden, _, kaal = cursor.partition(" ")
    if gebonden != lijst:
        raise InvoerOnjuist(
            "De cursor in after hoort bij een andere lijst, zoekterm of werkgever; gebruik endCursor van de vorige bladzijde."
        )
    return kaal


def make_bladzijde(totaal: int, edges: Sequence[Edge[T]], first: int) -> Bladzijde[T]:
    """A page of at most ``first`` edges out of those given (one more than a page tells that there is a next one)."""
    getoond = tuple(edges[:first])
    return Bladzijde(
        totaal,
        getoond,
        PageInfo(has_next_page=len(edges) > first, end_cursor=getoond[-1].cursor if getoond else None),
    )


def page_records(lijst: Recordlijst[G], first: int, show: Callable[[Record[G]], T]) -> Bladzijde[T]:
    """A page of records that were asked with one more than a page, each as ``show`` makes it."""
    edges = [Edge(encode_cursor(record.sortering, record.id), show(record)) for record in lijst.records]
    return make_bladzijde(lijst.totaal, edges, first)
