import { STATUS_CODES } from "node:http";
import { type Endpoint, errorBodySchema, problemDetailsSchema } from "@pragma/contract";
import { everyAnswer, headerRefs, type SharedResponseHeader } from "./headers.ts";
import { type JsonSchema, referencedSchema } from "./json-schema.ts";

/** Statuses of errors that the endpoint may answer with: its own, and those its shape implies. */
export function errorStatusesOf(endpoint: Endpoint): number[] {
  const statuses = new Set<number>([...(endpoint.errors ?? []), ...BEFORE_ROUTING]);
  if (endpoint.params) statuses.add(414);
  // An invalid list of entity tags.
  if (endpoint.headers?.some((name) => name.startsWith("If-"))) statuses.add(422);
  // Bodies are read wherever one is possible, wanted or not.
  if (endpoint.method === "DELETE") for (const status of [413, 415, 422]) statuses.add(status);
  if (endpoint.access !== "open") for (const status of [401, 429]) statuses.add(status);
  if (endpoint.access !== "open" && endpoint.access !== "any") statuses.add(403);
  if (endpoint.params ?? endpoint.query ?? endpoint.body) statuses.add(422);
  if (endpoint.method === "POST") for (const status of [409, 413, 415, 422]) statuses.add(status);
  statuses.add(500).add(503);
  for (const status of Object.keys(endpoint.responses)) statuses.delete(Number(status));
  return [...statuses].sort((a, b) => a - b);
}

/** Responses to any request that is malformed, too slow or too large, before the caller is known. */
const BEFORE_ROUTING = [400, 408, 431];
const BEFORE_ADMISSION = [...BEFORE_ROUTING, 401, 414];

/** Responses of errors by name: nearly every endpoint has most of them. */
export function errorResponses(all: readonly Endpoint[]): Record<string, JsonSchema> {
  const named = all.flatMap((endpoint) =>
    errorStatusesOf(endpoint).map((status) => [errorName(endpoint, status), errorOf(endpoint, status)] as const),
  );
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The name of an error's response among the components. Those of an endpoint without a quota have other headers. */
export function errorName(endpoint: Endpoint, status: number): string {
  const name = (STATUS_CODES[status] ?? `Error ${status}`).replaceAll(/[^A-Za-z0-9]/g, "");
  const isCounted = BEFORE_ADMISSION.includes(status) || everyAnswer(endpoint).length > 1;
  return isCounted ? name : `${name}WithoutQuota`;
}

function errorOf(endpoint: Endpoint, status: number): JsonSchema {
  const headers = BEFORE_ADMISSION.includes(status) ? ["X-Request-Id" as const] : everyAnswer(endpoint);
  const own: SharedResponseHeader[] = [];
  if (status === 401) own.push("WWW-Authenticate");
  if (status === 429 || status === 503) own.push("Retry-After");
  return {
    description: STATUS_CODES[status] ?? "Error",
    headers: headerRefs([...headers, ...own]),
    content: {
      "application/json": { schema: referencedSchema(errorBodySchema) },
      "application/problem+json": { schema: referencedSchema(problemDetailsSchema) },
    },
  };
}
