import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { FastifyInstance, FastifyReply } from "fastify";
import { headersOf } from "./json-stream.ts";
import { cutStalledReader } from "./response-writer.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Open responses that end with the server. */
    eventStreams: OpenStreams;
  }
}

export const HEARTBEAT_MS = 15_000;

/** How much may be buffered for a slow reader. Beyond it the stream is cut; the client resumes with Last-Event-ID. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/** An open response of server-sent events. */
export type EventStream = {
  /** Writes whole frames. A reader that is too far behind is cut. */
  write(frames: string | Buffer): void;
  /** Undefined if the reader keeps up; otherwise resolves once it has consumed the output, or has gone. */
  drained(): Promise<void> | undefined;
  /** Ends it cleanly. */
  end(): void;
  /** Aborts when the stream ends, for whatever reason. */
  readonly closed: AbortSignal;
};

/** The responses of a server that would not end by themselves. */
class OpenStreams {
  readonly #streams = new Set<Pick<EventStream, "end">>();
  #areEnding = false;

  get size(): number {
    return this.#streams.size;
  }

  /** While the server closes, connections that balancers keep still bring requests: a stream then ends with what it says first. */
  add(stream: Pick<EventStream, "end">): void {
    this.#streams.add(stream);
    if (this.#areEnding) setImmediate(() => stream.end());
  }

  delete(stream: Pick<EventStream, "end">): void {
    this.#streams.delete(stream);
  }

  /** Ends all, and those that are added later. */
  end(): void {
    this.#areEnding = true;
    for (const stream of this.#streams) stream.end();
  }
}

/** Makes closing the server end its event streams, which would otherwise never end. */
export function endEventStreamsOnClose(app: FastifyInstance): void {
  const streams = new OpenStreams();
  app.decorate("eventStreams", streams);
  app.addHook("preClose", async () => streams.end());
}

/**
 * Answers 200 with `text/event-stream`, a heartbeat comment every 15 s, and disconnects stalled readers.
 * @param onHeartbeat frames to send with each heartbeat
 */
export function openEventStream(reply: FastifyReply, stallMs: number, onHeartbeat = () => ""): EventStream {
  reply.hijack();
  reply.request.isStreamed = true;
  const { raw } = reply;
  // The end of the connection ends the stream. With chunked encoding, each batch would be copied for each reader.
  raw.useChunkedEncodingByDefault = false;
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
    // A write would count as activity of a stalled reader, and one after the end of the stream is an error of nobody's.
    if (!raw.writableNeedDrain && !raw.writableEnded) raw.write(`: heartbeat\n\n${onHeartbeat()}`);
  }, HEARTBEAT_MS);
  const stream: EventStream = {
    write: (frames) => writeFrames(raw, frames),
    drained: () => (raw.writableNeedDrain && !raw.destroyed ? whenDrained(raw, closed.signal) : undefined),
    end: () => void raw.end(),
    closed: closed.signal,
  };
  const { eventStreams } = reply.server;
  eventStreams.add(stream);
  const onClose = (): void => {
    clearInterval(heartbeat);
    eventStreams.delete(stream);
    closed.abort();
  };
  // The client may have left while the stream was prepared.
  if (raw.destroyed) onClose();
  else raw.once("close", onClose);
  return stream;
}

function writeFrames(raw: ServerResponse, frames: string | Buffer): void {
  if (raw.destroyed || raw.writableEnded) return;
  raw.write(frames);
  if (raw.writableLength > MAX_BUFFERED_BYTES) raw.destroy();
}

async function whenDrained(raw: ServerResponse, closed: AbortSignal): Promise<void> {
  await once(raw, "drain", { signal: closed }).catch(() => undefined);
}

/** One frame. `data` is JSON text, which has no line breaks. */
export function eventFrame(event: string, data: string, id?: string): string {
  return id === undefined ? `event: ${event}\ndata: ${data}\n\n` : `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;
}
