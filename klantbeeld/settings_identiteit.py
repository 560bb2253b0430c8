"""The settings of who may come in: whose tokens are believed, how people sign in, and where TLS ends."""

from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FilePath, SecretStr, model_validator

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


def check_eigen_adres(adres: str) -> str:
    """Where people find this program: a scheme and a host, nothing after it."""
    if not is_web_url(adres) or urlsplit(adres).path:
        raise ValueError("moet https://host zijn, zonder iets erachter")
    return adres


class AanmeldenSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    uitgever: str | None = Field(
        default=None, description="The provider with which people sign in: its name in uitgevers.toml. By default nobody does."
    )
    client: str = Field(default="klantbeeld-web", min_length=1, description="What this program is called at that provider.")
    sleutel: FilePath | None = Field(
        default=None,
        description="The private key (PEM, RSA or P-256) with which this program signs in there; /aanmelden/sleutels shows its "
        "public half.",
    )
    geheim: SecretStr | None = Field(
        default=None, min_length=16, description="A secret to sign in there with, only where the provider can't do with a key."
    )
    adres: Annotated[str, AfterValidator(check_eigen_adres)] | None = Field(
        default=None, description="Where people find this program: https://host. The provider knows it with /aanmelden/terug."
    )
    rust: int = Field(default=1800, ge=60, le=86400, description="After so many seconds without a request a session ends.")
    einde: int = Field(default=36000, ge=300, le=86400, description="So many seconds after it began a session ends.")
    herziening: int = Field(
        default=60, ge=10, le=3600, description="So often, in seconds, the provider is asked whether a session's user still is."
    )

    @model_validator(mode="after")
    def _check_whole(self) -> Self:
        if self.uitgever is not None and ((self.sleutel is None) == (self.geheim is None) or self.adres is None):
            raise ValueError("bij uitgever horen adres, en of sleutel of geheim")
        return self
