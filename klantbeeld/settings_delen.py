"""The settings of each part of the product: store, bus, GraphQL, watching over it. ``settings`` joins them."""

import re
from typing import Annotated, Self
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FilePath, SecretStr, model_validator

from klantbeeld.settings_identiteit import is_loopback, is_protected

SQLITE = "sqlite:///"
HIER = "memory://"
"""In this process."""
ELASTIC = re.compile(
    r"elasticsearch\+(?P<schema>https?)://(?P<hosts>[A-Za-z0-9.-]+(?::[0-9]+)?(?:,[A-Za-z0-9.-]+(?::[0-9]+)?)*)"
    r"(?:/(?P<voorvoegsel>[a-z0-9][a-z0-9_-]{0,63})?)?"
)


def check_store_url(url: str) -> str:
    """A url that names a file, or a cluster. The url itself is not repeated when it does not: it may hold a password."""
    if ELASTIC.fullmatch(url) or (url.startswith(SQLITE) and url != SQLITE):
        return url
    raise ValueError(
        "moet sqlite:///pad/klantbeeld.db zijn (vanaf de werkmap), sqlite:////pad (vanaf de hoofdmap) of "
        "elasticsearch+https://host:9200,host:9200/voorvoegsel, zonder gebruiker en wachtwoord"
    )


class StoreSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    url: Annotated[str, AfterValidator(check_store_url)] = Field(
        default=f"{SQLITE}.klantbeeld/klantbeeld.db",
        description="Where the store is: sqlite:///path, four slashes when absolute, or elasticsearch+https://host:port,host:port/prefix.",
    )
    horizon_in_dagen: int = Field(
        default=30,
        ge=1,
        description="So long tombstones and the previous generation are kept: longer than any source delivers late.",
    )
    api_sleutel: SecretStr | None = Field(default=None, description="Elasticsearch: the API key (its encoded form).")
    gebruiker: str | None = Field(default=None, description="Elasticsearch: the user, where there is no API key.")
    wachtwoord: SecretStr | None = Field(default=None, description="Elasticsearch: the password of that user.")
    ca_bestand: FilePath | None = Field(
        default=None, description="Elasticsearch: the certificate authority to trust, a PEM file; by default the usual ones."
    )
    shards: int = Field(
        default=1, ge=1, le=1024, description="Elasticsearch: the primary shards of each large index when it is made."
    )
    replicas: int = Field(
        default=1,
        ge=0,
        le=20,
        description="Elasticsearch: the copies of each index beside the first when it is made, as far as there are nodes.",
    )

    @model_validator(mode="after")
    def _check_aanmelding(self) -> Self:
        if (self.gebruiker is None) != (self.wachtwoord is None):
            raise ValueError("gebruiker en wachtwoord horen bij elkaar")
        if self.api_sleutel is not None and self.gebruiker is not None:
            raise ValueError("geef een api_sleutel, of een gebruiker met wachtwoord")
        return self

    @property
    def is_bestand(self) -> bool:
        """Whether the store is a file on this machine."""
        return self.url.startswith(SQLITE)


def check_bus_url(url: SecretStr) -> SecretStr:
    """The url of a Redis; it is not repeated when it is none, for it may hold a password."""
    if not url.get_secret_value().startswith(("redis://", "rediss://")):
        raise ValueError("moet redis://host:poort/nummer zijn, of rediss://gebruiker:wachtwoord@host:poort/nummer (TLS)")
    return url


def is_safe_url(url: SecretStr) -> bool:
    """Whether a url asks for TLS, with a certificate that is looked at, and carries a user with a password."""
    delen = urlsplit(url.get_secret_value())
    opties = dict(parse_qsl(delen.query.lower()))
    is_nagegaan = opties.get("ssl_cert_reqs", "required") == "required" and opties.get("ssl_check_hostname", "true") == "true"
    return delen.scheme == "rediss" and bool(delen.username and delen.password) and is_nagegaan


def check_cache_url(url: SecretStr) -> SecretStr:
    """This process, or the url of a Redis; it is not repeated when it is neither, for it may hold a password."""
    if url.get_secret_value() != HIER and not url.get_secret_value().startswith(("redis://", "rediss://")):
        raise ValueError("moet memory:// zijn, redis://host:poort/nummer, of rediss://gebruiker:wachtwoord@host:poort (TLS)")
    return url


class CacheSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    url: Annotated[SecretStr, AfterValidator(check_cache_url)] = Field(
        default=SecretStr(HIER),
        description="Where answers are kept and requests counted: memory:// (in process), or a Redis for all web processes "
        "together, another one than that of the bus: redis://…, in productie rediss://… with user and password.",
    )

    @property
    def redis(self) -> str | None:
        """The url of the Redis; None for in process."""
        url = self.url.get_secret_value()
        return None if url == HIER else url


class BusSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    url: Annotated[SecretStr, AfterValidator(check_bus_url)] | None = Field(
        default=None,
        description="The Redis that carries deliveries: redis://…, in productie rediss://… with user and password.",
    )
    groep: str = Field(
        default="klantbeeld", min_length=1, description="The consumer group of this store. Another store needs another name."
    )
    overname_na: float = Field(
        default=60, ge=0, description="After so many seconds of silence another indexer takes over what one was working on."
    )


PUNTEN = 6000
"""What a caller may ask for in a minute when nothing is set: some six hundred whole views."""


class LimietSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    punten: int | None = Field(
        default=None,
        ge=0,
        description="So many points a user may ask for in a minute, a deliverer, and an address without signing in; "
        "0: without end. A request over GraphQL is one point, and one more per hundred objects that its answer may have; one "
        "with deliveries is one point, and one more per 50 kB. By default 6000, in demo without end.",
    )

    def choose(self, omgeving: str) -> int:
        """What holds in this environment; 0: without end."""
        standaard = 0 if omgeving == "demo" else PUNTEN
        return standaard if self.punten is None else self.punten


class GraphqlSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    get: bool = Field(
        default=False, description="Answer GET too. For tests: addresses stay behind in logs, so never in productie."
    )
    introspectie: bool | None = Field(
        default=None, description="Answer questions about the schema; by default in demo only. It is at /v1/schema.graphql too."
    )
    suggesties: bool | None = Field(
        default=None, description="Suggest names of the schema in messages about a query; by default in demo only."
    )
    federatie: bool = Field(
        default=False, description="Be a federation subgraph too: let a gateway find employers by id in one larger graph."
    )


ORIGIN = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?")
CONTACT = re.compile(r"(?:https://|mailto:|tel:)[!-~]+")


def check_origins(tekst: str) -> str:
    """Origins with spaces between them: nothing that could say something else in a policy."""
    if all(map(ORIGIN.fullmatch, tekst.split())):
        return tekst
    raise ValueError("moet https://host of https://host:poort zijn, met spaties ertussen als het er meer zijn")


def check_contact(contact: str) -> str:
    """A contact as RFC 9116 wants it."""
    if CONTACT.fullmatch(contact):
        return contact
    raise ValueError("moet beginnen met mailto:, tel: of https://, zonder spaties")


class WebSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    inlijsters: Annotated[str, AfterValidator(check_origins)] = Field(
        default="",
        description="The origins whose pages may show ours in a frame, with spaces between them: https://portaal.example.org. "
        "By default none may.",
    )
    openers: Annotated[str, AfterValidator(check_origins)] = Field(
        default="",
        description="The origins whose pages may open an employer here with a form to /openen, with spaces between them. By "
        "default none may.",
    )
    meldpunt: Annotated[str, AfterValidator(check_contact)] | None = Field(
        default=None,
        description="Who to tell of a leak, for /.well-known/security.txt: mailto:…, tel:… or https://…; by default none.",
    )
    toegankelijkheid: Annotated[str, AfterValidator(check_contact)] | None = Field(
        default=None,
        description="Whom to tell of a page that can't be used, on /toegankelijkheid: mailto:…, tel:… or https://….",
    )


def check_traces_url(url: str) -> str:
    """The address of a collector: over TLS, or on this machine."""
    if not is_protected(url) and not (urlsplit(url).scheme == "http" and is_loopback(url)):
        raise ValueError("moet https://host:poort/v1/traces zijn, of http:// op deze computer zelf")
    return url


class TracesSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    url: Annotated[str, AfterValidator(check_traces_url)] | None = Field(
        default=None, description="Where spans go over OTLP/HTTP: https://host:4318/v1/traces; by default nowhere."
    )


class ToezichtSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    token: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="The bearer token for /metrics, at least 32 characters. Without it only the demo has /metrics.",
    )
    poort: int | None = Field(
        default=None, ge=1, le=65535, description="The port of an indexer's own health and metrics; by default it has none."
    )


class VastleggingSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    ketensleutel: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="The key that seals the consultation log, at least 32 characters; by default one that follows from GEHEIM. "
        "Keep it where who can write the log cannot read it back.",
    )
    pseudoniemsleutel: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="The key behind pseudonyms of employers in processing records; by default one that follows from GEHEIM.",
    )
    grootste_bestand: int = Field(
        default=100, ge=1, description="So many MB a file of the log may have; the next one begins then, and each day (UTC)."
    )
    bewaartermijn_in_maanden: int = Field(
        default=18, ge=1, description="So long records are kept; klantbeeld log prune removes files that are older as a whole."
    )
    herkomstkop: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9-]{1,60}$",
        description="The header in which the proxy in front says from which network address or device a request comes; it must "
        "set it on every request. By default the address of the connection is recorded.",
    )
    url: Annotated[str, AfterValidator(check_traces_url)] | None = Field(
        default=None,
        description="Where processing records go (Logboek Dataverwerkingen) over OTLP/HTTP: https://host:4318/v1/traces; by "
        "default nowhere.",
    )
    grens: int = Field(
        default=1_000_000,
        ge=1,
        description="So many records may wait for that address; then nothing is shown any more until it accepts them.",
    )
