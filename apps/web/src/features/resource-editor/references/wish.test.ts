import type { JsonObject } from "@pragma/contract";
import { expect, it } from "vitest";
import { fieldModel } from "../schema/field-model.ts";
import { wishOf } from "./wish.ts";

const wish = (schema: JsonObject, ...path: (string | number)[]) => wishOf(schema, fieldModel(schema, schema), path);

it.each<[JsonObject, string[]]>([
  [{ type: "string" }, ["string"]],
  [{ type: "integer" }, ["integer"]],
  [{ type: "number" }, ["number", "integer"]],
  [{ type: "boolean" }, ["boolean"]],
  [{ type: "array" }, ["array"]],
  [{ type: "object" }, ["object"]],
  [{ enum: ["a", "b"] }, ["string"]],
  [{ enum: ["a", 1] }, []],
  [{ anyOf: [{ type: "string" }, { type: "integer" }, { type: "string", format: "uri" }] }, ["string", "integer"]],
  [{ anyOf: [{ type: "string" }, {}] }, []],
  [{}, []],
])("%j takes %j", (schema, types) => {
  expect(wish(schema, "config", "a").types).toEqual(types);
});

it("says what a field is called, also inside a list, and whether it is a secret", () => {
  expect(wish({ type: "string", format: "uri", sensitive: true }, "config", "urls", 2)).toEqual({
    field: "urls",
    types: ["string"],
    format: "uri",
    sensitive: true,
    place: null,
  });
});

it("says where a field of the config is, if that can be sent", () => {
  const type = { provider: "p", resource: "t" };
  const placeOf = (...path: (string | number)[]) => wishOf({}, fieldModel({}, {}), path, type).place;
  expect(placeOf("config", "env", 0, "value")).toEqual({ ...type, path: ["env", 0, "value"] });
  expect(placeOf("config")).toEqual({ ...type, path: [] });
  for (const path of [["tags"], ["config", ""], ["config", "x".repeat(257)], ["config", ...Array(33).fill("a")]]) {
    expect(placeOf(...path)).toBeNull();
  }
});
