// The operations of vragen.graphql by name, each as a document of its own.
import { readFileSync } from "node:fs";
import { parse } from "graphql";

const alles = parse(readFileSync(new URL("vragen.graphql", import.meta.url), "utf8"));

export const vragen = Object.fromEntries(
  alles.definitions.map((operatie) => [operatie.name.value, { kind: "Document", definitions: [operatie] }]),
);

export const ONBEKEND_VELD = parse("query Fout($id: ID!) { werkgever(id: $id) { bestaatNiet } }");
