import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Server } from "./server-url.ts";
import { NO_TLS } from "./translate-error.ts";

/** An open connection. `close` never throws and never takes longer than a second. */
export interface Connection {
  readonly client: pg.Client;
  close(): Promise<void>;
}

const CLOSE_TIMEOUT_MS = 1000;

/**
 * Opens a connection to one database of the server. When `signal` is aborted the socket is cut, whatever is going on:
 * connecting, the TLS handshake or a running statement fails at once.
 */
export async function connect(server: Server, database: string, signal: AbortSignal): Promise<Connection> {
  try {
    return await open(server, database, signal, server.tls.options);
  } catch (error) {
    const plainIsFine = server.tls.optional && error instanceof Error && error.message === NO_TLS;
    if (!plainIsFine || signal.aborted) throw error;
    return await open(server, database, signal, false);
  }
}

async function open(
  server: Server,
  database: string,
  signal: AbortSignal,
  ssl: Server["tls"]["options"],
): Promise<Connection> {
  signal.throwIfAborted();
  const socket = new Socket();
  const client = new pg.Client({
    host: server.host,
    port: server.port,
    user: server.user,
    // A function: given no password, node-postgres would look for PGPASSWORD and a .pgpass file.
    password: () => server.password ?? "",
    database,
    ssl,
    stream: () => socket,
    keepAlive: true,
    connectionTimeoutMillis: server.connectTimeoutMs,
    fallback_application_name: "pragma",
  });
  // A connection that breaks between two statements must not end the process; the next statement reports it.
  client.on("error", () => {});
  const cut = () => socket.destroy();
  signal.addEventListener("abort", cut, { once: true });
  const close = async () => {
    signal.removeEventListener("abort", cut);
    await Promise.race([client.end().catch(() => {}), sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
    socket.destroy();
  };
  try {
    await client.connect();
  } catch (error) {
    await close();
    throw error;
  }
  return { client, close };
}
