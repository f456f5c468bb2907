import { execFileSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { createDatabase, createPool } from "@pragma/db";
import { findAllChangesBetween, findFollowerPlace, storeFollowerCursor, takeFollower } from "@pragma/db/queries";
import { createLogger } from "@pragma/telemetry";
import { type PostgresServer, startPostgresServer } from "@pragma/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { closeCore, createCore } from "../../src/create-core.ts";
import { DEFAULT_SETTINGS } from "../../src/foundation/common/settings.ts";
import { Keyring } from "../../src/foundation/secrets/index.ts";
import { ChangeStream } from "../../src/foundation/stream/index.ts";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";
import { PATIENT_VALIDATOR } from "../support/patience.ts";
import { Reader, writeChange } from "../support/stream.ts";

type Pool = ReturnType<typeof createPool>;

const ORGANIZATION = randomUUID();
/** More than are written before the first look at what came back. */
const LOST = 50;

let server: PostgresServer;
let pool: Pool;
let core: Core;

beforeEach(async () => {
  server = await startPostgresServer();
  // Commits do not wait for the disk; everything else that would write them there is off, or held back (`holdLog`).
  pool = createPool({ url: server.url, name: "crash-test", max: 5, durable: false, onError: () => {} });
  await pool.query("ALTER SYSTEM SET autovacuum = off");
  await pool.query("ALTER SYSTEM SET bgwriter_lru_maxpages = 0");
  await pool.query("SELECT pg_reload_conf()");
  core = createCore({
    db: createDatabase(pool),
    databaseUrl: server.url,
    keyring: new Keyring([randomBytes(32)]),
    settings: DEFAULT_SETTINGS,
    logger: createLogger({ service: "core-test", level: "fatal" }),
    validator: PATIENT_VALIDATOR,
  });
});

afterEach(async () => {
  await closeCore(core);
  await pool.end();
  await server.remove();
});

const write = (note: string) => writeChange(pool, ORGANIZATION, "x", note);

async function writeMany(notes: readonly string[]): Promise<void> {
  for (const note of notes) await write(note);
}

const numbered = (name: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${name} ${n}`);

async function nextTransaction(): Promise<number> {
  const { rows } = await pool.query<{ xmax: string }>("SELECT pg_snapshot_xmax(pg_current_snapshot()) AS xmax");
  return Number(rows[0]?.xmax);
}

async function postmasterStart(): Promise<string> {
  const { rows } = await pool.query<{ at: string }>("SELECT pg_postmaster_start_time()::text AS at");
  return rows[0]?.at ?? "";
}

/** Stops the process that writes the log, so that a crash takes back all commits. @returns its id */
async function holdLog(): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'",
  );
  const pid = rows[0]?.pid as number;
  process.kill(pid, "SIGSTOP");
  return pid;
}

/** `kill -9` on the whole server. */
async function crash(logWriter: number): Promise<void> {
  await server.kill();
  process.kill(logWriter, "SIGKILL");
  await server.start();
}

/** `kill -9` on a backend and the writer of the log: the postmaster lives, ends all others, and recovers. */
async function crashOfOneBackend(logWriter: number): Promise<void> {
  const before = await postmasterStart();
  const { rows } = await pool.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  process.kill(rows[0]?.pid as number, "SIGKILL");
  process.kill(logWriter, "SIGKILL");
  await vi.waitFor(async () => expect(await postmasterStart()).toBe(before), { timeout: 20_000, interval: 50 });
}

describe.each([
  { what: "a crash of the server", crashes: crash },
  { what: "a crash of one backend", crashes: crashOfOneBackend },
])("after $what, which takes commits back and gives out their ids again,", ({ crashes }) => {
  it("ids handed out before give reset, instead of going on without the events", async () => {
    const fresh = await core.services.changes.subscribe(ORGANIZATION);
    await pool.query("CHECKPOINT");
    const logWriter = await holdLog();
    const place = fresh.position();
    const reader = new Reader(fresh);
    await writeMany(numbered("lost", LOST));
    await reader.until(LOST);
    const last = reader.events.at(-1)?.id;
    const highest = await nextTransaction();

    await crashes(logWriter);
    await vi.waitFor(nextTransaction, { timeout: 20_000, interval: 50 });
    // Otherwise this test would prove nothing.
    expect(await nextTransaction()).toBeLessThan(highest);
    await writeMany(numbered("after", 6));
    expect(await nextTransaction()).toBeLessThan(highest);

    for (const id of [place, last]) {
      const resumed = await core.services.changes.subscribe(ORGANIZATION, { lastEventId: id });
      expect(resumed.reset).toBe(true);
      resumed.end();
    }
    // A subscription that went on would have missed them: it ends, so that its reader asks again from its last id.
    await reader.done;
    expect(reader.notes.slice(LOST)).toEqual([]);

    await writeMany(numbered("more", LOST));
    expect(await nextTransaction()).toBeGreaterThan(highest);
    // Another replica, which knows nothing of the time before.
    const replica = new ChangeStream(core.db, core.services.listener, core.services.logger);
    const resumed = await replica.subscribe(ORGANIZATION, { lastEventId: last });
    expect(resumed.reset).toBe(true);
    const live = new Reader(resumed);
    await write("live");
    expect((await live.until(1)).notes).toEqual(["live"]);
    await replica.close();
  });
});

describe("a follower of the history", () => {
  /** What it has not read yet: it reads all of it, and stores that it has. */
  const follow = (): Promise<string[] | null> =>
    core.db.transaction(async (db) => {
      await takeFollower(db, "checks");
      const { read, now, cursor } = await findFollowerPlace(db, "checks");
      const wanted = read && { after: read, until: now, aboveId: "0", limit: null };
      const rows = wanted && (await findAllChangesBetween(db, wanted));
      await storeFollowerCursor(db, "checks", cursor);
      return rows?.map(({ error }) => error as string) ?? null;
    });

  const cursors = async () => (await pool.query("SELECT * FROM followers")).rows;

  it("loses and repeats nothing after a crash that takes commits back, and gives out their ids again", async () => {
    expect(await follow()).toBeNull();
    await pool.query("CHECKPOINT");
    const logWriter = await holdLog();
    await writeMany(numbered("early", 5));
    expect(await follow()).toEqual(numbered("early", 5));
    const stored = await cursors();
    await writeMany(numbered("lost", LOST));
    const highest = await nextTransaction();

    await crash(logWriter);
    await vi.waitFor(nextTransaction, { timeout: 20_000, interval: 50 });
    // Otherwise this test would prove nothing.
    expect(await nextTransaction()).toBeLessThan(highest);
    expect(await cursors()).toEqual(stored);
    await writeMany(numbered("after", 6));
    expect(await nextTransaction()).toBeLessThan(highest);
    expect(await follow()).toEqual(numbered("after", 6));
  });
});

describe("after data was restored from a copy", () => {
  it("ids handed out before give reset, although the copy needed no recovery", { tags: ["thorough"] }, async () => {
    // The copy has the epoch of its time.
    (await core.services.changes.subscribe(ORGANIZATION)).end();
    await server.stop();
    const copy = `${server.dataDir}-copy`;
    execFileSync("cp", ["-a", server.dataDir, copy]);
    await server.start();

    const reader = new Reader(await core.services.changes.subscribe(ORGANIZATION));
    await writeMany(numbered("not in the copy", LOST));
    await reader.until(LOST);
    const last = reader.events.at(-1)?.id;
    const highest = await nextTransaction();

    await server.stop();
    await rm(server.dataDir, { recursive: true });
    execFileSync("mv", [copy, server.dataDir]);
    await server.start();
    await vi.waitFor(nextTransaction, { timeout: 20_000, interval: 50 });
    expect(await nextTransaction()).toBeLessThan(highest);
    await writeMany(numbered("after", 2 * LOST));
    expect(await nextTransaction()).toBeGreaterThan(highest);
    const resumed = await core.services.changes.subscribe(ORGANIZATION, { lastEventId: last });
    expect(resumed.reset).toBe(true);
    resumed.end();
  });
});
