import { afterAll, beforeAll, expect, it } from "vitest";
import { createWorld, type World } from "../../core/test/support/world.ts";
import { callerOf, refusal } from "./support/callers.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

it("shows an organization at a glance", async () => {
  const caller = callerOf(world, world.org.context);
  await world.org.apply("test/item/a");
  expect((await caller.overview.queue()).queued).toBe(1);
  await world.work();
  expect(await caller.overview.counts()).toMatchObject({ total: 1, by_state: { ready: 1 } });
  expect((await caller.overview.activity()).map(({ to_state, attempts }) => [to_state, attempts])).toEqual([
    ["ready", 1],
  ]);
  expect(await caller.overview.activity({ limit: 1 })).toHaveLength(1);
  const { buckets } = await caller.overview.series({ hours: 1 });
  expect(buckets.reduce((total, { applied }) => total + applied, 0)).toBe(1);
  expect(await caller.overview.checklist()).toMatchObject({ resource_applied: true, provider_deployed: false });
  // @ts-expect-error a span that is not offered
  expect(await refusal(caller.overview.series({ hours: 2 }))).toMatchObject({ code: "BAD_REQUEST" });
});
