import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, createPool, type Database } from "../src/index.ts";
import {
  type PruneStep,
  pruneAuditEntries,
  pruneEvents,
  pruneExpired,
  pruneResourceChanges,
} from "../src/maintenance/index.ts";
import { blocksRead } from "./support/table-statistics.ts";

const DAYS = 90;
const BATCH = 1000;
const OLD = 2000;
const ORGANIZATION = "00000000-0000-0000-0000-00000000000a";

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let db: Database;

beforeEach(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, name: "retention-test", max: 1 });
  db = createDatabase(pool);
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

/** UUID of version 7 in SQL, of so many days ago; `n` tells apart those of the same moment. */
const uuid7 = (days: string): string =>
  `(lpad(to_hex((extract(epoch FROM now() - ${days} * interval '1 day') * 1000)::bigint), 12, '0') || '70008'
    || lpad(to_hex(n), 15, '0'))::uuid`;

const KINDS = [
  {
    table: "events",
    prune: pruneEvents,
    goesOn: () => true,
    fill: (days: string, count: number) =>
      pool.query(
        `INSERT INTO events (id, organization_id, resource_key, event_type, generation, correlation_id, actor, settled_at)
         SELECT ${uuid7(days)}, $1, 'test/item/x', 'UPDATE', 1, 'r', '{}', now() - ${days} * interval '1 day'
         FROM generate_series(1, $2::int) AS n`,
        [ORGANIZATION, count],
      ),
  },
  {
    table: "resource_changes",
    prune: pruneResourceChanges,
    goesOn: ({ deleted }: PruneStep) => deleted > 0,
    fill: (days: string, count: number) =>
      pool.query(
        `INSERT INTO resource_changes (organization_id, resource_key, event_type, generation, correlation_id, actor, timestamp)
         SELECT $1, 'test/item/x', 'UPDATE', 1, 'r', '{}', now() - ${days} * interval '1 day'
         FROM generate_series(1, $2::int) AS n`,
        [ORGANIZATION, count],
      ),
  },
  {
    table: "audit_entries",
    prune: pruneAuditEntries,
    goesOn: ({ deleted }: PruneStep) => deleted > 0,
    fill: (days: string, count: number) =>
      pool.query(
        `INSERT INTO audit_entries (organization_id, action, target, outcome, correlation_id, actor, timestamp)
         SELECT $1, 'a', 't', 'success', 'r', '{}', now() - ${days} * interval '1 day' FROM generate_series(1, $2::int) AS n`,
        [ORGANIZATION, count],
      ),
  },
];

describe.each(KINDS)("pruning $table", ({ table, prune, goesOn, fill }) => {
  const pruneAll = async (): Promise<number> => {
    let deleted = 0;
    let step = await prune(db, DAYS, null, BATCH);
    for (;;) {
      deleted += step.deleted;
      if (step.looked < BATCH || !goesOn(step)) return deleted;
      step = await prune(db, DAYS, step.last, BATCH);
    }
  };
  const left = async (): Promise<number> =>
    (await pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`)).rows[0]?.count ?? 0;

  it("costs what it deletes, however much is kept", async () => {
    const costs: number[] = [];
    // It would read, too.
    await pool.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
    for (const kept of [5000, 40_000]) {
      await pool.query(`TRUNCATE ${table} CASCADE`);
      await fill("100", OLD);
      await fill("10", kept);
      await pool.query(`ANALYZE ${table}`);
      costs.push(
        await blocksRead(pool, table, async () => {
          expect(await pruneAll()).toBe(OLD);
        }),
      );
      expect(await left()).toBe(kept);
      // As after a while: deleted rows have been vacuumed.
      await pool.query(`VACUUM ${table}`);
      costs.push(
        await blocksRead(pool, table, async () => {
          expect(await pruneAll()).toBe(0);
        }),
      );
    }
    const [small = 0, smallIdle = 0, large = 0, largeIdle = 0] = costs;
    expect(large).toBeLessThan(1.5 * small);
    expect(largeIdle).toBeLessThan(smallIdle + 50);
    // Nothing to delete: a batch at most is looked at.
    expect(largeIdle).toBeLessThan(BATCH / 4);
  });
});

describe("pruning idempotency_keys", () => {
  it("costs what it deletes, however much is kept", async () => {
    const fill = (hours: number, count: number) =>
      pool.query(
        `INSERT INTO idempotency_keys (organization_id, token_id, method, path, key, fingerprint, created_at)
         SELECT $1, 't', 'POST', '/', n || ' ' || $2::int, 'f', now() - $2::int * interval '1 hour'
         FROM generate_series(1, $3::int) AS n`,
        [ORGANIZATION, hours, count],
      );
    await pool.query("ALTER TABLE idempotency_keys SET (autovacuum_enabled = off)");
    await fill(25, OLD);
    await fill(1, 40_000);
    await pool.query("VACUUM ANALYZE idempotency_keys");
    while ((await pruneExpired(db, "idempotency_keys", BATCH)) === BATCH);
    await pool.query("VACUUM idempotency_keys");
    const idle = await blocksRead(pool, "idempotency_keys", async () => {
      expect(await pruneExpired(db, "idempotency_keys", BATCH)).toBe(0);
    });
    expect(idle).toBeLessThan(20);
  });
});

describe("pruning events", () => {
  it("keeps those with a dead letter, and those that are not settled, and looks at each once", async () => {
    const { fill } = KINDS[0] as (typeof KINDS)[0];
    await fill("100", 3000);
    await pool.query(
      `INSERT INTO dead_letters (event_id, organization_id, resource_key, event_type, payload, error_message, attempt_count, correlation_id)
       SELECT id, organization_id, resource_key, event_type, '{}', 'e', 1, 'r' FROM events ORDER BY id LIMIT 1500`,
    );
    await pool.query(
      "UPDATE events SET settled_at = NULL WHERE id IN (SELECT id FROM events ORDER BY id DESC LIMIT 500)",
    );
    const seen: number[] = [];
    let after: string | null = null;
    for (let step = await pruneEvents(db, DAYS, after, BATCH); step.looked > 0; ) {
      seen.push(step.deleted);
      after = step.last;
      step = await pruneEvents(db, DAYS, after, BATCH);
    }
    expect(seen).toEqual([0, 500, 500]);
    const { rows } = await pool.query("SELECT count(*)::int AS n, count(settled_at)::int AS settled FROM events");
    expect(rows).toEqual([{ n: 2000, settled: 1500 }]);
  });
});

describe("pruning what is over", () => {
  it("takes a bounded number of rows at a time, and leaves the others", async () => {
    await pool.query(
      `INSERT INTO sign_in_attempts (key_hash, started_at, attempts)
       SELECT ('a' || n)::bytea, now() - n * interval '10 hours', 1 FROM generate_series(1, 7) AS n`,
    );
    const deleted: number[] = [];
    for (let count = 0; count < 4; count++) deleted.push(await pruneExpired(db, "sign_in_attempts", 2));
    expect(deleted).toEqual([2, 2, 1, 0]);
  });
});
