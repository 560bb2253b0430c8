"""A cluster loses a node: with three it is not noticed, with two it is said that reading works and writing doesn't, and in the
end nothing is missing."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx
import orjson
import pytest
from elasticsearch import Elasticsearch

from klantbeeld.domain.bronnen import STAAT_STIL, Groepsoort
from klantbeeld.laden import LANGSTE_STILTE
from resolvers.uitvoering import read_volledig_beeld
from tests.bouwers_toezicht import read_metrics
from tests.dienst import make_token
from tests.faults.test_gedood import count_lines, finish, make_leveringen, read_status, surroundings
from tests.programma import find_free_port, start_klantbeeld, wait_until
from tests.testcluster import Cluster, start_cluster
from tests.testnode import check_node

WERKGEVERS = 60
ALLEEN_LEZEN = "STORE_READ_ONLY"
pytestmark = pytest.mark.skipif("LANGE_TESTS" not in os.environ, reason="the long form only")


@dataclass(slots=True)
class Proef:
    """An indexer that follows and a web process, on a store in a cluster; ``heel`` is how a store in SQLite stands that got the
    same deliveries. Only the first half of each file of deliveries is there until ``deliver_rest``."""

    omgeving: dict[str, str]
    leveringen: Path
    heel: dict[str, object]
    regels: int
    web: httpx.Client
    indexer: httpx.Client
    rest: dict[Path, bytes] = field(default_factory=dict)

    def hold_back(self) -> None:
        """Cuts the second half off every file."""
        for pad in self.leveringen.glob("*.jsonl"):
            regels = pad.read_bytes().splitlines(keepends=True)
            helft = len(regels) // 2
            pad.write_bytes(b"".join(regels[:helft]))
            self.rest[pad] = b"".join(regels[helft:])

    def deliver_rest(self) -> None:
        for pad, rest in self.rest.items():
            with pad.open("ab") as bestand:
                bestand.write(rest)

    def status(self) -> Any:
        """What ``klantbeeld status`` tells."""
        return orjson.loads(finish(["klantbeeld", "status", "--json"], self.omgeving))

    def view(self) -> dict[str, Any]:
        """The whole view of some employer, as a client gets it."""
        zoek = '{ werkgevers(zoekterm: "de", first: 1) { edges { node { id } } } }'
        (edge,) = self.ask(zoek, {})["werkgevers"]["edges"]
        beeld: dict[str, Any] = self.ask(read_volledig_beeld(), {"id": edge["node"]["id"]})["werkgever"]
        return beeld

    def ask(self, query: str, variabelen: dict[str, str]) -> Any:
        antwoord = self.web.post("/graphql", json={"query": query, "variables": variabelen}).json()
        assert antwoord.keys() == {"data"}, antwoord
        return antwoord["data"]

    def is_caught_up(self) -> bool:
        """Whether everything that was delivered is in, and derived."""
        stand = self.status()
        return stand["markeringen"] == 0 and count_received(stand) >= self.regels


@contextmanager
def try_on(cluster: Cluster, map_: Path, **instellingen: str) -> Iterator[Proef]:
    """Everything that runs, with these settings, and half of the deliveries taken in."""
    leveringen = make_leveringen(map_ / "leveringen", WERKGEVERS)
    apart = surroundings(map_, leveringen)
    finish(["klantbeeld", "index"], apart)
    heel, regels = read_status(apart), sum(count_lines(leveringen).values())
    poorten = {"web": find_free_port(), "indexer": find_free_port()}
    omgeving = apart | {"KLANTBEELD_STORE__URL": cluster.url("proef"), "KLANTBEELD_LOGBOEK": f"{map_}/raadplegingen.jsonl"}
    omgeving |= instellingen
    token = make_token("klantadviseur")
    koppen = {"Authorization": f"Bearer {token}"}
    clients = {
        naam: httpx.Client(base_url=f"http://127.0.0.1:{poort}", headers=koppen, trust_env=False, timeout=60)
        for naam, poort in poorten.items()
    }
    proef = Proef(omgeving, leveringen, heel, regels, clients["web"], clients["indexer"])
    proef.hold_back()
    volgt = omgeving | {"KLANTBEELD_TOEZICHT__POORT": str(poorten["indexer"])}
    finish(["klantbeeld", "index"], omgeving)
    with (
        proef.web,
        proef.indexer,
        start_klantbeeld(map_, "index", "--follow", omgeving=volgt),
        start_klantbeeld(map_, "serve", "--port", str(poorten["web"]), omgeving=omgeving) as web,
    ):
        web.wait_for("stop met Ctrl-C")
        wait_until(lambda: is_ready(proef.indexer))
        cluster.wait()
        yield proef


def count_received(stand: Any) -> int:
    """The records of which the outcome is known."""
    return sum(bron["received"] for bron in stand["bronnen"])


def is_ready(client: httpx.Client) -> bool:
    """Whether a process says that it can do its work."""
    with suppress(httpx.TransportError):
        return client.get("/gezondheid/gereed").status_code == 200
    return False


def list_standen(beeld: dict[str, Any]) -> dict[str, str]:
    """How each group stands."""
    return {naam: groep["stand"]["status"] for naam, groep in beeld.items() if isinstance(groep, dict) and "stand" in groep}


def list_aangesloten(beeld: dict[str, Any]) -> dict[str, Any]:
    """The groups that have a source."""
    return {naam: beeld[naam] for naam, status in list_standen(beeld).items() if status != "NOG_NIET_AANGESLOTEN"}


def look_again(proef: Proef, beelden: list[dict[str, Any]]) -> dict[str, Any]:
    """The view as it is now, which is added to these."""
    beelden.append(proef.view())
    return beelden[-1]


def are_unavailable(beeld: dict[str, Any]) -> bool:
    """Whether each of these groups says that it can't be read now, and shows nothing."""
    return all(map(is_away, list_aangesloten(beeld).values()))


def is_away(groep: dict[str, Any]) -> bool:
    return bool(groep["stand"]["status"] == "NIET_BESCHIKBAAR" and not groep.get("edges"))


def without_stand(groep: dict[str, Any]) -> dict[str, Any]:
    return {deel: waarde for deel, waarde in groep.items() if deel != "stand"}


def without_standen(beeld: dict[str, Any]) -> dict[str, Any]:
    return {
        naam: without_stand(groep) if isinstance(groep, dict) else groep for naam, groep in beeld.items() if naam != "groepen"
    }


def test_of_two_nodes_without_their_master_it_is_said_that_reading_works_and_writing_does_not(tmp_path: Path) -> None:
    check_node()
    with start_cluster(2) as cluster, try_on(cluster, tmp_path) as proef:
        voor = proef.view()
        master = cluster.find_master()
        cluster.kill(master)
        proef.deliver_rest()

        wait_until(lambda: not is_ready(proef.indexer))
        assert proef.indexer.get("/gezondheid/gereed").json() == {
            "status": "NIET_GEREED",
            "store": ALLEEN_LEZEN,
            "alarmen": [{"code": ALLEEN_LEZEN}],
        }
        web = proef.web.get("/gezondheid/gereed")
        assert (web.status_code, web.json()["alarmen"][0]) == (200, {"code": ALLEEN_LEZEN})
        assert f'klantbeeld_alarm{{bron="",code="{ALLEEN_LEZEN}"}} 1.0' in proef.web.get("/metrics").text
        assert {"code": ALLEEN_LEZEN, "bron": None} in proef.status()["alarmen"]
        tijdens = proef.view()
        assert without_standen(tijdens) == without_standen(voor)
        assert set(list_standen(tijdens).values()) <= {"VEROUDERD", "NOG_NIET_AANGESLOTEN"}
        assert tijdens["contactmanagement"]["stand"]["melding"].startswith(STAAT_STIL)

        cluster.start(master)
        cluster.wait()
        wait_until(lambda: is_ready(proef.indexer), 120)
        wait_until(proef.is_caught_up, 120)
        assert read_status(proef.omgeving) == proef.heel
        assert proef.status()["dodeBrieven"] == {}
        wait_until(lambda: STAAT_STIL not in (proef.view()["contactmanagement"]["stand"]["melding"] or ""))


class Lezer:
    """A client that asks for the whole view all the time."""

    def __init__(self, proef: Proef) -> None:
        self._proef = proef
        self._stop = threading.Event()
        self._draad = threading.Thread(target=self._read, daemon=True)
        self.beelden: list[dict[str, Any]] = []
        self.fouten: list[BaseException] = []

    def __enter__(self) -> Self:
        self._draad.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._draad.join(60)

    def _read(self) -> None:
        while not self._stop.is_set():
            try:
                self.beelden.append(self._proef.view())
            except Exception as fout:  # noqa: BLE001 - whatever it is, the test tells of it
                self.fouten.append(fout)


def test_of_three_nodes_the_master_is_killed_under_load_and_no_reader_sees_an_error_and_nothing_is_lost(tmp_path: Path) -> None:
    check_node()
    with start_cluster(3) as cluster, try_on(cluster, tmp_path) as proef, Lezer(proef) as lezer:
        master = cluster.find_master()
        shards = cluster.ask(master, "/_cat/shards/proef-*?format=json")
        assert [shard for shard in shards if shard["node"] == master and shard["prirep"] == "p"] != []
        proef.deliver_rest()
        wait_until(lambda: count_received(proef.status()) > proef.regels * 0.6)
        gelezen = len(lezer.beelden)
        cluster.kill(master)

        wait_until(proef.is_caught_up)
        wait_until(lambda: len(lezer.beelden) > gelezen + 20)
        assert read_status(proef.omgeving) == proef.heel
        assert proef.status()["dodeBrieven"] == {}
        assert lezer.fouten == []
        assert [beeld for beeld in lezer.beelden if beeld is None] == []


def test_while_half_of_the_records_is_lost_no_group_is_shown_by_halves_and_all_is_caught_up_when_they_are_back(
    tmp_path: Path,
) -> None:
    check_node()
    enkel = {"KLANTBEELD_STORE__REPLICAS": "0", "KLANTBEELD_STORE__SHARDS": "2"}
    with start_cluster(2) as cluster, try_on(cluster, tmp_path, **enkel) as proef:
        master = cluster.find_master()
        (ander,) = cluster.nodes.keys() - {master}
        with Elasticsearch(cluster.nodes[master].url) as client:
            # Records on both nodes, all that finds them on the one that stays.
            client.indices.put_settings(index="proef-*", settings={"routing.allocation.require._name": master})
            client.indices.put_settings(
                index="proef-items-*",
                settings={"routing.allocation.require._name": None, "routing.allocation.total_shards_per_node": 1},
            )
        cluster.wait()
        voor = proef.view()
        cluster.kill(ander)
        proef.deliver_rest()

        beelden = [voor]
        # The state of the sources is held for a second: so long what was shown before may be shown once more, whole.
        wait_until(lambda: are_unavailable(look_again(proef, beelden)), 10)
        assert len(list_standen(voor)) == len(Groepsoort)
        groepen = [(naam, groep) for beeld in beelden for naam, groep in list_aangesloten(beeld).items()]
        assert [
            naam for naam, groep in groepen if not is_away(groep) and without_stand(groep) != without_stand(voor[naam])
        ] == []
        wait_until(lambda: not is_ready(proef.indexer), 120)
        stilte = read_metrics(proef.indexer.get("/metrics").text)["klantbeeld_indexer_silence_seconds", ()]
        assert stilte < LANGSTE_STILTE

        cluster.start(ander)
        cluster.wait()
        wait_until(proef.is_caught_up, 120)
        assert read_status(proef.omgeving) == proef.heel
        assert proef.status()["dodeBrieven"] == {}
