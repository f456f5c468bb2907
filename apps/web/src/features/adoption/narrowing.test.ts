import { expect, it } from "vitest";
import { knownConfig, type ListedType, narrowingFields } from "./narrowing.ts";

const TYPE = {
  schema: {
    properties: {
      database: { type: "string" },
      port: { type: "integer" },
      on: { type: "boolean" },
      tags: { type: "array" },
    },
  },
} as unknown as ListedType;

it("narrows by fields with a simple value, each in its type", () => {
  expect(narrowingFields(TYPE)).toEqual(["database", "port", "on"]);
  expect(knownConfig(TYPE, "database", " 15 ")).toEqual({ database: "15" });
  expect(knownConfig(TYPE, "port", "15")).toEqual({ port: 15 });
  expect(knownConfig(TYPE, "on", "false")).toEqual({ on: false });
  expect(knownConfig(TYPE, "", "any")).toEqual({});
});

it("leaves a value that does not fit to the provider to refuse", () => {
  expect(knownConfig(TYPE, "port", "many")).toEqual({ port: "many" });
  expect(narrowingFields({ schema: {} } as unknown as ListedType)).toEqual([]);
});
