import { setTimeout as sleep } from "node:timers/promises";
import { HttpConnection, requestText } from "./http-connection.ts";
import type { PacedAppliesJob, PacedAppliesResult } from "./jobs.ts";

/** Enough that a slow answer holds nothing up. */
const CONNECTIONS = 32;

/** Open loop: the next apply leaves when its time has come, whatever became of the last. */
export async function pacedApplies(job: PacedAppliesJob): Promise<PacedAppliesResult> {
  const { host, port, token, bodies, everyMilliseconds } = job;
  const free = await Promise.all(Array.from({ length: CONNECTIONS }, () => HttpConnection.open(host, port)));
  let failures = 0;
  const asked: Promise<void>[] = [];
  const start = performance.now();
  for (const [index, body] of bodies.entries()) {
    const due = start + index * everyMilliseconds;
    while (performance.now() < due || free.length === 0) await sleep(1);
    const connection = free.pop() as HttpConnection;
    const request = requestText({ method: "POST", path: "/resources/apply", host, token, body });
    asked.push(
      connection.ask(request).then((answer) => {
        free.push(connection);
        if (answer.status !== 200) failures += 1;
      }),
    );
  }
  await Promise.all(asked);
  const milliseconds = performance.now() - start;
  for (const connection of free) connection.close();
  return { milliseconds, failures };
}
