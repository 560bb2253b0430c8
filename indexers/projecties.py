"""From a delivery to the item that the store keeps: pure, without looking anything up."""

from indexers.registry import PROJECTIES
from klantbeeld.domain.items import Item, Kenmerken
from klantbeeld.domain.leveringen import Levering
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.organisaties import Organisatie, own_sleutels


def project_levering(levering: Levering, normen: Normen) -> Item:
    """The item of a valid delivery; of a removal, its tombstone. An organisatie has its own numbers as keys too."""
    sleutels, kenmerken = levering.sleutels, Kenmerken()
    if levering.gegevens is not None:
        kenmerken = PROJECTIES[levering.soort](levering.gegevens, normen)
        if isinstance(levering.gegevens, Organisatie):
            sleutels = tuple(dict.fromkeys((*own_sleutels(levering.gegevens), *sleutels)))
    return Item(
        id=levering.id,
        bron=levering.bron,
        soort=levering.soort,
        versie=levering.versie,
        digest=levering.digest,
        sleutels=sleutels,
        verwijderd=levering.verwijderd,
        inhoud=b"" if levering.verwijderd else levering.canoniek,
        kenmerken=kenmerken,
    )
