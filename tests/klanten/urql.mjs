// Asks the API with urql and prints what it found as JSON: node urql.mjs '{"url": …, "tokens": {…}, "werkgever": …}'
import { Client, fetchExchange } from "@urql/core";
import { vraagAlles } from "./vragen.mjs";

const opdracht = JSON.parse(process.argv[2]);

function maakClient(token) {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  return new Client({ url: opdracht.url, exchanges: [fetchExchange], preferGetMethod: false, fetchOptions: { headers } });
}

async function vraag(client, document, variabelen) {
  const { data, error } = await client.query(document, variabelen).toPromise();
  if (error) throw error;
  return data;
}

async function blader(client, document, first, lijst) {
  const nodes = [];
  for (let vragen = 1, after = null; ; vragen += 1) {
    const { totaal, edges, pageInfo } = lijst(await vraag(client, document, { id: opdracht.werkgever, first, after }));
    nodes.push(...edges.map((edge) => edge.node));
    if (!pageInfo.hasNextPage) return { vragen, totaal, nodes };
    after = pageInfo.endCursor;
  }
}

async function toonFout(client, document, variabelen) {
  const { data, error } = await client.query(document, variabelen).toPromise();
  return {
    soort: error.networkError ? "networkError" : "graphQLErrors",
    status: error.response.status,
    data: data ?? null,
    fouten: error.graphQLErrors.map(({ extensions, path }) => [extensions.code, path ?? null]),
  };
}

const bevindingen = await vraagAlles({ maakClient, vraag, blader, toonFout }, opdracht);
console.log(JSON.stringify(bevindingen));
