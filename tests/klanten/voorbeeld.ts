// A program of a division, typed by what codegen.mjs made of vragen.graphql: node voorbeeld.js URL TOKEN NUMBER
import { Client, fetchExchange } from "@urql/core";
import { BeeldDocument, type BeeldQuery, ZoekDocument } from "./gegenereerd.js";

declare const process: { argv: string[] };
const [url = "", token = "", zoekterm = ""] = process.argv.slice(2);
const headers = { authorization: `Bearer ${token}` };
const client = new Client({ url, exchanges: [fetchExchange], preferGetMethod: false, fetchOptions: { headers } });

/** What is owed in euros, or why that is not known. */
function toonOpenstaand(werkgever: NonNullable<BeeldQuery["werkgever"]>): string {
  const { openstaand, ontbrekend } = werkgever.financieel;
  if (openstaand) return (openstaand.bedragInCenten / 100).toFixed(2);
  return ontbrekend.find((deel) => deel.veld === "openstaand")?.reden ?? "ONBEKEND";
}

const gevonden = await client.query(ZoekDocument, { zoekterm }).toPromise();
for (const { node } of gevonden.data?.werkgevers.edges ?? []) {
  const beeld = await client.query(BeeldDocument, { id: node.id }).toPromise();
  if (beeld.data?.werkgever) console.log(`${beeld.data.werkgever.naam}: ${toonOpenstaand(beeld.data.werkgever)}`);
}
