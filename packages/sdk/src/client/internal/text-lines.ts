import { backoff, isTemporary } from "./backoff.ts";
import type { Call } from "./call.ts";
import { sleep } from "./deadline.ts";
import { readText } from "./read-body.ts";
import type { Transport } from "./transport.ts";

/**
 * Lines of a text that grows while it is sent. If the response breaks off, it is requested again, and the part already
 * read is skipped. Ends with the text, or when the signal aborts.
 */
export async function* textLines(transport: Transport, call: Call): AsyncGenerator<string, void, undefined> {
  const { signal } = call.options;
  let taken = 0;
  let rest = "";
  for (let failures = 0; !signal?.aborted; ) {
    let skip = taken;
    try {
      const { value } = await transport.send(call, async (response, deadline) => ({ response, deadline }));
      value.deadline.stopClock();
      for await (const text of readText(value.response, value.deadline, 0)) {
        const fresh = text.slice(skip);
        skip = Math.max(0, skip - text.length);
        if (fresh === "") continue;
        taken += fresh.length;
        failures = 0;
        const lines = (rest + fresh).split("\n");
        rest = lines.pop() ?? "";
        yield* lines;
      }
      if (rest !== "") yield rest;
      return;
    } catch (error) {
      if (signal?.aborted) return;
      if (failures >= 5 || !isTemporary(error)) throw error;
    }
    failures += 1;
    await sleep(backoff(failures), signal).catch(() => undefined);
  }
}
