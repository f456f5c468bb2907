import { expect, it } from "vitest";
import { z } from "zod";
import type { Schema } from "./json-schema.ts";
import { wholeMaps } from "./whole-maps.ts";

const secret = z.string().meta({ sensitive: true });
const whole = z.record(z.string(), z.string()).meta({ sensitive: true });

it.each<[string, z.ZodType, string[]]>([
  ["a map whose values are marked", z.object({ env: z.record(z.string(), secret) }), []],
  ["a map that is marked", z.object({ env: whole, size: z.number() }), [".env"]],
  [
    "one that may be left out, null, or has a default",
    z.object({ a: whole.optional(), b: whole.nullable(), c: whole.default({}) }),
    [".a", ".b", ".c"],
  ],
  ["one of any values", z.object({ env: z.record(z.string(), z.unknown()).meta({ sensitive: true }) }), [".env"]],
  ["one without any rule", z.object({ env: z.looseObject({}).meta({ sensitive: true }) }), [".env"]],
  [
    "maps below maps and lists",
    z.object({ parts: z.record(z.string(), z.object({ envs: z.array(whole) })) }),
    [".parts.*.envs[]"],
  ],
  ["the config itself", whole, [""]],
  ["a key with a line break", z.object({ "a\nb": whole }), ['["a\\nb"]']],
  ["an object with fixed keys", z.object({ login: z.object({ user: z.string() }).meta({ sensitive: true }) }), []],
  ["a value that may be anything", z.object({ value: z.json().meta({ sensitive: true }) }), []],
  ["a map or a text", z.object({ value: z.union([whole, z.string()]) }), []],
  [
    "a list that is marked",
    z.object({ list: z.array(z.record(z.string(), z.string())).meta({ sensitive: true }) }),
    [],
  ],
  ["a map with secret keys", z.object({ env: z.record(secret, z.string()).meta({ sensitive: true }) }), []],
])("of %s", (_, schema, places) => {
  expect(wholeMaps(z.toJSONSchema(schema, { io: "input" }) as Schema, "config")).toEqual(
    places.map((place) => `config${place}`),
  );
});

it("follows references, also in circles, and never past its bounds", () => {
  const map = { type: "object", sensitive: true } as const;
  const node = { properties: { env: { $ref: "#/$defs/map" }, next: { $ref: "#/$defs/node" } } };
  expect(wholeMaps({ $ref: "#/$defs/node", $defs: { map, node } }, "config")).toEqual(["config.env"]);
  expect(wholeMaps({ properties: { env: { $ref: "#/nowhere" } } }, "config")).toEqual([]);
  const keys = Array.from({ length: 200 }, (_, index) => `k${index}`);
  const many = Object.fromEntries(keys.map((key) => [key, { allOf: keys.map(() => ({ $ref: "#" })) }]));
  expect(wholeMaps({ properties: many }, "config")).toEqual([]);
  expect(wholeMaps({ properties: Object.fromEntries(keys.map((key) => [key, map])) }, "config")).toHaveLength(20);
});
