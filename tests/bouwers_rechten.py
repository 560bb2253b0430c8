"""Users with fewer rights than their role gives."""

from dataclasses import replace

from klantbeeld.access.gebruiker import Gebruiker, Recht


def withhold(gebruiker: Gebruiker, *rechten: Recht) -> Gebruiker:
    """The same user without these groups and classes."""
    return replace(gebruiker, doelen={recht: doel for recht, doel in gebruiker.doelen.items() if recht not in rechten})
