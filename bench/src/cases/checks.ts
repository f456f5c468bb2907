import { setTimeout as sleep } from "node:timers/promises";
import type { Bench, Case } from "../bench.ts";
import { applyBody, type Document, documents } from "../documents.ts";
import type { Row } from "../report/row.ts";
import { median } from "../report/statistics.ts";
import { call } from "../stack/call.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { makeReady } from "./make.ts";

const CHECKED = 10_000;
const QUESTIONS = 200;
const APPLIES = 500;

/** Resources of a type that its provider can read. */
const checkedBody = (document: Document): string =>
  applyBody(document).replace('"resource":"file"', '"resource":"checked"');

/**
 * 10,000 resources are compared with what really is, and nothing differs: what that writes, how many transactions it takes beyond those
 * of an idle worker, and what it costs others who apply meanwhile; and one check beside one question for health.
 */
export const checks: Case = { name: "checks", title: "Checks of what really is", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  try {
    for (let from = 0; from < CHECKED; from += 2000) {
      await makeReady(bench, stack, documents("independent", 2000, `checked-${from}`), 16, checkedBody);
    }
    while ((await count(stack, "SELECT count(*) FROM drift_checks")) < CHECKED) await sleep(500);
    await makeDue(stack);
    await allMade(stack);
    return [...(await costOfAll(stack)), await oneBesideHealth(stack), await appliesBeside(bench, stack)];
  } finally {
    await stack.stop();
  }
}

async function costOfAll(stack: Stack): Promise<Row[]> {
  await sleep(2000);
  const idle = await facts(stack);
  await sleep(10_000);
  const before = await facts(stack);
  const start = performance.now();
  await makeDue(stack);
  const polls = await allMade(stack);
  const seconds = (performance.now() - start) / 1000;
  await sleep(2000);
  const after = await facts(stack);
  const idling = ((before.transactions - idle.transactions) / 10) * (seconds + 2);
  const transactions = after.transactions - before.transactions - idling - polls;
  const written = after.written - before.written;
  const details = { seconds, perSecond: CHECKED / seconds, transactions };
  return [
    {
      path: "rows of resources written by 10,000 checks without a finding",
      ...{ figure: `${written}`, beside: "", value: written, unit: "", target: { atMost: 0 }, details },
    },
    {
      path: "transactions for 100 checks",
      figure: `${(transactions / 100).toFixed(2)} (${Math.round(CHECKED / seconds)} checks/s)`,
      ...{ beside: "", value: transactions / 100, unit: "", target: { atMost: 1 }, details },
    },
  ];
}

async function oneBesideHealth(stack: Stack): Promise<Row> {
  const key = encodeURIComponent("bench/checked/checked-0-000000");
  const ask = async (path: string, body?: object): Promise<number> =>
    (await call(stack, `/resources/${key}${path}`, body)).milliseconds;
  const health: number[] = [];
  const check: number[] = [];
  for (let round = 0; round < QUESTIONS; round++) {
    health.push(await ask("/health"));
    check.push(await ask("/drift/check", {}));
  }
  const [ours, theirs] = [median(check), median(health)];
  return {
    path: "one check that is asked for",
    figure: `${ours.toFixed(1)} ms`,
    beside: `${theirs.toFixed(1)} ms a question for health`,
    ...{ value: ours / theirs, unit: "×", target: { atMost: 1.2 } },
  };
}

async function appliesBeside(bench: Bench, stack: Stack): Promise<Row> {
  const [alone, beside]: [number[], number[]] = [[], []];
  for (let round = 0; round <= bench.runs; round++) {
    for (const times of [alone, beside]) {
      let isOver = false;
      const keepDue = (async () => {
        while (times === beside && !isOver) {
          await makeDue(stack);
          await sleep(1000);
        }
      })();
      if (times === beside) await sleep(1500);
      const made = documents("independent", APPLIES, `apply-${round}-${times === beside}`);
      const { readyMilliseconds } = await makeReady(bench, stack, made);
      isOver = true;
      await keepDue;
      if (times === beside) await allMade(stack);
      if (round > 0) times.push(readyMilliseconds);
    }
  }
  const [ours, theirs] = [median(beside), median(alone)];
  return {
    path: "apply until ready beside checks of 10,000",
    figure: `${Math.round(ours)} ms`,
    beside: `${Math.round(theirs)} ms without`,
    ...{ value: ours / theirs, unit: "×", target: { atMost: 1.1 }, details: { alone, beside } },
  };
}

async function makeDue(stack: Stack): Promise<void> {
  await stack.pool.query(
    "UPDATE drift_checks SET due_at = now() - interval '1 second', checked_at = NULL WHERE resource_key LIKE 'bench/checked/checked-%'",
  );
}

/** @returns how often it has asked */
async function allMade(stack: Stack): Promise<number> {
  for (let asked = 1; ; asked++) {
    const left = await count(
      stack,
      "SELECT count(*) FROM drift_checks WHERE resource_key LIKE 'bench/checked/checked-%' AND checked_at IS NULL",
    );
    if (left === 0) return asked;
    await sleep(250);
  }
}

async function count(stack: Stack, text: string): Promise<number> {
  return Number((await stack.pool.query<{ count: string }>(text)).rows[0]?.count);
}

async function facts(stack: Stack): Promise<{ transactions: number; written: number }> {
  const transactions = await count(
    stack,
    "SELECT xact_commit AS count FROM pg_stat_database WHERE datname = current_database()",
  );
  const written = await count(stack, "SELECT n_tup_upd AS count FROM pg_stat_user_tables WHERE relname = 'resources'");
  return { transactions, written };
}
