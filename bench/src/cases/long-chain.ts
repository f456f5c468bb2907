import type { Bench, Case } from "../bench.ts";
import { documents } from "../documents.ts";
import type { Row } from "../report/row.ts";
import { median } from "../report/statistics.ts";
import { startStack } from "../stack/stack.ts";
import { hopsOfChange } from "./change-chain.ts";
import { makeReady } from "./make.ts";

const LONG = 2000;
const SHORT = 100;
/** As many changes of the short chain stand beside one of the long one, before and after it. */
const CHANGES_OF_SHORT = 3;

/** A changed root travels down a chain of 2,000, and down one of 100 in turns with it: a hop must not cost more. */
export const longChain: Case = { name: "long-chain", title: "Change down a chain of 2,000", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  try {
    const long = documents("chain", LONG, "long");
    const short = documents("chain", SHORT, "short");
    await makeReady(bench, stack, short, 1);
    await makeReady(bench, stack, long, 1);
    let change = 0;
    const hop = async (chain: typeof long): Promise<number> => median(await hopsOfChange(stack, chain, change++));
    const ofShort: number[] = [];
    const ofLong: number[] = [];
    const ratios: number[] = [];
    for (let turn = 0; turn <= bench.runs; turn++) {
      const beside: number[] = [];
      for (let again = 0; again < CHANGES_OF_SHORT; again++) beside.push(await hop(short));
      const one = await hop(long);
      for (let again = 0; again < CHANGES_OF_SHORT; again++) beside.push(await hop(short));
      // The first one only warms up.
      if (turn === 0) continue;
      ofLong.push(one);
      ofShort.push(median(beside));
      ratios.push(one / median(beside));
    }
    return [
      {
        path: "hop in a chain of 2,000",
        figure: `${median(ofLong).toFixed(2)} ms`,
        beside: `${median(ofShort).toFixed(2)} ms in a chain of 100`,
        value: median(ratios),
        unit: "×",
        target: { atMost: 1.2 },
        details: { long: ofLong, short: ofShort },
      },
    ];
  } finally {
    await stack.stop();
  }
}
