// Starts GraphiQL. Every question carries the token of the role that is chosen; nothing is kept in the browser.
"use strict";

// GraphiQL adds a style element while a dialog is open, and gives it this nonce.
window.__webpack_nonce__ = document.currentScript.nonce;

const VOORBEELD = `# De vraag wordt gesteld in de rol die bovenaan staat.
# Ctrl-Enter voert haar uit, Ctrl-spatie vult aan.
query Zoeken {
  werkgevers(zoekterm: "de groot") {
    totaal
    edges {
      uitleg
      node {
        id
        naam
        plaats
        status
      }
    }
  }
}
`;

const rol = document.getElementById("rol");

const storage = { length: 0, getItem: () => null, setItem() {}, removeItem() {}, clear() {} };

async function fetcher(vraag) {
  const antwoord = await fetch("/graphql", {
    method: "POST",
    headers: {
      Accept: "application/graphql-response+json, application/json;q=0.9",
      Authorization: `Bearer ${rol.selectedOptions[0].dataset.token}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(vraag),
  });
  return antwoord.json();
}

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher,
    storage,
    defaultQuery: VOORBEELD,
    isHeadersEditorEnabled: false,
    showPersistHeadersSettings: false,
  }),
);
