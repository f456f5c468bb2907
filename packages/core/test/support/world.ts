import { randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { createDatabase, createPool } from "@pragma/db";
import { type PendingReconcile, putShippedTypes } from "@pragma/db/queries";
import { createLogger } from "@pragma/telemetry";
import { createTestDatabase } from "@pragma/testing";
import { closeCore, createCore } from "../../src/create-core.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../src/foundation/common/settings.ts";
import { Keyring } from "../../src/foundation/secrets/index.ts";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";
import { type Claim, claimEvent, type Outcome, settleEvent } from "../../src/processing/reconcile/index.ts";
import { Organization } from "./organization.ts";
import { PATIENT_VALIDATOR } from "./patience.ts";
import { Script } from "./script.ts";
import { TEST_TYPES } from "./types.ts";

/** A claimed event held by a test, which settles it when and how it likes. */
export interface Held {
  claim: Claim;
  settle(outcome: Outcome): Promise<boolean>;
}

type Pool = ReturnType<typeof createPool>;

/** Workers take requests in turns; tests take them strictly by age. */
const TAKE_OLDEST_LOOK = `
  CREATE INDEX pending_looks_by_age ON pending_looks (id);
  CREATE FUNCTION take_oldest_look() RETURNS TABLE ("organizationId" uuid, key text) LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM line_up_due_looks(1000);
    RETURN QUERY DELETE FROM pending_looks l
    WHERE l.id = (SELECT x.id FROM pending_looks x ORDER BY x.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING l.organization_id, l.key;
  END $$`;

/** More requests than this in one run mean that the engine keeps itself busy. */
const MAX_LOOKS = 20_000;

/**
 * The domain on a database of its own, without a worker: the test decides when requests are taken, one after another in
 * order, and the provider `test` answers as scripted.
 */
export class World {
  readonly core: Core;
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly provider = new Script();
  /** The default organization. */
  org: Organization;
  readonly #end: () => Promise<void>;

  constructor(core: Core, pool: Pool, databaseUrl: string, end: () => Promise<void>) {
    this.core = core;
    this.pool = pool;
    this.databaseUrl = databaseUrl;
    this.org = new Organization(core);
    this.#end = end;
  }

  organization(name = "another"): Organization {
    return new Organization(this.core, name);
  }

  /** Creates a new organization and makes it the default. */
  moveOn(): Organization {
    this.org = this.organization("next");
    return this.org;
  }

  /** Takes one request and completes it. @returns its resource's key, or undefined if none is pending */
  async step(worker = "worker-1"): Promise<string | undefined> {
    const request = await this.takeJob();
    if (!request) return undefined;
    await this.reconcile(request, worker);
    return request.key;
  }

  /** Takes requests until none are left. @returns how many there were */
  async work(worker = "worker-1"): Promise<number> {
    for (let count = 0; ; count++) {
      if ((await this.step(worker)) === undefined) return count;
      if (count > MAX_LOOKS) throw new Error("The queue does not run empty");
    }
  }

  /** Runs several workers at once, each taking requests until none are left, nobody works, and no more will come. */
  async workTogether(workers: number, more: () => boolean = () => false): Promise<void> {
    let busy = 0;
    const loop = async (worker: string): Promise<void> => {
      for (let idle = 0; idle < 3; ) {
        busy++;
        const key = await this.step(worker).finally(() => busy--);
        idle = key === undefined && busy === 0 && !more() ? idle + 1 : 0;
        if (key === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    };
    await Promise.all(Array.from({ length: workers }, (_, index) => loop(`worker-${index + 1}`)));
  }

  /** Claims and settles as the worker's task does. */
  async reconcile(request: PendingReconcile, worker = "worker-1"): Promise<boolean | undefined> {
    const claim = await claimEvent(this.core, { ...request, owner: worker });
    if (!claim) return undefined;
    return settleEvent(this.core, claim, await this.provider.run(this.core, claim));
  }

  /** Claims the event of one resource, whatever is queued. */
  async hold(key: string, { org = this.org, worker = "worker-1" } = {}): Promise<Held> {
    const claim = await claimEvent(this.core, { organizationId: org.id, key, owner: worker });
    if (!claim) throw new Error(`${key} has nothing to hand over`);
    return { claim, settle: (outcome) => settleEvent(this.core, claim, outcome) };
  }

  /** Looks at one resource, whatever is queued, without running its event. @returns whether it was claimed */
  async claim(key: string, { org = this.org, worker = "worker-1" } = {}): Promise<boolean> {
    return (await claimEvent(this.core, { organizationId: org.id, key, owner: worker })) !== null;
  }

  /** Locks the row of a resource as a writer does. @returns releases it */
  async lockRow(key: string, { org = this.org } = {}): Promise<() => Promise<void>> {
    const client = await this.pool.connect();
    await client.query("BEGIN");
    const lock = "SELECT 1 FROM resources WHERE organization_id = $1 AND key = $2 FOR NO KEY UPDATE";
    await client.query(lock, [org.id, key]);
    return async () => {
      await client.query("ROLLBACK");
      client.release();
    };
  }

  /** Resolves once a statement waits for a lock held by another. */
  async lockAwaited(): Promise<void> {
    const waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while ((await this.pool.query(waits)).rowCount === 0) await setImmediate();
  }

  /** Takes the oldest pending request of any organization. */
  async takeJob(): Promise<PendingReconcile | undefined> {
    return (await this.pool.query<PendingReconcile>("SELECT * FROM take_oldest_look()")).rows[0];
  }

  /** How many requests there are, whether or not they are due. */
  async jobs(): Promise<number> {
    return (await this.count("pending_looks")) + (await this.count("deferred_looks"));
  }

  async count(table: string, where = "true"): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table} WHERE ${where}`,
    );
    return rows[0]?.count ?? 0;
  }

  /** Skips the delays between attempts. */
  async elapse(): Promise<void> {
    await this.pool.query("UPDATE events SET not_before = now() - interval '1 second' WHERE not_before IS NOT NULL");
    // Times are stored rounded to milliseconds: a stored `now()` may be in the future for the next statement.
    await this.pool.query("UPDATE deferred_looks SET due_at = now() - interval '1 second'");
  }

  /** Expires the leases of all running events, as if their workers had long been silent. */
  async loseLeases(): Promise<void> {
    await this.pool.query("UPDATE leases SET expires_at = now() - interval '1 second'");
  }

  /** Rows that contain a text, as `table: count`, over all tables of the database. */
  async tablesHolding(text: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname IN ('public', 'graphile_worker') ORDER BY 1`,
    );
    const found: string[] = [];
    for (const { name } of rows) {
      const result = await this.pool.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${name} t WHERE position($1 IN to_jsonb(t)::text) > 0
           OR position(encode(convert_to($1, 'UTF8'), 'hex') IN to_jsonb(t)::text) > 0`,
        [text],
      );
      const count = result.rows[0]?.count ?? 0;
      if (count > 0) found.push(`${name}: ${count}`);
    }
    return found;
  }

  /** Every row of every table that the domain writes, as text, to prove that nothing was written. */
  async everything(): Promise<string[]> {
    const tables = [
      "resources",
      "edges",
      "events",
      "resource_changes",
      "dead_letters",
      "audit_entries",
      "sub_resource_drops",
    ];
    const all: string[] = [];
    for (const table of [...tables, "pending_looks", "deferred_looks", "graphile_worker._private_jobs"]) {
      const { rows } = await this.pool.query<{ line: string }>(
        `SELECT xmin::text || ' ' || to_jsonb(t)::text AS line FROM ${table} t ORDER BY 1`,
      );
      all.push(...rows.map((row) => `${table} ${row.line}`));
    }
    return all;
  }

  /** The same installation, restarted with other keys. Close it before this one, which keeps the pool. */
  restarted(keyring: Keyring): World {
    const { settings, logger } = this.core.services;
    const core = createCore({
      db: createDatabase(this.pool, { refusesLateLocks: true }),
      databaseUrl: this.databaseUrl,
      keyring,
      settings,
      logger,
      validator: PATIENT_VALIDATOR,
    });
    const world = new World(core, this.pool, this.databaseUrl, () => closeCore(core));
    world.org = this.org.on(core);
    return world;
  }

  close(): Promise<void> {
    return this.#end();
  }
}

/** There are no delays between attempts, unless the settings say otherwise. */
export async function createWorld(
  settings: Partial<Settings> = {},
  { connections = 20, keyring = new Keyring([randomBytes(32)]) } = {},
): Promise<World> {
  const database = await createTestDatabase();
  const pool = createPool({ url: database.url, name: "core-test", max: connections });
  const db = createDatabase(pool, { refusesLateLocks: true });
  const core = createCore({
    db,
    databaseUrl: database.url,
    keyring,
    settings: { ...DEFAULT_SETTINGS, retryBaseDelayMs: 0, ...settings },
    logger: createLogger({ service: "core-test", level: "fatal" }),
    validator: PATIENT_VALIDATOR,
  });
  await putShippedTypes(db, "test", TEST_TYPES);
  await pool.query(TAKE_OLDEST_LOOK);
  return new World(core, pool, database.url, async () => {
    await closeCore(core);
    await pool.end();
    await database.drop();
  });
}
