import { createTestDatabase, startDatabaseProxy, type TestDatabase } from "@pragma/testing";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { Listener } from "../src/index.ts";

const NAME = "listener-test";

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  client = new Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

const notify = (channel: string, payload: string) => client.query("SELECT pg_notify($1, $2)", [channel, payload]);

const connections = async (): Promise<number> =>
  (await client.query("SELECT 1 FROM pg_stat_activity WHERE application_name = $1", [NAME])).rows.length;

/** The payloads that a handler received, apart from the null of a connection. */
function heard(listener: Listener, channel: string): { payloads: string[]; connected: number; end: () => void } {
  const state = { payloads: [] as string[], connected: 0, end: () => {} };
  state.end = listener.listen(channel, (payload) => {
    if (payload === null) state.connected++;
    else state.payloads.push(payload);
  });
  return state;
}

it("shares one connection between channels and handlers, until nobody listens to it", async () => {
  const listener = new Listener({ url: database.url, name: NAME });
  const [one, two, other] = [heard(listener, "a"), heard(listener, "a"), heard(listener, "B-2")];
  await vi.waitFor(() => expect(other.connected).toBe(1), { timeout: 120_000 });
  await notify("a", "x");
  await notify("B-2", "y");
  await vi.waitFor(() => expect([one.payloads, two.payloads, other.payloads]).toEqual([["x"], ["x"], ["y"]]), {
    timeout: 15_000,
  });
  expect(await connections()).toBe(1);
  one.end();
  one.end();
  const late = heard(listener, "c");
  await vi.waitFor(
    async () => {
      await notify("c", "z");
      expect(late.payloads).toContain("z");
    },
    { timeout: 120_000 },
  );
  await notify("a", "again");
  await vi.waitFor(() => expect(two.payloads).toEqual(["x", "again"]), { timeout: 120_000 });
  expect(one.payloads).toEqual(["x"]);
  await listener.close();
  await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 120_000 });
});

it("comes back after its connection was ended, and says that something may be lost", async () => {
  const onError = vi.fn();
  const listener = new Listener({ url: database.url, name: NAME, onError });
  const one = heard(listener, "a");
  for (let round = 1; round <= 3; round++) {
    await vi.waitFor(() => expect(one.connected).toBe(round), 10_000);
    await notify("a", String(round));
    await vi.waitFor(() => expect(one.payloads).toHaveLength(round), { timeout: 120_000 });
    await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", [NAME]);
  }
  await vi.waitFor(() => expect(one.connected).toBe(4), 10_000);
  expect(onError).toHaveBeenCalledTimes(3);
  await listener.close();
});

it("comes back after its connection hung, which nothing reports", async () => {
  const proxy = await startDatabaseProxy(database.url);
  const onError = vi.fn();
  const listener = new Listener({ url: proxy.url, name: NAME, checkMs: 2000, onError });
  const one = heard(listener, "a");
  await vi.waitFor(() => expect(one.connected).toBe(1), 10_000);
  proxy.strand();
  await vi.waitFor(() => expect(one.connected).toBeGreaterThan(1), 30_000);
  expect(onError).toHaveBeenCalled();
  await vi.waitFor(async () => {
    await notify("a", "x");
    expect(one.payloads).toContain("x");
  }, 10_000);
  proxy.freeze();
  await listener.close();
  await proxy.close();
  await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 120_000 });
});

it("keeps trying while there is no server, and can be closed then", async () => {
  const onError = vi.fn();
  const listener = new Listener({ url: "postgres://nobody@127.0.0.1:1/none", name: NAME, onError });
  heard(listener, "a");
  await vi.waitFor(() => expect(onError.mock.calls.length).toBeGreaterThan(1), { timeout: 120_000 });
  await listener.close();
});

it("can be closed before it is used, and while it connects", async () => {
  await new Listener({ url: database.url, name: NAME }).close();
  const listener = new Listener({ url: database.url, name: NAME });
  heard(listener, "a");
  await listener.close();
  await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 120_000 });
});
