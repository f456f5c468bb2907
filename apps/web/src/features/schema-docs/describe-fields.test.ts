import type { JsonObject } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import http from "../../../../../providers/http/src/index.ts";
import postgres from "../../../../../providers/postgres/src/index.ts";
import { describeFields } from "./describe-fields.ts";
import type { SchemaField } from "./schema-field.ts";

function find(fields: readonly SchemaField[], ...names: string[]): SchemaField {
  const [name, ...rest] = names;
  const field = fields.find((candidate) => candidate.name === name);
  if (!field) throw new Error(`There is no field ${name} in ${fields.map((candidate) => candidate.name).join(", ")}`);
  return rest.length === 0 ? field : find(field.children, ...rest);
}

function schemaOf(types: Record<string, { schema: object; outputs_schema: object }>, name: string) {
  const type = types[name];
  if (!type) throw new Error(`There is no type ${name}`);
  return { schema: type.schema as JsonObject, outputs_schema: type.outputs_schema as JsonObject };
}

describe("describeFields", () => {
  const database = describeFields(schemaOf(postgres.describe(), "database").schema);
  const object = describeFields(schemaOf(http.describe(), "object").schema);

  it("says what is required, sensitive and immutable", () => {
    expect(find(database, "server_url")).toMatchObject({ required: false, sensitive: true, immutable: false });
    expect(find(database, "name")).toMatchObject({ required: true, sensitive: false, immutable: true });
    expect(find(database, "owner")).toMatchObject({ required: false, sensitive: false, immutable: false });
  });

  it("gives default, description and constraints in words", () => {
    expect(find(database, "connection_limit")).toMatchObject({
      type: "integer",
      defaultValue: "-1",
      constraints: ["from -1 to 2147483647"],
      description: "How many connections it takes at a time; -1: as many as the server",
    });
    expect(find(database, "deletion_policy").constraints).toEqual(["one of delete, retain"]);
    expect(find(database, "name").constraints).toEqual(["1 to 63 characters"]);
  });

  it("gives examples, but none of what is sensitive", () => {
    const text = { type: "string", examples: ["a", "b"] };
    const fields = describeFields({ properties: { plain: text, secret: { ...text, sensitive: true } } });
    expect(fields.map(({ name, examples }) => [name, examples])).toEqual([
      ["plain", ["a", "b"]],
      ["secret", []],
    ]);
  });

  it("gives no examples of what is in something sensitive, or has it", () => {
    const text = { type: "string", examples: ["a"] };
    const login = { type: "object", properties: { user: text, password: { ...text, sensitive: true } } };
    const fields = describeFields({
      properties: {
        plain: { ...login, properties: { user: text }, examples: [{ user: "ada" }] },
        holding: { ...login, examples: [{ user: "ada", password: "hunter2" }] },
        secret: { ...login, sensitive: true, examples: [{ user: "ada" }] },
      },
    });
    expect(find(fields, "plain").examples).toEqual([{ user: "ada" }]);
    expect(find(fields, "plain", "user").examples).toEqual(["a"]);
    expect(find(fields, "holding").examples).toEqual([]);
    expect(find(fields, "holding", "user").examples).toEqual(["a"]);
    expect(find(fields, "secret").examples).toEqual([]);
    expect(find(fields, "secret", "user").examples).toEqual([]);
  });

  it("has what is required first, else the order of the author", () => {
    const properties = { b: {}, d: {}, a: {}, c: {} };
    expect(describeFields({ properties, required: ["d", "c"] }).map(({ name }) => name)).toEqual(["d", "c", "b", "a"]);
  });

  it("has what may be anything, and not what must not be there", () => {
    const fields = describeFields({
      properties: { any: true, none: false, tree: { properties: { any: true } } },
      patternProperties: { "^x-": true, "^y-": false },
      required: ["any"],
    });
    expect(fields.map(({ name, type, required }) => [name, type, required])).toEqual([
      ["any", "any JSON", true],
      ["tree", "object", false],
      ["<key matching ^x->", "any JSON", false],
    ]);
    expect(find(fields, "tree", "any").type).toBe("any JSON");
  });

  it("takes the type from one of two unions, and the fields from both", () => {
    const both: JsonObject = {
      oneOf: [{ type: "string" }, { type: "object", properties: { a: {} } }, false],
      anyOf: [{ type: "object", properties: { b: {} } }, { type: "string", minLength: 1 }, true],
    };
    const [field] = describeFields({ properties: { both } });
    expect(field?.type).toBe("string or object");
    expect(field?.children.map(({ name }) => name)).toEqual(["b", "a"]);
  });

  it("goes into objects, maps and lists", () => {
    expect(find(object, "create", "path")).toMatchObject({ required: true, type: "string" });
    expect(find(object, "headers")).toMatchObject({ type: "map of strings" });
    expect(find(object, "headers", "<key>")).toMatchObject({ sensitive: true });
    expect(find(object, "create", "success")).toMatchObject({ type: "list of integers" });
    expect(find(object, "create", "success", "<item>").constraints).toEqual(["from 200 to 599"]);
  });

  it("follows references, and calls what may be anything by its name", () => {
    expect(find(object, "create", "body")).toMatchObject({ type: "any JSON", children: [] });
    expect(find(object, "values")).toMatchObject({ type: "map of any JSON" });
  });

  it("says that values behind a reference are sensitive", () => {
    const outputs = describeFields(schemaOf(http.describe(), "object").outputs_schema);
    expect(find(outputs, "id").type).toBe("string or null");
    expect(find(outputs, "secrets", "<key>")).toMatchObject({ sensitive: true, type: "any JSON" });
  });

  it("joins allOf and shows the fields of each branch of a union", () => {
    const fields = describeFields({
      allOf: [
        { type: "object", properties: { a: { type: "string" } }, required: ["a"] },
        { type: "object", properties: { b: { oneOf: [{ const: 1 }, { type: "object", properties: { c: {} } }] } } },
      ],
    });
    expect(find(fields, "a").required).toBe(true);
    expect(find(fields, "b").type).toBe("1 or object");
    expect(find(fields, "b", "c").type).toBe("any JSON");
  });

  it("ends for a schema that contains itself, and for references in a circle", () => {
    const tree = { type: "object", properties: { left: { $ref: "#" }, right: { $ref: "#" } } };
    expect(describeFields(tree).map(({ name }) => name)).toEqual(["left", "right"]);
    const circle = { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } };
    expect(describeFields(circle)).toEqual([]);
    const nowhere = { type: "object", properties: { a: { $ref: "https://example.com/schema" }, b: { $ref: "#/x/y" } } };
    expect(describeFields(nowhere).map(({ type }) => type)).toEqual(["any JSON", "any JSON"]);
  });

  it("reads no more of a union of unions than helps", () => {
    const lists = Array.from({ length: 40 }, () => ({ type: "array", items: { $ref: "#/$defs/n" } }));
    const schema = { type: "object", properties: { c: { $ref: "#/$defs/n" } }, $defs: { n: { anyOf: lists } } };
    expect(describeFields(schema)).toHaveLength(1);
  });
});
