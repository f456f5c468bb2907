import type { ChangeProgressEvent } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { discardChange, followChanges, waitForChange } from "../../src/changes/index.ts";
import { Changes } from "../support/changes.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const item = (name: string, config: object = {}) => ({ provider: "test", resource: "item", name, config });

/** Collects the progress of a change until it has a status. */
async function untilStatus(
  progress: AsyncIterable<ChangeProgressEvent[]>,
  id: string,
  status: string,
): Promise<ChangeProgressEvent[]> {
  const told: ChangeProgressEvent[] = [];
  for await (const events of progress) {
    told.push(...events.filter((event) => event.id === id));
    if (told.at(-1)?.status === status) break;
  }
  return told;
}

it("tells how far a change is until all of it is done", async () => {
  const plan = await changes.plan({
    documents: [item("a", { value: 1 }), item("b", { value: "${test/item/a.outputs.value}" })],
  });
  const progress = followChanges(world.core, world.org.context, undefined, AbortSignal.timeout(60_000));
  expect(await progress.next()).toMatchObject({
    value: [{ id: plan.id, status: "planned", counts: { create: 2 }, settled: 0, total: 2 }],
  });
  await changes.apply(plan.id);
  const told = untilStatus(progress, plan.id, "succeeded");
  await world.work();
  expect((await told).at(-1)).toMatchObject({ status: "succeeded", settled: 2, total: 2 });
});

it("begins with what has ended since a time, and then tells of each end", async () => {
  const since = new Date(Date.now() - 1000);
  const ended = await changes.plan({ documents: [item("a")] });
  await discardChange(world.core, world.org.context, ended.id);
  const progress = followChanges(world.core, world.org.context, since, AbortSignal.timeout(60_000));
  expect(await progress.next()).toMatchObject({ value: [{ id: ended.id, status: "discarded" }] });
  const open = await changes.plan({ documents: [item("a")] });
  await discardChange(world.core, world.org.context, open.id);
  expect((await untilStatus(progress, open.id, "discarded")).at(-1)).toMatchObject({ settled: 0, total: 1 });
});

it("ends the wait for a change with its end", async () => {
  const { id } = await changes.plan({ documents: [item("a")] });
  const signal = AbortSignal.timeout(60_000);
  const waited = waitForChange(world.core, world.org.context, id, { seen: "planned", seconds: 60, signal });
  await discardChange(world.core, world.org.context, id);
  await waited;
  expect(signal.aborted).toBe(false);
  expect((await changes.get(id)).status).toBe("discarded");
});
