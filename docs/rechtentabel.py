"""What each role is shown of each field with data, by the rights file and the list of fields. The page is made of it, and a
test asks every cell of a real store and compares."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from docs.tabellen import KOP, table
from klantbeeld.access.gebruiker import Gebruiker, Taak
from klantbeeld.access.policy import Rechten, load_rechten
from klantbeeld.access.velden import Veldrecht, load_velden
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.kader import Klasse

VORM = frozenset({"cursor", "edges", "node", "ontbrekend", "pageInfo", "stand", "contacten", "verslagen", "vestigingen"})
"""Fields that say how something stands or where it is, or are pages: they hold no data themselves."""
GEMASKEERD = "Werkgever.lhNummer"
"""Always there, because an employer is known by it; masked for who may not see it."""


class Uitkomst(StrEnum):
    """What comes back to who asks for a field."""

    GETOOND = "shown"
    MASKER = "masked"
    LEEG = "empty"
    GEWEIGERD = "refused"


def list_datavelden() -> Mapping[str, Veldrecht]:
    """The fields that need a group or a class, and hold data."""
    return {
        veld: recht
        for veld, recht in load_velden().items()
        if (recht.groep or recht.klasse) and veld.partition(".")[2] not in VORM
    }


def judge_cel(gebruiker: Gebruiker, veld: str, recht: Veldrecht) -> Uitkomst:
    """What this user must get back for a field."""
    mag_klasse = recht.klasse is None or recht.klasse in gebruiker.klassen
    if recht.klasse is Klasse.STATISTIEK or recht.groep is None:
        mag = mag_klasse and (recht.klasse is Klasse.STATISTIEK or gebruiker.may_see_werkgevers)
        return Uitkomst.GETOOND if mag else Uitkomst.GEWEIGERD
    if not gebruiker.may_see_werkgevers or veld not in gebruiker.velden:
        return Uitkomst.GEWEIGERD
    if recht.groep in gebruiker.groepen and mag_klasse:
        return Uitkomst.GETOOND
    return Uitkomst.MASKER if veld == GEMASKEERD else Uitkomst.LEEG


def list_gebruikers(rechten: Rechten) -> list[Gebruiker]:
    """A user of each role in the order of the file; of a role with registrations one of each registration."""
    gebruikers = []
    for naam, rol in rechten.rollen.items():
        accounts = [min(deel.accounts) for deel in rechten.afnemers.values() if deel.rol == naam]
        for account in accounts if rol.met_registratie else [naam]:
            gebruiker = rechten.grant(naam, account)
            gebruikers += [gebruiker] if gebruiker else []
    return gebruikers


def render_rechten() -> str:
    """Who may see what, from the rights file and the list of fields: purposes per role, and what comes back per field."""
    rechten = load_rechten(None)
    gebruikers = list_gebruikers(rechten)
    koppen = ("field", "needs", *(f"`{gebruiker.rol}`" for gebruiker in gebruikers))
    velden = [
        (f"`{veld}`", name_recht(recht), *(judge_cel(gebruiker, veld, recht) for gebruiker in gebruikers))
        for veld, recht in list_datavelden().items()
    ]
    return "\n".join(
        [
            KOP,
            "# Who may see what\n",
            "Made from `klantbeeld/access/rechten.toml` and `velden.toml`, as they come along. What is not named is denied.",
            "A test asks every cell of the last table of a real store. How it is decided, and what single records need, is in",
            "[privacy.md](privacy.md).\n",
            "## For which purpose a role sees a group or class, or does a task\n",
            *table(("group, class or task", *(f"`{rol}`" for rol in rechten.rollen)), list_doelen(rechten)),
            "",
            *(f"- *{naam}*: `{uri}`" for naam, uri in rechten.doelen.items()),
            "\n## What comes back for a field\n",
            "*empty*: nothing, with the reason `GEEN_TOEGANG`. *masked*: asterisks. *refused*: the error `FORBIDDEN`. A number",
            "that may hold a BSN is masked for everybody; only `volledigNummer` gives it, for a reason that is recorded.\n",
            *table(koppen, velden),
            "",
        ]
    )


def list_doelen(rechten: Rechten) -> Iterator[tuple[str, ...]]:
    """Per group, class and task the name of the purpose of each role, or a dash."""
    for recht in (*Groepsoort, *Klasse, *Taak):
        yield f"`{recht}`", *(rol.rechten.get(recht, "–") for rol in rechten.rollen.values())


def name_recht(recht: Veldrecht) -> str:
    """The group and the class that a field needs."""
    return ", ".join(f"`{deel}`" for deel in (recht.groep, recht.klasse) if deel)
