"""``bronnen.toml``: what is wrong in it is said at the start, with its name."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from indexers.bus import Bus
from indexers.configuratie import load_bronnen
from klantbeeld.domain.bronnen import Bronadressen
from klantbeeld.domain.leveringen import HOOGSTE_VERSIE
from klantbeeld.errors import InstellingOnjuist

GOED = 'naam = "K3CR"\nlezer = "bestanden"\npad = "k3cr.jsonl"\ngroepen = ["CONTACTMANAGEMENT"]\n'


def write(map_: Path, *regels: str, kop: str = "[bronnen.k3cr]") -> Path:
    pad = map_ / "bronnen.toml"
    pad.write_text("\n".join([kop, GOED, *regels]))
    return pad


def test_without_a_file_there_are_the_nine_sources_of_the_example() -> None:
    assert len(load_bronnen(None).configuraties) == 9


def test_a_source_is_read_with_its_norm_and_its_ceiling(tmp_path: Path) -> None:
    lijst = load_bronnen(write(tmp_path, "norm_in_uren = 2", "versieplafond = 7", 'soorten = ["contact"]'))
    assert lijst.bronnen["k3cr"].norm == timedelta(hours=2)
    assert lijst.bronnen["k3cr"].soorten == {"contact"}
    assert (lijst.ceiling("k3cr"), lijst.ceiling("onbekend")) == (7, HOOGSTE_VERSIE)


def test_a_path_belongs_to_the_folder_of_the_deliveries(tmp_path: Path) -> None:
    (source,) = load_bronnen(write(tmp_path)).make_sources(tmp_path)
    assert (source.stroom, source.bron) == ("k3cr", "k3cr")
    (tmp_path / "k3cr.jsonl").write_bytes(b"een\n")
    assert [len(blok.regels) for blok in source.read(None)] == [1]


def test_only_the_chosen_sources_are_read(tmp_path: Path) -> None:
    assert [source.bron for source in load_bronnen(None).make_sources(tmp_path, frozenset({"zaken", "cws"}))] == [
        "cws",
        "zaken",
    ]


def test_a_chosen_source_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InstellingOnjuist, match="Onbekende bron: nergens"):
        load_bronnen(None).make_sources(tmp_path, frozenset({"nergens"}))


@pytest.mark.parametrize(
    ("regel", "noemt"),
    [
        ('kleur = "rood"', "kleur"),
        ('soorten = ["verzuim"]', "onbekende soort"),
        ("norm_in_uren = 0", "norm_in_uren"),
        ("norm_in_uren = inf", "norm_in_uren"),
        ("norm_in_uren = nan", "norm_in_uren"),
        ("versieplafond = 0", "versieplafond"),
        (f"versieplafond = {HOOGSTE_VERSIE + 1}", "versieplafond"),
        ("dit is geen toml", "bronnenbestand"),
    ],
)
def test_what_is_wrong_in_a_source_is_named(tmp_path: Path, regel: str, noemt: str) -> None:
    with pytest.raises(InstellingOnjuist, match=noemt):
        load_bronnen(write(tmp_path, regel))


@pytest.mark.parametrize(
    ("regel", "melding"),
    [
        ("onzin = 7", "bronnen.k3cr.onzin: onbekend, onjuist of ontbrekend"),
        ("norm_in_uren = 0", "bronnen.k3cr.norm_in_uren: onbekend, onjuist of ontbrekend"),
        ("norm_in_uren = 0\nonzin = 7", "onbekend, onjuist of ontbrekend; bronnen.k3cr.onzin: "),
    ],
)
def test_what_is_wrong_in_a_source_is_told_by_place_and_without_the_value(tmp_path: Path, regel: str, melding: str) -> None:
    with pytest.raises(InstellingOnjuist) as fout:
        load_bronnen(write(tmp_path, regel))
    assert melding in str(fout.value)
    assert "pydantic" not in str(fout.value)


def test_a_source_says_where_it_can_be_asked_itself(tmp_path: Path) -> None:
    pagina, balie = "https://wgs.test:8443/w?id={werkgever}", "mailto:balie@wgs.test?subject={groep}%20{werkgever}"
    lijst = load_bronnen(write(tmp_path, f'bronpagina = "{pagina}"', f'terugmelden = "{balie}"'))
    assert lijst.bronnen["k3cr"].adressen == Bronadressen(pagina, balie)
    assert load_bronnen(write(tmp_path)).bronnen["k3cr"].adressen == Bronadressen(None, None)


@pytest.mark.parametrize(
    "adres",
    [
        "http://wgs.test/",
        "javascript:alert(1)",
        "//wgs.test/",
        "https:///w",
        "https://[wgs/",
        "https://gebruiker:woord@wgs.test/",  # pragma: allowlist secret
        "https://{werkgever}.wgs.test/",
        "https://wgs.test/{lhNummer}",
        "https://wgs.test/{}",
        "https://wgs.test/a b",
        'https://wgs.test/\\"x',
        "https://wgs.test/\\n",
        "",
    ],
)
@pytest.mark.parametrize("veld", ["bronpagina", "terugmelden"])
def test_an_address_of_a_source_that_is_none_is_refused(tmp_path: Path, veld: str, adres: str) -> None:
    with pytest.raises(InstellingOnjuist, match=rf"bronnen\.k3cr\.{veld}: geen adres dat met https:// "):
        load_bronnen(write(tmp_path, f'{veld} = "{adres}"'))


@pytest.mark.parametrize("adres", ["mailto:", "mailto:balie", "mailto:{werkgever}@", "mailto://wgs.test/", "mailto:a@b@c"])
def test_a_mailbox_that_is_none_is_refused(tmp_path: Path, adres: str) -> None:
    with pytest.raises(InstellingOnjuist, match="met https:// of mailto: begint"):
        load_bronnen(write(tmp_path, f'terugmelden = "{adres}"'))


def test_a_page_of_a_source_is_no_mailbox(tmp_path: Path) -> None:
    with pytest.raises(InstellingOnjuist, match="bronpagina"):
        load_bronnen(write(tmp_path, 'bronpagina = "mailto:balie@wgs.test"'))


def test_an_unknown_reader_is_told_with_those_there_are(tmp_path: Path) -> None:
    pad = write(tmp_path)
    pad.write_text(pad.read_text().replace("bestanden", "postduif"))
    with pytest.raises(InstellingOnjuist, match="onbekende lezer; kies uit bestanden, stroom"):
        load_bronnen(pad)


@pytest.mark.parametrize(
    ("inhoud", "noemt"),
    [
        (f"[bron.k3cr]\n{GOED}", "onbekende instelling: bron"),
        (f'[bronnen."k 3"]\n{GOED}', "zo kan een bron niet heten: k 3"),
        ("bronnen = 7", "geen bron"),
        ("", "geen bron"),
        ("[bronnen]\nk3cr = 7", "bronnen.k3cr: onbekend, onjuist of ontbrekend"),
    ],
)
def test_a_file_without_proper_sources_is_refused(tmp_path: Path, inhoud: str, noemt: str) -> None:
    pad = tmp_path / "bronnen.toml"
    pad.write_text(inhoud)
    with pytest.raises(InstellingOnjuist, match=noemt):
        load_bronnen(pad)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    pad = tmp_path / "bronnen.toml"
    pad.write_bytes(b"\xff\xfe")
    with pytest.raises(InstellingOnjuist, match=r"bronnen\.toml"):
        load_bronnen(pad)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InstellingOnjuist, match=r"weg\.toml"):
        load_bronnen(tmp_path / "weg.toml")


# sources that come over the bus

STROOM = 'naam = "K3CR"\ngroepen = ["CONTACTMANAGEMENT"]\nlezer = "stroom"\n'


def write_stroom(map_: Path, regels: str = "") -> Path:
    pad = map_ / "bronnen.toml"
    pad.write_text(f"[bronnen.k3cr]\n{STROOM}{regels}")
    return pad


def test_a_stream_needs_no_path_but_a_bus(tmp_path: Path) -> None:
    bronnen = load_bronnen(write_stroom(tmp_path))
    assert bronnen.stromen == {"k3cr"}
    with pytest.raises(InstellingOnjuist, match=r"KLANTBEELD_BUS__URL ontbreekt: k3cr komt over de bus"):
        bronnen.make_sources(tmp_path)


def test_a_stream_that_can_be_read_again_does_so_under_a_name_of_its_own(tmp_path: Path) -> None:
    bronnen = load_bronnen(write_stroom(tmp_path, 'herstel = "bestanden"\npad = "k3cr.jsonl"'))
    with closing(Bus("redis://127.0.0.1:1/0")) as bus:
        (source,) = bronnen.make_sources(tmp_path, bus=bus)
        assert source.herstel is not None
        assert (source.stroom, source.herstel.stroom, source.herstel.bron) == ("k3cr", "k3cr:herstel", "k3cr")
        assert source.herstel.herstel is source.herstel


@pytest.mark.parametrize(
    ("regels", "noemt"),
    [
        ('herstel = "bestanden"', "pad ontbreekt"),
        ('herstel = "stroom"\npad = "x"', "noemt een andere lezer"),
        ('herstel = "postduif"\npad = "x"', "noemt een andere lezer"),
    ],
)
def test_a_way_to_read_again_that_is_none_is_refused(tmp_path: Path, regels: str, noemt: str) -> None:
    with pytest.raises(InstellingOnjuist, match=noemt):
        load_bronnen(write_stroom(tmp_path, regels))


def test_files_need_a_path_and_are_their_own_way_to_read_again(tmp_path: Path) -> None:
    pad = write(tmp_path)
    tekst = pad.read_text()
    pad.write_text("\n".join(regel for regel in tekst.splitlines() if not regel.startswith("pad")))
    with pytest.raises(InstellingOnjuist, match="pad ontbreekt"):
        load_bronnen(pad)
    pad.write_text(f'{tekst}\nherstel = "bestanden"')
    with pytest.raises(InstellingOnjuist, match="herstel hoort bij lezer stroom"):
        load_bronnen(pad)
