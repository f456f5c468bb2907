import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import provider from "./index.ts";

const types = provider.describe();

function fieldsWith(schema: unknown, flag: "sensitive" | "immutable"): string[] {
  const { properties } = schema as { properties: Record<string, Record<string, unknown>> };
  return Object.keys(properties).filter((name) => properties[name]?.[flag] === true);
}

test("the types can be described as JSON Schema, and their place is immutable", () => {
  const { connection, ...places } = types;
  expect(Object.keys(places)).toEqual(["file", "template", "directory"]);
  expect(fieldsWith(connection?.schema, "immutable")).toEqual([]);
  for (const [name, type] of Object.entries(places)) {
    const list = name === "template" ? [] : ["list"];
    expect(type.methods).toEqual(["create", "update", "delete", "read", "identity", "import", ...list, "health"]);
    expect(fieldsWith(type.schema, "immutable")).toEqual(["root", "path"]);
  }
});

test("a template's secrets are sensitive", () => {
  expect(types.template?.schema).toMatchObject({
    properties: { secrets: { additionalProperties: { sensitive: true } } },
  });
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
  const common = readme.slice(0, readme.indexOf("\n## file"));
  for (const [type, { schema, outputs_schema }] of Object.entries(types)) {
    const [, section = ""] = readme.split(`\n## ${type}\n`);
    const text = common + section.slice(0, section.indexOf("\n## "));
    for (const { properties } of [schema, outputs_schema]) {
      for (const name of Object.keys(properties as object)) expect(text, `${type}.${name}`).toContain(`\`${name}\``);
    }
  }
});
