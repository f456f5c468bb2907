import type { Bench, Case } from "../bench.ts";
import type { Row } from "../report/row.ts";
import { median, medianRatio } from "../report/statistics.ts";
import { carriedOut } from "../stack/call.ts";
import { type Stack, startStack } from "../stack/stack.ts";

const REPLACED = 200;
const DEPENDENTS = 200;

/**
 * Replacing: 200 things beside as many that are deleted by one change and created by another; and one thing above 200 that are repaired,
 * beside 200 updates.
 */
export const replacement: Case = { name: "replacement", title: "Replacement: things, and what depends on them", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  try {
    return [await things(bench, stack), await repairs(bench, stack)];
  } finally {
    await stack.stop();
  }
}

const thing = (name: string) => ({
  ...{ provider: "bench", resource: "thing", name },
  config: { title: name, content: "As somebody declared it" },
});
const idOf = (name: string): string => `bench/thing/${name}`;

async function things(bench: Bench, stack: Stack): Promise<Row> {
  const [replaced, byHand] = ["replaced", "by-hand"].map((prefix) =>
    Array.from({ length: REPLACED }, (_, index) => `${prefix}-${index}`),
  ) as [string[], string[]];
  await carriedOut(stack, { documents: [...replaced, ...byHand].map(thing) });
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round <= bench.runs; round++) {
    const together = await carriedOut(stack, { replace: replaced.map(idOf) });
    const deleting = await carriedOut(stack, { delete: byHand.map((name) => ({ resource: idOf(name) })) });
    const creating = await carriedOut(stack, { documents: byHand.map(thing) });
    // The first round only warms up.
    if (round === 0) continue;
    ours.push(together);
    theirs.push(deleting + creating);
  }
  return {
    path: `replace ${REPLACED} things as one`,
    figure: `${Math.round(median(ours))} ms`,
    beside: `${Math.round(median(theirs))} ms deleted by one change and created by another`,
    ...{ value: medianRatio(ours, theirs), unit: "×", target: { atMost: 1.2 }, details: { ours, theirs } },
  };
}

async function repairs(bench: Bench, stack: Stack): Promise<Row> {
  const names = Array.from({ length: DEPENDENTS }, (_, index) => `above-${index}`);
  const dependents = names.map((name) => ({
    ...{ provider: "bench", resource: "checked", name },
    config: { content: name, parent: `\${${idOf("root")}.outputs.checksum}` },
  }));
  await carriedOut(stack, { documents: [thing("root"), ...dependents] });
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round <= bench.runs; round++) {
    const repaired = await carriedOut(stack, { replace: [idOf("root")] });
    const alone = await carriedOut(stack, { reapply: [idOf("root")] });
    const updated = await carriedOut(stack, { reapply: names.map((name) => `bench/checked/${name}`) });
    if (round === 0) continue;
    ours.push(repaired);
    theirs.push(alone + updated);
  }
  return {
    path: `replace one thing, repair ${DEPENDENTS} dependents`,
    figure: `${Math.round(median(ours))} ms`,
    beside: `${Math.round(median(theirs))} ms for one update, then ${DEPENDENTS} as one change`,
    ...{ value: medianRatio(ours, theirs), unit: "×", target: { atMost: 1.1 }, details: { ours, theirs } },
  };
}
