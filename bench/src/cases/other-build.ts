import { setTimeout as sleep } from "node:timers/promises";
import type { Bench, Case } from "../bench.ts";
import { applyBody, changeBody, documents, type Shape } from "../documents.ts";
import { runAll } from "../load/load.ts";
import type { Row } from "../report/row.ts";
import { median, medianRatio } from "../report/statistics.ts";
import { call, carriedOut } from "../stack/call.ts";
import { cpuSeconds, memoryMiB } from "../stack/process-facts.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { makeReady, makeReadyAsOne } from "./make.ts";
import { targetOf } from "./target.ts";

/** Short turns, many of them: what else the machine does then slows down both builds alike. Yet long enough for a clock of hundredths of a second. */
const REQUESTS = 4000;
const TURNS_OF_REQUESTS = 6;
/** A plan takes so little that what else the machine does decides a single one. */
const TURNS_OF_PLANS = 6;
const CONNECTIONS = 16;
const PLANNED = 2000;

/** What a path takes in one build: milliseconds, or microseconds of the API's processor. */
type Measure = (stack: Stack, round: number) => Promise<number>;

interface Path {
  readonly title: string;
  readonly unit: "ms" | "µs";
  /** Turns for each run that is asked for; 1 if left out. */
  readonly turns?: number;
  readonly measure: (bench: Bench) => Measure;
}

const untilReady = (shape: Shape, size: number): Path => ({
  title: `apply → ready, ${shape} of ${size}`,
  unit: "ms",
  measure: (bench) => async (stack, round) =>
    (await makeReady(bench, stack, documents(shape, size, `${shape}-${round}`))).readyMilliseconds,
});

const PATHS: readonly Path[] = [
  { title: "GET one: processor time", unit: "µs", turns: TURNS_OF_REQUESTS, measure: gets },
  { title: "apply: processor time", unit: "µs", turns: TURNS_OF_REQUESTS, measure: applies },
  untilReady("independent", 1000),
  untilReady("fan-out", 1000),
  untilReady("chain", 100),
  {
    title: "apply as one → ready, independent of 1000",
    unit: "ms",
    measure: (bench) => async (stack, round) =>
      (await makeReadyAsOne(bench, stack, documents("independent", 1000, `one-${round}`))).readyMilliseconds,
  },
  {
    title: `plan of ${PLANNED} documents`,
    unit: "ms",
    turns: TURNS_OF_PLANS,
    measure: () => async (stack, round) =>
      (await call(stack, "/changes", changeBody(documents("independent", PLANNED, `planned-${round}`)))).milliseconds,
  },
];

/**
 * What everybody pays for what was built since another build: both run side by side, each on a database of its own, and are measured in
 * turns, the first of each round in turns as well.
 */
export const otherBuild: Case = { name: "other-build", title: "Beside another build", run };

async function run(bench: Bench): Promise<Row[]> {
  if (bench.beside === undefined) {
    bench.note("there is none: name one with --beside");
    return [];
  }
  const ours = await startStack(bench);
  try {
    const theirs = await startStack({ ...bench, root: bench.beside });
    try {
      const rows: Row[] = [];
      for (const path of PATHS) rows.push(await inTurns(bench, [ours, theirs], path));
      return [...rows, ...(await settled([ours, theirs])), memory([ours, theirs])];
    } finally {
      await theirs.stop();
    }
  } finally {
    await ours.stop();
  }
}

type Builds = readonly [ours: Stack, theirs: Stack];

async function inTurns(bench: Bench, builds: Builds, { title, unit, turns = 1, measure }: Path): Promise<Row> {
  const taken: [number[], number[]] = [[], []];
  const take = measure(bench);
  for (let round = 0; round <= turns * bench.runs; round++) {
    for (const index of round % 2 ? ([0, 1] as const) : ([1, 0] as const)) {
      const figure = await take(builds[index], round);
      // The first round only warms up.
      if (round > 0) taken[index].push(figure);
    }
  }
  const [ours, theirs] = taken;
  return {
    path: title,
    figure: `${Math.round(median(ours))} ${unit}`,
    beside: `${Math.round(median(theirs))} ${unit} in the other build`,
    ...{ value: medianRatio(ours, theirs), unit: "×", target: { atMost: 1.08 }, details: { ours, theirs } },
  };
}

/** Processor time of the API for each request. */
async function ofApi(bench: Bench, stack: Stack, request: { method: string; path: string; body?: string }) {
  const before = cpuSeconds(stack.apiPid);
  await runAll(bench.load, {
    ...{ kind: "requests", ...targetOf(stack), connections: CONNECTIONS, requests: [request], total: REQUESTS },
  });
  return ((cpuSeconds(stack.apiPid) - before) / REQUESTS) * 1e6;
}

function gets(bench: Bench): Measure {
  return async (stack, round) => {
    if (round === 0) await makeReady(bench, stack, documents("independent", 1, "get"));
    return await ofApi(bench, stack, { method: "GET", path: "/resources/resource%3Abench_file_get-000000" });
  };
}

/** Drafts, so that no worker has part in it. */
function applies(bench: Bench): Measure {
  return async (stack, round) => {
    const [document] = documents("independent", 1, `apply-${round}-{n}`);
    if (!document) throw new Error("nothing to apply");
    return await ofApi(bench, stack, {
      method: "POST",
      path: "/resources/apply",
      body: applyBody(document, "draft"),
    });
  };
}

interface Facts {
  transactions: number;
  blocks: number;
  written: number;
}

const SETTLED = 1000;
/** A connection that has nothing to do reports its counts after ten seconds. */
const REPORTED_MS = 12_000;

/**
 * What 1,000 applies, claims and settlements ask of the database, by its own count: unlike time, that is the same on every machine. Blocks
 * are those that were looked at.
 */
async function settled(builds: Builds): Promise<Row[]> {
  const of = async (stack: Stack): Promise<Facts> => {
    const before = await facts(stack);
    const made = documents("independent", SETTLED, "settled");
    await carriedOut(stack, JSON.parse(changeBody(made)));
    const after = await facts(stack);
    return {
      transactions: after.transactions - before.transactions,
      blocks: after.blocks - before.blocks,
      written: after.written - before.written,
    };
  };
  const [ours, theirs] = [await of(builds[0]), await of(builds[1])];
  return (["transactions", "blocks", "written"] as const).map((fact) => ({
    path: `${SETTLED} made as one: ${fact === "written" ? "rows written" : fact}`,
    figure: `${ours[fact]}`,
    beside: `${theirs[fact]} in the other build`,
    ...{ value: ours[fact] / theirs[fact], unit: "×", target: { atMost: 1.08 } },
  }));
}

async function facts({ pool }: Stack): Promise<Facts> {
  await sleep(REPORTED_MS);
  const { rows } = await pool.query<Record<keyof Facts, string>>(
    `SELECT xact_commit AS transactions, blks_hit + blks_read AS blocks, tup_inserted + tup_updated + tup_deleted AS written
     FROM pg_stat_database WHERE datname = current_database()`,
  );
  const [row] = rows;
  if (!row) throw new Error("The database counts nothing");
  return {
    transactions: Number(row.transactions),
    blocks: Number(row.blocks),
    written: Number(row.written),
  };
}

/** After the same work in both. */
function memory(builds: Builds): Row {
  const [ours, theirs] = builds.map((stack) => memoryMiB(stack.workerPid)) as [number, number];
  return {
    path: "memory of the worker after all of that",
    figure: `${Math.round(ours)} MiB`,
    beside: `${Math.round(theirs)} MiB in the other build`,
    ...{ value: ours / theirs, unit: "×", target: { atMost: 1.05 } },
  };
}
