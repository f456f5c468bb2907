import { type Endpoint, endpoints } from "@pragma/contract";
import { unboundedParts } from "@pragma/testing/unbounded";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { openapiDocument } from "./document.ts";
import { errorStatusesOf } from "./errors.ts";

type Schema = Record<string, unknown>;

interface Operation {
  parameters: { name?: string; $ref?: string; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  responses: Record<string, { $ref?: string; description?: string }>;
  security: object[];
}

const document = JSON.parse(JSON.stringify(openapiDocument("https://pragma.example"))) as {
  openapi: string;
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema & { examples?: unknown[] }>;
    parameters: Record<string, { name: string; schema: Schema }>;
    responses: Record<string, { headers: Record<string, unknown> }>;
  };
};
const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

describe("openapiDocument", () => {
  it("is valid OpenAPI 3.1", async () => {
    const result = await new Validator().validate(structuredClone(document));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  it("has every endpoint of the contract once", () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.sort()).toEqual(Object.keys(endpoints).sort());
  });

  it("points nowhere but to components it has", () => {
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)].map((match) => `${match[1]}/${match[2]}`);
    expect(names.length).toBeGreaterThan(100);
    const components = document.components as Record<string, Record<string, object>>;
    expect(
      names.filter((name) => components[name.split("/")[0] ?? ""]?.[name.split("/")[1] ?? ""] === undefined),
    ).toEqual([]);
  });

  it("says what an error looks like once, with the headers that each endpoint's errors have", () => {
    const errors = operations.flatMap(({ responses }) =>
      Object.entries(responses).filter(([status]) => status >= "400"),
    );
    expect(errors.length).toBeGreaterThan(500);
    const spelledOut = errors.filter(([, response]) => !("$ref" in response));
    expect(spelledOut.map(([status, { description }]) => `${status} ${description}`)).toEqual([
      "503 Something it needs is missing",
    ]);
    const { responses } = document.components;
    expect(Object.keys(responses.NotFound?.headers ?? {})).toEqual(["X-Request-Id", "RateLimit", "RateLimit-Policy"]);
    expect(Object.keys(responses.NotFoundWithoutQuota?.headers ?? {})).toEqual(["X-Request-Id"]);
    expect(Object.keys(responses.Unauthorized?.headers ?? {})).toEqual(["X-Request-Id", "WWW-Authenticate"]);
  });

  it("carries no trace of how the schemas were written", () => {
    expect(JSON.stringify(document)).not.toMatch(/"wire"|"\$defs"|"\$schema"/);
  });

  it("says what each group of operations is about", () => {
    expect(document.tags.map(({ name }) => name).sort()).toEqual(
      [...new Set(operations.flatMap(({ tags }) => tags))].sort(),
    );
  });

  it("says of every operation what it does, in a title and a text", () => {
    const bare = operations.filter(({ summary, description }) => !summary || !description);
    expect(bare.map(({ operationId }) => operationId)).toEqual([]);
  });

  it("shows a bound for every list, map and text that is sent", () => {
    const resolve = (ref: string) => document.components.schemas[ref.replace("#/components/schemas/", "")];
    const unbounded = operations.flatMap(({ operationId, parameters, requestBody }) => [
      ...parameters.flatMap(({ name, schema }) => (schema ? [[`${operationId} ${name}`, schema] as const] : [])),
      ...Object.values(requestBody?.content ?? {}).map(({ schema }) => [`${operationId} body`, schema] as const),
    ]);
    const shared = Object.values(document.components.parameters).map(({ name, schema }) => [name, schema] as const);
    const found = [...unbounded, ...shared].flatMap(([where, schema]) =>
      unboundedParts(schema, resolve).map((part) => `${where} ${part}`),
    );
    expect(found).toEqual([]);
  });

  it("has examples that fit their schemas", () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema(document, "document");
    const named = Object.entries(document.components.schemas).filter(([, { examples }]) => examples !== undefined);
    expect(named.map(([name]) => name)).toContain("ApplyInput");
    for (const [name, { examples = [] }] of named) {
      const validate = ajv.compile({ $ref: `document#/components/schemas/${name}` });
      for (const example of examples) expect(validate(example) || validate.errors, name).toBe(true);
    }
  });

  it("asks for a token wherever the contract does", () => {
    for (const endpoint of Object.values<Endpoint>(endpoints)) {
      const operation = operations.find(({ operationId }) => operationId === endpoint.id);
      expect(operation?.security.length === 0, endpoint.id).toBe(endpoint.access === "open");
    }
  });
});

describe("errorStatusesOf", () => {
  it("adds what the shape of an endpoint implies", () => {
    expect(errorStatusesOf(endpoints.getIdentity)).toEqual([400, 401, 408, 429, 431, 500, 503]);
    expect(errorStatusesOf(endpoints.getOpenapi)).toEqual([400, 408, 422, 431, 500, 503]);
    expect(errorStatusesOf(endpoints.getResource)).toEqual([400, 401, 403, 404, 408, 414, 422, 429, 431, 500, 503]);
    expect(errorStatusesOf(endpoints.exchangeLoginCode)).toEqual([400, 408, 409, 413, 415, 422, 431, 500, 503]);
    expect(errorStatusesOf(endpoints.deleteAllDeadLetters)).toEqual(expect.arrayContaining([400, 413, 415, 422]));
  });
});
