import type { Endpoint, EndpointResponse } from "@pragma/contract";
import type { z } from "zod";
import { errorName, errorStatusesOf } from "./errors.ts";
import { everyAnswer, headerRefs, type SharedRequestHeader } from "./headers.ts";
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
  const errors = errorStatusesOf(endpoint).map((status) => [
    String(status),
    { $ref: `#/components/responses/${errorName(endpoint, status)}` },
  ]);
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
