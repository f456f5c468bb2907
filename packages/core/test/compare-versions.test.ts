import type { JsonObject } from "@pragma/contract";
import { putShippedTypes } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { compareVersions } from "../src/resources/read/index.ts";
import { Changes } from "./support/changes.ts";
import type { Organization } from "./support/organization.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const A = "test/item/a";
const MASKED = "********";
const compare = async (from: number, to: number) =>
  (await compareVersions(world.core, org.context, A, { from, to })).changes;

async function applied(...configs: object[]): Promise<void> {
  for (const config of configs) {
    await org.apply(A, config as never);
    await world.work();
  }
}

describe("comparing versions", () => {
  it("tells what differs between any two, in either direction, and nothing of what was between", async () => {
    await applied({ value: [1, 2], text: "a" }, { value: [1], text: "b" }, { value: [1, 3], text: "a", count: 1 });
    expect(await compare(1, 3)).toEqual([
      { path: "config.value[1]", before: 2, after: 3 },
      { path: "config.count", before: null, after: 1 },
    ]);
    expect(await compare(3, 2)).toEqual([
      { path: "config.value[1]", before: 3, after: null },
      { path: "config.text", before: "a", after: "b" },
      { path: "config.count", before: 1, after: null },
    ]);
    expect(await compare(2, 2)).toEqual([]);
    expect(await compare(1, 2)).toHaveLength(2);
  });

  it("tells dependencies, and is not disturbed by what inputs changed", async () => {
    await org.apply("test/item/b", { value: 1 });
    await applied({ text: "a" }, { text: "a", value: "${test/item/b.outputs.value}" });
    await org.apply("test/item/b", { value: 2 });
    await world.work();
    const b = { provider: "test", resource: "item", name: "b" };
    expect(await compare(1, 2)).toEqual([
      { path: "config.value", before: null, after: "${test/item/b.outputs.value}" },
      { path: "dependencies[0]", before: null, after: b },
    ]);
  });

  it("masks secrets, and tells those that were replaced in between", async () => {
    await applied({ secret: "one" }, { secret: "two" }, { secret: "two", text: "x" }, { text: "x" });
    const change = { path: "config.secret", before: MASKED, after: MASKED, sensitive: true };
    expect(await compare(1, 2)).toEqual([change]);
    expect(await compare(3, 1)).toEqual([{ path: "config.text", before: "x", after: null }, change]);
    expect(await compare(2, 3)).toEqual([{ path: "config.text", before: null, after: "x" }]);
    expect(await compare(3, 4)).toEqual([{ path: "config.secret", before: MASKED, after: null, sensitive: true }]);
  });

  it("tells a draft that was discarded, also while nothing newer was applied", async () => {
    await applied({ text: "a" });
    await org.draft(A, { text: "b" });
    await org.discard(A);
    expect((await org.row(A))?.generation).toBe(1);
    const change = { path: "config.text", before: "a", after: "b" };
    expect(await compare(1, 2)).toEqual([change]);
    await applied({ text: "c" });
    expect(await compare(1, 2)).toEqual([change]);
    expect(await compare(2, 3)).toEqual([{ ...change, before: "b", after: "c" }]);
  });

  it("is not disturbed by what is written at the same time", async () => {
    for (const text of ["a", "b"]) await org.draft(A, { text });
    for (let count = 0; count < 30; count++) {
      const [told] = await Promise.all([
        compare(1, 2),
        org.draft(A, count % 2 === 0 ? { text: "c", count } : { text: "d" }),
      ]);
      expect(told).toEqual([{ path: "config.text", before: "a", after: "b" }]);
    }
  });

  it("leads through a map of secrets that is sealed as a whole by now, and says what was changed of it", async () => {
    const key = "test/service/a";
    const values = { type: "object", additionalProperties: { type: "string", sensitive: true } };
    const put = async (env: object, config: JsonObject) => {
      const schema = JSON.stringify({ type: "object", properties: { env, size: {} } });
      const type = {
        provider: "test",
        resource: "service",
        version: JSON.stringify(env),
        schema,
        outputs_schema: "{}",
      };
      await putShippedTypes(world.core.db, "test", [
        { ...type, description: null, tags: [], capabilities: [], real: true, drift_every: null },
      ]);
      await org.apply(key, config);
      await world.work();
    };
    await put(values, { env: { A: "one", B: "two" } });
    await put(values, { env: { A: "one", B: "two" }, size: 1 });
    await put(values, { env: { A: "another", B: "two" } });
    await put({ ...values, sensitive: true }, { env: { A: "another", B: "two" } });
    expect((await org.get(key)).config).toEqual({ env: MASKED });
    const told = async (from: number, to: number) =>
      (await compareVersions(world.core, org.context, key, { from, to })).changes;
    expect(await told(1, 2)).toEqual([{ path: "config.size", before: null, after: 1 }]);
    const secret = { path: "config.env", before: MASKED, after: MASKED, sensitive: true };
    expect(await told(1, 3)).toEqual([secret]);
    const plan = await new Changes(world).rollBack(key, 2);
    expect(plan.message).toContain("except config.env");
  });

  it("refuses what the history does not lead to, saying so", async () => {
    await applied({ text: "a" }, { text: "b" });
    await expect(compare(1, 3)).rejects.toMatchObject({
      code: "conflict",
      message: "Generation 3 of resource:test_item_a cannot be shown: it has not come that far",
    });
    await world.pool.query("DELETE FROM resource_changes WHERE generation = 1");
    await expect(compare(1, 2)).rejects.toMatchObject({
      message: "Generation 1 of resource:test_item_a cannot be shown: its history no longer reaches back to it",
    });
    await expect(compareVersions(world.core, org.context, "test/item/z", { from: 1, to: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
