import { startBareServer } from "../baselines/start.ts";
import type { Bench, Case } from "../bench.ts";
import { documents } from "../documents.ts";
import { runAll } from "../load/load.ts";
import type { Row } from "../report/row.ts";
import { median, medianRatio, percentile } from "../report/statistics.ts";
import { cpuSeconds } from "../stack/process-facts.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { makeReady } from "./make.ts";
import { targetOf } from "./target.ts";

const CONNECTIONS = 32;
const RUN_MS = 4000;
const WARM_UP_MS = 3000;

interface Taken {
  perSecond: number;
  cpuMicroseconds: number;
  p99: number;
}

/** One resource by id, with a token: the product beside the bare server, in turns. */
export const getOne: Case = { name: "get", title: "GET one resource", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  const bare = await startBareServer(stack, bench.profiles);
  try {
    const path = await makeResource(bench, stack);
    const take = async (port: number, pid: number, milliseconds: number): Promise<Taken> => {
      const before = cpuSeconds(pid);
      const result = await runAll(bench.load, {
        kind: "requests",
        ...targetOf(stack),
        port,
        connections: CONNECTIONS,
        requests: [{ method: "GET", path }],
        milliseconds,
      });
      return {
        perSecond: result.count / (result.milliseconds / 1000),
        cpuMicroseconds: ((cpuSeconds(pid) - before) / result.count) * 1e6,
        p99: percentile(result.latencies, 0.99),
      };
    };
    const ours: Taken[] = [];
    const theirs: Taken[] = [];
    await take(stack.port, stack.apiPid, WARM_UP_MS);
    await take(bare.port, bare.pid, WARM_UP_MS);
    for (let index = 0; index < bench.runs; index++) {
      ours.push(await take(stack.port, stack.apiPid, RUN_MS));
      theirs.push(await take(bare.port, bare.pid, RUN_MS));
    }
    return rows(ours, theirs);
  } finally {
    await bare.stop();
    await stack.stop();
  }
}

async function makeResource(bench: Bench, stack: Stack): Promise<string> {
  const made = documents("independent", 1, "get");
  await makeReady(bench, stack, made);
  return `/resources/resource%3Abench_file_${made[0]?.name}`;
}

function rows(ours: readonly Taken[], theirs: readonly Taken[]): Row[] {
  const rates = [ours.map((one) => one.perSecond), theirs.map((one) => one.perSecond)] as const;
  const costs = [ours.map((one) => one.cpuMicroseconds), theirs.map((one) => one.cpuMicroseconds)] as const;
  const details = { ours, bare: theirs };
  return [
    {
      path: "GET one, 32 connections: throughput",
      figure: `${Math.round(median(rates[0]))}/s`,
      beside: `${Math.round(median(rates[1]))}/s bare`,
      value: medianRatio(...rates),
      unit: "×",
      target: { atLeast: 0.75 },
      details,
    },
    {
      path: "GET one, 32 connections: CPU a request",
      figure: `${Math.round(median(costs[0]))} µs`,
      beside: `${Math.round(median(costs[1]))} µs bare`,
      value: medianRatio(...costs),
      unit: "×",
      target: { atMost: 1.35 },
    },
  ];
}
