import { once } from "node:events";
import type { ServerResponse } from "node:http";

/** The client disconnected, or was cut off: there is nobody to answer. */
export class ClientGoneError extends Error {
  constructor() {
    super("The client closed the connection");
    this.name = "ClientGoneError";
  }
}

/**
 * Destroys a response whose client has read nothing for `milliseconds` while there is something to read. Node restarts
 * the timer whenever the kernel accepts bytes, so a slow reader is safe; time spent waiting for the database does not
 * count.
 */
export function cutStalledReader(raw: ServerResponse, milliseconds: number): void {
  raw.setTimeout(milliseconds, () => {
    if (raw.writableLength > 0 || (raw.socket?.writableLength ?? 0) > 0) raw.destroy();
  });
}

/**
 * Writes a chunk and waits until the client has consumed enough for the next.
 * @throws ClientGoneError if it never will
 */
export async function writeChunk(raw: ServerResponse, chunk: string): Promise<void> {
  if (raw.destroyed) throw new ClientGoneError();
  if (raw.write(chunk)) return;
  const done = new AbortController();
  const options = { signal: done.signal };
  try {
    await Promise.race([once(raw, "drain", options), once(raw, "close", options)]);
  } finally {
    done.abort();
  }
  if (raw.destroyed) throw new ClientGoneError();
}

/**
 * A signal that aborts when a response ends: complete, or because the client left. For work that serves only this
 * response.
 */
export function answerOver(raw: ServerResponse): AbortSignal {
  const over = new AbortController();
  if (raw.destroyed) over.abort(new ClientGoneError());
  else raw.once("close", () => over.abort(new ClientGoneError()));
  return over.signal;
}
