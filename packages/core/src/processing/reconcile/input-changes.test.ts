import { randomBytes } from "node:crypto";
import type { Json } from "@pragma/language";
import { describe, expect, it } from "vitest";
import { Keyring } from "../../foundation/secrets/index.ts";
import { asFollowed, inputChanges } from "./input-changes.ts";

const box = new Keyring([randomBytes(32)]).box("org-1");
const changesOf = (config: Json, before: Json, after: Json) =>
  inputChanges(config, { before, after, box, stringReferences: true });

const ref = { provider: "pragma", resource: "config", name: "defaults", field: "outputs.url" };

describe("inputChanges", () => {
  it.each<[string, Json, Json, Json, [string, string[]][]]>([
    ["a whole value", { a: ref }, { a: 1 }, { a: 2 }, [["a", ["pragma/config/defaults.outputs.url"]]]],
    [
      "a part of what was taken",
      { a: ref },
      { a: { b: [1, 2] } },
      { a: { b: [1, 3] } },
      [["a.b[1]", ["pragma/config/defaults.outputs.url"]]],
    ],
    [
      "a text of two references",
      { a: "${pragma/config/x.outputs.u}:${pragma/config/y.outputs.v}" },
      { a: "a:1" },
      { a: "a:2" },
      [["a", ["pragma/config/x.outputs.u", "pragma/config/y.outputs.v"]]],
    ],
    [
      "a whole resource",
      { a: { __dependency__: true, provider: "p", resource: "r", name: "n" } },
      { a: { outputs: { x: 1 } } },
      { a: { outputs: { x: 2 } } },
      [["a.outputs.x", ["p/r/n"]]],
    ],
    ["what is written", { a: ref, own: 2 }, { a: 1, own: 1 }, { a: 1, own: 2 }, []],
  ])("names the references of %s", (_, config, before, after, expected) => {
    const changes = changesOf(config, before, after);
    expect(changes.map(({ path, from }) => [path, from])).toEqual(
      expected.map(([path, from]) => [`resolved_config.${path}`, from]),
    );
  });

  it("masks secrets, and tells them only where they differ", () => {
    const sealed = (value: Json) => box.seal(value) as unknown as Json;
    expect(changesOf({ a: ref }, { a: sealed("x") }, { a: sealed("x") })).toEqual([]);
    expect(changesOf({ a: { b: ref } }, { a: sealed({ b: 1 }) }, { a: sealed({ b: 2 }) })).toEqual([
      {
        path: "resolved_config.a",
        before: "********",
        after: "********",
        from: ["pragma/config/defaults.outputs.url"],
      },
    ]);
  });

  it("of a map that is sealed as a whole names the resources whose values differ, and no other", () => {
    const seal = (value: Json) => box.seal(value) as unknown as Json;
    const keys = Array.from({ length: 8 }, (_, index) => `K${index}`);
    const config = seal(Object.fromEntries(keys.map((key) => [key, `\${pragma/secret/${key}.config.data.inner}`])));
    const values = (last: string) => seal(Object.fromEntries(keys.map((key) => [key, key === "K7" ? last : key])));
    const [change, ...others] = changesOf({ env: config }, { env: values("old") }, { env: values("new") });
    expect(others).toEqual([]);
    expect(change).toMatchObject({ path: "resolved_config.env", from: ["pragma/secret/K7"] });
  });

  it("names all resources that a text is made of", () => {
    const names = Array.from({ length: 12 }, (_, index) => `pragma/config/c${index}`);
    const text = names.map((name) => `\${${name}.outputs.v}`).join(",");
    const [change] = changesOf({ a: text }, { a: "1" }, { a: "2" });
    expect(change?.from).toEqual(names.map((name) => `${name}.outputs.v`));
  });

  it("shows a change's followers the same, at paths of the config", () => {
    const seal = (value: Json) => box.seal(value) as unknown as Json;
    const changes = changesOf({ a: ref, b: ref }, { a: 1, b: seal("x") }, { b: seal("y") });
    expect(asFollowed(changes)).toEqual([
      { path: "config.a", before: 1, after: null },
      { path: "config.b", before: "********", after: "********", sensitive: true },
    ]);
  });

  it("cuts long values and lists", () => {
    const [change] = changesOf({ a: ref }, { a: "x".repeat(10_000) }, {});
    expect(change?.before).toBe(`${"x".repeat(200)}… (10,000 characters)`);
    expect(change).not.toHaveProperty("after");
    const text = (end: string) => `${"line\n".repeat(1000)}${end}`;
    const [last] = changesOf({ a: ref }, { a: text("old") }, { a: text("new") });
    expect([last?.before, last?.after]).toEqual(
      ["old", "new"].map((end) => `…${"line\n".repeat(4)}${end} (5,003 characters)`),
    );
    const [begun] = changesOf({ a: ref }, { a: text("") }, { a: `x${text("")}` });
    expect(begun?.after).toBe(`x${text("").slice(0, 199)}… (5,001 characters)`);
    const [smile] = changesOf({ a: ref }, { a: `${"x".repeat(199)}${"😀".repeat(500)}` }, {});
    expect(String(smile?.before).isWellFormed()).toBe(true);
    const long = "k".repeat(50_000);
    const under = (value: number) => ({ [long]: Array.from({ length: 50 }, () => value) });
    expect(JSON.stringify(changesOf({ a: ref }, { a: under(1) }, { a: under(2) })).length).toBeLessThan(100_000);
    const many = Array.from({ length: 1000 }, (_, index) => index);
    expect(changesOf({ a: ref }, { a: many }, { a: many.map((one) => one + 1) })).toHaveLength(50);
  });
});
