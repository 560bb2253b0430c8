"""A command that dies by SIGKILL at a chosen step of a rebuild in Elasticsearch: run as a program, with the place before the
command.

python -m tests.faults.breuk_elastic_heropbouw STEP voor|na NTH klantbeeld-command…
"""

import sys
from typing import Any

from elasticsearch import Elasticsearch

from klantbeeld.cli import main
from klantbeeld.stores import elastic_opbouw
from klantbeeld.stores.elastic import ElasticStore
from klantbeeld.stores.elastic_generaties import Generaties
from klantbeeld.stores.elastic_opbouw import ElasticOpbouw
from klantbeeld.stores.elastic_overbrengen import Overbrenger
from klantbeeld.stores.elastic_slot import Slot
from tests.faults.breuk_heropbouw import die_at

Indices: Any = type(Elasticsearch("http://localhost:9200").indices)
"""What asks Elasticsearch to change indexes and aliases."""
STAPPEN: dict[str, tuple[Any, str]] = {
    "slot": (Slot, "_write"),
    "index": (Indices, "create"),
    "indexen": (elastic_opbouw, "_create_indexen"),
    "aliassen": (Indices, "update_aliases"),
    "blokkade": (Indices, "add_block"),
    "vrij": (Indices, "put_settings"),
    "lezen": (ElasticOpbouw, "all_items"),
    "vullen": (ElasticStore, "apply"),
    "profielen": (ElasticStore, "write_profielen"),
    "maanden": (ElasticStore, "write_maanden"),
    "afgeleid": (ElasticStore, "finish"),
    "vergelijken": (ElasticOpbouw, "koppen"),
    "gewijzigd": (ElasticOpbouw, "changed"),
    "overbrengen": (Overbrenger, "bring"),
    "boeken": (Overbrenger, "bring_books"),
    "wisselen": (Generaties, "switch"),
    "opruimen": (Indices, "delete"),
    "klaar": (Generaties, "clean"),
}
"""Per step what does it."""


if __name__ == "__main__":
    stap, moment, keer, *opdracht = sys.argv[1:]
    die_at(*STAPPEN[stap], moment, int(keer))
    sys.argv[1:] = opdracht
    main()
