import { ConflictError } from "../errors/index.ts";
import { Deadline, sleep } from "./deadline.ts";

const PAUSE_MS = 1_000;

/** How long a call waits while resources that it would change are in flight. */
export interface BusyOptions {
  /** Milliseconds, ten minutes by default; 0 for no limit. */
  timeout: number;
  signal: AbortSignal | undefined;
  /** Called each time with the ids of the resources in flight. */
  onBusy?: ((ids: string[]) => void) | undefined;
}

/**
 * Repeats a call that is refused while resources are in flight, as often as `Retry-After` asks for.
 *
 * @param work told which attempt it is, from 1 on
 * @throws the last refusal once the time is up, the signal's reason, and what else `work` throws
 */
export async function whileBusy<Result>(
  work: (attempt: number) => Promise<Result>,
  { timeout, signal, onBusy }: BusyOptions,
): Promise<Result> {
  const deadline = new Deadline(signal, timeout);
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work(attempt);
      } catch (error) {
        if (!isBusy(error) || deadline.timedOut) throw error;
        onBusy?.(error.facts.busy ?? []);
        const pause = error.retryAfter === null ? PAUSE_MS : error.retryAfter * 1_000;
        await sleep(pause, deadline.signal).catch((reason: unknown) => {
          throw deadline.timedOut ? error : reason;
        });
      }
    }
  } finally {
    deadline.end();
  }
}

function isBusy(error: unknown): error is ConflictError {
  return error instanceof ConflictError && error.code === "change_in_flight";
}
