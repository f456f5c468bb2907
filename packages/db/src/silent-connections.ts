import type { Socket } from "node:net";
import type pg from "pg";

/** How often to check within the time that a connection may be silent. */
const CHECKS = 8;

/** Facts about one connection. */
interface Observed {
  readonly socket: Socket;
  /** Bytes sent by the time when all of them had been answered. */
  answered: number;
  /** Bytes received at the last check. */
  received: number;
  /** How many checks in a row found nothing received although an answer was owed. */
  silent: number;
}

/**
 * Breaks connections of a pool that owe an answer but are silent: the database, or the network, hangs, and whatever
 * waits for them fails as in an outage. The driver's own `query_timeout` has a timer per statement, which cost 12 % of
 * a GET and kept results in memory longer. Counts checks, not time: a process that was paused has not heard what
 * arrived.
 * @param silenceMs how long a connection may be silent
 */
export function breakSilentConnections(pool: pg.Pool, silenceMs: number): void {
  const all = new Map<pg.PoolClient, Observed>();
  let timer: NodeJS.Timeout | undefined;

  const check = (): void => {
    for (const connection of all.values()) {
      const { socket, answered, received } = connection;
      const isSilent = socket.bytesWritten > answered && socket.bytesRead === received;
      connection.received = socket.bytesRead;
      connection.silent = isSilent ? connection.silent + 1 : 0;
      if (connection.silent >= CHECKS) socket.destroy(new Error("Query read timeout: the database does not answer"));
    }
  };

  pool.on("connect", (client) => {
    const { stream: socket } = (client as unknown as { connection: { stream: Socket } }).connection;
    const connection = { socket, answered: socket.bytesWritten, received: socket.bytesRead, silent: 0 };
    all.set(client, connection);
    client.on("drain", () => {
      connection.answered = socket.bytesWritten;
    });
    timer ??= setInterval(check, silenceMs / CHECKS).unref();
  });
  pool.on("remove", (client) => {
    all.delete(client);
    if (all.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  });
}
