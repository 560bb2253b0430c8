"""Builders of sources that deliver over the bus."""

from pathlib import Path

from pydantic import SecretStr

from klantbeeld.settings import Settings
from klantbeeld.settings_delen import BusSettings, StoreSettings
from tests.bouwers_leveringen import VANDAAG
from tests.redis_server import Redisproces


def write_stromen(map_: Path, *bronnen: str, herstel: bool = False) -> Path:
    """A bronnen.toml of sources that come over the bus; with ``herstel`` each can be read again from a file of its name."""
    delen = []
    for bron in bronnen:
        delen += [f"[bronnen.{bron}]", f'naam = "{bron}"', 'lezer = "stroom"', 'groepen = ["CONTACTMANAGEMENT"]']
        delen += ['herstel = "bestanden"', f'pad = "{bron}.jsonl"'] if herstel else []
    pad = map_ / "bronnen.toml"
    pad.write_text("\n".join(delen))
    return pad


def make_bus_settings(map_: Path, redis: Redisproces, *bronnen: str, herstel: bool = False) -> Settings:
    """Settings of a new store whose sources (k3cr when none is named) come over this bus; what another indexer left is taken
    over at once."""
    leveringen = map_ / "leveringen"
    leveringen.mkdir(parents=True, exist_ok=True)
    return Settings(
        store=StoreSettings(url=f"sqlite:///{map_}/klantbeeld.db"),
        bus=BusSettings(url=SecretStr(redis.url), overname_na=0),
        leveringen=leveringen,
        bronnen=write_stromen(map_, *(bronnen or ("k3cr",)), herstel=herstel),
        vandaag=VANDAAG,
    )
