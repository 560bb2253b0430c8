"""Who may deliver over HTTP: only who stands in the file, and only with a token of which the print stands there."""

from hashlib import sha256
from pathlib import Path

import pytest

from indexers.leveranciers import Leveranciers, load_leveranciers
from klantbeeld.errors import InstellingOnjuist, NietAangemeld

EEN, ANDER = "een-token-van-minstens-32-tekens-lang", "nog-een-token-van-minstens-32-tekens"
STROMEN = frozenset({"k3cr", "cws"})


def hash_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def write(map_: Path, tekst: str) -> Path:
    pad = map_ / "leveranciers.toml"
    pad.write_text(tekst)
    return pad


def make_leverancier(naam: str, bron: str, *tokens: str) -> str:
    return f"[leveranciers.{naam}]\nbronnen = [{bron!r}]\ntokens = {[hash_token(token) for token in tokens]!r}\n"


@pytest.fixture
def leveranciers(tmp_path: Path) -> Leveranciers:
    tekst = make_leverancier("een", "k3cr", EEN, EEN + "2") + make_leverancier("ander", "cws", ANDER)
    return load_leveranciers(write(tmp_path, tekst), STROMEN)


@pytest.mark.parametrize(("token", "bron"), [(EEN, "k3cr"), (EEN + "2", "k3cr"), (ANDER, "cws")])
def test_each_token_is_that_of_one_deliverer(leveranciers: Leveranciers, token: str, bron: str) -> None:
    assert leveranciers.recognise(token).bronnen == {bron}


@pytest.mark.parametrize("token", ["", EEN[:-1], EEN + " ", EEN.upper(), hash_token(EEN), "é" * 40, "x" * 10_000])
def test_any_other_token_is_of_nobody(leveranciers: Leveranciers, token: str) -> None:
    with pytest.raises(NietAangemeld):
        leveranciers.recognise(token)


def test_a_short_token_is_of_nobody_even_when_its_print_stands_there(tmp_path: Path) -> None:
    leveranciers = load_leveranciers(write(tmp_path, make_leverancier("een", "k3cr", "kort")), STROMEN)
    with pytest.raises(NietAangemeld):
        leveranciers.recognise("kort")


FOUT = {
    "no file at all": (None, "is niet te lezen"),
    "no TOML": ("[", "is niet te lezen"),
    "nobody": ("", "leveranciers"),
    "an empty list": ("[leveranciers]", "leveranciers"),
    "no sources": (f"[leveranciers.een]\ntokens = ['{'a' * 64}']", "leveranciers.een.bronnen"),
    "sources are empty": (f"[leveranciers.een]\nbronnen = []\ntokens = ['{'a' * 64}']", "leveranciers.een.bronnen"),
    "no tokens": ("[leveranciers.een]\nbronnen = ['k3cr']", "leveranciers.een.tokens"),
    "the token itself": (f"[leveranciers.een]\nbronnen = ['k3cr']\ntokens = ['{EEN}']", "leveranciers.een.tokens"),
    "something else": (make_leverancier("een", "k3cr", EEN) + "mag_alles = true", "leveranciers.een.mag_alles"),
    "a source that comes by file": (
        make_leverancier("een", "dans", EEN),
        'dans heeft in het bronnenbestand geen lezer = "stroom"',
    ),
}


@pytest.mark.parametrize("geval", FOUT)
def test_a_file_that_is_wrong_says_where_and_never_shows_a_token(tmp_path: Path, geval: str) -> None:
    tekst, melding = FOUT[geval]
    pad = tmp_path / "weg.toml" if tekst is None else write(tmp_path, tekst)
    with pytest.raises(InstellingOnjuist) as fout:
        load_leveranciers(pad, STROMEN)
    assert melding in str(fout.value)
    assert EEN not in str(fout.value)
