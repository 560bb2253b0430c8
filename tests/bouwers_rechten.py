"""Users with fewer rights than their role gives, and the file that gives them."""

from dataclasses import replace
from importlib.resources import files

from klantbeeld.access.gebruiker import Gebruiker, Recht

GELEVERD = files("klantbeeld").joinpath("access", "rechten.toml").read_text(encoding="utf-8")
"""The file of rights that comes with the product."""


def withhold(gebruiker: Gebruiker, *rechten: Recht) -> Gebruiker:
    """The same user without these groups and classes."""
    return replace(gebruiker, doelen={recht: doel for recht, doel in gebruiker.doelen.items() if recht not in rechten})
