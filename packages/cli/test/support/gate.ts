import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Stands in front of an API and forwards requests, so that a test knows how far a command has come. */
export interface Gate {
  readonly url: string;
  /** Method, address and body of each request that came. */
  readonly came: readonly string[];
  /** Waits until a matching request has arrived; if it is forwarded, until its answer has begun. */
  until(wanted: RegExp): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param keep requests that are not forwarded, and get no answer
 * @param before runs before anything is forwarded; a request that it refuses gets its connection cut
 */
export async function openGate(
  apiUrl: string,
  keep?: RegExp,
  before?: (what: string) => boolean | Promise<boolean>,
): Promise<Gate> {
  const came: string[] = [];
  const seen: string[] = [];
  const waiting = new Map<RegExp, () => void>();
  const note = (what: string) => {
    seen.push(what);
    for (const [wanted, tell] of waiting) if (wanted.test(what)) tell();
  };
  const server = createServer(async (asked: IncomingMessage, answer: ServerResponse) => {
    const body = await text(asked);
    const what = `${asked.method} ${asked.url} ${body}`;
    came.push(what);
    if (keep?.test(what)) return note(what);
    if ((await before?.(what)) === false) return asked.socket.destroy();
    const { method, headers } = asked;
    const on = request(new URL(asked.url ?? "", apiUrl), { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 500, answered.headers);
      answer.flushHeaders();
      answered.pipe(answer);
      note(what);
    });
    on.on("error", () => answer.destroy());
    answer.on("close", () => on.destroy());
    on.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    came,
    until: (wanted) =>
      new Promise((resolve) => {
        if (seen.some((what) => wanted.test(what))) resolve();
        else waiting.set(wanted, resolve);
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
