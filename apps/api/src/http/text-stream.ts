import type { FastifyReply } from "fastify";
import { SENT } from "./answer.ts";
import { headersOf } from "./json-stream.ts";
import { logBrokenAnswer } from "./log-broken-answer.ts";
import { cutStalledReader, writeChunk } from "./response-writer.ts";

/** The source of a response, and reasons to end it early. */
export interface TextSource {
  /** Chunks of text as they arrive, until they end by themselves or the signal aborts. */
  read(signal: AbortSignal): AsyncIterable<string>;
  /** Calls back if the client must not get any more. @returns a function that ends the watch */
  watch(cut: () => void): () => void;
}

/**
 * Sends 200 with text that grows while it is sent, at constant memory. A response that ends normally is complete: an
 * error, a shutdown or a lost permission destroys the connection instead.
 */
export async function streamText(reply: FastifyReply, stallMs: number, source: TextSource): Promise<typeof SENT> {
  reply.hijack();
  reply.request.isStreamed = true;
  const { raw } = reply;
  const { eventStreams } = reply.server;
  const over = new AbortController();
  const stream = { end: () => void raw.destroy() };
  raw.once("close", () => over.abort());
  if (raw.destroyed) over.abort();
  raw.writeHead(200, {
    ...headersOf(reply),
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    // Proxies such as nginx would hold it back to fill a buffer.
    "x-accel-buffering": "no",
  });
  raw.flushHeaders();
  cutStalledReader(raw, stallMs);
  eventStreams.add(stream);
  const unwatch = source.watch(stream.end);
  try {
    for await (const text of source.read(over.signal)) await writeChunk(raw, text);
    if (!over.signal.aborted) raw.end();
  } catch (error) {
    logBrokenAnswer(reply, error);
    raw.destroy();
  } finally {
    unwatch();
    eventStreams.delete(stream);
  }
  return SENT;
}
