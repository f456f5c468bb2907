import { reportProviderHealth } from "@pragma/core/providers/worker";
import { afterAll, beforeAll, expect, it } from "vitest";
import { reject } from "../../core/test/support/script.ts";
import { storeFinding } from "../../core/test/support/stored-finding.ts";
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

/** Makes all that is under way six minutes older. */
async function age(organizationId: string): Promise<void> {
  for (const text of [
    "UPDATE events SET created_at = created_at - interval '6 minutes', published_at = published_at - interval '6 minutes'",
    "UPDATE resources SET state_changed_at = state_changed_at - interval '6 minutes'",
  ]) {
    await world.pool.query(`${text} WHERE organization_id = $1`, [organizationId]);
  }
}

it("names what is slow or stuck, and nothing that is on time", async () => {
  const org = world.moveOn();
  const caller = callerOf(world, org.context);
  const quiet = { overdue: [], overdue_total: 0, findings: [], providers: [] };
  await org.apply("test/item/slow");
  await org.apply("test/item/after", { value: "${test/item/slow.outputs.text}" });
  await org.apply("test/item/ready");
  expect(await caller.overview.attention()).toEqual(quiet);

  const { settle } = await world.hold("test/item/slow");
  await (await world.hold("test/item/ready")).settle({ kind: "succeeded", outputs: {} });
  expect(await caller.overview.attention()).toEqual(quiet);
  await age(org.id);
  const { overdue, overdue_total } = await caller.overview.attention();
  expect(overdue).toEqual([
    expect.objectContaining({ key: "test/item/slow", standing: "processing", attempt: 1, waits_for: null }),
    expect.objectContaining({
      key: "test/item/after",
      standing: "waiting",
      attempt: 0,
      waits_for: { key: "test/item/slow", lifecycle_state: "processing" },
    }),
  ]);
  expect(overdue_total).toBe(2);
  await settle({ kind: "succeeded", outputs: {} });
});

it("counts from a retry on, and says of a deletion that it waits", async () => {
  const org = world.moveOn();
  const attention = () => callerOf(world, org.context).overview.attention();
  world.provider.answer("test/item/broken", reject("no"));
  await org.apply("test/item/broken");
  await world.work();
  await age(org.id);
  const [letter] = await org.deadLetters();
  await callerOf(world, org.context).deadLetters.retry({ eventIds: [letter?.event_id ?? ""] });
  expect((await attention()).overdue).toEqual([]);
  await world.work();

  await org.apply("test/item/base", { text: "one" });
  await org.apply("test/item/top", { value: "${test/item/base.outputs.text}" });
  await world.work();
  world.provider.answer("test/item/top", reject("keep me"));
  await org.delete("test/item/base", { dependents: "cascade" });
  await age(org.id);
  const standings = (await attention()).overdue.map(({ key, standing }) => [key, standing]);
  expect(standings).toContainEqual(["test/item/base", "waiting"]);
  expect(standings).toContainEqual(["test/item/top", "queued"]);
});

it("counts what it does not name, and names first what does not wait for the rest", async () => {
  const org = world.moveOn();
  for (const number of [1, 2, 3, 4, 5, 6]) {
    await org.apply(`test/item/waiter-${number}`, { value: "${test/item/late.outputs.text}" });
  }
  await org.apply("test/item/late");
  await age(org.id);
  const { overdue, overdue_total } = await callerOf(world, org.context).overview.attention();
  expect(overdue.map(({ key }) => key)).toEqual([
    "test/item/late",
    ...[1, 2, 3, 4].map((number) => `test/item/waiter-${number}`),
  ]);
  expect(overdue_total).toBe(7);
});

it("counts what was changed outside, and tells it as an activity that no success follows", async () => {
  const org = world.moveOn();
  const caller = callerOf(world, org.context);
  for (const name of ["a", "b", "c"]) await org.apply(`test/item/${name}`);
  await world.work();
  for (const name of ["a", "b"])
    await storeFinding(world, org, `test/item/${name}`, { status: "drifted", changes: [] });
  await storeFinding(world, org, "test/item/c", { status: "missing", changes: [] });
  // A success clears the word at once, and the row beside it a moment later.
  await world.pool.query("UPDATE resources SET drift = 'in_sync' WHERE organization_id = $1 AND name = 'b'", [org.id]);
  expect((await caller.overview.attention()).findings).toEqual([
    { found: "missing", count: 1, example: "test/item/c" },
    { found: "drifted", count: 1, example: "test/item/a" },
  ]);

  const tell = (name: string, after: string, changeId: string | null) =>
    world.pool.query(
      `INSERT INTO resource_changes
         (organization_id, resource_key, event_type, from_state, to_state, generation, changes, actor, correlation_id, change_id)
       VALUES ($1, $2, 'DRIFT', 'ready', 'ready', 1, $3, '{"type":"system"}', $2, $4)`,
      [org.id, `test/item/${name}`, JSON.stringify([{ path: "drift", before: "in_sync", after }]), changeId],
    );
  await tell("a", "drifted", null);
  await tell("b", "in_sync", "00000000-0000-7000-8000-000000000000");
  const told = (await caller.overview.activity()).map(({ key, event_type, drift }) => [key, event_type, drift]);
  expect(told).toHaveLength(4);
  expect(told[0]).toEqual(["test/item/a", "DRIFT", "drifted"]);
});

it("names the providers with a problem, the gravest one of each", async () => {
  const org = world.moveOn();
  const attention = async () => (await callerOf(world, org.context).overview.attention()).providers;
  await org.apply("test/item/a");
  await world.pool.query("INSERT INTO unserved_types (provider, resource) VALUES ('test', 'item'), ('other', 'thing')");
  expect(await attention()).toEqual([
    { provider: "test", problem: "unserved", message: "test/item", since: expect.any(String) },
  ]);
  await reportProviderHealth(world.core, org.id, "test", { healthy: false, message: "It ended with 1" });
  await reportProviderHealth(world.core, org.id, "well", { healthy: true });
  expect(await attention()).toEqual([
    { provider: "test", problem: "unhealthy", message: "It ended with 1", since: expect.any(String) },
  ]);
  const others = callerOf(world, world.moveOn().context);
  expect((await others.overview.attention()).providers).toEqual([]);
});
