"""Contactmanagement: who to speak to, who may speak for the employer, and what was said before.

Deliveries: ``contactpersoon``, ``contact``, ``machtiging`` and ``notitie``. Rules: domain reference §8.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from klantbeeld.domain.bladzijden import GEEN_BLADZIJDE, Bladvraag, Bladzijde, page_records
from klantbeeld.domain.items import Record, Recordlijst
from klantbeeld.domain.kader import Kader, Klasse
from klantbeeld.domain.klok import add_months, begin_of_day
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld, name_missing
from klantbeeld.domain.sleutels import Niveau
from klantbeeld.domain.velden import Datum, Gegevens, Naam, Tijd
from klantbeeld.domain.vragen import Itemsvraag, Telling, Telvraag
from klantbeeld.domain.vrije_teksten import Signaal, mask_bsn, read_tekst

OVERIG = "overig"
ONBEKEND = "onbekend"

# Tried at the beginning of each word only, and never goes back: the time stays linear in the text.
_SCHEIDING = re.compile(r"[\s<>,;:]")
_NA_VOORSTE_LETTERS = re.compile(r"[-0-9].*", re.DOTALL)


class Contactpersoon(Gegevens):
    zijde: Literal["organisatie", "uwv"]
    naam: Naam
    functie: str | None = None
    afdeling: str | None = None
    telefoon: str | None = None
    email: str | None = None
    beschikbaar: bool


class Contact(Gegevens):
    """A moment of contact. ``vertrouwelijk``: counted, and shown only to who may see notities."""

    plaatsgevonden_op: Tijd
    kanaal: str
    status: Literal["open", "afgerond"]
    behandelaar: Naam | None = None
    code: str | None = None
    onderwerp: str | None = None
    omschrijving: str | None = None
    vertrouwelijk: bool | None = None


class Machtiging(Gegevens):
    """Whether an office may speak for the employer; ``tot`` is the first day on which it no longer may."""

    gemachtigde: Naam
    soort: Literal["administratiekantoor", "accountant", "arbodienst", "verzekeraar", "overig"]
    omvang: str | None = None
    van: Datum
    tot: Datum | None = None

    def holds_on(self, dag: date) -> bool:
        """Whether the office may speak for the employer on a day."""
        return self.van <= dag and (self.tot is None or dag < self.tot)


class Notitie(Gegevens):
    datum: Datum
    auteur: Naam | None = None
    tekst: str


@dataclass(frozen=True, slots=True)
class Contactregel:
    datum: datetime
    kanaal: str
    status: str
    behandelaar: str | None
    onderwerp: str
    code: str | None
    omschrijving: str | None
    signalen: tuple[Signaal, ...]
    niveau: Niveau
    ontbrekend: tuple[OntbrekendVeld, ...]


@dataclass(frozen=True, slots=True)
class Notitieregel:
    bron: str
    datum: date
    auteur: str | None
    tekst: str
    signalen: tuple[Signaal, ...]
    ontbrekend: tuple[OntbrekendVeld, ...]


@dataclass(frozen=True, slots=True)
class Notitiebron:
    bron: str
    beschikbaar: bool


@dataclass(frozen=True, slots=True)
class Onderwerptelling:
    onderwerp: str
    aantal: int
    aantal_vorige_periode: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contactmanagement:
    ontbrekend: tuple[OntbrekendVeld, ...] = ()
    contactpersonen: tuple[Contactpersoon, ...] = ()
    contactpersonen_uwv: tuple[Contactpersoon, ...] = ()
    gemachtigden: tuple[Machtiging, ...] = ()
    contacten: Bladzijde[Contactregel] = GEEN_BLADZIJDE
    notities: tuple[Notitieregel, ...] = ()
    notitiebronnen: tuple[Notitiebron, ...] = ()
    meest_besproken: tuple[Onderwerptelling, ...] = ()


@dataclass(frozen=True, slots=True)
class Contactparameters:
    contacten: Bladvraag = field(default_factory=lambda: Bladvraag(20))


def fold_onderwerp(onderwerp: str | None, normen: Normen) -> str:
    """The subject under which a contact is counted and shown.

    No text is "onbekend". A mailbox address becomes the letters before its first hyphen, digit or @ when those are an
    agreed subject, else "overig": nothing else of an address is ever shown. Of any other text a BSN is masked.
    """
    tekst = mask_bsn((onderwerp or "").strip())
    if not tekst:
        return ONBEKEND
    postbussen = (_SCHEIDING.split(voor.rstrip())[-1] for voor in tekst.split("@")[:-1])
    postbus = next(filter(None, postbussen), None)
    if postbus is None:
        return tekst
    return normen.onderwerpen.get(_NA_VOORSTE_LETTERS.sub("", postbus).upper(), OVERIG)


def sort_moment(moment: datetime) -> str:
    """An instant in the form in which contacts are ordered: UTC with microseconds."""
    return f"{moment.isoformat(timespec='microseconds')[:26]}Z"


def windows_meest_besproken(vandaag: date) -> tuple[tuple[str, str], tuple[str, str]]:
    """[today − 6 months, today] and [today − 12 months, today − 6 months) as bounds on ``sortering``, both included."""
    half, heel = add_months(vandaag, -6), add_months(vandaag, -12)
    return (_first(half), last_moment(vandaag)), (_first(heel), last_moment(half - timedelta(days=1)))


def last_moment(dag: date) -> str:
    """The last microsecond of a day in Amsterdam, as ``sortering``."""
    return sort_moment(begin_of_day(dag + timedelta(days=1)) - timedelta(microseconds=1))


def _first(dag: date) -> str:
    return sort_moment(begin_of_day(dag))


def ask_contactmanagement(kader: Kader, parameters: Contactparameters) -> dict[str, Itemsvraag | Telvraag]:
    """What must be read. Confidential contacts are counted for everybody and listed for who may see notities."""
    (van, tot), (vorige_van, vorige_tot) = windows_meest_besproken(kader.vandaag)
    bladvraag, mag_notities = parameters.contacten, kader.may_see(Klasse.NOTITIES)
    vragen: dict[str, Itemsvraag | Telvraag] = {
        "contactpersonen": Itemsvraag(kader.ring, "contactpersoon", oplopend=True),
        "machtigingen": Itemsvraag(kader.ring, "machtiging", tot=kader.vandaag.isoformat()),
        "contacten": Itemsvraag(
            kader.ring, "contact", tot=tot, ook_besloten=mag_notities, limiet=bladvraag.first + 1, na=bladvraag.na
        ),
        "onderwerpen": Telvraag(kader.ring, "contact", van, tot),
        "vorige_onderwerpen": Telvraag(kader.ring, "contact", vorige_van, vorige_tot),
    }
    if mag_notities:
        vragen["notities"] = Itemsvraag(kader.ring, "notitie", tot=kader.vandaag.isoformat())
    return vragen


def assemble_contactmanagement(antwoorden: Mapping[str, Any], kader: Kader, parameters: Contactparameters) -> Contactmanagement:
    """The group; what the reader may not see of it is named in ``ontbrekend``."""
    personen = [_show_contactpersoon(record, kader) for record in antwoorden["contactpersonen"].records]
    mag_notities = kader.may_see(Klasse.NOTITIES)
    return Contactmanagement(
        ontbrekend=() if mag_notities else name_missing(Ontbreekreden.GEEN_TOEGANG, "notities"),
        contactpersonen=tuple(persoon for persoon in personen if persoon.zijde == "organisatie"),
        contactpersonen_uwv=tuple(persoon for persoon in personen if persoon.zijde == "uwv"),
        gemachtigden=tuple(
            record.gegevens for record in antwoorden["machtigingen"].records if record.gegevens.holds_on(kader.vandaag)
        ),
        contacten=page_records(
            antwoorden["contacten"], parameters.contacten.first, lambda record: _show_contact(record, kader)
        ),
        notities=tuple(_show_notitie(record, kader) for record in antwoorden.get("notities", Recordlijst()).records),
        notitiebronnen=tuple(Notitiebron(*bron) for bron in sorted(kader.notitiebronnen.items())),
        meest_besproken=rank_onderwerpen(antwoorden["onderwerpen"], antwoorden["vorige_onderwerpen"]),
    )


def rank_onderwerpen(nu: Iterable[Telling], vorige: Iterable[Telling]) -> tuple[Onderwerptelling, ...]:
    """Subjects of this period, most discussed first, then by name without regard to case."""
    aantallen, eerdere = _count(nu), _count(vorige)
    op_volgorde = sorted(aantallen.items(), key=lambda paar: (-paar[1], paar[0].casefold(), paar[0]))
    return tuple(Onderwerptelling(onderwerp, aantal, eerdere[onderwerp]) for onderwerp, aantal in op_volgorde)


def _count(tellingen: Iterable[Telling]) -> Counter[str]:
    aantallen: Counter[str] = Counter()
    for telling in tellingen:
        aantallen[telling.kenmerk or ONBEKEND] += telling.aantal
    return aantallen


def _show_contactpersoon(record: Record[Contactpersoon], kader: Kader) -> Contactpersoon:
    persoon = record.gegevens
    return persoon if kader.may_see(Klasse.CONTACTGEGEVENS) else persoon.shield("telefoon", "email")


def _show_contact(record: Record[Contact], kader: Kader) -> Contactregel:
    contact = record.gegevens if kader.may_see(Klasse.NOTITIES) else record.gegevens.shield("omschrijving")
    omschrijving = read_tekst(contact.omschrijving, kader)
    verborgen = {"onderwerp", "vertrouwelijk"}
    return Contactregel(
        datum=contact.plaatsgevonden_op,
        kanaal=contact.kanaal,
        status=contact.status,
        behandelaar=contact.behandelaar,
        onderwerp=fold_onderwerp(contact.onderwerp, kader.normen),
        code=contact.code,
        omschrijving=omschrijving.tekst,
        signalen=omschrijving.signalen,
        niveau=kader.niveau(record),
        ontbrekend=tuple(deel for deel in contact.ontbrekend if deel.veld not in verborgen),
    )


def _show_notitie(record: Record[Notitie], kader: Kader) -> Notitieregel:
    notitie, tekst = record.gegevens, read_tekst(record.gegevens.tekst, kader)
    return Notitieregel(record.bron, notitie.datum, notitie.auteur, tekst.tekst or "", tekst.signalen, notitie.ontbrekend)
