import { randomUUID } from "node:crypto";
import { enqueue, providerCallJob, pruneJob } from "@pragma/jobs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { prune } from "../../src/operations/maintenance/index.ts";
import { addMember } from "../support/member.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world.close());

it("deletes expired logins and former slugs, invitations a month after their end, and stale attempts", async () => {
  const { organizationId, userId } = await addMember(world, "owner");
  const login = (name: string, seen: string, expires: string) =>
    world.pool.query(
      `INSERT INTO logins (id, user_id, organization_id, secret_hash, last_seen_at, expires_at, address)
       VALUES (gen_random_uuid(), $1, $2, $3, now() + $4::interval, now() + $5::interval, $6)`,
      [userId, organizationId, Buffer.from(name), seen, expires, name],
    );
  await login("kept", "-6 days", "1 day");
  await login("idle", "-7 days", "1 day");
  await login("over", "0 days", "-1 second");
  for (const [name, expires] of [
    ["kept", "-29 days"],
    ["over", "-31 days"],
  ] as const) {
    await world.pool.query(
      `INSERT INTO invitations (id, organization_id, role, email, token_hash, created_by, expires_at)
       VALUES (gen_random_uuid(), $1, 'viewer', $3, $4, $2, now() + $5::interval)`,
      [organizationId, userId, name, Buffer.from(name), expires],
    );
  }
  for (const [name, started] of [
    ["kept", "-1 hour"],
    ["over", "-25 hours"],
  ] as const) {
    await world.pool.query(
      "INSERT INTO sign_in_attempts (key_hash, started_at, attempts) VALUES ($1, now() + $2::interval, 1)",
      [Buffer.from(name), started],
    );
  }
  await world.pool.query(
    `INSERT INTO former_slugs (slug, organization_id, expires_at)
     VALUES ('kept', $1, now() + interval '1 minute'), ('over', $1, now())`,
    [organizationId],
  );
  await prune(world.core, { auditDays: 0 });
  expect(await world.count("former_slugs", "slug = 'kept'")).toBe(1);
  expect(await world.count("former_slugs")).toBe(1);
  expect(await world.count("logins", "address = 'kept'")).toBe(1);
  expect(await world.count("invitations", "email = 'kept'")).toBe(1);
  expect(await world.count("sign_in_attempts", "key_hash = 'kept'")).toBe(1);
  const left = ["logins", "invitations", "sign_in_attempts"].map((table) => world.count(table));
  expect(await Promise.all(left)).toEqual([1, 1, 1]);
});

it("deletes what has expired and keeps what has not", async () => {
  const { organizationId, userId } = await addMember(world, "owner");
  await world.org.draft("test/item/here");
  // Ids are in the order of time.
  const ages = ["now() - interval '100 days'", "now()"];
  for (const age of ages) {
    await world.pool.query(
      `INSERT INTO audit_entries (organization_id, timestamp, actor, action, target, outcome, correlation_id)
       SELECT $1, ${age}, '{}', 'a', 't', 'success', 'r' FROM generate_series(1, 6000)`,
      [organizationId],
    );
    await world.pool.query(
      `INSERT INTO rate_limit_windows (organization_id, window_start, used) VALUES ($1, ${age}, 1)`,
      [organizationId],
    );
    await world.pool.query("INSERT INTO session_revocations (id, expires_at) VALUES ($1, $2)", [
      age,
      age === ages[1] ? new Date(Date.now() + 60_000) : new Date(0),
    ]);
    await world.pool.query(
      `INSERT INTO login_codes (code_hash, organization_id, user_id, code_challenge, name, scopes, expires_at)
       VALUES ($3, $1, $2, '', '', '{}', ${age})`,
      [organizationId, userId, Buffer.from(age)],
    );
    for (const name of ["here", "gone"]) {
      await world.pool.query(
        `INSERT INTO resource_logs (organization_id, resource_key, timestamp, level, message)
         VALUES ($1, $2, ${age}, 'info', '')`,
        [world.org.id, `test/item/${name}`],
      );
    }
  }
  await prune(world.core, { auditDays: 90 });
  await prune(world.core, { auditDays: 90 });
  const counts = await Promise.all(
    ["audit_entries", "rate_limit_windows", "session_revocations", "login_codes", "resource_logs"].map((table) =>
      world.count(table, table === "audit_entries" ? `organization_id = '${organizationId}'` : "true"),
    ),
  );
  expect(counts).toEqual([6000, 1, 1, 1, 3]);
});

it("deletes each kind on its own: one that cannot be deleted does not keep the others", async () => {
  const addOld = (table: string, columns: string, values: string) =>
    world.pool.query(`INSERT INTO ${table} (${columns}) VALUES (${values})`);
  const old = "now() - interval '100 days'";
  await addOld("rate_limit_windows", "organization_id, window_start, used", `gen_random_uuid(), ${old}, 1`);
  await addOld(
    "idempotency_keys",
    "organization_id, token_id, method, path, key, fingerprint, created_at",
    `gen_random_uuid(), 't', 'POST', '/', 'k', 'f', ${old}`,
  );
  await addOld(
    "resource_changes",
    "organization_id, resource_key, event_type, generation, actor, correlation_id, timestamp",
    `gen_random_uuid(), 'test/item/old', 'UPDATE', 1, '{}', 'r', ${old}`,
  );
  await addOld(
    "resource_logs",
    "organization_id, resource_key, timestamp, level, message",
    `gen_random_uuid(), 'test/item/long-gone', ${old}, 'info', ''`,
  );
  await world.pool.query(
    `CREATE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'it stays'; END $$;
     CREATE TRIGGER stays BEFORE DELETE ON rate_limit_windows FOR EACH ROW EXECUTE FUNCTION stays();
     CREATE TRIGGER stays BEFORE DELETE ON idempotency_keys FOR EACH ROW EXECUTE FUNCTION stays()`,
  );
  const failure = await prune(world.core, { auditDays: 0, historyDays: 90 }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(AggregateError);
  expect((failure as AggregateError).errors.map(({ message }) => message)).toEqual(["it stays", "it stays"]);
  expect(await world.count("resource_changes", "resource_key = 'test/item/old'")).toBe(0);
  expect(await world.count("resource_logs", "resource_key = 'test/item/long-gone'")).toBe(0);
  await world.pool.query("DROP FUNCTION stays CASCADE");
  await prune(world.core, { auditDays: 0, historyDays: 90 });
  expect(await world.count("idempotency_keys")).toBe(0);
});

it("deletes questions that nobody took, an hour after they were asked", async () => {
  const jobs = async (): Promise<unknown[]> => {
    const { rows } = await world.pool.query(
      `SELECT t.identifier AS task, j.locked_by AS by FROM graphile_worker._private_jobs j
       JOIN graphile_worker._private_tasks t ON t.id = j.task_id ORDER BY j.id`,
    );
    return rows;
  };
  const age = (condition: string): Promise<unknown> =>
    world.pool.query(`UPDATE graphile_worker._private_jobs SET run_at = now() - interval '2 hours' WHERE ${condition}`);
  await enqueue(world.core.db, providerCallJob, { callId: randomUUID() });
  await enqueue(world.core.db, providerCallJob, { callId: randomUUID() });
  await world.pool.query(
    `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'a worker'
     WHERE id = (SELECT min(id) FROM graphile_worker._private_jobs)`,
  );
  await enqueue(world.core.db, pruneJob, {});
  await age("true");
  await enqueue(world.core.db, providerCallJob, { callId: randomUUID() });
  await prune(world.core, { auditDays: 0 });
  expect(await jobs()).toEqual([
    { task: "provider-call", by: "a worker" },
    { task: "prune", by: null },
    { task: "provider-call", by: null },
  ]);
});

it("stops between two statements when it is told to", async () => {
  await world.pool.query(
    `INSERT INTO resource_changes (organization_id, resource_key, event_type, generation, actor, correlation_id, timestamp)
     VALUES (gen_random_uuid(), 'test/item/older', 'UPDATE', 1, '{}', 'r', now() - interval '100 days')`,
  );
  await prune(world.core, { auditDays: 0, historyDays: 90 }, AbortSignal.abort());
  expect(await world.count("resource_changes", "resource_key = 'test/item/older'")).toBe(1);
});

it("deletes plans a week after they ended unapplied, and applied changes with the history, never one under way", async () => {
  const { organizationId } = await addMember(world, "owner");
  const change = async (status: string, ended: string | null, old: boolean): Promise<void> => {
    // The time is in the id, as version 7 has it.
    const at = Date.now() - (old ? 200 : 1) * 86_400_000;
    const id = `${at
      .toString(16)
      .padStart(12, "0")
      .replace(/^(.{8})(.{4})$/, "$1-$2")}-7${randomUUID().slice(15)}`;
    await world.pool.query(
      `INSERT INTO changes (id, organization_id, status, counts, planned_by, correlation_id, created_by, settled_at)
       VALUES ($1, $2, $3, '{}', 'me', 'c', '{}', now() + $4::interval)`,
      [id, organizationId, status, ended],
    );
    await world.pool.query(
      `INSERT INTO change_actions (organization_id, change_id, id, key, action, because)
       VALUES ($1, $2, gen_random_uuid(), 'a/b/c', 'create', '{}')`,
      [organizationId, id],
    );
  };
  await change("discarded", "-8 days", true);
  await change("expired", "-8 days", true);
  await change("stale", "-6 days", true);
  await change("planned", null, true);
  await change("applying", null, true);
  await change("succeeded", "-91 days", true);
  await change("failed", "-89 days", true);
  await change("discarded", "-1 hour", false);
  const own = `organization_id = '${organizationId}'`;
  await prune(world.core, { auditDays: 0, historyDays: 90 });
  const { rows } = await world.pool.query<{ status: string }>(
    `SELECT status FROM changes WHERE ${own} ORDER BY status`,
  );
  expect(rows.map(({ status }) => status)).toEqual(["applying", "discarded", "failed", "planned", "stale"]);
  expect(await world.count("change_actions", own)).toBe(5);
});
