import { join } from "node:path";
import type { Bench, Case } from "../bench.ts";
import { applyBody, documents } from "../documents.ts";
import type { FinishMessage, OpenMessage, StreamResult } from "../load/stream-clients.ts";
import type { Row } from "../report/row.ts";
import { median } from "../report/statistics.ts";
import { nextMessage, start, stop } from "../stack/processes.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { targetOf } from "./target.ts";

const CLIENTS = 1000;
const STREAMS_A_TOKEN = 50;
const EVENTS_A_SECOND = 200;
const SECONDS = 10;
const COUNT = EVENTS_A_SECOND * SECONDS;
/** The last events still have to arrive. */
const DRAIN_MS = 2000;

/** Each event to each of 1,000 readers: from its commit, by the database's record, to the reader's socket. */
export const streams: Case = { name: "streams", title: "Event stream, 1,000 clients × 200 events/s", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  const clients = start(join(import.meta.dirname, "..", "load", "stream-clients.ts"), {});
  const tell = async <Result>(message: OpenMessage | FinishMessage): Promise<Result> => {
    const answer = nextMessage<{ result: Result } | { error: string }>(clients);
    clients.send(message);
    const told = await answer;
    if ("error" in told) throw new Error(told.error);
    return told.result;
  };
  try {
    await stack.stopWorker();
    const tokens = await createTokens(stack, CLIENTS / STREAMS_A_TOKEN);
    const perClient = tokens.flatMap((token) => Array.from({ length: STREAMS_A_TOKEN }, () => token));
    const results: StreamResult[] = [];
    for (let round = 0; round < bench.runs; round++) {
      const resources = documents("independent", COUNT, `stream${round}`);
      const { host, port } = stack;
      await tell({ kind: "open", host, port, tokens: perClient, prefix: `stream${round}-`, events: COUNT });
      const paced = await bench.load.run({
        kind: "paced-applies",
        ...targetOf(stack),
        bodies: resources.map((document) => applyBody(document, "draft")),
        everyMilliseconds: 1000 / EVENTS_A_SECOND,
      });
      if (paced.failures > 0) throw new Error(`${paced.failures} applies were refused`);
      await new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
      results.push(await tell({ kind: "finish", committed: await commitTimes(stack, `bench/file/stream${round}-`) }));
      bench.note(JSON.stringify(results.at(-1)));
    }
    return rows(results);
  } finally {
    await stop(clients);
    await stack.stop();
  }
}

function rows(results: readonly StreamResult[]): Row[] {
  const p99 = median(results.map((result) => result.p99));
  const lost = results.reduce((sum, result) => sum + result.lost, 0);
  const received = results.reduce((sum, result) => sum + result.received, 0);
  const path = "SSE, 1,000 clients × 200 events/s";
  return [
    {
      path: `${path}: commit → client p99`,
      figure: `${p99.toFixed(1)} ms`,
      beside: `p50 ${median(results.map((result) => result.p50)).toFixed(1)} ms`,
      value: p99,
      unit: "ms",
      target: { atMost: 60 },
      details: { runs: results },
    },
    {
      path: `${path}: lost`,
      figure: String(lost),
      beside: `of ${(received + lost).toLocaleString("en")}`,
      value: lost,
      unit: "",
      target: { atMost: 0 },
    },
  ];
}

async function createTokens(stack: Stack, count: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let index = 0; index < count; index++) {
    const answer = await fetch(`${stack.apiUrl}/auth/tokens`, {
      method: "POST",
      headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
      body: JSON.stringify({ name: `bench ${index}`, scopes: ["resources:read"] }),
    });
    if (!answer.ok) throw new Error(`A token was answered ${answer.status}: ${await answer.text()}`);
    tokens.push(((await answer.json()) as { token: string }).token);
  }
  return tokens;
}

/** When each was committed, by its number, in milliseconds since the epoch. */
async function commitTimes(stack: Stack, prefix: string): Promise<number[]> {
  const { rows } = await stack.pool.query<{ number: number; time: string }>(
    `SELECT right(resource_key, 6)::int AS number,
       extract(epoch FROM pg_xact_commit_timestamp((xid % 4294967296)::text::xid)) * 1000 AS time
     FROM resource_changes WHERE starts_with(resource_key, $1) ORDER BY 1`,
    [prefix],
  );
  if (rows.length !== COUNT) throw new Error(`${rows.length} of ${COUNT} changes were written`);
  return rows.map((row) => Number(row.time));
}
