"""Our own style sheet is read from above to below: each thing is said of an element in one place."""

import re
from collections import Counter
from importlib.resources import files

import pytest

BESTAND = files("klantbeeld.web").joinpath("static", "scherm.css").read_text(encoding="utf-8")
SJABLONEN = "".join(
    deel.read_text(encoding="utf-8")
    for map_ in ("sjablonen", "sjablonen/groepen", "sjablonen/grafieken", "static", ".")
    for deel in files("klantbeeld.web").joinpath(map_).iterdir()
    if deel.name.endswith((".html", ".js", ".py"))
)
IN_DELEN = {"kb-dubbel": "kb-{{ breedte }}"}
"""Classes that are put together, and of what."""


def list_regels() -> list[tuple[str, str]]:
    """Each selector with what is said of it, outside of conditions on the window."""
    zonder = re.sub(r"/\*.*?\*/|@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", BESTAND, flags=re.DOTALL)
    return [(keuze.strip(), inhoud) for keuze, inhoud in re.findall(r"([^{}]+)\{([^{}]*)\}", zonder)]


def test_no_selector_has_two_rules() -> None:
    assert [keuze for keuze, aantal in Counter(keuze for keuze, _ in list_regels()).items() if aantal > 1] == []


def test_no_rule_says_the_same_thing_twice() -> None:
    for keuze, inhoud in list_regels():
        namen = [deel.split(":")[0].strip() for deel in inhoud.split(";") if deel.strip()]
        assert len(namen) == len(set(namen)), keuze


@pytest.mark.parametrize("klasse", sorted(set(re.findall(r"\.(kb-[\w-]+)", BESTAND))))
def test_every_class_is_somewhere_on_a_page(klasse: str) -> None:
    assert IN_DELEN.get(klasse, klasse) in SJABLONEN
