"""The software bill of materials (CycloneDX 1.6), from the lock file and the scripts that come along: ``make sbom``."""

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
SCRIPTS = WORTEL / "klantbeeld" / "web" / "static" / "graphiql"
_PAKKET = re.compile(r"^(?P<naam>[a-z0-9-]+)==(?P<versie>[^\s;]+).*?(?=^[a-z]|\Z)", re.MULTILINE | re.DOTALL)
_SOM = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_SCRIPT = re.compile(r"^\| .+? \| `(?P<naam>[\w-]+)` \| (?P<versie>[\d.]+) \| (?P<bestanden>.+?) \|", re.MULTILINE)


def make_sbom() -> Bom:
    """Every package that the product installs, with the hashes that are accepted, and every script that it ships."""
    bom = Bom()
    bom.metadata.component = Component(name="klantbeeld-werkgever", version=_read_versie(), type=ComponentType.APPLICATION)
    for pakket in _PAKKET.finditer(SLOT.read_text(encoding="utf-8")):
        bom.components.add(_make_component("pypi", pakket["naam"], pakket["versie"], _SOM.findall(pakket[0])))
    for script in _SCRIPT.finditer((SCRIPTS / "README.md").read_text(encoding="utf-8")):
        bom.components.add(_make_component("npm", script["naam"], script["versie"], []))
    return bom


def _make_component(soort: str, naam: str, versie: str, sommen: list[str]) -> Component:
    purl = PackageURL(soort, None, naam, versie)
    hashes = [HashType(alg=HashAlgorithm.SHA_256, content=som) for som in sommen]
    return Component(name=naam, version=versie, type=ComponentType.LIBRARY, purl=purl, bom_ref=purl.to_string(), hashes=hashes)


def _read_versie() -> str:
    tekst = (WORTEL / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(tekst)["project"]["version"])


def main() -> None:
    """Writes it to the file that is named, or to sbom.json."""
    doel = Path(sys.argv[1] if len(sys.argv) > 1 else "sbom.json")
    doel.write_text(JsonV1Dot6(make_sbom()).output_as_string(indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
