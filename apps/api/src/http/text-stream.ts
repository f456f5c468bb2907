import type { FastifyReply } from "fastify";
import { SENT } from "./answer.ts";
import { headersOf } from "./json-stream.ts";
import { logBrokenAnswer } from "./log-broken-answer.ts";
import { cutStalledReader, writeChunk } from "./response-writer.ts";

/** What is read for an answer, and what may end it early. */
export interface TextSource {
  /** Pieces of text as they come, until they end by themselves or the signal aborts. */
  read(signal: AbortSignal): AsyncIterable<string>;
  /** Calls back if the client must get no more. @returns ends the watch */
  watch(cut: () => void): () => void;
}

/**
 * Answers 200 with text that grows while it is sent, at constant memory. An answer that ends well is complete: whatever
 * else ends it, an error, the server's end or a lost right, destroys the connection.
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
