import type { Bench, Case } from "../bench.ts";
import { applyBody, documents } from "../documents.ts";
import { runAll } from "../load/load.ts";
import type { Row } from "../report/row.ts";
import { median, medianRatio } from "../report/statistics.ts";
import { startStack } from "../stack/stack.ts";
import { makeReady, providerCalls } from "./make.ts";
import { targetOf } from "./target.ts";

const COUNT = 1000;
const CLIENTS = 16;

/** The same 1,000 applied again: nothing is to be written, and nothing reaches the provider. */
export const unchanged: Case = { name: "unchanged", title: "Unchanged re-apply of 1,000", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  try {
    const first: number[] = [];
    const answered: number[] = [];
    const again: number[] = [];
    let calls = 0;
    // The first round only warms up.
    for (let round = 0; round <= bench.runs; round++) {
      const resources = documents("independent", COUNT, `unchanged-${round}`);
      const [sample] = resources;
      if (!sample) throw new Error("nothing to apply");
      const made = await makeReady(bench, stack, resources, CLIENTS);
      const before = await providerCalls(stack, sample);
      const result = await runAll(bench.load, {
        kind: "requests",
        ...targetOf(stack),
        connections: CLIENTS,
        requests: resources.map((document) => ({
          method: "POST",
          path: "/resources/apply",
          body: applyBody(document),
        })),
        total: COUNT,
      });
      calls += (await providerCalls(stack, sample)) - before;
      if (round === 0) continue;
      first.push(made.readyMilliseconds);
      answered.push(made.appliedMilliseconds);
      again.push(result.milliseconds);
    }
    const path = "unchanged re-apply of 1,000";
    return [
      {
        path: `${path}: time`,
        figure: `${Math.round(median(again))} ms`,
        beside: `${Math.round(median(first))} ms first, until ready`,
        value: medianRatio(again, first),
        unit: "×",
        target: { atMost: 0.5 },
        details: { again, first_until_ready: first, first_until_answered: answered },
      },
      {
        path: `${path}: provider calls`,
        figure: String(calls),
        beside: "",
        value: calls,
        unit: "",
        target: { atMost: 0 },
      },
    ];
  } finally {
    await stack.stop();
  }
}
