import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configPath } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /health/ready", () => {
  it("is not ready without a worker, and says what is missing", async () => {
    await api.pool.query("INSERT INTO workers (id, heartbeat_at) VALUES ('silent', now() - interval '1 minute')");
    const { status, body } = await api.anonymous.get("/health/ready");
    expect(status).toBe(503);
    expect(body).toMatchObject({
      status: "unavailable",
      checks: { database: { status: "ok" }, sandbox: { status: "failed" } },
    });
  });

  it.each([
    [
      "none, which nobody named",
      "'Plain.', 'none', false, NULL",
      "No worker has a sandbox, and PRAGMA_SANDBOX=none does not say that none is needed. Workers by sandbox: 1 none. Plain.",
    ],
    [
      "none, into which a worker of an earlier release slipped",
      "'Provider code runs as plain processes of the platform''s account (no bubblewrap): …', NULL, NULL, NULL",
      expect.stringContaining("No worker has a sandbox"),
    ],
    [
      "nobody who takes resources",
      "'A wall.', 'bubblewrap', false, '{builds}'",
      "No worker takes resources, so no provider is run: PRAGMA_QUEUES leaves them out, or the database does not answer those that would",
    ],
  ])("is not ready with %s", async (_, columns, message) => {
    await api.pool.query(
      `INSERT INTO workers (id, sandbox, boundary, boundary_named, queues) VALUES ('w', ${columns})`,
    );
    const { status, body } = await api.anonymous.get("/health/ready");
    await api.pool.query("DELETE FROM workers");
    expect(status).toBe(503);
    expect(body.checks.sandbox).toEqual({ status: "failed", message });
  });

  it.each([
    { table: "workers", part: "sandbox", message: "The list of workers did not answer within 2 s" },
    { table: "graphile_worker._private_jobs", part: "queue", message: "The queue did not answer within 2 s" },
    { table: "pending_looks", part: "queue", message: "The queue did not answer within 2 s" },
  ])("names what hangs: $part, while somebody holds $table", async ({ table, part, message }) => {
    await api.pool.query("INSERT INTO workers (id) VALUES ('alive') ON CONFLICT DO NOTHING");
    const holder = await api.pool.connect();
    try {
      await holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      const { status, body } = await api.anonymous.get("/health/ready");
      expect(status).toBe(503);
      const others = Object.entries(body.checks).filter(([name]) => name !== part);
      expect(others.map(([, check]) => (check as { status: string }).status)).toEqual(["ok", "ok"]);
      expect(body.checks[part]).toEqual({ status: "failed", message });
    } finally {
      await holder.query("ROLLBACK");
      holder.release();
    }
    expect((await api.anonymous.get("/health/ready")).status).toBe(200);
  });

  it("is not ready while requests fail since the database holds them up, and is again once they are answered", async () => {
    const own = await startApi({ lockTimeoutMs: 100 });
    onTestFinished(() => own.close());
    await own.pool.query("INSERT INTO workers (id) VALUES ('alive')");
    const { client } = await own.tenant();
    const listAll = async () =>
      (await Promise.all([1, 2, 3, 4].map(() => client.get("/resources/")))).map(({ status }) => status);
    const readiness = () => own.anonymous.get("/health/ready");
    expect((await readiness()).status).toBe(200);

    const holder = await own.pool.connect();
    try {
      await holder.query("BEGIN; LOCK TABLE resources IN ACCESS EXCLUSIVE MODE");
      expect(await listAll()).toEqual([503, 503, 503, 503]);
      const { status, body } = await readiness();
      expect(status).toBe(503);
      expect(body.checks).toMatchObject({
        database: {
          status: "failed",
          message: "The database answers, but 4 of 4 requests within 30 s failed since it did not answer them in time",
        },
        queue: { status: "ok" },
        sandbox: { status: "ok" },
      });
    } finally {
      await holder.query("ROLLBACK");
      holder.release();
    }
    while ((await readiness()).status === 503) expect(await listAll()).toEqual([200, 200, 200, 200]);
  });

  it("stays ready while one organization waits for its own locks, and another is answered", async () => {
    const own = await startApi({ lockTimeoutMs: 100 });
    onTestFinished(() => own.close());
    await own.pool.query("INSERT INTO workers (id) VALUES ('alive')");
    const [held, free] = [await own.tenant(), await own.tenant()];
    const holder = await own.pool.connect();
    try {
      await holder.query("BEGIN");
      await holder.query("SELECT pg_advisory_xact_lock(hashtextextended('graph:' || $1, 0))", [held.organizationId]);
      const deletions = [1, 2, 3, 4].map((n) => held.client.delete(configPath(`absent-${n}`)));
      expect((await Promise.all(deletions)).map(({ status }) => status)).toEqual([503, 503, 503, 503]);
      expect((await free.client.get("/resources/")).status).toBe(200);
      expect((await own.anonymous.get("/health/ready")).status).toBe(200);
    } finally {
      await holder.query("ROLLBACK");
      holder.release();
    }
  });
});
