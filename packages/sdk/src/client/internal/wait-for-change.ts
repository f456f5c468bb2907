import { ChangeFailedError, describeChange } from "../errors/change-errors.ts";
import { WaitTimeoutError } from "../errors/index.ts";
import type { Change } from "../types/models.ts";
import { Deadline } from "./deadline.ts";
import { type ChangeFacts, HeldWatch } from "./held-watch.ts";
import type { WaitOptions } from "./wait.ts";

const DEFAULT_WAIT_MS = 600_000;
const DEFAULT_MISSING_MS = 10_000;

/** Options of a wait for a change. */
export interface ChangeWaitOptions extends WaitOptions {
  /**
   * Milliseconds for which the change may wait for something outside it that is missing, has failed or is a draft, when
   * nothing of it is running; ten seconds by default; 0 for no limit.
   */
  missingTimeout?: number | undefined;
  /** Called with each state that is read. */
  onChange?: ((change: Change) => void) | undefined;
}

/** Requests of a wait. */
export interface ChangeSource extends ChangeFacts {
  id: string;
  watch(signal: AbortSignal): AsyncIterable<Change>;
}

/** Waits until a change has succeeded. @throws ChangeFailedError, ChangeBlockedError, WaitTimeoutError */
export async function waitForChange(
  source: ChangeSource,
  { timeout = DEFAULT_WAIT_MS, missingTimeout = DEFAULT_MISSING_MS, signal, onChange }: ChangeWaitOptions,
): Promise<Change> {
  signal?.throwIfAborted();
  const { id } = source;
  const deadline = new Deadline(signal, timeout);
  const held = new HeldWatch(source, missingTimeout);
  let last: Change | null = null;
  try {
    for await (const change of source.watch(deadline.signal)) {
      last = change;
      onChange?.(change);
      await held.note(change, deadline.signal);
    }
  } catch (error) {
    if (!deadline.timedOut) throw error;
  } finally {
    deadline.end();
  }
  signal?.throwIfAborted();
  if (last?.status === "succeeded") return last;
  if (last !== null && last.settled_at !== null) throw new ChangeFailedError(last);
  const state = last === null ? "nothing was seen of it" : describeChange(last);
  throw new WaitTimeoutError(`Change ${id} did not settle within ${timeout} ms: ${state}`, timeout, last);
}
