import { describe, expect, it } from "vitest";
import { plainBox as box } from "../../test/plain-box.ts";
import type { Json } from "../json/json.ts";
import { sensitivePaths } from "../schemas/marked-paths.ts";
import { annotate } from "../schemas/marks.ts";
import { MASK, maskJson } from "../secrets/mask.ts";
import { revealJson } from "../secrets/reveal.ts";
import { detachReferences } from "./detach.ts";
import { referencesDiffer } from "./differ.ts";
import { parseReferences } from "./parse.ts";
import type { TargetState } from "./reference.ts";
import { resolveReferences } from "./resolve.ts";
import { sealConfig } from "./seal-config.ts";

const options = { stringReferences: true };
const state: TargetState = {
  config: { size: 1 },
  outputs: { url: "http://h", odd: "${HOME} a$", tail: "{x}", pw: box.seal("p${w}"), list: ["${a}", 1], n: 5 },
};
const other: TargetState = { config: {}, outputs: { y: "Y" } };
const lookup = (key: string) => (key === "p/t/n" ? state : other);

const detach = (config: Json) => detachReferences(config, "p/t/n", state, box, options);

function detached(config: Json): Json {
  const result = detach(config);
  if (!result.ok) throw new Error(result.missing.message);
  return result.value;
}

describe("detachReferences", () => {
  it.each<Json>([
    "${p/t/n.outputs.url}",
    "a ${p/t/n.outputs.n} ${q/t/o.outputs.y} $${z} ${HOME}",
    { provider: "p", resource: "t", name: "n", field: "odd" },
    "${p/t/n.outputs.odd}",
    "<${p/t/n.outputs.odd}>",
    "${p/t/n.outputs.odd}${HOME}",
    "${p/t/n.outputs.odd}${${HOME}${q/t/o.outputs.y}",
    "${p/t/n.outputs.odd}{brace}",
    "${p/t/n.outputs.odd}$${z}",
    "${p/t/n.outputs.odd}${p/t/n.outputs.tail}",
    ["${p/t/n.outputs.list}", { __dependency__: true, provider: "p", resource: "t", name: "n" }],
    "${p/t/n.outputs.pw}",
    "x${p/t/n.outputs.pw}-${q/t/o.outputs.y}",
    { deep: [box.seal("s ${p/t/n.outputs.odd}/${q/t/o.outputs.y}")] },
  ])("leaves configs with the same meaning: %j", (config) => {
    const literal = detached(config);
    const targets = parseReferences(literal, { ...options, box });
    expect(targets.issues).toEqual([]);
    expect(targets.references.map(({ target }) => target.provider)).not.toContain("p");
    const before = resolveReferences(config, lookup, box, options);
    const after = resolveReferences(literal, (key) => (key === "q/t/o" ? other : undefined), box, options);
    expect(before.ok && after.ok).toBe(true);
    expect(after.ok && maskJson(after.value)).toEqual(before.ok && maskJson(before.value));
    expect(after.ok && revealJson(after.value, box)).toEqual(before.ok && revealJson(before.value, box));
  });

  it("leaves configs without such references as they are", () => {
    const config = { a: "${q/t/o.outputs.y}", b: { provider: "q", resource: "t", name: "o", field: "y" }, c: "$${x}" };
    expect(detached(config)).toEqual(config);
  });

  it("keeps strings as they are if they are literal anyway", () => {
    const config = { provider: "p", resource: "t", name: "n", field: "odd" };
    const result = detachReferences(config, "p/t/n", state, box, { stringReferences: false });
    expect(result).toEqual({ ok: true, value: "${HOME} a$" });
  });

  it("refuses values that no literal can express", () => {
    const trap = { config: {}, outputs: { x: { provider: "a", resource: "b", name: "c", field: "d" } } };
    expect(detachReferences("${p/t/n.outputs.x}", "p/t/n", trap, box, options).ok).toBe(false);
    expect(detach("${p/t/n.outputs.odd}${q/t/o.outputs.y}").ok).toBe(false);
    expect(detach("${p/t/n.outputs.gone}")).toMatchObject({ ok: false, missing: { field: "outputs.gone" } });
  });
});

describe("referencesDiffer", () => {
  const config = { a: "${p/t/n.outputs.url}", b: box.seal("x ${p/t/n.outputs.pw}"), c: "${q/t/o.outputs.y}" };
  const differ = (after: TargetState | undefined, key = "p/t/n") =>
    referencesDiffer(config, key, state, after, box, options);
  const withOutputs = (outputs: Record<string, Json>): TargetState => ({
    config: { size: 2 },
    outputs: { ...(state.outputs as Record<string, Json>), ...outputs },
  });

  it("considers only the values that are taken", () => {
    expect(differ(withOutputs({ n: 6, list: [] }))).toBe(false);
    expect(differ(withOutputs({ url: "http://other" }))).toBe(true);
    expect(differ(withOutputs({ url: "http://other" }), "q/t/unrelated")).toBe(false);
    expect(differ(undefined)).toBe(true);
  });

  it("compares secrets by value", () => {
    expect(differ(withOutputs({ pw: box.seal("p${w}") }))).toBe(false);
    expect(differ(withOutputs({ pw: box.seal("changed") }))).toBe(true);
  });

  it("considers everything of a whole resource", () => {
    const whole = { __dependency__: true, provider: "p", resource: "t", name: "n" };
    expect(referencesDiffer(whole, "p/t/n", state, withOutputs({}), box, options)).toBe(true);
    expect(referencesDiffer(whole, "p/t/n", state, { ...state }, box, options)).toBe(false);
  });
});

describe("sealConfig", () => {
  it("seals values and mixed strings, and keeps references readable", () => {
    const config = {
      a: "plain",
      b: "${p/t/n.outputs.pw}",
      c: "x ${p/t/n.outputs.pw}",
      d: { e: "${p/t/n.outputs.pw}" },
    };
    const sealed = sealConfig(config, [["a"], ["b"], ["c"], ["d"], ["gone"]], box, options);
    expect(maskJson(sealed)).toEqual({ a: MASK, b: "${p/t/n.outputs.pw}", c: MASK, d: MASK });
  });

  it.each([
    ["a value of a map", { provider: "p", resource: "t", name: "n", field: "outputs.all" }],
    ["a whole resource", { __dependency__: true, provider: "p", resource: "t", name: "n" }],
  ])("keeps a reference that stands for a map of secrets, to %s", (_what, reference) => {
    const config = { env: reference, maps: [reference, { provider: "p", resource: "t", name: "n", field: "" }] };
    const annotations = annotate({
      properties: { env: { additionalProperties: { sensitive: true } }, maps: { items: { $ref: "#/properties/env" } } },
    });
    const sealed = sealConfig(config, sensitivePaths(annotations, config), box, options);
    expect(maskJson(sealed)).toEqual({
      env: reference,
      maps: [reference, { provider: MASK, resource: MASK, name: MASK, field: MASK }],
    });
    expect(parseReferences(sealed, options).references.map(({ path }) => path)).toEqual([["env"], ["maps", 0]]);
  });
});
