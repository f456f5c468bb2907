import { stateChangeSchema } from "@pragma/contract";
import type { Database } from "@pragma/db";
import type { ChangeRow } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import {
  ChangeStream,
  ChangeStreamClosed,
  type StateEvents,
  subscribeToChanges,
} from "../../src/foundation/stream/index.ts";
import type { Organization } from "../support/organization.ts";
import { Reader, writeChange, writeChanges } from "../support/stream.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});

beforeEach(() => {
  org = world.organization();
});

afterAll(() => world.close());

const subscribe = (lastEventId?: string, context = org.context) =>
  subscribeToChanges(world.core, context, { lastEventId });

/** The rows of each statement that read changes whole. */
async function pagesRead(query: MockInstance<Database["query"]>): Promise<ChangeRow[][]> {
  const statements = new Set(["changes_between", "organization_changes"]);
  const calls = query.mock.calls.flatMap(([{ name }], call) => (statements.has(name) ? [call] : []));
  return Promise.all(calls.map((call) => query.mock.results[call]?.value as Promise<ChangeRow[]>));
}

describe("events", () => {
  it("follow a resource through its life, with its fields", async () => {
    const reader = new Reader(await subscribe());
    await org.draft("test/item/thing", { count: 1 });
    await org.apply("test/item/thing", { count: 1 });
    await world.work();
    await org.apply("test/item/thing", { count: 1 }, { tags: ["metadata", "only"] });
    await org.delete("test/item/thing");
    await world.work();
    await reader.until(7);
    const changes = reader.changes.map((change) => stateChangeSchema.parse(change));
    expect(changes.map((change) => change.lifecycle_state)).toEqual([
      "draft",
      "pending",
      "processing",
      "ready",
      "pending",
      "processing",
      null,
    ]);
    const { events } = reader;
    expect(changes.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(changes[3]).toMatchObject({
      resource_id: "resource:test_item_thing",
      provider: "test",
      resource: "item",
      name: "thing",
      generation: 1,
      error: null,
    });
  });

  it("report stale marks, set and cleared, and errors, not metadata", async () => {
    const reader = new Reader(await subscribe());
    await writeChange(world.pool, org.id, "x", "saved", { type: "METADATA", from: "ready" });
    await writeChange(world.pool, org.id, "x", "stale", { type: "STALE", from: "ready" });
    await writeChange(world.pool, org.id, "x", "unchanged", { type: "UNCHANGED", from: "ready" });
    await writeChange(world.pool, org.id, "x", "broken", { from: "processing", to: "failed" });
    await reader.until(3);
    expect(reader.notes).toEqual(["stale", "unchanged", "broken"]);
  });

  it("stay within the organization", async () => {
    const other = world.organization();
    const [mine, theirs] = [new Reader(await subscribe()), new Reader(await subscribe(undefined, other.context))];
    await writeChange(world.pool, org.id, "x", "mine");
    await writeChange(world.pool, other.id, "x", "theirs");
    await mine.until(1);
    await theirs.until(1);
    expect([mine.notes, theirs.notes]).toEqual([["mine"], ["theirs"]]);
    const resumed = await subscribe(mine.events[0]?.id, other.context);
    expect(await new Reader(resumed).until(1).then(({ notes }) => notes)).toEqual(["theirs"]);
  });

  it("are written once for all subscribers", async () => {
    const subscriptions = await Promise.all(Array.from({ length: 20 }, () => subscribe()));
    await writeChange(world.pool, org.id, "x", "shared");
    const batches = await Promise.all(
      subscriptions.map(async (subscription) => {
        for await (const events of subscription) return events;
        return undefined;
      }),
    );
    expect(new Set<StateEvents | undefined>(batches).size).toBe(1);
  });

  it("are read in parts where there are many, and only of organizations that somebody follows", async () => {
    const other = world.organization();
    const reader = new Reader(await subscribe());
    const query = vi.spyOn(world.core.db, "query");
    await writeChanges(world.pool, other.id, 900);
    await writeChanges(world.pool, org.id, 1200);
    await reader.until(1200);
    const pages = await pagesRead(query);
    query.mockRestore();
    expect(reader.changes.map(({ generation }) => generation)).toEqual(Array.from({ length: 1200 }, (_, n) => n + 1));
    expect(Math.max(...pages.map(({ length }) => length))).toBe(500);
    expect(new Set(pages.flat().map(({ organization_id }) => organization_id))).toEqual(new Set([org.id]));
  });

  it("come in parts that a connection can take, however long their errors are", async () => {
    const long = "x".repeat(16_000);
    const [reader, resuming] = [new Reader(await subscribe()), await subscribe()];
    const position = resuming.position();
    resuming.end();
    for (let n = 0; n < 40; n++) await writeChange(world.pool, org.id, "x", long);
    await reader.until(40);
    const resumed = await new Reader(await subscribe(position)).until(40);
    for (const { parts } of [reader, resumed]) {
      const sizes = parts.map((events) => events.reduce((sum, { data }) => sum + data.length, 0));
      expect(Math.max(...sizes)).toBeLessThanOrEqual(256 * 1024);
    }
    expect([reader.notes, resumed.notes]).toEqual([Array(40).fill(long), Array(40).fill(long)]);
  });

  it("of an organization with more than a poll takes cut its subscribers, and nobody else's", async () => {
    const other = world.organization();
    const [many, few] = [await subscribe(undefined, other.context), new Reader(await subscribe())];
    const client = await world.pool.connect();
    await client.query("BEGIN");
    await writeChanges(client, other.id, 21_000);
    await writeChange(client, org.id, "x", "one");
    await client.query("COMMIT");
    client.release();
    await few.until(1);
    expect(few.notes).toEqual(["one"]);
    await writeChange(world.pool, org.id, "x", "two");
    await few.until(2);
    expect(many.cut).toBe(true);
  });

  it("arrive by polling when notifications are lost", async () => {
    const reader = new Reader(await subscribe());
    for (let round = 1; round <= 3; round++) {
      await world.pool.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pragma-listener'",
      );
      await writeChange(world.pool, org.id, "x", String(round));
      await reader.until(round);
    }
    expect(reader.notes).toEqual(["1", "2", "3"]);
  });
});

describe("resuming", () => {
  it("keeps the position of a client to whom nothing happened", async () => {
    const first = await subscribe();
    const position = first.position();
    first.end();
    await writeChange(world.pool, org.id, "x", "missed");
    const second = await subscribe(position);
    expect(second.reset).toBe(false);
    expect((await new Reader(second).until(1)).notes).toEqual(["missed"]);
  });

  it("has no position while something waits to be taken", async () => {
    const subscription = await subscribe();
    await writeChange(world.pool, org.id, "x", "1");
    await vi.waitFor(() => expect(subscription.position()).toBeUndefined(), { timeout: 120_000 });
    const reader = await new Reader(subscription).until(1);
    expect(subscription.position()).toBeDefined();
    subscription.end();
    await reader.done;
  });

  it.each([
    "",
    "7",
    "x-y",
    "t3x9k2-1.2.3-4",
    "e-t3x9k2-zz-1-1",
    "e-zzzzzz-1-zzzzzzzzz-1",
    "1-1-1-1",
    "\u0000",
    "-".repeat(5000),
    `e-t3x9k2-${"1.".repeat(5000)}1-2-3`,
  ])("starts anew from %j", async (id) => {
    const subscription = await subscribe(id);
    expect(subscription.reset).toBe(true);
    await writeChange(world.pool, org.id, "x", "live");
    expect((await new Reader(subscription).until(1)).notes).toEqual(["live"]);
  });

  it("starts over from a position of another epoch, without an epoch, or ahead of all", async () => {
    const first = await subscribe();
    const [, seconds = "", after = "", until = "", id = ""] = (first.position() ?? "").split("-");
    const [epoch = ""] = (first.position() ?? "").split("-");
    first.end();
    const resetFrom = async (...parts: string[]): Promise<boolean> => {
      const subscription = await subscribe(parts.join("-"));
      subscription.end();
      return subscription.reset;
    };
    expect(await resetFrom(epoch, seconds, after, until, id)).toBe(false);
    expect(await resetFrom("another", seconds, after, until, id)).toBe(true);
    expect(await resetFrom(seconds, after, until, id)).toBe(true);
    const ahead = (Number.parseInt(until.split(".")[0] ?? "", 36) + 1_000_000).toString(36);
    expect(await resetFrom(epoch, seconds, after, ahead, id)).toBe(true);
  });

  it("reads what was missed as it is taken, in parts, before what happens meanwhile", async () => {
    const first = await subscribe();
    const position = first.position();
    first.end();
    await writeChanges(world.pool, org.id, 1200);
    const query = vi.spyOn(world.core.db, "query");
    const second = await subscribe(position);
    expect(second.position()).toBeUndefined();
    expect((await pagesRead(query)).flat()).toHaveLength(0);
    await writeChange(world.pool, org.id, "x", "meanwhile");
    const reader = await new Reader(second).until(1201);
    const pages = await pagesRead(query);
    query.mockRestore();
    expect(Math.max(...pages.map(({ length }) => length))).toBe(50);
    expect(reader.changes.map(({ generation }) => generation)).toEqual([
      ...Array.from({ length: 1200 }, (_, n) => n + 1),
      1,
    ]);
    expect(new Set(reader.events.map(({ id }) => id)).size).toBe(1201);
  });

  it("is cut where what was missed cannot be read, and goes on from there", async () => {
    const first = await subscribe();
    const position = first.position();
    first.end();
    await writeChanges(world.pool, org.id, 3);
    const second = await subscribe(position);
    const query = vi.spyOn(world.core.db, "query").mockRejectedValue(new Error("away"));
    const reader = new Reader(second);
    await reader.done;
    query.mockRestore();
    expect([second.cut, reader.events]).toEqual([true, []]);
    expect((await new Reader(await subscribe(position)).until(3)).events).toHaveLength(3);
  });

  it("starts over when too much was missed, and stays live until its reader leaves", async () => {
    const first = await subscribe();
    const position = first.position();
    first.end();
    await writeChanges(world.pool, org.id, 10_001);
    const leaving = new AbortController();
    const second = await subscribeToChanges(world.core, org.context, {
      lastEventId: position,
      signal: leaving.signal,
    });
    expect(second.reset).toBe(true);
    await writeChange(world.pool, org.id, "x", "live");
    const reader = await new Reader(second).until(1);
    expect(reader.notes).toEqual(["live"]);
    leaving.abort();
    await reader.done;
  });
});

describe("a subscription", () => {
  it("ends with its signal", async () => {
    const controller = new AbortController();
    const reader = new Reader(await subscribeToChanges(world.core, org.context, { signal: controller.signal }));
    controller.abort();
    await reader.done;
    const over = new Reader(await subscribeToChanges(world.core, org.context, { signal: controller.signal }));
    await over.done;
  });

  it("is cut when its reader is too slow, without affecting others", async () => {
    const [slow, fast] = [await subscribe(), new Reader(await subscribe())];
    for (let round = 1; round <= 3; round++) {
      await writeChanges(world.pool, org.id, 4000);
      await fast.until(round * 4000);
    }
    expect(slow.cut).toBe(true);
    expect(slow.position()).toBeUndefined();
    const taken = new Reader(slow);
    await taken.done;
    expect(taken.events).toHaveLength(0);
  });

  it("ends when the stream closes, which accepts no new ones", async () => {
    const {
      db,
      services: { listener, logger },
    } = world.core;
    const stream = new ChangeStream(db, listener, logger);
    const reader = new Reader(await stream.subscribe(org.id));
    await stream.close();
    await reader.done;
    await expect(stream.subscribe(org.id)).rejects.toThrow("closed");
  });

  it("admits nobody who was about to join when it closed", async () => {
    const {
      db,
      services: { listener, logger },
    } = world.core;
    const stream = new ChangeStream(db, listener, logger);
    await new Reader(await stream.subscribe(org.id, { signal: AbortSignal.abort() })).done;
    const late = expect(stream.subscribe(org.id)).rejects.toBeInstanceOf(ChangeStreamClosed);
    await stream.close();
    await late;
    expect(stream.subscribers).toBe(0);
  });

  it("survives an outage of the database", async () => {
    const reader = new Reader(await subscribe());
    const query = vi.spyOn(world.core.db, "query").mockRejectedValueOnce(new Error("away"));
    await vi.waitFor(() => expect(query).toHaveBeenCalled(), { timeout: 120_000 });
    query.mockRestore();
    await writeChange(world.pool, org.id, "x", "after");
    expect((await reader.until(1)).notes).toEqual(["after"]);
  });
});
