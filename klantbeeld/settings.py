"""The whole configuration: environment variables ``KLANTBEELD_…`` (``__`` for nesting), or a TOML file with the same names.

The demo needs no settings. An unknown, missing or impossible setting stops the start and is named; secrets are never shown.
"""

import os
import tomllib
from collections import Counter
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from klantbeeld.errors import InstellingOnjuist
from klantbeeld.settings_delen import (
    BusSettings,
    CacheSettings,
    GraphqlSettings,
    LimietSettings,
    StoreSettings,
    ToezichtSettings,
    TracesSettings,
    VastleggingSettings,
    WebSettings,
    is_safe_url,
)
from klantbeeld.settings_identiteit import AanmeldenSettings, IdentiteitSettings, TlsSettings

VOORVOEGSEL = "KLANTBEELD_"
BESTAND = f"{VOORVOEGSEL}BESTAND"
DEMOGEHEIM = SecretStr("klantbeeld-demo-geheim-dat-iedereen-kent")


def check_dag(waarde: object) -> object:
    """A day is a date, or a text written as 2023-10-20 between 1900 and 2100. Never a number: that would be read as seconds."""
    if isinstance(waarde, str):
        try:
            waarde = date.fromisoformat(waarde)
        except ValueError:
            raise ValueError("is geen dag; schrijf jjjj-mm-dd") from None
    if waarde is not None and (type(waarde) is not date or not 1900 <= waarde.year <= 2100):
        raise ValueError("is geen dag van 1900 tot en met 2100; schrijf jjjj-mm-dd")
    return waarde


def check_adres(adres: str) -> str:
    """An address of this machine to listen on: a number, so that no name server decides who gets in."""
    try:
        ip_address(adres)
    except ValueError:
        raise ValueError("is geen IP-adres; schrijf bijvoorbeeld 127.0.0.1 of 0.0.0.0") from None
    return adres


class Settings(BaseSettings):
    """Every setting with its meaning; ``docs/settings.md`` is made from this class."""

    model_config = SettingsConfigDict(
        env_prefix=VOORVOEGSEL, env_nested_delimiter="__", extra="forbid", hide_input_in_errors=True
    )

    omgeving: Literal["demo", "productie"] = Field(
        default="demo", description="demo: fixed published keys, loopback only. productie: refuses to start without its own."
    )
    store: StoreSettings = Field(default_factory=StoreSettings)
    cache: CacheSettings = Field(default_factory=CacheSettings)
    limiet: LimietSettings = Field(default_factory=LimietSettings)
    bus: BusSettings = Field(default_factory=BusSettings)
    tls: TlsSettings = Field(default_factory=TlsSettings)
    identiteit: IdentiteitSettings = Field(default_factory=IdentiteitSettings)
    aanmelden: AanmeldenSettings = Field(default_factory=AanmeldenSettings)
    graphql: GraphqlSettings = Field(default_factory=GraphqlSettings)
    toezicht: ToezichtSettings = Field(default_factory=ToezichtSettings)
    traces: TracesSettings = Field(default_factory=TracesSettings)
    web: WebSettings = Field(default_factory=WebSettings)
    vastlegging: VastleggingSettings = Field(default_factory=VastleggingSettings)
    adres: Annotated[str, AfterValidator(check_adres)] = Field(
        default="127.0.0.1", description="The address of this machine on which is listened; in demo always loopback."
    )
    bronnen: Path | None = Field(default=None, description="The sources, a bronnen.toml; by default the nine of the example.")
    leveringen: Path = Field(
        default=Path(".klantbeeld/leveringen"), description="The folder to which relative paths in bronnen.toml belong."
    )
    leveranciers: Path | None = Field(
        default=None, description="Who may deliver over HTTP, a leveranciers.toml (docs/leveringen.md); by default nobody."
    )
    rechten: Path | None = Field(
        default=None,
        description="Roles and rights, a rechten.toml; by default the one that comes along. A change holds within seconds.",
    )
    logboek: Path | None = Field(
        default=None, description="The consultation log; by default raadplegingen.jsonl beside the store file."
    )
    geheim: SecretStr = Field(
        default=DEMOGEHEIM, min_length=32, description="The key behind public ids and demo tokens, at least 32 characters."
    )
    vandaag: Annotated[date | None, BeforeValidator(check_dag)] = Field(
        default=None, description="Act as on this day at 12:00 in Amsterdam; demo and tests only."
    )

    @model_validator(mode="after")
    def _check_omgeving(self) -> Self:
        fouten = []
        if self.omgeving == "productie" and self.geheim == DEMOGEHEIM:
            fouten.append(f"{VOORVOEGSEL}GEHEIM: ontbreekt; in productie is een eigen geheim van 32 tekens of meer nodig")
        if self.omgeving == "productie" and self.vandaag is not None:
            fouten.append(f"{VOORVOEGSEL}VANDAAG: kan niet in productie; daar geldt de echte klok")
        if self.omgeving == "productie" and self.store.url.startswith("elasticsearch+http:"):
            fouten.append(f"{VOORVOEGSEL}STORE__URL: in productie is TLS nodig; schrijf elasticsearch+https://")
        if self.omgeving == "productie" and self.graphql.get:
            fouten.append(f"{VOORVOEGSEL}GRAPHQL__GET: kan niet in productie; nummers horen niet in adressen")
        if self.omgeving == "productie" and self.bus.url and not is_safe_url(self.bus.url):
            fouten.append(f"{VOORVOEGSEL}BUS__URL: moet in productie rediss:// zijn (TLS), met gebruiker en wachtwoord")
        if self.omgeving == "productie" and self.cache.redis and not is_safe_url(self.cache.url):
            fouten.append(f"{VOORVOEGSEL}CACHE__URL: moet in productie rediss:// zijn (TLS), met gebruiker en wachtwoord")
        if self.cache.redis and self.bus.url and self.cache.url == self.bus.url:
            fouten.append(f"{VOORVOEGSEL}CACHE__URL: is de Redis van de bus; die mag niets kwijtraken, een cache juist wel")
        if self.omgeving == "demo" and not ip_address(self.adres).is_loopback:
            fouten.append(f"{VOORVOEGSEL}ADRES: de demo luistert alleen op deze computer zelf; laat de instelling weg")
        if fouten:
            raise ValueError("; ".join(fouten))
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
        bestand = find_bestand()
        toml = (TomlConfigSettingsSource(settings_cls, toml_file=bestand),) if bestand else ()
        return (init_settings, env_settings, *toml)


def load_settings() -> Settings:
    """The settings of this process. Errors: ``InstellingOnjuist`` that names each setting that is wrong."""
    _check_names()
    try:
        return Settings()
    except ValidationError as fout:
        raise InstellingOnjuist("; ".join(_describe(deel) for deel in fout.errors(include_input=False))) from None
    except tomllib.TOMLDecodeError as fout:
        raise InstellingOnjuist(f"{BESTAND}: dit bestand is geen TOML: {fout}.") from None
    except (ValueError, OSError) as fout:
        raise InstellingOnjuist(f"{BESTAND}: dit bestand is niet te lezen ({type(fout).__name__}).") from None


def find_bestand() -> Path | None:
    """The TOML file with settings, when there is one."""
    gezet = [waarde for naam, waarde in os.environ.items() if naam.upper() == BESTAND and waarde]
    return Path(gezet[0]) if gezet else None


class Instelling(NamedTuple):
    """A setting as its environment variable, with its default and its meaning; ``is_geheim``: its value may not be seen."""

    naam: str
    standaard: str
    betekenis: str
    is_geheim: bool


def list_settings() -> list[Instelling]:
    """Every setting, for the documentation and ``klantbeeld check``."""
    regels = []
    for naam, veld in Settings.model_fields.items():
        groep = veld.annotation if isinstance(veld.annotation, type) and issubclass(veld.annotation, BaseModel) else None
        delen = (
            {naam: veld} if groep is None else {f"{naam}__{deel}": deelveld for deel, deelveld in groep.model_fields.items()}
        )
        regels += [_describe_veld(f"{VOORVOEGSEL}{deel.upper()}", deelveld) for deel, deelveld in delen.items()]
    return regels


def _describe_veld(naam: str, veld: FieldInfo) -> Instelling:
    return Instelling(naam, _show_default(veld.default), veld.description or "", _holds_geheim(veld.annotation))


def _holds_geheim(soort: object) -> bool:
    """Whether a secret is anywhere in this type."""
    return soort is SecretStr or any(map(_holds_geheim, get_args(soort)))


def _check_names() -> None:
    """Refuses variables that are no setting, or that are one twice: their capitals make no difference."""
    namen = [naam for naam in os.environ if naam.upper().startswith(VOORVOEGSEL)]
    bekend = {BESTAND, *(instelling.naam for instelling in list_settings())}
    if onbekend := sorted(naam for naam in namen if naam.upper() not in bekend):
        raise InstellingOnjuist(f"Onbekende instelling: {', '.join(onbekend)}. Zie docs/settings.md.")
    if dubbel := sorted(naam for naam, aantal in Counter(map(str.upper, namen)).items() if aantal > 1):
        raise InstellingOnjuist(f"Meer dan een keer gezet, in hoofdletters en in kleine: {', '.join(dubbel)}.")
    bestand = find_bestand()
    if bestand and not bestand.is_file():
        raise InstellingOnjuist(f"{BESTAND}: dit bestand bestaat niet.")


def _show_default(waarde: object) -> str:
    if waarde is None:
        return ""
    if waarde == DEMOGEHEIM:
        return "(published demo key)"
    return waarde.get_secret_value() if isinstance(waarde, SecretStr) else str(waarde)


_MELDINGEN = {
    "literal_error": "kies uit {expected}",
    "too_short": "moet minstens {min_length} tekens hebben",
    "extra_forbidden": "onbekende instelling",
    "value_error": "{error}",
}


def _describe(fout: ErrorDetails) -> str:
    """What is wrong with one setting, never its value."""
    melding = _MELDINGEN.get(fout["type"], "kan deze waarde niet hebben").format(**fout.get("ctx", {}))
    melding = melding.replace("' or '", "' of '")
    if fout["type"] == "extra_forbidden":
        # Only the file can hold these, and there a name is written without the prefix.
        return f"{'.'.join(map(str, fout['loc']))} in {BESTAND}: {melding}"
    naam = "__".join(str(deel).upper() for deel in fout["loc"])
    return f"{VOORVOEGSEL}{naam}: {melding}" if naam else melding
