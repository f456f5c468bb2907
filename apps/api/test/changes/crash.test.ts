import { setTimeout as sleep } from "node:timers/promises";
import { createTestDatabase } from "@pragma/testing";
import pg from "pg";
import { expect, it, onTestFinished } from "vitest";
import { ApiProcess } from "../support/api-process.ts";

const TOKEN = "pragma_bootstrap-token-0123456789abcdefghij";
const DOCUMENTS = 500;
const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
/** Milliseconds from the request to the kill: before, while and after the change is written. */
const MOMENTS = [5, 25, 45, 65, 90, 120, 160, 220];

function body(round: number): string {
  const documents = Array.from({ length: DOCUMENTS }, (_, index) => ({
    provider: "pragma",
    resource: "config",
    name: `r${round}-${index}`,
    config: { data: index === 0 ? {} : { of: `\${pragma/config/r${round}-${index - 1}.outputs.x}` } },
  }));
  return JSON.stringify({ documents, apply: true });
}

it("kill -9 of the API during an apply of 500 leaves all of it, or none", async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const env = {
    DATABASE_URL: database.url,
    PRAGMA_ADMIN_EMAIL: "owner@example.com",
    PRAGMA_ADMIN_PASSWORD: "a long password",
    PRAGMA_BOOTSTRAP_TOKEN: TOKEN,
  };
  const answered: number[] = [];
  for (const [round, moment] of MOMENTS.entries()) {
    const api = new ApiProcess(env);
    const address = await api.listening();
    // The first request of a process is slow: it would never come as far as the write.
    await fetch(`${address}/changes`, { headers }).then((answer) => answer.text());
    const request = fetch(`${address}/changes`, { method: "POST", headers, body: body(round) })
      .then(async (answer) => {
        await answer.text();
        if (answer.status === 201) answered.push(round);
      })
      .catch(() => undefined);
    await sleep(moment);
    api.child.kill("SIGKILL");
    await Promise.all([request, api.ended()]);
  }
  const client = new pg.Client(database.url);
  await client.connect();
  onTestFinished(() => client.end());
  for (const round of MOMENTS.keys()) {
    const of = `'pragma/config/r${round}-%'`;
    const { rows } = await client.query<Record<string, number>>(
      `SELECT (SELECT count(*) FROM resources WHERE key LIKE ${of})::int AS resources,
         (SELECT count(*) FROM events WHERE resource_key LIKE ${of})::int AS events,
         (SELECT count(*) FROM resource_changes WHERE resource_key LIKE ${of})::int AS history,
         (SELECT count(*) FROM change_actions WHERE key LIKE ${of} AND state = 'open')::int AS actions,
         (SELECT count(*) FROM edges WHERE from_key LIKE ${of})::int AS edges,
         (SELECT count(*) FROM pending_looks WHERE key LIKE ${of})::int AS looks`,
    );
    const whole = { resources: 500, events: 500, history: 500, actions: 500, edges: 499, looks: 1 };
    const nothing = { resources: 0, events: 0, history: 0, actions: 0, edges: 0, looks: 0 };
    expect(rows[0]).toEqual(answered.includes(round) || rows[0]?.["resources"] !== 0 ? whole : nothing);
  }
});
