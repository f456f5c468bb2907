import { randomUUID } from "node:crypto";
import { removeResources } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { claimEvent } from "../src/processing/reconcile/index.ts";
import { cancelResource } from "../src/resources/recover/index.ts";
import { heldOpen, untilBlocked } from "./support/held-open.ts";
import type { Organization } from "./support/organization.ts";
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

const ROOT = "pragma/config/root";
const NAMES = Array.from({ length: 30 }, (_, index) => `d${String(index).padStart(2, "0")}`);
const DEPENDENTS = NAMES.map((name) => `pragma/config/${name}`);

/** A resource and thirty that depend on it are being deleted. */
async function deleteAll(): Promise<void> {
  await org.apply(ROOT, { data: { a: "one" } });
  for (const key of DEPENDENTS) await org.apply(key, { data: { b: `\${${ROOT}.outputs.a}` } });
  await world.work();
  await org.delete(ROOT, { dependents: "cascade" });
}

function look(key: string): Promise<unknown> {
  return claimEvent(world.core, { organizationId: org.id, key, owner: "worker-1" });
}

async function rowsOf<Row extends object>(text: string): Promise<Row[]> {
  return (await world.pool.query<Row>(text, [org.id])).rows;
}

describe("deletions of built-in types that are due at the same time", () => {
  it("are written together, dependents first, and say of each what they said alone", async () => {
    await deleteAll();
    const removed: string[] = [];
    const onRemoved = ({ key, eventType, attempt }: { key: string; eventType: string; attempt: number }) =>
      removed.push(`${key} ${eventType} ${attempt}`);
    const looks = [ROOT, ...DEPENDENTS].map((key) =>
      claimEvent(world.core, { organizationId: org.id, key, owner: "worker-1", onRemoved }),
    );
    expect(new Set(await Promise.all(looks))).toEqual(new Set([null]));
    expect(removed.sort()).toEqual(DEPENDENTS.map((key) => `${key} DELETE 1`));
    expect([await org.standing(ROOT), await world.count("edges", `organization_id = '${org.id}'`)]).toEqual([
      "pending+deleting",
      0,
    ]);
    await world.work();
    expect(await org.standing(ROOT)).toBe("gone");

    const ended = await rowsOf<{ resource_key: string; written: string }>(
      `SELECT resource_key, xmin::text AS written FROM resource_changes
       WHERE organization_id = $1 AND to_state IS NULL ORDER BY id`,
    );
    expect(ended.at(-1)?.resource_key).toBe(ROOT);
    expect(ended).toHaveLength(DEPENDENTS.length + 1);
    expect(new Set(ended.map(({ written }) => written)).size).toBeLessThan(DEPENDENTS.length / 2);

    const histories = await rowsOf<{ steps: string; event: boolean }>(
      `SELECT string_agg(concat(c.from_state, '>', c.to_state), ' ' ORDER BY c.id) AS steps,
         bool_and(c.event_id = e.id AND c.generation = 1 AND c.actor::text = e.actor::text
           AND c.correlation_id = 'request-1') AS event
       FROM resource_changes c JOIN events e ON e.resource_key = c.resource_key AND e.event_type = 'DELETE'
       WHERE c.organization_id = $1 AND e.organization_id = $1 AND c.event_type = 'DELETE' GROUP BY c.resource_key`,
    );
    expect(histories).toHaveLength(DEPENDENTS.length + 1);
    expect(new Set(histories.map(({ steps, event }) => `${steps} ${event}`))).toEqual(
      new Set(["ready>pending pending>processing processing> true"]),
    );
    const events = await rowsOf(
      `SELECT attempt, published_at IS NOT NULL AS published, settled_at IS NOT NULL AS settled, not_before, payload::text
       FROM events WHERE organization_id = $1 AND event_type = 'DELETE' AND resource_key <> '${ROOT}'`,
    );
    const event = { attempt: 1, published: true, settled: true, not_before: null, payload: '{"data":{"b":"one"}}' };
    expect(events).toEqual(DEPENDENTS.map(() => event));
    expect(await world.count("leases", `organization_id = '${org.id}'`)).toBe(0);
  });

  it("are looked at once each, and written once however often they are looked at", async () => {
    const before = await world.jobs();
    await deleteAll();
    expect((await world.jobs()) - before).toBe(DEPENDENTS.length + 1);
    const [first = ""] = DEPENDENTS;
    await Promise.all([first, first, ...DEPENDENTS].map(look));
    const { length } = await rowsOf(
      `SELECT 1 FROM resource_changes WHERE organization_id = $1 AND to_state IS NULL AND resource_key = '${first}'`,
    );
    expect(length).toBe(1);
    await world.work();
    expect(await org.standing(ROOT)).toBe("gone");
  });

  it("leave alone what was withdrawn at that moment", async () => {
    await deleteAll();
    const [first = ""] = DEPENDENTS;
    const commit = await heldOpen(world, (core) => cancelResource(core, org.context, first));
    const looks = Promise.all(DEPENDENTS.map(look));
    await untilBlocked(world);
    await commit();
    await looks;
    const left = DEPENDENTS.map((key) => (key === first ? "failed+deleting" : "gone"));
    expect(await org.standings(...DEPENDENTS)).toEqual(left);
    await world.work();
    expect(await org.standing(ROOT)).toBe("pending+deleting");
  });

  it("wait for what still runs with one of them, and go without the others", async () => {
    await org.apply(ROOT, { data: { a: "one" } });
    await org.apply("pragma/config/other", { data: { a: "two" } });
    await org.apply("test/item/user", { text: `\${${ROOT}.outputs.a}` });
    await world.work();
    // Its update without the root is in flight.
    await org.apply("test/item/user", { text: "none" });
    await org.delete(ROOT);
    await org.delete("pragma/config/other");
    const held = await world.hold("test/item/user");
    await Promise.all([look(ROOT), look("pragma/config/other")]);
    expect(await org.standings(ROOT, "pragma/config/other")).toEqual(["pending+deleting", "gone"]);
    await held.settle({ kind: "succeeded", outputs: {} });
    await world.work();
    expect(await org.standing(ROOT)).toBe("gone");
  });

  it("do not wait for one that cannot be written", async () => {
    await deleteAll();
    const [, second = ""] = DEPENDENTS;
    await world.pool.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not this one'; END $$;
       CREATE TRIGGER refuse BEFORE DELETE ON resources FOR EACH ROW WHEN (old.key = '${second}') EXECUTE FUNCTION refuse()`,
    );
    const outcomes = await Promise.allSettled(DEPENDENTS.map(look));
    await world.pool.query("DROP FUNCTION refuse CASCADE");
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
    expect(await org.standings(...DEPENDENTS)).toEqual(
      DEPENDENTS.map((key) => (key === second ? "pending+deleting" : "gone")),
    );
    await world.work();
    expect(await org.standing(ROOT)).toBe("gone");
  });

  it("do not touch what a handler holds", async () => {
    await deleteAll();
    const [key = ""] = DEPENDENTS;
    const row = await org.row(key);
    const tenant = world.core.db.tenant(org.id);
    const removal = {
      key,
      guard: { version: String(row?.version) },
      effects: { history: [], event: { id: String(row?.pending_event_id), settled: true } },
    };
    await world.pool.query(
      `INSERT INTO leases (organization_id, resource_key, id, event_id, owner, expires_at)
       VALUES ($1, $2, $3, $3, 'worker-2', now() + interval '1 minute')`,
      [org.id, key, randomUUID()],
    );
    expect(await removeResources(tenant, [removal])).toMatchObject({ fates: ["changed"] });
    await world.pool.query("DELETE FROM leases WHERE organization_id = $1", [org.id]);
    expect(await removeResources(tenant, [removal])).toMatchObject({ fates: ["removed"] });
    expect(await removeResources(tenant, [removal])).toMatchObject({ fates: ["changed"] });
    await world.work();
  });
});

describe("deletions that providers confirm at the same time", () => {
  const keys = NAMES.map((name) => `test/item/${name}`);

  it("are written together; one that comes too late is discarded, and one whose metadata changed counts", async () => {
    for (const key of keys) await org.apply(key);
    await world.work();
    for (const key of keys) await org.delete(key);
    const held = await Promise.all(keys.map((key) => world.hold(key)));
    const [late = "", changed = ""] = keys;
    const commit = await heldOpen(world, async (core) => {
      await cancelResource(core, org.context, late);
      const touch =
        "UPDATE resources SET version = nextval('resources_version_seq') WHERE organization_id = $1 AND key = $2";
      await core.db.query({ name: "touch", text: touch, tenant: true }, [org.id, changed]);
    });
    const settled = Promise.all(held.map(({ settle }) => settle({ kind: "succeeded", outputs: null })));
    await untilBlocked(world);
    await commit();
    expect(await settled).toEqual(keys.map((key) => key !== late));
    expect(await org.standings(...keys)).toEqual(keys.map((key) => (key === late ? "failed+deleting" : "gone")));
    expect(await world.count("leases", `organization_id = '${org.id}'`)).toBe(0);
    const ended = await rowsOf<{ written: string }>(
      "SELECT DISTINCT xmin::text AS written FROM resource_changes WHERE organization_id = $1 AND to_state IS NULL",
    );
    expect(ended.length).toBeLessThan(keys.length / 2);
  });
});
