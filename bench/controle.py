"""Verifying a whole store against its sources, beside the first load that filled it."""

from bench.meting import Bijlage, Grens, Meting, Uitslag, divide_rounds
from bench.proef import Meetopdracht, Proef, count_werkgevers, make_proef, remove_store
from bench.stopwatch import Duur, Stopwatch
from indexers.configuratie import load_bronnen
from klantbeeld.app import open_laadstraat
from klantbeeld.controleren import make_controleur

DEEL = "controle"
LAAGSTE_TEMPO = 2.0


def measure_controle(opdracht: Meetopdracht) -> Uitslag:
    """Loads the same files into a new store, several times, and verifies each."""
    opdracht.meld(f"{DEEL}: {opdracht.records} records maken")
    werkgevers = count_werkgevers(opdracht.map_ / "proef", opdracht.records)
    proef = make_proef(opdracht.map_, werkgevers)
    laden, nagaan, verschillen = [], [], []
    for nummer in range(1, opdracht.herhalingen + 1):
        opdracht.meld(f"{DEEL}: ronde {nummer} van {opdracht.herhalingen}")
        remove_store(proef.store)
        laden.append(proef.load()[0])
        duur, aantal = verify(proef)
        nagaan.append(duur)
        verschillen.append(aantal)
    verhouding = divide_rounds([duur.klok for duur in laden], [duur.klok for duur in nagaan])
    nul = Grens(0, is_hoogste=True)
    return Uitslag(
        (
            Meting(DEEL, "nagaan ÷ eerste keer inlezen", verhouding, Grens(LAAGSTE_TEMPO)),
            Meting(DEEL, "verschillen in een store die net is gevuld", tuple(verschillen), nul, eenheid="verschillen"),
        ),
        {f"{DEEL}.records": proef.regels, f"{DEEL}.werkgevers": werkgevers},
        bijlagen=(_list_tempo(proef, laden, nagaan),),
    )


def verify(proef: Proef) -> tuple[Duur, int]:
    """How long comparing everything takes, and how many differences there are."""
    stopwatch = Stopwatch()
    with stopwatch.running(), open_laadstraat(proef.settings, maken=False) as laadstraat:
        sources = load_bronnen(None).make_sources(proef.settings.leveringen)
        controle = make_controleur(laadstraat).check(sources, lambda _: None)
    return stopwatch.duur, len(controle.verschillen)


def _list_tempo(proef: Proef, laden: list[Duur], nagaan: list[Duur]) -> Bijlage:
    """Records per second of each round: of this machine only."""
    rijen = [
        (nummer, round(proef.regels / een.klok), round(proef.regels / ander.klok))
        for nummer, (een, ander) in enumerate(zip(laden, nagaan, strict=True), 1)
    ]
    return Bijlage("Records per seconde nagegaan, op deze machine", ("ronde", "eerste keer inlezen", "nagaan"), tuple(rijen))
