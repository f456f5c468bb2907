import type { ServerResponse } from "node:http";
import type { FastifyReply } from "fastify";
import { headersOf } from "./lists/stream-json-array.ts";
import { cutStalledReader } from "./response-writer.ts";

export const HEARTBEAT_MS = 15_000;

/** What may wait for a slow reader. Beyond it the stream is cut; the client resumes with Last-Event-ID. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/** An open answer of server-sent events. */
export type EventStream = {
  /** Writes whole frames. A reader that is too far behind is cut. */
  write(frames: string): void;
  /** Ends it politely. */
  end(): void;
  /** Aborts when the stream is over, whoever ended it. */
  readonly closed: AbortSignal;
};

/** Answers 200 with `text/event-stream`, a heartbeat comment every 15 s, and a cut for readers that stall. */
export function openEventStream(reply: FastifyReply, stallMs: number): EventStream {
  reply.hijack();
  const { raw } = reply;
  const closed = new AbortController();
  raw.writeHead(200, {
    ...headersOf(reply),
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    // Proxies such as nginx would hold events back to fill a buffer.
    "x-accel-buffering": "no",
  });
  raw.flushHeaders();
  cutStalledReader(raw, stallMs);
  const heartbeat = setInterval(() => {
    // A write would count as activity of a reader that takes nothing.
    if (!raw.writableNeedDrain) raw.write(": heartbeat\n\n");
  }, HEARTBEAT_MS);
  raw.once("close", () => {
    clearInterval(heartbeat);
    closed.abort();
  });
  return { write: (frames) => writeFrames(raw, frames), end: () => void raw.end(), closed: closed.signal };
}

function writeFrames(raw: ServerResponse, frames: string): void {
  if (raw.destroyed) return;
  raw.write(frames);
  if (raw.writableLength > MAX_BUFFERED_BYTES) raw.destroy();
}

/** One frame. `data` is JSON text, which has no line breaks. */
export function eventFrame(event: string, data: string, id?: string): string {
  return id === undefined ? `event: ${event}\ndata: ${data}\n\n` : `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;
}
