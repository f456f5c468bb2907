import { WaitTimeoutError } from "../errors/index.ts";
import type { BuildInfo, ProviderStatus } from "../types/models.ts";
import { isAway } from "./absence.ts";
import { Deadline, sleep } from "./deadline.ts";
import type { WaitOptions } from "./wait.ts";

const INTERVAL_MS = 1_000;
const DEFAULT_WAIT_MS = 600_000;

/** Reads until `settled` says so. @throws WaitTimeoutError, the signal's reason, and what `read` throws */
export async function pollUntil<Value extends BuildInfo | ProviderStatus>(
  wanted: string,
  read: (signal: AbortSignal) => Promise<Value>,
  settled: (value: Value) => boolean,
  { timeout = DEFAULT_WAIT_MS, signal }: WaitOptions,
): Promise<Value> {
  const deadline = new Deadline(signal, timeout);
  let last: Value | null = null;
  try {
    for (;;) {
      const value: Value | null = await read(deadline.signal).catch((error: unknown) => {
        // After the first success, a temporarily unavailable API is waited for.
        if (last === null || !isAway(error)) throw error;
        return null;
      });
      last = value ?? last;
      if (value !== null && settled(value)) return value;
      await sleep(INTERVAL_MS, deadline.signal);
    }
  } catch (error) {
    if (!deadline.timedOut) throw error;
    const state = last === null ? "nothing was seen of it" : `it is ${last.status}`;
    throw new WaitTimeoutError(`${wanted} within ${timeout} ms: ${state}`, timeout, last);
  } finally {
    deadline.end();
  }
}
