import { expect, it } from "vitest";
import type { JsonObject } from "../json/json.ts";
import { flatten } from "./flatten.ts";
import { describedDocument } from "./schema-document.ts";

const flat = (root: JsonObject) => flatten(describedDocument(root), root);
const chain = (length: number, link: (next: JsonObject) => JsonObject, last: JsonObject): JsonObject => {
  const names = Array.from({ length }, (_, index) => `d${index}`);
  const $defs = Object.fromEntries(names.map((name, index) => [name, link({ $ref: `#/$defs/d${index + 1}` })]));
  return { $ref: "#/$defs/d0", $defs: { ...$defs, [`d${length}`]: last } };
};

it("follows references and joins what stands beside each other", () => {
  expect(flat(chain(50, (next) => next, { type: "string" }))).toEqual({ schema: { type: "string" }, complex: false });
  const joined = { allOf: [{ properties: { a: { type: "string" } } }, { properties: { b: {} }, required: ["b"] }] };
  expect(flat(joined).schema).toEqual({ properties: { a: { type: "string" }, b: {} }, required: ["b"] });
});

it("gives up on one that grows without end, or is deeper than a stack", () => {
  expect(flat(chain(40, (next) => ({ allOf: [next, next] }), { type: "string" })).complex).toBe(true);
  expect(flat(chain(20_000, (next) => next, { type: "string" })).complex).toBe(true);
});
