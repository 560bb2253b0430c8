"""F33: an employer that was erased is in no file of the product any more, also after all history came over the bus again."""

from pathlib import Path
from typing import Any

from klantbeeld.settings import Settings
from tests.bouwers_bronnen import surroundings
from tests.bouwers_bus import make_bus_settings
from tests.bouwers_leveringen import ANDER, Levering, make_boete, make_contact, make_organisatie
from tests.programma import run_klantbeeld, wait_until
from tests.redis_server import ZEKER, Redisproces, start_redis

KANARIE = "Kanarievogel"


def make_geschiedenis() -> list[Levering | bytes]:
    """One employer that stays, and one of which every line holds the canary; the last of them is refused."""
    van_ander: dict[str, Any] = {"bron": "k3cr", "werkgever": [f"lh:{ANDER}"]}
    contact = make_contact(sleutel=f"contact {KANARIE}", **van_ander)
    return [
        make_organisatie(bron="k3cr"),
        make_organisatie(ANDER, {"naam": KANARIE, "natuurlijkPersoon": True}, bron="k3cr"),
        make_boete(sleutel=KANARIE, **van_ander),
        contact,
        contact | {"versie": contact["versie"] + 1, "gegevens": contact["gegevens"] | {"kanaal": KANARIE}},
    ]


def run(settings: Settings, *woorden: str) -> None:
    """A command, whose words are kept in the folder of the store too."""
    map_ = settings.leveringen.parent
    gedaan = run_klantbeeld(map_, *woorden, **surroundings(settings))
    assert gedaan.returncode == 0, gedaan.stderr
    with (map_ / "gezegd.log").open("a") as log:
        log.write(gedaan.stdout + gedaan.stderr)


def list_traces(map_: Path) -> set[str]:
    """The folders with a file in which the canary, or the number of its employer, can be read."""
    sporen = [KANARIE.encode(), KANARIE.lower().encode(), ANDER.encode()]
    bestanden = (pad for pad in map_.rglob("*") if pad.is_file())
    return {pad.parent.name for pad in bestanden if any(spoor in pad.read_bytes() for spoor in sporen)}


def rewrite(redis: Redisproces) -> None:
    """Has Redis write its files anew, as it does by itself when they have grown."""
    with redis.connect() as client:
        client.bgrewriteaof()
        wait_until(lambda: not client.info("persistence")["aof_rewrite_in_progress"])


def test_the_canary_is_in_no_data_directory_after_it_was_erased_and_replayed(tmp_path: Path) -> None:
    with start_redis(tmp_path / "redis", *ZEKER) as redis:
        settings = make_bus_settings(tmp_path / "store", redis)
        geschiedenis = make_geschiedenis()
        redis.deliver(*geschiedenis)
        run(settings, "index")
        run(settings, "status")
        run(settings, "dead-letters", "list")
        assert list_traces(tmp_path / "store") == {"store"}
        run(settings, "erase", f"lh:{ANDER}", "--ja")
        assert list_traces(tmp_path / "store") == set()
        redis.deliver(*geschiedenis)
        run(settings, "index")
        run(settings, "index")
        run(settings, "status")
        assert list_traces(tmp_path) == {"appendonlydir"}
        rewrite(redis)
        assert list_traces(tmp_path) == set()
