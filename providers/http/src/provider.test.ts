import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import provider from "./index.ts";

const types = provider.describe();

type Node = { properties?: Record<string, Node>; additionalProperties?: Node } & Record<string, unknown>;

/** Paths of all fields that are sensitive; `*` is any key. */
function sensitive(schema: unknown, path = ""): string[] {
  const { properties = {}, additionalProperties, ...own } = schema as Node;
  return [
    ...(own.sensitive === true ? [path] : []),
    ...Object.entries(properties).flatMap(([name, inner]) => sensitive(inner, `${path}.${name}`)),
    ...(typeof additionalProperties === "object" ? sensitive(additionalProperties, `${path}.*`) : []),
  ];
}

test("the types can be described as JSON Schema, within its bound", () => {
  expect(Object.keys(types)).toEqual(["object", "webhook", "check", "connection"]);
  expect(types.object?.methods).toEqual(["create", "update", "delete", "read", "identity", "import", "health"]);
  expect(types.webhook?.methods).toEqual(["create", "update", "delete"]);
  expect(types.connection?.methods).toEqual(["create", "update", "delete", "health"]);
  expect(types.check?.methods).toEqual(["create", "update", "delete", "health"]);
  expect([types.webhook?.real, types.check?.real], "nothing of them is outside").toEqual([false, false]);
  for (const type of Object.values(types)) expect(JSON.stringify(type.schema).length).toBeLessThan(64 * 1024);
});

test("what is sensitive", () => {
  const operations = ["create", "read", "find", "update", "delete"].map((name) => `.${name}.headers.*`);
  expect(sensitive(types.object?.schema)).toEqual([".headers.*", ".secrets.*", ...operations]);
  expect(sensitive(types.object?.outputs_schema)).toEqual([".secrets.*"]);
  expect(sensitive(types.webhook?.schema)).toEqual([".url", ".headers.*", ".secrets.*", ".signing_secret"]);
  expect(sensitive(types.check?.schema)).toEqual([".headers.*"]);
  expect(sensitive(types.connection?.schema)).toEqual([".headers.*"]);
});

test("the README names every field and output", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const common = readme.slice(0, readme.indexOf("\n## object"));
  for (const [type, { schema, outputs_schema }] of Object.entries(types)) {
    const [, section = ""] = readme.split(`\n## ${type}\n`);
    const text = common + section.slice(0, section.indexOf("\n## "));
    for (const { properties = {} } of [schema as Node, outputs_schema as Node]) {
      for (const name of Object.keys(properties)) expect(text, `${type}.${name}`).toContain(`\`${name}\``);
    }
  }
});
