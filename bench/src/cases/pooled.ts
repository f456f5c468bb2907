import { hasPgBouncer } from "@pragma/testing/pgbouncer";
import type { Bench, Case } from "../bench.ts";
import type { Row } from "../report/row.ts";
import { median, percentile } from "../report/statistics.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { startNeighbour } from "./neighbour.ts";

const CHANGES = 100;

/** One stack whose programs go through PgBouncer, by transaction, in turns with one that reaches PostgreSQL itself. */
export const pooled: Case = { name: "pooled", title: "Behind a pooler", run };

async function run(bench: Bench): Promise<Row[]> {
  if (!hasPgBouncer) throw new Error("pgbouncer is not installed");
  const direct = await startStack(bench);
  try {
    const behind = await startStack({ ...bench, pooled: true });
    try {
      return [await oneAtATime(bench, behind, direct)];
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
