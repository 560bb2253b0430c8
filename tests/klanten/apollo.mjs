// Asks the API with Apollo Client and prints what it found as JSON: node apollo.mjs '{"url": …, "tokens": {…}, "werkgever": …}'
import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";
import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { relayStylePagination } from "@apollo/client/utilities";
import { ONBEKEND_VELD, vragen } from "./vragen.mjs";

const { url, tokens, werkgever } = JSON.parse(process.argv[2]);

function maakClient(token) {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const cache = new InMemoryCache({
    typePolicies: {
      Werkgever: { fields: { documenten: relayStylePagination(["soort", "van", "tot"]) } },
      Contactmanagement: { fields: { contacten: relayStylePagination() }, merge: true },
    },
  });
  return new ApolloClient({ link: new HttpLink({ uri: url, headers }), cache });
}

const adviseur = maakClient(tokens.klantadviseur);

async function vraag(client, query, variables) {
  return (await client.query({ query, variables })).data;
}

// Lets the cache of Apollo join the pages, as a screen with "more" below its list does.
async function blader(query, first, lijst) {
  for (let samen, vragen = 1, after = null; ; vragen += 1, after = samen.pageInfo.endCursor) {
    await adviseur.query({ query, variables: { id: werkgever, first, after }, fetchPolicy: "network-only" });
    samen = lijst(adviseur.readQuery({ query, variables: { id: werkgever } }));
    if (!samen.pageInfo.hasNextPage) return { vragen, totaal: samen.totaal, nodes: samen.edges.map((edge) => edge.node) };
  }
}

async function toonFout(client, query, variables) {
  const gevraagd = await client.query({ query, variables, errorPolicy: "all", fetchPolicy: "network-only" });
  return {
    soort: CombinedGraphQLErrors.is(gevraagd.error) ? "CombinedGraphQLErrors" : gevraagd.error.name,
    data: gevraagd.data ?? null,
    fouten: gevraagd.error.errors.map(({ extensions, path }) => [extensions.code, path ?? null]),
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
console.log(JSON.stringify(bevindingen, (naam, waarde) => (naam === "__typename" ? undefined : waarde)));
