import { expect, it } from "vitest";
import type { JsonObject } from "../json/json.ts";
import { type PathPattern, parsePathPattern } from "../json/path-pattern.ts";
import { placeInSchema } from "./place-in-schema.ts";
import { SchemaDocument } from "./schema-document.ts";

const schema: JsonObject = {
  type: "object",
  additionalProperties: false,
  properties: {
    size: { type: "string" },
    labels: { type: "object", additionalProperties: { type: "string" } },
    servers: { type: "array", items: { $ref: "#/$defs/server" } },
    anything: true,
    map: { type: "object", propertyNames: { maxLength: 9 } },
    list: { type: ["array", "null"] },
    open: {},
    either: { anyOf: [{ type: "string" }, { type: "object", properties: { name: { type: "string" } } }] },
  },
  $defs: { server: { type: "object", properties: { port: { type: "integer" }, next: { $ref: "#/$defs/server" } } } },
};

it.each<[string, true | [step: string, suggestion?: string]]>([
  ["size", true],
  ["labels", true],
  ["labels.*", true],
  ["labels.team", true],
  ["servers[0].port", true],
  ["servers[*].port", true],
  ["servers.*.next.next.port", true],
  ["anything.at.all", true],
  ["open[3].x", true],
  ["map.any.thing", true],
  ["map.*", true],
  ["list[2].x", true],
  ["list[*]", true],
  ["list.x", ["x"]],
  ["map[1]", ["1"]],
  ["either.name", true],
  ["*", true],
  ["*.port", true],
  ["sise", ["sise", "size"]],
  ["labels.team.deep", ["deep"]],
  ["servers[*].prt", ["prt", "port"]],
  ["servers.port", ["port"]],
  ["size.*", ["*"]],
  ["either.nme", ["nme", "name"]],
])("%s: %j", (text, expected) => {
  const found = placeInSchema(new SchemaDocument(schema), parsePathPattern(text) as PathPattern);
  if (expected === true) expect(found).toEqual({ isKnown: true });
  else expect(found).toEqual({ isKnown: false, step: expected[0], suggestion: expected[1] });
});
