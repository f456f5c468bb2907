import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { subscribeToChanges } from "../../src/foundation/stream/index.ts";
import type { Organization } from "../support/organization.ts";
import { withReplica } from "../support/replica.ts";
import { Reader, writeChange } from "../support/stream.ts";
import { createWorld, type World } from "../support/world.ts";

const connect = () => world.pool.connect();
type Client = Awaited<ReturnType<typeof connect>>;

let world: World;
let org: Organization;
let open: Client[] = [];

beforeAll(async () => {
  world = await createWorld();
});

beforeEach(() => {
  org = world.organization();
});

afterEach(async () => {
  for (const client of open) {
    await client.query("ROLLBACK");
    client.release();
  }
  open = [];
});

afterAll(() => world.close());

/** A transaction that already has its id, so that others come after it. */
async function begin(): Promise<Client> {
  const client = await connect();
  open.push(client);
  await client.query("BEGIN");
  await client.query("SELECT pg_current_xact_id()");
  return client;
}

async function subscribe(lastEventId?: string): Promise<Reader> {
  return new Reader(await subscribeToChanges(world.core, org.context, { lastEventId }));
}

const write = (runner: World["pool"] | Client, name: string, note: string) => writeChange(runner, org.id, name, note);

describe("the stream", () => {
  it("reports commits, not writes: a row with a lower id that commits later is not lost", async () => {
    const reader = await subscribe();
    const slow = await begin();
    await write(slow, "a", "written first, committed last");
    await write(world.pool, "b", "written last, committed first");
    await reader.until(1);
    await slow.query("COMMIT");
    await reader.until(2);
    expect(reader.notes).toEqual(["written last, committed first", "written first, committed last"]);
  });

  it("is not held up by a transaction that stays open", async () => {
    const idle = await begin();
    await write(idle, "a", "never");
    const reader = await subscribe();
    for (let n = 0; n < 5; n++) await write(world.pool, "b", String(n));
    await reader.until(5);
    await idle.query("ROLLBACK");
    await write(world.pool, "b", "last");
    await reader.until(6);
    expect(reader.notes).toEqual(["0", "1", "2", "3", "4", "last"]);
  });

  it("keeps the order of a resource whose later change has the older transaction id", async () => {
    const reader = await subscribe();
    const second = await begin();
    const between = await begin();
    await write(world.pool, "x", "first");
    await write(second, "x", "second");
    await second.query("COMMIT");
    await reader.until(2);
    await between.query("COMMIT");
    expect(reader.notes).toEqual(["first", "second"]);
  });

  it("resumes from every event, without gap or repetition, on any replica", async () => {
    const start = await subscribeToChanges(world.core, org.context);
    const position = start.position() as string;
    const reader = new Reader(start);
    const names = ["a", "b", "c", "d"];
    const writer = async (index: number): Promise<void> => {
      for (let n = 0; n < 40; n++) {
        const client = await connect();
        try {
          await client.query("BEGIN");
          await client.query("SELECT pg_current_xact_id()");
          if (n % 3 === index % 3) await new Promise((resolve) => setTimeout(resolve, (n * 7) % 5));
          const name = names[(n + index) % names.length] as string;
          await client.query("SELECT pg_advisory_xact_lock(hashtext($1))", [org.id + name]);
          await write(client, name, randomUUID());
          if (n % 4 === 0) await write(client, name, randomUUID());
          await client.query(n % 10 === 9 ? "ROLLBACK" : "COMMIT");
        } finally {
          client.release();
        }
      }
    };
    await Promise.all([0, 1, 2, 3, 4, 5].map(writer));
    const { rows } = await world.pool.query<{ error: string; resource_key: string }>(
      "SELECT error, resource_key FROM resource_changes WHERE organization_id = $1 ORDER BY id",
      [org.id],
    );
    await reader.until(rows.length);
    expect([...reader.notes].sort()).toEqual(rows.map(({ error }) => error).sort());
    for (const name of names) {
      const seen = reader.changes.filter((change) => change.name === name).map(({ error }) => error);
      // A writer held the resource's lock until its commit, so ids are in its order of commits.
      expect(seen).toEqual(rows.filter((row) => row.resource_key.endsWith(`/${name}`)).map(({ error }) => error));
    }

    await withReplica(world, async (replica) => {
      for (const from of [position, ...reader.events.map(({ id }) => id)].filter((_, index) => index % 9 === 0)) {
        const subscription = await subscribeToChanges(replica, org.context, { lastEventId: from });
        expect(subscription.reset).toBe(false);
        const index = reader.events.findIndex(({ id }) => id === from);
        const expected = reader.notes.slice(index + 1);
        const rest = await new Reader(subscription).until(expected.length);
        expect([...rest.notes].sort()).toEqual([...expected].sort());
        for (const name of names) {
          const own = (reader: Reader) => reader.changes.filter((change) => change.name === name).map((c) => c.error);
          expect(own(rest)).toEqual(own(reader).slice(own(reader).length - own(rest).length));
        }
        subscription.end();
      }
    });
  });

  it("gives the same id for the same event when it is resumed before the next batch", async () => {
    const reader = await subscribe();
    const both = await begin();
    await write(both, "a", "1");
    await write(both, "b", "2");
    await both.query("COMMIT");
    await reader.until(2);
    const again = await (await subscribe(reader.events[0]?.id)).until(1);
    expect(again.events).toEqual(reader.events.slice(1));
  });
});
