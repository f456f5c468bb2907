import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { getPriority } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { applyInputSchema } from "@pragma/contract";
import type { DomainError } from "@pragma/core/errors";
import { prune } from "@pragma/core/maintenance";
import { askProvider, checkResourceHealth } from "@pragma/core/provider-calls";
import { applyResource } from "@pragma/core/resources/apply";
import { SchemaValidator } from "@pragma/core/schemas";
import { enqueue, pruneJob } from "@pragma/jobs";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { copiedProviders } from "./support/copied-providers.ts";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, openedTo, type World } from "./support/world.ts";

const BROKEN = fileURLToPath(new URL("broken", import.meta.url));

/** The processes that a process has started, directly or not. */
function descendants(pid: number): number[] {
  const children = readdirSync("/proc").filter((name) => parentOf(name) === pid);
  return children.flatMap((child) => [Number(child), ...descendants(Number(child))]);
}

/** @returns undefined if it does not exist, or has ended */
function parentOf(process: string): number | undefined {
  try {
    return Number(/\nPPid:\s*(\d+)/.exec(readFileSync(`/proc/${process}/status`, "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}

let world: World;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
});
beforeEach(() => world.moveOn());
afterAll(() => close());

describe("logs", () => {
  it("arrive beside the resource before its state does, without its secrets", async () => {
    await world.startWorker();
    await world.object("talks", { mode: "talk", password: "hunter2-long" });
    await world.reaches("objects/object/talks", "ready");
    const lines = await world.rows<{ level: string; message: string; metadata: unknown; same: boolean }>(
      `SELECT l.level, l.message, l.metadata, l.event_id = e.id AND l.attempt = 1 AS same
       FROM resource_logs l JOIN events e ON e.organization_id = l.organization_id AND e.resource_key = l.resource_key
       WHERE l.organization_id = $1 ORDER BY l.id`,
    );
    expect(lines).toEqual([
      {
        level: "info",
        message: "signing in with ********",
        metadata: { credentials: { password: "********" }, attempt: 1 },
        same: true,
      },
      { level: "warn", message: "all is fine", metadata: null, same: true },
    ]);
  });
});

describe("the priority of a worker", () => {
  it("is as low as it is told, for its providers too", { tags: ["thorough"] }, async () => {
    const worker = await world.spawnWorker({ PRAGMA_WORKER_NICE: "7" });
    await world.object("first");
    await world.reaches("objects/object/first", "ready");
    const started = descendants(worker.pid);
    expect(started.length).toBeGreaterThan(0);
    expect([worker.pid, ...started].map((pid) => getPriority(pid))).toEqual(Array(started.length + 1).fill(7));
  });
});

describe("a worker without the key of a secret", () => {
  it("fails what uses it, and says so", async () => {
    const worker = await world.launchWorker({}, { maxAttempts: 2 }, randomBytes(32));
    onTestFinished(() => worker.stop(AbortSignal.abort()));
    await world.object("sealed", { password: "hunter2-long" });
    const row = await world.reaches("objects/object/sealed", "failed");
    expect(row.error).toMatch(/key/);
    expect(world.folder.calls("sealed")).toEqual([]);

    await world.apply("pragma/secret/s", { data: { password: "hunter2-long" } });
    const letters = await world.rows("SELECT event_id FROM dead_letters WHERE organization_id = $1");
    expect(letters).toHaveLength(1);
    await world.reaches("pragma/secret/s", "ready");
    await world.object("refers", { text: "${pragma/secret/s.outputs.password}" });
    const refers = await world.reaches("objects/object/refers", "failed");
    expect(refers.error).toMatch(/key/);
    expect(await world.leftovers()).toMatchObject({ leases: 0 });
  });
});

describe("questions to a live provider", () => {
  async function askHealth(name: string): Promise<unknown> {
    return checkResourceHealth(world.core, world.context, `objects/object/${name}`).catch((error: DomainError) => ({
      code: error.code,
      message: error.message,
    }));
  }

  /** As `checkResourceHealth` asks, which waits for longer. */
  async function waitInVain(name: string): Promise<unknown> {
    const question = { about: { resourceKey: `objects/object/${name}` }, method: "health" as const, timeoutMs: 2_000 };
    const answers = askProvider(world.core, world.context, question);
    return answers.next().catch((error: unknown) => error);
  }

  it("are answered through a worker, redacted; failures and silence are told apart", async () => {
    await world.startWorker();
    for (const health of ["well", "throw", "hang"]) await world.object(health, { health, password: "hunter2-long" });
    for (const name of ["well", "throw", "hang"]) await world.reaches(`objects/object/${name}`, "ready");
    const [well, failing, silent] = await Promise.all([askHealth("well"), askHealth("throw"), waitInVain("hang")]);
    expect(well).toEqual({ status: "healthy", message: "password ********", details: { objects: 1 } });
    expect(failing).toEqual({
      code: "provider_failed",
      message: expect.stringContaining("cannot sign in with ********"),
    });
    expect(silent).toMatchObject({ code: "provider_timeout" });
    expect((await world.pool.query("SELECT id FROM provider_calls")).rows).toEqual([]);
  });
});

describe("shipped providers", () => {
  async function shippedTypes(): Promise<string[]> {
    const { rows } = await world.pool.query<{ type: string }>(
      "SELECT provider || '/' || resource || ' ' || version AS type FROM provider_types ORDER BY 1",
    );
    return rows.map(({ type }) => type);
  }

  it("are loaded by their own description; a broken one is left out with a line in the log", async () => {
    const worker = await world.startWorker({
      providersDirectory: BROKEN,
      providerFolders: ["sound", "throws", "bad-schema"].flatMap(openedTo),
    });
    expect(await shippedTypes()).toContain("sound/thing 1.0.0");
    expect((await shippedTypes()).filter((type) => /^(throws|bad-schema|no-entry)/.test(type))).toEqual([]);
    const errors = worker.log.filter((line) => line.includes("a shipped provider cannot be used")).join("\n");
    expect(errors).toMatch(/no-entry: its entry does not exist/);
    expect(errors).toMatch(/Provider throws 1\.0\.0 could not be loaded: this module does not load/);
    expect(errors).toMatch(/schema of bad-schema\/thing: .*\$ref/);

    await world.apply("sound/thing/a", { text: "hello" });
    await world.reaches("sound/thing/a", "ready");
  });

  it("that cannot be loaded at the start are tried again, without a restart", async () => {
    const folder = copiedProviders(...["sound", "throws", "no-entry", "bad-schema"].map((name) => join(BROKEN, name)));
    const providerFolders = ["sound", "throws", "bad-schema", "no-entry"].flatMap(openedTo);
    await world.startWorker({ providersDirectory: folder, providerFolders });
    const source = readFileSync(join(folder, "sound/index.ts"), "utf8");
    for (const broken of ["throws", "no-entry"]) writeFileSync(join(folder, broken, "index.ts"), source);
    await waitUntil(async () => {
      const types = await shippedTypes();
      return ["throws/thing 1.0.0", "no-entry/thing 1.0.0"].every((type) => types.includes(type));
    }, shippedTypes);
    await world.apply("throws/thing/a", { text: "hello" });
    await world.reaches("throws/thing/a", "ready");
  });

  it("make their types known together with the job that seals by them", async () => {
    const folder = copiedProviders(join(BROKEN, "sound"));
    // Whatever keeps that from being written, such as the end of the worker at this moment.
    await world.pool.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$`,
    );
    await world.pool.query("CREATE TRIGGER refuse BEFORE INSERT ON type_seals FOR EACH ROW EXECUTE FUNCTION refuse()");
    const draft = { provider: "sound", resource: "thing", name: "unknown", config: { text: "hello" } };
    await world.pool.query("DELETE FROM provider_types WHERE provider = 'sound'");
    await applyResource(world.core, world.context, applyInputSchema.parse(draft));
    const shown = async () => JSON.parse((await world.row("sound/thing/unknown"))?.config ?? "null");
    expect(JSON.stringify(await shown())).not.toContain("hello");
    await world.startWorker({ providersDirectory: folder, providerFolders: openedTo("sound") });
    expect(await shippedTypes()).not.toContain("sound/thing 1.0.0");
    await world.pool.query("DROP FUNCTION refuse CASCADE");
    await waitUntil(async () => (await shown()).text === "hello", shown);
  });

  it("are known on a machine that is too busy to check schemas from outside", async () => {
    await world.pool.query("DELETE FROM provider_types");
    const hasty = new SchemaValidator({ deadlineMs: 0.01 });
    onTestFinished(() => hasty.close());
    await world.startWorker({}, {}, {}, hasty);
    expect(await shippedTypes()).toContain("objects/object 1.0.0");
  });
});

describe("pruning", () => {
  it("deletes what is no longer kept, and nothing else, even by several at once", async () => {
    const organization = world.context.organizationId;
    await world.pool.query(
      `INSERT INTO events (id, organization_id, resource_key, event_type, generation, correlation_id, actor, settled_at)
       SELECT (lpad(to_hex((extract(epoch FROM now() - interval '95 days') * 1000)::bigint), 12, '0')
           || substr(md5(name), 1, 20))::uuid, $1, name, 'CREATE', 1, 'c', '{}', settled FROM (VALUES
         ('old', now() - interval '91 days'), ('old with a dead letter', now() - interval '91 days'),
         ('young', now() - interval '89 days'), ('unsettled', NULL)) AS v(name, settled)`,
      [organization],
    );
    await world.pool.query(
      `INSERT INTO dead_letters (event_id, organization_id, resource_key, event_type, payload, error_message, attempt_count, correlation_id)
       SELECT id, organization_id, resource_key, 'CREATE', '{}', 'e', 1, 'c' FROM events
       WHERE organization_id = $1 AND resource_key LIKE '%dead letter'`,
      [organization],
    );
    await world.pool.query(
      `INSERT INTO resource_changes (organization_id, resource_key, event_type, generation, actor, correlation_id, timestamp)
       SELECT $1, name, 'CREATE', 1, '{}', 'c', at FROM (VALUES
         ('old', now() - interval '91 days'), ('young', now() - interval '89 days')) AS v(name, at)`,
      [organization],
    );
    await world.pool.query(
      `INSERT INTO audit_entries (organization_id, actor, action, target, outcome, correlation_id, timestamp)
       SELECT $1, '{}', 'a', name, 'ok', 'c', at FROM (VALUES
         ('old', now() - interval '366 days'), ('young', now() - interval '364 days')) AS v(name, at)`,
      [organization],
    );
    const worker = await world.startWorker();
    await Promise.all([
      enqueue(world.core.db, pruneJob, {}),
      prune(world.core, { auditDays: 365, historyDays: 90 }),
      prune(world.core, { auditDays: 365, historyDays: 90 }),
    ]);
    await waitUntil(
      async () => (await world.leftovers()).locked === 0 && (await jobs()) === 0,
      () => worker.log,
    );
    const kept = async (table: string, column: string) =>
      (
        await world.rows<{ name: string }>(
          `SELECT ${column} AS name FROM ${table} WHERE organization_id = $1 ORDER BY 1`,
        )
      ).map(({ name }) => name);
    expect(await kept("events", "resource_key")).toEqual(["old with a dead letter", "unsettled", "young"]);
    expect(await kept("resource_changes", "resource_key")).toEqual(["young"]);
    expect(await kept("audit_entries", "target")).toEqual(["young"]);
  });

  async function jobs(): Promise<number> {
    const { rows } = await world.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM graphile_worker._private_jobs j
       JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'prune'`,
    );
    return rows[0]?.count ?? 0;
  }
});
