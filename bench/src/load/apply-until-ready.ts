import { HttpConnection, requestText } from "./http-connection.ts";
import type { ApplyUntilReadyJob, ApplyUntilReadyResult } from "./jobs.ts";
import { openStream } from "./state-stream.ts";

/** Sees to the end what a client sees: applies over HTTP, and the event stream that says when each is ready. */
export async function applyUntilReady(job: ApplyUntilReadyJob): Promise<ApplyUntilReadyResult> {
  const { host, port, token, bodies, names, connections, path = "/resources/apply" } = job;
  const waiting = new Set(names);
  const done = Promise.withResolvers<number>();
  const stream = await openStream({ host, port, token }, (change) => {
    if (change.lifecycle_state === "failed" && waiting.has(change.name)) {
      done.reject(new Error(`${change.name} failed: ${change.error}`));
    }
    if (change.lifecycle_state !== "ready") return;
    waiting.delete(change.name);
    if (waiting.size === 0) done.resolve(performance.now());
  });
  done.promise.catch(() => {});
  try {
    const lanes = await Promise.all(Array.from({ length: connections }, () => HttpConnection.open(host, port)));
    const requests = bodies.map((body) => requestText({ method: "POST", path, host, token, body }));
    const start = performance.now();
    let next = 0;
    await Promise.all(
      lanes.map(async (lane) => {
        while (next < requests.length) {
          const answer = await lane.ask(requests[next++] as string);
          if (answer.status !== 200 && answer.status !== 201)
            throw new Error(`An apply was answered ${answer.status}: ${answer.body}`);
        }
      }),
    );
    const applied = performance.now();
    const ready = await done.promise;
    for (const lane of lanes) lane.close();
    return { appliedMilliseconds: applied - start, readyMilliseconds: Math.max(ready, applied) - start };
  } finally {
    stream.close();
  }
}
