import { isIP } from "node:net";
import type { ProviderContext } from "@pragma/sdk/provider";
import { createClient, type RedisArgument } from "@redis/client";
import { parseServerUrl, type Server } from "./server-url.ts";
import { translateError } from "./translate-error.ts";

/** Deadline and log of a call. */
export type Call = Pick<ProviderContext, "signal" | "log">;

export interface Target {
  readonly server_url: string;
  readonly server_ca?: string | undefined;
}

/** One connection. Commands are lists of arguments, so that nothing has to be quoted. */
export interface Session {
  readonly server: Server;
  command(...args: RedisArgument[]): Promise<unknown>;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Runs `work` on a connection of its own, which is closed whatever happens. Nothing is repeated here when the connection
 * breaks: a user's rules are set by one command, which is done or not.
 *
 * Throws ConfigError, RetryAfter or a plain error as `translateError` says; the signal's reason once it is aborted.
 */
export async function withSession<T>(call: Call, target: Target, work: (session: Session) => Promise<T>): Promise<T> {
  const server = parseServerUrl(target.server_url, target.server_ca);
  call.signal.throwIfAborted();
  const client = open(server);
  // An error of a connection that is being given up has been reported by the command that it broke.
  client.on("error", () => {});
  const cut = () => client.destroy();
  call.signal.addEventListener("abort", cut, { once: true });
  try {
    await client.connect();
    return await work({ server, command: (...args) => client.sendCommand(args) });
  } catch (error) {
    call.signal.throwIfAborted();
    throw translateError(error, server);
  } finally {
    call.signal.removeEventListener("abort", cut);
    if (client.isOpen) client.destroy();
  }
}

function open(server: Server) {
  const { host, port, user, password, database, ca } = server;
  const common = { host, port, connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy: false as const };
  return createClient({
    socket: server.tls
      ? {
          ...common,
          tls: true as const,
          ...(isIP(host) === 0 ? { servername: host } : {}),
          ...(ca === undefined ? {} : { ca }),
        }
      : { ...common, tls: false as const },
    ...(password === undefined ? {} : { username: user, password }),
    database,
    RESP: 2,
    // Neither is needed, and an account with few rights would be refused by them.
    disableClientInfo: true,
    maintNotifications: "disabled",
  });
}
