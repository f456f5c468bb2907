import { describe, expect, it } from "vitest";
import { plainBox as box } from "../../test/plain-box.ts";
import type { Json } from "../json/json.ts";
import { isEnvelope } from "../secrets/envelope.ts";
import { MASK, maskJson } from "../secrets/mask.ts";
import { revealJson } from "../secrets/reveal.ts";
import type { TargetState } from "./reference.ts";
import { resolveReferences } from "./resolve.ts";

const seal = (value: Json): Json => box.seal(value);

const states: Record<string, TargetState> = {
  "p/t/n": {
    config: { size: 3, list: ["a", { b: "c" }] },
    outputs: {
      url: "http://h",
      port: 5432,
      "tls.crt": "CERT",
      tls: { crt: "not this", key: "KEY" },
      "a.b": { x: 1 },
      a: { b: { c: "by the shorter key" } },
      obj: { k: [true, null] },
      list: [10, [20, 30]],
      "0": "zero",
      nothing: null,
      literal: "${HOME} $${x} ${p/t/n.outputs.url}",
      password: seal("s3cret!"),
      credentials: seal({ user: "u", "pass.word": ["pw1", "pw2"], none: null }),
      mixed: { open: 1, closed: seal("hidden") },
    },
  },
};

const resolve = (config: Json, stringReferences = true) =>
  resolveReferences(config, (key) => states[key], box, { stringReferences });

function value(config: Json, stringReferences = true): Json {
  const result = resolve(config, stringReferences);
  if (!result.ok) throw new Error(result.missing.message);
  return result.value;
}

const ref = (field: string): string => `\${p/t/n.${field}}`;

describe("resolveReferences", () => {
  it.each([
    ["outputs.port", 5432],
    ["outputs.obj", { k: [true, null] }],
    ["outputs.nothing", null],
    ["config.size", 3],
    ["config.list.1.b", "c"],
    ["outputs.list.1.0", 20],
    ["outputs.tls.crt", "CERT"],
    ["outputs.tls.key", "KEY"],
    ["outputs.a.b.x", 1],
    ["outputs.a.b.c", "by the shorter key"],
    ["outputs.0", "zero"],
  ])("gives %s with its type", (field, expected) => {
    expect(value({ x: [ref(field)] })).toEqual({ x: [expected] });
    expect(value({ x: { provider: "p", resource: "t", name: "n", field } })).toEqual({ x: expected });
  });

  it("interpolates strings as they are and other values as JSON", () => {
    expect(value(`${ref("outputs.url")}:${ref("outputs.port")}/${ref("outputs.obj")}?`)).toBe(
      'http://h:5432/{"k":[true,null]}?',
    );
  });

  it("undoes escapes, keeps other text, and never searches inserted values", () => {
    expect(value(["$${HOME}", "${HOME}", "a$b", "$$${x}", `$\${p/t/n.outputs.url}`])).toEqual([
      "${HOME}",
      "${HOME}",
      "a$b",
      "$${x}",
      ref("outputs.url"),
    ]);
    expect(value(ref("outputs.literal"))).toBe("${HOME} $${x} ${p/t/n.outputs.url}");
    expect(value(`<${ref("outputs.literal")}>`)).toBe("<${HOME} $${x} ${p/t/n.outputs.url}>");
  });

  it("leaves strings literal if only objects are references", () => {
    const object = { provider: "p", resource: "t", name: "n", field: "port" };
    expect(value({ data: { a: "$${HOME}", b: ref("outputs.url"), c: object } }, false)).toEqual({
      data: { a: "$${HOME}", b: ref("outputs.url"), c: 5432 },
    });
  });

  it("returns the same value when nothing is a reference", () => {
    const config = { a: [1, "${HOME}", seal("no references")] };
    expect(value(config)).toBe(config);
  });

  it("gives whole resources", () => {
    expect(value({ d: { __dependency__: true, provider: "p", resource: "t", name: "n" } })).toEqual({
      d: { __dependency__: true, provider: "p", resource: "t", name: "n", ...states["p/t/n"] },
    });
  });

  describe("with sealed values", () => {
    it("copies them sealed, as they are", () => {
      const result = value({ a: ref("outputs.password"), b: ref("outputs.mixed") });
      expect(maskJson(result)).toEqual({ a: MASK, b: { open: 1, closed: MASK } });
      expect(result).toMatchObject({ a: states["p/t/n"] && (states["p/t/n"].outputs as { password: Json }).password });
    });

    it("seals the whole string they are interpolated into", () => {
      const result = value({ a: `u:${ref("outputs.password")}@${ref("outputs.url")}`, b: `m ${ref("outputs.mixed")}` });
      expect(maskJson(result)).toEqual({ a: MASK, b: MASK });
      expect(revealJson(result, box)).toEqual({ a: "u:s3cret!@http://h", b: 'm {"open":1,"closed":"hidden"}' });
    });

    it("takes values out of them and seals those again", () => {
      const result = value([ref("outputs.credentials.pass.word.1"), ref("outputs.credentials.none")]);
      expect(maskJson(result)).toEqual([MASK, null]);
      expect(revealJson(result, box)).toEqual(["pw2", null]);
    });

    it("resolves references inside a sealed part of the config", () => {
      const result = value({ a: seal(`x-${ref("outputs.url")}`), b: seal({ c: ref("outputs.password"), d: "$${e}" }) });
      expect(maskJson(result)).toEqual({ a: MASK, b: MASK });
      expect(revealJson(result, box)).toEqual({ a: "x-http://h", b: { c: "s3cret!", d: "${e}" } });
      const inner = isEnvelope((result as { b: Json }).b) && box.open((result as { b: never }).b);
      expect(inner).toEqual({ c: "s3cret!", d: "${e}" });
    });
  });

  describe("without a value", () => {
    it("says which reference, where, and what exists instead", () => {
      expect(resolve({ a: [1, `x ${ref("config.sizes")}`] })).toEqual({
        ok: false,
        missing: {
          path: ["a", 1],
          target: { provider: "p", resource: "t", name: "n" },
          field: "config.sizes",
          message: "p/t/n has no config.sizes (did you mean config.size?); its config are size, list",
        },
      });
      expect(resolve("${p/t/gone.outputs.x}")).toMatchObject({ ok: false, missing: { field: "outputs.x", path: [] } });
    });

    it.each([
      "outputs.toString",
      "outputs.__proto__",
      "outputs.list.5",
      "outputs.list.01",
      "outputs.list.length",
      "outputs.url.x",
      "outputs.nothing.x",
      "outputs.url.0",
    ])("does not invent %s", (field) => {
      expect(resolve(ref(field)).ok).toBe(false);
    });

    it("does not list the keys of a sealed value", () => {
      const result = resolveReferences(ref("outputs.z"), () => ({ config: {}, outputs: seal({ secretkey: 1 }) }), box, {
        stringReferences: true,
      });
      expect(result.ok ? "" : result.missing.message).toBe("p/t/n has no outputs.z");
    });
  });

  describe("keeps within bounds", () => {
    it("refuses values that multiply", () => {
      const big: TargetState = { config: {}, outputs: { x: "y".repeat(1_000_000) } };
      const config = Array(10_000).fill("${p/t/n.outputs.x}");
      const result = resolveReferences(config, () => big, box, { stringReferences: true });
      expect(result.ok ? "" : result.missing.message).toContain("4 MiB");
    });

    it("refuses nesting beyond 64 levels, sealed or not", () => {
      let deep: Json = "x";
      for (let level = 0; level < 60; level++) deep = [deep];
      const lookup = () => ({ config: {}, outputs: { open: deep, sealed: seal(deep) } });
      for (const field of ["open", "sealed"]) {
        const at = (depth: number): Json => (depth === 0 ? `\${p/t/n.outputs.${field}}` : [at(depth - 1)]);
        expect(resolveReferences(at(4), lookup, box, { stringReferences: true }).ok).toBe(true);
        expect(resolveReferences(at(5), lookup, box, { stringReferences: true }).ok).toBe(false);
      }
    });
  });
});
