import type { JsonObject } from "@pragma/contract";
import { BUILT_IN_TYPES } from "@pragma/core/built-ins";
import { SchemaValidator } from "@pragma/core/schemas";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import fs from "../../../../../providers/fs/src/index.ts";
import http from "../../../../../providers/http/src/index.ts";
import postgres from "../../../../../providers/postgres/src/index.ts";
import redis from "../../../../../providers/redis/src/index.ts";
import s3 from "../../../../../providers/s3/src/index.ts";
import { exampleManifest } from "./example-manifest.ts";

const shipped = Object.entries({ fs, http, postgres, redis, s3 }).flatMap(([provider, { describe }]) =>
  Object.entries(describe()).map(([resource, { schema }]) => ({ provider, resource, schema: schema as JsonObject })),
);
const builtIn = BUILT_IN_TYPES.map(({ provider, resource, schema }) => ({ provider, resource, schema }));
const validator = new SchemaValidator();

interface Manifest {
  provider: string;
  resource: string;
  name: string;
  config: JsonObject;
}

describe("exampleManifest", () => {
  it.each([...shipped, ...builtIn])("writes a $provider/$resource that its own schema takes", (type) => {
    const { provider, resource, name, config } = parse(exampleManifest(type)) as Manifest;
    expect({ provider, resource, name }).toEqual({ provider: type.provider, resource: type.resource, name: "example" });
    const { schema } = type;
    const schemaId = `${provider}/${resource}`;
    expect(validator.validateTrusted({ schema, schemaId, value: config, refuseUnknownKeys: true })).toEqual([]);
  });

  it.each(shipped)("names every field of $provider/$resource, the optional ones too", (type) => {
    const text = exampleManifest(type);
    // Commented-out lines are YAML, too, in place of the object that stands for them where nothing is required.
    const { config } = parse(text.replace(/^ {2}\{\}\n/m, "").replaceAll(/^ {2}# /gm, "  ")) as Manifest;
    expect(Object.keys(config).sort()).toEqual(Object.keys(type.schema["properties"] as JsonObject).sort());
  });

  it("takes sensitive texts from a secret", () => {
    const schema = {
      type: "object",
      properties: { url: { type: "string", sensitive: true }, size: { type: "integer", minimum: 3 } },
      required: ["url", "size"],
    };
    expect(exampleManifest({ provider: "shop", resource: "till", schema })).toBe(
      "provider: shop\nresource: till\nname: example\nconfig:\n  url: ${pragma/secret/shop.outputs.url}\n  size: 3\n",
    );
  });

  it("leaves an object where everything is optional, and where there is nothing at all", () => {
    const optional = { type: "object", properties: { a: { type: "string", default: "x" } } };
    expect(parse(exampleManifest({ provider: "p", resource: "r", schema: optional }))).toMatchObject({ config: {} });
    expect(parse(exampleManifest({ provider: "p", resource: "r", schema: {} }))).toMatchObject({ config: {} });
  });

  it("has what may be anything, and nothing that must not be there", () => {
    const schema = { type: "object", properties: { any: true, none: false, free: true }, required: ["any"] };
    expect(exampleManifest({ provider: "p", resource: "r", schema })).toBe(
      "provider: p\nresource: r\nname: example\nconfig:\n  any: example\n  # free: example\n",
    );
  });

  it("ends for a schema that contains itself", () => {
    const schema = {
      type: "object",
      properties: { next: { $ref: "#" } },
      required: ["next"],
    };
    expect(exampleManifest({ provider: "p", resource: "r", schema })).toContain("next:");
  });

  it("is bounded for one that contains itself many times", () => {
    const keys = Array.from({ length: 30 }, (_, index) => `k${index}`);
    const node = {
      type: "object",
      required: keys,
      properties: Object.fromEntries(keys.map((key) => [key, { $ref: "#" }])),
    };
    expect(exampleManifest({ provider: "p", resource: "r", schema: node }).length).toBeLessThan(1_000_000);
  });
});
