import { hasPgBouncer } from "@pragma/testing/pgbouncer";
import type { Bench, Case } from "../bench.ts";
import { documents } from "../documents.ts";
import type { Row } from "../report/row.ts";
import { median, medianRatio, percentile } from "../report/statistics.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { makeReady } from "./make.ts";
import { startNeighbour } from "./neighbour.ts";

const CHANGES = 100;
const COUNT = 300;
const CLIENTS = 16;

/** One stack whose programs go through PgBouncer, by transaction, in turns with one that reaches PostgreSQL itself. */
export const pooled: Case = { name: "pooled", title: "Behind a pooler", run };

async function run(bench: Bench): Promise<Row[]> {
  if (!hasPgBouncer) throw new Error("pgbouncer is not installed");
  const direct = await startStack(bench);
  try {
    const behind = await startStack({ ...bench, pooled: true });
    try {
      return [await oneAtATime(bench, behind, direct), await manyAtOnce(bench, behind, direct)];
    } finally {
      await behind.stop();
    }
  } finally {
    await direct.stop();
  }
}

async function oneAtATime(bench: Bench, behind: Stack, direct: Stack): Promise<Row> {
  const changeBehind = await startNeighbour(bench, behind);
  const changeDirect = await startNeighbour(bench, direct);
  const ours: number[] = [];
  const alone: number[] = [];
  for (let count = 0; count < CHANGES; count++) {
    ours.push(await changeBehind());
    alone.push(await changeDirect());
  }
  return {
    path: "apply → ready behind PgBouncer, one at a time: p50",
    figure: `${median(ours).toFixed(1)} ms`,
    beside: `${median(alone).toFixed(1)} ms direct`,
    value: median(ours) / median(alone),
    unit: "×",
    target: { atMost: 1.3 },
    details: { p90: percentile(ours, 0.9), direct_p90: percentile(alone, 0.9) },
  };
}

async function manyAtOnce(bench: Bench, behind: Stack, direct: Stack): Promise<Row> {
  const ours: number[] = [];
  const alone: number[] = [];
  // The first round only warms up.
  for (let round = 0; round <= bench.runs; round++) {
    const resources = documents("independent", COUNT, `pooled-${round}`);
    const { readyMilliseconds: mine } = await makeReady(bench, behind, resources, CLIENTS);
    const { readyMilliseconds: theirs } = await makeReady(bench, direct, resources, CLIENTS);
    if (round === 0) continue;
    ours.push(mine);
    alone.push(theirs);
  }
  return {
    path: `apply → ready behind PgBouncer, ${COUNT} by ${CLIENTS} clients`,
    figure: `${Math.round(median(ours))} ms`,
    beside: `${Math.round(median(alone))} ms direct`,
    value: medianRatio(ours, alone),
    unit: "×",
    target: null,
    details: { ours, direct: alone },
  };
}
