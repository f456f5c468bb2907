import { randomBytes } from "node:crypto";
import type { Json, JsonObject } from "@pragma/contract";
import { type DriftChange, revealJson } from "@pragma/language";
import { describe, expect, it } from "vitest";
import { DomainError } from "../../foundation/common/errors.ts";
import { Keyring } from "../../foundation/secrets/index.ts";
import { acceptedConfig } from "./accepted-config.ts";
import { placesOfConfig } from "./with-found.ts";

const box = new Keyring([randomBytes(32)]).box("org");
const REF = "${a/b/c.outputs.x}";

function accept(
  declared: JsonObject,
  applied: JsonObject,
  changes: readonly Omit<DriftChange, "declared">[],
  { stringReferences = true } = {},
) {
  const places = placesOfConfig(changes.map((change) => ({ ...change, declared: null })));
  const { config, found } = acceptedConfig({ declared, applied, places, stringReferences }, box);
  return { config: revealJson(config, box), found: revealJson(found, box) };
}

describe("a config that accepts what was found", () => {
  it.each<[string, JsonObject, JsonObject, Omit<DriftChange, "declared">[], Json]>([
    ["a value", { a: 1, b: REF }, { a: 1, b: "r" }, [{ path: "config.a", found: 2 }], { a: 2, b: REF }],
    ["an absent one", { a: 1, b: 2 }, { a: 1, b: 2 }, [{ path: "config.a", found: null }], { b: 2 }],
    ["in the place of a reference", { a: REF }, { a: "r" }, [{ path: "config.a", found: "s" }], { a: "s" }],
    [
      "below one to an object",
      { a: REF, b: 1 },
      { a: { x: 1, y: 2 }, b: 1 },
      [{ path: "config.a.x", found: 3 }],
      { a: { x: 3, y: 2 }, b: 1 },
    ],
    [
      "two below the same",
      { a: REF },
      { a: { x: 1, y: 2 } },
      [
        { path: "config.a.x", found: 3 },
        { path: "config.a.y", found: null },
      ],
      { a: { x: 3 } },
    ],
    [
      "an item of a list, and one that moved",
      { a: [REF, { x: REF, y: 1 }, "c"] },
      { a: ["r", { x: "r", y: 1 }, "c"] },
      [{ path: "config.a", found: [{ x: "r", y: 1 }, "r", "d", "e"] }],
      { a: [{ x: REF, y: 1 }, REF, "d", "e"] },
    ],
    [
      "a part of an item",
      { a: [{ x: REF, y: 1 }] },
      { a: [{ x: "r", y: 1 }] },
      [{ path: "config.a", found: [{ x: "r", y: 2 }] }],
      { a: [{ x: REF, y: 2 }] },
    ],
    ["nothing of outputs", { a: 1 }, { a: 1 }, [{ path: "outputs.a", found: 2 }], { a: 1 }],
    [
      "keys of any name",
      JSON.parse('{"__proto__":1}'),
      JSON.parse('{"__proto__":1}'),
      [{ path: "config.__proto__", found: 2 }],
      JSON.parse('{"__proto__":2}'),
    ],
  ])("has %s", (_what, declared, applied, changes, expected) => {
    const before = structuredClone([declared, applied]);
    expect(JSON.stringify(accept(declared, applied, changes).config)).toBe(JSON.stringify(expected));
    expect([declared, applied]).toEqual(before);
  });

  it("compares secrets by their values, and takes what is sealed as a whole apart", () => {
    const applied = { a: box.seal("same"), b: box.seal({ x: 1, y: 2 }) };
    const changes = [
      { path: "config.a", found: box.seal("same") },
      { path: "config.b.x", found: box.seal(3) },
    ];
    expect(accept({ a: REF, b: box.seal({ x: 1, y: 2 }) }, applied, changes)).toEqual({
      config: { a: REF, b: { x: 3, y: 2 } },
      found: { a: "same", b: { x: 3, y: 2 } },
    });
  });

  it.each<[string, Json]>([
    ["a text", `x${REF}`],
    ["a sealed text", box.seal(REF)],
    ["an object", { __dependency__: true, provider: "a", resource: "b", name: "c" }],
    ["one within", { deep: [REF] }],
    ["a malformed one", "${A/b/c.outputs.x}"],
  ])("is refused where %s would be a reference", (_what, found) => {
    const attempt = () => accept({ a: "x" }, { a: "x" }, [{ path: "config.a", found }]);
    expect(attempt).toThrow(DomainError);
    expect(attempt).toThrow(/^config\.a(\.deep)?.* was found to be what would be a reference/);
  });

  it("takes such a text where strings are literal", () => {
    const literal = accept({ a: "x" }, { a: "x" }, [{ path: "config.a", found: REF }], { stringReferences: false });
    expect(literal.config).toEqual({ a: REF });
  });
});
