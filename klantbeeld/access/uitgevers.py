"""Whose tokens are believed: ``uitgevers.toml``, with per identity provider its clients and what its roles mean here.

Nobody else's are. What a claim of roles means is written there: roles come from outside, rights from ``rechten.toml``.
"""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FilePath, StringConstraints, ValidationError, model_validator

from klantbeeld.errors import InstellingOnjuist
from klantbeeld.settings_identiteit import is_loopback, is_protected, is_web_url

Algoritme = Literal["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures by a key that only the provider has. Never HMAC, whose key is shared, and never none."""
Naam = Annotated[str, StringConstraints(pattern="^[a-z0-9-]{1,40}$")]
Tekst = Annotated[str, StringConstraints(min_length=1, max_length=300)]


def check_url(url: str) -> str:
    """The address of a provider: over TLS, or on this machine (which the demo alone may use)."""
    if not is_web_url(url) or not (is_protected(url) or is_loopback(url)):
        raise ValueError("moet https://… zijn, zonder gebruiker, vraagteken of hekje")
    return url


class Uitgever(BaseModel):
    """One identity provider. Times are in seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: Annotated[str, AfterValidator(check_url)] = Field(max_length=300)
    """What its tokens name as ``iss``, to the letter, and where its discovery document is found."""
    publiek: Tekst
    """What its access tokens must name in ``aud``: this API."""
    clients: frozenset[Tekst] = frozenset()
    """The programs by which people may ask: who is recorded is the account of the token."""
    programmas: frozenset[Tekst] = frozenset()
    """The programs that ask for themselves, as those of divisions do: recorded by their own name, not by an account."""
    rollen: Mapping[Tekst, str] = Field(min_length=1)
    """What each value of the claim means here: a role of ``rechten.toml``. Who has several begins in the first of this list."""
    rolclaim: Tekst = "rollen"
    bereikclaim: Tekst | None = None
    """The claim that holds the employers of an account, written as a ``bereik`` of ``rechten.toml``; for roles that need it."""
    algoritmen: frozenset[Algoritme] = Field(default=frozenset({"RS256", "PS256", "ES256"}), min_length=1)
    geldigheid: int = Field(default=3600, ge=60, le=86400)
    """A token that its provider made for longer is refused: what leaks must end soon."""
    houdbaarheid: int = Field(default=14400, ge=600, le=86400)
    """So long the keys that were fetched last are believed while the provider does not answer."""
    ca_bestand: FilePath | None = None
    """The certificate authority to trust, a PEM file; by default the usual ones."""

    @model_validator(mode="after")
    def _check_programmas(self) -> Self:
        if not (self.clients | self.programmas) or self.clients & self.programmas:
            raise ValueError("clients en programmas zijn leeg, of een staat in beide")
        return self

    def list_rollen(self, waarden: Collection[object]) -> tuple[str, ...]:
        """The roles of who has these values of the claim, each once; none when none of them means anything here."""
        return tuple(dict.fromkeys(rol for waarde, rol in self.rollen.items() if waarde in waarden))


class Uitgevers(BaseModel):
    """All providers by the name under which their accounts are recorded."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    uitgevers: Mapping[Naam, Uitgever] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_urls(self) -> Self:
        if len({uitgever.url for uitgever in self.uitgevers.values()}) < len(self.uitgevers):
            raise ValueError("twee uitgevers hebben dezelfde url")
        return self


def load_uitgevers(bestand: Path, rollen: Collection[str], *, alleen_tls: bool) -> Uitgevers:
    """The providers in a file. Errors: ``InstellingOnjuist``, also for a role that is not in the rights, and with
    ``alleen_tls`` for a provider without TLS."""
    try:
        gelezen = Uitgevers.model_validate(tomllib.loads(bestand.read_bytes().decode()))
    except ValidationError as fout:
        plaatsen = ", ".join(sorted({".".join(map(str, deel["loc"])) or deel["msg"] for deel in fout.errors()}))
        raise InstellingOnjuist(f"{bestand}: onbekend, onjuist of ontbrekend is {plaatsen}.") from None
    except (OSError, ValueError) as fout:
        raise InstellingOnjuist(f"{bestand} is niet te lezen als uitgeversbestand: {type(fout).__name__}.") from None
    for naam, uitgever in gelezen.uitgevers.items():
        if vreemd := sorted(set(uitgever.rollen.values()) - set(rollen)):
            raise InstellingOnjuist(f"{bestand}: uitgevers.{naam}.rollen noemt {', '.join(vreemd)}; die rol is er niet.")
        if alleen_tls and not is_protected(uitgever.url):
            raise InstellingOnjuist(f"{bestand}: uitgevers.{naam}.url moet in productie https:// zijn (TLS).")
    return gelezen
