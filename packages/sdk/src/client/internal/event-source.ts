import { isAway } from "./absence.ts";
import { backoff } from "./backoff.ts";
import type { Call } from "./call.ts";
import { sleep } from "./deadline.ts";
import { readText } from "./read-body.ts";
import { type ServerSentEvent, SseParser } from "./sse-parser.ts";
import type { Transport } from "./transport.ts";

/** The API sends a heartbeat every 15 s; after three missing ones the connection counts as dead. */
const SILENCE_MS = 45_000;
const LONGEST_PAUSE_MS = 10_000;

export interface EventSourceOptions {
  signal?: AbortSignal | undefined;
  lastEventId?: string | undefined;
  /** Milliseconds without data after which the connection counts as dead. */
  silence?: number | undefined;
  /** Called when a connection is established, the first and each later one. */
  onOpen?: (() => void) | undefined;
}

/**
 * Events of a stream, over as many connections as it takes: each resumes where the previous one ended. Ends when the
 * signal aborts. `call` is asked before each connection.
 *
 * @throws any error of the first connection, and later only permanent ones, such as a revoked token
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
  // Once connected, this loop does its own retries.
  return { ...call, headers: resumed, options: opened ? { ...call.options, maxRetries: 0 } : call.options };
}
