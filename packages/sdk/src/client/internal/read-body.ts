import { ConnectionError } from "../errors/index.ts";
import type { Deadline } from "./deadline.ts";

/** The text of a body, in chunks. After `silence` milliseconds without one it fails as broken; 0 for no limit. */
export async function* readText(
  response: Response,
  deadline: Deadline,
  silence: number,
): AsyncGenerator<string, void, undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const decoder = new TextDecoder();
  try {
    for (;;) {
      if (silence > 0) deadline.restart(silence);
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } catch (cause) {
    throw new ConnectionError(deadline.timedOut ? `silent for ${silence} ms` : "the connection broke off", { cause });
  } finally {
    // When the reader stops, the connection is closed.
    deadline.end();
  }
}
