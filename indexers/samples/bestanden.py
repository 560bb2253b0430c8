"""The reference files of the product that samples are made from."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import orjson


def read_data(naam: str) -> bytes:
    """A file of ``klantbeeld/data``, as it is."""
    return files("klantbeeld").joinpath("data", naam).read_bytes()


@cache
def list_postcodes() -> tuple[tuple[str, str], ...]:
    """The four digits of each postcode with its place."""
    return tuple((rij["postcode4"], rij["woonplaats"]) for rij in _read_csv("postcodes4.csv"))


@cache
def list_sectoren() -> tuple[str, ...]:
    """The sector codes that exist."""
    return tuple(rij["sectorcode"] for rij in _read_csv("sectoren.csv"))


@cache
def list_mijlpalen() -> tuple[tuple[str, int], ...]:
    """The milestones of a sick report that have a day of their own, each with its days after the first sick day."""
    eigen = (rij for rij in _read_csv("mijlpalen.csv") if rij["dagen"] and not rij["volgt"])
    return tuple((rij["naam"], int(rij["dagen"])) for rij in eigen)


def list_testbedrijven() -> list[dict[str, Any]]:
    """The fictitious companies that KVK publishes for testing."""
    bedrijven: list[dict[str, Any]] = orjson.loads(read_data("kvk-test-companies.json"))["bedrijven"]
    return bedrijven


def _read_csv(naam: str) -> Iterator[dict[str, str]]:
    return iter(csv.DictReader(read_data(naam).decode().splitlines()))
