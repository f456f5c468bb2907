import { startBareServer } from "../baselines/start.ts";
import type { Bench, Case } from "../bench.ts";
import { applyBody, documents } from "../documents.ts";
import { runAll } from "../load/load.ts";
import type { Row } from "../report/row.ts";
import { median, medianRatio } from "../report/statistics.ts";
import { cpuSeconds } from "../stack/process-facts.ts";
import { startStack } from "../stack/stack.ts";
import { targetOf } from "./target.ts";

const CLIENTS = 16;
const RUN_MS = 4000;
const WARM_UP_MS = 3000;

/**
 * New resources, each one a durable transaction with event, history, audit and job. The jobs stay in the queue on both
 * sides: what a worker does with them is another figure.
 */
export const apply: Case = { name: "apply", title: "Apply, 16 clients", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  const bare = await startBareServer(stack, bench.profiles);
  try {
    await stack.stopWorker();
    let round = 0;
    const take = async (
      port: number,
      pid: number,
      milliseconds: number,
    ): Promise<{ perSecond: number; cpu: number }> => {
      const [document] = documents("independent", 1, `apply-${round++}-{n}`);
      if (!document) throw new Error("nothing to apply");
      const before = cpuSeconds(pid);
      const result = await runAll(bench.load, {
        kind: "requests",
        ...targetOf(stack),
        port,
        connections: CLIENTS,
        requests: [{ method: "POST", path: "/resources/apply", body: applyBody(document) }],
        milliseconds,
      });
      return {
        perSecond: result.count / (result.milliseconds / 1000),
        cpu: ((cpuSeconds(pid) - before) / result.count) * 1e6,
      };
    };
    const ours: { perSecond: number; cpu: number }[] = [];
    const theirs: { perSecond: number; cpu: number }[] = [];
    await take(stack.port, stack.apiPid, WARM_UP_MS);
    await take(bare.port, bare.pid, WARM_UP_MS);
    for (let index = 0; index < bench.runs; index++) {
      ours.push(await take(stack.port, stack.apiPid, RUN_MS));
      theirs.push(await take(bare.port, bare.pid, RUN_MS));
    }
    const rates = [ours.map((one) => one.perSecond), theirs.map((one) => one.perSecond)] as const;
    return [
      {
        path: "apply, 16 clients: throughput",
        figure: `${Math.round(median(rates[0]))}/s`,
        beside: `${Math.round(median(rates[1]))}/s bare`,
        value: medianRatio(...rates),
        unit: "×",
        target: { atLeast: 0.6 },
        details: { ours, bare: theirs },
      },
    ];
  } finally {
    await bare.stop();
    await stack.stop();
  }
}
