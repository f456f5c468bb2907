import { endLogin } from "@pragma/core/accounts";
import { currentPosition } from "@pragma/core/stream";
import type { TrackedEnvelope } from "@trpc/server/unstable-core-do-not-import";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { writeChange } from "../../core/test/support/stream.ts";
import { createWorld, type World } from "../../core/test/support/world.ts";
import type { ChangeBatch } from "../src/routers/live.ts";
import { join, refusal } from "./support/callers.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** The events of a subscription, in the form in which the server sends them. */
class Reader {
  readonly batches: ChangeBatch[] = [];
  lastId = "";
  readonly #iterator: AsyncIterator<unknown>;

  constructor(stream: AsyncIterable<unknown>) {
    this.#iterator = stream[Symbol.asyncIterator]();
  }

  async next(): Promise<ChangeBatch | undefined> {
    const { done, value } = await this.#iterator.next();
    if (done) return undefined;
    const [id, batch] = value as TrackedEnvelope<ChangeBatch>;
    this.lastId = id;
    this.batches.push(batch);
    return batch;
  }

  /** Reads until a change of this note arrives. @returns the notes of all changes read */
  async until(note: string): Promise<(string | null)[]> {
    for (;;) {
      if (this.notes.includes(note)) return this.notes;
      if ((await this.next()) === undefined) throw new Error(`It ended before ${note}`);
    }
  }

  get notes(): (string | null)[] {
    return this.batches.flatMap((batch) => (batch.kind === "changes" ? batch.changes.map(({ error }) => error) : []));
  }
}

async function open(role: "viewer" | "owner" = "viewer", organizationId?: string) {
  const client = new AbortController();
  onTestFinished(() => client.abort());
  const member = await join(world, role, organizationId, client.signal);
  const stream = async (lastEventId?: string) =>
    new Reader(await member.caller.live.stream({ lastEventId: lastEventId ?? (await currentPosition(world.core)) }));
  return { ...member, client, stream };
}

describe("live.stream", () => {
  it("is open to a login 50 times at once, and again when one is closed", async () => {
    const { stream, client, caller } = await open();
    const readers = await Promise.all(Array.from({ length: 50 }, () => stream()));
    expect(readers).toHaveLength(50);
    expect(await refusal(caller.live.stream())).toMatchObject({ code: "TOO_MANY_REQUESTS" });
    client.abort();
    await expect.poll(async () => (await world.pool.query("SELECT 1 FROM open_streams")).rowCount).toBe(0);
  });

  it("begins at a position, then gives changes in the organization and none of another", async () => {
    const [one, two] = [await open(), await open()];
    const [mine, theirs] = [await one.stream(), await two.stream()];
    expect(await mine.next()).toEqual({ kind: "resumed" });
    await theirs.next();
    await writeChange(world.pool, one.organizationId, "a", "mine");
    await writeChange(world.pool, two.organizationId, "a", "theirs");
    expect(await mine.until("mine")).toEqual(["mine"]);
    expect(await theirs.until("theirs")).toEqual(["theirs"]);
    expect(mine.batches.at(-1)).toMatchObject({
      kind: "changes",
      changes: [{ resource_id: "resource:test_item_a", provider: "test", name: "a", lifecycle_state: "ready" }],
    });
  });

  it("gives simultaneous changes together", async () => {
    const { organizationId, stream } = await open();
    const reader = await stream();
    await reader.next();
    const client = await world.pool.connect();
    await client.query("BEGIN");
    for (let index = 0; index < 50; index++) await writeChange(client, organizationId, `r${index}`, `note ${index}`);
    await client.query("COMMIT");
    client.release();
    expect(await reader.next()).toMatchObject({ kind: "changes", changes: { length: 50 } });
  });

  it("goes on from an id, without reset", async () => {
    const { organizationId, stream } = await open();
    const first = await stream();
    await first.next();
    await writeChange(world.pool, organizationId, "a", "seen");
    await first.until("seen");
    await writeChange(world.pool, organizationId, "a", "missed");
    const second = await stream(first.lastId);
    await second.until("missed");
    expect(second.notes).toEqual(["missed"]);
    expect(second.batches.map(({ kind }) => kind)).toEqual(["resumed", "changes"]);
  });

  it("keeps the position of a client to whom nothing has happened yet", async () => {
    const { organizationId, stream } = await open();
    const first = await stream();
    await first.next();
    await writeChange(world.pool, organizationId, "a", "missed");
    expect(await (await stream(first.lastId)).until("missed")).toEqual(["missed"]);
  });

  it("tells how changes progress, those of this organization alone, and moves no place by it", async () => {
    const { caller, stream } = await open("owner");
    const other = await open("owner");
    const document = { provider: "pragma", resource: "config", name: "a", config: { data: {} } };
    const plan = await caller.changes.plan({ documents: [document] });
    await other.caller.changes.plan({ documents: [document] });
    const reader = await stream();
    expect(await reader.next()).toEqual({ kind: "resumed" });
    const place = reader.lastId;
    const counts = expect.objectContaining({ create: 1 });
    const planned = { id: plan.id, status: "planned", counts, settled: 0, total: 1 };
    expect(await reader.next()).toEqual({ kind: "progress", progress: [planned] });
    await caller.changes.discard({ id: plan.id });
    expect(await reader.next()).toEqual({ kind: "progress", progress: [{ ...planned, status: "discarded" }] });
    expect(reader.lastId).toBe(place);
    const again = await stream(place);
    expect(await again.next()).toEqual({ kind: "resumed" });
    expect(await again.next()).toEqual({ kind: "progress", progress: [{ ...planned, status: "discarded" }] });
  });

  it("gives what changed between the position and the beginning", async () => {
    const { organizationId, stream } = await open();
    const before = await currentPosition(world.core);
    await writeChange(world.pool, organizationId, "a", "meanwhile");
    const reader = await stream(before);
    expect(await reader.until("meanwhile")).toEqual(["meanwhile"]);
    expect(reader.batches.map(({ kind }) => kind)).toEqual(["resumed", "changes"]);
  });

  it.each(["nonsense", undefined])("resets where the id is %s", async (lastEventId) => {
    const { organizationId, caller } = await open();
    const reader = new Reader(await caller.live.stream({ lastEventId }));
    expect(await reader.next()).toEqual({ kind: "reset" });
    await writeChange(world.pool, organizationId, "a", "after");
    expect(await reader.until("after")).toEqual(["after"]);
  });

  it("ends with the client and leaves nobody subscribed or watched", async () => {
    const { client, stream } = await open();
    const reader = await stream();
    await reader.next();
    client.abort();
    expect(await reader.next()).toBeUndefined();
    expect(leftOver()).toEqual({ subscribers: 0, watched: 0 });
  });

  it("leaves nothing behind for a client that left before it read anything", async () => {
    const { client, stream } = await open();
    await stream();
    client.abort();
    expect(leftOver()).toEqual({ subscribers: 0, watched: 0 });
  });

  it("ends with the login, as something that must not be retried", async () => {
    const { login, stream } = await open();
    const reader = await stream();
    await reader.next();
    await endLogin(world.core, login);
    expect(await refusal(reader.next())).toEqual({ code: "UNAUTHORIZED", domain: "not_authenticated" });
  });

  it("is cut, without an error, for a client of a server that stops", async () => {
    const stopping = await createWorld();
    onTestFinished(() => stopping.close());
    const { caller } = await join(stopping, "viewer");
    await stopping.core.services.changes.close();
    expect(await refusal(caller.live.stream())).toEqual({ code: "SERVICE_UNAVAILABLE", domain: undefined });
  });

  it("is for members of the organization with the right to read", async () => {
    const { stream, organizationId } = await open();
    await world.pool.query("DELETE FROM memberships WHERE organization_id = $1", [organizationId]);
    const reader = await stream();
    await reader.next();
    expect(await refusal(reader.next())).toEqual({ code: "UNAUTHORIZED", domain: "not_authenticated" });
  });
});

function leftOver(): { subscribers: number; watched: number } {
  const { changes, callerWatch } = world.core.services;
  return { subscribers: changes.subscribers, watched: callerWatch.watched };
}
