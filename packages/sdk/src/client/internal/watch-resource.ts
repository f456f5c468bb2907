import type { RequestOptions } from "../options.ts";
import type { WireResource } from "../types/models.ts";
import { isAbsent, isAway } from "./absence.ts";
import type { Answer } from "./call.ts";
import { sleep } from "./deadline.ts";
import { isStale } from "./stale.ts";
import type { StateFeed } from "./state-feed.ts";

/** How often to poll the resource without a reported change. */
const SAFETY_NET_MS = 5_000;
/** The same while there is no event stream. */
const UNTOLD_MS = 1_000;
/** The same while the resource is stale: if it turns out not to change, no event says so. */
const UNDECIDED_MS = 500;

export interface WatchSource {
  feed: StateFeed;
  /** Reads it; 304 if it still has that tag. */
  read(etag: string | undefined, options: RequestOptions): Promise<Answer<WireResource | null>>;
}

/**
 * A resource as it is now, and again whenever it changes: driven by the event stream, with polling as a safety net.
 * Ends when the resource is gone, or the signal aborts.
 *
 * @throws NotFoundError if there is none at the beginning
 */
export async function* watchResource(
  { feed, read }: WatchSource,
  options: RequestOptions,
): AsyncGenerator<WireResource, void, undefined> {
  const { signal } = options;
  let seen: { id: string; etag: string | undefined } | undefined;
  let wake: (() => void) | undefined;
  let changed = false;
  let undecided = false;
  const unsubscribe = feed.subscribe((id) => {
    if (id !== null && seen !== undefined && id !== seen.id) return;
    changed = true;
    wake?.();
  });
  try {
    while (!signal?.aborted) {
      changed = false;
      const answer = await read(seen?.etag, options).catch((error: unknown) => {
        // After the first success, a temporarily unavailable API is waited for, like its event stream.
        if (seen === undefined || !isAway(error)) throw error;
        return null;
      });
      if (answer?.value) {
        seen = { id: answer.value.id, etag: answer.headers.get("etag") ?? undefined };
        undecided = isStale(answer.value);
        yield answer.value;
      }
      if (changed) continue;
      const told = new AbortController();
      wake = () => told.abort();
      const untilTold = feed.connected ? SAFETY_NET_MS : UNTOLD_MS;
      await rest(undecided ? UNDECIDED_MS : untilTold, told.signal, signal);
    }
  } catch (error) {
    if (signal?.aborted || (seen !== undefined && isAbsent(error))) return;
    throw error;
  } finally {
    unsubscribe();
  }
}

async function rest(ms: number, told: AbortSignal, signal: AbortSignal | undefined): Promise<void> {
  const over = new AbortController();
  const end = () => over.abort();
  told.addEventListener("abort", end);
  signal?.addEventListener("abort", end);
  if (told.aborted || signal?.aborted) end();
  await sleep(ms, over.signal).catch(() => undefined);
  signal?.removeEventListener("abort", end);
}
