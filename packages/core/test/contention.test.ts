import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "@pragma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withIdempotency } from "../src/idempotency/index.ts";
import { getResource } from "../src/resources/read/index.ts";
import type { Organization } from "./support/organization.ts";
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
