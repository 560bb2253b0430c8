"""A veil over what a source calls its records: such a name can hold a person's number, and a client only needs it back.

Authenticated and deterministic (AES-SIV, RFC 5297): the same name gives the same text, so ids and cursors stay valid, and a
text that was not made here is refused.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hashlib import blake2b

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from klantbeeld.errors import InvoerOnjuist


class Sluier:
    """Hides texts under a key that is derived from the secret of the installation."""

    def __init__(self, geheim: bytes) -> None:
        self._sleutel = AESSIV(blake2b(geheim, digest_size=64, person=b"sluier").digest())

    def hide(self, tekst: str) -> str:
        """The text as a client may see it: letters, digits, hyphens and underscores only."""
        return urlsafe_b64encode(self._sleutel.encrypt(tekst.encode(), None)).decode().rstrip("=")

    def reveal(self, tekst: str) -> str:
        """The text that was hidden. Errors: ``InvoerOnjuist`` for one that was not hidden here."""
        try:
            geheim = urlsafe_b64decode(tekst + "=" * (-len(tekst) % 4))
            return self._sleutel.decrypt(geheim, None).decode()
        except (Error, InvalidTag, ValueError):
            raise InvoerOnjuist("De cursor is niet door deze API gegeven; gebruik endCursor van de vorige bladzijde.") from None
