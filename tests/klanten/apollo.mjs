// Asks the API with Apollo Client and prints what it found as JSON: node apollo.mjs '{"url": …, "tokens": {…}, "werkgever": …}'
import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";
import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { relayStylePagination } from "@apollo/client/utilities";
import { vraagAlles } from "./vragen.mjs";

const opdracht = JSON.parse(process.argv[2]);

function maakClient(token) {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const cache = new InMemoryCache({
    typePolicies: {
      Werkgever: { fields: { documenten: relayStylePagination(["soort", "van", "tot"]) } },
      Contactmanagement: { fields: { contacten: relayStylePagination() }, merge: true },
    },
  });
  return new ApolloClient({ link: new HttpLink({ uri: opdracht.url, headers }), cache });
}

async function vraag(client, query, variables) {
  return (await client.query({ query, variables })).data;
}

// Lets the cache of Apollo join the pages, as a screen with "more" below its list does.
async function blader(client, query, first, lijst) {
  for (let samen, vragen = 1, after = null; ; vragen += 1, after = samen.pageInfo.endCursor) {
    await client.query({ query, variables: { id: opdracht.werkgever, first, after }, fetchPolicy: "network-only" });
    samen = lijst(client.readQuery({ query, variables: { id: opdracht.werkgever } }));
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

const bevindingen = await vraagAlles({ maakClient, vraag, blader, toonFout }, opdracht);
console.log(JSON.stringify(bevindingen, (naam, waarde) => (naam === "__typename" ? undefined : waarde)));
