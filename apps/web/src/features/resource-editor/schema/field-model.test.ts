import { BUILT_IN_TYPES } from "@pragma/core/built-ins";
import type { JsonObject, Schema } from "@pragma/language";
import { describe, expect, it } from "vitest";
import { describeResource } from "../../../../../../packages/sdk/src/provider/schema.ts";
import fs from "../../../../../../providers/fs/src/index.ts";
import http from "../../../../../../providers/http/src/index.ts";
import postgres from "../../../../../../providers/postgres/src/index.ts";
import redis from "../../../../../../providers/redis/src/index.ts";
import s3 from "../../../../../../providers/s3/src/index.ts";
import { chooseBranch, describeBranches, discriminatorOf } from "./branches.ts";
import { type FieldModel, fieldModel } from "./field-model.ts";
import { startingValue, switchBranch } from "./starting-value.ts";

const PROVIDERS = { fs, http, postgres, redis, s3 };
const real = new Map<string, Schema>(BUILT_IN_TYPES.map(({ schemaId, schema }) => [schemaId, schema]));
for (const [provider, { resources }] of Object.entries(PROVIDERS)) {
  for (const [name, definition] of Object.entries(resources)) {
    real.set(`${provider}/${name}`, describeResource(name, definition).schema as Schema);
  }
}
const schemaOf = (type: string): Schema => real.get(type) ?? expect.fail(`no type ${type}`);

/** The kind of each property, `!` where it is required. */
function kindsOf(root: Schema, model: FieldModel = fieldModel(root, root)): Record<string, string> {
  if (model.shape.kind !== "object") return { "": model.shape.kind };
  return Object.fromEntries(
    model.shape.properties.map(({ key, schema, required }) => [
      key,
      `${fieldModel(root, schema).shape.kind}${required ? "!" : ""}`,
    ]),
  );
}

function property(root: Schema, key: string): FieldModel {
  const { shape } = fieldModel(root, root);
  const found = shape.kind === "object" ? shape.properties.find((candidate) => candidate.key === key) : undefined;
  return found ? fieldModel(root, found.schema) : expect.fail(`no property ${key}`);
}

describe("fieldModel of the types that are there", () => {
  it("gives each property of postgres/role a control", () => {
    const role = schemaOf("postgres/role");
    expect(kindsOf(role)).toEqual({
      server_url: "string",
      server_ca: "string",
      deletion_policy: "choice",
      name: "string!",
      password: "string",
      login: "boolean",
      createdb: "boolean",
      createrole: "boolean",
      inherit: "boolean",
      connection_limit: "number",
      valid_until: "string",
      member_of: "array",
    });
    expect(property(role, "password")).toMatchObject({ sensitive: true, immutable: false });
    expect(property(role, "name")).toMatchObject({ immutable: true, sensitive: false });
    expect(property(role, "connection_limit")).toMatchObject({
      default: -1,
      shape: { integer: true, minimum: -1, maximum: 2_147_483_647 },
    });
    expect(property(role, "valid_until").shape).toMatchObject({ format: "date-time" });
  });

  it("knows lists of choices and nested objects", () => {
    const privileges = property(schemaOf("postgres/grant"), "privileges").shape;
    expect(privileges).toMatchObject({ kind: "array", minItems: 1 });
    expect(privileges.kind === "array" && fieldModel(true, privileges.items).shape).toMatchObject({ kind: "choice" });
    const http = schemaOf("http/object");
    expect(kindsOf(http, property(http, "create"))).toMatchObject({
      method: "string",
      path: "string!",
      query: "record",
    });
  });

  it("takes any JSON, spelled out through references to itself, as YAML", () => {
    const webhook = schemaOf("http/webhook");
    expect(property(webhook, "body").shape.kind).toBe("yaml");
    expect(property(webhook, "values").shape.kind).toBe("record");
  });

  it("draws the built-in types", () => {
    expect(kindsOf(schemaOf("pragma/secret"))).toEqual({ data: "record!" });
    expect(kindsOf(schemaOf("pragma/config"))).toEqual({ data: "record!" });
    expect(kindsOf(schemaOf("pragma/file"))).toEqual({ content_type: "string!", content: "string" });
  });

  it("finds a control for every property of every shipped type", () => {
    const yaml = [...real].flatMap(([type, root]) =>
      Object.entries(kindsOf(root)).flatMap(([key, kind]) => (kind.startsWith("yaml") ? [`${type}.${key}`] : [])),
    );
    expect(real.size).toBeGreaterThanOrEqual(16);
    expect(yaml).toEqual(["http/webhook.body"]);
  });
});

describe("fieldModel", () => {
  it("sees through null, references and allOf", () => {
    const root: Schema = {
      $defs: { size: { type: "integer", minimum: 1, description: "far", sensitive: true } },
      properties: {
        size: { $ref: "#/$defs/size", description: "near" },
        note: { anyOf: [{ type: "string", maxLength: 5 }, { type: "null" }], default: null },
        old: { type: ["boolean", "null"] },
        both: { allOf: [{ properties: { a: { type: "string" } } }, { properties: { b: {} }, required: ["b"] }] },
      },
    };
    expect(property(root, "size")).toMatchObject({
      description: "near",
      sensitive: true,
      shape: { kind: "number", integer: true, minimum: 1 },
    });
    expect(property(root, "note")).toMatchObject({
      nullable: true,
      default: null,
      shape: { kind: "string", maxLength: 5 },
    });
    expect(property(root, "old")).toMatchObject({ nullable: true, shape: { kind: "boolean" } });
    expect(kindsOf(root, property(root, "both"))).toEqual({ a: "string", b: "yaml!" });
  });

  it.each<[string, Schema]>([
    ["a tuple", { type: "array", prefixItems: [{}, {}] }],
    ["contradicting parts", { allOf: [{ type: "string" }, { type: "number" }] }],
    ["a reference to nowhere", { $ref: "#/$defs/gone" }],
    ["a circle of references", { $ref: "#" }],
    ["nothing at all", false],
    ["anything", true],
    ["two unions at once", { oneOf: [{ type: "string" }, {}], anyOf: [{ minLength: 1 }, { type: "number" }] }],
    ["two unions at once, of which one is simple", { oneOf: [{ type: "string" }], anyOf: [{ minLength: 1 }] }],
  ])("leaves %s to a YAML field", (_, schema) => {
    expect(fieldModel(schema, schema).shape.kind).toBe("yaml");
  });

  it("has no fields that must not be there, and no branches that no value meets", () => {
    const root: Schema = { properties: { any: true, none: false }, required: ["none"] };
    expect(kindsOf(root)).toEqual({ any: "yaml" });
    const union: Schema = { anyOf: [false, { type: "string" }] };
    expect(fieldModel(union, union).shape.kind).toBe("string");
  });

  it("offers constants of a union as choices", () => {
    const schema: Schema = { anyOf: [{ const: "a" }, { const: 2 }] };
    expect(fieldModel(schema, schema).shape).toEqual({ kind: "choice", options: ["a", 2] });
  });
});

describe("a union that is a branch of itself", () => {
  const $defs: Record<"only" | "other" | "first", JsonObject> = {
    only: { anyOf: [{ $ref: "#/$defs/other" }] },
    other: { oneOf: [{ $ref: "#/$defs/only" }] },
    first: { anyOf: [{ $ref: "#/$defs/first" }, { type: "string" }] },
  };

  it.each(["only", "first"] as const)("is written as YAML (%s)", (name) => {
    const root: Schema = { properties: { a: { $ref: `#/$defs/${name}` } }, $defs };
    let inner: Schema = $defs[name];
    for (let depth = 0; depth < 5; depth++) {
      const { shape } = fieldModel(root, inner);
      inner = shape.kind === "union" ? (shape.branches[0] ?? inner) : inner;
    }
    expect(fieldModel(root, inner).shape).toEqual({ kind: "yaml" });
    expect(startingValue(root, { $ref: `#/$defs/${name}` })).toBe("");
  });
});

describe("branches of a union", () => {
  const disk = { properties: { kind: { const: "disk" }, path: { type: "string" } }, required: ["kind", "path"] };
  const net = { properties: { kind: { const: "net" }, host: { type: "string" }, path: {} }, required: ["kind"] };
  const text = { type: "string" };
  const root: Schema = { oneOf: [disk, net] };

  it("are told apart by their constant", () => {
    expect(discriminatorOf(root, [disk, net])).toBe("kind");
    expect(describeBranches(root, [disk, net]).map(({ label }) => label)).toEqual(["disk", "net"]);
    expect(chooseBranch(root, [disk, net], { kind: "net", unknown: 1 })).toBe(1);
  });

  it("are told apart by what fits", () => {
    expect(chooseBranch(root, [text, disk], "x")).toBe(0);
    expect(chooseBranch(root, [text, disk], { path: "x" })).toBe(1);
    expect(chooseBranch(root, [text, disk], undefined)).toBe(-1);
    expect(discriminatorOf(root, [text, disk])).toBeNull();
  });

  it("keep what the next one knows too", () => {
    expect(startingValue(root, disk)).toEqual({ kind: "disk" });
    expect(switchBranch(root, net, { kind: "disk", path: "/x", other: 1 })).toEqual({ kind: "net", path: "/x" });
    expect(switchBranch(root, text, { kind: "disk" })).toBe("");
  });
});
