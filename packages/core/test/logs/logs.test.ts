import { randomUUID } from "node:crypto";
import type { LogEntry } from "@pragma/contract";
import { insertLogs } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  appendLogs,
  followResourceLogs,
  KEPT_LINES,
  readResourceLogs,
  streamResourceLogs,
} from "../../src/providers/logs/index.ts";
import { applyResource } from "../../src/resources/apply/index.ts";
import { heldOpen, untilBlocked } from "../support/held-open.ts";
import type { Organization } from "../support/organization.ts";
import { createWorld, type World } from "../support/world.ts";

const KEY = "test/item/logged";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});

beforeEach(async () => {
  org = world.organization();
  await org.draft(KEY);
});

afterAll(() => world.close());

function line(message: string, change: Partial<LogEntry> = {}): LogEntry {
  return { timestamp: "2026-11-24T10:00:00.123Z", level: "info", message, metadata: null, ...change };
}

/** As it is read, if it was written for no event. */

const append = (entries: LogEntry[], resourceKey = KEY) =>
  appendLogs(world.core, { organizationId: org.id, resourceKey, eventId: null, entries });

const read = (query: Parameters<typeof readResourceLogs>[3] = {}, id = KEY) =>
  readResourceLogs(world.core, org.context, id, query);

describe("readResourceLogs", () => {
  it("gives lines in their order, as they were written", async () => {
    const entries = [
      line("one", { level: "debug", metadata: { step: 1, nested: { a: ["b"] } } }),
      line("two", { level: "error", timestamp: "2026-11-24T09:00:00.000Z" }),
      line(""),
    ];
    await append(entries);
    expect(await read()).toEqual(entries);
    expect(await read({}, "resource:test_item_logged")).toEqual(entries);
  });

  it("names the trace of the request that led to a line, and none if that named none", async () => {
    const trace = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", sampled: false };
    const written = line("a");
    for (const [context, expected] of [
      [org.context, written],
      [
        { ...org.context, trace },
        { ...written, trace_id: trace.traceId },
      ],
    ] as const) {
      const name = randomUUID();
      const input = { provider: "test", resource: "item", name, config: {}, lifecycle_state: "pending" } as const;
      const { key, pending_event_id: eventId } = await applyResource(world.core, context, input);
      await appendLogs(world.core, { organizationId: org.id, resourceKey: key, eventId, entries: [written] });
      expect(await read({}, key)).toEqual([expected]);
    }
  });

  it("gives the lines of an event, of an attempt, and of one attempt of an event", async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    for (const [message, eventId, attempt] of [
      ["one/1", one, 1],
      ["one/2", one, 2],
      ["two/1", two, 1],
      ["of none", null, null],
    ] as const) {
      const entries = [line(message)];
      await appendLogs(world.core, { organizationId: org.id, resourceKey: KEY, eventId, attempt, entries });
    }
    const messages = async (query: Parameters<typeof read>[0]) => (await read(query)).map(({ message }) => message);
    expect(await messages({ event_id: one })).toEqual(["one/1", "one/2"]);
    expect(await messages({ event_id: one, tail: 1 })).toEqual(["one/2"]);
    expect(await messages({ attempt: 1 })).toEqual(["one/1", "two/1"]);
    expect(await messages({ event_id: one, attempt: 1 })).toEqual(["one/1"]);
    expect(await messages({ event_id: randomUUID() })).toEqual([]);
    expect(await messages({})).toEqual(["one/1", "one/2", "two/1", "of none"]);
  });

  it("gives the last lines, 100 unless told otherwise, and those since a time", async () => {
    await append(Array.from({ length: 150 }, (_, n) => line(String(n))));
    expect((await read()).map(({ message }) => message)).toEqual(Array.from({ length: 100 }, (_, n) => String(n + 50)));
    expect((await read({ tail: 2 })).map(({ message }) => message)).toEqual(["148", "149"]);
    await append([line("later", { timestamp: "2026-11-24T11:00:00.000Z" })]);
    expect((await read({ since: "2026-11-24T12:30:00+02:00" })).map(({ message }) => message)).toEqual(["later"]);
  });

  it("reads only resources of the organization", async () => {
    await append([line("secret")]);
    const other = world.organization().context;
    await expect(readResourceLogs(world.core, other, KEY)).rejects.toMatchObject({ code: "not_found" });
    await expect(read({}, "test/item/absent")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("streamResourceLogs", () => {
  it("reads long lines in parts, a megabyte or so at a time", async () => {
    const entries = Array.from({ length: 200 }, (_, n) => line(String(n).padEnd(16_000, "x")));
    await append(entries);
    const parts: LogEntry[][] = [];
    for await (const part of await streamResourceLogs(world.core, org.context, KEY, { tail: 150 })) parts.push(part);
    expect(parts.flat()).toEqual(entries.slice(50));
    expect(Math.max(...parts.map((part) => part.length * 16_000))).toBeLessThan(2 ** 20 + 2 * 16_000);
  });
});

describe("appendLogs", () => {
  it("cuts long messages, leaves out large metadata, and fixes what the database cannot hold", async () => {
    await append([
      line("x".repeat(20_000)),
      line("meta", { metadata: { large: "y".repeat(20_000) } }),
      line("nul\0 and \ud800", { metadata: { text: "\0\udfff", plain: "\\u0000" } }),
      line("key", { metadata: { "bad\0key": 1 } }),
    ]);
    const [long, large, odd, key] = await read();
    expect(long?.message).toHaveLength(16_384);
    expect(long?.message.endsWith("x…")).toBe(true);
    expect(large?.metadata).toEqual({ truncated: true });
    expect(odd?.message).toBe("nul\ufffd and \ufffd");
    expect(odd?.metadata).toEqual({ text: "\ufffd\ufffd", plain: "\\u0000" });
    expect(key?.metadata).toEqual({ "bad\ufffdkey": 1 });
  });

  it("keeps the last lines of a resource, and all of the others", async () => {
    await append([line("kept")], "test/item/other");
    for (let batch = 0; batch < 12; batch++) {
      await append(Array.from({ length: 1000 }, (_, n) => line(`${batch}.${n}`)));
    }
    const kept = await world.count("resource_logs", `organization_id = '${org.id}' AND resource_key = '${KEY}'`);
    expect(kept).toBeGreaterThanOrEqual(KEPT_LINES);
    expect(kept).toBeLessThan(KEPT_LINES + 1000);
    expect((await read({ tail: 1 }))[0]?.message).toBe("11.999");
    expect(await world.count("resource_logs", `resource_key = 'test/item/other'`)).toBe(1);
  });
});

describe("followResourceLogs", () => {
  it("gives what is there and then each line as it comes, from several writers in one order", async () => {
    await append([line("before")]);
    const controller = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const entry of followResourceLogs(world.core, org.context, KEY, {}, controller.signal)) {
        seen.push(entry.message);
      }
    })();
    await vi.waitFor(() => expect(seen).toEqual(["before"]), { timeout: 120_000 });
    const writer = async (name: string): Promise<void> => {
      for (let n = 0; n < 30; n++) await append([line(`${name}${n}`), line(`${name}${n}+`)]);
    };
    await Promise.all(["a", "b", "c"].map(writer));
    await vi.waitFor(() => expect(seen).toHaveLength(1 + 180), 10_000);
    expect(seen).toEqual((await read({ tail: 1000 })).map(({ message }) => message));
    controller.abort();
    await following;
  });

  it("gives only the lines of the attempt that was asked for", async () => {
    const [wanted, other] = [randomUUID(), randomUUID()];
    const write = (message: string, eventId: string, attempt: number) =>
      appendLogs(world.core, { organizationId: org.id, resourceKey: KEY, eventId, attempt, entries: [line(message)] });
    await write("first", wanted, 1);
    await write("second", wanted, 2);
    const controller = new AbortController();
    const query = { event_id: wanted, attempt: 2 };
    const lines = followResourceLogs(world.core, org.context, KEY, query, controller.signal);
    expect((await lines.next()).value?.message).toBe("second");
    await write("of another event", other, 2);
    await write("of another attempt", wanted, 1);
    await write("second again", wanted, 2);
    expect((await lines.next()).value?.message).toBe("second again");
    controller.abort();
    expect((await lines.next()).done).toBe(true);
  });

  it("gives no old lines when asked for new ones", async () => {
    await append([line("old")]);
    const controller = new AbortController();
    const since = "2026-11-24T10:30:00Z";
    const lines = followResourceLogs(world.core, org.context, KEY, { since }, controller.signal);
    const first = lines.next();
    await append([line("other")], "test/item/other");
    await append([line("new", { timestamp: "2026-11-24T11:00:00.000Z" })]);
    expect((await first).value?.message).toBe("new");
    controller.abort();
    expect((await lines.next()).done).toBe(true);
  });

  it("fails for an absent resource", async () => {
    const lines = followResourceLogs(world.core, org.context, "test/item/x", {}, new AbortController().signal);
    await expect(lines.next()).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("two that append", () => {
  it("to the same log wait for each other, and for nobody else: followers read by id", async () => {
    await org.draft("test/item/other");
    const commit = await heldOpen(world, ({ db }) =>
      insertLogs(db.tenant(org.id), KEY, { eventId: null, attempt: null }, [{ ...line("first"), metadata: null }]),
    );
    await append([line("of another")], "test/item/other");
    let isWritten = false;
    const second = append([line("second")]).then(() => {
      isWritten = true;
    });
    await Promise.race([second, untilBlocked(world)]);
    expect(isWritten).toBe(false);
    await commit();
    await second;
    expect((await read()).map(({ message }) => message)).toEqual(["first", "second"]);
  });
});
