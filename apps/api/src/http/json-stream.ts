import type { FastifyReply } from "fastify";
import { SENT } from "./answer.ts";
import { logBrokenAnswer } from "./log-broken-answer.ts";
import { cutStalledReader, writeChunk } from "./response-writer.ts";

/**
 * Sends 200 with JSON of any length at constant memory: the next chunk is requested once the client has consumed the
 * last. An error before the first chunk is thrown, and so answered as an error; a later one destroys the connection,
 * because a response that simply ended would look complete.
 *
 * @param pieces of the text
 */
export async function streamJson(
  reply: FastifyReply,
  pieces: AsyncIterable<string>,
  stallMs: number,
): Promise<typeof SENT> {
  const iterator = pieces[Symbol.asyncIterator]();
  let step = await iterator.next();
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { ...headersOf(reply), "content-type": "application/json" });
  cutStalledReader(raw, stallMs);
  try {
    for (; !step.done; step = await iterator.next()) await writeChunk(raw, step.value);
    raw.end();
  } catch (error) {
    logBrokenAnswer(reply, error);
    raw.destroy();
  } finally {
    await iterator.return?.();
  }
  return SENT;
}

/** Headers that hooks have set on the reply, for a response that is written by hand. */
export function headersOf(reply: FastifyReply): Record<string, number | string | string[]> {
  const present = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Record<string, number | string | string[]>;
}
