import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { getNeighbourHistory, listResourceEvents } from "../src/resources/read/index.ts";
import type { Organization } from "./support/organization.ts";
import { fail, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  org = world.moveOn();
});
afterAll(() => world.close());

/** The neighbours of a resource during its newest change, from the entry that began it. */
async function besides(key: string, { isOver = true } = {}) {
  const { events } = await listResourceEvents(world.core, org.context, key, { limit: 50 });
  const newest = events.filter(({ event_id }) => event_id === events[0]?.event_id);
  const [first, last] = [newest.at(-1), newest[0]];
  if (!first || !last) throw new Error(`${key} has no history`);
  const part = { first: first.id, last: isOver ? last.id : null, correlationId: first.correlation_id };
  const found = await getNeighbourHistory(world.core, org.context, key, part);
  return found.map(({ key, relation, events }) => [
    relation,
    key,
    events.map(({ from_state, to_state }) => `${from_state}>${to_state}`),
  ]);
}

it("tells what a dependency did meanwhile, and how it stood before", async () => {
  await org.apply("test/item/before");
  await world.work();
  world.provider.answer("test/item/base", fail());
  await org.apply("test/item/base");
  await org.apply("test/item/top", {
    value: "${test/item/base.outputs.text}",
    text: "${test/item/before.outputs.text}",
  });
  expect(await besides("test/item/top", { isOver: false })).toEqual([
    ["dependency", "test/item/base", ["null>pending"]],
    ["dependency", "test/item/before", ["processing>ready"]],
  ]);
  await world.step();
  const [, , states] = (await besides("test/item/top", { isOver: false }))[0] ?? [];
  expect(states).toEqual(["null>pending", "pending>processing", "processing>pending"]);
});

it("tells what followed in dependents, and nothing else that they did", async () => {
  await org.apply("test/item/base", { text: "one" });
  await org.apply("test/item/user", { value: "${test/item/base.outputs.text}" });
  await org.apply("test/item/idle", { value: "${test/item/base.outputs.text}" });
  await world.work();
  await org.apply("test/item/idle", { value: "${test/item/base.outputs.text} more" });
  await world.work();
  world.provider.answer("test/item/base", succeed({ text: "two" }));
  await org.apply("test/item/base", { text: "two" });
  await world.work();
  const found = await besides("test/item/base");
  expect(found.map(([relation, key]) => [relation, key])).toEqual([
    ["dependent", "test/item/idle"],
    ["dependent", "test/item/user"],
  ]);
  for (const [, , states] of found) expect(states).toContain("processing>ready");
  await org.apply("test/item/user", { value: "alone" });
  await world.work();
  expect((await besides("test/item/base")).map(([, key]) => key)).toEqual(["test/item/idle"]);
});

it("tells nothing of another organization's", async () => {
  await org.apply("test/item/base");
  await org.apply("test/item/top", { value: "${test/item/base.outputs.text}" });
  await world.work();
  const others = world.organization();
  const part = { first: "1", last: null, correlationId: "any" };
  await expect(getNeighbourHistory(world.core, others.context, "test/item/top", part)).rejects.toThrow("not found");
});

it("names what a resource waits for though it does not exist", async () => {
  await org.apply("test/item/base", { text: "one" });
  const { settle } = await world.hold("test/item/base");
  await org.apply("test/item/user", {
    value: "${test/item/base.outputs.text}",
    text: "${test/item/absent.outputs.text}",
  });
  await settle(succeed({ text: "one" }));
  expect(await besides("test/item/user", { isOver: false })).toContainEqual(["dependency", "test/item/absent", []]);
});
