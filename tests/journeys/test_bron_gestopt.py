"""A source of which too much is refused, or that can't be read, stops alone, says so, and goes on once it is mended
(F07, F21)."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexers.pipeline import Opdracht
from indexers.readers.files import FilesSource
from indexers.source import Sourceopdracht
from indexers.zekering import VENSTER
from klantbeeld.domain.items import Uitkomst
from klantbeeld.stores.protocol import Tellers
from tests.bouwers_bronnen import Bronnenproef, make_contacten, make_settings, open_bronnenproef, refuse, surroundings
from tests.bouwers_leveringen import Levering, make_bronstand, make_contact
from tests.programma import run_klantbeeld, run_on_terminal


@pytest.fixture
def proef(tmp_path: Path) -> Iterator[Bronnenproef]:
    with open_bronnenproef(make_settings(tmp_path, "archie", "k3cr", "zaken")) as proef:
        for bron in ("archie", "k3cr", "zaken"):
            proef.write(bron)
        yield proef


def reuse_version(levering: Levering) -> Levering:
    """Other content under the same version."""
    return levering | {"gegevens": levering["gegevens"] | {"onderwerp": "iets anders"}}


def restart(proef: Bronnenproef) -> Bronnenproef:
    """A later process on the same store."""
    with open_bronnenproef(proef.settings) as later:
        later.index()
    return proef


# too much refused


def test_a_source_stops_at_the_first_refusal_too_many(proef: Bronnenproef) -> None:
    contacten = make_contacten(300)
    proef.write("k3cr", *contacten[:50], *map(refuse, contacten[50:200]), *contacten[200:])
    verloop = proef.index()
    assert proef.tellers("k3cr") == Tellers("k3cr", applied=50, dead_lettered=100)
    assert verloop.regels == 150
    assert verloop.gestopt == {"k3cr": "TE_VEEL_FOUTEN"}
    assert proef.storingen() == {"k3cr": "TE_VEEL_FOUTEN"}


def test_a_source_stops_exactly_at_what_only_the_store_could_refuse(proef: Bronnenproef) -> None:
    contacten = make_contacten(400)
    proef.write("k3cr", *contacten[:200])
    proef.index()
    proef.append("k3cr", *contacten[200:250], *map(reuse_version, contacten[:150]), *contacten[250:])
    verloop = proef.index()
    assert proef.tellers("k3cr") == Tellers("k3cr", applied=250, dead_lettered=100)
    assert verloop.gestopt == {"k3cr": "TE_VEEL_FOUTEN"}
    assert set(proef.redenen()) == {"VERSIE_HERGEBRUIKT"}


def test_refusals_at_the_border_and_by_the_store_count_together(proef: Bronnenproef) -> None:
    contacten = make_contacten(200)
    proef.write("k3cr", *contacten, *map(refuse, contacten[:60]), *map(reuse_version, contacten[60:140]))
    proef.index()
    assert proef.tellers("k3cr").dead_lettered == 100


def test_refusals_far_apart_do_not_stop_a_source(proef: Bronnenproef) -> None:
    contacten = make_contacten(VENSTER + 180)
    vroeg, veel, laat = contacten[:90], contacten[90:-90], contacten[-90:]
    proef.write("k3cr", *vroeg, *map(reuse_version, vroeg), *veel, *laat, *map(reuse_version, laat))
    assert proef.index().gestopt == {}
    assert proef.tellers("k3cr") == Tellers("k3cr", applied=VENSTER + 180, dead_lettered=180)


def test_other_sources_go_on_when_one_stops(proef: Bronnenproef) -> None:
    proef.write("archie", *make_contacten(5, "archie"))
    proef.write("k3cr", *map(refuse, make_contacten(150)))
    proef.write("zaken", *make_contacten(5, "zaken"))
    verloop = proef.index()
    assert verloop.gestopt == {"k3cr": "TE_VEEL_FOUTEN"}
    assert (proef.tellers("archie").applied, proef.tellers("zaken").applied) == (5, 5)


def test_a_stopped_source_is_left_alone_until_the_next_start(proef: Bronnenproef) -> None:
    proef.write("k3cr", *map(refuse, make_contacten(150)))
    proef.index()
    assert proef.run().regels == 0
    assert proef.tellers("k3cr").dead_lettered == 100


def test_the_next_start_tries_again_and_stops_again(proef: Bronnenproef) -> None:
    contacten = make_contacten(350)
    proef.write("k3cr", *map(refuse, contacten[:340]), *contacten[340:])
    proef.index()
    restart(proef)
    assert proef.tellers("k3cr").dead_lettered == 200
    assert proef.storingen() == {"k3cr": "TE_VEEL_FOUTEN"}


def test_a_mended_file_goes_through_and_settles_what_was_refused(proef: Bronnenproef) -> None:
    contacten = make_contacten(200)
    proef.write("k3cr", *map(refuse, contacten))
    proef.index()
    proef.write("k3cr", *contacten)
    restart(proef)
    assert proef.redenen() == []
    assert proef.storingen() == {}
    assert len(proef.live()) == 200


def test_the_command_fails_when_a_source_stops(proef: Bronnenproef) -> None:
    proef.write("k3cr", *map(refuse, make_contacten(150)))
    klaar = run_klantbeeld(proef.settings.leveringen, "index", **surroundings(proef.settings))
    assert klaar.returncode == 1
    assert "Gestopt: k3cr (TE_VEEL_FOUTEN): de bron is gestopt: te veel records werden geweigerd." in klaar.stderr
    assert "Traceback" not in klaar.stderr


def test_on_a_terminal_the_command_speaks_in_plain_lines(proef: Bronnenproef) -> None:
    proef.write("archie", *make_contacten(2, "archie"))
    proef.write("k3cr", *map(refuse, make_contacten(150)))
    code, gezegd = run_on_terminal(proef.settings.leveringen, "index", **surroundings(proef.settings))
    assert (code, "{" in gezegd) == (1, False)
    assert re.search(r"\d\d:\d\d:\d\d let op: bron gestopt bron=k3cr reden=TE_VEEL_FOUTEN trace_id=[0-9a-f]{32}", gezegd)
    for regel in ("102 regels gelezen: toegepast 2, dode brieven 100.", "  archie: toegepast 2", "  k3cr: dode brieven 100"):
        assert regel in gezegd


def test_one_bad_source_in_a_file_of_several_stops_that_file(proef: Bronnenproef, tmp_path: Path) -> None:
    pad = proef.write("gemengd", *make_contacten(5), *map(refuse, make_contacten(150, "archie")))
    klaar = run_klantbeeld(tmp_path, "index", "--bestand", str(pad), **surroundings(proef.settings))
    assert klaar.returncode == 1
    assert proef.tellers("k3cr").applied == 5
    assert proef.tellers("archie").dead_lettered == 100
    assert proef.storingen() == {}


def test_refusals_of_several_sources_are_counted_apart(proef: Bronnenproef, tmp_path: Path) -> None:
    gemengd = [make_contacten(90, bron) for bron in ("archie", "k3cr")]
    proef.write("archie", *gemengd[0])
    proef.write("k3cr", *gemengd[1])
    proef.index()
    pad = proef.write("gemengd", *(reuse_version(levering) for deel in gemengd for levering in deel))
    klaar = run_klantbeeld(tmp_path, "index", "--bestand", str(pad), **surroundings(proef.settings))
    assert klaar.returncode == 0
    assert (proef.tellers("archie").dead_lettered, proef.tellers("k3cr").dead_lettered) == (90, 90)


def test_what_the_store_refuses_of_one_source_is_not_held_against_another(proef: Bronnenproef) -> None:
    contacten = make_contacten(20)
    proef.write("k3cr", *contacten)
    proef.index()
    fout, goed = map(refuse, make_contacten(95, "archie")), make_contacten(1, "archie")
    pad = proef.write("gemengd", *fout, *goed, *map(reuse_version, contacten))
    source = FilesSource(Sourceopdracht("gemengd", None, pad))
    assert proef.pipeline.run([source], Opdracht()).gestopt == {}
    assert (proef.tellers("archie").dead_lettered, proef.tellers("k3cr").dead_lettered) == (95, 20)


def test_a_source_that_stops_before_its_bronstand_does_not_come_to_it(proef: Bronnenproef) -> None:
    contacten = make_contacten(150)
    proef.write("k3cr", *contacten)
    proef.index()
    proef.append("k3cr", *map(reuse_version, contacten), make_bronstand("k3cr", volledig=True, aantal=150))
    verloop = proef.index()
    assert (verloop.gestopt, verloop.momentopnamen, verloop.regels) == ({"k3cr": "TE_VEEL_FOUTEN"}, (), 100)


# not readable


def test_a_source_that_is_not_there_is_told_and_cleared_once_it_is(proef: Bronnenproef) -> None:
    pad = proef.write("k3cr", *make_contacten(2))
    weg = pad.rename(pad.with_suffix(".weg"))
    proef.write("zaken", *make_contacten(3, "zaken"))
    assert proef.index().gestopt == {"k3cr": "BRON_ONLEESBAAR"}
    assert proef.storingen() == {"k3cr": "BRON_ONLEESBAAR"}
    assert proef.tellers("zaken").applied == 3
    weg.rename(pad)
    assert proef.index().gestopt == {}
    assert proef.storingen() == {}
    assert proef.live() == {"C1", "C2"}


def test_a_source_in_trouble_stays_so_for_readers_until_it_was_read(proef: Bronnenproef) -> None:
    shutil.move(proef.settings.leveringen / "k3cr.jsonl", proef.settings.leveringen / "weg")
    proef.index()
    gezien = []
    proef.write("archie", *make_contacten(1, "archie"))
    proef.run(Opdracht(bewaak=lambda: gezien.append(proef.storingen())))
    assert gezien
    assert all(storingen == {"k3cr": "BRON_ONLEESBAAR"} for storingen in gezien)


def test_a_following_indexer_lets_a_failing_source_rest(proef: Bronnenproef) -> None:
    shutil.move(proef.settings.leveringen / "k3cr.jsonl", proef.settings.leveringen / "weg")
    pogingen = [proef.run(Opdracht(volgen=True)).gestopt for _ in range(20)]
    assert pogingen[0] == {"k3cr": "BRON_ONLEESBAAR"}
    assert {} in pogingen


# foreign and too new


def test_a_record_of_another_source_is_refused(proef: Bronnenproef) -> None:
    proef.write("k3cr", make_contact(bron="k3cr"), make_contact(bron="archie"))
    proef.index()
    assert proef.tellers("k3cr") == Tellers("k3cr", applied=1, dead_lettered=1)
    assert [(brief.bron, brief.reden, brief.veld) for brief in proef.store.dead_letters()] == [("k3cr", "BRON_VREEMD", "bron")]


def test_a_version_above_the_ceiling_of_its_source_is_refused(tmp_path: Path) -> None:
    with open_bronnenproef(make_settings(tmp_path, "k3cr", versieplafond=1000)) as proef:
        proef.write("k3cr", make_contact(bron="k3cr", versie=1000), make_contact(bron="k3cr", versie=1001))
        assert proef.index().uitkomsten == {Uitkomst.TOEGEPAST: 1, Uitkomst.GEWEIGERD: 1}
        assert proef.redenen() == ["VERSIE_BOVEN_PLAFOND"]


def test_every_line_ends_in_one_counter(proef: Bronnenproef) -> None:
    contacten = make_contacten(4)
    oud = contacten[0] | {"versie": 1}
    proef.write("k3cr", *contacten, contacten[0], oud, refuse(contacten[1]), reuse_version(contacten[2]), b"geen json")
    verloop = proef.index()
    assert proef.tellers("k3cr") == Tellers("k3cr", applied=4, superseded=1, unchanged=1, dead_lettered=3)
    assert verloop.regels == proef.tellers("k3cr").received == 9
    assert verloop.uitkomsten.total() == 9
