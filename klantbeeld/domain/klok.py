"""Time as the product understands it: instants in UTC, days in Amsterdam, months counted by the calendar.

Nothing here asks what time it is; the one clock is made by ``klantbeeld.app`` and handed in.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

Klok = Callable[[], datetime]
"""A clock: each call gives the present instant, aware, in UTC."""


class Tijdvak(StrEnum):
    """A unit of time that calendar months add up to."""

    MAAND = "MAAND"
    KWARTAAL = "KWARTAAL"
    JAAR = "JAAR"

    @property
    def maanden(self) -> int:
        """So many months it lasts."""
        return {Tijdvak.MAAND: 1, Tijdvak.KWARTAAL: 3, Tijdvak.JAAR: 12}[self]

    def of(self, maand: str) -> str:
        """The one that a month is part of, written as ``2023-09``, ``2023-K3`` or ``2023``."""
        jaar, _, nummer = maand.partition("-")
        if self is Tijdvak.KWARTAAL:
            return f"{jaar}-K{(int(nummer) + 2) // 3}"
        return maand if self is Tijdvak.MAAND else jaar


def day_of(moment: datetime) -> date:
    """The day on which an instant falls in Amsterdam."""
    return moment.astimezone(AMSTERDAM).date()


def begin_of_day(dag: date) -> datetime:
    """The first instant (UTC) of a day in Amsterdam."""
    return datetime.combine(dag, time(), AMSTERDAM).astimezone(UTC)


def noon_of(dag: date) -> datetime:
    """12:00 in Amsterdam on a day, as an instant in UTC."""
    return datetime.combine(dag, time(12), AMSTERDAM).astimezone(UTC)


def add_months(dag: date, aantal: int) -> date:
    """The same day ``aantal`` months later (or earlier), or the last day of that month when it is shorter."""
    index = dag.year * 12 + dag.month - 1 + aantal
    jaar, maand = divmod(index, 12)
    return date(jaar, maand + 1, min(dag.day, monthrange(jaar, maand + 1)[1]))


def month_of(dag: date) -> str:
    """The calendar month of a day, written as in ``2023-09``."""
    return f"{dag.year:04d}-{dag.month:02d}"


def number_month(maand: str) -> int:
    """The place of a month among all months, so that the next one is one more."""
    return int(maand[:4]) * 12 + int(maand[5:]) - 1


def month_at(nummer: int) -> str:
    """The month with this place, see ``number_month``."""
    return f"{nummer // 12:04d}-{nummer % 12 + 1:02d}"


def first_of_month(maand: str) -> date:
    """The first day of a month written as ``2023-09``."""
    return date.fromisoformat(f"{maand}-01")


def months_between(van: date, tot: date) -> Iterator[str]:
    """Every calendar month that holds a day of [van, tot], oldest first; none when ``tot`` lies before ``van``."""
    dag = van.replace(day=1)
    while dag <= tot:
        yield month_of(dag)
        dag = add_months(dag, 1)


def last_full_months(vandaag: date, aantal: int) -> tuple[date, date]:
    """First and last day of the ``aantal`` calendar months that ended before the month of ``vandaag``."""
    deze_maand = vandaag.replace(day=1)
    return add_months(deze_maand, -aantal), deze_maand - timedelta(days=1)
