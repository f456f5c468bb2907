import { expect, test } from "vitest";
import { compareConfig } from "./compare.ts";
import { secretPlaces } from "./secret-places.ts";

const schema = {
  type: "object",
  properties: {
    password: { type: ["string", "null"], sensitive: true },
    users: { type: "array", items: { properties: { token: { sensitive: true } } } },
    size: { type: "integer" },
  },
};

test.each([
  [
    "a reference",
    { password: "${pragma/secret/db.outputs.password}" },
    { password: "hunter2" },
    ["config", "password"],
  ],
  ["null", { password: null }, { password: "hunter2" }, ["config", "password"]],
  ["a value of an element", { users: [{ token: null }] }, { users: [{ token: "hunter2" }] }, ["config", "users"]],
])("a secret that takes the place of %s is not shown", (_what, before, after, path) => {
  const isSecret = secretPlaces({ schema, string_references: true }, [before, after]);
  expect(compareConfig(before, after, ["config"], isSecret)).toEqual([{ path, kind: "changed" }]);
});

test("what is not sensitive is shown", () => {
  const [before, after] = [{ size: 1 }, { size: 2 }];
  const isSecret = secretPlaces({ schema, string_references: true }, [before, after]);
  expect(compareConfig(before, after, ["config"], isSecret)).toEqual([
    { path: ["config", "size"], kind: "changed", before: "1", after: "2" },
  ]);
});

test.each([
  ["is unknown", undefined],
  ["cannot be followed", { schema: { $ref: "#/$defs/none", sensitive: true }, string_references: true }],
])("nothing is shown of a type that %s", (_what, type) => {
  const [before, after] = [{ size: null }, { size: "hunter2" }];
  expect(compareConfig(before, after, ["config"], secretPlaces(type, [before, after]))).toEqual([
    { path: ["config", "size"], kind: "changed" },
  ]);
});
