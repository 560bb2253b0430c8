// Prints the outcome of every audit of GraphQL over HTTP as JSON: node audit.mjs URL TOKEN
import { serverAudits } from "graphql-http";

const [url, token] = process.argv.slice(2);

function fetchFn(adres, opties = {}) {
  return fetch(adres, { ...opties, headers: { ...opties.headers, authorization: `Bearer ${token}` } });
}

const uitkomsten = [];
for (const audit of serverAudits({ url, fetchFn })) {
  const { status, reason } = await audit.fn();
  uitkomsten.push({ id: audit.id, naam: audit.name, status, reden: reason ?? null });
}
console.log(JSON.stringify(uitkomsten));
