import { type Loop, startLoop } from "../baselines/start.ts";
import type { Bench, Case } from "../bench.ts";
import { applyBody, changeBody, type Document, documents, type Shape } from "../documents.ts";
import { runAll } from "../load/load.ts";
import type { Row } from "../report/row.ts";
import { median, medianRatio } from "../report/statistics.ts";
import { call } from "../stack/call.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { makeReady, makeReadyAsOne } from "./make.ts";
import { targetOf } from "./target.ts";

const COUNT = 1000;
const CLIENTS = 16;
const DEPENDENTS = 10_000;

const SHAPES: readonly { shape: Shape; count: number; title: string; atMost: number }[] = [
  { shape: "independent", count: COUNT, title: "1,000 independent", atMost: 1.35 },
  { shape: "fan-out", count: COUNT, title: "fan-out of 1,000", atMost: 1.5 },
  { shape: "chain", count: 100, title: "chain of 100", atMost: 1.45 },
];

/** Changes beside single applies of the same run: planned, declared, until ready, and what follows from one. */
export const changes: Case = { name: "changes", title: "Changes: plan, apply as one", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  const database = await bench.server.createDatabase();
  const loop = await startLoop(database.url, crypto.randomUUID());
  try {
    const rows = [await planUnchanged(bench, stack), await declare(bench, stack)];
    for (const wanted of SHAPES) rows.push(await untilReady(bench, { stack, loop }, wanted));
    rows.push(await planFollowers(bench, stack));
    return rows;
  } finally {
    await loop.stop();
    await stack.stop();
    await database.drop();
  }
}

async function post(stack: Stack, body: string): Promise<{ milliseconds: number; counts: Record<string, number> }> {
  const { answer, milliseconds } = await call<{ counts: Record<string, number> }>(stack, "/changes", body);
  return { milliseconds, counts: answer.counts };
}

async function planUnchanged(bench: Bench, stack: Stack): Promise<Row> {
  const plans: number[] = [];
  const singles: number[] = [];
  const resources = documents("independent", COUNT, "planned");
  await makeReady(bench, stack, resources, CLIENTS);
  // The first round only warms up.
  for (let round = 0; round <= bench.runs; round++) {
    const { milliseconds, counts } = await post(stack, changeBody(resources));
    if (counts["unchanged"] !== COUNT) throw new Error(`Planned were ${JSON.stringify(counts)}`);
    const single = await applySingly(bench, stack, resources);
    if (round === 0) continue;
    plans.push(milliseconds);
    singles.push(single);
  }
  return {
    path: "plan of 1,000 unchanged",
    figure: `${Math.round(median(plans))} ms`,
    beside: `${Math.round(median(singles))} ms re-applied one by one`,
    value: medianRatio(plans, singles),
    unit: "×",
    target: { atMost: 0.25 },
    details: { plans, singles },
  };
}

async function applySingly(bench: Bench, stack: Stack, resources: readonly Document[]): Promise<number> {
  const result = await runAll(bench.load, {
    kind: "requests",
    ...targetOf(stack),
    connections: CLIENTS,
    requests: resources.map((document) => ({ method: "POST", path: "/resources/apply", body: applyBody(document) })),
    total: resources.length,
  });
  return result.milliseconds;
}

/** Until all are declared; the worker carries them out meanwhile, on both sides. */
async function declare(bench: Bench, stack: Stack): Promise<Row> {
  const asOne: number[] = [];
  const singly: number[] = [];
  for (let round = 0; round <= bench.runs; round++) {
    const one = await post(stack, changeBody(documents("independent", COUNT, `one-${round}`), { apply: true }));
    const single = await applySingly(bench, stack, documents("independent", COUNT, `single-${round}`));
    await quiet(stack);
    if (round === 0) continue;
    asOne.push(one.milliseconds);
    singly.push(single);
  }
  return {
    path: "apply as one, 1,000 new: declared",
    figure: `${Math.round((COUNT / median(asOne)) * 1000)}/s`,
    beside: `${Math.round((COUNT / median(singly)) * 1000)}/s singly, 16 clients`,
    value: medianRatio(singly, asOne),
    unit: "×",
    target: { atLeast: 2.5 },
    details: { as_one: asOne, singly },
  };
}

/** Until all are ready. */
async function quiet(stack: Stack): Promise<void> {
  for (;;) {
    const answer = await fetch(`${stack.apiUrl}/resources/?lifecycle_state=pending&limit=1`, {
      headers: { authorization: `Bearer ${stack.token}` },
    });
    if (((await answer.json()) as unknown[]).length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function untilReady(
  bench: Bench,
  { stack, loop }: { stack: Stack; loop: Loop },
  { shape, count, title, atMost }: (typeof SHAPES)[number],
): Promise<Row> {
  const ours: number[] = [];
  const loops: number[] = [];
  const singly: number[] = [];
  for (let round = 0; round <= bench.runs; round++) {
    const mine = (await makeReadyAsOne(bench, stack, documents(shape, count, `${shape}-one-${round}`)))
      .readyMilliseconds;
    const theirs = await loop.make(documents(shape, count, `${shape}-${round}`), CLIENTS);
    const single = (await makeReady(bench, stack, documents(shape, count, `${shape}-single-${round}`), CLIENTS))
      .readyMilliseconds;
    if (round === 0) continue;
    ours.push(mine);
    loops.push(theirs);
    singly.push(single);
  }
  return {
    path: `apply as one → ready, ${title}`,
    figure: `${Math.round(median(ours))} ms`,
    beside: `${Math.round(median(loops))} ms loop, ${Math.round(median(singly))} ms singly`,
    value: medianRatio(ours, loops),
    unit: "×",
    target: { atMost },
    details: { ours, loop: loops, singly },
  };
}

async function planFollowers(bench: Bench, stack: Stack): Promise<Row> {
  const [root, ...dependents] = documents("fan-out", DEPENDENTS + 1, "followed");
  if (!root) throw new Error("nothing to plan");
  for (let from = 0; from < dependents.length + 1; from += COUNT) {
    await makeReady(bench, stack, [root, ...dependents].slice(from, from + COUNT), CLIENTS);
  }
  const plans: number[] = [];
  for (let round = 0; round <= bench.runs; round++) {
    const changed = { ...root, config: { content: `changed ${round}` } };
    const { milliseconds, counts } = await post(stack, changeBody([changed]));
    if (counts["follow"] !== DEPENDENTS) throw new Error(`Planned were ${JSON.stringify(counts)}`);
    if (round > 0) plans.push(milliseconds);
  }
  return {
    path: "plan of a change to a root with 10,000 dependents",
    figure: `${Math.round(median(plans))} ms`,
    beside: "",
    value: median(plans),
    unit: "ms",
    target: { atMost: 2000 },
    details: { plans },
  };
}
