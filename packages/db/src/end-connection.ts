import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { streamOf } from "./sessions.ts";

/** For the server to hear that a connection ends. */
const GOODBYE_MS = 1000;

/** Ends a connection. The driver waits for the server, which may hang: after a second the connection is cut. */
export async function endConnection(client: pg.Client): Promise<void> {
  const ended = client.end().then(
    () => true,
    () => false,
  );
  if (await Promise.race([ended, sleep(GOODBYE_MS, false, { ref: false })])) return;
  streamOf(client).destroy();
}
