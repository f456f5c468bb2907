import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { grantConfig } from "./grant/config.ts";
import { expand, unfitting } from "./grant/privileges.ts";
import provider from "./index.ts";

const types = provider.describe();

function fieldsWith(schema: unknown, flag: "sensitive" | "immutable"): string[] {
  const { properties } = schema as { properties: Record<string, Record<string, unknown>> };
  return Object.keys(properties).filter((name) => properties[name]?.[flag] === true);
}

test("the types can be described as JSON Schema, each with all that the platform can ask for", () => {
  expect(Object.keys(types)).toEqual(["role", "database", "schema", "grant", "extension", "connection"]);
  for (const [name, type] of Object.entries(types)) {
    const reads = name === "connection" ? [] : ["read", "identity", "import", "list"];
    expect(type.methods).toEqual(["create", "update", "delete", ...reads, "health"]);
    expect(type.description).toMatch(/PostgreSQL/);
  }
});

test.each([
  ["role", ["server_url", "password"], ["password"], ["name"]],
  ["database", ["server_url", "owner_password"], ["url"], ["name", "template", "encoding", "locale"]],
  ["schema", ["server_url"], [], ["database", "name"]],
  ["grant", ["server_url"], [], ["database", "role", "object_type", "schema"]],
  ["extension", ["server_url"], [], ["database", "name"]],
  ["connection", ["server_url"], [], []],
])("%s: what is sensitive and what immutable", (type, secretConfig, secretOutputs, immutable) => {
  expect(fieldsWith(types[type]?.schema, "sensitive")).toEqual(secretConfig);
  expect(fieldsWith(types[type]?.outputs_schema, "sensitive")).toEqual(secretOutputs);
  expect(fieldsWith(types[type]?.schema, "immutable")).toEqual(immutable);
});

test("every config field says what it is", () => {
  for (const [type, { schema }] of Object.entries(types)) {
    for (const [field, content] of Object.entries(schema.properties as Record<string, object>)) {
      expect(content, `${type}.${field}`).toHaveProperty("description");
    }
  }
});

test("the README names every field and output", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const common = readme.slice(0, readme.indexOf("\n## role"));
  for (const [type, { schema, outputs_schema }] of Object.entries(types)) {
    const [, section = ""] = readme.split(`\n## ${type}\n`);
    const text = common + section.slice(0, section.indexOf("\n## "));
    for (const properties of [schema.properties, outputs_schema.properties]) {
      for (const name of Object.keys(properties as object)) expect(text, `${type}.${name}`).toContain(`\`${name}\``);
    }
  }
});

const grant = { server_url: "postgres://u@h", database: "d", role: "r", privileges: ["SELECT"] };

test.each([
  ["a schema for a database", { ...grant, object_type: "database", schema: "s", privileges: ["CONNECT"] }, "schema"],
  ["no schema for a table", { ...grant, object_type: "table" }, "schema"],
  [
    "objects for a schema",
    { ...grant, object_type: "schema", schema: "s", objects: ["t"], privileges: ["USAGE"] },
    "objects",
  ],
  [
    "future schemas",
    { ...grant, object_type: "schema", schema: "s", future_objects_of: "o", privileges: ["USAGE"] },
    "future_objects_of",
  ],
  ["SELECT on a database", { ...grant, object_type: "database" }, "privileges"],
  ["no privilege", { ...grant, object_type: "table", schema: "s", privileges: [] }, "privileges"],
])("a grant with %s is refused at that field", (_what, config, field) => {
  expect(grantConfig.safeParse(config).error?.issues[0]?.path).toEqual([field]);
});

test("privileges: ALL is written out, duplicates go, the order is fixed", () => {
  expect(expand("schema", ["ALL"])).toEqual(["USAGE", "CREATE"]);
  expect(expand("table", ["UPDATE", "SELECT", "UPDATE"])).toEqual(["SELECT", "UPDATE"]);
  expect(unfitting("sequence", ["ALL", "USAGE", "INSERT"])).toEqual(["INSERT"]);
});
