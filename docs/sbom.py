"""The software bill of materials (CycloneDX 1.6), from the lock file and the files that come along: ``make sbom``."""

import re
import sys
import tomllib
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

WORTEL = Path(__file__).parent.parent
SLOT = WORTEL / "requirements.lock"
MEEGELEVERD = WORTEL / "klantbeeld" / "web" / "static"
"""Each folder in it with a HERKOMST.md holds files that others made."""
_PAKKET = re.compile(r"^(?P<naam>[a-z0-9-]+)==(?P<versie>[^\s;]+).*?(?=^[a-z]|\Z)", re.MULTILINE | re.DOTALL)
_SOM = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_MEEGELEVERD = re.compile(r"^\| .+? \| `(?:(?P<ruimte>@[\w-]+)/)?(?P<naam>[\w-]+)` \| (?P<versie>[\d.]+) \|", re.MULTILINE)


def make_sbom() -> Bom:
    """Every package that is installed, with the hashes that are accepted, and every npm package of which it ships files."""
    bom = Bom()
    bom.metadata.component = Component(name="klantbeeld-werkgever", version=_read_versie(), type=ComponentType.APPLICATION)
    for pakket in _PAKKET.finditer(SLOT.read_text(encoding="utf-8")):
        bom.components.add(_make_component(PackageURL("pypi", None, pakket["naam"], pakket["versie"]), _SOM.findall(pakket[0])))
    for herkomst in sorted(MEEGELEVERD.glob("*/HERKOMST.md")):
        for pakket in _MEEGELEVERD.finditer(herkomst.read_text(encoding="utf-8")):
            bom.components.add(_make_component(PackageURL("npm", pakket["ruimte"], pakket["naam"], pakket["versie"]), []))
    return bom


def _make_component(purl: PackageURL, sommen: list[str]) -> Component:
    hashes = [HashType(alg=HashAlgorithm.SHA_256, content=som) for som in sommen]
    bekend = Component(name=purl.name, group=purl.namespace, version=purl.version, type=ComponentType.LIBRARY, hashes=hashes)
    bekend.purl, bekend.bom_ref.value = purl, purl.to_string()
    return bekend


def _read_versie() -> str:
    tekst = (WORTEL / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(tekst)["project"]["version"])


def main() -> None:
    """Writes it to the file that is named, or to sbom.json."""
    doel = Path(sys.argv[1] if len(sys.argv) > 1 else "sbom.json")
    doel.write_text(JsonV1Dot6(make_sbom()).output_as_string(indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
