"""What keeps a group that fails from taking its employer, and with that the other groups, out of the answer.

The contract says that a group is never null. So by the rules of GraphQL a wrong argument of one group, or one value in it
that cannot be shown, would make the whole employer null. Here its error is told as always, and the group is shown empty.
"""

from functools import partial
from typing import Any

from graphql import ExecutionContext, FieldNode, GraphQLError, GraphQLObjectType
from graphql.pyutils import AwaitableOrValue, Path
from pydantic.alias_generators import to_camel

from klantbeeld.domain.beeld import NU_ONLEESBAAR, make_failed
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.errors import InvoerOnjuist
from resolvers.standen import Groepsantwoord
from resolvers.werkgevers import Werkgever

GROEPSVELDEN = {to_camel(soort.lower()): soort for soort in Groepsoort}
"""The fields of an employer that are groups."""


class Vangnet(ExecutionContext):
    """Executes as GraphQL does, except that an error which would make a group null ends at that group."""

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,  # noqa: ANN401 - as GraphQL has it
        field_nodes: list[FieldNode],
        path: Path,
    ) -> AwaitableOrValue[Any]:
        """The value of a field, or what will be."""
        soort = GROEPSVELDEN.get(field_nodes[0].name.value) if parent_type.name == Werkgever.__name__ else None
        if soort is None:
            return super().execute_field(parent_type, source, field_nodes, path)
        execute = partial(super().execute_field, parent_type, source, field_nodes, path)

        async def catch() -> Any:  # noqa: ANN401 - any value
            try:
                return await self._complete(execute())
            except GraphQLError as fout:
                self.collected_errors.add(fout, path)
                oorzaak = fout.original_error
            melding = str(oorzaak) if isinstance(oorzaak, InvoerOnjuist) else NU_ONLEESBAAR
            beeld = make_failed(soort, await self.context_value.get_stand(soort), melding)
            veld = parent_type.fields[field_nodes[0].name.value]
            info = self.build_resolve_info(veld, field_nodes, parent_type, path)
            leeg = Groepsantwoord(source, soort, None, beeld)
            return await self._complete(self.complete_value(veld.type, field_nodes, info, path, leeg))

        return catch()

    async def _complete(self, antwoord: AwaitableOrValue[Any]) -> Any:  # noqa: ANN401 - any value
        return await antwoord if self.is_awaitable(antwoord) else antwoord
