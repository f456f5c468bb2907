import { startLoop } from "../baselines/start.ts";
import type { Bench, Case } from "../bench.ts";
import { documents } from "../documents.ts";
import type { Row } from "../report/row.ts";
import { median, percentile } from "../report/statistics.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { makeReady } from "./make.ts";

const HOPS = 20;
const CHANGES_A_RUN = 10;

/**
 * A changed root travels down a chain while nothing else is going on. A hop lasts from the commit that makes one
 * resource ready to the commit that makes the next one ready, by the database's record of commit times: one processing
 * with its provider call, and the way there. Beside it the loop makes a chain, one apply after the other: the same
 * number of durable steps and calls for each link, which tells how fast the machine is at the moment.
 */
export const propagation: Case = { name: "propagation", title: "Propagation down a chain", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  const database = await bench.server.createDatabase();
  const loop = await startLoop(database.url, crypto.randomUUID());
  try {
    const chain = documents("chain", HOPS + 1, "hop");
    await makeReady(bench, stack, chain);
    const [root] = chain;
    if (!root) throw new Error("no chain");
    const hops: number[] = [];
    const loopHops: number[] = [];
    for (let change = 0; change <= bench.runs * CHANGES_A_RUN; change++) {
      const names = chain.map((document) => document.name);
      const since = await lastChange(stack);
      await changeRoot(stack, `${root.config.content} changed ${change}`, root.name);
      const times = await readyTimes(stack, names, since);
      const ofLoop = await loop.make(documents("chain", HOPS + 1, `hop-${change}`), 1);
      // The first one only warms up.
      if (change === 0) continue;
      loopHops.push(ofLoop / (HOPS + 1));
      hops.push(...times.slice(1).map((time, index) => time - (times[index] ?? Number.NaN)));
    }
    const [p50, p99] = [percentile(hops, 0.5), percentile(hops, 0.99)];
    const beside = `${median(loopHops).toFixed(2)} ms a link of the loop's chain`;
    const details = {
      hops: hops.length,
      loop: loopHops,
      p50,
      p90: percentile(hops, 0.9),
      p99,
      max: percentile(hops, 1),
    };
    const path = "propagation per hop, idle";
    return [
      { path: `${path}: p50`, figure: ms(p50), beside, value: p50, unit: "ms", target: { atMost: 2.5 }, details },
      { path: `${path}: p99`, figure: ms(p99), beside, value: p99, unit: "ms", target: { atMost: 15 } },
    ];
  } finally {
    await loop.stop();
    await stack.stop();
    await database.drop();
  }
}

async function changeRoot(stack: Stack, content: string, name: string): Promise<void> {
  const answer = await fetch(`${stack.apiUrl}/resources/apply`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
    body: JSON.stringify({
      provider: "bench",
      resource: "file",
      name,
      config: { content },
      lifecycle_state: "pending",
    }),
  });
  if (!answer.ok) throw new Error(`The root's change was answered ${answer.status}: ${await answer.text()}`);
}

async function lastChange(stack: Stack): Promise<string> {
  const { rows } = await stack.pool.query<{ id: string }>(
    "SELECT COALESCE(max(id), 0)::text AS id FROM resource_changes",
  );
  return rows[0]?.id ?? "0";
}

const PATIENCE_MS = 30_000;
const LOOK_MS = 250;

/** When each became ready, in milliseconds, in the order of names. Looks rarely, so as not to disturb. */
async function readyTimes(stack: Stack, names: readonly string[], since: string): Promise<number[]> {
  const keys = names.map((name) => `bench/file/${name}`);
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    // A commit time is asked for by the 32 bits that a row carries.
    const { rows } = await stack.pool.query<{ resource_key: string; time: string }>(
      `SELECT resource_key,
         extract(epoch FROM pg_xact_commit_timestamp((xid % 4294967296)::text::xid)) * 1000 AS time
       FROM resource_changes WHERE id > $1 AND to_state = 'ready' AND from_state = 'processing'`,
      [since],
    );
    if (rows.length < keys.length) continue;
    const times = new Map(rows.map((row) => [row.resource_key, Number(row.time)]));
    return keys.map((key) => times.get(key) ?? Number.NaN);
  }
  throw new Error("The change did not reach the end of the chain");
}

function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}
