"""Settings: what is unknown, missing or impossible stops the start and is named; a secret is never shown."""

import os
from datetime import date
from pathlib import Path

import pytest

from klantbeeld.errors import InstellingOnjuist
from klantbeeld.settings import DEMOGEHEIM, Settings, list_settings, load_settings

GEHEIM = "Kanarie-geheim-van-meer-dan-32-tekens-lang"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for naam in [naam for naam in os.environ if naam.upper().startswith("KLANTBEELD_")]:
        monkeypatch.delenv(naam)


def refuse(monkeypatch: pytest.MonkeyPatch, **omgeving: str) -> str:
    """What is said of these environment variables."""
    for naam, waarde in omgeving.items():
        monkeypatch.setenv(naam, waarde)
    with pytest.raises(InstellingOnjuist) as fout:
        load_settings()
    return str(fout.value)


def refuse_file(monkeypatch: pytest.MonkeyPatch, map_: Path, inhoud: str | bytes) -> str:
    """What is said of this settings file."""
    bestand = map_ / "klantbeeld.toml"
    bestand.write_bytes(inhoud if isinstance(inhoud, bytes) else inhoud.encode())
    return refuse(monkeypatch, KLANTBEELD_BESTAND=str(bestand))


def test_the_demo_needs_no_settings() -> None:
    settings = load_settings()
    assert (settings.omgeving, settings.geheim, settings.vandaag) == ("demo", DEMOGEHEIM, None)
    assert settings.store.url == "sqlite:///.klantbeeld/klantbeeld.db"


@pytest.mark.parametrize(
    "naam",
    [
        "KLANTBEELD_GEHEIMPJE",
        "KLANTBEELD_STORE",
        "KLANTBEELD_STORE__URI",
        "KLANTBEELD_STORE__URL__X",
        "KLANTBEELD_CACHE__PREFIX",
        "KLANTBEELD_GEHEIM__X",
        "KLANTBEELD_",
        "klantbeeld_geheimpje",
        "Klantbeeld_Store__Uri",
    ],
)
def test_an_unknown_variable_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch, naam: str) -> None:
    assert refuse(monkeypatch, **{naam: GEHEIM}) == f"Onbekende instelling: {naam}. Zie docs/settings.md."


def test_all_unknown_variables_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    melding = refuse(monkeypatch, KLANTBEELD_Y="1", klantbeeld_x="2")
    assert melding == "Onbekende instelling: KLANTBEELD_Y, klantbeeld_x. Zie docs/settings.md."


def test_a_known_variable_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("klantbeeld_vandaag", "2023-10-20")
    assert load_settings().vandaag == date(2023, 10, 20)


def test_a_variable_that_is_set_in_two_spellings_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    melding = refuse(monkeypatch, KLANTBEELD_GEHEIM=GEHEIM, klantbeeld_geheim=GEHEIM[::-1])
    assert melding == "Meer dan een keer gezet, in hoofdletters en in kleine: KLANTBEELD_GEHEIM."


@pytest.mark.parametrize(
    ("naam", "waarde", "melding"),
    [
        ("KLANTBEELD_OMGEVING", "test", "kies uit 'demo' of 'productie'"),
        ("KLANTBEELD_GEHEIM", "Kanarie", "moet minstens 32 tekens hebben"),
        ("KLANTBEELD_GEHEIM", "", "moet minstens 32 tekens hebben"),
        (
            "KLANTBEELD_CACHE__URL",
            "http://:Kanarie@cache",
            "moet memory:// zijn, redis://host:poort/nummer, of rediss://gebruiker:wachtwoord@host:poort (TLS)",
        ),
        ("KLANTBEELD_VANDAAG", "morgen", "is geen dag; schrijf jjjj-mm-dd"),
        ("KLANTBEELD_VANDAAG", "2023-02-30", "is geen dag; schrijf jjjj-mm-dd"),
        ("KLANTBEELD_VANDAAG", "", "is geen dag; schrijf jjjj-mm-dd"),
        ("KLANTBEELD_VANDAAG", "0", "is geen dag; schrijf jjjj-mm-dd"),
        ("KLANTBEELD_VANDAAG", "1697760000", "is geen dag; schrijf jjjj-mm-dd"),
        ("KLANTBEELD_VANDAAG", "0001-01-01", "is geen dag van 1900 tot en met 2100; schrijf jjjj-mm-dd"),
        ("KLANTBEELD_VANDAAG", "9999-12-31", "is geen dag van 1900 tot en met 2100; schrijf jjjj-mm-dd"),
    ],
)
def test_an_impossible_value_is_named_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, naam: str, waarde: str, melding: str
) -> None:
    gezegd = refuse(monkeypatch, **{naam: waarde})
    assert gezegd == f"{naam}: {melding}"
    assert "Kanarie" not in gezegd


@pytest.mark.parametrize(
    "url",
    [
        *("", "sqlite:///", "sqlite://pad.db", "postgresql://ik:Kanarie@db/x", "pad.db", "elasticsearch://es:9200"),
        *("elasticsearch+https://ik:Kanarie@es", "elasticsearch+https://", "elasticsearch+https://es/Kanarie"),
        *("elasticsearch+https://es,/x", "elasticsearch+https://es/-x", "elasticsearch+https://es/x/y"),
    ],
)
def test_a_store_url_that_names_no_file_and_no_cluster_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    melding = refuse(monkeypatch, KLANTBEELD_STORE__URL=url)
    assert melding.startswith("KLANTBEELD_STORE__URL: moet sqlite:///pad/klantbeeld.db zijn")
    assert "Kanarie" not in melding


@pytest.mark.parametrize("url", ["elasticsearch+http://localhost:9200", "elasticsearch+https://a:9200,b.nl:9200,c/eigen_1"])
def test_a_store_url_may_name_a_cluster(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("KLANTBEELD_STORE__URL", url)
    assert (load_settings().store.url, load_settings().store.is_bestand) == (url, False)


def test_half_credentials_for_the_store_are_refused_without_repeating_them(monkeypatch: pytest.MonkeyPatch) -> None:
    melding = refuse(monkeypatch, KLANTBEELD_STORE__WACHTWOORD="Kanarie")
    assert melding == "KLANTBEELD_STORE: gebruiker en wachtwoord horen bij elkaar"


def test_production_asks_elasticsearch_over_tls_only(monkeypatch: pytest.MonkeyPatch) -> None:
    productie = {"KLANTBEELD_OMGEVING": "productie", "KLANTBEELD_GEHEIM": GEHEIM}
    melding = refuse(monkeypatch, KLANTBEELD_STORE__URL="elasticsearch+http://es:9200", **productie)
    assert melding == "KLANTBEELD_STORE__URL: in productie is TLS nodig; schrijf elasticsearch+https://"
    monkeypatch.setenv("KLANTBEELD_STORE__URL", "elasticsearch+https://es:9200")
    assert load_settings().omgeving == "productie"


def test_all_impossible_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    melding = refuse(monkeypatch, KLANTBEELD_OMGEVING="test", KLANTBEELD_STORE__URL="x", KLANTBEELD_GEHEIM="kort")
    assert [deel.partition(":")[0] for deel in melding.split("; ")] == [
        "KLANTBEELD_OMGEVING",
        "KLANTBEELD_STORE__URL",
        "KLANTBEELD_GEHEIM",
    ]


def test_production_names_each_setting_that_belongs_to_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    melding = refuse(monkeypatch, KLANTBEELD_OMGEVING="productie", KLANTBEELD_VANDAAG="2023-10-20")
    assert melding == (
        "KLANTBEELD_GEHEIM: ontbreekt; in productie is een eigen geheim van 32 tekens of meer nodig; "
        "KLANTBEELD_VANDAAG: kan niet in productie; daar geldt de echte klok"
    )


def test_production_never_answers_get(monkeypatch: pytest.MonkeyPatch) -> None:
    melding = refuse(monkeypatch, KLANTBEELD_OMGEVING="productie", KLANTBEELD_GEHEIM=GEHEIM, KLANTBEELD_GRAPHQL__GET="true")
    assert melding == "KLANTBEELD_GRAPHQL__GET: kan niet in productie; nummers horen niet in adressen"


def test_production_refuses_the_published_key_when_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    melding = refuse(monkeypatch, KLANTBEELD_OMGEVING="productie", KLANTBEELD_GEHEIM=DEMOGEHEIM.get_secret_value())
    assert melding.startswith("KLANTBEELD_GEHEIM: ontbreekt")


def test_production_starts_with_a_key_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLANTBEELD_OMGEVING", "productie")
    monkeypatch.setenv("KLANTBEELD_GEHEIM", GEHEIM)
    assert load_settings().geheim.get_secret_value() == GEHEIM


def test_a_secret_is_not_in_what_settings_show_of_themselves() -> None:
    settings = Settings(geheim=GEHEIM, store={"gebruiker": "ik", "wachtwoord": GEHEIM})
    assert GEHEIM not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"


def test_a_secret_is_not_in_what_is_said_of_another_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert GEHEIM not in refuse_file(monkeypatch, tmp_path, f'geheim = "{GEHEIM}"\nomgeving = "test"\nonbekend = "{GEHEIM}"')


def test_a_file_sets_what_the_environment_does_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bestand = tmp_path / "klantbeeld.toml"
    bestand.write_text(f'vandaag = 2023-10-20\ngeheim = "{GEHEIM}"\n[store]\nurl = "sqlite:///uit-bestand.db"\n')
    monkeypatch.setenv("klantbeeld_bestand", str(bestand))
    monkeypatch.setenv("KLANTBEELD_VANDAAG", "2022-01-31")
    settings = load_settings()
    assert (settings.vandaag, settings.store.url) == (date(2022, 1, 31), "sqlite:///uit-bestand.db")


@pytest.mark.parametrize(
    ("inhoud", "naam"),
    [
        ('geheimpje = "x"', "geheimpje"),
        ('KLANTBEELD_GEHEIM = "x"', "KLANTBEELD_GEHEIM"),
        ('[store]\nuri = "x"', "store.uri"),
        ('[opslag]\nurl = "x"', "opslag"),
    ],
)
def test_an_unknown_name_in_the_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, inhoud: str, naam: str) -> None:
    assert refuse_file(monkeypatch, tmp_path, inhoud) == f"{naam} in KLANTBEELD_BESTAND: onbekende instelling"


@pytest.mark.parametrize("inhoud", ["vandaag = 20231020", "vandaag = true", "vandaag = 2023-10-20T12:00:00Z"])
def test_a_day_in_the_file_must_be_a_day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, inhoud: str) -> None:
    assert refuse_file(monkeypatch, tmp_path, inhoud).startswith("KLANTBEELD_VANDAAG: is geen dag")


def test_a_value_of_another_type_in_the_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert refuse_file(monkeypatch, tmp_path, "bronnen = 7") == "KLANTBEELD_BRONNEN: kan deze waarde niet hebben"


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    melding = refuse(monkeypatch, KLANTBEELD_BESTAND=str(tmp_path / "weg.toml"))
    assert melding == "KLANTBEELD_BESTAND: dit bestand bestaat niet."


def test_a_file_that_is_not_toml_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    melding = refuse_file(monkeypatch, tmp_path, 'omgeving = "demo"\ngeheim = \n')
    assert melding.startswith("KLANTBEELD_BESTAND: dit bestand is geen TOML: ")
    assert "line 2" in melding


def test_a_file_that_is_not_utf8_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    melding = refuse_file(monkeypatch, tmp_path, b'geheim = "\xff"')
    assert melding == "KLANTBEELD_BESTAND: dit bestand is niet te lezen (UnicodeDecodeError)."


def test_the_settings_that_may_not_be_seen_are_known() -> None:
    assert {regel.naam for regel in list_settings() if regel.is_geheim} == {
        *("KLANTBEELD_GEHEIM", "KLANTBEELD_TOEZICHT__TOKEN", "KLANTBEELD_BUS__URL", "KLANTBEELD_AANMELDEN__GEHEIM"),
        *("KLANTBEELD_CACHE__URL", "KLANTBEELD_STORE__API_SLEUTEL", "KLANTBEELD_STORE__WACHTWOORD"),
        *("KLANTBEELD_VASTLEGGING__KETENSLEUTEL", "KLANTBEELD_VASTLEGGING__PSEUDONIEMSLEUTEL"),
    }


def test_the_demo_listens_on_this_computer_only(monkeypatch: pytest.MonkeyPatch) -> None:
    melding = refuse(monkeypatch, KLANTBEELD_ADRES="0.0.0.0")  # noqa: S104 - what is refused
    assert melding == "KLANTBEELD_ADRES: de demo luistert alleen op deze computer zelf; laat de instelling weg"


def test_an_address_to_listen_on_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    melding = refuse(monkeypatch, KLANTBEELD_ADRES="localhost")
    assert melding == "KLANTBEELD_ADRES: is geen IP-adres; schrijf bijvoorbeeld 127.0.0.1 of 0.0.0.0"


def test_a_short_token_for_metrics_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    melding = refuse(monkeypatch, KLANTBEELD_TOEZICHT__TOKEN="geheimpje")  # noqa: S106 - too short to be one
    assert melding == "KLANTBEELD_TOEZICHT__TOKEN: moet minstens 32 tekens hebben"


def test_every_setting_is_listed_with_its_default_and_meaning() -> None:
    regels = {regel.naam: (regel.standaard, regel.betekenis) for regel in list_settings()}
    assert set(regels) == {
        f"KLANTBEELD_{naam}"
        for naam in (
            *("OMGEVING", "STORE__URL", "CACHE__URL", "BRONNEN", "LEVERINGEN"),
            *("RECHTEN", "LOGBOEK", "GEHEIM", "VANDAAG", "LEVERANCIERS"),
            *(f"STORE__{naam}" for naam in ("API_SLEUTEL", "GEBRUIKER", "WACHTWOORD", "CA_BESTAND", "SHARDS", "REPLICAS")),
            *("STORE__HORIZON_IN_DAGEN", "LIMIET__PUNTEN", "BUS__URL", "BUS__GROEP", "BUS__OVERNAME_NA"),
            *("GRAPHQL__GET", "GRAPHQL__INTROSPECTIE", "GRAPHQL__SUGGESTIES", "GRAPHQL__FEDERATIE"),
            *(
                "TOEZICHT__TOKEN",
                "TOEZICHT__POORT",
                "TRACES__URL",
                "ADRES",
                "WEB__INLIJSTERS",
                "WEB__OPENERS",
                "WEB__MELDPUNT",
                "WEB__TOEGANKELIJKHEID",
                "IDENTITEIT__UITGEVERS",
            ),
            *("TLS__CERTIFICAAT", "TLS__SLEUTEL", "TLS__VOORAF"),
            *(f"AANMELDEN__{naam}" for naam in ("UITGEVER", "CLIENT", "SLEUTEL", "GEHEIM", "ADRES")),
            *(f"AANMELDEN__{naam}" for naam in ("RUST", "EINDE", "HERZIENING")),
            *(f"VASTLEGGING__{naam}" for naam in ("KETENSLEUTEL", "PSEUDONIEMSLEUTEL", "GROOTSTE_BESTAND", "URL", "GRENS")),
            *(f"VASTLEGGING__{naam}" for naam in ("BEWAARTERMIJN_IN_MAANDEN", "HERKOMSTKOP")),
        )
    }
    assert regels["KLANTBEELD_GEHEIM"][0] == "(published demo key)"
    assert regels["KLANTBEELD_BRONNEN"][0] == ""
    assert all(betekenis for _, betekenis in regels.values())


@pytest.mark.parametrize("url", ["", "localhost:6379", "http://kanarie@localhost", "sqlite:///kanarie", "unix:///kanarie"])
def test_a_bus_that_is_no_redis_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    melding = refuse(monkeypatch, KLANTBEELD_BUS__URL=url)
    assert melding.startswith("KLANTBEELD_BUS__URL: moet redis://")
    assert "kanarie" not in melding


@pytest.mark.parametrize("url", ["redis://ik:kanarie@bus/0", "rediss://bus/0", "rediss://ik@bus/0", "rediss://:kanarie@bus/0"])
def test_in_production_the_bus_needs_tls_a_user_and_a_password(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """S25: no bus without TLS and a user."""
    melding = refuse(monkeypatch, KLANTBEELD_OMGEVING="productie", KLANTBEELD_GEHEIM=GEHEIM, KLANTBEELD_BUS__URL=url)
    assert melding == "KLANTBEELD_BUS__URL: moet in productie rediss:// zijn (TLS), met gebruiker en wachtwoord"


def test_the_password_of_the_bus_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLANTBEELD_BUS__URL", "rediss://ik:kanarie@bus/0")
    settings = load_settings()
    assert "kanarie" not in repr(settings)
    assert settings.bus.url is not None
    assert settings.bus.url.get_secret_value() == "rediss://ik:kanarie@bus/0"
