import type { JsonObject } from "@pragma/contract";
import { testEach } from "@pragma/testing/test-each";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { random } from "./support/random.ts";
import { type Call, fail, reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 2 });
});
afterAll(() => world.close());

const NODES = 12;
const key = (index: number) => `test/open/${String.fromCharCode(97 + ((index * 5) % NODES))}${index}`;

describe("deletes among applies, by many clients and workers at once", () => {
  testEach([1], [2, 3])("leave nothing behind and take nothing away that is needed (seed %i)", async (seed) => {
    const chance = random(seed);
    const org = world.moveOn();
    world.provider.reset();
    let calm = false;
    let calls = 0;
    /** The real objects, with what each was last given to use. */
    const objects = new Map<string, readonly string[]>();
    /** A cancelled handler does nothing more once the next one has begun. */
    const latest = new Map<string, Call>();
    const faults: string[] = [];

    const checkNotUsed = (deleted: string) => {
      for (const [other, used] of objects) if (used.includes(deleted)) faults.push(`${deleted} below ${other}`);
    };
    const perform = (call: Call) => {
      if (latest.get(call.key) !== call) return succeed();
      if (call.event === "DELETE") objects.delete(call.key);
      else objects.set(call.key, call.dependencies);
      return succeed(call.event === "DELETE" ? null : { v: 1 });
    };
    for (let index = 0; index < NODES; index++) {
      world.provider.always(key(index), async (call) => {
        calls++;
        latest.set(call.key, call);
        if (call.event === "DELETE") checkNotUsed(call.key);
        await new Promise((resolve) => setTimeout(resolve, chance() * 4));
        if (!calm && chance() < 0.1) return fail();
        return !calm && chance() < 0.05 ? reject() : perform(call);
      });
    }

    const apply = (index: number) => {
      const needs = Array.from({ length: index }, (_, other) => key(other)).filter(() => chance() < 0.25);
      const owner = index > 0 && chance() < 0.2 ? Math.floor(chance() * index) : undefined;
      const config: JsonObject = { needs };
      // Half of them by reference, so that there is something to detach.
      for (const [place, need] of needs.entries()) if (place % 2 === 0) config[`v${place}`] = `\${${need}.outputs.v}`;
      return org.apply(key(index), config, {
        lifecycle_state: chance() < 0.2 ? "draft" : "pending",
        depends_on: needs,
        owner_references: owner === undefined ? [] : [{ provider: "test", resource: "open", name: nameOf(owner) }],
      });
    };
    const remove = (index: number) => {
      const dependents = (["cascade", "detach", undefined] as const)[Math.floor(chance() * 3)];
      return org.delete(key(index), { dependents });
    };
    const refusals = [
      "change_in_flight",
      "deletion_in_progress",
      "has_dependents",
      "not_deletable",
      "not_cancellable",
      "not_found",
    ];
    const attempt = (work: Promise<unknown>) =>
      work.catch((error: { code?: string }) => {
        if (!refusals.includes(error.code ?? "")) throw error;
      });
    let clients = 3;
    const client = async () => {
      try {
        for (let turn = 0; turn < 80; turn++) {
          const index = Math.floor(chance() * NODES);
          const kind = chance();
          if (kind < 0.6) await attempt(apply(index));
          else if (kind < 0.92) await attempt(remove(index));
          else await attempt(org.cancel(key(index)));
          await new Promise((resolve) => setTimeout(resolve, chance() * 5));
        }
      } finally {
        clients--;
      }
    };
    await Promise.all([client(), client(), client(), world.workTogether(5, () => clients > 0)]);
    expect(faults).toEqual([]);
    expect(calls).toBeGreaterThan(NODES);

    expect(await strayEdges(org.id)).toEqual([]);

    // Everything is to be deleted now: nothing may prevent that, and nothing may be left.
    calm = true;
    for (let index = 0; index < NODES; index++) {
      if ((await org.state(key(index))) === "processing") await org.cancel(key(index));
    }
    // Those that run with another come first: they may have failed to let go of it.
    for (let index = NODES - 1; index >= 0; index--) await org.delete(key(index), { dependents: "cascade" });
    await world.workTogether(5);
    const keys = Array.from({ length: NODES }, (_, index) => key(index));
    expect(await org.standings(...keys)).toEqual(keys.map(() => "gone"));
    expect([...objects.keys()]).toEqual([]);
    const ofThis = `organization_id = '${org.id}'`;
    expect(await world.count("edges", ofThis)).toBe(0);
    expect(await world.count("events", `${ofThis} AND settled_at IS NULL`)).toBe(0);
    expect(await world.count("dead_letters", ofThis)).toBe(0);
    expect(await world.count("resource_logs", ofThis)).toBe(0);
  });
});

/** Running edges that do not follow from what resources run with and want no more, and those that are missing. */
async function strayEdges(organizationId: string): Promise<string[]> {
  const { rows } = await world.pool.query<{ stray: string }>(
    `WITH kept AS (
       SELECT from_key, to_key FROM edges WHERE organization_id = $1 AND kind = 'running'
     ), due AS (
       SELECT r.key, k.key FROM resources r CROSS JOIN unnest(r.running_dependencies) AS k(key)
       WHERE r.organization_id = $1 AND NOT EXISTS (
         SELECT 1 FROM edges e
         WHERE e.organization_id = $1 AND e.from_key = r.key AND e.to_key = k.key AND e.kind = 'dependency'
       )
     )
     SELECT concat_ws(' ', 'extra', x.*) AS stray FROM (TABLE kept EXCEPT TABLE due) AS x
     UNION ALL SELECT concat_ws(' ', 'missing', x.*) FROM (TABLE due EXCEPT TABLE kept) AS x`,
    [organizationId],
  );
  return rows.map(({ stray }) => stray);
}

function nameOf(index: number): string {
  return key(index).slice("test/open/".length);
}
