import { HttpConnection, requestText } from "./http-connection.ts";
import type { RequestsJob, RequestsResult } from "./jobs.ts";

/** Closed loop: each connection has one request under way at any time. */
export async function runRequests(job: RequestsJob): Promise<RequestsResult> {
  const { host, port, token, total = Number.POSITIVE_INFINITY, milliseconds = Number.POSITIVE_INFINITY } = job;
  const texts = job.requests.map((request) => {
    const numbered = `${request.path}${request.body ?? ""}`.includes("{n}");
    return numbered
      ? (n: number) =>
          requestText({
            method: request.method,
            path: request.path.replaceAll("{n}", String(n)),
            host,
            token,
            ...(request.body === undefined ? {} : { body: request.body.replaceAll("{n}", String(n)) }),
          })
      : constant(requestText({ ...request, host, token }));
  });
  const lanes = await Promise.all(Array.from({ length: job.connections }, () => HttpConnection.open(host, port)));
  const latencies: number[] = [];
  const failures: Record<string, number> = {};
  let firstFailure: string | null = null;
  let sent = 0;
  const start = performance.now();
  const lane = async (connection: HttpConnection): Promise<void> => {
    for (let before = start; sent < total && before - start < milliseconds; ) {
      const n = sent++;
      const text = texts[n % texts.length] as (n: number) => string;
      const answer = await connection.ask(text((job.from ?? 0) + n));
      const after = performance.now();
      latencies.push(after - before);
      before = after;
      if (answer.status === 200) continue;
      failures[answer.status] = (failures[answer.status] ?? 0) + 1;
      firstFailure ??= answer.body.toString().slice(0, 500);
    }
  };
  await Promise.all(lanes.map(lane));
  const elapsed = performance.now() - start;
  for (const connection of lanes) connection.close();
  return { count: latencies.length, failures, firstFailure, milliseconds: elapsed, latencies };
}

function constant(text: string): () => string {
  return () => text;
}
