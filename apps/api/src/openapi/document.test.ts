import { type Endpoint, endpoints } from "@pragma/contract";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { openapiDocument } from "./document.ts";
import { errorStatusesOf } from "./operation.ts";

const document = JSON.parse(JSON.stringify(openapiDocument("https://pragma.example"))) as {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; responses: object; security: object[] }>>;
  components: { schemas: Record<string, object> };
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

  it("carries no trace of how the schemas were written", () => {
    expect(JSON.stringify(document)).not.toMatch(/"wire"|"\$defs"|"\$schema"/);
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
    expect(errorStatusesOf(endpoints.getIdentity)).toEqual([401, 429, 500, 503]);
    expect(errorStatusesOf(endpoints.getResource)).toEqual([401, 403, 404, 422, 429, 500, 503]);
    expect(errorStatusesOf(endpoints.exchangeLoginCode)).toEqual([400, 409, 413, 415, 422, 500, 503]);
  });
});
