// Makes TypeScript of a schema and of the questions that are asked: node codegen.mjs SCHEMA QUESTIONS TYPESCRIPT
import { readFileSync, writeFileSync } from "node:fs";
import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { parse } from "graphql";

const [schema, vragen, bestand] = process.argv.slice(2);

// The settings are those of a codegen.ts with the plugins typescript-operations and typed-document-node.
const tekst = await codegen({
  filename: bestand,
  schema: parse(readFileSync(schema, "utf8")),
  documents: [{ location: vragen, document: parse(readFileSync(vragen, "utf8")) }],
  config: {
    scalars: { Centen: "number", Date: "string", DateTime: "string" },
    strictScalars: true,
    useTypeImports: true,
  },
  plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
  pluginMap: { typescriptOperations, typedDocumentNode },
});
writeFileSync(bestand, tekst);
