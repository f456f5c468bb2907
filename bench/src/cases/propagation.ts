import { startLoop } from "../baselines/start.ts";
import type { Bench, Case } from "../bench.ts";
import { documents } from "../documents.ts";
import type { Row } from "../report/row.ts";
import { median, percentile } from "../report/statistics.ts";
import { startStack } from "../stack/stack.ts";
import { hopsOfChange } from "./change-chain.ts";
import { makeReady } from "./make.ts";

const HOPS = 20;
const CHANGES_A_RUN = 10;

/**
 * A changed root travels down a chain while nothing else is going on. A hop lasts from the commit that makes one
 * resource ready to the commit that makes the next one ready, by the database's record of commit times: one processing
 * with its provider call, and the way there. Beside it the loop makes a chain, one apply after the other: the same
 * number of durable steps and calls for each link, which tells how fast the machine is at the moment.
 */
export const propagation: Case = { name: "propagation", title: "Propagation down a chain", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  const database = await bench.server.createDatabase();
  const loop = await startLoop(database.url, crypto.randomUUID());
  try {
    const chain = documents("chain", HOPS + 1, "hop");
    await makeReady(bench, stack, chain);
    const hops: number[] = [];
    const loopHops: number[] = [];
    for (let change = 0; change <= bench.runs * CHANGES_A_RUN; change++) {
      const ofChange = await hopsOfChange(stack, chain, change);
      const ofLoop = await loop.make(documents("chain", HOPS + 1, `hop-${change}`), 1);
      // The first one only warms up.
      if (change === 0) continue;
      loopHops.push(ofLoop / (HOPS + 1));
      hops.push(...ofChange);
    }
    const [p50, p99] = [percentile(hops, 0.5), percentile(hops, 0.99)];
    const beside = `${median(loopHops).toFixed(2)} ms a link of the loop's chain`;
    const details = {
      hops: hops.length,
      loop: loopHops,
      p50,
      p90: percentile(hops, 0.9),
      p99,
      max: percentile(hops, 1),
    };
    const path = "propagation per hop, idle";
    return [
      { path: `${path}: p50`, figure: ms(p50), beside, value: p50, unit: "ms", target: { atMost: 2.5 }, details },
      { path: `${path}: p99`, figure: ms(p99), beside, value: p99, unit: "ms", target: { atMost: 15 } },
    ];
  } finally {
    await loop.stop();
    await stack.stop();
    await database.drop();
  }
}

function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}
