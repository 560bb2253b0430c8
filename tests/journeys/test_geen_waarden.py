"""I10: what is planted in deliveries, questions and addresses is nowhere in what those who run the program read."""

import json
import signal
from pathlib import Path
from typing import Any

import httpx

from tests.bouwers_bronnen import make_settings, surroundings
from tests.bouwers_leveringen import Levering, make_bronstand, make_contact, make_organisatie, write_leveringen
from tests.programma import find_free_port, run_klantbeeld, start_klantbeeld

BSN, NAAM, TELEFOON, VRAAG = "987654321", "Kanarievogel", "0612345678", "Zoekkanarie"
VELD = "Veldkanarie"
"""The name of a field: only the answer to who asked for it may say that there is none."""
SPOREN = [BSN, NAAM.lower(), TELEFOON, VRAAG.lower()]
WEG = "/nergens"


def plant() -> list[Levering | bytes]:
    """Canaries in what is accepted, refused, delivered under a strange name and not even JSON."""
    nummer = f"{BSN}L01"
    contact = make_contact(bron="k3cr", sleutel=TELEFOON, werkgever=[f"lh:{nummer}"])
    return [
        make_organisatie(nummer, {"naam": NAAM, "natuurlijkPersoon": True}, bron="k3cr"),
        contact,
        contact | {"versie": contact["versie"] + 1, "gegevens": contact["gegevens"] | {"kanaal": NAAM, NAAM: TELEFOON}},
        make_contact(bron=NAAM, sleutel=BSN),
        contact | {"werkgever": [f"{NAAM}"]},
        f'{{"bron": "{NAAM}", "{BSN}": {TELEFOON}'.encode(),
        f"\x1b[31m\r{NAAM}".encode(),
        make_bronstand(bron="k3cr"),
    ]


def ask(client: httpx.Client, token: str) -> list[httpx.Response]:
    """Questions that carry canaries wherever a caller can write one; most of them are refused."""
    vragen: list[Any] = [
        {"query": f'{{ werkgevers(zoekterm: "{VRAAG}") {{ totaal }} }}'},
        {"query": "query ($id: ID!) { werkgever(id: $id) { naam } }", "variables": {"id": VRAAG}},
        {"query": "query ($id: Int!) { ik { rol } }", "variables": {"id": VRAAG}},
        {"query": f"query {VRAAG} {{ {VELD} }}", "operationName": VRAAG},
        {"query": f'{{ werkgeversOpSleutel(soort: RSIN, waarde: "{VRAAG}") {{ naam }} }}'},
        {"query": f'{{ volledigNummer(werkgeverId: "{VRAAG}", soort: RSIN, reden: "{VRAAG}") }}'},
        {"query": f"{{ ik {{ rol }} }} # {VRAAG} {{"},
    ]
    koppen = {"Authorization": f"Bearer {token}", "User-Agent": VRAAG, "X-Request-Id": VRAAG, "traceparent": VRAAG}
    antwoorden = [client.post(f"/graphql?zoek={VRAAG}", json=vraag, headers=koppen) for vraag in vragen]
    antwoorden += [client.get(f"/{VRAAG}/{BSN}?bsn={BSN}"), client.request(VRAAG.upper(), "/graphql"), client.get(WEG)]
    antwoorden.append(client.post("/graphql", content=VRAAG.encode(), headers=koppen))
    antwoorden.append(client.post("/graphql", json=vragen[0], headers={"Authorization": f"Bearer {VRAAG}"}))
    return antwoorden


def test_no_planted_value_is_in_logs_metrics_health_status_errors_or_listings(tmp_path: Path) -> None:
    """S20: nor is what a caller planted in a question, a header or an address."""
    settings = make_settings(tmp_path, "k3cr")
    omgeving = surroundings(settings) | {"KLANTBEELD_GRAPHQL__SUGGESTIES": "false"}  # as in production
    write_leveringen(settings.leveringen / "k3cr.jsonl", plant())
    los = write_leveringen(tmp_path / "los.jsonl", plant())
    gelezen = [run_klantbeeld(tmp_path, *woorden, **omgeving) for woorden in (["index"], ["index", "--bestand", str(los)])]
    token = run_klantbeeld(tmp_path, "token", "--rol", "klantadviseur", **omgeving).stdout.strip()
    poort = find_free_port()
    with start_klantbeeld(tmp_path, "serve", "--port", str(poort), omgeving=omgeving) as web:
        web.wait_for("stop met Ctrl-C")
        with httpx.Client(base_url=f"http://127.0.0.1:{poort}", trust_env=False) as client:
            antwoorden = ask(client, token)
            pagina = [client.get(pad).text for pad in ("/metrics", "/gezondheid/gereed", "/gezondheid/levend")]
        assert web.stop(signal.SIGTERM) == 0
    bekeken = [run_klantbeeld(tmp_path, *woorden, **omgeving) for woorden in (["status"], ["dead-letters", "list", "--json"])]
    verteld = {
        "log": web.gezegd,
        "metrics, health": "".join(pagina),
        "answers": "".join(antwoord.text for antwoord in antwoorden),
        "index": "".join(gedaan.stderr + gedaan.stdout for gedaan in gelezen),
        "dead letters": bekeken[1].stdout,
    }
    assert len(json.loads(bekeken[1].stdout)) >= 4
    # Beside these: three pages, the first question of the server to itself; and one method that is no method at all.
    assert web.gezegd.count('"event": "verzoek"') == len(antwoorden) + 3 + 1 - 1
    assert web.gezegd.count('"event": "Invalid HTTP request received."') == 1
    gevonden = {
        (plaats, spoor) for plaats, tekst in verteld.items() for spoor in [*SPOREN, VELD.lower()] if spoor in tekst.lower()
    }
    assert gevonden == {("answers", VELD.lower())}
