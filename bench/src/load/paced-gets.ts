import { setTimeout as sleep } from "node:timers/promises";
import { HttpConnection, requestText } from "./http-connection.ts";
import type { PacedGetsJob, PacedGetsResult } from "./jobs.ts";

/** Enough that a slow answer holds nothing up. */
const CONNECTIONS = 32;

/** Open loop: the next request leaves when its time has come, whatever became of the last. */
export async function pacedGets(job: PacedGetsJob): Promise<PacedGetsResult> {
  const { host, port, token, path, everyMilliseconds, milliseconds } = job;
  const free = await Promise.all(Array.from({ length: CONNECTIONS }, () => HttpConnection.open(host, port)));
  const request = requestText({ method: "GET", path, host, token });
  const latencies: number[] = [];
  const asked: Promise<void>[] = [];
  let failures = 0;
  const start = performance.now();
  for (let due = start; due < start + milliseconds; due += everyMilliseconds) {
    while (performance.now() < due) await sleep(1);
    // A late timer of the load itself is not latency; waiting for a free connection is.
    const from = performance.now();
    while (free.length === 0) await sleep(1);
    const connection = free.pop() as HttpConnection;
    asked.push(
      connection.ask(request).then((answer) => {
        latencies.push(performance.now() - from);
        free.push(connection);
        if (answer.status !== 200) failures += 1;
      }),
    );
  }
  await Promise.all(asked);
  for (const connection of free) connection.close();
  return { latencies, failures };
}
