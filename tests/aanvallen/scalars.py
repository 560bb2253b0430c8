"""How values of our own scalars are made, for questions drawn from the schema; schemathesis reads this module as its hooks."""

from datetime import date

import schemathesis
from hypothesis import strategies as st
from hypothesis_graphql import nodes

DAGEN = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(lambda dag: nodes.String(dag.isoformat()))
EIGEN = {"Date": DAGEN | st.text(max_size=12).map(nodes.String)}

for naam, waarden in EIGEN.items():
    schemathesis.graphql.scalar(naam, waarden)
