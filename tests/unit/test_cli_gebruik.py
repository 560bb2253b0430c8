"""How wrong usage of a command is told: one line in Dutch on standard error, and exit code 2."""

import pytest
from typer.testing import CliRunner

from klantbeeld.cli import app, run


@pytest.mark.parametrize(
    ("woorden", "melding"),
    [
        ("index --foo", "Onbekende optie --foo. Bedoelde u --follow?"),
        ("indx", "Onbekende opdracht indx. Bedoelde u index?"),
        ("dead-letters lijst", "Onbekende opdracht lijst. Bedoelde u list?"),
        ("verwijder", "Onbekende opdracht verwijder."),
        ("search", "Er ontbreekt een waarde voor term."),
        ("dead-letters show", "Er ontbreekt een waarde voor ID."),
        ("token", "De optie --rol ontbreekt."),
        ("index --bron", "Er ontbreekt een waarde na --bron."),
        ("index --follow=3", "Na --follow hoort geen waarde."),
        ("search een twee", "Dit is te veel: twee."),
        ("serve --port http", "De waarde van --port kan niet: geef een geheel getal."),
        ("serve --port 0", "De waarde van --port kan niet: geef minstens 1."),
        ("serve --port 65536", "De waarde van --port kan niet: geef ten hoogste 65535."),
        ("demo --op gisteren", "De waarde van --op kan niet: schrijf een dag als jjjj-mm-dd."),
    ],
)
def test_wrong_usage_is_told_in_dutch(capsys: pytest.CaptureFixture[str], woorden: str, melding: str) -> None:
    assert run(woorden.split()) == 2
    assert capsys.readouterr() == ("", f"{melding} Zie --help.\n")


def test_without_a_command_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    gezegd = capsys.readouterr()
    assert ("Leest de ingestelde bronnen" in gezegd.out, gezegd.err) == (True, "")


def test_a_command_that_did_what_it_should_ends_with_code_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    assert capsys.readouterr().out == CliRunner().invoke(app, ["schema"]).stdout


def test_who_goes_away_when_asked_something_is_told_that_it_stopped(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def go_away(*_: object, **__: object) -> None:
        raise EOFError

    monkeypatch.setattr("klantbeeld.cli.print_sdl", go_away)
    assert run(["schema"]) == 130
    assert capsys.readouterr().err.strip() == "Gestopt."
