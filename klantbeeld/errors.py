"""Every error that the product itself raises, as one tree with stable codes.

    KlantbeeldError
    ├── InstellingOnjuist        a setting is missing, unknown or impossible; nothing was started
    ├── InvoerOnjuist            a caller asked for something impossible; the message says what to change
    ├── NietAangemeld            no valid token came with the request
    ├── GeenToegang              the role or purpose of this user does not cover what was asked
    ├── NietVastgelegd           the consultation could not be recorded, so nothing is shown
    ├── BronFout                 a source cannot be read; its position stays where it was
    ├── Weigering                one record is refused; it goes to the dead letters, others go on
    └── StoreFout                the store failed
        ├── StoreOnbereikbaar    for now: try again
        └── StoreOnbruikbaar     for good: another version made it, or it is damaged

A message tells what happened, to which thing (an id, never a name or number of a person) and what to do.
"""

from typing import ClassVar


class KlantbeeldError(Exception):
    """Root of the tree. ``code`` is stable and English: clients may build on it; the message is Dutch and may change."""

    code: ClassVar[str] = "INTERNAL_ERROR"


class InstellingOnjuist(KlantbeeldError):
    code = "CONFIGURATION_ERROR"


class InvoerOnjuist(KlantbeeldError):
    code = "BAD_USER_INPUT"


class NietAangemeld(KlantbeeldError):
    code = "UNAUTHENTICATED"


class GeenToegang(KlantbeeldError):
    code = "FORBIDDEN"


class NietVastgelegd(KlantbeeldError):
    code = "RECORDING_FAILED"


class BronFout(KlantbeeldError):
    code = "SOURCE_FAILED"


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


class StoreOnbruikbaar(StoreFout):
    code = "STORE_UNUSABLE"
