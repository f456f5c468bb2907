import { setTimeout as sleep } from "node:timers/promises";
import { startPostgresServer, withClient } from "@pragma/testing";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ApiProcess } from "../support/api-process.ts";

/** How often each of the two is killed by time. Set PRAGMA_KILLS for more: they are spread over the time that an apply takes. */
const KILLS = Number(process.env["PRAGMA_KILLS"] ?? 2);
const DOCUMENTS = 500;
const TOKEN = "pragma_bootstrap-token-0123456789abcdefghij";
const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };

const WHOLE = { resources: 500, events: 500, history: 500, actions: 500, edges: 499, looks: 1 };
const NOTHING = { resources: 0, events: 0, history: 0, actions: 0, edges: 0, looks: 0 };

let server: Awaited<ReturnType<typeof startPostgresServer>>;
let api: ApiProcess;
let address: string;

beforeAll(async () => {
  server = await startPostgresServer();
});
afterAll(() => server.remove());

async function startApi(): Promise<void> {
  api = new ApiProcess({
    DATABASE_URL: server.url,
    PRAGMA_ADMIN_EMAIL: "owner@example.com",
    PRAGMA_ADMIN_PASSWORD: "a long password",
    PRAGMA_BOOTSTRAP_TOKEN: TOKEN,
  });
  address = await api.listening();
}

/** The first requests of a process, or of a new connection, are slow: a kill at the same moment would come too early. */
async function warm(): Promise<void> {
  for (let seen = 0; seen < 3; ) {
    const answer = await fetch(`${address}/changes`, { headers }).catch(() => undefined);
    await answer?.text();
    if (answer?.status === 200) seen++;
    else await sleep(50);
  }
}

/** Asks for a change that creates a chain. @returns the status, undefined if there was no answer */
function applyChain(name: string): Promise<number | undefined> {
  const documents = Array.from({ length: DOCUMENTS }, (_, index) => ({
    provider: "pragma",
    resource: "config",
    name: `${name}-${index}`,
    config: { data: { x: index === 0 ? 0 : `\${pragma/config/${name}-${index - 1}.outputs.x}` } },
  }));
  return fetch(`${address}/changes`, { method: "POST", headers, body: JSON.stringify({ documents, apply: true }) })
    .then(async (answer) => {
      await answer.text();
      return answer.status;
    })
    .catch(() => undefined);
}

/** Reads what is stored of a chain. */
function stored(name: string): Promise<unknown> {
  const of = `'pragma/config/${name}-%'`;
  return withClient(server.url, async (client) => {
    const { rows } = await client.query(
      `SELECT (SELECT count(*) FROM resources WHERE key LIKE ${of})::int AS resources,
         (SELECT count(*) FROM events WHERE resource_key LIKE ${of})::int AS events,
         (SELECT count(*) FROM resource_changes WHERE resource_key LIKE ${of})::int AS history,
         (SELECT count(*) FROM change_actions WHERE key LIKE ${of} AND state = 'open')::int AS actions,
         (SELECT count(*) FROM edges WHERE from_key LIKE ${of})::int AS edges,
         (SELECT count(*) FROM pending_looks WHERE key LIKE ${of})::int AS looks`,
    );
    return rows[0];
  });
}

const WAITS_FOR_THE_TABLE = "SELECT FROM pg_locks WHERE NOT granted AND relation = 'pending_looks'::regclass";

/**
 * Runs `kill` in the middle of a transaction that applies: one of the tables that it writes is locked until it waits
 * for that. A moment by time alone can come too late on a fast machine, and never meet a transaction.
 *
 * @throws Error if no transaction waits for it within 30 s
 */
function killWhileItWrites(kill: () => Promise<void>): Promise<void> {
  return withClient(server.url, async (holder) => {
    await holder.query("BEGIN");
    await holder.query("LOCK TABLE pending_looks IN SHARE MODE");
    await vi.waitFor(async () => expect((await holder.query(WAITS_FOR_THE_TABLE)).rowCount).toBe(1), 30_000);
    await kill();
  });
}

const VICTIMS: Record<string, () => Promise<void>> = {
  "the API": async () => {
    api.child.kill("SIGKILL");
    await api.ended();
    await startApi();
  },
  PostgreSQL: async () => {
    await server.kill();
    await server.start();
  },
};

it.each(Object.keys(VICTIMS))(
  `kill -9 of %s during an apply of ${DOCUMENTS}, at ${KILLS} moments and while it writes, leaves all of it or none`,
  { timeout: 60_000 + KILLS * 20_000 },
  async (victim) => {
    const short = victim === "PostgreSQL" ? "db" : "api";
    await startApi();
    await warm();
    await applyChain(`${short}-warm`);
    const startedAt = performance.now();
    expect(await applyChain(`${short}-whole`)).toBe(201);
    const takes = performance.now() - startedAt;
    expect(await stored(`${short}-whole`)).toEqual(WHOLE);

    const kill = VICTIMS[victim] as () => Promise<void>;
    for (let round = 0; round <= KILLS; round++) {
      const name = `${short}${round}`;
      await warm();
      const byTime = round < KILLS;
      const killed = byTime ? undefined : killWhileItWrites(kill);
      const answer = applyChain(name);
      if (byTime) {
        await sleep((takes * (round + 0.5)) / KILLS);
        await kill();
      }
      await killed;
      const status = await answer;
      const found = await stored(name);
      // A client told that it is applied finds it so; a commit whose answer was lost is whole, too.
      const isWhole = status === 201 || JSON.stringify(found) === JSON.stringify(WHOLE);
      expect(found, `${name}, answered ${status}`).toEqual(isWhole && byTime ? WHOLE : NOTHING);
    }
  },
);
