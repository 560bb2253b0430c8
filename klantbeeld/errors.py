"""Every error that the product itself raises, as one tree with stable codes.

    KlantbeeldError
    ├── InstellingOnjuist        a setting is missing, unknown or impossible; nothing was started
    │   └── RechtenOnjuist       the file of rights is wrong; a web process that runs goes on with the rights of before
    ├── InvoerOnjuist            a caller asked for something impossible; the message says what to change
    ├── NietAangemeld            no valid token came with the request
    ├── GeenToegang              the role or purpose of this user does not cover what was asked
    ├── TeVeelVerzoeken          this caller asked more than it may for now; the message says how long to wait
    ├── NietVastgelegd           the consultation could not be recorded, so nothing is shown
    │   └── LogboekVol           too many records wait for the sink of processing records
    ├── LogGebroken              the consultation log is not as it was written
    ├── BestandFout              a file or folder cannot be read or written; the message names it
    ├── BronFout                 a source cannot be read; its position stays where it was
    │   ├── BusOnbereikbaar      the event bus does not answer for now: try again
    │   ├── BusOnveilig          the event bus may lose what it was given; nothing is read from it or put on it
    │   └── StroomVerloren       entries of a stream are gone that were never read
    ├── UitgeverOnbereikbaar     an identity provider does not answer, so nobody gets in by it for now
    ├── CacheOnbereikbaar        the cache does not answer in time; nobody waits for it
    ├── OpbouwMislukt            a rebuild did not lead to the same store; nothing was switched
    ├── Weigering                one record is refused; it goes to the dead letters, others go on
    └── StoreFout                the store failed
        ├── StoreOnbereikbaar    for now: try again
        │   ├── StoreVernieuwd     a rebuild switched the store while this wrote to it: begin again
        │   └── StoreAlleenLezen   the store takes no writes for now; reading works
        └── StoreOnbruikbaar     for good: another version made it, or it is damaged

A message tells what happened, to which thing (an id, never a name or number of a person) and what to do.
"""

from typing import ClassVar


class KlantbeeldError(Exception):
    """Root of the tree. ``code`` is stable and English: clients may build on it; the message is Dutch and may change."""

    code: ClassVar[str] = "INTERNAL_ERROR"


class InstellingOnjuist(KlantbeeldError):
    code = "CONFIGURATION_ERROR"


class RechtenOnjuist(InstellingOnjuist):
    code = "RIGHTS_FILE_ERROR"


class InvoerOnjuist(KlantbeeldError):
    code = "BAD_USER_INPUT"


class NietAangemeld(KlantbeeldError):
    code = "UNAUTHENTICATED"


class GeenToegang(KlantbeeldError):
    code = "FORBIDDEN"


class TeVeelVerzoeken(KlantbeeldError):
    """``wacht`` is after how many seconds asking again makes sense."""

    code = "TOO_MANY_REQUESTS"

    def __init__(self, wacht: int) -> None:
        super().__init__(f"Er is te veel of te groots gevraagd of geleverd. Probeer het over {wacht} seconden opnieuw.")
        self.wacht = wacht


class NietVastgelegd(KlantbeeldError):
    code = "RECORDING_FAILED"


class LogboekVol(NietVastgelegd):
    code = "LOGBOOK_FULL"


class LogGebroken(KlantbeeldError):
    code = "LOG_BROKEN"


class BestandFout(KlantbeeldError):
    code = "FILE_ERROR"


class BronFout(KlantbeeldError):
    """``storing`` is the reason that readers of the view and operators are given."""

    code = "SOURCE_FAILED"
    storing: ClassVar[str] = "BRON_ONLEESBAAR"


class BusOnbereikbaar(BronFout):
    code = "BUS_UNAVAILABLE"


class BusOnveilig(BronFout):
    code = "BUS_UNSAFE"
    storing = "BUS_ONVEILIG"


class StroomVerloren(BronFout):
    """``positie`` is where reading goes on; once it is stored, the loss is dealt with."""

    code = "STREAM_LOST"
    storing = "STROOM_VERLOREN"

    def __init__(self, melding: str, positie: str) -> None:
        super().__init__(melding)
        self.positie = positie


class UitgeverOnbereikbaar(KlantbeeldError):
    code = "IDENTITY_PROVIDER_UNAVAILABLE"


class CacheOnbereikbaar(KlantbeeldError):
    code = "CACHE_UNAVAILABLE"


class OpbouwMislukt(KlantbeeldError):
    code = "REBUILD_FAILED"


WEIGERREDENEN = {
    "REGEL_TE_LANG": "the line is longer than 1 MB",
    "REGEL_ONVOLLEDIG": "the last line of a file has no end; it is read again when the file grows",
    "GEEN_UTF8": "the line is not UTF-8",
    "GEEN_JSON": "the line is not JSON",
    "GEEN_OBJECT": "the line is JSON, but not an object",
    "TE_DIEP": "nested more than 50 deep",
    "GETAL_ONEINDIG": "NaN, Infinity, or a number too large to be one",
    "LOS_SURROGAAT": "half a surrogate pair in a text",
    "LIJST_TE_LANG": "an array of more than 10,000 elements",
    "DUBBELE_SLEUTEL": "a key occurs twice in one object",
    "SOORT_ONBEKEND": "a kind of record that is not in the contract",
    "BRON_VREEMD": "a record of another source in the file of this source",
    "VELD_ONBEKEND": "a field that the contract does not have",
    "VELD_ONTBREEKT": "a field that the contract demands is absent",
    "TYPE_ONJUIST": "a value of the wrong type, or a date or time that is not written as one",
    "WAARDE_ONGELDIG": "a value outside the list or the range of the contract",
    "DATUM_ONMOGELIJK": "a day or an hour that does not exist",
    "JAAR_BUITEN_BEREIK": "a year before 1900 or after 2100",
    "NUMMER_ONGELDIG": "a number that an employer or establishment cannot be joined on",
    "BESTURINGSTEKEN": "a control character in a name or key",
    "VERSIE_GEEN_GEHEEL_GETAL": "the version is not an integer",
    "VERSIE_BUITEN_BEREIK": "the version is not above 0 and below 2^62",
    "VERSIE_BOVEN_PLAFOND": "the version is above the ceiling of this source",
    "VERSIE_HERGEBRUIKT": "the same version was delivered before with other content",
    "NA_AFWEZIGHEID": "older than the removal of this record by its absence from a complete snapshot",
    "SLEUTEL_ONTBREEKT": "no key of an employer at all",
    "SLEUTEL_ONGELDIG": "a key that is not written as soort:waarde",
    "GEWIST": "the record, or an employer that it names, was erased; it is counted, and nothing of it is kept",
    "GEGEVENS_BIJ_VERWIJDERING": "a removal that carries content",
    "STORE_WEIGERT": "the store can't hold the record; the indexes were not made for it, or it is too large for them",
}
"""Every reason for which a record is refused. Codes are stable; ``docs/errors.md`` is made from this list."""


class Weigering(KlantbeeldError):
    """A record that cannot be taken in. ``reden`` is the reason code, ``veld`` a path of field names; never a value."""

    code = "RECORD_REFUSED"

    def __init__(self, reden: str, veld: str | None = None) -> None:
        super().__init__(f"{reden} bij {veld}" if veld else reden)
        self.reden = reden
        self.veld = veld


class StoreFout(KlantbeeldError):
    code = "STORE_FAILED"


class StoreOnbereikbaar(StoreFout):
    code = "STORE_UNAVAILABLE"


class StoreVernieuwd(StoreOnbereikbaar):
    code = "STORE_RENEWED"


class StoreAlleenLezen(StoreOnbereikbaar):
    code = "STORE_READ_ONLY"


class StoreOnbruikbaar(StoreFout):
    code = "STORE_UNUSABLE"
