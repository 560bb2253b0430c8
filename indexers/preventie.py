"""How records about prevention become items."""

from klantbeeld.domain.items import Kenmerken
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.preventie import Boete, Loonsanctie, Meldingstelling, Riv


def project_riv(riv: Riv, _: Normen) -> Kenmerken:
    """Ordered by the day of assessment; one that is not assessed comes last."""
    return Kenmerken(sortering=riv.beoordeeld_op.isoformat() if riv.beoordeeld_op else "", kenmerk=riv.oordeel)


def project_loonsanctie(sanctie: Loonsanctie, _: Normen) -> Kenmerken:
    """Ordered by the day of the decision."""
    return Kenmerken(sortering=sanctie.besluit_op.isoformat(), kenmerk=sanctie.soort)


def project_boete(boete: Boete, _: Normen) -> Kenmerken:
    """Ordered by the day of the decision."""
    return Kenmerken(sortering=boete.besluit_op.isoformat(), kenmerk=boete.status, bedrag=boete.bedrag_in_centen)


def project_meldingstelling(telling: Meldingstelling, _: Normen) -> Kenmerken:
    """Ordered by the first day of the month."""
    return Kenmerken(sortering=f"{telling.maand}-01", kenmerk=telling.kanaal)
