// Joins the API and a small second one in a gateway, and prints what the gateway answers as JSON:
// node federatie.mjs '{"url": …, "tokens": {…}, "werkgever": …, "velden": "{ … }"}'
import { once } from "node:events";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { createGatewayRuntime } from "@graphql-hive/gateway-runtime";
import { composeServices } from "@theguild/federation-composition";
import { buildSchema, graphql, parse } from "graphql";

const { url, tokens, werkgever, velden } = JSON.parse(process.argv[2]);

const AFSPRAKEN = `
  type Query { agenda: [Werkgever]! }
  type Werkgever KEY { id: ID! afspraken: [String!]! }
  type PageInfo SHARED { hasNextPage: Boolean! endCursor: String }
`;
const DEEL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
  ${AFSPRAKEN.replace("KEY", '@key(fields: "id")').replace("SHARED", "@shareable")}
`;
const UITVOERBAAR = `
  scalar _Any
  union _Entity = Werkgever
  extend type Query { _entities(representations: [_Any!]!): [_Entity]! }
  ${AFSPRAKEN.replace("KEY", "").replace("SHARED", "")}
`;

// The second API knows employers by their id only, and which appointments each has.
async function serveAfspraken() {
  const open = ({ id }) => ({ __typename: "Werkgever", id, afspraken: [`Huisbezoek bij ${id}`] });
  const rootValue = {
    agenda: [{ id: werkgever }, { id: "0".repeat(32) }].map(open),
    _entities: ({ representations }) => representations.map(open),
  };
  const schema = buildSchema(UITVOERBAAR);
  const server = createServer(async (verzoek, antwoord) => {
    const { query, variables } = await json(verzoek);
    antwoord.setHeader("content-type", "application/json");
    antwoord.end(JSON.stringify(await graphql({ schema, rootValue, source: query, variableValues: variables })));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return server;
}

async function ask(send, token, query) {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const body = JSON.stringify({ query, variables: { id: werkgever } });
  return (await send(new Request(url, { method: "POST", headers, body }))).json();
}

const server = await serveAfspraken();
const { data } = await ask(fetch, tokens.klantadviseur, "{ _service { sdl } }");
const { supergraphSdl, errors } = composeServices([
  { name: "klantbeeld", typeDefs: parse(data._service.sdl), url },
  { name: "afspraken", typeDefs: parse(DEEL), url: `http://127.0.0.1:${server.address().port}/graphql` },
]);
if (errors) throw new AggregateError(errors, errors.join("\n"));

const gateway = createGatewayRuntime({
  supergraph: supergraphSdl,
  logging: false,
  maskedErrors: false,
  // Who asks the gateway is who asks the API: rights and the consultation log are those of the employee.
  propagateHeaders: { fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get("authorization") }) },
});

const bevindingen = { typen: data._service.sdl.match(/^.* @.*$/gm) };
for (const [rol, token] of Object.entries(tokens)) {
  bevindingen[rol] = {
    heen: await ask(gateway.fetch, token, "query ($id: ID!) { werkgever(id: $id) { naam afspraken } }"),
    terug: await ask(gateway.fetch, token, `{ agenda ${velden} }`),
    zonder: await ask(fetch, token, `query ($id: ID!) { werkgever(id: $id) ${velden} }`),
  };
}
console.log(JSON.stringify(bevindingen));
await gateway[Symbol.asyncDispose]();
server.close();
