import { describe, expect, it } from "vitest";
import { plainBox as box } from "../../test/plain-box.ts";
import type { Json } from "../json/json.ts";
import { MASK, maskJson } from "./mask.ts";
import { restoreMasked } from "./restore-masked.ts";
import { revealJson } from "./reveal.ts";

const seal = (value: Json): Json => box.seal(value);

/** The meaning of the client's input, revealed, or the places that are refused. */
function restored(incoming: Json, stored: Json | undefined): Json {
  const { value, issues } = restoreMasked(incoming, stored, ["config"]);
  return issues.length > 0 ? { refused: issues.map((issue) => issue.loc.join(".")) } : revealJson(value, box);
}

describe("restoreMasked", () => {
  it("puts stored values back, so that sending back what was read changes nothing", () => {
    const stored = { pw: seal("one"), nested: { list: [{ host: "a", key: seal("k") }] }, plain: 1 };
    expect(restored(maskJson(stored), stored)).toEqual(revealJson(stored, box));
    expect(restored({ pw: MASK, plain: 2 }, stored)).toEqual({ pw: "one", plain: 2 });
  });

  it("returns the same value when there is no mask", () => {
    const incoming = { a: [{ b: "x" }] };
    expect(restoreMasked(incoming, undefined).value).toBe(incoming);
  });

  it("refuses a mask anywhere else, and on create", () => {
    expect(restored({ a: MASK }, undefined)).toEqual({ refused: ["config.a"] });
    expect(restored({ a: MASK, b: [MASK] }, { a: "plain", b: "x" })).toEqual({ refused: ["config.a", "config.b.0"] });
    expect(restored({ a: { b: MASK } }, { a: seal({ b: "x" }) })).toEqual({ refused: ["config.a.b"] });
    expect(restored({ $encrypted: MASK }, seal("x"))).toEqual({ refused: ["config.$encrypted"] });
    expect(restored({ constructor: MASK }, {})).toEqual({ refused: ["config.constructor"] });
  });

  describe("in maps", () => {
    const stored = { env: { A: seal("1"), B: seal("2"), R: "${t/i/n.outputs.v}" } };

    it.each<[string, Json, Json]>([
      ["keeps the others where one is replaced", { A: "new", B: MASK }, { env: { A: "new", B: "2" } }],
      ["keeps what is left where one is removed", { B: MASK }, { env: { B: "2" } }],
      ["takes a new key beside them", { A: MASK, C: "3" }, { env: { A: "1", C: "3" } }],
      ["gives a stored value to no other key", { Z: MASK, B: MASK }, { refused: ["config.env.Z"] }],
      ["has nothing to put back for a reference", { R: MASK }, { refused: ["config.env.R"] }],
      ["puts nothing inside a value that was a text", { A: { deep: MASK } }, { refused: ["config.env.A.deep"] }],
      ["takes an object for a value", { A: { deep: "x" }, B: MASK }, { env: { A: { deep: "x" }, B: "2" } }],
    ])("%s", (_, env, meaning) => {
      expect(restored({ env }, stored)).toEqual(meaning);
    });

    it("keeps one that is sealed as a whole only as a whole", () => {
      const whole = { env: seal({ A: "1" }) };
      expect(restored({ env: MASK }, whole)).toEqual({ env: { A: "1" } });
      expect(restored({ env: { A: MASK } }, whole)).toEqual({ refused: ["config.env.A"] });
    });
  });

  describe("in arrays", () => {
    const user = (name: string, pw: Json, role = "r") => ({ user: name, role, pw });
    const stored = [user("a", seal("1")), user("b", seal("2")), user("c", seal("3"))];

    it("follows elements by their other fields", () => {
      const incoming = [user("c", MASK), user("new", "9"), user("a", MASK)];
      expect(restored(incoming, stored)).toEqual([user("c", "3"), user("new", "9"), user("a", "1")]);
    });

    it("refuses a masked element that was not there", () => {
      expect(restored([user("a", MASK), user("z", MASK)], stored)).toEqual({ refused: ["config.1.pw"] });
    });

    it("follows an element whose other fields changed by its name, id or key", () => {
      const named = [
        { name: "a", port: 1, pw: seal("1") },
        { name: "b", port: 1, pw: seal("2") },
      ];
      expect(restored([{ name: "b", port: 7, pw: MASK }], named)).toEqual([{ name: "b", port: 7, pw: "2" }]);
      expect(restored([{ name: "z", port: 1, pw: MASK }], named)).toEqual({ refused: ["config.0.pw"] });
    });

    it("follows an element with only one secret replaced", () => {
      const two = [
        { host: "a", x: seal("1"), y: seal("2") },
        { host: "b", x: seal("3"), y: seal("4") },
      ];
      expect(restored([{ host: "b", x: "new", y: MASK }], two)).toEqual([{ host: "b", x: "new", y: "4" }]);
    });

    it("keeps the order of look-alikes, and never guesses between them", () => {
      const twins = [user("a", seal("1")), user("a", seal("2"))];
      expect(restored([user("a", MASK), user("a", MASK), user("b", "3")], twins)).toEqual([
        user("a", "1"),
        user("a", "2"),
        user("b", "3"),
      ]);
      expect(restored([user("a", "new"), user("a", MASK)], twins)).toEqual([user("a", "new"), user("a", "2")]);
      expect(restored([user("a", MASK)], twins)).toEqual({ refused: ["config.0"] });
    });

    it("works on arrays of secrets", () => {
      const list = [seal("1"), seal("2")];
      expect(restored([MASK, MASK, "3"], list)).toEqual(["1", "2", "3"]);
      expect(restored([MASK, "two"], list)).toEqual(["1", "two"]);
      expect(restored([MASK], list)).toEqual({ refused: ["config.0"] });
    });

    it("stays linear on large arrays", () => {
      const many = Array.from({ length: 5_000 }, (_, index) => ({ index, pw: seal(`pw-${index}`) }));
      const incoming = many.map(({ index }) => ({ index, pw: MASK })).reverse();
      expect(restored(incoming, many)).toEqual(incoming.map(({ index }) => ({ index, pw: `pw-${index}` })));
      const strangers = incoming.map(({ index }) => ({ other: index, pw: MASK }));
      expect(restoreMasked(strangers, many).issues).toHaveLength(5_000);
    });
  });
});
