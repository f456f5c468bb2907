import { setTimeout as sleep } from "node:timers/promises";
import { addOrganization } from "@pragma/testing/organization";
import type { Bench, Case } from "../bench.ts";
import { applyBody, documents } from "../documents.ts";
import type { Row } from "../report/row.ts";
import { median, percentile } from "../report/statistics.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { makeReady } from "./make.ts";

const BACKLOG = 8000;
const IDLE_CHANGES = 20;

/**
 * One organization changes what 8,000 of its resources follow from. Meanwhile another makes one change after the other,
 * each from its apply until the event stream says that it is ready, beside the same while nothing else is going on.
 */
export const neighbour: Case = { name: "neighbour", title: "A change beside a backlog of 8,000", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  try {
    const { token } = await addOrganization(stack.pool, "neighbour");
    const change = await startNeighbour(bench, { ...stack, token });
    const [root, ...dependents] = documents("fan-out", BACKLOG + 1, "backlog");
    if (!root) throw new Error("nothing to change");
    await makeReady(bench, stack, [root, ...dependents]);
    const idle: number[] = [];
    const beside: number[] = [];
    const firsts: number[] = [];
    const drained: number[] = [];
    for (let round = 0; round < bench.runs; round++) {
      for (let count = 0; count < IDLE_CHANGES; count++) idle.push(await change());
      await changeContent(stack, { ...root, config: { content: `${root.config.content} changed ${round}` } });
      const start = performance.now();
      while ((await waiting(stack)) === 0) await sleep(5);
      const taken: number[] = [];
      do taken.push(await change());
      while ((await waiting(stack)) > 0);
      drained.push(performance.now() - start);
      firsts.push(taken[0] ?? Number.NaN);
      beside.push(...taken);
    }
    return [row(idle, beside, { firsts, drained })];
  } finally {
    await stack.stop();
  }
}

function row(idle: readonly number[], beside: readonly number[], details: Record<string, unknown>): Row {
  const [ours, alone] = [median(beside), median(idle)];
  return {
    path: "change beside another organization's backlog of 8,000: p50",
    figure: `${Math.round(ours)} ms`,
    beside: `${Math.round(alone)} ms idle`,
    value: ours / alone,
    unit: "×",
    target: { atMost: 10 },
    details: {
      changes: beside.length,
      p90: percentile(beside, 0.9),
      max: percentile(beside, 1),
      idle_p90: percentile(idle, 0.9),
      ...details,
    },
  };
}

/** A resource of another organization. @returns changes it once and gives the milliseconds until it was ready again */
export async function startNeighbour(bench: Bench, stack: Stack): Promise<() => Promise<number>> {
  const [document] = documents("independent", 1, "neighbour");
  if (!document) throw new Error("nothing to change");
  let count = 0;
  const change = async (): Promise<number> => {
    const config = { content: `${document.config.content} changed ${++count}` };
    return (await makeReady(bench, stack, [{ ...document, config }], 1)).readyMilliseconds;
  };
  // The first ones start its provider and warm up.
  for (let warm = 0; warm < 10; warm++) await change();
  return change;
}

/** Applies one change and does not wait for what comes of it. */
async function changeContent(stack: Stack, document: Parameters<typeof applyBody>[0]): Promise<void> {
  const answer = await fetch(`${stack.apiUrl}/resources/apply`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
    body: applyBody(document),
  });
  if (!answer.ok) throw new Error(`The change was answered ${answer.status}: ${await answer.text()}`);
}

/** How many resources still wait for a change to reach them. */
async function waiting(stack: Stack): Promise<number> {
  const { rows } = await stack.pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM resources WHERE stale_since IS NOT NULL",
  );
  return rows[0]?.count ?? 0;
}
