import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { endConnection } from "./end-connection.ts";
import { processIdOf } from "./sessions.ts";

/** For a notification to arrive. */
const PATIENCE_MS = 1000;

/**
 * Whether notifications reach a connection. Behind a pooler by transaction LISTEN succeeds, in a session that is then given
 * to others. Where the greeting came from the server itself they do, and nothing more is asked. Else one is sent, from
 * another connection: what a session tells itself would arrive in either case.
 *
 * @param config of the other connection
 */
export async function hears(client: pg.Client, config: pg.ClientConfig): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  if (rows[0]?.pid === processIdOf(client)) return true;
  const channel = pg.escapeIdentifier(`pragma_${randomUUID()}`);
  const { promise: heard, resolve } = Promise.withResolvers<true>();
  const onNotification = (message: pg.Notification): void => {
    if (pg.escapeIdentifier(message.channel) === channel) resolve(true);
  };
  client.on("notification", onNotification);
  try {
    await client.query(`LISTEN ${channel}`);
    await notify(config, channel);
    return await Promise.race([heard, sleep(PATIENCE_MS, false, { ref: false })]);
  } finally {
    client.off("notification", onNotification);
    await client.query(`UNLISTEN ${channel}`).catch(() => {});
  }
}

async function notify(config: pg.ClientConfig, channel: string): Promise<void> {
  const other = new pg.Client(config);
  other.on("error", () => {});
  await other.connect();
  try {
    await other.query(`NOTIFY ${channel}`);
  } finally {
    await endConnection(other);
  }
}
