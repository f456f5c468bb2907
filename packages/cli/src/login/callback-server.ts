import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CliError, usageError } from "../errors/cli-error.ts";
import type { Answer } from "./read-answer.ts";

/** Where the browser returns to. */
export interface CallbackAddress {
  /** The requested port, or the default one. */
  port: number;
  /** Whether another port will do if that is taken. */
  movable: boolean;
  path: string;
}

const DEFAULT_PORT = 8765;
const DEFAULT_PATH = "/auth/callback";

/** @throws CliError for an invalid port or path */
export function callbackAddress(env: NodeJS.ProcessEnv): CallbackAddress {
  const { PRAGMA_AUTH_CALLBACK_PORT: port, PRAGMA_AUTH_CALLBACK_PATH: path = DEFAULT_PATH } = env;
  if (port && !(/^\d{1,5}$/.test(port) && Number(port) < 65_536))
    throw usageError("PRAGMA_AUTH_CALLBACK_PORT is not a port");
  if (!/^\/[A-Za-z0-9/._~-]*$/.test(path))
    throw usageError("PRAGMA_AUTH_CALLBACK_PATH must be a path such as /auth/callback");
  return { port: Number(port || DEFAULT_PORT), movable: !port, path };
}

/** A server that waits for the browser. */
export interface CallbackServer {
  url: string;
  /** The answer from the first valid request. */
  answer: Promise<Answer>;
  close(): void;
}

/**
 * Listens only on the addresses that `localhost` may mean, as far as the machine has them.
 *
 * @param accept says whether an answer belongs to this login: any page could send a browser here
 * @throws CliError if the port is taken and another will not do
 */
export async function listenForAnswer(
  { port, movable, path }: CallbackAddress,
  accept: (answer: Answer) => boolean,
): Promise<CallbackServer> {
  let answered: (answer: Answer) => void = () => undefined;
  const answer = new Promise<Answer>((resolve) => {
    answered = resolve;
  });
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    // Not resolved against a base: `//` would be read as the name of a host, and there is none.
    const [pathname, query] = (request.url ?? "/").split("?", 2);
    const searchParams = new URLSearchParams(query);
    const given: Answer = {
      code: searchParams.get("code"),
      state: searchParams.get("state"),
      error: searchParams.get("error"),
    };
    const ours = request.method === "GET" && pathname === path && accept(given);
    say(response, ours, given);
    if (ours) answered(given);
  };
  const main = await listen(handle, "127.0.0.1", port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    if (!movable) throw new CliError(`Port ${port} is taken`, { hint: "Set PRAGMA_AUTH_CALLBACK_PORT to a free one." });
    return listen(handle, "127.0.0.1", 0);
  });
  const { port: bound } = main.address() as AddressInfo;
  const second = await listen(handle, "::1", bound).catch(() => null);
  const servers = second === null ? [main] : [main, second];
  return {
    url: `http://localhost:${bound}${path}`,
    answer,
    close() {
      for (const server of servers) {
        server.close();
        server.closeIdleConnections();
        server.unref();
      }
    },
  };
}

async function listen(
  handle: Parameters<typeof createServer>[1] & object,
  host: string,
  port: number,
): Promise<Server> {
  const server = createServer(handle);
  server.listen({ port, host, exclusive: true });
  await once(server, "listening");
  return server;
}

const PAGE = {
  done: "You are logged in. You can close this window and go back to the terminal.",
  denied: "The login was denied. You can close this window.",
  foreign: "This is not the login that the command line waits for. Nothing has happened.",
};

function say(response: ServerResponse, ours: boolean, { error }: Answer): void {
  const outcome = error === null ? "done" : "denied";
  const text = PAGE[ours ? outcome : "foreign"];
  // The code is in the URL: it must not leak from there.
  response.writeHead(ours ? 200 : 400, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    connection: "close",
  });
  response.end(`<!doctype html><meta charset="utf-8"><title>Pragma</title><p>${text}</p>\n`);
}
