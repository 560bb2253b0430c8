"""What only this program can have written, and only it can read: cookies, and what is kept of a session (JWE, AES-256-GCM)."""

from hashlib import blake2b
from typing import Literal

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

Soort = Literal["cookie", "poging", "sessie", "opdracht"]
_KOP = {"alg": "dir", "enc": "A256GCM"}
_ALGORITMEN = ("dir", "A256GCM")


class Verzegeling:
    """With a key of its own for each kind of thing, so that none is taken for another."""

    def __init__(self, geheim: bytes) -> None:
        self._geheim = geheim

    def seal(self, soort: Soort, inhoud: bytes) -> str:
        """The content, sealed: letters, digits and the signs ``-_.``."""
        return jwe.encrypt_compact(_KOP, inhoud, self._derive(soort), list(_ALGORITMEN))

    def open(self, soort: Soort, zegel: str) -> bytes | None:
        """The content of a seal of this kind; None when it is none of ours."""
        try:
            return jwe.decrypt_compact(zegel.encode("ascii"), self._derive(soort), list(_ALGORITMEN)).plaintext
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            return None

    def _derive(self, soort: Soort) -> OctKey:
        return OctKey.import_key(blake2b(self._geheim, digest_size=32, person=f"zegel-{soort}".encode()).digest())
