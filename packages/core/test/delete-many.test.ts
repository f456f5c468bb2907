import { afterAll, beforeAll, expect, it } from "vitest";
import { claimEvent } from "../src/processing/reconcile/index.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const ROOT = "test/item/root";

/** How many resources a look at the root reads. */
async function resourcesRead(): Promise<number> {
  const { core, org } = world;
  const name = "resources_read";
  const text = "SELECT idx_tup_fetch::int AS count FROM pg_stat_xact_user_tables WHERE relname = 'resources'";
  return core.transaction(async (unit) => {
    const { db } = unit;
    const soFar = async () => (await db.query<{ count: number }>({ name, text, tenant: false }, []))[0]?.count ?? 0;
    const before = await soFar();
    expect(await claimEvent(unit, { organizationId: org.id, key: ROOT, owner: "worker-1" })).toBeNull();
    return (await soFar()) - before;
  });
}

/** The root is looked at each time one of them has gone. */
it("a deletion that waits for many names one of them, even when most have gone", async () => {
  const { org } = world;
  const names = Array.from({ length: 60 }, (_, index) => `test/item/d${index}`);
  await org.apply(ROOT, { value: 1 });
  await world.work();
  for (const name of names) await org.apply(name, { value: `\${${ROOT}.outputs.value}` });
  await world.work();
  await org.delete(ROOT, { dependents: "cascade" });
  const first = await resourcesRead();
  for (let count = 0; count < 40; count++) await world.step();
  const left = await world.count("resources", `organization_id = '${org.id}'`);
  expect(left).toBeGreaterThan(1);
  expect(left).toBeLessThan(names.length);
  expect(first).toBeLessThan(5);
  expect(await resourcesRead()).toBe(first);
  await world.work();
  expect(await org.standing(ROOT)).toBe("gone");
});
