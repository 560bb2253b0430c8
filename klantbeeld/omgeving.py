"""What reading needs, whoever asks. The composition root fills it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from klantbeeld.access.audit import Raadplegingenlog
from klantbeeld.access.sluier import Sluier
from klantbeeld.cache import Cache
from klantbeeld.domain.bronnen import Bron
from klantbeeld.domain.klok import Klok
from klantbeeld.domain.normen import Normen
from klantbeeld.limiet import Limiet
from klantbeeld.meter import Meter
from klantbeeld.sessies import Sessies
from klantbeeld.stores.protocol import Store


@dataclass(frozen=True, slots=True)
class Omgeving:
    """For the whole process. Without ``cache`` nothing is kept, without ``limiet`` everybody may ask as much as they like,
    without ``sessies`` nobody signs in."""

    store: Store
    klok: Klok
    normen: Normen
    bronnen: Mapping[str, Bron]
    log: Raadplegingenlog
    sluier: Sluier
    meter: Meter = field(default_factory=Meter)
    cache: Cache | None = None
    limiet: Limiet | None = None
    sessies: Sessies | None = None
