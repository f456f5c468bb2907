import { setTimeout as sleep } from "node:timers/promises";
import type { Bench, Case } from "../bench.ts";
import type { Row } from "../report/row.ts";
import { median, medianRatio } from "../report/statistics.ts";
import { carriedOut } from "../stack/call.ts";
import { type Stack, startStack } from "../stack/stack.ts";

const REVERTED = 500;

/** 500 resources that somebody changed by hand are reverted by one change, beside one check of each and one change that updates them. */
export const reverts: Case = { name: "reverts", title: "Reverts of what was changed by hand", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  try {
    return [await reverted(bench, stack)];
  } finally {
    await stack.stop();
  }
}

const titles = Array.from({ length: REVERTED }, (_, index) => `touched-${index}`);
const idOf = (title: string): string => `bench/touched/${title}`;
const declared = (content: string) =>
  titles.map((title) => ({
    ...{ provider: "bench", resource: "touched", name: title },
    config: { title, content },
  }));

async function reverted(bench: Bench, stack: Stack): Promise<Row> {
  await carriedOut(stack, { documents: declared("As declared") });
  const ours: number[] = [];
  const updates: number[] = [];
  const reads: number[] = [];
  for (let round = 0; round <= bench.runs; round++) {
    const hand = { provider: "bench", resource: "hand", name: "hand", config: { titles, time: round } };
    await carriedOut(stack, { documents: [hand] });
    const reading = await checked(stack);
    await untilDrifted(stack);
    const reverting = await carriedOut(stack, {
      drift: titles.map((title) => ({ resource: idOf(title), choice: "revert" })),
    });
    const updating = await carriedOut(stack, { documents: declared(`As declared for the ${round}. time`) });
    // The first round only warms up.
    if (round === 0) continue;
    ours.push(reverting);
    updates.push(updating);
    reads.push(reading);
  }
  const theirs = updates.map((milliseconds, index) => milliseconds + (reads[index] ?? Number.NaN));
  return {
    path: `revert ${REVERTED} as one`,
    figure: `${Math.round(median(ours))} ms`,
    beside: `${Math.round(median(updates))} ms updated as one, and ${Math.round(median(reads))} ms for a check of each`,
    ...{ value: medianRatio(ours, theirs), unit: "×", target: { atMost: 1.1 }, details: { ours, updates, reads } },
  };
}

const OF_THESE = "resource_key LIKE 'bench/touched/%'";

/** Whoever reads the history of the updates before has made their checks due by then. */
const SCHEDULED_MS = 3000;

/** Lets all be checked now. @returns milliseconds until they have been */
async function checked(stack: Stack): Promise<number> {
  await sleep(SCHEDULED_MS);
  const start = performance.now();
  const due = "UPDATE drift_checks SET due_at = now() - interval '1 second', checked_at = NULL";
  await stack.pool.query(`${due} WHERE ${OF_THESE}`);
  const left = `SELECT count(*) FROM drift_checks WHERE ${OF_THESE} AND checked_at IS NULL`;
  while ((await count(stack, left)) > 0) await sleep(20);
  return performance.now() - start;
}

async function untilDrifted(stack: Stack): Promise<void> {
  const drifted = "SELECT count(*) FROM resources WHERE resource = 'touched' AND drift = 'drifted'";
  while ((await count(stack, drifted)) < REVERTED) await sleep(50);
}

async function count({ pool }: Stack, text: string): Promise<number> {
  return Number((await pool.query<{ count: string }>(text)).rows[0]?.count);
}
