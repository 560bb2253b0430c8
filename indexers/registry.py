"""The lists that say how data gets in: a projection per kind of record, a reader per way of delivery.

Contract tests walk both lists. A new entry needs: a projection for each kind in ``klantbeeld.domain.groepen.SOORTEN``; for a
reader a function that makes a ``Source`` from its part of ``bronnen.toml``.
"""

from collections.abc import Callable, Mapping
from typing import Any

from indexers.betalingen import project_betaling
from indexers.contacten import project_contact, project_contactpersoon, project_machtiging, project_notitie
from indexers.documenten import project_document
from indexers.organisaties import project_koppeling, project_organisatie, project_vestiging
from indexers.preventie import project_boete, project_loonsanctie, project_meldingstelling, project_riv
from indexers.readers.files import make_files_source
from indexers.readers.streams import make_streams_source
from indexers.source import Source, Sourceopdracht
from indexers.uitkeringen import project_erd, project_polis
from indexers.zaken import project_zaak
from klantbeeld.domain.items import Kenmerken
from klantbeeld.domain.normen import Normen

PROJECTIES: Mapping[str, Callable[[Any, Normen], Kenmerken]] = {
    "organisatie": project_organisatie,
    "vestiging": project_vestiging,
    "koppeling": project_koppeling,
    "riv": project_riv,
    "loonsanctie": project_loonsanctie,
    "boete": project_boete,
    "meldingstelling": project_meldingstelling,
    "erd": project_erd,
    "polis": project_polis,
    "contactpersoon": project_contactpersoon,
    "contact": project_contact,
    "machtiging": project_machtiging,
    "notitie": project_notitie,
    "document": project_document,
    "betaling": project_betaling,
    "zaak": project_zaak,
    "bronstand": lambda _, __: Kenmerken(),
}

STROOM = "stroom"
"""The reader that needs the bus instead of a path."""
LEZERS: Mapping[str, Callable[[Sourceopdracht], Source]] = {"bestanden": make_files_source, STROOM: make_streams_source}
