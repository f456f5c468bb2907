import { isAway } from "./absence.ts";
import { backoff } from "./backoff.ts";
import type { Call } from "./call.ts";
import { sleep } from "./deadline.ts";
import { readText } from "./read-body.ts";
import { type ServerSentEvent, SseParser } from "./sse-parser.ts";
import type { Transport } from "./transport.ts";

/** The API sends a heartbeat each 15 s; three of them missing is a dead line. */
const SILENCE_MS = 45_000;
const LONGEST_PAUSE_MS = 10_000;

export interface EventSourceOptions {
  signal?: AbortSignal | undefined;
  lastEventId?: string | undefined;
  /** Milliseconds without a byte until the line counts as dead. */
  silence?: number | undefined;
  /** Called when a connection stands, the first and each further one. */
  onOpen?: (() => void) | undefined;
}

/**
 * Events of a stream, over as many connections as it takes: each goes on where the one before ended. Ends when the signal
 * aborts. `call` is asked before each connection.
 *
 * @throws what the first connection meets, and later what will not pass by itself, such as a revoked token
 */
export async function* readEvents(
  transport: Transport,
  call: () => Call,
  { signal, lastEventId = "", silence = SILENCE_MS, onOpen }: EventSourceOptions,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  let place = lastEventId;
  let failures = 0;
  for (let opened = false; !signal?.aborted; ) {
    try {
      const { value } = await transport.send(streamCall(call(), place, opened), async (response, deadline) => {
        return { response, deadline };
      });
      opened = true;
      onOpen?.();
      const parser = new SseParser(place);
      for await (const text of readText(value.response, value.deadline, silence)) {
        failures = 0;
        for (const event of parser.push(text)) {
          place = event.id;
          yield event;
        }
        place = parser.lastEventId;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (!opened || !isAway(error)) throw error;
    }
    failures += 1;
    await sleep(backoff(failures, LONGEST_PAUSE_MS), signal).catch(() => undefined);
  }
}

function streamCall(call: Call, place: string, opened: boolean): Call {
  const headers = { ...call.headers, accept: "text/event-stream, application/problem+json" };
  const resumed = place === "" ? headers : { ...headers, "last-event-id": place };
  // Once it stood, the pauses are this loop's own.
  return { ...call, headers: resumed, options: opened ? { ...call.options, maxRetries: 0 } : call.options };
}
