import { setTimeout as pause } from "node:timers/promises";
import {
  type DatabaseProxy,
  type PostgresServer,
  type StandbyServer,
  startDatabaseProxy,
  startPostgresServer,
  startStandby,
  withClient,
} from "@pragma/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  createDatabase,
  createPool,
  type Database,
  Standby,
  type StandbyOptions,
  type StandbyUnfit,
  systemStatement,
} from "../src/index.ts";

const count = systemStatement("standby_test_count", "SELECT count(*)::int AS count FROM things");
const insert = systemStatement("standby_test_insert", "INSERT INTO things DEFAULT VALUES");
const sleep = systemStatement("standby_test_sleep", "SELECT pg_sleep(30)");
const slowly = systemStatement("standby_test_slowly", "SELECT pg_sleep(30) FROM (SELECT count(*) FROM passing) AS p");
const atOnce = systemStatement("standby_test_at_once", "SELECT count(*) FROM passing");
const PATIENT = { timeout: 120_000 };
const ORGANIZATION = "00000000-0000-4000-8000-000000000001";

let primary: PostgresServer;
let server: StandbyServer;
let db: Database;
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  primary = await startPostgresServer({ empty: true });
  await withClient(primary.url, (client) => client.query("CREATE TABLE things (id bigserial PRIMARY KEY)"));
  server = await startStandby(primary);
  db = connect(primary.url);
});
afterEach(async () => {
  for (const end of ends.splice(1).reverse()) await end();
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
  await server.remove();
  await primary.remove();
});

/** The first lives as long as all tests, others as long as one. */
function connect(url: string): Database {
  const pool = createPool({ url, name: "standby-test", max: 4 });
  ends.push(() => pool.end());
  return createDatabase(pool);
}

function open(url = server.url, of = db, more: Partial<StandbyOptions> = {}) {
  const said: (StandbyUnfit | null)[] = [];
  const standby = new Standby(of, {
    url,
    name: "standby-test-reader",
    max: 4,
    ...more,
    onChange: (unfit) => said.push(unfit),
  });
  ends.push(() => standby.close());
  return { standby, said };
}

/** Resolves once the standby runs a statement with that text. */
async function untilRunning(text: string): Promise<void> {
  const look = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE $1";
  await withClient(server.url, async (client) => {
    while ((await client.query(look, [`%${text}%`])).rowCount === 0);
  });
}

const countThings = async (reader: Database) => (await reader.query<{ count: number }>(count, []))[0]?.count;
const things = (standby: Standby) => standby.read(ORGANIZATION, countThings);

/** Repeats a read until it begins: on a busy machine, a standby lags or answers late now and then. */
async function begun<Result>(standby: Standby, work: (reader: Database) => Promise<Result>) {
  for (;;) {
    const read = await standby.read(ORGANIZATION, work);
    if (!("unfit" in read) || read.unfit === "interrupted") return read;
    await pause(20);
  }
}

/** Looks until it is unfit for this reason. */
function untilUnfit(standby: Standby, unfit: StandbyUnfit): Promise<void> {
  return expect.poll(() => standby.probe(), PATIENT).toBe(unfit);
}

describe("a read on the standby", () => {
  it("sees every change that was acknowledged before, also with many at once", async () => {
    const { standby } = open();
    const before = (await countThings(db)) ?? 0;
    let written = before;
    const work = async (): Promise<void> => {
      for (let turn = 0; turn < 50; turn++) {
        await db.query(insert, []);
        const least = ++written;
        const read = await things(standby);
        if ("result" in read) expect(read.result).toBeGreaterThanOrEqual(least);
      }
    };
    await Promise.all([work(), work(), work(), work()]);
    expect(written).toBe(before + 200);
    await server.caughtUp();
    await expect.poll(() => things(standby), PATIENT).toEqual({ result: written });
    expect(standby.counts.served).toBeGreaterThan(0);
  });

  it("does not take place while that is not to be seen, and does afterwards", async () => {
    const { standby, said } = open();
    const before = (await countThings(db)) ?? 0;
    await server.pauseReplay();
    await db.query(insert, []);
    await expect.poll(() => things(standby), PATIENT).toEqual({ unfit: "behind" });
    await untilUnfit(standby, "behind");
    await server.resumeReplay();
    await server.caughtUp();
    await expect.poll(() => standby.probe(), PATIENT).toBe(null);
    await expect.poll(() => things(standby), PATIENT).toEqual({ result: before + 1 });
    // A lag passes by itself.
    expect(said).not.toContain("behind");
  });

  it("cannot write, and what it throws is reported", async () => {
    const { standby } = open();
    await server.caughtUp();
    await expect(begun(standby, (reader) => reader.query(insert, []))).rejects.toMatchObject({ code: "25006" });
    const refused = begun(standby, () => Promise.reject(new Error("not found")));
    await expect(refused).rejects.toThrow("not found");
  });

  it("is not repeated if it takes too long", async () => {
    const { standby } = open(server.url, db, { statementTimeoutMs: 300 });
    await server.caughtUp();
    const read = begun(standby, (reader) => reader.query(sleep, []));
    await expect(read).rejects.toMatchObject({ code: "57014" });
  });

  it("has no connection for whoever asks the primary meanwhile", async () => {
    const { standby } = open();
    await server.caughtUp();
    await expect(begun(standby, () => db.query(count, []))).rejects.toThrow("inside a transaction");
  });
});

describe("a standby that is none, or is of no use", () => {
  it.each<[string, (reader: Database, drop: () => Promise<void>) => Promise<unknown>]>([
    ["a statement", (reader, drop) => Promise.all([reader.query(slowly, []), untilRunning("pg_sleep").then(drop)])],
    [
      "a connection between two statements",
      async (reader, drop) => {
        await reader.query(atOnce, []);
        await drop();
        await reader.query(atOnce, []);
      },
    ],
  ])("interrupts %s in the way of the log", async (_, work) => {
    const { standby } = open();
    await withClient(server.url, async (client) => {
      await client.query("ALTER SYSTEM SET max_standby_streaming_delay = 0");
      await client.query("SELECT pg_reload_conf()");
    });
    await withClient(primary.url, (client) => client.query("CREATE TABLE passing ()"));
    await server.caughtUp();
    const drop = async (): Promise<void> => {
      await withClient(primary.url, (client) => client.query("DROP TABLE passing"));
      await server.caughtUp();
    };
    expect(await begun(standby, (reader) => work(reader, drop))).toEqual({ unfit: "interrupted" });
    // Only that one read.
    await expect.poll(() => things(standby), PATIENT).toEqual({ result: await countThings(db) });
    expect(standby.counts.interrupted).toBe(1);
  });

  it("is away, and is used again when it is back", async () => {
    const { standby, said } = open();
    await server.caughtUp();
    await expect.poll(() => standby.probe(), PATIENT).toBe(null);
    await server.kill();
    // A process that serves a connection may outlive the server by a moment.
    await expect.poll(() => things(standby), PATIENT).toEqual({ unfit: "unreachable" });
    expect(await things(standby)).toEqual({ unfit: "unreachable" });
    await server.start();
    await server.caughtUp();
    await expect.poll(() => standby.probe(), PATIENT).toBe(null);
    await expect.poll(() => things(standby), PATIENT).toEqual({ result: await countThings(db) });
    expect(said).toEqual(["unreachable", null]);
  });

  it("hangs", async () => {
    const proxy: DatabaseProxy = await startDatabaseProxy(server.url);
    const { standby } = open(proxy.url);
    await server.caughtUp();
    await expect.poll(() => standby.probe(), PATIENT).toBe(null);
    proxy.freeze();
    await expect.poll(() => things(standby), PATIENT).toEqual({ unfit: "unreachable" });
    await proxy.close();
  });

  it("has no connection free", async () => {
    const { standby } = open(server.url, db, { max: 1, waitingLimits: { waiting: 0 } });
    await server.caughtUp();
    const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
    const { promise: hasBegun, resolve: begin } = Promise.withResolvers<void>();
    const long = begun(standby, () => {
      begin();
      return isOver;
    });
    await hasBegun;
    await expect.poll(() => things(standby), PATIENT).toEqual({ unfit: "busy" });
    end();
    expect(await long).toEqual({ result: undefined });
    await expect.poll(() => things(standby), PATIENT).toEqual({ result: await countThings(db) });
  });

  it("is the primary itself, refuses the login, or does not exist", async () => {
    await untilUnfit(open(primary.url).standby, "no_standby");
    const wrong = new URL(server.url);
    wrong.password = "wrong";
    expect(await open(wrong.href).standby.probe()).toBe("unreachable");
    expect(await open("postgresql://127.0.0.1:9/postgres").standby.probe()).toBe("unreachable");
  });

  it("shows another database, or follows another cluster", async () => {
    await withClient(primary.url, (client) => client.query("CREATE DATABASE other"));
    await server.caughtUp();
    const url = new URL(server.url);
    url.pathname = "/other";
    await untilUnfit(open(url.href).standby, "other_cluster");
    const stranger = await startPostgresServer({ empty: true });
    ends.push(() => stranger.remove());
    await untilUnfit(open(server.url, connect(stranger.url)).standby, "other_cluster");
  });

  it("has a primary that does not say how far the log goes", async () => {
    await untilUnfit(open(server.url, connect(server.url)).standby, "no_position");
  });

  it("has a primary that hangs, or that has forgotten a connection", { timeout: 25_000 }, async () => {
    const proxy = await startDatabaseProxy(primary.url);
    ends.push(() => proxy.close());
    const { standby } = open(server.url, connect(proxy.url));
    await server.caughtUp();
    await expect.poll(() => standby.probe(), PATIENT).toBe(null);
    proxy.freeze();
    await expect.poll(() => things(standby), PATIENT).toEqual({ unfit: "no_position" });
    proxy.thaw();
    await expect.poll(() => things(standby), PATIENT).toHaveProperty("result");
    proxy.strand();
    expect(await things(standby)).toEqual({ unfit: "no_position" });
    await expect.poll(() => things(standby), PATIENT).toHaveProperty("result");
  });

  it("still follows the former primary after a fail-over, or has taken its place", async () => {
    const successor = await startStandby(primary);
    ends.push(() => successor.remove());
    const follower = open(successor.url);
    await successor.caughtUp();
    await expect.poll(() => follower.standby.probe(), PATIENT).toBe(null);
    await successor.promote();
    await untilUnfit(follower.standby, "no_standby");
    // The new primary has written less than the former one.
    for (let turn = 0; turn < 1000; turn++) await db.query(insert, []);
    await server.caughtUp();
    await untilUnfit(open(server.url, connect(successor.url)).standby, "other_cluster");
  });
});
