import { describe, expect, it } from "vitest";
import { applyInputSchema, dependsOnRefs } from "./apply-input.ts";

const minimal = { provider: "postgres", resource: "database", name: "shop", config: {} };

function issuesOf(input: object): string[] {
  const result = applyInputSchema.safeParse(input);
  return result.success ? [] : result.error.issues.map((issue) => issue.path.join("."));
}

describe("applyInputSchema", () => {
  it("drops system fields and unknown keys, so that what was read can be sent back", () => {
    const read = { ...minimal, id: "resource:x", generation: 7, outputs: {}, conditions: [], added_later: true };
    expect(applyInputSchema.parse(read)).toEqual(minimal);
  });

  it("keeps a config member called __proto__", () => {
    const input = JSON.parse('{"provider":"p","resource":"t","name":"n","config":{"__proto__":1}}') as object;
    expect(Object.keys(applyInputSchema.parse(input).config)).toEqual(["__proto__"]);
  });

  it("distinguishes null, which clears, from omitted, which keeps", () => {
    expect(applyInputSchema.parse({ ...minimal, tags: null })).toHaveProperty("tags", null);
    expect(applyInputSchema.parse(minimal)).not.toHaveProperty("tags");
  });

  it.each(["processing", "ready", "failed", "done", "", null])("refuses lifecycle_state %j", (state) => {
    expect(issuesOf({ ...minimal, lifecycle_state: state })).toEqual(["lifecycle_state"]);
  });

  it.each([[[]], ["text"], [null], [undefined], [1]])("refuses config %j", (config) => {
    expect(issuesOf({ ...minimal, config })).toEqual(["config"]);
  });

  it("names the dependency that is wrong", () => {
    const input = { ...minimal, depends_on: ["a/b/c", "a/b"], dependencies: [{ provider: "a", resource: "b" }] };
    expect(issuesOf(input)).toEqual(["dependencies.0.name", "depends_on.1"]);
  });

  it("parses depends_on into identities", () => {
    const input = applyInputSchema.parse({ ...minimal, depends_on: ["a/b/c/d"] });
    expect(dependsOnRefs(input)).toEqual([{ provider: "a", resource: "b/c", name: "d" }]);
  });
});
