import { lockResource, scheduleChecks } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { followHistory, judgeCheck, planMissingChecks, recordVerdicts } from "../../src/processing/checks/index.ts";
import { checkOf, findConfig } from "../support/checks.ts";
import { heldOpen } from "../support/held-open.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
  await world.pool.query("UPDATE provider_types SET capabilities = '{read}' WHERE resource = 'item'");
});
beforeEach(async () => {
  world.moveOn();
  await world.pool.query("TRUNCATE drift_checks, followers");
  await followHistory(world.core);
});
afterAll(() => world.close());

const item = (name: string): string => `test/item/${name}`;

async function make(...names: string[]): Promise<void> {
  for (const name of names) await world.org.apply(item(name), { value: 1 });
  await world.work();
}

/** Keys with checks, and in how many seconds they are due. */
async function planned(): Promise<Record<string, number>> {
  const { rows } = await world.pool.query<{ resource_key: string; wait: number }>(
    `SELECT resource_key, extract(epoch FROM due_at - now())::float8 AS wait FROM drift_checks
     WHERE organization_id = $1 ORDER BY resource_key`,
    [world.org.id],
  );
  return Object.fromEntries(rows.map(({ resource_key, wait }) => [resource_key, wait]));
}

describe("followHistory", () => {
  it("plans the check of each success once, of types that can be looked at", async () => {
    await world.org.apply("test/open/other", {});
    await make("a", "b");
    await followHistory(world.core);
    const first = await planned();
    expect(Object.keys(first)).toEqual([item("a"), item("b")]);
    for (const wait of Object.values(first)) expect(wait > 5 && wait < 61).toBe(true);
    await followHistory(world.core);
    expect(Object.keys(await planned())).toHaveLength(2);
    await world.pool.query("UPDATE drift_checks SET due_at = now() + interval '1 hour'");
    await world.org.apply(item("a"), { value: 2 });
    await world.work();
    await followHistory(world.core);
    const again = await planned();
    expect(again[item("a")]).toBeLessThan(61);
    expect(again[item("b")]).toBeGreaterThan(3000);
  });

  it("forgets what is deleted, but not what was made anew", async () => {
    await make("gone", "again");
    await followHistory(world.core);
    await world.org.delete(item("gone"));
    await world.org.delete(item("again"));
    await world.work();
    await make("again");
    await followHistory(world.core);
    expect(Object.keys(await planned())).toEqual([item("again")]);
  });

  it("misses nothing that commits late", async () => {
    await make("late", "soon");
    await followHistory(world.core);
    await world.pool.query("UPDATE drift_checks SET due_at = now() + interval '1 hour'");
    const ended = await heldOpen(world, async (core) => {
      await core.db.tenant(world.org.id).query({
        name: "write_late_history",
        text: `INSERT INTO resource_changes (organization_id, resource_key, event_type, from_state, to_state, generation, actor, correlation_id)
            VALUES ($1, '${item("late")}', 'UPDATE', 'processing', 'ready', 1, '{}', 'x')`,
        tenant: true,
      });
    });
    await world.org.apply(item("soon"), { value: 3 });
    await world.work();
    await followHistory(world.core);
    expect((await planned())[item("late")]).toBeGreaterThan(3000);
    expect((await planned())[item("soon")]).toBeLessThan(61);
    await ended();
    await followHistory(world.core);
    expect((await planned())[item("late")]).toBeLessThan(61);
  });

  it("does nothing while another one follows", async () => {
    await make("one");
    const ended = await heldOpen(world, async (core) => followHistory(core));
    const { rows } = await world.pool.query("SELECT snapshot FROM followers");
    await make("two");
    await followHistory(world.core);
    expect((await world.pool.query("SELECT snapshot FROM followers")).rows).toEqual(rows);
    await ended();
    await followHistory(world.core);
    expect(Object.keys(await planned())).toEqual([item("one"), item("two")]);
  });

  it.each([
    ["cluster", "cluster = '1/1'"],
    ["timeline", "timeline = timeline + 1"],
    ["future", "snapshot = '999999999:999999999:'"],
  ])("begins anew with a cursor of another %s: all is due", async (_what, change) => {
    await make("before");
    await followHistory(world.core);
    await make("unseen");
    await world.pool.query(`UPDATE followers SET ${change}`);
    await followHistory(world.core);
    const waits = await planned();
    expect(Object.keys(waits)).toEqual([item("before"), item("unseen")]);
    for (const wait of Object.values(waits)) expect(wait).toBeLessThanOrEqual(0);
  });

  it("plans checks of what its type has only since been able to read", async () => {
    await world.org.apply("test/open/late", {});
    await world.work();
    await followHistory(world.core);
    expect(await planned()).toEqual({});
    await world.pool.query("UPDATE provider_types SET capabilities = '{observe}' WHERE resource = 'open'");
    await planMissingChecks(world.core);
    await world.pool.query("UPDATE provider_types SET capabilities = '{}' WHERE resource = 'open'");
    expect(Object.keys(await planned())).toEqual(["test/open/late"]);
  });

  it("spreads first checks over their interval once there are many", async () => {
    await world.pool.query(
      `INSERT INTO drift_checks (organization_id, resource_key, provider, due_at)
       SELECT $1, 'test/item/x' || n, 'test', now() FROM generate_series(1, 200) n`,
      [world.org.id],
    );
    const names = Array.from({ length: 12 }, (_, index) => `many-${index}`);
    await make(...names);
    await followHistory(world.core);
    const waits = Object.entries(await planned()).filter(([key]) => key.includes("many"));
    expect(waits).toHaveLength(12);
    expect(waits.filter(([, wait]) => wait > 61).length).toBeGreaterThan(5);
  });

  it("tells once that a finding went with a success, and forgets it", async () => {
    await make("repaired");
    await findConfig(world, item("repaired"), { value: 2 });
    await world.pool.query("UPDATE resources SET drift = 'in_sync' WHERE organization_id = $1", [world.org.id]);
    await world.org.apply(item("repaired"), { value: 3 });
    await world.work();
    await followHistory(world.core);
    const told = (await world.org.history(item("repaired"))).filter(({ event_type }) => event_type === "DRIFT");
    expect(told.map(({ changes }) => changes[0])).toEqual([
      { path: "drift", before: "in_sync", after: "drifted" },
      { path: "drift", before: "drifted", after: "in_sync" },
    ]);
    expect(await world.count("drift_checks", "found IS NOT NULL OR changes IS NOT NULL")).toBe(0);
    await followHistory(world.core);
    expect((await world.org.history(item("repaired"))).filter(({ event_type }) => event_type === "DRIFT")).toHaveLength(
      2,
    );
  });
});

describe("what was found", () => {
  it("and went with a success is told by the next check, if its resource was being written meanwhile", async () => {
    await make("busy");
    await findConfig(world, item("busy"), { value: 2 });
    await world.pool.query("UPDATE resources SET drift = 'in_sync' WHERE organization_id = $1", [world.org.id]);
    await world.org.apply(item("busy"), { value: 3 });
    await world.work();
    const ended = await heldOpen(world, (core) => lockResource(core.db.tenant(world.org.id), item("busy")));
    await followHistory(world.core);
    expect(await world.count("drift_checks", "found = 'drifted'")).toBe(1);
    await ended();
    await findConfig(world, item("busy"), { value: 3 });
    const told = (await world.org.history(item("busy"))).filter(({ event_type }) => event_type === "DRIFT");
    expect(told.map(({ changes }) => changes[0])).toEqual([
      { path: "drift", before: "in_sync", after: "drifted" },
      { path: "drift", before: "drifted", after: "in_sync" },
    ]);
    expect(await world.count("drift_checks", "found IS NOT NULL")).toBe(0);
    await findConfig(world, item("busy"), { value: 3 });
    expect((await world.org.history(item("busy"))).filter(({ event_type }) => event_type === "DRIFT")).toHaveLength(2);
  });

  it("is dropped if the resource has changed since it was looked at", async () => {
    await make("moved");
    const check = await checkOf(world, item("moved"));
    await world.org.apply(item("moved"), { value: 5 });
    const verdict = judgeCheck(world.core, check, { outputs: {}, config: { value: 9 } });
    expect(verdict.kind).toBe("finding");
    await recordVerdicts(world.core, [{ check, verdict }]);
    expect(await world.count("resources", "drift = 'drifted'")).toBe(0);
    await recordVerdicts(world.core, [{ check, verdict: { kind: "error", message: "no" } }]);
    expect(await world.count("drift_checks", "error IS NOT NULL")).toBe(0);
  });

  it("is dropped, and not waited for, while the next check is being planned", async () => {
    await make("free", "held");
    await followHistory(world.core);
    const checks = [await checkOf(world, item("held")), await checkOf(world, item("free"))];
    const ended = await heldOpen(world, (core) =>
      scheduleChecks(core.db, [{ organizationId: world.org.id, key: item("held") }], { soon: 200, actor: "{}" }),
    );
    // Waiting for one row while holding another is what a deadlock is made of.
    const error = { kind: "error", message: "away" } as const;
    await recordVerdicts(
      world.core,
      checks.map((check) => ({ check, verdict: error })),
    );
    await ended();
    const { rows } = await world.pool.query("SELECT resource_key FROM drift_checks WHERE error IS NOT NULL");
    expect(rows).toEqual([{ resource_key: item("free") }]);
  });

  it("backs off to eight times the interval while its provider cannot read", async () => {
    await make("unreadable");
    await followHistory(world.core);
    const waits: number[] = [];
    for (const failures of [0, 1, 2, 3, 9]) {
      const check = await checkOf(world, item("unreadable"), { failures });
      await recordVerdicts(world.core, [{ check, verdict: { kind: "error", message: "away" } }]);
      waits.push(((await planned())[item("unreadable")] ?? 0) / 3600);
    }
    expect(waits.map((wait) => Math.round(wait * 2) / 2).map((wait) => 2 ** Math.round(Math.log2(wait)))).toEqual([
      1, 2, 4, 8, 8,
    ]);
  });

  it("tells once that a correction has cleared a finding, whoever is first", async () => {
    await make("a");
    await followHistory(world.core);
    await findConfig(world, item("a"), { value: 2 });
    // As a correction settles: by the statement that has no room for a story.
    await world.pool.query(
      "UPDATE resources SET drift = 'in_sync', version = nextval('resources_version_seq') WHERE organization_id = $1",
      [world.org.id],
    );
    const check = await checkOf(world, item("a"));
    await scheduleChecks(world.core.db, [{ organizationId: world.org.id, key: item("a") }], { soon: 200, actor: "{}" });
    await recordVerdicts(world.core, [{ check, verdict: { kind: "in sync" } }]);

    const { rows } = await world.pool.query<{ changes: { path: string; after: unknown }[] }>(
      `SELECT changes FROM resource_changes WHERE organization_id = $1 AND resource_key = $2 AND event_type = 'DRIFT' ORDER BY id`,
      [world.org.id, item("a")],
    );
    const words = rows.flatMap(({ changes }) => changes.filter(({ path }) => path === "drift"));
    expect(words.map(({ after }) => after)).toEqual(["drifted", "in_sync"]);
  });
});
