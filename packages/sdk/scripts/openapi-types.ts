import { readFileSync } from "node:fs";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";

const DOCUMENT = new URL("../../../docs/openapi.json", import.meta.url);

const HEADER = `/**
 * Generated from docs/openapi.json: do not edit.
 *
 *     pnpm --filter @pragma/sdk run generate:types
 */

`;

const METHODS = new Set(["get", "post", "put", "patch", "delete"]);

type JsonObject = Record<string, unknown>;

/** Where the generated types are kept. */
export const GENERATED = new URL("../src/client/generated/openapi.ts", import.meta.url);

/** The types of the emitted OpenAPI document, as the SDK keeps them. */
export async function openapiTypes(): Promise<string> {
  const document = JSON.parse(readFileSync(DOCUMENT, "utf8")) as JsonObject;
  // An object of which the document says nothing holds anything, not nothing.
  const nodes = await openapiTS(withoutRepetition(document), { emptyObjectsUnknown: true, silent: true });
  return HEADER + astToString(nodes);
}

/** Headers and errors are the same for all operations and handled in one place: without them a tenth is left. */
function withoutRepetition(document: JsonObject): OpenAPI3 {
  const { schemas } = document["components"] as JsonObject;
  const paths = Object.entries(document["paths"] as Record<string, JsonObject>).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item)
        .filter(([method]) => METHODS.has(method))
        .map(([method, operation]) => [method, lean(operation as JsonObject)]),
    ),
  ]);
  return { ...document, paths: Object.fromEntries(paths), components: { schemas } } as unknown as OpenAPI3;
}

function lean(operation: JsonObject): JsonObject {
  const parameters = (operation["parameters"] as JsonObject[]).filter(({ $ref }) => $ref === undefined);
  const answers = Object.entries(operation["responses"] as Record<string, JsonObject>)
    .filter(([status]) => status.startsWith("2"))
    .map(([status, { headers: _, ...answer }]) => [status, answer]);
  return { ...operation, parameters, responses: Object.fromEntries(answers) };
}
