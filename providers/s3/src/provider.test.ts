import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import provider from "./index.ts";

const types = provider.describe();
const ALL = ["create", "update", "delete", "read", "identity", "import", "list", "health"];

function fieldsWith(schema: unknown, flag: "sensitive" | "immutable"): string[] {
  const { properties } = schema as { properties: Record<string, Record<string, unknown>> };
  return Object.keys(properties).filter((name) => properties[name]?.[flag] === true);
}

test.each([
  ["bucket", ["name"]],
  ["bucket-policy", ["bucket"]],
  ["bucket-lifecycle", ["bucket"]],
  ["bucket-cors", ["bucket"]],
  ["object", ["bucket", "key"]],
])("%s: what is sensitive and what immutable", (type, immutable) => {
  expect(fieldsWith(types[type]?.schema, "sensitive")).toEqual([]);
  expect(fieldsWith(types[type]?.outputs_schema, "sensitive")).toEqual([]);
  expect(fieldsWith(types[type]?.schema, "immutable")).toEqual(immutable);
  expect(types[type]?.methods.toSorted()).toEqual(ALL.toSorted());
});

test("a connection's secret key is sensitive", () => {
  expect(fieldsWith(types.connection?.schema, "sensitive")).toEqual(["secret_key"]);
});

test("every config field says what it is, also within rules", () => {
  for (const [type, { schema }] of Object.entries(types)) {
    for (const [field, content] of Object.entries(schema.properties as Record<string, { items?: unknown }>)) {
      expect(content, `${type}.${field}`).toHaveProperty("description");
      const { properties = {} } = (content.items ?? {}) as { properties?: object };
      for (const [member, inner] of Object.entries(properties)) {
        expect(inner, `${type}.${field}.${member}`).toHaveProperty("description");
      }
    }
  }
});

test("the README names every field, output and member of a rule", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  for (const [type, { schema, outputs_schema }] of Object.entries(types)) {
    const [, section = ""] = readme.split(`\n## ${type}\n`);
    const text = section.slice(0, section.indexOf("\n## "));
    const properties = schema.properties as Record<string, { items?: { properties?: object } }>;
    const members = Object.values(properties).flatMap(({ items }) => Object.keys(items?.properties ?? {}));
    const names = [...Object.keys(properties), ...Object.keys(outputs_schema.properties as object), ...members];
    for (const name of names) expect(text, `${type}.${name}`).toContain(`\`${name}\``);
  }
});
