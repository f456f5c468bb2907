import { setTimeout as sleep } from "node:timers/promises";
import { parseKey } from "@pragma/contract";
import { withClient } from "@pragma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deleteSet } from "../src/changes/index.ts";
import { withIdempotency } from "../src/foundation/idempotency/index.ts";
import { retryDeadLetter } from "../src/resources/dead-letters/index.ts";
import { getResource } from "../src/resources/read/index.ts";
import { Changes } from "./support/changes.ts";
import type { Organization } from "./support/organization.ts";
import { reject } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

/** One for each waiting change; more than there are connections. */
const EACH = 50;
const CONNECTIONS = 8;

let world: World;
let crowd: Organization;
let other: Organization;

beforeAll(async () => {
  world = await createWorld({}, { connections: CONNECTIONS });
  crowd = world.organization("crowd");
  other = world.organization("other");
  for (const org of [crowd, other]) await org.draft("test/open/base", {});
  for (let index = 0; index < EACH; index++) {
    await crowd.draft(`test/open/root-${index}`, {});
    await crowd.draft(`test/open/leaf-${index}`, { v: `\${test/open/root-${index}.outputs.v}` });
  }
});
afterAll(() => world.close());

/** Runs `work` while somebody holds the graph of an organization. */
async function whileGraphIsHeld(org: Organization, work: () => Promise<void>): Promise<void> {
  const key = "hashtextextended('graph:' || $1::uuid::text, 0)";
  await withClient(world.databaseUrl, async (client) => {
    await client.query(`SELECT pg_advisory_lock(${key})`, [org.id]);
    try {
      await work();
    } finally {
      await client.query(`SELECT pg_advisory_unlock(${key})`, [org.id]);
    }
  });
}

/** How many statements of the pool wait for locks. */
async function waitingForLocks(): Promise<number> {
  return withClient(world.databaseUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
    return rows[0]?.count ?? 0;
  });
}

describe("while a hundred changes of one organization wait for its graph", () => {
  it("everything else goes on: reads and writes of another one, and its own reads", async () => {
    const finished: string[] = [];
    const noted = <T>(name: string, work: Promise<T>): Promise<T> => work.finally(() => finished.push(name));
    let changes: Promise<unknown> = Promise.resolve();
    await whileGraphIsHeld(crowd, async () => {
      const indices = Array.from({ length: EACH }, (_, index) => index);
      changes = Promise.all(
        indices.flatMap((index) => [
          noted("delete", crowd.delete(`test/open/root-${index}`, { dependents: "cascade" })),
          noted("apply", crowd.draft(`test/open/new-${index}`, { v: "${test/open/base.outputs.v}" })),
        ]),
      );
      while ((await waitingForLocks()) < CONNECTIONS / 2) await sleep(10);
      await noted("its own read", getResource(world.core, crowd.context, "test/open/base"));
      await noted("another's read", getResource(world.core, other.context, "test/open/base"));
      await noted("another's apply", other.draft("test/open/user", { v: "${test/open/base.outputs.v}" }));
      await noted("another's delete", other.delete("test/open/user"));
      await noted(
        "another's safe retry",
        withIdempotency(
          world.core,
          other.context,
          { key: "k", method: "POST", path: "/x", fingerprint: "f" },
          async () => ({ status: 200, headers: {}, body: null }),
        ),
      );
    });
    expect(finished).toEqual([
      "its own read",
      "another's read",
      "another's apply",
      "another's delete",
      "another's safe retry",
    ]);
    await changes;
    expect(finished).toHaveLength(5 + 2 * EACH);
    const { rows } = await world.pool.query<{ name: string }>(
      "SELECT name FROM resources WHERE organization_id = $1 AND name NOT LIKE 'new-%'",
      [crowd.id],
    );
    expect(rows).toEqual([{ name: "base" }]);
  });
});

describe("whatever waits for the graph of an organization", () => {
  it("takes no more than half of the connections, whichever way it comes", async () => {
    const org = world.organization("many ways");
    const changes = new Changes(world, org);
    const indices = Array.from({ length: CONNECTIONS }, (_, index) => index);
    const key = (name: string, index: number) => `test/item/${name}-${index}`;
    for (const index of indices) {
      for (const name of ["applied", "planned", "failing"]) await org.apply(key(name, index));
      await changes.applyNow({ set: `set-${index}`, documents: [{ ...parseKey(key("member", index)), config: {} }] });
    }
    await world.work();
    for (const index of indices) world.provider.always(key("failing", index), reject());
    for (const index of indices) await org.delete(key("failing", index));
    await world.work();
    const letters = await org.deadLetters();
    expect(letters).toHaveLength(CONNECTIONS);
    const deletion = (name: string, index: number) => ({ delete: [{ resource: key(name, index) }] });
    const plans = await Promise.all(indices.map((index) => changes.plan(deletion("planned", index))));

    const ways: Record<string, (index: number) => Promise<unknown>> = {
      "a change that is applied at once": (index) => changes.applyNow(deletion("applied", index)),
      "a plan": (index) => changes.apply(plans[index]?.id ?? ""),
      "the deletion of a set": (index) => deleteSet(world.core, org.context, `set-${index}`),
      "a dead letter": (index) => retryDeadLetter(world.core, org.context, letters[index]?.event_id ?? ""),
    };
    for (const [way, go] of Object.entries(ways)) {
      let all: Promise<unknown> = Promise.resolve();
      await whileGraphIsHeld(org, async () => {
        all = Promise.all(indices.map(go));
        all.catch(() => {});
        while ((await waitingForLocks()) < CONNECTIONS / 2) await sleep(10);
        // A request that could get a connection has had it by now.
        await getResource(world.core, org.context, key("failing", 0));
        await sleep(100);
        expect([way, await waitingForLocks()]).toEqual([way, CONNECTIONS / 2]);
      });
      await all;
    }
  });
});
