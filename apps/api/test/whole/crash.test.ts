import { createTestDatabase } from "@pragma/testing";
import pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { ApiProcess } from "../support/api-process.ts";

const TOKEN = "pragma_bootstrap-token-0123456789abcdefghij";
const CLIENTS = 16;
/** Answers after which the process is killed, in the middle of the next ones. */
const ENOUGH = 200;

const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };

interface Applied {
  name: string;
  value: string;
}

/** Applies one resource after another, until the process is gone. */
async function applyUntilGone(address: string, client: number, answered: Applied[], enough: () => void): Promise<void> {
  for (let index = 0; ; index++) {
    const applied = { name: `c${client}-${index}`, value: `value ${index} of client ${client}` };
    try {
      const answer = await fetch(`${address}/resources/apply`, {
        method: "POST",
        headers,
        body: JSON.stringify({
          provider: "pragma",
          resource: "config",
          name: applied.name,
          config: { data: { value: applied.value } },
          lifecycle_state: "pending",
        }),
      });
      // The headers alone are not an answer: a client has it when the body has arrived.
      await answer.text();
      if (answer.status !== 200) throw new Error(`unexpected answer ${answer.status}`);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith("unexpected")) throw error;
      return;
    }
    answered.push(applied);
    if (answered.length === ENOUGH) enough();
  }
}

describe("kill -9 of the API during applies", () => {
  it("loses nothing that was acknowledged, and leaves nothing half written", async () => {
    const database = await createTestDatabase();
    onTestFinished(() => database.drop());
    const env = {
      DATABASE_URL: database.url,
      PRAGMA_ADMIN_EMAIL: "owner@example.com",
      PRAGMA_ADMIN_PASSWORD: "a long password",
      PRAGMA_BOOTSTRAP_TOKEN: TOKEN,
    };
    const first = new ApiProcess(env);
    const address = await first.listening();
    const answered: Applied[] = [];
    const kill = (): void => void first.child.kill("SIGKILL");
    await Promise.all(Array.from({ length: CLIENTS }, (_, client) => applyUntilGone(address, client, answered, kill)));
    expect(await first.ended()).toBeNull();
    expect(answered.length).toBeGreaterThanOrEqual(ENOUGH);

    const second = new ApiProcess(env);
    const list = await fetch(`${await second.listening()}/resources/`, { headers });
    const found = (await list.json()) as { name: string; config: { data: { value: string } } }[];
    const values = new Map(found.map(({ name, config }) => [name, config.data.value]));
    expect(answered.filter(({ name, value }) => values.get(name) !== value)).toEqual([]);

    // Those written but not answered are whole, too: each with its event, its history, its audit entry and its look.
    const client = new pg.Client(database.url);
    await client.connect();
    onTestFinished(() => client.end());
    const { rows } = await client.query<Record<string, number>>(
      `SELECT (SELECT count(*) FROM resources)::int AS resources,
         (SELECT count(*) FROM resources WHERE lifecycle_state = 'pending')::int AS pending,
         (SELECT count(DISTINCT resource_key) FROM events)::int AS events,
         (SELECT count(DISTINCT resource_key) FROM resource_changes)::int AS changes,
         (SELECT count(DISTINCT target) FROM audit_entries WHERE action = 'resource.apply')::int AS audited,
         (SELECT count(DISTINCT key) FROM pending_looks)::int AS looks`,
    );
    const count = found.length;
    const all = { resources: count, pending: count, events: count, changes: count, audited: count, looks: count };
    expect(rows).toEqual([all]);
  });
});
