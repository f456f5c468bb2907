import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Logger, run } from "graphile-worker";
import pg from "pg";
import type { Document } from "../documents.ts";
import { APPLY, CLAIM, CONNECT, READ, SETTLE } from "./durable-writes.ts";

/** The loop one would write by hand: pg, a queue and a child process. It knows one type, one tenant and no failure. */

const [organization] = process.argv.slice(2) as [string];
const connectionString = process.env["DATABASE_URL"] as string;
const pool = new pg.Pool({ connectionString, max: 20 });
const actor = JSON.stringify({ type: "token", id: randomUUID(), name: "loop" });

const child = spawn(process.execPath, [join(import.meta.dirname, "file-child.ts")], {
  stdio: ["pipe", "pipe", "inherit"],
});
const calls = new Map<number, (outputs: { checksum: string }) => void>();
createInterface({ input: child.stdout }).on("line", (line) => {
  const { id, outputs } = JSON.parse(line) as { id: number; outputs: { checksum: string } };
  calls.get(id)?.(outputs);
  calls.delete(id);
});
let lastCall = 0;
function callChild(config: object): Promise<object> {
  return new Promise((resolve) => {
    calls.set(++lastCall, resolve);
    child.stdin.write(`${JSON.stringify({ id: lastCall, ...config })}\n`);
  });
}

let waking = false;
/** NOTIFY after the commit, one for all that committed meanwhile. */
function wake(): void {
  if (waking) return;
  waking = true;
  setImmediate(() => {
    waking = false;
    void pool.query({ name: "wake", text: `SELECT pg_notify('jobs:insert', '{"count":1}')` });
  });
}

interface Read {
  config: { content: string; parent?: unknown };
  version: string;
  pending_event_id: string;
  dependencies: { state: string; outputs: { checksum: string } }[] | null;
}

const RECHECK_MS = 500;
let remaining = 0;
let finished: () => void = () => {};

async function reconcile(payload: unknown): Promise<void> {
  const { key } = payload as { key: string };
  const { rows } = await pool.query<Read>({ ...READ, values: [organization, key] });
  const row = rows[0];
  if (!row) return;
  if (row.dependencies?.some((dependency) => dependency.state !== "ready")) {
    // Its settling may have looked for dependents just before this one was there.
    setTimeout(() => void reconcile(payload), RECHECK_MS);
    return;
  }
  const [parent] = row.dependencies ?? [];
  const config = parent ? { ...row.config, parent: parent.outputs.checksum } : row.config;
  const claimed = await pool.query({
    ...CLAIM,
    values: [organization, key, actor, JSON.stringify(config), row.version],
  });
  if (claimed.rowCount === 0) return;
  const outputs = await callChild(config);
  const event = row.pending_event_id;
  const settled = await pool.query({ ...SETTLE, values: [organization, key, actor, JSON.stringify(outputs), event] });
  if (settled.rowCount === 0) return;
  wake();
  remaining -= 1;
  if (remaining === 0) finished();
}

async function apply({ name, config, dependencies }: Document): Promise<void> {
  const key = `bench/file/${name}`;
  const parents = dependencies.map((dependency) => ({ provider: "bench", resource: "file", name: dependency }));
  const values = [JSON.stringify(config), JSON.stringify(parents), randomUUID(), randomUUID(), actor];
  const write = { ...APPLY, values: [organization, key, `resource:bench_file_${name}`, name, ...values] };
  if (dependencies.length === 0) await pool.query(write);
  else {
    const client = await pool.connect();
    await client.query("BEGIN");
    await client.query({
      ...CONNECT,
      values: [organization, key, dependencies.map((parent) => `bench/file/${parent}`)],
    });
    await client.query(write);
    await client.query("COMMIT");
    client.release();
  }
  wake();
}

await run({
  taskList: { reconcile },
  noHandleSignals: true,
  parsedCronItems: [],
  logger: new Logger(() => () => {}),
  preset: {
    worker: {
      connectionString,
      maxPoolSize: 10,
      concurrentJobs: 64,
      localQueue: { size: 500 },
      completeJobBatchDelay: 5,
    },
  },
});

process.on("message", async ({ documents, connections }: { documents: Document[]; connections: number }) => {
  const all = new Promise<void>((resolve) => {
    finished = resolve;
  });
  remaining = documents.length;
  const start = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < documents.length) await apply(documents[next++] as Document);
  };
  await Promise.all(Array.from({ length: connections }, lane));
  await all;
  process.send?.({ milliseconds: performance.now() - start });
});
process.send?.({ ready: true });
process.on("SIGTERM", () => process.exit(0));
process.on("exit", () => child.kill());
