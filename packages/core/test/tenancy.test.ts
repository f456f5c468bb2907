import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claimEvent } from "../src/processing/reconcile/index.ts";
import { getResource } from "../src/resources/read/index.ts";
import type { Organization } from "./support/organization.ts";
import { reject } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let one: Organization;
let two: Organization;

beforeAll(async () => {
  world = await createWorld();
  one = world.organization("one");
  two = world.organization("two");
});
afterAll(() => world.close());

const key = "test/item/a";
const user = "test/item/user";

describe("two organizations with the same keys", () => {
  it("have lives of their own, from apply to delete", async () => {
    for (const [org, value] of [
      [one, 1],
      [two, 2],
    ] as const) {
      await org.apply("pragma/secret/s", { data: { password: `secret-of-${value}` } });
      await org.apply(key, { value, secret: "${pragma/secret/s.outputs.password}" });
      await org.apply(user, { value: "${test/item/a.outputs.value}" });
    }
    await world.work();
    expect((await one.get(user)).outputs).toEqual({ value: 1 });
    expect((await two.get(user)).outputs).toEqual({ value: 2 });
    expect((await one.get(key, { reveal: true })).resolved_config).toMatchObject({ secret: "secret-of-1" });
    expect((await two.get(key, { reveal: true })).resolved_config).toMatchObject({ secret: "secret-of-2" });

    // A change, a failure, a cascade and a cancellation of one leave every row of the other as it is.
    const rowsOfTwo = async () => (await world.everything()).filter((line) => line.includes(two.id));
    const before = await rowsOfTwo();
    await one.apply(key, { value: 3, secret: "${pragma/secret/s.outputs.password}" });
    await world.work();
    expect((await one.get(user)).outputs).toEqual({ value: 3 });
    world.provider.answer(key, reject());
    await one.apply(key, { value: 4 });
    await world.work();
    expect(await one.deadLetters()).toHaveLength(1);
    expect(await two.deadLetters()).toEqual([]);
    await one.apply(key, { value: 5 });
    await one.cancel(key);
    await one.delete(key, { dependents: "cascade" });
    await one.delete("pragma/secret/s");
    await world.work();
    expect(await one.standings(key, user, "pragma/secret/s")).toEqual(["gone", "gone", "gone"]);
    expect(await rowsOfTwo()).toEqual(before);
  });

  it("see nothing of each other", async () => {
    await two.draft("test/item/hidden", { secret: "out of sight" });
    for (const name of ["test/item/hidden", "resource:test_item_hidden"]) {
      await expect(getResource(world.core, one.context, name)).rejects.toMatchObject({ code: "not_found" });
      await expect(one.cancel(name)).rejects.toMatchObject({ code: "not_found" });
      expect(await one.delete(name, { dependents: "cascade" })).toBeNull();
    }
    expect(await two.state("test/item/hidden")).toBe("draft");
    await one.apply("test/item/wants", { value: "${test/item/hidden.config.secret}" });
    expect(await one.condition("test/item/wants", "DependenciesReady")).toContain("test/item/hidden (absent)");
    expect(
      await claimEvent(world.core, { organizationId: one.id, key: "test/item/hidden", owner: "worker" }),
    ).toBeNull();
  });

  it("cannot open each other's secrets", async () => {
    await one.draft("test/item/sealed", { secret: "for one only" });
    await two.draft("test/item/sealed", { secret: "for two only" });
    await world.pool.query(
      `UPDATE resources AS target SET config = source.config FROM resources AS source
       WHERE source.key = 'test/item/sealed' AND source.organization_id = $1
         AND target.key = 'test/item/sealed' AND target.organization_id = $2`,
      [one.id, two.id],
    );
    await expect(two.get("test/item/sealed", { reveal: true })).rejects.toThrow(/another organization/);
  });
});
