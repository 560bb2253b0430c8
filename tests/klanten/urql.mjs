// Asks the API with urql and prints what it found as JSON: node urql.mjs '{"url": …, "tokens": {…}, "werkgever": …}'
import { Client, fetchExchange } from "@urql/core";
import { ONBEKEND_VELD, vragen } from "./vragen.mjs";

const { url, tokens, werkgever } = JSON.parse(process.argv[2]);

function maakClient(token) {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  return new Client({ url, exchanges: [fetchExchange], preferGetMethod: false, fetchOptions: { headers } });
}

const adviseur = maakClient(tokens.klantadviseur);

async function vraag(client, document, variabelen) {
  const { data, error } = await client.query(document, variabelen).toPromise();
  if (error) throw error;
  return data;
}

async function blader(document, first, lijst) {
  const nodes = [];
  for (let vragen = 1, after = null; ; vragen += 1) {
    const { totaal, edges, pageInfo } = lijst(await vraag(adviseur, document, { id: werkgever, first, after }));
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

const bevindingen = {
  zoeken: await vraag(adviseur, vragen.Zoek, { zoekterm: "123456789L01" }),
  beeld: await vraag(adviseur, vragen.Beeld, { id: werkgever }),
  documenten: await blader(vragen.Documenten, 5, (data) => data.werkgever.documenten),
  contacten: await blader(vragen.Contacten, 20, (data) => data.werkgever.contactmanagement.contacten),
  afnemer: await vraag(maakClient(tokens.afnemer), vragen.Beeld, { id: werkgever }),
  onbekend: await vraag(adviseur, vragen.Beeld, { id: "0".repeat(32) }),
  fouten: {
    teGroot: await toonFout(adviseur, vragen.Documenten, { id: werkgever, first: 101 }),
    onbekendVeld: await toonFout(adviseur, ONBEKEND_VELD, { id: werkgever }),
    verlopen: await toonFout(maakClient(tokens.verlopen), vragen.Beeld, { id: werkgever }),
    zonderToken: await toonFout(maakClient(), vragen.Beeld, { id: werkgever }),
  },
};
console.log(JSON.stringify(bevindingen));
