/** Items that arrive within this time are sent together. */
const GATHER_MS = 50;
const MAX_BATCH = 1000;

/**
 * Batches a source's items for a moment, so that a burst is one message. A single item waits just as long. Leaving it
 * releases the source; a source that is waiting must be ended by a signal of its own.
 */
export async function* inBatches<Item>(source: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const first = await next;
      if (first.done) return;
      const batch = [first.value];
      const { promise: late, resolve } = Promise.withResolvers<undefined>();
      const timer = setTimeout(resolve, GATHER_MS, undefined);
      next = iterator.next();
      for (let more = await Promise.race([next, late]); more && !more.done; more = await Promise.race([next, late])) {
        batch.push(more.value);
        next = iterator.next();
        if (batch.length >= MAX_BATCH) break;
      }
      clearTimeout(timer);
      yield batch;
    }
  } finally {
    // The source may be waiting, and would return only after that.
    next.catch(() => undefined);
    void iterator.return?.();
  }
}
