import { setMaxListeners } from "node:events";
import pLimit from "p-limit";

/** Requests under way at the same time: enough to hide the way there and back, too few to crowd others out. */
const AT_ONCE = 16;

/**
 * Does something for each, some at a time, and for each once those are done that it comes after. Ends with the first error:
 * begins no more then, and aborts what is under way.
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
  // Each that is under way listens to it, which is more than Node takes for a mistake.
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
