"""The whole configuration: environment variables ``KLANTBEELD_…`` (``__`` for nesting), or a TOML file with the same names.

The demo needs no settings. An unknown, missing or impossible setting stops the start and is named; secrets are never shown.
"""

import os
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from klantbeeld.errors import InstellingOnjuist

VOORVOEGSEL = "KLANTBEELD_"
BESTAND = f"{VOORVOEGSEL}BESTAND"
DEMOGEHEIM = SecretStr("klantbeeld-demo-geheim-dat-iedereen-kent")


class StoreSettings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    url: str = Field(
        default="sqlite:///.klantbeeld/klantbeeld.db",
        description="Where the store is: sqlite:///path, four slashes when absolute.",
    )


class CacheSettings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    url: Literal["memory://"] = Field(default="memory://", description="Where answers are kept: in process.")


class Settings(BaseSettings):
    """Every setting with its meaning; ``docs/settings.md`` is made from this class."""

    model_config = SettingsConfigDict(env_prefix=VOORVOEGSEL, env_nested_delimiter="__", extra="forbid")

    omgeving: Literal["demo", "productie"] = Field(
        default="demo", description="demo: fixed published keys, loopback only. productie: refuses to start without its own."
    )
    store: StoreSettings = Field(default_factory=StoreSettings)
    cache: CacheSettings = Field(default_factory=CacheSettings)
    bronnen: Path | None = Field(default=None, description="The sources, a bronnen.toml; by default the nine of the example.")
    leveringen: Path = Field(
        default=Path(".klantbeeld/leveringen"), description="The folder to which relative paths in bronnen.toml belong."
    )
    rechten: Path | None = Field(
        default=None, description="Roles and rights, a rechten.toml; by default the one that comes along."
    )
    logboek: Path | None = Field(
        default=None, description="The consultation log; by default raadplegingen.jsonl beside the store file."
    )
    geheim: SecretStr = Field(
        default=DEMOGEHEIM, min_length=32, description="The key behind public ids and demo tokens, at least 32 characters."
    )
    vandaag: date | None = Field(default=None, description="Act as on this day at 12:00 in Amsterdam; demo and tests only.")

    @model_validator(mode="after")
    def _check_productie(self) -> Self:
        if self.omgeving == "productie":
            if self.geheim == DEMOGEHEIM:
                raise ValueError(f"{VOORVOEGSEL}GEHEIM ontbreekt: in productie is een eigen geheim van 32 tekens of meer nodig")
            if self.vandaag is not None:
                raise ValueError(f"{VOORVOEGSEL}VANDAAG kan niet in productie: daar geldt de echte klok")
        return self

    @classmethod
    def settings_customise_sources(  # noqa: PLR0913, PLR0917 - the signature is the library's
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        bestand = os.environ.get(BESTAND)
        toml = (TomlConfigSettingsSource(settings_cls, toml_file=bestand),) if bestand else ()
        return (init_settings, env_settings, *toml)


def load_settings() -> Settings:
    """The settings of this process. Errors: ``InstellingOnjuist`` that names each setting that is wrong."""
    bestand = os.environ.get(BESTAND)
    if bestand and not Path(bestand).is_file():
        raise InstellingOnjuist(f"{BESTAND}: dit bestand bestaat niet.")
    onbekend = sorted(naam for naam in os.environ if naam.startswith(VOORVOEGSEL) and not _is_known(naam))
    if onbekend:
        raise InstellingOnjuist(f"Onbekende instelling: {', '.join(onbekend)}. Zie docs/settings.md.")
    try:
        return Settings()
    except ValidationError as fout:
        raise InstellingOnjuist("; ".join(_describe(deel["loc"], deel["msg"]) for deel in fout.errors())) from None
    except ValueError as fout:
        raise InstellingOnjuist(f"De instellingen zijn niet te lezen: {type(fout).__name__}.") from None


def list_settings() -> list[tuple[str, str, str]]:
    """(environment variable, default, meaning) of every setting, for the documentation and ``klantbeeld check``."""
    regels = []
    for naam, veld in Settings.model_fields.items():
        groep = veld.annotation if isinstance(veld.annotation, type) and issubclass(veld.annotation, BaseModel) else None
        if groep is None:
            regels.append((f"{VOORVOEGSEL}{naam.upper()}", _show_default(veld.default), veld.description or ""))
            continue
        regels += [
            (f"{VOORVOEGSEL}{naam.upper()}__{deel.upper()}", _show_default(deelveld.default), deelveld.description or "")
            for deel, deelveld in groep.model_fields.items()
        ]
    return regels


def _is_known(naam: str) -> bool:
    return naam == BESTAND or naam.upper() in {regel[0] for regel in list_settings()}


def _show_default(waarde: object) -> str:
    if waarde is None:
        return ""
    return "(published demo key)" if isinstance(waarde, SecretStr) else str(waarde)


def _describe(plaats: tuple[int | str, ...], melding: str) -> str:
    naam = VOORVOEGSEL + "__".join(str(deel).upper() for deel in plaats) if plaats else ""
    return f"{naam}: {melding}" if naam else melding.removeprefix("Value error, ")
