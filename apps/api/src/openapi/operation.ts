import { STATUS_CODES } from "node:http";
import { type Endpoint, type EndpointResponse, errorBodySchema, problemDetailsSchema } from "@pragma/contract";
import type { z } from "zod";
import type { SharedRequestHeader, SharedResponseHeader } from "./headers.ts";
import { type JsonSchema, referencedSchema } from "./json-schema.ts";

/** The OpenAPI operation object of one endpoint. */
export function operationOf(endpoint: Endpoint): JsonSchema {
  const { id, summary, description, tags } = endpoint;
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    tags,
    security: securityOf(endpoint),
    parameters: parametersOf(endpoint),
    ...(endpoint.body === undefined ? {} : { requestBody: requestBodyOf(endpoint.body) }),
    responses: responsesOf(endpoint),
  };
}

function securityOf({ access, orSignature }: Endpoint): JsonSchema[] {
  if (access === "open") return [];
  const bearer = { bearer: access === "any" ? [] : [access] };
  return orSignature ? [bearer, { signature: [] }] : [bearer];
}

function parametersOf(endpoint: Endpoint): JsonSchema[] {
  const shared: SharedRequestHeader[] = ["X-Request-Id", "traceparent", ...(endpoint.headers ?? [])];
  if (endpoint.method === "POST" && endpoint.access !== "open" && !endpoint.writesNothing)
    shared.push("Idempotency-Key");
  return [
    ...fieldsOf(endpoint.params).map((field) => ({ ...field, in: "path", required: true })),
    ...fieldsOf(endpoint.query).map((field) => ({ ...field, in: "query" })),
    ...shared.map((name) => ({ $ref: `#/components/parameters/${name}` })),
  ];
}

function fieldsOf(object: z.ZodObject | undefined): JsonSchema[] {
  if (object === undefined) return [];
  const { properties, required } = referencedSchema(object) as {
    properties: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, examples, ...schema }]) => ({
    name,
    ...(description === undefined ? {} : { description }),
    ...(required?.includes(name) ? { required: true } : {}),
    schema,
    ...(Array.isArray(examples) ? { example: examples[0] } : {}),
  }));
}

function requestBodyOf(body: NonNullable<Endpoint["body"]>): JsonSchema {
  if (body.contentType === "application/json") {
    const content = { "application/json": { schema: referencedSchema(body.schema) } };
    return body.optional ? { content } : { required: true, content };
  }
  const file = { type: "string", contentMediaType: "application/octet-stream", description: body.description };
  const schema = { type: "object", properties: { [body.field]: file }, required: [body.field] };
  return { required: true, content: { "multipart/form-data": { schema } } };
}

function responsesOf(endpoint: Endpoint): JsonSchema {
  const answers = Object.entries(endpoint.responses).map(([status, response]) => [
    status,
    successOf(endpoint, response),
  ]);
  const errors = errorStatusesOf(endpoint).map((status) => [String(status), errorOf(endpoint, status)]);
  return Object.fromEntries([...answers, ...errors]) as JsonSchema;
}

function successOf(endpoint: Endpoint, response: EndpointResponse): JsonSchema {
  const { description, schema, contentType = "application/json", headers = [], orEventStream } = response;
  return {
    description,
    headers: headerRefs([...everyAnswer(endpoint), ...headers]),
    ...(schema === undefined
      ? {}
      : {
          content: {
            [contentType]: { schema: referencedSchema(schema) },
            ...(orEventStream ? { "text/event-stream": { schema: { type: "string" } } } : {}),
          },
        }),
  };
}

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

function everyAnswer({ access, orSignature }: Endpoint): SharedResponseHeader[] {
  return access === "open" || orSignature ? ["X-Request-Id"] : ["X-Request-Id", "RateLimit", "RateLimit-Policy"];
}

function headerRefs(names: readonly SharedResponseHeader[]): JsonSchema {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
