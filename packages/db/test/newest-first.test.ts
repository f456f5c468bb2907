import { createTestDatabase, type TestDatabase, withClient } from "@pragma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, createPool, type Tenant } from "../src/index.ts";
import { lastLogId, listAuditEntries, listHistory, logsAfter, tailLogs } from "../src/queries/index.ts";
import { blocksRead } from "./support/table-statistics.ts";

const BUSY = "00000000-0000-0000-0000-00000000000a";
const QUIET = "00000000-0000-0000-0000-00000000000b";
/** Rows of others, all newer than the rows of the quiet one. */
const NEWER = 60_000;

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let quiet: Tenant;
let busy: Tenant;

beforeAll(async () => {
  database = await createTestDatabase();
  // PostgreSQL's own default, and that of many a managed one. With it a walk through the primary key seems cheap.
  await withClient(database.url, async (client) => {
    await client.query(`ALTER DATABASE ${database.name} SET random_page_cost = 4`);
    for (const table of ["resource_changes", "resource_logs", "audit_entries"]) {
      await client.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
    }
    await client.query(
      `WITH who AS (
         SELECT $1::uuid AS organization, 'test/item/quiet' AS key, 30 AS count
         UNION ALL SELECT $2::uuid, 'test/item/busy', $3::int
       ), rows AS (
         SELECT who.* FROM who CROSS JOIN LATERAL generate_series(1, who.count) ORDER BY who.count
       ), changes AS (
         INSERT INTO resource_changes (organization_id, resource_key, event_type, generation, correlation_id, actor)
         SELECT organization, key, 'STALE', 1, 'r', '{}' FROM rows
       ), logs AS (
         INSERT INTO resource_logs (organization_id, resource_key, level, message) SELECT organization, key, 'info', 'm' FROM rows
       )
       INSERT INTO audit_entries (organization_id, action, target, outcome, correlation_id, actor)
       SELECT organization, 'a', key, 'success', 'r', '{}' FROM rows`,
      [QUIET, BUSY, NEWER],
    );
    await client.query("VACUUM ANALYZE resource_changes, resource_logs, audit_entries");
  });
  pool = createPool({ url: database.url, name: "newest-first-test", max: 1 });
  quiet = createDatabase(pool).tenant(QUIET);
  busy = createDatabase(pool).tenant(BUSY);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const PAGE = { limit: 50, bytes: 1_000_000 };

/** One descent of an index, and some rows. */
const FEW = 40;

describe("the few newest entries of one, beneath many newer ones of others", () => {
  it("of a resource's history are found at once", async () => {
    const cost = await blocksRead(pool, "resource_changes", async () => {
      expect((await listHistory(quiet, "test/item/quiet", {}, PAGE)).rows).toHaveLength(30);
      expect((await listHistory(quiet, "test/item/none", {}, PAGE)).rows).toHaveLength(0);
    });
    expect(cost).toBeLessThan(2 * FEW);
  });

  it("of a resource's log are found at once", async () => {
    const cost = await blocksRead(pool, "resource_logs", async () => {
      expect(await tailLogs(quiet, "test/item/quiet", {}, 100)).toMatchObject({ count: 30 });
      expect(await lastLogId(quiet, "test/item/none")).toBe("0");
      expect((await logsAfter(quiet, "test/item/quiet", { id: "0" }, PAGE)).rows).toHaveLength(30);
    });
    expect(cost).toBeLessThan(3 * FEW);
  });

  it("of an organization's audit log are found at once", async () => {
    const cost = await blocksRead(pool, "audit_entries", async () => {
      expect((await listAuditEntries(quiet, {}, {}, PAGE)).rows).toHaveLength(30);
    });
    expect(cost).toBeLessThan(FEW);
  });
});

describe("a page far back", () => {
  it("of a history costs as much as the first", async () => {
    const cost = (before: string | undefined) =>
      blocksRead(pool, "resource_changes", () => listHistory(busy, "test/item/busy", { before }, PAGE));
    const first = await cost(undefined);
    expect(await cost("1000")).toBeLessThan(first + 5);
  });
});
