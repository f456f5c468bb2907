import type { FastifyReply } from "fastify";
import type { SENT } from "../answer.ts";
import { streamJson } from "../json-stream.ts";

/**
 * Sends 200 with a JSON array of any length: `streamJson` of its elements.
 *
 * @param batches elements as JSON text
 */
export function streamJsonArray(
  reply: FastifyReply,
  batches: AsyncIterable<readonly string[]>,
  stallMs: number,
): Promise<typeof SENT> {
  return streamJson(reply, arrayText(batches), stallMs);
}

/** The text of a JSON array, in pieces. */
export async function* arrayText(batches: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  let separator = "[";
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    yield separator + batch.join(",");
    separator = ",";
  }
  yield separator === "[" ? "[]" : "]";
}

/** Items as JSON text. */
export async function* textsOf(batches: AsyncIterable<readonly object[]>): AsyncGenerator<string[]> {
  for await (const batch of batches) yield batch.map((item) => JSON.stringify(item));
}
