import type { Bench, Case } from "../bench.ts";
import type { Row } from "../report/row.ts";
import { median } from "../report/statistics.ts";
import { peakMemoryMiB } from "../stack/process-facts.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { targetOf } from "./target.ts";

const COUNTS = [50, 100, 200, 300] as const;
const VALUE_BYTES = 50_000;
const CONNECTIONS = 16;

/**
 * One resource that depends on many, each with outputs of 50 KB, from the first apply until it is ready. The time must
 * follow the number of dependencies, and the worker's memory must not.
 */
export const fanIn: Case = { name: "fan-in", title: "Fan-in of 300 × 50 KB", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  try {
    const before = peakMemoryMiB(stack.workerPid);
    const times = new Map<number, number[]>(COUNTS.map((count) => [count, []]));
    for (let turn = 0; turn <= bench.runs; turn++) {
      for (const count of COUNTS) {
        const time = await gather(bench, stack, count, `turn-${turn}-${count}`);
        // The first ones only warm up.
        if (turn > 0) times.get(count)?.push(time);
      }
    }
    const peak = peakMemoryMiB(stack.workerPid);
    const medians = COUNTS.map((count) => median(times.get(count) ?? []));
    const each = medians.map((time, index) => time / (COUNTS[index] ?? Number.NaN));
    const [first = Number.NaN, last = Number.NaN] = [each[0], each.at(-1)];
    return [
      {
        path: "fan-in of 300 × 50 KB, a dependency",
        figure: `${last.toFixed(2)} ms`,
        beside: `${first.toFixed(2)} ms of 50`,
        value: last / first,
        unit: "×",
        target: { atMost: 1.5 },
        details: { counts: COUNTS, milliseconds: medians },
      },
      {
        path: "fan-in of 300 × 50 KB: worker memory at its peak",
        figure: `${Math.round(peak)} MiB`,
        beside: `${Math.round(before)} MiB before`,
        value: peak,
        unit: "MiB",
        target: { atMost: 1024 },
      },
    ];
  } finally {
    await stack.stop();
  }
}

/** @returns milliseconds from the first apply until all are ready */
async function gather(bench: Bench, stack: Stack, count: number, prefix: string): Promise<number> {
  const names = Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(3, "0")}`);
  // Not to be compressed away where it is stored.
  const blob = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(VALUE_BYTES * 0.75))).toString("base64");
  const bodies = names.map((name) => body(name, { id: name, blob: blob() }));
  const sum = `${prefix}-sum`;
  const ids = names.map((name) => [name, `\${pragma/config/${name}.outputs.id}`]);
  const { readyMilliseconds } = await bench.load.run({
    kind: "apply-until-ready",
    ...targetOf(stack),
    connections: CONNECTIONS,
    bodies: [body(sum, Object.fromEntries(ids)), ...bodies],
    names: [sum, ...names],
  });
  return readyMilliseconds;
}

function body(name: string, data: Record<string, string>): string {
  return JSON.stringify({ provider: "pragma", resource: "config", name, config: { data }, lifecycle_state: "pending" });
}
