import { setTimeout as sleep } from "node:timers/promises";
import { addOrganization } from "@pragma/testing/organization";
import type { Bench, Case } from "../bench.ts";
import { applyBody, builtInBody, type Document, documents } from "../documents.ts";
import { type Load, startLoad } from "../load/load.ts";
import type { Row } from "../report/row.ts";
import { median, percentile } from "../report/statistics.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { makeReady } from "./make.ts";
import { startNeighbour } from "./neighbour.ts";
import { targetOf } from "./target.ts";

const COUNT = 5000;
const GET_EVERY_MS = 10;
const WINDOW_MS = 1000;
const IDLE_MS = 5000;

/** Kind of resource to delete: of a provider, or of the platform itself. */
interface Kind {
  readonly type: string;
  bodyOf(document: Document): string;
}

const KINDS: readonly Kind[] = [
  { type: "bench/file", bodyOf: (document) => applyBody(document) },
  { type: "pragma/config", bodyOf: builtInBody },
];

/**
 * One organization deletes a resource with the 5,000 that depend on it. Until the last has gone, another reads one of
 * its resources a hundred times a second and makes one change after the other, beside the same while nothing else is
 * going on.
 */
export const cascade: Case = { name: "cascade", title: "Cascade of 5,000", run };

async function run(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const kind of KINDS) rows.push(...(await runKind(bench, kind)));
  return rows;
}

interface Taken {
  gets: number[];
  changes: number[];
}

const nothing = (): Taken => ({ gets: [], changes: [] });

async function runKind(bench: Bench, kind: Kind): Promise<Row[]> {
  const stack = await startStack(bench);
  const reader = startLoad();
  try {
    const other: Stack = { ...stack, token: (await addOrganization(stack.pool, "neighbour")).token };
    const change = await startNeighbour(bench, other);
    const [idle, during] = [nothing(), nothing()];
    const beside = async (neighbour: Stack, taken: Taken, going: Promise<unknown>): Promise<void> => {
      let isOver = false;
      const until = async (action: () => Promise<void>): Promise<void> => {
        while (!isOver) await action();
      };
      await Promise.all([
        going.finally(() => {
          isOver = true;
        }),
        until(async () => void taken.gets.push(...(await read(reader, neighbour)))),
        until(async () => void taken.changes.push(await change())),
      ]);
    };
    const answered: number[] = [];
    const gone: number[] = [];
    for (let round = 0; round < bench.runs; round++) {
      const [root, ...dependents] = documents("fan-out", COUNT + 1, `cascade-${round}`);
      if (!root) throw new Error("nothing to delete");
      await makeReady(bench, stack, [root, ...dependents], 16, kind.bodyOf);
      await settled(stack);
      await beside(other, idle, sleep(IDLE_MS));
      const start = performance.now();
      const deleted = remove(stack, kind.type, root.name)
        .then(() => answered.push(performance.now() - start))
        .then(() => empty(stack))
        .then(() => gone.push(performance.now() - start));
      await beside(other, during, deleted);
    }
    return rowsOf(kind, { idle, during }, { answered, gone });
  } finally {
    await reader.stop();
    await stack.stop();
  }
}

function rowsOf(
  { type }: Kind,
  { idle, during }: Record<"idle" | "during", Taken>,
  { answered, gone }: { answered: number[]; gone: number[] },
): Row[] {
  // One at a time, so a slow one hides those that would have followed: the slowest tells.
  const [change, changeIdle] = [Math.max(...during.changes), median(idle.changes)];
  const getIdle = p99(idle);
  const besideIdle = (taken: Taken): Omit<Row, "path" | "target"> => ({
    figure: `${p99(taken).toFixed(1)} ms`,
    beside: `${getIdle.toFixed(1)} ms idle`,
    value: p99(taken) / getIdle,
    unit: "×",
    details: { gets: taken.gets.length, ...spread(taken.gets), idle: spread(idle.gets) },
  });
  return [
    {
      path: `GET during another organization's cascade of 5,000 ${type}: p99`,
      target: { atMost: 2 },
      ...besideIdle(during),
    },
    {
      path: `change during another organization's cascade of 5,000 ${type}: slowest`,
      figure: `${Math.round(change)} ms`,
      beside: `${Math.round(changeIdle)} ms idle, p50`,
      value: change / changeIdle,
      unit: "×",
      target: { atMost: 10 },
      details: { changes: during.changes.length, ...spread(during.changes), idle: spread(idle.changes) },
    },
    ...(type === "pragma/config" ? [rateOf({ answered, gone })] : []),
  ];
}

/** Rate for a type without a provider, whose deletions cost the platform's work alone. */
function rateOf({ answered, gone }: { answered: number[]; gone: number[] }): Row {
  const rates = gone.map((end, round) => (COUNT / (end - (answered[round] ?? 0))) * 1000);
  return {
    path: "cascade of 5,000 pragma/config: resources a second, from the answer until the last has gone",
    figure: `${Math.round(median(gone))} ms`,
    beside: `${Math.round(median(answered))} ms until answered`,
    value: Math.round(median(rates)),
    unit: "",
    target: { atLeast: 700 },
    details: { answered, gone },
  };
}

function p99({ gets }: Taken): number {
  return percentile(gets, 0.99);
}

function spread(values: readonly number[]): Record<string, number> {
  return { p50: percentile(values, 0.5), p99: percentile(values, 0.99), max: percentile(values, 1) };
}

/** Milliseconds of each answer of a second. */
async function read(reader: Load, stack: Stack): Promise<number[]> {
  const [document] = documents("independent", 1, "neighbour");
  const path = `/resources/resource%3Abench_file_${document?.name}`;
  const job = { kind: "paced-gets", ...targetOf(stack), path, everyMilliseconds: GET_EVERY_MS } as const;
  const { latencies, failures } = await reader.run({ ...job, milliseconds: WINDOW_MS });
  if (failures > 0) throw new Error(`${failures} of ${latencies.length} answers were not 200`);
  return latencies;
}

async function remove(stack: Stack, type: string, name: string): Promise<void> {
  const answer = await fetch(`${stack.apiUrl}/resources/${encodeURIComponent(`${type}/${name}`)}?dependents=cascade`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${stack.token}` },
  });
  if (!answer.ok) throw new Error(`The deletion was answered ${answer.status}: ${await answer.text()}`);
}

/** Resolves once the resources being deleted have gone. */
async function empty(stack: Stack): Promise<void> {
  await poll(stack, "SELECT EXISTS (SELECT 1 FROM events WHERE settled_at IS NULL AND event_type = 'DELETE') AS busy");
}

/** Resolves once nothing is under way. */
async function settled(stack: Stack): Promise<void> {
  await poll(stack, "SELECT EXISTS (SELECT 1 FROM events WHERE settled_at IS NULL) AS busy");
}

const LOOK_MS = 100;

async function poll(stack: Stack, text: string): Promise<void> {
  for (;;) {
    const { rows } = await stack.pool.query<{ busy: boolean }>(text);
    if (rows[0]?.busy !== true) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
