import type { Bench, Case } from "../bench.ts";
import { applyBody, documents } from "../documents.ts";
import type { Row } from "../report/row.ts";
import { median } from "../report/statistics.ts";
import { familyCpuSeconds, parentOf } from "../stack/process-facts.ts";
import { type Replicas, type Stack, startStack } from "../stack/stack.ts";
import { targetOf } from "./target.ts";

const COUNT = 2000;
const CLIENTS = 16;
const SIZES: readonly Replicas[] = [1, 2].flatMap((apis) => [1, 2, 4].map((workers) => ({ apis, workers })));

/**
 * 2,000 new resources until all are ready, by more APIs and workers on the same processors: what each kind of process
 * costs a change, which is what a larger installation is planned by (docs/benchmarks.md), and what more replicas add.
 */
export const replicas: Case = { name: "replicas", title: "More replicas", run };

/** Milliseconds of CPU that one change takes. */
interface Costs {
  database: number;
  api: number;
  worker: number;
}

interface Taken {
  perSecond: number;
  costs: Costs;
}

async function run(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  let alone: number | undefined;
  for (const size of SIZES) {
    const taken = await measure(bench, size);
    const rate = median(taken.map(({ perSecond }) => perSecond));
    alone ??= rate;
    const cost = (kind: keyof Costs): string => median(taken.map(({ costs }) => costs[kind])).toFixed(2);
    rows.push({
      path: `apply → ready, ${counted(size.apis, "API")}, ${counted(size.workers, "worker")}`,
      figure: `${Math.round(rate)}/s`,
      beside: `CPU a change: database ${cost("database")} ms, API ${cost("api")}, worker ${cost("worker")}`,
      value: rate / alone,
      unit: "×",
      target: null,
      details: { taken },
    });
  }
  return rows;
}

async function measure(bench: Bench, size: Replicas): Promise<Taken[]> {
  const stack = await startStack(bench, size);
  try {
    const postmaster = await postmasterOf(stack);
    const taken: Taken[] = [];
    for (let round = 0; round <= bench.runs; round++) {
      const resources = documents("independent", COUNT, `replicas-${round}`);
      const before = cpuOf(stack, postmaster);
      const { readyMilliseconds } = await bench.load.run({
        kind: "apply-until-ready",
        ...targetOf(stack),
        ports: stack.apis.map(({ port }) => port),
        connections: CLIENTS,
        bodies: resources.map((document) => applyBody(document)),
        names: resources.map(({ name }) => name),
      });
      const after = cpuOf(stack, postmaster);
      // The first round only warms up.
      if (round === 0) continue;
      const cost = (kind: keyof Costs): number => ((after[kind] - before[kind]) * 1000) / COUNT;
      taken.push({
        perSecond: (COUNT * 1000) / readyMilliseconds,
        costs: { database: cost("database"), api: cost("api"), worker: cost("worker") },
      });
    }
    return taken;
  } finally {
    await stack.stop();
  }
}

/** In seconds; the worker's with its providers. */
function cpuOf({ apis, workerPids }: Stack, postmaster: number): Costs {
  const sum = (pids: readonly number[]): number => pids.reduce((all, pid) => all + familyCpuSeconds(pid), 0);
  return { database: familyCpuSeconds(postmaster), api: sum(apis.map(({ pid }) => pid)), worker: sum(workerPids) };
}

async function postmasterOf({ pool }: Stack): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return parentOf(rows[0]?.pid ?? 0);
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
