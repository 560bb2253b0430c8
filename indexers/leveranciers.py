"""Who may deliver over HTTP: ``leveranciers.toml``, with the sources of each and the prints of its tokens. Nobody else may."""

import tomllib
from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from klantbeeld.errors import InstellingOnjuist, NietAangemeld

KORTSTE_TOKEN = 32
"""A shorter token is never valid: a print that is not salted keeps a secret only when nobody can guess it."""

Afdruk = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class Leverancier(BaseModel):
    """One deliverer: the sources it may deliver for, and the SHA-256 of each of its tokens (two while one is replaced)."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    bronnen: frozenset[str] = Field(min_length=1)
    tokens: tuple[Afdruk, ...] = Field(min_length=1)


class Leveranciers(BaseModel):
    """All deliverers by name."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    leveranciers: Mapping[str, Leverancier] = Field(min_length=1)

    def recognise(self, token: str) -> Leverancier:
        """Whose token this is; every token is compared, and none faster than another. Errors: ``NietAangemeld``."""
        afdruk = sha256(token.encode()).hexdigest()
        gevonden = None
        for leverancier in self.leveranciers.values():
            for bekend in leverancier.tokens:
                if compare_digest(bekend, afdruk):
                    gevonden = leverancier
        if gevonden is None or len(token) < KORTSTE_TOKEN:
            raise NietAangemeld("Het token is niet geldig. Stuur mee: Authorization: Bearer …")
        return gevonden


def load_leveranciers(bestand: Path, stromen: frozenset[str]) -> Leveranciers:
    """The deliverers in a file. Errors: ``InstellingOnjuist``, also for a source that does not come over the bus."""
    try:
        gelezen = Leveranciers.model_validate(tomllib.loads(bestand.read_bytes().decode()))
    except ValidationError as fout:
        plaatsen = ", ".join(sorted({".".join(map(str, deel["loc"])) for deel in fout.errors(include_input=False)}))
        raise InstellingOnjuist(f"{bestand}: onbekend, onjuist of ontbrekend is {plaatsen}.") from None
    except (OSError, ValueError) as fout:
        raise InstellingOnjuist(f"{bestand} is niet te lezen als leveranciersbestand: {type(fout).__name__}.") from None
    vreemd = sorted(set().union(*(deel.bronnen for deel in gelezen.leveranciers.values())) - stromen)
    if vreemd:
        raise InstellingOnjuist(f'{bestand}: {", ".join(vreemd)} heeft in het bronnenbestand geen lezer = "stroom".')
    return gelezen
