import { randomUUID } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "../src/database.ts";
import { createPool } from "../src/pool.ts";
import {
  enqueueReconcile,
  finishReconcileRequests,
  type PendingReconcile,
  type TakenRequests,
  type TakeRequests,
  takeReconcileRequests,
} from "../src/queries/index.ts";

let database: TestDatabase;
let pool: pg.Pool;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, name: "test", max: 4 });
  db = createDatabase(pool);
});
beforeEach(() => pool.query("TRUNCATE pending_looks, deferred_looks"));
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** Organizations by letters, in the order of their ids. */
function organization(letter: string): string {
  return `${letter.repeat(8)}-0000-4000-8000-000000000000`;
}

async function enqueue(letter: string, provider: string, count: number): Promise<void> {
  await pool.query("SELECT enqueue_reconciles($1, ARRAY(SELECT $2 || '/t/' || n FROM generate_series(1, $3) AS n))", [
    organization(letter),
    provider,
    count,
  ]);
}

function take(wanted: number, options: Partial<TakeRequests> = {}): Promise<TakenRequests> {
  return takeReconcileRequests(db, {
    worker: "worker",
    wanted,
    seconds: 60,
    turn: { after: NOBODY, round: 0 },
    lanes: { any: 1000, less: [] },
    organizations: { any: 1000, less: [] },
    ...options,
  });
}

/** As `organization provider count`, in the order in which they were taken. */
function shares(requests: readonly PendingReconcile[]): string[] {
  const counts = new Map<string, number>();
  for (const { organizationId, key } of requests) {
    const name = `${organizationId[0]} ${key.slice(0, key.indexOf("/"))}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${name} ${count}`);
}

async function inLine(): Promise<number> {
  return (await pool.query("SELECT count(*)::int AS count FROM pending_looks")).rows[0].count;
}

describe("requests in line", () => {
  it("are taken by organization: one request of another is among the first beside a backlog", async () => {
    await enqueue("a", "p", 500);
    await enqueue("b", "p", 1);
    await enqueue("c", "p", 3);
    const { requests, more } = await take(12);
    expect(shares(requests)).toEqual(["a p 8", "b p 1", "c p 3"]);
    expect(more).toBe(true);
  });

  it("go to one organization if no other has any, the oldest first", async () => {
    await enqueue("a", "p", 10);
    const { requests, more } = await take(12);
    expect(requests.map(({ key }) => key)).toEqual(Array.from({ length: 10 }, (_, index) => `p/t/${index + 1}`));
    expect(more).toBe(false);
    expect(await take(12)).toMatchObject({ batch: null, requests: [], more: false });
  });

  it("are taken by turns from one take to the next: nobody has a second one before all had their first", async () => {
    const letters = ["a", "b", "c", "d", "e"];
    for (const letter of letters) await enqueue(letter, "p", 3);
    const order: string[] = [];
    for (let turn = { after: organization("c"), round: 0 }; order.length < 15; ) {
      const taken = await take(1, { turn });
      turn = taken.turn;
      order.push(taken.requests[0]?.organizationId[0] ?? "nobody");
    }
    const round = ["d", "e", "a", "b", "c"];
    expect(order).toEqual([...round, ...round, ...round]);
  });

  it("are taken by provider within an organization, even one at a time", async () => {
    await enqueue("a", "many", 100);
    await enqueue("a", "one", 1);
    await enqueue("a", "two", 2);
    expect(shares((await take(9)).requests)).toEqual(["a many 6", "a one 1", "a two 2"]);
    await enqueue("a", "one", 2);
    const order: string[] = [];
    for (let turn = { after: NOBODY, round: 0 }; order.length < 5; ) {
      const taken = await take(1, { turn });
      turn = taken.turn;
      order.push(...shares(taken.requests));
    }
    expect(order.join()).toMatch(/^(a many 1,)?a one 1,a many 1,a one 1,a many 1/);
  });

  it("stay in line if there is no room for them, and hold up no others", async () => {
    for (const provider of ["full", "narrow", "p", "pragma"]) await enqueue("a", provider, 50);
    await enqueue("b", "p", 50);
    await enqueue("c", "p", 50);
    const { requests, more } = await take(100, {
      lanes: {
        any: 10,
        less: [
          { of: { organizationId: organization("a"), provider: "full" }, room: 0 },
          { of: { organizationId: organization("a"), provider: "narrow" }, room: 2 },
        ],
      },
      organizations: {
        any: 40,
        less: [
          { of: organization("b"), room: 3 },
          { of: organization("c"), room: 0 },
        ],
      },
    });
    // The platform's own work is bounded only by the organization's room.
    expect(shares(requests).sort()).toEqual(["a narrow 2", "a p 10", "a pragma 28", "b p 3"]);
    expect(more).toBe(true);
  });

  it("are taken by a worker that runs their provider, or by anybody if there is none", async () => {
    const [shipped, own] = ["00000000-0000-0000-0000-000000000000", organization("b")];
    await pool.query(
      `INSERT INTO provider_types (organization_id, provider, resource, version, schema, outputs_schema)
       VALUES ($1, 'fs', 't', '1', '{}', '{}'), ($1, 'http', 't', '1', '{}', '{}'), ($2, 'fs', 't', '2', '{}', '{}')`,
      [shipped, own],
    );
    for (const letter of ["a", "b"]) {
      for (const provider of ["fs", "http", "nobody", "pragma"]) await enqueue(letter, provider, 1);
    }
    const taken = async (runs: TakeRequests["runs"]): Promise<string[]> => {
      const { requests, more, batch } = await take(100, { ...(runs && { runs }) });
      // A request that it may not take is no reason to come back.
      expect(more).toBe(false);
      await pool.query(
        "SELECT enqueue_reconcile(o, k) FROM deferred_looks d, unnest(d.organization_ids, d.keys) AS l(o, k)",
      );
      if (batch) await finishReconcileRequests(db, [batch]);
      return shares(requests).sort();
    };
    const everybody = ["a nobody 1", "a pragma 1", "b nobody 1", "b pragma 1"];
    expect(await taken({ shipped: [], pushed: [] })).toEqual(everybody);
    expect(await taken({ shipped: ["fs"], pushed: [] })).toEqual(["a fs 1", ...everybody]);
    expect(await taken({ shipped: [], pushed: [`${own}/fs`] })).toEqual([...everybody, "b fs 1"].sort());
    expect(await taken({ shipped: ["http"], pushed: ["*/*"] })).toEqual(
      [...everybody, "a http 1", "b fs 1", "b http 1"].sort(),
    );
    expect(await taken(undefined)).toHaveLength(8);
    await pool.query("DELETE FROM provider_types");
  });

  it("that another is about to take are passed over, and nobody waits for them", async () => {
    await enqueue("a", "p", 3);
    const client = await pool.connect();
    await client.query("BEGIN");
    await client.query("DELETE FROM pending_looks WHERE key = 'p/t/1'");
    expect((await take(10)).requests.map(({ key }) => key)).toEqual(["p/t/2", "p/t/3"]);
    await client.query("ROLLBACK");
    client.release();
    expect((await take(10)).requests.map(({ key }) => key)).toEqual(["p/t/1"]);
  });

  it("are shared out by several takers, each request once", async () => {
    for (const letter of ["a", "b", "c"]) await enqueue(letter, "p", 200);
    const taken: string[] = [];
    const taker = async (): Promise<void> => {
      for (let turn = { after: randomUUID() as string, round: 0 }; ; ) {
        const result = await take(7, { turn });
        if (result.requests.length === 0 && (await inLine()) === 0) return;
        turn = result.turn;
        taken.push(...result.requests.map(({ organizationId, key }) => `${organizationId} ${key}`));
      }
    };
    await Promise.all([taker(), taker(), taker()]);
    expect(taken).toHaveLength(600);
    expect(new Set(taken).size).toBe(600);
  });

  it("of one resource, however many, are one request", async () => {
    for (let count = 0; count < 5; count++)
      await enqueueReconcile(db, { organizationId: organization("a"), key: "p/t/1" });
    const { requests, batch } = await take(10);
    expect(requests).toEqual([{ organizationId: organization("a"), key: "p/t/1" }]);
    await finishReconcileRequests(db, [batch as string]);
    expect((await pool.query("SELECT FROM deferred_looks")).rowCount).toBe(0);
  });

  it("cost no more to take from a long line than from a short one", async () => {
    const buffers = async (): Promise<number> => {
      const text = `SELECT take_runnable_looks('w', 10, 60, $1, 0, 100, '{}', '{}', 100, '{}', '{}', '{p}', '{*/*}')`;
      const { rows } = await pool.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text.replace("$1", `'${NOBODY}'`)}`);
      const plan = rows[0]["QUERY PLAN"][0].Plan;
      return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];
    };
    const least = async (): Promise<number> => Math.min(await buffers(), await buffers(), await buffers());
    await enqueue("a", "p", 100);
    await enqueue("b", "p", 100);
    const short = await least();
    await enqueue("a", "p", 50_000);
    await enqueue("b", "p", 50_000);
    const long = await least();
    // Only the index has become deeper.
    expect(long).toBeLessThan(short * 1.5);
  });
});

describe("looks for later", () => {
  const request = { organizationId: organization("a"), key: "p/t/1" };

  async function elapse(): Promise<void> {
    // Times are kept in milliseconds, rounded: the next statement may come before now.
    await pool.query("UPDATE deferred_looks SET due_at = now() - interval '1 second'");
  }

  it("come into line at their time and not before, and the asker learns that time", async () => {
    await enqueueReconcile(db, request, 90);
    const early = await take(1);
    expect(early.requests).toEqual([]);
    expect(early.dueMs).toBeGreaterThan(80_000);
    expect(early.dueMs).toBeLessThanOrEqual(90_000);
    await elapse();
    expect((await take(1)).requests).toEqual([request]);
  });

  it("of one organization do not hold up those of another, however many are due", async () => {
    await pool.query(
      `INSERT INTO deferred_looks (due_at, organization_ids, keys)
       SELECT now() - interval '1 minute', ARRAY[$1::uuid], ARRAY['p/t/' || n] FROM generate_series(1, 300) AS n`,
      [organization("a")],
    );
    await enqueueReconcile(db, { organizationId: organization("b"), key: "p/t/1" }, 0.001);
    await elapse();
    expect(shares((await take(4)).requests)).toEqual(["a p 3", "b p 1"]);
  });

  it("that were taken and not reported done are among them; those reported done are not", async () => {
    await enqueueReconcile(db, request);
    const lost = await take(1);
    expect((await take(1)).requests).toEqual([]);
    await elapse();
    const again = await take(1);
    expect(again.requests).toEqual(lost.requests);
    await finishReconcileRequests(db, [again.batch as string]);
    await elapse();
    expect((await take(1)).requests).toEqual([]);
  });
});
