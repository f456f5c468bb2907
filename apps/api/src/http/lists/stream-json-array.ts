import type { FastifyReply } from "fastify";
import { SENT } from "../answer.ts";
import { ClientGoneError, cutStalledReader, writeChunk } from "../response-writer.ts";

/**
 * Answers 200 with a JSON array of any length at constant memory: the next batch is asked for once the client has
 * taken the last. An error before the first batch is thrown, and so answered as an error; one after it destroys the
 * connection, because an array that just ended would look complete.
 *
 * @param batches elements as JSON text
 */
export async function streamJsonArray(
  reply: FastifyReply,
  batches: AsyncIterable<readonly string[]>,
  stallMs: number,
): Promise<typeof SENT> {
  const iterator = batches[Symbol.asyncIterator]();
  let step = await iterator.next();
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { ...headersOf(reply), "content-type": "application/json" });
  cutStalledReader(raw, stallMs);
  let separator = "[";
  try {
    for (; !step.done; step = await iterator.next()) {
      if (step.value.length === 0) continue;
      await writeChunk(raw, separator + step.value.join(","));
      separator = ",";
    }
    raw.end(separator === "[" ? "[]" : "]");
  } catch (error) {
    if (!(error instanceof ClientGoneError))
      reply.log.error({ err: error, correlation_id: reply.request.id }, "a list broke off");
    raw.destroy();
  } finally {
    await iterator.return?.();
  }
  return SENT;
}

/** What hooks have put on the reply, for a response that is written by hand. */
export function headersOf(reply: FastifyReply): Record<string, number | string | string[]> {
  const present = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Record<string, number | string | string[]>;
}
