"""The settings of who may come in: whose tokens are believed, how people sign in, and where TLS ends."""

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, FilePath, model_validator

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def is_web_url(url: str) -> bool:
    """Whether this is the address of something that speaks HTTP: a scheme and a host, without user, query or fragment."""
    delen = urlsplit(url)
    return delen.scheme in {"https", "http"} and bool(delen.hostname) and not ({"@", "?", "#"} & set(url))


def is_protected(url: str) -> bool:
    """Whether nobody on the way reads what goes to this address: it speaks TLS."""
    return urlsplit(url).scheme == "https"


def is_loopback(url: str) -> bool:
    """Whether this address is on this machine itself."""
    return urlsplit(url).hostname in LOOPBACK


class IdentiteitSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    uitgevers: Path | None = Field(
        default=None,
        description="The identity providers whose tokens are believed, an uitgevers.toml (see deploy/uitgevers.example.toml). "
        "The web process needs it in productie.",
    )


class TlsSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    certificaat: FilePath | None = Field(
        default=None, description="The certificate of the web process with its chain, a PEM file: then it speaks TLS itself."
    )
    sleutel: FilePath | None = Field(default=None, description="The private key of that certificate, a PEM file.")
    vooraf: bool = Field(
        default=False,
        description="A proxy in front speaks TLS, and nobody reaches the web process around it. In productie one of the two is "
        "needed, unless it listens on loopback only.",
    )

    @model_validator(mode="after")
    def _check_pair(self) -> Self:
        if (self.certificaat is None) != (self.sleutel is None):
            raise ValueError("certificaat en sleutel horen bij elkaar")
        return self

    @property
    def is_set(self) -> bool:
        """Whether callers on a network speak TLS, here or in front."""
        return self.certificaat is not None or self.vooraf
