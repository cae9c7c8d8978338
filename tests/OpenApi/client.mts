// Calls the app through the types that openapi-typescript makes of docs/openapi.json, and prints what a caller reads.
import createClient from "openapi-fetch";
import type { components, paths } from "./node_modules/.cache/api.js";

declare const process: { readonly argv: readonly string[] };

const [, , baseUrl = "", key = ""] = process.argv;
const client = createClient<paths>({ baseUrl, headers: { "x-functions-key": key } });

const created = await client.POST("/users/batch", {
  body: { inputs: [{ properties: { hs_email: "typescript@example.com" }, associations: [] }] },
});
if (created.data === undefined || !("results" in created.data)) {
  throw new Error(`No users were created: ${created.response.status}`);
}

const [result] = created.data.results;
const index: number | undefined = result?.index;
const outcome: components["schemas"]["Outcome"] | undefined = result?.outcome;

const page = await client.GET("/batches", { params: { query: { top: 1, outcome: "Succeeded" } } });
const count: number | undefined = page.data?.batches[0]?.counts.created;

const missing = await client.GET("/batches/{id}", { params: { path: { id: "none" } } });
const status: number | undefined = missing.error?.status;

console.log(JSON.stringify({ index, outcome, isCounted: typeof count === "number", status }));
