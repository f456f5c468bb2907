import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { followHistory, takeDueChecks } from "../../src/processing/checks/index.ts";
import { findConfig } from "../support/checks.ts";
import { serveReal } from "../support/drift.ts";
import type { Organization } from "../support/organization.ts";
import { createWorld, type World } from "../support/world.ts";

const KEY = "test/real/a";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  org = world.moveOn();
  await serveReal(world);
  await world.pool.query("TRUNCATE drift_checks, followers");
  await org.apply(KEY, { text: "a" });
  await world.work();
  await followHistory(world.core);
});
afterAll(() => world.close());

const drift = async () => (await org.row(KEY))?.drift;

/** The words that the history tells. */
async function told(): Promise<string[]> {
  const rows = (await org.history(KEY)).filter(({ event_type }) => event_type === "DRIFT");
  return rows.flatMap(({ changes }) =>
    (changes as { path: string; after: string }[]).filter(({ path }) => path === "drift").map(({ after }) => after),
  );
}

/** Takes what is due, as a worker does. */
async function take(): Promise<number> {
  await world.pool.query("UPDATE drift_checks SET due_at = now() - interval '1 second'");
  const wanted = { busy: [], runs: { shipped: ["test"], pushed: [] }, limit: 100, bytes: 1e6, seconds: 120 };
  const { checks } = await takeDueChecks(world.core, wanted, () => true);
  return checks.filter(({ organizationId }) => organizationId === org.id).length;
}

const setType = (to: string) => world.pool.query(`UPDATE provider_types SET ${to} WHERE resource = 'real'`);

describe("what was found, once nobody can look any more", () => {
  beforeEach(async () => {
    await findConfig(world, KEY, { text: "b" });
    expect(await drift()).toBe("drifted");
  });

  it.each(["capabilities = '{}'", "real = false"])("is forgotten by a check, which tells it once: %s", async (to) => {
    await setType(`${to}, version = version || '1'`);
    for (const _ of [1, 2]) expect(await take()).toBe(0);
    expect(await drift()).toBe("unknown");
    expect(await told()).toEqual(["drifted", "unknown"]);
    expect(await world.count("drift_checks", "found IS NOT NULL OR changes IS NOT NULL")).toBe(0);
  });

  it("is forgotten by a success, which tells it once", async () => {
    await setType("capabilities = '{}', version = version || '1'");
    await org.apply(KEY, { text: "c" });
    await world.work();
    expect(await drift()).toBe("unknown");
    await followHistory(world.core);
    for (const _ of [1, 2]) await take();
    expect(await told()).toEqual(["drifted", "unknown"]);
  });

  it("is forgotten after a success in an organization that has no checks made, and not before", async () => {
    await world.pool.query("INSERT INTO organizations (id, name, check_every) VALUES ($1, 'off', 0)", [org.id]);
    expect(await take()).toBe(0);
    expect(await drift()).toBe("drifted");
    await org.apply(KEY, { text: "b" });
    await world.work();
    await followHistory(world.core);
    for (const _ of [1, 2]) expect(await take()).toBe(0);
    expect(await drift()).toBe("unknown");
    expect(await told()).toEqual(["drifted", "unknown"]);
  });
});

describe("what somebody had checked though checks are off", () => {
  it("is forgotten by a success", async () => {
    await org.apply(KEY, { text: "a" }, { handling: { drift: "off" } });
    await world.work();
    await findConfig(world, KEY, { text: "b" });
    expect(await drift()).toBe("drifted");
    await org.apply(KEY, { text: "c" });
    await world.work();
    expect(await drift()).toBe("unknown");
    await followHistory(world.core);
    expect(await told()).toEqual(["drifted", "unknown"]);
  });
});

describe("a resource that is made anew", () => {
  it("has nothing of what was found of the one before", async () => {
    await findConfig(world, KEY, { text: "b" });
    await org.delete(KEY);
    await world.work();
    await org.apply(KEY, { text: "a" });
    await world.work();
    await followHistory(world.core);
    expect(await drift()).toBe("in_sync");
    expect(await told()).toEqual(["drifted"]);
    expect(await world.count("drift_checks", "found IS NOT NULL OR changes IS NOT NULL")).toBe(0);
  });
});
