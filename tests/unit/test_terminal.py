"""How the commands speak: plainly, on one line, and never with the words of a delivery as orders to a terminal."""

import errno
import io
import re
from collections import Counter

import pytest
import typer
from rich.console import Console

from indexers.verloop import Verloop
from klantbeeld import terminal
from klantbeeld.domain.items import Uitkomst
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.logregels import plain
from klantbeeld.terminal import print_table, report_verloop, show_progress, speak_plainly


@pytest.mark.parametrize(
    ("tekst", "getoond"),
    [
        ("gewoon", "gewoon"),
        ("twee\r\nregels", "twee regels"),
        ("\x1b[31mrood\x07", "[31mrood"),
        ("\u202eomgekeerd\u200b", "omgekeerd"),
        ("half \udcff teken", "half teken"),
        ("Café 't Ĳ – ß", "Café 't Ĳ – ß"),
    ],
)
def test_text_on_one_line_cannot_steer_a_terminal(tekst: str, getoond: str) -> None:
    assert plain(tekst) == getoond


def test_an_error_of_the_product_ends_the_command_with_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    lang = "woord " * 100
    with pytest.raises(typer.Exit) as einde, speak_plainly():
        raise InvoerOnjuist(f"[bold]{lang}")
    assert einde.value.exit_code == 1
    gelezen = capsys.readouterr()
    assert (gelezen.out, gelezen.err) == ("", f"BAD_USER_INPUT: [bold]{lang.rstrip()}\n")


def test_who_stops_a_command_sees_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as einde, speak_plainly():
        raise KeyboardInterrupt
    assert (einde.value.exit_code, capsys.readouterr().err) == (130, "Gestopt.\n")


@pytest.mark.parametrize(
    ("fout", "melding"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/map"), "FILE_ERROR: /map: geen toegang.\n"),
        (OSError(errno.ENOSPC, "No space left on device"), "FILE_ERROR: Een bestand: de schijf is vol.\n"),
        (OSError(errno.EIO, "Input/output error", "/map"), "FILE_ERROR: /map: Input/output error.\n"),
    ],
)
def test_an_error_of_a_file_ends_the_command_with_one_line(
    capsys: pytest.CaptureFixture[str], fout: OSError, melding: str
) -> None:
    with pytest.raises(typer.Exit), speak_plainly():
        raise fout
    assert capsys.readouterr().err == melding


def test_a_reader_that_went_away_is_left_to_who_runs_the_commands() -> None:
    with pytest.raises(BrokenPipeError), speak_plainly():
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")


def test_a_table_shows_markup_as_text_and_nothing_as_a_dash(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["kop"], [["[/x]"], [None], [0]])
    assert [regel.strip("│ ") for regel in capsys.readouterr().out.splitlines() if "│" in regel] == ["[/x]", "–", "0"]


def test_a_narrow_window_cuts_nothing_off_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    class Venster(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdout", uitvoer := Venster())
    for naam, waarde in {"COLUMNS": "10", "TERM": "dumb"}.items():
        monkeypatch.setenv(naam, waarde)
    print_table(["id"], [["0123456789abcdef"]])
    assert "".join(re.findall(r"[0-9a-f]", uitvoer.getvalue().replace("id", ""))) == "0123456789abcdef"


def test_a_source_that_was_stopped_makes_the_command_fail(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        report_verloop(Verloop(3, Counter(), {"cws": "BRON_ONLEESBAAR"}, ()), {"cws"})
    assert "Gestopt: cws (BRON_ONLEESBAAR): de bron is niet te lezen." in capsys.readouterr().err.splitlines()


def test_the_names_of_sources_that_are_not_configured_are_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    geteld = Counter({(bron, Uitkomst.TOEGEPAST): 1 for bron in ("cws", "Jansen", "123456782")})
    report_verloop(Verloop(3, geteld, {}, ()), {"cws"})
    regels = capsys.readouterr().err.splitlines()
    assert regels == ["3 regels gelezen: toegepast 3.", "  overige: toegepast 2", "  cws: toegepast 1"]


def test_what_became_of_lines_is_told_in_the_words_of_the_status(capsys: pytest.CaptureFixture[str]) -> None:
    geteld = {Uitkomst.GEWEIGERD: 1, Uitkomst.TOEGEPAST: 3, Uitkomst.ONGEWIJZIGD: 2}
    report_verloop(Verloop(6, Counter({("cws", uitkomst): aantal for uitkomst, aantal in geteld.items()}), {}, ()), {"cws"})
    assert capsys.readouterr().err.splitlines() == [
        "6 regels gelezen: toegepast 3, ongewijzigd 2, dode brieven 1.",
        "Waarom regels zijn geweigerd: klantbeeld dead-letters list.",
    ]


def test_progress_with_a_known_end_shows_the_share_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    uitvoer = io.StringIO()
    scherm = Console(file=uitvoer, force_terminal=True, width=100, color_system=None)
    monkeypatch.setattr(terminal, "meldingen", scherm)
    with show_progress("Records inlezen", 200) as meld:
        meld(100)
    assert re.search(r"Records inlezen 100 .* 50%.* nog ", uitvoer.getvalue())


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress("Inlezen") as meld:
        meld(10)
    assert capsys.readouterr().err == ""
