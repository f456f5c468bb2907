import { createDatabase, createPool } from "@pragma/db";
import { createTestDatabase } from "@pragma/testing";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildProviderJob, enqueue, JOBS } from "../src/index.ts";

const PAYLOAD = {
  organizationId: "0198c7f0-0000-7000-8000-000000000001",
  provider: "acme",
  version: "20260101.000000",
};
/** Columns that no two rows share. */
const OWN = ["id", "run_at", "created_at", "updated_at"];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, name: "test", max: 2 });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function jobRow(id: string): Promise<Record<string, unknown>> {
  const { rows } = await pool.query("SELECT * FROM graphile_worker._private_jobs WHERE id = $1", [id]);
  return rows[0];
}

describe("enqueue", () => {
  it("writes the row that the queue's own add_job writes, column by column", async () => {
    const ours = await jobRow(await enqueue(createDatabase(pool), buildProviderJob, PAYLOAD));
    const added = await pool.query("SELECT id FROM graphile_worker.add_job('build-provider', $1::json)", [PAYLOAD]);
    const theirs = await jobRow(added.rows[0].id);
    expect(Object.keys(ours)).toEqual(Object.keys(theirs));
    for (const column of Object.keys(ours).filter((name) => !OWN.includes(name))) {
      expect([column, ours[column]]).toEqual([column, theirs[column]]);
    }
    for (const column of OWN) expect(typeof ours[column]).toBe(typeof theirs[column]);
    expect(ours).toMatchObject({ payload: PAYLOAD, is_available: true, attempts: 0, locked_at: null });
  });

  it("belongs to the transaction: what rolls back leaves no job", async () => {
    const db = createDatabase(pool);
    let id = "";
    const work = db.transaction(async (tx) => {
      id = await enqueue(tx, buildProviderJob, PAYLOAD);
      throw new Error("changed my mind");
    });
    await expect(work).rejects.toThrow("changed my mind");
    expect(await jobRow(id)).toBeUndefined();
  });

  it("runs a delayed job later, by the database's clock", async () => {
    const id = await enqueue(createDatabase(pool), buildProviderJob, PAYLOAD, { delaySeconds: 90 });
    const { rows } = await pool.query(
      "SELECT run_at - created_at AS delay FROM graphile_worker._private_jobs WHERE id = $1",
      [id],
    );
    expect(rows[0].delay).toMatchObject({ minutes: 1, seconds: 30 });
  });

  it("refuses an invalid payload, and a task that no migration knows", async () => {
    const db = createDatabase(pool);
    await expect(enqueue(db, buildProviderJob, { ...PAYLOAD, organizationId: "x" })).rejects.toThrow(/organizationId/);
    await expect(enqueue(db, { ...buildProviderJob, name: "no-such" }, PAYLOAD)).rejects.toThrow(
      "Unknown task no-such",
    );
  });

  it("notifies nobody: whoever commits wakes the workers, once for many", async () => {
    const client = await pool.connect();
    const heard: string[] = [];
    client.on("notification", ({ channel }) => heard.push(channel));
    await client.query('LISTEN "jobs:insert"');
    await enqueue(createDatabase(pool), buildProviderJob, PAYLOAD);
    await client.query("SELECT pg_notify('jobs:insert', 'the end')");
    await client.query("SELECT 1");
    client.release(true);
    expect(heard).toEqual(["jobs:insert"]);
  });
});

describe("the registry", () => {
  it("names the tasks that the migration registers, and no others", async () => {
    const { rows } = await pool.query("SELECT identifier FROM graphile_worker._private_tasks");
    expect(rows.map((row) => row.identifier).sort()).toEqual(JOBS.map((job) => job.name).sort());
  });
});
