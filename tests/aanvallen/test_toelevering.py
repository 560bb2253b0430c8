"""S26: what we are made of is known, locked, and asked after."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest

from docs.advisories import Uitslag, main, read_uitslag, tell
from docs.sbom import make_sbom
from tests.teksten import WORTEL

MEEGELEVERD = {
    "@amsterdam/design-system-css==4.5.0",
    "@fontsource/source-sans-3==5.3.1",
    "graphiql==3.9.0",
    "react==18.3.1",
    "react-dom==18.3.1",
}
LEK = {"name": "een", "version": "1", "vulns": [{"id": "PYSEC-1"}]}
GOED: dict[str, Any] = {"name": "twee", "version": "2", "vulns": []}
STILTE = "slot: NOT AUDITED. The package index here does not tell of advisories; run this where it does."
STIL = {"name": "drie", "version": "3", "skip_reason": "not found"}


@pytest.mark.parametrize("slot", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_is_pinned_with_its_hashes(slot: str) -> None:
    blokken = re.findall(r"^[a-z].*?(?=^[a-z]|\Z)", (WORTEL / slot).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blokken) > 20
    assert [blok for blok in blokken if "==" not in blok or "--hash=sha256:" not in blok] == []


def test_the_bill_of_materials_names_every_package_of_the_lock_and_all_that_is_shipped_with_us(tmp_path: Path) -> None:
    doel = tmp_path / "sbom.json"
    subprocess.run([sys.executable, "-m", "docs.sbom", str(doel)], cwd=WORTEL, check=True)
    gelezen = orjson.loads(doel.read_bytes())
    namen = {
        "/".join(filter(None, (deel.get("group"), f"{deel['name']}=={deel['version']}"))) for deel in gelezen["components"]
    }
    slot = re.findall(r"^[a-z0-9-]+==[^\s;]+", (WORTEL / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    assert gelezen["bomFormat"] == "CycloneDX"
    assert namen == {*slot, *MEEGELEVERD}
    assert all(deel.get("hashes") for deel in gelezen["components"] if deel["purl"].startswith("pkg:pypi/"))
    assert len(make_sbom().components) == len(namen)


@pytest.mark.parametrize(
    ("pakketten", "uitslag", "regel"),
    [
        ([LEK, GOED], Uitslag(2, 0, (("een", "1", "PYSEC-1"),)), "slot: een 1 has PYSEC-1"),
        ([GOED], Uitslag(1), "slot: 1 packages audited, 0 advisories"),
        ([GOED, STIL], Uitslag(2, 1), "slot: of 1 packages nothing is known"),
        (
            [STIL],
            Uitslag(1, 1),
            STILTE,
        ),
        ([], Uitslag(), STILTE),
    ],
)
def test_what_is_known_of_packages_is_told_and_what_is_not_too(pakketten: list[Any], uitslag: Uitslag, regel: str) -> None:
    assert read_uitslag(pakketten) == uitslag
    assert regel in tell("slot", uitslag)


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_an_advisory_fails_continuous_integration_alone(monkeypatch: pytest.MonkeyPatch, ci: str, code: int) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr("docs.advisories.ask", lambda _: read_uitslag([LEK]))
    assert main() == code
