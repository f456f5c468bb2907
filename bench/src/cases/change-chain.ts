import type { Document } from "../documents.ts";
import type { Stack } from "../stack/stack.ts";

/**
 * Changes the root of a chain that is ready, and waits until the change has reached its end.
 * @param change a number that makes it another one than before
 * @returns milliseconds of each hop: from the commit that made one ready to the commit that made the next one ready
 */
export async function hopsOfChange(stack: Stack, chain: readonly Document[], change: number): Promise<number[]> {
  const [root] = chain;
  if (!root) throw new Error("no chain");
  const since = await lastChange(stack);
  await changeRoot(stack, `${root.config.content} changed ${change}`, root.name);
  const names = chain.map((document) => document.name);
  const times = await readyTimes(stack, names, since);
  return times.slice(1).map((time, index) => time - (times[index] ?? Number.NaN));
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

const PATIENCE_MS = 60_000;
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
