// The operations of vragen.graphql by name, each as a document of its own.
import { readFileSync } from "node:fs";
import { parse } from "graphql";

const alles = parse(readFileSync(new URL("vragen.graphql", import.meta.url), "utf8"));

export const vragen = Object.fromEntries(
  alles.definitions.map((operatie) => [operatie.name.value, { kind: "Document", definitions: [operatie] }]),
);

export const ONBEKEND_VELD = parse("query Fout($id: ID!) { werkgever(id: $id) { bestaatNiet } }");

// Asks all that is asked with every client: `vraag` gives data, `blader` all pages of a list, `toonFout` what an error looks like.
export async function vraagAlles({ maakClient, vraag, blader, toonFout }, { tokens, werkgever }) {
  const adviseur = maakClient(tokens.klantadviseur);
  return {
    zoeken: await vraag(adviseur, vragen.Zoek, { zoekterm: "123456789L01" }),
    beeld: await vraag(adviseur, vragen.Beeld, { id: werkgever }),
    documenten: await blader(adviseur, vragen.Documenten, 5, (data) => data.werkgever.documenten),
    contacten: await blader(adviseur, vragen.Contacten, 20, (data) => data.werkgever.contactmanagement.contacten),
    afnemer: await vraag(maakClient(tokens.afnemer), vragen.Beeld, { id: werkgever }),
    onbekend: await vraag(adviseur, vragen.Beeld, { id: "0".repeat(32) }),
    fouten: {
      teGroot: await toonFout(adviseur, vragen.Documenten, { id: werkgever, first: 101 }),
      onbekendVeld: await toonFout(adviseur, ONBEKEND_VELD, { id: werkgever }),
      verlopen: await toonFout(maakClient(tokens.verlopen), vragen.Beeld, { id: werkgever }),
      zonderToken: await toonFout(maakClient(), vragen.Beeld, { id: werkgever }),
    },
  };
}
