import { addOrganization } from "@pragma/testing/organization";
import type { Bench, Case } from "../bench.ts";
import type { Row } from "../report/row.ts";
import { median } from "../report/statistics.ts";
import { peakMemoryMiB } from "../stack/process-facts.ts";
import { seedResources, settleTable } from "../stack/seed.ts";
import { startStack } from "../stack/stack.ts";

const COUNT = 100_000;

/** All of a long list in one answer: it is streamed, so the API's memory must not follow its length. */
export const completeList: Case = { name: "complete-list", title: "Complete list of 100,000", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  try {
    const { organizationId, token } = await addOrganization(stack.pool, "large");
    await seedResources(stack, organizationId, COUNT);
    await settleTable(stack);
    const before = peakMemoryMiB(stack.apiPid);
    const times: number[] = [];
    let bytes = 0;
    for (let index = 0; index < bench.runs; index++) {
      const start = performance.now();
      const answer = await fetch(`${stack.apiUrl}/resources/`, { headers: { authorization: `Bearer ${token}` } });
      const text = await answer.text();
      times.push(performance.now() - start);
      bytes = text.length;
      const { length } = JSON.parse(text) as unknown[];
      if (length !== COUNT) throw new Error(`The list has ${length} of ${COUNT}`);
    }
    const peak = peakMemoryMiB(stack.apiPid);
    return [
      {
        path: "complete list of 100,000: API memory at its peak",
        figure: `${Math.round(peak)} MiB`,
        beside: `${Math.round(before)} MiB before`,
        value: peak,
        unit: "MiB",
        target: { atMost: 300 },
        details: { mebibytes_sent: bytes / 2 ** 20, milliseconds: median(times) },
      },
    ];
  } finally {
    await stack.stop();
  }
}
