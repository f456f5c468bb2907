import { setMaxListeners } from "node:events";
import pLimit from "p-limit";

/** Concurrent requests: enough to hide the round trip, too few to crowd others out. */
const AT_ONCE = 16;

/**
 * Runs a function for each item, a few at a time, and each after the items that it depends on. Ends with the first
 * error: starts no more, and aborts those in progress.
 *
 * @param items each behind those that it comes after
 * @param signal handed to the work, with the end by another's error
 */
export async function inTurn<Item>(
  items: Iterable<Item>,
  comesAfter: (item: Item) => Iterable<Item>,
  work: (item: Item, signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const limit = pLimit(AT_ONCE);
  const broken = new AbortController();
  const either = AbortSignal.any([signal, broken.signal]);
  // Each running item listens to it, more than the number that Node warns about.
  setMaxListeners(0, either);
  const done = new Map<Item, Promise<unknown>>();
  for (const item of items) {
    const before = [...comesAfter(item)].flatMap((other) => done.get(other) ?? []);
    done.set(
      item,
      Promise.all(before).then(() => limit(work, item, either)),
    );
  }
  try {
    await Promise.all(done.values());
  } finally {
    limit.clearQueue();
    broken.abort();
  }
}
