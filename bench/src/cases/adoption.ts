import { ProviderHarness } from "@pragma/sdk/provider/testing";
import provider from "../../providers/bench/src/index.ts";
import type { Bench, Case } from "../bench.ts";
import type { Row } from "../report/row.ts";
import { median, medianRatio } from "../report/statistics.ts";
import { call } from "../stack/call.ts";
import { memoryMiB } from "../stack/process-facts.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { targetOf } from "./target.ts";

const ADOPTED = 500;
const THINGS = 100_000;
/** Questions that a plan asks at once. */
const AT_ONCE = 16;
const QUESTIONS = 50;
const FIRST_PAGES = 100;
/** What each thing holds where memory is looked at. */
const LARGE = "Something that somebody wrote. ".repeat(66);
/** How long a service on the network takes to answer, about. */
const SERVICE_MS = 50;

/**
 * Taking over what exists: 500 things beside as many that are created by the same provider; the plan of that beside the questions that it
 * asks; and 100,000 things that are listed.
 */
export const adoption: Case = { name: "adoption", title: "Adoption: plan, take over, discover", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  try {
    return [
      await untilReady(bench, stack),
      ...(await planned(bench, stack)),
      await firstPage(stack),
      await memoryOfAll(stack),
    ];
  } finally {
    await stack.stop();
  }
}

interface Thing {
  name: string;
  title: string;
}

const titleOf = (number: number): string => `there-${String(number).padStart(6, "0")}`;

/** Things that nobody has taken over before: each round takes others. */
function thingsThere(round: number, prefix: string): Thing[] {
  return Array.from({ length: ADOPTED }, (_, index) => {
    const title = titleOf(round * ADOPTED + index);
    return { name: `${prefix}-${title}`, title };
  });
}

function thingsToMake(round: number): Thing[] {
  return Array.from({ length: ADOPTED }, (_, index) => ({
    name: `made-${round}-${index}`,
    title: `made-${round}-${index}`,
  }));
}

function bodyOf(things: readonly Thing[], isThere: boolean, wait_ms = 0): string {
  const documents = things.map(({ name, title }) => ({
    ...{ provider: "bench", resource: "thing", name },
    ...(isThere && { adopt: title }),
    config: { title, content: "As somebody made it by hand", wait_ms },
  }));
  return JSON.stringify({ documents });
}

interface Planned {
  id: string;
  counts: { adopt: number; create: number; refuse: number };
  actions: { changes: unknown[]; warnings: string[] }[];
}

/** @throws Error if what is planned is anything but 500 of the one kind */
async function plan(
  stack: Stack,
  things: readonly Thing[],
  { isThere, waitMs }: { isThere: boolean; waitMs?: number },
): Promise<{ id: string; milliseconds: number }> {
  const { answer, milliseconds } = await call<Planned>(stack, "/changes", bodyOf(things, isThere, waitMs));
  const { id, counts, actions } = answer;
  const isRight = counts[isThere ? "adopt" : "create"] === ADOPTED && counts.refuse === 0;
  const odd = isThere ? actions.find(({ changes, warnings }) => changes.length + warnings.length > 0) : undefined;
  if (!isRight || odd) throw new Error(`Planned were ${JSON.stringify(counts)}, ${JSON.stringify(odd)}`);
  return { id, milliseconds };
}

/** From the apply of a plan until all of it is ready. */
async function applied(bench: Bench, stack: Stack, id: string, things: readonly Thing[]): Promise<number> {
  const { readyMilliseconds } = await bench.load.run({
    kind: "apply-until-ready",
    ...targetOf(stack),
    connections: 1,
    path: `/changes/${id}/apply`,
    bodies: ["{}"],
    names: things.map(({ name }) => name),
  });
  return readyMilliseconds;
}

async function untilReady(bench: Bench, stack: Stack): Promise<Row> {
  const [taken, created]: [number[], number[]] = [[], []];
  // The first round only warms up. The others differ by as much as the target allows: so there are more of them.
  for (let round = 0; round <= 3 * bench.runs; round++) {
    const [there, fresh] = [thingsThere(round, "taken"), thingsToMake(round)];
    const adopting = await plan(stack, there, { isThere: true });
    const ours = await applied(bench, stack, adopting.id, there);
    const creating = await plan(stack, fresh, { isThere: false });
    const theirs = await applied(bench, stack, creating.id, fresh);
    if (round === 0) continue;
    taken.push(ours);
    created.push(theirs);
  }
  return {
    path: "adopt 500 as one → ready",
    figure: `${Math.round(median(taken))} ms`,
    beside: `${Math.round(median(created))} ms created by the same provider`,
    ...{ value: medianRatio(taken, created), unit: "×", target: { atMost: 1.2 }, details: { taken, created } },
  };
}

/** What one question takes, asked one after another. */
async function oneQuestion(stack: Stack, waitMs: number): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < QUESTIONS; index++) {
    const asked = { type: "thing", identity: titleOf(THINGS - 1), config: { wait_ms: waitMs } };
    times.push((await call(stack, "/providers/bench/discover", JSON.stringify(asked))).milliseconds);
  }
  return median(times);
}

/** Of a service that takes its time, and of one that answers at once: then the platform's own work is all that there is. */
async function planned(bench: Bench, stack: Stack): Promise<Row[]> {
  const of = async (waitMs: number) => {
    const [plans, questions]: [number[], number[]] = [[], []];
    for (let round = 0; round <= bench.runs; round++) {
      const question = await oneQuestion(stack, waitMs);
      const { milliseconds } = await plan(stack, thingsThere(100 + round, `planned-${waitMs}`), {
        isThere: true,
        waitMs,
      });
      if (round === 0) continue;
      plans.push(milliseconds);
      questions.push((ADOPTED / AT_ONCE) * question);
    }
    return { plans, questions };
  };
  const [slow, quick] = [await of(SERVICE_MS), await of(0)];
  return [
    {
      path: `plan of 500 adoptions, of a service that answers after ${SERVICE_MS} ms`,
      figure: `${Math.round(median(slow.plans))} ms`,
      beside: `${Math.round(median(slow.questions))} ms for 500 ÷ ${AT_ONCE} questions`,
      ...{ value: medianRatio(slow.plans, slow.questions), unit: "×", target: { atMost: 1.5 }, details: slow },
    },
    {
      path: "plan of 500 adoptions, of a service that answers at once",
      figure: `${Math.round(median(quick.plans))} ms`,
      beside: `${Math.round(median(quick.questions))} ms for 500 ÷ ${AT_ONCE} questions`,
      ...{ value: median(quick.plans), unit: "ms", target: { atMost: 30_000 }, details: quick },
    },
  ];
}

interface Part {
  items: { identity: string }[];
  cursor: string | null;
}

async function part(
  stack: Stack,
  cursor: string | null,
  config: { wait_ms?: number; content?: string },
): Promise<{ answer: Part; milliseconds: number }> {
  const asked = { type: "thing", limit: 100, cursor, config };
  return await call<Part>(stack, "/providers/bench/discover", JSON.stringify(asked));
}

async function firstPage(stack: Stack): Promise<Row> {
  const harness = new ProviderHarness(provider);
  const [ours, bare, atOnce]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round <= FIRST_PAGES; round++) {
    const { milliseconds } = await part(stack, null, { wait_ms: SERVICE_MS });
    const start = performance.now();
    const listed = await harness.list("thing", { limit: 100, config: { wait_ms: SERVICE_MS } });
    const theirs = performance.now() - start;
    if (!listed.ok) throw new Error("The list failed");
    const quick = await part(stack, null, {});
    if (round === 0) continue;
    ours.push(milliseconds);
    bare.push(theirs);
    atOnce.push(quick.milliseconds);
  }
  return {
    path: `first page of 100,000 things, of a service that answers after ${SERVICE_MS} ms`,
    figure: `${median(ours).toFixed(1)} ms`,
    beside: `${median(bare).toFixed(1)} ms the handler alone, ${median(atOnce).toFixed(1)} ms all but it`,
    ...{ value: medianRatio(ours, bare), unit: "×", target: { atMost: 1.5 } },
    details: { ours: median(ours), bare: median(bare), of_a_service_that_answers_at_once: median(atOnce) },
  };
}

/**
 * Reads all there is, page by page: how much more memory API and worker have at the end than near the beginning. Heaps breathe by some
 * fifty MiB, so medians are compared; the texts alone of what is found in between have more than twice as many.
 */
async function memoryOfAll(stack: Stack): Promise<Row> {
  const memory: number[] = [];
  let cursor: string | null = null;
  let found = 0;
  const start = performance.now();
  do {
    const { answer }: { answer: Part } = await part(stack, cursor, { content: LARGE });
    ({ cursor } = answer);
    found += answer.items.length;
    memory.push(memoryMiB(stack.apiPid) + memoryMiB(stack.workerPid));
  } while (cursor !== null);
  if (found !== THINGS) throw new Error(`Found were ${found}`);
  const fifth = memory.length / 5;
  const [before, after] = [median(memory.slice(fifth, 2 * fifth)), median(memory.slice(-fifth))];
  return {
    path: "discovery of 100,000 things: memory of API and worker in the last fifth beyond the second",
    figure: `${(after - before).toFixed(1)} MiB`,
    beside: `${Math.round(before)} MiB in the second`,
    ...{ value: after - before, unit: "MiB", target: { atMost: 64 } },
    details: { seconds: (performance.now() - start) / 1000, before, after, highest: Math.max(...memory) },
  };
}
